/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-damage.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* Copies the database as it is now over another one. */
gboolean
sqlite_db_backup (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *progress, GError **error);

/* Writes the database anew, without what is free, and empties the log. */
gboolean sqlite_db_compact (SqliteDbConn *conn, GError **error);

/* What lies in the log goes into the file itself, which is on the disk then. */
gboolean sqlite_db_settle_log (SqliteDbConn *conn, GError **error);

G_END_DECLS
