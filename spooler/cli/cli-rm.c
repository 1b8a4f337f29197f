/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi rm` and `mapi mv`: messages, grouped by the folder they lie in. */

#include "config.h"

#include "cli-store.h"

static MapiFolder *
cli_parent_of (Cli *cli, MapiMsgStore *store, GBytes *entry_id, GError **error)
{
  static const guint32 columns[] = { MAPI_PR_PARENT_ENTRYID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_BEST_ACCESS, cli->cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) parent = NULL;

  if (message == NULL)
    return NULL;
  props = mapi_prop_get_props (message, tags, 0, cli->cancellable, NULL, error);
  if (props == NULL)
    return NULL;
  parent = mapi_prop_list_get_bytes (props, MAPI_PR_PARENT_ENTRYID);
  return MAPI_FOLDER (
      mapi_msg_store_open_entry (store, parent, NULL, MAPI_MODIFY, cli->cancellable, error));
}

static gboolean
cli_rm_one (Cli *cli, MapiMsgStore *store, const char *id, MapiFolder *destination, GError **error)
{
  g_autoptr (GBytes) entry_id = cli_find_message (cli, store, id, NULL, error);
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  guint32  warning = 0;
  gboolean done;

  if (entry_id == NULL || (folder = cli_parent_of (cli, store, entry_id, error)) == NULL)
    return FALSE;
  list = mapi_entry_list_new (&entry_id, 1);
  if (destination == NULL)
    done = mapi_folder_delete_messages (folder, list, NULL, 0, cli->cancellable, &warning, error);
  else
    done = mapi_folder_copy_messages (
        folder, list, destination, NULL, MAPI_MESSAGE_MOVE, cli->cancellable, &warning, error);
  if (done && warning == MAPI_W_PARTIAL_COMPLETION)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_ACCESS,
                   "`%s` could not be %s",
                   id,
                   destination == NULL ? "deleted" : "moved");
      return FALSE;
    }
  return done;
}

static CliExit
cli_rm_all (
    Cli *cli, MapiMsgStore *store, char **ids, guint n_ids, MapiFolder *destination, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < n_ids; i++)
    if (!cli_rm_one (cli, store, ids[i], destination, error))
      return i == 0 ? CLI_FAILED : CLI_PARTIAL;

  json_object_set_int_member (object, destination == NULL ? "deleted" : "moved", n_ids);
  cli_answer (cli, object, NULL);
  return CLI_OK;
}

CliExit
cli_rm (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, G_MAXUINT, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;

  if (store == NULL)
    return CLI_FAILED;
  return cli_rm_all (cli, store, rest, g_strv_length (rest), NULL, error);
}

CliExit
cli_mv (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 2, G_MAXUINT, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;
  guint last = rest != NULL ? g_strv_length (rest) - 1 : 0;
  g_autoptr (MapiFolder) destination =
      store != NULL ? cli_open_folder (cli, store, rest[last], MAPI_MODIFY, error) : NULL;

  if (destination == NULL)
    return CLI_FAILED;
  return cli_rm_all (cli, store, rest, last, destination, error);
}
