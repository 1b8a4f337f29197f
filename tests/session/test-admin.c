/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

/* IProfAdmin, IMsgServiceAdmin and IProviderAdmin, as the profiles of a folder implement them. */

#define HOST_TAG 0x6610001f
#define PORT_TAG 0x66110003

static MapiRowSet *
rows_of (MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows = NULL;

  if (mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return rows != NULL ? rows : mapi_row_set_new (NULL, 0);
}

/* The row whose @tag is @text, or NULL. */
static MapiPropList *
find_row (MapiTable *table, guint32 tag, const char *text)
{
  g_autoptr (MapiRowSet) rows = rows_of (table);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, tag), text) == 0)
        return g_steal_pointer (&row);
    }

  return NULL;
}

static MapiUid *
uid_in (MapiPropList *row, guint32 tag)
{
  g_autoptr (GBytes) bytes = row != NULL ? mapi_prop_list_get_bytes (row, tag) : NULL;

  return bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
}

static MapiMsgServiceAdmin *
fresh_services (void)
{
  return MAPI_MSG_SERVICE_ADMIN (fixtures_profile ());
}

static MapiUid *
add (MapiMsgServiceAdmin *services, const char *name, GError **error)
{
  return mapi_msg_service_admin2_create_msg_service_ex (
      MAPI_MSG_SERVICE_ADMIN2 (services), name, NULL, 0, NULL, error);
}

/* What the entry point of the fixture noted down: the contexts it was called for. */
static char *
contexts_of (MapiMsgServiceAdmin *services, const MapiUid *uid)
{
  g_autoptr (MapiProfSect) section =
      mapi_msg_service_admin_open_profile_section (services, uid, NULL, 0, NULL);
  g_autoptr (MapiPropList) props =
      section != NULL ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, NULL, NULL, NULL) : NULL;

  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, MAPI_PR_COMMENT)) : NULL;
}

static void
set_entry (const char *context, const char *lie)
{
  g_unsetenv ("ENTRY_CONTEXT");
  g_unsetenv ("ENTRY_LIE");
  if (context != NULL)
    g_setenv ("ENTRY_CONTEXT", context, TRUE);
  if (lie != NULL)
    g_setenv ("ENTRY_LIE", lie, TRUE);
}

