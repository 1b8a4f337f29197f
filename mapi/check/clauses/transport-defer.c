/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages that a transport keeps for later, errors that it recovers from, work that is cancelled.
 */

#include "config.h"

#include "check-transport.h"

static CheckLetter *
start_letter (CheckBench *bench, CheckFate fate, MapiXpLogon **logon)
{
  CheckLetter *letter;

  *logon = check_start (bench);
  if (*logon == NULL)
    return NULL;
  letter = check_letter_new (bench);
  check_letter_add (letter, fate, TRUE);
  return letter;
}

static GBytes *
get_entry_id (CheckLetter *letter)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_data_get_list (MAPI_PROP_DATA (check_letter_get_inner (letter)));

  return mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
}

static gboolean
is_deferred (CheckBench *bench, MapiXpLogon *logon, CheckLetter *letter)
{
  g_auto (CheckOutcome) outcome = { 0 };

  return check_is_accepted (bench, logon, letter, &outcome) &&
         check_that (bench,
                     outcome.end_flags == MAPI_END_DONT_RESEND,
                     "EndMessage answered 0x%x for a message that is deferred",
                     outcome.end_flags) &&
         check_that (bench,
                     !check_letter_is_taken (letter, 0),
                     "a recipient of a deferred message was taken");
}

/* The notice that the deferred message may go. */
static void
expect_release (CheckBench *bench, CheckLetter *letter)
{
  const CheckCall *notice = check_wait_for_notice (bench, MAPI_NOTIFY_SENTDEFERRED);
  g_autoptr (GBytes) entry_id = get_entry_id (letter);

  if (check_that (bench, notice != NULL, "NOTIFY_SENTDEFERRED did not come"))
    check_that (bench,
                notice->bytes != NULL && g_bytes_equal (notice->bytes, entry_id),
                "NOTIFY_SENTDEFERRED has not the entry identifier of the message");
}

static void
defers (CheckBench *bench)
{
  MapiXpLogon     *logon;
  CheckLetter     *letter = start_letter (bench, CHECK_DEFERRED, &logon);
  g_autofree char *printed = NULL;
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL || !is_deferred (bench, logon, letter))
    return;
  printed = check_run_peer (bench, CHECK_RELEASE, NULL);
  expect_release (bench, letter);
  if (check_has_failed (bench))
    return;
  check_submit (bench, logon, letter, MAPI_BEGIN_DEFERRED, &outcome);
  check_that (bench,
              outcome.accepted && outcome.end_flags == 0 && check_letter_is_taken (letter, 0),
              "with BEGIN_DEFERRED the message was not sent");
}

static void
forgets_what_is_aborted (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_DEFERRED, &logon);
  g_autoptr (GBytes) entry_id = NULL;
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL || !is_deferred (bench, logon, letter))
    return;
  entry_id = get_entry_id (letter);
  check_tell (bench, logon, MAPI_NOTIFY_ABORT_DEFERRED, 0, entry_id);
  check_submit (bench, logon, letter, MAPI_BEGIN_DEFERRED, &outcome);
  check_that (bench,
              !outcome.accepted && outcome.code == (gint) MAPI_E_CANCEL,
              "a deferred message that was aborted is not refused with MAPI_E_CANCEL");
  check_that (bench, !check_letter_is_taken (letter, 0), "an aborted message was taken");
}

static void
releases_with_a_flush (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_DEFERRED, &logon);
  g_autoptr (GError) error = NULL;

  if (letter == NULL || !is_deferred (bench, logon, letter))
    return;
  mapi_xp_logon_flush_queues (logon, NULL, MAPI_FLUSH_UPLOAD, NULL, &error);
  if (check_succeeds (bench, error, "FlushQueues"))
    expect_release (bench, letter);
}

