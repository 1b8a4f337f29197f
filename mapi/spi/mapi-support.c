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
 * mapi_support_create_one_off:
 * @self: a #MapiSupport
 * @display_name: (nullable): the name to show
 * @address_type: the address type
 * @email_address: the address
 * @flags: `MAPI_UNICODE`, `MAPI_SEND_NO_RICH_INFO`
 * @error: return location for a #GError
 *
 * Makes the entry identifier of a recipient that is in no address book.
 *
 * `IMAPISupport::CreateOneOff`, required; imapisupport-createoneoff.md. Documented failures:
 * %MAPI_E_BAD_CHARWIDTH.
 *
 * Returns: (transfer full): the entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_support_create_one_off (MapiSupport *self,
                             const char  *display_name,
                             const char  *address_type,
                             const char  *email_address,
                             guint32      flags,
                             GError     **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateOneOff", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);
  g_return_val_if_fail (address_type != NULL, NULL);
  g_return_val_if_fail (email_address != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, create_one_off, display_name, address_type, email_address, flags),
      (GDestroyNotify) g_bytes_unref);
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
 * mapi_support_compare_entry_ids:
 * @self: a #MapiSupport
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out) (optional): whether both name one object
 * @error: return location for a #GError
 *
 * Has the provider that owns them compare two entry identifiers.
 *
 * `IMAPISupport::CompareEntryIDs`, optional; imapisupport-compareentryids.md. Documented
 * failures: %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_compare_entry_ids (MapiSupport *self,
                                GBytes      *entry_id1,
                                GBytes      *entry_id2,
                                guint32      flags,
                                gboolean    *result,
                                GError     **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompareEntryIDs", error);
  gboolean  out_result = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, compare_entry_ids, entry_id1, entry_id2, flags, &out_result));
  if (result != NULL)
    *result = out_result;

  return answer;
}

/**
 * mapi_support_open_template_id:
 * @self: a #MapiSupport
 * @template_id: the template
 * @template_flags: `MAPI_FILL_ENTRY`
 * @data: the object to bind
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @sibling: (nullable): reserved
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Binds a copied address book entry to the provider it came from.
 *
 * `IMAPISupport::OpenTemplateID`, optional; imapisupport-opentemplateid.md. Documented
 * failures: %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: (transfer full): the bound object
 *
 * Since: 1.0
 */
MapiProp *
mapi_support_open_template_id (MapiSupport  *self,
                               GBytes       *template_id,
                               guint32       template_flags,
                               MapiProp     *data,
                               const char   *interface_name,
                               MapiProp     *sibling,
                               GCancellable *cancellable,
                               GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenTemplateID", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);
  g_return_val_if_fail (template_id != NULL, NULL);
  g_return_val_if_fail (MAPI_IS_PROP (data), NULL);

  return mapi_guard_object (&guard,
                            MAPI_GUARD_CALL (&guard,
                                             SUPPORT,
                                             open_template_id,
                                             template_id,
                                             template_flags,
                                             data,
                                             interface_name,
                                             sibling,
                                             cancellable),
                            MAPI_TYPE_PROP);
}

/**
 * mapi_support_open_entry:
 * @self: a #MapiSupport
 * @entry_id: what to open
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has the provider that owns it open an entry.
 *
 * `IMAPISupport::OpenEntry`, optional; imapisupport-openentry.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProp *
mapi_support_open_entry (MapiSupport  *self,
                         GBytes       *entry_id,
                         const char   *interface_name,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenEntry", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, SUPPORT, open_entry, entry_id, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_support_get_one_off_table:
 * @self: a #MapiSupport
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of templates for one-off recipients.
 *
 * `IMAPISupport::GetOneOffTable`, optional; imapisupport-getoneofftable.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_support_get_one_off_table (MapiSupport  *self,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetOneOffTable", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, SUPPORT, get_one_off_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_support_address:
 * @self: a #MapiSupport
 * @recipients: (nullable): the recipients chosen already
 * @flags: which fields the choice has
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the user choose recipients.
 *
 * `IMAPISupport::Address`, optional; imapisupport-address.md. Documented failures:
 * %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the recipients chosen
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_support_address (MapiSupport  *self,
                      MapiRowSet   *recipients,
                      guint32       flags,
                      GCancellable *cancellable,
                      GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Address", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, SUPPORT, address, recipients, flags, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}

/**
 * mapi_support_details:
 * @self: a #MapiSupport
 * @entry_id: the entry
 * @button: (nullable): an additional button
 * @button_text: (nullable): its text
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Shows the details of an address book entry.
 *
 * `IMAPISupport::Details`, optional; imapisupport-details.md. Documented failures:
 * %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_details (MapiSupport  *self,
                      GBytes       *entry_id,
                      MapiControl  *button,
                      const char   *button_text,
                      guint32       flags,
                      GCancellable *cancellable,
                      GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Details", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, details, entry_id, button, button_text, flags, cancellable));
}

/**
 * mapi_support_new_entry:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @container: (nullable): where the entry goes, or %NULL for a one-off
 * @template_id: (nullable): the template, or %NULL to let the user choose
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes an address book entry.
 *
 * `IMAPISupport::NewEntry`, optional; imapisupport-newentry.md. Documented failures:
 * %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the entry identifier of the new entry
 *
 * Since: 1.0
 */
