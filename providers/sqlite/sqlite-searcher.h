/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-backend.h"

G_BEGIN_DECLS

/* The thread that looks through what is there already when a search begins. What comes later is
 * found as it comes. */
typedef struct _SqliteSearcher SqliteSearcher;

SqliteSearcher *sqlite_searcher_new (SqliteBackend *backend);
/* Does nothing from now on; what was not finished goes on in another process, or when the store is
 * opened next. */
void sqlite_searcher_stop (SqliteSearcher *self);
void sqlite_searcher_free (SqliteSearcher *self);

void sqlite_searcher_start (SqliteSearcher *self, gint64 folder);
/* Starts all that were not finished. */
gboolean sqlite_searcher_resume (SqliteSearcher *self, GError **error);
/* The same from time to time, for those whose process has died: @company tells whether there can be
 * any. FALSE when it has to look once more. */
gboolean sqlite_searcher_look (SqliteSearcher *self, gboolean company);

G_END_DECLS
