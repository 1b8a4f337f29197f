/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"
#include "mapi-prop-list-builder.h"

/* What a profile has, as rows of MAPI's tables, and the order of it. */

static void
add_uid (MapiPropListBuilder *builder, guint32 tag, const MapiUid *uid)
{
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (uid);

  mapi_prop_list_builder_add_binary (builder, tag, bytes);
}

static void
add_key (MapiPropListBuilder *builder,
         guint32              tag,
         MapiKeyFile         *file,
         const char          *group,
         const char          *key)
{
  g_autofree char *text = g_key_file_get_string (file->keys, group, key, NULL);

  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, tag, text);
}

/* Whether the profile chose the service for something. */
static gboolean
is_chosen (MapiKeyFile *file, const char *key, const MapiUid *service_uid)
{
  g_autofree char *uid = mapi_uid_to_string (service_uid);
  g_autofree char *chosen = g_key_file_get_string (file->keys, MAPI_GROUP_PROFILE, key, NULL);

  return g_strcmp0 (uid, chosen) == 0;
}

/* What the catalogue says about the service's entry point, whose name is PT_STRING8. */
static void
add_entry_point (MapiPropListBuilder *builder, MapiServiceInfo *service)
{
  const char        *dll_name = mapi_service_info_get_dll_name (service);
  const char        *entry_name = mapi_service_info_get_entry_name (service);
  const char *const *files = mapi_service_info_get_support_files (service);

  if (dll_name != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_SERVICE_DLL_NAME, dll_name);
  if (entry_name != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (entry_name, strlen (entry_name));
      g_autoptr (MapiPropValue) value =
          mapi_prop_value_new_string8 (MAPI_PR_SERVICE_ENTRY_NAME, bytes);

      mapi_prop_list_builder_add_value (builder, value);
    }
  if (*files != NULL)
    {
      g_autoptr (MapiPropValue) value =
          mapi_prop_value_new_mv_string (MAPI_PR_SERVICE_SUPPORT_FILES, files);

      mapi_prop_list_builder_add_value (builder, value);
    }
}

static MapiPropList *
service_row (MapiProfile *self, MapiKeyFile *file, const MapiUid *uid)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_SERVICE, uid);
  MapiServiceInfo *service = mapi_profile_service_info (self, file, group, NULL);
  guint32          flags = service != NULL ? mapi_service_info_get_resource_flags (service) : 0;

  if (is_chosen (file, MAPI_KEY_DEFAULT_STORE, uid))
    flags |= MAPI_SERVICE_DEFAULT_STORE;
  if (is_chosen (file, MAPI_KEY_PRIMARY_IDENTITY, uid))
    flags |= MAPI_SERVICE_PRIMARY_IDENTITY;
  add_uid (builder, MAPI_PR_SERVICE_UID, uid);
  add_uid (builder, MAPI_PR_INSTANCE_KEY, uid);
  add_key (builder, MAPI_PR_SERVICE_NAME, file, group, "Service");
  add_key (builder, MAPI_PR_DISPLAY_NAME, file, group, "DisplayName");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, (gint32) flags);
  if (service != NULL)
    add_entry_point (builder, service);

  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
