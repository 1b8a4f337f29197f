/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "tap.h"

static MapiPropList *
props_of (MapiPropListBuilder *builder)
{
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
string_prop (guint32 tag, const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);

  return mapi_prop_list_new_from_value (value);
}

/* R569 */
static void
test_classes (void)
{
  static const struct
  {
    const char    *name;
    MapiReportKind kind;
  } classes[] = {
    { "REPORT.IPM.Note.DR", MAPI_REPORT_DELIVERED },
    { "REPORT.IPM.Note.Expanded.DR", MAPI_REPORT_EXPANDED },
    { "REPORT.IPM.Note.Relayed.DR", MAPI_REPORT_RELAYED },
    { "REPORT.IPM.Note.Delayed.DR", MAPI_REPORT_DELAYED },
    { "REPORT.IPM.Note.NDR", MAPI_REPORT_NOT_DELIVERED },
    { "REPORT.IPM.Note.IPNRN", MAPI_REPORT_READ },
    { "REPORT.IPM.Note.IPNNRN", MAPI_REPORT_NOT_READ },
  };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *name = mapi_report_get_class (classes[i].kind, "IPM.Note");
      g_autofree char *small = g_ascii_strdown (name, -1);

      TAP_STRING (name, classes[i].name);
      TAP_NUMBER (mapi_report_get_kind (name), classes[i].kind);
      TAP_NUMBER (mapi_report_get_kind (small), classes[i].kind);
    }
  TAP_NUMBER (mapi_report_get_kind (NULL), MAPI_REPORT_NONE);
  TAP_NUMBER (mapi_report_get_kind (""), MAPI_REPORT_NONE);
  TAP_NUMBER (mapi_report_get_kind ("IPM.Note.NDR"), MAPI_REPORT_NONE);
  TAP_NUMBER (mapi_report_get_kind ("REPORT.IPM.Note.OOF"), MAPI_REPORT_NONE);
  TAP_NUMBER (mapi_report_get_kind ("REPORT.NDR"), MAPI_REPORT_NOT_DELIVERED);
}

static void
expect_wanted (MapiPropList *original, const char *kinds)
{
  g_autoptr (GString) wanted = g_string_new (NULL);

  for (guint kind = MAPI_REPORT_DELIVERED; kind <= MAPI_REPORT_NOT_READ; kind++)
    if (mapi_report_is_wanted (kind, original))
      g_string_append_printf (wanted, "%u", kind);
  TAP_STRING (wanted->str, kinds);
}

/* R570, R571, R582, and D24: what is asked for of delivery says nothing of failure. */
static void
test_wishes (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) nothing = props_of (builder);
  g_autoptr (MapiPropList) delivery = NULL;
  g_autoptr (MapiPropList) quiet = NULL;
  g_autoptr (MapiPropList) receipt = NULL;
  g_autoptr (MapiPropList) unread = NULL;
  g_autoptr (MapiPropList) robot = NULL;
  g_autoptr (MapiPropList) report = NULL;

  expect_wanted (nothing, "45");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, TRUE);
  delivery = props_of (builder);
  expect_wanted (delivery, "12345");
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED, FALSE);
  quiet = props_of (builder);
  expect_wanted (quiet, "");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  receipt = props_of (builder);
  expect_wanted (receipt, "4567");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED, TRUE);
  unread = props_of (builder);
  expect_wanted (unread, "457");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  mapi_prop_list_builder_add_long (
      builder,
      MAPI_PR_AUTO_RESPONSE_SUPPRESS,
      (gint32) (MAPI_AUTO_RESPONSE_SUPPRESS_RN | MAPI_AUTO_RESPONSE_SUPPRESS_NDR));
  robot = props_of (builder);
  expect_wanted (robot, "7");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "Report.IPM.Note.DR");
  report = props_of (builder);
  expect_wanted (report, "");
}

static void
expect_addressee (MapiReportKind kind, MapiPropList *original, const char *address)
{
  g_autoptr (MapiPropList) row = mapi_report_get_addressee (kind, original);

  TAP_STRING (row != NULL ? mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS) : "nobody",
              address);
}

static void
add_one_off (MapiPropListBuilder *builder, guint32 tag, const char *address)
{
  g_autoptr (GBytes) entry_id = mapi_one_off_new ("Somebody", "SMTP", address, MAPI_UNICODE);

  mapi_prop_list_builder_add_binary (builder, tag, entry_id);
}

