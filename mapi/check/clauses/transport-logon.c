/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The entry point of a transport, logging on and off. */

#include "config.h"

#include "check-entry.h"
#include "check-transport.h"

#define LOGON_ANSWERS (MAPI_LOGON_SP_IDLE | MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_RESOLVE)

static void
logs_on (CheckBench *bench)
{
  guint32      flags = MAPI_LOGON_NO_DIALOG;
  MapiXpLogon *logon = check_log_on (bench, &flags);

  if (logon != NULL)
    check_that (bench,
                (flags & ~LOGON_ANSWERS) == 0,
                "TransportLogon answered the flags 0x%08x, which it may not",
                flags);
}

static void
logs_off_at_any_time (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  if (MAPI_XP_LOGON_GET_IFACE (logon)->submit_message != NULL)
    {
      letter = check_letter_new (bench);
      check_letter_add (letter, CHECK_DELIVERED, TRUE);
      mapi_xp_logon_submit_message (
          logon, 0, check_letter_get_message (letter), NULL, NULL, NULL, &error);
      check_succeeds (bench, error, "SubmitMessage");
    }
  /* In the middle of a message: EndMessage has not come yet. */
  check_log_off (bench, logon);
}

static void
refuses_another_version (CheckBench *bench)
{
  check_entry_refuses_another_version (bench, "mapi_xp_provider_init");
}

static void
gives_a_new_provider_each_time (CheckBench *bench)
{
  check_entry_gives_a_new_provider (bench, "mapi_xp_provider_init");
}

static void
shuts_down (CheckBench *bench)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG;
  guint32 shutdown = 0;
  g_autoptr (MapiXpProvider) provider = NULL;
  g_autoptr (GError) error = NULL;

  if (check_log_on (bench, &flags) == NULL)
    return;
  provider = check_watch_ref_provider (bench->watch);
  check_forget_calls (bench);
  if (!mapi_xp_provider_shutdown (provider, &shutdown, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    check_succeeds (bench, error, "Shutdown");
  check_that (
      bench, check_count_calls (bench, "SpoolerNotify", NULL) == 0, "Shutdown looked for new mail");
}

static void
serves_several_logons (CheckBench *bench)
{
  MapiXpLogon *first = check_start (bench);
  guint32      flags = MAPI_LOGON_NO_DIALOG | MAPI_LOGON_NO_INBOUND;
  MapiXpLogon *second = first != NULL ? check_log_on (bench, &flags) : NULL;
  CheckLetter *letter;
  guint        number;

  if (second == NULL)
    return;
  check_tell (bench, second, MAPI_NOTIFY_BEGIN_OUTBOUND, 0, NULL);
  check_log_off (bench, first);
  letter = check_letter_new (bench);
  number = check_letter_add (letter, CHECK_DELIVERED, TRUE);
  if (check_send (bench, second, letter))
    check_that (bench,
                check_letter_is_taken (letter, number),
                "the second logon does not send when the first has ended");
}

static void
asks_nobody (CheckBench *bench)
{
  MapiXpLogon     *logon;
  CheckLetter     *letter;
  guint32          flags = MAPI_LOGON_NO_DIALOG;
  g_autofree char *printed = check_run_peer (bench, CHECK_DIALOG, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (CheckOutcome) outcome = { 0 };

  /* Where an answer of the user is needed the logon may fail; it may not ask. */
  check_watch_set_failure (bench->watch, "DoConfigPropsheet", MAPI_E_USER_CANCEL);
  logon = check_try_log_on (bench, &flags, &error);
  if (logon != NULL && MAPI_XP_LOGON_GET_IFACE (logon)->submit_message != NULL)
    {
      check_bench_set_address_types (bench, mapi_xp_logon_address_types (logon, NULL, NULL, NULL));
      letter = check_letter_new (bench);
      check_letter_add (letter, CHECK_DELIVERED, TRUE);
      check_submit (bench, logon, letter, 0, &outcome);
    }
  check_that (bench,
              check_count_calls (bench, "DoConfigPropsheet", NULL) == 0,
              "the user was asked in spite of LOGON_NO_DIALOG, or after logon");
}

static void
takes_no_for_an_answer (CheckBench *bench)
{
  guint32          flags = 0;
  g_autofree char *printed = check_run_peer (bench, CHECK_DIALOG, NULL);
  g_autoptr (GError) error = NULL;

  check_watch_set_failure (bench->watch, "DoConfigPropsheet", MAPI_E_USER_CANCEL);
  check_try_log_on (bench, &flags, &error);
  if (check_that (bench,
                  check_count_calls (bench, "DoConfigPropsheet", NULL) > 0,
                  "the user was not asked at the first logon"))
    check_fails (bench, error, MAPI_E_USER_CANCEL, "TransportLogon that the user cancelled");
}

/* Without asking the session, which knows what is required too. */
static void
says_what_is_missing (CheckBench *bench)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG;
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiXpProvider) provider = NULL;
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_entry_has_required_settings (bench))
    return;
  provider = check_borrow_provider (bench, &support);
  if (provider == NULL || !check_unconfigure (bench))
    return;
  logon = mapi_xp_provider_transport_logon (provider, support, "check", &flags, NULL, &error);
  check_fails (bench, error, MAPI_E_UNCONFIGURED, "TransportLogon without settings");
}

