/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-tally.h"
#include "sqlite-db-walk.h"

#define TALLY                                                                                      \
  "count(*) FILTER (WHERE associated = 0) AS contents,"                                            \
  " count(*) FILTER (WHERE associated = 0 AND flags & 1 = 0) AS unread,"                           \
  " count(*) FILTER (WHERE associated <> 0) AS associated"
#define COUNTED "(SELECT value FROM settings WHERE name = 'counted')"

SqliteTally
sqlite_tally_of (const SqliteMessageHead *head, gint sign)
{
  gboolean unread = (head->flags & MAPI_MSGFLAG_READ) == 0;

  if (head->associated)
    return (SqliteTally){ .associated = sign };
  return (SqliteTally){ .contents = sign, .unread = unread ? sign : 0 };
}

gboolean
sqlite_tally_equal (const SqliteTally *a, const SqliteTally *b)
{
  return a->contents == b->contents && a->unread == b->unread && a->associated == b->associated;
}

/* Nothing where there is no row. */
static gboolean
add (SqliteDbConn *conn, const char *sql, gint64 folder, SqliteTally *tally, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn, sql, error, "i", folder);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  if (step != SQLITE_DB_ROW)
    return step == SQLITE_DB_DONE;
  tally->contents += sqlite_db_int (stmt, 0);
  tally->unread += sqlite_db_int (stmt, 1);
  tally->associated += sqlite_db_int (stmt, 2);
  return TRUE;
}

/* Those that cannot be read, since the file is damaged, are left out: the folder is there. */
static gboolean
add_recent (SqliteDbConn *conn, gint64 folder, SqliteTally *tally, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (add (conn,
           "SELECT " TALLY " FROM messages WHERE id > " COUNTED " AND folder = ?1",
           folder,
           tally,
           &local) ||
      sqlite_db_is_damage (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
sqlite_db_tally_read (SqliteDbConn *conn, gint64 folder, SqliteTally *tally, GError **error)
{
  *tally = (SqliteTally){ 0 };
  return add (conn,
              "SELECT contents, unread, associated FROM folders WHERE id = ?1",
              folder,
              tally,
              error) &&
         add_recent (conn, folder, tally, error);
}

gboolean
sqlite_db_tally_count (SqliteDbConn *conn, gint64 folder, SqliteTally *tally, GError **error)
{
  *tally = (SqliteTally){ 0 };
  return add (conn, "SELECT " TALLY " FROM messages WHERE folder = ?1", folder, tally, error);
}

static gboolean
is_counted (SqliteDbConn *conn, gint64 id, gboolean *counted, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT ifnull(?1 <= " COUNTED ", 1)", error, "i", id);

  if (stmt == NULL || sqlite_db_step (stmt, error) != SQLITE_DB_ROW)
    return FALSE;
  *counted = sqlite_db_int (stmt, 0) != 0;
  return TRUE;
}

gboolean
sqlite_db_tally_change (
    SqliteDbConn *conn, gint64 folder, gint64 id, const SqliteTally *change, GError **error)
{
  gboolean counted;

  if (!is_counted (conn, id, &counted, error))
    return FALSE;
  return !counted || sqlite_db_run (conn,
                                    "UPDATE folders SET contents = contents + ?2,"
                                    " unread = unread + ?3, associated = associated + ?4"
                                    " WHERE id = ?1",
                                    error,
                                    "iiii",
                                    folder,
                                    change->contents,
                                    change->unread,
                                    change->associated);
}

gboolean
sqlite_db_tally_settle (SqliteDbConn *conn, GError **error)
{
  return sqlite_db_run (conn,
                        "UPDATE folders SET contents = folders.contents + recent.contents,"
                        " unread = folders.unread + recent.unread,"
                        " associated = folders.associated + recent.associated"
                        " FROM (SELECT folder, " TALLY " FROM messages WHERE id > " COUNTED
                        " GROUP BY folder) AS recent WHERE folders.id = recent.folder",
                        error,
                        "") &&
         sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO settings (name, value)"
                        " SELECT 'counted', max(ifnull(max(id), 0), ifnull((SELECT seq"
                        " FROM sqlite_sequence WHERE name = 'messages'), 0)) FROM messages",
                        error,
                        "");
}
