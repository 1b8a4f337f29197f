/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue: its order, the locks, the end of a message, and when one is due. */

#include "spooler-rig.h"

#define START (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC)

/* R063, R066, R118, R134 */
static void
test_lock (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 10");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 10);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_calls (rig,
                            "SetLockState SubmitMessage EndMessage SaveChanges FinishedMsg",
                            "store SetLockState A MSG_LOCKED, smtp SubmitMessage A, "
                            "store SaveChanges A, store SetLockState A MSG_UNLOCKED, "
                            "store SetLockState A MSG_LOCKED, "
                            "smtp SubmitMessage A, smtp EndMessage 42, store SaveChanges A, "
                            "store FinishedMsg A");
}

/* What is locked already is not locked again, and unlocked only when nobody works on it (R063). */
static void
test_lock_shared (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_script (fax, "1st submit: block, WAIT 10");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x FAX:1");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  spooler_rig_wait_log (fax, "SubmitMessage", 1);
  spooler_rig_release (fax);
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_TRUE (mock_store_is_locked (rig->store, id));
  spooler_rig_assert_calls (rig, "SetLockState", "store SetLockState A MSG_LOCKED");

  spooler_rig_release (smtp);
  spooler_rig_wait_event (rig, "taken", 1);
  spooler_rig_advance (rig, 10);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_calls (rig, "FinishedMsg", "store FinishedMsg A");
}

/* A transport that is busy has the oldest message; the next ones are left alone (R131), those of
 * other transports are not (R132, D7). */
static void
test_oldest (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  c = spooler_rig_submit (rig, "C", "FAX:1");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, fax, "0 C");
  spooler_rig_assert_calls (
      rig, "SetLockState", "store SetLockState A MSG_LOCKED, store SetLockState C MSG_LOCKED");

  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 3);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 B");
}

/* The oldest message waits for a transport that is away: later ones of another one go (R132). */
static void
test_oldest_waits (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *away = spooler_rig_add (rig, "away", "FAX", 1);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = spooler_rig_submit (rig, "A", "FAX:1");
  g_autoptr (GBytes) b = spooler_rig_submit (rig, "B", "SMTP:a@x");

  spooler_rig_script (away, "logon: NETWORK_ERROR");
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 B");
  spooler_rig_assert_calls (rig, "SetLockState", "store SetLockState B MSG_LOCKED");
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, a));
}

/* Nothing is locked but to send it (R133), and the queue is asked for once (R135). */
static void
test_only_to_send (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GError) error = NULL;

  fake_transport_set_wants (smtp, MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_IDLE);
  spooler_rig_script (smtp, "1st poll: 2 messages");
  spooler_rig_start (rig);
  spooler_rig_wait_received (rig, 2);
  CU_ASSERT_TRUE (mapi_spooler_flush (rig->spooler, 0, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_stop (rig);
  spooler_rig_assert_calls (
      rig, "SetLockState FinishedMsg GetOutgoingQueue", "store GetOutgoingQueue");
}

/* A message that cannot be locked is somebody else's: it is left alone, and tried again. */
static void
test_lock_refused (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script_store (rig, "1st SetLockState: NO_ACCESS");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_assert_submits (rig, smtp, "");
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "30 A");
}

/* Submits A with properties of when it is to be sent; @seconds is relative to the start. */
static GBytes *
submit_deferred (SpoolerRig *rig, gint seconds, gint32 number, gint32 unit)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  const char *const recipients[] = { "SMTP:a@x", NULL };

  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_CLIENT_SUBMIT_TIME, mapi_filetime_from_unix_usec (START));
  if (seconds != 0)
    mapi_prop_list_builder_add_systime (
        builder,
        MAPI_PR_DEFERRED_SEND_TIME,
        mapi_filetime_from_unix_usec (START + (gint64) seconds * G_USEC_PER_SEC));
  if (number >= 0)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_DEFERRED_SEND_NUMBER, number);
  if (unit >= 0)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_DEFERRED_SEND_UNITS, unit);

  props = mapi_prop_list_builder_end (builder);
  return mock_store_submit_with (rig->store, "A", recipients, props);
}

/* Whether a message with these properties is sent just @delay seconds after it was submitted. */
static void
assert_sent_after (gint seconds, gint32 number, gint32 unit, guint delay)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = submit_deferred (rig, seconds, number, unit);
  g_autoptr (GBytes) other = NULL;
  g_autofree char *expected = g_strdup_printf ("%u B, %u A", delay - 1, delay);

  if (delay == 0)
    {
      spooler_rig_start (rig);
      spooler_rig_wait_sent (rig, 1);
      spooler_rig_assert_submits (rig, smtp, "0 A");
      return;
    }

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  spooler_rig_advance (rig, delay - 1);
  other = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_advance (rig, 1);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, smtp, expected);
}

/* R531, D16 */
static void
test_send_time (void)
{
  assert_sent_after (3600, -1, -1, 3600);
  assert_sent_after (-3600, -1, -1, 0);
  assert_sent_after (60, 5, 1, 60);
}

/* Minutes, hours, days, weeks (R533); what is no such number defers nothing (R532). */
static void
test_send_units (void)
{
  assert_sent_after (0, 5, 0, 5 * 60);
  assert_sent_after (0, 2, 1, 2 * 3600);
  assert_sent_after (0, 3, 2, 3 * 24 * 3600);
  assert_sent_after (0, 1, 3, 7 * 24 * 3600);
  assert_sent_after (0, 999, 0, 999 * 60);
  assert_sent_after (0, 0, 1, 0);
  assert_sent_after (0, 1000, 0, 0);
  assert_sent_after (0, 5, 4, 0);
  assert_sent_after (0, 5, -1, 0);
}

/* A flush sends what waits, and not what its sender has put off (D16). */
static void
test_put_off (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = submit_deferred (rig, 3600, -1, -1);
  g_autoptr (GError) error = NULL;

  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  CU_ASSERT_TRUE (mapi_spooler_flush (rig->spooler, 0, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_advance (rig, 3600);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "3600 A");
}

/* R534: when a message is to be delivered is for those to say who deliver it; it is sent at once.
 */
static void
test_deferred_delivery (void)
{
  static const char *const recipients[] = { "SMTP:a@x", NULL };
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  guint64 late = mapi_filetime_from_unix_usec (G_GINT64_CONSTANT (4000000000) * G_USEC_PER_SEC);
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_systime (MAPI_PR_DEFERRED_DELIVERY_TIME, late);
  g_autoptr (MapiPropList) more = mapi_prop_list_new_from_value (value);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_start (rig);
  id = mock_store_submit_with (rig->store, "A", recipients, more);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
}

TAP_MAIN ("spooler/queue",
          { "delivery may be put off by who delivers", test_deferred_delivery },
          { "a message is locked, sent, and finished last of all", test_lock },
          { "one lock for all who work on a message", test_lock_shared },
          { "the oldest message of a transport is locked alone (D7)", test_oldest },
          { "the oldest message waits, others do not (D7)", test_oldest_waits },
          { "nothing is locked but to send it", test_only_to_send },
          { "a message that cannot be locked", test_lock_refused },
          { "the time to send (D16)", test_send_time },
          { "numbers of units until it is sent (D16)", test_send_units },
          { "a flush leaves alone what its sender put off (D16)", test_put_off })
