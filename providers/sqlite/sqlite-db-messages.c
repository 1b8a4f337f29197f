/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-messages.h"
#include "sqlite-db-attachments.h"
#include "sqlite-db-folders.h"
#include "sqlite-db-numbers.h"
#include "sqlite-db-streams.h"
#include "sqlite-db-tally.h"
#include "sqlite-db-words.h"

#define HEAD_COLUMNS "id, folder, ifnull(queue, 0), change, associated, flags, status"

/* Answers TRUE on a row; otherwise there is an error, MAPI_E_NOT_FOUND where there is no row. */
static gboolean
step_to_message (SqliteDbStmt *stmt, GError **error)
{
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  if (step == SQLITE_DB_DONE)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: the message has gone");
  return step == SQLITE_DB_ROW;
}

static void
read_head (SqliteDbStmt *stmt, SqliteMessageHead *head)
{
  head->id = sqlite_db_int (stmt, 0);
  head->folder = sqlite_db_int (stmt, 1);
  head->queue = sqlite_db_int (stmt, 2);
  head->change = sqlite_db_int (stmt, 3);
  head->associated = sqlite_db_int (stmt, 4) != 0;
  head->flags = (guint32) sqlite_db_int (stmt, 5);
  head->status = (guint32) sqlite_db_int (stmt, 6);
}

gboolean
sqlite_db_message_peek (SqliteDbConn *conn, gint64 id, SqliteMessageHead *head, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT " HEAD_COLUMNS " FROM messages WHERE id = ?1", error, "i", id);

  if (!step_to_message (stmt, error))
    return FALSE;
  read_head (stmt, head);
  return TRUE;
}

static gboolean
read_content (SqliteDbStmt *stmt, SqliteMessageData *data, GError **error)
{
  data->large = sqlite_db_bytes (stmt, 12);
  data->props = sqlite_db_props (stmt, 11, error);
  if (data->props == NULL)
    return FALSE;
  data->recipients = sqlite_db_rows (stmt, 10, error);
  return data->recipients != NULL;
}

#define LOAD(passed_on)                                                                            \
  "SELECT " HEAD_COLUMNS ", size, created, modified, recipients, props, large,"                    \
  " (SELECT o.flags FROM outgoing o WHERE o.seq = queue), " passed_on                              \
  " FROM messages JOIN contents ON message = id WHERE id = ?1"

/* A store that is only looked at may be of an older version. */
static const char *
get_load_sql (SqliteDbConn *conn)
{
  return sqlite_db_has_column (conn, "messages", "passed_on") ? LOAD ("passed_on") : LOAD ("NULL");
}

/* Everything but the attachments. */
SqliteMessageData *
sqlite_db_message_load (SqliteDbConn *conn, gint64 id, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn, get_load_sql (conn), error, "i", id);
  g_autoptr (SqliteMessageData) data = g_new0 (SqliteMessageData, 1);
  SqliteMessageHead head;

  if (!step_to_message (stmt, error))
    return NULL;
  read_head (stmt, &head);
  data->id = id;
  data->folder = head.folder;
  data->queue = head.queue;
  data->change = head.change;
  data->associated = head.associated;
  data->flags = head.flags;
  data->status = head.status;
  data->summary.size = (guint64) sqlite_db_int (stmt, 7);
  data->created = (guint64) sqlite_db_int (stmt, 8);
  data->modified = (guint64) sqlite_db_int (stmt, 9);
  data->submit_flags = (guint32) sqlite_db_int (stmt, 13);
  data->passed_on = (guint64) sqlite_db_int (stmt, 14);
  return read_content (stmt, data, error) ? g_steal_pointer (&data) : NULL;
}

/* Counts a message that has just come into a folder, or with a negative sign gone: before the
 * messages inside get numbers, with which the count may move on. */
static gboolean
count_message (
    SqliteDbConn *conn, const SqliteMessageHead *head, gint64 folder, gint sign, GError **error)
{
  SqliteTally change = sqlite_tally_of (head, sign);

  return folder == 0 || sqlite_db_tally_change (conn, folder, head->id, &change, error);
}

