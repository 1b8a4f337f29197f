/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spooler-rig.h"

#define DAY (24 * 3600)

static void
test_send (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_stop (rig);

  TAP_NUMBER (rig->last_result, 0);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, id));
  CU_ASSERT_FALSE (mock_store_is_locked (rig->store, id));
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "a@x"));
  TAP_NUMBER (mock_store_get_n_saves (rig->store), 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 0);

  spooler_rig_assert_log (rig,
                          smtp,
                          "0 TransportLogon NO_DIALOG, 0 AddressTypes, "
                          "0 TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND, 0 SubmitMessage A, "
                          "0 EndMessage 42, 0 TransportNotify END_INBOUND|END_OUTBOUND, "
                          "0 TransportLogoff");
}

static void
test_queued_before_start (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) first = spooler_rig_submit (rig, "A", "SMTP:a@x");
  g_autoptr (GBytes) second = spooler_rig_submit (rig, "B", "SMTP:a@x");

  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 B");
}

static void
test_wait (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 30");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_FALSE (mock_store_is_locked (rig->store, id));

  spooler_rig_advance (rig, 29);
  spooler_rig_assert_submits (rig, smtp, "0 A");
  spooler_rig_advance (rig, 1);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 30 A");
  /* An error is not followed by EndMessage. */
  TAP_NUMBER (spooler_rig_count (smtp, "EndMessage"), 1);
}

/* One stuck message delays nobody else (D7). */
static void
test_wait_delays_nobody (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) first = spooler_rig_submit (rig, "A", "SMTP:a@x");
  g_autoptr (GBytes) second = spooler_rig_submit (rig, "B", "SMTP:a@x");

  spooler_rig_script (smtp, "1st submit: WAIT 30");
  spooler_rig_start (rig);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 B, 30 A");
}

/* Without seconds of the transport the delays grow (D11). */
static void
test_back_off (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st-3rd submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  for (guint i = 1; i <= 3; i++)
    {
      spooler_rig_wait_event (rig, "wait", i);
      CU_ASSERT_TRUE (mapi_spooler_virtual_clock_advance_to_alarm (rig->clock));
    }
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 30 A, 90 A, 210 A");
}

static void
test_lifetime (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) report = NULL;
  guint n_attempts = 0;

  spooler_rig_script (smtp, "submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  while (n_attempts < 1000)
    {
      spooler_rig_wait_event (rig, "wait", ++n_attempts);
      mapi_spooler_virtual_clock_advance_to_alarm (rig->clock);
      spooler_rig_wait_event (rig, "submit", n_attempts + 1);
      if (mapi_spooler_clock_get_time (MAPI_SPOOLER_CLOCK (rig->clock)) >=
          (G_GINT64_CONSTANT (1000000000) + 5 * DAY) * G_USEC_PER_SEC)
        break;
    }

  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->last_result, MAPI_E_TIMEOUT);
  TAP_NUMBER (rig->n_failed, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  report = mock_store_get_received (rig->store, 0);
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_MESSAGE_CLASS), "REPORT.IPM.Note.NDR");
}

static void
test_busy (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  /* Seconds belong to WAIT and NETWORK_ERROR alone. */
  spooler_rig_script (smtp, "1st submit: BUSY 5");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  TAP_NUMBER (spooler_rig_count (smtp, "EndMessage"), 0);
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 30 A");
}

static void
test_not_me (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (first, "1st submit: NOT_ME");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->last_result, 0);
  spooler_rig_assert_submits (rig, first, "0 A");
  spooler_rig_assert_submits (rig, second, "0 A");
  TAP_NUMBER (spooler_rig_count (first, "EndMessage"), 0);
  TAP_NUMBER (spooler_rig_count (second, "EndMessage"), 1);
}

static void
test_nobody_wants_it (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", NULL, 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (first, "1st submit: NOT_ME");
  spooler_rig_script (second, "1st submit: NOT_ME");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  CU_ASSERT_NOT_EQUAL (rig->last_result, 0);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  TAP_NUMBER (mock_store_get_n_announced (rig->store), 1);
}

/* Each transport gets its own recipients only (D26). */
static void
test_two_transports (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (fax, "1st submit: WAIT 60");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x FAX:1 SMTP:b@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_wait_event (rig, "taken", 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "a@x"));
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "b@x"));
  CU_ASSERT_FALSE (mock_store_is_responsible (rig->store, id, "1"));
  TAP_NUMBER (mock_store_get_n_finished (rig->store), 0);

  spooler_rig_advance (rig, 60);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
  spooler_rig_assert_submits (rig, fax, "0 A, 60 A");
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "1"));
}

