/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-client-shutdown.h"

/**
 * MapiClientShutdown:
 *
 * How a client that is about to exit without releasing its objects learns whether it may, and
 * makes every provider save what it has. The session implements it.
 *
 * Call `QueryFastShutdown`; when it succeeds, `NotifyProcessShutdown` and then `DoFastShutdown`,
 * and exit.
 *
 * MAPI's `IMAPIClientShutdown`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiClientShutdown, mapi_client_shutdown, G_TYPE_OBJECT)

static void
mapi_client_shutdown_default_init (MapiClientShutdownInterface *iface)
{
}

/**
 * mapi_client_shutdown_query_fast_shutdown:
 * @self: a #MapiClientShutdown
 * @error: return location for a #GError
 *
 * Asks whether the client may exit at once: it may when every loaded provider allows it. The
 * message of the error names the first that does not.
 *
 * `IMAPIClientShutdown::QueryFastShutdown`; imapiclientshutdown-queryfastshutdown.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_client_shutdown_query_fast_shutdown (MapiClientShutdown *self, GError **error)
{
  MapiGuard                    guard = MAPI_GUARD_INIT (self, "QueryFastShutdown", error);
  MapiClientShutdownInterface *iface;

  g_return_val_if_fail (MAPI_IS_CLIENT_SHUTDOWN (self), FALSE);

  iface = MAPI_CLIENT_SHUTDOWN_GET_IFACE (self);
  if (iface->query_fast_shutdown == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->query_fast_shutdown (self, &guard.local));
}

/**
 * mapi_client_shutdown_notify_process_shutdown:
 * @self: a #MapiClientShutdown
 * @error: return location for a #GError
 *
 * Tells every loaded provider that the client is going to exit at once, so that it can begin to
 * save what it has.
 *
 * `IMAPIClientShutdown::NotifyProcessShutdown`; imapiclientshutdown-notifyprocessshutdown.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_client_shutdown_notify_process_shutdown (MapiClientShutdown *self, GError **error)
{
  MapiGuard                    guard = MAPI_GUARD_INIT (self, "NotifyProcessShutdown", error);
  MapiClientShutdownInterface *iface;

  g_return_val_if_fail (MAPI_IS_CLIENT_SHUTDOWN (self), FALSE);

  iface = MAPI_CLIENT_SHUTDOWN_GET_IFACE (self);
  if (iface->notify_process_shutdown == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->notify_process_shutdown (self, &guard.local));
}

/**
 * mapi_client_shutdown_do_fast_shutdown:
 * @self: a #MapiClientShutdown
 * @error: return location for a #GError
 *
 * Tells every loaded provider that the client exits now. Once this returns nothing that was done
 * through the session can be lost.
 *
 * `IMAPIClientShutdown::DoFastShutdown`; imapiclientshutdown-dofastshutdown.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_client_shutdown_do_fast_shutdown (MapiClientShutdown *self, GError **error)
{
  MapiGuard                    guard = MAPI_GUARD_INIT (self, "DoFastShutdown", error);
  MapiClientShutdownInterface *iface;

  g_return_val_if_fail (MAPI_IS_CLIENT_SHUTDOWN (self), FALSE);

  iface = MAPI_CLIENT_SHUTDOWN_GET_IFACE (self);
  if (iface->do_fast_shutdown == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->do_fast_shutdown (self, &guard.local));
}