/* R565, R568 */
static void
test_addressee (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) nothing = props_of (builder);
  g_autoptr (MapiPropList) sender = NULL;
  g_autoptr (MapiPropList) report = NULL;
  g_autoptr (MapiPropList) receipt = NULL;
  g_autoptr (MapiPropList) merged = NULL;
  g_autoptr (MapiPropList) broken = NULL;
  g_autoptr (MapiPropList) entry = NULL;
  g_autoptr (MapiPropList) row = NULL;

  expect_addressee (MAPI_REPORT_NOT_DELIVERED, nothing, "nobody");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "sender@x");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENT_REPRESENTING_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, "boss@x");
  sender = props_of (builder);
  expect_addressee (MAPI_REPORT_NOT_DELIVERED, sender, "sender@x");
  expect_addressee (MAPI_REPORT_READ, sender, "boss@x");

  add_one_off (builder, MAPI_PR_REPORT_ENTRYID, "report@x");
  report = props_of (builder);
  merged = mapi_prop_list_merge (sender, report);
  expect_addressee (MAPI_REPORT_DELAYED, merged, "report@x");
  expect_addressee (MAPI_REPORT_NOT_READ, merged, "report@x");
  add_one_off (builder, MAPI_PR_READ_RECEIPT_ENTRYID, "receipt@x");
  mapi_prop_list_builder_add_list (builder, merged);
  receipt = props_of (builder);
  expect_addressee (MAPI_REPORT_NOT_READ, receipt, "receipt@x");
  expect_addressee (MAPI_REPORT_DELIVERED, receipt, "report@x");

  /* An entry of an address book is completed when the report is submitted. */
  mapi_prop_list_builder_add_data (builder, MAPI_PR_REPORT_ENTRYID, "01234567890123456789", 20);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_NAME, "Reports");
  entry = props_of (builder);
  row = mapi_report_get_addressee (MAPI_REPORT_NOT_DELIVERED, entry);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), "Reports");
  CU_ASSERT_TRUE (mapi_prop_list_contains (row, MAPI_PR_ENTRYID));

  mapi_prop_list_builder_add_data (builder, MAPI_PR_REPORT_ENTRYID, "", 0);
  broken = props_of (builder);
  expect_addressee (MAPI_REPORT_NOT_DELIVERED, broken, "nobody");
}

/* RFC 3463, as far as MAPI has codes for it. */
static void
test_diagnose (void)
{
  static const struct
  {
    const char *status;
    gint32      reason;
    gint32      diagnostic;
  } statuses[] = {
    { "5.1.1", MAPI_REASON_TRANSFER_IMPOSSIBLE, MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN },
    { "5.1.1 and text", MAPI_REASON_TRANSFER_IMPOSSIBLE, MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN },
    { "4.4.7", MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_MAXIMUM_TIME_EXPIRED },
    { "5.4.6", MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_LOOP_DETECTED },
    { "5.2.3", MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_CONTENT_TOO_LONG },
    { "5.7.1", 5, MAPI_DIAG_SUBMISSION_PROHIBITED },
    { "5.1.10", MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_OR_NAME_UNRECOGNIZED },
    { "5.0.0", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
    { "5.1.11111", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
    { "5.1", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
    { "5.1.1.1", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
    { "7.1.1", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
    { "", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
    { "nonsense", MAPI_REASON_TRANSFER_FAILED, (gint32) MAPI_DIAG_NO_DIAGNOSTIC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      gint32 reason = -7;
      gint32 diagnostic = -7;

      mapi_report_diagnose (statuses[i].status, &reason, &diagnostic);
      TAP_NUMBER (reason, statuses[i].reason);
      TAP_NUMBER (diagnostic, statuses[i].diagnostic);
    }
}

static void
add_recipient (MapiMemoryMessage *message, guint32 type, const char *address)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, NULL, "SMTP", address);
  g_autoptr (MapiPropList) sent = mapi_recipient_with_responsibility (row, TRUE);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&sent, 1);

  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, NULL);
}

static MapiRowSet *
failed_row (const char *address)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, "SMTP", address);
  g_autoptr (MapiPropList) failed =
      mapi_recipient_with_failure (row, MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN, "550 unknown");

  return mapi_row_set_new (&failed, 1);
}

static MapiMemoryMessage *
new_original (void)
{
  MapiMemoryMessage *message = mapi_memory_message_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note.Own");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Lunch");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, "At noon");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_INTERNET_MESSAGE_ID, "<1@x>");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "Me");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENT_REPRESENTING_NAME, "Boss");
  props = props_of (builder);
  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);
  add_recipient (message, MAPI_TO, "a@x");
  add_recipient (message, MAPI_CC, "b@x");

  return message;
}

