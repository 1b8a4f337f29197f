/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The SMTP provider as the spooler drives it, against servers that behave and that do not. */

#include "tap.h"

#include "mock-drive.h"
#include "mock-postfix.h"
#include "mock-process.h"

#include <string.h>

/* Of smtp.service. */
#define TAG_HOST ((guint32) 0x6600001F)

#define TAG_PORT ((guint32) 0x66010003)

#define TAG_SECURITY ((guint32) 0x6602001F)

#define TAG_ADDRESS ((guint32) 0x6608001F)

#define TAG_NAME ((guint32) 0x6609001F)

#define TAG_TIMEOUT ((guint32) 0x660B0003)

#define HELLO                                                                                      \
  "From: Me <me@test.invalid>\r\nTo: A <a@test.invalid>\r\nSubject: Hello\r\n"                     \
  "Message-ID: <1@test.invalid>\r\n\r\nHello.\r\n"

typedef struct
{
  char        *folder;
  MockProcess *server;
  guint16      port;
  MockSupport *support;
  MapiXpLogon *logon;
  MockSent     sent;
  GError      *error;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  if (self->logon != NULL)
    CU_ASSERT_TRUE (mapi_xp_logon_transport_logoff (self->logon, 0, NULL, NULL));
  g_clear_object (&self->logon);
  g_clear_object (&self->support);
  g_clear_pointer (&self->server, mock_process_free);
  g_clear_error (&self->error);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static MapiPropList *
make_settings (guint16 port, const char *address, gint32 timeout)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, TAG_HOST, "127.0.0.1");
  mapi_prop_list_builder_add_long (builder, TAG_PORT, port);
  mapi_prop_list_builder_add_string (builder, TAG_SECURITY, "none");
  mapi_prop_list_builder_add_long (builder, TAG_TIMEOUT, timeout);
  if (address != NULL)
    {
      mapi_prop_list_builder_add_string (builder, TAG_ADDRESS, address);
      mapi_prop_list_builder_add_string (builder, TAG_NAME, "Some One");
    }
  return mapi_prop_list_builder_end (builder);
}

static gboolean
log_on (Fixture *self, MapiPropList *settings)
{
  self->support = mock_support_new (settings);
  self->logon = mock_drive_open ("providers/smtp/mapi-smtp.so", self->support, &self->error);
  return TAP_NO_ERROR (self->error);
}

static gboolean
start (Fixture *self, const char *name, const char *const *options)
{
  g_autoptr (MapiPropList) settings = NULL;

  self->folder = g_build_filename (tap_folder (), name, NULL);
  self->server = mock_smtp_start (self->folder, 0, options, &self->error);
  if (!TAP_NO_ERROR (self->error))
    return FALSE;

  self->port = mock_process_get_port (self->server);
  settings = make_settings (self->port, NULL, 60);
  return log_on (self, settings);
}

static gboolean
send (Fixture *self, MapiMessage *message)
{
  g_clear_error (&self->error);
  return mock_drive_send (self->logon, message, &self->sent, NULL, &self->error);
}

/* FOLDER/000001.eml, or the envelope beside it. */
static char *
read_arrived (Fixture *self, guint number, const char *ending)
{
  g_autofree char *name = g_strdup_printf ("%06u.%s", number, ending);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char            *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    content = g_strdup ("");
  return content;
}

static void
hold_words (const char *text, const char *words, gboolean wanted)
{
  if ((strstr (text, words) != NULL) == wanted)
    return;
  tap_note ("“%s” %s “%s”", text, wanted ? "lacks" : "has", words);
  CU_FAIL ("the words are not as they should be");
}

static MapiPropList *
get_reported (Fixture *self, guint index, guint size)
{
  g_autoptr (MapiRowSet) reported = mock_support_get_reported (self->support);

  TAP_NUMBER (mapi_row_set_get_size (reported), size);
  return index < mapi_row_set_get_size (reported) ? mapi_row_set_get_row (reported, index)
                                                  : mapi_prop_list_new_empty ();
}

