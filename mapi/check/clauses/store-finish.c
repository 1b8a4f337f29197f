/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The end of a submitted message: it was sent, or its client takes it back. */

#include "config.h"

#include "check-store.h"

/* A flag that no method knows. */
#define SOME_FLAG ((guint32) 0x00100000)

/* How the message looked when the hooks were asked. */
typedef struct
{
  CheckBench *bench;
  guint       n_calls;
  guint       n_references;
  guint32     submit_flags;
} Sight;

static void
look (MapiCall *call, gpointer data)
{
  Sight   *sight = data;
  GObject *message = mapi_call_get_argument (call, "message");

  sight->n_references = message->ref_count;
  sight->submit_flags = (guint32) check_read_long (sight->bench, message, MAPI_PR_SUBMIT_FLAGS, 0);
  sight->n_calls++;
}

static void
unlocks_and_asks_hooks (CheckBench *bench)
{
  Sight sight = { .bench = bench };
  g_autoptr (GBytes) id = check_submit_new (bench, "Sent");
  g_autoptr (MapiMessage) message = check_lock (bench, id);

  g_clear_object (&message);
  check_watch_set_witness (bench->watch, "DoSentMail", look, NULL, &sight);
  check_finish (bench, id);
  if (!check_that (bench,
                   sight.n_calls == 1,
                   "FinishedMsg called DoSentMail %u times, not once",
                   sight.n_calls))
    return;
  check_that (bench,
              (sight.submit_flags & MAPI_SUBMITFLAG_LOCKED) == 0,
              "the message was still locked when DoSentMail was called");
  check_that (bench,
              sight.n_references == 1,
              "the message had %u references when DoSentMail was called, not one",
              sight.n_references);
}

static void
leaves_it_unlocked (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Unlocked");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (MapiMessage) sent = NULL;

  g_clear_object (&message);
  check_finish (bench, id);
  sent = check_open_message (bench, bench->store, id, MAPI_MODIFY);
}

static void
takes_it_out_of_the_queue (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Gone");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  guint32 flags;

  check_finish (bench, id);
  row = check_find_queued (bench, id);
  check_that (bench, row == NULL, "the message is in the outgoing queue after FinishedMsg");
  sent = check_open_message (bench, bench->store, id, 0);
  flags = (guint32) check_read_long (bench, sent, MAPI_PR_MESSAGE_FLAGS, 0);
  check_that (bench,
              (flags & (MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT)) == 0,
              "PR_MESSAGE_FLAGS is 0x%x after FinishedMsg: MSGFLAG_SUBMIT or MSGFLAG_UNSENT stays",
              flags);
}

typedef struct
{
  gboolean keeps;
  gboolean discards;
  guint    in_outbox;
  guint    in_sent;
} Ending;

static void
check_ending (CheckBench *bench, const Ending *ending)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Away");
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) sent = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) message = NULL;

  if (draft == NULL)
    return;
  props = check_read (bench, bench->store);
  sent = mapi_prop_list_get_bytes (props, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  if (!check_that (bench, sent != NULL, "the store has no PR_IPM_SENTMAIL_ENTRYID"))
    return;
  if (ending->keeps)
    check_write (bench, draft, mapi_prop_value_new_binary (MAPI_PR_SENTMAIL_ENTRYID, sent));
  if (ending->discards)
    check_write (bench, draft, mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, TRUE));
  id = check_submit_draft (bench, draft);
  message = check_lock (bench, id);
  g_clear_object (&message);
  check_finish (bench, id);
  check_that (bench,
              check_count_messages (bench, bench->store, MAPI_PR_IPM_OUTBOX_ENTRYID) ==
                  ending->in_outbox,
              "the message %s the Outbox",
              ending->in_outbox > 0 ? "is not in" : "is still in");
  check_that (bench,
              check_count_messages (bench, bench->store, MAPI_PR_IPM_SENTMAIL_ENTRYID) ==
                  ending->in_sent,
              "the message %s the folder of PR_SENTMAIL_ENTRYID",
              ending->in_sent > 0 ? "is not in" : "is in");
}

