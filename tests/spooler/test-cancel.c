/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is stopped on its way: the transport is told which message, and what becomes of those it
 * wanted to ask for. */

#include "spooler-rig.h"

static char *
write_expected (guint32 message_ref, GBytes *entry_id)
{
  g_autofree char *id = entry_id != NULL ? mapi_entry_id_to_string (entry_id) : g_strdup ("none");

  return g_strdup_printf ("reference=%u entry=%s", message_ref, id);
}

static void
assert_told (FakeTransport *transport, const char *flags, guint32 message_ref, GBytes *entry_id)
{
  g_autofree char *call = g_strdup_printf ("TransportNotify %s", flags);
  g_autofree char *expected = write_expected (message_ref, entry_id);

  TAP_NUMBER (spooler_rig_count (transport, call), 1);
  spooler_rig_assert_details (transport, call, expected);
}

/* Stops the spooler, without any grace, as soon as a call has begun. */
static void
stop_in (SpoolerRig *rig, FakeTransport *transport, const char *call)
{
  g_object_set (rig->spooler, "stop-grace", 0, NULL);
  spooler_rig_wait_log (transport, call, 1);
  spooler_rig_stop (rig);
}

/* R300, R372: it has no reference before SubmitMessage returns, which is 0. */
static void
test_in_submit (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  stop_in (rig, smtp, "SubmitMessage");
  assert_told (smtp, "CANCEL_MESSAGE", 0, NULL);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  CU_ASSERT_FALSE (mock_store_is_responsible (rig->store, id, "a@x"));
}

/* R300, R372: by the reference that SubmitMessage gave. */
static void
test_in_end (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: reference 5; 1st end: block");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  stop_in (rig, smtp, "EndMessage");
  assert_told (smtp, "CANCEL_MESSAGE", 5, NULL);
}

/* R338, R372: 1 when StartMessage gave no reference. Nothing half is stored. */
static void
test_inbound (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *pop = spooler_rig_add (rig, "pop", "", 1);

  spooler_rig_script (pop, "1st start: block");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  spooler_rig_notify (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  stop_in (rig, pop, "StartMessage");
  assert_told (pop, "CANCEL_MESSAGE", 1, NULL);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);
}

/* Until the transport wants to ask for a message itself. */
static GBytes *
defer (SpoolerRig *rig, FakeTransport *smtp)
{
  GBytes *id = NULL;

  spooler_rig_script (smtp, "1st submit: take nobody; 1st end: DONT_RESEND");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "deferred", 1);
  return id;
}

/* R375: what its sender takes back is aborted and cancelled. */
static void
test_taken_back (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = defer (rig, smtp);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mock_store_abort (rig->store, id, &error));
  TAP_NO_ERROR (error);
  spooler_rig_wait_log (smtp, "TransportNotify CANCEL_MESSAGE|ABORT_DEFERRED", 1);
  assert_told (smtp, "CANCEL_MESSAGE|ABORT_DEFERRED", 0, id);
}

/* R376: at the end it is aborted alone. */
static void
test_logged_off (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = defer (rig, smtp);

  spooler_rig_stop (rig);
  assert_told (smtp, "ABORT_DEFERRED", 0, id);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify CANCEL_MESSAGE"), 0);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogoff"), 1);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
}

TAP_MAIN ("spooler/cancel",
          { "a message in SubmitMessage is 0", test_in_submit },
          { "a message in EndMessage is named by its reference", test_in_end },
          { "a message in StartMessage is 1", test_inbound },
          { "a deferred message that is taken back", test_taken_back },
          { "a deferred message at the end", test_logged_off })