static void
test_unconfigured (void)
{
  g_autoptr (MockSupport) support = mock_support_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon = mock_drive_open ("providers/smtp/mapi-smtp.so", support, &error);

  CU_ASSERT_PTR_NULL (logon);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
}

static void
test_address_types (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiAddressTypes) types = NULL;

  if (!start (&fixture, "types", NULL))
    return;

  types = mapi_xp_logon_address_types (fixture.logon, NULL, NULL, NULL);
  CU_ASSERT_TRUE (mapi_address_types_handles (types, "SMTP"));
  CU_ASSERT_FALSE (mapi_address_types_handles (types, "FAX"));
}

static void
test_send (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autofree char *arrived = NULL;
  g_autofree char *envelope = NULL;

  if (!start (&fixture, "send", NULL))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
  arrived = read_arrived (&fixture, 1, "eml");
  hold_words (arrived, "Subject: Hello\r\n", TRUE);
  hold_words (arrived, "\r\n\r\nHello.\r\n", TRUE);
  envelope = read_arrived (&fixture, 1, "json");
  hold_words (envelope, "\"me@test.invalid\"", TRUE);
  hold_words (envelope, "SIZE=", TRUE);
}

/* A recipient is in the envelope, whatever the header says of it. */
static void
test_bcc (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message =
      mock_letter_new ("From: me@test.invalid\r\nTo: a@test.invalid\r\n"
                       "Bcc: secret@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autofree char *arrived = NULL;
  g_autofree char *envelope = NULL;

  if (!start (&fixture, "bcc", NULL))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  arrived = read_arrived (&fixture, 1, "eml");
  hold_words (arrived, "secret", FALSE);
  envelope = read_arrived (&fixture, 1, "json");
  hold_words (envelope, "secret@test.invalid", TRUE);
}

static void
test_verdicts (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, "verdicts", NULL))
    return;

  mock_letter_add (message, "SMTP", "bad@test.invalid");
  mock_letter_add (message, "SMTP", "later@test.invalid");
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (fixture.sent.end_flags, MAPI_END_RESEND_LATER);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "bad@test.invalid"));
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "later@test.invalid"));

  row = get_reported (&fixture, 0, 1);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), "bad@test.invalid");
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT), "550 5.1.1 No such recipient");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_NDR_DIAG_CODE, 0),
              MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN);

  /* Later it is asked for alone, and nobody else gets the message again. */
  CU_ASSERT_FALSE (send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_WAIT);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);
}

/* PR_SEND_RICH_INFO */

#define TAG_ODD ((guint32) 0x6801001F)

static void
add_rich (MapiMessage *message, const char *address, gboolean rich)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, "SMTP", address);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) more = NULL;
  g_autoptr (MapiPropList) whole = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SEND_RICH_INFO, rich);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_RESPONSIBILITY, FALSE);
  more = mapi_prop_list_builder_end (builder);
  whole = mapi_prop_list_merge (row, more);
  rows = mapi_row_set_new (&whole, 1);
  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL));
}

/* To a@ of whom nothing is said, plain@ and rich@, with a property that MIME has no word for. */
static MapiMessage *
make_mixed (void)
{
  MapiMessage *message = mock_letter_new (HELLO);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (TAG_ODD, "an odd thing");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL));
  add_rich (message, "plain@test.invalid", FALSE);
  add_rich (message, "rich@test.invalid", TRUE);
  return message;
}

/* What the recipient's program makes of it. */
static MapiMessage *
open_arrived (const char *mime)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (mime, (gssize) strlen (mime), NULL);
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_mime_read (message, stream, 0, NULL, &error));
  CU_ASSERT_TRUE (mapi_tnef_decode_attachment (message, 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  return message;
}

static void
hold_odd (MapiMessage *message)
{
  const guint32 tag = TAG_ODD;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);

  TAP_STRING (mapi_prop_list_get_string (props, tag), "an odd thing");
}

