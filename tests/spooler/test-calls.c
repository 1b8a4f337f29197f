/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* In which order a transport is called, from its logon to its end, and around each message. */

#include "spooler-rig.h"

#define ALL                                                                                        \
  "TransportLogon AddressTypes TransportNotify Idle TransportLogoff SubmitMessage EndMessage "     \
  "Poll "                                                                                          \
  "StartMessage ValidateState FlushQueues"

/* R225, R226, R228, R230, R255, R366 */
static void
test_life (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = spooler_rig_submit (rig, "A", "SMTP:a@x");

  fake_transport_set_wants (smtp, MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_IDLE);
  spooler_rig_start (rig);
  spooler_rig_wait_log (smtp, "Idle", 1);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_stop (rig);
  spooler_rig_assert_calls (rig,
                            ALL,
                            "smtp TransportLogon NO_DIALOG, smtp AddressTypes, "
                            "smtp TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND, "
                            "smtp SubmitMessage A, smtp EndMessage 42, smtp Poll, smtp Idle, "
                            "smtp TransportNotify END_INBOUND|END_OUTBOUND, smtp TransportLogoff");
  spooler_rig_assert_details (smtp, "Idle", "flags=0x0");
  spooler_rig_assert_details (smtp, "TransportLogoff", "flags=0x0");
}

/* Whoever did not ask to be polled or called when there is nothing to do is not (R229, R321). */
static void
test_not_asked (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_IDLE);
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 2);
  for (guint i = 1; i <= 3; i++)
    {
      spooler_rig_wait_log (pop, "Poll", i);
      spooler_rig_wait_log (pop, "Idle", i);
      spooler_rig_advance (rig, 30);
    }
  TAP_NUMBER (spooler_rig_count (smtp, "Poll"), 0);
  TAP_NUMBER (spooler_rig_count (smtp, "Idle"), 0);
}

/* Idle is for when there is nothing to send (R253). */
static void
test_idle (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  g_autoptr (GBytes) b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  g_autoptr (GBytes) c = spooler_rig_submit (rig, "C", "SMTP:a@x");

  fake_transport_set_wants (smtp, MAPI_LOGON_SP_IDLE);
  spooler_rig_start (rig);
  spooler_rig_wait_log (smtp, "Idle", 1);
  spooler_rig_assert_calls (
      rig,
      "SubmitMessage Idle",
      "smtp SubmitMessage A, smtp SubmitMessage B, smtp SubmitMessage C, smtp Idle");
}

/* A transport that fails to log off counts as logged off, and may log on again (R381). What it told
 * before is forgotten (R378). */
static void
test_logoff_fails (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "logoff: CALL_FAILED");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  spooler_rig_stop (rig);
  spooler_rig_set_types (smtp, "FAX", NULL);
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->n_failed, 1);
  spooler_rig_assert_calls (rig,
                            "TransportLogon AddressTypes TransportLogoff SubmitMessage",
                            "smtp TransportLogon NO_DIALOG, smtp AddressTypes, "
                            "smtp TransportLogoff, smtp TransportLogon NO_DIALOG, "
                            "smtp AddressTypes");
}

/* A transport that does not tell what it handles is not up, and logs off again. */
static void
test_no_types (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);

  spooler_rig_script (smtp, "1st types: DISK_ERROR");
  spooler_rig_start (rig);
  spooler_rig_wait_event (rig, "transport", 1);
  TAP_NUMBER (rig->n_down, 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_up (rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon"), 2);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogoff"), 1);
}

/* Nobody waits for a transport but itself: the program around the spooler not at all (R015), the
 * others for a moment, since it might handle their messages too. */
static void
test_blocked_logon (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *stuck = spooler_rig_add (rig, "stuck", "FAX", 1);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (stuck, "block in logon");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_up (rig, 1);
  spooler_rig_advance (rig, 10);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "10 A");
  spooler_rig_release (stuck);
  spooler_rig_wait_up (rig, 2);
}

