/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-prop-text-private.h"
#include "mapi-setting-info-private.h"

/**
 * MapiSettingInfo:
 *
 * One setting of a message service: its key in profiles and the property that a provider reads,
 * as a `[Setting KEY]` group of a service file declares it. It never changes.
 *
 * Since: 1.0
 */

struct _MapiSettingInfo
{
  GObject parent_instance;

  char           *key;
  MapiSettingType type;
  guint32         tag;
  gboolean        required;
  char           *fallback;
  char           *description;
  char           *provider;
  char          **choices;
};

G_DEFINE_FINAL_TYPE (MapiSettingInfo, mapi_setting_info, G_TYPE_OBJECT)

static const char *const type_names[] = {
  "string", "integer", "boolean", "secret", "path", "choice", NULL,
};

static void
mapi_setting_info_finalize (GObject *object)
{
  MapiSettingInfo *self = MAPI_SETTING_INFO (object);

  g_free (self->key);
  g_free (self->fallback);
  g_free (self->description);
  g_free (self->provider);
  g_strfreev (self->choices);

  G_OBJECT_CLASS (mapi_setting_info_parent_class)->finalize (object);
}

static void
mapi_setting_info_class_init (MapiSettingInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_setting_info_finalize;
}

static void
mapi_setting_info_init (MapiSettingInfo *self)
{
}

/* Keys with a capital are the profile's own, so a setting can never hide one. */
static gboolean
is_good_key (const char *key)
{
  return g_ascii_islower (*key) &&
         strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (key);
}

static gboolean
read_type (MapiSettingInfo *self, const MapiKeyFile *file, const char *group, GError **error)
{
  g_autofree char *name = mapi_key_file_require_string (file, group, "Type", error);

  if (name == NULL)
    return FALSE;
  for (guint i = 0; type_names[i] != NULL; i++)
    {
      if (strcmp (type_names[i], name) == 0)
        {
          self->type = (MapiSettingType) i;
          return TRUE;
        }
    }

  mapi_key_file_set_error (
      file, group, "Type", MAPI_E_CORRUPT_DATA, error, "'%s' is no type of a setting", name);
  return FALSE;
}

static gboolean
tag_fits (MapiSettingInfo *self)
{
  guint16 type = mapi_prop_tag_get_prop_type (self->tag);

  switch (self->type)
    {
    case MAPI_SETTING_INTEGER:
      return type == MAPI_PT_LONG || type == MAPI_PT_I8;
    case MAPI_SETTING_BOOLEAN:
      return type == MAPI_PT_BOOLEAN;
    default:
      return type == MAPI_PT_UNICODE;
    }
}

static gboolean
read_tag (MapiSettingInfo *self, const MapiKeyFile *file, const char *group, GError **error)
{
  g_autofree char *name = mapi_key_file_require_string (file, group, "Tag", error);

  if (name == NULL)
    return FALSE;
  self->tag = mapi_prop_text_read_tag (name);
  if (self->tag != 0 && tag_fits (self))
    return TRUE;

  mapi_key_file_set_error (file,
                           group,
                           "Tag",
                           MAPI_E_CORRUPT_DATA,
                           error,
                           "'%s' is no property tag for a %s",
                           name,
                           type_names[self->type]);
  return FALSE;
}

static gboolean
read_default (MapiSettingInfo *self, const MapiKeyFile *file, const char *group, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!mapi_key_file_get_string (file, group, "Default", &self->fallback, error))
    return FALSE;
  if (self->fallback == NULL || mapi_setting_info_check (self, self->fallback, &local))
    return TRUE;

  mapi_key_file_set_error (
      file, group, "Default", MAPI_E_CORRUPT_DATA, error, "%s", local->message);
  return FALSE;
}

MapiSettingInfo *
mapi_setting_info_new (const MapiKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autoptr (MapiSettingInfo) self = g_object_new (MAPI_TYPE_SETTING_INFO, NULL);

  self->key = g_strdup (key);
  if (!is_good_key (key))
    {
      mapi_key_file_set_error (file,
                               group,
                               NULL,
                               MAPI_E_CORRUPT_DATA,
                               error,
                               "the key of a setting is made of a-z, 0-9 and '-'");
      return NULL;
    }
  if (!read_type (self, file, group, error) || !read_tag (self, file, group, error) ||
      !mapi_key_file_get_boolean (file, group, "Required", &self->required, error) ||
      !mapi_key_file_get_strings (file, group, "Choices", &self->choices, error) ||
      !mapi_key_file_get_string (file, group, "Description", &self->description, error) ||
      !mapi_key_file_get_string (file, group, "Provider", &self->provider, error) ||
      !read_default (self, file, group, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * mapi_setting_info_get_key:
 * @self: a #MapiSettingInfo
 *
 * Gets the name of the setting in profiles and on command lines.
 *
 * Returns: the key
 *
 * Since: 1.0
 */
const char *
mapi_setting_info_get_key (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), NULL);

  return self->key;
}

/**
 * mapi_setting_info_get_setting_type:
 * @self: a #MapiSettingInfo
 *
 * Gets what the setting may hold.
 *
 * Returns: the type
 *
 * Since: 1.0
 */
MapiSettingType
mapi_setting_info_get_setting_type (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), MAPI_SETTING_STRING);

  return self->type;
}

