/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-support.h"

/* What providers tell the spooler, and have it do. */

/**
 * mapi_support_register_preprocessor:
 * @self: a #MapiSupport
 * @uid: (nullable): for recipients with entry identifiers of this UID
 * @address_type: (nullable): for recipients of this address type; both %NULL matches all
 * @preprocessor: the preprocessor
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Registers a preprocessor of the transport.
 *
 * `IMAPISupport::RegisterPreprocessor`, optional; imapisupport-registerpreprocessor.md.
 * Documented failures: %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_register_preprocessor (MapiSupport      *self,
                                    const MapiUid    *uid,
                                    const char       *address_type,
                                    MapiPreprocessor *preprocessor,
                                    guint32           flags,
                                    GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "RegisterPreprocessor", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PREPROCESSOR (preprocessor), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, register_preprocessor, uid, address_type, preprocessor, flags));
}

/**
 * mapi_support_spooler_yield:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives the spooler the chance to do other things while the transport waits: turns the
 * thread's own #GMainContext, and fails with %MAPI_E_USER_CANCEL when the work is to stop.
 *
 * `IMAPISupport::SpoolerYield`, optional; imapisupport-spooleryield.md. Documented failures:
 * %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_spooler_yield (MapiSupport  *self,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SpoolerYield", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, SUPPORT, spooler_yield, flags, cancellable));
}

/**
 * mapi_support_spooler_notify:
 * @self: a #MapiSupport
 * @flags: `MAPI_NOTIFY_NEWMAIL`, `MAPI_NOTIFY_READYTOSEND`, `MAPI_NOTIFY_SENTDEFERRED`,
 * `MAPI_NOTIFY_CRITSEC`, `MAPI_NOTIFY_NONCRIT`, `MAPI_NOTIFY_CONFIG_CHANGE`,
 * `MAPI_NOTIFY_CRITICAL_ERROR`, `MAPI_NOTIFY_NEWMAIL_RECEIVED`
 * @data: (nullable): with `MAPI_NOTIFY_SENTDEFERRED` and `MAPI_NOTIFY_NEWMAIL_RECEIVED` the
 * entry identifier of the message
 * @error: return location for a #GError
 *
 * Tells the spooler something. May be called from any thread.
 *
 * `IMAPISupport::SpoolerNotify`, optional; imapisupport-spoolernotify.md. Documented failures:
 * %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_spooler_notify (MapiSupport *self, guint32 flags, GBytes *data, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SpoolerNotify", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, SUPPORT, spooler_notify, flags, data));
}

/**
 * mapi_support_preprocess:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @entry_id: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has a message preprocessed.
 *
 * `IMAPISupport::Preprocess`, optional. Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_preprocess (
    MapiSupport *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Preprocess", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, preprocess, flags, entry_id, cancellable));
}

/**
 * mapi_support_complete_msg:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @entry_id: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has the spooler finish a message that a tightly coupled store and transport have sent (R055,
 * R056).
 *
 * `IMAPISupport::CompleteMsg`, optional; imapisupport-completemsg.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_complete_msg (
    MapiSupport *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompleteMsg", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, complete_msg, flags, entry_id, cancellable));
}

/**
 * mapi_support_store_logoff_transports:
 * @self: a #MapiSupport
 * @flags: (inout): as of `IMsgStore::StoreLogoff`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has the spooler end its work for a store.
 *
 * `IMAPISupport::StoreLogoffTransports`, optional; imapisupport-storelogofftransports.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_store_logoff_transports (MapiSupport  *self,
                                      guint32      *flags,
                                      GCancellable *cancellable,
                                      GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "StoreLogoffTransports", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, store_logoff_transports, flags, cancellable));
}

/**
 * mapi_support_status_recips:
 * @self: a #MapiSupport
 * @message: the message
 * @recipients: the recipients with the report properties
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reports what became of recipients, from which delivery and non-delivery reports are made.
 *
 * `IMAPISupport::StatusRecips`, optional; imapisupport-statusrecips.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_status_recips (MapiSupport  *self,
                            MapiMessage  *message,
                            MapiRowSet   *recipients,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "StatusRecips", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (recipients != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, status_recips, message, recipients, cancellable));
}
