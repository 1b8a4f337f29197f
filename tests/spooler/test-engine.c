/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spooler-rig.h"

#include <unistd.h>

/* Work in flight is put back, and sent by the next run. */
static void
test_stop_while_sending (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) next = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  g_object_set (rig->spooler, "stop-grace", 0, NULL);
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  next = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  spooler_rig_stop (rig);

  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  CU_ASSERT_FALSE (mock_store_is_locked (rig->store, id));
  spooler_rig_assert_log (rig,
                          smtp,
                          "0 TransportLogon NO_DIALOG, 0 AddressTypes, "
                          "0 TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND, 0 SubmitMessage A, "
                          "0 TransportNotify CANCEL_MESSAGE, "
                          "0 TransportNotify END_INBOUND|END_OUTBOUND, 0 TransportLogoff");

  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 A, 0 B");
}

/* What is in flight is given its time first. */
static void
test_stop_with_grace (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  g_object_set (rig->spooler, "stop-grace", 60000, NULL);
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "submit", 1);
  spooler_rig_release (smtp);
  spooler_rig_stop (rig);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, id));
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify CANCEL_MESSAGE"), 0);
}

/* A transport that comes back from nothing is left behind, and named. */
static void
test_stop_leaves_behind (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *stubborn = spooler_rig_add (rig, "stubborn", "FAX", 1);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) busy = NULL;

  spooler_rig_script (stubborn, "1st submit: hang");
  g_object_set (rig->spooler, "stop-grace", 0, "cancel-grace", 1, NULL);
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "FAX:1");
  spooler_rig_wait_log (stubborn, "SubmitMessage", 1);
  spooler_rig_wait_up (rig, 2);
  CU_ASSERT_FALSE (mapi_spooler_stop (rig->spooler, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_TIMEOUT);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  spooler_rig_wait_log (smtp, "TransportLogoff", 1);

  CU_ASSERT_FALSE (mapi_spooler_start (rig->spooler, NULL, &busy));
  TAP_ERROR (busy, MAPI_ERROR, MAPI_E_BUSY);
  spooler_rig_release (stubborn);
}

static void
test_idle_engine (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) status = NULL;

  spooler_rig_stop (rig);
  CU_ASSERT_FALSE (mapi_spooler_flush (rig->spooler, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);

  spooler_rig_start (rig);
  status = mock_host_get_status (rig->host);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (status, MAPI_PR_STATUS_CODE, 0) & MAPI_STATUS_AVAILABLE);
  TAP_NUMBER (mapi_prop_list_get_long (status, MAPI_PR_RESOURCE_TYPE, 0), MAPI_SPOOLER);
}

static void
test_one_spooler_a_profile (void)
{
  g_autoptr (MapiSpoolerVirtualClock) clock = mapi_spooler_virtual_clock_new (0);
  g_autoptr (MockHost) host = mock_host_new ("home/work");
  g_autoptr (MapiSpooler) first =
      mapi_spooler_new (MAPI_SPOOLER_HOST (host), MAPI_SPOOLER_CLOCK (clock));
  g_autoptr (MapiSpooler) second =
      mapi_spooler_new (MAPI_SPOOLER_HOST (host), MAPI_SPOOLER_CLOCK (clock));
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_spooler_start (first, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_spooler_start (second, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, pid));
  g_clear_error (&error);

  CU_ASSERT_TRUE (mapi_spooler_stop (first, &error));
  CU_ASSERT_TRUE (mapi_spooler_start (second, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_spooler_stop (second, &error));
}

/* Messages wait for a transport that cannot log on: nobody knows what it handles (R273). */
static void
test_logon_fails (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) fax_id = NULL;
  g_autoptr (GBytes) smtp_id = NULL;

  spooler_rig_script (fax, "1st-2nd logon: NETWORK_ERROR");
  fax_id = spooler_rig_submit (rig, "A", "FAX:1");
  smtp_id = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->n_down, 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, smtp_id));
  TAP_NUMBER (rig->n_failed, 0);

  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "transport", 3);
  spooler_rig_advance (rig, 60);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, fax, "90 A");
  spooler_rig_assert_submits (rig, smtp, "0 B");
}

