/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* SubmitMessage and EndMessage: what a transport does with a message, and how it says so. */

#include "config.h"

#include "check-transport.h"

static void
sends_and_takes (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        number;
  g_auto (CheckOutcome) outcome = { 0 };

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add (letter, CHECK_DELIVERED, TRUE);
  if (!check_is_accepted (bench, logon, letter, &outcome))
    return;
  check_that (bench,
              check_letter_is_taken (letter, number),
              "PR_RESPONSIBILITY of a recipient that mail can be sent to is not TRUE");
  check_that (bench,
              outcome.end_flags == 0,
              "EndMessage answered 0x%x for a message that is sent",
              outcome.end_flags);
}

/* What is said of a message that is open still. */
static void
agrees_with_itself (CheckBench *bench)
{
  const guint32 resend = MAPI_END_RESEND_NOW | MAPI_END_RESEND_LATER | MAPI_END_DONT_RESEND;
  MapiXpLogon  *logon = check_start (bench);
  g_auto (CheckOutcome) outcome = { 0 };

  for (CheckFate fate = CHECK_DELIVERED; logon != NULL && fate < CHECK_IDENTITY; fate++)
    {
      CheckLetter *letter;
      guint        number;

      if ((fate != CHECK_DELIVERED && bench->peer->addresses[fate] == NULL) ||
          fate == CHECK_ENDLESS || fate == CHECK_CRITICAL)
        continue;
      letter = check_letter_new (bench);
      number = check_letter_add (letter, fate, TRUE);
      if (!check_submit (bench, logon, letter, 0, &outcome))
        continue;
      check_that (bench,
                  (outcome.end_flags & ~resend) == 0,
                  "EndMessage answered the flags 0x%x, which it may not",
                  outcome.end_flags);
      check_that (bench,
                  check_letter_is_taken (letter, number) != (outcome.end_flags != 0),
                  "EndMessage answered 0x%x, and PR_RESPONSIBILITY of the recipient is %s",
                  outcome.end_flags,
                  check_letter_is_taken (letter, number) ? "TRUE" : "FALSE");
    }
}

static void
leaves_others_alone (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        own, other;
  guint        n_reports;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (MapiPropList) report = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  own = check_letter_add (letter, CHECK_DELIVERED, TRUE);
  other = check_letter_add (letter, CHECK_REFUSED, FALSE);
  before = check_letter_get_row (letter, other);
  if (!check_send (bench, logon, letter))
    return;
  after = check_letter_get_row (letter, other);
  report = check_letter_find_report (letter, other, &n_reports);
  check_that (bench, check_letter_is_taken (letter, own), "its own recipient is not taken");
  check_that (bench, mapi_prop_list_equal (before, after), "the row of another's was changed");
  check_that (bench, report == NULL, "StatusRecips was called for a recipient that is another's");
}

static void
leaves_open_what_it_could_not_do (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        sent, waiting;
  g_auto (CheckOutcome) outcome = { 0 };

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  sent = check_letter_add (letter, CHECK_DELIVERED, TRUE);
  waiting = check_letter_add (letter, CHECK_LATER, TRUE);
  if (!check_submit (bench, logon, letter, 0, &outcome))
    {
      check_that (bench,
                  !check_letter_is_taken (letter, sent),
                  "SubmitMessage failed (%s) and has taken a recipient",
                  outcome.message);
      return;
    }
  check_that (bench, check_letter_is_taken (letter, sent), "the recipient sent to is not taken");
  check_that (bench,
              !check_letter_is_taken (letter, waiting),
              "PR_RESPONSIBILITY of a recipient that has to wait is TRUE");
  check_that (bench,
              (outcome.end_flags & (MAPI_END_RESEND_LATER | MAPI_END_RESEND_NOW)) != 0,
              "EndMessage does not say that a recipient is to be tried again");
}

/* Failures of SubmitMessage, each with its code. */
static void
refuses (CheckBench *bench, CheckFate fate, MapiError code, gboolean with_seconds)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        number;
  g_auto (CheckOutcome) outcome = { 0 };

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add (letter, fate, TRUE);
  if (!check_that (bench,
                   !check_submit (bench, logon, letter, 0, &outcome),
                   "SubmitMessage accepted the message"))
    return;
  check_that (bench,
              outcome.code == (gint) code,
              "SubmitMessage failed with `%s`, not with %s",
              outcome.message,
              mapi_error_get_name (code));
  check_that (bench, !with_seconds || outcome.seconds > 0, "no seconds to wait were given");
  check_that (bench,
              !check_letter_is_taken (letter, number),
              "SubmitMessage failed and has taken a recipient");
  check_that (bench,
              check_count_calls (bench, "StatusRecips", NULL) == 0,
              "SubmitMessage failed and has called StatusRecips");
}

