/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-prop-list-builder.h"
#include "mapi-prop-text-private.h"
#include "mapi-profile-private.h"
#include "mapi-secrets-private.h"
#include "mapi-setting-info-private.h"

/*
 * A group of the profile as the properties of a profile section: settings by their keys, as the
 * service declares them, everything else by the name or number of its tag.
 */

/* MAPI's range of secure profile properties. */
#define SECURE_ID_MIN 0x67f0
#define SECURE_ID_MAX 0x67ff

gboolean
mapi_profile_tag_is_secure (guint32 tag)
{
  guint16 id = mapi_prop_tag_get_id (tag);

  return id >= SECURE_ID_MIN && id <= SECURE_ID_MAX;
}

/* What is known about a group before its keys are looked at. */
typedef struct
{
  MapiProfile      *profile;
  MapiKeyFile      *file;
  const char       *group;
  MapiServiceInfo  *service;
  MapiProviderInfo *provider;
  MapiUid          *service_uid;
} Section;

static void
section_clear (Section *section)
{
  g_clear_pointer (&section->service_uid, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Section, section_clear)

static gboolean
find_provider (Section *section, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *service_group = NULL;

  if (!mapi_profile_provider_service (section->file, section->group, &section->service_uid, error))
    return FALSE;
  name = mapi_key_file_require_string (section->file, section->group, "Provider", error);
  if (name == NULL)
    return FALSE;

  service_group = mapi_profile_group_of (MAPI_GROUP_SERVICE, section->service_uid);
  section->service =
      mapi_profile_service_info (section->profile, section->file, service_group, error);
  if (section->service == NULL)
    return FALSE;

  section->provider = mapi_service_info_lookup_provider (section->service, name);
  if (section->provider != NULL)
    return TRUE;

  mapi_key_file_set_error (section->file,
                           section->group,
                           "Provider",
                           MAPI_E_UNCONFIGURED,
                           error,
                           "service '%s' has no provider '%s'",
                           mapi_service_info_get_name (section->service),
                           name);
  return FALSE;
}

static gboolean
section_init (
    Section *section, MapiProfile *profile, MapiKeyFile *file, const char *group, GError **error)
{
  section->profile = profile;
  section->file = file;
  section->group = group;
  if (!g_key_file_has_group (file->keys, group))
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "%s: there is no [%s]", file->path, group);
      return FALSE;
    }

  return !g_str_has_prefix (group, MAPI_GROUP_PROVIDER) || find_provider (section, error);
}

static gboolean
setting_is_for (const Section *section, MapiSettingInfo *setting)
{
  const char *provider = mapi_setting_info_get_provider (setting);

  return section->provider != NULL &&
         (provider == NULL ||
          strcmp (provider, mapi_provider_info_get_name (section->provider)) == 0);
}

static MapiSettingInfo *
setting_by_key (const Section *section, const char *key)
{
  MapiSettingInfo *setting =
      section->service != NULL ? mapi_service_info_lookup_setting (section->service, key) : NULL;

  return setting != NULL && setting_is_for (section, setting) ? setting : NULL;
}

static MapiSettingInfo *
setting_by_tag (const Section *section, guint32 tag)
{
  guint n_settings =
      section->service != NULL ? mapi_service_info_get_n_settings (section->service) : 0;

  for (guint i = 0; i < n_settings; i++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (section->service, i);

      if (setting_is_for (section, setting) &&
          mapi_prop_tag_get_id (mapi_setting_info_get_tag (setting)) == mapi_prop_tag_get_id (tag))
        return setting;
    }

  return NULL;
}

static gboolean
is_secret (MapiSettingInfo *setting, guint32 tag)
{
  return mapi_profile_tag_is_secure (tag) ||
         (setting != NULL && mapi_setting_info_get_setting_type (setting) == MAPI_SETTING_SECRET);
}

static gboolean
key_is_secret (const Section *section, const char *key)
{
  return is_secret (setting_by_key (section, key), mapi_prop_text_read_tag (key));
}

static char *
resolve_path (const Section *section, const char *path)
{
  if (g_str_has_prefix (path, "~/"))
    return g_build_filename (g_get_home_dir (), path + 2, NULL);
  return *path == '\0'
             ? g_strdup ("")
             : g_canonicalize_filename (path, mapi_profile_get_data_dir (section->profile));
}

static MapiPropValue *
read_setting (const Section *section, MapiSettingInfo *setting, const char *text, GError **error)
{
  g_autofree char *path = NULL;

  if (mapi_setting_info_get_setting_type (setting) == MAPI_SETTING_PATH)
    path = resolve_path (section, text);

  return mapi_setting_info_read (setting, path != NULL ? path : text, error);
}

static MapiPropValue *
read_key (const Section *section, const char *key, const char *text, GError **error)
{
  MapiSettingInfo *setting = setting_by_key (section, key);
  guint32          tag;

  if (setting != NULL)
    return read_setting (section, setting, text, error);

  tag = mapi_prop_text_read_tag (key);
  if (tag != 0)
    return mapi_prop_text_read (tag, text, error);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "is neither a setting of the service nor a property");
  return NULL;
}

