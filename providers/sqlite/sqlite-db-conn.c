/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-scan.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

/* How long a writer waits for the writers of other processes. */
#define BUSY_SECONDS 15

#define MAX_STATEMENTS 256
#define HASHED 32

/* How often a statement looks whether it is to go on. */
#define INSTRUCTIONS_AT_ONCE 10000

struct _SqliteDbConn
{
  sqlite3      *handle;
  GHashTable   *statements; /* of the text of the SQL to SqliteDbStmt */
  gint64        n_executed;
  SqliteDbRange numbers;
};

static void
statement_free (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

static gboolean
is_no_room (int code)
{
  return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

/* What the system said of a file of the database, the log or the file itself; 0 if nothing. */
static int
system_code_of (sqlite3 *handle, int code)
{
  static const int files[] = { SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER };
  int              system_code = sqlite3_system_errno (handle);

  if ((code & 0xff) != SQLITE_IOERR)
    return system_code;
  for (gsize i = 0; i < G_N_ELEMENTS (files) && system_code == 0; i++)
    {
      sqlite3_file *file = NULL;

      if (sqlite3_file_control (handle, "main", files[i], &file) == SQLITE_OK && file != NULL &&
          file->pMethods != NULL)
        file->pMethods->xFileControl (file, SQLITE_FCNTL_LAST_ERRNO, &system_code);
    }
  return system_code;
}

static MapiError
error_of_code (int code, int system_code)
{
  if (is_no_room (system_code))
    return MAPI_E_NOT_ENOUGH_DISK;

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return MAPI_E_NOT_ENOUGH_DISK;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return MAPI_E_CORRUPT_STORE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return MAPI_E_TIMEOUT;
    case SQLITE_IOERR:
    case SQLITE_PROTOCOL:
      return MAPI_E_DISK_ERROR;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return MAPI_E_NO_ACCESS;
    case SQLITE_NOMEM:
      return MAPI_E_NOT_ENOUGH_MEMORY;
    case SQLITE_TOOBIG:
      return MAPI_E_TOO_BIG;
    case SQLITE_INTERRUPT:
      return MAPI_E_USER_CANCEL;
    case SQLITE_CONSTRAINT:
      return MAPI_E_COLLISION;
    default:
      return MAPI_E_CALL_FAILED;
    }
}

/* Sets @error from what @handle did last, which is NULL where there was no memory for one; answers
 * FALSE. */
gboolean
sqlite_db_fail (sqlite3 *handle, const char *action, GError **error)
{
  int         code = sqlite3_extended_errcode (handle);
  int         system_code = system_code_of (handle, code);
  const char *path = handle != NULL ? sqlite3_db_filename (handle, "main") : NULL;
  const char *message = sqlite3_errmsg (handle);
  const char *reason = system_code != 0 ? g_strerror (system_code) : sqlite3_errstr (code);
  gboolean    says_more = strcmp (message, reason) != 0;

  g_set_error (error,
               MAPI_ERROR,
               error_of_code (code, system_code),
               "sqlite: cannot %s %s: %s%s%s%s",
               action,
               path != NULL ? path : "the store",
               message,
               says_more ? " (" : "",
               says_more ? reason : "",
               says_more ? ")" : "");
  return FALSE;
}

/* Waits in steps short enough that a spooler and its clients do not slow each other down. */
static int
on_busy (void *data, int count)
{
  gulong step = count < 20 ? 200 : 2000;

  if ((gint64) count * 2000 > BUSY_SECONDS * G_USEC_PER_SEC)
    return 0;
  g_usleep (step);
  return 1;
}

static gboolean
configure (SqliteDbConn *self, const char *settings, gboolean defensive, GError **error)
{
  sqlite3_busy_handler (self->handle, on_busy, NULL);
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, (int) defensive, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* Who only reads leaves the file as it is. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return sqlite_db_exec (self, settings, error);
}

/* Statements are long, and differ most where they end: enough to be found by. */
static guint
hash_sql (gconstpointer sql)
{
  gsize size = strlen (sql);

  return g_str_hash ((const char *) sql + (size > HASHED ? size - HASHED : 0)) ^ (guint) size;
}

static SqliteDbConn *
open_file (const char *path, const char *settings, gboolean defensive, GError **error)
{
  g_autoptr (SqliteDbConn) self = g_new0 (SqliteDbConn, 1);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  self->numbers = SQLITE_DB_RANGE_EMPTY;
  self->statements = g_hash_table_new_full (hash_sql, g_str_equal, NULL, statement_free);
  if (sqlite3_open_v2 (path, &self->handle, flags, NULL) != SQLITE_OK)
    {
      sqlite_db_fail (self->handle, "open", error);
      return NULL;
    }
  if (!configure (self, settings, defensive, error))
    return NULL;
  if (!sqlite_db_scan_register (self->handle))
    {
      sqlite_db_fail (self->handle, "open", error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* A writer that is the last to close the store brings the log into the file: so a store that nobody
 * has open is one file, which can be copied. */
SqliteDbConn *
sqlite_db_conn_open (const char *path, gboolean writer, GError **error)
{
  SqliteDbConn *self =
      open_file (path,
                 writer ? "PRAGMA wal_autocheckpoint=2000; PRAGMA temp_store=MEMORY;"
                          "PRAGMA cache_size=-8192; PRAGMA cache_spill=ON"
                        : "PRAGMA query_only=ON; PRAGMA temp_store=FILE;"
                          "PRAGMA cache_size=-4096",
                 TRUE,
                 error);

  if (self != NULL && writer)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return self;
}

/* SQLite refuses a file that is cut short, unless its schema may be mended; nothing is written. */
SqliteDbConn *
sqlite_db_conn_open_damaged (const char *path, GError **error)
{
  return open_file (path,
                    "PRAGMA query_only=ON; PRAGMA writable_schema=ON; PRAGMA cell_size_check=ON;"
                    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096",
                    FALSE,
                    error);
}

void
sqlite_db_conn_close (SqliteDbConn *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

const char *
sqlite_db_conn_get_path (SqliteDbConn *self)
{
  return sqlite3_db_filename (self->handle, "main");
}

static int
is_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

void
sqlite_db_conn_set_cancellable (SqliteDbConn *self, GCancellable *cancellable)
{
  sqlite3_progress_handler (self->handle,
                            cancellable != NULL ? INSTRUCTIONS_AT_ONCE : 0,
                            cancellable != NULL ? is_cancelled : NULL,
                            cancellable);
}

sqlite3 *
sqlite_db_conn_get_handle (SqliteDbConn *self)
{
  return self->handle;
}

SqliteDbRange *
sqlite_db_conn_get_numbers (SqliteDbConn *self)
{
  return &self->numbers;
}

gboolean
sqlite_db_exec (SqliteDbConn *self, const char *sql, GError **error)
{
  self->n_executed++;
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return sqlite_db_fail (self->handle, "work on", error);
}

static gboolean
is_idle (gpointer sql, gpointer stmt, gpointer data)
{
  return !sqlite3_stmt_busy (stmt);
}

static SqliteDbStmt *
find_statement (SqliteDbConn *self, const char *sql, GError **error)
{
  SqliteDbStmt *stmt = g_hash_table_lookup (self->statements, sql);

  if (stmt != NULL)
    return stmt;
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
      SQLITE_OK)
    {
      sqlite_db_fail (self->handle, "work on", error);
      return NULL;
    }
  /* Tables whose columns and order somebody chooses make statements without end. */
  if (g_hash_table_size (self->statements) >= MAX_STATEMENTS)
    g_hash_table_foreach_remove (self->statements, is_idle, NULL);
  /* The statement itself keeps its text. */
  g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (stmt), stmt);
  return stmt;
}

static void
bind_bytes (SqliteDbStmt *stmt, int index, GBytes *bytes)
{
  gsize         size;
  gconstpointer data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  if (size > 0)
    sqlite3_bind_blob64 (stmt, index, data, size, SQLITE_STATIC);
  else
    sqlite3_bind_zeroblob (stmt, index, 0);
}

static void
bind_optional (SqliteDbStmt *stmt, int index, gint64 number)
{
  if (number != SQLITE_DB_NONE)
    sqlite3_bind_int64 (stmt, index, number);
}

/* Texts and bytes are not copied: they outlive the use of the statement. */
static void
bind (SqliteDbStmt *stmt, const char *format, va_list args)
{
  for (int i = 0; format[i] != '\0'; i++)
    switch (format[i])
      {
      case 'i':
        sqlite3_bind_int64 (stmt, i + 1, va_arg (args, gint64));
        break;
      case 'o':
        bind_optional (stmt, i + 1, va_arg (args, gint64));
        break;
      case 't':
        sqlite3_bind_text (stmt, i + 1, va_arg (args, const char *), -1, SQLITE_STATIC);
        break;
      case 'p':
        sqlite3_bind_pointer (stmt, i + 1, va_arg (args, gpointer), SQLITE_DB_POINTER, NULL);
        break;
      case 'b':
        bind_bytes (stmt, i + 1, va_arg (args, GBytes *));
        break;
      default:
        g_assert_not_reached ();
      }
}

SqliteDbStmt *
sqlite_db_query (SqliteDbConn *self, const char *sql, GError **error, const char *format, ...)
{
  SqliteDbStmt *stmt = find_statement (self, sql, error);
  va_list       args;

  if (stmt == NULL)
    return NULL;
  va_start (args, format);
  bind (stmt, format, args);
  va_end (args);
  return stmt;
}

gboolean
sqlite_db_run (SqliteDbConn *self, const char *sql, GError **error, const char *format, ...)
{
  g_autoptr (SqliteDbStmt) stmt = find_statement (self, sql, error);
  SqliteDbStep step = SQLITE_DB_ROW;
  va_list      args;

  if (stmt == NULL)
    return FALSE;
  va_start (args, format);
  bind (stmt, format, args);
  va_end (args);
  while (step == SQLITE_DB_ROW)
    step = sqlite_db_step (stmt, error);
  return step == SQLITE_DB_DONE;
}

/* The first column of the only row, or 0 where there is none. */
gboolean
sqlite_db_get_number (SqliteDbConn *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (self, sql, error, "");
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *number = step == SQLITE_DB_ROW ? sqlite_db_int (stmt, 0) : 0;
  return step != SQLITE_DB_ERROR;
}

SqliteDbStep
sqlite_db_step (SqliteDbStmt *stmt, GError **error)
{
  switch (sqlite3_step (stmt))
    {
    case SQLITE_ROW:
      return SQLITE_DB_ROW;
    case SQLITE_DONE:
      return SQLITE_DB_DONE;
    default:
      sqlite_db_fail (sqlite3_db_handle (stmt), "work on", error);
      return SQLITE_DB_ERROR;
    }
}

gboolean
sqlite_db_is_null (SqliteDbStmt *stmt, int column)
{
  return sqlite3_column_type (stmt, column) == SQLITE_NULL;
}

gint64
sqlite_db_int (SqliteDbStmt *stmt, int column)
{
  return sqlite3_column_int64 (stmt, column);
}

const char *
sqlite_db_text (SqliteDbStmt *stmt, int column)
{
  return (const char *) sqlite3_column_text (stmt, column);
}

/* NULL for NULL. */
GBytes *
sqlite_db_bytes (SqliteDbStmt *stmt, int column)
{
  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (sqlite3_column_blob (stmt, column),
                      (gsize) sqlite3_column_bytes (stmt, column));
}

/* What lies in the file was whole when it was written. */
static void
blame_file (SqliteDbStmt *stmt, const GError *cause, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               cause->code,
               "sqlite: %s is damaged: %s",
               sqlite3_db_filename (sqlite3_db_handle (stmt), "main"),
               cause->message);
}

/* @bytes: NULL for none. */
static MapiPropList *
read_props (SqliteDbStmt *stmt, GBytes *bytes, GError **error)
{
  g_autoptr (GError) local = NULL;
  MapiPropList *props =
      bytes != NULL ? mapi_prop_list_new_from_bytes (bytes, &local) : mapi_prop_list_new_empty ();

  if (props == NULL)
    blame_file (stmt, local, error);
  return props;
}

MapiPropList *
sqlite_db_props (SqliteDbStmt *stmt, int column, GError **error)
{
  g_autoptr (GBytes) bytes = sqlite_db_bytes (stmt, column);

  return read_props (stmt, bytes, error);
}

MapiPropList *
sqlite_db_peek_props (SqliteDbStmt *stmt, int column, GError **error)
{
  gconstpointer data = sqlite3_column_blob (stmt, column);
  g_autoptr (GBytes) bytes =
      data != NULL ? g_bytes_new_static (data, (gsize) sqlite3_column_bytes (stmt, column)) : NULL;

  return read_props (stmt, bytes, error);
}

MapiRowSet *
sqlite_db_rows (SqliteDbStmt *stmt, int column, GError **error)
{
  g_autoptr (GBytes) bytes = sqlite_db_bytes (stmt, column);
  g_autoptr (GError) local = NULL;
  MapiRowSet *rows =
      bytes != NULL ? mapi_row_set_new_from_bytes (bytes, &local) : mapi_row_set_new (NULL, 0);

  if (rows == NULL)
    blame_file (stmt, local, error);
  return rows;
}

void
sqlite_db_stmt_release (SqliteDbStmt *stmt)
{
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
}

gint64
sqlite_db_last_id (SqliteDbConn *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/* SQLite counts rows, and no tables. */
gint64
sqlite_db_conn_count_changes (SqliteDbConn *self)
{
  return sqlite3_total_changes64 (self->handle) + self->n_executed;
}

gboolean
sqlite_db_has_column (SqliteDbConn *self, const char *table, const char *name)
{
  return sqlite3_table_column_metadata (
             self->handle, "main", table, name, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

gboolean
sqlite_db_has_table (SqliteDbConn *self, const char *name)
{
  return sqlite_db_has_column (self, name, NULL);
}

gint64
sqlite_db_changes (SqliteDbConn *self)
{
  return sqlite3_changes64 (self->handle);
}
