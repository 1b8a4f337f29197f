/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reports about messages on their way: what the sender is told, when, and how often. */

#include "spooler-rig.h"

#define HOUR 3600
#define DAY (24 * HOUR)

static const char *
class_of (SpoolerRig *rig, guint index)
{
  g_autoptr (MapiPropList) report = mock_store_get_received (rig->store, index);

  return g_intern_string (mapi_prop_list_get_string (report, MAPI_PR_MESSAGE_CLASS));
}

/* The addresses that a report is about, with a blank between them. */
static char *
addresses_of (SpoolerRig *rig, guint index)
{
  g_autoptr (MapiRowSet) rows = mock_store_get_received_recipients (rig->store, index);
  GString *addresses = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (addresses,
                              "%s%s",
                              i > 0 ? " " : "",
                              mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS));
    }

  return g_string_free (addresses, FALSE);
}

static void
assert_report (SpoolerRig *rig, guint index, const char *message_class, const char *addresses)
{
  g_autofree char *found = NULL;

  CU_ASSERT (mock_store_get_n_received (rig->store) > index);
  if (mock_store_get_n_received (rig->store) <= index)
    return;
  found = addresses_of (rig, index);
  TAP_STRING (class_of (rig, index), message_class);
  TAP_STRING (found, addresses);
}

/* Whether the message that a report is about comes with it. */
static gboolean
has_original (SpoolerRig *rig, guint index)
{
  g_autoptr (MapiPropList) report = mock_store_get_received (rig->store, index);

  return mapi_prop_list_get_boolean (report, MAPI_PR_HASATTACH, FALSE);
}

static GBytes *
submit_with (SpoolerRig *rig, const char *recipients, MapiPropList *props)
{
  g_auto (GStrv) list = g_strsplit (recipients, " ", -1);

  return mock_store_submit_with (rig->store, "A", (const char *const *) list, props);
}

static GBytes *
submit_flag (SpoolerRig *rig, const char *recipients, guint32 tag, gboolean flag)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_boolean (tag, flag);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return submit_with (rig, recipients, props);
}

static MapiPropList *
recipient_of (SpoolerRig *rig, guint index)
{
  g_autoptr (MapiRowSet) rows = mock_store_get_received_recipients (rig->store, index);

  return mapi_row_set_get_row (rows, 0);
}

/* What two transports have to say is one report. */
static void
test_collected (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "submit: fail a@x, OK");
  spooler_rig_script (fax, "submit: fail");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x FAX:1");
  spooler_rig_wait_sent (rig, 1);

  TAP_NUMBER (rig->n_failed, 2);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "a@x 1");
}

/* Several calls of StatusRecips in one submission are one report (R461), and so is the recipient
 * that nobody handles. */
static void
test_collected_calls (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "submit: fail a@x, fail b@x, OK");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x SMTP:c@x X400:c=us");
  spooler_rig_wait_sent (rig, 1);

  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "a@x b@x c=us");
  TAP_NUMBER (spooler_rig_count (fax, "SubmitMessage"), 0);
}

/* What fails is told as soon as the rest has to wait (D13). */
static void
test_at_once (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_add (rig, "fax", "FAX", 1);
  spooler_rig_script (smtp, "1st submit: fail a@x, WAIT 3600; 2nd submit: fail b@x");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x X400:c=us");
  spooler_rig_wait_event (rig, "wait", 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "a@x c=us");
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "c=us"));

  spooler_rig_advance (rig, HOUR);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
  assert_report (rig, 1, "REPORT.IPM.Note.NDR", "b@x");
}

/* It does not wait for a transport that is not there. */
static void
test_transport_down (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 2);
  spooler_rig_script (smtp, "submit: notify CRITICAL_ERROR, CALL_FAILED; logon: LOGON_FAILED");
  g_bytes_unref (spooler_rig_submit (rig, "B", "SMTP:a@x"));
  spooler_rig_wait_event (rig, "wait", 1);

  spooler_rig_script (fax, "submit: fail");
  id = spooler_rig_submit (rig, "A", "SMTP:a@x FAX:1");
  spooler_rig_wait_received (rig, 1);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "1");
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
}

