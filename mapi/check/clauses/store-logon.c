/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Logging on to a store, and what it says of itself. */

#include "config.h"

#include "check-ends.h"
#include "check-store.h"

static void
has_a_record_key (CheckBench *bench)
{
  static const guint32 tags[] = { MAPI_PR_RECORD_KEY, MAPI_PR_ENTRYID };
  MapiMsgStore        *store = check_open_store (bench);
  g_autoptr (MapiPropList) props = check_read (bench, store);

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    check_that (bench,
                mapi_prop_list_contains (props, tags[i]),
                "the store has no %s",
                mapi_prop_tag_get_name (tags[i]));
}

/* What was called by the end of Logon. */
typedef struct
{
  CheckBench *bench;
  gboolean    is_over;
  guint       n_rows;
  guint       n_uids;
  guint       n_notices;
  guint       n_prepared;
} Logon;

static void
count_calls (MapiCall *call, gpointer data)
{
  Logon *logon = data;

  logon->n_rows = check_count_calls (logon->bench, "ModifyStatusRow", NULL);
  logon->n_uids = check_count_calls (logon->bench, "SetProviderUID", NULL);
  logon->n_notices = check_count_calls (logon->bench, "SpoolerNotify", NULL);
  logon->n_prepared = check_count_calls (logon->bench, "PrepareSubmit", NULL);
  logon->is_over = TRUE;
}

static gboolean
watch_logon (CheckBench *bench, Logon *logon)
{
  *logon = (Logon){ .bench = bench };
  check_watch_set_witness (bench->watch, "Logon", NULL, count_calls, logon);
  return check_open_store (bench) != NULL && check_that (bench, logon->is_over, "nobody logged on");
}

static void
registers_its_uid (CheckBench *bench)
{
  Logon logon;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) error = NULL;

  if (!watch_logon (bench, &logon))
    return;
  check_that (bench, logon.n_uids > 0, "Logon did not call SetProviderUID");
  id = check_get_entry_id (bench, bench->store);
  if (id == NULL || (mapi_store_entry_id_is_wrapped (id)))
    return;
  entry = mapi_session_open_entry (bench->session, id, NULL, 0, bench->cancellable, &error);
  check_that (bench,
              entry != NULL || g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT),
              "OpenEntry of the session does not find the store by its PR_ENTRYID: %s",
              error != NULL ? error->message : "");
}

static void
publishes_a_status_row (CheckBench *bench)
{
  Logon logon;
  g_autoptr (MapiPropList) row = NULL;

  if (!watch_logon (bench, &logon) ||
      !check_that (bench, logon.n_rows > 0, "Logon did not call ModifyStatusRow"))
    return;
  row = check_journal_get_status_row (bench->journal);
  check_that (bench,
              mapi_prop_list_contains (row, MAPI_PR_STATUS_CODE),
              "the row that Logon has published has no PR_STATUS_CODE");
}

static void
leaves_the_spooler_alone (CheckBench *bench)
{
  Logon logon;

  if (!watch_logon (bench, &logon))
    return;
  check_that (bench,
              logon.n_notices == 0 && logon.n_prepared == 0,
              "Logon called %s, which waits for the spooler",
              logon.n_notices > 0 ? "SpoolerNotify" : "PrepareSubmit");
}

/* Watches over the support object of a logon. */
static void
see_support (MapiCall *call, gpointer data)
{
  g_weak_ref_set (data, mapi_call_get_argument (call, "support"));
}

static gboolean
is_alive (GWeakRef *ref)
{
  g_autoptr (GObject) object = g_weak_ref_get (ref);

  return object != NULL;
}

static void
keeps_its_support (CheckBench *bench)
{
  GWeakRef support;

  g_weak_ref_init (&support, NULL);
  check_watch_set_witness (bench->watch, "Logon", see_support, NULL, &support);
  if (check_open_store (bench) != NULL)
    {
      check_that (bench,
                  is_alive (&support),
                  "the store has let go of its support object right after Logon");
      check_close_stores (bench);
      check_that (bench,
                  !is_alive (&support),
                  "the store keeps its support object when nobody uses the store any more");
    }
  check_watch_set_witness (bench->watch, "Logon", NULL, NULL, NULL);
  g_weak_ref_clear (&support);
}

