/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-private.h"
#include "mapi-prop-tag.h"
#include "mapi-prop-text-private.h"
#include "mapi-secrets-private.h"

/* The settings of a profile's services. */

static MapiSettingInfo *
find_setting (MapiProfile   *self,
              MapiKeyFile   *file,
              const MapiUid *service_uid,
              const char    *key,
              GError       **error)
{
  g_autofree char *group = mapi_profile_require_service (self, file, service_uid, error);
  MapiServiceInfo *service = NULL;
  MapiSettingInfo *setting;
  g_autoptr (GString) known = g_string_new (NULL);

  if (group != NULL)
    service = mapi_profile_service_info (self, file, group, error);
  if (service == NULL)
    return NULL;
  setting = mapi_service_info_lookup_setting (service, key);
  if (setting != NULL)
    return setting;

  for (guint i = 0; i < mapi_service_info_get_n_settings (service); i++)
    g_string_append_printf (known,
                            "%s%s",
                            i > 0 ? ", " : "",
                            mapi_setting_info_get_key (mapi_service_info_get_setting (service, i)));
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "service '%s' has no setting '%s'; there are: %s",
               mapi_service_info_get_name (service),
               key,
               known->len > 0 ? known->str : "none");
  return NULL;
}

/* Drops the groups of the providers that the setting is not for. */
static void
keep_groups_for (MapiKeyFile *file, MapiSettingInfo *setting, GPtrArray *groups)
{
  const char *wanted = mapi_setting_info_get_provider (setting);

  for (guint i = groups->len; wanted != NULL && i > 0; i--)
    {
      g_autofree char *name =
          g_key_file_get_string (file->keys, g_ptr_array_index (groups, i - 1), "Provider", NULL);

      if (g_strcmp0 (name, wanted) != 0)
        g_ptr_array_remove_index (groups, i - 1);
    }
}

static gboolean
put_value (
    MapiKeyFile *file, MapiSettingInfo *info, const char *group, const char *value, GError **error)
{
  const char *key = mapi_setting_info_get_key (info);

  if (mapi_setting_info_get_setting_type (info) == MAPI_SETTING_SECRET)
    return value != NULL ? mapi_secrets_store (file->path, group, key, value, error)
                         : mapi_secrets_clear (file->path, group, key, error);

  if (value != NULL)
    g_key_file_set_string (file->keys, group, key, value);
  else
    g_key_file_remove_key (file->keys, group, key, NULL);
  return TRUE;
}

typedef struct
{
  const MapiUid *service_uid;
  const char    *key;
  const char    *value;
} Setting;