/* Keys with a capital are the profile's own, except for names of tags. */
static gboolean
is_own_key (const char *key)
{
  return g_ascii_isupper (*key) && !g_str_has_prefix (key, "PR_");
}

static MapiPropValue *
read_one (const Section *section, MapiKeyFile *file, const char *key, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (GError) local = NULL;

  if (!mapi_key_file_get_string (file, section->group, key, &text, error))
    return NULL;
  value = read_key (section, key, text, &local);
  if (value == NULL)
    mapi_key_file_set_error (
        file, section->group, key, MAPI_E_CORRUPT_DATA, error, "%s", local->message);

  return g_steal_pointer (&value);
}

/* The messages of others may quote a value, which a secret must not be. */
static MapiPropValue *
read_one_secret (const Section *section, MapiKeyFile *file, const char *key, GError **error)
{
  MapiPropValue *value = read_one (section, file, key, NULL);

  if (value == NULL)
    mapi_key_file_set_error (
        file, section->group, key, MAPI_E_CORRUPT_DATA, error, "the secret cannot be read");

  return value;
}

/* The properties of the keys of the section's group in @file. */
static MapiPropList *
read_keys (const Section *section,
           MapiKeyFile   *file,
           MapiPropValue *(*read) (const Section *, MapiKeyFile *, const char *, GError **),
           GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_auto (GStrv) keys = g_key_file_get_keys (file->keys, section->group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      g_autoptr (MapiPropValue) value = NULL;

      if (is_own_key (*key))
        continue;
      value = read (section, file, *key, error);
      if (value == NULL)
        return NULL;
      mapi_prop_list_builder_add_value (builder, value);
    }

  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
read_secrets (const Section *section, GError **error)
{
  g_autofree char *path = mapi_secrets_file_path (section->file->path);
  g_autoptr (MapiKeyFile) secrets = mapi_key_file_new (path);

  if (!mapi_secrets_list (section->file->path, section->group, secrets->keys, error))
    return NULL;
  return read_keys (section, secrets, read_one_secret, error);
}

static void
add_uid (MapiPropListBuilder *builder, guint32 tag, const MapiUid *uid)
{
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (uid);

  mapi_prop_list_builder_add_binary (builder, tag, bytes);
}

static void
add_defaults_of_settings (const Section *section, MapiPropListBuilder *builder)
{
  for (guint i = 0; i < mapi_service_info_get_n_settings (section->service); i++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (section->service, i);
      const char      *text = mapi_setting_info_get_default (setting);
      g_autoptr (MapiPropValue) value = NULL;

      if (text != NULL && setting_is_for (section, setting))
        value = read_setting (section, setting, text, NULL);
      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
    }
}

/* What holds for a provider before its group says anything. */
static MapiPropList *
provider_defaults (const Section *section)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) declared = mapi_provider_info_get_props (section->provider);
  g_autoptr (MapiPropList) computed = NULL;
  g_autoptr (MapiUid) uid =
      mapi_uid_new_from_string (section->group + strlen (MAPI_GROUP_PROVIDER), NULL);
  g_autofree char *service_group = mapi_profile_group_of (MAPI_GROUP_SERVICE, section->service_uid);
  g_autofree char *display_name =
      g_key_file_get_string (section->file->keys, service_group, "DisplayName", NULL);

  if (uid != NULL)
    add_uid (builder, MAPI_PR_PROVIDER_UID, uid);
  add_uid (builder, MAPI_PR_SERVICE_UID, section->service_uid);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_SERVICE_NAME, mapi_service_info_get_name (section->service));
  if (display_name != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, display_name);
  add_defaults_of_settings (section, builder);
  computed = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (declared, computed);
}

gboolean
mapi_profile_read_section (MapiProfile   *self,
                           const char    *group,
                           MapiPropList **props,
                           MapiPropList **secrets,
                           GError       **error)
{
  MapiKeyFile *file = mapi_profile_lock (self, error);
  g_auto (Section) section = { 0 };
  g_autoptr (MapiPropList) defaults = NULL;
  g_autoptr (MapiPropList) own = NULL;
  g_autoptr (MapiPropList) hidden = NULL;

  if (file == NULL)
    return FALSE;
  if (section_init (&section, self, file, group, error))
    own = read_keys (&section, file, read_one, error);
  if (own != NULL && secrets != NULL)
    hidden = read_secrets (&section, error);
  if (section.provider != NULL)
    defaults = provider_defaults (&section);
  mapi_profile_unlock (self);

  if (own == NULL || (secrets != NULL && hidden == NULL))
    return FALSE;
  *props = defaults != NULL ? mapi_prop_list_merge (defaults, own) : g_steal_pointer (&own);
  if (secrets != NULL)
    *secrets = g_steal_pointer (&hidden);
  return TRUE;
}

/* What is wrong with a group as a whole. */
gboolean
mapi_profile_check_group (MapiProfile *self, MapiKeyFile *file, const char *group, GError **error)
{
  g_auto (Section) section = { 0 };

  return section_init (&section, self, file, group, error);
}

