/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi status`: the rows of the status table. */

#include "config.h"

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

static const char *
cli_status_kind (gint32 resource_type)
{
  switch (resource_type)
    {
    case MAPI_STORE_PROVIDER:
      return "store";
    case MAPI_TRANSPORT_PROVIDER:
      return "transport";
    case MAPI_AB:
    case MAPI_AB_PROVIDER:
      return "address book";
    case MAPI_SPOOLER:
      return "spooler";
    case MAPI_SUBSYSTEM:
      return "subsystem";
    default:
      return "other";
    }
}

/* The spooler works in another process, or not at all: this one only looks. */
static void
cli_status_spooler (Cli *cli, JsonObject *row)
{
  const char      *profile = mapi_profile_get_name (mapi_session_get_profile (cli->session));
  guint32          process = mapi_spooler_find_process (profile);
  g_autofree char *reason = g_strdup_printf ("process %u", process);

  json_object_set_string_member (row, "state", process != 0 ? "available" : "not running");
  json_object_set_string_member (
      row, "reason", process != 0 ? reason : "`mapi spool` or mapi-spooler starts it");
  json_object_set_int_member (row, "process", process);
}

static gboolean
cli_status_row (MapiPropList *props, gpointer data, GError **error)
{
  CliStatus       *status = data;
  gint32           type = mapi_prop_list_get_long (props, MAPI_PR_RESOURCE_TYPE, 0);
  guint32          code = (guint32) mapi_prop_list_get_long (props, MAPI_PR_STATUS_CODE, 0);
  const char      *said = mapi_prop_list_get_string (props, MAPI_PR_STATUS_STRING);
  g_autofree char *text = cli_status_text (code);
  JsonObject      *row = json_object_new ();

  json_object_set_string_member (row, "kind", cli_status_kind (type));
  cli_set_string (row, "name", props, MAPI_PR_DISPLAY_NAME);
  json_object_set_string_member (row, "state", text);
  json_object_set_string_member (row, "reason", said != NULL ? said : "");
  json_object_set_int_member (row, "code", code);
  json_array_add_object_element (status->rows, row);
  if (type == MAPI_SPOOLER)
    cli_status_spooler (status->cli, row);
  return TRUE;
}

/* Transports are logged on to by the spooler alone. */
static gboolean
cli_status_provider (MapiPropList *props, gpointer data, GError **error)
{
  CliStatus  *status = data;
  const char *profile = mapi_profile_get_name (mapi_session_get_profile (status->cli->session));
  gboolean    runs = mapi_spooler_find_process (profile) != 0;
  JsonObject *row;

  if (mapi_prop_list_get_long (props, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_TRANSPORT_PROVIDER)
    return TRUE;
  row = json_object_new ();
  json_object_set_string_member (row, "kind", cli_status_kind (MAPI_TRANSPORT_PROVIDER));
  cli_set_string (row, "name", props, MAPI_PR_DISPLAY_NAME);
  json_object_set_string_member (row, "state", runs ? "run by the spooler" : "not running");
  json_object_set_string_member (row, "reason", "");
  json_array_add_object_element (status->rows, row);
  return TRUE;
}

static gboolean
cli_status_rows (CliStatus *status, GError **error)
{
  static const guint32 wanted[] = {
    MAPI_PR_RESOURCE_TYPE,
    MAPI_PR_DISPLAY_NAME,
    MAPI_PR_STATUS_CODE,
    MAPI_PR_STATUS_STRING,
  };
  Cli *cli = status->cli;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiTable) table =
      mapi_session_get_status_table (cli->session, 0, cli->cancellable, error);
  g_autoptr (MapiTable) providers = NULL;

  if (table == NULL || !cli_visit_rows (cli, table, tags, cli_status_row, status, error))
    return FALSE;
  providers = mapi_session_get_providers (cli->session, error);
  return providers != NULL &&
         cli_visit_rows (cli, providers, tags, cli_status_provider, status, error);
}

CliExit
cli_status (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "kind", "name", "state", "reason", NULL };
  g_auto (GStrv) rest = cli_parse (command, NULL, arguments, 0, 0, error);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  CliStatus status = { cli, rows };

  if (rest == NULL || !cli_logon (cli, error))
    return CLI_FAILED;
  /* Whether store and address book can be opened is part of the answer, not a reason to give none.
   */
  store = cli_open_store (cli, NULL);
  book = mapi_session_open_address_book (cli->session, 0, NULL, cli->cancellable, NULL);
  if (!cli_status_rows (&status, error))
    return CLI_FAILED;

  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}
