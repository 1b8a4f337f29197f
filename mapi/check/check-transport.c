/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-transport.h"

#define PATIENCE_SECONDS 20

MapiXpLogon *
check_try_log_on (CheckBench *bench, guint32 *flags, GError **error)
{
  g_autoptr (MapiXpLogon) given =
      mapi_session_logon_transport (bench->session, &bench->provider_uid, flags, NULL, NULL, error);
  MapiXpLogon *logon;

  if (given == NULL)
    return NULL;
  logon = g_object_ref (
      MAPI_XP_LOGON (mapi_wrapper_unwrap (MAPI_WRAPPER (bench->watch), G_OBJECT (given))));
  g_ptr_array_add (bench->logons, logon);
  return logon;
}

MapiXpLogon *
check_log_on (CheckBench *bench, guint32 *flags)
{
  g_autoptr (GError) error = NULL;
  MapiXpLogon *logon = check_try_log_on (bench, flags, &error);

  check_succeeds (bench, error, "TransportLogon");
  return logon;
}

MapiXpLogon *
check_start (CheckBench *bench)
{
  MapiXpLogon *logon;
  g_autoptr (MapiAddressTypes) types = NULL;
  g_autoptr (GError) error = NULL;

  bench->wants = MAPI_LOGON_NO_DIALOG;
  logon = check_log_on (bench, &bench->wants);
  if (logon == NULL)
    return NULL;
  types = mapi_xp_logon_address_types (logon, NULL, NULL, &error);
  if (!check_succeeds (bench, error, "AddressTypes"))
    return NULL;
  check_bench_set_address_types (bench, types);
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_INBOUND | MAPI_NOTIFY_BEGIN_OUTBOUND, 0, NULL);
  return bench->complaint == NULL ? logon : NULL;
}

void
check_log_off (CheckBench *bench, MapiXpLogon *logon)
{
  g_autoptr (GError) error = NULL;

  mapi_xp_logon_transport_logoff (logon, 0, NULL, &error);
  check_succeeds (bench, error, "TransportLogoff");
  g_ptr_array_remove (bench->logons, logon);
}

guint32
check_tell (
    CheckBench *bench, MapiXpLogon *logon, guint32 flags, guint32 reference, GBytes *entry_id)
{
  g_autoptr (GError) error = NULL;

  /* A transport need not know of the things it is told. */
  if (!mapi_xp_logon_transport_notify (logon, &flags, reference, entry_id, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    check_succeeds (bench, error, "TransportNotify");
  return flags;
}

guint32
check_get_status (CheckBench *bench)
{
  g_autoptr (MapiPropList) row = check_journal_get_status_row (bench->journal);

  return row != NULL ? (guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0) : 0;
}

void
check_outcome_clear (CheckOutcome *self)
{
  g_clear_pointer (&self->message, g_free);
}

gboolean
check_submit (CheckBench   *bench,
              MapiXpLogon  *logon,
              CheckLetter  *letter,
              guint32       flags,
              CheckOutcome *outcome)
{
  g_autoptr (GError) error = NULL;

  check_outcome_clear (outcome);
  *outcome = (CheckOutcome){ 0 };
  outcome->accepted = mapi_xp_logon_submit_message (logon,
                                                    flags,
                                                    check_letter_get_message (letter),
                                                    &outcome->reference,
                                                    &outcome->seconds,
                                                    bench->cancellable,
                                                    &error);
  if (!outcome->accepted)
    {
      outcome->code = error->code;
      outcome->message = g_strdup (error->message);
      return FALSE;
    }
  mapi_xp_logon_end_message (
      logon, outcome->reference, &outcome->end_flags, bench->cancellable, &error);
  check_succeeds (bench, error, "EndMessage");
  return TRUE;
}

gboolean
check_send (CheckBench *bench, MapiXpLogon *logon, CheckLetter *letter)
{
  g_auto (CheckOutcome) outcome = { 0 };

  return check_that (bench,
                     check_submit (bench, logon, letter, 0, &outcome),
                     "SubmitMessage: %s",
                     outcome.message) &&
         bench->complaint == NULL;
}

static char *
run_peer (CheckBench *bench, CheckCommand command, const char *input)
{
  g_autoptr (GError) error = NULL;
  char *printed = check_peer_run (bench->peer, command, bench->home, input, &error);

  check_succeeds (bench, error, "the peer");
  return printed != NULL ? printed : g_strdup ("");
}

char *
check_get_sent (CheckBench *bench)
{
  return run_peer (bench, CHECK_SENT, NULL);
}

gboolean
check_arrive (CheckBench *bench, const char *mail)
{
  g_autofree char *printed = run_peer (bench, CHECK_ARRIVE, mail);

  return bench->complaint == NULL;
}

static gboolean
has_notice (CheckBench *bench)
{
  const CheckCall *call;

  for (guint i = 0; (call = check_find_call (bench, "SpoolerNotify", NULL, i)) != NULL; i++)
    if ((call->flags & MAPI_NOTIFY_NEWMAIL) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
give_up (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The transport's own sources run in this context, as in a lane of the spooler. */
static gboolean
wait_for_notice (CheckBench *bench)
{
  g_autoptr (GSource) net = g_timeout_source_new_seconds (PATIENCE_SECONDS);
  gboolean too_late = FALSE;

  g_source_set_callback (net, give_up, &too_late, NULL);
  g_source_attach (net, bench->context);
  while (!has_notice (bench) && !too_late)
    g_main_context_iteration (bench->context, TRUE);
  g_source_destroy (net);
  return has_notice (bench);
}

gboolean
check_has_mail (CheckBench *bench, MapiXpLogon *logon, gboolean patient)
{
  g_autoptr (GError) error = NULL;
  guint32 incoming = 0;

  if ((bench->wants & MAPI_LOGON_SP_POLL) != 0)
    {
      mapi_xp_logon_poll (logon, &incoming, bench->cancellable, &error);
      check_succeeds (bench, error, "Poll");
      return incoming != 0 || has_notice (bench);
    }
  while (g_main_context_iteration (bench->context, FALSE))
    ;
  return patient ? wait_for_notice (bench) : has_notice (bench);
}

MapiMessage *
check_fetch (CheckBench *bench, MapiXpLogon *logon, GError **error)
{
  g_autoptr (MapiMessage) inner = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (MapiMessage) message = check_bench_watch (bench, inner);
  guint32 reference = 0;

  check_journal_forget (bench->journal);
  if (!mapi_xp_logon_start_message (logon, 0, message, &reference, bench->cancellable, error) ||
      check_count_calls (bench, "SaveChanges", inner) == 0)
    return NULL;
  g_ptr_array_add (bench->fetched, g_object_ref (inner));
  return inner;
}

MapiMessage *
check_receive (CheckBench *bench, MapiXpLogon *logon)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message;

  if (!check_that (bench,
                   check_has_mail (bench, logon, TRUE),
                   "the transport did not tell of mail that has arrived"))
    return NULL;
  message = check_fetch (bench, logon, &error);
  if (check_succeeds (bench, error, "StartMessage"))
    check_that (bench, message != NULL, "StartMessage did not save the message that has arrived");
  return message;
}