static void
fails_mildly (CheckBench *bench)
{
  guint32          flags = MAPI_LOGON_NO_DIALOG;
  g_autofree char *printed = check_run_peer (bench, CHECK_UNUSABLE, NULL);
  g_autoptr (GError) error = NULL;

  check_try_log_on (bench, &flags, &error);
  check_fails (bench, error, MAPI_E_FAILONEPROVIDER, "TransportLogon that harms nobody else");
}

/* The name is the caller's: a copy is kept, or nothing. */
static void
keeps_its_own_copy_of_the_name (CheckBench *bench)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG;
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiXpProvider) provider = check_borrow_provider (bench, &support);
  g_autofree char *name = g_strdup ("check");
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (MapiAddressTypes) types = NULL;
  g_autoptr (GError) error = NULL;

  if (provider == NULL)
    return;
  logon = mapi_xp_provider_transport_logon (provider, support, name, &flags, NULL, &error);
  if (!check_succeeds (bench, error, "TransportLogon"))
    return;
  memset (name, 'x', strlen (name));
  types = mapi_xp_logon_address_types (logon, NULL, NULL, &error);
  check_succeeds (bench, error, "AddressTypes");
  mapi_xp_logon_transport_logoff (logon, 0, NULL, &error);
  check_succeeds (bench, error, "TransportLogoff");
}

static void
keeps_its_support_object (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon == NULL)
    return;
  check_that (bench,
              check_watch_has_support (bench->watch),
              "the transport let go of its support object while it is logged on");
  check_log_off (bench, logon);
  check_that (bench,
              !check_watch_has_support (bench->watch),
              "the transport holds its support object after TransportLogoff");
}

static void
ends_with_its_last_reference (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon == NULL)
    return;
  g_ptr_array_remove (bench->logons, logon);
  check_that (bench,
              !check_watch_has_support (bench->watch),
              "a logon that was released without TransportLogoff holds its support object");
}

static void
makes_invalid_what_it_gave (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiXpLogon) kept = NULL;
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  kept = g_object_ref (logon);
  status = mapi_xp_logon_open_status_entry (logon, NULL, 0, NULL, &error);
  if (!check_succeeds (bench, error, "OpenStatusEntry"))
    return;
  check_log_off (bench, logon);
  mapi_xp_logon_idle (kept, 0, NULL, &error);
  check_fails (bench, error, MAPI_E_INVALID_OBJECT, "a call of a logon that has ended");
  g_clear_error (&error);
  mapi_status_validate_state (status, MAPI_SUPPRESS_UI, NULL, &error);
  check_fails (bench, error, MAPI_E_INVALID_OBJECT, "a call of a status object whose logon ended");
}

static void
connects_to_nothing (CheckBench *bench)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG | MAPI_LOGON_NO_CONNECT;

  if (check_log_on (bench, &flags) != NULL)
    check_that (
        bench, check_count_links (bench) == 0, "a connection was made with LOGON_NO_CONNECT");
}

static void
waits_for_inbound (CheckBench *bench)
{
  MapiXpLogon *logon;

  bench->wants = MAPI_LOGON_NO_DIALOG | MAPI_LOGON_NO_INBOUND;
  logon = check_log_on (bench, &bench->wants);
  if (logon == NULL || !check_arrive (bench, NULL))
    return;
  while (g_main_context_iteration (bench->context, FALSE))
    ;
  check_that (bench,
              check_find_notice (bench, MAPI_NOTIFY_NEWMAIL) == NULL,
              "mail was told of with LOGON_NO_INBOUND, before NOTIFY_BEGIN_INBOUND");
  check_that (bench,
              (check_get_status (bench) & MAPI_STATUS_INBOUND_ENABLED) == 0,
              "STATUS_INBOUND_ENABLED is set with LOGON_NO_INBOUND");
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_INBOUND, 0, NULL);
  check_that (bench,
              check_has_mail (bench, logon, TRUE),
              "mail was not told of after NOTIFY_BEGIN_INBOUND");
}

static void
knows_addresses_without_outbound (CheckBench *bench)
{
  guint32      flags = MAPI_LOGON_NO_DIALOG | MAPI_LOGON_NO_OUTBOUND;
  MapiXpLogon *logon = check_log_on (bench, &flags);
  g_autoptr (MapiAddressTypes) types = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  types = mapi_xp_logon_address_types (logon, NULL, NULL, &error);
  check_succeeds (bench, error, "AddressTypes with LOGON_NO_OUTBOUND");
}

