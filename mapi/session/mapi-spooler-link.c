/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-spooler-link.h"

/**
 * MapiSpoolerLink:
 *
 * What support objects need of the spooler. The spooler implements it and hands it to its session
 * with mapi_session_set_spooler(); the methods of the support object that are the spooler's
 * business end here. Every slot may be called from any thread. A slot that is left out fails with
 * %MAPI_E_NO_SUPPORT, except where its description says otherwise.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiSpoolerLink, mapi_spooler_link, G_TYPE_OBJECT)

static void
mapi_spooler_link_default_init (MapiSpoolerLinkInterface *iface)
{
}

/**
 * mapi_spooler_link_spooler_yield:
 * @self: a #MapiSpoolerLink
 * @support: the support object of the logon that calls
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks whether the transport is to go on. The support object has turned the thread's context and
 * looked at the cancellables before; a link that leaves this out never stops anybody. To stop the
 * work, fail with %MAPI_E_USER_CANCEL (R459).
 *
 * Behind `IMAPISupport::SpoolerYield`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_spooler_yield (MapiSpoolerLink *self,
                                 MapiSupport     *support,
                                 guint32          flags,
                                 GCancellable    *cancellable,
                                 GError         **error)
{
  MapiGuard                 guard = MAPI_GUARD_INIT (self, "SpoolerYield", error);
  MapiSpoolerLinkInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);

  iface = MAPI_SPOOLER_LINK_GET_IFACE (self);
  if (iface->spooler_yield == NULL)
    return TRUE;

  return mapi_guard_boolean (
      &guard, iface->spooler_yield (self, support, flags, cancellable, &guard.local));
}

/**
 * mapi_spooler_link_spooler_notify:
 * @self: a #MapiSpoolerLink
 * @support: the support object of the logon that calls
 * @provider_uid: the provider that calls, as the profile names it
 * @flags: `MAPI_NOTIFY_*`, as of mapi_support_spooler_notify()
 * @data: (nullable): what belongs to the flags
 * @error: return location for a #GError
 *
 * Takes what a provider has to tell. Which flags a provider of its kind may use has been looked at
 * before (R441 to R443).
 *
 * Behind `IMAPISupport::SpoolerNotify`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_spooler_notify (MapiSpoolerLink *self,
                                  MapiSupport     *support,
                                  const MapiUid   *provider_uid,
                                  guint32          flags,
                                  GBytes          *data,
                                  GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SpoolerNotify", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, SPOOLER_LINK, spooler_notify, support, provider_uid, flags, data));
}

/**
 * mapi_spooler_link_register_preprocessor:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the provider that calls, as the profile names it
 * @uid: (nullable): for recipients with entry identifiers of this UID
 * @address_type: (nullable): for recipients of this address type; both %NULL matches all
 * @preprocessor: the preprocessor
 * @error: return location for a #GError
 *
 * Keeps a preprocessor of a transport (R466).
 *
 * Behind `IMAPISupport::RegisterPreprocessor`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_register_preprocessor (MapiSpoolerLink  *self,
                                         const MapiUid    *provider_uid,
                                         const MapiUid    *uid,
                                         const char       *address_type,
                                         MapiPreprocessor *preprocessor,
                                         GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "RegisterPreprocessor", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_PREPROCESSOR (preprocessor), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              SPOOLER_LINK,
                                              register_preprocessor,
                                              provider_uid,
                                              uid,
                                              address_type,
                                              preprocessor));
}

/**
 * mapi_spooler_link_complete_msg:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the provider that calls, as the profile names it
 * @flags: reserved, 0
 * @entry_id: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Finishes a message that a tightly coupled store has sent (R109).
 *
 * Behind `IMAPISupport::CompleteMsg`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_complete_msg (MapiSpoolerLink *self,
                                const MapiUid   *provider_uid,
                                guint32          flags,
                                GBytes          *entry_id,
                                GCancellable    *cancellable,
                                GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompleteMsg", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SPOOLER_LINK, complete_msg, provider_uid, flags, entry_id, cancellable));
}

/**
 * mapi_spooler_link_store_logoff_transports:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the provider that calls, as the profile names it
 * @flags: (inout): `MAPI_LOGOFF_*`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the work for a store (R157 to R164).
 *
 * Behind `IMAPISupport::StoreLogoffTransports`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_store_logoff_transports (MapiSpoolerLink *self,
                                           const MapiUid   *provider_uid,
                                           guint32         *flags,
                                           GCancellable    *cancellable,
                                           GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "StoreLogoffTransports", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SPOOLER_LINK, store_logoff_transports, provider_uid, flags, cancellable));
}

/**
 * mapi_spooler_link_status_recips:
 * @self: a #MapiSpoolerLink
 * @support: the support object of the logon that calls
 * @provider_uid: the provider that calls, as the profile names it
 * @message: the message
 * @recipients: the recipients with the report properties
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Takes what became of recipients, and makes the reports (R461 to R465, R570, R571).
 *
 * Behind `IMAPISupport::StatusRecips`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_status_recips (MapiSpoolerLink *self,
                                 MapiSupport     *support,
                                 const MapiUid   *provider_uid,
                                 MapiMessage     *message,
                                 MapiRowSet      *recipients,
                                 GCancellable    *cancellable,
                                 GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "StatusRecips", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (recipients != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              SPOOLER_LINK,
                                              status_recips,
                                              support,
                                              provider_uid,
                                              message,
                                              recipients,
                                              cancellable));
}

/**
 * mapi_spooler_link_status_row_changed:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the provider that calls, as the profile names it
 * @row: the whole row as it is now
 * @error: return location for a #GError
 *
 * Tells that a transport changed its row of the status table (R019). A link may leave this out.
 *
 * Behind `IMAPISupport::ModifyStatusRow`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_status_row_changed (MapiSpoolerLink *self,
                                      const MapiUid   *provider_uid,
                                      MapiPropList    *row,
                                      GError         **error)
{
  MapiGuard                 guard = MAPI_GUARD_INIT (self, "ModifyStatusRow", error);
  MapiSpoolerLinkInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  iface = MAPI_SPOOLER_LINK_GET_IFACE (self);
  if (iface->status_row_changed == NULL)
    return TRUE;

  return mapi_guard_boolean (&guard,
                             iface->status_row_changed (self, provider_uid, row, &guard.local));
}

/**
 * mapi_spooler_link_open_status_entry:
 * @self: a #MapiSpoolerLink
 * @flags: `MAPI_MODIFY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the status object of the spooler, through which clients flush its queues.
 *
 * Returns: (transfer full): the status object
 *
 * Since: 1.0
 */