/* R570, R576: on request alone, and with the time of delivery. */
static void
test_delivered (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) unasked = NULL;
  g_autoptr (GBytes) asked = NULL;
  g_autoptr (MapiPropList) recipient = NULL;

  spooler_rig_script (smtp, "submit: deliver a@x, fail b@x");
  spooler_rig_start (rig);
  unasked = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);

  asked =
      submit_flag (rig, "SMTP:a@x SMTP:b@x", MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, TRUE);
  spooler_rig_wait_sent (rig, 2);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "b@x");
  assert_report (rig, 1, "REPORT.IPM.Note.DR", "a@x");
  recipient = recipient_of (rig, 1);
  CU_ASSERT_TRUE (mapi_prop_list_contains (recipient, MAPI_PR_DELIVER_TIME));
  CU_ASSERT_TRUE (mapi_prop_list_contains (recipient, MAPI_PR_REPORT_TIME));
  CU_ASSERT_FALSE (mapi_prop_list_contains (recipient, MAPI_PR_NDR_REASON_CODE));
  CU_ASSERT_FALSE (mapi_prop_list_contains (recipient, MAPI_PR_NDR_DIAG_CODE));
}

/* R554: somebody of whom there is only a name. The others get the message. */
static void
test_unresolved (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) known = mapi_recipient_new (MAPI_TO, "Ann", "SMTP", "a@x");
  g_autoptr (MapiPropList) name = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) reported = NULL;
  g_autoptr (GBytes) id = NULL;
  MapiPropList *both[2];

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Bob");
  name = mapi_prop_list_builder_end (builder);
  both[0] = known;
  both[1] = name;
  rows = mapi_row_set_new (both, G_N_ELEMENTS (both));

  spooler_rig_add (rig, "smtp", "SMTP", 1);
  spooler_rig_start (rig);
  id = mock_store_submit_rows (rig->store, "A", rows, NULL);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  TAP_STRING (class_of (rig, 0), "REPORT.IPM.Note.NDR");
  reported = recipient_of (rig, 0);
  TAP_STRING (mapi_prop_list_get_string (reported, MAPI_PR_DISPLAY_NAME), "Bob");
}

/* R566, R572: who does not say whether the content is to come back wants it. */
static void
test_content (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) asked = NULL;
  g_autoptr (GBytes) unwanted = NULL;

  spooler_rig_script (smtp, "submit: deliver a@x, fail b@x");
  spooler_rig_start (rig);
  asked =
      submit_flag (rig, "SMTP:a@x SMTP:b@x", MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, TRUE);
  spooler_rig_wait_sent (rig, 1);
  unwanted = submit_flag (rig, "SMTP:b@x", MAPI_PR_CONTENT_RETURN_REQUESTED, FALSE);
  spooler_rig_wait_sent (rig, 2);

  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "b@x");
  CU_ASSERT_TRUE (has_original (rig, 0));
  assert_report (rig, 1, "REPORT.IPM.Note.DR", "a@x");
  CU_ASSERT_FALSE (has_original (rig, 1));
  assert_report (rig, 2, "REPORT.IPM.Note.NDR", "b@x");
  CU_ASSERT_FALSE (has_original (rig, 2));
}

static void
test_suppressed (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) automatic = NULL;
  g_autoptr (MapiPropList) report = NULL;
  g_autoptr (GBytes) declined = NULL;
  g_autoptr (GBytes) robot = NULL;
  g_autoptr (GBytes) about_report = NULL;

  spooler_rig_script (smtp, "submit: fail");
  spooler_rig_start (rig);
  declined = submit_flag (rig, "SMTP:a@x", MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED, FALSE);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_AUTO_RESPONSE_SUPPRESS, (gint32) MAPI_AUTO_RESPONSE_SUPPRESS_NDR);
  automatic = mapi_prop_list_builder_end (builder);
  robot = submit_with (rig, "SMTP:a@x", automatic);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "REPORT.IPM.Note.IPNRN");
  report = mapi_prop_list_builder_end (builder);
  about_report = submit_with (rig, "SMTP:a@x", report);
  spooler_rig_wait_sent (rig, 3);
  TAP_NUMBER (rig->n_failed, 3);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);
}