/* What becomes read or unread where it is. */
static gboolean
count_read (SqliteDbConn *conn, const SqliteMessageHead *head, guint32 flags, GError **error)
{
  gint unread = (flags & MAPI_MSGFLAG_READ ? 0 : 1) - (head->flags & MAPI_MSGFLAG_READ ? 0 : 1);
  SqliteTally change = { .unread = unread };

  return unread == 0 || head->associated || head->folder == 0 ||
         sqlite_db_tally_change (conn, head->folder, head->id, &change, error);
}

/* 0 is that of messages inside others. */
static gboolean
check_folder (SqliteDbConn *conn, gint64 folder, GError **error)
{
  gboolean exists = TRUE;

  if (folder != 0 && !sqlite_db_folder_exists (conn, folder, &exists, error))
    return FALSE;
  if (!exists)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_OBJECT_DELETED, "sqlite: the folder has gone");
  return exists;
}

static gboolean
write_content (SqliteDbConn *conn, gint64 id, const SqliteMessageData *data, GError **error)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (data->props);

  return sqlite_db_run (
      conn,
      "INSERT OR REPLACE INTO contents (message, props, large) VALUES (?1, ?2, ?3)",
      error,
      "ibb",
      id,
      props,
      data->large);
}

static gint64
get_passed_on (const SqliteMessageData *data)
{
  return data->passed_on != 0 ? (gint64) data->passed_on : SQLITE_DB_NONE;
}

static GBytes *
recipients_to_bytes (const SqliteMessageData *data)
{
  return mapi_row_set_get_size (data->recipients) > 0 ? mapi_row_set_to_bytes (data->recipients)
                                                      : NULL;
}

static gboolean
insert_row (SqliteDbConn *conn, gint64 id, const SqliteMessageData *data, GError **error)
{
  const SqliteSummary *summary = &data->summary;
  g_autoptr (GBytes) recipients = recipients_to_bytes (data);

  return sqlite_db_run (conn,
                        "INSERT INTO messages (id, folder, associated, flags, status, size, change,"
                        " created, modified, delivered, submitted, importance, priority,"
                        " sensitivity, class, subject, normalized, sender, representing,"
                        " display_to, display_cc, display_bcc, recipients, passed_on)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                        " ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
                        error,
                        "iiiiiiiiioooottttttttbo",
                        id,
                        data->folder,
                        (gint64) data->associated,
                        (gint64) data->flags,
                        (gint64) data->status,
                        (gint64) summary->size,
                        (gint64) data->created,
                        (gint64) data->modified,
                        (gint64) summary->delivered,
                        summary->submitted,
                        summary->importance,
                        summary->priority,
                        summary->sensitivity,
                        summary->message_class,
                        summary->subject,
                        summary->normalized,
                        summary->sender,
                        summary->representing,
                        summary->display_to,
                        summary->display_cc,
                        summary->display_bcc,
                        recipients,
                        get_passed_on (data));
}

/* First what fails where the folder has gone: then nothing has been written. */
gboolean
sqlite_db_message_insert (SqliteDbConn            *conn,
                          const SqliteMessageData *data,
                          gint64                  *id,
                          GError                 **error)
{
  SqliteMessageHead head = { .associated = data->associated, .flags = data->flags };

  if (!check_folder (conn, data->folder, error) || !sqlite_db_numbers_take (conn, id, error))
    return FALSE;
  head.id = *id;
  return insert_row (conn, *id, data, error) &&
         count_message (conn, &head, data->folder, 1, error) &&
         write_content (conn, *id, data, error) &&
         sqlite_db_streams_hold (conn, data->large, error) &&
         sqlite_db_attachments_save (conn, *id, data, error) &&
         sqlite_db_words_add (conn, *id, error);
}

static gboolean
update_row (SqliteDbConn *conn, const SqliteMessageData *data, GError **error)
{
  const SqliteSummary *summary = &data->summary;
  g_autoptr (GBytes) recipients = recipients_to_bytes (data);

  return sqlite_db_run (conn,
                        "UPDATE messages SET size = ?2, change = change + 1, modified = ?3,"
                        " delivered = ?4, submitted = ?5, importance = ?6, priority = ?7,"
                        " sensitivity = ?8, class = ?9, subject = ?10, normalized = ?11,"
                        " sender = ?12, representing = ?13, display_to = ?14, display_cc = ?15,"
                        " display_bcc = ?16, recipients = ?17, passed_on = ?18 WHERE id = ?1",
                        error,
                        "iiiioooottttttttbo",
                        data->id,
                        (gint64) summary->size,
                        (gint64) data->modified,
                        (gint64) summary->delivered,
                        summary->submitted,
                        summary->importance,
                        summary->priority,
                        summary->sensitivity,
                        summary->message_class,
                        summary->subject,
                        summary->normalized,
                        summary->sender,
                        summary->representing,
                        summary->display_to,
                        summary->display_cc,
                        summary->display_bcc,
                        recipients,
                        get_passed_on (data));
}

