/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-file-watch-private.h"
#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-store-backend-private.h"

/**
 * MapiStoreBackend:
 *
 * What is particular to a store that keeps messages in folders: where they are. A provider derives
 * from it and says what there is, reads a message, and where the store can be written to keeps and
 * drops one. #MapiStoreFactory makes the provider of it; the store, its folders, tables, messages,
 * notifications and the outgoing queue are the kit's.
 *
 * Folders and messages have keys, which are texts of the provider's own. Entry identifiers are made
 * of them, so what has a key keeps it as long as it is there.
 *
 * The methods are called one at a time, in whatever thread. What others than this process have
 * changed shows when a folder is opened or a table of it is, and with
 * mapi_store_backend_refresh().
 *
 * Since: 1.0
 */

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MapiStoreBackend, mapi_store_backend, G_TYPE_OBJECT)

MapiStoreBackendPrivate *
mapi_store_backend_get_private (gpointer self)
{
  return mapi_store_backend_get_instance_private (MAPI_STORE_BACKEND (self));
}

void
mapi_store_backend_lock (MapiStoreBackend *self)
{
  g_rec_mutex_lock (&mapi_store_backend_get_private (self)->lock);
}

void
mapi_store_backend_unlock (MapiStoreBackend *self)
{
  g_rec_mutex_unlock (&mapi_store_backend_get_private (self)->lock);
}

/* --- What the store is --- */

void
mapi_store_backend_set_kind (MapiStoreBackend *self, const MapiUid *kind)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);

  priv->kind = *kind;
  mapi_kept_derive_uid (&priv->kind, priv->name, &priv->uid);
}

const MapiUid *
mapi_store_backend_get_kind (MapiStoreBackend *self)
{
  return &mapi_store_backend_get_private (self)->kind;
}

const MapiUid *
mapi_store_backend_get_uid (MapiStoreBackend *self)
{
  return &mapi_store_backend_get_private (self)->uid;
}

/**
 * mapi_store_backend_set_name:
 * @self: a backend that is being opened
 * @name: what the store is called
 *
 * Says what the store is called. What stores of the same provider have to differ in belongs into
 * the name, such as the path of a folder: two of the same name are the same store.
 *
 * Since: 1.0
 */
void
mapi_store_backend_set_name (MapiStoreBackend *self, const char *name)
{
  MapiStoreBackendPrivate *priv;

  g_return_if_fail (MAPI_IS_STORE_BACKEND (self));
  g_return_if_fail (name != NULL);

  priv = mapi_store_backend_get_private (self);
  g_free (priv->name);
  priv->name = g_strdup (name);
  mapi_kept_derive_uid (&priv->kind, priv->name, &priv->uid);
}

/**
 * mapi_store_backend_get_name:
 * @self: a backend
 *
 * Tells what the store is called.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_store_backend_get_name (MapiStoreBackend *self)
{
  g_return_val_if_fail (MAPI_IS_STORE_BACKEND (self), NULL);

  return mapi_store_backend_get_private (self)->name;
}

/**
 * mapi_store_backend_set_sends:
 * @self: a backend that is being opened
 * @sends: whether mail is sent from the store
 *
 * Says that mail is sent from the store and comes into it, so that it can be the default store: it
 * has an Inbox, an Outbox, and folders for what was sent and deleted, whose keys are their names,
 * and an outgoing queue. Such a store must keep all properties of a message, and its recipients;
 * mapi_message_to_bytes() does.
 *
 * Since: 1.0
 */
void
mapi_store_backend_set_sends (MapiStoreBackend *self, gboolean sends)
{
  g_return_if_fail (MAPI_IS_STORE_BACKEND (self));

  mapi_store_backend_get_private (self)->sends = sends;
}

gboolean
mapi_store_backend_is_writable (MapiStoreBackend *self)
{
  return MAPI_STORE_BACKEND_GET_CLASS (self)->save_message != NULL;
}

gboolean
mapi_store_backend_get_sends (MapiStoreBackend *self)
{
  return mapi_store_backend_get_private (self)->sends && mapi_store_backend_is_writable (self);
}