static MapiPropList *
build_original (void)
{
  static const guint8 tag[] = { 1, 2, 3 };
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note.Own");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_TO, "Ann; Bob");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_CC, "Cid");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_BCC, "Dan");
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CLIENT_SUBMIT_TIME, 125911584000000000);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_REPORT_TAG, tag, sizeof tag);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, tag, 2);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_CORRELATE_MTSID, tag, 1);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_PRIORITY, MAPI_PRIO_URGENT);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_INTERNET_MESSAGE_ID, "<1@x>");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_CONVERSATION_TOPIC, "A");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "Me");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "me@x");
  return mapi_prop_list_builder_end (builder);
}

static void
assert_same_bytes (MapiPropList *report, guint32 tag, MapiPropList *original, guint32 original_tag)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (report, tag);
  g_autoptr (GBytes) expected = mapi_prop_list_get_bytes (original, original_tag);

  CU_ASSERT (bytes != NULL && expected != NULL && g_bytes_equal (bytes, expected));
}

/* What required-report-message-properties.md lists (R569, R573 to R575, R579). */
static void
test_properties (void)
{
  static const guint32 of_sender[] = {
    MAPI_PR_SENDER_NAME,    MAPI_PR_SENDER_ADDRTYPE,   MAPI_PR_SENDER_EMAIL_ADDRESS,
    MAPI_PR_SENDER_ENTRYID, MAPI_PR_SENDER_SEARCH_KEY,
  };
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiPropList) original = build_original ();
  g_autoptr (MapiPropList) report = NULL;
  g_autoptr (GBytes) id = NULL;
  guint64 now = mapi_filetime_from_unix_usec (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC);

  spooler_rig_script (smtp, "submit: fail");
  spooler_rig_start (rig);
  id = submit_with (rig, "SMTP:a@x", original);
  spooler_rig_wait_sent (rig, 1);
  assert_report (rig, 0, "REPORT.IPM.Note.Own.NDR", "a@x");
  report = mock_store_get_received (rig->store, 0);
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_SUBJECT), "Undeliverable: A");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIGINAL_SUBJECT), "A");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIGINAL_DISPLAY_TO), "Ann; Bob");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIGINAL_DISPLAY_CC), "Cid");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIGINAL_DISPLAY_BCC), "Dan");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIG_MESSAGE_CLASS), "IPM.Note.Own");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_CONVERSATION_TOPIC), "A");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIGINAL_MESSAGE_ID), "<1@x>");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_RECEIVED_BY_EMAIL_ADDRESS), "me@x");
  TAP_NUMBER (mapi_prop_list_get_long (report, MAPI_PR_PRIORITY, 0), MAPI_PRIO_URGENT);
  CU_ASSERT (mapi_prop_list_get_systime (report, MAPI_PR_ORIGINAL_SUBMIT_TIME, 0) ==
             125911584000000000);
  CU_ASSERT (mapi_prop_list_get_systime (report, MAPI_PR_REPORT_TIME, 0) == now);
  CU_ASSERT (mapi_prop_list_get_systime (report, MAPI_PR_MESSAGE_DELIVERY_TIME, 0) == now);
  assert_same_bytes (report, MAPI_PR_REPORT_TAG, original, MAPI_PR_REPORT_TAG);
  assert_same_bytes (report, MAPI_PR_CORRELATE_MTSID, original, MAPI_PR_CORRELATE_MTSID);
  assert_same_bytes (report, MAPI_PR_PARENT_KEY, original, MAPI_PR_SEARCH_KEY);
  CU_ASSERT_PTR_NOT_NULL (strstr (mapi_prop_list_get_string (report, MAPI_PR_BODY), "550"));
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_REPORT_TEXT),
              mapi_prop_list_get_string (report, MAPI_PR_BODY));
  for (guint i = 0; i < G_N_ELEMENTS (of_sender); i++)
    CU_ASSERT_TRUE (mapi_prop_list_contains (report, of_sender[i]));
}

