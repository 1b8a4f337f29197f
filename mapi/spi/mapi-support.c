/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-support.h"

/**
 * MapiSupport:
 *
 * What MAPI offers a provider. Each logon gets an object of its own; a provider only calls it.
 * Which methods work depends on the class of the provider (`support_methods.tsv`), the others
 * answer %MAPI_E_NO_SUPPORT.
 *
 * MAPI's `IMAPISupport`. Required: `Subscribe`, `Unsubscribe`, `Notify`, `ModifyStatusRow`,
 * `OpenProfileSection`, `NewUID`, `CreateOneOff`, `WrapStoreEntryID`; any other method that is
 * left out fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiSupport, mapi_support, G_TYPE_OBJECT)

static void
mapi_support_default_init (MapiSupportInterface *iface)
{
}

/**
 * mapi_support_subscribe:
 * @self: a #MapiSupport
 * @key: what is watched, as the provider likes to name it
 * @event_mask: which events
 * @flags: `MAPI_NOTIFY_SYNC` to have @sink called before `Notify` returns, in the thread that calls
 * it; only for sinks of the provider's own, never for a client's (R646)
 * @sink: who is told; held weakly
 * @error: return location for a #GError
 *
 * Registers a sink for what `Notify` will send on @key. Without `MAPI_NOTIFY_SYNC` it is called
 * later, in the #GMainContext that is the calling thread's default (R645).
 *
 * `IMAPISupport::Subscribe`, required; imapisupport-subscribe.md.
 *
 * Returns: the connection, for `Unsubscribe`; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_support_subscribe (MapiSupport    *self,
                        GBytes         *key,
                        guint32         event_mask,
                        guint32         flags,
                        MapiAdviseSink *sink,
                        GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Subscribe", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), 0);
  g_return_val_if_fail (key != NULL, 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  return mapi_guard_number (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, subscribe, key, event_mask, flags, sink));
}

/**
 * mapi_support_unsubscribe:
 * @self: a #MapiSupport
 * @connection: what `Subscribe` gave
 * @error: return location for a #GError
 *
 * Ends what `Subscribe` began.
 *
 * `IMAPISupport::Unsubscribe`, required; imapisupport-unsubscribe.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_unsubscribe (MapiSupport *self, guint32 connection, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Unsubscribe", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, SUPPORT, unsubscribe, connection));
}

/**
 * mapi_support_send_notification:
 * @self: a #MapiSupport
 * @key: as of `Subscribe`
 * @notifications: what happened
 * @flags: (inout): in: `MAPI_UNICODE`, which changes nothing; out: `MAPI_NOTIFY_CANCELED` when a
 * sink asked to stop, else 0
 * @error: return location for a #GError
 *
 * Sends notifications to all who subscribed to @key: MAPI's `Notify`, which GObject's own name
 * keeps from its name.
 *
 * Who subscribed with `MAPI_NOTIFY_SYNC` is called before it returns, so hold no lock that such a
 * sink may want. When one asks to stop, the synchronous sinks after it are not called (R647).
 *
 * `IMAPISupport::Notify`, required; imapisupport-notify.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_send_notification (MapiSupport          *self,
                                GBytes               *key,
                                MapiNotificationList *notifications,
                                guint32              *flags,
                                GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Notify", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (notifications != NULL, FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, send_notification, key, notifications, flags));
}

/**
 * mapi_support_modify_status_row:
 * @self: a #MapiSupport
 * @columns: the new values
 * @flags: `MAPI_STATUSROW_UPDATE` to change the row, else it is made anew
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes or changes the provider's row of the status table.
 *
 * `IMAPISupport::ModifyStatusRow`, required; imapisupport-modifystatusrow.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_modify_status_row (MapiSupport  *self,
                                MapiPropList *columns,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ModifyStatusRow", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (columns != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, modify_status_row, columns, flags, cancellable));
}

/**
 * mapi_support_open_profile_section:
 * @self: a #MapiSupport
 * @uid: (nullable): the section, or %NULL for the provider's own
 * @flags: `MAPI_MODIFY`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a section of the profile; one that does not exist is made when opened for writing.
 *
 * `IMAPISupport::OpenProfileSection`, required; imapisupport-openprofilesection.md. Documented
 * failures: %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the section
 *
 * Since: 1.0
 */
MapiProfSect *
mapi_support_open_profile_section (
    MapiSupport *self, const MapiUid *uid, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenProfileSection", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, SUPPORT, open_profile_section, uid, flags, cancellable),
      MAPI_TYPE_PROF_SECT);
}

