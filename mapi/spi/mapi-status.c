/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-status.h"

/**
 * MapiStatus:
 *
 * The status object of a provider, of the spooler or of MAPI itself, behind a row of the
 * status table.
 *
 * MAPI's `IMAPIStatus`. A  method that is left out fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiStatus, mapi_status, MAPI_TYPE_PROP)

static void
mapi_status_default_init (MapiStatusInterface *iface)
{
}

/**
 * mapi_status_validate_state:
 * @self: a #MapiStatus
 * @flags: `MAPI_REFRESH_XP_HEADER_CACHE`, `MAPI_PROCESS_XP_HEADER_CACHE`,
 * `MAPI_FORCE_XP_CONNECT`, `MAPI_CONFIG_CHANGED`, `MAPI_SUPPRESS_UI` …
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Checks the state of the provider, and brings it in line.
 *
 * `IMAPIStatus::ValidateState`, optional; imapistatus-validatestate.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_BUSY, %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_status_validate_state (MapiStatus   *self,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ValidateState", error);

  g_return_val_if_fail (MAPI_IS_STATUS (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, STATUS, validate_state, flags, cancellable));
}

/**
 * mapi_status_settings_dialog:
 * @self: a #MapiStatus
 * @flags: `MAPI_UI_READONLY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the user see or change the settings; here there are no dialogs, and settings are those
 * of the configuration schema.
 *
 * `IMAPIStatus::SettingsDialog`, optional; imapistatus-settingsdialog.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_status_settings_dialog (MapiStatus   *self,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SettingsDialog", error);

  g_return_val_if_fail (MAPI_IS_STATUS (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, STATUS, settings_dialog, flags, cancellable));
}

/**
 * mapi_status_change_password:
 * @self: a #MapiStatus
 * @old_password: (nullable): the old one
 * @new_password: (nullable): the new one
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Changes the password of the provider's account.
 *
 * `IMAPIStatus::ChangePassword`, optional; imapistatus-changepassword.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_status_change_password (MapiStatus   *self,
                             const char   *old_password,
                             const char   *new_password,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ChangePassword", error);

  g_return_val_if_fail (MAPI_IS_STATUS (self), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, STATUS, change_password, old_password, new_password, flags, cancellable));
}

/**
 * mapi_status_flush_queues:
 * @self: a #MapiStatus
 * @target_transport: (nullable): the transport, for the spooler's status object; %NULL for all
 * @flags: `MAPI_FLUSH_UPLOAD`, `MAPI_FLUSH_DOWNLOAD`, `MAPI_FLUSH_FORCE`, `MAPI_FLUSH_NO_UI`,
 * `MAPI_FLUSH_ASYNC_OK`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sends or fetches what waits, now.
 *
 * `IMAPIStatus::FlushQueues`, optional; imapistatus-flushqueues.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_BUSY, %MAPI_E_NETWORK_ERROR.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_status_flush_queues (MapiStatus   *self,
                          GBytes       *target_transport,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "FlushQueues", error);

  g_return_val_if_fail (MAPI_IS_STATUS (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, STATUS, flush_queues, target_transport, flags, cancellable));
}