static void
check_second_logon (CheckBench *bench, GWeakRef *support)
{
  g_autoptr (MapiMsgStore) again = NULL;
  Logon logon = { .bench = bench };

  check_forget_calls (bench);
  check_watch_set_witness (bench->watch, "Logon", see_support, NULL, support);
  again = check_log_on_to_store (bench, MAPI_MDB_WRITE);
  check_that (
      bench, again == bench->store, "Logon to a store that is open gave another store object");
  count_calls (NULL, &logon);
  check_that (bench, logon.n_uids == 0, "Logon to a store that is open called SetProviderUID");
  check_that (bench, logon.n_rows == 0, "Logon to a store that is open called ModifyStatusRow");
  check_that (bench,
              !is_alive (support),
              "Logon to a store that is open has kept the support object that it was given");
}

static void
gives_what_is_open (CheckBench *bench)
{
  GWeakRef support;

  if (check_open_store (bench) == NULL)
    return;
  g_weak_ref_init (&support, NULL);
  check_second_logon (bench, &support);
  check_close_stores (bench);
  check_that (bench,
              check_count_calls (bench, "Logoff", NULL) == 1,
              "two logons to one store gave %u logon objects, not one",
              check_count_calls (bench, "Logoff", NULL));
  check_watch_set_witness (bench->watch, "Logon", NULL, NULL, NULL);
  g_weak_ref_clear (&support);
}

static void
gives_the_spooler_what_is_open (CheckBench *bench)
{
  MapiMsgStore *store = check_open_spooler_store (bench);
  g_autoptr (MapiMsgStore) again = NULL;
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  again = mapi_session_open_spooler_store (
      bench->session, &bench->provider_uid, MAPI_MDB_NO_DIALOG, bench->cancellable, &error);
  check_succeeds (bench, error, "SpoolerLogon to a store that is open");
  check_that (bench, again == store, "SpoolerLogon to a store that is open gave another object");
}

static void
knows_its_interfaces (CheckBench *bench)
{
  g_auto (CheckEnds) ends = { NULL };

  check_close_stores (bench);
  check_ends_watch (bench, "Logon", &ends);
  if (check_open_store (bench) != NULL && ends.support != NULL)
    {
      g_autoptr (MapiMsgStore) store = NULL;
      g_autoptr (GError) error = NULL;

      store = mapi_ms_provider_logon (MAPI_MS_PROVIDER (ends.provider),
                                      ends.support,
                                      "check",
                                      NULL,
                                      MAPI_MDB_NO_DIALOG,
                                      "MapiNothingAtAll",
                                      NULL,
                                      NULL,
                                      bench->cancellable,
                                      &error);
      check_fails (
          bench, error, MAPI_E_INTERFACE_NOT_SUPPORTED, "Logon for an interface that there is not");
    }
  check_watch_set_witness (bench->watch, "Logon", NULL, NULL, NULL);
}

static GBytes *
copy_bytes (GBytes *bytes)
{
  gsize         size;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return bytes != NULL ? g_bytes_new (data, size) : NULL;
}