/* Whatever the transport has brought up meanwhile comes after EndMessage (R289). */
static void
test_end_is_next (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  g_autoptr (GBytes) b = spooler_rig_submit (rig, "B", "SMTP:a@x");

  spooler_rig_script (smtp,
                      "1st submit: notify CONFIG_CHANGE, notify NEWMAIL, notify READYTOSEND, OK");
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_wait_event (rig, "types", 1);
  spooler_rig_wait_log (smtp, "StartMessage", 1);
  spooler_rig_assert_calls (rig,
                            "SubmitMessage EndMessage AddressTypes StartMessage",
                            "smtp AddressTypes, smtp SubmitMessage A, smtp EndMessage 42, "
                            "smtp AddressTypes, smtp SubmitMessage B, smtp EndMessage 42, "
                            "smtp StartMessage");
}

/* R275, R276 */
static void
test_submitted_message (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropValue) written = NULL;
  g_autoptr (MapiMessage) kept = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_script (smtp, "submit: set PR_SENDER_NAME Ann, keep, reference 17");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_details (smtp, "SubmitMessage A", "reference=0 own=a@x others=");
  TAP_NUMBER (spooler_rig_count (smtp, "EndMessage 17"), 1);
  written = mock_store_get_prop (rig->store, id, MAPI_PR_SENDER_NAME);
  TAP_STRING (mapi_prop_value_get_string (written), "Ann");

  kept = fake_transport_ref_kept (smtp);
  props = mapi_prop_get_props (MAPI_PROP (kept), NULL, 0, NULL, NULL, &error);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
}

/* R323, R324 */
static void
test_started_message (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);
  g_autoptr (MapiMessage) kept = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_script (pop, "1st start: keep, OK; message one; notify NEWMAIL");
  spooler_rig_start (rig);
  spooler_rig_wait_received (rig, 1);
  spooler_rig_wait_log (pop, "StartMessage", 2);
  spooler_rig_assert_details (pop, "StartMessage", "flags=0x0 reference=1");

  kept = fake_transport_ref_kept (pop);
  props = mapi_prop_get_props (MAPI_PROP (kept), NULL, 0, NULL, NULL, &error);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
}

/* A transport answers that it goes on with a message by itself, and asks for it later: it gets that
 * one and no other again, and others in between (R283, R295, R452). */
static void
test_deferred (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  spooler_rig_script (smtp,
                      "1st-2nd submit: take nobody; 1st-2nd end: DONT_RESEND; 3rd submit: CANCEL");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_event (rig, "deferred", 2);
  spooler_rig_notify (smtp, MAPI_NOTIFY_SENTDEFERRED, b);
  spooler_rig_wait_event (rig, "deferred", 3);
  c = spooler_rig_submit (rig, "C", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_notify (smtp, MAPI_NOTIFY_SENTDEFERRED, b);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 B, 0 B BEGIN_DEFERRED, 0 C, 0 B BEGIN_DEFERRED");
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, a));
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, b));
}

/* A restart forgets what was deferred, and loses nothing by it; where the transport asks for the
 * message before it gets one, that is known again (D8). */
static void
test_deferred_restart (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;

  spooler_rig_script (smtp, "1st submit: take nobody; 1st end: DONT_RESEND");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "deferred", 1);
  spooler_rig_stop (rig);
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 A");
}

TAP_MAIN ("spooler/calls",
          { "from the logon to the logoff", test_life },
          { "who did not ask is neither polled nor called when idle", test_not_asked },
          { "Idle comes when nothing is left to send", test_idle },
          { "a logoff that fails, and another logon", test_logoff_fails },
          { "a transport that does not tell what it handles", test_no_types },
          { "a logon that blocks delays nobody", test_blocked_logon },
          { "EndMessage is the next call after SubmitMessage", test_end_is_next },
          { "a submitted message is valid until EndMessage", test_submitted_message },
          { "a message to fill is valid until StartMessage returns", test_started_message },
          { "a deferred message is sent when it is asked for", test_deferred },
          { "a restart forgets what was deferred (D8)", test_deferred_restart })
