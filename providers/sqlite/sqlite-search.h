/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"
#include "sqlite-db-searches.h"
#include "sqlite-events.h"

G_BEGIN_DECLS

/* Keeps search folders up to date with what @events tell, within the same transaction, and tells
 * what became of them. */
gboolean
sqlite_search_follow (SqliteDbConn *conn, const MapiUid *uid, SqliteEvents *events, GError **error);

/* Looks through one piece of a folder, from *from on, which is moved; *done at the end of it. */
gboolean sqlite_search_scan (SqliteDbConn       *conn,
                             const MapiUid      *uid,
                             const SqliteSearch *search,
                             gint64              folder,
                             SqliteRowKey       *from,
                             gboolean           *done,
                             SqliteEvents       *events,
                             GError            **error);

/* The folders that are looked through: a GArray of gint64. */
GArray *sqlite_search_list_folders (SqliteDbConn *conn, const SqliteSearch *search, GError **error);

G_END_DECLS
