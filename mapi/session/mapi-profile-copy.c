/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-private.h"
#include "mapi-secrets-private.h"

/* Copies of what is in a profile: the secrets of all of it, and single services. */

static gboolean
store_secrets (
    GKeyFile *secrets, const char *group, const char *to, const char *to_group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (secrets, group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      g_autofree char *value = g_key_file_get_string (secrets, group, *key, NULL);

      if (value != NULL && !mapi_secrets_store (to, to_group, *key, value, error))
        return FALSE;
    }

  return TRUE;
}

/* Those of @from_group as those of @to_group, or those of all groups when it is NULL. */
gboolean
mapi_profile_copy_secrets (
    const char *from, const char *from_group, const char *to, const char *to_group, GError **error)
{
  g_autoptr (GKeyFile) secrets = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!mapi_secrets_list (from, from_group, secrets, error))
    return FALSE;

  groups = g_key_file_get_groups (secrets, NULL);
  for (char **group = groups; *group != NULL; group++)
    {
      if (from_group != NULL && strcmp (*group, from_group) != 0)
        continue;
      if (!store_secrets (secrets, *group, to, to_group != NULL ? to_group : *group, error))
        return FALSE;
    }

  return TRUE;
}

/* Which object a provider had opened is no setting; the copy will open its own. */
void
mapi_profile_forget_objects (GKeyFile *keys)
{
  g_auto (GStrv) groups = g_key_file_get_groups (keys, NULL);

  for (char **group = groups; *group != NULL; group++)
    {
      g_key_file_remove_key (keys, *group, "PR_ENTRYID", NULL);
      g_key_file_remove_key (keys, *group, "PR_RECORD_KEY", NULL);
    }
}

/* A service apart from any profile: its group and those of its providers, with new names. */
typedef struct
{
  MapiUid   *uid;
  char      *from_path;
  GKeyFile  *keys;
  GPtrArray *old_groups;
  GPtrArray *new_groups;
} Copy;

static void
copy_clear (Copy *copy)
{
  g_clear_pointer (&copy->uid, mapi_uid_free);
  g_clear_pointer (&copy->from_path, g_free);
  g_clear_pointer (&copy->keys, g_key_file_unref);
  g_clear_pointer (&copy->old_groups, g_ptr_array_unref);
  g_clear_pointer (&copy->new_groups, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

static void
take_group (Copy *copy, MapiKeyFile *file, const char *old_group, char *new_group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file->keys, old_group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      g_autofree char *value = g_key_file_get_value (file->keys, old_group, *key, NULL);

      g_key_file_set_value (copy->keys, new_group, *key, value);
    }
  g_ptr_array_add (copy->old_groups, g_strdup (old_group));
  g_ptr_array_add (copy->new_groups, new_group);
}

static gboolean
take_service (
    Copy *copy, MapiProfile *profile, MapiKeyFile *file, const MapiUid *uid, GError **error)
{
  g_autofree char *group = mapi_profile_require_service (profile, file, uid, error);
  g_autofree char *service = mapi_uid_to_string (copy->uid);
  g_autoptr (GPtrArray) providers = NULL;

  if (group == NULL || !mapi_profile_list_provider_groups (file, uid, &providers, error))
    return FALSE;

  take_group (copy, file, group, mapi_profile_group_of (MAPI_GROUP_SERVICE, copy->uid));
  for (guint i = 0; i < providers->len; i++)
    {
      g_autoptr (MapiUid) provider_uid = mapi_uid_new ();
      char *new_group = mapi_profile_group_of (MAPI_GROUP_PROVIDER, provider_uid);

      take_group (copy, file, g_ptr_array_index (providers, i), new_group);
      g_key_file_set_string (copy->keys, new_group, "Service", service);
    }
  mapi_profile_forget_objects (copy->keys);

  return TRUE;
}

static gboolean
edit_paste (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const Copy      *copy = data;
  const char      *service_group = g_ptr_array_index (copy->new_groups, 0);
  MapiServiceInfo *service;
  MapiKeyFile      copied = { copy->keys, copy->from_path };

  service = mapi_profile_service_info (self, &copied, service_group, error);
  if (service == NULL || !mapi_profile_check_single_copy (self, file, service, error))
    return FALSE;

  for (guint i = 0; i < copy->new_groups->len; i++)
    {
      const char *group = g_ptr_array_index (copy->new_groups, i);
      g_auto (GStrv) keys = g_key_file_get_keys (copy->keys, group, NULL, NULL);

      for (char **key = keys; key != NULL && *key != NULL; key++)
        {
          g_autofree char *value = g_key_file_get_value (copy->keys, group, *key, NULL);

          g_key_file_set_value (file->keys, group, *key, value);
        }
      if (!mapi_profile_copy_secrets (
              copy->from_path, g_ptr_array_index (copy->old_groups, i), file->path, group, error))
        return FALSE;
    }

  return TRUE;
}

/* A copy has the settings of the original, and its entry point is not called. */
gboolean
mapi_profile_copy_service (MapiProfile   *self,
                           const MapiUid *uid,
                           const char    *display_name,
                           MapiProfile   *destination,
                           GError       **error)
{
  g_auto (Copy) copy = { mapi_uid_new (), g_strdup (mapi_profile_get_path (self)) };
  MapiKeyFile *file;
  gboolean     taken;

  copy.keys = g_key_file_new ();
  copy.old_groups = g_ptr_array_new_with_free_func (g_free);
  copy.new_groups = g_ptr_array_new_with_free_func (g_free);
  if (display_name != NULL && !mapi_profile_check_text ("name", display_name, error))
    return FALSE;

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return FALSE;
  taken = take_service (&copy, self, file, uid, error);
  mapi_profile_unlock (self);
  if (!taken)
    return FALSE;

  if (display_name != NULL)
    g_key_file_set_string (
        copy.keys, g_ptr_array_index (copy.new_groups, 0), "DisplayName", display_name);
  return mapi_profile_edit (destination, edit_paste, &copy, error);
}