MapiStatus *
mapi_spooler_link_open_status_entry (MapiSpoolerLink *self,
                                     guint32          flags,
                                     GCancellable    *cancellable,
                                     GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenStatusEntry", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, SPOOLER_LINK, open_status_entry, flags, cancellable),
      MAPI_TYPE_STATUS);
}

/**
 * mapi_spooler_link_expand_recips:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the store that calls, as the profile names it
 * @message: the message, whose recipients are expanded
 * @recipients: its recipients
 * @flags: (out): `MAPI_NEEDS_PREPROCESSING` when preprocessors apply to it, and then it is marked
 *   with PR_PREPROCESS (R045); `MAPI_NEEDS_SPOOLER` unless the transport that the store is tightly
 *   coupled with handles all of @recipients (R046, R105)
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells what a message that is submitted needs. A link that leaves this out answers
 * `MAPI_NEEDS_SPOOLER`.
 *
 * Behind `IMAPISupport::ExpandRecips`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_expand_recips (MapiSpoolerLink *self,
                                 const MapiUid   *provider_uid,
                                 MapiMessage     *message,
                                 MapiRowSet      *recipients,
                                 guint32         *flags,
                                 GCancellable    *cancellable,
                                 GError         **error)
{
  MapiGuard                 guard = MAPI_GUARD_INIT (self, "ExpandRecips", error);
  MapiSpoolerLinkInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (recipients != NULL, FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  *flags = MAPI_NEEDS_SPOOLER;
  iface = MAPI_SPOOLER_LINK_GET_IFACE (self);
  if (iface->expand_recips == NULL)
    return TRUE;

  return mapi_guard_boolean (
      &guard,
      iface->expand_recips (
          self, provider_uid, message, recipients, flags, cancellable, &guard.local));
}

/**
 * mapi_spooler_link_do_sent_mail:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the store that calls, as the profile names it
 * @message: the message that was sent
 * @taken_over: (out): whether a hook has decided what becomes of it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has the hooks look at a message that was sent (R114, D2). A link that leaves this out has none.
 *
 * Behind `IMAPISupport::DoSentMail`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_do_sent_mail (MapiSpoolerLink *self,
                                const MapiUid   *provider_uid,
                                MapiMessage     *message,
                                gboolean        *taken_over,
                                GCancellable    *cancellable,
                                GError         **error)
{
  MapiGuard                 guard = MAPI_GUARD_INIT (self, "DoSentMail", error);
  MapiSpoolerLinkInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (taken_over != NULL, FALSE);

  *taken_over = FALSE;
  iface = MAPI_SPOOLER_LINK_GET_IFACE (self);
  if (iface->do_sent_mail == NULL)
    return TRUE;

  return mapi_guard_boolean (
      &guard,
      iface->do_sent_mail (self, provider_uid, message, taken_over, cancellable, &guard.local));
}

/**
 * mapi_spooler_link_store_opened:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the store, as the profile names it
 * @error: return location for a #GError
 *
 * A client has opened a store for mail: the spooler logs on to it, too, unless it is already, and
 * does not keep the caller waiting for that (R191). A link that leaves this out has all the stores
 * that it wants.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_store_opened (MapiSpoolerLink *self, const MapiUid *provider_uid, GError **error)
{
  MapiGuard                 guard = MAPI_GUARD_INIT (self, "StoreOpened", error);
  MapiSpoolerLinkInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);

  iface = MAPI_SPOOLER_LINK_GET_IFACE (self);
  return iface->store_opened == NULL ||
         mapi_guard_boolean (&guard, iface->store_opened (self, provider_uid, &guard.local));
}

/**
 * mapi_spooler_link_default_store_changed:
 * @self: a #MapiSpoolerLink
 * @provider_uid: the store that is the default now, as the profile names it
 * @error: return location for a #GError
 *
 * The session has another default store: what comes in from now on goes there, and what is under
 * way ends where it began (R204, R205). A link that leaves this out delivers nothing.
 *
 * Behind `IMAPISession::SetDefaultStore`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_link_default_store_changed (MapiSpoolerLink *self,
                                         const MapiUid   *provider_uid,
                                         GError         **error)
{
  MapiGuard                 guard = MAPI_GUARD_INIT (self, "DefaultStoreChanged", error);
  MapiSpoolerLinkInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_LINK (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);

  iface = MAPI_SPOOLER_LINK_GET_IFACE (self);
  return iface->default_store_changed == NULL ||
         mapi_guard_boolean (&guard,
                             iface->default_store_changed (self, provider_uid, &guard.local));
}
