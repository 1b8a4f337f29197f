/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-drive.h"
#include "mock-postfix.h"
#include "mock-process.h"
#include "smtp-rig.h"
#include "tap.h"

#include <string.h>

/* What a message becomes on its way to an SMTP server: its size, its character sets, its sender,
 * and who gets which of its forms. */

/* A recipient is in the envelope, whatever the header says of it. */
static void
test_bcc (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message =
      mock_letter_new ("From: me@test.invalid\r\nTo: a@test.invalid\r\n"
                       "Bcc: secret@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autofree char *arrived = NULL;
  g_autofree char *envelope = NULL;

  if (!smtp_rig_start (&fixture, "bcc", NULL))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  arrived = smtp_rig_read_arrived (&fixture, 1, "eml");
  smtp_rig_hold_words (arrived, "secret", FALSE);
  envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  smtp_rig_hold_words (envelope, "secret@test.invalid", TRUE);
}

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
  MapiMessage *message = mock_letter_new (SMTP_RIG_HELLO);
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
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_mixed ();
  g_autoptr (MapiMessage) opened = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *rich = NULL;
  g_autofree char *plain_envelope = NULL;
  g_autofree char *rich_envelope = NULL;

  if (!smtp_rig_start (&fixture, "rich", NULL))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (fixture.sent.end_flags, 0);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
  plain = smtp_rig_read_arrived (&fixture, 1, "eml");
  plain_envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  smtp_rig_hold_words (plain, "application/ms-tnef", FALSE);
  smtp_rig_hold_words (plain_envelope, "a@test.invalid", TRUE);
  smtp_rig_hold_words (plain_envelope, "plain@test.invalid", TRUE);
  smtp_rig_hold_words (plain_envelope, "rich@test.invalid", FALSE);

  rich = smtp_rig_read_arrived (&fixture, 2, "eml");
  rich_envelope = smtp_rig_read_arrived (&fixture, 2, "json");
  smtp_rig_hold_words (rich_envelope, "rich@test.invalid", TRUE);
  smtp_rig_hold_words (rich_envelope, "plain@test.invalid", FALSE);
  smtp_rig_hold_words (rich, "Message-ID: <1@test.invalid>", TRUE);
  opened = open_arrived (rich);
  hold_odd (opened);
}

/* R663: who is refused in one transaction is refused, and nobody else. */
static void
test_rich_refused (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, "rich-refused", NULL))
    return;

  add_rich (message, "bad@test.invalid", TRUE);
  add_rich (message, "rich@test.invalid", TRUE);
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "rich@test.invalid"));
  row = smtp_rig_get_reported (&fixture, 0, 1);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), "bad@test.invalid");
}

/* R663: when the second transaction fails, those of the first are not sent to again. */
static void
test_rich_later (void)
{
  static const char *const options[] = {
    "--at", "rcpt:rich@*", "421 4.3.2 Enough of you", "2", NULL
  };
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_mixed ();

  if (!smtp_rig_start (&fixture, "rich-later", options))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, MAPI_END_RESEND_LATER);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "plain@test.invalid"));
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "rich@test.invalid"));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "rich@test.invalid"));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

/* What is signed must not be changed, whoever wants what. */
static void
test_rich_signed (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_mixed ();
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, "IPM.Note.SMIME");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  if (!smtp_rig_start (&fixture, "rich-signed", NULL))
    return;

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL));
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);
}

static void
test_size (void)
{
  static const char *const options[] = { "--size", "1000", NULL };
  g_auto (SmtpRig) fixture = { 0 };
  g_autofree char *filler = g_strnfill (2000, 'x');
  g_autofree char *text = g_strconcat (SMTP_RIG_HELLO, filler, "\r\n", NULL);
  g_autoptr (MapiMessage) message = mock_letter_new (text);
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, "size", options))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  row = smtp_rig_get_reported (&fixture, 0, 1);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_NDR_DIAG_CODE, 0), MAPI_DIAG_CONTENT_TOO_LONG);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
}

static void
send_8bit (const char *name, const char *const *options, gboolean offered)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (
      "From: me@test.invalid\r\nTo: a@test.invalid\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
      "Grüße aus Köln, mit so vielen Buchstaben, daß es sich nicht lohnt: zwölf Boxkämpfer.\r\n");
  g_autofree char *arrived = NULL;
  g_autofree char *envelope = NULL;

  if (!smtp_rig_start (&fixture, name, options))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  arrived = smtp_rig_read_arrived (&fixture, 1, "eml");
  envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  CU_ASSERT_TRUE (offered || g_str_is_ascii (arrived));
  smtp_rig_hold_words (envelope, "BODY=8BITMIME", offered && !g_str_is_ascii (arrived));
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
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autofree char *envelope = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, name, options))
    return;

  mock_letter_add (message, "SMTP", "jörg@test.invalid");
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "jörg@test.invalid"));
  envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  smtp_rig_hold_words (envelope, "SMTPUTF8", offered);
  row = smtp_rig_get_reported (&fixture, 0, offered ? 0 : 1);
}

static void
test_utf8 (void)
{
  static const char *const plain[] = { "--without", "SMTPUTF8", NULL };

  send_utf8 ("utf8", NULL, TRUE);
  send_utf8 ("ascii", plain, FALSE);
}

static void
test_sender (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiPropList) settings = NULL;
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autofree char *envelope = NULL;

  fixture.folder = g_build_filename (tap_folder (), "sender", NULL);
  fixture.server = mock_smtp_start (fixture.folder, 0, NULL, &fixture.error);
  if (!TAP_NO_ERROR (fixture.error))
    return;
  settings =
      smtp_rig_make_settings (mock_process_get_port (fixture.server), "someone@test.invalid", 60);
  if (!smtp_rig_log_on (&fixture, settings))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  smtp_rig_hold_words (envelope, "\"someone@test.invalid\"", TRUE);
}

static void
test_no_sender (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message =
      mock_letter_new ("To: a@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, "no-sender", NULL))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  row = smtp_rig_get_reported (&fixture, 0, 1);
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
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autofree char *envelope = NULL;

  if (!smtp_rig_start (&fixture, "report", NULL))
    return;

  set_prop (message, mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, "REPORT.IPM.Note.NDR"));
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  smtp_rig_hold_words (envelope, "\"address\": \"\"", TRUE);
}

/* R314 */
static void
test_delivery_report (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, "delivery", NULL))
    return;

  set_prop (message,
            mapi_prop_value_new_boolean (MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, TRUE));
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  row = smtp_rig_get_reported (&fixture, 0, 1);
  CU_ASSERT_TRUE (mapi_prop_list_contains (row, MAPI_PR_DELIVER_TIME));
  CU_ASSERT_FALSE (mapi_prop_list_contains (row, MAPI_PR_NDR_REASON_CODE));
}

TAP_MAIN ("providers/smtp-content",
          { "Bcc", test_bcc },
          { "everything for who wants it", test_rich },
          { "a refusal in the second transaction", test_rich_refused },
          { "a second transaction that fails", test_rich_later },
          { "what is signed is sent as it is", test_rich_signed },
          { "a message that is too big", test_size },
          { "8BITMIME", test_8bit },
          { "SMTPUTF8", test_utf8 },
          { "the sender of the profile", test_sender },
          { "no sender", test_no_sender },
          { "a report has no sender", test_report },
          { "delivery reports", test_delivery_report })
