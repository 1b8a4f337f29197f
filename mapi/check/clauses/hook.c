/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Spooler hooks. */

#include "config.h"

#include "check-ends.h"
#include "check-hook.h"
#include "check-store.h"
#include "check-transport.h"

static const guint32 directions[] = { MAPI_HOOK_INBOUND, MAPI_HOOK_OUTBOUND };

static const char *
name_of (guint32 direction)
{
  return direction == MAPI_HOOK_INBOUND ? "InboundMsgHook" : "OutboundMsgHook";
}

static void
refuses_another_version (CheckBench *bench)
{
  check_entry_refuses_another_version (bench, "mapi_hook_provider_init");
}

static void
gives_a_new_provider_each_time (CheckBench *bench)
{
  check_entry_gives_a_new_provider (bench, "mapi_hook_provider_init");
}

static void
logs_on (CheckBench *bench)
{
  g_autoptr (MapiSpoolerHook) hook = check_hook_log_on (bench);

  check_that (bench,
              check_hook_get_directions (bench) != 0,
              "PR_RESOURCE_FLAGS of the service has neither HOOK_INBOUND nor HOOK_OUTBOUND, so "
              "that the hook will never be asked");
}

static void
has_what_it_asks_for (CheckBench *bench)
{
  guint32 wanted = check_hook_get_directions (bench);
  g_autoptr (MapiSpoolerHook) hook = check_hook_log_on (bench);
  g_autoptr (GObject) inner = NULL;
  MapiSpoolerHookInterface *iface;

  if (hook == NULL)
    return;
  inner = g_object_ref (mapi_wrapper_unwrap (MAPI_WRAPPER (bench->watch), G_OBJECT (hook)));
  iface = MAPI_SPOOLER_HOOK_GET_IFACE (inner);
  check_that (bench,
              (wanted & MAPI_HOOK_INBOUND) == 0 || iface->inbound_msg_hook != NULL,
              "PR_RESOURCE_FLAGS has HOOK_INBOUND, but InboundMsgHook is not implemented");
  check_that (bench,
              (wanted & MAPI_HOOK_OUTBOUND) == 0 || iface->outbound_msg_hook != NULL,
              "PR_RESOURCE_FLAGS has HOOK_OUTBOUND, but OutboundMsgHook is not implemented");
}

/* What a clause asks when the hook has been shown mail in a direction that it asks for. */
typedef void (*Judge) (CheckBench *bench, const CheckMail *mail, CheckHooked *hooked, guint32);

static void
show_each (CheckBench *bench, Judge judge)
{
  guint32 wanted = check_hook_get_directions (bench);
  g_auto (CheckMail) mail = { NULL };
  g_auto (CheckHooked) hooked = { 0 };
  g_autoptr (MapiSpoolerHook) hook = NULL;

  if (!check_mail_open (bench, &mail))
    return;
  hook = check_hook_log_on (bench);
  for (gsize i = 0; hook != NULL && i < G_N_ELEMENTS (directions); i++)
    {
      if ((wanted & directions[i]) == 0)
        continue;
      check_hook_show (hook, &mail, directions[i], bench->cancellable, &hooked);
      judge (bench, &mail, &hooked, directions[i]);
    }
}

static void
judge_success (CheckBench *bench, const CheckMail *mail, CheckHooked *hooked, guint32 direction)
{
  check_succeeds (bench, hooked->error, name_of (direction));
}

static void
looks_at_mail (CheckBench *bench)
{
  show_each (bench, judge_success);
}

static void
judge_flags (CheckBench *bench, const CheckMail *mail, CheckHooked *hooked, guint32 direction)
{
  check_that (bench,
              (hooked->flags & ~(guint32) (MAPI_HOOK_DELETE | MAPI_HOOK_CANCEL)) == 0,
              "%s answered the flags 0x%x; there are HOOK_DELETE and HOOK_CANCEL",
              name_of (direction),
              hooked->flags);
}

static void
answers_known_flags (CheckBench *bench)
{
  show_each (bench, judge_flags);
}