static void
reports_what_is_critical (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_CRITICAL, &logon);
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL)
    return;
  check_submit (bench, logon, letter, 0, &outcome);
  check_that (bench,
              check_find_notice (bench, MAPI_NOTIFY_CRITICAL_ERROR) != NULL,
              "NOTIFY_CRITICAL_ERROR did not come");
  check_that (
      bench, !outcome.accepted, "SubmitMessage succeeded after it had reported a critical error");
}

static void
recovers (CheckBench *bench)
{
  MapiXpLogon     *logon;
  CheckLetter     *letter = start_letter (bench, CHECK_CRITICAL, &logon);
  g_autofree char *printed = NULL;
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL)
    return;
  check_submit (bench, logon, letter, 0, &outcome);
  printed = check_run_peer (bench, CHECK_RECOVER, NULL);
  if (!check_that (bench,
                   check_wait_for_notice (bench, MAPI_NOTIFY_READYTOSEND) != NULL,
                   "NOTIFY_READYTOSEND did not come when all was well again"))
    return;
  check_submit (bench, logon, letter, 0, &outcome);
  check_that (bench, outcome.accepted, "SubmitMessage after recovery: %s", outcome.message);
}

typedef struct
{
  MapiXpLogon *logon;
  gboolean     was_sprung;
  gint         code;
} Interruption;

static gpointer
cancel_from_afar (gpointer data)
{
  Interruption *self = data;
  guint32       flags = MAPI_NOTIFY_CANCEL_MESSAGE;

  mapi_xp_logon_transport_notify (self->logon, &flags, 0, NULL, NULL);
  return NULL;
}

/* In the middle of a call, in its thread: another one cancels it, as the spooler would. */
static void
cancel (gpointer data)
{
  Interruption *self = data;

  self->was_sprung = TRUE;
  g_thread_join (g_thread_new ("canceller", cancel_from_afar, self));
}

static void
expect_cancelled (CheckBench *bench, CheckLetter *letter, const CheckOutcome *outcome)
{
  if (outcome->accepted)
    {
      check_that (bench,
                  check_letter_is_taken (letter, 0) || outcome->end_flags != 0,
                  "a message was cancelled and is neither sent nor to be sent");
      return;
    }
  check_that (bench,
              outcome->code == (gint) MAPI_E_USER_CANCEL,
              "SubmitMessage was cancelled, and failed with `%s`",
              outcome->message);
  check_that (bench,
              !check_letter_is_taken (letter, 0),
              "SubmitMessage was cancelled, and has taken a recipient");
}

/* TransportNotify comes from another thread, whatever the transport is doing. */
static void
hears_of_cancelling (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_DELIVERED, &logon);
  Interruption interruption = { logon, FALSE, 0 };
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL)
    return;
  check_watch_set_trap (bench->letters_watch, "GetRecipientTable", cancel, &interruption);
  check_submit (bench, logon, letter, 0, &outcome);
  check_that (bench, interruption.was_sprung, "SubmitMessage did not ask who the recipients are");
  expect_cancelled (bench, letter, &outcome);
}

static void
stops_when_cancelled (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_ENDLESS, &logon);
  Interruption interruption = { logon, FALSE, 0 };
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL)
    return;
  check_watch_set_trap (bench->watch, "SpoolerYield", cancel, &interruption);
  check_submit (bench, logon, letter, 0, &outcome);
  check_that (
      bench, interruption.was_sprung, "SpoolerYield was not called in work that takes long");
  check_that (bench, !outcome.accepted, "SubmitMessage went on although it was cancelled");
  expect_cancelled (bench, letter, &outcome);
}

/* SpoolerYield says that the message is to be given up. */
static void
stops_when_a_yield_says_so (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_ENDLESS, &logon);
  g_auto (CheckOutcome) outcome = { 0 };

  if (letter == NULL)
    return;
  check_watch_set_failure (bench->watch, "SpoolerYield", MAPI_E_USER_CANCEL);
  check_submit (bench, logon, letter, 0, &outcome);
  check_that (bench,
              check_count_calls (bench, "SpoolerYield", NULL) > 0,
              "SpoolerYield was not called in work that takes long");
  check_that (bench, !outcome.accepted, "SubmitMessage went on after SpoolerYield said to stop");
  expect_cancelled (bench, letter, &outcome);
}

