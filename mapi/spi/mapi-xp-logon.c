/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-xp-logon.h"

/**
 * MapiXpLogon:
 *
 * A transport provider's logon: what the spooler drives. All calls come from one thread,
 * except `TransportNotify`, which may come from another while a call is running.
 *
 * MAPI's `IXPLogon`. Required: `AddressTypes`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiXpLogon, mapi_xp_logon, G_TYPE_OBJECT)

static G_DEFINE_QUARK (mapi-xp-logon-return-parm, mapi_xp_logon_return_parm)

static void
mapi_xp_logon_default_init (MapiXpLogonInterface *iface)
{
}

/**
 * mapi_xp_logon_address_types:
 * @self: a #MapiXpLogon
 * @flags: (out) (optional): reserved, `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells which recipients the transport can deliver to. Called after logon, and again after
 * `NOTIFY_CONFIG_CHANGE`.
 *
 * `IXPLogon::AddressTypes`, required; ixplogon-addresstypes.md.
 *
 * Returns: (transfer full): the address types and the recipient UIDs it handles
 *
 * Since: 1.0
 */
MapiAddressTypes *
mapi_xp_logon_address_types (MapiXpLogon  *self,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard         guard = MAPI_GUARD_INIT (self, "AddressTypes", error);
  guint32           out_flags = 0;
  MapiAddressTypes *answer;

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), NULL);

  answer =
      mapi_guard_boxed (&guard,
                        MAPI_GUARD_CALL (&guard, XP_LOGON, address_types, &out_flags, cancellable),
                        (GDestroyNotify) mapi_address_types_unref);
  if (flags != NULL)
    *flags = out_flags;

  return answer;
}

/**
 * mapi_xp_logon_register_options:
 * @self: a #MapiXpLogon
 * @flags: (out) (optional): reserved, `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells the message and recipient options of the transport.
 *
 * `IXPLogon::RegisterOptions`, optional. Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): one row for each address type with options, with PR_ADDRTYPE and
 * the defaults
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_xp_logon_register_options (MapiXpLogon  *self,
                                guint32      *flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard   guard = MAPI_GUARD_INIT (self, "RegisterOptions", error);
  guint32     out_flags = 0;
  MapiRowSet *answer;

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), NULL);

  answer = mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, XP_LOGON, register_options, &out_flags, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
  if (flags != NULL)
    *flags = out_flags;

  return answer;
}

/**
 * mapi_xp_logon_transport_notify:
 * @self: a #MapiXpLogon
 * @flags: (inout): `MAPI_NOTIFY_BEGIN_INBOUND`, `MAPI_NOTIFY_END_INBOUND`,
 * `MAPI_NOTIFY_BEGIN_OUTBOUND`, `MAPI_NOTIFY_END_OUTBOUND`, `MAPI_NOTIFY_BEGIN_INBOUND_FLUSH`,
 * `MAPI_NOTIFY_CANCEL_MESSAGE`, `MAPI_NOTIFY_ABORT_DEFERRED` …; the transport clears those it
 * cannot do
 * @message_ref: for `MAPI_NOTIFY_CANCEL_MESSAGE` the reference of the message, else 0
 * @entry_id: (nullable): for `MAPI_NOTIFY_ABORT_DEFERRED` the message
 * @error: return location for a #GError
 *
 * Tells the transport that something begins or ends. May be called from another thread while a
 * call is running, to cancel it.
 *
 * `IXPLogon::TransportNotify`, optional; ixplogon-transportnotify.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_transport_notify (
    MapiXpLogon *self, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "TransportNotify", error);

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, XP_LOGON, transport_notify, flags, message_ref, entry_id));
}

/**
 * mapi_xp_logon_idle:
 * @self: a #MapiXpLogon
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the transport do small things while nothing else happens. Called when it asked with
 * `LOGON_SP_IDLE`.
 *
 * `IXPLogon::Idle`, optional; ixplogon-idle.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_idle (MapiXpLogon *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Idle", error);

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, XP_LOGON, idle, flags, cancellable));
}

/**
 * mapi_xp_logon_transport_logoff:
 * @self: a #MapiXpLogon
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the logon.
 *
 * `IXPLogon::TransportLogoff`, optional; ixplogon-transportlogoff.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_transport_logoff (MapiXpLogon  *self,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "TransportLogoff", error);

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, XP_LOGON, transport_logoff, flags, cancellable));
}

/**
 * mapi_xp_logon_set_return_parm:
 * @self: a #MapiXpLogon
 * @return_parm: the seconds to wait
 *
 * Sets what the running `SubmitMessage` will answer as its return parameter, for languages whose
 * errors cannot come with an out value. To be called in the slot, before the error is raised.
 *
 * Since: 1.0
 */
void
mapi_xp_logon_set_return_parm (MapiXpLogon *self, guint32 return_parm)
{
  g_return_if_fail (MAPI_IS_XP_LOGON (self));

  g_object_set_qdata (
      G_OBJECT (self), mapi_xp_logon_return_parm_quark (), GUINT_TO_POINTER (return_parm));
}

static guint32
mapi_xp_logon_take_return_parm (MapiXpLogon *self)
{
  return GPOINTER_TO_UINT (
      g_object_steal_qdata (G_OBJECT (self), mapi_xp_logon_return_parm_quark ()));
}

