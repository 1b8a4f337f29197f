/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A Postfix of its own on loopback, which delivers what is for anyone at postfix.invalid to a
 * Maildir. */
typedef struct _MockPostfix MockPostfix;

/* Where no Postfix can run here, the error is G_IO_ERROR_NOT_SUPPORTED and says why. @main_lines:
 * more lines for its main.cf, or NULL. */
MockPostfix *mock_postfix_start (const char *const *main_lines, GError **error);

guint16     mock_postfix_get_port (MockPostfix *self);
const char *mock_postfix_get_maildir (MockPostfix *self);

/* Stops it and removes its folder. */
void mock_postfix_free (MockPostfix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MockPostfix, mock_postfix_free)
