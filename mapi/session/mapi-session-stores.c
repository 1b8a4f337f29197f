/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-ipm-subtree.h"
#include "mapi-prop-list-builder.h"
#include "mapi-session-private.h"
#include "mapi-store-entry-id.h"

/*
 * The message stores of a session. A provider writes the entry identifier of its store into its
 * profile section when it is logged on to; until then the session names the store by the provider's
 * own UID.
 */

static GBytes *
inner_id_of (MapiPropList *section, const MapiUid *provider_uid)
{
  GBytes *entry_id = mapi_prop_list_get_bytes (section, MAPI_PR_ENTRYID);
  g_autoptr (GBytes) given = entry_id;

  if (given == NULL || !mapi_entry_id_is_valid (given))
    return mapi_entry_id_new (0, provider_uid, NULL, 0);
  return mapi_store_entry_id_is_wrapped (given) ? mapi_store_entry_id_unwrap (given, NULL, NULL)
                                                : g_steal_pointer (&given);
}

static MapiPropList *
read_section (MapiSession *self, const MapiUid *uid, GError **error)
{
  g_autoptr (MapiProfSect) section = mapi_profile_open_section (self->profile, uid, 0, error);

  return section != NULL ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, NULL, NULL, error)
                         : NULL;
}

static void
copy_value (MapiPropListBuilder *builder, MapiPropList *from, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (from, tag);

  if (value != NULL)
    mapi_prop_list_builder_add_value (builder, value);
}

/* The section of a store whose service is gone from the catalogue cannot be read; its row shows
 * what the profile alone says. */
static MapiPropList *
store_row (MapiSession *self, MapiPropList *provider, const MapiUid *default_service)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) uid_bytes = mapi_prop_list_get_bytes (provider, MAPI_PR_PROVIDER_UID);
  g_autoptr (GBytes) service_bytes = mapi_prop_list_get_bytes (provider, MAPI_PR_SERVICE_UID);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (uid_bytes, NULL);
  g_autoptr (MapiUid) service = mapi_uid_new_from_bytes (service_bytes, NULL);
  g_autoptr (MapiPropList) readable = read_section (self, uid, NULL);
  g_autoptr (MapiPropList) section =
      readable != NULL ? g_steal_pointer (&readable) : mapi_prop_list_ref (provider);
  g_autoptr (GBytes) inner = inner_id_of (section, uid);
  const char *dll_name = mapi_prop_list_get_string (provider, MAPI_PR_PROVIDER_DLL_NAME);
  g_autoptr (GBytes) wrapped = mapi_store_entry_id_wrap (dll_name != NULL ? dll_name : "", inner);
  g_autoptr (GBytes) record_key = mapi_prop_list_get_bytes (section, MAPI_PR_RECORD_KEY);
  gboolean is_default = default_service != NULL && mapi_uid_equal (default_service, service);
  guint32  flags = (guint32) mapi_prop_list_get_long (provider, MAPI_PR_RESOURCE_FLAGS, 0);

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, wrapped);
  copy_value (builder, section, MAPI_PR_DISPLAY_NAME);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DEFAULT_STORE, is_default);
  copy_value (builder, section, MAPI_PR_MDB_PROVIDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STORE);
  copy_value (builder, provider, MAPI_PR_PROVIDER_DISPLAY);
  mapi_prop_list_builder_add_binary (
      builder, MAPI_PR_RECORD_KEY, record_key != NULL ? record_key : uid_bytes);
  mapi_prop_list_builder_add_long (
      builder,
      MAPI_PR_RESOURCE_FLAGS,
      (gint32) (is_default ? flags | MAPI_STATUS_DEFAULT_STORE : flags));
  copy_value (builder, provider, MAPI_PR_RESOURCE_TYPE);
  copy_value (builder, provider, MAPI_PR_PROVIDER_UID);
  copy_value (builder, provider, MAPI_PR_SERVICE_UID);
  copy_value (builder, provider, MAPI_PR_SERVICE_NAME);

  return mapi_prop_list_builder_end (builder);
}

