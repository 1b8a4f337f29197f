/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-addr-book.h"

/**
 * MapiAddrBook:
 *
 * The address book of a session: what all its address book providers have.
 *
 * MAPI's `IAddrBook`. What showed a dialog there asks the #MapiInteraction of the session.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiAddrBook, mapi_addr_book, MAPI_TYPE_PROP)

static void
mapi_addr_book_default_init (MapiAddrBookInterface *iface)
{
}

/**
 * mapi_addr_book_open_entry:
 * @self: a #MapiAddrBook
 * @entry_id: (nullable): what to open, a one-off too, or %NULL for the root container
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens an entry of whichever provider it belongs to.
 *
 * `IAddrBook::OpenEntry`, optional; iaddrbook-openentry.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProp *
mapi_addr_book_open_entry (MapiAddrBook *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenEntry", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, open_entry, entry_id, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_addr_book_compare_entry_ids:
 * @self: a #MapiAddrBook
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out) (optional): whether both name one object
 * @error: return location for a #GError
 *
 * Tells whether two entry identifiers name the same object.
 *
 * `IAddrBook::CompareEntryIDs`, optional; iaddrbook-compareentryids.md. Documented failures:
 * %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_addr_book_compare_entry_ids (MapiAddrBook *self,
                                  GBytes       *entry_id1,
                                  GBytes       *entry_id2,
                                  guint32       flags,
                                  gboolean     *result,
                                  GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompareEntryIDs", error);
  gboolean  out_result = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, ADDR_BOOK, compare_entry_ids, entry_id1, entry_id2, flags, &out_result));
  if (result != NULL)
    *result = out_result;

  return answer;
}

/**
 * mapi_addr_book_advise:
 * @self: a #MapiAddrBook
 * @entry_id: (nullable): the object to watch, or %NULL for the whole address book
 * @event_mask: which events
 * @sink: who is told; held weakly
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks to be told about events.
 *
 * `IAddrBook::Advise`, optional; iaddrbook-advise.md. Documented failures: %MAPI_E_NO_SUPPORT,
 * %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: the connection, for `Unadvise`; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_addr_book_advise (MapiAddrBook   *self,
                       GBytes         *entry_id,
                       guint32         event_mask,
                       MapiAdviseSink *sink,
                       GCancellable   *cancellable,
                       GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Advise", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  return mapi_guard_number (
      &guard, MAPI_GUARD_CALL (&guard, ADDR_BOOK, advise, entry_id, event_mask, sink, cancellable));
}

/**
 * mapi_addr_book_unadvise:
 * @self: a #MapiAddrBook
 * @connection: what `Advise` gave
 * @error: return location for a #GError
 *
 * Ends what `Advise` began.
 *
 * `IAddrBook::Unadvise`, optional; iaddrbook-unadvise.md. Documented failures: %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_addr_book_unadvise (MapiAddrBook *self, guint32 connection, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Unadvise", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, ADDR_BOOK, unadvise, connection));
}

/**
 * mapi_addr_book_create_one_off:
 * @self: a #MapiAddrBook
 * @name: (nullable): the display name
 * @address_type: as `SMTP`
 * @address: the address
 * @flags: `MAPI_SEND_NO_RICH_INFO`
 * @error: return location for a #GError
 *
 * Makes the entry identifier of a recipient that is in no address book.
 *
 * `IAddrBook::CreateOneOff`, optional; iaddrbook-createoneoff.md. Documented failures:
 * %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: (transfer full): the entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_addr_book_create_one_off (MapiAddrBook *self,
                               const char   *name,
                               const char   *address_type,
                               const char   *address,
                               guint32       flags,
                               GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateOneOff", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);
  g_return_val_if_fail (address_type != NULL, NULL);
  g_return_val_if_fail (address != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, create_one_off, name, address_type, address, flags),
      (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_addr_book_new_entry:
 * @self: a #MapiAddrBook
 * @flags: reserved, 0
 * @container: (nullable): where the entry goes, or %NULL for a one-off
 * @template_id: (nullable): the template, or %NULL to let the user choose
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes an entry, which the #MapiInteraction of the session fills.
 *
 * `IAddrBook::NewEntry`, optional; iaddrbook-newentry.md. Documented failures:
 * %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the entry identifier of the new entry
 *
 * Since: 1.0
 */
