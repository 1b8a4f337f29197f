/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Spooler hooks: in which order they are asked, and what becomes of what they want. */

#include "spooler-world.h"

#define BOTH (MAPI_HOOK_INBOUND | MAPI_HOOK_OUTBOUND)

static void
script (MockHook *hook, const char *text)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (fake_actor_set_script (mock_hook_get_actor (hook), text, &error));
  TAP_NO_ERROR (error);
}

/* Files messages in the folder of deleted ones. */
static MockHook *
add_filer (SpoolerWorld *world, const char *name, guint32 flags, const char *text)
{
  MockHook *hook = spooler_rig_add_hook (world->rig, name, flags);
  g_autoptr (GBytes) target = spooler_world_get_folder_id (world, MAPI_PR_IPM_WASTEBASKET_ENTRYID);

  mock_hook_set_target (hook, target);
  script (hook, text);
  return hook;
}

static FakeTransport *
start (SpoolerWorld *world)
{
  FakeTransport *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);

  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  return smtp;
}

static void
receive (SpoolerWorld *world, FakeTransport *smtp, const char *subject)
{
  fake_transport_receive (smtp, subject);
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
}

/* R616, R617, R619, R620, R621: in the order of the profile, each for its own directions. */
static void
test_order (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *smtp;

  spooler_rig_add_hook (world->rig, "first", BOTH);
  spooler_rig_add_hook (world->rig, "in", MAPI_HOOK_INBOUND);
  spooler_rig_add_hook (world->rig, "out", MAPI_HOOK_OUTBOUND);
  spooler_rig_add_hook (world->rig, "none", 0);
  smtp = start (world);
  receive (world, smtp, "I");
  spooler_rig_wait_received (world->rig, 1);
  spooler_world_submit (world, "O", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_assert_calls (world->rig,
                            "InboundMsgHook OutboundMsgHook",
                            "first InboundMsgHook I, in InboundMsgHook I, "
                            "first OutboundMsgHook O, out OutboundMsgHook O");
  spooler_world_assert_folder (world, 0, "I");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "O");
}

/* R011: the hooks are asked before anybody is told; what they change is stored. */
static void
test_changed_inbound (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook      *tagger = spooler_rig_add_hook (world->rig, "tagger", MAPI_HOOK_INBOUND);
  FakeTransport *smtp;
  g_autoptr (MapiPropValue) status = NULL;

  script (tagger, "in: subject I-tagged");
  smtp = start (world);
  receive (world, smtp, "I");
  spooler_rig_wait_received (world->rig, 1);
  spooler_world_assert_folder (world, 0, "I-tagged");
  status = spooler_world_get_prop (world, 0, "I-tagged", MAPI_PR_SPOOLER_STATUS);
  CU_ASSERT_PTR_NOT_NULL (status);
  TAP_NUMBER (mapi_prop_value_get_long (status), 0);
}

/* R356, R618, D27: what a hook deletes is never stored, and nobody is told. The next hooks see what
 * those before want, and may want otherwise. */
static void
test_deleted_inbound (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook      *first = spooler_rig_add_hook (world->rig, "first", MAPI_HOOK_INBOUND);
  MockHook      *second = spooler_rig_add_hook (world->rig, "second", MAPI_HOOK_INBOUND);
  FakeTransport *smtp;
  g_auto (GStrv) log = NULL;

  script (first, "in: delete");
  script (second, "2nd in: keep");
  smtp = start (world);
  receive (world, smtp, "gone");
  spooler_rig_wait_event (world->rig, "deleted", 1);
  receive (world, smtp, "kept");
  spooler_rig_wait_received (world->rig, 1);
  spooler_world_assert_folder (world, 0, "kept");
  TAP_NUMBER (world->rig->n_received, 1);
  log = fake_actor_get_log (mock_hook_get_actor (second));
  TAP_STRING (log[0], "InboundMsgHook gone\tflags=0x1 target=none");
}