/* A report with its original, as the spooler makes it. */
static MapiMemoryMessage *
new_report (MapiMemoryMessage *original, MapiRowSet *rows)
{
  MapiMemoryMessage *report = mapi_memory_message_new ();
  g_autoptr (MapiPropList) read = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  read = mapi_report_read_original (MAPI_MESSAGE (original), NULL, &error);
  TAP_NO_ERROR (error);
  props = mapi_report_build (MAPI_REPORT_NOT_DELIVERED, read, rows, 0);
  mapi_prop_set_props (MAPI_PROP (report), props, NULL, NULL, NULL);
  mapi_message_modify_recipients (MAPI_MESSAGE (report), MAPI_MODRECIP_ADD, rows, NULL, NULL);
  CU_ASSERT_TRUE (mapi_report_attach_original (
      MAPI_MESSAGE (report), MAPI_MESSAGE (original), rows, NULL, &error));
  TAP_NO_ERROR (error);

  return report;
}

static MapiMessage *
open_attached (MapiMemoryMessage *report)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (MAPI_MESSAGE (report), 0, NULL, 0, NULL, NULL);

  return MAPI_MESSAGE (mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, NULL, NULL));
}

/* R567: as it was when it was submitted, and with the reasons in its recipient table. */
static void
test_original (void)
{
  g_autoptr (MapiMemoryMessage) original = new_original ();
  g_autoptr (MapiRowSet) failed = failed_row ("a@x");
  g_autoptr (MapiMemoryMessage) report = new_report (original, failed);
  g_autoptr (MapiMessage) attached = open_attached (report);
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (attached, NULL, NULL);
  g_autoptr (MapiPropList) first = mapi_row_set_get_row (rows, 0);
  g_autoptr (MapiPropList) second = mapi_row_set_get_row (rows, 1);

  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  TAP_STRING (mapi_prop_list_get_string (first, MAPI_PR_REPORT_TEXT), "550 unknown");
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_NDR_DIAG_CODE, 0),
              MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN);
  CU_ASSERT_FALSE (mapi_prop_list_get_boolean (first, MAPI_PR_RESPONSIBILITY, FALSE));
  CU_ASSERT_FALSE (mapi_prop_list_contains (second, MAPI_PR_REPORT_TEXT));
}

static char *
describe (MapiMemoryMessage *message)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (MAPI_MESSAGE (message), NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (text,
                              "%s%x %s",
                              i > 0 ? ", " : "",
                              (guint) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0),
                              mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS));
      CU_ASSERT_FALSE (mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE));
      CU_ASSERT_FALSE (mapi_prop_list_contains (row, MAPI_PR_REPORT_TEXT));
    }

  return g_string_free (text, FALSE);
}

/* R558, R559, R562 to R564: resending-an-undelivered-message.md. */
static void
test_resend (void)
{
  g_autoptr (MapiMemoryMessage) original = new_original ();
  g_autoptr (MapiRowSet) failed = failed_row ("b@x");
  g_autoptr (MapiMemoryMessage) report = new_report (original, failed);
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropList) original_id = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *recipients = NULL;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_data (builder, MAPI_PR_ORIGINAL_ENTRYID, "original", 8);
  original_id = props_of (builder);
  mapi_prop_set_props (MAPI_PROP (report), original_id, NULL, NULL, NULL);
  CU_ASSERT_TRUE (mapi_report_resend (MAPI_MESSAGE (report), MAPI_MESSAGE (message), NULL, &error));
  TAP_NO_ERROR (error);

  props = mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS), "IPM.Note.Own");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "Lunch");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "At noon");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_INTERNET_MESSAGE_ID), "<1@x>");
  CU_ASSERT_FALSE (mapi_prop_list_contains (props, MAPI_PR_SENDER_NAME));
  CU_ASSERT_FALSE (mapi_prop_list_contains (props, MAPI_PR_SENT_REPRESENTING_NAME));
  CU_ASSERT_TRUE (mapi_prop_list_contains (props, MAPI_PR_ORIGINAL_ENTRYID));
  CU_ASSERT (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_RESEND);
  recipients = describe (message);
  TAP_STRING (recipients, "80000001 a@x, 80000002 b@x, 10000000 b@x");
}

