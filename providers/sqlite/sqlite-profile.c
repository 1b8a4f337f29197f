/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-profile.h"

/* The tags of the settings in sqlite.service. */
#define PATH_TAG ((guint32) 0x6600001f)
#define FULL_TEXT_TAG ((guint32) 0x6601000b)

MapiPropList *
sqlite_profile_read (MapiProfSect *section)
{
  static const guint32 tags[] = { PATH_TAG, FULL_TEXT_TAG, MAPI_PR_DISPLAY_NAME, MAPI_PR_ENTRYID };
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_prop_get_props (MAPI_PROP (section), array, 0, NULL, NULL, NULL);
}

char *
sqlite_profile_get_path (MapiPropList *settings, const char *profile_name)
{
  const char *path = settings != NULL ? mapi_prop_list_get_string (settings, PATH_TAG) : NULL;

  if (path != NULL && path[0] != '\0')
    return g_strdup (path);
  return profile_name != NULL
             ? g_build_filename (g_get_user_data_dir (), "mapi", profile_name, "store.db", NULL)
             : NULL;
}

gboolean
sqlite_profile_get_full_text (MapiPropList *settings, gboolean *on)
{
  *on = settings != NULL && mapi_prop_list_get_boolean (settings, FULL_TEXT_TAG, FALSE);
  return settings != NULL && mapi_prop_list_contains (settings, FULL_TEXT_TAG);
}
