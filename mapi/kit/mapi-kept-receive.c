/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where mail comes into a store with a backend. The settings lie in the note of its top. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-note-private.h"
#include "mapi-message-class.h"

#include <string.h>

/* Mail of this class and those below it comes into this folder. */
typedef struct
{
  char *message_class;
  char *folder;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *self = data;

  g_free (self->message_class);
  g_free (self->folder);
  g_free (self);
}

static void
add_setting (GPtrArray *settings, const char *message_class, const char *folder)
{
  Setting *self = g_new0 (Setting, 1);

  self->message_class = g_strdup (message_class);
  self->folder = g_strdup (folder);
  g_ptr_array_add (settings, self);
}

/* --- Keeping the settings --- */

static void
parse_note (MapiPropList *note, GPtrArray *settings)
{
  g_autoptr (MapiPropValue) classes = mapi_prop_list_lookup (note, MAPI_KEPT_NOTE_CLASSES);
  g_autoptr (MapiPropValue) folders = mapi_prop_list_lookup (note, MAPI_KEPT_NOTE_RECEIVERS);
  guint n = classes != NULL && folders != NULL ? MIN (mapi_prop_value_get_n_values (classes),
                                                      mapi_prop_value_get_n_values (folders))
                                               : 0;

  for (guint i = 0; i < n; i++)
    add_setting (settings,
                 mapi_prop_value_get_mv_string (classes, i),
                 mapi_prop_value_get_mv_string (folders, i));
}

static Setting *
find_setting (GPtrArray *settings, const char *message_class)
{
  for (guint i = 0; i < settings->len; i++)
    {
      Setting *setting = settings->pdata[i];

      if (g_ascii_strcasecmp (setting->message_class, message_class) == 0)
        return setting;
    }
  return NULL;
}

/* There is always one for all classes. */
static GPtrArray *
read_settings (MapiKeptStore *self, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self);
  MapiKeptPlace    *top = mapi_store_backend_ensure_top (backend);
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func (setting_free);

  if (!mapi_store_backend_survey (backend, top, error))
    return NULL;
  if (top->note != NULL)
    parse_note (top->note, settings);
  if (find_setting (settings, "") == NULL)
    add_setting (settings, "", MAPI_KEPT_INBOX);
  return g_steal_pointer (&settings);
}

static gboolean
write_settings (MapiKeptStore *self, GPtrArray *settings, GCancellable *cancellable, GError **error)
{
  MapiKeptPlace          *top = mapi_store_backend_ensure_top (mapi_kept_store_get_backend (self));
  g_autofree const char **classes = g_new0 (const char *, settings->len + 1);
  g_autofree const char **folders = g_new0 (const char *, settings->len + 1);
  g_autoptr (MapiPropValue) class_value = NULL;
  g_autoptr (MapiPropValue) folder_value = NULL;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) changes = NULL;

  for (guint i = 0; i < settings->len; i++)
    {
      classes[i] = ((Setting *) settings->pdata[i])->message_class;
      folders[i] = ((Setting *) settings->pdata[i])->folder;
    }
  class_value = mapi_prop_value_new_mv_string (MAPI_KEPT_NOTE_CLASSES, classes);
  folder_value = mapi_prop_value_new_mv_string (MAPI_KEPT_NOTE_RECEIVERS, folders);
  mapi_prop_list_builder_add_value (builder, class_value);
  mapi_prop_list_builder_add_value (builder, folder_value);
  changes = mapi_prop_list_builder_end (builder);
  return mapi_kept_note_write (self, top, changes, cancellable, error);
}

/* Without a folder the setting goes, and mail of its class where that of the class above goes. */
static void
change_setting (GPtrArray *settings, const char *message_class, const char *folder)
{
  Setting *setting = find_setting (settings, message_class);

  if (setting != NULL)
    g_ptr_array_remove (settings, setting);
  if (folder != NULL)
    add_setting (settings, message_class, folder);
}

gboolean
mapi_kept_store_redirect_mail (MapiKeptStore *self,
                               const char    *folder,
                               const char    *other,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_autoptr (GPtrArray) settings = read_settings (self, error);
  gboolean is_changed = FALSE;

  for (guint i = settings != NULL ? settings->len : 0; i-- > 0;)
    {
      Setting         *setting = settings->pdata[i];
      g_autofree char *message_class = g_strdup (setting->message_class);

      if (!g_str_equal (setting->folder, folder))
        continue;
      change_setting (settings, message_class, other);
      is_changed = TRUE;
    }
  return settings != NULL && (!is_changed || write_settings (self, settings, cancellable, error));
}

/* --- Asking and setting --- */

/* The longest class that covers it (R348), if its folder is still there. */
static Setting *
choose (MapiStoreBackend *backend, GPtrArray *settings, const char *message_class)
{
  Setting *best = NULL;

  for (guint i = 0; i < settings->len; i++)
    {
      Setting *setting = settings->pdata[i];

      if (mapi_message_class_is_a (message_class, setting->message_class) &&
          (best == NULL || strlen (setting->message_class) > strlen (best->message_class)) &&
          mapi_store_backend_find_place (backend, setting->folder, NULL) != NULL)
        best = setting;
    }
  return best;
}

