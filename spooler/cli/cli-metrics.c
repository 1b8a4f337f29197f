/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi status --prometheus`: the queue and the transports as Prometheus reads them. All comes from
 * the store and the status table, so that it does not matter which process has the spooler. */

#include "config.h"

#include "cli-queue.h"
#include "cli-spooler.h"

CliExit
cli_status_prometheus (Cli *cli, GError **error)
{
  g_autoptr (MapiSpoolerQueue) queue = cli_queue_open (cli, NULL, error);
  g_autoptr (GPtrArray) items =
      queue != NULL ? mapi_spooler_queue_list (queue, cli->cancellable, error) : NULL;
  g_autofree char *text = NULL;

  if (items != NULL)
    text = mapi_spooler_format_metrics (cli->session, items, NULL, cli->cancellable, error);
  if (text == NULL)
    return CLI_FAILED;

  g_print ("%s", text);
  return CLI_OK;
}
