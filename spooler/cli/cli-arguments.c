/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli.h"

CliExit
cli_usage (GError **error, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  if (error != NULL)
    *error = g_error_new_valist (CLI_USAGE_ERROR, 0, format, list);
  va_end (list);
  return CLI_USAGE;
}

/* GOption leaves the "--" before what looks like an option. */
static void
cli_drop_separator (char **arguments)
{
  while (*arguments != NULL && !g_str_equal (*arguments, "--"))
    arguments++;
  if (*arguments == NULL)
    return;

  g_free (*arguments);
  for (; *arguments != NULL; arguments++)
    arguments[0] = arguments[1];
}

static gboolean
cli_has_option (const GOptionEntry *options, const char *name)
{
  for (; options != NULL && options->long_name != NULL; options++)
    if (g_str_equal (options->long_name, name))
      return TRUE;
  return FALSE;
}

/* What may stand before the command may stand behind it, too. */
static void
cli_add_common (GOptionContext *context, const GOptionEntry *options, Cli *cli, char **profile)
{
  const GOptionEntry common[] = {
    { "profile", 'p', 0, G_OPTION_ARG_STRING, profile, "The profile", "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, "Write JSON", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &cli->quiet, "Write only what was asked for", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    {
      const GOptionEntry entries[] = { common[i], { NULL } };

      if (!cli_has_option (options, common[i].long_name))
        g_option_context_add_main_entries (context, entries, NULL);
    }
}

/*
 * Takes the options out of @arguments and gives what is left, or %NULL. `--help` prints and ends
 * the program, as GOption does.
 */
char **
cli_parse (Cli                *cli,
           const CliCommand   *command,
           const GOptionEntry *options,
           char              **arguments,
           guint               least,
           guint               most,
           GError            **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (GPtrArray) line = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autofree char *profile = NULL;
  g_auto (GStrv) strv = NULL;
  guint n;

  g_ptr_array_add (line, g_strdup (cli->words));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (line, g_strdup (*arguments));
  strv = (char **) g_ptr_array_free (g_steal_pointer (&line), FALSE);

  /* The help shows it. */
  g_set_prgname (cli->words);
  g_option_context_set_summary (context, command->summary);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, NULL);
  cli_add_common (context, options, cli, &profile);
  if (!g_option_context_parse_strv (context, &strv, error))
    return NULL;

  if (profile != NULL)
    {
      g_free (cli->profile_name);
      cli->profile_name = g_steal_pointer (&profile);
    }
  cli_drop_separator (strv + 1);
  n = g_strv_length (strv) - 1;
  if (n < least || n > most)
    {
      cli_usage (error,
                 n < least ? "too few arguments: it takes %s" : "too many arguments: it takes %s",
                 command->arguments != NULL ? command->arguments : "none");
      return NULL;
    }
  return g_strdupv (strv + 1);
}
