/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

static MapiSession *
log_on (MapiProfile *profile)
{
  g_autoptr (GError) error = NULL;
  MapiSession *session = mapi_session_logon_profile (profile, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return session;
}

static void
log_off (MapiSession *session)
{
  g_autoptr (GError) error = NULL;

  mapi_session_logoff (session, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static MapiRowSet *
read_table (MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return rows;
}

static MapiRowSet *
read_stores (MapiSession *session)
{
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (session, 0, NULL, NULL);

  return read_table (table);
}

/* The row of a provider in the status table, or NULL. */
static MapiPropList *
status_row (MapiSession *session, const MapiUid *provider)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = read_table (table);
  g_autoptr (GBytes) uid = mapi_uid_to_bytes (provider);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) other = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

      if (g_bytes_equal (uid, other))
        return g_steal_pointer (&row);
    }

  return NULL;
}

static GBytes *
store_entry_id (MapiSession *session, guint index)
{
  g_autoptr (MapiRowSet) rows = read_stores (session);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

static void
test_missing_profile (void)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) there = mapi_profiles_create (admin, "there", NULL);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_session_logon ("gone", 0, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_LOGON_FAILED))
    CU_ASSERT (strstr (error->message, "'gone'") != NULL && strstr (error->message, "there"));
}

static void
test_default_profile (void)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) mine = mapi_profiles_create (admin, "mine", NULL);
  g_autoptr (MapiSession) session = NULL;
  g_autoptr (GError) error = NULL;

  mapi_profiles_set_default (admin, "mine", NULL);
  session = mapi_session_logon (NULL, 0, NULL, &error);
  if (TAP_NO_ERROR (error))
    TAP_STRING (mapi_profile_get_name (mapi_session_get_profile (session)), "mine");
  if (session != NULL)
    log_off (session);
}

static void
test_shared (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) a = log_on (profile);
  g_autoptr (MapiSession) b = log_on (profile);
  g_autoptr (MapiSession) own = mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, NULL);
  g_autoptr (MapiSession) later = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_EQUAL (a, b);
  CU_ASSERT_PTR_NOT_EQUAL (a, own);
  log_off (a);
  table = mapi_session_get_status_table (b, 0, NULL, &error);
  TAP_NO_ERROR (error);
  log_off (b);
  CU_ASSERT_PTR_NULL (mapi_session_get_status_table (b, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);

  later = log_on (profile);
  CU_ASSERT_PTR_NOT_EQUAL (later, a);
  log_off (later);
  log_off (own);
}

static void
test_stores (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) first = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) second = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiRowSet) rows = read_stores (session);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
  g_autoptr (GBytes) other = store_entry_id (session, 1);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GBytes) now = NULL;
  g_autoptr (GBytes) inner = NULL;
  g_autofree char *dll_name = NULL;
  g_autoptr (GError) error = NULL;

  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  CU_ASSERT (mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_STORE, FALSE));
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0), MAPI_OBJECT_STORE);

  /* By the identifier from before its first logon, and by the one it has from then on. */
  store = mapi_session_open_msg_store (session, other, 0, NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&store);
  now = store_entry_id (session, 1);
  CU_ASSERT_FALSE (g_bytes_equal (now, other));
  store = mapi_session_open_msg_store (session, now, 0, NULL, &error);
  TAP_NO_ERROR (error);
  inner = mapi_store_entry_id_unwrap (now, &dll_name, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (dll_name, "plain.so");
  TAP_NUMBER (g_bytes_get_size (inner), 20);

  g_clear_object (&store);
  store = mapi_session_open_msg_store (session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&store);
  log_off (session);
}

static gboolean
is_default (MapiSession *session, guint index)
{
  g_autoptr (MapiRowSet) rows = read_stores (session);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  return mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_STORE, FALSE);
}

static void
test_default_store (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) first = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) second = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (GBytes) entry_id = store_entry_id (session, 1);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (is_default (session, 0) && !is_default (session, 1));
  CU_ASSERT (mapi_session_set_default_store (session, entry_id, 0, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (!is_default (session, 0) && is_default (session, 1));
  log_off (session);
}

static void
test_no_store (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  log_off (session);
}

/* A broken store fails with its name, shows in its row, and harms no other. */
static void
expect_broken (const char *service, MapiError code, const char *call, const char *cause)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) broken = fixtures_add (profile, service);
  g_autoptr (MapiUid) good = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) provider = fixtures_provider (profile, broken, MAPI_STORE_PROVIDER);
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (GBytes) good_id = store_entry_id (session, 1);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  CU_ASSERT_PTR_NOT_NULL (error);
  row = status_row (session, provider);
  CU_ASSERT_PTR_NOT_NULL (row);
  if (error != NULL && row != NULL)
    {
      tap_note ("%s", error->message);
      TAP_NUMBER (error->code, (gint32) code);
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, service));
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, call));
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, cause));
      TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_FAILURE);
      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING), error->message);
    }

  g_clear_error (&error);
  store = mapi_session_open_msg_store (session, good_id, 0, NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&store);
  log_off (session);
}

