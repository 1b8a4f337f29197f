/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-damage.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* Reads everything there is, page by page and message by message. FALSE when it could not be done,
 * or nothing at all can be read. */
gboolean sqlite_db_check (SqliteDbConn *conn, SqliteFindings *findings, GError **error);

/* The name of a folder; NULL where it cannot be read. */
char *sqlite_db_check_get_folder_name (SqliteDbConn *conn, gint64 id);

G_END_DECLS
