/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-folders.h"
#include "sqlite-db-tally.h"

#define COLUMNS "id, parent, name, type, subfolders, created, modified, props"

void
sqlite_folder_data_free (SqliteFolderData *self)
{
  g_free (self->name);
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_free (self);
}

static gboolean
read_tally (SqliteDbConn *conn, SqliteFolderData *data, GError **error)
{
  SqliteTally tally;

  if (!sqlite_db_tally_read (conn, data->id, &tally, error))
    return FALSE;
  data->contents = (guint32) tally.contents;
  data->unread = (guint32) tally.unread;
  data->associated = (guint32) tally.associated;
  return TRUE;
}

static SqliteFolderData *
read_folder (SqliteDbConn *conn, SqliteDbStmt *stmt, GError **error)
{
  g_autoptr (SqliteFolderData) data = g_new0 (SqliteFolderData, 1);

  data->id = sqlite_db_int (stmt, 0);
  data->parent = sqlite_db_int (stmt, 1);
  data->name = g_strdup (sqlite_db_text (stmt, 2));
  data->type = (guint32) sqlite_db_int (stmt, 3);
  data->subfolders = (guint32) sqlite_db_int (stmt, 4);
  data->created = (guint64) sqlite_db_int (stmt, 5);
  data->modified = (guint64) sqlite_db_int (stmt, 6);
  data->props = sqlite_db_props (stmt, 7, error);
  return data->props != NULL && read_tally (conn, data, error) ? g_steal_pointer (&data) : NULL;
}

SqliteFolderData *
sqlite_db_folder_load (SqliteDbConn *conn, gint64 id, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT " COLUMNS " FROM folders WHERE id = ?1", error, "i", id);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  if (step == SQLITE_DB_ROW)
    return read_folder (conn, stmt, error);
  if (step == SQLITE_DB_DONE)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: the folder has gone");
  return NULL;
}

GPtrArray *
sqlite_db_folder_list (SqliteDbConn *conn, gint64 parent, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT " COLUMNS " FROM folders WHERE parent = ?1 ORDER BY name", error, "i", parent);
  g_autoptr (GPtrArray) folders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_folder_data_free);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteFolderData *data = read_folder (conn, stmt, error);

      if (data == NULL)
        return NULL;
      g_ptr_array_add (folders, data);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&folders) : NULL;
}

gboolean
sqlite_db_folder_exists (SqliteDbConn *conn, gint64 id, gboolean *exists, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT 1 FROM folders WHERE id = ?1", error, "i", id);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *exists = step == SQLITE_DB_ROW;
  return step != SQLITE_DB_ERROR;
}

gboolean
sqlite_db_folder_find (
    SqliteDbConn *conn, gint64 parent, const char *name, gint64 *id, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT id FROM folders WHERE parent = ?1 AND name = ?2", error, "it", parent, name);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *id = step == SQLITE_DB_ROW ? sqlite_db_int (stmt, 0) : 0;
  return step != SQLITE_DB_ERROR;
}

/* Counts the folders right below. */
static gboolean
count_subfolders (SqliteDbConn *conn, gint64 id, gint change, GError **error)
{
  return id == 0 || sqlite_db_run (conn,
                                   "UPDATE folders SET subfolders = subfolders + ?2 WHERE id = ?1",
                                   error,
                                   "ii",
                                   id,
                                   (gint64) change);
}

static gboolean
name_collision (const char *name, GError **error)
{
  g_set_error (
      error, MAPI_ERROR, MAPI_E_COLLISION, "sqlite: there is a folder \"%s\" already", name);
  return FALSE;
}

static gboolean
check_name (SqliteDbConn *conn, gint64 parent, const char *name, gint64 except, GError **error)
{
  gint64 taken;

  if (!sqlite_db_folder_find (conn, parent, name, &taken, error))
    return FALSE;
  return taken == 0 || taken == except || name_collision (name, error);
}

gboolean
sqlite_db_folder_insert (SqliteDbConn           *conn,
                         const SqliteFolderData *data,
                         gint64                 *id,
                         GError                **error)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (data->props);

  if (!check_name (conn, data->parent, data->name, 0, error) ||
      !sqlite_db_run (conn,
                      "INSERT INTO folders (parent, name, type, created, modified, props)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                      error,
                      "itiiib",
                      data->parent,
                      data->name,
                      (gint64) data->type,
                      (gint64) data->created,
                      (gint64) data->modified,
                      props))
    return FALSE;
  *id = sqlite_db_last_id (conn);
  return count_subfolders (conn, data->parent, 1, error);
}

gboolean
sqlite_db_folder_restore (SqliteDbConn *conn, const SqliteFolderData *data, GError **error)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (data->props);

  return sqlite_db_run (
      conn,
      "INSERT OR IGNORE INTO folders (id, parent, name, type, created, modified, props)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      error,
      "iitiiib",
      data->id,
      data->parent,
      data->name,
      (gint64) data->type,
      (gint64) data->created,
      (gint64) data->modified,
      props);
}

/* A folder that begins now. */
gboolean
sqlite_db_folder_create (SqliteDbConn *conn,
                         gint64        parent,
                         guint32       type,
                         const char   *name,
                         MapiPropList *props,
                         gint64       *id,
                         GError      **error)
{
  guint64          now = mapi_filetime_from_unix_usec (g_get_real_time ());
  SqliteFolderData data = {
    .parent = parent,
    .name = (char *) name,
    .type = type,
    .created = now,
    .modified = now,
    .props = props,
  };

  return sqlite_db_folder_insert (conn, &data, id, error);
}

/* Writes the name and the properties. */
gboolean
sqlite_db_folder_update (SqliteDbConn *conn, const SqliteFolderData *data, GError **error)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (data->props);

  return check_name (conn, data->parent, data->name, data->id, error) &&
         sqlite_db_run (conn,
                        "UPDATE folders SET name = ?2, modified = ?3, props = ?4 WHERE id = ?1",
                        error,
                        "itib",
                        data->id,
                        data->name,
                        (gint64) data->modified,
                        props);
}

gboolean
sqlite_db_folder_move (SqliteDbConn           *conn,
                       const SqliteFolderData *data,
                       gint64                  parent,
                       GError                **error)
{
  return check_name (conn, parent, data->name, data->id, error) &&
         sqlite_db_run (conn,
                        "UPDATE folders SET parent = ?2, name = ?3 WHERE id = ?1",
                        error,
                        "iit",
                        data->id,
                        parent,
                        data->name) &&
         count_subfolders (conn, data->parent, -1, error) &&
         count_subfolders (conn, parent, 1, error);
}

/* The folder must be empty. */
gboolean
sqlite_db_folder_delete (SqliteDbConn *conn, const SqliteFolderData *data, GError **error)
{
  return sqlite_db_run (
             conn, "DELETE FROM receive_folders WHERE folder = ?1", error, "i", data->id) &&
         sqlite_db_run (conn, "DELETE FROM folders WHERE id = ?1", error, "i", data->id) &&
         count_subfolders (conn, data->parent, -1, error);
}

gboolean
sqlite_db_folder_get_sort (SqliteDbConn *conn, gint64 id, GBytes **sort, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT sort FROM folders WHERE id = ?1", error, "i", id);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *sort = step == SQLITE_DB_ROW ? sqlite_db_bytes (stmt, 0) : NULL;
  return step != SQLITE_DB_ERROR;
}

gboolean
sqlite_db_folder_set_sort (SqliteDbConn *conn, gint64 id, GBytes *sort, GError **error)
{
  return sqlite_db_run (conn, "UPDATE folders SET sort = ?2 WHERE id = ?1", error, "ib", id, sort);
}
