/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How mail comes in: notices, Poll and StartMessage. */

#include "config.h"

#include "check-transport.h"

#define NEEDS_MAIL (CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_ARRIVE))

static void
tells_of_mail (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon == NULL)
    return;
  check_that (bench, !check_has_mail (bench, logon, FALSE), "mail is told of that is not there");
  if (check_arrive (bench, NULL))
    check_that (bench,
                check_has_mail (bench, logon, TRUE),
                (bench->wants & MAPI_LOGON_SP_POLL) != 0
                    ? "Poll does not tell of mail that has arrived"
                    : "NOTIFY_NEWMAIL does not come for mail that has arrived");
}

static void
fetches_mail (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon != NULL && check_arrive (bench, NULL))
    check_receive (bench, logon);
}

/* Nothing is saved, or nothing is in it (D20). */
static void
brings_nothing_when_there_is_nothing (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  MapiMessage *message;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  message = check_fetch (bench, logon, &error);
  check_succeeds (bench, error, "StartMessage without mail");
  if (message != NULL)
    props = mapi_prop_data_get_list (MAPI_PROP_DATA (message));
  check_that (bench,
              props == NULL || mapi_prop_list_get_size (props) == 0,
              "StartMessage saved a message with content, and no mail has arrived");
}

static void
fetches_each_once (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon == NULL || !check_arrive (bench, NULL) || check_receive (bench, logon) == NULL)
    return;
  check_that (bench,
              !check_has_mail (bench, logon, FALSE),
              "mail that was fetched is told of again: it was not deleted at its source");
}

static void
lets_go_of_the_message (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  MapiMessage *message;

  if (logon == NULL || !check_arrive (bench, NULL))
    return;
  message = check_receive (bench, logon);
  if (message != NULL)
    check_that (bench,
                !check_is_watched (bench),
                "after StartMessage the transport still holds the message");
}

/* More notices than messages would drown the spooler. */
static void
does_not_flood (CheckBench *bench)
{
  const guint  n_messages = 4;
  MapiXpLogon *logon = check_start (bench);
  guint        n_notices = 0;

  for (guint i = 0; logon != NULL && i < n_messages; i++)
    if (!check_arrive (bench, NULL))
      return;
  if (logon == NULL ||
      !check_that (bench, check_has_mail (bench, logon, TRUE), "no mail was told of"))
    return;
  while (g_main_context_iteration (bench->context, FALSE))
    ;
  while (check_find_call (bench, "SpoolerNotify", NULL, n_notices) != NULL)
    n_notices++;
  check_that (bench,
              n_notices <= 1,
              "%u messages wait, none of them was fetched, and there were %u notices",
              n_messages,
              n_notices);
}

static void
reports_what_is_critical (CheckBench *bench)
{
  MapiXpLogon     *logon = check_start (bench);
  g_autofree char *printed = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  printed = check_run_peer (bench, CHECK_BREAK, NULL);
  check_fetch (bench, logon, &error);
  check_that (bench,
              check_find_notice (bench, MAPI_NOTIFY_CRITICAL_ERROR) != NULL,
              "NOTIFY_CRITICAL_ERROR did not come");
  check_that (
      bench, error != NULL, "StartMessage succeeded after it had reported a critical error");
}

typedef struct
{
  CheckBench  *bench;
  MapiXpLogon *logon;
} Interruption;

static gpointer
cancel_from_afar (gpointer data)
{
  Interruption *self = data;
  guint32       flags = MAPI_NOTIFY_CANCEL_MESSAGE;

  mapi_xp_logon_transport_notify (self->logon, &flags, 0, NULL, NULL);
  g_cancellable_cancel (self->bench->cancellable);
  return NULL;
}

static void
cancel (gpointer data)
{
  g_thread_join (g_thread_new ("canceller", cancel_from_afar, data));
}