GBytes *
mapi_addr_book_new_entry (MapiAddrBook *self,
                          guint32       flags,
                          GBytes       *container,
                          GBytes       *template_id,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "NewEntry", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, new_entry, flags, container, template_id, cancellable),
      (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_addr_book_resolve_name:
 * @self: a #MapiAddrBook
 * @flags: `MAPI_DIALOG` to ask the #MapiInteraction of the session about names that several
 *   entries have; `MAPI_CACHE_ONLY`
 * @title: (nullable): what to ask with
 * @recipients: the recipients; rows as of a recipient table, those without PR_ENTRYID are resolved
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Resolves recipients by their PR_DISPLAY_NAME: one that is an address becomes a one-off, the
 * others are looked for in the containers of the search path. The error names the recipients that
 * it is about.
 *
 * `IAddrBook::ResolveName`, optional; iaddrbook-resolvename.md. Documented failures:
 * %MAPI_E_AMBIGUOUS_RECIP, %MAPI_E_NOT_FOUND, %MAPI_E_USER_CANCEL.
 *
 * Returns: (transfer full): the recipients, as many and in the same order, all of them resolved
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_addr_book_resolve_name (MapiAddrBook *self,
                             guint32       flags,
                             const char   *title,
                             MapiRowSet   *recipients,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ResolveName", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, resolve_name, flags, title, recipients, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}

/**
 * mapi_addr_book_address:
 * @self: a #MapiAddrBook
 * @recipients: (nullable): the recipients chosen already
 * @flags: `MAPI_AB_RESOLVE` to resolve what is chosen, `MAPI_AB_SELECTONLY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the user choose recipients, through the #MapiInteraction of the session.
 *
 * `IAddrBook::Address`, optional; iaddrbook-address.md. Documented failures: %MAPI_E_USER_CANCEL,
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the recipients chosen
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_addr_book_address (MapiAddrBook *self,
                        MapiRowSet   *recipients,
                        guint32       flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Address", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, address, recipients, flags, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}

/**
 * mapi_addr_book_details:
 * @self: a #MapiAddrBook
 * @entry_id: the entry
 * @button: (nullable): an additional button
 * @button_text: (nullable): its text
 * @flags: `MAPI_MODIFY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Shows the details of an entry, through the #MapiInteraction of the session.
 *
 * `IAddrBook::Details`, optional; iaddrbook-details.md. Documented failures: %MAPI_E_USER_CANCEL,
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_addr_book_details (MapiAddrBook *self,
                        GBytes       *entry_id,
                        MapiControl  *button,
                        const char   *button_text,
                        guint32       flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Details", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, ADDR_BOOK, details, entry_id, button, button_text, flags, cancellable));
}

/**
 * mapi_addr_book_recip_options:
 * @self: a #MapiAddrBook
 * @flags: reserved, 0
 * @recipient: a row of the recipient table
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives a recipient the options that its transport has for it.
 *
 * `IAddrBook::RecipOptions`, optional. Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the recipient with its options
 *
 * Since: 1.0
 */
MapiPropList *
mapi_addr_book_recip_options (MapiAddrBook *self,
                              guint32       flags,
                              MapiPropList *recipient,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "RecipOptions", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);
  g_return_val_if_fail (recipient != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, recip_options, flags, recipient, cancellable),
      (GDestroyNotify) mapi_prop_list_unref);
}

/**
 * mapi_addr_book_query_default_recip_opt:
 * @self: a #MapiAddrBook
 * @address_type: as `SMTP`
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells the default options of the recipients of an address type.
 *
 * `IAddrBook::QueryDefaultRecipOpt`, optional. Documented failures: %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the options
 *
 * Since: 1.0
 */
MapiPropList *
mapi_addr_book_query_default_recip_opt (MapiAddrBook *self,
                                        const char   *address_type,
                                        guint32       flags,
                                        GCancellable *cancellable,
                                        GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "QueryDefaultRecipOpt", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);
  g_return_val_if_fail (address_type != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (
          &guard, ADDR_BOOK, query_default_recip_opt, address_type, flags, cancellable),
      (GDestroyNotify) mapi_prop_list_unref);
}

/**
 * mapi_addr_book_prepare_recips:
 * @self: a #MapiAddrBook
 * @flags: `MAPI_CACHE_ONLY`
 * @tags: (nullable): the properties that each must have, in this order and before any others
 * @recipients: the recipients; rows as of a recipient table
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives recipients their long-term entry identifiers, and the properties that are asked for
 * (R665). What an entry lacks is an error value in its row.
 *
 * `IAddrBook::PrepareRecips`, optional; iaddrbook-preparerecips.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the recipients, as many and in the same order
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_addr_book_prepare_recips (MapiAddrBook     *self,
                               guint32           flags,
                               MapiPropTagArray *tags,
                               MapiRowSet       *recipients,
                               GCancellable     *cancellable,
                               GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "PrepareRecips", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, prepare_recips, flags, tags, recipients, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}
