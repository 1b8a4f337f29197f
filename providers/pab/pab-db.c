/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-db.h"

#include <sqlite3.h>

#include <glib/gstdio.h>

#define VERSION 1

/* How long a writer waits for the writers of other processes. */
#define BUSY_MS 10000

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS book (uid BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS entries"
    " (id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, props BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS members"
    " (list INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  entry_id BLOB NOT NULL, props BLOB NOT NULL, PRIMARY KEY (list, place)) WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

struct _PabDb
{
  sqlite3 *handle;
  char    *path;
  MapiUid  uid;
};

static MapiError
error_of_code (int code)
{
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
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return MAPI_E_NO_ACCESS;
    case SQLITE_TOOBIG:
      return MAPI_E_TOO_BIG;
    case SQLITE_IOERR:
      return MAPI_E_DISK_ERROR;
    default:
      return MAPI_E_CALL_FAILED;
    }
}

static gboolean
fail (PabDb *self, const char *action, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               error_of_code (sqlite3_extended_errcode (self->handle)),
               "pab: cannot %s %s: %s",
               action,
               self->path,
               sqlite3_errmsg (self->handle));
  return FALSE;
}

static gboolean
execute (PabDb *self, const char *sql, const char *action, GError **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
         fail (self, action, error);
}

static sqlite3_stmt *
prepare (PabDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL) != SQLITE_OK)
    fail (self, "read", error);
  return statement;
}

static void
finish (sqlite3_stmt **statement)
{
  sqlite3_finalize (*statement);
}

#define AUTO_STATEMENT __attribute__ ((cleanup (finish))) sqlite3_stmt *

static gint64
query_number (PabDb *self, const char *sql)
{
  AUTO_STATEMENT statement = prepare (self, sql, NULL);

  return statement != NULL && sqlite3_step (statement) == SQLITE_ROW
             ? sqlite3_column_int64 (statement, 0)
             : 0;
}

gint64
pab_db_get_version (PabDb *self)
{
  return query_number (self, "PRAGMA data_version");
}

static gboolean
bad (PabDb *self, const char *what, GError **error)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_STORE, "pab: %s: %s is damaged", self->path, what);
  return FALSE;
}

/* The book's own UID, which the first to open the file makes. */
static gboolean
load_uid (PabDb *self, GError **error)
{
  AUTO_STATEMENT statement = prepare (self, "SELECT uid FROM book", error);

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return fail (self, "read", error);
  if (sqlite3_column_bytes (statement, 0) != sizeof self->uid.bytes)
    return bad (self, "its UID", error);

  memcpy (self->uid.bytes, sqlite3_column_blob (statement, 0), sizeof self->uid.bytes);
  return TRUE;
}

static gboolean
create (PabDb *self, GError **error)
{
  return execute (self, "BEGIN IMMEDIATE", "write", error) &&
         execute (self, schema, "write", error) &&
         execute (self,
                  "INSERT INTO book SELECT randomblob (16) WHERE NOT EXISTS (SELECT 1 FROM book)",
                  "write",
                  error) &&
         execute (self, "COMMIT", "write", error);
}

static gboolean
set_up (PabDb *self, GError **error)
{
  gint64 version;

  sqlite3_busy_timeout (self->handle, BUSY_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!execute (self, "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON", "open", error))
    return FALSE;

  version = query_number (self, "PRAGMA user_version");
  if (version > VERSION)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_VERSION,
                   "pab: %s is of version %" G_GINT64_FORMAT ", %d is the newest one here",
                   self->path,
                   version,
                   VERSION);
      return FALSE;
    }
  return (version == VERSION || create (self, error)) && load_uid (self, error);
}

PabDb *
pab_db_open (const char *path, GError **error)
{
  g_autoptr (PabDb) self = g_new0 (PabDb, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  int              flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  self->path = g_strdup (path);
  g_mkdir_with_parents (folder, 0700);
  if (sqlite3_open_v2 (path, &self->handle, flags, NULL) != SQLITE_OK)
    {
      fail (self, "open", error);
      return NULL;
    }
  g_chmod (path, 0600);

  return set_up (self, error) ? g_steal_pointer (&self) : NULL;
}

void
pab_db_close (PabDb *self)
{
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

const MapiUid *
pab_db_get_uid (const PabDb *self)
{
  return &self->uid;
}

const char *
pab_db_get_path (const PabDb *self)
{
  return self->path;
}

static GBytes *
column_bytes (sqlite3_stmt *statement, int column)
{
  const void *blob = sqlite3_column_blob (statement, column);

  return g_bytes_new (blob, (gsize) sqlite3_column_bytes (statement, column));
}

static MapiPropList *
column_props (sqlite3_stmt *statement, int column)
{
  g_autoptr (GBytes) bytes = column_bytes (statement, column);

  return mapi_prop_list_new_from_bytes (bytes, NULL);
}

static void
load_member (sqlite3_stmt *statement, GPtrArray *members)
{
  g_autoptr (GBytes) entry_id = column_bytes (statement, 0);
  g_autoptr (MapiPropList) props = column_props (statement, 1);

  if (props != NULL)
    g_ptr_array_add (members, pab_member_new (entry_id, props));
}

static GPtrArray *
load_members (PabDb *self, gint64 list, GError **error)
{
  AUTO_STATEMENT statement =
      prepare (self, "SELECT entry_id, props FROM members WHERE list = ? ORDER BY place", error);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) pab_member_free);
  int code;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, list);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    load_member (statement, members);
  if (code == SQLITE_DONE)
    return g_steal_pointer (&members);

  fail (self, "read", error);
  return NULL;
}