/* D6 */
static void
test_config_change (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", NULL, 1);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  spooler_rig_start (rig);
  before = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_set_types (first, "FAX", NULL);
  spooler_rig_notify (first, MAPI_NOTIFY_CONFIG_CHANGE, NULL);
  spooler_rig_wait_event (rig, "types", 1);
  after = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, first, "0 A");
  spooler_rig_assert_submits (rig, second, "0 B");
}

/* R448, R450 */
static void
test_critical_error (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: notify CRITICAL_ERROR, CALL_FAILED");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  TAP_NUMBER (rig->n_down, 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_assert_submits (rig, smtp, "0 A");

  spooler_rig_notify (smtp, MAPI_NOTIFY_READYTOSEND, NULL);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon"), 2);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogoff"), 0);
}

/* READYTOSEND ends the wait. */
static void
test_ready_to_send (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 3600");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_notify (smtp, MAPI_NOTIFY_READYTOSEND, NULL);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 A");
}

/* A transport that breaks its contract harms only itself. */
static void
test_bad_transport (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 30");
  spooler_rig_script (fax, "1st submit: claim a@x, lie; 2nd submit: silence");
  spooler_rig_start (rig);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  id = spooler_rig_submit (rig, "A", "FAX:1 SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 2);
  CU_ASSERT_FALSE (mock_store_is_responsible (rig->store, id, "a@x"));
  CU_ASSERT_FALSE (mock_store_is_responsible (rig->store, id, "1"));
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "wait", 3);
  spooler_rig_wait_log (smtp, "SubmitMessage", 2);
  CU_ASSERT_TRUE (mapi_spooler_virtual_clock_advance_to_alarm (rig->clock));
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, fax, "0 A, 30 A, 90 A");
  spooler_rig_assert_submits (rig, smtp, "0 A, 30 A");
}

/* A message is not sent twice because the store cannot be told. */
static void
test_store_cannot_record (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script_store (rig, "1st-2nd SaveChanges: NOT_ENOUGH_DISK");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "wait", 2);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  CU_ASSERT_TRUE (mapi_spooler_virtual_clock_advance_to_alarm (rig->clock));
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "a@x"));
}

static void
test_store_cannot_finish (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script_store (rig, "1st FinishedMsg: NOT_ENOUGH_DISK");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_FALSE (mock_store_is_locked (rig->store, id));
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
}

/* No report, no end: nobody is to wonder where a message went. The transport is not asked again. */
static void
test_store_cannot_report (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script_store (rig, "1st CreateMessage: NOT_ENOUGH_DISK");
  spooler_rig_script (smtp, "submit: fail");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "a@x"));
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
}

static void
test_store_cannot_open (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script_store (rig, "1st OpenEntry: DISK_ERROR");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "submit", 1);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "30 A");
}

/* More logons are opened when the backlog grows, and only then. */
static void
test_lanes (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 3);

  mock_host_set_setting (rig->host, "destination-connections", "0");
  spooler_rig_script (smtp, "1st-3rd submit: block");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon"), 1);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%u", i);
      g_autoptr (GBytes) id = spooler_rig_submit (rig, subject, "SMTP:a@x");
    }
  spooler_rig_wait_log (smtp, "SubmitMessage", 3);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon"), 3);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon NO_DIALOG|NO_INBOUND"), 2);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 10);
  spooler_rig_stop (rig);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogoff"), 3);
}

static void
test_new_mail (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "maildir", "MAILDIR", 1);
  g_autoptr (MapiPropList) first = NULL;

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  fake_transport_receive (smtp, "one");
  fake_transport_receive (smtp, "two");
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (rig, 2);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
  TAP_NUMBER (spooler_rig_count (smtp, "Poll"), 0);

  first = mock_store_get_received (rig->store, 0);
  TAP_STRING (mapi_prop_list_get_string (first, MAPI_PR_SUBJECT), "one");
  TAP_STRING (mapi_prop_list_get_string (first, MAPI_PR_MESSAGE_CLASS), "IPM.Note");
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_MESSAGE_FLAGS, -1), MAPI_MSGFLAG_UNMODIFIED);
}