/* R577: a list that failed for a member is not sent to, the member is. */
static void
test_resend_to_members (void)
{
  g_autoptr (MapiMemoryMessage) original = new_original ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) discrete = NULL;
  g_autoptr (MapiPropList) of_list = NULL;
  g_autoptr (MapiPropList) list = mapi_recipient_new (MAPI_TO, NULL, "SMTP", "a@x");
  g_autoptr (MapiPropList) member = mapi_recipient_new (MAPI_TO, NULL, "SMTP", "m@x");
  g_autoptr (MapiPropList) failed_list = NULL;
  g_autoptr (MapiPropList) failed_member = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiMemoryMessage) report = NULL;
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *recipients = NULL;
  MapiPropList    *both[2];

  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DISCRETE_VALUES, TRUE);
  discrete = props_of (builder);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_ORIGINAL_ENTRYID, "list", 4);
  of_list = props_of (builder);
  both[0] = failed_list = mapi_prop_list_merge (list, discrete);
  both[1] = failed_member = mapi_prop_list_merge (member, of_list);
  rows = mapi_row_set_new (both, 2);
  report = new_report (original, rows);
  CU_ASSERT_TRUE (mapi_report_resend (MAPI_MESSAGE (report), MAPI_MESSAGE (message), NULL, &error));
  TAP_NO_ERROR (error);
  recipients = describe (message);
  TAP_STRING (recipients, "80000001 a@x, 80000002 b@x, 10000000 m@x");
}

static void
test_resend_fails (void)
{
  g_autoptr (MapiMemoryMessage) original = new_original ();
  g_autoptr (MapiRowSet) stranger = failed_row ("nobody@x");
  g_autoptr (MapiMemoryMessage) report = new_report (original, stranger);
  g_autoptr (MapiMemoryMessage) empty = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) nobody = NULL;

  CU_ASSERT_FALSE (mapi_report_resend (MAPI_MESSAGE (empty), MAPI_MESSAGE (message), NULL, &none));
  TAP_ERROR (none, MAPI_ERROR, MAPI_E_NOT_FOUND);
  CU_ASSERT_FALSE (
      mapi_report_resend (MAPI_MESSAGE (report), MAPI_MESSAGE (message), NULL, &nobody));
  TAP_ERROR (nobody, MAPI_ERROR, MAPI_E_NO_RECIPIENTS);
}

/* The index of a report is that of the message with a block behind it. */
static void
test_conversation (void)
{
  static const guint8 index[22] = { 1, 0xc1, 0x3a, 0x5e, 0x2d, 0x40, 9 };
  g_autoptr (MapiPropList) topic = string_prop (MAPI_PR_CONVERSATION_TOPIC, "Lunch");
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) original = NULL;
  g_autoptr (MapiPropList) report = NULL;
  const guint8 *found;
  gsize         size = 0;

  mapi_prop_list_builder_add_list (builder, topic);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_CONVERSATION_INDEX, index, sizeof index);
  original = props_of (builder);
  report = mapi_report_build (
      MAPI_REPORT_READ, original, NULL, G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC);
  found = mapi_prop_list_peek_binary (report, MAPI_PR_CONVERSATION_INDEX, &size);
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_CONVERSATION_TOPIC), "Lunch");
  TAP_NUMBER (size, sizeof index + 5);
  CU_ASSERT (size == sizeof index + 5 && memcmp (found, index, sizeof index) == 0);
}

TAP_MAIN ("kit/report",
          { "classes (R569)", test_classes },
          { "who wants which (R570, R571, R582, D24)", test_wishes },
          { "who gets it (R565, R568)", test_addressee },
          { "status codes", test_diagnose },
          { "the original comes along (R567)", test_original },
          { "conversations", test_conversation },
          { "sent again (R558, R559, R562, R563, R564)", test_resend },
          { "sent again to members of a list (R577)", test_resend_to_members },
          { "nothing to send again", test_resend_fails })