/* No index is touched, and the content is not written. */
static gboolean
update_recipients (SqliteDbConn *conn, const SqliteMessageData *data, GError **error)
{
  const SqliteSummary *summary = &data->summary;
  g_autoptr (GBytes) recipients = recipients_to_bytes (data);

  return sqlite_db_run (conn,
                        "UPDATE messages SET size = ?2, change = change + 1, modified = ?3,"
                        " display_to = ?4, display_cc = ?5, display_bcc = ?6, recipients = ?7,"
                        " passed_on = ?8 WHERE id = ?1",
                        error,
                        "iiitttbo",
                        data->id,
                        (gint64) summary->size,
                        (gint64) data->modified,
                        summary->display_to,
                        summary->display_cc,
                        summary->display_bcc,
                        recipients,
                        get_passed_on (data));
}

static gboolean
load_large (SqliteDbConn *conn, gint64 id, GBytes **large, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT large FROM contents WHERE message = ?1", error, "i", id);

  if (!step_to_message (stmt, error))
    return FALSE;
  *large = sqlite_db_bytes (stmt, 0);
  return TRUE;
}

static gboolean
update_content (SqliteDbConn *conn, const SqliteMessageData *data, GError **error)
{
  g_autoptr (GBytes) before = NULL;

  return load_large (conn, data->id, &before, error) &&
         write_content (conn, data->id, data, error) &&
         sqlite_db_streams_change (conn, before, data->large, error) &&
         sqlite_db_words_add (conn, data->id, error);
}

/* Flags, status and folder are not touched: they have ways of their own. */
gboolean
sqlite_db_message_update (SqliteDbConn *conn, const SqliteMessageData *data, GError **error)
{
  gboolean updated = data->content_changed
                         ? update_row (conn, data, error) && update_content (conn, data, error)
                         : update_recipients (conn, data, error);

  return updated &&
         (data->attachments == NULL || sqlite_db_attachments_save (conn, data->id, data, error));
}

gboolean
sqlite_db_message_delete (SqliteDbConn *conn, gint64 id, SqliteMessageHead *deleted, GError **error)
{
  SqliteMessageHead head;
  g_autoptr (GBytes) large = NULL;

  if (!sqlite_db_message_peek (conn, id, &head, error) || !load_large (conn, id, &large, error))
    return FALSE;
  if (deleted != NULL)
    *deleted = head;
  return sqlite_db_attachments_delete (conn, id, error) &&
         sqlite_db_streams_release (conn, large, error) &&
         sqlite_db_run (conn, "DELETE FROM contents WHERE message = ?1", error, "i", id) &&
         sqlite_db_run (conn, "DELETE FROM messages WHERE id = ?1", error, "i", id) &&
         count_message (conn, &head, head.folder, -1, error);
}

gboolean
sqlite_db_message_move (SqliteDbConn            *conn,
                        const SqliteMessageHead *head,
                        gint64                   folder,
                        GError                 **error)
{
  return check_folder (conn, folder, error) &&
         sqlite_db_run (
             conn,
             "UPDATE messages SET folder = ?2, status = 0, change = change + 1 WHERE id = ?1",
             error,
             "ii",
             head->id,
             folder) &&
         count_message (conn, head, head->folder, -1, error) &&
         count_message (conn, head, folder, 1, error);
}