/* R618, D27: HOOK_CANCEL keeps the hooks behind from seeing the message. */
static void
test_cancelled (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook      *first = spooler_rig_add_hook (world->rig, "first", BOTH);
  FakeTransport *smtp;

  script (first, "1st in: cancel; 1st out: cancel");
  spooler_rig_add_hook (world->rig, "second", BOTH);
  smtp = start (world);
  receive (world, smtp, "I");
  receive (world, smtp, "J");
  spooler_rig_wait_received (world->rig, 2);
  spooler_world_submit (world, "O", "SMTP:a@x");
  spooler_world_submit (world, "P", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 2);
  spooler_rig_assert_calls (world->rig,
                            "InboundMsgHook OutboundMsgHook",
                            "first InboundMsgHook I, first InboundMsgHook J, "
                            "second InboundMsgHook J, first OutboundMsgHook O, "
                            "first OutboundMsgHook P, second OutboundMsgHook P");
}

/* Redirected before it is stored: it is in one folder, and was never in the other. */
static void
test_filed_inbound (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *smtp;

  add_filer (world, "filer", MAPI_HOOK_INBOUND, "in: subject I-filed, file");
  smtp = start (world);
  receive (world, smtp, "I");
  spooler_rig_wait_received (world->rig, 1);
  spooler_world_assert_folder (world, 0, "");
  spooler_world_assert_folder (world, MAPI_PR_IPM_WASTEBASKET_ENTRYID, "I-filed");
}

/* R071, D2, D27: what a hook takes over does not go to the folder of sent messages. */
static void
test_outbound (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook *second;

  add_filer (world, "filer", MAPI_HOOK_OUTBOUND, "1st out: delete; 2nd out: file");
  second = spooler_rig_add_hook (world->rig, "second", MAPI_HOOK_OUTBOUND);
  start (world);
  spooler_world_submit (world, "gone", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_world_submit (world, "filed", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 2);
  spooler_world_submit (world, "left alone", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 3);

  spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "");
  spooler_world_assert_folder (world, MAPI_PR_IPM_WASTEBASKET_ENTRYID, "filed");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "left alone");
  TAP_NUMBER (fake_actor_count (mock_hook_get_actor (second), "OutboundMsgHook"), 3);
}

/* D27: what a hook takes over a later one may give back, unless it was kept from seeing it. */
static void
test_last_word (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook *first = spooler_rig_add_hook (world->rig, "first", MAPI_HOOK_OUTBOUND);
  MockHook *second = spooler_rig_add_hook (world->rig, "second", MAPI_HOOK_OUTBOUND);

  script (first, "1st out: delete; 2nd out: delete, cancel");
  script (second, "out: keep");
  start (world);
  spooler_world_submit (world, "kept", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_world_submit (world, "gone", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 2);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "kept");
  spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "");
  TAP_NUMBER (fake_actor_count (mock_hook_get_actor (second), "OutboundMsgHook"), 1);
}

/* A hook may change a message that was sent. */
static void
test_changed_outbound (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook *tagger = spooler_rig_add_hook (world->rig, "tagger", MAPI_HOOK_OUTBOUND);

  script (tagger, "out: subject O-tagged, save");
  start (world);
  spooler_world_submit (world, "O", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "O-tagged");
}

/* A hook that fails is named, and costs no mail. */
static void
test_failure (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook      *broken = spooler_rig_add_hook (world->rig, "broken", BOTH);
  FakeTransport *smtp;

  script (broken, "1st in: delete, DISK_ERROR; 2nd in: delete, lie; 1st out: delete, silence");
  spooler_rig_add_hook (world->rig, "second", BOTH);
  smtp = start (world);
  receive (world, smtp, "I");
  receive (world, smtp, "J");
  spooler_rig_wait_received (world->rig, 2);
  spooler_world_submit (world, "O", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_wait_event (world->rig, "hook-failed", 3);
  spooler_world_assert_folder (world, 0, "I, J");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "O");
  spooler_rig_assert_calls (world->rig,
                            "InboundMsgHook OutboundMsgHook",
                            "broken InboundMsgHook I, second InboundMsgHook I, "
                            "broken InboundMsgHook J, second InboundMsgHook J, "
                            "broken OutboundMsgHook O, second OutboundMsgHook O");
}

