/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A server for tests, run as a process: a program that prints its port as its first line. */
typedef struct _MockProcess MockProcess;

/* Starts @argv, relative to the folder tests/mock, and waits for its port. */
MockProcess *mock_process_start (const char *const *argv, GError **error);

guint16 mock_process_get_port (MockProcess *self);

/* Kills it outright, as a machine that goes down, and waits till it is gone. */
void mock_process_kill (MockProcess *self);

void mock_process_free (MockProcess *self);

/* Starts the SMTP server on @folder; @options as smtp_server.py has them, or NULL. To bring one up
 * again where it was, give its port; 0 takes a free one. */
MockProcess *
mock_smtp_start (const char *folder, guint16 port, const char *const *options, GError **error);

/* How many messages a folder of mock_smtp_start() holds. */
guint mock_smtp_count (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MockProcess, mock_process_free)
