/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What comes in: who makes the message, who fills it, and who is told. */

#include "spooler-rig.h"

#define INBOUND "OpenEntry CreateMessage Poll StartMessage SaveChanges NotifyNewMail"

/* R322, R334, R342, R343, R344, R347: the Inbox is opened and a message made in it, the transport
 * fills it and saves it, and then the store is told; as long as one comes there may be another. */
static void
test_steps (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL);
  spooler_rig_script (pop, "message One");
  spooler_rig_start (rig);
  spooler_rig_wait_received (rig, 1);
  spooler_rig_wait_log (pop, "StartMessage", 2);
  spooler_rig_assert_calls (rig,
                            INBOUND,
                            "pop Poll, store OpenEntry (Inbox), store CreateMessage, "
                            "pop StartMessage, store SaveChanges One, store NotifyNewMail One, "
                            "store OpenEntry (Inbox), store CreateMessage, pop StartMessage");
}

/* R453: a notice leads to StartMessage without Poll. */
static void
test_notice (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  fake_transport_receive (pop, "One");
  spooler_rig_notify (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (rig, 1);
  TAP_NUMBER (spooler_rig_count (pop, "Poll"), 0);
}

/* R328: what StartMessage fails with is not saved, and nobody is told of it; the next message comes
 * all the same. */
static void
test_error (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);
  g_autoptr (MapiPropList) received = NULL;

  spooler_rig_script (pop, "1st start: DISK_ERROR; 2 messages; notify NEWMAIL");
  spooler_rig_start (rig);
  spooler_rig_wait_event (rig, "receive-failed", 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);
  spooler_rig_notify (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (rig, 2);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
  received = mock_store_get_received (rig->store, 0);
  TAP_STRING (mapi_prop_list_get_string (received, MAPI_PR_SUBJECT), "Message 1");
}

/* A store that cannot take the message: the transport still has it, and it comes later. */
static void
test_store_fails (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL);
  spooler_rig_script_store (rig, "1st SaveChanges: NOT_ENOUGH_DISK");
  spooler_rig_script (pop, "message One");
  spooler_rig_start (rig);
  spooler_rig_wait_event (rig, "receive-failed", 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_received (rig, 1);
  spooler_rig_wait_store (rig, "NotifyNewMail One", 1);
}

/* R337: mail that is promised may wait until what is under way is done. */
static void
test_later (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *both = spooler_rig_add (rig, "both", "SMTP", 1);
  g_autoptr (GBytes) id = spooler_rig_submit (rig, "A", "SMTP:a@x");

  spooler_rig_script (both, "1st submit: message One, notify NEWMAIL, block, OK");
  spooler_rig_start (rig);
  spooler_rig_wait_log (both, "SubmitMessage", 1);
  spooler_rig_release (both);
  spooler_rig_wait_received (rig, 1);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_wait_log (both, "StartMessage", 2);
  spooler_rig_assert_calls (rig,
                            "SubmitMessage EndMessage StartMessage",
                            "both SubmitMessage A, both EndMessage 42, both StartMessage, "
                            "both StartMessage");
}

/* R359, R361: between the notices mail is fetched; after the last one nobody asks for any, and what
 * the transport says of it is heard by nobody. */
static void
test_directions (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);
  guint          n_calls;

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL);
  spooler_rig_start (rig);
  spooler_rig_wait_log (pop, "Poll", 1);
  fake_transport_receive (pop, "One");
  spooler_rig_notify (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (rig, 1);
  spooler_rig_stop (rig);
  n_calls = spooler_rig_count (pop, "Poll") + spooler_rig_count (pop, "StartMessage");
  fake_transport_receive (pop, "Two");
  spooler_rig_tell (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_advance (rig, 60);
  TAP_NUMBER (spooler_rig_count (pop, "Poll") + spooler_rig_count (pop, "StartMessage"), n_calls);
  TAP_NUMBER (spooler_rig_count (pop, "TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND"), 1);
  TAP_NUMBER (spooler_rig_count (pop, "TransportNotify END_INBOUND|END_OUTBOUND"), 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
}

/* R363, R364: the same of what goes out. */
static void
test_outbound_directions (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  g_autoptr (GBytes) b = NULL;

  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_stop (rig);
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_tell (smtp, MAPI_NOTIFY_READYTOSEND, NULL);
  spooler_rig_advance (rig, 60);
  spooler_rig_assert_calls (rig,
                            "TransportNotify SubmitMessage",
                            "smtp TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND, "
                            "smtp SubmitMessage A, "
                            "smtp TransportNotify END_INBOUND|END_OUTBOUND");
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, b));
}

/* R357: what a message says itself about its delivery is not believed. */
static void
test_spooler_status (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);
  g_autoptr (MapiPropList) received = NULL;

  spooler_rig_script (pop, "message One; notify NEWMAIL");
  spooler_rig_start (rig);
  spooler_rig_wait_store (rig, "NotifyNewMail", 1);
  received = mock_store_get_received (rig->store, 0);
  CU_ASSERT_TRUE (mapi_prop_list_contains (received, MAPI_PR_SPOOLER_STATUS));
  TAP_NUMBER (mapi_prop_list_get_long (received, MAPI_PR_SPOOLER_STATUS, -1), 0);
}

/* R560: who is there to be sent to again alone. */
static void
test_copies (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  fake_transport_set_wants (pop, MAPI_LOGON_SP_POLL);
  spooler_rig_script (pop, "1st start: copy a@x, OK; message One");
  spooler_rig_start (rig);
  spooler_rig_wait_received (rig, 1);
  rows = mock_store_get_received_recipients (rig->store, 0);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  row = mapi_row_set_get_row (rows, 0);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0), MAPI_TO);
}

TAP_MAIN ("spooler/inbound",
          { "from the Inbox to the notice", test_steps },
          { "a notice of new mail", test_notice },
          { "a message that cannot be fetched", test_error },
          { "a message that cannot be stored", test_store_fails },
          { "promised mail waits its turn", test_later },
          { "nothing comes in after the end", test_directions },
          { "nothing goes out after the end", test_outbound_directions },
          { "a message that has arrived says so", test_spooler_status },
          { "copies of recipients are discarded", test_copies })
