/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-attachments.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-rescue.h"

typedef struct
{
  SqliteDbConn   *conn;
  gint64          folder;
  SqliteFindings *findings;
} Repair;

/* What each row of @sql is repaired with; the first column is an identifier. */
typedef gboolean (*RepairFunc) (Repair *repair, SqliteDbStmt *row, GError **error);

static gboolean
repair_each (Repair *repair, const char *sql, RepairFunc func, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (repair->conn, sql, error, "");
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    if (!func (repair, stmt, error))
      return FALSE;
  return step == SQLITE_DB_DONE;
}

/* A name that is free below the new parent: with the number, which nothing else has. */
static gboolean
adopt_folder (Repair *repair, SqliteDbStmt *row, GError **error)
{
  gint64 id = sqlite_db_int (row, 0);

  sqlite_findings_add (repair->findings, MAPI_OBJECT_FOLDER, id, 0, "the folder around it is lost");
  sqlite_findings_describe (repair->findings, sqlite_db_text (row, 1), 0);
  return sqlite_db_run (repair->conn,
                        "UPDATE folders SET parent = ?2, name = name || ' ' || id WHERE id = ?1",
                        error,
                        "ii",
                        id,
                        repair->folder);
}

static gboolean
adopt_message (Repair *repair, SqliteDbStmt *row, GError **error)
{
  gint64 id = sqlite_db_int (row, 0);

  sqlite_findings_add (repair->findings, MAPI_OBJECT_MESSAGE, id, 0, "what it lay in is lost");
  sqlite_findings_describe (repair->findings, sqlite_db_text (row, 1), repair->folder);
  return sqlite_db_run (repair->conn,
                        "UPDATE messages SET folder = ?2 WHERE id = ?1",
                        error,
                        "ii",
                        id,
                        repair->folder);
}

/* The columns of tables are computed from what there is. */
static gboolean
summarize (Repair *repair, gint64 id, GError **error)
{
  g_autoptr (SqliteMessageData) data = sqlite_db_message_load (repair->conn, id, error);
  g_autoptr (GPtrArray) attachments =
      data != NULL ? sqlite_db_attachments_load (repair->conn, id, error) : NULL;

  if (attachments == NULL)
    return FALSE;
  sqlite_message_data_set_attachments (data, g_steal_pointer (&attachments));
  sqlite_message_data_summarize (data);
  sqlite_findings_describe (repair->findings, data->summary.subject, data->folder);
  return sqlite_db_message_update (repair->conn, data, error);
}

/* The content of a message whose row is lost, and with it the recipients and flags. */
static gboolean
give_row (Repair *repair, SqliteDbStmt *row, GError **error)
{
  gint64   id = sqlite_db_int (row, 0);
  gboolean embedded = sqlite_db_int (row, 1) != 0;
  gint64   now = (gint64) mapi_filetime_from_unix_usec (g_get_real_time ());
  g_autoptr (GError) local = NULL;

  sqlite_findings_add (repair->findings,
                       MAPI_OBJECT_MESSAGE,
                       id,
                       (gint) MAPI_E_CORRUPT_DATA,
                       "its folder, recipients and flags are lost");
  if (!sqlite_db_run (repair->conn,
                      "INSERT INTO messages (id, folder, associated, flags, status, size, change,"
                      " created, modified, delivered) VALUES (?1, ?2, 0, 1, 0, 0, 1, ?3, ?3, ?3)",
                      error,
                      "iii",
                      id,
                      embedded ? (gint64) 0 : repair->folder,
                      now))
    return FALSE;
  if (summarize (repair, id, &local))
    return TRUE;
  /* Not even that is whole. */
  sqlite_findings_add (
      repair->findings, MAPI_OBJECT_MESSAGE, id, local->code, "%s", local->message);
  return sqlite_db_run (repair->conn, "DELETE FROM messages WHERE id = ?1", error, "i", id) &&
         sqlite_db_run (repair->conn, "DELETE FROM contents WHERE message = ?1", error, "i", id);
}

static void
add_text (MapiPropListBuilder *builder, guint32 tag, SqliteDbStmt *row, int column)
{
  const char *text = sqlite_db_text (row, column);

  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, tag, text);
}

static void
add_number (MapiPropListBuilder *builder, guint32 tag, SqliteDbStmt *row, int column)
{
  if (!sqlite_db_is_null (row, column))
    mapi_prop_list_builder_add_long (builder, tag, (gint32) sqlite_db_int (row, column));
}

