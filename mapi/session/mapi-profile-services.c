/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"
#include "mapi-secrets-private.h"

/* The services of a profile: adding, renaming, removing. */

static gboolean
is_in_profile (MapiKeyFile *file, const char *service_name)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file->keys, NULL);

  for (char **group = groups; *group != NULL; group++)
    {
      g_autofree char *name = g_str_has_prefix (*group, MAPI_GROUP_SERVICE)
                                  ? g_key_file_get_string (file->keys, *group, "Service", NULL)
                                  : NULL;

      if (g_strcmp0 (name, service_name) == 0)
        return TRUE;
    }

  return FALSE;
}

typedef struct
{
  MapiServiceInfo *service;
  const char      *display_name;
  MapiUid         *uid;
} Addition;

MapiUid *
mapi_profile_add_provider (MapiKeyFile *file, const MapiUid *service_uid, const char *name)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_PROVIDER, uid);
  g_autofree char *service = mapi_uid_to_string (service_uid);

  g_key_file_set_string (file->keys, group, "Service", service);
  g_key_file_set_string (file->keys, group, "Provider", name);

  return g_steal_pointer (&uid);
}

/* A provider that goes has no place among the others any more. */
static void
forget_order (MapiKeyFile *file, const char *group)
{
  g_auto (GStrv) order = g_key_file_get_string_list (
      file->keys, MAPI_GROUP_PROFILE, MAPI_KEY_TRANSPORT_ORDER, NULL, NULL);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (order == NULL || !g_str_has_prefix (group, MAPI_GROUP_PROVIDER))
    return;
  for (char **uid = order; *uid != NULL; uid++)
    if (!g_str_equal (group + strlen (MAPI_GROUP_PROVIDER), *uid))
      g_ptr_array_add (kept, *uid);

  if (kept->len == 0)
    g_key_file_remove_key (file->keys, MAPI_GROUP_PROFILE, MAPI_KEY_TRANSPORT_ORDER, NULL);
  else
    g_key_file_set_string_list (file->keys,
                                MAPI_GROUP_PROFILE,
                                MAPI_KEY_TRANSPORT_ORDER,
                                (const char *const *) kept->pdata,
                                kept->len);
}

gboolean
mapi_profile_remove_group (MapiKeyFile *file, const char *group, GError **error)
{
  if (!mapi_secrets_clear (file->path, group, NULL, error))
    return FALSE;
  forget_order (file, group);
  g_key_file_remove_group (file->keys, group, NULL);

  return TRUE;
}

/* Services of which a profile can have only one. */
gboolean
mapi_profile_check_single_copy (MapiProfile     *self,
                                MapiKeyFile     *file,
                                MapiServiceInfo *service,
                                GError         **error)
{
  const char *name = mapi_service_info_get_name (service);

  if ((mapi_service_info_get_resource_flags (service) & MAPI_SERVICE_SINGLE_COPY) == 0 ||
      !is_in_profile (file, name))
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "profile '%s' has a service '%s' already, and can have only one",
               mapi_profile_get_name (self),
               name);
  return FALSE;
}

static gboolean
edit_add (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  Addition        *addition = data;
  MapiServiceInfo *service = addition->service;
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_SERVICE, addition->uid);

  if (!mapi_profile_check_single_copy (self, file, service, error))
    return FALSE;

  g_key_file_set_string (file->keys, group, "Service", mapi_service_info_get_name (service));
  g_key_file_set_string (file->keys, group, "DisplayName", addition->display_name);
  for (guint i = 0; i < mapi_service_info_get_n_providers (service); i++)
    mapi_uid_free (mapi_profile_add_provider (
        file,
        addition->uid,
        mapi_provider_info_get_name (mapi_service_info_get_provider (service, i))));

  return TRUE;
}

/* What the profile chose the service for falls back to nothing. */
static void
forget_choice (MapiKeyFile *file, const char *key, const MapiUid *service_uid)
{
  g_autofree char *uid = mapi_uid_to_string (service_uid);
  g_autofree char *chosen = g_key_file_get_string (file->keys, MAPI_GROUP_PROFILE, key, NULL);

  if (g_strcmp0 (chosen, uid) == 0)
    g_key_file_remove_key (file->keys, MAPI_GROUP_PROFILE, key, NULL);
}

static gboolean
edit_remove (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const MapiUid   *uid = data;
  g_autofree char *service_group = mapi_profile_require_service (self, file, uid, error);
  g_autoptr (GPtrArray) groups = NULL;

  if (service_group == NULL || !mapi_profile_list_provider_groups (file, uid, &groups, error))
    return FALSE;

  g_ptr_array_add (groups, g_steal_pointer (&service_group));
  for (guint i = 0; i < groups->len; i++)
    {
      if (!mapi_profile_remove_group (file, g_ptr_array_index (groups, i), error))
        return FALSE;
    }
  forget_choice (file, MAPI_KEY_DEFAULT_STORE, uid);
  forget_choice (file, MAPI_KEY_PRIMARY_IDENTITY, uid);

  return TRUE;
}

