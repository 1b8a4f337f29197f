/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reports of Internet mail (RFC 3464, RFC 8098), to MAPI's report messages and back. */

#include "mock-mail.h"
#include "tap.h"

#include <string.h>

static void
expect_class (MapiPropList *props, const char *message_class)
{
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS), message_class);
}

static void
expect_string (MapiPropList *props, guint32 tag, const char *text)
{
  TAP_STRING (mapi_prop_list_get_string (props, tag), text);
}

static void
expect_time (MapiPropList *props, guint32 tag, guint hour, guint second)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2024, 2, 29, hour, 0, second);

  CU_ASSERT (mapi_prop_list_get_systime (props, tag, 0) == mapi_filetime_from_date_time (time));
}

static MapiPropList *
recipient_of (MapiMessage *message, guint index, guint n_recipients)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, NULL, NULL);

  TAP_NUMBER (mapi_row_set_get_size (rows), n_recipients);
  return mapi_row_set_get_row (rows, index);
}

static void
test_failed (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("report-failed.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiPropList) first = recipient_of (message, 0, 2);
  g_autoptr (MapiPropList) second = recipient_of (message, 1, 2);

  expect_class (props, "REPORT.IPM.Note.NDR");
  expect_string (props, MAPI_PR_ORIG_MESSAGE_CLASS, "IPM.Note");
  expect_string (props, MAPI_PR_REPORTING_MTA, "mail.example.org");
  expect_string (props, MAPI_PR_ORIGINAL_SUBJECT, "Lunch");
  expect_string (props, MAPI_PR_ORIGINAL_MESSAGE_ID, "<lunch@example.org>");
  expect_string (props, MAPI_PR_ORIGINAL_DISPLAY_TO, "Bert; carla@receiver.example");
  expect_string (props, MAPI_PR_ORIGINAL_DISPLAY_CC, "dora@example.org");
  expect_string (props, MAPI_PR_ORIGINAL_SENDER_EMAIL_ADDRESS, "anna@example.org");
  expect_time (props, MAPI_PR_ORIGINAL_SUBMIT_TIME, 11, 0);
  expect_time (props, MAPI_PR_REPORT_TIME, 11, 5);
  CU_ASSERT_PTR_NOT_NULL (
      strstr (mapi_prop_list_get_string (props, MAPI_PR_REPORT_TEXT), "No such user here"));
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_AUTO_RESPONSE_SUPPRESS, 0), -1);
  /* The message that it is about, and nothing else. */
  TAP_NUMBER (mock_mail_count_attachments (message), 1);

  expect_string (first, MAPI_PR_EMAIL_ADDRESS, "bert@receiver.example");
  expect_string (first, MAPI_PR_ADDRTYPE, "SMTP");
  expect_string (first, MAPI_PR_REPORT_TEXT, "550 5.1.1 No such user here");
  expect_string (first, MAPI_PR_REMOTE_MTA, "mx.receiver.example");
  expect_string (first,
                 MAPI_PR_SUPPLEMENTARY_INFO,
                 "<mx.receiver.example #5.1.1 smtp; 550 5.1.1 No such user here>");
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_NDR_STATUS_CODE, 0), 511);
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_NDR_REASON_CODE, -1), 1);
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_NDR_DIAG_CODE, -1),
              MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN);
  CU_ASSERT_FALSE (mapi_prop_list_contains (first, MAPI_PR_DELIVER_TIME));
  expect_time (first, MAPI_PR_REPORT_TIME, 11, 5);
  expect_string (second, MAPI_PR_EMAIL_ADDRESS, "carla@receiver.example");
  TAP_NUMBER (mapi_prop_list_get_long (second, MAPI_PR_NDR_DIAG_CODE, -1),
              MAPI_DIAG_MAXIMUM_TIME_EXPIRED);
}

