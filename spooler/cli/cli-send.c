/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi send`: puts messages into the outgoing queue, and with --now drives them out. */

#include "config.h"

#include "cli-module.h"
#include "cli-send.h"
#include "cli-store.h"
#include <gio/gunixinputstream.h>
#include <unistd.h>

static GInputStream *
cli_send_open (const CliSend *send, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (path == NULL)
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);
  file = g_file_new_for_commandline_arg (path);
  return G_INPUT_STREAM (g_file_read (file, cancellable, error));
}

static CliExit
cli_send_all (Cli *cli, const CliSend *send, GError **error)
{
  g_autoptr (MapiMsgStore) store = cli_open_store (cli, error);
  g_autoptr (MapiFolder) outbox = NULL;
  CliExit status;

  if (store != NULL)
    outbox = cli_open_store_folder (cli, store, MAPI_PR_IPM_OUTBOX_ENTRYID, MAPI_MODIFY, error);
  if (outbox == NULL)
    return CLI_FAILED;

  status = cli_send_messages (cli, store, outbox, send, error);
  return status == CLI_OK && send->now ? cli_module_flush_now (cli, error) : status;
}

CliExit
cli_send (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (CliSend) send = { .open = cli_send_open };
  const GOptionEntry options[] = {
    { "from", 'F', 0, G_OPTION_ARG_STRING, &send.from, "The sender", "ADDRESS" },
    { "to",
      't',
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &send.to,
      "A recipient; ADDRESS, TYPE:ADDRESS, or a name in the address book",
      "ADDRESS" },
    { "cc", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &send.cc, "A recipient of a copy", "ADDRESS" },
    { "bcc",
      'b',
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &send.bcc,
      "A recipient the others do not see",
      "ADDRESS" },
    { "subject", 's', 0, G_OPTION_ARG_STRING, &send.subject, "The subject", "TEXT" },
    { "body",
      'm',
      0,
      G_OPTION_ARG_STRING,
      &send.body,
      "The text (default: standard input)",
      "TEXT" },
    { "attach", 'a', 0, G_OPTION_ARG_FILENAME_ARRAY, &send.attach, "A file to attach", "FILE" },
    { "no-copy", 0, 0, G_OPTION_ARG_NONE, &send.no_copy, "Keep no copy in Sent Items", NULL },
    { "now", 'n', 0, G_OPTION_ARG_NONE, &send.now, "Drive the queue here until it is empty", NULL },
    { NULL },
  };

  send.files = cli_parse (cli, command, options, arguments, 0, G_MAXUINT, error);
  if (send.files == NULL)
    return CLI_USAGE;
  if (*send.files == NULL && send.to == NULL && send.cc == NULL && send.bcc == NULL)
    return cli_usage (error, "it needs a FILE (`-` is standard input) or a recipient (--to)");
  return cli_send_all (cli, &send, error);
}
