/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Transports that break their contract: it is contained, people are told whose fault it is, and
 * everything else goes on. */

#include "spooler-rig.h"

/* Two transports, of which the first misbehaves; and a message for each. */
typedef struct
{
  SpoolerRig    *rig;
  FakeTransport *bad;
  FakeTransport *good;
  GBytes        *entry_id; /* of the message of the first */
} Scene;

static void
scene_clear (Scene *self)
{
  spooler_rig_free (self->rig);
  g_clear_pointer (&self->entry_id, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* Breaches are warnings too, which tests end at otherwise. */
static void
begin (Scene *self, const char *script)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  self->rig = spooler_rig_new ();
  self->bad = spooler_rig_add (self->rig, "bad", "FAX", 1);
  self->good = spooler_rig_add (self->rig, "good", "SMTP", 1);
  spooler_rig_script (self->bad, script);
  spooler_rig_start (self->rig);
  spooler_rig_wait_up (self->rig, 2);
}

/* What its row of the status table says. */
static void
assert_status (Scene *self, const char *expected)
{
  g_autoptr (MapiPropList) row = mock_host_get_row (self->rig->host, self->bad);

  TAP_STRING (row != NULL ? mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING) : NULL,
              expected);
}

/* The complaint names the transport; the row, which is its own, need not. */
static void
assert_complaint (Scene *self, const char *words)
{
  g_autofree char *text = g_strconcat ("bad: ", words, NULL);

  spooler_rig_wait_event (self->rig, "complaint", 1);
  spooler_rig_assert_text (self->rig, "complaint", text);
  assert_status (self, words);
}

/* Mail of the other one goes, as if nothing had happened. */
static void
assert_others_go_on (Scene *self)
{
  guint n_sent = self->rig->n_sent;
  g_autoptr (GBytes) id = spooler_rig_submit (self->rig, "other", "SMTP:b@x");

  spooler_rig_wait_sent (self->rig, n_sent + 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (self->rig->store, id, "b@x"));
}

static void
submit_to_bad (Scene *self)
{
  self->entry_id = spooler_rig_submit (self->rig, "A", "FAX:1");
}

/* What waits says why, and is sent when its transport behaves again. */
static void
assert_waits_and_goes (Scene *self, const char *words)
{
  spooler_rig_wait_event (self->rig, "wait", 1);
  spooler_rig_assert_text (self->rig, "wait", words);
  CU_ASSERT_TRUE (mock_store_is_queued (self->rig->store, self->entry_id));
  CU_ASSERT_FALSE (mock_store_is_responsible (self->rig->store, self->entry_id, "1"));
  assert_others_go_on (self);
  spooler_rig_advance (self->rig, 30);
  spooler_rig_wait_sent (self->rig, 2);
  CU_ASSERT_TRUE (mock_store_is_responsible (self->rig->store, self->entry_id, "1"));
}

static void
test_success_with_error (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st submit: lie");
  submit_to_bad (&scene);
  assert_complaint (&scene,
                    "SubmitMessage: FakeLogon: SubmitMessage succeeded and set an error: "
                    "fake: but it went well");
  assert_waits_and_goes (&scene,
                         "message 1 waits for 30 seconds: FakeLogon: SubmitMessage succeeded and "
                         "set an error: fake: but it went well");
}

static void
test_failure_without_error (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st submit: silence");
  submit_to_bad (&scene);
  assert_complaint (&scene, "SubmitMessage: FakeLogon: SubmitMessage failed without an error");
  assert_waits_and_goes (
      &scene, "message 1 waits for 30 seconds: FakeLogon: SubmitMessage failed without an error");
}

/* What EndMessage lies about is not known to have been sent, though the transport has taken it: it
 * is asked only for what it has not taken. */
static void
test_end_without_error (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st end: silence");
  submit_to_bad (&scene);
  assert_complaint (&scene, "EndMessage: FakeLogon: EndMessage failed without an error");
  spooler_rig_wait_sent (scene.rig, 1);
  spooler_rig_assert_submits (scene.rig, scene.bad, "0 A");
  assert_others_go_on (&scene);
}

/* Flags of EndMessage that there are not mean nothing. */
static void
test_unknown_flags (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st end: flags 4096");
  submit_to_bad (&scene);
  assert_complaint (&scene, "EndMessage: flags that there are not: 0x00001000");
  spooler_rig_wait_sent (scene.rig, 1);
  assert_others_go_on (&scene);
}