static void
test_delayed (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("report-delayed.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiPropList) recipient = recipient_of (message, 0, 1);

  expect_class (props, "REPORT.IPM.Note.Delayed.DR");
  expect_string (props, MAPI_PR_ORIGINAL_SUBJECT, "Grüße");
  expect_string (props, MAPI_PR_ORIGINAL_MESSAGE_ID, "<late@example.org>");
  expect_string (recipient, MAPI_PR_EMAIL_ADDRESS, "bert@receiver.example");
  TAP_NUMBER (mapi_prop_list_get_long (recipient, MAPI_PR_NDR_STATUS_CODE, 0), 441);
  CU_ASSERT_FALSE (mapi_prop_list_contains (recipient, MAPI_PR_NDR_DIAG_CODE));
  CU_ASSERT_FALSE (mapi_prop_list_contains (recipient, MAPI_PR_DELIVER_TIME));
}

/* What weighs most makes the kind, and is what the recipients are those of. */
static void
test_relayed (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("report-relayed.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiPropList) recipient = recipient_of (message, 0, 1);

  expect_class (props, "REPORT.IPM.Note.Relayed.DR");
  expect_string (recipient, MAPI_PR_EMAIL_ADDRESS, "bért@receiver.example");
  expect_time (recipient, MAPI_PR_DELIVER_TIME, 11, 4);
  TAP_NUMBER (mock_mail_count_attachments (message), 0);
}

static void
test_read (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("report-read.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiPropList) recipient = recipient_of (message, 0, 1);

  expect_class (props, "REPORT.IPM.Note.IPNRN");
  expect_string (props, MAPI_PR_ORIGINAL_MESSAGE_ID, "<lunch@example.org>");
  expect_string (props, MAPI_PR_ORIGINAL_SUBJECT, "Lunch");
  expect_string (props, MAPI_PR_REPORT_DISPOSITION, "displayed");
  expect_string (props, MAPI_PR_REPORT_DISPOSITION_MODE, "manual-action/mdn-sent-manually");
  expect_time (props, MAPI_PR_REPORT_TIME, 12, 0);
  /* Whom it came to, for a report of reading is about a message and not about recipients. */
  expect_string (recipient, MAPI_PR_EMAIL_ADDRESS, "anna@example.org");
}

/* What makes no sense is a message with an attachment. */
static void
test_nonsense (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("report-nonsense.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiPropList) recipient = recipient_of (message, 0, 1);

  expect_class (props, "IPM.Note");
  expect_string (recipient, MAPI_PR_EMAIL_ADDRESS, "anna@example.org");
  TAP_NUMBER (mock_mail_count_attachments (message), 1);
}

static char *
build_report (const char *type, const char *part)
{
  return g_strdup_printf ("Date: Thu, 29 Feb 2024 11:00:05 +0000\n"
                          "Content-Type: multipart/report; boundary=b\n"
                          "\n"
                          "--b\n"
                          "Content-Type: text/plain\n"
                          "\n"
                          "Text\n"
                          "--b\n"
                          "Content-Type: message/%s\n"
                          "\n"
                          "%s\n"
                          "--b--\n",
                          type,
                          part);
}

static void
expect_class_of (const char *type, const char *part, const char *message_class)
{
  g_autofree char *text = build_report (type, part);
  g_autoptr (MapiMessage) message = mock_mail_read_text (text);
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autofree char *written = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);

  expect_class (props, message_class);
  TAP_STRING (written, text);
}

/* What others leave out, spell in their own way, or get wrong. */
static void
test_variants (void)
{
  static const char delivery[] = "delivery-status";
  static const char disposition[] = "disposition-notification";

  expect_class_of (delivery,
                   "final-recipient: rfc822;a@x\nACTION: FAILED\nStatus: 5.0.0",
                   "REPORT.IPM.Note.NDR");
  expect_class_of (delivery,
                   "\n\n\nReporting-MTA: dns; x\n \t\nFinal-Recipient: a@x\nAction: Expanded",
                   "REPORT.IPM.Note.Expanded.DR");
  expect_class_of (
      delivery, "A: b\n\nAction: failed\nOriginal-Recipient: x;y", "REPORT.IPM.Note.NDR");
  expect_class_of (delivery, "A: b\n\nAction: failed", "IPM.Note");
  expect_class_of (delivery, "A: b\n\nFinal-Recipient: rfc822; a@x", "IPM.Note");
  expect_class_of (delivery, "A: b\n\nFinal-Recipient: rfc822; a@x\nAction: failedly", "IPM.Note");
  expect_class_of (delivery, "", "IPM.Note");
  expect_class_of (disposition,
                   "Disposition: automatic-action/MDN-sent-automatically; deleted",
                   "REPORT.IPM.Note.IPNNRN");
  expect_class_of (disposition, "Disposition: x; displayed/error", "REPORT.IPM.Note.IPNRN");
  expect_class_of (disposition, "Disposition: displayed", "IPM.Note");
  expect_class_of (disposition, "", "IPM.Note");
}

/* A part for machines outside of a report, or in what is signed, is an attachment. */
static void
test_elsewhere (void)
{
  g_autoptr (MapiMessage) message =
      mock_mail_read_text ("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                           "Content-Type: message/delivery-status\n\n"
                           "A: b\n\nFinal-Recipient: rfc822; a@x\nAction: failed\n--b--\n");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);

  expect_class (props, "IPM.Note");
  TAP_NUMBER (mock_mail_count_attachments (message), 1);
}

/* Nobody reads so much to understand a report. */
static void
test_huge (void)
{
  g_autoptr (GString) part =
      g_string_new ("A: b\n\nFinal-Recipient: rfc822; a@x\nAction: failed\n");
  g_autofree char *text = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *written = NULL;

  while (part->len < 1100 * 1024)
    g_string_append (part, "X-Padding: 0123456789012345678901234567890123456789\n");
  text = build_report ("delivery-status", part->str);
  message = mock_mail_read_text (text);
  props = mock_mail_get_all (message);
  expect_class (props, "IPM.Note");
  TAP_NUMBER (mock_mail_count_attachments (message), 1);
  written = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_TRUE (g_str_equal (written, text));
}

/* Many recipients are no more work each than few. */
static void
test_many_recipients (void)
{
  g_autoptr (GString) part = g_string_new ("Reporting-MTA: dns; x\n");
  g_autofree char *text = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  for (guint i = 0; i < 10100; i++)
    g_string_append_printf (part, "\nFinal-Recipient: rfc822; %u@x\nAction: failed\n", i);
  text = build_report ("delivery-status", part->str);
  message = mock_mail_read_text (text);
  rows = mapi_message_list_recipients (message, NULL, NULL);
  TAP_NUMBER (mapi_row_set_get_size (rows), 10000);
}

static void
set_time (MapiMessage *message, guint32 tag, guint hour)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2024, 2, 29, hour, 0, 0);

  mock_mail_set_value (message, mapi_prop_value_new_time (tag, time));
}

