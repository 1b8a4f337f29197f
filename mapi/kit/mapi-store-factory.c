/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-store-factory.h"

#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-settings-private.h"

/**
 * MapiStoreFactory:
 *
 * The provider object of a store whose backend derives from #MapiStoreBackend.
 *
 * Since: 1.0
 */

struct _MapiStoreFactory
{
  GObject parent_instance;

  GType   backend_type;
  MapiUid kind;
};

static void mapi_store_factory_iface_init (MapiMsProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiStoreFactory,
                               mapi_store_factory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_PROVIDER,
                                                      mapi_store_factory_iface_init))

/* The backends that are in use, whoever uses them: two who log on to one store see one. Looking for
 * it and opening it are one step. */
static GMutex      backends_lock;
static GHashTable *backends; /* UID and type -> GWeakRef */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
has_open_store (MapiStoreBackend *backend, gboolean for_spooler)
{
  g_autoptr (GObject) store = mapi_store_backend_dup_store (backend, for_spooler);

  return store != NULL && !mapi_kept_store_is_closed (MAPI_KEPT_STORE (store));
}

/* Whoever still holds an object of a store that was logged off holds the backend, too. */
static gboolean
is_in_use (MapiStoreBackend *backend)
{
  return has_open_store (backend, FALSE) || has_open_store (backend, TRUE);
}

/* The one of that name that is in use, or @opened. */
static MapiStoreBackend *
share_backend (MapiStoreBackend *opened)
{
  g_autofree char *uid = mapi_uid_to_string (mapi_store_backend_get_uid (opened));
  g_autofree char *name = g_strconcat (uid, G_OBJECT_TYPE_NAME (opened), NULL);
  g_autoptr (MapiStoreBackend) used = NULL;
  GWeakRef *ref;

  if (backends == NULL)
    backends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
  ref = g_hash_table_lookup (backends, name);
  used = ref != NULL ? g_weak_ref_get (ref) : NULL;
  if (used != NULL && is_in_use (used))
    return g_steal_pointer (&used);
  ref = g_new (GWeakRef, 1);
  g_weak_ref_init (ref, opened);
  g_hash_table_replace (backends, g_steal_pointer (&name), ref);
  return g_object_ref (opened);
}

static MapiStoreBackend *
open_backend (MapiStoreFactory *self,
              MapiSupport      *support,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr (MapiPropList) settings = mapi_settings_read (support, cancellable, error);
  g_autoptr (MapiStoreBackend) opened = NULL;

  if (settings == NULL)
    return NULL;
  opened = g_object_new (self->backend_type, NULL);
  mapi_store_backend_set_kind (opened, &self->kind);
  return mapi_store_backend_open (opened, settings, cancellable, error) ? share_backend (opened)
                                                                        : NULL;
}

static gboolean
publish_status (MapiSupport      *support,
                MapiStoreBackend *backend,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_DISPLAY_NAME, mapi_store_backend_get_name (backend));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  row = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (support, row, 0, cancellable, error);
}

static MapiKeptStore *
open_new (MapiStoreBackend *backend,
          MapiSupport      *support,
          gboolean          for_spooler,
          MapiMsLogon     **logon,
          GCancellable     *cancellable,
          GError          **error)
{
  g_autoptr (MapiKeptStore) store = mapi_kept_store_new (backend, support, for_spooler, error);

  if (store == NULL ||
      !mapi_support_set_provider_uid (support, mapi_store_backend_get_uid (backend), 0, error) ||
      !publish_status (support, backend, cancellable, error))
    return NULL;
  mapi_store_backend_set_store (backend, for_spooler, store);
  *logon = mapi_kept_logon_new (store);
  return g_steal_pointer (&store);
}