static void
look_at_validation (gpointer data)
{
  Interruption *self = data;
  g_autoptr (GError) error = NULL;

  self->was_sprung = TRUE;
  mapi_xp_logon_validate_state (self->logon, MAPI_SUPPRESS_UI, NULL, &error);
  self->code = error != NULL ? error->code : 0;
}

static void
keeps_its_critical_section (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, CHECK_SECTION, &logon);
  Interruption interruption = { logon, FALSE, 0 };

  if (letter == NULL)
    return;
  check_watch_set_trap (bench->watch, "SpoolerYield", look_at_validation, &interruption);
  if (!check_send (bench, logon, letter))
    return;
  check_that (
      bench, check_find_notice (bench, MAPI_NOTIFY_CRITSEC) != NULL, "NOTIFY_CRITSEC did not come");
  check_that (bench,
              check_find_notice (bench, MAPI_NOTIFY_NONCRIT) != NULL,
              "NOTIFY_NONCRIT did not come after the critical section");
  check_that (bench,
              interruption.was_sprung && interruption.code == (gint) MAPI_E_BUSY,
              "ValidateState did not fail with MAPI_E_BUSY in a critical section");
}

const MapiCheckClause check_transport_defer_clauses[] = {
  { "transport/defers",
    "A deferred message ends with END_DONT_RESEND; NOTIFY_SENTDEFERRED names it when it may go",
    "R302 R451",
    CHECK_NEEDS_ADDRESS (CHECK_DEFERRED) | CHECK_NEEDS_COMMAND (CHECK_RELEASE),
    defers },
  { "transport/forgets-what-is-aborted",
    "After NOTIFY_ABORT_DEFERRED the message is refused with MAPI_E_CANCEL",
    "R282 R374",
    CHECK_NEEDS_ADDRESS (CHECK_DEFERRED),
    forgets_what_is_aborted },
  { "transport/releases-with-a-flush",
    "FlushQueues has a notice come for each deferred message",
    "R388",
    CHECK_NEEDS_ADDRESS (CHECK_DEFERRED),
    releases_with_a_flush },
  { "transport/reports-what-is-critical",
    "A severe error in SubmitMessage is NOTIFY_CRITICAL_ERROR, and SubmitMessage fails",
    "R294 R449",
    CHECK_NEEDS_ADDRESS (CHECK_CRITICAL),
    reports_what_is_critical },
  { "transport/recovers",
    "A transport that is well again says NOTIFY_READYTOSEND, and sends",
    "R450",
    CHECK_NEEDS_ADDRESS (CHECK_CRITICAL) | CHECK_NEEDS_COMMAND (CHECK_RECOVER),
    recovers },
  { "transport/hears-of-cancelling",
    "TransportNotify may come from another thread in the middle of SubmitMessage",
    "R377",
    CHECK_NEEDS_SUBMIT,
    hears_of_cancelling },
  { "transport/stops-when-cancelled",
    "NOTIFY_CANCEL_MESSAGE ends SubmitMessage with MAPI_E_USER_CANCEL, nothing sent",
    "R014 R021 R297 R371 R458",
    CHECK_NEEDS_ADDRESS (CHECK_ENDLESS),
    stops_when_cancelled },
  { "transport/stops-when-a-yield-says-so",
    "A transport whose SpoolerYield is cancelled stops, and says MAPI_E_USER_CANCEL",
    "R297 R458 R460",
    CHECK_NEEDS_ADDRESS (CHECK_ENDLESS),
    stops_when_a_yield_says_so },
  { "transport/keeps-its-critical-section",
    "A critical section is opened and closed, and ValidateState is MAPI_E_BUSY in it",
    "R023 R446 R447",
    CHECK_NEEDS_ADDRESS (CHECK_SECTION),
    keeps_its_critical_section },
  { NULL },
};