/* One damaged entry does not take the others with it. */
static gboolean
load_entry (PabDb *self, sqlite3_stmt *statement, GPtrArray *records, GError **error)
{
  gint64  id = sqlite3_column_int64 (statement, 0);
  PabKind kind = sqlite3_column_int (statement, 1) == PAB_KIND_LIST ? PAB_KIND_LIST : PAB_KIND_USER;
  g_autoptr (MapiPropList) props = column_props (statement, 2);
  g_autoptr (GPtrArray) members = NULL;

  if (props == NULL)
    {
      g_warning ("pab: %s: entry %" G_GINT64_FORMAT " is damaged and left out", self->path, id);
      return TRUE;
    }
  if (kind == PAB_KIND_LIST)
    {
      members = load_members (self, id, error);
      if (members == NULL)
        return FALSE;
    }

  g_ptr_array_add (records, pab_record_new (id, kind, props, members));
  return TRUE;
}

GPtrArray *
pab_db_load (PabDb *self, GError **error)
{
  AUTO_STATEMENT statement =
      prepare (self, "SELECT id, kind, props FROM entries ORDER BY id", error);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pab_record_unref);
  int code;

  if (statement == NULL)
    return NULL;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    if (!load_entry (self, statement, records, error))
      return NULL;
  if (code == SQLITE_DONE)
    return g_steal_pointer (&records);

  fail (self, "read", error);
  return NULL;
}

static void
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize       size;
  const void *data = g_bytes_get_data (bytes, &size);

  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, SQLITE_TRANSIENT);
}

static void
bind_props (sqlite3_stmt *statement, int index, MapiPropList *props)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (props);

  bind_bytes (statement, index, bytes);
}

static gboolean
step (PabDb *self, sqlite3_stmt *statement, GError **error)
{
  return sqlite3_step (statement) == SQLITE_DONE || fail (self, "write", error);
}

static gint64
put_entry (PabDb *self, const PabRecord *record, GError **error)
{
  AUTO_STATEMENT statement = prepare (self,
                                      "INSERT INTO entries (id, kind, props) VALUES (?, ?, ?)"
                                      " ON CONFLICT (id) DO UPDATE SET props = excluded.props",
                                      error);

  if (statement == NULL)
    return 0;
  if (record->id != 0)
    sqlite3_bind_int64 (statement, 1, record->id);
  sqlite3_bind_int (statement, 2, (int) record->kind);
  bind_props (statement, 3, record->props);
  if (!step (self, statement, error))
    return 0;

  return record->id != 0 ? record->id : sqlite3_last_insert_rowid (self->handle);
}

static gboolean
drop_members (PabDb *self, gint64 list, GError **error)
{
  AUTO_STATEMENT statement = prepare (self, "DELETE FROM members WHERE list = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, list);
  return step (self, statement, error);
}

static gboolean
put_members (PabDb *self, gint64 list, GPtrArray *members, GError **error)
{
  AUTO_STATEMENT statement = prepare (
      self, "INSERT INTO members (list, place, entry_id, props) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL || !drop_members (self, list, error))
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      const PabMember *member = g_ptr_array_index (members, i);

      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, list);
      sqlite3_bind_int (statement, 2, (int) i);
      bind_bytes (statement, 3, member->entry_id);
      bind_props (statement, 4, member->props);
      if (!step (self, statement, error))
        return FALSE;
    }

  return TRUE;
}

gint64
pab_db_put (PabDb *self, const PabRecord *record, GError **error)
{
  gint64 id;

  if (!execute (self, "BEGIN IMMEDIATE", "write", error))
    return 0;
  id = put_entry (self, record, error);
  if (id != 0 && put_members (self, id, record->members, error) &&
      execute (self, "COMMIT", "write", error))
    return id;

  sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  return 0;
}

gboolean
pab_db_delete (PabDb *self, gint64 id, GError **error)
{
  AUTO_STATEMENT statement = prepare (self, "DELETE FROM entries WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return step (self, statement, error);
}