MapiNotifier *
mapi_store_backend_get_notifier (MapiStoreBackend *self)
{
  return mapi_store_backend_get_private (self)->notifier;
}

MapiTableData *
mapi_store_backend_get_queue (MapiStoreBackend *self)
{
  return mapi_store_backend_get_private (self)->queue;
}

MapiNameMap *
mapi_store_backend_get_names (MapiStoreBackend *self)
{
  return mapi_store_backend_get_private (self)->names;
}

GBytes *
mapi_store_backend_get_store_id (MapiStoreBackend *self)
{
  return g_atomic_pointer_get (&mapi_store_backend_get_private (self)->store_id);
}

void
mapi_store_backend_set_store_id (MapiStoreBackend *self, GBytes *store_id)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);

  mapi_store_backend_lock (self);
  if (priv->store_id == NULL)
    g_atomic_pointer_set (&priv->store_id, g_bytes_ref (store_id));
  mapi_store_backend_unlock (self);
}

GBytes *
mapi_store_backend_new_id (MapiStoreBackend *self,
                           MapiKeptKind      kind,
                           const char       *folder,
                           const char       *key)
{
  return mapi_kept_id_new (mapi_store_backend_get_uid (self), kind, folder, key);
}

GObject *
mapi_store_backend_dup_store (MapiStoreBackend *self, gboolean for_spooler)
{
  return g_weak_ref_get (&mapi_store_backend_get_private (self)->stores[for_spooler ? 1 : 0]);
}

void
mapi_store_backend_set_store (MapiStoreBackend *self, gboolean for_spooler, gpointer store)
{
  g_weak_ref_set (&mapi_store_backend_get_private (self)->stores[for_spooler ? 1 : 0], store);
}

/* Times that grow from call to call, in microseconds since 1970: what was submitted first is sent
 * first. */
guint64
mapi_store_backend_next_time (MapiStoreBackend *self)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);

  mapi_store_backend_lock (self);
  priv->last_time = MAX (priv->last_time + 1, (guint64) g_get_real_time ());
  mapi_store_backend_unlock (self);
  return priv->last_time;
}

void
mapi_store_backend_add_common (MapiStoreBackend *self, MapiPropListBuilder *builder)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);

  if (priv->store_id != NULL)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_STORE_ENTRYID, priv->store_id);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_STORE_RECORD_KEY, &priv->uid, sizeof priv->uid);
  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_MAPPING_SIGNATURE, &priv->uid, sizeof priv->uid);
}

/* An identifier, or NULL where there is no folder to name. */
static GBytes *
identify (MapiStoreBackend *self, const char *folder, const char *key)
{
  return folder != NULL
             ? mapi_store_backend_new_id (
                   self, key != NULL ? MAPI_KEPT_IS_MESSAGE : MAPI_KEPT_IS_FOLDER, folder, key)
             : NULL;
}

/* Nobody can watch what has just come: those hear of it who watch the folder around it. */
static void
tell (MapiStoreBackend *self,
      guint32           event,
      guint32           type,
      GBytes           *id,
      GBytes           *parent,
      GBytes           *old,
      GBytes           *old_parent)
{
  g_autoptr (MapiNotification) news =
      mapi_notification_new_object (event, type, id, parent, old, old_parent, NULL);

  mapi_notifier_send (
      mapi_store_backend_get_notifier (self), event == MAPI_fnevObjectCreated ? parent : id, news);
}

void
mapi_store_backend_tell (MapiStoreBackend *self,
                         guint32           event,
                         const char       *folder,
                         const char       *key,
                         const char       *old_folder,
                         const char       *old_key)
{
  g_autoptr (GBytes) parent = identify (self, folder, NULL);
  g_autoptr (GBytes) id = identify (self, folder, key);
  g_autoptr (GBytes) old_parent = identify (self, old_folder, NULL);
  g_autoptr (GBytes) old = identify (self, old_folder, old_key);

  tell (self, event, MAPI_OBJECT_MESSAGE, id, parent, old, old_parent);
}

