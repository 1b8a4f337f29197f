/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-searches.h"

#define COLUMNS "folder, state, run, restriction, scope"

void
sqlite_search_free (SqliteSearch *self)
{
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  g_clear_pointer (&self->scope, g_array_unref);
  g_free (self);
}

static SqliteSearch *
read_search (SqliteDbStmt *stmt, GError **error)
{
  g_autoptr (SqliteSearch) search = g_new0 (SqliteSearch, 1);
  g_autoptr (GBytes) restriction = sqlite_db_bytes (stmt, 3);
  g_autoptr (GBytes) scope = sqlite_db_bytes (stmt, 4);
  gsize         size = 0;
  gconstpointer ids = scope != NULL ? g_bytes_get_data (scope, &size) : NULL;

  search->folder = sqlite_db_int (stmt, 0);
  search->state = (guint32) sqlite_db_int (stmt, 1);
  search->run = sqlite_db_int (stmt, 2);
  search->restriction = mapi_restriction_new_from_bytes (restriction, error);
  search->scope = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (search->scope, ids, (guint) (size / sizeof (gint64)));
  return search->restriction != NULL ? g_steal_pointer (&search) : NULL;
}

gboolean
sqlite_db_search_load (SqliteDbConn *conn, gint64 folder, SqliteSearch **search, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT " COLUMNS " FROM searches WHERE folder = ?1", error, "i", folder);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *search = step == SQLITE_DB_ROW ? read_search (stmt, error) : NULL;
  return step == SQLITE_DB_DONE || *search != NULL;
}

GPtrArray *
sqlite_db_search_list (SqliteDbConn *conn, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT " COLUMNS " FROM searches WHERE state & 1 ORDER BY folder", error, "");
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_search_free);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteSearch *search = read_search (stmt, error);

      if (search == NULL)
        return NULL;
      g_ptr_array_add (list, search);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
sqlite_db_search_save (SqliteDbConn *conn, const SqliteSearch *search, GError **error)
{
  g_autoptr (GBytes) restriction = mapi_restriction_to_bytes (search->restriction);
  g_autoptr (GBytes) scope =
      g_bytes_new (search->scope->data, search->scope->len * sizeof (gint64));

  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO searches (" COLUMNS ")"
                        " VALUES (?1, ?2, ?3, ?4, ?5)",
                        error,
                        "iiibb",
                        search->folder,
                        (gint64) search->state,
                        search->run,
                        restriction,
                        scope);
}

gboolean
sqlite_db_search_copy (SqliteDbConn *conn, gint64 folder, gint64 copy, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT INTO searches (" COLUMNS ")"
                        " SELECT ?2, state, run, restriction, scope FROM searches"
                        " WHERE folder = ?1",
                        error,
                        "ii",
                        folder,
                        copy) &&
         sqlite_db_run (conn,
                        "INSERT INTO found (folder, delivered, message)"
                        " SELECT ?2, delivered, message FROM found WHERE folder = ?1",
                        error,
                        "ii",
                        folder,
                        copy);
}

gboolean
sqlite_db_found_has (
    SqliteDbConn *conn, gint64 folder, gint64 message, gboolean *has, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT 1 FROM found WHERE message = ?2 AND folder = ?1", error, "ii", folder, message);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *has = step == SQLITE_DB_ROW;
  return step != SQLITE_DB_ERROR;
}

gboolean
sqlite_db_found_add (SqliteDbConn *conn, gint64 folder, gint64 message, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT INTO found (folder, delivered, message)"
                        " SELECT ?1, delivered, id FROM messages WHERE id = ?2",
                        error,
                        "ii",
                        folder,
                        message);
}

gboolean
sqlite_db_found_remove (SqliteDbConn *conn, gint64 folder, gint64 message, GError **error)
{
  return sqlite_db_run (
      conn, "DELETE FROM found WHERE message = ?2 AND folder = ?1", error, "ii", folder, message);
}

gboolean
sqlite_db_found_clear (SqliteDbConn *conn, gint64 folder, GError **error)
{
  return sqlite_db_run (conn, "DELETE FROM found WHERE folder = ?1", error, "i", folder);
}

static GArray *
list_ids (SqliteDbConn *conn, const char *sql, gint64 parameter, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn, sql, error, "i", parameter);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      gint64 id = sqlite_db_int (stmt, 0);

      g_array_append_val (ids, id);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&ids) : NULL;
}

GArray *
sqlite_db_found_list (SqliteDbConn *conn, gint64 folder, GError **error)
{
  return list_ids (
      conn, "SELECT message FROM found WHERE folder = ?1 ORDER BY message", folder, error);
}

GArray *
sqlite_db_found_take_lost (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_autoptr (GArray) folders =
      list_ids (conn, "SELECT folder FROM lost WHERE message = ?1", message, error);

  if (folders == NULL ||
      (folders->len > 0 &&
       !sqlite_db_run (conn, "DELETE FROM lost WHERE message = ?1", error, "i", message)))
    return NULL;
  return g_steal_pointer (&folders);
}
