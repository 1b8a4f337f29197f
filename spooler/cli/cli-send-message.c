/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Makes messages of what `mapi send` was told, and submits them. */

#include "config.h"

#include "cli-recipients.h"
#include "cli-send.h"
#include "cli-spooler.h"
#include "cli-store.h"

void
cli_send_clear (CliSend *send)
{
  g_clear_pointer (&send->from, g_free);
  g_clear_pointer (&send->to, g_strfreev);
  g_clear_pointer (&send->cc, g_strfreev);
  g_clear_pointer (&send->bcc, g_strfreev);
  g_clear_pointer (&send->subject, g_free);
  g_clear_pointer (&send->body, g_free);
  g_clear_pointer (&send->attach, g_strfreev);
  g_clear_pointer (&send->files, g_strfreev);
}

static guint
cli_count_at (const char *text)
{
  guint n = 0;

  for (; text != NULL && *text != '\0'; text++)
    n += *text == '@';
  return n;
}

/* Mail that was received may be read with forbearance; who writes has to mean what is sent. */
static MapiRowSet *
cli_send_parse_mail (const char *text, guint32 kind, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_mime_parse_addresses (text, kind, error);
  guint n_at = 0;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
      const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);

      n_at += cli_count_at (address) + (g_strcmp0 (name, address) != 0 ? cli_count_at (name) : 0);
    }
  if (mapi_row_set_get_size (rows) > 0 && n_at == cli_count_at (text))
    return g_steal_pointer (&rows);

  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "`%s` is no mail address", text);
  return NULL;
}

static gboolean
cli_is_plain (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_iscntrl (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* `someone@example.org` is an SMTP address; `TYPE:address` one of another type. */
static MapiRowSet *
cli_send_parse (const char *text, guint32 kind, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autoptr (MapiPropList) recipient = NULL;
  g_autofree char *type = NULL;

  if (colon == NULL || colon == text ||
      strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != (gsize) (colon - text))
    return cli_send_parse_mail (text, kind, error);
  if (colon[1] == '\0' || !cli_is_plain (colon))
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "`%s` is no address", text);
      return NULL;
    }

  type = g_strndup (text, (gsize) (colon - text));
  recipient = mapi_recipient_new (kind, colon + 1, type, colon + 1);
  return mapi_row_set_new (&recipient, 1);
}

static gboolean
cli_send_add (Cli *cli, MapiMessage *message, char **addresses, guint32 kind, GError **error)
{
  for (; addresses != NULL && *addresses != NULL; addresses++)
    {
      g_autoptr (MapiRowSet) rows =
          cli_recipients_read (cli, *addresses, kind, cli_send_parse, error);

      if (rows == NULL || !mapi_message_modify_recipients (
                              message, MAPI_MODRECIP_ADD, rows, cli->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
cli_send_recipients (Cli *cli, MapiMessage *message, const CliSend *send, GError **error)
{
  return cli_send_add (cli, message, send->to, MAPI_TO, error) &&
         cli_send_add (cli, message, send->cc, MAPI_CC, error) &&
         cli_send_add (cli, message, send->bcc, MAPI_BCC, error);
}

static gboolean
cli_send_sender (MapiPropListBuilder *props, const char *from, GError **error)
{
  g_autoptr (MapiRowSet) rows = cli_send_parse_mail (from, MAPI_ORIG, error);
  g_autoptr (MapiPropList) row = NULL;

  if (rows == NULL)
    return FALSE;
  if (mapi_row_set_get_size (rows) != 1)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "`%s` is not one address", from);
      return FALSE;
    }
  row = mapi_row_set_get_row (rows, 0);
  mapi_prop_list_builder_add_string (
      props, MAPI_PR_SENDER_NAME, mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
  mapi_prop_list_builder_add_string (props, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (
      props, MAPI_PR_SENDER_EMAIL_ADDRESS, mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS));
  return TRUE;
}

static gboolean
cli_send_attach (
    Cli *cli, MapiMessage *message, const char *path, const CliSend *send, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GInputStream) input = send->open (send, path, cli->cancellable, error);
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GObject) stream = NULL;
  g_autoptr (GOutputStream) output = NULL;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *content = NULL, *mime = NULL;

  if (input == NULL ||
      (attach = mapi_message_create_attach (message, 0, NULL, cli->cancellable, error)) == NULL)
    return FALSE;

  content = g_content_type_guess (name, NULL, 0, NULL);
  mime = g_content_type_get_mime_type (content);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, -1);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_LONG_FILENAME, name);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_ATTACH_MIME_TAG, mime != NULL ? mime : "application/octet-stream");
  props = mapi_prop_list_builder_end (builder);
  if (!mapi_prop_set_props (MAPI_PROP (attach), props, NULL, cli->cancellable, error))
    return FALSE;

  stream = mapi_prop_open_property (MAPI_PROP (attach),
                                    MAPI_PR_ATTACH_DATA_BIN,
                                    "MapiStream",
                                    0,
                                    MAPI_CREATE | MAPI_MODIFY,
                                    cli->cancellable,
                                    error);
  if (stream == NULL)
    return FALSE;
  output = mapi_stream_get_output_stream (MAPI_STREAM (stream));
  return g_output_stream_splice (
             output, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, cli->cancellable, error) >= 0 &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, cli->cancellable, error);
}