static GPtrArray *
store_rows (MapiSession *self, GError **error)
{
  g_autoptr (MapiRowSet) providers = mapi_profile_get_providers (self->profile, error);
  g_autoptr (MapiUid) default_service = mapi_profile_get_default_store (self->profile, NULL);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (providers == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (providers); i++)
    {
      g_autoptr (MapiPropList) provider = mapi_row_set_get_row (providers, i);

      if (mapi_prop_list_get_long (provider, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_STORE_PROVIDER)
        g_ptr_array_add (rows, store_row (self, provider, default_service));
    }

  return g_steal_pointer (&rows);
}

static gboolean
is_among (GPtrArray *rows, MapiPropValue *index)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (MapiPropValue) other =
          mapi_prop_list_lookup (g_ptr_array_index (rows, i), MAPI_PR_PROVIDER_UID);

      if (mapi_prop_value_equal (other, index))
        return TRUE;
    }

  return FALSE;
}

static gboolean
drop_other_rows (MapiSession *self, GPtrArray *rows, GError **error)
{
  g_autoptr (MapiTable) view = mapi_table_data_get_view (self->stores, NULL);
  g_autoptr (MapiRowSet) old = mapi_table_query_rows (view, G_MAXINT32, 0, NULL, error);

  for (guint i = 0; old != NULL && i < mapi_row_set_get_size (old); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (old, i);
      g_autoptr (MapiPropValue) index = mapi_prop_list_lookup (row, MAPI_PR_PROVIDER_UID);

      if (!is_among (rows, index))
        mapi_table_data_delete_row (self->stores, index, NULL);
    }

  return old != NULL;
}

/* Brings the table up to the profile; what did not change makes no notification. */
static gboolean
refresh (MapiSession *self, GError **error)
{
  g_autoptr (GPtrArray) rows = store_rows (self, error);

  if (rows == NULL || !drop_other_rows (self, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);
      g_autoptr (MapiPropValue) index = mapi_prop_list_lookup (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (MapiPropList) old = mapi_table_data_query_row (self->stores, index, NULL, NULL);

      if ((old == NULL || !mapi_prop_list_equal (old, row)) &&
          !mapi_table_data_modify_row (self->stores, row, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * mapi_session_get_msg_stores_table:
 * @self: a #MapiSession
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of the message stores of the profile (`IMAPISession::GetMsgStoresTable`). None of
 * them need be open, or can be: a provider that fails shows in the status table. The table notifies
 * of changes.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_session_get_msg_stores_table (MapiSession  *self,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  return mapi_session_check_open (self, error) && refresh (self, error)
             ? mapi_table_data_get_view (self->stores, NULL)
             : NULL;
}

static gboolean
is_store_of_row (MapiSession *self, MapiPropList *row, GBytes *inner_id)
{
  g_autoptr (GBytes) wrapped = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GBytes) own = mapi_store_entry_id_unwrap (wrapped, NULL, NULL);
  g_autoptr (GBytes) uid_bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (uid_bytes, NULL);

  return g_bytes_equal (own, inner_id) || mapi_entry_id_has_uid (inner_id, uid);
}

/* What its provider says, which knows more than one way to name a store (R637). */
static gboolean
is_store_for_provider (MapiSession *self, MapiPropList *row, GBytes *inner_id)
{
  g_autoptr (GBytes) wrapped = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GBytes) own = mapi_store_entry_id_unwrap (wrapped, NULL, NULL);
  g_autoptr (GBytes) uid_bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (uid_bytes, NULL);
  g_autoptr (MapiSessionProvider) provider = mapi_session_find_provider (self, uid, NULL);
  g_autoptr (MapiMsProvider) ms_provider =
      provider != NULL && provider->problem == NULL
          ? mapi_session_load_ms_provider (self, provider, NULL)
          : NULL;
  gboolean same = FALSE;

  return ms_provider != NULL &&
         mapi_ms_provider_compare_store_ids (ms_provider, own, inner_id, 0, &same, NULL) && same;
}

static gboolean
same_provider_uid (MapiSession *self, MapiPropList *row, GBytes *inner_id)
{
  g_autoptr (GBytes) wrapped = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GBytes) own = mapi_store_entry_id_unwrap (wrapped, NULL, NULL);
  g_autoptr (MapiUid) uid = mapi_entry_id_get_uid (inner_id);

  return mapi_entry_id_has_uid (own, uid);
}

static gboolean
find_in_rows (MapiSession *self,
              GPtrArray   *rows,
              GBytes      *inner_id,
              gboolean (*matches) (MapiSession *self, MapiPropList *row, GBytes *inner_id),
              MapiUid *uid)
{
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);
      gsize         size;

      if (matches (self, row, inner_id))
        {
          memcpy (uid->bytes,
                  mapi_prop_list_peek_binary (row, MAPI_PR_PROVIDER_UID, &size),
                  sizeof uid->bytes);
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
complain_of_unknown (MapiSession *self, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "profile '%s' has no message store with this entry identifier",
               mapi_profile_get_name (self->profile));
  return FALSE;
}

/* The provider whose store this is, or to whose store an entry belongs, as far as the profile
 * knows: the very identifier first, then one with the same UID. */
gboolean
mapi_session_find_store_provider (MapiSession *self, GBytes *inner_id, MapiUid *uid, GError **error)
{
  g_autoptr (GPtrArray) rows = store_rows (self, error);

  if (rows == NULL)
    return FALSE;
  return find_in_rows (self, rows, inner_id, is_store_of_row, uid) ||
         find_in_rows (self, rows, inner_id, same_provider_uid, uid) ||
         complain_of_unknown (self, error);
}

/* The same of what names a store. */
static gboolean
find_named_store (MapiSession *self, GBytes *inner_id, MapiUid *uid, GError **error)
{
  g_autoptr (GPtrArray) rows = store_rows (self, error);

  if (rows == NULL)
    return FALSE;
  return find_in_rows (self, rows, inner_id, is_store_of_row, uid) ||
         find_in_rows (self, rows, inner_id, is_store_for_provider, uid) ||
         find_in_rows (self, rows, inner_id, same_provider_uid, uid) ||
         complain_of_unknown (self, error);
}

gboolean
mapi_session_find_default_store (MapiSession *self, MapiUid *uid, GError **error)
{
  g_autoptr (MapiUid) service = mapi_profile_get_default_store (self->profile, error);
  g_autoptr (GPtrArray) rows = service != NULL ? store_rows (self, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);
      gsize         size;

      if (!mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_STORE, FALSE))
        continue;
      memcpy (uid->bytes,
              mapi_prop_list_peek_binary (row, MAPI_PR_PROVIDER_UID, &size),
              sizeof uid->bytes);
      return TRUE;
    }

  g_set_error (
      error,
      MAPI_ERROR,
      MAPI_E_NOT_FOUND,
      "the default store of profile '%s' is not among its stores, or its service is not in "
      "the catalogue",
      mapi_profile_get_name (self->profile));
  return FALSE;
}