static gboolean
edit_configure (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const Setting   *setting = data;
  MapiSettingInfo *info = find_setting (self, file, setting->service_uid, setting->key, error);
  g_autoptr (GPtrArray) groups = NULL;

  if (info == NULL ||
      (setting->value != NULL && !mapi_setting_info_check (info, setting->value, error)) ||
      !mapi_profile_list_provider_groups (file, setting->service_uid, &groups, error))
    return FALSE;

  keep_groups_for (file, info, groups);
  for (guint i = 0; i < groups->len; i++)
    {
      if (!put_value (file, info, g_ptr_array_index (groups, i), setting->value, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * mapi_profile_configure_service:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile
 * @key: the key of a setting
 * @value: (nullable): its value as text, or %NULL to go back to the default
 * @error: return location for a #GError
 *
 * Sets one setting of a service. The value is checked against what the service declares:
 * %MAPI_E_NOT_FOUND for a setting that it does not have, %MAPI_E_INVALID_PARAMETER for a value that
 * the setting cannot hold. A setting of type %MAPI_SETTING_SECRET goes where secrets are kept.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_configure_service (MapiProfile   *self,
                                const MapiUid *service_uid,
                                const char    *key,
                                const char    *value,
                                GError       **error)
{
  Setting setting = { service_uid, key, value };

  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (service_uid != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return mapi_profile_edit (self, edit_configure, &setting, error);
}

static gboolean
secret_is_set (
    MapiKeyFile *file, const char *group, const char *key, gboolean *is_set, GError **error)
{
  g_autoptr (GKeyFile) secrets = g_key_file_new ();

  if (!mapi_secrets_list (file->path, group, secrets, error))
    return FALSE;
  *is_set = g_key_file_has_key (secrets, group, key, NULL);

  return TRUE;
}

/* What the file says; for a secret only whether there is one, as an empty text. */
static gboolean
look_up_value (MapiKeyFile     *file,
               MapiSettingInfo *info,
               const MapiUid   *service_uid,
               char           **value,
               GError         **error)
{
  const char *key = mapi_setting_info_get_key (info);
  gboolean    is_set = FALSE;
  g_autoptr (GPtrArray) groups = NULL;

  *value = NULL;
  if (!mapi_profile_list_provider_groups (file, service_uid, &groups, error))
    return FALSE;
  keep_groups_for (file, info, groups);
  if (groups->len == 0)
    return TRUE;
  if (mapi_setting_info_get_setting_type (info) != MAPI_SETTING_SECRET)
    return mapi_key_file_get_string (file, g_ptr_array_index (groups, 0), key, value, error);

  if (!secret_is_set (file, g_ptr_array_index (groups, 0), key, &is_set, error))
    return FALSE;
  *value = is_set ? g_strdup ("") : NULL;
  return TRUE;
}

static char *
get_setting_locked (MapiProfile   *self,
                    MapiKeyFile   *file,
                    const MapiUid *service_uid,
                    const char    *key,
                    GError       **error)
{
  MapiSettingInfo *info = find_setting (self, file, service_uid, key, error);
  char            *value = NULL;

  if (info == NULL)
    return NULL;
  if (mapi_setting_info_get_setting_type (info) == MAPI_SETTING_SECRET)
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "setting '%s' is a secret and is not shown", key);
      return NULL;
    }
  if (!look_up_value (file, info, service_uid, &value, error))
    return NULL;
  if (value == NULL)
    value = g_strdup (mapi_setting_info_get_default (info));
  if (value == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "setting '%s' is not set", key);

  return value;
}

/**
 * mapi_profile_get_setting:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile
 * @key: the key of a setting
 * @error: return location for a #GError
 *
 * Gets the value of a setting as text, or its default. One that has neither is %MAPI_E_NOT_FOUND; a
 * secret is %MAPI_E_NO_ACCESS: only providers get to see it.
 *
 * Returns: (transfer full): the value
 *
 * Since: 1.0
 */
char *
mapi_profile_get_setting (MapiProfile   *self,
                          const MapiUid *service_uid,
                          const char    *key,
                          GError       **error)
{
  MapiKeyFile *file;
  char        *value;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);
  g_return_val_if_fail (service_uid != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return NULL;
  value = get_setting_locked (self, file, service_uid, key, error);
  mapi_profile_unlock (self);

  return value;
}

/**
 * mapi_profile_has_setting:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile
 * @key: the key of a setting
 * @is_set: (out): whether the profile has a value of its own for it
 * @error: return location for a #GError
 *
 * Tells whether a setting, which may be a secret, has been set. A default does not count.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_has_setting (MapiProfile   *self,
                          const MapiUid *service_uid,
                          const char    *key,
                          gboolean      *is_set,
                          GError       **error)
{
  MapiKeyFile     *file;
  MapiSettingInfo *info;
  gboolean         done;
  g_autofree char *value = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (service_uid != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (is_set != NULL, FALSE);

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return FALSE;
  info = find_setting (self, file, service_uid, key, error);
  done = info != NULL && look_up_value (file, info, service_uid, &value, error);
  mapi_profile_unlock (self);

  *is_set = value != NULL;
  return done;
}

/* Whether a setting that is required is set. */
gboolean
mapi_profile_check_setting (MapiProfile     *self,
                            MapiKeyFile     *file,
                            MapiServiceInfo *service,
                            MapiSettingInfo *setting,
                            const MapiUid   *service_uid,
                            GError         **error)
{
  g_autofree char *value = NULL;

  if (!mapi_setting_info_is_required (setting) || mapi_setting_info_get_default (setting) != NULL)
    return TRUE;
  if (!look_up_value (file, setting, service_uid, &value, error))
    return FALSE;
  if (value != NULL)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "service '%s' of profile '%s' is not configured: '%s' is not set%s%s%s",
               mapi_service_info_get_name (service),
               mapi_profile_get_name (self),
               mapi_setting_info_get_key (setting),
               mapi_setting_info_get_description (setting) != NULL ? " (" : "",
               mapi_setting_info_get_description (setting) ?: "",
               mapi_setting_info_get_description (setting) != NULL ? ")" : "");
  return FALSE;
}

static gboolean
check_service_locked (MapiProfile *self, MapiKeyFile *file, const MapiUid *uid, GError **error)
{
  g_autofree char *group = mapi_profile_require_service (self, file, uid, error);
  MapiServiceInfo *service = NULL;

  if (group != NULL)
    service = mapi_profile_service_info (self, file, group, error);
  if (service == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_service_info_get_n_settings (service); i++)
    {
      if (!mapi_profile_check_setting (
              self, file, service, mapi_service_info_get_setting (service, i), uid, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * mapi_profile_check_service:
 * @self: a #MapiProfile
 * @service_uid: a service of the profile
 * @error: return location for a #GError
 *
 * Looks whether a service can be logged on to: it is in the catalogue, and every required setting
 * is set. Else the error is %MAPI_E_UNCONFIGURED and names what is missing.
 *
 * Returns: %TRUE when nothing is missing
 *
 * Since: 1.0
 */
gboolean
mapi_profile_check_service (MapiProfile *self, const MapiUid *service_uid, GError **error)
{
  MapiKeyFile *file;
  gboolean     good;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (service_uid != NULL, FALSE);

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return FALSE;
  good = check_service_locked (self, file, service_uid, error);
  mapi_profile_unlock (self);

  return good;
}

/* The setting of the service that lies in @tag, of whatever string type. */
static MapiSettingInfo *
find_setting_by_tag (MapiServiceInfo *service, guint32 tag, GError **error)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < mapi_service_info_get_n_settings (service); i++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (service, i);

      if (mapi_prop_tag_get_id (mapi_setting_info_get_tag (setting)) == mapi_prop_tag_get_id (tag))
        return setting;
    }

  name = mapi_prop_tag_to_string (tag);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "service '%s' has no setting in the property %s",
               mapi_service_info_get_name (service),
               name);
  return NULL;
}

typedef struct
{
  const MapiUid *service_uid;
  MapiPropList  *props;
} Settings;

static gboolean
put_prop (MapiProfile     *self,
          MapiKeyFile     *file,
          MapiServiceInfo *service,
          const MapiUid   *service_uid,
          MapiPropValue   *prop,
          GError         **error)
{
  MapiSettingInfo *info = find_setting_by_tag (service, mapi_prop_value_get_tag (prop), error);
  g_autofree char *text = NULL;
  Setting          setting = { service_uid, NULL, NULL };

  if (info == NULL)
    return FALSE;

  text = mapi_prop_text_write (prop);
  setting.key = mapi_setting_info_get_key (info);
  setting.value = text;
  return edit_configure (self, file, &setting, error);
}

static gboolean
edit_settings (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const Settings  *settings = data;
  const MapiUid   *uid = settings->service_uid;
  g_autofree char *group = mapi_profile_require_service (self, file, uid, error);
  MapiServiceInfo *service = NULL;

  if (group != NULL)
    service = mapi_profile_service_info (self, file, group, error);
  if (service == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_prop_list_get_size (settings->props); i++)
    {
      g_autoptr (MapiPropValue) prop = mapi_prop_list_get_value (settings->props, i);

      if (!put_prop (self, file, service, uid, prop, error))
        return FALSE;
    }

  return check_service_locked (self, file, uid, error);
}

/* All of @props or none; secrets excepted, which lie elsewhere. */
gboolean
mapi_profile_set_settings (MapiProfile   *self,
                           const MapiUid *service_uid,
                           MapiPropList  *props,
                           GError       **error)
{
  Settings settings = { service_uid, props };

  return mapi_profile_edit (self, edit_settings, &settings, error);
}