static gboolean
refuse_key (MapiKeyFile *file,
            const char  *group,
            const char  *key,
            MapiError    code,
            const char  *cause,
            GError     **error)
{
  mapi_key_file_set_error (file, group, key, code, error, "%s", cause);
  return FALSE;
}

/* What is wrong with a key of a group that is right as a whole. */
gboolean
mapi_profile_check_key (
    MapiProfile *self, MapiKeyFile *file, const char *group, const char *key, GError **error)
{
  g_auto (Section) section = { 0 };
  g_autoptr (MapiPropValue) value = NULL;

  if (!section_init (&section, self, file, group, error))
    return FALSE;
  if (key_is_secret (&section, key))
    return refuse_key (file,
                       group,
                       key,
                       MAPI_E_NO_ACCESS,
                       "is a secret, and has no place in a profile; set it with `mapi service "
                       "configure`, which keeps it apart",
                       error);
  value = read_one (&section, file, key, error);

  return value != NULL;
}

/* The same of a key in the file of the secrets. */
gboolean
mapi_profile_check_secret (MapiProfile *self,
                           MapiKeyFile *file,
                           MapiKeyFile *secrets,
                           const char  *group,
                           const char  *key,
                           GError     **error)
{
  g_auto (Section) section = { 0 };
  g_autoptr (MapiPropValue) value = NULL;

  if (!g_key_file_has_group (file->keys, group))
    return refuse_key (
        secrets, group, key, MAPI_E_NOT_FOUND, "the profile has no such group", error);
  if (!section_init (&section, self, file, group, error))
    return FALSE;
  if (!key_is_secret (&section, key))
    return refuse_key (
        secrets, group, key, MAPI_E_CORRUPT_DATA, "is no secret of the service", error);
  value = read_one_secret (&section, secrets, key, error);

  return value != NULL;
}

/* What a write is about, through mapi_profile_edit(). */
typedef struct
{
  const char       *group;
  MapiPropList     *changes;
  MapiPropTagArray *deletions;
} Write;

/* A property may stand under its number with another type. */
static void
remove_same_id (const Section *section, guint32 tag)
{
  g_auto (GStrv) keys = g_key_file_get_keys (section->file->keys, section->group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      guint32 other = is_own_key (*key) ? 0 : mapi_prop_text_read_tag (*key);

      if (other != 0 && mapi_prop_tag_get_id (other) == mapi_prop_tag_get_id (tag))
        g_key_file_remove_key (section->file->keys, section->group, *key, NULL);
    }
}

static gboolean
write_value (const Section *section, MapiPropValue *value, GError **error)
{
  guint32          tag = mapi_prop_value_get_tag (value);
  MapiSettingInfo *setting = setting_by_tag (section, tag);
  g_autofree char *text = mapi_prop_text_write (value);
  g_autofree char *key = setting != NULL ? g_strdup (mapi_setting_info_get_key (setting))
                                         : mapi_prop_text_write_tag (tag);

  if (setting != NULL && mapi_setting_info_get_tag (setting) != tag)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_TYPE,
                   "setting '%s' is a property of another type",
                   key);
      return FALSE;
    }
  if (setting != NULL && !mapi_setting_info_check (setting, text, error))
    return FALSE;
  if (is_secret (setting, tag))
    return mapi_secrets_store (section->file->path, section->group, key, text, error);

  if (setting == NULL)
    remove_same_id (section, tag);
  g_key_file_set_string (section->file->keys, section->group, key, text);
  return TRUE;
}

static gboolean
delete_tag (const Section *section, guint32 tag, GError **error)
{
  MapiSettingInfo *setting = setting_by_tag (section, tag);
  g_autofree char *key = setting != NULL ? g_strdup (mapi_setting_info_get_key (setting))
                                         : mapi_prop_text_write_tag (tag);

  if (is_secret (setting, tag))
    return mapi_secrets_clear (section->file->path, section->group, key, error);

  if (setting == NULL)
    remove_same_id (section, tag);
  else
    g_key_file_remove_key (section->file->keys, section->group, key, NULL);
  return TRUE;
}

static gboolean
edit_section (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const Write *write = data;
  g_auto (Section) section = { 0 };
  guint n_changes = write->changes != NULL ? mapi_prop_list_get_size (write->changes) : 0;
  guint n_deletions =
      write->deletions != NULL ? mapi_prop_tag_array_get_size (write->deletions) : 0;

  if (!section_init (&section, self, file, write->group, error))
    return FALSE;
  for (guint i = 0; i < n_changes; i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (write->changes, i);

      if (!write_value (&section, value, error))
        return FALSE;
    }
  for (guint i = 0; i < n_deletions; i++)
    {
      if (!delete_tag (&section, mapi_prop_tag_array_get_tag (write->deletions, i), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
mapi_profile_write_section (MapiProfile      *self,
                            const char       *group,
                            MapiPropList     *changes,
                            MapiPropTagArray *deletions,
                            GError          **error)
{
  Write write = { group, changes, deletions };

  return mapi_profile_edit (self, edit_section, &write, error);
}
