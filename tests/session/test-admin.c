/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures-admin.h"
#include "fixtures.h"
#include "tap.h"

/* IProfAdmin, IMsgServiceAdmin and IProviderAdmin, as the profiles of a folder implement them. */

static MapiUid *
uid_in (MapiPropList *row, guint32 tag)
{
  g_autoptr (GBytes) bytes = row != NULL ? mapi_prop_list_get_bytes (row, tag) : NULL;

  return bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
}

static void
test_profiles (void)
{
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin *admin = MAPI_PROF_ADMIN (profiles);
  g_autoptr (MapiTable) table = mapi_prof_admin_get_profile_table (admin, 0, NULL);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) renamed = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_prof_admin_create_profile (admin, "admin 1", NULL, 0, NULL, &error));
  CU_ASSERT (mapi_prof_admin_copy_profile (admin, "admin 1", "", "admin 2", 0, &error));
  CU_ASSERT (mapi_prof_admin_rename_profile (admin, "admin 2", NULL, "admin 3", 0, &error));
  CU_ASSERT (mapi_prof_admin_set_default_profile (admin, "admin 3", 0, &error));
  TAP_NO_ERROR (error);

  row = fixtures_find_row (table, MAPI_PR_DISPLAY_NAME, "admin 1");
  renamed = fixtures_find_row (table, MAPI_PR_DISPLAY_NAME, "admin 3");
  if (row == NULL || renamed == NULL)
    {
      CU_FAIL ("a profile has no row");
      return;
    }
  CU_ASSERT (!mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_PROFILE, TRUE));
  CU_ASSERT (mapi_prop_list_get_boolean (renamed, MAPI_PR_DEFAULT_PROFILE, FALSE));
  CU_ASSERT_PTR_NULL (fixtures_find_row (table, MAPI_PR_DISPLAY_NAME, "admin 2"));

  CU_ASSERT (mapi_prof_admin_delete_profile (admin, "admin 1", 0, NULL, &error));
  CU_ASSERT (mapi_prof_admin_delete_profile (admin, "admin 3", 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NULL (fixtures_find_row (table, MAPI_PR_DISPLAY_NAME, "admin 1"));
}

static void
test_profile_errors (void)
{
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin *admin = MAPI_PROF_ADMIN (profiles);
  g_autoptr (GError) error = NULL;

  mapi_prof_admin_create_profile (admin, "taken", NULL, 0, NULL, NULL);
  CU_ASSERT (!mapi_prof_admin_create_profile (admin, "taken", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_copy_profile (admin, "taken", NULL, "taken", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_rename_profile (admin, "taken", NULL, "taken", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_copy_profile (admin, "nobody", NULL, "somebody", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_delete_profile (admin, "nobody", 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_set_default_profile (admin, "nobody", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

static void
test_passwords (void)
{
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin *admin = MAPI_PROF_ADMIN (profiles);
  g_autoptr (GError) error = NULL;

  mapi_prof_admin_create_profile (admin, "open", NULL, 0, NULL, NULL);
  CU_ASSERT_PTR_NULL (mapi_prof_admin_admin_services (admin, "open", "sesame", 0, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_LOGON_FAILED))
    CU_ASSERT_PTR_NULL (strstr (error->message, "sesame"));
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_copy_profile (admin, "open", "sesame", "copy", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_LOGON_FAILED);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_rename_profile (admin, "open", "sesame", "other", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_LOGON_FAILED);
  g_clear_error (&error);
  CU_ASSERT (!mapi_prof_admin_change_profile_password (admin, "open", NULL, "sesame", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);
  CU_ASSERT (mapi_prof_admin_change_profile_password (admin, "open", "", NULL, 0, &error));
  TAP_NO_ERROR (error);
}

static void
test_configure (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) uid = fixtures_add_service (services, "entry", NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) good = NULL;
  g_autoptr (MapiPropList) strange = NULL;
  g_autoptr (MapiPropList) partial = NULL;
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_long (builder, FIXTURES_PORT, 2525);
  partial = mapi_prop_list_builder_end (builder);
  CU_ASSERT (
      !mapi_msg_service_admin_configure_msg_service (services, uid, 0, partial, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
  g_clear_error (&error);

  mapi_prop_list_builder_add_string (builder, FIXTURES_HOST, "a.example");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "no setting");
  strange = mapi_prop_list_builder_end (builder);
  CU_ASSERT (
      !mapi_msg_service_admin_configure_msg_service (services, uid, 0, strange, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "PR_SUBJECT"));
  g_clear_error (&error);

  /* Nothing of what was refused was kept. */
  port = mapi_profile_get_setting (MAPI_PROFILE (services), uid, "port", NULL);
  TAP_STRING (port, "25");
  g_clear_pointer (&port, g_free);

  mapi_prop_list_builder_add_string (builder, FIXTURES_HOST, "a.example");
  mapi_prop_list_builder_add_long (builder, FIXTURES_PORT, 2525);
  good = mapi_prop_list_builder_end (builder);
  CU_ASSERT (mapi_msg_service_admin_configure_msg_service (services, uid, 0, good, NULL, &error));
  TAP_NO_ERROR (error);
  port = mapi_profile_get_setting (MAPI_PROFILE (services), uid, "port", NULL);
  TAP_STRING (port, "2525");
}

static void
test_copy_service (void)
{
  g_autoptr (MapiMsgServiceAdmin) here = fixtures_services ();
  g_autoptr (MapiMsgServiceAdmin) there = fixtures_services ();
  g_autoptr (MapiUid) uid = fixtures_add (MAPI_PROFILE (here), "plain");
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (there, 0, NULL);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiUid) copy = NULL;
  g_autofree char *host = NULL;
  gboolean         has_password = FALSE;
  g_autoptr (GError) error = NULL;

  mapi_profile_configure_service (MAPI_PROFILE (here), uid, "password", "secret", NULL);
  CU_ASSERT (mapi_msg_service_admin_copy_msg_service (here, uid, "the copy", there, 0, &error));
  TAP_NO_ERROR (error);

  row = fixtures_find_row (table, MAPI_PR_DISPLAY_NAME, "the copy");
  copy = uid_in (row, MAPI_PR_SERVICE_UID);
  if (copy == NULL)
    {
      CU_FAIL ("there is no copy");
      return;
    }
  host = mapi_profile_get_setting (MAPI_PROFILE (there), copy, "host", NULL);
  TAP_STRING (host, "mail.example");
  mapi_profile_has_setting (MAPI_PROFILE (there), copy, "password", &has_password, NULL);
  CU_ASSERT (has_password);
  CU_ASSERT (!mapi_uid_equal (copy, uid));

  CU_ASSERT (mapi_msg_service_admin_rename_msg_service (there, copy, 0, "renamed", &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (!mapi_msg_service_admin_copy_msg_service (here, copy, NULL, NULL, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

static void
test_identity (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) uid = fixtures_add (MAPI_PROFILE (services), "plain");
  g_autoptr (MapiUid) unknown = mapi_uid_new ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  g_autoptr (MapiTable) providers = mapi_msg_service_admin_get_provider_table (services, 0, NULL);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) provider = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_msg_service_admin_set_primary_identity (services, uid, 0, &error));
  TAP_NO_ERROR (error);
  row = fixtures_find_row (table, MAPI_PR_SERVICE_NAME, "plain");
  provider = fixtures_find_row (providers, MAPI_PR_DISPLAY_NAME, "Plain store and transport");
  if (row == NULL || provider == NULL)
    {
      CU_FAIL ("a row is missing");
      return;
    }
  CU_ASSERT ((guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) &
             MAPI_SERVICE_PRIMARY_IDENTITY);
  CU_ASSERT ((guint32) mapi_prop_list_get_long (provider, MAPI_PR_RESOURCE_FLAGS, 0) &
             MAPI_STATUS_PRIMARY_IDENTITY);

  CU_ASSERT (!mapi_msg_service_admin_set_primary_identity (services, unknown, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (mapi_msg_service_admin_set_primary_identity (services, NULL, 0, &error));
  TAP_NO_ERROR (error);
}

static void
test_service_errors (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) unknown = mapi_uid_new ();
  g_autoptr (MapiUidArray) none = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) one = mapi_uid_array_append (none, unknown);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (!mapi_msg_service_admin_create_msg_service (
      services, "there is no such", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (!mapi_msg_service_admin_delete_msg_service (services, unknown, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (
      !mapi_msg_service_admin_configure_msg_service (services, unknown, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_msg_service_admin_admin_providers (services, unknown, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (
      mapi_msg_service_admin_open_profile_section (services, unknown, NULL, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (!mapi_msg_service_admin_msg_service_transport_order (services, one, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
}

static void
test_providers (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) uid = fixtures_add (MAPI_PROFILE (services), "plain");
  g_autoptr (MapiUid) other = fixtures_add (MAPI_PROFILE (services), "plain");
  g_autoptr (MapiUid) foreign =
      fixtures_provider (MAPI_PROFILE (services), other, MAPI_STORE_PROVIDER);
  g_autoptr (MapiProviderAdmin) providers =
      mapi_msg_service_admin_admin_providers (services, uid, 0, NULL);
  g_autoptr (MapiTable) table = mapi_provider_admin_get_provider_table (providers, 0, NULL);
  g_autoptr (MapiPropValue) comment = mapi_prop_value_new_string (MAPI_PR_COMMENT, "added");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (comment);
  g_autoptr (MapiUid) added = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  added = mapi_provider_admin_create_provider (providers, "STORE", props, 0, NULL, &error);
  TAP_NO_ERROR (error);
  kept = fixtures_read_comment (services, added);
  TAP_STRING (kept, "added");
  rows = fixtures_read_rows (table);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);

  CU_ASSERT_PTR_NULL (
      mapi_provider_admin_create_provider (providers, "NONE", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (!mapi_provider_admin_delete_provider (providers, foreign, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (
      mapi_provider_admin_open_profile_section (providers, foreign, NULL, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT (mapi_provider_admin_delete_provider (providers, added, NULL, &error));
  TAP_NO_ERROR (error);
}

TAP_MAIN ("session/admin",
          { "profiles have a table and are made, copied, renamed, deleted", test_profiles },
          { "what cannot be done to profiles has its code", test_profile_errors },
          { "profiles have no passwords", test_passwords },
          { "a service is configured by properties, all or none", test_configure },
          { "a service is copied with settings and secrets", test_copy_service },
          { "a service gives the identity", test_identity },
          { "what cannot be done to services has its code", test_service_errors },
          { "the providers of a service are its own", test_providers })
