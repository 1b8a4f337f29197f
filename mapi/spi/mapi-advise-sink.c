/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-advise-sink.h"

/**
 * MapiAdviseSink:
 *
 * Receives notifications. The client implements it and hands it to an `Advise` method, which
 * holds it weakly.
 *
 * It is called in the #GMainContext that was the thread's default when it was advised. The one
 * exception is a sink that a provider itself subscribed with `MAPI_NOTIFY_SYNC`, which is called
 * in the thread that notifies.
 *
 * MAPI's `IMAPIAdviseSink`. Required: `OnNotify`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiAdviseSink, mapi_advise_sink, G_TYPE_OBJECT)

static void
mapi_advise_sink_default_init (MapiAdviseSinkInterface *iface)
{
}

/**
 * mapi_advise_sink_on_notify:
 * @self: a #MapiAdviseSink
 * @notifications: what happened, in order
 * @error: return location for a #GError
 *
 * Tells what happened. A client's sink answers %TRUE; a failure is of no consequence to the sender.
 *
 * A sink that was subscribed with `MAPI_NOTIFY_SYNC` may fail with %MAPI_E_CANCEL, which stands for
 * MAPI's `CALLBACK_DISCONTINUE`: the other such sinks are then not told (R647).
 *
 * `IMAPIAdviseSink::OnNotify`, required; imapiadvisesink-onnotify.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_advise_sink_on_notify (MapiAdviseSink       *self,
                            MapiNotificationList *notifications,
                            GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OnNotify", error);

  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (self), FALSE);
  g_return_val_if_fail (notifications != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, ADVISE_SINK, on_notify, notifications));
}
