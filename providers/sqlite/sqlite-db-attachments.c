/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-attachments.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-streams.h"

static SqliteAttachData *
read_attachment (SqliteDbStmt *stmt, GError **error)
{
  g_autoptr (MapiPropList) props = sqlite_db_props (stmt, 4, error);
  SqliteAttachData *attachment;

  if (props == NULL)
    return NULL;
  attachment = sqlite_attach_data_new ((guint32) sqlite_db_int (stmt, 1), props);
  attachment->id = sqlite_db_int (stmt, 0);
  attachment->embedded_id = sqlite_db_int (stmt, 2);
  attachment->size = (guint64) sqlite_db_int (stmt, 3);
  attachment->large = sqlite_db_bytes (stmt, 5);
  return attachment;
}

gboolean
sqlite_db_attachments_measure (SqliteDbConn *conn, gint64 message, guint64 *size, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT ifnull(sum(size), 0) FROM attachments WHERE message = ?1", error, "i", message);

  if (stmt == NULL || sqlite_db_step (stmt, error) != SQLITE_DB_ROW)
    return FALSE;
  *size = (guint64) sqlite_db_int (stmt, 0);
  return TRUE;
}

GPtrArray *
sqlite_db_attachments_load (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       "SELECT id, number, embedded, size, props, large FROM attachments"
                       " WHERE message = ?1 ORDER BY number",
                       error,
                       "i",
                       message);
  g_autoptr (GPtrArray) attachments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_attach_data_unref);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteAttachData *attachment = read_attachment (stmt, error);

      if (attachment == NULL)
        return NULL;
      g_ptr_array_add (attachments, attachment);
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&attachments) : NULL;
}

/* Its flags tell whether it has attachments of its own. */
static gboolean
update_embedded (SqliteDbConn *conn, const SqliteMessageData *data, GError **error)
{
  SqliteMessageHead head;

  return sqlite_db_message_peek (conn, data->id, &head, error) &&
         sqlite_db_message_update (conn, data, error) &&
         sqlite_db_message_set_flags (conn, &head, data->flags, error);
}

/* Stores the message inside and gives its identifier; one that was not touched keeps it. */
static gboolean
save_embedded (SqliteDbConn *conn, SqliteAttachData *attachment, gint64 *embedded, GError **error)
{
  *embedded = attachment->embedded_id;
  if (attachment->embedded == NULL)
    return TRUE;
  if (attachment->embedded->id != 0)
    return update_embedded (conn, attachment->embedded, error);
  return sqlite_db_message_insert (conn, attachment->embedded, embedded, error);
}

static gboolean
insert_attachment (SqliteDbConn *conn, gint64 message, SqliteAttachData *attachment, GError **error)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (attachment->props);
  gint64 embedded;

  return save_embedded (conn, attachment, &embedded, error) &&
         sqlite_db_run (conn,
                        "INSERT INTO attachments (message, number, embedded, size, props, large)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                        error,
                        "iioibb",
                        message,
                        (gint64) attachment->number,
                        embedded != 0 ? embedded : SQLITE_DB_NONE,
                        (gint64) attachment->size,
                        props,
                        attachment->large) &&
         sqlite_db_streams_hold (conn, attachment->large, error);
}

static gboolean
delete_embedded (SqliteDbConn *conn, gint64 embedded, GError **error)
{
  return embedded == 0 || sqlite_db_message_delete (conn, embedded, NULL, error);
}

static gboolean
update_attachment (SqliteDbConn     *conn,
                   SqliteAttachData *before,
                   SqliteAttachData *after,
                   GError          **error)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (after->props);
  gint64 embedded;

  return save_embedded (conn, after, &embedded, error) &&
         sqlite_db_run (conn,
                        "UPDATE attachments SET embedded = ?2, size = ?3, props = ?4, large = ?5"
                        " WHERE id = ?1",
                        error,
                        "ioibb",
                        after->id,
                        embedded != 0 ? embedded : SQLITE_DB_NONE,
                        (gint64) after->size,
                        props,
                        after->large) &&
         sqlite_db_streams_change (conn, before->large, after->large, error) &&
         (embedded == before->embedded_id || delete_embedded (conn, before->embedded_id, error));
}

static gboolean
delete_attachment (SqliteDbConn *conn, SqliteAttachData *attachment, GError **error)
{
  return delete_embedded (conn, attachment->embedded_id, error) &&
         sqlite_db_streams_release (conn, attachment->large, error) &&
         sqlite_db_run (conn, "DELETE FROM attachments WHERE id = ?1", error, "i", attachment->id);
}

static SqliteAttachData *
find_stored (GPtrArray *attachments, gint64 id)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      SqliteAttachData *attachment = attachments->pdata[i];

      if (id != 0 && attachment->id == id)
        return attachment;
    }
  return NULL;
}

static gboolean
save_one (SqliteDbConn            *conn,
          gint64                   message,
          const SqliteMessageData *data,
          SqliteAttachData        *attachment,
          GError                 **error)
{
  SqliteAttachData *before = find_stored (data->stored, attachment->id);

  if (before == attachment)
    return TRUE;
  if (before != NULL)
    return update_attachment (conn, before, attachment, error);
  return insert_attachment (conn, message, attachment, error);
}

gboolean
sqlite_db_attachments_save (SqliteDbConn            *conn,
                            gint64                   message,
                            const SqliteMessageData *data,
                            GError                 **error)
{
  for (guint i = 0; data->stored != NULL && i < data->stored->len; i++)
    {
      SqliteAttachData *before = data->stored->pdata[i];

      if (find_stored (data->attachments, before->id) == NULL &&
          !delete_attachment (conn, before, error))
        return FALSE;
    }
  for (guint i = 0; data->attachments != NULL && i < data->attachments->len; i++)
    if (!save_one (conn, message, data, data->attachments->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sqlite_db_attachments_delete (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_autoptr (GPtrArray) attachments = sqlite_db_attachments_load (conn, message, error);

  if (attachments == NULL)
    return FALSE;
  for (guint i = 0; i < attachments->len; i++)
    if (!delete_attachment (conn, attachments->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
copy_attachment (SqliteDbConn *conn, gint64 copy, SqliteAttachData *attachment, GError **error)
{
  g_autoptr (SqliteAttachData) twin = sqlite_attach_data_copy (attachment);

  twin->id = 0;
  sqlite_attach_data_renew_key (twin);
  if (twin->embedded_id != 0 &&
      !sqlite_db_message_copy (conn, attachment->embedded_id, 0, &twin->embedded_id, error))
    return FALSE;
  return insert_attachment (conn, copy, twin, error);
}

gboolean
sqlite_db_attachments_copy (SqliteDbConn *conn, gint64 message, gint64 copy, GError **error)
{
  g_autoptr (GPtrArray) attachments = sqlite_db_attachments_load (conn, message, error);

  if (attachments == NULL)
    return FALSE;
  for (guint i = 0; i < attachments->len; i++)
    if (!copy_attachment (conn, copy, attachments->pdata[i], error))
      return FALSE;
  return TRUE;
}