/* One that is open already is not opened again (R182, R193, D23). */
static MapiMsgStore *
open_store (MapiStoreFactory *self,
            MapiSupport      *support,
            gboolean          for_spooler,
            MapiMsLogon     **logon,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (MapiStoreBackend) backend = open_backend (self, support, cancellable, error);
  GObject *open = backend != NULL ? mapi_store_backend_dup_store (backend, for_spooler) : NULL;

  if (backend == NULL)
    return NULL;
  if (open != NULL && !mapi_kept_store_is_closed (MAPI_KEPT_STORE (open)))
    {
      mapi_kept_store_share (MAPI_KEPT_STORE (open));
      return MAPI_MSG_STORE (open);
    }
  g_clear_object (&open);
  return (MapiMsgStore *) open_new (backend, support, for_spooler, logon, cancellable, error);
}

static MapiMsgStore *
log_on (gpointer      factory,
        MapiSupport  *support,
        const char   *interface_name,
        gboolean      for_spooler,
        MapiMsLogon **logon,
        GCancellable *cancellable,
        GError      **error)
{
  MapiMsgStore *store;

  if (interface_name != NULL && !g_str_equal (interface_name, "MapiMsgStore") &&
      !g_str_equal (interface_name, "MapiProp"))
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_INTERFACE_NOT_SUPPORTED, "the store is no %s", interface_name);
      return NULL;
    }
  g_mutex_lock (&backends_lock);
  store = open_store (factory, support, for_spooler, logon, cancellable, error);
  g_mutex_unlock (&backends_lock);
  return store;
}

static MapiMsgStore *
mapi_store_factory_logon (MapiMsProvider *provider,
                          MapiSupport    *support,
                          const char     *profile_name,
                          GBytes         *entry_id,
                          guint32         flags,
                          const char     *interface_name,
                          GBytes        **spool_security,
                          MapiMsLogon   **logon,
                          GCancellable   *cancellable,
                          GError        **error)
{
  return log_on (provider, support, interface_name, FALSE, logon, cancellable, error);
}

/* What the profile says is enough: there is no spool security (R171). */
static MapiMsgStore *
mapi_store_factory_spooler_logon (MapiMsProvider *provider,
                                  MapiSupport    *support,
                                  const char     *profile_name,
                                  GBytes         *entry_id,
                                  guint32         flags,
                                  const char     *interface_name,
                                  GBytes         *spool_security,
                                  MapiMsLogon   **logon,
                                  GCancellable   *cancellable,
                                  GError        **error)
{
  return log_on (provider, support, interface_name, TRUE, logon, cancellable, error);
}

static gboolean
mapi_store_factory_compare_store_ids (MapiMsProvider *provider,
                                      GBytes         *one,
                                      GBytes         *other,
                                      guint32         flags,
                                      gboolean       *result,
                                      GError        **error)
{
  *result = g_bytes_equal (one, other);
  return TRUE;
}

static gboolean
mapi_store_factory_shutdown (MapiMsProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
mapi_store_factory_iface_init (MapiMsProviderInterface *iface)
{
  iface->logon = mapi_store_factory_logon;
  iface->spooler_logon = mapi_store_factory_spooler_logon;
  iface->compare_store_ids = mapi_store_factory_compare_store_ids;
  iface->shutdown = mapi_store_factory_shutdown;
}

static void
mapi_store_factory_class_init (MapiStoreFactoryClass *klass)
{
}

static void
mapi_store_factory_init (MapiStoreFactory *self)
{
}

/**
 * mapi_store_factory_new:
 * @backend_type: a type that derives from #MapiStoreBackend
 * @uuid: whose entry identifiers are the provider's: a UUID of its own, as uuidgen makes them
 * @error: return location for a #GError
 *
 * Makes the provider that an entry point such as mapi_ms_provider_init() gives. Fails with
 * %MAPI_E_INVALID_PARAMETER when @uuid is none.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiMsProvider *
mapi_store_factory_new (GType backend_type, const char *uuid, GError **error)
{
  MapiStoreFactory *self;
  g_autoptr (MapiUid) kind = NULL;

  g_return_val_if_fail (g_type_is_a (backend_type, MAPI_TYPE_STORE_BACKEND), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  kind = mapi_uid_new_from_string (uuid, error);
  if (kind == NULL)
    return NULL;
  self = g_object_new (MAPI_TYPE_STORE_FACTORY, NULL);
  self->backend_type = backend_type;
  self->kind = *kind;
  return MAPI_MS_PROVIDER (self);
}
