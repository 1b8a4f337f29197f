/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

#include <glib/gstdio.h>

static void
test_lists (void)
{
  g_autoptr (MapiServiceCatalog) catalog = fixtures_catalog ();
  g_autoptr (GError) error = NULL;
  MapiServiceInfo  *service = mapi_service_catalog_lookup (catalog, "plain", &error);
  MapiProviderInfo *provider;
  MapiSettingInfo  *setting;

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_service_catalog_get_n_services (catalog), 25);
  TAP_STRING (mapi_service_info_get_display_name (service), "Plain store and transport");
  TAP_NUMBER (mapi_service_info_get_n_providers (service), 2);

  provider = mapi_service_info_lookup_provider (service, "TRANSPORT");
  TAP_NUMBER (mapi_provider_info_get_resource_type (provider), MAPI_TRANSPORT_PROVIDER);
  TAP_NUMBER (mapi_provider_info_get_resource_flags (provider), MAPI_STATUS_NO_PRIMARY_IDENTITY);
  CU_ASSERT (g_str_has_suffix (mapi_provider_info_get_module_path (provider), "/plain.so"));

  setting = mapi_service_info_lookup_setting (service, "port");
  TAP_NUMBER (mapi_setting_info_get_setting_type (setting), MAPI_SETTING_INTEGER);
  TAP_NUMBER (mapi_setting_info_get_tag (setting), 0x66110003);
  TAP_STRING (mapi_setting_info_get_default (setting), "25");
  CU_ASSERT_FALSE (mapi_setting_info_is_required (setting));
  setting = mapi_service_info_lookup_setting (service, "security");
  TAP_STRING (mapi_setting_info_get_choices (setting)[1], "tls");
}

/* A module that is missing or broken is listed all the same: nothing is loaded. */
static void
test_loads_nothing (void)
{
  g_autoptr (MapiServiceCatalog) catalog = fixtures_catalog ();
  MapiServiceInfo *service = mapi_service_catalog_lookup (catalog, "broken-missing", NULL);

  CU_ASSERT_PTR_NOT_NULL (service);
  TAP_NUMBER (g_strv_length ((char **) mapi_service_catalog_get_problems (catalog)), 0);
}

static void
test_unknown (void)
{
  g_autoptr (MapiServiceCatalog) catalog = fixtures_catalog ();
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_service_catalog_lookup (catalog, "plane", &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "'plane'"));
  if (error != NULL)
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "plain"));
}

static void
expect_problem (const char *text, const char *group, const char *key)
{
  g_autofree char *path = g_build_filename (tap_folder (), "bad.service", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiServiceInfo) service = NULL;

  g_file_set_contents (path, text, -1, NULL);
  service = mapi_service_info_new_from_file (path, &error);
  CU_ASSERT_PTR_NULL (service);
  if (!TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA))
    return;
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, path));
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, group));
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, key));
}

#define GOOD_SERVICE "[Service]\nName=x\nDisplayName=X\nProviders=P;\n"
#define GOOD_PROVIDER                                                                              \
  "[Provider P]\nPR_RESOURCE_TYPE=MAPI_STORE_PROVIDER\nPR_DISPLAY_NAME=P\n"                        \
  "PR_PROVIDER_DLL_NAME=p.so\n"

static void
test_nonsense (void)
{
  expect_problem ("", "Service", "Name");
  expect_problem ("[Service]\nName=x\n", "Service", "DisplayName");
  expect_problem ("[Service]\nName=x\nDisplayName=X\n", "Service", "Providers");
  expect_problem (GOOD_SERVICE, "Service", "Providers");
  expect_problem (GOOD_SERVICE "[Provider P]\nPR_DISPLAY_NAME=P\n", "Provider P", "DLL_NAME");
  expect_problem (GOOD_SERVICE "[Provider P]\nPR_DISPLAY_NAME=P\nPR_PROVIDER_DLL_NAME=p.so\n",
                  "Provider P",
                  "PR_RESOURCE_TYPE");
  expect_problem (GOOD_SERVICE GOOD_PROVIDER "PR_RESOURCE_FLAGS=STATUS_NONSENSE\n",
                  "Provider P",
                  "STATUS_NONSENSE");
  expect_problem (GOOD_SERVICE GOOD_PROVIDER "Nonsense=1\n", "Provider P", "Nonsense");
  expect_problem (GOOD_SERVICE GOOD_PROVIDER "[Setting Host]\n", "Setting Host", "a-z");
  expect_problem (GOOD_SERVICE GOOD_PROVIDER "[Setting host]\nType=text\n", "Setting host", "Type");
  expect_problem (GOOD_SERVICE GOOD_PROVIDER "[Setting host]\nType=string\nTag=0x66100003\n",
                  "Setting host",
                  "Tag");
  expect_problem (GOOD_SERVICE GOOD_PROVIDER
                  "[Setting n]\nType=integer\nTag=0x66100003\nDefault=many\n",
                  "Setting n",
                  "Default");
}

/* One file that cannot be read harms no other. */
static void
test_bad_file (void)
{
  g_autofree char  *folder = g_build_filename (tap_folder (), "services", NULL);
  g_autofree char  *bad = g_build_filename (folder, "bad.service", NULL);
  g_autofree char  *good = g_build_filename (folder, "good.service", NULL);
  const char *const folders[] = { folder, "/nonexistent", NULL };
  g_autoptr (MapiServiceCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (bad, "nonsense", -1, NULL);
  g_file_set_contents (good, GOOD_SERVICE GOOD_PROVIDER, -1, NULL);
  catalog = mapi_service_catalog_new (folders);

  TAP_NUMBER (mapi_service_catalog_get_n_services (catalog), 1);
  CU_ASSERT_PTR_NOT_NULL (strstr (mapi_service_catalog_get_problems (catalog)[0], bad));
  mapi_service_catalog_lookup (catalog, "bad", &error);
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, bad));
}

TAP_MAIN ("session/catalog",
          { "services, providers and settings are listed", test_lists },
          { "listing loads no module", test_loads_nothing },
          { "an unknown service is named, and so are the known ones", test_unknown },
          { "nonsense is named with file, group and key", test_nonsense },
          { "a file that cannot be read harms no other", test_bad_file })
