/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-private.h"
#include "mapi-spooler-settings-private.h"

/* What is set for a profile as a whole: the spooler's settings, where no service says otherwise. */

typedef struct
{
  const char *key;
  const char *value;
} Option;

static MapiSettingInfo *
find_option (const char *key, GError **error)
{
  MapiSettingInfo *info = mapi_spooler_settings_lookup (key);

  if (info == NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "a profile has no option '%s'; there are: retry-delay, retry-delay-max, "
                 "retry-jitter, lifetime, delay-warning, call-limit, stop-grace, cancel-grace, "
                 "destination-connections, destination-failures",
                 key);
  return info;
}

static gboolean
edit_option (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const Option *option = data;

  if (option->value != NULL)
    g_key_file_set_string (file->keys, MAPI_GROUP_PROFILE, option->key, option->value);
  else
    g_key_file_remove_key (file->keys, MAPI_GROUP_PROFILE, option->key, NULL);
  return TRUE;
}

/**
 * mapi_profile_set_option:
 * @self: a #MapiProfile
 * @key: `retry-delay`, `lifetime` and so on: doc/profiles.md lists them
 * @value: (nullable): its value as text, or %NULL to go back to the default
 * @error: return location for a #GError
 *
 * Sets what the spooler of the profile goes by where no service says otherwise. An option that there
 * is not is %MAPI_E_NOT_FOUND, a value that it cannot hold %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_set_option (MapiProfile *self, const char *key, const char *value, GError **error)
{
  Option           option = { key, value };
  MapiSettingInfo *info;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  info = find_option (key, error);
  return info != NULL && (value == NULL || mapi_setting_info_check (info, value, error)) &&
         mapi_profile_edit (self, edit_option, &option, error);
}

/**
 * mapi_profile_get_option:
 * @self: a #MapiProfile
 * @key: an option
 * @error: return location for a #GError
 *
 * Gets an option of the profile as text. One that is not set is %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the value
 *
 * Since: 1.0
 */
char *
mapi_profile_get_option (MapiProfile *self, const char *key, GError **error)
{
  g_autofree char *value = NULL;
  MapiSettingInfo *info;
  MapiKeyFile     *file;
  gboolean         read;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  info = find_option (key, error);
  file = info != NULL ? mapi_profile_lock (self, error) : NULL;
  if (file == NULL)
    return NULL;
  read = mapi_key_file_get_string (file, MAPI_GROUP_PROFILE, key, &value, error);
  mapi_profile_unlock (self);

  if (!read || (value != NULL && !mapi_setting_info_check (info, value, error)))
    return NULL;
  if (value == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "option '%s' is not set", key);
  return g_steal_pointer (&value);
}
