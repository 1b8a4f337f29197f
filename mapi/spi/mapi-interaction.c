/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-interaction.h"

/**
 * MapiInteraction:
 *
 * Whoever can ask the user: the dialogs of MAPI as call-backs.
 *
 * A client gives the session an object of this kind with mapi_session_set_interaction(). What
 * opened a window in MAPI calls it, in the thread of the caller; a session without one answers
 * %MAPI_E_NO_SUPPORT, so that nothing waits for a user who is not there. A method that fails with
 * %MAPI_E_USER_CANCEL says that the user does not want to. Any method may be left out.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiInteraction, mapi_interaction, G_TYPE_OBJECT)

static void
mapi_interaction_default_init (MapiInteractionInterface *iface)
{
}

/**
 * mapi_interaction_choose_recipients:
 * @self: a #MapiInteraction
 * @book: the address book
 * @recipients: (nullable): those chosen already
 * @flags: as of `IAddrBook::Address`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the user choose recipients.
 *
 * Documented failures: %MAPI_E_USER_CANCEL.
 *
 * Returns: (transfer full): the recipients chosen
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_interaction_choose_recipients (MapiInteraction *self,
                                    MapiAddrBook    *book,
                                    MapiRowSet      *recipients,
                                    guint32          flags,
                                    GCancellable    *cancellable,
                                    GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ChooseRecipients", error);

  g_return_val_if_fail (MAPI_IS_INTERACTION (self), NULL);
  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (book), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (
          &guard, INTERACTION, choose_recipients, book, recipients, flags, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}

/**
 * mapi_interaction_choose_entry:
 * @self: a #MapiInteraction
 * @book: the address book
 * @prompt: what it is about: a title, or the name that is ambiguous
 * @candidates: rows of contents tables, or of the table of templates
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lets the user choose one of several entries.
 *
 * Documented failures: %MAPI_E_USER_CANCEL.
 *
 * Returns: (transfer full): one of the rows
 *
 * Since: 1.0
 */
MapiPropList *
mapi_interaction_choose_entry (MapiInteraction *self,
                               MapiAddrBook    *book,
                               const char      *prompt,
                               MapiRowSet      *candidates,
                               GCancellable    *cancellable,
                               GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ChooseEntry", error);

  g_return_val_if_fail (MAPI_IS_INTERACTION (self), NULL);
  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (book), NULL);
  g_return_val_if_fail (prompt != NULL, NULL);
  g_return_val_if_fail (candidates != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, INTERACTION, choose_entry, book, prompt, candidates, cancellable),
      (GDestroyNotify) mapi_prop_list_unref);
}

/**
 * mapi_interaction_edit_entry:
 * @self: a #MapiInteraction
 * @entry: the entry; what can be changed is set and the rest left alone, the caller saves it
 * @fields: (nullable): the fields that the entry has (PR_DETAILS_TABLE): their tags
 *   (PR_CONTROL_STRUCTURE), names and `MAPI_DT_REQUIRED`, `MAPI_DT_EDITABLE` (PR_CONTROL_FLAGS)
 * @button: (nullable): an additional button
 * @button_text: (nullable): its text
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Shows an entry to the user, or lets the user fill a new one.
 *
 * Documented failures: %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_interaction_edit_entry (MapiInteraction *self,
                             MapiProp        *entry,
                             MapiTable       *fields,
                             MapiControl     *button,
                             const char      *button_text,
                             GCancellable    *cancellable,
                             GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "EditEntry", error);

  g_return_val_if_fail (MAPI_IS_INTERACTION (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (entry), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, INTERACTION, edit_entry, entry, fields, button, button_text, cancellable));
}
