/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-setting-info-private.h"
#include "mapi-spooler-settings-private.h"

/* Declared like the settings of services, so that they are checked alike. None has a default here:
 * what a service does not say the profile says, and else the spooler. */
static const char declarations[] =
    "[retry-delay]\nType=integer\nTag=0x67c00003\n"
    "Description=Seconds before the second attempt; each further delay is twice the last (30)\n"
    "[retry-delay-max]\nType=integer\nTag=0x67c10003\n"
    "Description=The longest delay, in seconds (3600)\n"
    "[retry-jitter]\nType=integer\nTag=0x67c20003\n"
    "Description=Per cent by which a delay is changed at random (10)\n"
    "[lifetime]\nType=integer\nTag=0x67c30003\n"
    "Description=Seconds after which a message is given up (432000)\n"
    "[delay-warning]\nType=integer\nTag=0x67c40003\n"
    "Description=Seconds after which the sender is warned, 0 for never (14400)\n"
    "[call-limit]\nType=integer\nTag=0x67c50003\n"
    "Description=Seconds after which a provider in a call counts as blocked (600)\n"
    "[stop-grace]\nType=integer\nTag=0x67c60003\n"
    "Description=Seconds that messages in flight are given at the end (5)\n"
    "[cancel-grace]\nType=integer\nTag=0x67c70003\n"
    "Description=Seconds that a cancelled provider is given at the end (5)\n"
    "[destination-connections]\nType=integer\nTag=0x67c80003\n"
    "Description=Most messages under way to one domain (one less than the connections)\n"
    "[destination-failures]\nType=integer\nTag=0x67c90003\n"
    "Description=Failures to connect after which a domain is probed only, 0 for never (3)\n";

static GHashTable *
build (void)
{
  GHashTable  *settings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  MapiKeyFile *file = mapi_key_file_new ("(the spooler's settings)");
  g_auto (GStrv) keys = NULL;

  g_key_file_load_from_data (file->keys, declarations, -1, G_KEY_FILE_NONE, NULL);
  keys = g_key_file_get_groups (file->keys, NULL);
  for (char **key = keys; *key != NULL; key++)
    {
      MapiSettingInfo *setting = mapi_setting_info_new (file, *key, *key, NULL);

      g_hash_table_insert (settings, (gpointer) mapi_setting_info_get_key (setting), setting);
    }
  mapi_key_file_free (file);
  return settings;
}

MapiSettingInfo *
mapi_spooler_settings_lookup (const char *key)
{
  static GHashTable *settings;

  if (g_once_init_enter (&settings))
    g_once_init_leave (&settings, build ());
  return g_hash_table_lookup (settings, key);
}

/* A sender is warned of a message, however many services have to do with it. */
MapiSettingInfo *
mapi_spooler_settings_lookup_for_service (const char *key)
{
  return strcmp (key, "delay-warning") != 0 ? mapi_spooler_settings_lookup (key) : NULL;
}
