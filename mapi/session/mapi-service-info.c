/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-provider-info-private.h"
#include "mapi-service-info.h"
#include "mapi-flags.h"
#include "mapi-setting-info-private.h"
#include "mapi-spooler-settings-private.h"

/**
 * MapiServiceInfo:
 *
 * A message service of the catalogue: one `*.service` file, read without loading any module. It
 * holds in the form of #GKeyFile what `MapiSvc.inf` holds for Windows: the service, its providers,
 * and what can be set. It never changes.
 *
 * Since: 1.0
 */

struct _MapiServiceInfo
{
  GObject parent_instance;

  char      *path;
  char      *name;
  char      *display_name;
  guint32    resource_flags;
  gboolean   is_default;
  char      *dll_name;
  char      *module_path;
  char      *entry_name;
  char     **support_files;
  GPtrArray *providers;
  GPtrArray *settings;
};

G_DEFINE_FINAL_TYPE (MapiServiceInfo, mapi_service_info, G_TYPE_OBJECT)

#define SERVICE_GROUP "Service"
#define SETTING_GROUP "Setting "

static void
mapi_service_info_finalize (GObject *object)
{
  MapiServiceInfo *self = MAPI_SERVICE_INFO (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->display_name);
  g_free (self->dll_name);
  g_free (self->module_path);
  g_free (self->entry_name);
  g_strfreev (self->support_files);
  g_ptr_array_unref (self->providers);
  g_ptr_array_unref (self->settings);

  G_OBJECT_CLASS (mapi_service_info_parent_class)->finalize (object);
}

static void
mapi_service_info_class_init (MapiServiceInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_service_info_finalize;
}

static void
mapi_service_info_init (MapiServiceInfo *self)
{
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
read_provider (MapiServiceInfo *self, const MapiKeyFile *file, const char *name, GError **error)
{
  g_autofree char  *group = g_strdup_printf ("Provider %s", name);
  MapiProviderInfo *provider;

  if (!g_key_file_has_group (file->keys, group))
    {
      mapi_key_file_set_error (
          file, SERVICE_GROUP, "Providers", MAPI_E_CORRUPT_DATA, error, "there is no [%s]", group);
      return FALSE;
    }

  provider = mapi_provider_info_new (file, group, name, error);
  if (provider == NULL)
    return FALSE;

  g_ptr_array_add (self->providers, provider);
  return TRUE;
}

static gboolean
read_providers (MapiServiceInfo *self, const MapiKeyFile *file, GError **error)
{
  g_auto (GStrv) names = NULL;

  if (!mapi_key_file_get_strings (file, SERVICE_GROUP, "Providers", &names, error))
    return FALSE;
  for (char **name = names; *name != NULL; name++)
    {
      if (!read_provider (self, file, *name, error))
        return FALSE;
    }
  if (self->providers->len > 0)
    return TRUE;

  mapi_key_file_set_error (
      file, SERVICE_GROUP, "Providers", MAPI_E_CORRUPT_DATA, error, "names no provider");
  return FALSE;
}

static gboolean
read_settings (MapiServiceInfo *self, const MapiKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file->keys, NULL);

  for (char **group = groups; *group != NULL; group++)
    {
      MapiSettingInfo *setting;

      if (!g_str_has_prefix (*group, SETTING_GROUP))
        continue;
      setting = mapi_setting_info_new (file, *group, *group + strlen (SETTING_GROUP), error);
      if (setting == NULL)
        return FALSE;
      g_ptr_array_add (self->settings, setting);
    }

  return TRUE;
}

/* An entry point needs the module that exports it. */
static gboolean
read_entry_point (MapiServiceInfo *self, const MapiKeyFile *file, GError **error)
{
  if (!mapi_key_file_get_string (
          file, SERVICE_GROUP, "PR_SERVICE_DLL_NAME", &self->dll_name, error) ||
      !mapi_key_file_get_string (
          file, SERVICE_GROUP, "PR_SERVICE_ENTRY_NAME", &self->entry_name, error) ||
      !mapi_key_file_get_strings (
          file, SERVICE_GROUP, "PR_SERVICE_SUPPORT_FILES", &self->support_files, error))
    return FALSE;
  if (self->dll_name != NULL)
    self->module_path = mapi_provider_info_find_module (file, self->dll_name);
  if (self->entry_name == NULL || self->dll_name != NULL)
    return TRUE;

  mapi_key_file_set_error (file,
                           SERVICE_GROUP,
                           "PR_SERVICE_ENTRY_NAME",
                           MAPI_E_CORRUPT_DATA,
                           error,
                           "PR_SERVICE_DLL_NAME does not say which module has it");
  return FALSE;
}