/**
 * mapi_support_new_uid:
 * @self: a #MapiSupport
 * @error: return location for a #GError
 *
 * Makes an identifier that no other has.
 *
 * `IMAPISupport::NewUID`, required; imapisupport-newuid.md.
 *
 * Returns: (transfer full): the identifier
 *
 * Since: 1.0
 */
MapiUid *
mapi_support_new_uid (MapiSupport *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "NewUID", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_boxed (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, new_uid), (GDestroyNotify) mapi_uid_free);
}

/**
 * mapi_support_make_invalid:
 * @self: a #MapiSupport
 * @object: an object of the provider that somebody still holds
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Makes an object answer %MAPI_E_INVALID_OBJECT to all calls.
 *
 * `IMAPISupport::MakeInvalid`, optional; imapisupport-makeinvalid.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_make_invalid (MapiSupport *self, GObject *object, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "MakeInvalid", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (object != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, SUPPORT, make_invalid, object, flags));
}

/**
 * mapi_support_set_provider_uid:
 * @self: a #MapiSupport
 * @uid: the identifier in the provider's entry identifiers
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Tells MAPI which entry identifiers belong to the provider.
 *
 * `IMAPISupport::SetProviderUID`, optional; imapisupport-setprovideruid.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_set_provider_uid (MapiSupport *self, const MapiUid *uid, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetProviderUID", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, SUPPORT, set_provider_uid, uid, flags));
}

/**
 * mapi_support_do_config_propsheet:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @title: (nullable): the title
 * @display_table: the controls
 * @config_data: the properties behind the controls
 * @top_page: the page to begin with
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the user see and change the configuration.
 *
 * `IMAPISupport::DoConfigPropsheet`, optional; imapisupport-doconfigpropsheet.md. Documented
 * failures: %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_config_propsheet (MapiSupport  *self,
                                  guint32       flags,
                                  const char   *title,
                                  MapiTable    *display_table,
                                  MapiProp     *config_data,
                                  guint32       top_page,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DoConfigPropsheet", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_TABLE (display_table), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (config_data), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              SUPPORT,
                                              do_config_propsheet,
                                              flags,
                                              title,
                                              display_table,
                                              config_data,
                                              top_page,
                                              cancellable));
}

/**
 * mapi_support_do_progress_dialog:
 * @self: a #MapiSupport
 * @flags: `MAPI_TOP_LEVEL`
 * @error: return location for a #GError
 *
 * Gives a progress object for an operation that was begun without one.
 *
 * `IMAPISupport::DoProgressDialog`, optional; imapisupport-doprogressdialog.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): a progress object
 *
 * Since: 1.0
 */
MapiProgress *
mapi_support_do_progress_dialog (MapiSupport *self, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DoProgressDialog", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_object (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, do_progress_dialog, flags), MAPI_TYPE_PROGRESS);
}

/**
 * mapi_support_wrap_store_entry_id:
 * @self: a #MapiSupport
 * @entry_id: the store's own
 * @error: return location for a #GError
 *
 * Wraps the entry identifier of a store, so that anybody can open it.
 *
 * `IMAPISupport::WrapStoreEntryID`, required; imapisupport-wrapstoreentryid.md.
 *
 * Returns: (transfer full): one that tells which provider to load
 *
 * Since: 1.0
 */
GBytes *
mapi_support_wrap_store_entry_id (MapiSupport *self, GBytes *entry_id, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "WrapStoreEntryID", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, SUPPORT, wrap_store_entry_id, entry_id),
                           (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_support_modify_profile:
 * @self: a #MapiSupport
 * @flags: `MAPI_MDB_TEMPORARY` to take the store out again
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes the store that was opened without being in the profile part of it.
 *
 * `IMAPISupport::ModifyProfile`, optional; imapisupport-modifyprofile.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_modify_profile (MapiSupport  *self,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ModifyProfile", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, SUPPORT, modify_profile, flags, cancellable));
}

/**
 * mapi_support_get_svc_config_support_obj:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gives a support object for configuring the message service.
 *
 * `IMAPISupport::GetSvcConfigSupportObj`, optional; imapisupport-getsvcconfigsupportobj.md.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiSupport *
mapi_support_get_svc_config_support_obj (MapiSupport *self, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetSvcConfigSupportObj", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_object (&guard,
                            MAPI_GUARD_CALL (&guard, SUPPORT, get_svc_config_support_obj, flags),
                            MAPI_TYPE_SUPPORT);
}