/**
 * mapi_setting_info_get_tag:
 * @self: a #MapiSettingInfo
 *
 * Gets the property of the provider's profile section that holds the setting.
 *
 * Returns: the tag
 *
 * Since: 1.0
 */
guint32
mapi_setting_info_get_tag (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), 0);

  return self->tag;
}

/**
 * mapi_setting_info_is_required:
 * @self: a #MapiSettingInfo
 *
 * Tells whether the service cannot work without the setting. One with a default is never missing.
 *
 * Returns: whether it is required
 *
 * Since: 1.0
 */
gboolean
mapi_setting_info_is_required (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), FALSE);

  return self->required;
}

/**
 * mapi_setting_info_get_default:
 * @self: a #MapiSettingInfo
 *
 * Gets what holds while the profile says nothing.
 *
 * Returns: (nullable): the default, or %NULL for none
 *
 * Since: 1.0
 */
const char *
mapi_setting_info_get_default (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), NULL);

  return self->fallback;
}

/**
 * mapi_setting_info_get_description:
 * @self: a #MapiSettingInfo
 *
 * Gets what the setting is, in a sentence for people.
 *
 * Returns: (nullable): the description, or %NULL for none
 *
 * Since: 1.0
 */
const char *
mapi_setting_info_get_description (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), NULL);

  return self->description;
}

/**
 * mapi_setting_info_get_choices:
 * @self: a #MapiSettingInfo
 *
 * Gets what a setting of type %MAPI_SETTING_CHOICE may be.
 *
 * Returns: (array zero-terminated=1) (transfer none): the choices, none for other types
 *
 * Since: 1.0
 */
const char *const *
mapi_setting_info_get_choices (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), NULL);

  return (const char *const *) self->choices;
}

/**
 * mapi_setting_info_get_provider:
 * @self: a #MapiSettingInfo
 *
 * Gets the one provider of the service that the setting is for.
 *
 * Returns: (nullable): the name of the provider, or %NULL where it is for all of the service
 *
 * Since: 1.0
 */
const char *
mapi_setting_info_get_provider (MapiSettingInfo *self)
{
  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), NULL);

  return self->provider;
}

/**
 * mapi_setting_info_check:
 * @self: a #MapiSettingInfo
 * @value: what somebody wants to set
 * @error: return location for a #GError
 *
 * Looks whether the setting can hold @value. Fails with %MAPI_E_INVALID_PARAMETER and says why; the
 * value of a secret is not in the message.
 *
 * Returns: %TRUE when it can
 *
 * Since: 1.0
 */
gboolean
mapi_setting_info_check (MapiSettingInfo *self, const char *value, GError **error)
{
  g_autoptr (MapiPropValue) prop = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (MAPI_IS_SETTING_INFO (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  prop = mapi_setting_info_read (self, value, &local);
  if (prop != NULL)
    return TRUE;

  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "%s: %s", self->key, local->message);
  return FALSE;
}

static gboolean
check_text (MapiSettingInfo *self, const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "the text is not valid UTF-8");
      return FALSE;
    }
  if (self->type == MAPI_SETTING_CHOICE &&
      !g_strv_contains ((const char *const *) self->choices, text))
    {
      g_autofree char *choices = g_strjoinv (", ", self->choices);

      g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "'%s' is none of: %s", text, choices);
      return FALSE;
    }

  return TRUE;
}

/* The property that @text stands for; the error says what is wrong with the text alone. */
MapiPropValue *
mapi_setting_info_read (MapiSettingInfo *self, const char *text, GError **error)
{
  return check_text (self, text, error) ? mapi_prop_text_read (self->tag, text, error) : NULL;
}

typedef struct
{
  const char     *key;
  MapiSettingType type;
  guint32         tag; /* of no property: providers do not see it */
  const char     *fallback;
  const char     *description;
} Common;

static const Common common[] = {
  { MAPI_SETTING_TRACE,
    MAPI_SETTING_STRING,
    MAPI_PT_UNICODE,
    NULL,
    "Where to write down all calls, and how" },
  { MAPI_SETTING_ISOLATED,
    MAPI_SETTING_BOOLEAN,
    MAPI_PT_BOOLEAN,
    "false",
    "Whether the providers have a process of their own" },
  { MAPI_SETTING_CALL_SECONDS,
    MAPI_SETTING_INTEGER,
    MAPI_PT_LONG,
    "300",
    "After how long a call of an isolated provider without a sign of life is ended" },
  { MAPI_SETTING_RESTART_SECONDS,
    MAPI_SETTING_INTEGER,
    MAPI_PT_LONG,
    "1",
    "How long an isolated provider is held back that ends again and again, at first" },
};

static gpointer
make_common (gpointer data)
{
  GHashTable *settings = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    {
      MapiSettingInfo *self = g_object_new (MAPI_TYPE_SETTING_INFO, NULL);

      self->key = g_strdup (common[i].key);
      self->type = common[i].type;
      self->tag = common[i].tag;
      self->fallback = g_strdup (common[i].fallback);
      self->description = g_strdup (common[i].description);
      g_hash_table_insert (settings, self->key, self);
    }
  return settings;
}

/* What every service can be told, whether its file says so or not. */
MapiSettingInfo *
mapi_setting_info_find_common (const char *key)
{
  static GOnce once = G_ONCE_INIT;

  return g_hash_table_lookup (g_once (&once, make_common, NULL), key);
}