provider_row (MapiProfile *self, MapiKeyFile *file, const MapiUid *uid, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_PROVIDER, uid);
  g_autofree char *service_group = NULL;
  g_autofree char *name = NULL;
  g_autoptr (MapiUid) service_uid = NULL;
  g_autoptr (MapiPropList) declared = NULL;
  g_autoptr (MapiPropList) computed = NULL;
  MapiServiceInfo  *service;
  MapiProviderInfo *provider = NULL;

  if (!mapi_profile_provider_service (file, group, &service_uid, error))
    return NULL;

  service_group = mapi_profile_group_of (MAPI_GROUP_SERVICE, service_uid);
  service = mapi_profile_service_info (self, file, service_group, NULL);
  name = g_key_file_get_string (file->keys, group, "Provider", NULL);
  if (service != NULL && name != NULL)
    provider = mapi_service_info_lookup_provider (service, name);

  add_uid (builder, MAPI_PR_PROVIDER_UID, uid);
  add_uid (builder, MAPI_PR_INSTANCE_KEY, uid);
  add_uid (builder, MAPI_PR_SERVICE_UID, service_uid);
  add_key (builder, MAPI_PR_SERVICE_NAME, file, service_group, "Service");
  add_key (builder, MAPI_PR_DISPLAY_NAME, file, service_group, "DisplayName");
  declared =
      provider != NULL ? mapi_provider_info_get_props (provider) : mapi_prop_list_new_empty ();
  if (is_chosen (file, MAPI_KEY_PRIMARY_IDENTITY, service_uid))
    mapi_prop_list_builder_add_long (builder,
                                     MAPI_PR_RESOURCE_FLAGS,
                                     mapi_prop_list_get_long (declared, MAPI_PR_RESOURCE_FLAGS, 0) |
                                         (gint32) MAPI_STATUS_PRIMARY_IDENTITY);
  computed = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (declared, computed);
}

static MapiRowSet *
take_rows (GPtrArray *rows)
{
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiRowSet *
read_rows (MapiProfile *self,
           MapiRowSet *(*read) (MapiProfile *self, MapiKeyFile *file, GError **error),
           GError **error)
{
  MapiKeyFile *file = mapi_profile_lock (self, error);
  MapiRowSet  *rows;

  if (file == NULL)
    return NULL;
  rows = read (self, file, error);
  mapi_profile_unlock (self);
  return rows;
}

static MapiRowSet *
service_rows (MapiProfile *self, MapiKeyFile *file, GError **error)
{
  g_autoptr (MapiUidArray) uids = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (!mapi_profile_list_groups (file, MAPI_GROUP_SERVICE, &uids, error))
    return NULL;
  for (guint i = 0; i < mapi_uid_array_get_size (uids); i++)
    g_ptr_array_add (rows, service_row (self, file, mapi_uid_array_get_uid (uids, i)));

  return take_rows (rows);
}

/**
 * mapi_profile_get_services:
 * @self: a #MapiProfile
 * @error: return location for a #GError
 *
 * Gets the services of the profile in its order, as rows of the message service table:
 * `PR_SERVICE_UID`, `PR_SERVICE_NAME`, `PR_DISPLAY_NAME`, `PR_RESOURCE_FLAGS`, `PR_INSTANCE_KEY`,
 * and as far as the catalogue says them `PR_SERVICE_DLL_NAME`, `PR_SERVICE_ENTRY_NAME` and
 * `PR_SERVICE_SUPPORT_FILES` (`IMsgServiceAdmin::GetMsgServiceTable`).
 *
 * Returns: (transfer full): the rows
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_profile_get_services (MapiProfile *self, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  return read_rows (self, service_rows, error);
}

/* The place of a provider among those that are not of its rank: a transport for which the user set
 * no order comes after the others, and last when it asks for that (R267). */
static guint
rank_of (MapiPropList *row, char **order)
{
  gint32 type = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);
  gint32 flags = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0);
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (bytes, NULL);
  g_autofree char *text = mapi_uid_to_string (uid);
  guint            n_ordered = g_strv_length (order);

  if (type != MAPI_TRANSPORT_PROVIDER)
    return 0;
  for (guint i = 0; i < n_ordered; i++)
    {
      if (strcmp (order[i], text) == 0)
        return i + 1;
    }

  return n_ordered + ((flags & MAPI_STATUS_XP_PREFER_LAST) != 0 ? 2 : 1);
}

static int
compare_ranks (gconstpointer a, gconstpointer b, gpointer order)
{
  guint rank_a = rank_of (*(MapiPropList *const *) a, order);
  guint rank_b = rank_of (*(MapiPropList *const *) b, order);

  return rank_a < rank_b ? -1 : rank_a > rank_b;
}

