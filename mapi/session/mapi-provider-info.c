/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-text-private.h"
#include "mapi-provider-info-private.h"

/**
 * MapiProviderInfo:
 *
 * One provider of a message service, as a `[Provider NAME]` group of a service file declares it. It
 * never changes.
 *
 * Since: 1.0
 */

struct _MapiProviderInfo
{
  GObject parent_instance;

  char         *name;
  char         *dll_name;
  char         *module_path;
  MapiPropList *props;
};

G_DEFINE_FINAL_TYPE (MapiProviderInfo, mapi_provider_info, G_TYPE_OBJECT)

static void
mapi_provider_info_finalize (GObject *object)
{
  MapiProviderInfo *self = MAPI_PROVIDER_INFO (object);

  g_free (self->name);
  g_free (self->dll_name);
  g_free (self->module_path);
  g_clear_pointer (&self->props, mapi_prop_list_unref);

  G_OBJECT_CLASS (mapi_provider_info_parent_class)->finalize (object);
}

static void
mapi_provider_info_class_init (MapiProviderInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_provider_info_finalize;
}

static void
mapi_provider_info_init (MapiProviderInfo *self)
{
}

static gboolean
is_kind_of_provider (guint32 resource_type)
{
  return resource_type == MAPI_STORE_PROVIDER || resource_type == MAPI_TRANSPORT_PROVIDER ||
         resource_type == MAPI_AB_PROVIDER || resource_type == MAPI_HOOK_PROVIDER;
}

static gboolean
add_type_and_flags (MapiPropListBuilder *builder,
                    const MapiKeyFile   *file,
                    const char          *group,
                    GError             **error)
{
  guint32 type;
  guint32 flags;

  if (!mapi_key_file_get_flags (file, group, "PR_RESOURCE_TYPE", &type, error) ||
      !mapi_key_file_get_flags (file, group, "PR_RESOURCE_FLAGS", &flags, error))
    return FALSE;
  if (!is_kind_of_provider (type))
    {
      mapi_key_file_set_error (file,
                               group,
                               "PR_RESOURCE_TYPE",
                               MAPI_E_CORRUPT_DATA,
                               error,
                               "must be MAPI_STORE_PROVIDER, MAPI_TRANSPORT_PROVIDER, "
                               "MAPI_AB_PROVIDER or MAPI_HOOK_PROVIDER");
      return FALSE;
    }

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, (gint32) type);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, (gint32) flags);
  return TRUE;
}

static gboolean
add_names (MapiPropListBuilder *builder, const MapiKeyFile *file, const char *group, GError **error)
{
  g_autofree char *name = mapi_key_file_require_string (file, group, "PR_DISPLAY_NAME", error);
  g_autofree char *vendor = NULL;

  if (name == NULL ||
      !mapi_key_file_get_string (file, group, "PR_PROVIDER_DISPLAY", &vendor, error))
    return FALSE;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_PROVIDER_DISPLAY, vendor != NULL ? vendor : name);
  return TRUE;
}

static gboolean
is_own_key (const char *key)
{
  static const char *const own[] = {
    "PR_RESOURCE_TYPE",    "PR_RESOURCE_FLAGS",    "PR_DISPLAY_NAME",
    "PR_PROVIDER_DISPLAY", "PR_PROVIDER_DLL_NAME", NULL,
  };

  return g_strv_contains (own, key);
}

static gboolean
add_prop (MapiPropListBuilder *builder,
          const MapiKeyFile   *file,
          const char          *group,
          const char          *key,
          GError             **error)
{
  g_autofree char *text = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (GError) local = NULL;
  guint32 tag = mapi_prop_text_read_tag (key);

  if (tag == 0)
    {
      mapi_key_file_set_error (
          file, group, key, MAPI_E_CORRUPT_DATA, error, "is neither a known key nor a property");
      return FALSE;
    }
  if (!mapi_key_file_get_string (file, group, key, &text, error))
    return FALSE;

  value = mapi_prop_text_read (tag, text, &local);
  if (value == NULL)
    {
      mapi_key_file_set_error (file, group, key, MAPI_E_CORRUPT_DATA, error, "%s", local->message);
      return FALSE;
    }

  mapi_prop_list_builder_add_value (builder, value);
  return TRUE;
}