/* The validation data crosses to another process: a copy has to do when all else is gone. */
static void
log_on_with_copy (CheckBench *bench, const CheckEnds *ends)
{
  g_autoptr (GBytes) security = NULL;
  g_autoptr (GBytes) copy = NULL;
  g_autoptr (MapiMsLogon) logon = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;

  store = mapi_ms_provider_logon (MAPI_MS_PROVIDER (ends->provider),
                                  ends->support,
                                  "check",
                                  NULL,
                                  MAPI_MDB_WRITE | MAPI_MDB_NO_DIALOG,
                                  NULL,
                                  &security,
                                  &logon,
                                  bench->cancellable,
                                  &error);
  if (!check_succeeds (bench, error, "Logon"))
    return;
  copy = copy_bytes (security);
  g_clear_pointer (&security, g_bytes_unref);
  g_clear_object (&store);
  g_clear_object (&logon);
  store = mapi_ms_provider_spooler_logon (MAPI_MS_PROVIDER (ends->provider),
                                          ends->support,
                                          "check",
                                          NULL,
                                          MAPI_MDB_NO_DIALOG,
                                          NULL,
                                          copy,
                                          &logon,
                                          bench->cancellable,
                                          &error);
  if (g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    check_skip (bench, "the provider does not implement SpoolerLogon");
  else
    check_succeeds (bench, error, "SpoolerLogon with a copy of what Logon gave");
}

static void
lets_the_spooler_in (CheckBench *bench)
{
  g_auto (CheckEnds) ends = { NULL };

  check_ends_watch (bench, "Logon", &ends);
  if (check_open_store (bench) != NULL && ends.support != NULL)
    {
      check_close_stores (bench);
      log_on_with_copy (bench, &ends);
    }
  check_watch_set_witness (bench->watch, "Logon", NULL, NULL, NULL);
}

static void
ends_with_its_store (CheckBench *bench)
{
  if (check_open_spooler_store (bench) == NULL)
    return;
  check_forget_calls (bench);
  check_close_stores (bench);
  check_that (bench,
              check_count_calls (bench, "Logoff", NULL) == 1,
              "the logon object of the spooler's store was logged off %u times with its store, not "
              "once",
              check_count_calls (bench, "Logoff", NULL));
}

static void
can_be_temporary (CheckBench *bench)
{
  g_autoptr (MapiMsgStore) store = check_log_on_to_store (bench, MAPI_MDB_TEMPORARY);

  check_that (bench,
              check_count_calls (bench, "ModifyProfile", NULL) == 0,
              "Logon with MDB_TEMPORARY called ModifyProfile");
}

const MapiCheckClause check_store_logon_clauses[] = {
  { "store/has-a-record-key",
    "A store has PR_RECORD_KEY and PR_ENTRYID",
    "required-properties-for-all-messages.md",
    CHECK_NEEDS_NOTHING,
    has_a_record_key },
  { "store/logon-registers-its-uid",
    "Logon calls SetProviderUID, so that MAPI knows whose entry identifiers these are",
    "R510",
    CHECK_NEEDS_NOTHING,
    registers_its_uid },
  { "store/logon-publishes-a-status-row",
    "Logon calls ModifyStatusRow",
    "R181",
    CHECK_NEEDS_NOTHING,
    publishes_a_status_row },
  { "store/logon-leaves-the-spooler-alone",
    "Logon calls neither PrepareSubmit nor SpoolerNotify",
    "R101",
    CHECK_NEEDS_NOTHING,
    leaves_the_spooler_alone },
  { "store/logon-keeps-its-support",
    "A store keeps its support object as long as it is used, and no longer",
    "R180",
    CHECK_NEEDS_NOTHING,
    keeps_its_support },
  { "store/logon-gives-what-is-open",
    "Logon to a store that is open gives that store, and nothing else",
    "R182 R184 R666 D23",
    CHECK_NEEDS_STORE_CREATE_OK,
    gives_what_is_open },
  { "store/logon-gives-the-spooler-what-is-open",
    "SpoolerLogon to a store that is open gives that store",
    "R193",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    gives_the_spooler_what_is_open },
  { "store/logon-knows-its-interfaces",
    "Logon for an unknown interface fails with MAPI_E_INTERFACE_NOT_SUPPORTED",
    "R183",
    CHECK_NEEDS_STORE_CREATE_OK,
    knows_its_interfaces },
  { "store/logon-lets-the-spooler-in",
    "SpoolerLogon needs no more than a copy of what Logon gave, and no dialog",
    "R170 R171 R172",
    CHECK_NEEDS_NOTHING,
    lets_the_spooler_in },
  { "store/logon-ends-with-its-store",
    "A logon object ends with its store",
    "R189",
    CHECK_NEEDS_NOTHING,
    ends_with_its_store },
  { "store/logon-can-be-temporary",
    "Logon with MDB_TEMPORARY leaves the profile alone",
    "R185",
    CHECK_NEEDS_NOTHING,
    can_be_temporary },
  { NULL },
};
