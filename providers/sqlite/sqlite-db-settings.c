/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-settings.h"

/* How many arrivals another process may lag behind. */
#define KEPT_ARRIVALS 1000

#define FIRST_NAMED_ID 0x8000
#define LAST_NAMED_ID 0xfffe

static SqliteDbStep
find_setting (SqliteDbConn *conn, const char *name, SqliteDbStmt **stmt, GError **error)
{
  *stmt = sqlite_db_query (conn, "SELECT value FROM settings WHERE name = ?1", error, "t", name);
  return *stmt != NULL ? sqlite_db_step (*stmt, error) : SQLITE_DB_ERROR;
}

gboolean
sqlite_db_setting_get_bytes (SqliteDbConn *conn, const char *name, GBytes **value, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = NULL;
  SqliteDbStep step = find_setting (conn, name, &stmt, error);

  *value = step == SQLITE_DB_ROW ? sqlite_db_bytes (stmt, 0) : NULL;
  return step != SQLITE_DB_ERROR;
}

gboolean
sqlite_db_setting_set_bytes (SqliteDbConn *conn, const char *name, GBytes *value, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)",
                        error,
                        "tb",
                        name,
                        value);
}

/* 0 where there is none. */
gboolean
sqlite_db_setting_get_number (SqliteDbConn *conn, const char *name, gint64 *value, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = NULL;
  SqliteDbStep step = find_setting (conn, name, &stmt, error);

  *value = step == SQLITE_DB_ROW ? sqlite_db_int (stmt, 0) : 0;
  return step != SQLITE_DB_ERROR;
}

gboolean
sqlite_db_setting_set_number (SqliteDbConn *conn, const char *name, gint64 value, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)",
                        error,
                        "ti",
                        name,
                        value);
}

gboolean
sqlite_db_receive_folder_set (SqliteDbConn *conn,
                              const char   *message_class,
                              gint64        folder,
                              GError      **error)
{
  if (folder == 0)
    return sqlite_db_run (
        conn, "DELETE FROM receive_folders WHERE class = ?1", error, "t", message_class);
  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO receive_folders (class, folder) VALUES (?1, ?2)",
                        error,
                        "ti",
                        message_class,
                        folder);
}

static void
receive_folder_free (SqliteReceiveFolder *setting)
{
  g_free (setting->message_class);
  g_free (setting);
}

GPtrArray *
sqlite_db_receive_folder_list (SqliteDbConn *conn, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT class, folder FROM receive_folders ORDER BY class", error, "");
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) receive_folder_free);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteReceiveFolder *setting = g_new0 (SqliteReceiveFolder, 1);

      setting->message_class = g_strdup (sqlite_db_text (stmt, 0));
      setting->folder = sqlite_db_int (stmt, 1);
      g_ptr_array_add (list, setting);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
sqlite_db_name_find (SqliteDbConn *conn, MapiNameId *name, guint32 *id, GError **error)
{
  g_autoptr (GBytes) space = mapi_uid_to_bytes (mapi_name_id_get_property_set (name));
  gboolean by_id = mapi_name_id_get_kind (name) == MAPI_MNID_ID;
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       "SELECT id FROM names"
                       " WHERE space = ?1 AND kind = ?2 AND number = ?3 AND name = ?4",
                       error,
                       "biit",
                       space,
                       (gint64) mapi_name_id_get_kind (name),
                       by_id ? (gint64) mapi_name_id_get_id (name) : 0,
                       by_id ? "" : mapi_name_id_get_name (name));
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *id = step == SQLITE_DB_ROW ? (guint32) sqlite_db_int (stmt, 0) : 0;
  return step != SQLITE_DB_ERROR;
}

