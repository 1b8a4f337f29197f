/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* TransportNotify and SpoolerNotify: what spooler and transport tell each other. */

#include "config.h"

#include "check-transport.h"

static const guint32 notices[] = {
  MAPI_NOTIFY_BEGIN_INBOUND,        MAPI_NOTIFY_END_INBOUND,         MAPI_NOTIFY_BEGIN_OUTBOUND,
  MAPI_NOTIFY_END_OUTBOUND,         MAPI_NOTIFY_BEGIN_INBOUND_FLUSH, MAPI_NOTIFY_END_INBOUND_FLUSH,
  MAPI_NOTIFY_BEGIN_OUTBOUND_FLUSH, MAPI_NOTIFY_END_OUTBOUND_FLUSH,  MAPI_NOTIFY_CANCEL_MESSAGE,
  MAPI_NOTIFY_ABORT_DEFERRED,
};

static void
gives_notices_back (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (GBytes) entry_id = g_bytes_new_static ("nobody", 6);

  for (gsize i = 0; logon != NULL && i < G_N_ELEMENTS (notices); i++)
    {
      GBytes *id = notices[i] == MAPI_NOTIFY_ABORT_DEFERRED ? entry_id : NULL;
      guint32 answer = check_tell (bench, logon, notices[i], 0, id);

      check_that (bench,
                  answer == notices[i],
                  "TransportNotify changed the flags 0x%x to 0x%x",
                  notices[i],
                  answer);
    }
}

static void
expect_bit (CheckBench *bench, MapiXpLogon *logon, guint32 notice, guint32 bit, gboolean is_set)
{
  check_tell (bench, logon, notice, 0, NULL);
  check_that (bench,
              ((check_get_status (bench) & bit) != 0) == is_set,
              "after the notice 0x%x the bit 0x%x of PR_STATUS_CODE is %s",
              notice,
              bit,
              is_set ? "clear" : "set");
}

static void
shows_what_it_can (CheckBench *bench)
{
  guint32      flags = MAPI_LOGON_NO_DIALOG;
  MapiXpLogon *logon = check_log_on (bench, &flags);

  if (logon == NULL)
    return;
  expect_bit (bench, logon, MAPI_NOTIFY_BEGIN_INBOUND, MAPI_STATUS_INBOUND_ENABLED, TRUE);
  expect_bit (bench, logon, MAPI_NOTIFY_BEGIN_OUTBOUND, MAPI_STATUS_OUTBOUND_ENABLED, TRUE);
  expect_bit (bench, logon, MAPI_NOTIFY_END_INBOUND, MAPI_STATUS_INBOUND_ENABLED, FALSE);
  expect_bit (bench, logon, MAPI_NOTIFY_END_OUTBOUND, MAPI_STATUS_OUTBOUND_ENABLED, FALSE);
}

typedef struct
{
  CheckBench  *bench;
  MapiXpLogon *logon;
  guint32      notice;
  guint32      seen; /* PR_STATUS_CODE */
} Moment;

static void
look (gpointer data)
{
  Moment *moment = data;

  moment->seen = check_get_status (moment->bench);
  if (moment->notice != 0)
    check_tell (moment->bench, moment->logon, moment->notice, 0, NULL);
}

/* The message that is being sent is not stopped by it. */
static void
finishes_when_outbound_ends (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  Moment       moment = { bench, logon, MAPI_NOTIFY_END_OUTBOUND, 0 };
  CheckLetter *letter;
  guint        number;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add (letter, CHECK_DELIVERED, TRUE);
  check_watch_set_trap (bench->letters_watch, "GetRecipientTable", look, &moment);
  if (check_send (bench, logon, letter))
    check_that (bench,
                check_letter_is_taken (letter, number),
                "NOTIFY_END_OUTBOUND stopped the message that was being sent");
}

static void
finishes_when_inbound_ends (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  Moment       moment = { bench, logon, MAPI_NOTIFY_END_INBOUND, 0 };

  if (logon == NULL || !check_arrive (bench, NULL))
    return;
  check_watch_set_trap (bench->letters_watch, "SetProps", look, &moment);
  if (check_receive (bench, logon) != NULL)
    check_that (bench,
                (check_get_status (bench) & MAPI_STATUS_INBOUND_ENABLED) == 0,
                "STATUS_INBOUND_ENABLED is set after NOTIFY_END_INBOUND");
}

static void
shows_that_it_sends (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  Moment       moment = { bench, logon, 0, 0 };
  CheckLetter *letter;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  check_watch_set_trap (bench->letters_watch, "GetRecipientTable", look, &moment);
  if (!check_send (bench, logon, letter))
    return;
  if ((moment.seen & MAPI_STATUS_OUTBOUND_ACTIVE) == 0)
    check_skip (bench, "the transport does not show when it sends");
  else
    check_that (bench,
                (check_get_status (bench) & MAPI_STATUS_OUTBOUND_ACTIVE) == 0,
                "STATUS_OUTBOUND_ACTIVE is set although nothing is sent any more");
}

