/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures-admin.h"
#include "fixtures.h"
#include "tap.h"

/* The entry point of a service: when it is called, and what its refusal undoes. */

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
  row = fixtures_find_row (table, MAPI_PR_SERVICE_NAME, "entry");
  rows = fixtures_read_rows (table);
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

static void
test_entry_contexts (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiUid) provider = NULL;
  g_autoptr (MapiProviderAdmin) providers = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (FIXTURES_HOST, "a.example");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autofree char *contexts = NULL;
  g_autoptr (GError) error = NULL;

  set_entry (NULL, NULL);
  uid = fixtures_add_service (services, "entry", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_msg_service_admin_configure_msg_service (services, uid, 0, props, NULL, &error));
  providers = mapi_msg_service_admin_admin_providers (services, uid, 0, &error);
  provider = mapi_provider_admin_create_provider (providers, "TRANSPORT", NULL, 0, NULL, &error);
  CU_ASSERT (mapi_provider_admin_delete_provider (providers, provider, NULL, &error));
  TAP_NO_ERROR (error);

  contexts = fixtures_read_comment (services, uid);
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
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (GError) error = NULL;

  set_entry ("2", NULL);
  CU_ASSERT (!mapi_msg_service_admin_create_msg_service (services, "entry", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (fixtures_find_row (table, MAPI_PR_SERVICE_NAME, "entry"));

  set_entry (NULL, "fail without an error");
  CU_ASSERT (!mapi_msg_service_admin_create_msg_service (services, "entry", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
  g_clear_error (&error);

  set_entry ("3", "succeed with an error");
  uid = fixtures_add_service (services, "entry", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (!mapi_msg_service_admin_configure_msg_service (services, uid, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
  set_entry (NULL, NULL);
}

/* In the process that its providers have: a crash there is an error here. */
static void
test_entry_isolated (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  MapiMsgServiceAdmin *services = MAPI_MSG_SERVICE_ADMIN (profile);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (FIXTURES_HOST, "a.example");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autofree char *contexts = NULL;
  g_autoptr (GError) error = NULL;

  set_entry (NULL, NULL);
  uid = fixtures_add_service (services, "entry", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_profile_configure_service (profile, uid, "isolated", "true", &error));
  TAP_NO_ERROR (error);

  set_entry (NULL, "crash");
  CU_ASSERT_FALSE (
      mapi_msg_service_admin_configure_msg_service (services, uid, 0, NULL, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT))
    CU_ASSERT_TRUE (strstr (error->message, "service 'entry': entry_service: ") != NULL &&
                    strstr (error->message, "its process was ended by signal 6") != NULL);
  g_clear_error (&error);

  set_entry ("3", NULL);
  CU_ASSERT_FALSE (
      mapi_msg_service_admin_configure_msg_service (services, uid, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);

  set_entry (NULL, NULL);
  CU_ASSERT_TRUE (
      mapi_msg_service_admin_configure_msg_service (services, uid, 0, props, NULL, &error));
  TAP_NO_ERROR (error);
  contexts = fixtures_read_comment (services, uid);
  CU_ASSERT_TRUE (contexts != NULL && g_str_has_suffix (contexts, "3 "));
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
test_provider_of_entry (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) uid = fixtures_add_service (services, "entry", NULL);
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
  rows = fixtures_read_rows (table);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);

  set_entry ("6", NULL);
  refused = mapi_provider_admin_create_provider (providers, "TRANSPORT", NULL, 0, NULL, &error);
  CU_ASSERT_PTR_NULL (refused);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_pointer (&rows, mapi_row_set_unref);
  rows = fixtures_read_rows (table);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  set_entry (NULL, NULL);
}

TAP_MAIN ("session/service-entry",
          { "default services come with a profile", test_default_services },
          { "the entry point of a service is called in every context", test_entry_contexts },
          { "what an entry point refuses was never there", test_entry_refuses },
          { "the entry point of an isolated service has a process of its own",
            test_entry_isolated },
          { "a service is installed and uninstalled with its files", test_install },
          { "nothing stays of a service that refuses to be installed", test_install_refused },
          { "an entry point adds providers itself", test_provider_of_entry })