/**
 * mapi_profile_add_service:
 * @self: a #MapiProfile
 * @service_name: the name of a service in the catalogue
 * @display_name: (nullable): what people will call it, or %NULL for the name the service has
 * @error: return location for a #GError
 *
 * Adds a service with all its providers at the end of the profile
 * (`IMsgServiceAdmin::CreateMsgService`), unless its entry point refuses. Nothing is set yet;
 * mapi_profile_configure_service() does that. A profile can have a service many times, except where
 * the service says otherwise
 * (`SERVICE_SINGLE_COPY`: %MAPI_E_NO_ACCESS). An unknown one is %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the UID of the new service
 *
 * Since: 1.0
 */
MapiUid *
mapi_profile_add_service (MapiProfile *self,
                          const char  *service_name,
                          const char  *display_name,
                          GError     **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);
  g_return_val_if_fail (service_name != NULL, NULL);

  return mapi_profile_create_service (self, service_name, display_name, 0, NULL, error);
}

/* A service whose entry point refuses was never there. */
static gboolean
tell_created (
    MapiProfile *self, const MapiUid *uid, guint32 flags, GCancellable *cancellable, GError **error)
{
  const MapiServiceCall call = { MAPI_MSG_SERVICE_CREATE, flags, NULL };

  if (mapi_profile_call_service (self, uid, &call, cancellable, error))
    return TRUE;
  mapi_profile_edit (self, edit_remove, (gpointer) uid, NULL);

  return FALSE;
}

MapiUid *
mapi_profile_create_service (MapiProfile  *self,
                             const char   *service_name,
                             const char   *display_name,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr (MapiUid) uid = NULL;
  Addition addition = { 0 };

  addition.service =
      mapi_service_catalog_lookup (mapi_profile_get_catalog (self), service_name, error);
  if (addition.service == NULL ||
      (display_name != NULL && !mapi_profile_check_text ("name", display_name, error)))
    return NULL;

  uid = mapi_uid_new ();
  addition.uid = uid;
  addition.display_name =
      display_name != NULL ? display_name : mapi_service_info_get_display_name (addition.service);
  return mapi_profile_edit (self, edit_add, &addition, error) &&
                 tell_created (self, uid, flags, cancellable, error)
             ? g_steal_pointer (&uid)
             : NULL;
}

/**
 * mapi_profile_remove_service:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile
 * @error: return location for a #GError
 *
 * Removes a service with its providers, settings and secrets
 * (`IMsgServiceAdmin::DeleteMsgService`). What its providers keep elsewhere, such as mail, stays.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_remove_service (MapiProfile *self, const MapiUid *service_uid, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (service_uid != NULL, FALSE);

  return mapi_profile_delete_service (self, service_uid, NULL, error);
}

/* A service that is no longer in the catalogue can be removed all the same. */
gboolean
mapi_profile_delete_service (MapiProfile   *self,
                             const MapiUid *service_uid,
                             GCancellable  *cancellable,
                             GError       **error)
{
  const MapiServiceCall call = { MAPI_MSG_SERVICE_DELETE, 0, NULL };
  g_autoptr (GError) local = NULL;

  if (!mapi_profile_call_service (self, service_uid, &call, cancellable, &local) &&
      local->code != MAPI_E_UNCONFIGURED)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return mapi_profile_edit (self, edit_remove, (gpointer) service_uid, error);
}

typedef struct
{
  const MapiUid *service_uid;
  const char    *display_name;
} Renaming;

static gboolean
edit_rename (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const Renaming  *renaming = data;
  g_autofree char *group = mapi_profile_require_service (self, file, renaming->service_uid, error);

  if (group == NULL)
    return FALSE;
  g_key_file_set_string (file->keys, group, "DisplayName", renaming->display_name);

  return TRUE;
}

/**
 * mapi_profile_rename_service:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile
 * @display_name: what people will call it
 * @error: return location for a #GError
 *
 * Changes what a service is called (`IMsgServiceAdmin::RenameMsgService`).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_rename_service (MapiProfile   *self,
                             const MapiUid *service_uid,
                             const char    *display_name,
                             GError       **error)
{
  Renaming renaming = { service_uid, display_name };

  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (service_uid != NULL, FALSE);
  g_return_val_if_fail (display_name != NULL, FALSE);

  return mapi_profile_check_text ("name", display_name, error) &&
         mapi_profile_edit (self, edit_rename, &renaming, error);
}
