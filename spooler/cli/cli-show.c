/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi show`: one message for people, or its fields as JSON. */

#include "config.h"

#include "cli-store.h"

static gboolean
cli_show_recipient (MapiPropList *props, gpointer data, GError **error)
{
  static const char *const kinds[] = { "from", "to", "cc", "bcc" };
  guint32 kind = (guint32) mapi_prop_list_get_long (props, MAPI_PR_RECIPIENT_TYPE, MAPI_TO) & 0xf;
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "kind", kind < G_N_ELEMENTS (kinds) ? kinds[kind] : "?");
  cli_set_string (row, "name", props, MAPI_PR_DISPLAY_NAME);
  cli_set_string (row, "type", props, MAPI_PR_ADDRTYPE);
  cli_set_string (row, "address", props, MAPI_PR_EMAIL_ADDRESS);
  json_object_set_boolean_member (
      row, "handled", mapi_prop_list_get_boolean (props, MAPI_PR_RESPONSIBILITY, FALSE));
  json_array_add_object_element (data, row);
  return TRUE;
}

static gboolean
cli_show_attachment (MapiPropList *props, gpointer data, GError **error)
{
  JsonObject *row = json_object_new ();

  cli_set_number (row, "number", props, MAPI_PR_ATTACH_NUM);
  cli_set_string (row, "name", props, MAPI_PR_ATTACH_LONG_FILENAME);
  cli_set_string (row, "type", props, MAPI_PR_ATTACH_MIME_TAG);
  cli_set_number (row, "size", props, MAPI_PR_ATTACH_SIZE);
  json_array_add_object_element (data, row);
  return TRUE;
}

static JsonArray *
cli_show_table (Cli           *cli,
                MapiTable     *table,
                const guint32 *columns,
                gsize          n_columns,
                CliRowVisit    visit,
                GError       **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, n_columns);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (table == NULL || !cli_visit_rows (cli, table, tags, visit, rows, error))
    return NULL;
  return g_steal_pointer (&rows);
}

static JsonArray *
cli_show_recipients (Cli *cli, MapiMessage *message, GError **error)
{
  static const guint32 columns[] = {
    MAPI_PR_RECIPIENT_TYPE, MAPI_PR_DISPLAY_NAME,   MAPI_PR_ADDRTYPE,
    MAPI_PR_EMAIL_ADDRESS,  MAPI_PR_RESPONSIBILITY,
  };
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (message, 0, cli->cancellable, error);

  return cli_show_table (cli, table, columns, G_N_ELEMENTS (columns), cli_show_recipient, error);
}

static JsonArray *
cli_show_attachments (Cli *cli, MapiMessage *message, GError **error)
{
  static const guint32 columns[] = {
    MAPI_PR_ATTACH_NUM,
    MAPI_PR_ATTACH_LONG_FILENAME,
    MAPI_PR_ATTACH_MIME_TAG,
    MAPI_PR_ATTACH_SIZE,
  };
  g_autoptr (MapiTable) table =
      mapi_message_get_attachment_table (message, 0, cli->cancellable, error);

  return cli_show_table (cli, table, columns, G_N_ELEMENTS (columns), cli_show_attachment, error);
}

/* A body may be too large for GetProps. */
static char *
cli_show_body (Cli *cli, MapiMessage *message, const MapiPropList *props)
{
  const char *body = mapi_prop_list_get_string (props, MAPI_PR_BODY);
  g_autoptr (GObject) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (body != NULL)
    return g_strdup (body);
  stream = mapi_prop_open_property (
      MAPI_PROP (message), MAPI_PR_BODY, NULL, 0, 0, cli->cancellable, NULL);
  if (stream != NULL && MAPI_IS_STREAM (stream))
    bytes = mapi_stream_read (MAPI_STREAM (stream), G_MAXUINT32, cli->cancellable, NULL);
  if (bytes == NULL)
    return g_strdup ("");
  return g_utf8_make_valid (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

static JsonObject *
cli_show_message (Cli *cli, MapiMessage *message, GError **error)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), NULL, 0, cli->cancellable, NULL, error);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray       *recipients, *attachments;
  g_autofree char *body = NULL;

  if (props == NULL || (recipients = cli_show_recipients (cli, message, error)) == NULL)
    return NULL;
  json_object_set_array_member (object, "recipients", recipients);
  if ((attachments = cli_show_attachments (cli, message, error)) == NULL)
    return NULL;
  json_object_set_array_member (object, "attachments", attachments);

  body = cli_show_body (cli, message, props);
  cli_set_id (object, props);
  cli_set_string (object, "subject", props, MAPI_PR_SUBJECT);
  cli_set_string (object, "class", props, MAPI_PR_MESSAGE_CLASS);
  cli_set_string (object, "from_name", props, MAPI_PR_SENDER_NAME);
  cli_set_string (object, "from", props, MAPI_PR_SENDER_EMAIL_ADDRESS);
  cli_set_time (object, "sent", props, MAPI_PR_CLIENT_SUBMIT_TIME);
  cli_set_time (object, "received", props, MAPI_PR_MESSAGE_DELIVERY_TIME);
  cli_set_string (object, "message_id", props, MAPI_PR_INTERNET_MESSAGE_ID);
  cli_set_number (object, "size", props, MAPI_PR_MESSAGE_SIZE);
  cli_set_number (object, "flags", props, MAPI_PR_MESSAGE_FLAGS);
  json_object_set_string_member (object, "body", body);
  return g_steal_pointer (&object);
}

static void G_GNUC_PRINTF (1, 2) cli_show_line (const char *format, ...)
{
  g_autofree char *text = NULL, *clean = NULL;
  va_list          list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  clean = cli_clean (text, FALSE);
  g_print ("%s\n", clean);
}

/* Of Internet mail the type goes without saying. */
static void
cli_show_to (JsonObject *row)
{
  const char      *type = json_object_get_string_member (row, "type");
  const char      *kind = json_object_get_string_member (row, "kind");
  gboolean         plain = g_str_equal (type, "SMTP");
  g_autofree char *head = g_strdup_printf ("%c%s:", g_ascii_toupper (kind[0]), kind + 1);

  cli_show_line ("%-8s %s <%s%s%s>",
                 head,
                 json_object_get_string_member (row, "name"),
                 plain ? "" : type,
                 plain ? "" : ":",
                 json_object_get_string_member (row, "address"));
}

static void
cli_show_attached (JsonObject *row)
{
  const char *name = json_object_get_string_member (row, "name");
  const char *type = json_object_get_string_member (row, "type");

  cli_show_line ("Attached %s (%s%s%" G_GINT64_FORMAT " bytes)",
                 *name != '\0' ? name : "without a name",
                 type,
                 *type != '\0' ? ", " : "",
                 json_object_get_int_member (row, "size"));
}

static void
cli_show_for_people (JsonObject *object)
{
  JsonArray       *recipients = json_object_get_array_member (object, "recipients");
  JsonArray       *attachments = json_object_get_array_member (object, "attachments");
  g_autofree char *body = cli_clean (json_object_get_string_member (object, "body"), TRUE);

  cli_show_line ("From:    %s <%s>",
                 json_object_get_string_member (object, "from_name"),
                 json_object_get_string_member (object, "from"));
  for (guint i = 0; i < json_array_get_length (recipients); i++)
    cli_show_to (json_array_get_object_element (recipients, i));
  cli_show_line ("Sent:    %s", json_object_get_string_member (object, "sent"));
  cli_show_line ("Subject: %s", json_object_get_string_member (object, "subject"));
  for (guint i = 0; i < json_array_get_length (attachments); i++)
    cli_show_attached (json_array_get_object_element (attachments, i));
  g_print ("\n%s\n", body);
}

CliExit
cli_show (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, 1, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (store == NULL || (message = cli_open_message (cli, store, rest[0], 0, error)) == NULL)
    return CLI_FAILED;
  if ((object = cli_show_message (cli, message, error)) == NULL)
    return CLI_FAILED;

  if (cli->json)
    cli_print_object (cli, object, NULL);
  else
    cli_show_for_people (object);
  return CLI_OK;
}
