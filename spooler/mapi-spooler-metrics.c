/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item.h"
#include "mapi-spooler-kind-private.h"
#include "mapi-spooler-metrics.h"

/* What the status table counts, and what is in a queue, in the text format of Prometheus. */

typedef struct
{
  const char *name;
  const char *suffix; /* of the lines of a summary */
  const char *type;
  const char *help; /* NULL for a further line of the one before */
  guint32     tag;
} Metric;

static const Metric metrics[] = {
  { "mapi_attempts_total",
    "",
    "counter",
    "Calls of SubmitMessage.",
    MAPI_PR_SPOOLER_ATTEMPT_COUNT },
  { "mapi_messages_sent_total",
    "",
    "counter",
    "Messages a transport took; of the spooler, that reached all.",
    MAPI_PR_SPOOLER_SENT_COUNT },
  { "mapi_messages_received_total",
    "",
    "counter",
    "Messages that came in.",
    MAPI_PR_SPOOLER_RECEIVED_COUNT },
  { "mapi_messages_failed_total",
    "",
    "counter",
    "Attempts of a transport in vain; of the spooler, messages that did not reach all.",
    MAPI_PR_SPOOLER_FAILED_COUNT },
  { "mapi_message_latency_milliseconds",
    "_count",
    "summary",
    "From submission to the end.",
    MAPI_PR_SPOOLER_LATENCY_COUNT },
  { "mapi_message_latency_milliseconds", "_sum", NULL, NULL, MAPI_PR_SPOOLER_LATENCY_SUM },
  { "mapi_message_latency_max_milliseconds",
    "",
    "gauge",
    "The longest time from submission to the end.",
    MAPI_PR_SPOOLER_LATENCY_MAX },
  { "mapi_provider_call_milliseconds",
    "_count",
    "summary",
    "Time in calls of the transport provider.",
    MAPI_PR_SPOOLER_CALL_COUNT },
  { "mapi_provider_call_milliseconds", "_sum", NULL, NULL, MAPI_PR_SPOOLER_CALL_SUM },
  { "mapi_provider_call_max_milliseconds",
    "",
    "gauge",
    "The longest call of the transport provider.",
    MAPI_PR_SPOOLER_CALL_MAX },
};

static const guint32 depth_tags[] = {
  MAPI_PR_SPOOLER_DEPTH_WAITING, MAPI_PR_SPOOLER_DEPTH_PREPROCESS, MAPI_PR_SPOOLER_DEPTH_SENDING,
  MAPI_PR_SPOOLER_DEPTH_PUT_OFF, MAPI_PR_SPOOLER_DEPTH_HELD,       MAPI_PR_SPOOLER_DEPTH_SET_ASIDE,
};

/* What would end a label is escaped. */
static void
append_label (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%s=\"", name);
  for (; *value != '\0'; value++)
    if (*value == '\n')
      g_string_append (text, "\\n");
    else
      {
        if (*value == '"' || *value == '\\')
          g_string_append_c (text, '\\');
        g_string_append_c (text, *value);
      }
  g_string_append_c (text, '"');
}

/* One line; @label with its value may be NULL. */
static void
append_line (GString      *text,
             const char   *name,
             const char   *suffix,
             MapiPropList *row,
             const char   *label,
             const char   *value,
             gint64        number)
{
  const char  *shown = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  const gint32 type = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);

  g_string_append_printf (text, "%s%s{", name, suffix);
  append_label (text, "kind", mapi_spooler_name_kind (type));
  g_string_append_c (text, ',');
  append_label (text, "name", shown != NULL ? shown : "");
  if (label != NULL)
    {
      g_string_append_c (text, ',');
      append_label (text, label, value);
    }
  g_string_append_printf (text, "} %" G_GINT64_FORMAT "\n", number);
}

static void
append_head (GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
append_up (GString *text, GPtrArray *rows)
{
  append_head (
      text, "mapi_provider_up", "gauge", "Whether a provider, or the spooler, is available.");
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);
      gint32        code = mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);

      append_line (
          text, "mapi_provider_up", "", row, NULL, NULL, (code & MAPI_STATUS_AVAILABLE) != 0);
    }
}

static void
append_depths (GString *text, GPtrArray *rows)
{
  append_head (text, "mapi_depth", "gauge", "Messages in the queues that the spooler knows of.");
  for (guint i = 0; i < rows->len; i++)
    for (guint state = 0; state < G_N_ELEMENTS (depth_tags); state++)
      {
        MapiPropList *row = g_ptr_array_index (rows, i);

        if (mapi_prop_list_contains (row, depth_tags[state]))
          append_line (text,
                       "mapi_depth",
                       "",
                       row,
                       "state",
                       mapi_queue_state_get_name ((MapiQueueState) state),
                       mapi_prop_list_get_long (row, depth_tags[state], 0));
      }
}

static void
append_metric (GString *text, const Metric *metric, GPtrArray *rows)
{
  if (metric->help != NULL)
    append_head (text, metric->name, metric->type, metric->help);
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);

      if (mapi_prop_list_contains (row, metric->tag))
        append_line (text,
                     metric->name,
                     metric->suffix,
                     row,
                     NULL,
                     NULL,
                     mapi_prop_list_get_i8 (row, metric->tag, 0));
    }
}

