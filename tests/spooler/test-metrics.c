/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the spooler counts of its work, as the status table has it; by virtual time. */

#include "spooler-rig.h"

static MapiPropList *
row_of (SpoolerRig *rig, FakeTransport *transport)
{
  mapi_spooler_update_status (rig->spooler);
  return transport != NULL ? mock_host_get_row (rig->host, transport)
                           : mock_host_get_status (rig->host);
}

static void
assert_counts (MapiPropList *row, gint64 attempts, gint64 sent, gint64 received, gint64 failed)
{
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_ATTEMPT_COUNT, -1), attempts);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_SENT_COUNT, -1), sent);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_RECEIVED_COUNT, -1), received);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_FAILED_COUNT, -1), failed);
}

/* Milliseconds. */
static void
assert_latency (MapiPropList *row, gint64 count, gint64 sum, gint64 max)
{
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_LATENCY_COUNT, -1), count);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_LATENCY_SUM, -1), sum);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_LATENCY_MAX, -1), max);
}

/* An attempt in vain, and one 30 seconds later that is not. */
static void
test_retry (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (MapiPropList) waiting = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) all = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 30");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  waiting = row_of (rig, smtp);
  assert_counts (waiting, 1, 0, 0, 1);
  TAP_NUMBER (mapi_prop_list_get_long (waiting, MAPI_PR_SPOOLER_DEPTH_WAITING, -1), 1);
  TAP_NUMBER (mapi_prop_list_get_long (waiting, MAPI_PR_SPOOLER_DEPTH_SENDING, -1), 0);
  CU_ASSERT_TRUE (mapi_prop_list_contains (waiting, MAPI_PR_SPOOLER_ERROR));

  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 1);
  b = spooler_rig_submit (rig, "B", "SMTP:b@x");
  spooler_rig_wait_sent (rig, 2);
  row = row_of (rig, smtp);
  all = row_of (rig, NULL);
  assert_counts (row, 3, 2, 0, 1);
  assert_counts (all, 3, 2, 0, 0);
  assert_latency (row, 2, 30000, 30000);
  assert_latency (all, 2, 30000, 30000);
}

static void
assert_depth (MapiPropList *row, guint32 tag, gint32 expected)
{
  TAP_NUMBER (mapi_prop_list_get_long (row, tag, -1), expected);
}

static GBytes *
submit_for_later (SpoolerRig *rig, const char *subject)
{
  const char *const recipients[] = { "SMTP:a@x", NULL };
  g_autoptr (MapiPropValue) time = mapi_prop_value_new_systime (
      MAPI_PR_DEFERRED_SEND_TIME,
      mapi_filetime_from_unix_usec ((G_GINT64_CONSTANT (1000000000) + 3600) * G_USEC_PER_SEC));
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (time);

  return mock_store_submit_with (rig->store, subject, recipients, props);
}

/* One is sent, one waits for it, one is put off and one is held. */
static void
test_depths (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiSpoolerQueue) queue = mapi_spooler_queue_new (MAPI_MSG_STORE (rig->store), NULL);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) later = submit_for_later (rig, "Later");
  g_autoptr (GBytes) held = spooler_rig_submit (rig, "Held", "SMTP:a@x");
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (MapiPropList) all = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) after = NULL;

  CU_ASSERT_TRUE (mapi_spooler_queue_hold (queue, held, NULL, NULL));
  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage A", 1);
  b = spooler_rig_submit (rig, "B", "SMTP:b@x");
  spooler_rig_wait_event (rig, "queued", 4);
  all = row_of (rig, NULL);
  assert_depth (all, MAPI_PR_SPOOLER_DEPTH_SENDING, 1);
  assert_depth (all, MAPI_PR_SPOOLER_DEPTH_WAITING, 1);
  assert_depth (all, MAPI_PR_SPOOLER_DEPTH_PUT_OFF, 1);
  assert_depth (all, MAPI_PR_SPOOLER_DEPTH_HELD, 1);
  assert_depth (all, MAPI_PR_SPOOLER_DEPTH_SET_ASIDE, 0);
  row = row_of (rig, smtp);
  assert_depth (row, MAPI_PR_SPOOLER_DEPTH_SENDING, 1);

  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 2);
  after = row_of (rig, NULL);
  assert_depth (after, MAPI_PR_SPOOLER_DEPTH_WAITING, 0);
  assert_depth (after, MAPI_PR_SPOOLER_DEPTH_HELD, 1);
}

static void
test_received (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) all = NULL;

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL);
  spooler_rig_script (pop, "2 messages");
  spooler_rig_start (rig);
  spooler_rig_wait_received (rig, 2);
  spooler_rig_wait_log (pop, "StartMessage", 3);
  row = row_of (rig, pop);
  all = row_of (rig, NULL);
  assert_counts (row, 0, 0, 2, 0);
  assert_counts (all, 0, 0, 2, 0);
}

/* The time that passes while a provider is in a call is the call's. */
static void
test_calls (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) all = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage A", 1);
  before = row_of (rig, smtp);
  TAP_NUMBER (mapi_prop_list_get_i8 (before, MAPI_PR_SPOOLER_CALL_SUM, -1), 0);
  spooler_rig_advance (rig, 7);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 1);
  row = row_of (rig, smtp);
  all = row_of (rig, NULL);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_CALL_SUM, -1), 7000);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_CALL_MAX, -1), 7000);
  TAP_NUMBER (mapi_prop_list_get_i8 (all, MAPI_PR_SPOOLER_CALL_MAX, -1), 7000);
  /* SubmitMessage and EndMessage at least. */
  CU_ASSERT_TRUE (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_CALL_COUNT, -1) >=
                  mapi_prop_list_get_i8 (before, MAPI_PR_SPOOLER_CALL_COUNT, -1) + 2);
  assert_latency (all, 1, 7000, 7000);
}

/* Who reaches nobody has not sent; the report that comes of it has come in, by no transport. */
static void
test_failed (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) all = NULL;

  mock_host_set_setting (rig->host, "lifetime", "1");
  spooler_rig_script (smtp, "submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 60);
  spooler_rig_wait_sent (rig, 1);
  row = row_of (rig, smtp);
  all = row_of (rig, NULL);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_SENT_COUNT, -1), 0);
  TAP_NUMBER (mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_RECEIVED_COUNT, -1), 0);
  TAP_NUMBER (mapi_prop_list_get_i8 (all, MAPI_PR_SPOOLER_SENT_COUNT, -1), 0);
  TAP_NUMBER (mapi_prop_list_get_i8 (all, MAPI_PR_SPOOLER_FAILED_COUNT, -1), 1);
  TAP_NUMBER (mapi_prop_list_get_i8 (all, MAPI_PR_SPOOLER_RECEIVED_COUNT, -1), 1);
  CU_ASSERT_TRUE (
      g_str_has_prefix (mapi_prop_list_get_string (all, MAPI_PR_SPOOLER_ERROR), "smtp: "));
}

TAP_MAIN ("spooler/metrics",
          { "attempts and the time to the end", test_retry },
          { "how deep the queues are", test_depths },
          { "what comes in", test_received },
          { "time in calls", test_calls },
          { "failures", test_failed })
