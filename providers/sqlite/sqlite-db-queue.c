/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-queue.h"

#define COLUMNS "seq, message, flags, ifnull(sent_folder, 0), discard"

gboolean
sqlite_db_queue_add (SqliteDbConn *conn, SqliteQueueEntry *entry, GError **error)
{
  if (!sqlite_db_run (conn,
                      "INSERT INTO outgoing (message, flags, sent_folder, discard)"
                      " VALUES (?1, ?2, ?3, ?4)",
                      error,
                      "iioi",
                      entry->message,
                      (gint64) entry->flags,
                      entry->sent_folder != 0 ? entry->sent_folder : SQLITE_DB_NONE,
                      (gint64) entry->discard))
    return FALSE;
  entry->seq = sqlite_db_last_id (conn);
  return sqlite_db_run (conn,
                        "UPDATE messages SET queue = ?2 WHERE id = ?1",
                        error,
                        "ii",
                        entry->message,
                        entry->seq);
}

gboolean
sqlite_db_queue_update (SqliteDbConn *conn, const SqliteQueueEntry *entry, GError **error)
{
  return sqlite_db_run (
      conn,
      "UPDATE outgoing SET flags = ?2, sent_folder = ?3, discard = ?4 WHERE seq = ?1",
      error,
      "iioi",
      entry->seq,
      (gint64) entry->flags,
      entry->sent_folder != 0 ? entry->sent_folder : SQLITE_DB_NONE,
      (gint64) entry->discard);
}

gboolean
sqlite_db_queue_equal (const SqliteQueueEntry *a, const SqliteQueueEntry *b)
{
  return a->seq == b->seq && a->message == b->message && a->flags == b->flags &&
         a->sent_folder == b->sent_folder && a->discard == b->discard;
}

gboolean
sqlite_db_queue_remove (SqliteDbConn *conn, gint64 seq, GError **error)
{
  return sqlite_db_run (conn, "DELETE FROM outgoing WHERE seq = ?1", error, "i", seq);
}

static void
read_entry (SqliteDbStmt *stmt, SqliteQueueEntry *entry)
{
  entry->seq = sqlite_db_int (stmt, 0);
  entry->message = sqlite_db_int (stmt, 1);
  entry->flags = (guint32) sqlite_db_int (stmt, 2);
  entry->sent_folder = sqlite_db_int (stmt, 3);
  entry->discard = sqlite_db_int (stmt, 4) != 0;
}

gboolean
sqlite_db_queue_find (SqliteDbConn *conn, gint64 seq, SqliteQueueEntry *entry, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT " COLUMNS " FROM outgoing WHERE seq = ?1", error, "i", seq);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *entry = (SqliteQueueEntry){ 0 };
  if (step == SQLITE_DB_ROW)
    read_entry (stmt, entry);
  return step != SQLITE_DB_ERROR;
}

GArray *
sqlite_db_queue_list (SqliteDbConn *conn, gint64 seq, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT " COLUMNS " FROM outgoing WHERE seq > ?1 ORDER BY seq", error, "i", seq);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (SqliteQueueEntry));
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteQueueEntry entry;

      read_entry (stmt, &entry);
      g_array_append_val (entries, entry);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&entries) : NULL;
}

gboolean
sqlite_db_queue_count (SqliteDbConn *conn, guint *count, GError **error)
{
  gint64 number;

  if (!sqlite_db_get_number (conn, "SELECT count(*) FROM outgoing", &number, error))
    return FALSE;
  *count = (guint) number;
  return TRUE;
}
