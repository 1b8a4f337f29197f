/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi profile`: sets of message services. */

#include "config.h"

#include "cli-services.h"

#define CLI_DEFAULT_STORE "sqlite"

static CliExit
cli_profile_create (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  gboolean           no_store = FALSE;
  const GOptionEntry options[] = {
    { "no-store", 0, 0, G_OPTION_ARG_NONE, &no_store, "Leave out the store", NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, 1, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) profile = NULL;
  g_autoptr (MapiUid) store = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  /* One that was meant because it was the only one is no longer the only one. */
  g_autofree char *standard = mapi_profiles_get_default (admin, NULL);

  if (rest == NULL || (profile = mapi_profiles_create (admin, rest[0], error)) == NULL)
    return CLI_FAILED;

  if (!no_store)
    {
      store = mapi_profile_add_service (profile, CLI_DEFAULT_STORE, NULL, error);
      if (store == NULL || !mapi_profile_set_default_store (profile, store, error))
        {
          mapi_profiles_delete (admin, rest[0], NULL);
          return CLI_FAILED;
        }
    }

  if (!mapi_profiles_set_default (admin, standard != NULL ? standard : rest[0], error))
    return CLI_FAILED;
  json_object_set_string_member (object, "profile", rest[0]);
  json_object_set_string_member (object, "file", mapi_profile_get_path (profile));
  cli_answer (cli, object, "profile `%s` is in %s", rest[0], mapi_profile_get_path (profile));
  return CLI_OK;
}

static CliExit
cli_profile_list (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "profile", "default", NULL };
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 0, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_auto (GStrv) names = mapi_profiles_get_names (admin);
  g_autofree char *standard = mapi_profiles_get_default (admin, NULL);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (rest == NULL)
    return CLI_USAGE;
  for (char **name = names; *name != NULL; name++)
    {
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "profile", *name);
      json_object_set_boolean_member (row, "default", g_strcmp0 (*name, standard) == 0);
      json_array_add_object_element (rows, row);
    }
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

static CliExit
cli_profile_show (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "service", "name", "settings", NULL };
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 1, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) profile = NULL;
  g_autoptr (JsonArray) services = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (rest == NULL)
    return CLI_USAGE;
  profile =
      rest[0] != NULL ? mapi_profiles_open (admin, rest[0], error) : cli_open_profile (cli, error);
  if (profile == NULL || (services = cli_describe_services (profile, error)) == NULL)
    return CLI_FAILED;

  json_object_set_string_member (object, "profile", mapi_profile_get_name (profile));
  json_object_set_string_member (object, "file", mapi_profile_get_path (profile));
  json_object_set_string_member (object, "data", mapi_profile_get_data_dir (profile));
  if (cli->json)
    {
      json_object_set_array_member (object, "services", g_steal_pointer (&services));
      cli_print_object (cli, object, NULL);
      return CLI_OK;
    }
  cli_print_object (cli, object, NULL);
  g_print ("\n");
  cli_print_rows (cli, services, columns);
  return CLI_OK;
}

/* What has two names: those of the old profile and of the new one. */
static CliExit
cli_profile_move (Cli              *cli,
                  const CliCommand *command,
                  char            **arguments,
                  gboolean (*move) (MapiProfiles *, const char *, const char *, GError **),
                  GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 2, 2, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) profile = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (rest == NULL || !move (admin, rest[0], rest[1], error) ||
      (profile = mapi_profiles_open (admin, rest[1], error)) == NULL)
    return CLI_FAILED;
  json_object_set_string_member (object, "profile", rest[1]);
  json_object_set_string_member (object, "file", mapi_profile_get_path (profile));
  cli_answer (cli, object, "profile `%s` is in %s", rest[1], mapi_profile_get_path (profile));
  return CLI_OK;
}

static CliExit
cli_profile_copy (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  return cli_profile_move (cli, command, arguments, mapi_profiles_copy, error);
}

static CliExit
cli_profile_rename (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  return cli_profile_move (cli, command, arguments, mapi_profiles_rename, error);
}

static CliExit
cli_profile_delete (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();

  g_autoptr (JsonObject) object = json_object_new ();

  if (rest == NULL || !mapi_profiles_delete (admin, rest[0], error))
    return CLI_FAILED;
  json_object_set_string_member (object, "deleted", rest[0]);
  cli_answer (cli, object, NULL);
  return CLI_OK;
}

static CliExit
cli_profile_default (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 1, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autofree char *name = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (rest == NULL)
    return CLI_USAGE;
  if (rest[0] != NULL)
    {
      if (!mapi_profiles_set_default (admin, rest[0], error))
        return CLI_FAILED;
      json_object_set_string_member (object, "profile", rest[0]);
      cli_answer (cli, object, NULL);
      return CLI_OK;
    }

  name = mapi_profiles_get_default (admin, error);
  if (name == NULL)
    return CLI_FAILED;
  json_object_set_string_member (object, "profile", name);
  cli_print_object (cli, object, NULL);
  return CLI_OK;
}

/* `key=value` sets an option of the profile, `key=` puts it back. */
static CliExit
cli_profile_configure (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 16, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (profile == NULL)
    return CLI_FAILED;
  for (char **pair = rest; *pair != NULL; pair++)
    {
      char *value = strchr (*pair, '=');

      if (value == NULL)
        return cli_usage (error, "`%s` is not KEY=VALUE", *pair);
      *value++ = '\0';
      if (!mapi_profile_set_option (profile, *pair, *value != '\0' ? value : NULL, error))
        return CLI_FAILED;
      json_object_set_string_member (object, *pair, value);
    }
  cli_answer (cli, object, NULL);
  return CLI_OK;
}

const CliCommand cli_profile_commands[] = {
  { "create", "NAME", "make a profile with a store", NULL, cli_profile_create },
  { "list", NULL, "list the profiles", NULL, cli_profile_list },
  { "show", "[NAME]", "show the services of a profile and their settings", NULL, cli_profile_show },
  { "copy",
    "NAME NEW",
    "make a profile with the services, settings and secrets of another",
    NULL,
    cli_profile_copy },
  { "rename", "NAME NEW", "give a profile another name", NULL, cli_profile_rename },
  { "delete", "NAME", "delete a profile; the store's file stays", NULL, cli_profile_delete },
  { "configure",
    "KEY=VALUE…",
    "set how the spooler of the profile goes on",
    NULL,
    cli_profile_configure },
  { "default", "[NAME]", "choose, or show, the default profile", NULL, cli_profile_default },
  { "lint",
    "[NAME…]",
    "list all that is wrong with profiles, by file and line",
    NULL,
    cli_profile_lint },
  { NULL },
};