static void
shows_that_it_receives (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  Moment       moment = { bench, logon, 0, 0 };

  if (logon == NULL || !check_arrive (bench, NULL))
    return;
  check_watch_set_trap (bench->letters_watch, "SetProps", look, &moment);
  if (check_receive (bench, logon) == NULL)
    return;
  if ((moment.seen & MAPI_STATUS_INBOUND_ACTIVE) == 0)
    check_skip (bench, "the transport does not show when it receives");
  else
    check_that (bench,
                (check_get_status (bench) & MAPI_STATUS_INBOUND_ACTIVE) == 0,
                "STATUS_INBOUND_ACTIVE is set although nothing is received any more");
}

/* All that may be said, and with what. */
static void
check_notice (CheckBench *bench, const CheckCall *notice)
{
  const guint32 known = MAPI_NOTIFY_NEWMAIL | MAPI_NOTIFY_READYTOSEND | MAPI_NOTIFY_SENTDEFERRED |
                        MAPI_NOTIFY_CRITSEC | MAPI_NOTIFY_NONCRIT | MAPI_NOTIFY_CONFIG_CHANGE |
                        MAPI_NOTIFY_CRITICAL_ERROR;
  const guint32 both = MAPI_NOTIFY_SENTDEFERRED | MAPI_NOTIFY_CRITICAL_ERROR;

  check_that (bench,
              (notice->flags & ~known) == 0,
              "SpoolerNotify was given 0x%x, which is not for transports",
              notice->flags);
  check_that (bench,
              (notice->flags & both) != both,
              "SpoolerNotify was given NOTIFY_SENTDEFERRED and NOTIFY_CRITICAL_ERROR together");
  check_that (bench,
              (notice->bytes != NULL) == ((notice->flags & MAPI_NOTIFY_SENTDEFERRED) != 0),
              "SpoolerNotify was given 0x%x %s data",
              notice->flags,
              notice->bytes != NULL ? "with" : "without");
}

static void
send_to_all (CheckBench *bench, MapiXpLogon *logon)
{
  g_auto (CheckOutcome) outcome = { 0 };
  g_autofree char *printed = NULL;

  for (CheckFate fate = CHECK_DELIVERED; fate < CHECK_IDENTITY; fate++)
    if (fate == CHECK_DELIVERED || (bench->peer->addresses[fate] != NULL && fate != CHECK_ENDLESS))
      {
        CheckLetter *letter = check_letter_new (bench);

        check_letter_add (letter, fate, TRUE);
        check_submit (bench, logon, letter, 0, &outcome);
      }
  printed = check_run_peer (bench, CHECK_RELEASE, NULL);
  if (bench->peer->addresses[CHECK_DEFERRED] != NULL &&
      bench->peer->commands[CHECK_RELEASE] != NULL)
    check_wait_for_notice (bench, MAPI_NOTIFY_SENTDEFERRED);
}

static void
says_what_it_may (CheckBench *bench)
{
  MapiXpLogon     *logon = check_start (bench);
  const CheckCall *notice;
  guint            n = 0;

  if (logon == NULL)
    return;
  if (MAPI_XP_LOGON_GET_IFACE (logon)->submit_message != NULL)
    send_to_all (bench, logon);
  if (bench->peer->commands[CHECK_ARRIVE] != NULL && check_arrive (bench, NULL))
    check_has_mail (bench, logon, TRUE);
  while ((notice = check_find_call (bench, "SpoolerNotify", NULL, n++)) != NULL)
    check_notice (bench, notice);
  if (n == 1)
    check_skip (bench, "the transport did not call SpoolerNotify");
}

const MapiCheckClause check_transport_notify_clauses[] = {
  { "transport/gives-notices-back",
    "TransportNotify gives its flags back as they are",
    "R358",
    CHECK_NEEDS_NOTHING,
    gives_notices_back },
  { "transport/shows-what-it-can",
    "STATUS_INBOUND_ENABLED and STATUS_OUTBOUND_ENABLED follow TransportNotify before it returns",
    "R360 R362 R365 R499 R500",
    CHECK_NEEDS_NOTHING,
    shows_what_it_can },
  { "transport/finishes-when-outbound-ends",
    "NOTIFY_END_OUTBOUND does not stop the message that is being sent",
    "R365",
    CHECK_NEEDS_SUBMIT,
    finishes_when_outbound_ends },
  { "transport/finishes-when-inbound-ends",
    "NOTIFY_END_INBOUND lets the message in progress come in",
    "R362",
    CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_ARRIVE),
    finishes_when_inbound_ends },
  { "transport/shows-that-it-sends",
    "STATUS_OUTBOUND_ACTIVE is set while a message is sent, and not after",
    "R500",
    CHECK_NEEDS_SUBMIT,
    shows_that_it_sends },
  { "transport/shows-that-it-receives",
    "STATUS_INBOUND_ACTIVE is set while a message is received, and not after",
    "R499",
    CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_ARRIVE),
    shows_that_it_receives },
  { "transport/says-what-it-may",
    "SpoolerNotify is given flags of transports only, and data with NOTIFY_SENTDEFERRED alone",
    "R442 R443 R457",
    CHECK_NEEDS_NOTHING,
    says_what_it_may },
  { NULL },
};