/**
 * mapi_xp_logon_submit_message:
 * @self: a #MapiXpLogon
 * @flags: `MAPI_BEGIN_DEFERRED` when it is given again after `MAPI_END_DONT_RESEND`
 * @message: the message; recipients with PR_RESPONSIBILITY %FALSE are this transport's
 * @message_ref: (out) (optional): the transport's own reference, for `EndMessage` and
 * `TransportNotify`
 * @return_parm: (out) (optional): with %MAPI_E_WAIT and %MAPI_E_NETWORK_ERROR the seconds to
 * wait
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives the transport a message to send. It sets PR_RESPONSIBILITY to %TRUE, with
 * `ModifyRecipients`, for each recipient it has delivered or given up.
 *
 * `IXPLogon::SubmitMessage`, optional; ixplogon-submitmessage.md. Documented failures:
 * %MAPI_E_BUSY, %MAPI_E_CANCEL, %MAPI_E_NETWORK_ERROR, %MAPI_E_NOT_ME, %MAPI_E_WAIT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_submit_message (MapiXpLogon  *self,
                              guint32       flags,
                              MapiMessage  *message,
                              guint32      *message_ref,
                              guint32      *return_parm,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SubmitMessage", error);
  guint32   own_message_ref;
  guint32   out_return_parm = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  /* Given through, so that whoever cancels meanwhile knows the reference (R276, R372). */
  if (message_ref == NULL)
    message_ref = &own_message_ref;
  *message_ref = 0;
  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                XP_LOGON,
                                                submit_message,
                                                flags,
                                                message,
                                                message_ref,
                                                &out_return_parm,
                                                cancellable));
  if (return_parm != NULL)
    *return_parm = out_return_parm != 0 ? out_return_parm : mapi_xp_logon_take_return_parm (self);

  return answer;
}

/**
 * mapi_xp_logon_end_message:
 * @self: a #MapiXpLogon
 * @message_ref: what `SubmitMessage` gave
 * @flags: (out) (optional): 0, `MAPI_END_RESEND_NOW`, `MAPI_END_RESEND_LATER` or
 * `MAPI_END_DONT_RESEND`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the work on a message. Follows each `SubmitMessage` that succeeded.
 *
 * `IXPLogon::EndMessage`, optional; ixplogon-endmessage.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_end_message (MapiXpLogon  *self,
                           guint32       message_ref,
                           guint32      *flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "EndMessage", error);
  guint32   out_flags = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, XP_LOGON, end_message, message_ref, &out_flags, cancellable));
  if (flags != NULL)
    *flags = out_flags;

  return answer;
}

/**
 * mapi_xp_logon_poll:
 * @self: a #MapiXpLogon
 * @incoming: (out) (optional): not 0 when there are messages to fetch
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells whether there is mail to fetch. Called when the transport asked with `LOGON_SP_POLL`.
 *
 * `IXPLogon::Poll`, optional; ixplogon-poll.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_poll (MapiXpLogon *self, guint32 *incoming, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Poll", error);
  guint32   out_incoming = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, XP_LOGON, poll, &out_incoming, cancellable));
  if (incoming != NULL)
    *incoming = out_incoming;

  return answer;
}

/**
 * mapi_xp_logon_start_message:
 * @self: a #MapiXpLogon
 * @flags: reserved, 0
 * @message: a new message to fill and save; left unsaved when there is no mail after all
 * @message_ref: (out) (optional): the transport's own reference, for `TransportNotify`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fetches one incoming message.
 *
 * `IXPLogon::StartMessage`, optional; ixplogon-startmessage.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_start_message (MapiXpLogon  *self,
                             guint32       flags,
                             MapiMessage  *message,
                             guint32      *message_ref,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "StartMessage", error);
  guint32   own_message_ref;

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  if (message_ref == NULL)
    message_ref = &own_message_ref;
  *message_ref = 1;
  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, XP_LOGON, start_message, flags, message, message_ref, cancellable));
}

/**
 * mapi_xp_logon_open_status_entry:
 * @self: a #MapiXpLogon
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the transport's status object.
 *
 * `IXPLogon::OpenStatusEntry`, optional; ixplogon-openstatusentry.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the status object
 *
 * Since: 1.0
 */
MapiStatus *
mapi_xp_logon_open_status_entry (MapiXpLogon  *self,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenStatusEntry", error);

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, XP_LOGON, open_status_entry, interface_name, flags, cancellable),
      MAPI_TYPE_STATUS);
}

/**
 * mapi_xp_logon_validate_state:
 * @self: a #MapiXpLogon
 * @flags: as for `IMAPIStatus::ValidateState`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Checks the state of the transport, and brings it in line.
 *
 * `IXPLogon::ValidateState`, optional; ixplogon-validatestate.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_BUSY, %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_validate_state (MapiXpLogon  *self,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ValidateState", error);

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, XP_LOGON, validate_state, flags, cancellable));
}

/**
 * mapi_xp_logon_flush_queues:
 * @self: a #MapiXpLogon
 * @target_transport: (nullable): reserved
 * @flags: `MAPI_FLUSH_UPLOAD`, `MAPI_FLUSH_DOWNLOAD`, `MAPI_FLUSH_FORCE`, `MAPI_FLUSH_NO_UI`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks the transport to send or fetch what waits, now.
 *
 * `IXPLogon::FlushQueues`, optional; ixplogon-flushqueues.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_BUSY, %MAPI_E_NETWORK_ERROR.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_logon_flush_queues (MapiXpLogon  *self,
                            GBytes       *target_transport,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "FlushQueues", error);

  g_return_val_if_fail (MAPI_IS_XP_LOGON (self), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, XP_LOGON, flush_queues, target_transport, flags, cancellable));
}