static gboolean
insert_name (SqliteDbConn *conn, MapiNameId *name, gint64 id, GError **error)
{
  g_autoptr (GBytes) space = mapi_uid_to_bytes (mapi_name_id_get_property_set (name));
  gboolean by_id = mapi_name_id_get_kind (name) == MAPI_MNID_ID;

  return sqlite_db_run (conn,
                        "INSERT INTO names (id, space, kind, number, name)"
                        " VALUES (?1, ?2, ?3, ?4, ?5)",
                        error,
                        "ibiit",
                        id,
                        space,
                        (gint64) mapi_name_id_get_kind (name),
                        by_id ? (gint64) mapi_name_id_get_id (name) : 0,
                        by_id ? "" : mapi_name_id_get_name (name));
}

gboolean
sqlite_db_name_create (SqliteDbConn *conn, MapiNameId *name, guint32 *id, GError **error)
{
  gint64 next;

  if (!sqlite_db_name_find (conn, name, id, error))
    return FALSE;
  if (*id != 0)
    return TRUE;
  if (!sqlite_db_get_number (conn, "SELECT ifnull(max(id) + 1, 0x8000) FROM names", &next, error))
    return FALSE;
  if (next < FIRST_NAMED_ID || next > LAST_NAMED_ID)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_TOO_BIG, "sqlite: the store has no room for more names");
      return FALSE;
    }
  *id = (guint32) next;
  return insert_name (conn, name, next, error);
}

gboolean
sqlite_db_name_get (SqliteDbConn *conn, guint32 id, MapiNameId **name, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT space, kind, number, name FROM names WHERE id = ?1", error, "i", (gint64) id);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;
  g_autoptr (GBytes) space = NULL;
  g_autoptr (MapiUid) uid = NULL;

  *name = NULL;
  if (step != SQLITE_DB_ROW)
    return step != SQLITE_DB_ERROR;
  space = sqlite_db_bytes (stmt, 0);
  uid = mapi_uid_new_from_bytes (space, error);
  if (uid == NULL)
    return FALSE;
  *name = sqlite_db_int (stmt, 1) == MAPI_MNID_ID
              ? mapi_name_id_new_from_id (uid, (guint32) sqlite_db_int (stmt, 2))
              : mapi_name_id_new_from_string (uid, sqlite_db_text (stmt, 3));
  return TRUE;
}

/* All identifiers, as guint32. */
GArray *
sqlite_db_name_list (SqliteDbConn *conn, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT id FROM names ORDER BY id", error, "");
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint32));
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      guint32 id = (guint32) sqlite_db_int (stmt, 0);

      g_array_append_val (list, id);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
sqlite_db_arrival_add (SqliteDbConn *conn, SqliteArrival *arrival, GError **error)
{
  if (!sqlite_db_run (conn,
                      "INSERT INTO events (message, folder, class, flags) VALUES (?1, ?2, ?3, ?4)",
                      error,
                      "iiti",
                      arrival->message,
                      arrival->folder,
                      arrival->message_class,
                      (gint64) arrival->flags))
    return FALSE;
  arrival->seq = sqlite_db_last_id (conn);
  return sqlite_db_run (
      conn, "DELETE FROM events WHERE seq <= ?1", error, "i", arrival->seq - KEPT_ARRIVALS);
}

static void
arrival_free (SqliteArrival *arrival)
{
  g_free (arrival->message_class);
  g_free (arrival);
}

/* SqliteArrival after @seq. */
GPtrArray *
sqlite_db_arrival_list (SqliteDbConn *conn, gint64 seq, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn,
      "SELECT seq, message, folder, class, flags FROM events WHERE seq > ?1 ORDER BY seq",
      error,
      "i",
      seq);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) arrival_free);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteArrival *arrival = g_new0 (SqliteArrival, 1);

      arrival->seq = sqlite_db_int (stmt, 0);
      arrival->message = sqlite_db_int (stmt, 1);
      arrival->folder = sqlite_db_int (stmt, 2);
      arrival->message_class = g_strdup (sqlite_db_text (stmt, 3));
      arrival->flags = (guint32) sqlite_db_int (stmt, 4);
      g_ptr_array_add (list, arrival);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
sqlite_db_arrival_get_last (SqliteDbConn *conn, gint64 *seq, GError **error)
{
  return sqlite_db_get_number (conn, "SELECT ifnull(max(seq), 0) FROM events", seq, error);
}
