/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-session-private.h"
#include "mapi-store-entry-id.h"

/* Entry identifiers of a session: to which provider each belongs. */

/* The newest registration comes first, and one that is no spooler's before one that is. */
void
mapi_session_add_route (MapiSession *self, const MapiUid *uid, MapiSessionLogon *logon)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiSessionRoute route = { *uid, logon };

  for (guint i = 0; i < self->routes->len; i++)
    {
      const MapiSessionRoute *other = &g_array_index (self->routes, MapiSessionRoute, i);

      if (other->logon == logon && mapi_uid_equal (&other->uid, uid))
        return;
    }

  if (logon->is_spooler)
    g_array_append_val (self->routes, route);
  else
    g_array_prepend_val (self->routes, route);
}

static MapiMsgStore *
find_open_store (MapiSession *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->routes->len; i++)
    {
      const MapiSessionRoute *route = &g_array_index (self->routes, MapiSessionRoute, i);
      MapiMsgStore           *store = NULL;

      if (mapi_entry_id_has_uid (entry_id, &route->uid))
        store = g_weak_ref_get (&route->logon->store);
      if (store != NULL)
        return store;
    }

  return NULL;
}

/* The store that an entry belongs to, opened when the profile knows it. */
static MapiMsgStore *
store_for (MapiSession *self, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MapiMsgStore *store;
  MapiUid       uid;
  g_autoptr (GError) local = NULL;

  if (!mapi_entry_id_is_valid (entry_id))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "this is no entry identifier");
      return NULL;
    }

  store = find_open_store (self, entry_id);
  if (store != NULL)
    return store;
  if (mapi_session_find_store_provider (self, entry_id, &uid, &local))
    return mapi_session_open_store_of (self, &uid, NULL, 0, FALSE, cancellable, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_UNKNOWN_ENTRYID,
                       "the entry identifier belongs to no provider of this session");
  return NULL;
}

/* The address book provider of an entry that no store has; the first that asks logs on to them. */
static MapiSessionLogon *
find_in_address_book (MapiSession *self, GBytes *entry_id, GCancellable *cancellable)
{
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (self, MAPI_AB_NO_DIALOG, NULL, cancellable, NULL);

  return book != NULL ? mapi_session_find_ab_logon (self, entry_id) : NULL;
}

/* An address book that could not be logged on to has not said what is its own. */
static char *
describe_silent_address_books (MapiSession *self)
{
  g_autoptr (MapiTable) table = mapi_table_data_get_view (self->status, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      guint32     state = (guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
      const char *reason = mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_AB_PROVIDER &&
          (state & MAPI_STATUS_FAILURE) != 0 && reason != NULL)
        g_string_append_printf (text, "; could not be asked: %s", reason);
    }

  return g_string_free (text, FALSE);
}

void
mapi_session_owner_clear (MapiSessionOwner *owner)
{
  g_clear_object (&owner->store);
  g_clear_pointer (&owner->logon, mapi_session_logon_unref);
}

gboolean
mapi_session_find_owner (MapiSession      *self,
                         GBytes           *entry_id,
                         GCancellable     *cancellable,
                         MapiSessionOwner *owner,
                         GError          **error)
{
  g_autofree char *silent = NULL;
  g_autoptr (GError) local = NULL;

  owner->logon = mapi_session_find_ab_logon (self, entry_id);
  if (owner->logon == NULL)
    owner->store = store_for (self, entry_id, cancellable, &local);
  if (local != NULL && local->code == MAPI_E_UNKNOWN_ENTRYID)
    owner->logon = find_in_address_book (self, entry_id, cancellable);
  if (owner->logon != NULL || owner->store != NULL)
    return TRUE;

  if (local->code == MAPI_E_UNKNOWN_ENTRYID)
    silent = describe_silent_address_books (self);
  g_set_error (
      error, MAPI_ERROR, local->code, "%s%s", local->message, silent != NULL ? silent : "");
  return FALSE;
}

