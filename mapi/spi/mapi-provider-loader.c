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
