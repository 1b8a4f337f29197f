/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The row of the status table, and the status object. */

#include "config.h"

#include "check-transport.h"

static MapiStatus *
open_status (CheckBench *bench, MapiXpLogon *logon)
{
  g_autoptr (GError) error = NULL;
  MapiStatus *status = mapi_xp_logon_open_status_entry (logon, NULL, 0, NULL, &error);

  check_succeeds (bench, error, "OpenStatusEntry");
  return status;
}

static void
makes_a_row (CheckBench *bench)
{
  const CheckCall *first;

  if (check_start (bench) == NULL)
    return;
  first = check_find_call (bench, "ModifyStatusRow", NULL, 0);
  if (check_that (bench, first != NULL, "ModifyStatusRow was not called"))
    check_that (bench,
                first->flags == 0,
                "the first call of ModifyStatusRow has the flags 0x%x",
                first->flags);
}

static void
has_the_columns (CheckBench *bench)
{
  static const guint32 required[] = { MAPI_PR_DISPLAY_NAME,
                                      MAPI_PR_STATUS_CODE,
                                      MAPI_PR_RESOURCE_METHODS };
  const CheckCall     *first;

  if (check_start (bench) == NULL)
    return;
  first = check_find_call (bench, "ModifyStatusRow", NULL, 0);
  for (gsize i = 0; first != NULL && i < G_N_ELEMENTS (required); i++)
    check_that (bench,
                mapi_prop_list_contains (first->props, required[i]),
                "the status row has no %s",
                mapi_prop_tag_get_name (required[i]));
  check_that (bench, first != NULL, "ModifyStatusRow was not called");
}

/* Whether a call says anything that was not so before. */
static gboolean
is_news (MapiPropList *before, MapiPropList *columns)
{
  for (guint i = 0; i < mapi_prop_list_get_size (columns); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (columns, i);
      g_autoptr (MapiPropValue) old =
          mapi_prop_list_lookup (before, mapi_prop_value_get_tag (value));

      if (old == NULL || !mapi_prop_value_equal (value, old))
        return TRUE;
    }
  return FALSE;
}

static void
tells_what_changed (CheckBench *bench)
{
  MapiXpLogon     *logon = check_start (bench);
  const CheckCall *call;
  g_autoptr (MapiPropList) row = NULL;

  if (logon == NULL)
    return;
  check_tell (bench, logon, MAPI_NOTIFY_END_OUTBOUND, 0, NULL);
  for (guint i = 0; (call = check_find_call (bench, "ModifyStatusRow", NULL, i)) != NULL; i++)
    {
      g_autoptr (MapiPropList) before = g_steal_pointer (&row);

      if (before == NULL)
        {
          row = mapi_prop_list_ref (call->props);
          continue;
        }
      row = mapi_prop_list_merge (before, call->props);
      check_that (bench,
                  call->flags == MAPI_STATUSROW_UPDATE,
                  "a later call of ModifyStatusRow has the flags 0x%x",
                  call->flags);
      check_that (bench, is_news (before, call->props), "ModifyStatusRow changed nothing");
      check_that (bench,
                  !mapi_prop_list_contains (call->props, MAPI_PR_DISPLAY_NAME) ||
                      mapi_prop_list_get_size (call->props) == 1,
                  "ModifyStatusRow was given columns that did not change");
    }
  check_that (bench, row != NULL, "ModifyStatusRow was not called");
}

static void
on_changed (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
tells_the_table (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  gboolean     changed = FALSE;
  guint32      connection;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiAdviseSink) sink = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  sink = MAPI_ADVISE_SINK (mapi_callback_sink_new ());
  g_signal_connect (sink, "received", G_CALLBACK (on_changed), &changed);
  table = mapi_session_get_status_table (bench->session, 0, NULL, &error);
  connection = mapi_table_advise (table, MAPI_fnevTableModified, sink, &error);
  if (!check_succeeds (bench, error, "Advise"))
    return;
  while (g_main_context_iteration (bench->context, FALSE))
    ;
  changed = FALSE;
  check_tell (bench, logon, MAPI_NOTIFY_END_INBOUND | MAPI_NOTIFY_END_OUTBOUND, 0, NULL);
  while (g_main_context_iteration (bench->context, FALSE))
    ;
  check_that (bench, changed, "who watches the status table was not told of a change");
  mapi_table_unadvise (table, connection, NULL);
}

