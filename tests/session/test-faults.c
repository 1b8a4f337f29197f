/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures-admin.h"
#include "fixtures-session.h"
#include "fixtures.h"
#include "tap.h"

/* Providers that fail, lie or are not there, as a session meets them. */

/* A broken store fails with its name, shows in its row, and harms no other. */
static void
expect_broken (const char *service, MapiError code, const char *call, const char *cause)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) broken = fixtures_add (profile, service);
  g_autoptr (MapiUid) good = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) provider = fixtures_provider (profile, broken, MAPI_STORE_PROVIDER);
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (GBytes) good_id = fixtures_get_store (session, 1);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  CU_ASSERT_PTR_NOT_NULL (error);
  row = fixtures_find_status (session, provider);
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
  fixtures_log_off (session);
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
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  mapi_profile_configure_service (profile, service, "host", NULL, NULL);
  CU_ASSERT_PTR_NULL (
      mapi_session_logon_transport (session, transport, &flags, NULL, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "'host'"));
  fixtures_log_off (session);
}

/* A failure that is over leaves nothing behind. */
static void
test_recovers (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) provider = fixtures_provider (profile, service, MAPI_STORE_PROVIDER);
  g_autoptr (MapiSession) session = fixtures_log_on (profile);
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
  row = fixtures_find_status (session, provider);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_AVAILABLE);
  CU_ASSERT_FALSE (mapi_prop_list_contains (row, MAPI_PR_STATUS_STRING));

  g_clear_object (&store);
  gone = fixtures_find_status (session, provider);
  CU_ASSERT_PTR_NULL (gone);
  fixtures_log_off (session);
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

  session = fixtures_log_on (profile);
  row = fixtures_find_status (session, store);
  CU_ASSERT_PTR_NOT_NULL (row);
  if (row != NULL)
    CU_ASSERT_PTR_NOT_NULL (
        strstr (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING), "'lost'"));
  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (session, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  fixtures_log_off (session);
}

TAP_MAIN ("session/faults",
          { "broken modules", test_broken_modules },
          { "a logon that fails", test_failing_logon },
          { "providers that lie about errors", test_lies },
          { "a provider that leaves everything out", test_leaves_out },
          { "a logon that gives the wrong object", test_wrong_object },
          { "a service that is not configured", test_unconfigured },
          { "a failure that is over", test_recovers },
          { "a service that is lost shows at once", test_lost_service })
