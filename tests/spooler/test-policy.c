/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When what could not be sent is tried again, in which order, and what a profile and its services may
 * say about it. */

#include "spooler-rig.h"

#define START (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC)

static GBytes *
submit_with_priority (SpoolerRig *rig, const char *subject, gint32 priority)
{
  const char *const recipients[] = { "SMTP:a@x", NULL };
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_PRIORITY, priority);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mock_store_submit_with (rig->store, subject, recipients, props);
}

/* A message is told of before it stands where it waits: what another transport has sent since came
 * behind all that were submitted before. */
static void
wait_until_they_wait (SpoolerRig *rig, FakeTransport *fax, guint n_times)
{
  g_autoptr (GBytes) id = spooler_rig_submit (rig, "behind", "FAX:1");

  spooler_rig_wait_log (fax, "SubmitMessage", n_times);
}

/* What waits behind a message goes by priority, and among equals by age. */
static void
test_priority (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) slow = NULL;
  g_autoptr (GBytes) normal = NULL;
  g_autoptr (GBytes) urgent = NULL;
  g_autoptr (GBytes) later = NULL;

  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  first = spooler_rig_submit (rig, "first", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  slow = submit_with_priority (rig, "slow", MAPI_PRIO_NONURGENT);
  normal = spooler_rig_submit (rig, "normal", "SMTP:a@x");
  urgent = submit_with_priority (rig, "urgent", MAPI_PRIO_URGENT);
  later = submit_with_priority (rig, "urgent too", MAPI_PRIO_URGENT);
  wait_until_they_wait (rig, fax, 1);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 6);
  spooler_rig_assert_submits (rig, smtp, "0 first, 0 urgent, 0 urgent too, 0 normal, 0 slow");
}

/* Who has waited for more than an hour longer is not overtaken any more. */
static void
test_priority_does_not_starve (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) normal = NULL;
  g_autoptr (GBytes) early = NULL;
  g_autoptr (GBytes) late = NULL;

  g_object_set (rig->spooler, "call-limit", 100000, NULL);
  spooler_rig_script (smtp, "1st submit: block");
  spooler_rig_start (rig);
  first = spooler_rig_submit (rig, "first", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  normal = spooler_rig_submit (rig, "normal", "SMTP:a@x");
  wait_until_they_wait (rig, fax, 1);
  spooler_rig_advance (rig, 3599);
  early = submit_with_priority (rig, "early", MAPI_PRIO_URGENT);
  wait_until_they_wait (rig, fax, 2);
  spooler_rig_advance (rig, 2);
  late = submit_with_priority (rig, "late", MAPI_PRIO_URGENT);
  wait_until_they_wait (rig, fax, 3);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 7);
  spooler_rig_assert_submits (rig, smtp, "0 first, 3601 early, 3601 normal, 3601 late");
}

/* 5, 10 and then never more than 15 seconds. */
static void
test_profile (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  mock_host_set_setting (rig->host, "retry-delay", "5");
  mock_host_set_setting (rig->host, "retry-delay-max", "15");
  spooler_rig_script (smtp, "submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 5);
  spooler_rig_wait_event (rig, "wait", 2);
  spooler_rig_advance (rig, 10);
  spooler_rig_wait_event (rig, "wait", 3);
  spooler_rig_advance (rig, 15);
  spooler_rig_wait_event (rig, "wait", 4);
  spooler_rig_assert_submits (rig, smtp, "0 A, 5 A, 15 A, 30 A");
}

/* A service has the last word, for its transport alone. */
static void
test_service (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  mock_host_set_setting (rig->host, "retry-delay", "10");
  mock_host_set_setting (rig->host, "fax/retry-delay", "20");
  mock_host_set_setting (rig->host, "fax/lifetime", "20");
  spooler_rig_script (smtp, "1st submit: NETWORK_ERROR");
  spooler_rig_script (fax, "submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  b = spooler_rig_submit (rig, "B", "FAX:1");
  spooler_rig_wait_event (rig, "wait", 2);
  spooler_rig_advance (rig, 10);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_advance (rig, 10);
  spooler_rig_wait_sent (rig, 2);
  CU_ASSERT_EQUAL (rig->n_failed, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 10 A");
  spooler_rig_assert_submits (rig, fax, "0 B, 20 B");
}

/* What is no number changes nothing. */
static void
test_nonsense (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  guint          delay = 0;

  mock_host_set_setting (rig->host, "retry-delay", "soon");
  mock_host_set_setting (rig->host, "smtp/retry-delay", "0");
  spooler_rig_start (rig);
  spooler_rig_wait_up (rig, 1);
  g_object_get (rig->spooler, "retry-delay", &delay, NULL);
  CU_ASSERT_EQUAL (delay, 30);
  spooler_rig_assert_submits (rig, smtp, "");
}

/* The jitter keeps a delay within its bounds, and does change it. */
static void
test_jitter (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  gint64 due;

  mock_host_set_setting (rig->host, "retry-jitter", "50");
  spooler_rig_script (smtp, "submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  due = mapi_spooler_virtual_clock_get_alarm (rig->clock) - START;
  CU_ASSERT_TRUE (due >= 15 * G_USEC_PER_SEC && due <= 45 * G_USEC_PER_SEC);
  CU_ASSERT_TRUE (due != 30 * G_USEC_PER_SEC);
}

TAP_MAIN ("spooler/policy",
          { "the order of priority", test_priority },
          { "priority does not starve", test_priority_does_not_starve },
          { "what the profile says", test_profile },
          { "what a service says", test_service },
          { "what is no number", test_nonsense },
          { "a delay that is changed at random", test_jitter })
