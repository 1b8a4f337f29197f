/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi queue`, `mapi queue why`, `mapi queue ages`: what waits, and why. */

#include "config.h"

#include "cli-queue.h"
#include "cli-spooler.h"
#include "cli-store.h"

static JsonObject *
describe_recipient (MapiPropList *row)
{
  JsonObject *object = json_object_new ();
  guint64     next = mapi_prop_list_get_systime (row, MAPI_PR_SPOOLER_NEXT_ATTEMPT, 0);

  cli_set_string (object, "address", row, MAPI_PR_EMAIL_ADDRESS);
  json_object_set_boolean_member (
      object, "handled", mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE));
  json_object_set_int_member (
      object, "attempts", mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_ATTEMPTS, 0));
  cli_set_moment (object, "next", next);
  cli_set_string (object, "transport", row, MAPI_PR_SPOOLER_TRANSPORT);
  cli_set_string (object, "error", row, MAPI_PR_SPOOLER_ERROR);
  return object;
}

/* A message that cannot be read is listed all the same. */
static JsonArray *
describe_recipients (Cli *cli, MapiSpoolerQueue *queue, MapiQueueItem *item)
{
  JsonArray *list = json_array_new ();
  g_autoptr (MapiRowSet) rows = mapi_spooler_queue_get_recipients (
      queue, mapi_queue_item_get_entry_id (item), cli->cancellable, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      json_array_add_object_element (list, describe_recipient (row));
    }
  return list;
}

static JsonObject *
describe_item (Cli *cli, MapiSpoolerQueue *queue, MapiQueueItem *item)
{
  JsonObject   *row = json_object_new ();
  MapiPropList *props = mapi_queue_item_get_props (item);
  const char   *transport = mapi_queue_item_get_transport (item);
  const char   *reason = mapi_queue_item_get_reason (item);
  gint64        next = mapi_queue_item_get_next_attempt (item);

  cli_set_id (row, props);
  cli_set_time (row, "submitted", props, MAPI_PR_CLIENT_SUBMIT_TIME);
  json_object_set_int_member (row, "age", cli_queue_age (item));
  json_object_set_string_member (
      row, "state", mapi_queue_state_get_name (mapi_queue_item_get_state (item)));
  json_object_set_int_member (row, "attempts", mapi_queue_item_get_n_attempts (item));
  cli_set_moment (row, "next", next > 0 ? mapi_filetime_from_unix_usec (next) : 0);
  json_object_set_string_member (row, "transport", transport != NULL ? transport : "");
  cli_set_string (row, "to", props, MAPI_PR_DISPLAY_TO);
  cli_set_string (row, "subject", props, MAPI_PR_SUBJECT);
  cli_set_number (row, "size", props, MAPI_PR_MESSAGE_SIZE);
  json_object_set_string_member (row, "reason", reason != NULL ? reason : "");
  if (cli->json)
    json_object_set_array_member (row, "recipients", describe_recipients (cli, queue, item));
  return row;
}

/* The items that the options choose, and the queue that they are in. */
static GPtrArray *
choose (
    Cli *cli, const CliCommand *command, char **arguments, MapiSpoolerQueue **queue, GError **error)
{
  g_auto (CliQueueSelection) selection = { NULL };
  GOptionEntry options[CLI_QUEUE_N_OPTIONS + 1] = { { NULL } };
  g_auto (GStrv) rest = NULL;

  cli_queue_selection_add_options (&selection, options);
  rest = cli_parse (cli, command, options, arguments, 0, 0, error);
  *queue = rest != NULL ? cli_queue_open (cli, NULL, error) : NULL;
  return *queue != NULL ? cli_queue_select (cli, *queue, &selection, error) : NULL;
}

CliExit
cli_queue_list (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "id",        "submitted", "state",   "attempts", "next",
                                         "transport", "to",        "subject", "reason",   NULL };
  g_autoptr (MapiSpoolerQueue) queue = NULL;
  g_autoptr (GPtrArray) items = choose (cli, command, arguments, &queue, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (items == NULL)
    return CLI_FAILED;

  for (guint i = 0; i < items->len; i++)
    json_array_add_object_element (rows, describe_item (cli, queue, g_ptr_array_index (items, i)));
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

/* Ages. */

static const struct
{
  const char *name;
  gint64      seconds; /* younger than that */
} cli_ages[] = {
  { "1m", 60 },        { "5m", 5 * 60 },     { "30m", 30 * 60 },
  { "2h", 2 * 3600 },  { "6h", 6 * 3600 },   { "1d", 24 * 3600 },
  { "2d", 48 * 3600 }, { "5d", 120 * 3600 }, { "older", G_MAXINT64 },
};

static const char *
name_age (gint64 age)
{
  gsize i = 0;

  while (age >= cli_ages[i].seconds)
    i++;
  return cli_ages[i].name;
}

/* The row of a transport; the rows are few. */
static JsonObject *
find_row (JsonArray *rows, const char *transport)
{
  JsonObject *row;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      row = json_array_get_object_element (rows, i);
      if (g_str_equal (json_object_get_string_member (row, "transport"), transport))
        return row;
    }

  row = json_object_new ();
  json_object_set_string_member (row, "transport", transport);
  json_object_set_int_member (row, "total", 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cli_ages); i++)
    json_object_set_int_member (row, cli_ages[i].name, 0);
  json_array_add_object_element (rows, row);
  return row;
}

static void
count (JsonObject *row, const char *key)
{
  json_object_set_int_member (row, key, json_object_get_int_member (row, key) + 1);
}

/* Messages that nobody has tried are `-`. */
CliExit
cli_queue_ages (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "transport", "total", "1m", "5m", "30m",   "2h",
                                         "6h",        "1d",    "2d", "5d", "older", NULL };
  g_autoptr (MapiSpoolerQueue) queue = NULL;
  g_autoptr (GPtrArray) items = choose (cli, command, arguments, &queue, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (items == NULL)
    return CLI_FAILED;

  for (guint i = 0; i < items->len; i++)
    {
      MapiQueueItem *item = g_ptr_array_index (items, i);
      const char    *transport = mapi_queue_item_get_transport (item);
      JsonObject    *row = find_row (rows, transport != NULL ? transport : "-");

      count (row, "total");
      count (row, name_age (cli_queue_age (item)));
    }
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

/* Why. */

static char *
explain_state (Cli *cli, MapiQueueItem *item)
{
  const char *profile = mapi_profile_get_name (mapi_session_get_profile (cli->session));
  guint32     process = mapi_spooler_find_process (profile);
  const char *reason = mapi_queue_item_get_reason (item);

  switch (mapi_queue_item_get_state (item))
    {
    case MAPI_QUEUE_STATE_SENDING:
      return g_strdup_printf ("the spooler (process %u) works on it now", process);
    case MAPI_QUEUE_STATE_HELD:
      return g_strdup ("it is held until `mapi queue release`");
    case MAPI_QUEUE_STATE_SET_ASIDE:
      return g_strdup_printf ("it is set aside until `mapi queue retry`: %s", reason);
    case MAPI_QUEUE_STATE_PUT_OFF:
      return g_strdup ("its sender wants it sent later");
    default:
      if (process == 0)
        return g_strdup ("no spooler is at work: `mapi spool` or mapi-spooler starts one");
      if (reason != NULL)
        return g_strdup_printf ("the last attempt failed: %s", reason);
      return g_strdup ("it has not been tried yet");
    }
}

/* What keeps a transport from working is no matter of single messages. */
static JsonArray *
list_troubles (Cli *cli)
{
  JsonArray *troubles = json_array_new ();
  g_autoptr (JsonArray) rows = cli_status_rows (cli, NULL);
  guint n_transports = 0;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject      *row = json_array_get_object_element (rows, i);
      const char      *reason = json_object_get_string_member (row, "reason");
      g_autofree char *text = NULL;

      if (!g_str_equal (json_object_get_string_member (row, "kind"), "transport"))
        continue;
      n_transports++;
      if (*reason == '\0')
        continue;
      text = g_strdup_printf ("%s: %s", json_object_get_string_member (row, "name"), reason);
      json_array_add_string_element (troubles, text);
    }
  if (rows != NULL && n_transports == 0)
    json_array_add_string_element (
        troubles, "none in this profile; `mapi service add` adds one, such as smtp");
  return troubles;
}

static void
print_why (JsonObject *object)
{
  JsonArray *recipients = json_object_get_array_member (object, "recipients");
  JsonArray *troubles = json_object_get_array_member (object, "transports");

  g_print ("%s\n", json_object_get_string_member (object, "why"));
  for (guint i = 0; i < json_array_get_length (recipients); i++)
    {
      JsonObject      *row = json_array_get_object_element (recipients, i);
      g_autofree char *error = cli_clean (json_object_get_string_member (row, "error"), FALSE);
      g_autofree char *address = cli_clean (json_object_get_string_member (row, "address"), FALSE);
      int              n_attempts = (int) json_object_get_int_member (row, "attempts");

      if (json_object_get_boolean_member (row, "handled"))
        g_print ("  %s: done\n", address);
      else if (*error == '\0')
        g_print ("  %s: not tried yet\n", address);
      else
        g_print ("  %s: %d %s by %s, next %s: %s\n",
                 address,
                 n_attempts,
                 n_attempts == 1 ? "attempt" : "attempts",
                 json_object_get_string_member (row, "transport"),
                 json_object_get_string_member (row, "next"),
                 error);
    }
  for (guint i = 0; i < json_array_get_length (troubles); i++)
    {
      g_autofree char *text = cli_clean (json_array_get_string_element (troubles, i), FALSE);

      g_print ("  transport %s\n", text);
    }
}

CliExit
cli_queue_why (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiSpoolerQueue) queue = rest != NULL ? cli_queue_open (cli, &store, error) : NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiQueueItem) item = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *why = NULL;

  if (queue != NULL)
    entry_id = cli_find_message (cli, store, rest[0], NULL, error);
  if (entry_id != NULL)
    item = mapi_spooler_queue_find (queue, entry_id, cli->cancellable, error);
  if (item == NULL)
    return CLI_FAILED;

  object = describe_item (cli, queue, item);
  why = explain_state (cli, item);
  json_object_set_string_member (object, "why", why);
  json_object_set_array_member (object, "recipients", describe_recipients (cli, queue, item));
  json_object_set_array_member (object, "transports", list_troubles (cli));
  if (cli->json)
    cli_print_object (cli, object, NULL);
  else
    print_why (object);
  return CLI_OK;
}
