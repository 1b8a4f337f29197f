/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi service list --available`: the services that could be added, and what can be set of them.
 */

#include "config.h"

#include "cli-services.h"

static JsonObject *
cli_describe_settings (MapiServiceInfo *info)
{
  JsonObject *settings = json_object_new ();

  for (guint s = 0; s < mapi_service_info_get_n_settings (info); s++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (info, s);
      const char      *description = mapi_setting_info_get_description (setting);

      json_object_set_string_member (
          settings, mapi_setting_info_get_key (setting), description != NULL ? description : "");
    }
  return settings;
}

CliExit
cli_service_available (Cli *cli)
{
  static const char *const columns[] = { "service", "name", NULL };
  MapiServiceCatalog      *catalog = mapi_service_catalog_get_default ();
  g_autoptr (JsonArray) rows = json_array_new ();

  for (guint i = 0; i < mapi_service_catalog_get_n_services (catalog); i++)
    {
      MapiServiceInfo *info = mapi_service_catalog_get_service (catalog, i);
      JsonObject      *row = json_object_new ();

      json_object_set_string_member (row, "service", mapi_service_info_get_name (info));
      json_object_set_string_member (row, "name", mapi_service_info_get_display_name (info));
      json_object_set_object_member (row, "settings", cli_describe_settings (info));
      json_array_add_object_element (rows, row);
    }
  cli_print_rows (cli, rows, columns);
  cli_say (cli, "`mapi service list --available SERVICE` lists what can be set of one");
  return CLI_OK;
}

static JsonObject *
cli_describe_setting (MapiSettingInfo *setting)
{
  JsonObject        *row = json_object_new ();
  const char *const *choices = mapi_setting_info_get_choices (setting);
  const char        *value = mapi_setting_info_get_default (setting);
  const char        *description = mapi_setting_info_get_description (setting);
  g_autofree char   *list = choices != NULL ? g_strjoinv ("|", (char **) choices) : g_strdup ("");

  json_object_set_string_member (row, "setting", mapi_setting_info_get_key (setting));
  json_object_set_boolean_member (row, "required", mapi_setting_info_is_required (setting));
  json_object_set_string_member (row, "default", value != NULL ? value : "");
  json_object_set_string_member (row, "choices", list);
  json_object_set_string_member (row, "description", description != NULL ? description : "");
  return row;
}

CliExit
cli_service_settings (Cli *cli, const char *name, GError **error)
{
  static const char *const columns[] = { "setting", "required", "default", "description", NULL };
  MapiServiceInfo         *info =
      mapi_service_catalog_lookup (mapi_service_catalog_get_default (), name, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (info == NULL)
    return CLI_FAILED;
  for (guint s = 0; s < mapi_service_info_get_n_settings (info); s++)
    json_array_add_object_element (rows,
                                   cli_describe_setting (mapi_service_info_get_setting (info, s)));
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}
