/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-provider-shutdown.h"

/**
 * MapiProviderShutdown:
 *
 * What a provider object may implement besides its own interface to let clients exit without
 * releasing its objects. A provider that does not implement it does not hinder them.
 *
 * MAPI's `IMAPIProviderShutdown`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProviderShutdown, mapi_provider_shutdown, G_TYPE_OBJECT)

static void
mapi_provider_shutdown_default_init (MapiProviderShutdownInterface *iface)
{
}

/**
 * mapi_provider_shutdown_query_fast_shutdown:
 * @self: a #MapiProviderShutdown
 * @error: return location for a #GError
 *
 * Asks whether the provider can lose a client that does not release its objects.
 *
 * `IMAPIProviderShutdown::QueryFastShutdown`; imapiprovidershutdown-queryfastshutdown.md.
 * Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_provider_shutdown_query_fast_shutdown (MapiProviderShutdown *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "QueryFastShutdown", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_SHUTDOWN (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, PROVIDER_SHUTDOWN, query_fast_shutdown));
}

/**
 * mapi_provider_shutdown_notify_process_shutdown:
 * @self: a #MapiProviderShutdown
 * @error: return location for a #GError
 *
 * Tells that the client is going to exit without releasing anything: the provider begins to save
 * what it has.
 *
 * `IMAPIProviderShutdown::NotifyProcessShutdown`; imapiprovidershutdown-notifyprocessshutdown.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_provider_shutdown_notify_process_shutdown (MapiProviderShutdown *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "NotifyProcessShutdown", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_SHUTDOWN (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, PROVIDER_SHUTDOWN, notify_process_shutdown));
}

/**
 * mapi_provider_shutdown_do_fast_shutdown:
 * @self: a #MapiProviderShutdown
 * @error: return location for a #GError
 *
 * Tells that the client exits now: when this returns, everything must be safe.
 *
 * `IMAPIProviderShutdown::DoFastShutdown`; imapiprovidershutdown-dofastshutdown.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_provider_shutdown_do_fast_shutdown (MapiProviderShutdown *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DoFastShutdown", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_SHUTDOWN (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, PROVIDER_SHUTDOWN, do_fast_shutdown));
}
