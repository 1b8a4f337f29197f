/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi queue`: what waits to be sent. */

#include "config.h"

#include "cli-store.h"

#include <mapi-spooler/mapi-spooler.h>

static const char *
cli_profile_name (Cli *cli)
{
  return mapi_profile_get_name (mapi_session_get_profile (cli->session));
}

/* What is listed so far. */
typedef struct
{
  const char *profile;
  JsonArray  *rows;
  gboolean    has_reasons;
} CliQueue;

static const char *
cli_queue_state (guint32 flags, const char *reason)
{
  if (reason != NULL)
    return "set aside";
  if (flags & MAPI_SUBMITFLAG_LOCKED)
    return "sending";
  return flags & MAPI_SUBMITFLAG_PREPROCESS ? "preprocess" : "waiting";
}

static gboolean
cli_queue_row (MapiPropList *props, gpointer data, GError **error)
{
  CliQueue   *queue = data;
  JsonObject *row = json_object_new ();
  guint32     flags = (guint32) mapi_prop_list_get_long (props, MAPI_PR_SUBMIT_FLAGS, 0);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  g_autofree char *reason =
      entry_id != NULL ? mapi_spooler_find_set_aside (queue->profile, entry_id) : NULL;

  cli_set_id (row, props);
  cli_set_time (row, "submitted", props, MAPI_PR_CLIENT_SUBMIT_TIME);
  json_object_set_string_member (row, "state", cli_queue_state (flags, reason));
  cli_set_string (row, "to", props, MAPI_PR_DISPLAY_TO);
  cli_set_string (row, "subject", props, MAPI_PR_SUBJECT);
  cli_set_number (row, "size", props, MAPI_PR_MESSAGE_SIZE);
  if (reason != NULL)
    json_object_set_string_member (row, "reason", reason);
  queue->has_reasons |= reason != NULL;
  json_array_add_object_element (queue->rows, row);
  return TRUE;
}

static CliExit
cli_queue_list (Cli *cli, MapiMsgStore *store, GError **error)
{
  static const char *const columns[] = {
    "id", "submitted", "state", "size", "to", "subject", NULL
  };
  static const char *const with_reasons[] = { "id", "submitted", "state",  "size",
                                              "to", "subject",   "reason", NULL };
  static const guint32     wanted[] = {
        MAPI_PR_ENTRYID, MAPI_PR_CLIENT_SUBMIT_TIME, MAPI_PR_SUBMIT_FLAGS, MAPI_PR_DISPLAY_TO,
        MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_SIZE,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiTable) table =
      mapi_msg_store_get_outgoing_queue (store, 0, cli->cancellable, error);
  g_autoptr (JsonArray) rows = json_array_new ();
  CliQueue queue = { cli_profile_name (cli), rows, FALSE };

  if (table == NULL || !cli_visit_rows (cli, table, tags, cli_queue_row, &queue, error))
    return CLI_FAILED;

  cli_print_rows (cli, rows, queue.has_reasons ? with_reasons : columns);
  return CLI_OK;
}

static CliExit
cli_queue_retry (Cli *cli, MapiMsgStore *store, const char *id, GError **error)
{
  g_autoptr (GBytes) entry_id = cli_find_message (cli, store, id, NULL, error);
  const char *profile = cli_profile_name (cli);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *reason = NULL;

  if (entry_id == NULL)
    return CLI_FAILED;
  reason = mapi_spooler_find_set_aside (profile, entry_id);
  if (reason == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "`%s` is not set aside", id);
      return CLI_FAILED;
    }
  if (!mapi_spooler_retry_message (profile, entry_id, error))
    return CLI_FAILED;

  json_object_set_string_member (object, "retried", id);
  cli_answer (cli, object, "`%s` is sent again", id);
  return CLI_OK;
}

CliExit
cli_queue (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *retry = NULL;
  const GOptionEntry options[] = {
    { "retry", 0, 0, G_OPTION_ARG_STRING, &retry, "send a message that was set aside", "ID" },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (command, options, arguments, 0, 0, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;

  if (store == NULL)
    return CLI_FAILED;
  return retry != NULL ? cli_queue_retry (cli, store, retry, error)
                       : cli_queue_list (cli, store, error);
}
