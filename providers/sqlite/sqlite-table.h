/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"
#include "sqlite-store.h"

G_BEGIN_DECLS

/* A table over the messages of a folder or of the outgoing queue. In its own order, forward or
 * backward, it reads by key: what is not asked for is not read. A restriction or another order make
 * it keep a list of the messages' numbers. */
#define SQLITE_TYPE_TABLE (sqlite_table_get_type ())
G_DECLARE_FINAL_TYPE (SqliteTable, sqlite_table, SQLITE, TABLE, GObject)

SqliteTable *sqlite_table_new (SqliteStore *store, const SqliteRowSource *source);

G_END_DECLS
