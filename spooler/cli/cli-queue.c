/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi queue`: what waits to be sent, and what is to become of it. */

#include "config.h"

#include "cli-queue.h"
#include "cli-store.h"

/* One of the verbs that are about messages. */
typedef struct
{
  const char *name;
  const char *summary;
  const char *done;
  gboolean (*ask) (MapiSpoolerQueue *queue,
                   GBytes           *entry_id,
                   GCancellable     *cancellable,
                   GError          **error);
} CliQueueVerb;

static const CliQueueVerb cli_queue_verbs[] = {
  { "hold", "neither send messages nor give them up", "held", mapi_spooler_queue_hold },
  { "release", "send messages that are held", "released", mapi_spooler_queue_release },
  { "retry", "try messages now, whatever they wait for", "retried", mapi_spooler_queue_retry },
  { "cancel", "take messages back, unsent", "cancelled", mapi_spooler_queue_cancel },
  { "expire", "give messages up, with a report", "expired", mapi_spooler_queue_expire },
};

static const CliQueueVerb *
cli_queue_find_verb (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cli_queue_verbs); i++)
    if (g_str_equal (cli_queue_verbs[i].name, name))
      return &cli_queue_verbs[i];
  return NULL;
}

/* The messages that are named, and those that the options choose. */
static GPtrArray *
cli_queue_collect (Cli               *cli,
                   MapiSpoolerQueue  *queue,
                   MapiMsgStore      *store,
                   char             **names,
                   CliQueueSelection *selection,
                   GError           **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) items = NULL;

  for (; *names != NULL; names++)
    {
      GBytes *id = cli_find_message (cli, store, *names, NULL, error);

      if (id == NULL)
        return NULL;
      g_ptr_array_add (ids, id);
    }
  if (cli_queue_selection_is_empty (selection))
    return g_steal_pointer (&ids);

  items = cli_queue_select (cli, queue, selection, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    g_ptr_array_add (ids,
                     g_bytes_ref (mapi_queue_item_get_entry_id (g_ptr_array_index (items, i))));
  return items != NULL ? g_steal_pointer (&ids) : NULL;
}

/* What has left the queue meanwhile, or is in flight, keeps nobody else from being asked. */
static CliExit
cli_queue_ask_all (
    Cli *cli, MapiSpoolerQueue *queue, const CliQueueVerb *verb, GPtrArray *ids, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) first = NULL;
  guint n_done = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (verb->ask (queue, g_ptr_array_index (ids, i), cli->cancellable, &local))
        n_done++;
      else if (first == NULL)
        first = g_steal_pointer (&local);
    }

  if (first == NULL || n_done > 0)
    {
      json_object_set_int_member (object, verb->done, n_done);
      cli_answer (
          cli, object, "%u %s %s", n_done, n_done == 1 ? "message" : "messages", verb->done);
    }
  if (first == NULL)
    return CLI_OK;
  g_propagate_error (error, g_steal_pointer (&first));
  return n_done > 0 ? CLI_PARTIAL : CLI_FAILED;
}

static CliExit
cli_queue_ask (
    Cli *cli, const CliCommand *command, const CliQueueVerb *verb, char **arguments, GError **error)
{
  g_auto (CliQueueSelection) selection = { NULL };
  GOptionEntry options[CLI_QUEUE_N_OPTIONS + 1] = { { NULL } };
  g_auto (GStrv) rest = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiSpoolerQueue) queue = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  cli_queue_selection_add_options (&selection, options);
  rest = cli_parse (cli, command, options, arguments, 0, G_MAXINT, error);
  if (rest == NULL)
    return CLI_USAGE;
  if (rest[0] == NULL && cli_queue_selection_is_empty (&selection))
    return cli_usage (error, "name messages, or choose them with --older, --state and so on");

  queue = cli_queue_open (cli, &store, error);
  ids = queue != NULL ? cli_queue_collect (cli, queue, store, rest, &selection, error) : NULL;
  return ids != NULL ? cli_queue_ask_all (cli, queue, verb, ids, error) : CLI_FAILED;
}

static const CliCommand cli_queue_others[] = {
  { "why", "MESSAGE", "say why a message is still there", NULL, cli_queue_why },
  { "ages", NULL, "count the messages by age and transport", NULL, cli_queue_ages },
  { "flush", NULL, "send and fetch now", NULL, cli_flush },
};

/* As a command of its own, so that its help and its errors are about it alone. */
static CliExit
cli_queue_run (Cli *cli, const char *name, char **arguments, GError **error)
{
  const CliQueueVerb *verb = cli_queue_find_verb (name);
  g_autofree char    *words = g_strdup_printf ("mapi queue %s", name);

  if (verb != NULL)
    {
      const CliCommand command = { name, "[MESSAGE…]", verb->summary, NULL, NULL };

      cli->words = g_intern_string (words);
      return cli_queue_ask (cli, &command, verb, arguments, error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cli_queue_others); i++)
    if (g_str_equal (name, cli_queue_others[i].name))
      {
        cli->words = g_intern_string (words);
        return cli_queue_others[i].run (cli, &cli_queue_others[i], arguments, error);
      }
  return cli_usage (error,
                    "there is no `mapi queue %s`: why, ages, hold, release, retry, cancel, expire "
                    "and flush are",
                    name);
}

/* A verb comes first; without one the queue is listed. `--retry ID` is `retry ID`. */
CliExit
cli_queue (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  if (arguments[0] == NULL)
    return cli_queue_list (cli, command, arguments, error);
  if (g_str_equal (arguments[0], "--retry"))
    return cli_queue_run (cli, "retry", arguments + 1, error);
  if (arguments[0][0] == '-')
    return cli_queue_list (cli, command, arguments, error);
  return cli_queue_run (cli, arguments[0], arguments + 1, error);
}
