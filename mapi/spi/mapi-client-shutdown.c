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
  MapiGuard guard = MAPI_GUARD_INIT (self, "QueryFastShutdown", error);

  g_return_val_if_fail (MAPI_IS_CLIENT_SHUTDOWN (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, CLIENT_SHUTDOWN, query_fast_shutdown));
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
  MapiGuard guard = MAPI_GUARD_INIT (self, "NotifyProcessShutdown", error);

  g_return_val_if_fail (MAPI_IS_CLIENT_SHUTDOWN (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, CLIENT_SHUTDOWN, notify_process_shutdown));
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
  MapiGuard guard = MAPI_GUARD_INIT (self, "DoFastShutdown", error);

  g_return_val_if_fail (MAPI_IS_CLIENT_SHUTDOWN (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CLIENT_SHUTDOWN, do_fast_shutdown));
}
