/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* Rows of tables over messages: a folder's in the order of their delivery, or the outgoing queue's
 * in the order of their submission. They are read by key, wherever that lies. */

typedef struct
{
  gboolean queue;
  gint64   folder;
  gboolean associated;
  gboolean search; /* the folder holds what a search has found */
} SqliteRowSource;

/* Where a row stands: delivery time or place in the queue, and message. */
typedef struct
{
  gint64 place;
  gint64 id;
} SqliteRowKey;

#define SQLITE_ROW_KEY_FIRST ((SqliteRowKey){ G_MININT64, 0 })
#define SQLITE_ROW_KEY_LAST ((SqliteRowKey){ G_MAXINT64, G_MAXINT64 })

/* What rows need to know of the store. */
typedef struct
{
  MapiUid uid;
  GBytes *store_entry_id;
  gboolean (*is_locked) (gpointer data, gint64 message);
  gpointer data;
} SqliteRowContext;

typedef struct
{
  SqliteRowKey  key;
  MapiPropList *values;
} SqliteRow;

/* Which columns of which source. */
typedef struct _SqliteRowQuery SqliteRowQuery;

/* In the place of what a row does not have stands an error, or, with @sparse, nothing. */
SqliteRowQuery *
sqlite_row_query_new (const SqliteRowSource *source, MapiPropTagArray *columns, gboolean sparse);
void sqlite_row_query_free (SqliteRowQuery *self);

/* The columns tables have at first. */
MapiPropTagArray *sqlite_row_get_default_columns (gboolean queue);

/* Rows from @from on, which is the first; with @backward the rows before @from, nearest first.
 * SqliteRow. */
GPtrArray *sqlite_db_rows_read (SqliteDbConn           *conn,
                                SqliteRowQuery         *query,
                                const SqliteRowContext *context,
                                SqliteRowKey            from,
                                gboolean                backward,
                                guint                   limit,
                                GError                **error);

/* All rows, one after the other: *row is the next one. */
SqliteDbStmt *sqlite_db_rows_open (SqliteDbConn *conn, SqliteRowQuery *query, GError **error);
/* The same of those alone that the index of words names or does not know; @match is needed while it
 * is open. */
SqliteDbStmt *sqlite_db_rows_open_listed (SqliteDbConn   *conn,
                                          SqliteRowQuery *query,
                                          const char     *match,
                                          GError        **error);
gboolean      sqlite_db_rows_is_unknown (SqliteDbStmt *stmt, SqliteRowQuery *query);
SqliteDbStep  sqlite_db_rows_next (SqliteDbConn           *conn,
                                   SqliteDbStmt           *stmt,
                                   SqliteRowQuery         *query,
                                   const SqliteRowContext *context,
                                   SqliteRow             **row,
                                   GError                **error);

/* *row is NULL where the message is not among them. */
gboolean sqlite_db_rows_read_one (SqliteDbConn           *conn,
                                  SqliteRowQuery         *query,
                                  const SqliteRowContext *context,
                                  gint64                  id,
                                  SqliteRow             **row,
                                  GError                **error);

/* The row where nothing has to be read for it, since the columns name the message and no more; NULL
 * where they do not. */
SqliteRow *
sqlite_db_rows_name (SqliteRowQuery *query, const SqliteRowContext *context, gint64 id);

/* How many rows stand before @before. */
gboolean sqlite_db_rows_count (
    SqliteDbConn *conn, SqliteRowQuery *query, SqliteRowKey before, guint *count, GError **error);

/* The key of the row @offset rows from @from, or the end. */
gboolean sqlite_db_rows_skip (SqliteDbConn   *conn,
                              SqliteRowQuery *query,
                              SqliteRowKey    from,
                              guint           offset,
                              gboolean        backward,
                              SqliteRowKey   *key,
                              GError        **error);

void sqlite_row_free (SqliteRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteRow, sqlite_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteRowQuery, sqlite_row_query_free)

G_END_DECLS
