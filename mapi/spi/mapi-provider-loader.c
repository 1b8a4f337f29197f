/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-provider-loader.h"

/**
 * MapiProviderLoader:
 *
 * What gives the providers of a module in a process of their own: see #MapiProviderHost. It is no
 * interface of MAPI's.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProviderLoader, mapi_provider_loader, G_TYPE_OBJECT)

static void
mapi_provider_loader_default_init (MapiProviderLoaderInterface *iface)
{
}

/**
 * mapi_provider_loader_load_provider: (virtual load_provider)
 * @self: a #MapiProviderLoader
 * @path: the module
 * @resource_type: what provider of it: `MAPI_STORE_PROVIDER`, `MAPI_TRANSPORT_PROVIDER`, `MAPI_AB`
 *   or `MAPI_HOOK_PROVIDER`
 * @error: return location for a #GError
 *
 * Gives a provider of a module, which is loaded when it is not yet.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
GObject *
mapi_provider_loader_load_provider (MapiProviderLoader *self,
                                    const char         *path,
                                    guint32             resource_type,
                                    GError            **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "LoadProvider", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_LOADER (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, PROVIDER_LOADER, load_provider, path, resource_type),
      G_TYPE_OBJECT);
}

/**
 * mapi_provider_loader_call_service_entry: (virtual call_service_entry)
 * @self: a #MapiProviderLoader
 * @path: the module
 * @entry_name: the entry point of its message service
 * @support: what MAPI offers a service
 * @flags: see #MapiServiceEntry for this and what follows
 * @context: `MAPI_MSG_SERVICE_*`
 * @props: (nullable): what to configure, or of the provider that is being added
 * @providers: (nullable): the providers of the service in the profile
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Calls the entry point of a message service, in the process that its providers are in. Optional:
 * languages whose modules have no such entry points leave it out.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_provider_loader_call_service_entry (MapiProviderLoader *self,
                                         const char         *path,
                                         const char         *entry_name,
                                         MapiSupport        *support,
                                         guint32             flags,
                                         guint32             context,
                                         MapiPropList       *props,
                                         MapiProviderAdmin  *providers,
                                         GCancellable       *cancellable,
                                         GError            **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CallServiceEntry", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_LOADER (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (entry_name != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (providers == NULL || MAPI_IS_PROVIDER_ADMIN (providers), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              PROVIDER_LOADER,
                                              call_service_entry,
                                              path,
                                              entry_name,
                                              support,
                                              flags,
                                              context,
                                              props,
                                              providers,
                                              cancellable));
}
