/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi status --watch`: a line for each row of the status table, and for each that changes. */

#include "config.h"

#include "cli-spooler.h"
#include <stdio.h>

typedef struct
{
  Cli        *cli;
  GMainLoop  *loop;
  GHashTable *shown; /* of each provider, its row as it was printed last */
  GError     *error;
} CliWatch;

/* What people are shown of a row, which is less than programs are. */
static char *
cli_watch_line (JsonObject *row)
{
  const char      *reason = json_object_get_string_member (row, "reason");
  gint64           queued = json_object_get_int_member_with_default (row, "queued", 0);
  g_autofree char *count =
      queued > 0 ? g_strdup_printf ("; %" G_GINT64_FORMAT " queued", queued) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("%s %s: %s%s%s%s",
                                           json_object_get_string_member (row, "kind"),
                                           json_object_get_string_member (row, "name"),
                                           json_object_get_string_member (row, "state"),
                                           *reason != '\0' ? "; " : "",
                                           reason,
                                           count);

  return cli_clean (text, FALSE);
}

static void
cli_watch_print (CliWatch *watch, JsonObject *row)
{
  g_autofree char *line = cli_watch_line (row);

  cli_answer (watch->cli, row, "%s", line);
  fflush (stdout);
}

/* Counters change with each message; people are not shown them. */
static char *
cli_watch_text (CliWatch *watch, JsonObject *row)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), row);

  return watch->cli->json ? json_to_string (node, FALSE) : cli_watch_line (row);
}

static void
cli_watch_row (CliWatch *watch, JsonObject *row)
{
  const char      *provider = json_object_get_string_member (row, "provider");
  JsonObject      *old = g_hash_table_lookup (watch->shown, provider);
  g_autofree char *before = old != NULL ? cli_watch_text (watch, old) : NULL;
  g_autofree char *now = cli_watch_text (watch, row);

  if (g_strcmp0 (before, now) == 0)
    return;
  g_hash_table_insert (watch->shown, g_strdup (provider), json_object_ref (row));
  cli_watch_print (watch, row);
}

static void
cli_watch_gone (CliWatch *watch, JsonArray *rows)
{
  GHashTableIter iter;
  gpointer       provider, row;

  g_hash_table_iter_init (&iter, watch->shown);
  while (g_hash_table_iter_next (&iter, &provider, &row))
    if (!cli_status_has (rows, provider))
      {
        json_object_set_string_member (row, "state", "gone");
        json_object_set_string_member (row, "reason", "");
        cli_watch_print (watch, row);
        g_hash_table_iter_remove (&iter);
      }
}

static void
cli_watch_look (CliWatch *watch)
{
  g_autoptr (JsonArray) rows = cli_status_rows (watch->cli, &watch->error);

  if (rows == NULL)
    {
      g_main_loop_quit (watch->loop);
      return;
    }

  cli_watch_gone (watch, rows);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    cli_watch_row (watch, json_array_get_object_element (rows, i));
}

static void
cli_watch_received (MapiCallbackSink *sink, MapiNotificationList *notifications, CliWatch *watch)
{
  if (watch->error == NULL)
    cli_watch_look (watch);
}

static gboolean
cli_watch_end (GCancellable *cancellable, gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
cli_watch_run (CliWatch *watch)
{
  g_autoptr (GSource) end = g_cancellable_source_new (watch->cli->cancellable);

  g_source_set_callback (end, G_SOURCE_FUNC (cli_watch_end), watch->loop, NULL);
  g_source_attach (end, NULL);
  cli_watch_look (watch);
  if (watch->error == NULL)
    g_main_loop_run (watch->loop);
  g_source_destroy (end);
}

CliExit
cli_status_watch (Cli *cli, GError **error)
{
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GHashTable) shown =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  g_autoptr (MapiTable) table =
      mapi_session_get_status_table (cli->session, 0, cli->cancellable, error);
  CliWatch watch = { cli, loop, shown, NULL };

  g_signal_connect (sink, "received", G_CALLBACK (cli_watch_received), &watch);
  if (table == NULL ||
      mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), error) == 0)
    return CLI_FAILED;

  cli_watch_run (&watch);
  g_signal_handlers_disconnect_by_data (sink, &watch);
  if (watch.error == NULL || g_cancellable_is_cancelled (cli->cancellable))
    {
      g_clear_error (&watch.error);
      return CLI_OK;
    }
  g_propagate_error (error, watch.error);
  return CLI_FAILED;
}
