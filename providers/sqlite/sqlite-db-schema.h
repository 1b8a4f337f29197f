/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* Whether the file is a store, of a version that is known. */
gboolean sqlite_db_schema_check (SqliteDbConn *conn, GError **error);

/* Makes the tables of a new database, and brings those of an older version up to date. */
gboolean sqlite_db_schema_prepare (SqliteDbConn *conn, GError **error);

G_END_DECLS
