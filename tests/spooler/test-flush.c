/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Flushing the queues: IMAPIStatus::FlushQueues of the spooler, step by step. */

#include "spooler-rig.h"

#define STEPS "FlushQueues SubmitMessage EndMessage StartMessage TransportNotify TransportLogoff"

/* The status object of the spooler, as a client opens it (R416). */
static MapiStatus *
open_status (SpoolerRig *rig)
{
  g_autoptr (GError) error = NULL;
  MapiStatus *status =
      mapi_spooler_link_open_status_entry (MAPI_SPOOLER_LINK (rig->spooler), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return status;
}

static void
flush (SpoolerRig *rig, guint32 flags)
{
  g_autoptr (MapiStatus) status = open_status (rig);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_status_flush_queues (status, NULL, flags, NULL, &error));
  TAP_NO_ERROR (error);
}

/* R387, R391 to R400, R405, R406, R408, R416: first one transport, out and then in, then the next;
 * all of it before the call returns. */
static void
test_steps (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", "FAX", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  spooler_rig_script (first, "1st-2nd submit: WAIT 3600");
  spooler_rig_script (second, "1st submit: WAIT 3600");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  c = spooler_rig_submit (rig, "C", "FAX:1");
  spooler_rig_wait_event (rig, "wait", 3);
  spooler_rig_script (first, "message One");
  spooler_rig_script (second, "1st submit: BUSY");
  spooler_rig_forget (rig);
  flush (rig, MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD | MAPI_FLUSH_FORCE);
  spooler_rig_assert_calls (
      rig,
      "FlushQueues SubmitMessage EndMessage StartMessage TransportNotify",
      "first FlushQueues UPLOAD|DOWNLOAD|FORCE, "
      "first TransportNotify BEGIN_OUTBOUND_FLUSH, "
      "first SubmitMessage A, first EndMessage 42, first SubmitMessage B, first EndMessage 42, "
      "first TransportNotify END_OUTBOUND_FLUSH, first TransportNotify BEGIN_INBOUND_FLUSH, "
      "first StartMessage, first StartMessage, first TransportNotify END_INBOUND_FLUSH, "
      "second FlushQueues UPLOAD|DOWNLOAD|FORCE, "
      "second TransportNotify BEGIN_OUTBOUND_FLUSH, second SubmitMessage C, "
      "second TransportNotify END_OUTBOUND_FLUSH, second TransportNotify BEGIN_INBOUND_FLUSH, "
      "second StartMessage, second TransportNotify END_INBOUND_FLUSH");
  spooler_rig_assert_details (first, "FlushQueues", "target=none");
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, c));
}

/* R398: a transport that has no more saves a message with nothing in it; that ends it, and is
 * stored nowhere (D20). */
static void
test_empty_message_ends (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);

  spooler_rig_script (pop, "2 messages; 3rd start: empty");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  flush (rig, MAPI_FLUSH_DOWNLOAD);
  TAP_NUMBER (spooler_rig_count (pop, "StartMessage"), 3);
  TAP_NUMBER (spooler_rig_count (pop, "TransportNotify END_INBOUND_FLUSH"), 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
}

/* D21: uploading is what goes out, downloading what comes in. */
static void
test_directions (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "submit: WAIT 3600; 2 messages");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  flush (rig, MAPI_FLUSH_DOWNLOAD);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);

  fake_transport_receive (smtp, "Three");
  flush (rig, MAPI_FLUSH_UPLOAD);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 2);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);
}

/* R391, R395, R401: a transport that keeps the bits of its row is flushed where it has set them,
 * and as long as it does. */
static void
test_bits (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp,
                      "1st submit: WAIT 3600; notified: OK, lower OUTBOUND_FLUSH; 2 messages");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  flush (rig, 0);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 2);

  spooler_rig_script (smtp, "3 messages; 1st start: OK, lower INBOUND_FLUSH");
  flush (rig, MAPI_FLUSH_DOWNLOAD);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 3);
}

/* R402, R404: the bits of a row begin a flush too, when there is time. */
static void
test_self_started (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: raise OUTBOUND_FLUSH, WAIT 3600");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 A");
}