/* What recipient-properties-for-delivery-status-reports.md lists (R576, R659). */
static void
test_recipient_properties (void)
{
  static const guint32 present[] = {
    MAPI_PR_DISPLAY_NAME,   MAPI_PR_ENTRYID,     MAPI_PR_NDR_DIAG_CODE, MAPI_PR_NDR_REASON_CODE,
    MAPI_PR_RECIPIENT_TYPE, MAPI_PR_REPORT_TEXT, MAPI_PR_REPORT_TIME,   MAPI_PR_SEARCH_KEY,
    MAPI_PR_DISPLAY_TYPE,   MAPI_PR_OBJECT_TYPE, MAPI_PR_MESSAGE_CLASS,
  };
  static const guint32 absent[] = {
    MAPI_PR_DELIVER_TIME,
    MAPI_PR_RESPONSIBILITY,
    MAPI_PR_SPOOLER_STATUS,
  };
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiPropList) recipient = NULL;
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "submit: fail");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  recipient = recipient_of (rig, 0);
  for (guint i = 0; i < G_N_ELEMENTS (present); i++)
    CU_ASSERT_TRUE (mapi_prop_list_contains (recipient, present[i]));
  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    CU_ASSERT_FALSE (mapi_prop_list_contains (recipient, absent[i]));
}

static void
test_list_members (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "submit: fail, member m@x");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:list@x");
  spooler_rig_wait_sent (rig, 1);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "list@x m@x");
}

static guint32
status_of (SpoolerRig *rig, GBytes *id, const char *address)
{
  g_autoptr (MapiPropList) row = mock_store_get_recipient (rig->store, id, address);

  return (guint32) mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_STATUS, 0);
}

typedef struct
{
  SpoolerRig *rig;
  GBytes     *id;
  const char *address;
} Wait;

static gboolean
is_responsible (gpointer data)
{
  const Wait *wait = data;

  return mock_store_is_responsible (wait->rig->store, wait->id, wait->address);
}

static void
wait_responsible (SpoolerRig *rig, GBytes *id, const char *address)
{
  Wait wait = { rig, id, address };

  tap_wait (NULL, is_responsible, &wait);
}

/* While the report waits for another transport, the store has what it will say; afterwards it is
 * not said again. */
static void
test_words_are_stored (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) row = NULL;

  spooler_rig_script (smtp, "submit: fail");
  spooler_rig_script (fax, "1st submit: block, WAIT 60");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "FAX:1 SMTP:a@x");
  spooler_rig_wait_event (rig, "failed", 1);
  spooler_rig_wait_log (fax, "SubmitMessage", 1);
  wait_responsible (rig, id, "a@x");
  row = mock_store_get_recipient (rig->store, id, "a@x");
  TAP_NUMBER (status_of (rig, id, "a@x"), 1);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT), "550 no such user");
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);

  spooler_rig_release (fax);
  spooler_rig_wait_event (rig, "wait", 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  TAP_NUMBER (status_of (rig, id, "a@x"), 0);
  spooler_rig_advance (rig, 60);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
}

/* What an earlier run came to know and did not come to tell. */
static void
test_words_of_an_earlier_run (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) words = NULL;
  g_autoptr (GBytes) id = NULL;

  spooler_rig_add (rig, "smtp", "SMTP", 1);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_RESPONSIBILITY, TRUE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_SPOOLER_STATUS, 1);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, "550 gone");
  words = mapi_prop_list_builder_end (builder);
  mock_store_change_recipient (rig->store, id, "a@x", words);
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  assert_report (rig, 0, "REPORT.IPM.Note.NDR", "a@x");
}