/* What was stored is dropped, and the mail comes again. */
static void
keeps_what_is_cancelled (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  Interruption interruption = { bench, logon };
  MapiMessage *message;
  g_autoptr (GError) error = NULL;

  if (logon == NULL || !check_arrive (bench, NULL) ||
      !check_that (bench, check_has_mail (bench, logon, TRUE), "no mail was told of"))
    return;
  check_watch_set_trap (bench->letters_watch, "SetProps", cancel, &interruption);
  check_watch_set_failure (bench->letters_watch, "SaveChanges", MAPI_E_USER_CANCEL);
  check_fetch (bench, logon, &error);
  check_watch_set_failure (bench->letters_watch, NULL, 0);
  g_cancellable_reset (bench->cancellable);
  if (!check_that (bench, error != NULL, "StartMessage succeeded, and its message was cancelled"))
    return;
  g_clear_error (&error);
  message = check_fetch (bench, logon, &error);
  check_succeeds (bench, error, "StartMessage");
  check_that (bench, message != NULL, "mail that was cancelled does not come again");
}

/* The slot is called as it is, as for messages that go out. */
typedef struct
{
  guint32  reference;
  gboolean was_set;
} Early;

static void
look_at_reference (gpointer data)
{
  Early *early = data;

  early->was_set = early->reference != 0;
}

static void
names_the_message_first (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  Early        early = { 0 };
  g_autoptr (MapiMessage) inner = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL || !check_arrive (bench, NULL) ||
      !check_that (bench, check_has_mail (bench, logon, TRUE), "no mail was told of"))
    return;
  inner = MAPI_MESSAGE (mapi_memory_message_new ());
  message = check_bench_watch (bench, inner);
  check_watch_set_trap (bench->letters_watch, "SetProps", look_at_reference, &early);
  MAPI_XP_LOGON_GET_IFACE (logon)->start_message (
      logon, 0, message, &early.reference, NULL, &error);
  if (!check_succeeds (bench, error, "StartMessage"))
    return;
  if (early.reference == 0)
    check_skip (bench, "the transport gives messages no references: it has one at a time");
  else if (bench->is_script)
    check_skip (bench, "the transport is a script, whose reference is known when it returns");
  else
    check_that (bench, early.was_set, "the reference is set after the message was used");
}

static void
sends_and_receives_in_one_logon (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;

  if (logon == NULL || !check_arrive (bench, NULL) || check_receive (bench, logon) == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  if (check_send (bench, logon, letter))
    check_that (bench, check_letter_is_taken (letter, 0), "the message was not sent");
}

const MapiCheckClause check_transport_receive_clauses[] = {
  { "transport/tells-of-mail",
    "Mail that arrives is told of: by Poll if that was asked for, else by NOTIFY_NEWMAIL",
    "R010 R243 R335",
    NEEDS_MAIL,
    tells_of_mail },
  { "transport/fetches-mail",
    "StartMessage fills the message and saves it",
    "R326 R345",
    NEEDS_MAIL,
    fetches_mail },
  { "transport/brings-nothing-when-there-is-nothing",
    "Without mail StartMessage succeeds, and saves nothing that has content (D20)",
    "R327 R397",
    CHECK_NEEDS_RECEIVE,
    brings_nothing_when_there_is_nothing },
  { "transport/fetches-each-once",
    "Mail that is saved is deleted where it came from",
    "R640",
    NEEDS_MAIL,
    fetches_each_once },
  { "transport/names-the-incoming-message-first",
    "StartMessage sets its reference before it uses the message",
    "R325",
    NEEDS_MAIL,
    names_the_message_first },
  { "transport/lets-go-of-the-incoming-message",
    "After StartMessage a transport holds nothing of the message",
    "R333",
    NEEDS_MAIL,
    lets_go_of_the_message },
  { "transport/does-not-flood",
    "As long as nothing is fetched, one notice is enough for many messages",
    "R336",
    NEEDS_MAIL,
    does_not_flood },
  { "transport/reports-what-is-critical-in",
    "A severe error in StartMessage is NOTIFY_CRITICAL_ERROR, and StartMessage fails",
    "R329 R449",
    CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_BREAK),
    reports_what_is_critical },
  { "transport/keeps-what-is-cancelled",
    "Mail whose message is cancelled stays at its source, and comes again",
    "R373",
    NEEDS_MAIL,
    keeps_what_is_cancelled },
  { "transport/sends-and-receives-in-one-logon",
    "Messages go in and out in one logon",
    "R642",
    NEEDS_MAIL | CHECK_NEEDS_SUBMIT,
    sends_and_receives_in_one_logon },
  { NULL },
};
