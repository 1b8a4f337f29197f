/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The two entry points of the module, and the provider of the store: it logs on to the store of the
 * service sqlite, and puts the coupling before it. */

#include "house.h"
#include "tight-store.h"
#include "tight-transport.h"

G_DECLARE_FINAL_TYPE (TightProvider, tight_provider, TIGHT, PROVIDER, GObject)
struct _TightProvider
{
  GObject parent_instance;
};

static MapiMsProvider *
open_inner (GError **error)
{
  MapiServiceInfo *service =
      mapi_service_catalog_lookup (mapi_service_catalog_get_default (), "sqlite", error);
  g_autoptr (MapiProviderModule) module = NULL;

  if (service == NULL)
    return NULL;
  module = mapi_provider_module_open (
      mapi_provider_info_get_module_path (mapi_service_info_get_provider (service, 0)), error);
  return module != NULL ? mapi_provider_module_get_ms_provider (module, error) : NULL;
}

static TightStore *
make_store (MapiSupport *support, gboolean for_spooler, GCancellable *c, GError **error)
{
  g_autoptr (MapiProfSect) section = mapi_support_open_profile_section (support, NULL, 0, c, error);
  g_autoptr (MapiPropList) settings =
      section != NULL ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, c, NULL, error) : NULL;

  return settings != NULL ? tight_store_new (support, settings, for_spooler, error) : NULL;
}

/* The provider behind, with the coupling before it. */
static MapiMsProvider *
wrap_inner (TightStore *store, GError **error)
{
  g_autoptr (MapiMsProvider) inner = open_inner (error);

  return inner != NULL
             ? MAPI_MS_PROVIDER (mapi_wrapper_wrap (MAPI_WRAPPER (store), G_OBJECT (inner)))
             : NULL;
}

static MapiMsgStore *
tight_provider_logon (MapiMsProvider *provider,
                      MapiSupport    *support,
                      const char     *profile_name,
                      GBytes         *entry_id,
                      guint32         flags,
                      const char     *interface_name,
                      GBytes        **spool_security,
                      MapiMsLogon   **logon,
                      GCancellable   *c,
                      GError        **error)
{
  g_autoptr (TightStore) self = make_store (support, FALSE, c, error);
  g_autoptr (MapiMsProvider) inner = self != NULL ? wrap_inner (self, error) : NULL;
  g_autoptr (MapiMsgStore) store = NULL;

  if (inner != NULL)
    store = mapi_ms_provider_logon (inner,
                                    support,
                                    profile_name,
                                    entry_id,
                                    flags,
                                    interface_name,
                                    spool_security,
                                    logon,
                                    c,
                                    error);
  return store != NULL ? tight_store_logged_on (self, store, error) : NULL;
}

static MapiMsgStore *
tight_provider_spooler_logon (MapiMsProvider *provider,
                              MapiSupport    *support,
                              const char     *profile_name,
                              GBytes         *entry_id,
                              guint32         flags,
                              const char     *interface_name,
                              GBytes         *spool_security,
                              MapiMsLogon   **logon,
                              GCancellable   *c,
                              GError        **error)
{
  g_autoptr (TightStore) self = make_store (support, TRUE, c, error);
  g_autoptr (MapiMsProvider) inner = self != NULL ? wrap_inner (self, error) : NULL;
  g_autoptr (MapiMsgStore) store = NULL;

  if (inner != NULL)
    store = mapi_ms_provider_spooler_logon (inner,
                                            support,
                                            profile_name,
                                            entry_id,
                                            flags,
                                            interface_name,
                                            spool_security,
                                            logon,
                                            c,
                                            error);
  return store != NULL ? tight_store_logged_on (self, store, error) : NULL;
}

static gboolean
tight_provider_shutdown (MapiMsProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static gboolean
tight_provider_compare_store_ids (MapiMsProvider *provider,
                                  GBytes         *entry_id1,
                                  GBytes         *entry_id2,
                                  guint32         flags,
                                  gboolean       *result,
                                  GError        **error)
{
  g_autoptr (MapiMsProvider) inner = open_inner (error);

  return inner != NULL &&
         mapi_ms_provider_compare_store_ids (inner, entry_id1, entry_id2, flags, result, error);
}

static void
init_provider (MapiMsProviderInterface *iface)
{
  iface->shutdown = tight_provider_shutdown;
  iface->logon = tight_provider_logon;
  iface->spooler_logon = tight_provider_spooler_logon;
  iface->compare_store_ids = tight_provider_compare_store_ids;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TightProvider,
                               tight_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_PROVIDER, init_provider))

static void
tight_provider_class_init (TightProviderClass *klass)
{
}

static void
tight_provider_init (TightProvider *self)
{
}

MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return g_object_new (tight_provider_get_type (), NULL);
}

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return mapi_transport_factory_new (TIGHT_TYPE_TRANSPORT, "House");
}
