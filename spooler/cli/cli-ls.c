/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi ls`: the folders of the store, or the messages of one. */

#include "config.h"

#include "cli-store.h"

static CliExit
cli_ls_folders (Cli *cli, MapiMsgStore *store, GError **error)
{
  static const char *const columns[] = { "folder", "messages", "unread", NULL };
  g_autoptr (GPtrArray) folders = cli_list_folders (cli, store, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (folders == NULL)
    return CLI_FAILED;
  for (guint i = 0; i < folders->len; i++)
    {
      CliFolder  *folder = folders->pdata[i];
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "folder", folder->path);
      cli_set_number (row, "messages", folder->row, MAPI_PR_CONTENT_COUNT);
      cli_set_number (row, "unread", folder->row, MAPI_PR_CONTENT_UNREAD);
      cli_set_id (row, folder->row);
      json_array_add_object_element (rows, row);
    }
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

static gboolean
cli_ls_row (MapiPropList *props, gpointer data, GError **error)
{
  JsonArray  *rows = data;
  JsonObject *row = json_object_new ();

  cli_set_id (row, props);
  /* What was sent here was never delivered here. */
  cli_set_time (row,
                "date",
                props,
                mapi_prop_list_contains (props, MAPI_PR_MESSAGE_DELIVERY_TIME)
                    ? MAPI_PR_MESSAGE_DELIVERY_TIME
                    : MAPI_PR_CLIENT_SUBMIT_TIME);
  cli_set_string (row, "from", props, MAPI_PR_SENDER_NAME);
  cli_set_string (row, "to", props, MAPI_PR_DISPLAY_TO);
  cli_set_string (row, "subject", props, MAPI_PR_SUBJECT);
  cli_set_number (row, "size", props, MAPI_PR_MESSAGE_SIZE);
  json_object_set_boolean_member (
      row,
      "unread",
      !(mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_READ));
  json_array_add_object_element (rows, row);
  return TRUE;
}

static CliExit
cli_ls_messages (Cli *cli, MapiMsgStore *store, const char *path, GError **error)
{
  static const char *const columns[] = { "id", "date", "from", "to", "size", "subject", NULL };
  static const guint32     wanted[] = {
        MAPI_PR_ENTRYID,       MAPI_PR_MESSAGE_DELIVERY_TIME,
        MAPI_PR_SENDER_NAME,   MAPI_PR_DISPLAY_TO,
        MAPI_PR_SUBJECT,       MAPI_PR_MESSAGE_SIZE,
        MAPI_PR_MESSAGE_FLAGS, MAPI_PR_CLIENT_SUBMIT_TIME,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiFolder) folder = cli_open_folder (cli, store, path, 0, error);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();

  if (folder == NULL)
    return CLI_FAILED;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, cli->cancellable, error);
  if (table == NULL || !cli_visit_rows (cli, table, tags, cli_ls_row, rows, error))
    return CLI_FAILED;

  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

CliExit
cli_ls (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 1, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;

  if (store == NULL)
    return CLI_FAILED;
  return rest[0] == NULL ? cli_ls_folders (cli, store, error)
                         : cli_ls_messages (cli, store, rest[0], error);
}