/* Whoever is claimed without being the transport's own stays whose he is. */
static void
test_strangers (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st submit: claim 1 b@x nobody");
  spooler_rig_script (scene.good, "1st submit: WAIT 30");
  scene.entry_id = spooler_rig_submit (scene.rig, "A", "FAX:1 SMTP:b@x");
  assert_complaint (&scene, "SubmitMessage: PR_RESPONSIBILITY of recipients who are not its own");
  spooler_rig_wait_event (scene.rig, "wait", 1);
  CU_ASSERT_FALSE (mock_store_is_responsible (scene.rig->store, scene.entry_id, "b@x"));
  spooler_rig_advance (scene.rig, 30);
  spooler_rig_wait_sent (scene.rig, 1);
  spooler_rig_assert_submits (scene.rig, scene.good, "0 A, 30 A");
  spooler_rig_assert_submits (scene.rig, scene.bad, "0 A");
}

/* R442, R443, R451: what cannot be told is refused. */
static void
test_notices (void)
{
  static const struct
  {
    guint32     flags;
    const char *words;
  } cases[] = {
    { MAPI_NOTIFY_NEWMAIL_RECEIVED, "NOTIFY_NEWMAIL_RECEIVED is for stores" },
    { 1u << 30, "flags that there are not" },
    { MAPI_NOTIFY_SENTDEFERRED, "NOTIFY_SENTDEFERRED without an entry identifier" },
    { MAPI_NOTIFY_SENTDEFERRED | MAPI_NOTIFY_CRITICAL_ERROR,
      "NOTIFY_SENTDEFERRED and NOTIFY_CRITICAL_ERROR at once" },
  };
  g_auto (Scene) scene = { 0 };

  begin (&scene, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words =
          g_strdup_printf ("bad: SpoolerNotify: 0x%08x: %s", cases[i].flags, cases[i].words);

      spooler_rig_tell (scene.bad, cases[i].flags, NULL);
      spooler_rig_wait_event (scene.rig, "complaint", i + 1);
      spooler_rig_assert_text (scene.rig, "complaint", words);
    }
  submit_to_bad (&scene);
  spooler_rig_wait_sent (scene.rig, 1);
  assert_others_go_on (&scene);
}

/* A transport that does not come back is named, with the message it holds; others go on, and so
 * does this one on another connection. Time passes by the engine's clock. */
static void
test_blocked (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) second = NULL;

  begin (&scene, "1st submit: hang");
  submit_to_bad (&scene);
  spooler_rig_wait_log (scene.bad, "SubmitMessage A", 1);
  assert_others_go_on (&scene);
  spooler_rig_advance (scene.rig, 600);
  spooler_rig_wait_event (scene.rig, "blocked", 1);
  spooler_rig_assert_text (
      scene.rig, "blocked", "bad: SubmitMessage has not returned for 600 seconds");
  /* What the other connection says of itself hides it from nobody. */
  spooler_rig_wait_log (scene.bad, "AddressTypes", 2);
  assert_status (&scene, "SubmitMessage has not returned for 600 seconds");
  second = spooler_rig_submit (scene.rig, "B", "FAX:2");
  spooler_rig_wait_sent (scene.rig, 2);
  CU_ASSERT_TRUE (mock_store_is_responsible (scene.rig->store, second, "2"));
  CU_ASSERT_FALSE (mock_store_is_responsible (scene.rig->store, scene.entry_id, "1"));
  spooler_rig_release (scene.bad);
  spooler_rig_wait_event (scene.rig, "unblocked", 1);
  spooler_rig_wait_sent (scene.rig, 3);
}

/* What a transport calls from within its own calls is done, or refused, and never waits for
 * itself. */
static void
test_reentrant (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st submit: yield, notify READYTOSEND, notify NEWMAIL, notify CONFIG_CHANGE, OK");
  submit_to_bad (&scene);
  spooler_rig_wait_sent (scene.rig, 1);
  spooler_rig_wait_event (scene.rig, "types", 1);
  assert_others_go_on (&scene);
}