/* A folder that is not there is no reason to lose a message. */
static void
test_bad_target (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook *filer = spooler_rig_add_hook (world->rig, "filer", BOTH);
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GBytes) nowhere = mapi_entry_id_new (0, uid, "nowhere", 7);
  FakeTransport *smtp;

  mock_hook_set_target (filer, nowhere);
  script (filer, "in: file; out: file");
  smtp = start (world);
  receive (world, smtp, "I");
  spooler_rig_wait_received (world->rig, 1);
  spooler_world_submit (world, "O", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_wait_event (world->rig, "hook-failed", 2);
  spooler_world_assert_folder (world, 0, "I");
  spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "O");
}

/* A hook that does not come back holds up its message, is named, and nothing else waits. */
static void
test_blocked (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  MockHook      *stubborn = spooler_rig_add_hook (world->rig, "stubborn", MAPI_HOOK_INBOUND);
  FakeTransport *smtp;

  script (stubborn, "1st in: hang");
  smtp = start (world);
  receive (world, smtp, "I");
  spooler_rig_wait_log (smtp, "StartMessage", 1);
  spooler_rig_wait_call (mock_hook_get_actor (stubborn), "InboundMsgHook", 1);
  spooler_rig_advance (world->rig, 600);
  spooler_rig_wait_event (world->rig, "blocked", 1);
  spooler_rig_assert_text (world->rig,
                           "blocked",
                           "smtp: hook stubborn has not returned for 600 "
                           "seconds");
  spooler_world_submit (world, "O", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  receive (world, smtp, "J");
  spooler_rig_wait_received (world->rig, 1);
  spooler_world_assert_folder (world, 0, "J");

  fake_actor_release (mock_hook_get_actor (stubborn));
  spooler_rig_wait_event (world->rig, "unblocked", 1);
  spooler_rig_wait_received (world->rig, 2);
  spooler_world_assert_folder (world, 0, "I, J");
}

static guint
count_events (SpoolerWorld *world, const char *event)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (world->rig->n_events, event));
}

/* Mail goes on without a hook that cannot be logged on to, which is tried again after one second,
 * then after two, and four, and then sees mail as others do. */
static void
test_back_off (void)
{
  static const struct
  {
    const char *subject;
    guint       seconds; /* since the one before */
    guint       n_failures;
  } steps[] = { { "I", 0, 1 }, { "J", 1, 2 }, { "K", 1, 2 }, { "L", 1, 3 }, { "M", 3, 3 } };
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *smtp;

  spooler_rig_add_hook (world->rig, "late", MAPI_HOOK_INBOUND);
  mock_host_refuse_hooks (world->rig->host, 3);
  smtp = start (world);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      spooler_rig_advance (world->rig, steps[i].seconds);
      receive (world, smtp, steps[i].subject);
      spooler_rig_wait_received (world->rig, i + 1);
      TAP_NUMBER (count_events (world, "hook-failed"), steps[i].n_failures);
    }
  spooler_rig_assert_text (world->rig, "hook-failed", "hook late is left out: late: not now");

  spooler_rig_advance (world->rig, 1);
  receive (world, smtp, "N");
  spooler_rig_wait_received (world->rig, 6);
  spooler_rig_assert_text (world->rig, "hook", "hook late is there again");
  spooler_rig_assert_calls (world->rig, "InboundMsgHook", "late InboundMsgHook N");
  spooler_world_assert_folder (world, 0, "I, J, K, L, M, N");
}

TAP_MAIN ("spooler/hooks",
          { "the order of the profile", test_order },
          { "an inbound hook changes the message", test_changed_inbound },
          { "an inbound hook deletes the message", test_deleted_inbound },
          { "a hook ends the chain", test_cancelled },
          { "an inbound hook files the message", test_filed_inbound },
          { "outbound hooks take messages over", test_outbound },
          { "the last hook decides (D27)", test_last_word },
          { "an outbound hook changes the message", test_changed_outbound },
          { "hooks that fail", test_failure },
          { "a folder that is not there", test_bad_target },
          { "a hook that does not come back", test_blocked },
          { "a hook that cannot be logged on to yet", test_back_off })