static gboolean
read_service (MapiServiceInfo *self, const MapiKeyFile *file, GError **error)
{
  self->name = mapi_key_file_require_string (file, SERVICE_GROUP, "Name", error);
  if (self->name == NULL)
    return FALSE;
  self->display_name = mapi_key_file_require_string (file, SERVICE_GROUP, "DisplayName", error);

  return self->display_name != NULL &&
         mapi_key_file_get_flags (
             file, SERVICE_GROUP, "PR_RESOURCE_FLAGS", &self->resource_flags, error) &&
         mapi_key_file_get_boolean (file, SERVICE_GROUP, "Default", &self->is_default, error) &&
         read_entry_point (self, file, error);
}

/**
 * mapi_service_info_new_from_file:
 * @path: (type filename): a `*.service` file
 * @error: return location for a #GError
 *
 * Reads a service file. What is wrong in it is %MAPI_E_CORRUPT_DATA and names file, group and key.
 *
 * Returns: (transfer full): the service
 *
 * Since: 1.0
 */
MapiServiceInfo *
mapi_service_info_new_from_file (const char *path, GError **error)
{
  g_autoptr (MapiServiceInfo) self = g_object_new (MAPI_TYPE_SERVICE_INFO, NULL);
  g_autoptr (MapiKeyFile) file = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = mapi_key_file_load (path, error);
  if (file == NULL)
    return NULL;
  self->path = g_strdup (path);
  if (!read_service (self, file, error) || !read_providers (self, file, error) ||
      !read_settings (self, file, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * mapi_service_info_get_path:
 * @self: a #MapiServiceInfo
 *
 * Gets the file that declares the service.
 *
 * Returns: (type filename): the path
 *
 * Since: 1.0
 */
const char *
mapi_service_info_get_path (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return self->path;
}

/**
 * mapi_service_info_get_name:
 * @self: a #MapiServiceInfo
 *
 * Gets the name that programs and profiles use, `PR_SERVICE_NAME`. It is never translated.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_service_info_get_name (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return self->name;
}

/**
 * mapi_service_info_get_display_name:
 * @self: a #MapiServiceInfo
 *
 * Gets what people call the service.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_service_info_get_display_name (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return self->display_name;
}

/**
 * mapi_service_info_get_resource_flags:
 * @self: a #MapiServiceInfo
 *
 * Gets the `PR_RESOURCE_FLAGS` of the service.
 *
 * Returns: `MAPI_SERVICE_*`
 *
 * Since: 1.0
 */
guint32
mapi_service_info_get_resource_flags (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), 0);

  return self->resource_flags;
}

/**
 * mapi_service_info_is_default:
 * @self: a #MapiServiceInfo
 *
 * Tells whether `IProfAdmin::CreateProfile` adds the service with `MAPI_DEFAULT_SERVICES`, which
 * the key `Default` of the service file says (`[Default Services]` of `MapiSvc.inf`).
 *
 * Returns: %TRUE when it does
 *
 * Since: 1.0
 */
gboolean
mapi_service_info_is_default (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), FALSE);

  return self->is_default;
}

/**
 * mapi_service_info_get_dll_name:
 * @self: a #MapiServiceInfo
 *
 * Gets the `PR_SERVICE_DLL_NAME`: the module that has the service's entry point.
 *
 * Returns: (nullable): the name of the module
 *
 * Since: 1.0
 */
const char *
mapi_service_info_get_dll_name (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return self->dll_name;
}

/**
 * mapi_service_info_get_module_path:
 * @self: a #MapiServiceInfo
 *
 * Gets where the module of the service's entry point is looked for.
 *
 * Returns: (type filename) (nullable): the path
 *
 * Since: 1.0
 */
const char *
mapi_service_info_get_module_path (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return self->module_path;
}

/**
 * mapi_service_info_get_entry_name:
 * @self: a #MapiServiceInfo
 *
 * Gets the `PR_SERVICE_ENTRY_NAME`: the function that is called when the service is added,
 * configured or removed (#MapiServiceEntry).
 *
 * Returns: (nullable): the name of the function, or %NULL when the service has none
 *
 * Since: 1.0
 */
