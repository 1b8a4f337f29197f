/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What people ask of messages in the queue, and what is kept there of attempts over a restart. */

#include "spooler-rig.h"

#define START (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC)

typedef struct
{
  SpoolerRig       *rig;
  MapiSpoolerQueue *queue;
  FakeTransport    *smtp;
} Bench;

static void
bench_init (Bench *self)
{
  self->rig = spooler_rig_new ();
  self->queue = mapi_spooler_queue_new (MAPI_MSG_STORE (self->rig->store), NULL);
  self->smtp = spooler_rig_add (self->rig, "smtp", "SMTP", 1);
}

static void
bench_clear (Bench *self)
{
  g_object_unref (self->queue);
  spooler_rig_free (self->rig);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

/* A message that was submitted at the start, as stores note it. */
static GBytes *
submit (Bench *self, const char *subject, const char *recipient)
{
  const char *const recipients[] = { recipient, NULL };
  g_autoptr (MapiPropValue) time = mapi_prop_value_new_systime (
      MAPI_PR_CLIENT_SUBMIT_TIME, mapi_filetime_from_unix_usec (START));
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (time);

  return mock_store_submit_with (self->rig->store, subject, recipients, props);
}

/* Starts with a transport that does as the script says: a message was tried, and waits. */
static GBytes *
begin_with_waiting (Bench *self, const char *script)
{
  GBytes *id;

  bench_init (self);
  spooler_rig_script (self->smtp, script);
  spooler_rig_start (self->rig);
  id = submit (self, "A", "SMTP:a@x");
  spooler_rig_wait_event (self->rig, "wait", 1);
  return id;
}

static void
assert_item (Bench *self, GBytes *id, MapiQueueState state, guint n_attempts, guint next)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiQueueItem) item = mapi_spooler_queue_find (self->queue, id, NULL, &error);
  gint64 expected = next > 0 ? START + (gint64) next * G_USEC_PER_SEC : 0;

  TAP_NO_ERROR (error);
  if (item == NULL)
    return;
  CU_ASSERT_STRING_EQUAL (mapi_queue_state_get_name (mapi_queue_item_get_state (item)),
                          mapi_queue_state_get_name (state));
  CU_ASSERT_EQUAL (mapi_queue_item_get_n_attempts (item), n_attempts);
  CU_ASSERT_EQUAL (mapi_queue_item_get_next_attempt (item), expected);
}

/* Each attempt is counted in the store, with its transport and what it said. */
static void
test_attempts (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiQueueItem) item = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  id = begin_with_waiting (&bench, "submit: WAIT 10");
  assert_item (&bench, id, MAPI_QUEUE_STATE_WAITING, 1, 10);
  spooler_rig_advance (bench.rig, 10);
  spooler_rig_wait_event (bench.rig, "wait", 2);
  assert_item (&bench, id, MAPI_QUEUE_STATE_WAITING, 2, 20);

  item = mapi_spooler_queue_find (bench.queue, id, NULL, NULL);
  CU_ASSERT_STRING_EQUAL (mapi_queue_item_get_transport (item), "smtp");
  CU_ASSERT_PTR_NOT_NULL (strstr (mapi_queue_item_get_reason (item), "WAIT"));
  CU_ASSERT_EQUAL (mapi_queue_item_get_last_attempt (item), START + 10 * G_USEC_PER_SEC);
  rows = mapi_spooler_queue_get_recipients (bench.queue, id, NULL, NULL);
  row = mapi_row_set_get_row (rows, 0);
  CU_ASSERT_EQUAL (mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_ATTEMPTS, 0), 2);
  CU_ASSERT_STRING_EQUAL (mapi_prop_list_get_string (row, MAPI_PR_SPOOLER_TRANSPORT), "smtp");
}

/* A restart goes on with the wait, and with the count: the next delay is not the first again. */
static void
test_restart (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) id = NULL;

  id = begin_with_waiting (&bench, "submit: NETWORK_ERROR");
  spooler_rig_stop (bench.rig);
  spooler_rig_advance (bench.rig, 20);
  spooler_rig_start (bench.rig);
  spooler_rig_wait_event (bench.rig, "wait", 2);
  spooler_rig_wait_up (bench.rig, 2);
  spooler_rig_advance (bench.rig, 10);
  spooler_rig_wait_event (bench.rig, "wait", 3);
  assert_item (&bench, id, MAPI_QUEUE_STATE_WAITING, 2, 90);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 30 A");
}

