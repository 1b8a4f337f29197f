/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-read-flag.h"
#include "sqlite-db-messages.h"
#include "sqlite-message.h"
#include "sqlite-store.h"

/* The sender's wish is taken out of the message itself (R658). */
static gboolean
forget_request (SqliteDbConn *conn, gint64 id, GError **error)
{
  g_autoptr (MapiPropValue) no =
      mapi_prop_value_new_boolean (MAPI_PR_READ_RECEIPT_REQUESTED, FALSE);
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (no);
  g_autoptr (SqliteMessageData) data = sqlite_db_message_load (conn, id, error);
  MapiPropList *props;
  guint64       size;

  if (data == NULL)
    return FALSE;
  if (!mapi_prop_list_get_boolean (data->props, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE))
    return TRUE;
  props = mapi_prop_list_merge (data->props, changes);
  mapi_prop_list_unref (data->props);
  data->props = props;
  data->content_changed = TRUE;
  /* The attachments, which are not loaded, count too. */
  size = data->summary.size;
  sqlite_message_data_summarize (data);
  data->summary.size = size;
  return sqlite_db_message_update (conn, data, error);
}

typedef struct
{
  gint64            id;
  guint32           flags;
  SqliteMessageHead head; /* before */
  guint32           after;
} Change;

static gboolean
run_change (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Change *change = data;

  if (!sqlite_db_message_peek (conn, change->id, &change->head, error))
    return FALSE;
  change->after = change->head.queue != 0
                      ? change->head.flags
                      : mapi_read_flag_apply (change->head.flags, change->flags);
  if (change->head.queue == 0 && mapi_read_flag_forgets (change->flags) &&
      !forget_request (conn, change->id, error))
    return FALSE;
  if (change->after == change->head.flags)
    return TRUE;
  if (!sqlite_db_message_set_flags (conn, &change->head, change->after, error))
    return FALSE;
  sqlite_events_add (
      events, MAPI_fnevObjectModified, MAPI_OBJECT_MESSAGE, change->id, change->head.folder)
      ->associated = change->head.associated;
  sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, change->head.folder, 0);
  return TRUE;
}

/* The support object writes the report, the store sends it (R584, R587, R588). */
static void
send_report (SqliteStore *store, gint64 id, guint32 flags, GCancellable *cancellable)
{
  SqliteBackend *backend = sqlite_store_get_backend (store);
  gint64         outbox = sqlite_backend_get_folder (backend, SQLITE_FOLDER_OUTBOX);
  g_autoptr (SqliteMessage) read = sqlite_message_new_handle (store, id, FALSE);
  g_autoptr (SqliteMessage) report = sqlite_message_new (store, outbox, FALSE);
  g_autoptr (GError) error = NULL;

  if (!mapi_support_read_receipt (sqlite_store_get_support (store),
                                  flags,
                                  MAPI_MESSAGE (read),
                                  MAPI_MESSAGE (report),
                                  cancellable,
                                  &error) ||
      !mapi_message_submit_message (MAPI_MESSAGE (report), 0, cancellable, &error))
    g_message ("sqlite: the receipt was not sent: %s", error->message);
}

gboolean
sqlite_read_flag_set (SqliteStore  *store,
                      gint64        id,
                      guint32       flags,
                      guint32      *message_flags,
                      GCancellable *cancellable,
                      GError      **error)
{
  Change change = { .id = id, .flags = flags };

  if (!sqlite_backend_write (
          sqlite_store_get_backend (store), SQLITE_DB_LAZY, run_change, &change, error))
    return FALSE;
  *message_flags = change.after;
  if (change.head.queue == 0 && mapi_read_flag_reports (change.head.flags, flags))
    send_report (store, id, 0, cancellable);
  return TRUE;
}

typedef struct
{
  GArray *ids;
  GArray *owing;
} Unread;

static gboolean
find_owing (SqliteDbConn *conn, gpointer data, GError **error)
{
  Unread *unread = data;

  for (guint i = 0; i < unread->ids->len; i++)
    {
      gint64            id = g_array_index (unread->ids, gint64, i);
      SqliteMessageHead head;

      if (sqlite_db_message_peek (conn, id, &head, NULL) && head.queue == 0 &&
          (head.flags & (MAPI_MSGFLAG_NRN_PENDING | MAPI_MSGFLAG_READ)) == MAPI_MSGFLAG_NRN_PENDING)
        g_array_append_val (unread->owing, id);
    }
  return TRUE;
}

gboolean
sqlite_read_flag_report_unread (SqliteStore  *store,
                                GArray       *ids,
                                GCancellable *cancellable,
                                GError      **error)
{
  g_autoptr (GArray) owing = g_array_new (FALSE, FALSE, sizeof (gint64));
  Unread unread = { ids, owing };

  if (!sqlite_backend_read (sqlite_store_get_backend (store), find_owing, &unread, error))
    return FALSE;
  for (guint i = 0; i < owing->len; i++)
    send_report (store, g_array_index (owing, gint64, i), MAPI_NON_READ, cancellable);
  return TRUE;
}
