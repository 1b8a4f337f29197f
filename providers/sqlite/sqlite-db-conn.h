/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

/* Of sqlite3.h, which only the files include that call it. */
struct sqlite3;
struct sqlite3_stmt;

G_BEGIN_DECLS

/* One connection to the file and its prepared statements. Used by one thread at a time. */
typedef struct _SqliteDbConn SqliteDbConn;
typedef struct sqlite3_stmt  SqliteDbStmt;

/* Numbers that were reserved: from next to last. */
typedef struct
{
  gint64 next;
  gint64 last;
} SqliteDbRange;

#define SQLITE_DB_RANGE_EMPTY ((SqliteDbRange){ 1, 0 })

/* Stands for NULL. */
#define SQLITE_DB_NONE G_MININT64

typedef enum
{
  SQLITE_DB_ERROR = -1,
  SQLITE_DB_DONE = 0,
  SQLITE_DB_ROW = 1,
} SqliteDbStep;

SqliteDbConn *sqlite_db_conn_open (const char *path, gboolean writer, GError **error);
/* Reads what can be read of a file that may be damaged. */
SqliteDbConn   *sqlite_db_conn_open_damaged (const char *path, GError **error);
void            sqlite_db_conn_close (SqliteDbConn *self);
struct sqlite3 *sqlite_db_conn_get_handle (SqliteDbConn *self);
const char     *sqlite_db_conn_get_path (SqliteDbConn *self);
/* See sqlite-db-numbers.h. */
SqliteDbRange *sqlite_db_conn_get_numbers (SqliteDbConn *self);
/* Statements end with MAPI_E_USER_CANCEL from now on once it is cancelled. */
void sqlite_db_conn_set_cancellable (SqliteDbConn *self, GCancellable *cancellable);

gboolean sqlite_db_exec (SqliteDbConn *self, const char *sql, GError **error);

/* The type that SQLite knows a pointer by. */
#define SQLITE_DB_POINTER "mapi"

/* A statement that is kept with the connection, with its parameters bound as the letters of @format
 * say: i gint64, o gint64 or SQLITE_DB_NONE, t const char * or NULL, b GBytes * or NULL, p
 * gpointer. Release it before the next use. */
SqliteDbStmt *
sqlite_db_query (SqliteDbConn *self, const char *sql, GError **error, const char *format, ...);
gboolean
sqlite_db_run (SqliteDbConn *self, const char *sql, GError **error, const char *format, ...);
gboolean sqlite_db_get_number (SqliteDbConn *self, const char *sql, gint64 *number, GError **error);

SqliteDbStep sqlite_db_step (SqliteDbStmt *stmt, GError **error);
gboolean     sqlite_db_is_null (SqliteDbStmt *stmt, int column);
gint64       sqlite_db_int (SqliteDbStmt *stmt, int column);
const char  *sqlite_db_text (SqliteDbStmt *stmt, int column);
GBytes      *sqlite_db_bytes (SqliteDbStmt *stmt, int column);
/* Empty ones for NULL; MAPI_E_CORRUPT_DATA for what is neither. */
MapiPropList *sqlite_db_props (SqliteDbStmt *stmt, int column, GError **error);
/* The same without a copy, until the statement goes on or is released. */
MapiPropList *sqlite_db_peek_props (SqliteDbStmt *stmt, int column, GError **error);
MapiRowSet   *sqlite_db_rows (SqliteDbStmt *stmt, int column, GError **error);
void          sqlite_db_stmt_release (SqliteDbStmt *stmt);

gint64   sqlite_db_last_id (SqliteDbConn *self);
gint64   sqlite_db_changes (SqliteDbConn *self);
/* As the statement before saw it. */
gboolean sqlite_db_has_table (SqliteDbConn *self, const char *name);
gboolean sqlite_db_has_column (SqliteDbConn *self, const char *table, const char *name);
/* What has been changed with it so far: more each time. */
gint64 sqlite_db_conn_count_changes (SqliteDbConn *self);
gboolean sqlite_db_fail (struct sqlite3 *handle, const char *action, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteDbConn, sqlite_db_conn_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteDbStmt, sqlite_db_stmt_release)

G_END_DECLS
