/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi flush`: send and fetch now. */

#include "config.h"

#include "cli-spooler.h"
#include "cli-services.h"

#include <mapi-spooler/mapi-spooler.h>

/* A spooler that is at work is asked; where there is none this process does the work. */
CliExit
cli_flush_now (Cli *cli, GError **error)
{
  g_autoptr (MapiProfile) profile = cli_open_profile (cli, error);
  g_autoptr (JsonObject) object = json_object_new ();
  guint32 process;

  if (profile == NULL)
    return CLI_FAILED;
  process = mapi_spooler_find_process (mapi_profile_get_name (profile));
  if (process == 0)
    return cli_spool_until_empty (cli, error);
  if (!mapi_spooler_request_flush (mapi_profile_get_name (profile), error))
    return CLI_FAILED;

  json_object_set_int_member (object, "process", process);
  cli_answer (cli, object, "the spooler (process %u) sends and fetches now", process);
  return CLI_OK;
}

CliExit
cli_flush (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 0, error);

  return rest != NULL ? cli_flush_now (cli, error) : CLI_USAGE;
}