static void
judge_target (CheckBench *bench, const CheckMail *mail, CheckHooked *hooked, guint32 direction)
{
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) error = NULL;

  check_that (bench,
              hooked->target == NULL || (hooked->flags & MAPI_HOOK_DELETE) == 0,
              "%s wants the message deleted and in a folder",
              name_of (direction));
  if (hooked->target == NULL)
    return;
  entry = mapi_msg_store_open_entry (mail->store, hooked->target, NULL, 0, NULL, &error);
  if (check_succeeds (bench, error, "OpenEntry of the folder that the hook names"))
    check_that (
        bench, MAPI_IS_FOLDER (entry), "%s names something that is no folder", name_of (direction));
}

static void
names_a_folder (CheckBench *bench)
{
  show_each (bench, judge_target);
}

static void
judge_message (CheckBench *bench, const CheckMail *mail, CheckHooked *hooked, guint32 direction)
{
  check_that (bench,
              check_count_calls (bench, "SubmitMessage", NULL) == 0 &&
                  check_count_calls (bench, "SaveChanges", NULL) == 0,
              "%s saves or submits the message, which the spooler does",
              name_of (direction));
}

/* The message goes through a wrapper that writes down what the hook asks of it. */
static void
leaves_saving_to_the_spooler (CheckBench *bench)
{
  guint32 wanted = check_hook_get_directions (bench);
  g_auto (CheckMail) mail = { NULL };
  g_auto (CheckHooked) hooked = { 0 };
  g_autoptr (MapiSpoolerHook) hook = NULL;
  g_autoptr (MapiMessage) inner = NULL;

  if (!check_mail_open (bench, &mail))
    return;
  hook = check_hook_log_on (bench);
  inner = MAPI_MESSAGE (
      g_object_ref (mapi_wrapper_unwrap (MAPI_WRAPPER (bench->watch), G_OBJECT (mail.message))));
  g_object_unref (mail.message);
  mail.message = check_bench_watch (bench, inner);
  for (gsize i = 0; hook != NULL && i < G_N_ELEMENTS (directions); i++)
    {
      if ((wanted & directions[i]) == 0)
        continue;
      check_forget_calls (bench);
      check_hook_show (hook, &mail, directions[i], bench->cancellable, &hooked);
      judge_message (bench, &mail, &hooked, directions[i]);
    }
  if (hook == NULL)
    return;
  g_clear_object (&mail.message);
  check_that (bench,
              !check_is_watched (bench),
              "the hook holds the message after its call: it outlives its store so");
}

typedef struct
{
  MapiSpoolerHook *hook;
  const CheckMail *mail;
  guint32          direction;
  CheckHooked     *hooked;
} Show;

static gpointer
show_in_thread (gpointer data)
{
  Show *show = data;

  check_hook_show (show->hook, show->mail, show->direction, NULL, show->hooked);
  return NULL;
}

static void
show_elsewhere (CheckBench *bench, MapiSpoolerHook *hook, const CheckMail *mail, guint32 direction)
{
  g_auto (CheckHooked) first = { 0 };
  g_auto (CheckHooked) second = { 0 };
  Show     one = { hook, mail, direction, &first };
  Show     other = { hook, mail, direction, &second };
  GThread *thread = g_thread_new ("hook-1", show_in_thread, &one);
  GThread *beside = g_thread_new ("hook-2", show_in_thread, &other);

  g_thread_join (thread);
  g_thread_join (beside);
  check_succeeds (bench, first.error, name_of (direction));
  check_succeeds (bench, second.error, name_of (direction));
  check_that (bench,
              first.flags == second.flags && (first.target == NULL) == (second.target == NULL),
              "%s says one thing in one thread, and another in another",
              name_of (direction));
}

static void
works_in_any_thread (CheckBench *bench)
{
  guint32 wanted = check_hook_get_directions (bench);
  g_auto (CheckMail) mail = { NULL };
  g_autoptr (MapiSpoolerHook) hook = NULL;

  if (!check_mail_open (bench, &mail))
    return;
  hook = check_hook_log_on (bench);
  for (gsize i = 0; hook != NULL && i < G_N_ELEMENTS (directions); i++)
    if ((wanted & directions[i]) != 0)
      show_elsewhere (bench, hook, &mail, directions[i]);
}