static void
tells_its_identity (CheckBench *bench)
{
  g_autoptr (MapiPropList) row = NULL;

  if (check_start (bench) == NULL)
    return;
  row = check_journal_get_status_row (bench->journal);
  if (row == NULL || !mapi_prop_list_contains (row, MAPI_PR_IDENTITY_DISPLAY))
    {
      check_skip (bench, "the transport speaks for nobody: no PR_IDENTITY_DISPLAY");
      return;
    }
  check_that (bench,
              mapi_prop_list_contains (row, MAPI_PR_IDENTITY_ENTRYID) &&
                  mapi_prop_list_contains (row, MAPI_PR_IDENTITY_SEARCH_KEY),
              "the row has PR_IDENTITY_DISPLAY, and not the entry identifier and search key");
}

static void
opens_a_status_object (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiStatus) status = logon != NULL ? open_status (bench, logon) : NULL;
  g_autoptr (MapiStatus) writable = NULL;
  g_autoptr (GError) error = NULL;

  if (status == NULL)
    return;
  writable = mapi_xp_logon_open_status_entry (logon, NULL, MAPI_MODIFY, NULL, &error);
  check_succeeds (bench, error, "OpenStatusEntry with MAPI_MODIFY");
}

static guint32
get_methods (CheckBench *bench)
{
  g_autoptr (MapiPropList) row = check_journal_get_status_row (bench->journal);

  return row != NULL ? (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_METHODS, 0) : 0;
}

static void
expect_method (CheckBench *bench, guint32 bit, const GError *error, const char *method)
{
  gboolean is_there = !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  gboolean is_promised = (get_methods (bench) & bit) != 0;

  check_that (bench,
              is_there == is_promised,
              is_there ? "%s works, and PR_RESOURCE_METHODS does not say so"
                       : "%s is MAPI_E_NO_SUPPORT, and PR_RESOURCE_METHODS says otherwise",
              method);
}

static void
promises_what_it_can (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiStatus) status = logon != NULL ? open_status (bench, logon) : NULL;
  g_autoptr (GError) settings = NULL;
  g_autoptr (GError) password = NULL;
  g_autoptr (GError) flush = NULL;
  g_autoptr (GError) validate = NULL;

  if (status == NULL)
    return;
  mapi_status_settings_dialog (status, MAPI_UI_READONLY, NULL, &settings);
  expect_method (bench, MAPI_STATUS_SETTINGS_DIALOG, settings, "SettingsDialog");
  mapi_status_change_password (status, "no such word", "new", 0, NULL, &password);
  expect_method (bench, MAPI_STATUS_CHANGE_PASSWORD, password, "ChangePassword");
  mapi_status_flush_queues (status, NULL, 0, NULL, &flush);
  expect_method (bench, MAPI_STATUS_FLUSH_QUEUES, flush, "FlushQueues");
  mapi_status_validate_state (status, MAPI_SUPPRESS_UI, NULL, &validate);
  expect_method (bench, MAPI_STATUS_VALIDATE_STATE, validate, "ValidateState");
  check_succeeds (bench, validate, "ValidateState, which every status object has");
}

static void
refuses_unknown_flags (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  mapi_xp_logon_validate_state (logon, 0x80000000, NULL, &error);
  check_fails (bench, error, MAPI_E_UNKNOWN_FLAGS, "ValidateState with an unknown flag");
}

static void
shows_no_dialog_of_its_own (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiStatus) status = logon != NULL ? open_status (bench, logon) : NULL;
  g_autoptr (GError) own = NULL;
  g_autoptr (GError) object = NULL;

  if (status == NULL)
    return;
  mapi_xp_logon_validate_state (logon, MAPI_SHOW_XP_SESSION_UI, NULL, &own);
  check_fails (bench, own, MAPI_E_NO_SUPPORT, "ValidateState with SHOW_XP_SESSION_UI");
  mapi_status_validate_state (status, MAPI_SHOW_XP_SESSION_UI, NULL, &object);
  check_fails (bench,
               object,
               MAPI_E_NO_SUPPORT,
               "ValidateState of the status object with SHOW_XP_SESSION_UI");
}

static void
tells_of_a_new_configuration (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiStatus) status = logon != NULL ? open_status (bench, logon) : NULL;
  g_autoptr (GError) error = NULL;

  if (status == NULL)
    return;
  check_forget_calls (bench);
  mapi_xp_logon_validate_state (logon, MAPI_CONFIG_CHANGED, NULL, &error);
  check_succeeds (bench, error, "ValidateState with CONFIG_CHANGED");
  check_that (bench,
              check_find_notice (bench, MAPI_NOTIFY_CONFIG_CHANGE) != NULL,
              "NOTIFY_CONFIG_CHANGE did not come");
  check_forget_calls (bench);
  mapi_status_validate_state (status, MAPI_CONFIG_CHANGED, NULL, &error);
  check_succeeds (bench, error, "ValidateState of the status object with CONFIG_CHANGED");
  check_that (bench,
              check_find_notice (bench, MAPI_NOTIFY_CONFIG_CHANGE) != NULL,
              "the status object does not do what the logon does");
}