static GBytes *
mapi_kept_store_get_receive_folder (MapiMsgStore *store,
                                    const char   *message_class,
                                    guint32       flags,
                                    char        **explicit_class,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiKeptStore    *self = MAPI_KEPT_STORE (store);
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self);
  g_autoptr (GPtrArray) settings = NULL;
  Setting *setting = NULL;

  if (!mapi_kept_store_check_sends (self, "GetReceiveFolder", error))
    return NULL;
  mapi_store_backend_lock (backend);
  settings = read_settings (self, error);
  if (settings != NULL)
    setting = choose (backend, settings, message_class);
  mapi_store_backend_unlock (backend);
  if (settings == NULL)
    return NULL;
  *explicit_class = g_strdup (setting != NULL ? setting->message_class : "");
  return mapi_store_backend_new_id (
      backend, MAPI_KEPT_IS_FOLDER, setting != NULL ? setting->folder : MAPI_KEPT_INBOX, NULL);
}

/* The folder that a client names, if there can be messages in it. */
static gboolean
parse_folder (MapiKeptStore *self, GBytes *entry_id, MapiKeptId *id, GError **error)
{
  const MapiUid *uid = mapi_store_backend_get_uid (mapi_kept_store_get_backend (self));

  if (!mapi_kept_id_parse (id, uid, entry_id, error))
    return FALSE;
  if (id->kind == MAPI_KEPT_IS_FOLDER && !mapi_kept_key_is_hidden (id->folder))
    return mapi_store_backend_find_place (mapi_kept_store_get_backend (self), id->folder, error) !=
           NULL;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "SetReceiveFolder: the entry identifier names no folder for messages");
  return FALSE;
}

static gboolean
set_receive_folder (MapiKeptStore *self,
                    const char    *message_class,
                    GBytes        *entry_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_auto (MapiKeptId) id = { 0 };
  g_autoptr (GPtrArray) settings = NULL;

  if (entry_id != NULL && !parse_folder (self, entry_id, &id, error))
    return FALSE;
  settings = read_settings (self, error);
  if (settings == NULL)
    return FALSE;
  change_setting (settings, message_class, id.folder);
  return write_settings (self, settings, cancellable, error);
}

static gboolean
mapi_kept_store_set_receive_folder (MapiMsgStore *store,
                                    const char   *message_class,
                                    guint32       flags,
                                    GBytes       *entry_id,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiKeptStore    *self = MAPI_KEPT_STORE (store);
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self);
  gboolean          is_set;

  if (!mapi_kept_store_check_sends (self, "SetReceiveFolder", error))
    return FALSE;
  if (message_class != NULL && !g_utf8_validate (message_class, -1, NULL))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "SetReceiveFolder: the class is not UTF-8");
      return FALSE;
    }
  mapi_store_backend_lock (backend);
  is_set = set_receive_folder (
      self, message_class != NULL ? message_class : "", entry_id, cancellable, error);
  mapi_store_backend_unlock (backend);
  return is_set;
}

/* --- All of them as a table --- */

static gboolean
put_row (MapiTableData *table, MapiStoreBackend *backend, const Setting *setting, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) id =
      mapi_store_backend_new_id (backend, MAPI_KEPT_IS_FOLDER, setting->folder, NULL);
  g_autoptr (GBytes) key = g_bytes_new (setting->message_class, strlen (setting->message_class));
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, key);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, setting->message_class);
  row = mapi_prop_list_builder_end (builder);
  return mapi_table_data_modify_row (table, row, error);
}

static gboolean
put_rows (MapiTableData *table, MapiKeptStore *self, GError **error)
{
  g_autoptr (GPtrArray) settings = read_settings (self, error);

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    if (!put_row (table, mapi_kept_store_get_backend (self), settings->pdata[i], error))
      return FALSE;
  return settings != NULL;
}

static MapiTable *
mapi_kept_store_get_receive_folder_table (MapiMsgStore *store,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error)
{
  MapiKeptStore    *self = MAPI_KEPT_STORE (store);
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self);
  g_autoptr (MapiTableData) table =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);
  gboolean is_filled;

  if (!mapi_kept_store_check_sends (self, "GetReceiveFolderTable", error))
    return NULL;
  mapi_store_backend_lock (backend);
  is_filled = put_rows (table, self, error);
  mapi_store_backend_unlock (backend);
  return is_filled ? mapi_kept_store_lend (self, mapi_table_data_get_view (table, NULL)) : NULL;
}

/* --- News --- */

/* Everybody hears of it who has the store open (R145); the spooler alone says so (R148). */
static gboolean
mapi_kept_store_notify_new_mail (MapiMsgStore     *store,
                                 MapiNotification *notification,
                                 GCancellable     *cancellable,
                                 GError          **error)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (store);
  g_autoptr (GBytes) parent = mapi_notification_get_parent_id (notification);

  if (!mapi_kept_store_check_spooler (self, "NotifyNewMail", error))
    return FALSE;
  if (mapi_notification_get_event_type (notification) != MAPI_fnevNewMail || parent == NULL)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "this is no notification of new mail");
      return FALSE;
    }
  mapi_notifier_send (
      mapi_store_backend_get_notifier (mapi_kept_store_get_backend (self)), parent, notification);
  return TRUE;
}

void
mapi_kept_store_init_receive (MapiMsgStoreInterface *iface)
{
  iface->set_receive_folder = mapi_kept_store_set_receive_folder;
  iface->get_receive_folder = mapi_kept_store_get_receive_folder;
  iface->get_receive_folder_table = mapi_kept_store_get_receive_folder_table;
  iface->notify_new_mail = mapi_kept_store_notify_new_mail;
}