/**
 * mapi_session_open_entry:
 * @self: a #MapiSession
 * @entry_id: a folder, a message, a message store, a status object, an entry of an address book, or
 *   a one-off
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens an entry of whichever provider it belongs to (`IMAPISession::OpenEntry`). A store of the
 * profile is opened for it when it is not open, and the address book likewise. What belongs to
 * nobody is %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProp *
mapi_session_open_entry (MapiSession  *self,
                         GBytes       *entry_id,
                         const char   *interface_name,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_auto (MapiSessionOwner) owner = { NULL };

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  if (mapi_session_is_status_entry_id (entry_id))
    return mapi_session_open_status_entry (
        self, entry_id, interface_name, flags, cancellable, error);
  if (mapi_store_entry_id_is_wrapped (entry_id))
    return (MapiProp *) mapi_session_open_msg_store (self, entry_id, flags, cancellable, error);

  if (mapi_one_off_is (entry_id))
    return mapi_one_off_user_new (entry_id, error);

  if (!mapi_session_find_owner (self, entry_id, cancellable, &owner, error))
    return NULL;
  if (owner.store != NULL)
    return mapi_msg_store_open_entry (
        owner.store, entry_id, interface_name, flags, cancellable, error);
  return mapi_address_book_open_entry_of (
      owner.logon, entry_id, interface_name, flags, cancellable, error);
}

static gboolean
compare_one_offs (GBytes *a, GBytes *b, gboolean *result, GError **error)
{
  g_autofree char *type_a = NULL;
  g_autofree char *type_b = NULL;
  g_autofree char *address_a = NULL;
  g_autofree char *address_b = NULL;

  if (!mapi_one_off_parse (a, NULL, &type_a, &address_a, NULL, error) ||
      !mapi_one_off_parse (b, NULL, &type_b, &address_b, NULL, error))
    return FALSE;

  *result = g_ascii_strcasecmp (type_a, type_b) == 0 && strcmp (address_a, address_b) == 0;
  return TRUE;
}

static gboolean
call_compare (
    MapiSession *self, GBytes *a, GBytes *b, guint32 flags, gboolean *result, GError **error)
{
  g_auto (MapiSessionOwner) owner = { NULL };

  g_autoptr (MapiAbLogon) book = NULL;

  if (!mapi_session_find_owner (self, a, NULL, &owner, error))
    return FALSE;
  if (owner.store != NULL)
    return mapi_msg_store_compare_entry_ids (owner.store, a, b, flags, result, error);
  book = mapi_session_logon_ref_ab (owner.logon, error);
  return book != NULL && mapi_ab_logon_compare_entry_ids (book, a, b, flags, result, error);
}

/* Two that are of one provider are for it to compare; others are never the same. */
static gboolean
compare_in_provider (
    MapiSession *self, GBytes *a, GBytes *b, guint32 flags, gboolean *result, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_entry_id_get_uid (a);
  g_autoptr (GError) local = NULL;

  *result = FALSE;
  if (uid == NULL || !mapi_entry_id_has_uid (b, uid))
    return TRUE;
  if (call_compare (self, a, b, flags, result, &local) || local->code == MAPI_E_NO_SUPPORT)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * mapi_session_compare_entry_ids:
 * @self: a #MapiSession
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out): whether both name one object
 * @error: return location for a #GError
 *
 * Compares two entry identifiers, through the provider they belong to
 * (`IMAPISession::CompareEntryIDs`).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_compare_entry_ids (MapiSession *self,
                                GBytes      *entry_id1,
                                GBytes      *entry_id2,
                                guint32      flags,
                                gboolean    *result,
                                GError     **error)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  if (!mapi_session_check_open (self, error))
    return FALSE;
  *result = g_bytes_equal (entry_id1, entry_id2);
  if (*result || mapi_store_entry_id_is_wrapped (entry_id1) ||
      mapi_session_is_status_entry_id (entry_id1))
    return TRUE;
  if (mapi_one_off_is (entry_id1) && mapi_one_off_is (entry_id2))
    return compare_one_offs (entry_id1, entry_id2, result, error);

  return compare_in_provider (self, entry_id1, entry_id2, flags, result, error);
}

/**
 * mapi_session_open_profile_section:
 * @self: a #MapiSession
 * @uid: a section of the profile
 * @flags: `MAPI_MODIFY`
 * @error: return location for a #GError
 *
 * Opens a section of the profile (`IMAPISession::OpenProfileSection`), as
 * mapi_profile_open_section() does.
 *
 * Returns: (transfer full): the section
 *
 * Since: 1.0
 */
MapiProfSect *
mapi_session_open_profile_section (MapiSession   *self,
                                   const MapiUid *uid,
                                   guint32        flags,
                                   GError       **error)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  return mapi_session_check_open (self, error)
             ? mapi_profile_open_section (self->profile, uid, flags, error)
             : NULL;
}