/* D20 */
static void
test_no_mail (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "maildir", "MAILDIR", 1);

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  spooler_rig_script (smtp, "1st start: nothing; 2nd start: empty");
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
  fake_transport_receive (smtp, "mail");
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_advance (rig, 1);
  mapi_spooler_flush (rig->spooler, 0, NULL, NULL);
  spooler_rig_wait_received (rig, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
}

/* Whatever the transport was asked to do before this is done: its thread sends one message, and
 * sees to all else before it sends the next. */
static void
send_two (SpoolerRig *rig)
{
  guint n_sent = rig->n_sent;

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (GBytes) id = spooler_rig_submit (rig, "out", "FAX:1");

      spooler_rig_wait_sent (rig, n_sent + i);
    }
}

static void
test_poll (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "FAX", 1);

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_IDLE);
  fake_transport_receive (pop, "early");
  spooler_rig_start (rig);
  spooler_rig_wait_received (rig, 1);
  /* Until it is idle it is asked for more, and would give what comes meanwhile. */
  spooler_rig_wait_log (pop, "Idle", 1);
  fake_transport_receive (pop, "late");
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_received (rig, 2);
  spooler_rig_wait_log (pop, "Idle", 2);
  TAP_NUMBER (spooler_rig_count (pop, "Poll"), 2);

  /* In a critical section there is neither Poll nor Idle (R445). */
  spooler_rig_notify (pop, MAPI_NOTIFY_CRITSEC, NULL);
  fake_transport_receive (pop, "critical");
  spooler_rig_advance (rig, 30);
  send_two (rig);
  TAP_NUMBER (spooler_rig_count (pop, "Poll"), 2);
  TAP_NUMBER (spooler_rig_count (pop, "Idle"), 2);
  spooler_rig_notify (pop, MAPI_NOTIFY_NONCRIT, NULL);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_received (rig, 3);
  TAP_NUMBER (spooler_rig_count (pop, "Poll"), 3);
}

static void
test_flush (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "FAX", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_script (second, "1st submit: WAIT 3600");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 2);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  fake_transport_receive (second, "in");
  CU_ASSERT_TRUE (mapi_spooler_flush (rig->spooler, 0, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_assert_submits (rig, second, "0 A, 0 A");
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, id));
  spooler_rig_stop (rig);
  spooler_rig_assert_log (rig,
                          first,
                          "0 TransportLogon NO_DIALOG, 0 AddressTypes, "
                          "0 TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND, "
                          "0 FlushQueues UPLOAD|DOWNLOAD, "
                          "0 TransportNotify BEGIN_OUTBOUND_FLUSH, "
                          "0 TransportNotify END_OUTBOUND_FLUSH, "
                          "0 TransportNotify BEGIN_INBOUND_FLUSH, 0 StartMessage, "
                          "0 TransportNotify END_INBOUND_FLUSH, "
                          "0 TransportNotify END_INBOUND|END_OUTBOUND, 0 TransportLogoff");
}

TAP_MAIN ("spooler/engine",
          { "stop while sending", test_stop_while_sending },
          { "stop with grace", test_stop_with_grace },
          { "stop leaves behind who blocks", test_stop_leaves_behind },
          { "an engine without work", test_idle_engine },
          { "one spooler a profile", test_one_spooler_a_profile },
          { "a logon fails", test_logon_fails },
          { "address types change (D6)", test_config_change },
          { "a critical error", test_critical_error },
          { "ready to send", test_ready_to_send },
          { "a transport that breaks its contract", test_bad_transport },
          { "the store cannot record", test_store_cannot_record },
          { "the store cannot finish", test_store_cannot_finish },
          { "the store cannot report", test_store_cannot_report },
          { "the store cannot open", test_store_cannot_open },
          { "logons grow with the backlog", test_lanes },
          { "new mail", test_new_mail },
          { "promises without mail", test_no_mail },
          { "poll and idle", test_poll },
          { "flush", test_flush })
