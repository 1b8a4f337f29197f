/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures-admin.h"
#include "fixtures-session.h"
#include "fixtures.h"
#include "tap.h"

/* What a session does for its clients. */

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
    fixtures_log_off (session);
}

static void
test_shared (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) a = fixtures_log_on (profile);
  g_autoptr (MapiSession) b = fixtures_log_on (profile);
  g_autoptr (MapiSession) own = mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, NULL);
  g_autoptr (MapiSession) later = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_EQUAL (a, b);
  CU_ASSERT_PTR_NOT_EQUAL (a, own);
  fixtures_log_off (a);
  table = mapi_session_get_status_table (b, 0, NULL, &error);
  TAP_NO_ERROR (error);
  fixtures_log_off (b);
  CU_ASSERT_PTR_NULL (mapi_session_get_status_table (b, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);

  later = fixtures_log_on (profile);
  CU_ASSERT_PTR_NOT_EQUAL (later, a);
  fixtures_log_off (later);
  fixtures_log_off (own);
}

static void
test_stores (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) first = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) second = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (MapiRowSet) rows = fixtures_read_stores (session);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
  g_autoptr (GBytes) other = fixtures_get_store (session, 1);
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
  now = fixtures_get_store (session, 1);
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
  fixtures_log_off (session);
}

static gboolean
is_default (MapiSession *session, guint index)
{
  g_autoptr (MapiRowSet) rows = fixtures_read_stores (session);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  return mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_STORE, FALSE);
}

static void
test_default_store (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) first = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) second = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (GBytes) entry_id = fixtures_get_store (session, 1);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (is_default (session, 0) && !is_default (session, 1));
  CU_ASSERT (mapi_session_set_default_store (session, entry_id, 0, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (!is_default (session, 0) && is_default (session, 1));
  fixtures_log_off (session);
}

static void
test_no_store (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  fixtures_log_off (session);
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
  g_autoptr (MapiSession) one = fixtures_log_on (profile);
  g_autoptr (MapiSession) two = mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, NULL);
  g_autoptr (MapiMsgStore) a = mapi_session_open_msg_store (one, NULL, 0, NULL, NULL);
  g_autoptr (MapiMsgStore) b = mapi_session_open_msg_store (two, NULL, 0, NULL, NULL);
  guint before = count_calls ("PlainProvider", "shutdowns");

  g_clear_object (&a);
  fixtures_log_off (one);
  TAP_NUMBER (count_calls ("PlainProvider", "shutdowns") - before, 0);
  fixtures_log_off (two);
  TAP_NUMBER (count_calls ("PlainProvider", "shutdowns") - before, 1);
}

static void
test_no_mail (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session =
      mapi_session_logon_profile (profile, MAPI_NEW_SESSION | MAPI_NO_MAIL, NULL, NULL);
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = fixtures_read_rows (table);

  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_SPOOLER)
        TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_FAILURE);
    }
  fixtures_log_off (session);
}

/* R166: when the store lets go of its support object, or the session ends before. */
static void
test_store_logoff (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  guint before = count_logoffs ();

  g_clear_object (&store);
  TAP_NUMBER (count_logoffs () - before, 1);

  store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  fixtures_log_off (session);
  TAP_NUMBER (count_logoffs () - before, 2);
  g_clear_object (&store);
  TAP_NUMBER (count_logoffs () - before, 2);
}

static void
test_entries (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (session, NULL, 0, NULL, NULL);
  g_autoptr (GBytes) wrapped = fixtures_get_store (session, 0);
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
  fixtures_log_off (session);
}

static void
test_transports (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) provider = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
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

  row = fixtures_find_status (session, provider);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), "Plain transport, ready");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0), MAPI_TRANSPORT_PROVIDER);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_PROVIDER_DLL_NAME), "plain.so");

  g_clear_object (&support);
  g_clear_object (&one);
  g_clear_pointer (&row, mapi_prop_list_unref);
  row = fixtures_find_status (session, provider);
  CU_ASSERT_PTR_NOT_NULL (row);
  g_clear_object (&two);
  gone = fixtures_find_status (session, provider);
  CU_ASSERT_PTR_NULL (gone);
  fixtures_log_off (session);
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
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
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
  fixtures_log_off (session);
}

static void
test_error_notification (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "broken-logon-fails");
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
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
  fixtures_log_off (session);
}

static void
test_spooler_row (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
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
  rows = fixtures_read_rows (table);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_SPOOLER)
        continue;
      TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_AVAILABLE);
      seen++;
    }
  TAP_NUMBER (seen, 1);
  fixtures_log_off (session);
}

TAP_MAIN ("session/session",
          { "a missing profile is named", test_missing_profile },
          { "without a name the default profile is meant", test_default_profile },
          { "logons to one profile share a session", test_shared },
          { "stores are listed and opened", test_stores },
          { "the default store can be chosen", test_default_store },
          { "a profile without a store", test_no_store },
          { "the logon ends with the store, or with the session (R166)", test_store_logoff },
          { "a provider is shut down with its last session (R636)", test_shutdown },
          { "a session without mail (R209)", test_no_mail },
          { "entries find their provider", test_entries },
          { "a transport is logged on to several times", test_transports },
          { "the status table notifies", test_notifications },
          { "who advised on the session hears of errors", test_error_notification },
          { "the spooler has a row", test_spooler_row })
