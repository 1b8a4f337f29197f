/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A folder of a store with a backend: a way into the index. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-offer.h"
#include "mapi-read-flag.h"

#define MAPI_TYPE_KEPT_FOLDER (mapi_kept_folder_get_type ())
G_DECLARE_FINAL_TYPE (MapiKeptFolder, mapi_kept_folder, MAPI, KEPT_FOLDER, MapiPropData)

struct _MapiKeptFolder
{
  MapiPropData   parent_instance;
  MapiKeptStore *store;
  char          *key;
};

static void mapi_kept_folder_container_init (MapiContainerInterface *iface);
static void mapi_kept_folder_folder_init (MapiFolderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptFolder,
                               mapi_kept_folder,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                      mapi_kept_folder_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER,
                                                          mapi_kept_folder_folder_init))

/* --- Tables --- */

static MapiStoreBackend *
get_backend (MapiKeptFolder *self)
{
  return mapi_kept_store_get_backend (self->store);
}

static MapiTableData *
new_empty_table (void)
{
  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);
}

static MapiTable *
get_rows (MapiKeptFolder *self, GError **error)
{
  MapiStoreBackend *backend = get_backend (self);
  MapiTable        *table = NULL;
  MapiKeptPlace    *place;

  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, self->key, error);
  if (place != NULL && mapi_store_backend_look (backend, place, error) &&
      mapi_store_backend_fill (backend, place, error))
    table = mapi_table_data_get_view (place->rows, NULL);
  mapi_store_backend_unlock (backend);
  return table;
}

static MapiTable *
mapi_kept_folder_get_contents_table (MapiContainer *container,
                                     guint32        flags,
                                     GCancellable  *cancellable,
                                     GError       **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (container);
  g_autoptr (MapiTableData) none = new_empty_table ();

  if (!mapi_kept_store_check (self->store, error))
    return NULL;
  return mapi_kept_store_lend (self->store,
                               flags & MAPI_ASSOCIATED ? mapi_table_data_get_view (none, NULL)
                                                       : get_rows (self, error));
}

typedef struct
{
  MapiStoreBackend *backend;
  MapiTableData    *table;
  gboolean          deep;
} Walk;

/* A folder knows how many messages and folders it has when it was looked into. */
static gboolean
add_below (const Walk *walk, MapiKeptPlace *place, gint32 depth, GError **error)
{
  if (!mapi_store_backend_look (walk->backend, place, error))
    return FALSE;
  for (guint i = 0; i < place->below->len; i++)
    {
      MapiKeptPlace *below = place->below->pdata[i];
      g_autoptr (MapiPropList) row = NULL;

      if (!mapi_store_backend_look (walk->backend, below, error))
        return FALSE;
      row = mapi_store_backend_describe (walk->backend, below, depth);
      if (!mapi_table_data_modify_row (walk->table, row, error) ||
          (walk->deep && !add_below (walk, below, depth + 1, error)))
        return FALSE;
    }
  return TRUE;
}

static MapiTable *
mapi_kept_folder_get_hierarchy_table (MapiContainer *container,
                                      guint32        flags,
                                      GCancellable  *cancellable,
                                      GError       **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (container);
  MapiStoreBackend *backend = get_backend (self);
  g_autoptr (MapiTableData) table = new_empty_table ();
  Walk           walk = { backend, table, (flags & MAPI_CONVENIENT_DEPTH) != 0 };
  MapiKeptPlace *place;
  gboolean       added;

  if (!mapi_kept_store_check (self->store, error))
    return NULL;
  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, self->key, error);
  added = place != NULL && add_below (&walk, place, 1, error);
  mapi_store_backend_unlock (backend);
  return added ? mapi_kept_store_lend (self->store, mapi_table_data_get_view (table, NULL)) : NULL;
}

static MapiProp *
mapi_kept_folder_open_entry (MapiContainer *container,
                             GBytes        *entry_id,
                             const char    *interface_name,
                             guint32        flags,
                             GCancellable  *cancellable,
                             GError       **error)
{
  return mapi_kept_store_open_entry (
      MAPI_KEPT_FOLDER (container)->store, entry_id, interface_name, flags, cancellable, error);
}

static void
mapi_kept_folder_container_init (MapiContainerInterface *iface)
{
  iface->get_contents_table = mapi_kept_folder_get_contents_table;
  iface->get_hierarchy_table = mapi_kept_folder_get_hierarchy_table;
  iface->open_entry = mapi_kept_folder_open_entry;
}

/* --- Messages --- */

static gboolean
check_holds_messages (MapiKeptFolder *self, guint32 flags, GError **error)
{
  if (!mapi_kept_store_check_writable (self->store, error))
    return FALSE;
  if ((flags & MAPI_ASSOCIATED) == 0 && self->key[0] != '\1')
    return TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NO_SUPPORT,
                       "CreateMessage: messages of this kind are not kept here");
  return FALSE;
}