static void
set_delay_warning (SpoolerRig *rig, guint seconds)
{
  g_object_set (rig->spooler, "delay-warning", seconds, NULL);
}

/* D11: once, whatever is tried meanwhile. */
static void
test_delay_warning (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) recipient = NULL;

  set_delay_warning (rig, 4 * HOUR);
  spooler_rig_script (smtp, "1st-10th submit: WAIT 3600");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x");
  for (guint i = 1; i <= 10; i++)
    {
      spooler_rig_wait_event (rig, "wait", i);
      TAP_NUMBER (mock_store_get_n_received (rig->store), i > 4 ? 1 : 0);
      spooler_rig_advance (rig, HOUR);
      if (i == 4)
        spooler_rig_wait_event (rig, "delayed", 1);
    }
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->last_result, 0);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  assert_report (rig, 0, "REPORT.IPM.Note.Delayed.DR", "a@x b@x");
  recipient = recipient_of (rig, 0);
  TAP_STRING (mapi_prop_list_get_string (recipient, MAPI_PR_REPORT_TEXT),
              "fake: MAPI_E_WAIT, as the script says");
}

/* Also between two attempts, and not again by the next run. */
static void
test_delay_warning_between_attempts (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  set_delay_warning (rig, HOUR);
  spooler_rig_script (smtp, "1st-2nd submit: WAIT 86400");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, HOUR);
  spooler_rig_wait_event (rig, "delayed", 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 1);
  TAP_NUMBER (status_of (rig, id, "a@x"), 2);

  spooler_rig_stop (rig);
  spooler_rig_start (rig);
  spooler_rig_wait_event (rig, "wait", 2);
  spooler_rig_advance (rig, DAY);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
}

/* A transport that does not log on keeps its messages, and nobody is left without word. */
static void
test_delay_without_transport (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) warned = NULL;
  g_autoptr (MapiPropList) failed = NULL;

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  set_delay_warning (rig, 4 * HOUR);
  spooler_rig_script (smtp, "submit: notify CRITICAL_ERROR, CALL_FAILED; logon: LOGON_FAILED");
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 30);

  spooler_rig_advance (rig, 4 * HOUR);
  spooler_rig_wait_event (rig, "delayed", 1);
  assert_report (rig, 0, "REPORT.IPM.Note.Delayed.DR", "a@x");
  warned = recipient_of (rig, 0);
  TAP_STRING (mapi_prop_list_get_string (warned, MAPI_PR_REPORT_TEXT),
              "fake: MAPI_E_CALL_FAILED, as the script says");

  spooler_rig_advance (rig, 5 * DAY);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
  assert_report (rig, 1, "REPORT.IPM.Note.NDR", "a@x");
  failed = recipient_of (rig, 1);
  TAP_NUMBER (mapi_prop_list_get_long (failed, MAPI_PR_NDR_DIAG_CODE, 0),
              MAPI_DIAG_MAXIMUM_TIME_EXPIRED);
}

TAP_MAIN ("spooler/reports",
          { "two transports, one report", test_collected },
          { "several calls of StatusRecips, one report", test_collected_calls },
          { "a report does not wait for what waits (D13)", test_at_once },
          { "a report does not wait for a transport that is down", test_transport_down },
          { "delivery reports on request", test_delivered },
          { "the original comes with its failure alone, unless it is not wanted", test_content },
          { "a recipient that was never resolved", test_unresolved },
          { "reports that nobody wants", test_suppressed },
          { "properties of a report", test_properties },
          { "properties of its recipients", test_recipient_properties },
          { "members of a list", test_list_members },
          { "the store keeps what is not told yet", test_words_are_stored },
          { "what an earlier run did not tell", test_words_of_an_earlier_run },
          { "a delay is told once (D11)", test_delay_warning },
          { "a delay between two attempts", test_delay_warning_between_attempts },
          { "a delay for want of a transport", test_delay_without_transport })
