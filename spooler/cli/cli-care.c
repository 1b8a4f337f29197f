/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi store`: is the store sound, how to make it smaller, a copy of it, and what to do when it is
 * damaged. */

#include "config.h"

#include "cli-progress.h"
#include "cli-store.h"

static const char *
cli_care_type (gint32 object_type)
{
  switch (object_type)
    {
    case MAPI_OBJECT_FOLDER:
      return "folder";
    case MAPI_OBJECT_MESSAGE:
      return "message";
    case MAPI_OBJECT_ATTACH:
      return "attachment";
    default:
      return "store";
    }
}

static JsonObject *
cli_care_describe (const MapiPropList *row)
{
  JsonObject *object = json_object_new ();
  gint32      code = mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
  const char *name = code != 0 ? mapi_error_get_name (code) : NULL;

  json_object_set_string_member (
      object, "type", cli_care_type (mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0)));
  cli_set_id (object, row);
  cli_set_string (object, "folder", row, MAPI_PR_PARENT_DISPLAY);
  cli_set_string (object, "name", row, MAPI_PR_DISPLAY_NAME);
  cli_set_string (object, "problem", row, MAPI_PR_STATUS_STRING);
  json_object_set_string_member (object, "code", name != NULL ? name : "");
  return object;
}

static JsonArray *
cli_care_list (MapiRowSet *damage)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; damage != NULL && i < mapi_row_set_get_size (damage); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (damage, i);

      json_array_add_object_element (list, cli_care_describe (row));
    }
  return list;
}

/* Damage is what the exit status tells of, whatever else went well. */
static CliExit
cli_care_report (Cli *cli, const char *verb, guint n_readable, MapiRowSet *damage)
{
  static const char *const columns[] = { "type", "id", "folder", "name", "problem", NULL };
  g_autoptr (JsonArray) list = cli_care_list (damage);
  guint n = json_array_get_length (list);

  if (cli->json)
    {
      g_autoptr (JsonObject) object = json_object_new ();

      json_object_set_int_member (object, verb, n_readable);
      json_object_set_array_member (object, "damage", g_steal_pointer (&list));
      cli_print_object (cli, object, NULL);
      return n > 0 ? CLI_PARTIAL : CLI_OK;
    }
  if (n > 0)
    cli_print_rows (cli, list, columns);
  cli_say (cli,
           "%u %s %s, %s",
           n_readable,
           n_readable == 1 ? "message" : "messages",
           verb,
           n > 0 ? "and damage as above" : "no damage");
  return n > 0 ? CLI_PARTIAL : CLI_OK;
}

static CliExit
cli_store_check (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 0, error);
  g_autoptr (CliProgress) progress = cli_progress_new (cli, "checking");
  g_autoptr (MapiRowSet) damage = NULL;
  guint32  n_readable = 0;
  gboolean checked;

  if (rest == NULL || !cli_logon (cli, error))
    return CLI_FAILED;
  checked = mapi_session_check_store (
      cli->session, NULL, (MapiProgress *) progress, &n_readable, &damage, cli->cancellable, error);
  cli_progress_end (progress);
  return checked ? cli_care_report (cli, "readable", n_readable, damage) : CLI_FAILED;
}

static CliExit
cli_store_compact (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 0, error);
  g_autoptr (CliProgress) progress = cli_progress_new (cli, "compacting");
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *size = NULL;
  guint64          n_freed = 0;
  gboolean         compacted;

  if (rest == NULL || !cli_logon (cli, error))
    return CLI_FAILED;
  compacted = mapi_session_compact_store (
      cli->session, NULL, (MapiProgress *) progress, &n_freed, cli->cancellable, error);
  cli_progress_end (progress);
  if (!compacted)
    return CLI_FAILED;
  size = g_format_size (n_freed);
  json_object_set_int_member (object, "freed", (gint64) n_freed);
  cli_answer (cli, object, "%s given back", size);
  return CLI_OK;
}

static CliExit
cli_store_backup (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (CliProgress) progress = cli_progress_new (cli, "copying");
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GFile) file = NULL;
  gboolean copied;

  if (rest == NULL || !cli_logon (cli, error))
    return CLI_FAILED;
  file = g_file_new_for_commandline_arg (rest[0]);
  copied = mapi_session_backup_store (
      cli->session, NULL, file, (MapiProgress *) progress, cli->cancellable, error);
  cli_progress_end (progress);
  if (!copied)
    return CLI_FAILED;
  json_object_set_string_member (object, "file", rest[0]);
  cli_answer (cli, object, "the store is copied to %s", rest[0]);
  return CLI_OK;
}

static CliExit
cli_store_rescue (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (CliProgress) progress = cli_progress_new (cli, "rescuing");
  g_autoptr (MapiRowSet) damage = NULL;
  g_autoptr (GFile) file = NULL;
  guint32  n_readable = 0;
  gboolean rescued;

  if (rest == NULL || !cli_logon (cli, error))
    return CLI_FAILED;
  file = g_file_new_for_commandline_arg (rest[0]);
  rescued = mapi_session_rescue_store (cli->session,
                                       NULL,
                                       file,
                                       (MapiProgress *) progress,
                                       &n_readable,
                                       &damage,
                                       cli->cancellable,
                                       error);
  cli_progress_end (progress);
  return rescued ? cli_care_report (cli, "rescued", n_readable, damage) : CLI_FAILED;
}

const CliCommand cli_store_commands[] = {
  { "check", NULL, "read the whole store, and say what is damaged", NULL, cli_store_check },
  { "compact", NULL, "give back the room of what was deleted", NULL, cli_store_compact },
  { "backup", "FILE", "copy the store as it is now", NULL, cli_store_backup },
  { "rescue", "FILE", "make a new store of what can still be read", NULL, cli_store_rescue },
  { NULL },
};