/* R600, R663: each recipient gets what is right for it, in a transaction of its kind. */
static void
test_rich (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_mixed ();
  g_autoptr (MapiMessage) opened = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *rich = NULL;
  g_autofree char *plain_envelope = NULL;
  g_autofree char *rich_envelope = NULL;

  if (!start (&fixture, "rich", NULL))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (fixture.sent.end_flags, 0);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
  plain = read_arrived (&fixture, 1, "eml");
  plain_envelope = read_arrived (&fixture, 1, "json");
  hold_words (plain, "application/ms-tnef", FALSE);
  hold_words (plain_envelope, "a@test.invalid", TRUE);
  hold_words (plain_envelope, "plain@test.invalid", TRUE);
  hold_words (plain_envelope, "rich@test.invalid", FALSE);

  rich = read_arrived (&fixture, 2, "eml");
  rich_envelope = read_arrived (&fixture, 2, "json");
  hold_words (rich_envelope, "rich@test.invalid", TRUE);
  hold_words (rich_envelope, "plain@test.invalid", FALSE);
  hold_words (rich, "Message-ID: <1@test.invalid>", TRUE);
  opened = open_arrived (rich);
  hold_odd (opened);
}

/* R663: who is refused in one transaction is refused, and nobody else. */
static void
test_rich_refused (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, "rich-refused", NULL))
    return;

  add_rich (message, "bad@test.invalid", TRUE);
  add_rich (message, "rich@test.invalid", TRUE);
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "rich@test.invalid"));
  row = get_reported (&fixture, 0, 1);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), "bad@test.invalid");
}

/* R663: when the second transaction fails, those of the first are not sent to again. */
static void
test_rich_later (void)
{
  static const char *const options[] = {
    "--at", "rcpt:rich@*", "421 4.3.2 Enough of you", "2", NULL
  };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_mixed ();

  if (!start (&fixture, "rich-later", options))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, MAPI_END_RESEND_LATER);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "plain@test.invalid"));
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "rich@test.invalid"));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);

  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "rich@test.invalid"));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

/* What is signed must not be changed, whoever wants what. */
static void
test_rich_signed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_mixed ();
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, "IPM.Note.SMIME");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  if (!start (&fixture, "rich-signed", NULL))
    return;

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL));
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);
}

/* D11: nothing could be done now, and the reason is the server's own. */
static void
test_delayed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (
      "From: me@test.invalid\r\nTo: later@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, "delayed", NULL))
    return;

  CU_ASSERT_FALSE (send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_WAIT);
  hold_words (fixture.error->message, "later@test.invalid: 451 4.2.0 Try again later", TRUE);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "later@test.invalid"));
  row = get_reported (&fixture, 0, 0);
}

static void
test_too_many (void)
{
  static const char *const options[] = {
    "--at", "rcpt:b@*", "452 4.5.3 Too many recipients", "1", NULL
  };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);

  if (!start (&fixture, "many", options))
    return;

  mock_letter_add (message, "SMTP", "b@test.invalid");
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, MAPI_END_RESEND_NOW);
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "b@test.invalid"));
}

/* The connection */

static void
test_kept_connection (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiPropList) row = NULL;
  g_autofree char *envelope = NULL;

  if (!start (&fixture, "kept", NULL))
    return;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (MapiMessage) message = mock_letter_new (HELLO);

      CU_ASSERT_TRUE (send (&fixture, message));
    }
  envelope = read_arrived (&fixture, 5, "json");
  hold_words (envelope, "\"connection\": 1", TRUE);
  row = mock_support_get_status_row (fixture.support);
  CU_ASSERT_TRUE ((mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0) &
                   (gint32) MAPI_STATUS_OUTBOUND_ACTIVE) != 0);
}

/* A server that went down says so with an error, and one that came back is found again, both when
 * it was known before and when not. */
