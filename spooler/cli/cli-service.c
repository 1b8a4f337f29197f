/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi service`: the message services of a profile. */

#include "config.h"

#include "cli-services.h"
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A setting as it may be shown: of a secret only that there is one. */
static char *
cli_setting_text (MapiProfile *profile, const MapiUid *uid, MapiSettingInfo *setting)
{
  const char *key = mapi_setting_info_get_key (setting);
  gboolean    is_set = FALSE;

  if (mapi_setting_info_get_setting_type (setting) != MAPI_SETTING_SECRET)
    return mapi_profile_get_setting (profile, uid, key, NULL);
  if (!mapi_profile_has_setting (profile, uid, key, &is_set, NULL) || !is_set)
    return NULL;
  return g_strdup ("(secret)");
}

static JsonObject *
cli_describe_settings (MapiProfile *profile, MapiServiceInfo *info, const MapiUid *uid)
{
  JsonObject *settings = json_object_new ();

  for (guint i = 0; i < mapi_service_info_get_n_settings (info); i++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (info, i);
      g_autofree char *text = cli_setting_text (profile, uid, setting);

      if (text != NULL && *text != '\0')
        json_object_set_string_member (settings, mapi_setting_info_get_key (setting), text);
    }
  return settings;
}

MapiUid *
cli_row_uid (MapiPropList *row, guint32 tag)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, tag);

  return bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
}

static JsonObject *
cli_describe_service (MapiProfile *profile, MapiPropList *row)
{
  const char      *service = mapi_prop_list_get_string (row, MAPI_PR_SERVICE_NAME);
  const char      *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  MapiServiceInfo *info =
      mapi_service_catalog_lookup (mapi_profile_get_catalog (profile), service, NULL);
  g_autoptr (MapiUid) uid = cli_row_uid (row, MAPI_PR_SERVICE_UID);
  g_autofree char *uid_text = uid != NULL ? mapi_uid_to_string (uid) : NULL;
  JsonObject      *object = json_object_new ();

  json_object_set_string_member (object, "service", service);
  json_object_set_string_member (object, "name", name != NULL ? name : service);
  json_object_set_string_member (object, "uid", uid_text != NULL ? uid_text : "");
  if (info != NULL && uid != NULL)
    json_object_set_object_member (object, "settings", cli_describe_settings (profile, info, uid));
  else
    json_object_set_string_member (object, "problem", "the service is not installed");
  return object;
}

JsonArray *
cli_describe_services (MapiProfile *profile, GError **error)
{
  g_autoptr (MapiRowSet) services = mapi_profile_get_services (profile, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (services == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (services); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (services, i);

      json_array_add_object_element (rows, cli_describe_service (profile, row));
    }
  return g_steal_pointer (&rows);
}

MapiUid *
cli_find_service (MapiProfile *profile, const char *text, GError **error)
{
  g_autoptr (MapiRowSet) services = mapi_profile_get_services (profile, error);
  g_autoptr (MapiUid) found = NULL;
  guint n_found = 0;

  if (services == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (services); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (services, i);
      g_autoptr (MapiUid) uid = cli_row_uid (row, MAPI_PR_SERVICE_UID);
      g_autofree char *uid_text = uid != NULL ? mapi_uid_to_string (uid) : NULL;

      if (g_strcmp0 (text, mapi_prop_list_get_string (row, MAPI_PR_SERVICE_NAME)) != 0 &&
          g_strcmp0 (text, mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME)) != 0 &&
          g_strcmp0 (text, uid_text) != 0)
        continue;
      g_clear_pointer (&found, mapi_uid_free);
      found = g_steal_pointer (&uid);
      n_found++;
    }
  if (n_found == 1)
    return g_steal_pointer (&found);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               n_found == 0 ? "profile `%s` has no service `%s`"
                            : "profile `%s` has several services `%s`; use the uid of one",
               mapi_profile_get_name (profile),
               text);
  return NULL;
}

/* Whoever types is asked, and not looked at. */
static char *
cli_read_line (const char *key, char *line, int size)
{
  struct termios shown, hidden;
  gboolean       asks = tcgetattr (STDIN_FILENO, &shown) == 0;
  char          *read;

  if (asks)
    {
      hidden = shown;
      hidden.c_lflag &= ~(tcflag_t) ECHO;
      g_printerr ("%s: ", key);
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
    }
  read = fgets (line, size, stdin);
  if (asks)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
      g_printerr ("\n");
    }
  return read;
}

/* A password on the command line would be seen by everybody who lists processes. */
static char *
cli_read_value (const char *key, const char *value, GError **error)
{
  char line[4096];

  if (!g_str_equal (value, "-"))
    return g_strdup (value);
  if (cli_read_line (key, line, sizeof line) == NULL)
    {
      cli_usage (error, "`-` wants a value on standard input, and there is none");
      return NULL;
    }
  return g_strdup (g_strchomp (line));
}

static gboolean
cli_configure (MapiProfile *profile, const MapiUid *uid, char **settings, GError **error)
{
  for (; *settings != NULL; settings++)
    {
      char            *equals = strchr (*settings, '=');
      g_autofree char *key =
          equals != NULL ? g_strndup (*settings, (gsize) (equals - *settings)) : NULL;
      g_autofree char *value = NULL;

      if (key == NULL)
        return cli_usage (error, "`%s` is not SETTING=VALUE", *settings), FALSE;
      value = cli_read_value (key, equals + 1, error);
      if (value == NULL ||
          !mapi_profile_configure_service (profile, uid, key, *value != '\0' ? value : NULL, error))
        return FALSE;
    }
  return TRUE;
}

static CliExit
cli_service_list (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "service", "name", "settings", NULL };
  gboolean                 available = FALSE;
  const GOptionEntry       options[] = {
          { "available", 0, 0, G_OPTION_ARG_NONE, &available, "List what could be added", NULL },
          { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 0, 1, error);
  g_autoptr (MapiProfile) profile = NULL;
  g_autoptr (JsonArray) rows = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  if (available)
    return rest[0] != NULL ? cli_service_settings (cli, rest[0], error)
                           : cli_service_available (cli);
  if (rest[0] != NULL)
    return cli_usage (error, "`mapi service list` takes a service with --available alone");
  profile = cli_open_profile (cli, error);
  if (profile == NULL || (rows = cli_describe_services (profile, error)) == NULL)
    return CLI_FAILED;
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

static CliExit
cli_service_answer (Cli *cli, const char *service, const MapiUid *uid)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *text = mapi_uid_to_string (uid);

  json_object_set_string_member (object, "service", service);
  json_object_set_string_member (object, "uid", text);
  cli_answer (cli, object, NULL);
  return CLI_OK;
}

static CliExit
cli_service_add (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *name = NULL;
  const GOptionEntry options[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, "What to call it", "NAME" },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, G_MAXUINT, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;
  g_autoptr (MapiUid) uid =
      profile != NULL ? mapi_profile_add_service (profile, rest[0], name, error) : NULL;

  if (uid == NULL)
    return CLI_FAILED;
  if (cli_configure (profile, uid, rest + 1, error) &&
      mapi_profile_check_service (profile, uid, error))
    return cli_service_answer (cli, rest[0], uid);

  /* Half a service would stand in the way of the next try. */
  mapi_profile_remove_service (profile, uid, NULL);
  return CLI_FAILED;
}

static CliExit
cli_service_configure (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 2, G_MAXUINT, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;
  g_autoptr (MapiUid) uid = profile != NULL ? cli_find_service (profile, rest[0], error) : NULL;

  if (uid == NULL || !cli_configure (profile, uid, rest + 1, error))
    return CLI_FAILED;
  return cli_service_answer (cli, rest[0], uid);
}

static CliExit
cli_service_copy (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *to = NULL;
  const GOptionEntry options[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, "The profile to copy it into", "PROFILE" },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, 2, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;
  g_autoptr (MapiUid) uid = profile != NULL ? cli_find_service (profile, rest[0], error) : NULL;
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) other =
      uid != NULL && to != NULL ? mapi_profiles_open (admin, to, error) : NULL;
  MapiProfile *destination = to != NULL ? other : profile;

  if (uid == NULL || destination == NULL ||
      !mapi_msg_service_admin_copy_msg_service (MAPI_MSG_SERVICE_ADMIN (profile),
                                                uid,
                                                rest[1],
                                                MAPI_MSG_SERVICE_ADMIN (destination),
                                                0,
                                                error))
    return CLI_FAILED;
  return cli_service_answer (cli, rest[0], uid);
}

static CliExit
cli_service_rename (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 2, 2, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;
  g_autoptr (MapiUid) uid = profile != NULL ? cli_find_service (profile, rest[0], error) : NULL;

  if (uid == NULL || !mapi_profile_rename_service (profile, uid, rest[1], error))
    return CLI_FAILED;
  return cli_service_answer (cli, rest[1], uid);
}

static CliExit
cli_service_remove (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;
  g_autoptr (MapiUid) uid = profile != NULL ? cli_find_service (profile, rest[0], error) : NULL;

  if (uid == NULL || !mapi_profile_remove_service (profile, uid, error))
    return CLI_FAILED;
  return cli_service_answer (cli, rest[0], uid);
}

const CliCommand cli_service_commands[] = {
  { "list",
    "[--available [SERVICE]]",
    "list the services of the profile, or those there are",
    NULL,
    cli_service_list },
  { "add",
    "SERVICE [SETTING=VALUE…]",
    "add a service; a value of `-` is read from standard input",
    NULL,
    cli_service_add },
  { "configure",
    "SERVICE SETTING=VALUE…",
    "change settings of a service",
    NULL,
    cli_service_configure },
  { "copy",
    "SERVICE [NAME]",
    "copy a service with its settings and secrets",
    NULL,
    cli_service_copy },
  { "rename", "SERVICE NAME", "change what a service is called", NULL, cli_service_rename },
  { "remove", "SERVICE", "remove a service from the profile", NULL, cli_service_remove },
  { "order",
    "[SERVICE…]",
    "choose, or show, which transports are asked first",
    NULL,
    cli_service_order },
  { "identity",
    "[SERVICE]",
    "choose, or show, whose user is the user of the profile",
    NULL,
    cli_service_identity },
  { "default", "[SERVICE]", "choose, or show, the default store", NULL, cli_service_default },
  { "install",
    "FILE.service",
    "copy a service with its modules to your own services",
    NULL,
    cli_service_install },
  { "uninstall", "SERVICE", "remove one of your own services", NULL, cli_service_uninstall },
  { NULL },
};