static void
says_busy (CheckBench *bench)
{
  refuses (bench, CHECK_BUSY, MAPI_E_BUSY, FALSE);
}

static void
says_not_me (CheckBench *bench)
{
  refuses (bench, CHECK_DECLINED, MAPI_E_NOT_ME, FALSE);
}

/* The seconds may be left to the spooler (D11). */
static void
says_wait (CheckBench *bench)
{
  refuses (bench, CHECK_LATER, MAPI_E_WAIT, FALSE);
}

static void
says_network_error (CheckBench *bench)
{
  refuses (bench, CHECK_UNREACHABLE, MAPI_E_NETWORK_ERROR, TRUE);
}

static void
asks_to_restart (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        number;
  g_auto (CheckOutcome) outcome = { 0 };

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add (letter, CHECK_RESTARTED, TRUE);
  check_submit (bench, logon, letter, 0, &outcome);
  if (!check_that (bench,
                   outcome.accepted && outcome.end_flags == MAPI_END_RESEND_NOW,
                   "EndMessage did not answer END_RESEND_NOW") ||
      !check_send (bench, logon, letter))
    return;
  check_that (
      bench, check_letter_is_taken (letter, number), "the message was not sent when it began anew");
}

/* The memory in which the slot has to put its reference. */
typedef struct
{
  guint32  reference;
  gboolean was_set;
  gboolean was_looked_at;
} Early;

static void
look_at_reference (gpointer data)
{
  Early *early = data;

  early->was_looked_at = TRUE;
  early->was_set = early->reference != 0;
}

/* The slot is called as it is: the function before it would hide when the reference is set. */
static void
names_the_message_first (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  Early        early = { 0 };
  guint32      seconds = 0;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  check_watch_set_trap (bench->letters_watch, "GetRecipientTable", look_at_reference, &early);
  MAPI_XP_LOGON_GET_IFACE (logon)->submit_message (
      logon, 0, check_letter_get_message (letter), &early.reference, &seconds, NULL, &error);
  if (!check_succeeds (bench, error, "SubmitMessage"))
    return;
  mapi_xp_logon_end_message (logon, early.reference, NULL, NULL, &error);
  check_succeeds (bench, error, "EndMessage");
  if (early.reference == 0)
    check_skip (bench, "the transport gives messages no references: it has one at a time");
  else if (bench->is_script)
    check_skip (bench, "the transport is a script, whose reference is known when it returns");
  else
    check_that (bench, early.was_set, "the reference of the message is set after it was read");
}

/* Letting go of the message with EndMessage. */
static void
lets_go_of_the_message (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  MapiMessage *message;
  guint        n_references;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  message = check_letter_get_message (letter);
  n_references = G_OBJECT (message)->ref_count;
  if (!check_send (bench, logon, letter))
    return;
  check_that (bench,
              G_OBJECT (message)->ref_count <= n_references,
              "after EndMessage the transport still holds the message");
  check_that (bench,
              G_OBJECT (message)->ref_count >= n_references,
              "the transport has released the message that belongs to the spooler");
}

static void
serves_one_after_the_other (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  for (guint i = 0; logon != NULL && i < 3; i++)
    {
      CheckLetter *letter = check_letter_new (bench);
      guint        number = check_letter_add (letter, CHECK_DELIVERED, TRUE);

      check_forget_calls (bench);
      if (!check_send (bench, logon, letter))
        return;
      check_that (bench, check_letter_is_taken (letter, number), "message %u was not sent", i + 1);
      for (guint l = 0; l < i; l++)
        check_that (bench,
                    check_count_calls (
                        bench, "SetProps", check_letter_get_inner (bench->letters->pdata[l])) == 0,
                    "message %u was changed after its EndMessage",
                    l + 1);
    }
}

static void
keeps_what_is_not_transmittable (CheckBench *bench)
{
  static const guint32 private_tag = 0x6700001F;
  MapiXpLogon         *logon = check_start (bench);
  CheckLetter         *letter;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (private_tag, "not-for-others");
  g_autofree char *sent = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  check_letter_set (letter, value);
  if (!check_send (bench, logon, letter))
    return;
  sent = check_get_sent (bench);
  check_that (bench,
              strstr (sent, check_letter_get_word (letter)) != NULL,
              "the peer has not got the message");
  check_that (bench,
              strstr (sent, "not-for-others") == NULL,
              "a property that is not transmittable was transmitted");
}