static void
test_restart (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) first = mock_letter_new (HELLO);
  g_autoptr (MapiMessage) second = mock_letter_new (HELLO);

  if (!start (&fixture, "restart", NULL))
    return;

  CU_ASSERT_TRUE (send (&fixture, first));
  mock_process_kill (fixture.server);
  CU_ASSERT_FALSE (send (&fixture, second));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  hold_words (fixture.error->message, "Connection refused", TRUE);
  CU_ASSERT_FALSE (mock_letter_is_taken (second, "a@test.invalid"));

  mock_process_free (fixture.server);
  g_clear_error (&fixture.error);
  fixture.server = mock_smtp_start (fixture.folder, fixture.port, NULL, &fixture.error);
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (send (&fixture, second));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

/* A kept connection that the server has had enough of costs nobody a delay. */
static void
test_closing (void)
{
  static const char *const options[] = {
    "--at", "mail:second@*", "421 4.3.2 Enough of you", "1", NULL
  };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) first = mock_letter_new (HELLO);
  g_autoptr (MapiMessage) second = mock_letter_new (
      "From: second@test.invalid\r\nTo: a@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autofree char *envelope = NULL;

  if (!start (&fixture, "closing", options))
    return;

  CU_ASSERT_TRUE (send (&fixture, first));
  CU_ASSERT_TRUE (send (&fixture, second));
  TAP_NO_ERROR (fixture.error);
  envelope = read_arrived (&fixture, 2, "json");
  hold_words (envelope, "\"connection\": 2", TRUE);
}

/* D14: the server has it, and nobody knows: it is sent again, twice at most and never not at all.
 */
static void
test_undecided (void)
{
  static const char *const options[] = { "--at", "dot", "take", "1", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);

  if (!start (&fixture, "undecided", options))
    return;

  CU_ASSERT_FALSE (send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "a@test.invalid"));
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

static gpointer
cancel_soon (gpointer logon)
{
  guint32 flags = MAPI_NOTIFY_CANCEL_MESSAGE;

  g_usleep (50000);
  mapi_xp_logon_transport_notify (logon, &flags, 1, NULL, NULL);
  return NULL;
}

/* R371: from another thread, while the server says nothing. */
static void
test_cancel (void)
{
  static const char *const options[] = { "--at", "dot", "hang", "1", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  GThread *thread;

  if (!start (&fixture, "cancel", options))
    return;

  thread = g_thread_new ("cancel", cancel_soon, fixture.logon);
  CU_ASSERT_FALSE (send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "a@test.invalid"));
  g_thread_join (thread);
}

/* What the server can and cannot */

static void
test_size (void)
{
  static const char *const options[] = { "--size", "1000", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *filler = g_strnfill (2000, 'x');
  g_autofree char *text = g_strconcat (HELLO, filler, "\r\n", NULL);
  g_autoptr (MapiMessage) message = mock_letter_new (text);
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, "size", options))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  row = get_reported (&fixture, 0, 1);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_NDR_DIAG_CODE, 0), MAPI_DIAG_CONTENT_TOO_LONG);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
}

static void
send_8bit (const char *name, const char *const *options, gboolean offered)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (
      "From: me@test.invalid\r\nTo: a@test.invalid\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
      "Grüße aus Köln, mit so vielen Buchstaben, daß es sich nicht lohnt: zwölf Boxkämpfer.\r\n");
  g_autofree char *arrived = NULL;
  g_autofree char *envelope = NULL;

  if (!start (&fixture, name, options))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  arrived = read_arrived (&fixture, 1, "eml");
  envelope = read_arrived (&fixture, 1, "json");
  CU_ASSERT_TRUE (offered || g_str_is_ascii (arrived));
  hold_words (envelope, "BODY=8BITMIME", offered && !g_str_is_ascii (arrived));
}

static void
test_8bit (void)
{
  static const char *const plain[] = { "--without", "8BITMIME", NULL };

  send_8bit ("8bit", NULL, TRUE);
  send_8bit ("7bit", plain, FALSE);
}

static void
send_utf8 (const char *name, const char *const *options, gboolean offered)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autofree char *envelope = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, name, options))
    return;

  mock_letter_add (message, "SMTP", "jörg@test.invalid");
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "jörg@test.invalid"));
  envelope = read_arrived (&fixture, 1, "json");
  hold_words (envelope, "SMTPUTF8", offered);
  row = get_reported (&fixture, 0, offered ? 0 : 1);
}

