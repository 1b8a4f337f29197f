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

/* One message in each state. */
static void
test_depths (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) all = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage A", 1);
  b = spooler_rig_submit (rig, "B", "SMTP:b@x");
  spooler_rig_wait_event (rig, "queued", 2);
  all = row_of (rig, NULL);
  TAP_NUMBER (mapi_prop_list_get_long (all, MAPI_PR_SPOOLER_DEPTH_SENDING, -1), 1);
  TAP_NUMBER (mapi_prop_list_get_long (all, MAPI_PR_SPOOLER_DEPTH_WAITING, -1), 1);
  row = row_of (rig, smtp);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_DEPTH_SENDING, -1), 1);

  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 2);
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
          { "time in calls", test_calls },
          { "failures", test_failed })