static void
test_one_hangs (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) both = NULL;
  g_autoptr (GBytes) stuck = NULL;
  g_autoptr (GBytes) free = NULL;

  spooler_rig_script (fax, "1st submit: hang");
  spooler_rig_start (rig);
  both = spooler_rig_submit (rig, "A", "FAX:1 SMTP:a@x");
  stuck = spooler_rig_submit (rig, "B", "FAX:1");
  free = spooler_rig_submit (rig, "C", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 C");
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, free));
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, both, "a@x"));

  spooler_rig_release (fax);
  spooler_rig_wait_sent (rig, 3);
  spooler_rig_assert_submits (rig, fax, "0 A, 0 B");
}

/* What a transport has taken is durable at once; only the rest is tried again. */
static void
test_partial (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp,
                      "1st submit: take a@x, WAIT 10; 2nd submit: take b@x; 1st end: RESEND_LATER");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x SMTP:c@x");
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "a@x"));
  CU_ASSERT_FALSE (mock_store_is_responsible (rig->store, id, "b@x"));

  spooler_rig_advance (rig, 10);
  spooler_rig_wait_event (rig, "wait", 2);
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "b@x"));
  CU_ASSERT_FALSE (mock_store_is_responsible (rig->store, id, "c@x"));

  CU_ASSERT_TRUE (mapi_spooler_virtual_clock_advance_to_alarm (rig->clock));
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 10 A, 70 A");
  TAP_NUMBER (rig->n_failed, 0);
}

/* A recipient left to others after EndMessage without flags has nobody else: it fails (R310). */
static void
test_left_over (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: take a@x");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
  TAP_NUMBER (rig->n_failed, 1);
}

/* D13 */
static void
test_unroutable (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) report = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;
  g_autoptr (MapiPropList) recipient = NULL;

  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x X400:c=us");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A");
  TAP_NUMBER (rig->n_failed, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);

  report = mock_store_get_received (rig->store, 0);
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_SUBJECT), "Undeliverable: A");
  TAP_STRING (mapi_prop_list_get_string (report, MAPI_PR_ORIGINAL_SUBJECT), "A");
  recipients = mock_store_get_received_recipients (rig->store, 0);
  TAP_NUMBER (mapi_row_set_get_size (recipients), 1);
  recipient = mapi_row_set_get_row (recipients, 0);
  TAP_STRING (mapi_prop_list_get_string (recipient, MAPI_PR_EMAIL_ADDRESS), "c=us");
  TAP_STRING (mapi_prop_list_get_string (recipient, MAPI_PR_REPORT_TEXT),
              "No transport handles addresses of type X400");
}

static void
test_reported (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) report = NULL;

  spooler_rig_script (smtp, "1st submit: fail b@x, OK");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x");
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->n_failed, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
  report = mock_store_get_received (rig->store, 0);
  CU_ASSERT_PTR_NOT_NULL (
      strstr (mapi_prop_list_get_string (report, MAPI_PR_BODY), "550 no such user"));
}

static void
test_end_flags (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp,
                      "1st-3rd submit: take nobody; 1st end: RESEND_NOW; 2nd end: RESEND_LATER;"
                      "3rd end: DONT_RESEND; 4th submit: CANCEL");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 0 A");
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "deferred", 1);

  /* The transport asks for it, and then does not want it after all. */
  spooler_rig_notify (smtp, MAPI_NOTIFY_SENTDEFERRED, id);
  spooler_rig_wait_event (rig, "deferred", 2);
  spooler_rig_notify (smtp, MAPI_NOTIFY_SENTDEFERRED, id);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (
      rig, smtp, "0 A, 0 A, 30 A, 30 A BEGIN_DEFERRED, 30 A BEGIN_DEFERRED");
}

/* A transport that takes a message in portions is not held up. */
static void
test_portions (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GString) recipients = g_string_new ("SMTP:0@x");
  g_autoptr (GString) script = g_string_new ("1st-20th end: RESEND_NOW");
  g_autoptr (GBytes) id = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_string_append_printf (script, "; %uth submit: take %u@x", i + 1, i);
      g_string_append_printf (recipients, " SMTP:%u@x", i + 1);
    }
  spooler_rig_script (smtp, script->str);
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", recipients->str);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 21);
  TAP_NUMBER (rig->last_result, 0);
}

