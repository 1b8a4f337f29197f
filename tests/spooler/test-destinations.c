/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Domains among each other: a slow one leaves connections to the others, and a dead one is probed
 * with one message while the rest waits. */

#include "spooler-rig.h"

/* Two connections: what hangs at one domain takes one of them, whatever waits for it. */
static void
test_slow (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 2);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@slow");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  b = spooler_rig_submit (rig, "B", "SMTP:b@SLOW");
  c = spooler_rig_submit (rig, "C", "SMTP:c@quick");
  spooler_rig_wait_sent (rig, 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, c));
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage B"), 0);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 3);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage B"), 1);
}

/* One message alone does not wait either until the slow one has ended. */
static void
test_alone (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 2);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@slow");
  spooler_rig_wait_log (smtp, "SubmitMessage A", 1);
  b = spooler_rig_submit (rig, "B", "SMTP:b@quick");
  spooler_rig_wait_event (rig, "queued", 2);
  /* The engine's thread is done with what it has told. */
  mapi_spooler_update_status (rig->spooler);
  spooler_rig_advance (rig, 1);
  spooler_rig_wait_sent (rig, 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, b));
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 2);
}

/* As many as is set, and for all when it is 0. */
static void
test_setting (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 2);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  mock_host_set_setting (rig->host, "smtp/destination-connections", "2");
  spooler_rig_script (smtp, "1st-2nd submit: block");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage A", 1);
  b = spooler_rig_submit (rig, "B", "SMTP:b@x");
  c = spooler_rig_submit (rig, "C", "SMTP:c@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 2);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 3);
}

/* Two failures are enough here; all is tried at the time of the second one's next attempt at the
 * earliest, by one message. */
static void
begin_dead (SpoolerRig *rig, FakeTransport *smtp, const char *script)
{
  mock_host_set_setting (rig->host, "destination-failures", "2");
  mock_host_set_setting (rig->host, "lifetime", "1000");
  spooler_rig_script (smtp, script);
  spooler_rig_start (rig);
}

static void
submit_and_wait (SpoolerRig *rig, const char *subject, const char *recipients, guint n_waits)
{
  g_autoptr (GBytes) id = spooler_rig_submit (rig, subject, recipients);

  spooler_rig_wait_event (rig, "wait", n_waits);
}

static void
test_dead (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) other = NULL;

  begin_dead (rig, smtp, "1st-2nd submit: NETWORK_ERROR");
  submit_and_wait (rig, "A", "SMTP:a@dead", 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "wait", 2);
  submit_and_wait (rig, "B", "SMTP:b@dead", 3);
  spooler_rig_assert_text (rig, "wait", "message 2 waits until dead is reached again");
  submit_and_wait (rig, "C", "SMTP:c@dead", 4);
  other = spooler_rig_submit (rig, "D", "SMTP:d@alive");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 30 A, 30 D");

  spooler_rig_advance (rig, 60);
  spooler_rig_wait_sent (rig, 4);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 6);
}

/* All whose time has come are on their way before the first of them finds nobody. */
static void
probe_in_vain (SpoolerRig *rig, FakeTransport *smtp, guint n_submits, guint n_waits)
{
  spooler_rig_script (smtp, "1st submit: block, NETWORK_ERROR");
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_log (smtp, "SubmitMessage", n_submits);
  spooler_rig_release (smtp);
  spooler_rig_wait_event (rig, "wait", n_waits);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), n_submits);
}

/* A probe in vain costs one message an attempt, and the others wait for the next one. */
static void
test_probe_fails (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);

  mock_host_set_setting (rig->host, "retry-delay-max", "30");
  begin_dead (rig, smtp, "1st-2nd submit: NETWORK_ERROR");
  submit_and_wait (rig, "A", "SMTP:a@dead", 1);
  submit_and_wait (rig, "B", "SMTP:b@dead", 2);
  for (guint n = 3; n < 6; n++)
    submit_and_wait (rig, "C", "SMTP:c@dead", n);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 2);
  /* Two whose time has come and the first that waits: one of them probes. */
  probe_in_vain (rig, smtp, 3, 8);
  probe_in_vain (rig, smtp, 4, 10);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 5);
}

/* What waits for a dead destination is held, tried and forgotten as all that waits. */
static void
test_steered (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiSpoolerQueue) queue = mapi_spooler_queue_new (MAPI_MSG_STORE (rig->store), NULL);
  g_autoptr (GBytes) b = NULL;

  begin_dead (rig, smtp, "1st-2nd submit: NETWORK_ERROR");
  submit_and_wait (rig, "A", "SMTP:a@dead", 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "wait", 2);
  b = spooler_rig_submit (rig, "B", "SMTP:b@dead");
  spooler_rig_wait_event (rig, "wait", 3);
  CU_ASSERT_TRUE (mapi_spooler_queue_hold (queue, b, NULL, NULL));
  spooler_rig_wait_event (rig, "held", 1);
  CU_ASSERT_TRUE (mapi_spooler_queue_retry (queue, b, NULL, NULL));
  spooler_rig_wait_sent (rig, 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, b));
}

/* What lies there when the spooler ends is tried by the next one. */
static void
test_stop (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);

  begin_dead (rig, smtp, "1st-2nd submit: NETWORK_ERROR");
  submit_and_wait (rig, "A", "SMTP:a@dead", 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "wait", 2);
  submit_and_wait (rig, "B", "SMTP:b@dead", 3);
  spooler_rig_stop (rig);
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
}

TAP_MAIN ("spooler/destinations",
          { "a slow one leaves connections", test_slow },
          { "nor does one message wait for it", test_alone },
          { "as many connections as is set", test_setting },
          { "a dead one is probed", test_dead },
          { "a probe in vain", test_probe_fails },
          { "what waits is steered", test_steered },
          { "the end of a run", test_stop })