static void
append_errors (GString *text, GPtrArray *rows)
{
  append_head (text, "mapi_last_error", "gauge", "The last error, as a label.");
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);
      const char   *error = mapi_prop_list_get_string (row, MAPI_PR_SPOOLER_ERROR);

      if (error != NULL)
        append_line (text, "mapi_last_error", "", row, "error", error, 1);
    }
}

/* What is in the queue, as the store has it. */

static void
add (GHashTable *counts, const char *labels, guint64 number)
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
append_counts (GString *text, const char *name, GHashTable *counts)
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
append_queue (GString *text, GPtrArray *items)
{
  g_autoptr (GHashTable) depth = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gint64 now = g_get_real_time ();
  gint64 oldest = now;

  for (guint i = 0; i < items->len; i++)
    {
      MapiQueueItem *item = g_ptr_array_index (items, i);
      const char    *transport = mapi_queue_item_get_transport (item);
      gint64         submitted = mapi_queue_item_get_submit_time (item);
      const char    *state = mapi_queue_state_get_name (mapi_queue_item_get_state (item));
      g_autoptr (GString) labels = g_string_new (NULL);

      append_label (labels, "transport", transport != NULL ? transport : "");
      add (attempts, labels->str, mapi_queue_item_get_n_attempts (item));
      g_string_append_c (labels, ',');
      append_label (labels, "state", state);
      add (depth, labels->str, 1);
      if (submitted != 0)
        oldest = MIN (oldest, submitted);
    }

  append_head (text, "mapi_queue_messages", "gauge", "Messages in the outgoing queue.");
  append_counts (text, "mapi_queue_messages", depth);
  append_head (
      text, "mapi_queue_attempts", "gauge", "Attempts in vain to send what is in the queue.");
  append_counts (text, "mapi_queue_attempts", attempts);
  append_head (
      text, "mapi_queue_oldest_seconds", "gauge", "Age of the oldest message in the queue.");
  g_string_append_printf (
      text, "mapi_queue_oldest_seconds %" G_GINT64_FORMAT "\n", (now - oldest) / G_USEC_PER_SEC);
}

static gboolean
is_of (MapiPropList *row, MapiPropList *provider)
{
  g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (GBytes) wanted = mapi_prop_list_get_bytes (provider, MAPI_PR_PROVIDER_UID);

  return uid != NULL && wanted != NULL && g_bytes_equal (uid, wanted);
}

static gboolean
has_row (GPtrArray *rows, MapiPropList *provider)
{
  for (guint i = 0; i < rows->len; i++)
    if (is_of (g_ptr_array_index (rows, i), provider))
      return TRUE;

  return FALSE;
}

static gboolean
collect (GPtrArray *rows, MapiTable *table, gboolean idle, GError **error)
{
  g_autoptr (MapiRowSet) all = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, error);

  for (guint i = 0; all != NULL && i < mapi_row_set_get_size (all); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (all, i);
      gint32 type = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);

      if (!idle || (type == MAPI_TRANSPORT_PROVIDER && !has_row (rows, row)))
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }

  return all != NULL;
}

static void
take_counts (GPtrArray *rows, MapiPropList *counts)
{
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);

      if (!is_of (row, counts))
        continue;
      rows->pdata[i] = mapi_prop_list_merge (row, counts);
      mapi_prop_list_unref (row);
    }
}

/* A transport that nobody has logged on to has no row in the status table. */
static GPtrArray *
list_rows (MapiSession *session, MapiRowSet *counts, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiTable) status = mapi_session_get_status_table (session, 0, cancellable, error);
  g_autoptr (MapiTable) providers =
      status != NULL ? mapi_session_get_providers (session, error) : NULL;

  if (providers == NULL || !collect (rows, status, FALSE, error) ||
      !collect (rows, providers, TRUE, error))
    return NULL;
  for (guint i = 0; counts != NULL && i < mapi_row_set_get_size (counts); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (counts, i);

      take_counts (rows, row);
    }
  return g_steal_pointer (&rows);
}

/**
 * mapi_spooler_format_metrics:
 * @session: a session
 * @items: (nullable) (element-type MapiQueueItem): what is in the outgoing queue of a store, or
 * %NULL to say nothing of that
 * @counts: (nullable): what is known better than by the status table, as
 *   mapi_spooler_get_last_counts() tells it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Writes down what the status table tells of the spooler and the providers, in the text format that
 * Prometheus reads. The spooler may be at work in another process.
 *
 * Returns: (transfer full): the text, or %NULL with @error set
 *
 * Since: 1.0
 */
char *
mapi_spooler_format_metrics (MapiSession  *session,
                             GPtrArray    *items,
                             MapiRowSet   *counts,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  GString *text;

  g_return_val_if_fail (MAPI_IS_SESSION (session), NULL);

  rows = list_rows (session, counts, cancellable, error);
  if (rows == NULL)
    return NULL;

  text = g_string_new (NULL);
  if (items != NULL)
    append_queue (text, items);
  append_up (text, rows);
  append_depths (text, rows);
  for (gsize i = 0; i < G_N_ELEMENTS (metrics); i++)
    append_metric (text, &metrics[i], rows);
  append_errors (text, rows);
  return g_string_free (text, FALSE);
}