/* What the row of a message tells of a content that is lost. */
static gboolean
give_content (Repair *repair, SqliteDbStmt *row, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) bytes = NULL;

  sqlite_findings_add (repair->findings,
                       MAPI_OBJECT_MESSAGE,
                       sqlite_db_int (row, 0),
                       (gint) MAPI_E_CORRUPT_DATA,
                       "its content is lost, but for what tables show of it");
  sqlite_findings_describe (repair->findings, sqlite_db_text (row, 3), sqlite_db_int (row, 1));
  add_text (builder, MAPI_PR_MESSAGE_CLASS, row, 2);
  add_text (builder, MAPI_PR_SUBJECT, row, 3);
  add_text (builder, MAPI_PR_SENDER_NAME, row, 4);
  add_text (builder, MAPI_PR_SENT_REPRESENTING_NAME, row, 5);
  add_number (builder, MAPI_PR_IMPORTANCE, row, 6);
  add_number (builder, MAPI_PR_PRIORITY, row, 7);
  add_number (builder, MAPI_PR_SENSITIVITY, row, 8);
  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_MESSAGE_DELIVERY_TIME, (guint64) sqlite_db_int (row, 9));
  if (!sqlite_db_is_null (row, 10))
    mapi_prop_list_builder_add_systime (
        builder, MAPI_PR_CLIENT_SUBMIT_TIME, (guint64) sqlite_db_int (row, 10));
  props = mapi_prop_list_builder_end (builder);
  bytes = mapi_prop_list_to_bytes (props);
  return sqlite_db_run (repair->conn,
                        "INSERT INTO contents (message, props) VALUES (?1, ?2)",
                        error,
                        "ib",
                        sqlite_db_int (row, 0),
                        bytes);
}

/* Where only a part of it could be read, what tables show is worth more. */
static gboolean
drop_broken_content (Repair *repair, SqliteDbStmt *row, GError **error)
{
  g_autoptr (MapiPropList) props = sqlite_db_props (row, 1, NULL);

  return props != NULL || sqlite_db_run (repair->conn,
                                         "DELETE FROM contents WHERE message = ?1",
                                         error,
                                         "i",
                                         sqlite_db_int (row, 0));
}

static gboolean
repair_messages (Repair *repair, GError **error)
{
  return repair_each (repair, "SELECT message, props FROM contents", drop_broken_content, error) &&
         repair_each (repair,
                      "SELECT message, EXISTS (SELECT 1 FROM attachments WHERE embedded = "
                      "contents.message) FROM contents"
                      " WHERE message NOT IN (SELECT id FROM messages)",
                      give_row,
                      error) &&
         repair_each (repair,
                      "SELECT id, folder, class, subject, sender, representing, importance,"
                      " priority, sensitivity, delivered, submitted FROM messages"
                      " WHERE id NOT IN (SELECT message FROM contents)",
                      give_content,
                      error) &&
         sqlite_db_exec (repair->conn,
                         "DELETE FROM attachments WHERE message NOT IN (SELECT id FROM messages);"
                         "UPDATE attachments SET embedded = NULL"
                         " WHERE embedded NOT IN (SELECT id FROM messages)",
                         error) &&
         repair_each (repair,
                      "SELECT id, subject FROM messages"
                      " WHERE CASE folder WHEN 0 THEN id NOT IN"
                      " (SELECT embedded FROM attachments WHERE embedded IS NOT NULL)"
                      " ELSE folder NOT IN (SELECT id FROM folders) END",
                      adopt_message,
                      error);
}

/* What follows from the rest. */
static gboolean
recount (SqliteDbConn *conn, GError **error)
{
  return sqlite_db_exec (
      conn,
      "DELETE FROM receive_folders WHERE folder NOT IN (SELECT id FROM folders);"
      "DELETE FROM outgoing WHERE message NOT IN (SELECT id FROM messages);"
      "UPDATE messages SET queue = NULL, flags = flags & ~4"
      " WHERE queue IS NOT NULL AND queue NOT IN (SELECT seq FROM outgoing);"
      "DELETE FROM searches WHERE folder NOT IN (SELECT id FROM folders);"
      /* Found anew when the store is opened. */
      "UPDATE searches SET state = state | 2, run = run + 1 WHERE state & 1;"
      "INSERT OR REPLACE INTO settings (name, value)"
      " SELECT 'counted', ifnull(max(id), 0) FROM messages;"
      "UPDATE folders SET"
      " contents = (SELECT count(*) FROM messages"
      "  WHERE folder = folders.id AND associated = 0),"
      " unread = (SELECT count(*) FROM messages"
      "  WHERE folder = folders.id AND associated = 0 AND flags & 1 = 0),"
      " associated = (SELECT count(*) FROM messages"
      "  WHERE folder = folders.id AND associated <> 0),"
      " subfolders = (SELECT count(*) FROM folders AS child WHERE child.parent = folders.id)",
      error);
}

gboolean
sqlite_db_repair (
    SqliteDbConn *conn, gint64 root, gint64 folder, SqliteFindings *findings, GError **error)
{
  Repair           repair = { conn, folder, findings };
  g_autofree char *homeless =
      g_strdup_printf ("SELECT id, name FROM folders WHERE id NOT IN (%" G_GINT64_FORMAT
                       ", %" G_GINT64_FORMAT ") AND parent NOT IN (SELECT id FROM folders)",
                       root,
                       folder);

  return repair_each (&repair, homeless, adopt_folder, error) && repair_messages (&repair, error) &&
         recount (conn, error);
}