static char *
cli_send_read_body (Cli *cli, const CliSend *send, GError **error)
{
  g_autoptr (GInputStream) input = send->open (send, NULL, cli->cancellable, error);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;

  if (input == NULL ||
      g_output_stream_splice (
          memory, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, cli->cancellable, error) < 0)
    return NULL;
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  /* Of nothing there is no data. */
  return g_utf8_make_valid (g_bytes_get_data (bytes, NULL) ?: "",
                            (gssize) g_bytes_get_size (bytes));
}

static gboolean
cli_send_compose (Cli *cli, MapiMessage *message, const CliSend *send, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *body =
      send->body != NULL ? g_strdup (send->body) : cli_send_read_body (cli, send, error);

  if (body == NULL)
    return FALSE;
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_SUBJECT, send->subject != NULL ? send->subject : "");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  props = mapi_prop_list_builder_end (builder);
  if (!mapi_prop_set_props (MAPI_PROP (message), props, NULL, cli->cancellable, error))
    return FALSE;

  for (char **path = send->attach; path != NULL && *path != NULL; path++)
    if (!cli_send_attach (cli, message, *path, send, error))
      return FALSE;
  return TRUE;
}

static gboolean
cli_send_read (
    Cli *cli, MapiMessage *message, const char *path, const CliSend *send, GError **error)
{
  const char *file = g_str_equal (path, "-") ? NULL : path;
  g_autoptr (GInputStream) input = send->open (send, file, cli->cancellable, error);

  /* Recipients that were named here are the envelope; those of the headers would be added to them.
   */
  return input != NULL && mapi_mime_read (message,
                                          input,
                                          send->to != NULL || send->cc != NULL || send->bcc != NULL
                                              ? MAPI_MIME_READ_NO_RECIPIENTS
                                              : 0,
                                          cli->cancellable,
                                          error);
}

gboolean
cli_send_set_place (
    Cli *cli, MapiMsgStore *store, MapiMessage *message, gboolean keeps_copy, GError **error)
{
  static const guint32 wanted[] = { MAPI_PR_IPM_SENTMAIL_ENTRYID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) store_props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, cli->cancellable, NULL, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) sent = NULL;

  if (store_props == NULL)
    return FALSE;
  sent = mapi_prop_list_get_bytes (store_props, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  if (sent != NULL && keeps_copy)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_SENTMAIL_ENTRYID, sent);
  else
    mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cli->cancellable, error);
}

static gboolean
cli_send_set_sender (Cli *cli, MapiMessage *message, const CliSend *send, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  if (send->from == NULL)
    return TRUE;
  if (!cli_send_sender (builder, send->from, error))
    return FALSE;
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cli->cancellable, error);
}

typedef struct
{
  guint sent;
  guint failed;
} CliSendCount;

/* @path: the file to send, or %NULL to compose a message. */
static gboolean
cli_send_one (Cli           *cli,
              MapiMsgStore  *store,
              MapiFolder    *outbox,
              const char    *path,
              const CliSend *send,
              GError       **error)
{
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (outbox, NULL, 0, cli->cancellable, error);

  if (message == NULL)
    return FALSE;
  if (path != NULL ? !cli_send_read (cli, message, path, send, error)
                   : !cli_send_compose (cli, message, send, error))
    return FALSE;
  return cli_send_recipients (cli, message, send, error) &&
         cli_send_set_sender (cli, message, send, error) &&
         cli_send_set_place (cli, store, message, !send->no_copy, error) &&
         mapi_message_submit_message (message, 0, cli->cancellable, error);
}

/* Each file, or else the one message that is composed. */
static gboolean
cli_send_each (Cli           *cli,
               MapiMsgStore  *store,
               MapiFolder    *outbox,
               const CliSend *send,
               CliSendCount  *count,
               GError       **error)
{
  if (*send->files == NULL)
    {
      count->sent = cli_send_one (cli, store, outbox, NULL, send, error);
      return count->sent > 0;
    }
  for (char **file = send->files; *file != NULL; file++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *text = NULL;

      if (cli_send_one (cli, store, outbox, *file, send, &local))
        {
          count->sent++;
          continue;
        }
      text = cli_error_text (local);
      cli_complain (cli, "mapi send: %s: %s\n", *file, text);
      count->failed++;
    }
  return TRUE;
}

CliExit
cli_send_messages (
    Cli *cli, MapiMsgStore *store, MapiFolder *outbox, const CliSend *send, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  CliSendCount count = { 0, 0 };

  if (!cli_send_each (cli, store, outbox, send, &count, error))
    return CLI_FAILED;

  json_object_set_int_member (object, "queued", count.sent);
  json_object_set_int_member (object, "failed", count.failed);
  cli_answer (cli,
              object,
              count.sent > 0 ? "%u %s in the outgoing queue" : NULL,
              count.sent,
              count.sent == 1 ? "message is" : "messages are");
  if (count.failed > 0)
    return count.sent > 0 ? CLI_PARTIAL : CLI_FAILED;
  return CLI_OK;
}
