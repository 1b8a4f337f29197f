/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* FALSE with an error ends the walk. */
typedef gboolean (*SqliteDbVisit) (SqliteDbStmt *row, gpointer data, GError **error);

/* Rows with keys of this range, if there are any, cannot be read. */
typedef void (*SqliteDbGap) (gint64 first, gint64 last, const GError *why, gpointer data);

/* Whether the error tells of what lies in the file. */
gboolean sqlite_db_is_damage (const GError *error);

/* Visits the rows of a table in spite of pages that cannot be read. @sql selects them in the order
 * of an integer key, its first column, beginning with the key ?1. */
gboolean sqlite_db_walk (SqliteDbConn *conn,
                         const char   *sql,
                         SqliteDbVisit visit,
                         SqliteDbGap   gap,
                         gpointer      data,
                         GError      **error);

/* A gap in words. */
char *sqlite_db_walk_describe (gint64 first, gint64 last);

G_END_DECLS
