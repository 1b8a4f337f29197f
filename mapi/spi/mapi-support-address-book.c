/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-support.h"

/* Entries, of whichever provider they are, and the dialogs that show them. */

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