static void
set_ordinal (MapiPropList **row, guint ordinal)
{
  g_autoptr (MapiPropList) old = *row;
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_PROVIDER_ORDINAL, (gint32) ordinal);
  g_autoptr (MapiPropList) added = mapi_prop_list_new_from_value (value);

  *row = mapi_prop_list_merge (old, added);
}

static MapiRowSet *
provider_rows (MapiProfile *self, MapiKeyFile *file, GError **error)
{
  g_autoptr (MapiUidArray) uids = NULL;
  g_auto (GStrv) order = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (!mapi_profile_list_groups (file, MAPI_GROUP_PROVIDER, &uids, error) ||
      !mapi_key_file_get_strings (
          file, MAPI_GROUP_PROFILE, MAPI_KEY_TRANSPORT_ORDER, &order, error))
    return NULL;

  for (guint i = 0; i < mapi_uid_array_get_size (uids); i++)
    {
      MapiPropList *row = provider_row (self, file, mapi_uid_array_get_uid (uids, i), error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  /* The sort of arrays keeps what is equal in its order. */
  g_ptr_array_sort_with_data (rows, compare_ranks, order);
  for (guint i = 0; i < rows->len; i++)
    set_ordinal ((MapiPropList **) &g_ptr_array_index (rows, i), i);

  return take_rows (rows);
}

/**
 * mapi_profile_get_providers:
 * @self: a #MapiProfile
 * @error: return location for a #GError
 *
 * Gets the providers of the profile as rows of the provider table: `PR_PROVIDER_UID`,
 * `PR_SERVICE_UID`, `PR_SERVICE_NAME`, `PR_DISPLAY_NAME`, `PR_PROVIDER_DISPLAY`,
 * `PR_PROVIDER_DLL_NAME`, `PR_RESOURCE_TYPE`, `PR_RESOURCE_FLAGS`, `PR_PROVIDER_ORDINAL` and
 * `PR_INSTANCE_KEY` (`IMsgServiceAdmin::GetProviderTable`). They are in the order of the profile,
 * transports after the others in the order in which they are asked. A provider whose service is not
 * in the catalogue lacks what the catalogue would say.
 *
 * Returns: (transfer full): the rows
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_profile_get_providers (MapiProfile *self, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  return read_rows (self, provider_rows, error);
}

/* The service named in the file, else the first with a store that can be the default. */
static MapiUid *
default_store (MapiProfile *self, MapiKeyFile *file, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) local = NULL;

  if (!mapi_key_file_get_string (file, MAPI_GROUP_PROFILE, MAPI_KEY_DEFAULT_STORE, &text, error))
    return NULL;
  if (text != NULL)
    {
      MapiUid *uid = mapi_uid_new_from_string (text, &local);

      if (uid == NULL)
        mapi_key_file_set_error (file,
                                 MAPI_GROUP_PROFILE,
                                 MAPI_KEY_DEFAULT_STORE,
                                 MAPI_E_CORRUPT_DATA,
                                 error,
                                 "'%s' is no identifier",
                                 text);
      return uid;
    }

  rows = provider_rows (self, file, error);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_SERVICE_UID);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_STORE_PROVIDER &&
          (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) &
           MAPI_STATUS_NO_DEFAULT_STORE) == 0)
        return mapi_uid_new_from_bytes (uid, error);
    }
  if (rows != NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "profile '%s' has no message store",
                 mapi_profile_get_name (self));
  return NULL;
}

/**
 * mapi_profile_get_default_store:
 * @self: a #MapiProfile
 * @error: return location for a #GError
 *
 * Gets the service whose store is the default one. While none has been chosen that is the first
 * store of the profile that can be it; a profile without any is %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the UID of the service
 *
 * Since: 1.0
 */
MapiUid *
mapi_profile_get_default_store (MapiProfile *self, GError **error)
{
  MapiKeyFile *file;
  MapiUid     *uid;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return NULL;
  uid = default_store (self, file, error);
  mapi_profile_unlock (self);

  return uid;
}

