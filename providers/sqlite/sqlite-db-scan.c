/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of a selection as a table of SQLite's, so that it can sort them:
 *
 *   SELECT entry, unread, key FROM selected_rows(?1) ORDER BY key
 *
 * The parameter is a pointer to the Scan. The rows come out of an inner statement that reads the
 * messages. */

#include "sqlite-db-scan.h"
#include "sqlite-db-words.h"

#include <sqlite3.h>

/* How many messages to read before somebody may cancel. */
#define CHECK_EVERY 64

typedef struct
{
  SqliteDbConn           *conn;
  SqliteSelection        *selection;
  const SqliteRowContext *context;
  GCancellable           *cancellable;
  SqliteDbStmt           *stmt; /* the inner one */
  SqliteRowQuery         *query;
  char                   *match;   /* what it asks the index of words for */
  gboolean                decides; /* messages it names need not be looked at */
  guint                   n_read;
  GPtrArray              *rows; /* of the message that was read last */
  guint                   at;   /* in rows; behind them at the end */
  GError                 *error;
} Scan;

static void
scan_clear (Scan *self)
{
  g_clear_pointer (&self->stmt, sqlite_db_stmt_release);
  g_clear_pointer (&self->match, g_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

static gboolean
is_at_end (const Scan *self)
{
  return self->rows == NULL;
}

/* The rows of a message, which is read with all that the restriction looks at where the index has
 * not decided about it. */
static GPtrArray *
make_rows (Scan *self, const SqliteRow *row)
{
  if (!self->decides)
    return sqlite_selection_make_rows (self->selection, self->conn, row, &self->error);
  if (!sqlite_db_rows_is_unknown (self->stmt, self->query))
    return sqlite_selection_make_known_rows (self->selection, row);
  return sqlite_selection_read_rows (
      self->selection, self->conn, self->context, row->key.id, &self->error);
}

/* FALSE at the end, and after an error. */
static gboolean
read_message (Scan *self)
{
  g_autoptr (SqliteRow) row = NULL;

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->at = 0;
  if (self->n_read++ % CHECK_EVERY == 0 &&
      g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return FALSE;
  if (sqlite_db_rows_next (
          self->conn, self->stmt, self->query, self->context, &row, &self->error) == SQLITE_DB_ROW)
    self->rows = make_rows (self, row);
  return self->rows != NULL;
}

/* Goes on to the next row; answers FALSE with an error. */
static gboolean
scan_next (Scan *self)
{
  self->at++;
  while (self->rows == NULL || self->at >= self->rows->len)
    if (!read_message (self))
      return self->error == NULL;
    else if (self->rows->len > 0)
      return TRUE;
  return TRUE;
}

static gboolean
scan_begin (Scan *self)
{
  MapiRestriction *restriction = sqlite_selection_get_restriction (self->selection);

  if (restriction != NULL)
    self->match = sqlite_db_words_match (self->conn, restriction, &self->decides);
  self->query = (self->decides ? sqlite_selection_get_bare_query
                               : sqlite_selection_get_query) (self->selection);
  self->stmt = self->match != NULL
                   ? sqlite_db_rows_open_listed (self->conn, self->query, self->match, &self->error)
                   : sqlite_db_rows_open (self->conn, self->query, &self->error);
  return self->stmt != NULL && scan_next (self);
}

static const SqliteSelected *
scan_get (const Scan *self)
{
  return self->rows->pdata[self->at];
}

typedef struct
{
  sqlite3_vtab_cursor base;
  Scan               *scan; /* not owned; NULL where there is none */
} Cursor;

enum
{
  COLUMN_ENTRY,
  COLUMN_UNREAD,
  COLUMN_KEY,
  COLUMN_SCAN,
};

static int
table_connect (sqlite3           *handle,
               void              *data,
               int                argc,
               const char *const *argv,
               sqlite3_vtab     **table,
               char             **message)
{
  int code = sqlite3_declare_vtab (handle, "CREATE TABLE x(entry, unread, key, scan HIDDEN)");

  if (code == SQLITE_OK)
    *table = sqlite3_malloc (sizeof **table);
  if (code != SQLITE_OK || *table == NULL)
    return code != SQLITE_OK ? code : SQLITE_NOMEM;
  **table = (sqlite3_vtab){ 0 };
  return SQLITE_OK;
}

static int
table_disconnect (sqlite3_vtab *table)
{
  sqlite3_free (table);
  return SQLITE_OK;
}

/* The only way is with the pointer. */
static int
table_best_index (sqlite3_vtab *table, sqlite3_index_info *info)
{
  for (int i = 0; i < info->nConstraint; i++)
    if (info->aConstraint[i].usable && info->aConstraint[i].iColumn == COLUMN_SCAN &&
        info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ)
      {
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1000000;
        info->estimatedRows = 1000000;
        return SQLITE_OK;
      }
  return SQLITE_CONSTRAINT;
}

static int
cursor_open (sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
  Cursor *self = sqlite3_malloc (sizeof *self);

  if (self == NULL)
    return SQLITE_NOMEM;
  *self = (Cursor){ 0 };
  *cursor = &self->base;
  return SQLITE_OK;
}

static int
cursor_close (sqlite3_vtab_cursor *cursor)
{
  sqlite3_free (cursor);
  return SQLITE_OK;
}

static int
cursor_filter (
    sqlite3_vtab_cursor *cursor, int number, const char *name, int argc, sqlite3_value **argv)
{
  Cursor *self = (Cursor *) cursor;

  self->scan = sqlite3_value_pointer (argv[0], SQLITE_DB_POINTER);
  return self->scan != NULL && scan_begin (self->scan) ? SQLITE_OK : SQLITE_ERROR;
}

static int
cursor_next (sqlite3_vtab_cursor *cursor)
{
  return scan_next (((Cursor *) cursor)->scan) ? SQLITE_OK : SQLITE_ERROR;
}

static int
cursor_eof (sqlite3_vtab_cursor *cursor)
{
  return is_at_end (((Cursor *) cursor)->scan);
}

static int
cursor_column (sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
  const SqliteSelected *row = scan_get (((Cursor *) cursor)->scan);
  gsize                 size;
  gconstpointer         key;

  if (column == COLUMN_ENTRY)
    sqlite3_result_int64 (context, row->entry);
  else if (column == COLUMN_UNREAD)
    sqlite3_result_int (context, row->unread);
  else if (column == COLUMN_KEY)
    {
      key = g_bytes_get_data (row->key, &size);
      sqlite3_result_blob64 (context, key, size, SQLITE_TRANSIENT);
    }
  return SQLITE_OK;
}

static int
cursor_rowid (sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
  *rowid = scan_get (((Cursor *) cursor)->scan)->entry;
  return SQLITE_OK;
}

gboolean
sqlite_db_scan_register (sqlite3 *handle)
{
  static const sqlite3_module module = {
    .iVersion = 1,
    .xConnect = table_connect,
    .xBestIndex = table_best_index,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
  };

  return sqlite3_create_module (handle, "selected_rows", &module, NULL) == SQLITE_OK;
}

/* Where nothing has to be sorted. */
static gboolean
scan_as_stored (Scan *scan, SqliteScanFunc func, gpointer data, GError **error)
{
  gboolean done = scan_begin (scan);

  while (done && !is_at_end (scan))
    {
      const SqliteSelected *row = scan_get (scan);
      gsize                 size;
      const guint8         *key = g_bytes_get_data (row->key, &size);

      if (!func (row->entry, row->unread, key, size, data, error))
        return FALSE;
      done = scan_next (scan);
    }
  if (!done)
    g_propagate_error (error, g_steal_pointer (&scan->error));
  return done;
}

static gboolean
scan_sorted (Scan *scan, SqliteScanFunc func, gpointer data, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (scan->conn,
                       "SELECT entry, unread, key FROM selected_rows(?1) ORDER BY key",
                       error,
                       "p",
                       scan);
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;
  g_autoptr (GError) local = NULL;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (stmt, &local)) == SQLITE_DB_ROW)
    if (!func (sqlite_db_int (stmt, COLUMN_ENTRY),
               sqlite_db_int (stmt, COLUMN_UNREAD) != 0,
               sqlite3_column_blob (stmt, COLUMN_KEY),
               (gsize) sqlite3_column_bytes (stmt, COLUMN_KEY),
               data,
               error))
      return FALSE;
  /* What the inner statement said is the cause. */
  if (scan->error != NULL)
    g_propagate_error (error, g_steal_pointer (&scan->error));
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return step == SQLITE_DB_DONE;
}

gboolean
sqlite_db_scan (SqliteDbConn           *conn,
                SqliteSelection        *selection,
                const SqliteRowContext *context,
                SqliteScanFunc          func,
                gpointer                data,
                GCancellable           *cancellable,
                GError                **error)
{
  g_auto (Scan) scan = {
    .conn = conn, .selection = selection, .context = context, .cancellable = cancellable
  };

  return (sqlite_selection_is_as_stored (selection) ? scan_as_stored
                                                    : scan_sorted) (&scan, func, data, error);
}
