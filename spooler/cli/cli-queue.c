/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi queue`: what waits to be sent. */

#include "config.h"

#include "cli-store.h"

static gboolean
cli_queue_row (MapiPropList *props, gpointer data, GError **error)
{
  JsonArray  *rows = data;
  JsonObject *row = json_object_new ();
  guint32     flags = (guint32) mapi_prop_list_get_long (props, MAPI_PR_SUBMIT_FLAGS, 0);

  cli_set_id (row, props);
  cli_set_time (row, "submitted", props, MAPI_PR_CLIENT_SUBMIT_TIME);
  json_object_set_string_member (row,
                                 "state",
                                 flags & MAPI_SUBMITFLAG_LOCKED       ? "sending"
                                 : flags & MAPI_SUBMITFLAG_PREPROCESS ? "preprocess"
                                                                      : "waiting");
  cli_set_string (row, "to", props, MAPI_PR_DISPLAY_TO);
  cli_set_string (row, "subject", props, MAPI_PR_SUBJECT);
  cli_set_number (row, "size", props, MAPI_PR_MESSAGE_SIZE);
  json_array_add_object_element (rows, row);
  return TRUE;
}

CliExit
cli_queue (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = {
    "id", "submitted", "state", "size", "to", "subject", NULL
  };
  static const guint32 wanted[] = {
    MAPI_PR_ENTRYID, MAPI_PR_CLIENT_SUBMIT_TIME, MAPI_PR_SUBMIT_FLAGS, MAPI_PR_DISPLAY_TO,
    MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_SIZE,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_auto (GStrv) rest = cli_parse (command, NULL, arguments, 0, 0, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();

  if (store == NULL)
    return CLI_FAILED;
  table = mapi_msg_store_get_outgoing_queue (store, 0, cli->cancellable, error);
  if (table == NULL || !cli_visit_rows (cli, table, tags, cli_queue_row, rows, error))
    return CLI_FAILED;

  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}