GBytes *
mapi_support_new_entry (MapiSupport  *self,
                        guint32       flags,
                        GBytes       *container,
                        GBytes       *template_id,
                        GCancellable *cancellable,
                        GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "NewEntry", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, SUPPORT, new_entry, flags, container, template_id, cancellable),
      (GDestroyNotify) g_bytes_unref);
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
 * mapi_support_copy_messages:
 * @self: a #MapiSupport
 * @source: where from
 * @messages: which
 * @destination: where to
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_MESSAGE_MOVE`, `MAPI_DECLINE_OK`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies or moves messages between any two folders.
 *
 * `IMAPISupport::CopyMessages`, optional; imapisupport-copymessages.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_copy_messages (MapiSupport   *self,
                            MapiFolder    *source,
                            MapiEntryList *messages,
                            MapiFolder    *destination,
                            MapiProgress  *progress,
                            guint32        flags,
                            GCancellable  *cancellable,
                            guint32       *warning,
                            GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyMessages", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (source), FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                copy_messages,
                                                source,
                                                messages,
                                                destination,
                                                progress,
                                                flags,
                                                cancellable,
                                                &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_support_copy_folder:
 * @self: a #MapiSupport
 * @source: the parent of the folder
 * @entry_id: the folder
 * @destination: where to
 * @new_folder_name: (nullable): its name there, or %NULL for the same
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_FOLDER_MOVE`, `MAPI_COPY_SUBFOLDERS`, `MAPI_DECLINE_OK`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies or moves a folder between any two folders.
 *
 * `IMAPISupport::CopyFolder`, optional; imapisupport-copyfolder.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_copy_folder (MapiSupport  *self,
                          MapiFolder   *source,
                          GBytes       *entry_id,
                          MapiFolder   *destination,
                          const char   *new_folder_name,
                          MapiProgress *progress,
                          guint32       flags,
                          GCancellable *cancellable,
                          guint32      *warning,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyFolder", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (source), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                copy_folder,
                                                source,
                                                entry_id,
                                                destination,
                                                new_folder_name,
                                                progress,
                                                flags,
                                                cancellable,
                                                &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_support_do_copy_to:
 * @self: a #MapiSupport
 * @source: the object to copy
 * @exclude_interfaces: (array zero-terminated=1) (nullable): interfaces not to copy
 * @exclude_tags: (nullable): properties not to copy
 * @progress: (nullable): told how far it is
 * @destination: the object to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does `IMAPIProp::CopyTo` for a provider.
 *
 * `IMAPISupport::DoCopyTo`, optional; imapisupport-docopyto.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_copy_to (MapiSupport           *self,
                         MapiProp              *source,
                         const char *const     *exclude_interfaces,
                         MapiPropTagArray      *exclude_tags,
                         MapiProgress          *progress,
                         MapiProp              *destination,
                         guint32                flags,
                         MapiPropProblemArray **problems,
                         GCancellable          *cancellable,
                         GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "DoCopyTo", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (source), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                do_copy_to,
                                                source,
                                                exclude_interfaces,
                                                exclude_tags,
                                                progress,
                                                destination,
                                                flags,
                                                &out_problems,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}

/**
 * mapi_support_do_copy_props:
 * @self: a #MapiSupport
 * @source: the object to copy
 * @tags: the properties to copy
 * @progress: (nullable): told how far it is
 * @destination: the object to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does `IMAPIProp::CopyProps` for a provider.
 *
 * `IMAPISupport::DoCopyProps`, optional; imapisupport-docopyprops.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_copy_props (MapiSupport           *self,
                            MapiProp              *source,
                            MapiPropTagArray      *tags,
                            MapiProgress          *progress,
                            MapiProp              *destination,
                            guint32                flags,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "DoCopyProps", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (source), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                do_copy_props,
                                                source,
                                                tags,
                                                progress,
                                                destination,
                                                flags,
                                                &out_problems,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
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
 * mapi_support_read_receipt:
 * @self: a #MapiSupport
 * @flags: `MAPI_NON_READ`
 * @read_message: the message that was read, or deleted unread
 * @empty_message: a new message to fill
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fills a read report, or a non-read report.
 *
 * `IMAPISupport::ReadReceipt`, optional; imapisupport-readreceipt.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_read_receipt (MapiSupport  *self,
                           guint32       flags,
                           MapiMessage  *read_message,
                           MapiMessage  *empty_message,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ReadReceipt", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (read_message), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (empty_message), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, read_receipt, flags, read_message, empty_message, cancellable));
}

/**
 * mapi_support_prepare_submit:
 * @self: a #MapiSupport
 * @message: the message
 * @flags: (inout): reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Prepares a message for its submission: recipients of a message that is sent again are set
 * right (R036).
 *
 * `IMAPISupport::PrepareSubmit`, optional; imapisupport-preparesubmit.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_prepare_submit (MapiSupport  *self,
                             MapiMessage  *message,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "PrepareSubmit", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, prepare_submit, message, flags, cancellable));
}

/**
 * mapi_support_expand_recips:
 * @self: a #MapiSupport
 * @message: the message
 * @flags: (out) (optional): `MAPI_NEEDS_PREPROCESSING`, `MAPI_NEEDS_SPOOLER`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Expands personal distribution lists, removes duplicates, and tells whether preprocessing or
 * the spooler are needed (R042 to R046).
 *
 * `IMAPISupport::ExpandRecips`, optional; imapisupport-expandrecips.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_expand_recips (MapiSupport  *self,
                            MapiMessage  *message,
                            guint32      *flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ExpandRecips", error);
  guint32   out_flags = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, expand_recips, message, &out_flags, cancellable));
  if (flags != NULL)
    *flags = out_flags;

  return answer;
}

/**
 * mapi_support_update_pab:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @message: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds the recipients of a message to the personal address book.
 *
 * `IMAPISupport::UpdatePAB`, optional. Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_update_pab (MapiSupport  *self,
                         guint32       flags,
                         MapiMessage  *message,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "UpdatePAB", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, update_pab, flags, message, cancellable));
}

/**
 * mapi_support_do_sent_mail:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @message: the message that was sent
 * @taken_over: (out) (optional): whether a hook has dealt with the message, so that the store
 * must not move it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Runs the outbound messaging hooks (R068).
 *
 * `IMAPISupport::DoSentMail`, optional; imapisupport-dosentmail.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_sent_mail (MapiSupport  *self,
                           guint32       flags,
                           MapiMessage  *message,
                           gboolean     *taken_over,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DoSentMail", error);
  gboolean  out_taken_over = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, do_sent_mail, flags, message, &out_taken_over, cancellable));
  if (taken_over != NULL)
    *taken_over = out_taken_over;

  return answer;
}

/**
 * mapi_support_open_address_book:
 * @self: a #MapiSupport
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_AB_NO_DIALOG`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the address book.
 *
 * `IMAPISupport::OpenAddressBook`, optional; imapisupport-openaddressbook.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the address book
 *
 * Since: 1.0
 */
MapiProp *
mapi_support_open_address_book (MapiSupport  *self,
                                const char   *interface_name,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenAddressBook", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, SUPPORT, open_address_book, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
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

/**
 * mapi_object_make_invalid:
 * @object: an object that others may still hold
 *
 * Has every method of an object fail with %MAPI_E_INVALID_OBJECT from now on, whatever interface it
 * belongs to. This is what `IMAPISupport::MakeInvalid` does (R509), for whoever implements
 * #MapiSupport, or hands out objects that are valid for the length of a call.
 *
 * Since: 1.0
 */
void
mapi_object_make_invalid (GObject *object)
{
  g_return_if_fail (G_IS_OBJECT (object));

  mapi_guard_make_invalid (object);
}
