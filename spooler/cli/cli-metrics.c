/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi status --prometheus`: the queue and the transports as Prometheus reads them. All comes from
 * the store and the status table, so that it does not matter which process has the spooler. */

#include "config.h"

#include "cli-queue.h"
#include "cli-spooler.h"

/* In a label, what would end it is escaped. */
static char *
cli_metrics_label (const char *text)
{
  GString *label = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (*text == '\n')
      g_string_append (label, "\\n");
    else
      {
        if (*text == '"' || *text == '\\')
          g_string_append_c (label, '\\');
        g_string_append_c (label, *text);
      }
  return g_string_free (label, FALSE);
}

static void
cli_metrics_head (GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
cli_metrics_count (GHashTable *counts, const char *labels, guint64 number)
{
  guint64 *count = g_hash_table_lookup (counts, labels);

  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (counts, g_strdup (labels), count);
    }
  *count += number;
}

static void
cli_metrics_append (GString *text, const char *name, GHashTable *counts)
{
  g_autoptr (GList) labels = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) strcmp);

  for (GList *l = labels; l != NULL; l = l->next)
    g_string_append_printf (text,
                            "%s{%s} %" G_GUINT64_FORMAT "\n",
                            name,
                            (char *) l->data,
                            *(guint64 *) g_hash_table_lookup (counts, l->data));
}

static void
cli_metrics_add_queue (GString *text, GPtrArray *items)
{
  g_autoptr (GHashTable) depth = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gint64 oldest = 0;

  for (guint i = 0; i < items->len; i++)
    {
      MapiQueueItem   *item = g_ptr_array_index (items, i);
      const char      *transport = mapi_queue_item_get_transport (item);
      const char      *state = mapi_queue_state_get_name (mapi_queue_item_get_state (item));
      g_autofree char *label = cli_metrics_label (transport != NULL ? transport : "");
      g_autofree char *both = g_strdup_printf ("transport=\"%s\",state=\"%s\"", label, state);
      g_autofree char *one = g_strdup_printf ("transport=\"%s\"", label);

      cli_metrics_count (depth, both, 1);
      cli_metrics_count (attempts, one, mapi_queue_item_get_n_attempts (item));
      oldest = MAX (oldest, cli_queue_age (item));
    }

  cli_metrics_head (text, "mapi_queue_messages", "gauge", "Messages in the outgoing queue.");
  cli_metrics_append (text, "mapi_queue_messages", depth);
  cli_metrics_head (
      text, "mapi_queue_attempts", "gauge", "Attempts in vain to send what is in the queue.");
  cli_metrics_append (text, "mapi_queue_attempts", attempts);
  cli_metrics_head (
      text, "mapi_queue_oldest_seconds", "gauge", "Age of the oldest message in the queue.");
  g_string_append_printf (text, "mapi_queue_oldest_seconds %" G_GINT64_FORMAT "\n", oldest);
}

CliExit
cli_status_prometheus (Cli *cli, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MapiSpoolerQueue) queue = cli_queue_open (cli, NULL, error);
  g_autoptr (GPtrArray) items =
      queue != NULL ? mapi_spooler_queue_list (queue, cli->cancellable, error) : NULL;
  g_autofree char *rows =
      items != NULL ? mapi_spooler_format_metrics (cli->session, cli->cancellable, error) : NULL;

  if (rows == NULL)
    return CLI_FAILED;

  cli_metrics_add_queue (text, items);
  g_print ("%s%s", text->str, rows);
  return CLI_OK;
}
