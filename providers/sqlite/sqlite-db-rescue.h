/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-damage.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* Copies all rows that can be read to a new database, within a transaction of that one. What others
 * make of the rest is left out. */
gboolean
sqlite_db_rescue (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *findings, GError **error);

/* Puts in order what came over: parts whose other parts are missing, folders without a place,
 * counters. @root is the root folder, and @folder takes what has lost its own. */
gboolean sqlite_db_repair (
    SqliteDbConn *conn, gint64 root, gint64 folder, SqliteFindings *findings, GError **error);

G_END_DECLS
