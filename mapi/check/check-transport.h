/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-letter.h"

G_BEGIN_DECLS

/* The spooler's part of the conversation with a transport. */

/* Logs on. @flags: in and out, as of TransportLogon. The bench owns the logon, and logs off at the
 * end. NULL when that failed, which is a complaint. */
MapiXpLogon *check_log_on (CheckBench *bench, guint32 *flags);

/* Logs on without complaint. */
MapiXpLogon *check_try_log_on (CheckBench *bench, guint32 *flags, GError **error);

/* Logs on, asks for the address types, and lets mail flow both ways. */
MapiXpLogon *check_start (CheckBench *bench);

/* The provider object, and a support object to log on with, past the session. */
MapiXpProvider *check_borrow_provider (CheckBench *bench, MapiSupport **support);

/* Takes the settings of the service away; a complaint when that fails. */
gboolean check_unconfigure (CheckBench *bench);

/* Logs off before the end. */
void check_log_off (CheckBench *bench, MapiXpLogon *logon);

/* TransportNotify, as a complaint when it fails; answers the flags that came back. */
guint32 check_tell (
    CheckBench *bench, MapiXpLogon *logon, guint32 flags, guint32 reference, GBytes *entry_id);

/* PR_STATUS_CODE in the row of the status table. */
guint32 check_get_status (CheckBench *bench);

/* SubmitMessage and what came of it. */
typedef struct
{
  gboolean accepted;
  guint32  reference;
  guint32  seconds;
  gint     code;      /* when not accepted */
  char    *message;   /* when not accepted */
  guint32  end_flags; /* of EndMessage, when accepted */
} CheckOutcome;

void check_outcome_clear (CheckOutcome *self);

/* SubmitMessage, and EndMessage when it was accepted, whose failure is a complaint. */
gboolean check_submit (CheckBench   *bench,
                       MapiXpLogon  *logon,
                       CheckLetter  *letter,
                       guint32       flags,
                       CheckOutcome *outcome);

/* The same; that it is not accepted is a complaint too. */
gboolean check_is_accepted (CheckBench   *bench,
                            MapiXpLogon  *logon,
                            CheckLetter  *letter,
                            CheckOutcome *outcome);
gboolean check_send (CheckBench *bench, MapiXpLogon *logon, CheckLetter *letter);

/* Runs a command of the peer; a complaint when it fails. */
char *check_run_peer (CheckBench *bench, CheckCommand command, const char *input);

/* What the peer says was sent; a complaint when it fails. */
char *check_get_sent (CheckBench *bench);

/* Mail from an address, to that of the peer and two others. */
char *check_make_mail (CheckBench *bench, const char *from, CheckFate to);

/* Has mail arrive, NULL for any; a complaint when that fails. */
gboolean check_arrive (CheckBench *bench, const char *mail);

/* Turns the context of the transport until a notice with @flags has come; gives up after a while.
 */
const CheckCall *check_wait_for_notice (CheckBench *bench, guint32 flags);

/* The first notice with one of @flags, so far; NULL when there is none. */
const CheckCall *check_find_notice (CheckBench *bench, guint32 flags);

/* How many connections the peer counts. */
guint check_count_links (CheckBench *bench);

/* Whether the transport says that there is mail: asked with Poll if it wants that, and else with a
 * notice, which is waited for if @patient. */
gboolean check_has_mail (CheckBench *bench, MapiXpLogon *logon, gboolean patient);

/* StartMessage with a new message. Answers what lies behind the message, NULL when it was not saved
 * or the call failed; that is no complaint. */
MapiMessage *check_fetch (CheckBench *bench, MapiXpLogon *logon, GError **error);

/* Waits for mail and fetches it; that there is none is a complaint. */
MapiMessage *check_receive (CheckBench *bench, MapiXpLogon *logon);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOutcome, check_outcome_clear)

G_END_DECLS