static gboolean
add_other_props (MapiPropListBuilder *builder,
                 const MapiKeyFile   *file,
                 const char          *group,
                 GError             **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file->keys, group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      if (!is_own_key (*key) && !add_prop (builder, file, group, *key, error))
        return FALSE;
    }

  return TRUE;
}

/* A module lies beside its service file, as in a build tree, or where modules are installed. */
char *
mapi_provider_info_find_module (const MapiKeyFile *file, const char *dll_name)
{
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_autofree char *beside = g_build_filename (folder, dll_name, NULL);

  if (g_path_is_absolute (dll_name))
    return g_strdup (dll_name);
  if (g_file_test (beside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&beside);
  return g_build_filename (MAPI_PROVIDER_DIR, dll_name, NULL);
}

MapiProviderInfo *
mapi_provider_info_new (const MapiKeyFile *file,
                        const char        *group,
                        const char        *name,
                        GError           **error)
{
  g_autoptr (MapiProviderInfo) self = g_object_new (MAPI_TYPE_PROVIDER_INFO, NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  self->name = g_strdup (name);
  self->dll_name = mapi_key_file_require_string (file, group, "PR_PROVIDER_DLL_NAME", error);
  if (self->dll_name == NULL || !add_names (builder, file, group, error) ||
      !add_type_and_flags (builder, file, group, error) ||
      !add_other_props (builder, file, group, error))
    return NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_PROVIDER_DLL_NAME, self->dll_name);
  self->module_path = mapi_provider_info_find_module (file, self->dll_name);
  self->props = mapi_prop_list_builder_end (builder);

  return g_steal_pointer (&self);
}

/**
 * mapi_provider_info_get_name:
 * @self: a #MapiProviderInfo
 *
 * Gets the name of the provider within its service.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_provider_info_get_name (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), NULL);

  return self->name;
}

/**
 * mapi_provider_info_get_resource_type:
 * @self: a #MapiProviderInfo
 *
 * Gets the kind of the provider.
 *
 * Returns: `MAPI_STORE_PROVIDER`, `MAPI_TRANSPORT_PROVIDER`, `MAPI_AB_PROVIDER` or
 * `MAPI_HOOK_PROVIDER`
 *
 * Since: 1.0
 */
guint32
mapi_provider_info_get_resource_type (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), 0);

  return (guint32) mapi_prop_list_get_long (self->props, MAPI_PR_RESOURCE_TYPE, 0);
}

/**
 * mapi_provider_info_get_resource_flags:
 * @self: a #MapiProviderInfo
 *
 * Gets the `PR_RESOURCE_FLAGS` of the service file.
 *
 * Returns: `MAPI_STATUS_*` and `MAPI_HOOK_*`
 *
 * Since: 1.0
 */
guint32
mapi_provider_info_get_resource_flags (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), 0);

  return (guint32) mapi_prop_list_get_long (self->props, MAPI_PR_RESOURCE_FLAGS, 0);
}

/**
 * mapi_provider_info_get_display_name:
 * @self: a #MapiProviderInfo
 *
 * Gets what people call the provider.
 *
 * Returns: the `PR_DISPLAY_NAME` of the service file
 *
 * Since: 1.0
 */
const char *
mapi_provider_info_get_display_name (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), NULL);

  return mapi_prop_list_get_string (self->props, MAPI_PR_DISPLAY_NAME);
}

/**
 * mapi_provider_info_get_dll_name:
 * @self: a #MapiProviderInfo
 *
 * Gets the name of the module as the service file has it.
 *
 * Returns: the `PR_PROVIDER_DLL_NAME` of the service file
 *
 * Since: 1.0
 */
const char *
mapi_provider_info_get_dll_name (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), NULL);

  return self->dll_name;
}

/**
 * mapi_provider_info_get_module_path:
 * @self: a #MapiProviderInfo
 *
 * Gets where the module is: beside the service file, or else in the folder of installed modules.
 * Nothing has been loaded, and the file may be missing.
 *
 * Returns: (type filename): the path
 *
 * Since: 1.0
 */
const char *
mapi_provider_info_get_module_path (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), NULL);

  return self->module_path;
}

/**
 * mapi_provider_info_get_props:
 * @self: a #MapiProviderInfo
 *
 * Gets what the service file says about the provider as properties.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_provider_info_get_props (MapiProviderInfo *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_INFO (self), NULL);

  return mapi_prop_list_ref (self->props);
}
