/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi trace`: has another program write down what it says to its providers, and says it again. */

#include "config.h"

#include "cli.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char   **patterns;
  char    *output;
  gboolean json;
  gboolean all;
  gboolean colour;
  gboolean starts;
} CliTraceOptions;

static void
cli_trace_options_clear (CliTraceOptions *self)
{
  g_strfreev (self->patterns);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTraceOptions, cli_trace_options_clear)

/* The words of mapi_tracer_new(); the other program may change its folder. */
static char *
cli_trace_words (const CliTraceOptions *options, gboolean contents, GError **error)
{
  g_autofree char *path =
      options->output != NULL ? g_canonicalize_filename (options->output, NULL) : g_strdup ("-");
  g_autoptr (GString) words = g_string_new (path);

  if (strchr (path, ',') != NULL)
    return cli_usage (error, "`%s`: a file with a comma in its name is not for traces", path), NULL;
  if (options->json)
    g_string_append (words, ",json");
  if (options->all)
    g_string_append (words, ",all");
  if (options->colour)
    g_string_append (words, ",colour");
  if (options->starts)
    g_string_append (words, ",starts");
  if (contents)
    g_string_append (words, ",contents");
  for (char **pattern = options->patterns; pattern != NULL && *pattern != NULL; pattern++)
    g_string_append_printf (words, ",only=%s", *pattern);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* As a shell tells it. */
static CliExit
cli_trace_status (GSubprocess *program)
{
  return (CliExit) (g_subprocess_get_if_signaled (program)
                        ? 128 + g_subprocess_get_term_sig (program)
                        : g_subprocess_get_exit_status (program));
}

/* Runs the other program, whose exit status is that of this one; to interrupt one is to interrupt
 * both. */
static CliExit
cli_trace_run (Cli *cli, const char *words, char **arguments, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_INHERIT);
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GError) failure = NULL;

  g_subprocess_launcher_setenv (launcher, "MAPI_TRACE", words, TRUE);
  program = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &failure);
  if (program == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "cannot run `%s`: %s",
                   arguments[0],
                   failure->message);
      return CLI_NOT_FOUND;
    }
  if (!g_subprocess_wait (program, cli->cancellable, NULL))
    {
      g_subprocess_send_signal (program, SIGTERM);
      g_subprocess_wait (program, NULL, NULL);
    }
  return cli_trace_status (program);
}

static CliExit
cli_trace_record (Cli *cli, const CliTraceOptions *given, char **arguments, GError **error)
{
  CliTraceOptions  options = *given;
  g_autofree char *words = NULL;

  if (arguments[0] == NULL || arguments[1] == NULL)
    return cli_usage (error, "too few arguments: it takes record FILE -- COMMAND…");
  options.output = arguments[0];
  options.json = TRUE;
  words = cli_trace_words (&options, TRUE, error);
  if (words == NULL)
    return CLI_USAGE;
  unlink (options.output);
  return cli_trace_run (cli, words, arguments + 1, error);
}

static CliExit
cli_trace_show (Cli *cli, const CliTraceOptions *options, char **arguments, GError **error)
{
  g_autofree char *words = cli_trace_words (options, FALSE, error);

  return words != NULL ? cli_trace_run (cli, words, arguments, error) : CLI_USAGE;
}

/* `mapi check --replay FILE …`, which has what this needs. */
static CliExit
cli_trace_replay (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) line = NULL;

  if (arguments[0] == NULL)
    return cli_usage (error, "too few arguments: it takes replay FILE SERVICE|MODULE");
  g_strv_builder_add (builder, "--replay");
  g_strv_builder_addv (builder, (const char **) arguments);
  line = g_strv_builder_end (builder);
  return cli_check (cli, command, line, error);
}

CliExit
cli_trace (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (CliTraceOptions) options = { NULL };
  const GOptionEntry entries[] = {
    { "only",
      'o',
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options.patterns,
      "Show the calls of this name alone, such as MapiXpLogon.*; * is a wildcard",
      "PATTERN" },
    { "output", 'O', 0, G_OPTION_ARG_FILENAME, &options.output, "Add to a file", "FILE" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options.json, "One JSON object a line", NULL },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all, "Show bodies and secrets, too", NULL },
    { "starts", 0, 0, G_OPTION_ARG_NONE, &options.starts, "A line when a call begins, too", NULL },
    { "colour", 0, 0, G_OPTION_ARG_NONE, &options.colour, "Colours, to a file, too", NULL },
    { NULL },
  };
  g_auto (GStrv) rest = NULL;

  if (g_strcmp0 (arguments[0], "replay") == 0)
    return cli_trace_replay (cli, command, arguments + 1, error);
  rest = cli_parse (cli, command, entries, arguments, 1, G_MAXINT, error);
  if (rest == NULL)
    return CLI_USAGE;
  options.json |= cli->json;
  if (g_str_equal (rest[0], "record"))
    return cli_trace_record (cli, &options, rest + 1, error);
  return cli_trace_show (cli, &options, rest, error);
}