/* The same for each of two transports, from what their recipients have. */
static void
test_restart_of_two (void)
{
  g_auto (Bench) bench = { 0 };
  FakeTransport *fax;
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  bench_init (&bench);
  fax = spooler_rig_add (bench.rig, "fax", "FAX", 1);
  spooler_rig_script (bench.smtp, "submit: WAIT 100");
  spooler_rig_script (fax, "1st submit: WAIT 50");
  spooler_rig_start (bench.rig);
  a = submit (&bench, "A", "SMTP:a@x");
  b = submit (&bench, "B", "FAX:1");
  spooler_rig_wait_event (bench.rig, "wait", 2);
  spooler_rig_stop (bench.rig);
  spooler_rig_start (bench.rig);
  spooler_rig_wait_up (bench.rig, 4);
  spooler_rig_wait_event (bench.rig, "wait", 4);
  spooler_rig_advance (bench.rig, 50);
  spooler_rig_wait_sent (bench.rig, 1);
  spooler_rig_assert_submits (bench.rig, fax, "0 B, 50 B");
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A");
}

/* Who asks for it has all tried at once. */
static void
test_eager (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) id = NULL;

  id = begin_with_waiting (&bench, "1st submit: NETWORK_ERROR");
  spooler_rig_stop (bench.rig);
  g_object_set (bench.rig->spooler, "eager", TRUE, NULL);
  spooler_rig_start (bench.rig);
  spooler_rig_wait_sent (bench.rig, 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 0 A");
}

