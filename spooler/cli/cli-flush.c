/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi flush`: send and fetch now. */

#include "config.h"

#include "cli-spooler.h"
#include "cli-store.h"

CliExit
cli_flush (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (command, NULL, arguments, 0, 0, error);

  return rest != NULL ? cli_spool_until_empty (cli, error) : CLI_USAGE;
}