const char *
mapi_service_info_get_entry_name (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return self->entry_name;
}

/**
 * mapi_service_info_get_support_files:
 * @self: a #MapiServiceInfo
 *
 * Gets the `PR_SERVICE_SUPPORT_FILES`: what is installed along with the service.
 *
 * Returns: (array zero-terminated=1): the files, none or more
 *
 * Since: 1.0
 */
const char *const *
mapi_service_info_get_support_files (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return (const char *const *) self->support_files;
}

/**
 * mapi_service_info_get_n_providers:
 * @self: a #MapiServiceInfo
 *
 * Gets how many providers the service has.
 *
 * Returns: their number, at least 1
 *
 * Since: 1.0
 */
guint
mapi_service_info_get_n_providers (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), 0);

  return self->providers->len;
}

/**
 * mapi_service_info_get_provider:
 * @self: a #MapiServiceInfo
 * @index: which one, from 0
 *
 * Gets a provider in the order of the service file.
 *
 * Returns: (transfer none) (nullable): the provider, or %NULL past the last
 *
 * Since: 1.0
 */
MapiProviderInfo *
mapi_service_info_get_provider (MapiServiceInfo *self, guint index)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return index < self->providers->len ? g_ptr_array_index (self->providers, index) : NULL;
}

/**
 * mapi_service_info_lookup_provider:
 * @self: a #MapiServiceInfo
 * @name: the name of a provider within the service
 *
 * Looks for a provider.
 *
 * Returns: (transfer none) (nullable): the provider, or %NULL when there is none of that name
 *
 * Since: 1.0
 */
MapiProviderInfo *
mapi_service_info_lookup_provider (MapiServiceInfo *self, const char *name)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->providers->len; i++)
    {
      MapiProviderInfo *provider = g_ptr_array_index (self->providers, i);

      if (strcmp (mapi_provider_info_get_name (provider), name) == 0)
        return provider;
    }

  return NULL;
}

/**
 * mapi_service_info_get_n_settings:
 * @self: a #MapiServiceInfo
 *
 * Gets how many settings the service has.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_service_info_get_n_settings (MapiServiceInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), 0);

  return self->settings->len;
}

/**
 * mapi_service_info_get_setting:
 * @self: a #MapiServiceInfo
 * @index: which one, from 0
 *
 * Gets a setting in the order of the service file.
 *
 * Returns: (transfer none) (nullable): the setting, or %NULL past the last
 *
 * Since: 1.0
 */
MapiSettingInfo *
mapi_service_info_get_setting (MapiServiceInfo *self, guint index)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);

  return index < self->settings->len ? g_ptr_array_index (self->settings, index) : NULL;
}

static gboolean
has_transport (MapiServiceInfo *self)
{
  for (guint i = 0; i < self->providers->len; i++)
    if (mapi_provider_info_get_resource_type (g_ptr_array_index (self->providers, i)) ==
        MAPI_TRANSPORT_PROVIDER)
      return TRUE;

  return FALSE;
}

/**
 * mapi_service_info_lookup_setting:
 * @self: a #MapiServiceInfo
 * @key: the key of a setting
 *
 * Looks for a setting. A service with a transport has those of the spooler too, as `retry-delay`,
 * which its file need not declare. All services have `isolated`, whether the providers have a
 * process of their own, `call-seconds`, after how long a call of an isolated provider that shows no
 * sign of life is ended, and `restart-seconds`, how long one that has ended twice within a minute is
 * held back.
 *
 * Returns: (transfer none) (nullable): the setting, or %NULL when there is none of that key
 *
 * Since: 1.0
 */
MapiSettingInfo *
mapi_service_info_lookup_setting (MapiServiceInfo *self, const char *key)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < self->settings->len; i++)
    {
      MapiSettingInfo *setting = g_ptr_array_index (self->settings, i);

      if (strcmp (mapi_setting_info_get_key (setting), key) == 0)
        return setting;
    }

  if (has_transport (self))
    {
      MapiSettingInfo *setting = mapi_spooler_settings_lookup_for_service (key);

      if (setting != NULL)
        return setting;
    }

  return mapi_setting_info_find_common (key);
}