/* Profiles. */

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

  row = find_row (table, MAPI_PR_DISPLAY_NAME, "admin 1");
  renamed = find_row (table, MAPI_PR_DISPLAY_NAME, "admin 3");
  if (row == NULL || renamed == NULL)
    {
      CU_FAIL ("a profile has no row");
      return;
    }
  CU_ASSERT (!mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_PROFILE, TRUE));
  CU_ASSERT (mapi_prop_list_get_boolean (renamed, MAPI_PR_DEFAULT_PROFILE, FALSE));
  CU_ASSERT_PTR_NULL (find_row (table, MAPI_PR_DISPLAY_NAME, "admin 2"));

  CU_ASSERT (mapi_prof_admin_delete_profile (admin, "admin 1", 0, NULL, &error));
  CU_ASSERT (mapi_prof_admin_delete_profile (admin, "admin 3", 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NULL (find_row (table, MAPI_PR_DISPLAY_NAME, "admin 1"));
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
test_default_services (void)
{
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin *admin = MAPI_PROF_ADMIN (profiles);
  g_autoptr (MapiMsgServiceAdmin) services = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropValue) name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) wanted = g_bytes_new_static ("entry_service", strlen ("entry_service"));
  g_autoptr (GError) error = NULL;

  set_entry (NULL, NULL);
  CU_ASSERT (mapi_prof_admin_create_profile (
      admin, "with defaults", NULL, MAPI_DEFAULT_SERVICES, NULL, &error));
  services = mapi_prof_admin_admin_services (admin, "with defaults", NULL, 0, &error);
  TAP_NO_ERROR (error);
  table = mapi_msg_service_admin_get_msg_service_table (services, 0, &error);
  row = find_row (table, MAPI_PR_SERVICE_NAME, "entry");
  rows = rows_of (table);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  if (row == NULL)
    {
      CU_FAIL ("the default service is missing");
      return;
    }
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_SERVICE_DLL_NAME), "entry.so");
  name = mapi_prop_list_lookup (row, MAPI_PR_SERVICE_ENTRY_NAME);
  bytes = mapi_prop_value_get_bytes (name);
  TAP_BYTES (bytes, wanted);

  /* A default service that refuses leaves no profile behind. */
  set_entry ("2", NULL);
  CU_ASSERT (!mapi_prof_admin_create_profile (
      admin, "refused", NULL, MAPI_DEFAULT_SERVICES, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  set_entry (NULL, NULL);
  CU_ASSERT_PTR_NULL (mapi_profiles_open (profiles, "refused", NULL));
}

/* Services. */

static void
test_entry_contexts (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiUid) provider = NULL;
  g_autoptr (MapiProviderAdmin) providers = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (HOST_TAG, "a.example");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autofree char *contexts = NULL;
  g_autoptr (GError) error = NULL;

  set_entry (NULL, NULL);
  uid = add (services, "entry", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_msg_service_admin_configure_msg_service (services, uid, 0, props, NULL, &error));
  providers = mapi_msg_service_admin_admin_providers (services, uid, 0, &error);
  provider = mapi_provider_admin_create_provider (providers, "TRANSPORT", NULL, 0, NULL, &error);
  CU_ASSERT (mapi_provider_admin_delete_provider (providers, provider, NULL, &error));
  TAP_NO_ERROR (error);

  contexts = contexts_of (services, uid);
  TAP_STRING (contexts, "2 3 6 7 ");

  set_entry ("4", NULL);
  CU_ASSERT (!mapi_msg_service_admin_delete_msg_service (services, uid, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL))
    CU_ASSERT (strstr (error->message, "'entry'") && strstr (error->message, "entry_service"));
  g_clear_error (&error);
  set_entry (NULL, NULL);
  CU_ASSERT (mapi_msg_service_admin_delete_msg_service (services, uid, NULL, &error));
  TAP_NO_ERROR (error);
}