static void
leaves_it_where_it_is (CheckBench *bench)
{
  static const Ending ending = { FALSE, FALSE, 1, 0 };

  check_ending (bench, &ending);
}

static void
moves_it (CheckBench *bench)
{
  static const Ending ending = { TRUE, FALSE, 0, 1 };

  check_ending (bench, &ending);
}

static void
deletes_it (CheckBench *bench)
{
  static const Ending ending = { FALSE, TRUE, 0, 0 };

  check_ending (bench, &ending);
}

static void
copies_and_deletes_it (CheckBench *bench)
{
  static const Ending ending = { TRUE, TRUE, 0, 1 };

  check_ending (bench, &ending);
}

static void
is_for_the_spooler (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Mine");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return;
  mapi_msg_store_finished_msg (bench->store, 0, id, bench->cancellable, &error);
  check_fails (bench, error, MAPI_E_NO_SUPPORT, "FinishedMsg by a client");
  row = check_find_queued (bench, id);
  check_that (bench, row != NULL, "FinishedMsg by a client took the message out of the queue");
}

/* Flags are reserved: who does not refuse them is not impressed by them either. */
static gboolean
is_refused_or_ignored (CheckBench *bench, const GError *error, const char *call)
{
  return check_that (bench,
                     error == NULL || g_error_matches (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS) ||
                         g_error_matches (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER),
                     "%s with a reserved flag failed with `%s`, not with MAPI_E_UNKNOWN_FLAGS",
                     call,
                     error != NULL ? error->message : "");
}

static void
finish_knows_no_flags (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Flags");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return;
  mapi_msg_store_finished_msg (bench->spooler_store, SOME_FLAG, id, bench->cancellable, &error);
  is_refused_or_ignored (bench, error, "FinishedMsg");
  row = check_find_queued (bench, id);
  check_that (bench,
              (row != NULL) == (error != NULL),
              "FinishedMsg with a reserved flag %s",
              error != NULL ? "failed, and finished the message" : "succeeded, and did nothing");
  if (error != NULL)
    check_finish (bench, id);
}

static void
abort_knows_no_flags (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Flags");
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;

  if (id == NULL)
    return;
  mapi_msg_store_abort_submit (bench->store, id, SOME_FLAG, bench->cancellable, &error);
  is_refused_or_ignored (bench, error, "AbortSubmit");
  row = check_find_queued (bench, id);
  check_that (bench,
              (row != NULL) == (error != NULL),
              "AbortSubmit with a reserved flag %s",
              error != NULL ? "failed, and took the message back" : "succeeded, and did nothing");
  if (error != NULL)
    mapi_msg_store_abort_submit (bench->store, id, 0, bench->cancellable, &later);
  check_succeeds (bench, later, "AbortSubmit");
}

static void
keeps_the_sender (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Sender");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;

  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_SENDER_NAME, "First"));
  id = check_submit_draft (bench, draft);
  message = check_lock (bench, id);
  check_write (bench, message, mapi_prop_value_new_string (MAPI_PR_SENDER_NAME, "Last"));
  check_save (bench, message);
  g_clear_object (&message);
  check_finish (bench, id);
  sent = check_open_message (bench, bench->store, id, 0);
  props = check_read (bench, sent);
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_SENDER_NAME), "Last") == 0,
              "PR_SENDER_NAME of the sent message is not what the last transport has set");
}

static void
takes_back (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Back");
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags;

  if (id == NULL)
    return;
  mapi_msg_store_abort_submit (bench->store, id, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "AbortSubmit");
  row = check_find_queued (bench, id);
  check_that (bench, row == NULL, "the message is in the outgoing queue after AbortSubmit");
  message = check_open_message (bench, bench->store, id, MAPI_MODIFY);
  flags = (guint32) check_read_long (bench, message, MAPI_PR_MESSAGE_FLAGS, 0);
  check_that (bench,
              (flags & (MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT)) == MAPI_MSGFLAG_UNSENT,
              "PR_MESSAGE_FLAGS is 0x%x after AbortSubmit: MSGFLAG_UNSENT alone should be there",
              flags);
}