static void
test_utf8 (void)
{
  static const char *const plain[] = { "--without", "SMTPUTF8", NULL };

  send_utf8 ("utf8", NULL, TRUE);
  send_utf8 ("ascii", plain, FALSE);
}

/* Who sends */

static void
test_sender (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiPropList) settings = NULL;
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autofree char *envelope = NULL;

  fixture.folder = g_build_filename (tap_folder (), "sender", NULL);
  fixture.server = mock_smtp_start (fixture.folder, 0, NULL, &fixture.error);
  if (!TAP_NO_ERROR (fixture.error))
    return;
  settings = make_settings (mock_process_get_port (fixture.server), "someone@test.invalid", 60);
  if (!log_on (&fixture, settings))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  envelope = read_arrived (&fixture, 1, "json");
  hold_words (envelope, "\"someone@test.invalid\"", TRUE);
}

static void
test_no_sender (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message =
      mock_letter_new ("To: a@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, "no-sender", NULL))
    return;

  CU_ASSERT_TRUE (send (&fixture, message));
  row = get_reported (&fixture, 0, 1);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 0);
}

static void
set_prop (MapiMessage *message, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) owned = value;
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (owned);

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL));
}

/* Nobody reports on a report. */
static void
test_report (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autofree char *envelope = NULL;

  if (!start (&fixture, "report", NULL))
    return;

  set_prop (message, mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, "REPORT.IPM.Note.NDR"));
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  envelope = read_arrived (&fixture, 1, "json");
  hold_words (envelope, "\"address\": \"\"", TRUE);
}

/* R314 */
static void
test_delivery_report (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (HELLO);
  g_autoptr (MapiPropList) row = NULL;

  if (!start (&fixture, "delivery", NULL))
    return;

  set_prop (message,
            mapi_prop_value_new_boolean (MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, TRUE));
  CU_ASSERT_TRUE (send (&fixture, message));
  row = get_reported (&fixture, 0, 1);
  CU_ASSERT_TRUE (mapi_prop_list_contains (row, MAPI_PR_DELIVER_TIME));
  CU_ASSERT_FALSE (mapi_prop_list_contains (row, MAPI_PR_NDR_REASON_CODE));
}

/* A real one */

static void
test_postfix (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MockPostfix) postfix = mock_postfix_start (NULL, &fixture.error);
  g_autoptr (MapiMessage) message = mock_letter_new (
      "From: me@test.invalid\r\nTo: a@postfix.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autoptr (MapiPropList) settings = NULL;

  if (g_error_matches (fixture.error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      tap_skip (fixture.error->message);
      return;
    }
  if (!TAP_NO_ERROR (fixture.error))
    return;

  settings = make_settings (mock_postfix_get_port (postfix), NULL, 60);
  if (!log_on (&fixture, settings))
    return;
  CU_ASSERT_TRUE (send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@postfix.invalid"));
}

TAP_MAIN ("providers/smtp",
          { "without settings", test_unconfigured },
          { "address types", test_address_types },
          { "a message", test_send },
          { "Bcc", test_bcc },
          { "verdicts for each recipient", test_verdicts },
          { "everything for who wants it", test_rich },
          { "a refusal in the second transaction", test_rich_refused },
          { "a second transaction that fails", test_rich_later },
          { "what is signed is sent as it is", test_rich_signed },
          { "everybody has to wait (D11)", test_delayed },
          { "too many recipients at a time", test_too_many },
          { "the connection is kept", test_kept_connection },
          { "a server that goes and comes back", test_restart },
          { "a server that has had enough", test_closing },
          { "the undecidable window (D14)", test_undecided },
          { "cancelling from another thread", test_cancel },
          { "a message that is too big", test_size },
          { "8BITMIME", test_8bit },
          { "SMTPUTF8", test_utf8 },
          { "the sender of the profile", test_sender },
          { "no sender", test_no_sender },
          { "a report has no sender", test_report },
          { "delivery reports", test_delivery_report },
          { "Postfix", test_postfix })