static gboolean
check_store_service (MapiProfile *self, MapiKeyFile *file, const MapiUid *uid, GError **error)
{
  g_autofree char *group = mapi_profile_require_service (self, file, uid, error);
  MapiServiceInfo *service = NULL;

  if (group != NULL)
    service = mapi_profile_service_info (self, file, group, error);
  if (service == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_service_info_get_n_providers (service); i++)
    {
      MapiProviderInfo *provider = mapi_service_info_get_provider (service, i);

      if (mapi_provider_info_get_resource_type (provider) == MAPI_STORE_PROVIDER &&
          (mapi_provider_info_get_resource_flags (provider) & MAPI_STATUS_NO_DEFAULT_STORE) == 0)
        return TRUE;
    }

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "service '%s' has no store that can be the default",
               mapi_service_info_get_name (service));
  return FALSE;
}

static gboolean
edit_default_store (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const MapiUid   *uid = data;
  g_autofree char *text = mapi_uid_to_string (uid);

  if (!check_store_service (self, file, uid, error))
    return FALSE;
  g_key_file_set_string (file->keys, MAPI_GROUP_PROFILE, MAPI_KEY_DEFAULT_STORE, text);

  return TRUE;
}

/**
 * mapi_profile_set_default_store:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile that has a store
 * @error: return location for a #GError
 *
 * Chooses the default store. Sessions that are open see it too, but tell their clients only when it
 * was changed through mapi_session_set_default_store().
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_set_default_store (MapiProfile *self, const MapiUid *service_uid, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (service_uid != NULL, FALSE);

  return mapi_profile_edit (self, edit_default_store, (gpointer) service_uid, error);
}

static gboolean
is_transport (MapiRowSet *rows, const char *wanted)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (bytes, NULL);
      g_autofree char *text = mapi_uid_to_string (uid);

      if (strcmp (text, wanted) == 0)
        return mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER;
    }

  return FALSE;
}

static guint
count_transports (MapiRowSet *rows)
{
  guint count = 0;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        count++;
    }

  return count;
}

static gboolean
edit_transport_order (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  MapiUidArray *providers = data;
  guint         size = mapi_uid_array_get_size (providers);
  g_autoptr (MapiRowSet) rows = provider_rows (self, file, error);
  g_auto (GStrv) order = g_new0 (char *, size + 1);

  if (rows == NULL)
    return FALSE;
  if (size != count_transports (rows))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_BUSY,
                   "profile '%s' has %u transports, the order names %u",
                   mapi_profile_get_name (self),
                   count_transports (rows),
                   size);
      return FALSE;
    }

  for (guint i = 0; i < size; i++)
    {
      order[i] = mapi_uid_to_string (mapi_uid_array_get_uid (providers, i));
      if (is_transport (rows, order[i]))
        continue;
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "profile '%s' has no transport %s",
                   mapi_profile_get_name (self),
                   order[i]);
      return FALSE;
    }

  g_key_file_set_string_list (
      file->keys, MAPI_GROUP_PROFILE, MAPI_KEY_TRANSPORT_ORDER, (const char *const *) order, size);
  return TRUE;
}

/**
 * mapi_profile_set_transport_order:
 * @self: a #MapiProfile
 * @providers: the UIDs of all transport providers of the profile, in the order wanted
 * @error: return location for a #GError
 *
 * Sets the order in which transports are asked whether they handle a recipient
 * (`IMsgServiceAdmin::MsgServiceTransportOrder`). Fails with %MAPI_E_BUSY when @providers names too
 * few or too many (R268), %MAPI_E_NOT_FOUND when one is no transport of the profile (R269).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_set_transport_order (MapiProfile *self, MapiUidArray *providers, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (providers != NULL, FALSE);

  return mapi_profile_edit (self, edit_transport_order, providers, error);
}
