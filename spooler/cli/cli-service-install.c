/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi service install` and `uninstall`: the services that a user has of his own. */

#include "config.h"

#include "cli-services.h"

static CliExit
cli_answer_installed (Cli *cli, const char *service, const char *path)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "service", service);
  json_object_set_string_member (object, "file", path);
  cli_answer (cli, object, NULL);
  return CLI_OK;
}

CliExit
cli_service_install (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (MapiServiceInfo) service =
      rest != NULL ? mapi_service_info_new_from_file (rest[0], error) : NULL;
  g_autofree char *folder = mapi_service_catalog_get_own_folder ();
  g_autoptr (MapiServiceInfo) installed =
      service != NULL ? mapi_service_info_install (service, folder, cli->cancellable, error) : NULL;

  if (installed == NULL)
    return CLI_FAILED;
  return cli_answer_installed (
      cli, mapi_service_info_get_name (installed), mapi_service_info_get_path (installed));
}

/* What others have installed is not this user's to remove. */
static MapiServiceInfo *
cli_find_own_service (const char *name, GError **error)
{
  MapiServiceInfo *service =
      mapi_service_catalog_lookup (mapi_service_catalog_get_default (), name, error);
  g_autofree char *own = mapi_service_catalog_get_own_folder ();
  g_autofree char *folder =
      service != NULL ? g_path_get_dirname (mapi_service_info_get_path (service)) : NULL;

  if (service == NULL || g_str_equal (folder, own))
    return service;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "service `%s` was not installed by `mapi service install`: %s",
               name,
               mapi_service_info_get_path (service));
  return NULL;
}

static gboolean
cli_profile_has (MapiProfile *profile, const char *service)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_services (profile, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_SERVICE_NAME), service) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
cli_check_unused (const char *service, GError **error)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_auto (GStrv) names = mapi_profiles_get_names (admin);

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (MapiProfile) profile = mapi_profiles_open (admin, *name, NULL);

      if (profile == NULL || !cli_profile_has (profile, service))
        continue;
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_ACCESS,
                   "profile `%s` has the service `%s`; remove it there first",
                   *name,
                   service);
      return FALSE;
    }
  return TRUE;
}

CliExit
cli_service_uninstall (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  MapiServiceInfo *service = rest != NULL ? cli_find_own_service (rest[0], error) : NULL;

  if (service == NULL || !cli_check_unused (rest[0], error) ||
      !mapi_service_info_uninstall (service, cli->cancellable, error))
    return CLI_FAILED;
  return cli_answer_installed (cli, rest[0], mapi_service_info_get_path (service));
}