static MapiPropList *
reported_row (const char *name, const char *address, guint32 diagnostic, const char *text)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, name, "SMTP", address);
  g_autoptr (MapiPropList) failed = mapi_recipient_with_failure (row, diagnostic, text);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GDateTime) time = g_date_time_new_utc (2024, 2, 29, 11, 0, 0);
  g_autoptr (MapiPropList) more = NULL;

  mapi_prop_list_builder_add_time (builder, MAPI_PR_REPORT_TIME, time);
  more = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (failed, more);
}

static void
add_row (MapiMessage *message, MapiPropList *row)
{
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL);
}

/* A report as the spooler submits it: the addressee is the copy that is sent (MAPI_P1). */
static MapiMessage *
new_report (const char *message_class)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (MapiPropList) addressee =
      mapi_recipient_new (MAPI_P1, "Anna", "SMTP", "anna@example.org");
  g_autoptr (MapiPropList) first =
      reported_row ("Bert", "bert@x.example", MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN, "550 5.1.1 No");
  g_autoptr (MapiPropList) second =
      reported_row (NULL, "cä@x.example", MAPI_DIAG_MAXIMUM_TIME_EXPIRED, "Zu spät");

  mock_mail_set_string (message, MAPI_PR_MESSAGE_CLASS, message_class);
  mock_mail_set_string (message, MAPI_PR_SUBJECT, "Undeliverable: Lunch");
  mock_mail_set_string (message, MAPI_PR_BODY, "It did not arrive.\n");
  mock_mail_set_string (message, MAPI_PR_SENDER_EMAIL_ADDRESS, "me@example.org");
  mock_mail_set_string (message, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mock_mail_set_string (message, MAPI_PR_REPORTING_MTA, "desk.example.org");
  mock_mail_set_string (message, MAPI_PR_ORIGINAL_MESSAGE_ID, "<lunch@example.org>");
  set_time (message, MAPI_PR_ORIGINAL_SUBMIT_TIME, 10);
  set_time (message, MAPI_PR_CLIENT_SUBMIT_TIME, 12);
  add_row (message, addressee);
  add_row (message, first);
  add_row (message, second);

  return message;
}