/* A message that waits is held past its time, and goes when it is released. */
static void
test_hold (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GError) error = NULL;

  a = begin_with_waiting (&bench, "1st submit: WAIT 10");
  CU_ASSERT_TRUE (mapi_spooler_queue_hold (bench.queue, a, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_wait_event (bench.rig, "held", 1);
  assert_item (&bench, a, MAPI_QUEUE_STATE_HELD, 1, 10);
  spooler_rig_advance (bench.rig, 10);
  b = submit (&bench, "B", "SMTP:a@x");
  spooler_rig_wait_sent (bench.rig, 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 10 B");

  CU_ASSERT_TRUE (mapi_spooler_queue_release (bench.queue, a, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_wait_sent (bench.rig, 2);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 10 B, 10 A");
}

/* What is held when a spooler starts stays so, longer than it could live. */
static void
test_held_before (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  g_object_set (bench.rig->spooler, "lifetime", 100, NULL);
  a = submit (&bench, "A", "SMTP:a@x");
  CU_ASSERT_TRUE (mapi_spooler_queue_hold (bench.queue, a, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_start (bench.rig);
  spooler_rig_wait_up (bench.rig, 1);
  spooler_rig_advance (bench.rig, 5000);
  b = submit (&bench, "B", "SMTP:a@x");
  spooler_rig_wait_sent (bench.rig, 1);
  CU_ASSERT_TRUE (mock_store_is_queued (bench.rig->store, a));
  CU_ASSERT_TRUE (mapi_spooler_queue_release (bench.queue, a, NULL, &error));
  spooler_rig_wait_sent (bench.rig, 2);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "5000 B, 5000 A");
}

/* What is in flight ends, and is held with what is left. */
static void
test_hold_in_flight (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  bench_init (&bench);
  spooler_rig_script (bench.smtp, "1st submit: block, WAIT 10");
  spooler_rig_start (bench.rig);
  a = submit (&bench, "A", "SMTP:a@x");
  spooler_rig_wait_log (bench.smtp, "SubmitMessage", 1);
  CU_ASSERT_TRUE (mapi_spooler_queue_hold (bench.queue, a, NULL, NULL));
  spooler_rig_wait_event (bench.rig, "held", 1);
  spooler_rig_release (bench.smtp);
  spooler_rig_wait_event (bench.rig, "wait", 1);
  spooler_rig_advance (bench.rig, 20);
  b = submit (&bench, "B", "SMTP:a@x");
  spooler_rig_wait_sent (bench.rig, 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 20 B");
}

/* At once, whatever it waits for; the request is not done twice. */
static void
test_retry (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GError) error = NULL;

  a = begin_with_waiting (&bench, "1st submit: WAIT 10; 2nd submit: WAIT 20; 3rd submit: WAIT 30");
  CU_ASSERT_TRUE (mapi_spooler_queue_retry (bench.queue, a, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_wait_event (bench.rig, "wait", 2);
  assert_item (&bench, a, MAPI_QUEUE_STATE_WAITING, 2, 20);

  CU_ASSERT_TRUE (mapi_spooler_queue_hold (bench.queue, a, NULL, &error));
  spooler_rig_wait_event (bench.rig, "held", 1);
  CU_ASSERT_TRUE (mapi_spooler_queue_retry (bench.queue, a, NULL, &error));
  spooler_rig_wait_event (bench.rig, "wait", 3);
  spooler_rig_advance (bench.rig, 30);
  spooler_rig_wait_sent (bench.rig, 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 0 A, 0 A, 30 A");
}

/* With nobody at work it is tried when somebody is. */
static void
test_retry_before (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;

  a = begin_with_waiting (&bench, "1st submit: WAIT 1000");
  spooler_rig_stop (bench.rig);
  CU_ASSERT_TRUE (mapi_spooler_queue_retry (bench.queue, a, NULL, NULL));
  spooler_rig_start (bench.rig);
  spooler_rig_wait_sent (bench.rig, 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A, 0 A");
}

/* The sender is told of who is left, with what was wrong; nobody is asked once more. */
static void
test_expire (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GError) error = NULL;

  a = begin_with_waiting (&bench, "submit: WAIT 1000");
  CU_ASSERT_TRUE (mapi_spooler_queue_expire (bench.queue, a, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_wait_sent (bench.rig, 1);
  CU_ASSERT_EQUAL (bench.rig->n_failed, 1);
  CU_ASSERT_EQUAL (bench.rig->last_result, MAPI_E_TIMEOUT);
  CU_ASSERT_EQUAL (mock_store_get_n_received (bench.rig->store), 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "0 A");
}

static void
test_expire_before (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;

  bench_init (&bench);
  a = submit (&bench, "A", "SMTP:a@x");
  CU_ASSERT_TRUE (mapi_spooler_queue_hold (bench.queue, a, NULL, NULL));
  CU_ASSERT_TRUE (mapi_spooler_queue_expire (bench.queue, a, NULL, NULL));
  spooler_rig_start (bench.rig);
  spooler_rig_wait_sent (bench.rig, 1);
  CU_ASSERT_EQUAL (bench.rig->n_failed, 1);
  spooler_rig_assert_submits (bench.rig, bench.smtp, "");
}

/* It is taken back while it waits; what was asked of it before counts for nothing later. */
static void
test_cancel (void)
{
  g_auto (Bench) bench = { 0 };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (MapiPropValue) status = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  spooler_rig_start (bench.rig);
  a = submit (&bench, "A", "SMTP:a@x");
  spooler_rig_wait_sent (bench.rig, 1);
  CU_ASSERT_FALSE (mapi_spooler_queue_hold (bench.queue, a, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE);
  g_clear_error (&error);
  g_clear_pointer (&a, g_bytes_unref);

  spooler_rig_stop (bench.rig);
  a = submit (&bench, "B", "SMTP:a@x");
  CU_ASSERT_TRUE (mapi_spooler_queue_hold (bench.queue, a, NULL, &error));
  CU_ASSERT_TRUE (mapi_spooler_queue_cancel (bench.queue, a, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mock_store_is_queued (bench.rig->store, a));
  status = mock_store_get_prop (bench.rig->store, a, MAPI_PR_MSG_STATUS);
  CU_ASSERT_EQUAL (mapi_prop_value_get_long (status), 0);
}

TAP_MAIN ("spooler/steer",
          { "attempts are counted in the store", test_attempts },
          { "a wait goes on over a restart", test_restart },
          { "the waits of two transports go on over a restart", test_restart_of_two },
          { "who is eager waits no longer", test_eager },
          { "held and released", test_hold },
          { "held before the start", test_held_before },
          { "held in flight", test_hold_in_flight },
          { "tried now", test_retry },
          { "to be tried at the next start", test_retry_before },
          { "given up", test_expire },
          { "given up at the next start", test_expire_before },
          { "taken back", test_cancel })