static void
validates_without_connecting (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  guint        n_links;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  n_links = check_count_links (bench);
  mapi_xp_logon_validate_state (logon, MAPI_SUPPRESS_UI, NULL, &error);
  check_succeeds (bench, error, "ValidateState");
  check_that (bench, check_count_links (bench) == n_links, "ValidateState made a connection");
}

static void
guards_its_password (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiStatus) status = logon != NULL ? open_status (bench, logon) : NULL;
  g_autoptr (GError) error = NULL;

  if (status == NULL)
    return;
  if ((get_methods (bench) & MAPI_STATUS_CHANGE_PASSWORD) == 0)
    {
      check_skip (bench, "PR_RESOURCE_METHODS has no STATUS_CHANGE_PASSWORD");
      return;
    }
  mapi_status_change_password (status, "no such word", "new", 0, NULL, &error);
  check_fails (bench, error, MAPI_E_NO_ACCESS, "ChangePassword with a wrong old password");
}

static void
keeps_to_what_transports_may_call (CheckBench *bench)
{
  static const char *const forbidden[] = { "PrepareSubmit",  "ExpandRecips",  "CompleteMsg",
                                           "SetProviderUID", "ModifyProfile", "DoSentMail" };

  if (check_start (bench) == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    check_that (bench,
                check_count_calls (bench, forbidden[i], NULL) == 0,
                "%s was called, which support objects of transports do not offer",
                forbidden[i]);
}

const MapiCheckClause check_transport_status_clauses[] = {
  { "transport/makes-a-row",
    "A transport makes its row of the status table at logon, with no flags",
    "R227 R484 R486 R493",
    CHECK_NEEDS_NOTHING,
    makes_a_row },
  { "transport/has-the-columns",
    "The row has PR_DISPLAY_NAME, PR_STATUS_CODE and PR_RESOURCE_METHODS",
    "R488",
    CHECK_NEEDS_NOTHING,
    has_the_columns },
  { "transport/tells-what-changed",
    "Later calls of ModifyStatusRow have STATUSROW_UPDATE, and only columns that changed",
    "R485",
    CHECK_NEEDS_NOTHING,
    tells_what_changed },
  { "transport/tells-the-table",
    "Who watches the status table is told of a change",
    "R492",
    CHECK_NEEDS_NOTHING,
    tells_the_table },
  { "transport/tells-its-identity",
    "A transport that speaks for somebody has all of PR_IDENTITY_* in its row",
    "R491",
    CHECK_NEEDS_NOTHING,
    tells_its_identity },
  { "transport/opens-a-status-object",
    "OpenStatusEntry gives a status object, with MAPI_MODIFY too",
    "R236 R440 R494",
    CHECK_NEEDS_NOTHING,
    opens_a_status_object },
  { "transport/promises-what-it-can",
    "PR_RESOURCE_METHODS has a bit for each method that is not MAPI_E_NO_SUPPORT, and no other",
    "R412 R495 R496",
    CHECK_NEEDS_NOTHING,
    promises_what_it_can },
  { "transport/refuses-unknown-flags",
    "ValidateState fails with MAPI_E_UNKNOWN_FLAGS",
    "R429",
    CHECK_NEEDS_NOTHING,
    refuses_unknown_flags },
  { "transport/shows-no-dialog-of-its-own",
    "ValidateState with SHOW_XP_SESSION_UI fails with MAPI_E_NO_SUPPORT: the client shows its own",
    "R428 R438",
    CHECK_NEEDS_NOTHING,
    shows_no_dialog_of_its_own },
  { "transport/tells-of-a-new-configuration",
    "ValidateState with CONFIG_CHANGED, of logon and status object, is NOTIFY_CONFIG_CHANGE",
    "R431 R437",
    CHECK_NEEDS_NOTHING,
    tells_of_a_new_configuration },
  { "transport/validates-without-connecting",
    "ValidateState takes no connection",
    "R430 R435",
    CHECK_NEEDS_COMMAND (CHECK_LINKS),
    validates_without_connecting },
  { "transport/guards-its-password",
    "ChangePassword fails with MAPI_E_NO_ACCESS when the old password is wrong",
    "R654",
    CHECK_NEEDS_NOTHING,
    guards_its_password },
  { "transport/keeps-to-what-transports-may-call",
    "No method is called that support objects of transports do not offer",
    "R511 support_methods.tsv",
    CHECK_NEEDS_NOTHING,
    keeps_to_what_transports_may_call },
  { NULL },
};