#define DELIVERY_REPORT                                                                            \
  "From: me@example.org\n"                                                                         \
  "To: Anna <anna@example.org>\n"                                                                  \
  "Subject: Undeliverable: Lunch\n"                                                                \
  "Date: Thu, 29 Feb 2024 12:00:00 +0000\n"                                                        \
  "Auto-Submitted: auto-replied\n"                                                                 \
  "MIME-Version: 1.0\n"                                                                            \
  "Content-Type: multipart/report; boundary=\"B\";\n"                                              \
  " report-type=delivery-status\n"                                                                 \
  "\n"                                                                                             \
  "--B\n"                                                                                          \
  "Content-Type: text/plain; charset=us-ascii\n"                                                   \
  "\n"                                                                                             \
  "It did not arrive.\n"                                                                           \
  "\n"                                                                                             \
  "--B\n"                                                                                          \
  "Content-Type: message/delivery-status\n"                                                        \
  "\n"                                                                                             \
  "Reporting-MTA: dns; desk.example.org\n"                                                         \
  "X-Original-Message-ID: <lunch@example.org>\n"                                                   \
  "Arrival-Date: Thu, 29 Feb 2024 10:00:00 +0000\n"                                                \
  "\n"                                                                                             \
  "Final-Recipient: rfc822; bert@x.example\n"                                                      \
  "Action: failed\n"                                                                               \
  "Status: 5.1.1\n"                                                                                \
  "Diagnostic-Code: smtp; 550 5.1.1 No\n"                                                          \
  "Last-Attempt-Date: Thu, 29 Feb 2024 11:00:00 +0000\n"                                           \
  "X-Supplementary-Info: 550 5.1.1 No\n"                                                           \
  "X-Display-Name: Bert\n"                                                                         \
  "\n"                                                                                             \
  "Final-Recipient: utf-8; c\\x{E4}@x.example\n"                                                   \
  "Action: failed\n"                                                                               \
  "Status: 5.4.7\n"                                                                                \
  "Diagnostic-Code: x-mapi; =?UTF-8?B?WnUgc3DDpHQ=?=\n"                                            \
  "Last-Attempt-Date: Thu, 29 Feb 2024 11:00:00 +0000\n"                                           \
  "X-Supplementary-Info: =?UTF-8?B?WnUgc3DDpHQ=?=\n"                                               \
  "\n"                                                                                             \
  "--B--\n"

static char *
name_boundary (char *text)
{
  g_autofree char *begin = g_strdup (strstr (text, "=_"));
  g_autofree char *boundary = begin != NULL ? g_strndup (begin, 2 + 36) : g_strdup ("?");
  g_auto (GStrv) pieces = g_strsplit (text, boundary, -1);

  g_free (text);
  return g_strjoinv ("B", pieces);
}

static void
test_write_delivery (void)
{
  g_autoptr (MapiMessage) message = new_report ("REPORT.IPM.Note.NDR");
  g_autofree char *text = name_boundary (mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT));

  TAP_STRING (text, DELIVERY_REPORT);
}

/* Nobody else can tell it from a report of anybody's. */
static void
test_read_back (void)
{
  g_autoptr (MapiMessage) message = new_report ("REPORT.IPM.Note.NDR");
  g_autofree char *text = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  g_autoptr (MapiMessage) again = mock_mail_read_text (text);
  g_autoptr (MapiPropList) props = mock_mail_get_all (again);
  g_autoptr (MapiPropList) first = recipient_of (again, 0, 2);
  g_autoptr (MapiPropList) second = recipient_of (again, 1, 2);

  expect_class (props, "REPORT.IPM.Note.NDR");
  expect_time (props, MAPI_PR_ORIGINAL_SUBMIT_TIME, 10, 0);
  expect_string (first, MAPI_PR_DISPLAY_NAME, "Bert");
  expect_string (first, MAPI_PR_REPORT_TEXT, "550 5.1.1 No");
  expect_string (first, MAPI_PR_SUPPLEMENTARY_INFO, "550 5.1.1 No");
  expect_string (second, MAPI_PR_EMAIL_ADDRESS, "cä@x.example");
  expect_string (second, MAPI_PR_REPORT_TEXT, "Zu spät");
  TAP_NUMBER (mapi_prop_list_get_long (second, MAPI_PR_NDR_DIAG_CODE, -1),
              MAPI_DIAG_MAXIMUM_TIME_EXPIRED);
}

static void
expect_line (const char *message_class, guint32 flags, const char *line)
{
  g_autoptr (MapiMessage) message = new_report (message_class);
  g_autofree char *text = mock_mail_write_text (message, flags);

  if (strstr (text, line) == NULL)
    tap_note ("%s", text);
  CU_ASSERT_PTR_NOT_NULL (strstr (text, line));
}

