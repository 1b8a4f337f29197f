/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi check`: holds the providers of a service to the clauses of the kit. */

#include "config.h"

#include "cli-check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the options say. */
typedef struct
{
  char   **files;
  char   **settings;
  char   **peers;
  char   **waivers;
  char   **patterns;
  char    *format;
  char    *replay;
  char    *of;
  gboolean list;
  gboolean isolated;
  int      timeout; /* seconds; -1 when nothing is said */
} CliCheckOptions;

static void
cli_check_options_clear (CliCheckOptions *self)
{
  g_strfreev (self->files);
  g_strfreev (self->settings);
  g_strfreev (self->peers);
  g_strfreev (self->waivers);
  g_strfreev (self->patterns);
  g_free (self->format);
  g_free (self->replay);
  g_free (self->of);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliCheckOptions, cli_check_options_clear)

typedef gboolean (*CliTakePair) (MapiCheckRun *run, const char *key, const char *value, GError **);

static gboolean
cli_take_setting (MapiCheckRun *run, const char *key, const char *value, GError **error)
{
  mapi_check_run_set_setting (run, key, value);
  return TRUE;
}

/* Arguments like KEY=VALUE. */
static gboolean
cli_take_pairs (MapiCheckRun *run, char **pairs, CliTakePair take, GError **error)
{
  for (; pairs != NULL && *pairs != NULL; pairs++)
    {
      char            *equals = strchr (*pairs, '=');
      g_autofree char *key = equals != NULL ? g_strndup (*pairs, (gsize) (equals - *pairs)) : NULL;

      if (key == NULL)
        return cli_usage (error, "`%s` is not NAME=VALUE", *pairs), FALSE;
      if (!take (run, key, equals + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
cli_load_files (MapiCheckRun *run, char **files, GError **error)
{
  for (; files != NULL && *files != NULL; files++)
    if (!mapi_check_run_load (run, *files, error))
      return FALSE;
  return TRUE;
}

static gboolean
cli_check_set_up (MapiCheckRun *run, const CliCheckOptions *options, GError **error)
{
  for (char **pattern = options->patterns; pattern != NULL && *pattern != NULL; pattern++)
    mapi_check_run_select (run, *pattern);
  if (options->timeout >= 0)
    mapi_check_run_set_timeout (run, (guint) options->timeout);
  if (options->isolated)
    mapi_check_run_set_setting (run, "isolated", "true");
  return cli_load_files (run, options->files, error) &&
         cli_take_pairs (run, options->settings, cli_take_setting, error) &&
         cli_take_pairs (run, options->peers, mapi_check_run_set_peer, error) &&
         cli_take_pairs (run, options->waivers, mapi_check_run_waive, error);
}

typedef struct
{
  const CliCheckFormat *format;
  guint                 n_shown;
} CliCheckShow;

static void
on_checked (MapiCheckRun *run, MapiCheckResult *result, CliCheckShow *show)
{
  show->format->show (result, ++show->n_shown);
}

/* A module is what a path leads to; names of services have no slashes. */
static gboolean
cli_is_module (const char *text)
{
  return strchr (text, '/') != NULL || g_str_has_suffix (text, ".so") ||
         g_str_has_suffix (text, ".py") || g_str_has_suffix (text, ".js");
}

static gboolean
cli_has_module (MapiServiceInfo *service, const char *path)
{
  for (guint i = 0; i < mapi_service_info_get_n_providers (service); i++)
    {
      const char *other =
          mapi_provider_info_get_module_path (mapi_service_info_get_provider (service, i));
      g_autofree char *canonical = g_canonicalize_filename (other, NULL);

      if (g_str_equal (canonical, path))
        return TRUE;
    }
  return FALSE;
}

/* The service of a module, as the catalogue knows it. */
static const char *
cli_find_module (MapiServiceCatalog *catalog, const char *path)
{
  for (guint i = 0; i < mapi_service_catalog_get_n_services (catalog); i++)
    {
      MapiServiceInfo *service = mapi_service_catalog_get_service (catalog, i);

      if (cli_has_module (service, path))
        return mapi_service_info_get_name (service);
    }
  return NULL;
}

/* A module is checked by its service file, which lies beside it or in the catalogue. */
static MapiCheckRun *
cli_check_open (const char *argument, char **service, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (MapiServiceCatalog) beside = NULL;
  MapiServiceCatalog *catalog = mapi_service_catalog_get_default ();
  const char         *name;

  if (!cli_is_module (argument))
    {
      *service = g_strdup (argument);
      return mapi_check_run_new (NULL, argument);
    }

  path = g_canonicalize_filename (argument, NULL);
  folder = g_path_get_dirname (path);
  beside = mapi_service_catalog_new ((const char *[]){ folder, NULL });
  name = cli_find_module (beside, path);
  if (name != NULL)
    catalog = beside;
  else
    name = cli_find_module (catalog, path);
  *service = g_strdup (name);
  if (name != NULL)
    return mapi_check_run_new (catalog, name);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "no service file beside it or in the catalogue names the module %s",
               path);
  return NULL;
}

static gboolean
cli_check_perform (Cli *cli, MapiCheckRun *run, const CliCheckOptions *options, GError **error)
{
  return options->replay != NULL
             ? mapi_check_run_replay (run, options->replay, options->of, cli->cancellable, error)
             : mapi_check_run_perform (run, cli->cancellable, error);
}

/* A call of the provider is still under way: whatever cleans up at the end of the process might
 * wait for it. */
static void G_GNUC_NORETURN
cli_check_leave (const CliCommand *command, const GError *error)
{
  if (error != NULL)
    g_printerr ("mapi %s: %s\n", command->name, error->message);
  fflush (stdout);
  _exit (CLI_FAILED);
}

static CliExit
cli_check_service (Cli                   *cli,
                   const CliCommand      *command,
                   const char            *argument,
                   const CliCheckOptions *options,
                   const CliCheckFormat  *format,
                   GError               **error)
{
  g_autofree char *service = NULL;
  g_autoptr (MapiCheckRun) run = cli_check_open (argument, &service, error);
  CliCheckShow show = { format, 0 };
  gboolean     performed;

  if (run == NULL || !cli_check_set_up (run, options, error))
    return CLI_FAILED;
  g_signal_connect (run, "checked", G_CALLBACK (on_checked), &show);
  performed = cli_check_perform (cli, run, options, error);
  if (performed || g_cancellable_is_cancelled (cli->cancellable))
    format->end (run, service);
  if (mapi_check_run_is_stuck (run))
    cli_check_leave (command, performed ? NULL : *error);
  if (!performed)
    return CLI_FAILED;
  if (show.n_shown == 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   options->replay != NULL ? "the trace has no calls to providers of service `%s`"
                                           : "no clause is for the providers of service `%s`",
                   options->of != NULL ? options->of : service);
      return CLI_FAILED;
    }
  return mapi_check_run_count (run, MAPI_CHECK_FAILED) == 0 ? CLI_OK : CLI_FAILED;
}

static CliExit
cli_check_list (Cli *cli)
{
  static const char *const columns[] = { "clause", "rules", "summary", NULL };
  g_autoptr (JsonArray) rows = json_array_new ();

  for (guint i = 0; i < mapi_check_get_n_clauses (); i++)
    {
      const MapiCheckClause *clause = mapi_check_get_clause (i);
      JsonObject            *row = json_object_new ();

      json_object_set_string_member (row, "clause", mapi_check_clause_get_name (clause));
      json_object_set_string_member (row, "rules", mapi_check_clause_get_rules (clause));
      json_object_set_string_member (row, "summary", mapi_check_clause_get_summary (clause));
      json_array_add_object_element (rows, row);
    }
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

static char **
cli_check_parse (
    Cli *cli, const CliCommand *command, char **arguments, CliCheckOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "with",
      'w',
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &options->files,
      "How to check it: a file of settings, peer and waivers",
      "FILE" },
    { "set",
      's',
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options->settings,
      "Configure the service; @HOME@ is a fresh folder",
      "SETTING=VALUE" },
    { "peer",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options->peers,
      "Describe the world behind a transport",
      "NAME=VALUE" },
    { "waive",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options->waivers,
      "Have a clause fail with a reason",
      "CLAUSE=REASON" },
    { "only",
      'o',
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options->patterns,
      "Run the clauses of this name alone; * is a wildcard",
      "CLAUSE" },
    { "format",
      'f',
      0,
      G_OPTION_ARG_STRING,
      &options->format,
      "people, tap, json or junit",
      "FORMAT" },
    { "replay",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->replay,
      "Make the calls of a trace in the place of clauses",
      "FILE" },
    { "of",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->of,
      "With --replay: the calls that this service got",
      "SERVICE" },
    { "isolated",
      'i',
      0,
      G_OPTION_ARG_NONE,
      &options->isolated,
      "Give the provider a process of its own, which may crash",
      NULL },
    { "timeout",
      't',
      0,
      G_OPTION_ARG_INT,
      &options->timeout,
      "How long a clause may take, or a call with --replay; 60 if not given, 0 for any time",
      "SECONDS" },
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, "List the clauses", NULL },
    { NULL },
  };

  return cli_parse (cli, command, entries, arguments, 0, 1, error);
}

CliExit
cli_check (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (CliCheckOptions) options = { .timeout = -1 };
  g_auto (GStrv) rest = cli_check_parse (cli, command, arguments, &options, error);
  const CliCheckFormat *format;

  if (rest == NULL)
    return CLI_USAGE;
  if (options.list)
    return cli_check_list (cli);
  if (rest[0] == NULL)
    return cli_usage (error, "too few arguments: it takes %s", command->arguments);

  format = cli_check_format_find (options.format != NULL ? options.format
                                  : cli->json            ? "json"
                                                         : "people");
  if (format == NULL)
    return cli_usage (error, "there is no format `%s`", options.format);
  return cli_check_service (cli, command, rest[0], &options, format, error);
}