static void
has_what_it_asks_for (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  check_that (bench, TRUE, "it is logged on");
  if ((bench->wants & MAPI_LOGON_SP_IDLE) != 0)
    {
      mapi_xp_logon_idle (logon, 0, NULL, &error);
      check_succeeds (bench, error, "Idle, which LOGON_SP_IDLE asked for");
    }
  if ((bench->wants & MAPI_LOGON_SP_POLL) != 0)
    {
      g_clear_error (&error);
      mapi_xp_logon_poll (logon, NULL, NULL, &error);
      check_succeeds (bench, error, "Poll, which LOGON_SP_POLL asked for");
    }
  check_that (bench,
              (bench->wants & MAPI_LOGON_SP_RESOLVE) == 0 ||
                  MAPI_XP_LOGON_GET_IFACE (logon)->submit_message != NULL,
              "LOGON_SP_RESOLVE asks for whole addresses, and nothing is sent");
}

const MapiCheckClause check_transport_logon_clauses[] = {
  { "transport/refuses-another-version",
    "The entry point fails with MAPI_E_VERSION for a host whose version it does not speak",
    "R233",
    CHECK_NEEDS_NOTHING,
    refuses_another_version },
  { "transport/gives-a-new-provider-each-time",
    "Each call of the entry point gives another provider object",
    "R234",
    CHECK_NEEDS_NOTHING,
    gives_a_new_provider_each_time },
  { "transport/logs-on",
    "TransportLogon succeeds without a dialog, and answers no flags but LOGON_SP_*",
    "R239 R242 R243 R244",
    CHECK_NEEDS_NOTHING,
    logs_on },
  { "transport/asks-nobody",
    "With LOGON_NO_DIALOG, and after logon, no dialog is shown",
    "R016 R239",
    CHECK_NEEDS_NOTHING,
    asks_nobody },
  { "transport/takes-no-for-an-answer",
    "A dialog that the user cancels makes TransportLogon fail with MAPI_E_USER_CANCEL",
    "R016 R249",
    CHECK_NEEDS_COMMAND (CHECK_DIALOG),
    takes_no_for_an_answer },
  { "transport/says-what-is-missing",
    "TransportLogon fails with MAPI_E_UNCONFIGURED when a setting is missing",
    "R247",
    CHECK_NEEDS_NOTHING,
    says_what_is_missing },
  { "transport/fails-mildly",
    "An error that harms nobody else is MAPI_E_FAILONEPROVIDER",
    "R250",
    CHECK_NEEDS_COMMAND (CHECK_UNUSABLE),
    fails_mildly },
  { "transport/has-what-it-asks-for",
    "Idle and Poll work where LOGON_SP_IDLE and LOGON_SP_POLL ask for them",
    "R242 R243 R244",
    CHECK_NEEDS_NOTHING,
    has_what_it_asks_for },
  { "transport/serves-several-logons",
    "One provider serves several logons of a session, each to its end",
    "R235 R642",
    CHECK_NEEDS_SUBMIT,
    serves_several_logons },
  { "transport/keeps-its-own-copy-of-the-name",
    "The name of the profile is not needed after TransportLogon",
    "R246",
    CHECK_NEEDS_NOTHING,
    keeps_its_own_copy_of_the_name },
  { "transport/keeps-its-support-object",
    "The support object is held from TransportLogon to TransportLogoff",
    "R246 R380",
    CHECK_NEEDS_NOTHING,
    keeps_its_support_object },
  { "transport/ends-with-its-last-reference",
    "A logon that is released without TransportLogoff ends all the same",
    "R384",
    CHECK_NEEDS_NOTHING,
    ends_with_its_last_reference },
  { "transport/makes-invalid-what-it-gave",
    "After TransportLogoff the logon and its status object answer MAPI_E_INVALID_OBJECT",
    "R380 R386",
    CHECK_NEEDS_NOTHING,
    makes_invalid_what_it_gave },
  { "transport/logs-off-at-any-time",
    "TransportLogoff is accepted at any time, in the middle of a message too",
    "R379",
    CHECK_NEEDS_NOTHING,
    logs_off_at_any_time },
  { "transport/shuts-down",
    "Shutdown succeeds, and looks for no mail",
    "R223",
    CHECK_NEEDS_NOTHING,
    shuts_down },
  { "transport/connects-to-nothing",
    "With LOGON_NO_CONNECT nothing is connected to",
    "R238",
    CHECK_NEEDS_COMMAND (CHECK_LINKS),
    connects_to_nothing },
  { "transport/waits-for-inbound",
    "With LOGON_NO_INBOUND no mail is told of before NOTIFY_BEGIN_INBOUND",
    "R240",
    CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_ARRIVE),
    waits_for_inbound },
  { "transport/knows-addresses-without-outbound",
    "With LOGON_NO_OUTBOUND AddressTypes works, for who composes",
    "R241",
    CHECK_NEEDS_NOTHING,
    knows_addresses_without_outbound },
  { NULL },
};
