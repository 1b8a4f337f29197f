/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-private.h"

/* The groups of a profile's file: which there are, and what they say about one another. */

gboolean
mapi_profile_check_text (const char *what, const char *text, GError **error)
{
  if (g_utf8_validate (text, -1, NULL))
    return TRUE;

  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "the %s is not valid UTF-8", what);
  return FALSE;
}

char *
mapi_profile_group_of (const char *kind, const MapiUid *uid)
{
  g_autofree char *text = mapi_uid_to_string (uid);

  return g_strconcat (kind, text, NULL);
}

static MapiUid *
read_uid (MapiKeyFile *file, const char *group, const char *key, const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;
  MapiUid *uid = mapi_uid_new_from_string (text, &local);

  if (uid == NULL)
    mapi_key_file_set_error (
        file, group, key, MAPI_E_CORRUPT_DATA, error, "'%s' is no identifier", text);

  return uid;
}

/* The identifiers in the names of the groups of one kind, in the order of the file. */
gboolean
mapi_profile_list_groups (MapiKeyFile *file, const char *kind, MapiUidArray **uids, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file->keys, NULL);
  g_autoptr (MapiUidArray) list = mapi_uid_array_new ();

  for (char **group = groups; *group != NULL; group++)
    {
      g_autoptr (MapiUid) uid = NULL;
      MapiUidArray *longer;

      if (!g_str_has_prefix (*group, kind))
        continue;
      uid = read_uid (file, *group, NULL, *group + strlen (kind), error);
      if (uid == NULL)
        return FALSE;
      longer = mapi_uid_array_append (list, uid);
      mapi_uid_array_unref (list);
      list = longer;
    }

  *uids = g_steal_pointer (&list);
  return TRUE;
}

/* The service that the group of a service names. */
MapiServiceInfo *
mapi_profile_service_info (MapiProfile *self, MapiKeyFile *file, const char *group, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) local = NULL;
  MapiServiceInfo *info;

  if (!g_key_file_has_group (file->keys, group))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "%s: there is no [%s] in profile '%s'",
                   file->path,
                   group,
                   mapi_profile_get_name (self));
      return NULL;
    }

  name = mapi_key_file_require_string (file, group, "Service", error);
  if (name == NULL)
    return NULL;

  info = mapi_service_catalog_lookup (mapi_profile_get_catalog (self), name, &local);
  if (info == NULL)
    mapi_key_file_set_error (
        file, group, "Service", MAPI_E_UNCONFIGURED, error, "%s", local->message);

  return info;
}

/* The service that the group of a provider belongs to. */
gboolean
mapi_profile_provider_service (MapiKeyFile *file, const char *group, MapiUid **uid, GError **error)
{
  g_autofree char *text = mapi_key_file_require_string (file, group, "Service", error);

  if (text == NULL)
    return FALSE;

  *uid = read_uid (file, group, "Service", text, error);
  return *uid != NULL;
}

/* The groups of the providers of a service, in the order of the file. */
gboolean
mapi_profile_list_provider_groups (MapiKeyFile   *file,
                                   const MapiUid *service_uid,
                                   GPtrArray    **groups,
                                   GError       **error)
{
  g_autoptr (MapiUidArray) uids = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  if (!mapi_profile_list_groups (file, MAPI_GROUP_PROVIDER, &uids, error))
    return FALSE;

  for (guint i = 0; i < mapi_uid_array_get_size (uids); i++)
    {
      g_autofree char *group =
          mapi_profile_group_of (MAPI_GROUP_PROVIDER, mapi_uid_array_get_uid (uids, i));
      g_autoptr (MapiUid) owner = NULL;

      if (!mapi_profile_provider_service (file, group, &owner, error))
        return FALSE;
      if (mapi_uid_equal (owner, service_uid))
        g_ptr_array_add (found, g_steal_pointer (&group));
    }

  *groups = g_steal_pointer (&found);
  return TRUE;
}

/* Fails where the profile has no such service. */
char *
mapi_profile_require_service (MapiProfile   *self,
                              MapiKeyFile   *file,
                              const MapiUid *uid,
                              GError       **error)
{
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_SERVICE, uid);

  if (g_key_file_has_group (file->keys, group))
    return g_steal_pointer (&group);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "profile '%s' has no [%s]",
               mapi_profile_get_name (self),
               group);
  return NULL;
}