/* What the client shows, and what it means to the provider; NULL for the store of the section. */
gboolean
mapi_session_resolve_store (
    MapiSession *self, GBytes *entry_id, MapiUid *uid, GBytes **inner_id, GError **error)
{
  g_autoptr (GBytes) inner = NULL;

  *inner_id = NULL;
  if (entry_id == NULL)
    return mapi_session_find_default_store (self, uid, error);

  if (!mapi_entry_id_is_valid (entry_id))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "this is no entry identifier");
      return FALSE;
    }
  inner = mapi_store_entry_id_is_wrapped (entry_id)
              ? mapi_store_entry_id_unwrap (entry_id, NULL, error)
              : g_bytes_ref (entry_id);
  if (inner == NULL || !find_named_store (self, inner, uid, error))
    return FALSE;
  if (!mapi_entry_id_has_uid (inner, uid))
    *inner_id = g_steal_pointer (&inner);

  return TRUE;
}

static gboolean
has_folders (MapiSession *self, const MapiUid *uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return mapi_uid_equal (&self->with_folders, uid);
}

static void
note_folders (MapiSession *self, const MapiUid *uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->with_folders = *uid;
}

/* The store that is opened first as the default one of the session, or becomes it, gets the
 * standard folders that it lacks (R651). One that cannot have them goes without. */
void
mapi_session_give_folders (MapiSession   *self,
                           const MapiUid *uid,
                           MapiMsgStore  *store,
                           GCancellable  *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props = NULL;
  MapiUid default_uid;

  if (has_folders (self, uid) || !mapi_session_find_default_store (self, &default_uid, NULL) ||
      !mapi_uid_equal (&default_uid, uid))
    return;
  props = mapi_validate_ipm_subtree (store, MAPI_FULL_IPM_TREE, cancellable, &error);
  if (props != NULL)
    note_folders (self, uid);
  else
    g_debug ("the default store goes without standard folders: %s", error->message);
}