static gboolean
copy_row (SqliteDbConn *conn, gint64 id, const SqliteMessageHead *copy, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT INTO messages (id, folder, associated, flags, status, size, change,"
                        " created, modified, delivered, submitted, importance, priority,"
                        " sensitivity, class, subject, normalized, sender, representing,"
                        " display_to, display_cc, display_bcc, recipients, passed_on)"
                        " SELECT ?2, ?3, associated, ?4, 0, size, 1, created, modified, delivered,"
                        " submitted, importance, priority, sensitivity, class, subject, normalized,"
                        " sender, representing, display_to, display_cc, display_bcc, recipients,"
                        " passed_on FROM messages WHERE id = ?1",
                        error,
                        "iiii",
                        id,
                        copy->id,
                        copy->folder,
                        (gint64) copy->flags) &&
         count_message (conn, copy, copy->folder, 1, error);
}

static gboolean
copy_content (SqliteDbConn *conn, gint64 id, gint64 copy, GBytes *large, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT INTO contents (message, props, large)"
                        " SELECT ?2, props, large FROM contents WHERE message = ?1",
                        error,
                        "ii",
                        id,
                        copy) &&
         sqlite_db_streams_hold (conn, large, error) &&
         sqlite_db_attachments_copy (conn, id, copy, error) &&
         sqlite_db_words_add (conn, copy, error);
}

/* A copy is not in the outgoing queue, and owes no reports (R590). The status of a message belongs
 * to its folder. */
gboolean
sqlite_db_message_copy (SqliteDbConn *conn, gint64 id, gint64 folder, gint64 *copy, GError **error)
{
  g_autoptr (GBytes) large = NULL;
  SqliteMessageHead head;

  if (!sqlite_db_message_peek (conn, id, &head, error) || !load_large (conn, id, &large, error) ||
      !check_folder (conn, folder, error) || !sqlite_db_numbers_take (conn, copy, error))
    return FALSE;
  head.id = *copy;
  head.folder = folder;
  head.flags &= ~(MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING);
  return copy_row (conn, id, &head, error) && copy_content (conn, id, *copy, large, error);
}

gboolean
sqlite_db_message_set_flags (SqliteDbConn            *conn,
                             const SqliteMessageHead *head,
                             guint32                  flags,
                             GError                 **error)
{
  if (flags == head->flags)
    return TRUE;
  return sqlite_db_run (conn,
                        "UPDATE messages SET flags = ?2 WHERE id = ?1",
                        error,
                        "ii",
                        head->id,
                        (gint64) flags) &&
         count_read (conn, head, flags, error);
}

gboolean
sqlite_db_message_unqueue (SqliteDbConn            *conn,
                           const SqliteMessageHead *head,
                           guint32                  flags,
                           GError                 **error)
{
  return sqlite_db_run (conn,
                        "UPDATE messages SET queue = NULL, flags = ?2 WHERE id = ?1",
                        error,
                        "ii",
                        head->id,
                        (gint64) flags) &&
         count_read (conn, head, flags, error);
}

gboolean
sqlite_db_message_file (
    SqliteDbConn *conn, const SqliteMessageHead *head, guint32 flags, gint64 folder, GError **error)
{
  SqliteMessageHead after = *head;

  after.flags = flags;
  return check_folder (conn, folder, error) &&
         sqlite_db_run (conn,
                        "UPDATE messages SET queue = NULL, flags = ?2, folder = ?3, status = 0,"
                        " change = change + 1 WHERE id = ?1",
                        error,
                        "iii",
                        head->id,
                        (gint64) flags,
                        folder) &&
         count_message (conn, head, head->folder, -1, error) &&
         count_message (conn, &after, folder, 1, error);
}

gboolean
sqlite_db_message_set_status (SqliteDbConn *conn, gint64 id, guint32 status, GError **error)
{
  return sqlite_db_run (
      conn, "UPDATE messages SET status = ?2 WHERE id = ?1", error, "ii", id, (gint64) status);
}

GArray *
sqlite_db_message_list (SqliteDbConn *conn, gint64 folder, gint associated, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       "SELECT id FROM messages WHERE folder = ?1 AND folder <> 0"
                       " AND associated BETWEEN ?2 AND ?3 ORDER BY id",
                       error,
                       "iii",
                       folder,
                       (gint64) (associated == 1 ? 1 : 0),
                       (gint64) (associated == 0 ? 0 : 1));
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      gint64 id = sqlite_db_int (stmt, 0);

      g_array_append_val (messages, id);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&messages) : NULL;
}