static void
test_write_others (void)
{
  expect_line ("REPORT.IPM.Note.DR", 0, "\nAction: delivered\nStatus: 2.0.0\n");
  expect_line ("REPORT.IPM.Note.Delayed.DR", 0, "\nAction: delayed\n");
  expect_line ("REPORT.IPM.Note.Relayed.DR", 0, "\nAction: relayed\n");
  expect_line ("REPORT.IPM.Note.Expanded.DR", 0, "\nAction: expanded\n");
  expect_line ("REPORT.IPM.Note.NDR",
               MAPI_MIME_WRITE_UTF8_HEADERS,
               "Content-Type: message/global-delivery-status\n"
               "Content-Transfer-Encoding: 8bit\n");
  expect_line ("REPORT.IPM.Note.NDR",
               MAPI_MIME_WRITE_UTF8_HEADERS,
               "\nFinal-Recipient: utf-8; cä@x.example\n");
  expect_line ("REPORT.IPM.Note.IPNRN", 0, "\n report-type=disposition-notification\n");
  expect_line ("REPORT.IPM.Note.IPNRN",
               0,
               "\nFinal-Recipient: rfc822; me@example.org\n"
               "Original-Message-ID: <lunch@example.org>\n"
               "Disposition: manual-action/MDN-sent-manually; displayed\n");
  expect_line (
      "REPORT.IPM.Note.IPNNRN", 0, "\nDisposition: manual-action/MDN-sent-manually; deleted\n");
}

/* No value gets out of its field. */
static void
test_harmless (void)
{
  g_autoptr (MapiMessage) message = new_report ("REPORT.IPM.Note.NDR");
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "a\nAction: x", "SMTP\n", "b@x\n\nc");
  g_autoptr (MapiPropList) failed =
      mapi_recipient_with_failure (row, 0, "550\r\n\r\nFinal-Recipient: rfc822; d@x");
  g_autofree char *text = NULL;

  add_row (message, failed);
  mock_mail_set_string (message, MAPI_PR_REPORTING_MTA, "a\n\nAction: failed");
  text = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_PTR_NULL (strstr (text, "\nAction: x"));
  CU_ASSERT_PTR_NULL (strstr (text, "\nc"));
  CU_ASSERT_PTR_NULL (strstr (text, "\nFinal-Recipient: rfc822; d@x"));
}

/* Who is answered by nobody (RFC 3834), and who gets the receipt (RFC 8098, 2.1). */
static void
test_wishes (void)
{
  static const struct
  {
    const char *field;
    guint32     suppress;
  } fields[] = {
    { "Auto-Submitted: no\n", 0 },
    { "Auto-Submitted: auto-generated\n", 0xFFFFFFFF },
    { "Return-Path: <>\n", 0xFFFFFFFF },
    { "Return-Path: <a@x>\n", 0 },
    { "X-Auto-Response-Suppress: DR, rn,NRN\n", 1 | 4 | 8 },
    { "X-Auto-Response-Suppress: All\n", 0xFFFFFFFF },
    { "X-Auto-Response-Suppress: None\n", 0 },
  };
  g_autoptr (MapiMessage) asking =
      mock_mail_read_text ("From: a@x\nDisposition-Notification-To: Cleo <c@x>, d@x\n\nText\n");
  g_autoptr (MapiPropList) asked = mock_mail_get_all (asking);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (asked, MAPI_PR_READ_RECEIPT_ENTRYID);
  g_autofree char *address = NULL;
  g_autofree char *anew = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = g_strconcat (fields[i].field, "From: a@x\n\nText\n", NULL);
      g_autoptr (MapiMessage) message = mock_mail_read_text (text);
      g_autoptr (MapiPropList) props = mock_mail_get_all (message);

      TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_AUTO_RESPONSE_SUPPRESS, 0),
                  (gint32) fields[i].suppress);
    }

  CU_ASSERT_TRUE (mapi_one_off_parse (entry_id, NULL, NULL, &address, NULL, NULL));
  TAP_STRING (address, "c@x");
  mock_mail_set_data (asking, MAPI_PR_MIME_SKELETON, "", 0);
  anew = mock_mail_write_text (asking, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_PTR_NOT_NULL (strstr (anew, "\nDisposition-Notification-To: Cleo <c@x>\n"));
}

TAP_MAIN ("kit/mime-report",
          { "a failure (RFC 3464)", test_failed },
          { "a delay", test_delayed },
          { "what was passed on", test_relayed },
          { "a receipt (RFC 8098)", test_read },
          { "nonsense", test_nonsense },
          { "reports of all sorts", test_variants },
          { "parts of reports elsewhere", test_elsewhere },
          { "a report without end", test_huge },
          { "many recipients", test_many_recipients },
          { "written", test_write_delivery },
          { "written and read", test_read_back },
          { "other kinds, written", test_write_others },
          { "values that want out", test_harmless },
          { "who is not to be answered, and who is", test_wishes })
