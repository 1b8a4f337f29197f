/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi profile lint`: all that is wrong with profiles, by file and line. */

#include "config.h"

#include "cli-services.h"

static JsonObject *
cli_describe_problem (const char *profile, MapiProfileProblem *problem)
{
  JsonObject *object = json_object_new ();
  const char *code = mapi_error_get_name (mapi_profile_problem_get_code (problem));

  json_object_set_string_member (object, "profile", profile);
  json_object_set_string_member (object, "file", mapi_profile_problem_get_path (problem));
  json_object_set_int_member (object, "line", mapi_profile_problem_get_line (problem));
  json_object_set_string_member (object, "problem", mapi_profile_problem_get_message (problem));
  json_object_set_string_member (object, "code", code != NULL ? code : "");
  return object;
}

/* As compilers write it, so that editors find the place. */
static void
cli_print_problem (MapiProfileProblem *problem)
{
  guint            line = mapi_profile_problem_get_line (problem);
  g_autofree char *place = line > 0 ? g_strdup_printf (":%u", line) : g_strdup ("");
  g_autofree char *text = cli_clean (mapi_profile_problem_get_message (problem), FALSE);

  g_print ("%s%s: %s\n", mapi_profile_problem_get_path (problem), place, text);
}

static gboolean
cli_lint (Cli *cli, MapiProfile *profile, JsonArray *rows, GError **error)
{
  g_autoptr (GListModel) problems = mapi_profile_lint (profile, error);

  if (problems == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (MapiProfileProblem) problem = g_list_model_get_item (problems, i);

      json_array_add_object_element (
          rows, cli_describe_problem (mapi_profile_get_name (profile), problem));
      if (!cli->json)
        cli_print_problem (problem);
    }
  return TRUE;
}

CliExit
cli_profile_lint (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  gboolean           all = FALSE;
  const GOptionEntry options[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, "Look at all profiles", NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 0, G_MAXUINT, error);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_auto (GStrv) names = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();

  if (rest == NULL)
    return CLI_USAGE;
  names = all ? mapi_profiles_get_names (admin) : g_steal_pointer (&rest);
  for (guint i = 0; i < MAX (g_strv_length (names), all ? 0 : 1); i++)
    {
      g_autoptr (MapiProfile) profile = names[i] != NULL
                                            ? mapi_profiles_open (admin, names[i], error)
                                            : cli_open_profile (cli, error);

      if (profile == NULL || !cli_lint (cli, profile, rows, error))
        return CLI_FAILED;
    }

  if (cli->json)
    {
      g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), rows);

      cli_print_json (node, TRUE);
    }
  return json_array_get_length (rows) == 0 ? CLI_OK : CLI_PARTIAL;
}
