/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The program sqlite-child: another process with a store open. It says what it has done, line by
 * line, and goes on when it is told to. */
typedef struct
{
  GSubprocess      *process;
  GDataInputStream *output;
} MockChild;

/* @more may be NULL. */
void  mock_child_start (MockChild *self, const char *command, const char *path, const char *more);
void  mock_child_tell (MockChild *self, const char *line);
char *mock_child_read (MockChild *self);
/* Kills it outright. */
void mock_child_end (MockChild *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MockChild, mock_child_end)

G_END_DECLS