static void
test_entry_refuses (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (GError) error = NULL;

  set_entry ("2", NULL);
  CU_ASSERT (!mapi_msg_service_admin_create_msg_service (services, "entry", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (find_row (table, MAPI_PR_SERVICE_NAME, "entry"));

  set_entry (NULL, "fail without an error");
  CU_ASSERT (!mapi_msg_service_admin_create_msg_service (services, "entry", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
  g_clear_error (&error);

  set_entry ("3", "succeed with an error");
  uid = add (services, "entry", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (!mapi_msg_service_admin_configure_msg_service (services, uid, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
  set_entry (NULL, NULL);
}

static MapiServiceInfo *
fixture_service (const char *name)
{
  g_autoptr (MapiServiceCatalog) catalog = fixtures_catalog ();

  return g_object_ref (mapi_service_catalog_lookup (catalog, name, NULL));
}

static gboolean
has_files (const char *folder, const char *first, ...)
{
  gboolean all = TRUE;
  va_list  names;

  va_start (names, first);
  for (const char *name = first; name != NULL; name = va_arg (names, const char *))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      all = all && g_file_test (path, G_FILE_TEST_EXISTS);
    }
  va_end (names);
  return all;
}

/* The contexts without a profile: a service comes to a folder, and goes again. */
static void
test_install (void)
{
  g_autofree char  *folder = g_build_filename (tap_folder (), "installed", NULL);
  const char *const folders[] = { folder, NULL };
  g_autoptr (MapiServiceInfo) original = fixture_service ("entry");
  g_autoptr (MapiServiceInfo) other = fixture_service ("needy");
  g_autoptr (MapiServiceInfo) installed = NULL;
  g_autoptr (MapiServiceInfo) beside = NULL;
  g_autoptr (MapiServiceCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;

  set_entry (NULL, NULL);
  g_unsetenv ("ENTRY_NOTES");
  installed = mapi_service_info_install (original, folder, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (g_getenv ("ENTRY_NOTES"), "1 ");
  CU_ASSERT (has_files (folder, "entry.service", "entry.so", "entry.txt", "plain.so", NULL));
  catalog = mapi_service_catalog_new (folders);
  CU_ASSERT_PTR_NOT_NULL (mapi_service_catalog_lookup (catalog, "entry", NULL));
  CU_ASSERT (g_str_has_prefix (mapi_service_info_get_module_path (installed), folder));
  CU_ASSERT_PTR_NULL (mapi_service_info_install (original, folder, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);

  /* What refuses stays. */
  set_entry ("5", NULL);
  CU_ASSERT (!mapi_service_info_uninstall (installed, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT (has_files (folder, "entry.service", "entry.so", "entry.txt", "plain.so", NULL));

  /* What another service needs stays too. */
  set_entry (NULL, NULL);
  beside = mapi_service_info_install (other, folder, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_service_info_uninstall (installed, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_STRING (g_getenv ("ENTRY_NOTES"), "1 5 ");
  CU_ASSERT (!has_files (folder, "entry.service", NULL) && !has_files (folder, "entry.txt", NULL));
  CU_ASSERT (has_files (folder, "needy.service", "plain.so", NULL));
}

static void
test_install_refused (void)
{
  g_autofree char *folder = g_build_filename (tap_folder (), "refused", NULL);
  g_autofree char *away = g_build_filename (tap_folder (), "away.service", NULL);
  g_autoptr (MapiServiceInfo) original = fixture_service ("entry");
  g_autoptr (MapiServiceInfo) wanders = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  set_entry ("1", NULL);
  CU_ASSERT_PTR_NULL (mapi_service_info_install (original, folder, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  set_entry (NULL, NULL);
  CU_ASSERT (!has_files (folder, "entry.service", NULL) && !has_files (folder, "entry.so", NULL));

  /* Neither is anything copied from elsewhere, nor is a service installed that lacks something. */
  g_file_get_contents (mapi_service_info_get_path (original), &text, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, "entry.txt", 2);
      g_autofree char *changed = g_strjoinv (i == 0 ? "../entry.txt" : "missing.txt", parts);

      g_file_set_contents (away, changed, -1, NULL);
      g_clear_object (&wanders);
      wanders = mapi_service_info_new_from_file (away, &error);
      TAP_NO_ERROR (error);
      CU_ASSERT_PTR_NULL (mapi_service_info_install (wanders, folder, NULL, &error));
      tap_note ("%s", error != NULL ? error->message : "no error");
      TAP_ERROR (error, MAPI_ERROR, i == 0 ? MAPI_E_CORRUPT_DATA : MAPI_E_NOT_FOUND);
      g_clear_error (&error);
      CU_ASSERT (!has_files (folder, "away.service", NULL));
    }
}

static void
test_configure (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiUid) uid = add (services, "entry", NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) good = NULL;
  g_autoptr (MapiPropList) strange = NULL;
  g_autoptr (MapiPropList) partial = NULL;
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_long (builder, PORT_TAG, 2525);
  partial = mapi_prop_list_builder_end (builder);
  CU_ASSERT (
      !mapi_msg_service_admin_configure_msg_service (services, uid, 0, partial, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
  g_clear_error (&error);

  mapi_prop_list_builder_add_string (builder, HOST_TAG, "a.example");
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

  mapi_prop_list_builder_add_string (builder, HOST_TAG, "a.example");
  mapi_prop_list_builder_add_long (builder, PORT_TAG, 2525);
  good = mapi_prop_list_builder_end (builder);
  CU_ASSERT (mapi_msg_service_admin_configure_msg_service (services, uid, 0, good, NULL, &error));
  TAP_NO_ERROR (error);
  port = mapi_profile_get_setting (MAPI_PROFILE (services), uid, "port", NULL);
  TAP_STRING (port, "2525");
}

static void
test_copy_service (void)
{
  g_autoptr (MapiMsgServiceAdmin) here = fresh_services ();
  g_autoptr (MapiMsgServiceAdmin) there = fresh_services ();
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

  row = find_row (table, MAPI_PR_DISPLAY_NAME, "the copy");
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
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiUid) uid = fixtures_add (MAPI_PROFILE (services), "plain");
  g_autoptr (MapiUid) unknown = mapi_uid_new ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  g_autoptr (MapiTable) providers = mapi_msg_service_admin_get_provider_table (services, 0, NULL);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) provider = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_msg_service_admin_set_primary_identity (services, uid, 0, &error));
  TAP_NO_ERROR (error);
  row = find_row (table, MAPI_PR_SERVICE_NAME, "plain");
  provider = find_row (providers, MAPI_PR_DISPLAY_NAME, "Plain store and transport");
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
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
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

/* Providers. */

static void
test_providers (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
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
  kept = contexts_of (services, added);
  TAP_STRING (kept, "added");
  rows = rows_of (table);
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

static void
test_provider_of_entry (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiUid) uid = add (services, "entry", NULL);
  g_autoptr (MapiProviderAdmin) providers =
      mapi_msg_service_admin_admin_providers (services, uid, 0, NULL);
  g_autoptr (MapiTable) table = mapi_provider_admin_get_provider_table (providers, 0, NULL);
  g_autoptr (MapiUid) added = NULL;
  g_autoptr (MapiUid) refused = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  /* What the entry point adds is not asked of it again. */
  set_entry (NULL, "add another");
  added = mapi_provider_admin_create_provider (providers, "TRANSPORT", NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  rows = rows_of (table);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);

  set_entry ("6", NULL);
  refused = mapi_provider_admin_create_provider (providers, "TRANSPORT", NULL, 0, NULL, &error);
  CU_ASSERT_PTR_NULL (refused);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_pointer (&rows, mapi_row_set_unref);
  rows = rows_of (table);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  set_entry (NULL, NULL);
}

/* Tables. */

static void
count (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
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
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiPropList) row = NULL;
  guint told = 0;
  g_autoptr (GError) error = NULL;

  g_signal_connect (sink, "received", G_CALLBACK (count), &told);
  CU_ASSERT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error));
  TAP_NO_ERROR (error);

  uid = add (services, "plain", NULL);
  CU_ASSERT (tap_wait (NULL, is_told, &told));
  row = find_row (table, MAPI_PR_SERVICE_NAME, "plain");
  CU_ASSERT_PTR_NOT_NULL (row);
}

typedef struct
{
  guint added;
  guint modified;
  guint deleted;
} Events;

static void
note_event (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  Events *events = data;

  for (guint i = 0; i < mapi_notification_list_get_size (notifications); i++)
    {
      g_autoptr (MapiNotification) one = mapi_notification_list_get_notification (notifications, i);

      switch (mapi_notification_get_table_event (one))
        {
        case MAPI_TABLE_ROW_ADDED:
          events->added++;
          break;
        case MAPI_TABLE_ROW_MODIFIED:
          events->modified++;
          break;
        case MAPI_TABLE_ROW_DELETED:
          events->deleted++;
          break;
        default:
          break;
        }
    }
}

static gboolean
has_all (gpointer data)
{
  const Events *events = data;

  return events->added > 0 && events->modified > 0 && events->deleted > 0;
}

static MapiCallbackSink *
watch (MapiTable *table, Events *events)
{
  MapiCallbackSink *sink = mapi_callback_sink_new ();
  g_autoptr (GError) error = NULL;

  g_signal_connect (sink, "received", G_CALLBACK (note_event), events);
  CU_ASSERT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error));
  TAP_NO_ERROR (error);
  return sink;
}

/* Every table tells of what was added, changed and deleted. */
static void
test_events_of_profiles (void)
{
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin *admin = MAPI_PROF_ADMIN (profiles);
  g_autoptr (MapiTable) table = mapi_prof_admin_get_profile_table (admin, 0, NULL);
  Events events = { 0 };
  g_autoptr (MapiCallbackSink) sink = watch (table, &events);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_prof_admin_create_profile (admin, "watched", NULL, 0, NULL, &error));
  CU_ASSERT (mapi_prof_admin_set_default_profile (admin, "watched", 0, &error));
  CU_ASSERT (mapi_prof_admin_delete_profile (admin, "watched", 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (tap_wait (NULL, has_all, &events));
}

static void
test_events_of_services (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  Events events = { 0 };
  g_autoptr (MapiCallbackSink) sink = watch (table, &events);
  g_autoptr (MapiUid) uid = add (services, "plain", NULL);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_msg_service_admin_rename_msg_service (services, uid, 0, "renamed", &error));
  CU_ASSERT (mapi_msg_service_admin_delete_msg_service (services, uid, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (tap_wait (NULL, has_all, &events));
}

static void
test_events_of_providers (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fresh_services ();
  g_autoptr (MapiUid) uid = fixtures_add (MAPI_PROFILE (services), "plain");
  g_autoptr (MapiProviderAdmin) providers =
      mapi_msg_service_admin_admin_providers (services, uid, 0, NULL);
  g_autoptr (MapiTable) all = mapi_msg_service_admin_get_provider_table (services, 0, NULL);
  g_autoptr (MapiTable) own = mapi_provider_admin_get_provider_table (providers, 0, NULL);
  Events of_all = { 0 };
  Events of_own = { 0 };
  g_autoptr (MapiCallbackSink) sink = watch (all, &of_all);
  g_autoptr (MapiCallbackSink) own_sink = watch (own, &of_own);
  g_autoptr (MapiUid) provider = NULL;
  g_autoptr (GError) error = NULL;

  provider = mapi_provider_admin_create_provider (providers, "STORE", NULL, 0, NULL, &error);
  CU_ASSERT (mapi_msg_service_admin_rename_msg_service (services, uid, 0, "renamed", &error));
  CU_ASSERT (mapi_provider_admin_delete_provider (providers, provider, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (tap_wait (NULL, has_all, &of_all));
  CU_ASSERT (tap_wait (NULL, has_all, &of_own));
}

/* Another object of the same file stands for another process. */
static void
test_foreign_changes (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) other = mapi_profiles_open (admin, mapi_profile_get_name (profile), NULL);
  g_autoptr (MapiTable) table =
      mapi_msg_service_admin_get_msg_service_table (MAPI_MSG_SERVICE_ADMIN (profile), 0, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiPropList) row = NULL;
  guint told = 0;

  g_signal_connect (sink, "received", G_CALLBACK (count), &told);
  mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  uid = fixtures_add (other, "plain");
  CU_ASSERT (tap_wait (NULL, is_told, &told));
  row = find_row (table, MAPI_PR_SERVICE_NAME, "plain");
  CU_ASSERT_PTR_NOT_NULL (row);
}

/* A thread whose context nobody turns any more. */
static gpointer
open_table_and_end (gpointer profile)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  MapiTable *table;

  g_main_context_push_thread_default (context);
  table = mapi_msg_service_admin_get_msg_service_table (profile, 0, NULL);
  g_main_context_pop_thread_default (context);
  return table;
}

/* Who has asked first may be gone. */
static void
test_thread_ended (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) other = mapi_profiles_open (admin, mapi_profile_get_name (profile), NULL);
  g_autoptr (MapiTable) table = g_thread_join (g_thread_new ("first", open_table_and_end, profile));
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiUid) uid = NULL;
  guint told = 0;

  g_signal_connect (sink, "received", G_CALLBACK (count), &told);
  mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  uid = fixtures_add (other, "plain");
  CU_ASSERT (tap_wait (NULL, is_told, &told));
}

TAP_MAIN ("session/admin",
          { "the thread that asked for a table first has ended", test_thread_ended },
          { "profiles have a table and are made, copied, renamed, deleted", test_profiles },
          { "what cannot be done to profiles has its code", test_profile_errors },
          { "profiles have no passwords", test_passwords },
          { "default services come with a profile", test_default_services },
          { "the entry point of a service is called in every context", test_entry_contexts },
          { "what an entry point refuses was never there", test_entry_refuses },
          { "a service is installed and uninstalled with its files", test_install },
          { "nothing stays of a service that refuses to be installed", test_install_refused },
          { "a service is configured by properties, all or none", test_configure },
          { "a service is copied with settings and secrets", test_copy_service },
          { "a service gives the identity", test_identity },
          { "what cannot be done to services has its code", test_service_errors },
          { "the providers of a service are its own", test_providers },
          { "an entry point adds providers itself", test_provider_of_entry },
          { "tables tell of changes", test_notifications },
          { "the table of profiles tells of every change", test_events_of_profiles },
          { "the table of services tells of every change", test_events_of_services },
          { "the tables of providers tell of every change", test_events_of_providers },
          { "tables tell of what others change", test_foreign_changes })