void
mapi_store_backend_tell_of_folder (MapiStoreBackend *self,
                                   guint32           event,
                                   const char       *folder,
                                   const char       *parent,
                                   const char       *old_folder,
                                   const char       *old_parent)
{
  g_autoptr (GBytes) around = identify (self, parent, NULL);
  g_autoptr (GBytes) id = identify (self, folder, NULL);
  g_autoptr (GBytes) old_around = identify (self, old_parent, NULL);
  g_autoptr (GBytes) old = identify (self, old_folder, NULL);

  tell (self, event, MAPI_OBJECT_FOLDER, id, around, old, old_around);
}

void
mapi_store_backend_tell_changed (MapiStoreBackend *self, const char *folder)
{
  GHashTable    *places = mapi_store_backend_get_private (self)->places;
  MapiKeptPlace *place = g_hash_table_lookup (places, folder);

  if (place != NULL)
    mapi_store_backend_show_place (self, place);
  mapi_store_backend_tell_of_folder (self, MAPI_fnevObjectModified, folder, NULL, NULL, NULL);
}

/* --- What others do --- */

static gboolean serves_main;

void
mapi_store_backend_serve_main (void)
{
  serves_main = TRUE;
}

static gboolean
refresh (gpointer self)
{
  g_autoptr (GError) error = NULL;

  if (!mapi_store_backend_refresh (self, &error))
    g_message ("%s: %s", mapi_store_backend_get_name (self), error->message);
  return G_SOURCE_REMOVE;
}

/* In the thread that watches. Nobody has seen anything yet of what nobody is logged on to. */
static void
on_changed (GObject *self)
{
  if (mapi_store_backend_get_store_id (MAPI_STORE_BACKEND (self)) == NULL)
    return;
  if (serves_main)
    g_main_context_invoke_full (
        NULL, G_PRIORITY_DEFAULT, refresh, g_object_ref (self), g_object_unref);
  else
    refresh (self);
}

/**
 * mapi_store_backend_watch:
 * @self: a backend that is being opened
 * @path: a file, or a folder that is there
 *
 * Has the store look anew when others change a file, or what lies in a folder: so the spooler of
 * one process learns what a client in another one has submitted.
 *
 * Since: 1.0
 */
void
mapi_store_backend_watch (MapiStoreBackend *self, const char *path)
{
  g_return_if_fail (MAPI_IS_STORE_BACKEND (self));
  g_return_if_fail (path != NULL);

  g_ptr_array_add (mapi_store_backend_get_private (self)->watches,
                   mapi_file_watch_new (path, 0, G_OBJECT (self), on_changed));
}

/* --- What the provider does --- */

/**
 * mapi_store_backend_open: (virtual open)
 * @self: a backend
 * @settings: the properties of the provider's section of the profile
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives the backend its settings. #MapiStoreFactory does this at logon. Fails with
 * %MAPI_E_UNCONFIGURED when something is missing.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_open (MapiStoreBackend *self,
                         MapiPropList     *settings,
                         GCancellable     *cancellable,
                         GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "open", error);

  return mapi_guard_boolean (
      &guard,
      MAPI_STORE_BACKEND_GET_CLASS (self)->open (self, settings, cancellable, &guard.local));
}

/**
 * mapi_store_backend_load_message: (virtual load_message)
 * @self: a backend
 * @folder: the key of the folder
 * @key: the key of the message
 * @message: the message to fill
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fills a message. Fails with %MAPI_E_NOT_FOUND where there is none.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_load_message (MapiStoreBackend *self,
                                 const char       *folder,
                                 const char       *key,
                                 MapiMessage      *message,
                                 GCancellable     *cancellable,
                                 GError          **error)
{
  MapiGuard              guard = MAPI_GUARD_INIT (self, "load_message", error);
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  gboolean               loaded;

  if (!mapi_guard_allows (&guard, klass->load_message != NULL))
    return mapi_guard_boolean (&guard, FALSE);
  mapi_store_backend_lock (self);
  loaded = klass->load_message (self, folder, key, message, cancellable, &guard.local);
  mapi_store_backend_unlock (self);
  return mapi_guard_boolean (&guard, loaded);
}

/**
 * mapi_store_backend_save_message: (virtual save_message)
 * @self: a backend
 * @folder: the key of the folder
 * @key: (nullable): the key of the message, or %NULL for a new one
 * @message: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Keeps a message. When it returns the message is safe.
 *
 * Returns: (transfer full): the key that the message has from now on; %NULL with @error set on
 *   failure
 *
 * Since: 1.0
 */
