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

MapiXpProvider *
check_borrow_provider (CheckBench *bench, MapiSupport **support)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG;
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (GError) error = NULL;

  logon = mapi_session_logon_transport (
      bench->session, &bench->provider_uid, &flags, support, NULL, &error);
  if (!check_succeeds (bench, error, "TransportLogon"))
    return NULL;
  mapi_xp_logon_transport_logoff (logon, 0, NULL, NULL);
  return check_watch_ref_provider (bench->watch);
}

gboolean
check_unconfigure (CheckBench *bench)
{
  MapiServiceInfo *service =
      mapi_service_catalog_lookup (mapi_profile_get_catalog (bench->profile), bench->service, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < mapi_service_info_get_n_settings (service) && error == NULL; i++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (service, i);

      if (mapi_setting_info_is_required (setting))
        mapi_profile_configure_service (
            bench->profile, &bench->service_uid, mapi_setting_info_get_key (setting), NULL, &error);
    }
  return check_succeeds (bench, error, "taking the settings away");
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
check_is_accepted (CheckBench   *bench,
                   MapiXpLogon  *logon,
                   CheckLetter  *letter,
                   CheckOutcome *outcome)
{
  check_submit (bench, logon, letter, 0, outcome);
  return check_that (bench, outcome->accepted, "SubmitMessage: %s", outcome->message);
}

gboolean
check_send (CheckBench *bench, MapiXpLogon *logon, CheckLetter *letter)
{
  g_auto (CheckOutcome) outcome = { 0 };

  return check_is_accepted (bench, logon, letter, &outcome) && bench->complaint == NULL;
}

char *
check_run_peer (CheckBench *bench, CheckCommand command, const char *input)
{
  g_autoptr (GError) error = NULL;
  char *printed = check_peer_run (bench->peer, command, bench->home, input, &error);

  check_succeeds (bench, error, "the peer");
  return printed != NULL ? printed : g_strdup ("");
}

char *
check_get_sent (CheckBench *bench)
{
  return check_run_peer (bench, CHECK_SENT, NULL);
}

char *
check_make_mail (CheckBench *bench, const char *from, CheckFate to)
{
  const char      *known = bench->peer->addresses[to];
  const char      *address = known != NULL ? strchr (known, ':') + 1 : "me@check.invalid";
  g_autofree char *unique = g_uuid_string_random ();

  return g_strdup_printf ("From: Sender <%s>\r\n"
                          "To: Receiver <%s>, Bob <bob@check.invalid>\r\n"
                          "Cc: Carol <carol@check.invalid>\r\n"
                          "Reply-To: Answers <answers@check.invalid>\r\n"
                          "Subject: Check\r\n"
                          "Date: Sun, 09 Sep 2001 01:46:40 +0000\r\n"
                          "Message-ID: <%s@check.invalid>\r\n"
                          "X-Check: a header\r\n\r\n"
                          "This is the body.\r\n",
                          from,
                          address,
                          unique);
}

gboolean
check_arrive (CheckBench *bench, const char *mail)
{
  g_autofree char *any = check_make_mail (bench, "ann@check.invalid", CHECK_IDENTITY);
  g_autofree char *printed = check_run_peer (bench, CHECK_ARRIVE, mail != NULL ? mail : any);

  return bench->complaint == NULL;
}

const CheckCall *
check_find_notice (CheckBench *bench, guint32 flags)
{
  const CheckCall *call;

  for (guint i = 0; (call = check_find_call (bench, "SpoolerNotify", NULL, i)) != NULL; i++)
    if ((call->flags & flags) != 0)
      return call;
  return NULL;
}

guint
check_count_links (CheckBench *bench)
{
  g_autofree char *printed = check_run_peer (bench, CHECK_LINKS, NULL);

  return (guint) g_ascii_strtoull (printed, NULL, 10);
}

static gboolean
give_up (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The transport's own sources run in this context, as in a lane of the spooler. */
const CheckCall *
check_wait_for_notice (CheckBench *bench, guint32 flags)
{
  g_autoptr (GSource) net = g_timeout_source_new_seconds (PATIENCE_SECONDS);
  gboolean too_late = FALSE;

  g_source_set_callback (net, give_up, &too_late, NULL);
  g_source_attach (net, bench->context);
  while (check_find_notice (bench, flags) == NULL && !too_late)
    g_main_context_iteration (bench->context, TRUE);
  g_source_destroy (net);
  return check_find_notice (bench, flags);
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
      return incoming != 0 || check_find_notice (bench, MAPI_NOTIFY_NEWMAIL) != NULL;
    }
  while (g_main_context_iteration (bench->context, FALSE))
    ;
  return (patient ? check_wait_for_notice (bench, MAPI_NOTIFY_NEWMAIL)
                  : check_find_notice (bench, MAPI_NOTIFY_NEWMAIL)) != NULL;
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
