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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "QueryFastShutdown", error);
  MapiProviderShutdownInterface *iface;

  g_return_val_if_fail (MAPI_IS_PROVIDER_SHUTDOWN (self), FALSE);

  iface = MAPI_PROVIDER_SHUTDOWN_GET_IFACE (self);
  if (iface->query_fast_shutdown == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->query_fast_shutdown (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "NotifyProcessShutdown", error);
  MapiProviderShutdownInterface *iface;

  g_return_val_if_fail (MAPI_IS_PROVIDER_SHUTDOWN (self), FALSE);

  iface = MAPI_PROVIDER_SHUTDOWN_GET_IFACE (self);
  if (iface->notify_process_shutdown == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->notify_process_shutdown (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "DoFastShutdown", error);
  MapiProviderShutdownInterface *iface;

  g_return_val_if_fail (MAPI_IS_PROVIDER_SHUTDOWN (self), FALSE);

  iface = MAPI_PROVIDER_SHUTDOWN_GET_IFACE (self);
  if (iface->do_fast_shutdown == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->do_fast_shutdown (self, &guard.local));
}