static MapiMessage *
mapi_kept_folder_create_message (MapiFolder   *folder,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  MapiProp       *message;

  if (!check_holds_messages (self, flags, error))
    return NULL;
  message = mapi_prop_offer (
      MAPI_PROP (mapi_kept_message_new (self->store, self->key)), interface_name, error);
  return mapi_kept_store_lend (self->store, message);
}

/* What is to be done to each of several messages. */
typedef gboolean (*Step) (MapiKeptMessage *message,
                          gpointer         data,
                          GCancellable    *cancellable,
                          GError         **error);

/* What waits to be sent stays as it is (R593, R594). */
static gboolean
run_step (MapiKeptFolder *self,
          GBytes         *entry_id,
          Step            step,
          gpointer        data,
          GCancellable   *cancellable,
          GError        **error)
{
  g_auto (MapiKeptId) id = { 0 };
  g_autoptr (MapiKeptMessage) message = NULL;

  if (!mapi_kept_id_parse (&id, mapi_store_backend_get_uid (get_backend (self)), entry_id, error))
    return FALSE;
  if (id.kind != MAPI_KEPT_IS_MESSAGE || !g_str_equal (id.folder, self->key))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the message is not in this folder");
      return FALSE;
    }
  message = mapi_kept_message_take (self->store, id.folder, id.key, error);
  if (message == NULL)
    return FALSE;
  if (mapi_kept_message_is_queued (message))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_SUBMITTED, "the message waits to be sent");
      return FALSE;
    }
  return step (message, data, cancellable, error);
}

static gboolean
is_harmless (const GError *error)
{
  return g_error_matches (error, MAPI_ERROR, MAPI_E_NOT_FOUND) ||
         g_error_matches (error, MAPI_ERROR, MAPI_E_SUBMITTED);
}

