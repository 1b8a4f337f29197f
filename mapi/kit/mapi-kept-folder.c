/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A folder of a store with a backend: a way into the index. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-folder-private.h"

static void mapi_kept_folder_container_init (MapiContainerInterface *iface);
static void mapi_kept_folder_folder_init (MapiFolderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptFolder,
                               mapi_kept_folder,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_kept_folder_init_props)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                          mapi_kept_folder_container_init)
                                       G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER,
                                                              mapi_kept_folder_folder_init))

MapiStoreBackend *
mapi_kept_folder_get_backend (MapiKeptFolder *self)
{
  return mapi_kept_store_get_backend (self->store);
}

const char *
mapi_kept_folder_find_neighbour (MapiKeptFolder *self, MapiFolder *other)
{
  MapiKeptFolder *own = MAPI_IS_KEPT_FOLDER (other) ? MAPI_KEPT_FOLDER (other) : NULL;

  return own != NULL && mapi_kept_folder_get_backend (own) == mapi_kept_folder_get_backend (self)
             ? own->key
             : NULL;
}

gboolean
mapi_kept_folder_check_access (MapiKeptFolder *self, GError **error)
{
  return mapi_kept_store_check_writable (self->store, error) &&
         mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error);
}

/* --- Tables --- */

static MapiTable *
get_rows (MapiKeptFolder *self, gboolean associated, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiTable        *table = NULL;
  MapiKeptPlace    *place;

  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, self->key, error);
  if (place != NULL && mapi_store_backend_look (backend, place, error) &&
      mapi_store_backend_fill (backend, place, error))
    table = mapi_table_data_get_view (associated ? place->associated : place->rows, NULL);
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

  if (!mapi_kept_store_check (self->store, error))
    return NULL;
  return mapi_kept_store_lend (self->store, get_rows (self, (flags & MAPI_ASSOCIATED) != 0, error));
}

static MapiTable *
mapi_kept_folder_get_hierarchy_table (MapiContainer *container,
                                      guint32        flags,
                                      GCancellable  *cancellable,
                                      GError       **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (container);
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiTable        *table;

  if (!mapi_kept_store_check (self->store, error))
    return NULL;
  mapi_store_backend_lock (backend);
  table = mapi_store_backend_open_hierarchy (
      backend, self->key, (flags & MAPI_CONVENIENT_DEPTH) != 0, error);
  mapi_store_backend_unlock (backend);
  return mapi_kept_store_lend (self->store, table);
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

static void
mapi_kept_folder_folder_init (MapiFolderInterface *iface)
{
  mapi_kept_folder_init_contents (iface);
  mapi_kept_folder_init_hierarchy (iface);
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

/* --- Opening --- */

/* Its properties are those of the moment. */
gboolean
mapi_kept_folder_update (MapiKeptFolder *self, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  g_autoptr (MapiPropList) props = NULL;
  MapiKeptPlace *place;

  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, self->key, error);
  if (place != NULL && mapi_store_backend_survey (backend, place, error))
    props = mapi_store_backend_describe (backend, place, 0);
  mapi_store_backend_unlock (backend);
  if (props == NULL)
    return FALSE;
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return TRUE;
}

MapiProp *
mapi_kept_folder_open (MapiKeptStore *store, const char *key, guint32 flags, GError **error)
{
  g_autoptr (MapiKeptFolder) self = g_object_new (MAPI_TYPE_KEPT_FOLDER, NULL);
  gboolean writable = (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) != 0 &&
                      mapi_store_backend_is_writable (mapi_kept_store_get_backend (store)) &&
                      !mapi_kept_key_is_hidden (key);

  self->store = g_object_ref (store);
  self->key = g_strdup (key);
  if (!mapi_kept_folder_update (self, error))
    return NULL;
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self),
                                 (writable ? MAPI_IPROP_READWRITE : MAPI_IPROP_READONLY) |
                                     MAPI_IPROP_CLEAN);
  return MAPI_PROP (g_steal_pointer (&self));
}