/* MAPI_P1: a recipient of a message that is sent again, whom the others do not see. */
static void
hides_those_sent_to_again (CheckBench *bench)
{
  MapiXpLogon     *logon = check_start (bench);
  CheckLetter     *letter;
  guint            number;
  g_autofree char *sent = NULL;
  g_autofree char *name = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add_row (letter, CHECK_DELIVERED, MAPI_P1 | MAPI_TO, TRUE, NULL);
  if (!check_send (bench, logon, letter))
    return;
  sent = check_get_sent (bench);
  name = g_strdup_printf ("%u.%s", number, check_letter_get_word (letter));
  check_that (bench, check_letter_is_taken (letter, number), "the message was not sent again");
  check_that (bench,
              strstr (sent, check_letter_get_word (letter)) != NULL,
              "the peer has not got the message");
  check_that (bench, strstr (sent, name) == NULL, "a recipient with MAPI_P1 was shown");
}

static void
is_rarely_critical (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  if (check_send (bench, logon, letter))
    check_that (bench,
                check_find_notice (bench, MAPI_NOTIFY_CRITSEC) == NULL,
                "a critical section was opened to send an ordinary message");
}

const MapiCheckClause check_transport_submit_clauses[] = {
  { "transport/sends-and-takes",
    "Once it has sent a message a transport sets PR_RESPONSIBILITY to TRUE, and ends without flags",
    "R291 R296 R301 R308 R312",
    CHECK_NEEDS_SUBMIT,
    sends_and_takes },
  { "transport/agrees-with-itself",
    "EndMessage answers known flags, and none if and only if no recipient is open",
    "R296 R301 R303",
    CHECK_NEEDS_SUBMIT,
    agrees_with_itself },
  { "transport/leaves-others-alone",
    "Recipients with PR_RESPONSIBILITY TRUE are neither changed nor reported",
    "R290",
    CHECK_NEEDS_ADDRESS (CHECK_REFUSED),
    leaves_others_alone },
  { "transport/leaves-open-what-it-could-not-do",
    "A recipient that has to wait keeps PR_RESPONSIBILITY FALSE, and EndMessage says so",
    "R303 R309",
    CHECK_NEEDS_ADDRESS (CHECK_LATER),
    leaves_open_what_it_could_not_do },
  { "transport/says-busy",
    "SubmitMessage fails with MAPI_E_BUSY, having done nothing",
    "R278",
    CHECK_NEEDS_ADDRESS (CHECK_BUSY),
    says_busy },
  { "transport/says-not-me",
    "SubmitMessage fails with MAPI_E_NOT_ME, having done nothing",
    "R280",
    CHECK_NEEDS_ADDRESS (CHECK_DECLINED),
    says_not_me },
  { "transport/says-wait",
    "SubmitMessage fails with MAPI_E_WAIT, having done nothing",
    "R284",
    CHECK_NEEDS_ADDRESS (CHECK_LATER),
    says_wait },
  { "transport/says-network-error",
    "SubmitMessage fails with MAPI_E_NETWORK_ERROR and the seconds to wait, having done nothing",
    "R285",
    CHECK_NEEDS_ADDRESS (CHECK_UNREACHABLE),
    says_network_error },
  { "transport/asks-to-restart",
    "A transport that wants to begin anew answers END_RESEND_NOW, and sends then",
    "R304",
    CHECK_NEEDS_ADDRESS (CHECK_RESTARTED),
    asks_to_restart },
  { "transport/names-the-message-first",
    "The reference of a message is set before any of it is read",
    "R277",
    CHECK_NEEDS_SUBMIT,
    names_the_message_first },
  { "transport/lets-go-of-the-message",
    "After EndMessage a transport holds nothing of the message, and has not released it",
    "R305",
    CHECK_NEEDS_SUBMIT,
    lets_go_of_the_message },
  { "transport/serves-one-after-the-other",
    "One logon sends several messages, and none is touched after its EndMessage",
    "R306 R642",
    CHECK_NEEDS_SUBMIT,
    serves_one_after_the_other },
  { "transport/keeps-what-is-not-transmittable",
    "Properties that are not transmittable do not go out",
    "R292",
    CHECK_NEEDS_SUBMIT | CHECK_NEEDS_COMMAND (CHECK_SENT),
    keeps_what_is_not_transmittable },
  { "transport/hides-those-sent-to-again",
    "A recipient with MAPI_P1 is sent to, and is not shown to the others",
    "R293",
    CHECK_NEEDS_SUBMIT | CHECK_NEEDS_COMMAND (CHECK_SENT),
    hides_those_sent_to_again },
  { "transport/is-rarely-critical",
    "No critical section is opened to send an ordinary message",
    "R025",
    CHECK_NEEDS_SUBMIT,
    is_rarely_critical },
  { NULL },
};