/* That some cannot be done is a warning. */
static gboolean
run_steps (MapiKeptFolder *self,
           MapiEntryList  *messages,
           MapiProgress   *progress,
           Step            step,
           gpointer        data,
           GCancellable   *cancellable,
           guint32        *warning,
           GError        **error)
{
  guint n = mapi_entry_list_get_size (messages);

  if (!mapi_kept_store_check_writable (self->store, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (messages, i);
      g_autoptr (GError) local = NULL;

      if (!run_step (self, entry_id, step, data, cancellable, &local))
        {
          if (!is_harmless (local))
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          *warning = MAPI_W_PARTIAL_COMPLETION;
        }
      if (progress != NULL && !mapi_progress_tell (progress, i + 1, n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_message (MapiKeptMessage *message, gpointer data, GCancellable *cancellable, GError **error)
{
  mapi_kept_message_report_unread (message, cancellable);
  return mapi_kept_message_delete (message, cancellable, error);
}

static gboolean
mapi_kept_folder_delete_messages (MapiFolder    *folder,
                                  MapiEntryList *messages,
                                  MapiProgress  *progress,
                                  guint32        flags,
                                  GCancellable  *cancellable,
                                  guint32       *warning,
                                  GError       **error)
{
  return run_steps (MAPI_KEPT_FOLDER (folder),
                    messages,
                    progress,
                    delete_message,
                    NULL,
                    cancellable,
                    warning,
                    error);
}

typedef struct
{
  const char *folder;
  gboolean    is_move;
} Copy;

static gboolean
copy_message (MapiKeptMessage *message, gpointer data, GCancellable *cancellable, GError **error)
{
  Copy *copy = data;

  return mapi_kept_message_move (message, copy->folder, !copy->is_move, cancellable, error);
}

/* Into another store the support object copies, which knows what is to be reported before. */
static gboolean
mapi_kept_folder_copy_messages (MapiFolder    *folder,
                                MapiEntryList *messages,
                                MapiFolder    *destination,
                                MapiProgress  *progress,
                                guint32        flags,
                                GCancellable  *cancellable,
                                guint32       *warning,
                                GError       **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  MapiKeptFolder *own = MAPI_IS_KEPT_FOLDER (destination) ? MAPI_KEPT_FOLDER (destination) : NULL;
  Copy            copy = { own != NULL ? own->key : NULL, (flags & MAPI_MESSAGE_MOVE) != 0 };

  if (!mapi_kept_store_check (self->store, error))
    return FALSE;
  if (own == NULL || get_backend (own) != get_backend (self))
    return mapi_support_copy_messages (mapi_kept_store_get_support (self->store),
                                       folder,
                                       messages,
                                       destination,
                                       progress,
                                       flags,
                                       cancellable,
                                       warning,
                                       error);
  return run_steps (self, messages, progress, copy_message, &copy, cancellable, warning, error);
}

static gboolean
set_read_flag (MapiKeptMessage *message, gpointer data, GCancellable *cancellable, GError **error)
{
  return mapi_kept_message_set_read_flag (
      MAPI_MESSAGE (message), *(guint32 *) data, cancellable, error);
}

static MapiEntryList *
list_all (MapiKeptFolder *self, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  MapiStoreBackend *backend = get_backend (self);
  MapiKeptPlace    *place;
  GHashTableIter    iter;
  gpointer          key;

  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, self->key, error);
  if (place != NULL)
    {
      g_hash_table_iter_init (&iter, place->slips);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_ptr_array_add (ids,
                         mapi_store_backend_new_id (backend, MAPI_KEPT_IS_MESSAGE, self->key, key));
    }
  mapi_store_backend_unlock (backend);
  return place != NULL ? mapi_entry_list_new ((GBytes **) ids->pdata, ids->len) : NULL;
}

/* Without a list all of the folder are meant. */
static gboolean
mapi_kept_folder_set_read_flags (MapiFolder    *folder,
                                 MapiEntryList *messages,
                                 MapiProgress  *progress,
                                 guint32        flags,
                                 GCancellable  *cancellable,
                                 guint32       *warning,
                                 GError       **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  g_autoptr (MapiEntryList) all = NULL;

  if (!mapi_read_flag_check (flags, error))
    return FALSE;
  all = messages != NULL ? mapi_entry_list_ref (messages) : list_all (self, error);
  return all != NULL &&
         run_steps (self, all, progress, set_read_flag, &flags, cancellable, warning, error);
}

static MapiKeptMessage *
take (MapiKeptFolder *self, GBytes *entry_id, GError **error)
{
  g_auto (MapiKeptId) id = { 0 };

  if (!mapi_kept_store_check (self->store, error) ||
      !mapi_kept_id_parse (&id, mapi_store_backend_get_uid (get_backend (self)), entry_id, error))
    return NULL;
  if (id.kind == MAPI_KEPT_IS_MESSAGE)
    return mapi_kept_message_take (self->store, id.folder, id.key, error);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "the entry identifier names no message");
  return NULL;
}

static gboolean
mapi_kept_folder_get_message_status (MapiFolder   *folder,
                                     GBytes       *entry_id,
                                     guint32       flags,
                                     guint32      *message_status,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  g_autoptr (MapiKeptMessage) message = take (MAPI_KEPT_FOLDER (folder), entry_id, error);

  if (message == NULL)
    return FALSE;
  *message_status = mapi_kept_message_get_long (message, MAPI_PR_MSG_STATUS);
  return TRUE;
}

/* With the lock, so that two who set different bits both do. A client may do that to what waits to
 * be sent, too. */
static gboolean
change_status (MapiKeptFolder *self,
               GBytes         *entry_id,
               guint32         new_status,
               guint32         mask,
               guint32        *old_status,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autoptr (MapiKeptMessage) message = take (self, entry_id, error);

  if (message == NULL)
    return FALSE;
  *old_status = mapi_kept_message_get_long (message, MAPI_PR_MSG_STATUS);
  mapi_kept_message_set_long (
      message, MAPI_PR_MSG_STATUS, (*old_status & ~mask) | (new_status & mask));
  return mapi_kept_message_rewrite (message, cancellable, error);
}

static gboolean
mapi_kept_folder_set_message_status (MapiFolder   *folder,
                                     GBytes       *entry_id,
                                     guint32       new_status,
                                     guint32       new_status_mask,
                                     guint32      *old_status,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (folder);
  MapiStoreBackend *backend = get_backend (self);
  gboolean          changed;

  mapi_store_backend_lock (backend);
  changed =
      change_status (self, entry_id, new_status, new_status_mask, old_status, cancellable, error);
  mapi_store_backend_unlock (backend);
  return changed;
}

static void
mapi_kept_folder_folder_init (MapiFolderInterface *iface)
{
  iface->create_message = mapi_kept_folder_create_message;
  iface->copy_messages = mapi_kept_folder_copy_messages;
  iface->delete_messages = mapi_kept_folder_delete_messages;
  iface->set_read_flags = mapi_kept_folder_set_read_flags;
  iface->get_message_status = mapi_kept_folder_get_message_status;
  iface->set_message_status = mapi_kept_folder_set_message_status;
}

static void
mapi_kept_folder_finalize (GObject *object)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (object);

  g_free (self->key);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (mapi_kept_folder_parent_class)->finalize (object);
}

static void
mapi_kept_folder_class_init (MapiKeptFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_kept_folder_finalize;
}

static void
mapi_kept_folder_init (MapiKeptFolder *self)
{
}

/* Its properties are those of the moment. */
MapiProp *
mapi_kept_folder_open (MapiKeptStore *store, const char *key, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (store);
  g_autoptr (MapiPropList) props = NULL;
  MapiKeptPlace  *place;
  MapiKeptFolder *self;

  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, key, error);
  if (place != NULL && mapi_store_backend_look (backend, place, error))
    props = mapi_store_backend_describe (backend, place, 0);
  mapi_store_backend_unlock (backend);
  if (props == NULL)
    return NULL;

  self = g_object_new (MAPI_TYPE_KEPT_FOLDER, NULL);
  self->store = g_object_ref (store);
  self->key = g_strdup (key);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY | MAPI_IPROP_CLEAN);
  return MAPI_PROP (self);
}