static void
test_broken_modules (void)
{
  expect_broken ("broken-missing", MAPI_E_NOT_FOUND, "cannot load", "no such file");
  expect_broken ("broken-not-shared", MAPI_E_CALL_FAILED, "cannot load", "too short");
  expect_broken ("broken-no-entry", MAPI_E_CALL_FAILED, "mapi_ms_provider_init", "no such entry");
  expect_broken ("broken-too-new", MAPI_E_VERSION, "mapi_ms_provider_init", "version 1.1");
}

static void
test_failing_logon (void)
{
  expect_broken ("broken-logon-fails", MAPI_E_LOGON_FAILED, "Logon", "knows no such user");
}

static void
test_lies (void)
{
  expect_broken ("broken-lies-failure", MAPI_E_CALL_FAILED, "Logon", "without an error");
  expect_broken ("broken-lies-success", MAPI_E_CALL_FAILED, "Logon", "the disk is gone");
}

static void
test_leaves_out (void)
{
  expect_broken ("broken-leaves-out", MAPI_E_NO_SUPPORT, "Logon", "does not implement");
}

static void
test_wrong_object (void)
{
  expect_broken ("broken-wrong-store", MAPI_E_CALL_FAILED, "Logon", "wrong type");
}

static void
test_unconfigured (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) transport = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  mapi_profile_configure_service (profile, service, "host", NULL, NULL);
  CU_ASSERT_PTR_NULL (
      mapi_session_logon_transport (session, transport, &flags, NULL, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "'host'"));
  log_off (session);
}

/* A failure that is over leaves nothing behind. */
static void
test_recovers (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) provider = fixtures_provider (profile, service, MAPI_STORE_PROVIDER);
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) gone = NULL;
  g_autoptr (GError) error = NULL;

  fixtures_set_comment (profile, provider, "fail");
  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  g_clear_error (&error);

  fixtures_set_comment (profile, provider, "");
  store = mapi_session_open_msg_store (session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  row = status_row (session, provider);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_AVAILABLE);
  CU_ASSERT_FALSE (mapi_prop_list_contains (row, MAPI_PR_STATUS_STRING));

  g_clear_object (&store);
  gone = status_row (session, provider);
  CU_ASSERT_PTR_NULL (gone);
  log_off (session);
}

/* What the plain module counts at one of its types. */
static guint
count_calls (const char *type_name, const char *calls)
{
  GType type = g_type_from_name (type_name);

  return type != 0 ? GPOINTER_TO_UINT (g_type_get_qdata (type, g_quark_from_string (calls))) : 0;
}

static guint
count_logoffs (void)
{
  return count_calls ("PlainLogon", "logoffs");
}

/* R636: with the last session, and not before. */
static void
test_shutdown (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) one = log_on (profile);
  g_autoptr (MapiSession) two = mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, NULL);
  g_autoptr (MapiMsgStore) a = mapi_session_open_msg_store (one, NULL, 0, NULL, NULL);
  g_autoptr (MapiMsgStore) b = mapi_session_open_msg_store (two, NULL, 0, NULL, NULL);
  guint before = count_calls ("PlainProvider", "shutdowns");

  g_clear_object (&a);
  log_off (one);
  TAP_NUMBER (count_calls ("PlainProvider", "shutdowns") - before, 0);
  log_off (two);
  TAP_NUMBER (count_calls ("PlainProvider", "shutdowns") - before, 1);
}

/* A service that was taken out of the catalogue. */
static void
test_lost_service (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) store = fixtures_provider (profile, service, MAPI_STORE_PROVIDER);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (MapiSession) session = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (mapi_profile_get_path (profile), &text, NULL, NULL);
  changed = g_string_new (text);
  g_string_replace (changed, "Service=plain", "Service=lost", 0);
  g_file_set_contents (mapi_profile_get_path (profile), changed->str, -1, NULL);

  session = log_on (profile);
  row = status_row (session, store);
  CU_ASSERT_PTR_NOT_NULL (row);
  if (row != NULL)
    CU_ASSERT_PTR_NOT_NULL (
        strstr (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING), "'lost'"));
  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  log_off (session);
}

static void
test_no_mail (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session =
      mapi_session_logon_profile (profile, MAPI_NEW_SESSION | MAPI_NO_MAIL, NULL, NULL);
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = read_table (table);

  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_SPOOLER)
        TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_FAILURE);
    }
  log_off (session);
}

/* R166: when the store lets go of its support object, or the session ends before. */
static void
test_store_logoff (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  guint before = count_logoffs ();

  g_clear_object (&store);
  TAP_NUMBER (count_logoffs () - before, 1);

  store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  log_off (session);
  TAP_NUMBER (count_logoffs () - before, 2);
  g_clear_object (&store);
  TAP_NUMBER (count_logoffs () - before, 2);
}

