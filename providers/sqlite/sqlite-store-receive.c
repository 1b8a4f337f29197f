/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Receive folders, and news of what they got. */

#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-entry-id.h"
#include "sqlite-store.h"

#include <string.h>

typedef struct
{
  const char *message_class;
  gint64      folder;
} Setting;

static gboolean
read_settings (SqliteDbConn *conn, gpointer data, GError **error)
{
  GPtrArray **list = data;

  *list = sqlite_db_receive_folder_list (conn, error);
  return *list != NULL;
}

static GBytes *
sqlite_store_get_receive_folder (MapiMsgStore *store,
                                 const char   *message_class,
                                 guint32       flags,
                                 char        **explicit_class,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  SqliteStore   *self = SQLITE_STORE (store);
  SqliteBackend *backend = sqlite_store_get_backend (self);
  const char    *best = "";
  gint64         folder = sqlite_backend_get_folder (backend, SQLITE_FOLDER_INBOX);
  g_autoptr (GPtrArray) list = NULL;

  if (!sqlite_store_check (self, error) ||
      !sqlite_check_text (message_class, "GetReceiveFolder", error) ||
      !sqlite_backend_read (backend, read_settings, &list, error))
    return NULL;
  for (guint i = 0; i < list->len; i++)
    {
      SqliteReceiveFolder *setting = list->pdata[i];

      if (mapi_message_class_is_a (message_class, setting->message_class) &&
          strlen (setting->message_class) >= strlen (best))
        {
          best = setting->message_class;
          folder = setting->folder;
        }
    }
  *explicit_class = g_strdup (best);
  return sqlite_backend_new_entry_id (backend, MAPI_OBJECT_FOLDER, folder);
}

static gboolean
write_setting (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Setting *setting = data;
  g_autoptr (SqliteFolderData) folder = NULL;

  if (setting->folder != 0)
    {
      folder = sqlite_db_folder_load (conn, setting->folder, error);
      if (folder == NULL)
        return FALSE;
    }
  return sqlite_db_receive_folder_set (conn, setting->message_class, setting->folder, error);
}

/* Removing the default's setting leads back to the Inbox. */
static gboolean
sqlite_store_set_receive_folder (MapiMsgStore *store,
                                 const char   *message_class,
                                 guint32       flags,
                                 GBytes       *entry_id,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  SqliteStore   *self = SQLITE_STORE (store);
  SqliteBackend *backend = sqlite_store_get_backend (self);
  Setting        setting = { message_class != NULL ? message_class : "", 0 };

  if (!sqlite_store_check (self, error) ||
      !sqlite_check_text (message_class, "SetReceiveFolder", error) ||
      (entry_id != NULL &&
       !sqlite_store_parse (self, entry_id, MAPI_OBJECT_FOLDER, &setting.folder, error)))
    return FALSE;
  if (setting.folder == 0 && setting.message_class[0] == '\0')
    setting.folder = sqlite_backend_get_folder (backend, SQLITE_FOLDER_INBOX);
  return sqlite_backend_write (backend, SQLITE_DB_DURABLE, write_setting, &setting, error);
}

static MapiPropList *
new_row (SqliteBackend *backend, SqliteReceiveFolder *setting, gint64 number)
{
  const MapiUid *uid = sqlite_backend_get_uid (backend);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  sqlite_add_binary (builder, MAPI_PR_INSTANCE_KEY, sqlite_instance_key_new (number));
  sqlite_add_binary (builder,
                     MAPI_PR_RECORD_KEY,
                     sqlite_record_key_new (uid, MAPI_OBJECT_FOLDER, setting->folder));
  sqlite_add_binary (
      builder, MAPI_PR_ENTRYID, sqlite_entry_id_new (uid, MAPI_OBJECT_FOLDER, setting->folder));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, setting->message_class);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
put_row (MapiTableData       *table,
         SqliteBackend       *backend,
         SqliteReceiveFolder *setting,
         gint64               number,
         GError             **error)
{
  g_autoptr (MapiPropList) row = new_row (backend, setting, number);

  return mapi_table_data_modify_row (table, row, error);
}

static gboolean
has_default (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    if (((SqliteReceiveFolder *) list->pdata[i])->message_class[0] == '\0')
      return TRUE;
  return FALSE;
}

/* There is always a default: where its folder was deleted it is the Inbox again. */
static MapiTable *
sqlite_store_get_receive_folder_table (MapiMsgStore *store,
                                       guint32       flags,
                                       GCancellable *cancellable,
                                       GError      **error)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID, MAPI_PR_MESSAGE_CLASS, MAPI_PR_RECORD_KEY, MAPI_PR_INSTANCE_KEY
  };
  SqliteBackend *backend = sqlite_store_get_backend (SQLITE_STORE (store));
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiTableData) table =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, columns);
  SqliteReceiveFolder inbox = { (char *) "",
                                sqlite_backend_get_folder (backend, SQLITE_FOLDER_INBOX) };
  g_autoptr (GPtrArray) list = NULL;

  if (!sqlite_store_check (SQLITE_STORE (store), error) ||
      !sqlite_backend_read (backend, read_settings, &list, error))
    return NULL;
  for (guint i = 0; i < list->len; i++)
    if (!put_row (table, backend, list->pdata[i], i + 1, error))
      return NULL;
  if (!has_default (list) && !put_row (table, backend, &inbox, list->len + 1, error))
    return NULL;
  return sqlite_store_lend (SQLITE_STORE (store), mapi_table_data_get_view (table, NULL));
}

static gboolean
write_arrival (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  return sqlite_db_arrival_add (conn, data, error);
}

/* Everybody hears of it who has the store open, in whatever process (R145); the spooler alone says
 * so (R148). */
static gboolean
sqlite_store_notify_new_mail (MapiMsgStore     *store,
                              MapiNotification *notification,
                              GCancellable     *cancellable,
                              GError          **error)
{
  SqliteStore  *self = SQLITE_STORE (store);
  SqliteArrival arrival = { 0 };
  g_autoptr (GBytes) message = mapi_notification_get_entry_id (notification);
  g_autoptr (GBytes) folder = mapi_notification_get_parent_id (notification);

  if (!sqlite_store_check_spooler (self, "NotifyNewMail", error))
    return FALSE;
  if (mapi_notification_get_event_type (notification) != MAPI_fnevNewMail || message == NULL ||
      folder == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "sqlite: this is no notification of new mail");
      return FALSE;
    }
  arrival.message_class = (char *) mapi_notification_get_text (notification);
  arrival.flags = mapi_notification_get_flags (notification);
  if (!sqlite_store_parse (self, message, MAPI_OBJECT_MESSAGE, &arrival.message, error) ||
      !sqlite_store_parse (self, folder, MAPI_OBJECT_FOLDER, &arrival.folder, error) ||
      !sqlite_backend_write (
          sqlite_store_get_backend (self), SQLITE_DB_LAZY, write_arrival, &arrival, error))
    return FALSE;
  sqlite_backend_announce (sqlite_store_get_backend (self), &arrival);
  return TRUE;
}

void
sqlite_store_init_receive (MapiMsgStoreInterface *iface)
{
  iface->set_receive_folder = sqlite_store_set_receive_folder;
  iface->get_receive_folder = sqlite_store_get_receive_folder;
  iface->get_receive_folder_table = sqlite_store_get_receive_folder_table;
  iface->notify_new_mail = sqlite_store_notify_new_mail;
}
