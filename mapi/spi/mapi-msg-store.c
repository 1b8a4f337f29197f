/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-msg-store.h"

/**
 * MapiMsgStore:
 *
 * A message store: one hierarchy of folders, with an outgoing queue where it can send.
 *
 * MAPI's `IMsgStore`. Required: `OpenEntry`, `GetReceiveFolder`; any other method that is left
 * out fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMsgStore, mapi_msg_store, MAPI_TYPE_PROP)

static void
mapi_msg_store_default_init (MapiMsgStoreInterface *iface)
{
}

/**
 * mapi_msg_store_advise:
 * @self: a #MapiMsgStore
 * @entry_id: (nullable): the object to watch, or %NULL for the whole store
 * @event_mask: `MAPI_fnevNewMail`, `MAPI_fnevObjectCreated` …
 * @sink: who is told; held weakly
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks to be told about events.
 *
 * `IMsgStore::Advise`, optional; imsgstore-advise.md. Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: the connection, for `Unadvise`; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_msg_store_advise (MapiMsgStore   *self,
                       GBytes         *entry_id,
                       guint32         event_mask,
                       MapiAdviseSink *sink,
                       GCancellable   *cancellable,
                       GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Advise", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  return mapi_guard_number (
      &guard, MAPI_GUARD_CALL (&guard, MSG_STORE, advise, entry_id, event_mask, sink, cancellable));
}

/**
 * mapi_msg_store_unadvise:
 * @self: a #MapiMsgStore
 * @connection: what `Advise` gave
 * @error: return location for a #GError
 *
 * Ends what `Advise` began.
 *
 * `IMsgStore::Unadvise`, optional; imsgstore-unadvise.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_unadvise (MapiMsgStore *self, guint32 connection, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Unadvise", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, MSG_STORE, unadvise, connection));
}

/**
 * mapi_msg_store_compare_entry_ids:
 * @self: a #MapiMsgStore
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out) (optional): whether both name one object
 * @error: return location for a #GError
 *
 * Tells whether two entry identifiers name the same object.
 *
 * `IMsgStore::CompareEntryIDs`, optional; imsgstore-compareentryids.md. Documented failures:
 * %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_compare_entry_ids (MapiMsgStore *self,
                                  GBytes       *entry_id1,
                                  GBytes       *entry_id2,
                                  guint32       flags,
                                  gboolean     *result,
                                  GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompareEntryIDs", error);
  gboolean  out_result = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MSG_STORE, compare_entry_ids, entry_id1, entry_id2, flags, &out_result));
  if (result != NULL)
    *result = out_result;

  return answer;
}

/**
 * mapi_msg_store_open_entry:
 * @self: a #MapiMsgStore
 * @entry_id: (nullable): what to open, or %NULL for the root folder
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a folder or a message. A message in the outgoing queue answers %MAPI_E_SUBMITTED to
 * `MAPI_MODIFY` (R032), one that the spooler has locked %MAPI_E_NO_ACCESS (R030).
 *
 * `IMsgStore::OpenEntry`, required; imsgstore-openentry.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_ACCESS, %MAPI_E_SUBMITTED.
 *
 * Returns: (transfer full): a #MapiFolder or a #MapiMessage
 *
 * Since: 1.0
 */
MapiProp *
mapi_msg_store_open_entry (MapiMsgStore *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenEntry", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_STORE, open_entry, entry_id, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_msg_store_set_receive_folder:
 * @self: a #MapiMsgStore
 * @message_class: (nullable): the class, or %NULL for the default
 * @flags: `MAPI_UNICODE`
 * @entry_id: (nullable): the folder, or %NULL to remove the setting
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Chooses the folder that incoming messages of a class go to.
 *
 * `IMsgStore::SetReceiveFolder`, optional; imsgstore-setreceivefolder.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_set_receive_folder (MapiMsgStore *self,
                                   const char   *message_class,
                                   guint32       flags,
                                   GBytes       *entry_id,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetReceiveFolder", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MSG_STORE, set_receive_folder, message_class, flags, entry_id, cancellable));
}

/**
 * mapi_msg_store_get_receive_folder:
 * @self: a #MapiMsgStore
 * @message_class: (nullable): the class, or %NULL for the default
 * @flags: `MAPI_UNICODE`
 * @explicit_class: (out) (transfer full) (optional) (nullable): the class whose setting
 * decided
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells the folder that incoming messages of a class go to.
 *
 * `IMsgStore::GetReceiveFolder`, required; imsgstore-getreceivefolder.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the entry identifier of the folder
 *
 * Since: 1.0
 */
GBytes *
mapi_msg_store_get_receive_folder (MapiMsgStore *self,
                                   const char   *message_class,
                                   guint32       flags,
                                   char        **explicit_class,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetReceiveFolder", error);
  char     *out_explicit_class = NULL;
  GBytes   *answer;

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), NULL);

  answer = mapi_guard_boxed (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              MSG_STORE,
                                              get_receive_folder,
                                              message_class,
                                              flags,
                                              &out_explicit_class,
                                              cancellable),
                             (GDestroyNotify) g_bytes_unref);
  mapi_guard_hand_out (answer != NULL, (gpointer *) explicit_class, out_explicit_class, g_free);

  return answer;
}