static void
see_support (MapiCall *call, gpointer data)
{
  g_weak_ref_set (data, mapi_call_get_argument (call, "support"));
}

static void
lets_go_of_its_support (CheckBench *bench)
{
  GWeakRef support;
  g_autoptr (GObject) left = NULL;
  MapiSpoolerHook *hook;

  g_weak_ref_init (&support, NULL);
  check_watch_set_witness (bench->watch, "HookLogon", see_support, NULL, &support);
  hook = check_hook_log_on (bench);
  g_clear_object (&hook);
  check_watch_set_witness (bench->watch, "HookLogon", NULL, NULL, NULL);
  left = g_weak_ref_get (&support);
  check_that (bench, left == NULL, "somebody holds the support object of a hook that is gone");
  g_weak_ref_clear (&support);
}

static void
says_what_is_missing (CheckBench *bench)
{
  g_auto (CheckEnds) ends = { NULL };
  g_autoptr (MapiSpoolerHook) hook = NULL;
  g_autoptr (MapiSpoolerHook) without = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_entry_has_required_settings (bench))
    return;
  check_ends_watch (bench, "HookLogon", &ends);
  hook = check_hook_log_on (bench);
  check_ends_unwatch (bench, "HookLogon");
  if (hook == NULL || !check_unconfigure (bench))
    return;
  without = mapi_hook_provider_hook_logon (
      MAPI_SPOOLER_HOOK_PROVIDER (ends.provider), ends.support, 0, NULL, &error);
  check_fails (bench, error, MAPI_E_UNCONFIGURED, "HookLogon without settings");
}

const MapiCheckClause check_hook_clauses[] = {
  { "hook/refuses-another-version",
    "The entry point refuses a host whose version it does not know",
    "R615",
    CHECK_NEEDS_NOTHING,
    refuses_another_version },
  { "hook/gives-a-new-provider-each-time",
    "Each call of the entry point gives another provider object",
    "R615",
    CHECK_NEEDS_NOTHING,
    gives_a_new_provider_each_time },
  { "hook/logs-on",
    "HookLogon gives a hook that is asked for some direction",
    "R615 R621",
    CHECK_NEEDS_NOTHING,
    logs_on },
  { "hook/has-what-it-asks-for",
    "A hook implements the directions that PR_RESOURCE_FLAGS names",
    "R619 R620",
    CHECK_NEEDS_NOTHING,
    has_what_it_asks_for },
  { "hook/looks-at-mail",
    "A hook that is shown ordinary mail does not fail",
    "R616 R617",
    CHECK_NEEDS_NOTHING,
    looks_at_mail },
  { "hook/answers-known-flags",
    "A hook answers no flags but HOOK_DELETE and HOOK_CANCEL",
    "R618 D27",
    CHECK_NEEDS_NOTHING,
    answers_known_flags },
  { "hook/names-a-folder",
    "What a hook wants a message in is a folder of the store",
    "R616 R617 R071",
    CHECK_NEEDS_NOTHING,
    names_a_folder },
  { "hook/leaves-saving-to-the-spooler",
    "A hook neither saves, submits nor keeps the message that it is shown",
    "R616 R617",
    CHECK_NEEDS_NOTHING,
    leaves_saving_to_the_spooler },
  { "hook/works-in-any-thread",
    "A hook is called in several threads at a time",
    "R616 R617",
    CHECK_NEEDS_NOTHING,
    works_in_any_thread },
  { "hook/lets-go-of-its-support",
    "When a hook is gone nobody holds its support object",
    "R615",
    CHECK_NEEDS_NOTHING,
    lets_go_of_its_support },
  { "hook/says-what-is-missing",
    "HookLogon without its settings fails with MAPI_E_UNCONFIGURED",
    "R615",
    CHECK_NEEDS_NOTHING,
    says_what_is_missing },
  { NULL },
};