static void
test_deferred_send_time (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) id = NULL;
  const char *const recipients[] = { "SMTP:a@x", NULL };

  mapi_prop_list_builder_add_systime (
      builder,
      MAPI_PR_DEFERRED_SEND_TIME,
      mapi_filetime_from_unix_usec ((G_GINT64_CONSTANT (1000000000) + 3600) * G_USEC_PER_SEC));
  props = mapi_prop_list_builder_end (builder);
  id = mock_store_submit_with (rig->store, "A", recipients, props);
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  spooler_rig_advance (rig, 3599);
  spooler_rig_assert_submits (rig, smtp, "");
  spooler_rig_advance (rig, 1);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "3600 A");
}

static void
test_abort (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 30");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_TRUE (mock_store_abort (rig->store, id, &error));
  TAP_NO_ERROR (error);
  spooler_rig_advance (rig, 60);
  other = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 60 B");
}

/* What the transport set is dropped with an error unless it saved it (R287, R288). */
static void
test_properties_set (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropValue) dropped = NULL;
  g_autoptr (MapiPropValue) saved = NULL;
  g_autoptr (MapiPropValue) kept = NULL;

  spooler_rig_script (smtp,
                      "1st submit: set PR_SENDER_NAME one, take b@x, WAIT 1;"
                      "2nd submit: set PR_SENDER_NAME two, save, WAIT 1;"
                      "3rd submit: set PR_SENDER_NAME three");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x SMTP:b@x");
  spooler_rig_wait_event (rig, "wait", 1);
  dropped = mock_store_get_prop (rig->store, id, MAPI_PR_SENDER_NAME);
  CU_ASSERT_PTR_NULL (dropped);
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "b@x"));

  spooler_rig_advance (rig, 1);
  spooler_rig_wait_event (rig, "wait", 2);
  saved = mock_store_get_prop (rig->store, id, MAPI_PR_SENDER_NAME);
  TAP_STRING (mapi_prop_value_get_string (saved), "two");

  spooler_rig_advance (rig, 1);
  spooler_rig_wait_sent (rig, 1);
  kept = mock_store_get_prop (rig->store, id, MAPI_PR_SENDER_NAME);
  TAP_STRING (mapi_prop_value_get_string (kept), "three");
}

static void
test_order (void)
{
  enum
  {
    N_MESSAGES = 10000
  };
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *transports[] = { spooler_rig_add (rig, "smtp", "SMTP", 1),
                                  spooler_rig_add (rig, "fax", "FAX", 1) };
  guint          n_wrong = 0;

  spooler_rig_start (rig);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%u", i);
      g_autoptr (GBytes) id = spooler_rig_submit (rig, subject, i % 2 == 0 ? "SMTP:a@x" : "FAX:1");
    }
  spooler_rig_wait_sent (rig, N_MESSAGES);

  for (guint t = 0; t < 2; t++)
    {
      g_auto (GStrv) log = fake_actor_get_log (fake_transport_get_actor (transports[t]));
      guint next = t;

      for (gsize i = 0; log[i] != NULL; i++)
        if (g_str_has_prefix (log[i], "SubmitMessage "))
          {
            n_wrong += (guint) atoi (log[i] + strlen ("SubmitMessage ")) != next;
            next += 2;
          }
      TAP_NUMBER (next, N_MESSAGES + t);
    }
  TAP_NUMBER (n_wrong, 0);
  TAP_NUMBER (mock_store_get_n_queued (rig->store), 0);
}

TAP_MAIN ("spooler/outbound",
          { "a message is sent", test_send },
          { "messages queued before the start", test_queued_before_start },
          { "WAIT", test_wait },
          { "WAIT delays nobody else", test_wait_delays_nobody },
          { "NETWORK_ERROR backs off", test_back_off },
          { "the lifetime ends", test_lifetime },
          { "BUSY", test_busy },
          { "NOT_ME goes to the next", test_not_me },
          { "nobody wants it", test_nobody_wants_it },
          { "two transports for one message", test_two_transports },
          { "a transport that hangs harms itself", test_one_hangs },
          { "partial success (D5)", test_partial },
          { "a recipient left over", test_left_over },
          { "a recipient nobody handles", test_unroutable },
          { "a recipient reported undeliverable", test_reported },
          { "flags of EndMessage", test_end_flags },
          { "a message taken in portions", test_portions },
          { "deferred by the sender", test_deferred_send_time },
          { "aborted while waiting", test_abort },
          { "properties set by the transport", test_properties_set },
          { "order of 10000", test_order })