/**
 * mapi_msg_store_get_receive_folder_table:
 * @self: a #MapiMsgStore
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of all receive folder settings.
 *
 * `IMsgStore::GetReceiveFolderTable`, optional; imsgstore-getreceivefoldertable.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_msg_store_get_receive_folder_table (MapiMsgStore *self,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetReceiveFolderTable", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_STORE, get_receive_folder_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_msg_store_store_logoff:
 * @self: a #MapiMsgStore
 * @flags: (inout): in: `MAPI_LOGOFF_ORDERLY`, `MAPI_LOGOFF_NO_WAIT`, `MAPI_LOGOFF_PURGE`,
 * `MAPI_LOGOFF_ABORT`, `MAPI_LOGOFF_QUIET`; out: `MAPI_LOGOFF_COMPLETE`, `MAPI_LOGOFF_INBOUND`
 * …
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the use of the store in an orderly way.
 *
 * `IMsgStore::StoreLogoff`, optional; imsgstore-storelogoff.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_store_logoff (MapiMsgStore *self,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "StoreLogoff", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, MSG_STORE, store_logoff, flags, cancellable));
}

/**
 * mapi_msg_store_abort_submit:
 * @self: a #MapiMsgStore
 * @entry_id: the message
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Takes a message back out of the outgoing queue, unless the spooler has locked it (R515).
 *
 * `IMsgStore::AbortSubmit`, optional; imsgstore-abortsubmit.md. Documented failures:
 * %MAPI_E_UNABLE_TO_ABORT, %MAPI_E_NOT_IN_QUEUE.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_abort_submit (
    MapiMsgStore *self, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "AbortSubmit", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, MSG_STORE, abort_submit, entry_id, flags, cancellable));
}

/**
 * mapi_msg_store_get_outgoing_queue:
 * @self: a #MapiMsgStore
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of the messages that wait to be sent, in the order of submission. For the
 * spooler.
 *
 * `IMsgStore::GetOutgoingQueue`, optional; imsgstore-getoutgoingqueue.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_msg_store_get_outgoing_queue (MapiMsgStore *self,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetOutgoingQueue", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_STORE, get_outgoing_queue, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_msg_store_set_lock_state:
 * @self: a #MapiMsgStore
 * @message: a message in the outgoing queue
 * @lock_state: `MAPI_MSG_LOCKED` or `MAPI_MSG_UNLOCKED`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Locks a message for the spooler alone, or unlocks it. A lock ends with the process that
 * holds it (R031).
 *
 * `IMsgStore::SetLockState`, optional; imsgstore-setlockstate.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_NO_ACCESS, %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_set_lock_state (MapiMsgStore *self,
                               MapiMessage  *message,
                               guint32       lock_state,
                               GCancellable *cancellable,
                               GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetLockState", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_STORE, set_lock_state, message, lock_state, cancellable));
}

/**
 * mapi_msg_store_finished_msg:
 * @self: a #MapiMsgStore
 * @flags: reserved, 0
 * @entry_id: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells that the spooler has done with a message: unlocks it, lets hooks see it, and moves or
 * deletes it as its properties say (R066 to R070).
 *
 * `IMsgStore::FinishedMsg`, optional; imsgstore-finishedmsg.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_finished_msg (
    MapiMsgStore *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "FinishedMsg", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, MSG_STORE, finished_msg, flags, entry_id, cancellable));
}

/**
 * mapi_msg_store_notify_new_mail:
 * @self: a #MapiMsgStore
 * @notification: of type `MAPI_fnevNewMail`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells that a message has arrived, so that those who advised for new mail are told.
 *
 * `IMsgStore::NotifyNewMail`, optional; imsgstore-notifynewmail.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_store_notify_new_mail (MapiMsgStore     *self,
                                MapiNotification *notification,
                                GCancellable     *cancellable,
                                GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "NotifyNewMail", error);

  g_return_val_if_fail (MAPI_IS_MSG_STORE (self), FALSE);
  g_return_val_if_fail (notification != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, MSG_STORE, notify_new_mail, notification, cancellable));
}