/* R403 */
static void
test_stop (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  g_object_set (rig->spooler, "stop-grace", 0, NULL);
  spooler_rig_script (smtp, "1st submit: WAIT 3600; 2nd submit: block");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  flush (rig, MAPI_FLUSH_ASYNC_OK);
  spooler_rig_wait_log (smtp, "SubmitMessage", 2);
  spooler_rig_stop (rig);
  spooler_rig_assert_calls (rig,
                            STEPS,
                            "smtp TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND, "
                            "smtp SubmitMessage A, smtp FlushQueues UPLOAD|DOWNLOAD, "
                            "smtp TransportNotify BEGIN_OUTBOUND_FLUSH, smtp SubmitMessage A, "
                            "smtp TransportNotify CANCEL_MESSAGE, "
                            "smtp TransportNotify "
                            "END_INBOUND|END_INBOUND_FLUSH|END_OUTBOUND|END_OUTBOUND_FLUSH, "
                            "smtp TransportLogoff");
}

/* R411 */
static void
test_busy (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_script (smtp, "block in FlushQueues");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  status = open_status (rig);
  flush (rig, MAPI_FLUSH_ASYNC_OK);
  spooler_rig_wait_log (smtp, "FlushQueues", 1);
  CU_ASSERT_FALSE (mapi_status_flush_queues (status, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
  spooler_rig_release (smtp);
}

/* R413, R417: one transport alone, which need not know the method; R410, R418: what is said of how
 * to do it reaches it as it is. */
static void
test_target (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", "FAX", 1);
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) target = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_script (second, "1st submit: WAIT 3600; flush: NO_SUPPORT; message One");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "FAX:1");
  spooler_rig_wait_event (rig, "wait", 1);
  status = open_status (rig);
  target = mock_host_get_status_entry_id (rig->host, second);
  CU_ASSERT_TRUE (
      mapi_status_flush_queues (status, target, MAPI_FLUSH_FORCE | MAPI_FLUSH_NO_UI, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (spooler_rig_count (first, "FlushQueues"), 0);
  TAP_NUMBER (spooler_rig_count (second, "FlushQueues NO_UI|UPLOAD|DOWNLOAD|FORCE"), 1);
  spooler_rig_assert_submits (rig, second, "0 A, 0 A");
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
}

/* R018: what a flush sends and fetches no transport has to announce. */
static void
test_no_notice (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 3600");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  fake_transport_receive (smtp, "One");
  flush (rig, 0);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, id));
}

/* R404: a client that asks as soon as it sees that a flush has ended is not passed over. */
static void
test_asked_again (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);

  spooler_rig_start (rig);
  spooler_rig_wait_log (smtp, "TransportNotify BEGIN", 1);
  spooler_rig_script (smtp, "2nd notified: OK, raise INBOUND_FLUSH");
  flush (rig, MAPI_FLUSH_DOWNLOAD);
  spooler_rig_wait_log (smtp, "TransportNotify END_INBOUND_FLUSH", 2);
  spooler_rig_stop (rig);
  TAP_NUMBER (spooler_rig_count (smtp, "FlushQueues"), 2);
}

/* Who asks before the transports are up means all of them. */
static void
test_asked_early (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", "FAX", 1);
  g_autoptr (GError) error = NULL;

  spooler_rig_script (second, "block in logon");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  CU_ASSERT_TRUE (mapi_spooler_flush (rig->spooler, MAPI_FLUSH_ASYNC_OK, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (spooler_rig_count (first, "FlushQueues"), 0);
  spooler_rig_release (second);
  spooler_rig_wait_log (second, "TransportNotify END_INBOUND_FLUSH", 1);
  TAP_NUMBER (spooler_rig_count (first, "TransportNotify END_INBOUND_FLUSH"), 1);
}

TAP_MAIN ("spooler/flush",
          { "one transport after the other, out and in", test_steps },
          { "a message without content ends it (D20)", test_empty_message_ends },
          { "uploading goes out and downloading comes in (D21)", test_directions },
          { "a transport that keeps its bits goes by them", test_bits },
          { "a transport begins itself", test_self_started },
          { "the spooler stops meanwhile", test_stop },
          { "one flush at a time", test_busy },
          { "one transport alone", test_target },
          { "nobody need announce what is flushed", test_no_notice },
          { "asked again at the end", test_asked_again },
          { "asked before the transports are up", test_asked_early })
