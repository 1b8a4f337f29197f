/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-provider.h"
#include "mapi-hook-provider.h"
#include "mapi-ms-provider.h"
#include "mapi-provider-admin.h"
#include "mapi-xp-provider.h"

#include <gmodule.h>

G_BEGIN_DECLS

/**
 * MAPI_SPI_VERSION:
 *
 * The version of the provider interfaces that these headers declare: the major number in the upper
 * sixteen bits, the minor one below. Host and provider can work together when the major numbers are
 * the same.
 *
 * Since: 1.0
 */
#define MAPI_SPI_VERSION ((guint32) 0x00010000)

MAPI_AVAILABLE_IN_1_0
gboolean mapi_spi_version_check (guint32  host_version,
                                 guint32  built_version,
                                 guint32 *provider_version,
                                 GError **error);

/**
 * MapiServiceEntry:
 * @support: what MAPI offers a service: `NewUID`, `OpenProfileSection`, `DoConfigPropsheet` …
 * @flags: `MAPI_SERVICE_UI_ALLOWED`, `MAPI_SERVICE_UI_ALWAYS`, `MAPI_MSG_SERVICE_UI_READ_ONLY`, as
 * the caller gave them
 * @context: `MAPI_MSG_SERVICE_CREATE`, `MAPI_MSG_SERVICE_CONFIGURE`, `MAPI_MSG_SERVICE_DELETE`,
 * `MAPI_MSG_SERVICE_PROVIDER_CREATE`, `MAPI_MSG_SERVICE_PROVIDER_DELETE`,
 * `MAPI_MSG_SERVICE_INSTALL` or `MAPI_MSG_SERVICE_UNINSTALL`
 * @props: (nullable): what to configure, or of the provider that is being added
 * @providers: (nullable): the providers of the service in the profile; %NULL while there is no
 * profile, with `MAPI_MSG_SERVICE_INSTALL` and `MAPI_MSG_SERVICE_UNINSTALL`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * The entry point of a message service (`MSGSERVICEENTRY`, msgserviceentry.md), which its service
 * file names in `PR_SERVICE_DLL_NAME` and `PR_SERVICE_ENTRY_NAME`. A failure refuses what the
 * context says.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
typedef gboolean (*MapiServiceEntry) (MapiSupport       *support,
                                      guint32            flags,
                                      guint32            context,
                                      MapiPropList      *props,
                                      MapiProviderAdmin *providers,
                                      GCancellable      *cancellable,
                                      GError           **error);

/**
 * mapi_ab_provider_init: (skip)
 * @spi_version: the newest version the host speaks
 * @provider_version: (out): the version the provider speaks
 * @error: return location for a #GError
 *
 * What the shared object of an address book provider defines and exports (`ABProviderInit`).
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
G_MODULE_EXPORT
MapiAbProvider *
mapi_ab_provider_init (guint32 spi_version, guint32 *provider_version, GError **error);

/**
 * mapi_hook_provider_init: (skip)
 * @spi_version: the newest version the host speaks
 * @provider_version: (out): the version the provider speaks
 * @error: return location for a #GError
 *
 * What the shared object of a provider of spooler hooks defines and exports (`HPProviderInit`,
 * R615).
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
G_MODULE_EXPORT
MapiHookProvider *
mapi_hook_provider_init (guint32 spi_version, guint32 *provider_version, GError **error);

/**
 * mapi_ms_provider_init: (skip)
 * @spi_version: the newest version the host speaks
 * @provider_version: (out): the version the provider speaks
 * @error: return location for a #GError
 *
 * What the shared object of a store provider defines and exports (`MSProviderInit`).
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
G_MODULE_EXPORT
MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error);

/**
 * mapi_xp_provider_init: (skip)
 * @spi_version: the newest version the host speaks
 * @provider_version: (out): the version the provider speaks
 * @error: return location for a #GError
 *
 * What the shared object of a transport provider defines and exports (`XPProviderInit`).
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
G_MODULE_EXPORT
MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error);

/**
 * mapi_language_host_init_provider: (skip)
 * @path: a script
 * @entry_point: the name of the function in it, such as `mapi_xp_provider_init`
 * @spi_version: the newest version the host speaks
 * @provider_version: (out): the version the provider speaks
 * @error: return location for a #GError
 *
 * What the module of a language host defines and exports: it runs @path once, and calls its
 * @entry_point each time.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
G_MODULE_EXPORT
GObject *mapi_language_host_init_provider (const char *path,
                                           const char *entry_point,
                                           guint32     spi_version,
                                           guint32    *provider_version,
                                           GError    **error);

/**
 * mapi_language_host_enter_thread: (skip)
 *
 * What the module of a language host may export: called in each thread that asks for a provider, so
 * that the interpreter's state of that thread can be kept from one call to the next.
 *
 * Since: 1.0
 */
G_MODULE_EXPORT
void mapi_language_host_enter_thread (void);

G_END_DECLS