static void
check_cannot_take_back (CheckBench *bench, GBytes *id, MapiError code, const char *call)
{
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return;
  mapi_msg_store_abort_submit (bench->store, id, 0, bench->cancellable, &error);
  check_fails (bench, error, code, call);
}

static void
takes_back_once (CheckBench *bench)
{
  g_autoptr (GBytes) one = check_submit_new (bench, "Back");
  g_autoptr (GBytes) two = check_submit_new (bench, "Sent");
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  if (one == NULL)
    return;
  mapi_msg_store_abort_submit (bench->store, one, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "AbortSubmit");
  check_cannot_take_back (bench, one, MAPI_E_NOT_IN_QUEUE, "AbortSubmit for the second time");
  message = check_lock (bench, two);
  g_clear_object (&message);
  check_finish (bench, two);
  check_cannot_take_back (bench, two, MAPI_E_NOT_IN_QUEUE, "AbortSubmit of what was sent");
}

static void
does_not_take_back_what_is_locked (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Busy");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return;
  check_cannot_take_back (bench, id, MAPI_E_UNABLE_TO_ABORT, "AbortSubmit of what is locked");
  check_unlock (bench, message);
  mapi_msg_store_abort_submit (bench->store, id, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "AbortSubmit of what was unlocked");
}

const MapiCheckClause check_store_finish_clauses[] = {
  { "store/finish-unlocks-and-asks-hooks",
    "FinishedMsg unlocks the message and calls DoSentMail with its only reference",
    "R067 R068 R111 R123",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    unlocks_and_asks_hooks },
  { "store/finish-leaves-it-unlocked",
    "A sent message is locked no more",
    "R067",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    leaves_it_unlocked },
  { "store/finish-takes-it-out-of-the-queue",
    "A sent message is not in the queue, not submitted and not unsent",
    "R514",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    takes_it_out_of_the_queue },
  { "store/finish-leaves-it-where-it-is",
    "Without PR_SENTMAIL_ENTRYID and PR_DELETE_AFTER_SUBMIT a sent message stays",
    "R119",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    leaves_it_where_it_is },
  { "store/finish-moves-it",
    "PR_SENTMAIL_ENTRYID names the folder that a sent message is moved to",
    "R069 R121",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    moves_it },
  { "store/finish-deletes-it",
    "With PR_DELETE_AFTER_SUBMIT a sent message is deleted",
    "R070 R122",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    deletes_it },
  { "store/finish-copies-and-deletes-it",
    "With both a copy stays in the folder, and the message is deleted",
    "R069 R070 R120 D2",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    copies_and_deletes_it },
  { "store/finish-is-for-the-spooler",
    "FinishedMsg by a client fails with MAPI_E_NO_SUPPORT",
    "R117 R187",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    is_for_the_spooler },
  { "store/finish-knows-no-flags",
    "The flags of FinishedMsg are reserved",
    "R124",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    finish_knows_no_flags },
  { "store/finish-keeps-the-sender",
    "A sent message tells who sent it last",
    "R527",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    keeps_the_sender },
  { "store/abort-takes-back",
    "AbortSubmit takes a message out of the queue, to be changed again",
    "R515 D25",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    takes_back },
  { "store/abort-takes-back-once",
    "AbortSubmit fails with MAPI_E_NOT_IN_QUEUE for what is not there",
    "R125",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    takes_back_once },
  { "store/abort-spares-what-is-locked",
    "AbortSubmit fails with MAPI_E_UNABLE_TO_ABORT as long as the message is locked",
    "R126 R129",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    does_not_take_back_what_is_locked },
  { "store/abort-knows-no-flags",
    "The flags of AbortSubmit are reserved",
    "R128",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    abort_knows_no_flags },
  { NULL },
};
