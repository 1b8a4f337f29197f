/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A Maildir: a folder with the folders tmp, new and cur, where a file is a message. Errors are of
 * the domain MAPI_ERROR: MAPI_E_NOT_FOUND when there is no such Maildir. */

gboolean maildir_box_exists (const char *path);
gboolean maildir_box_create (const char *path, GError **error);

/* Writes @message for @address into the Maildir; it is durable when this returns. */
gboolean maildir_box_deliver (const char   *path,
                              const char   *address,
                              MapiMessage  *message,
                              GCancellable *cancellable,
                              GError      **error);

/* The names of the files in new, oldest first (transfer full). */
GQueue *maildir_box_list_new (const char *path, GError **error);

/* Moves a file from new to cur, or deletes it. */
gboolean maildir_box_take (const char *path, const char *name, gboolean delete, GError **error);

G_END_DECLS
