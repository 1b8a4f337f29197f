/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-store-provider.h"

/* Where fake-store.service says the settings lie. */
#define TAG_LOG ((guint32) 0x6701001F)
#define TAG_WRAPS ((guint32) 0x6702001F)

#define FAKE_TYPE_STORE_PROVIDER (fake_store_provider_get_type ())
G_DECLARE_FINAL_TYPE (FakeStoreProvider, fake_store_provider, FAKE, STORE_PROVIDER, GObject)

struct _FakeStoreProvider
{
  GObject     parent_instance;
  GMutex      lock;
  GHashTable *providers; /* PR_PROVIDER_UID -> MapiMsProvider with a fake before it */
};

static void fake_store_provider_iface_init (MapiMsProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeStoreProvider,
                               fake_store_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_PROVIDER,
                                                      fake_store_provider_iface_init))

static MapiProviderInfo *
find_store_of (MapiServiceInfo *service)
{
  for (guint i = 0; i < mapi_service_info_get_n_providers (service); i++)
    {
      MapiProviderInfo *info = mapi_service_info_get_provider (service, i);

      if (mapi_provider_info_get_resource_type (info) == MAPI_STORE_PROVIDER)
        return info;
    }
  return NULL;
}

/* The provider of the store that a service has. */
static MapiMsProvider *
open_provider (const char *name, GError **error)
{
  MapiServiceInfo *service =
      mapi_service_catalog_lookup (mapi_service_catalog_get_default (), name, error);
  MapiProviderInfo *info = service != NULL ? find_store_of (service) : NULL;
  g_autoptr (MapiProviderModule) module = NULL;

  if (service == NULL)
    return NULL;
  if (info == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "fake: service %s has no store", name);
      return NULL;
    }
  module = mapi_provider_module_open (mapi_provider_info_get_module_path (info), error);
  return module != NULL ? mapi_provider_module_get_ms_provider (module, error) : NULL;
}

static gboolean
configure (FakeStore *store, MapiPropList *settings, GError **error)
{
  const char *script = mapi_prop_list_get_string (settings, FAKE_PR_STORE_SCRIPT);
  const char *log = mapi_prop_list_get_string (settings, TAG_LOG);

  return (log == NULL || fake_actor_set_log_file (fake_store_get_actor (store), log, error)) &&
         fake_store_set_script (store, script != NULL ? script : "", error);
}

static MapiMsProvider *
make_provider (MapiPropList *settings, GError **error)
{
  const char *wraps = mapi_prop_list_get_string (settings, TAG_WRAPS);
  g_autoptr (FakeStore) store = fake_store_new ();
  g_autoptr (MapiMsProvider) inner = NULL;

  if (!configure (store, settings, error))
    return NULL;
  inner = open_provider (wraps != NULL ? wraps : "sqlite", error);
  return inner != NULL
             ? MAPI_MS_PROVIDER (mapi_wrapper_wrap (MAPI_WRAPPER (store), G_OBJECT (inner)))
             : NULL;
}

static MapiPropList *
read_settings (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);

  return section != NULL
             ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, cancellable, NULL, error)
             : NULL;
}

/* The logons of one section share a fake: it has the settings of the first. */
static MapiMsProvider *
find_provider (FakeStoreProvider *self,
               MapiSupport       *support,
               GCancellable      *cancellable,
               GError           **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (MapiPropList) settings = read_settings (support, cancellable, error);
  g_autoptr (GBytes) uid =
      settings != NULL ? mapi_prop_list_get_bytes (settings, MAPI_PR_PROVIDER_UID) : NULL;
  MapiMsProvider *provider;

  if (settings == NULL)
    return NULL;
  if (uid == NULL)
    uid = g_bytes_new (NULL, 0);
  provider = g_hash_table_lookup (self->providers, uid);
  if (provider != NULL)
    return g_object_ref (provider);
  provider = make_provider (settings, error);
  if (provider != NULL)
    g_hash_table_insert (self->providers, g_steal_pointer (&uid), g_object_ref (provider));
  return provider;
}

static MapiMsgStore *
fake_store_provider_logon (MapiMsProvider *provider,
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
  g_autoptr (MapiMsProvider) inner =
      find_provider (FAKE_STORE_PROVIDER (provider), support, cancellable, error);

  return inner != NULL ? mapi_ms_provider_logon (inner,
                                                 support,
                                                 profile_name,
                                                 entry_id,
                                                 flags,
                                                 interface_name,
                                                 spool_security,
                                                 logon,
                                                 cancellable,
                                                 error)
                       : NULL;
}

static MapiMsgStore *
fake_store_provider_spooler_logon (MapiMsProvider *provider,
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
  g_autoptr (MapiMsProvider) inner =
      find_provider (FAKE_STORE_PROVIDER (provider), support, cancellable, error);

  return inner != NULL ? mapi_ms_provider_spooler_logon (inner,
                                                         support,
                                                         profile_name,
                                                         entry_id,
                                                         flags,
                                                         interface_name,
                                                         spool_security,
                                                         logon,
                                                         cancellable,
                                                         error)
                       : NULL;
}

static gboolean
fake_store_provider_shutdown (MapiMsProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
fake_store_provider_iface_init (MapiMsProviderInterface *iface)
{
  iface->shutdown = fake_store_provider_shutdown;
  iface->logon = fake_store_provider_logon;
  iface->spooler_logon = fake_store_provider_spooler_logon;
}

static void
fake_store_provider_finalize (GObject *object)
{
  FakeStoreProvider *self = FAKE_STORE_PROVIDER (object);

  g_hash_table_unref (self->providers);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_store_provider_parent_class)->finalize (object);
}

static void
fake_store_provider_class_init (FakeStoreProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_store_provider_finalize;
}

static void
fake_store_provider_init (FakeStoreProvider *self)
{
  g_mutex_init (&self->lock);
  self->providers = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_object_unref);
}

MapiMsProvider *
fake_store_provider_new (void)
{
  return g_object_new (FAKE_TYPE_STORE_PROVIDER, NULL);
}
