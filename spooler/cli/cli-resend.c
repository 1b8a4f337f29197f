/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi resend`: what did not reach everybody, once more to those it did not reach. */

#include "config.h"

#include "cli-spooler.h"
#include "cli-store.h"

static gboolean
cli_resend_one (Cli *cli, MapiMsgStore *store, const char *id, GError **error)
{
  g_autoptr (MapiMessage) report = cli_open_message (cli, store, id, 0, error);
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (MapiMessage) message = NULL;

  if (report != NULL)
    outbox = cli_open_store_folder (cli, store, MAPI_PR_IPM_OUTBOX_ENTRYID, MAPI_MODIFY, error);
  if (outbox != NULL)
    message = mapi_folder_create_message (outbox, NULL, 0, cli->cancellable, error);

  return message != NULL && mapi_report_resend (report, message, cli->cancellable, error) &&
         cli_send_set_place (cli, store, message, TRUE, error) &&
         mapi_message_submit_message (message, 0, cli->cancellable, error);
}

CliExit
cli_resend (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  gboolean           now = FALSE;
  const GOptionEntry options[] = {
    { "now", 'n', 0, G_OPTION_ARG_NONE, &now, "Drive the queue here until it is empty", NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, 1, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (store == NULL || !cli_resend_one (cli, store, rest[0], error))
    return CLI_FAILED;

  json_object_set_int_member (object, "queued", 1);
  cli_answer (cli, object, "the message is in the outgoing queue");
  return now ? cli_flush_now (cli, error) : CLI_OK;
}