/**
 * mapi_session_open_msg_store:
 * @self: a #MapiSession
 * @entry_id: (nullable): a store as the table of stores names it, or %NULL for the default store
 * @flags: `MAPI_MDB_WRITE`, `MAPI_MDB_NO_DIALOG`, `MAPI_MDB_NO_MAIL`, `MAPI_MDB_TEMPORARY`,
 * `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a message store (`IMAPISession::OpenMsgStore`). When the provider fails the error names it,
 * its module, the call and the cause, and the other stores are none the worse. The default store
 * gets the standard folders that it lacks when it is opened first: see mapi_validate_ipm_subtree().
 *
 * Returns: (transfer full): the store
 *
 * Since: 1.0
 */
MapiMsgStore *
mapi_session_open_msg_store (
    MapiSession *self, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) inner = NULL;
  MapiMsgStore *store;
  MapiUid       uid;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  if (!mapi_session_check_open (self, error) ||
      !mapi_session_resolve_store (self, entry_id, &uid, &inner, error))
    return NULL;

  store = mapi_session_open_store_of (self, &uid, inner, flags, FALSE, cancellable, error);
  if (store != NULL)
    mapi_session_give_folders (self, &uid, store, cancellable);
  return store;
}

/* What a default store has to be able to (R202). */
#define DEFAULT_STORE_NEEDS (MAPI_STORE_SUBMIT_OK | MAPI_STORE_CREATE_OK | MAPI_STORE_MODIFY_OK)

/* A store that cannot be asked now may be able to. */
static gboolean
check_abilities (MapiMsgStore *store, GError **error)
{
  const guint32 tag = MAPI_PR_STORE_SUPPORT_MASK;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      store != NULL ? mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, NULL) : NULL;
  guint32 mask = 0;

  if (props == NULL)
    return TRUE;
  mask = (guint32) mapi_prop_list_get_long (props, MAPI_PR_STORE_SUPPORT_MASK, 0);
  if ((mask & DEFAULT_STORE_NEEDS) == DEFAULT_STORE_NEEDS)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "SetDefaultStore: the store cannot be the default one: PR_STORE_SUPPORT_MASK is "
               "0x%08x, and lacks 0x%08x",
               mask,
               (guint32) DEFAULT_STORE_NEEDS & ~mask);
  return FALSE;
}

gboolean
mapi_session_announce_default_store (MapiSession *self, const MapiUid *uid, GError **error)
{
  g_autoptr (MapiSpoolerLink) spooler = mapi_session_ref_spooler (self);

  mapi_session_status_default_store (self);
  if (!refresh (self, error))
    return FALSE;
  return spooler == NULL || mapi_spooler_link_default_store_changed (spooler, uid, error);
}

/**
 * mapi_session_set_default_store:
 * @self: a #MapiSession
 * @entry_id: a store as the table of stores names it
 * @flags: `MAPI_DEFAULT_STORE`
 * @error: return location for a #GError
 *
 * Chooses the default store of the profile; the table of stores and the status table notify of it
 * (`IMAPISession::SetDefaultStore`, R203). A spooler that works for the profile, in whatever
 * process, has what comes in from then on in that store (R205). A store that takes no messages in
 * or out is %MAPI_E_NO_SUPPORT (R202). The store gets the standard folders that it lacks (R651).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_set_default_store (MapiSession *self, GBytes *entry_id, guint32 flags, GError **error)
{
  g_autoptr (GBytes) inner = NULL;
  g_autoptr (MapiSessionProvider) provider = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  MapiUid uid;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  if (!mapi_session_check_open (self, error) ||
      !mapi_session_resolve_store (self, entry_id, &uid, &inner, error))
    return FALSE;
  provider = mapi_session_find_provider (self, &uid, error);
  if (provider == NULL)
    return FALSE;
  store = mapi_session_open_store_of (
      self, &uid, inner, MAPI_MDB_NO_DIALOG | MAPI_MDB_NO_MAIL | MAPI_MDB_WRITE, FALSE, NULL, NULL);
  return check_abilities (store, error) &&
         mapi_session_choose_default_store (self, provider, store, error);
}
