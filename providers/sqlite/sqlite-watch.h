/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Between the processes that have a store open: a file beside it is written to after each commit,
 * and watched. */
typedef struct _SqliteWatch SqliteWatch;

SqliteWatch *sqlite_watch_new (const char *path, GError **error);
void         sqlite_watch_free (SqliteWatch *self);

/* From now on @look is called by a thread of its own when another process may have changed
 * something. */
gboolean
sqlite_watch_start (SqliteWatch *self, void (*look) (gpointer), gpointer data, GError **error);

void sqlite_watch_wake_others (SqliteWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteWatch, sqlite_watch_free)

G_END_DECLS