static void
test_entries (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  g_autoptr (GBytes) wrapped = store_entry_id (session, 0);
  g_autoptr (GBytes) inner = mapi_store_entry_id_unwrap (wrapped, NULL, NULL);
  g_autoptr (MapiUid) nobody = mapi_uid_new ();
  g_autoptr (GBytes) unknown = mapi_entry_id_new (0, nobody, "x", 1);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  entry = mapi_session_open_entry (session, inner, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_EQUAL (entry, store);
  g_clear_object (&entry);
  g_clear_object (&store);

  /* The profile knows whose it is when the store is closed. */
  entry = mapi_session_open_entry (session, inner, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (MAPI_IS_MSG_STORE (entry));

  CU_ASSERT_PTR_NULL (mapi_session_open_entry (session, unknown, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_ENTRYID);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_session_open_entry (session, rubbish, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID);
  g_clear_error (&error);

  CU_ASSERT (mapi_session_compare_entry_ids (session, inner, unknown, 0, &same, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (same);
  g_clear_object (&entry);
  log_off (session);
}

static void
test_transports (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) provider = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiXpLogon) one = NULL;
  g_autoptr (MapiXpLogon) two = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) gone = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  mapi_profile_configure_service (profile, service, "password", "secret", NULL);
  one = mapi_session_logon_transport (session, provider, &flags, &support, NULL, &error);
  two = mapi_session_logon_transport (session, provider, &flags, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NOT_EQUAL (one, two);
  CU_ASSERT_PTR_EQUAL (g_object_get_data (G_OBJECT (one), "support"), support);
  TAP_STRING (g_object_get_data (G_OBJECT (one), "host"), "mail.example");
  TAP_STRING (g_object_get_data (G_OBJECT (one), "password"), "secret");

  row = status_row (session, provider);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), "Plain transport, ready");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0), MAPI_TRANSPORT_PROVIDER);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_PROVIDER_DLL_NAME), "plain.so");

  g_clear_object (&support);
  g_clear_object (&one);
  g_clear_pointer (&row, mapi_prop_list_unref);
  row = status_row (session, provider);
  CU_ASSERT_PTR_NOT_NULL (row);
  g_clear_object (&two);
  gone = status_row (session, provider);
  CU_ASSERT_PTR_NULL (gone);
  log_off (session);
}

static void
count_rows (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  *(guint *) data += mapi_notification_list_get_size (notifications);
}

static gboolean
is_told (gpointer data)
{
  return *(guint *) data > 0;
}

static void
test_notifications (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint told = 0;

  g_signal_connect (sink, "received", G_CALLBACK (count_rows), &told);
  CU_ASSERT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error) !=
             0);
  TAP_NO_ERROR (error);
  store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  CU_ASSERT (tap_wait (NULL, is_told, &told));
  g_clear_object (&store);
  log_off (session);
}

static void
test_error_notification (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "broken-logon-fails");
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GError) error = NULL;
  guint   told = 0;
  guint32 connection;

  g_signal_connect (sink, "received", G_CALLBACK (count_rows), &told);
  connection = mapi_session_advise (
      session, NULL, MAPI_fnevCriticalError, MAPI_ADVISE_SINK (sink), NULL, &error);
  TAP_NO_ERROR (error);
  mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  CU_ASSERT (tap_wait (NULL, is_told, &told));
  CU_ASSERT (mapi_session_unadvise (session, connection, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_session_unadvise (session, connection, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  log_off (session);
}

static void
test_spooler_row (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session = log_on (profile);
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;
  guint seen = 0;

  CU_ASSERT (mapi_session_modify_spooler_row (session, columns, &error));
  TAP_NO_ERROR (error);
  table = mapi_session_get_status_table (session, 0, NULL, NULL);
  rows = read_table (table);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_SPOOLER)
        continue;
      TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_AVAILABLE);
      seen++;
    }
  TAP_NUMBER (seen, 1);
  log_off (session);
}

TAP_MAIN ("session/session",
          { "a missing profile is named", test_missing_profile },
          { "without a name the default profile is meant", test_default_profile },
          { "logons to one profile share a session", test_shared },
          { "stores are listed and opened", test_stores },
          { "the default store can be chosen", test_default_store },
          { "a profile without a store", test_no_store },
          { "broken modules", test_broken_modules },
          { "a logon that fails", test_failing_logon },
          { "providers that lie about errors", test_lies },
          { "a provider that leaves everything out", test_leaves_out },
          { "a logon that gives the wrong object", test_wrong_object },
          { "a service that is not configured", test_unconfigured },
          { "a failure that is over", test_recovers },
          { "the logon ends with the store, or with the session (R166)", test_store_logoff },
          { "a provider is shut down with its last session (R636)", test_shutdown },
          { "a service that is lost shows at once", test_lost_service },
          { "a session without mail (R209)", test_no_mail },
          { "entries find their provider", test_entries },
          { "a transport is logged on to several times", test_transports },
          { "the status table notifies", test_notifications },
          { "who advised on the session hears of errors", test_error_notification },
          { "the spooler has a row", test_spooler_row })
