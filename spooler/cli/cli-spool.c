/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi spool`: the engine in this process, telling what it does. */

#include "config.h"

#include "cli-spooler.h"
#include "cli-store.h"
#include <mapi-spooler/mapi-spooler.h>

#define CLI_LOOK_MS 100

typedef struct
{
  Cli         *cli;
  MapiSpooler *spooler;
  GMainLoop   *loop;
  gboolean     until_empty;
  gboolean     is_down;  /* a transport could not be used */
  GHashTable  *deferred; /* messages that wait for a later try, by their hexadecimal identifier */
} CliSpool;

static const char *
cli_field (const char *const *fields, const char *name)
{
  gsize length = strlen (name);

  for (; *fields != NULL; fields++)
    if (strncmp (*fields, name, length) == 0 && (*fields)[length] == '=')
      return *fields + length + 1;
  return NULL;
}

/* One JSON object a line, for programs that follow. */
static void
cli_spool_print_json (const char *text, const char *const *fields)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "text", text);
  for (; *fields != NULL; fields++)
    {
      const char      *equals = strchr (*fields, '=');
      g_autofree char *name = g_ascii_strdown (*fields, equals - *fields);

      json_object_set_string_member (object, name, equals + 1);
    }
  cli_print_json (node, FALSE);
}

static void
cli_spool_event (MapiSpooler *spooler, const char *text, const char *const *fields, CliSpool *spool)
{
  static const char *const waiting[] = { "deferred", "wait", "set-aside", "held", "put-off", NULL };
  const char              *event = cli_field (fields, "EVENT");
  const char              *message = cli_field (fields, "MESSAGE");

  if (message != NULL && event != NULL && g_strv_contains (waiting, event))
    g_hash_table_add (spool->deferred, g_strdup (message));
  else if (message != NULL)
    g_hash_table_remove (spool->deferred, message);

  if (spool->cli->json)
    cli_spool_print_json (text, fields);
  else
    {
      g_autofree char *clean = cli_clean (text, FALSE);

      cli_say (spool->cli, "%s", clean);
    }
}

static void
cli_spool_transport (
    MapiSpooler *spooler, const char *transport, guint code, const char *text, CliSpool *spool)
{
  if ((code & MAPI_STATUS_AVAILABLE) == 0)
    spool->is_down = TRUE;
}

static gboolean
cli_spool_look (gpointer data)
{
  CliSpool *spool = data;
  guint     n_queued = mapi_spooler_get_n_queued (spool->spooler);
  gboolean  idle = mapi_spooler_get_n_active (spool->spooler) == 0 &&
                  n_queued <= g_hash_table_size (spool->deferred);

  /* What waits for a transport that cannot be used is not told of message by message. */
  idle = idle || (spool->is_down && mapi_spooler_is_at_rest (spool->spooler));

  if (g_cancellable_is_cancelled (spool->cli->cancellable) || (spool->until_empty && idle))
    g_main_loop_quit (spool->loop);
  return G_SOURCE_CONTINUE;
}

static CliExit
cli_spool_run (Cli *cli, gboolean until_empty, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GHashTable) deferred = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (MapiSpoolerHost) host = NULL;
  g_autoptr (MapiSpooler) spooler = NULL;
  CliSpool spool = { cli, NULL, loop, until_empty, FALSE, deferred };
  guint    look, n_left;

  if (!cli_logon (cli, error))
    return CLI_FAILED;
  host = mapi_spooler_session_host_new (cli->session);
  spool.spooler = spooler = mapi_spooler_new (host, NULL);
  g_object_set (spooler, "eager", until_empty, NULL);
  g_signal_connect (spooler, "event", G_CALLBACK (cli_spool_event), &spool);
  g_signal_connect (spooler, "transport-state", G_CALLBACK (cli_spool_transport), &spool);
  if (!mapi_spooler_start (spooler, cli->cancellable, error))
    return CLI_FAILED;

  look = g_timeout_add (CLI_LOOK_MS, cli_spool_look, &spool);
  g_main_loop_run (loop);
  g_source_remove (look);

  n_left = mapi_spooler_get_n_queued (spooler);
  if (!mapi_spooler_stop (spooler, error))
    return CLI_FAILED;
  if (!until_empty || n_left == 0)
    return CLI_OK;
  cli_say (cli, "%u %s for a later try", n_left, n_left == 1 ? "message waits" : "messages wait");
  return CLI_TEMPORARY;
}

CliExit
cli_spool_until_empty (Cli *cli, GError **error)
{
  return cli_spool_run (cli, TRUE, error);
}

CliExit
cli_spool (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  gboolean           until_empty = FALSE;
  const GOptionEntry options[] = {
    { "until-empty",
      0,
      0,
      G_OPTION_ARG_NONE,
      &until_empty,
      "End when nothing is left to do now",
      NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 0, 0, error);

  return rest != NULL ? cli_spool_run (cli, until_empty, error) : CLI_USAGE;
}