char *
mapi_store_backend_save_message (MapiStoreBackend *self,
                                 const char       *folder,
                                 const char       *key,
                                 MapiMessage      *message,
                                 GCancellable     *cancellable,
                                 GError          **error)
{
  MapiGuard              guard = MAPI_GUARD_INIT (self, "save_message", error);
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  g_autofree char       *new_key = NULL;

  if (!mapi_guard_allows (&guard, klass->save_message != NULL))
    return mapi_guard_boxed (&guard, NULL, g_free);
  mapi_store_backend_lock (self);
  new_key = klass->save_message (self, folder, key, message, cancellable, &guard.local);
  mapi_store_backend_unlock (self);
  new_key = mapi_guard_boxed (&guard, g_steal_pointer (&new_key), g_free);
  return new_key != NULL && mapi_kept_key_check ("save_message", new_key, error)
             ? g_steal_pointer (&new_key)
             : NULL;
}

/**
 * mapi_store_backend_remove_message: (virtual remove_message)
 * @self: a backend
 * @folder: the key of the folder
 * @key: the key of the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Drops a message.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_remove_message (MapiStoreBackend *self,
                                   const char       *folder,
                                   const char       *key,
                                   GCancellable     *cancellable,
                                   GError          **error)
{
  MapiGuard              guard = MAPI_GUARD_INIT (self, "remove_message", error);
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  gboolean               removed;

  if (!mapi_guard_allows (&guard, klass->remove_message != NULL))
    return mapi_guard_boolean (&guard, FALSE);
  mapi_store_backend_lock (self);
  removed = klass->remove_message (self, folder, key, cancellable, &guard.local);
  mapi_store_backend_unlock (self);
  return mapi_guard_boolean (&guard, removed);
}

static gboolean
mapi_store_backend_real_open (MapiStoreBackend *self,
                              MapiPropList     *settings,
                              GCancellable     *cancellable,
                              GError          **error)
{
  return TRUE;
}

static void
mapi_store_backend_finalize (GObject *object)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (object);

  g_free (priv->name);
  g_clear_pointer (&priv->store_id, g_bytes_unref);
  g_ptr_array_unref (priv->watches);
  g_hash_table_unref (priv->places);
  g_ptr_array_unref (priv->hierarchies);
  g_object_unref (priv->queue);
  g_object_unref (priv->notifier);
  mapi_name_map_unref (priv->names);
  g_weak_ref_clear (&priv->stores[0]);
  g_weak_ref_clear (&priv->stores[1]);
  g_rec_mutex_clear (&priv->lock);
  G_OBJECT_CLASS (mapi_store_backend_parent_class)->finalize (object);
}

static void
mapi_store_backend_class_init (MapiStoreBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_store_backend_finalize;
  klass->open = mapi_store_backend_real_open;
}

static void
mapi_store_backend_init (MapiStoreBackend *self)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);

  g_rec_mutex_init (&priv->lock);
  g_weak_ref_init (&priv->stores[0], NULL);
  g_weak_ref_init (&priv->stores[1], NULL);
  priv->name = g_strdup ("Store");
  priv->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_file_watch_free);
  priv->places = mapi_kept_places_new ();
  priv->hierarchies = mapi_kept_hierarchies_new ();
  priv->queue = mapi_kept_queue_new ();
  priv->notifier = mapi_notifier_new ();
  priv->names = mapi_name_map_new ();
  mapi_kept_derive_uid (&priv->kind, priv->name, &priv->uid);
}
