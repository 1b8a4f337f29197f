/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"

/* Whose user is the user of the session. */

static gboolean
edit_identity (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const MapiUid   *uid = data;
  g_autofree char *group = mapi_profile_require_service (self, file, uid, error);
  g_autofree char *text = mapi_uid_to_string (uid);
  MapiServiceInfo *service = NULL;

  if (group != NULL)
    service = mapi_profile_service_info (self, file, group, error);
  if (service == NULL)
    return FALSE;
  if ((mapi_service_info_get_resource_flags (service) & MAPI_SERVICE_NO_PRIMARY_IDENTITY) != 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_ACCESS,
                   "service '%s' has no identity to give",
                   mapi_service_info_get_name (service));
      return FALSE;
    }

  g_key_file_set_string (file->keys, MAPI_GROUP_PROFILE, MAPI_KEY_PRIMARY_IDENTITY, text);
  return TRUE;
}

static gboolean
edit_no_identity (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  g_key_file_remove_key (file->keys, MAPI_GROUP_PROFILE, MAPI_KEY_PRIMARY_IDENTITY, NULL);

  return TRUE;
}

/* NULL chooses none. */
gboolean
mapi_profile_choose_identity (MapiProfile *self, const MapiUid *service_uid, GError **error)
{
  return mapi_profile_edit (
      self, service_uid != NULL ? edit_identity : edit_no_identity, (gpointer) service_uid, error);
}
