/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-module.h"
#include "cli-signals.h"

#include <gmodule.h>
#include <locale.h>

#define CLI_MODULE "mapi-commands.so"

/* Beside the program. */
static char *
cli_module_path (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  return g_build_filename (folder != NULL ? folder : ".", CLI_MODULE, NULL);
}

static GModule *
cli_module_load (void)
{
  g_autofree char *path = cli_module_path ();

  return g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
}

static gpointer
cli_module_find (const char *name, GError **error)
{
  GModule *module = cli_module_load ();
  gpointer found = NULL;

  if (module == NULL || !g_module_symbol (module, name, &found))
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "the commands cannot be loaded: %s",
                 g_module_error ());
  return found;
}

/* What `mapi send` does without: it neither sorts nor formats, and a signal may just end it. */
static gboolean
cli_module_prepare (Cli *cli, GError **error)
{
  const int categories[] = { LC_COLLATE, LC_NUMERIC, LC_TIME };

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    setlocale (categories[i], "");
  return cli_watch_signals (cli->cancellable, error);
}

const CliCommand *
cli_module_get_commands (Cli *cli, GError **error)
{
  return cli_module_prepare (cli, error) ? cli_module_find ("cli_commands", error) : NULL;
}

typedef CliExit (*CliFlushNow) (Cli *cli, GError **error);

CliExit
cli_module_flush_now (Cli *cli, GError **error)
{
  CliFlushNow flush_now = cli_module_prepare (cli, error)
                              ? (CliFlushNow) cli_module_find ("cli_flush_now", error)
                              : NULL;

  return flush_now != NULL ? flush_now (cli, error) : CLI_FAILED;
}
