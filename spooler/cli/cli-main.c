/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-module.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>

static const CliCommand *
cli_find (const CliCommand *list, const char *name)
{
  for (; list->name != NULL; list++)
    if (g_str_equal (list->name, name))
      return list;
  return NULL;
}

static void
cli_print_commands (const CliCommand *command, const char *prefix)
{
  g_print (
      "Usage: %s [OPTION…] COMMAND [ARGUMENT…]\n\n%s.\n\nCommands:\n", prefix, command->summary);
  for (const CliCommand *each = command->commands; each->name != NULL; each++)
    g_print ("  %-10s %s\n", each->name, each->summary);
  g_print ("\nOptions:\n"
           "  -p, --profile NAME  the profile (else $MAPI_PROFILE, else the default one)\n"
           "      --json          write JSON\n"
           "  -q, --quiet         write only what was asked for\n"
           "      --version       show the version\n"
           "  -h, --help          show this; `%s COMMAND --help` says more of a command\n",
           prefix);
}

static CliExit
cli_run (Cli *cli, const CliCommand *command, const char *prefix, char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char  *path = NULL;
  const CliCommand *child;
  CliExit           status;

  if (command->run != NULL)
    {
      cli->words = prefix;
      status = command->run (cli, command, arguments, &error);
      return error == NULL ? status : cli_report (cli, error, status);
    }
  if (arguments[0] == NULL || g_str_equal (arguments[0], "--help") ||
      g_str_equal (arguments[0], "-h") || g_str_equal (arguments[0], "help"))
    {
      cli_print_commands (command, prefix);
      return arguments[0] == NULL ? CLI_USAGE : CLI_OK;
    }

  child = cli_find (command->commands, arguments[0]);
  if (child == NULL)
    {
      g_printerr (
          "%s: there is no command `%s`; `%s --help` lists them.\n", prefix, arguments[0], prefix);
      return CLI_USAGE;
    }
  path = g_strdup_printf ("%s %s", prefix, child->name);
  return cli_run (cli, child, path, arguments + 1);
}

static void
cli_clear (Cli *cli)
{
  g_clear_pointer (&cli->profile_name, g_free);
  g_clear_object (&cli->cancellable);
  g_clear_object (&cli->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cli, cli_clear)

/* An answer that was not written, on a full disk perhaps, was not given. */
static int
cli_finish (CliExit status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  g_printerr ("mapi: cannot write to standard output: %s\n", g_strerror (errno));
  return status == CLI_OK ? CLI_FAILED : status;
}

/* What the arguments name, run in a tree that goes no further than they do. */
static CliExit
cli_start (Cli *cli, char **arguments, GError **error)
{
  static const CliCommand own[] = { CLI_SEND_COMMAND, { NULL } };
  CliCommand              program = { "mapi", "COMMAND", "MAPI stores and transports", own };

  if (arguments[0] == NULL || cli_find (own, arguments[0]) == NULL)
    program.commands = cli_module_get_commands (cli, error);
  if (program.commands == NULL)
    return CLI_FAILED;
  return cli_run (cli, &program, program.name, arguments);
}

int
main (int argc, char **argv)
{
  g_auto (Cli) cli = { NULL };
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean           version = FALSE, help = FALSE;
  char              *help_arguments[] = { (char *) "--help", NULL };
  CliExit            status;
  const GOptionEntry options[] = {
    { "profile", 'p', 0, G_OPTION_ARG_STRING, &cli.profile_name, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli.json, NULL, NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &cli.quiet, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL },
    { NULL },
  };

  /* A limit to the size of files is an error like a full disk, not an end. */
  signal (SIGXFSZ, SIG_IGN);
  /* Each category is a file to open: the module sets the others. */
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  /* Names and subjects are UTF-8 where the environment does not say what they are. */
  if (g_str_equal (nl_langinfo (CODESET), "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, "C.UTF-8");
  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      g_printerr ("mapi: %s\n", error->message);
      return CLI_USAGE;
    }
  if (version)
    {
      g_print ("mapi %s\n", MAPI_VERSION);
      return CLI_OK;
    }

  cli.cancellable = g_cancellable_new ();
  status = cli_start (&cli, help ? help_arguments : arguments + 1, &error);
  if (error != NULL)
    g_printerr ("mapi: %s\n", error->message);
  return cli_finish (status);
}