/* Whoever has logged off is not heard any more. */
static void
test_after_logoff (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  begin (&scene, "");
  support = fake_transport_ref_support (scene.bad);
  status =
      mapi_spooler_link_open_status_entry (MAPI_SPOOLER_LINK (scene.rig->spooler), 0, NULL, &error);
  CU_ASSERT_TRUE (mapi_status_validate_state (status, 0, NULL, &error));
  spooler_rig_wait_log (scene.bad, "TransportLogon", 2);
  CU_ASSERT_FALSE (mapi_support_spooler_notify (support, MAPI_NOTIFY_READYTOSEND, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
  spooler_rig_wait_event (scene.rig, "complaint", 1);
  spooler_rig_assert_text (scene.rig, "complaint", "bad: SpoolerNotify after TransportLogoff");
  submit_to_bad (&scene);
  spooler_rig_wait_sent (scene.rig, 1);
  assert_others_go_on (&scene);
}

static void
assert_depth (Scene *self, gint32 expected)
{
  g_autoptr (MapiPropList) of_all = NULL;
  g_autoptr (MapiPropList) of_bad = NULL;

  mapi_spooler_update_status (self->rig->spooler);
  of_all = mock_host_get_status (self->rig->host);
  of_bad = mock_host_get_row (self->rig->host, self->bad);
  TAP_NUMBER (mapi_prop_list_get_long (of_all, MAPI_PR_SPOOLER_DEPTH_SET_ASIDE, -1), expected);
  TAP_NUMBER (mapi_prop_list_get_long (of_bad, MAPI_PR_SPOOLER_DEPTH_SET_ASIDE, -1), expected);
}

/* It is set aside with the reason, and stays in the queue for as long as nobody asks for it. */
static void
assert_set_aside (Scene *self, const char *words)
{
  g_autoptr (MapiSpoolerQueue) queue =
      mapi_spooler_queue_new (MAPI_MSG_STORE (self->rig->store), NULL);
  g_autofree char *text = g_strdup_printf (
      "message 1 is set aside: bad broke its contract 3 times in a row with it: %s", words);
  guint n_calls;

  spooler_rig_wait_event (self->rig, "set-aside", 1);
  spooler_rig_assert_text (self->rig, "set-aside", text);
  n_calls = spooler_rig_count (self->bad, "SubmitMessage A");
  spooler_rig_advance (self->rig, 24 * 3600);
  assert_others_go_on (self);
  TAP_NUMBER (spooler_rig_count (self->bad, "SubmitMessage A"), n_calls);
  CU_ASSERT_TRUE (mock_store_is_queued (self->rig->store, self->entry_id));
  assert_depth (self, 1);

  spooler_rig_script (self->bad, "");
  CU_ASSERT_TRUE (mapi_spooler_queue_retry (queue, self->entry_id, NULL, NULL));
  spooler_rig_wait_sent (self->rig, self->rig->n_sent + 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (self->rig->store, self->entry_id, "1"));
  assert_depth (self, 0);
}

/* The same transport takes other messages meanwhile. */
static void
test_confused (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) other = NULL;

  begin (&scene, "1st-3rd submit: lie");
  submit_to_bad (&scene);
  spooler_rig_wait_event (scene.rig, "wait", 1);
  spooler_rig_advance (scene.rig, 30);
  spooler_rig_wait_event (scene.rig, "wait", 2);
  spooler_rig_advance (scene.rig, 60);
  spooler_rig_wait_event (scene.rig, "set-aside", 1);
  other = spooler_rig_submit (scene.rig, "B", "FAX:2");
  spooler_rig_wait_sent (scene.rig, 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (scene.rig->store, other, "2"));
  assert_set_aside (&scene,
                    "FakeLogon: SubmitMessage succeeded and set an error: "
                    "fake: but it went well");
}

/* An answer that makes sense begins the count anew. */
static void
test_confused_now_and_then (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st-2nd submit: lie; 3rd submit: NETWORK_ERROR; 4th-5th submit: silence");
  submit_to_bad (&scene);
  for (guint n = 1, delay = 30; n <= 5; n++, delay *= 2)
    {
      spooler_rig_wait_event (scene.rig, "wait", n);
      spooler_rig_advance (scene.rig, delay);
    }
  spooler_rig_wait_sent (scene.rig, 1);
  CU_ASSERT_TRUE (mock_store_is_responsible (scene.rig->store, scene.entry_id, "1"));
}

/* What does not come back within the call limit and fails then counts like a lie. */
static void
test_blocked_and_confused (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, "1st submit: hang, NETWORK_ERROR; 2nd-3rd submit: lie");
  submit_to_bad (&scene);
  spooler_rig_wait_log (scene.bad, "SubmitMessage A", 1);
  spooler_rig_advance (scene.rig, 600);
  spooler_rig_wait_event (scene.rig, "blocked", 1);
  spooler_rig_release (scene.bad);
  spooler_rig_wait_event (scene.rig, "wait", 1);
  spooler_rig_advance (scene.rig, 30);
  spooler_rig_wait_event (scene.rig, "wait", 2);
  spooler_rig_advance (scene.rig, 60);
  assert_set_aside (&scene,
                    "FakeLogon: SubmitMessage succeeded and set an error: "
                    "fake: but it went well");
}

TAP_MAIN ("spooler/conduct",
          { "success with an error", test_success_with_error },
          { "failure without an error", test_failure_without_error },
          { "EndMessage fails without an error", test_end_without_error },
          { "unknown flags", test_unknown_flags },
          { "strangers", test_strangers },
          { "notices", test_notices },
          { "a call that blocks", test_blocked },
          { "calls from within calls", test_reentrant },
          { "calls after the logoff", test_after_logoff },
          { "a message that confuses", test_confused },
          { "a message that confuses now and then", test_confused_now_and_then },
          { "a message that blocks", test_blocked_and_confused })
