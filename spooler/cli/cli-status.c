/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi status`: the rows of the status table. */

#include "config.h"

#include "../mapi-spooler-kind-private.h"
#include "cli-spooler.h"
#include "cli-store.h"

#include <mapi-spooler/mapi-spooler.h>

typedef struct
{
  Cli       *cli;
  JsonArray *rows;
} CliStatus;

static const struct
{
  guint32     bit;
  const char *text;
} cli_status_bits[] = {
  { MAPI_STATUS_AVAILABLE, "available" },     { MAPI_STATUS_FAILURE, "failed" },
  { MAPI_STATUS_OFFLINE, "offline" },         { MAPI_STATUS_INBOUND_ACTIVE, "receiving" },
  { MAPI_STATUS_OUTBOUND_ACTIVE, "sending" },
};

static char *
cli_status_text (guint32 code)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cli_status_bits); i++)
    if (code & cli_status_bits[i].bit)
      g_ptr_array_add (words, (gpointer) cli_status_bits[i].text);
  g_ptr_array_add (words, NULL);
  return words->len > 1 ? g_strjoinv (", ", (char **) words->pdata) : g_strdup ("not used yet");
}

/* Columns that count something, as a row may have them. */
static const struct
{
  const char *key;
  guint32     tag;
} cli_status_counters[] = {
  { "queued", MAPI_PR_CONTENT_COUNT },
  { "waiting", MAPI_PR_SPOOLER_DEPTH_WAITING },
  { "preprocess", MAPI_PR_SPOOLER_DEPTH_PREPROCESS },
  { "sending", MAPI_PR_SPOOLER_DEPTH_SENDING },
  { "put_off", MAPI_PR_SPOOLER_DEPTH_PUT_OFF },
  { "held", MAPI_PR_SPOOLER_DEPTH_HELD },
  { "set_aside", MAPI_PR_SPOOLER_DEPTH_SET_ASIDE },
  { "attempts", MAPI_PR_SPOOLER_ATTEMPT_COUNT },
  { "sent", MAPI_PR_SPOOLER_SENT_COUNT },
  { "received", MAPI_PR_SPOOLER_RECEIVED_COUNT },
  { "failed", MAPI_PR_SPOOLER_FAILED_COUNT },
  { "latency_count", MAPI_PR_SPOOLER_LATENCY_COUNT },
  { "latency_sum", MAPI_PR_SPOOLER_LATENCY_SUM },
  { "latency_max", MAPI_PR_SPOOLER_LATENCY_MAX },
  { "call_count", MAPI_PR_SPOOLER_CALL_COUNT },
  { "call_sum", MAPI_PR_SPOOLER_CALL_SUM },
  { "call_max", MAPI_PR_SPOOLER_CALL_MAX },
};

static void
cli_status_add_counters (JsonObject *row, MapiPropList *props)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cli_status_counters); i++)
    {
      guint32 tag = cli_status_counters[i].tag;

      if (mapi_prop_list_contains (props, tag))
        json_object_set_int_member (row,
                                    cli_status_counters[i].key,
                                    (tag & 0xffff) == MAPI_PT_I8
                                        ? mapi_prop_list_get_i8 (props, tag, 0)
                                        : mapi_prop_list_get_long (props, tag, 0));
    }
  if (mapi_prop_list_contains (props, MAPI_PR_SPOOLER_ERROR))
    cli_set_string (row, "error", props, MAPI_PR_SPOOLER_ERROR);
}

/* Which process has the spooler is nothing that the table tells. */
static void
cli_status_add_process (Cli *cli, JsonObject *row)
{
  const char      *profile = mapi_profile_get_name (mapi_session_get_profile (cli->session));
  gboolean         is_offline = json_object_get_int_member (row, "code") == MAPI_STATUS_OFFLINE;
  guint32          process = is_offline ? 0 : mapi_spooler_find_process (profile);
  const char      *said = json_object_get_string_member (row, "reason");
  g_autofree char *reason = g_strdup_printf ("%s (process %u)", said, process);

  json_object_set_int_member (row, "process", process);
  json_object_set_string_member (
      row, "reason", is_offline ? "`mapi spool` or mapi-spooler starts it" : reason);
  if (is_offline)
    json_object_set_string_member (row, "state", "not running");
}

static void
cli_status_set_provider (JsonObject *row, MapiPropList *props)
{
  g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (props, MAPI_PR_PROVIDER_UID);
  g_autofree char *text = uid != NULL ? mapi_entry_id_to_string (uid) : g_strdup ("");

  json_object_set_string_member (row, "provider", text);
}

static gboolean
cli_status_row (MapiPropList *props, gpointer data, GError **error)
{
  CliStatus       *status = data;
  gint32           type = mapi_prop_list_get_long (props, MAPI_PR_RESOURCE_TYPE, 0);
  guint32          code = (guint32) mapi_prop_list_get_long (props, MAPI_PR_STATUS_CODE, 0);
  g_autofree char *text = cli_status_text (code);
  JsonObject      *row = json_object_new ();

  cli_status_set_provider (row, props);
  json_object_set_string_member (row, "kind", mapi_spooler_name_kind (type));
  cli_set_string (row, "name", props, MAPI_PR_DISPLAY_NAME);
  json_object_set_string_member (row, "state", text);
  cli_set_string (row, "reason", props, MAPI_PR_STATUS_STRING);
  json_object_set_int_member (row, "code", code);
  cli_status_add_counters (row, props);
  if (type == MAPI_SPOOLER)
    cli_status_add_process (status->cli, row);
  json_array_add_object_element (status->rows, row);
  return TRUE;
}

gboolean
cli_status_has (JsonArray *rows, const char *provider)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    if (g_str_equal (
            json_object_get_string_member (json_array_get_object_element (rows, i), "provider"),
            provider))
      return TRUE;
  return FALSE;
}

/* A transport that nobody has logged on to has no row in the table. */
static gboolean
cli_status_idle_transport (MapiPropList *props, gpointer data, GError **error)
{
  CliStatus *status = data;
  g_autoptr (JsonObject) row = json_object_new ();

  cli_status_set_provider (row, props);
  if (mapi_prop_list_get_long (props, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_TRANSPORT_PROVIDER ||
      cli_status_has (status->rows, json_object_get_string_member (row, "provider")))
    return TRUE;

  json_object_set_string_member (row, "kind", mapi_spooler_name_kind (MAPI_TRANSPORT_PROVIDER));
  cli_set_string (row, "name", props, MAPI_PR_DISPLAY_NAME);
  json_object_set_string_member (row, "state", "not running");
  json_object_set_string_member (row, "reason", "");
  json_object_set_int_member (row, "code", MAPI_STATUS_OFFLINE);
  json_array_add_object_element (status->rows, g_steal_pointer (&row));
  return TRUE;
}

static MapiPropTagArray *
cli_status_columns (void)
{
  static const guint32 wanted[] = {
    MAPI_PR_PROVIDER_UID, MAPI_PR_RESOURCE_TYPE, MAPI_PR_DISPLAY_NAME,
    MAPI_PR_STATUS_CODE,  MAPI_PR_STATUS_STRING, MAPI_PR_SPOOLER_ERROR,
  };
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_append_vals (tags, wanted, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (cli_status_counters); i++)
    g_array_append_val (tags, cli_status_counters[i].tag);
  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

JsonArray *
cli_status_rows (Cli *cli, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = cli_status_columns ();
  g_autoptr (MapiTable) table =
      mapi_session_get_status_table (cli->session, 0, cli->cancellable, error);
  g_autoptr (MapiTable) providers = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  CliStatus status = { cli, rows };

  if (table == NULL || !cli_visit_rows (cli, table, tags, cli_status_row, &status, error))
    return NULL;
  providers = mapi_session_get_providers (cli->session, error);
  if (providers == NULL ||
      !cli_visit_rows (cli, providers, tags, cli_status_idle_transport, &status, error))
    return NULL;

  return g_steal_pointer (&rows);
}

static CliExit
cli_status_once (Cli *cli, GError **error)
{
  static const char *const columns[] = { "kind", "name", "state", "reason", NULL };
  g_autoptr (JsonArray) rows = cli_status_rows (cli, error);

  if (rows == NULL)
    return CLI_FAILED;

  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

CliExit
cli_status (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  gboolean           watch = FALSE;
  gboolean           prometheus = FALSE;
  const GOptionEntry options[] = {
    { "watch", 0, 0, G_OPTION_ARG_NONE, &watch, "Go on with what changes", NULL },
    { "prometheus", 0, 0, G_OPTION_ARG_NONE, &prometheus, "Write what Prometheus reads", NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 0, 0, error);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiAddressBook) book = NULL;

  if (rest == NULL || !cli_logon (cli, error))
    return CLI_FAILED;
  /* Whether store and address book can be opened is part of the answer, not a reason to give none.
   */
  store = cli_open_store (cli, NULL);
  book = mapi_session_open_address_book (cli->session, 0, NULL, cli->cancellable, NULL);

  if (prometheus)
    return cli_status_prometheus (cli, error);
  return watch ? cli_status_watch (cli, error) : cli_status_once (cli, error);
}
