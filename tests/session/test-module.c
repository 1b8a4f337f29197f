/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

static char *
module_path (const char *name)
{
  g_autofree char *base = g_strconcat (name, ".so", NULL);

  return g_build_filename (g_getenv ("MAPI_BUILD_ROOT"), "tests", "fixtures", base, NULL);
}

/* After each bad module the good one still works. */
static void
expect_good (void)
{
  g_autofree char *path = module_path ("plain");
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProviderModule) module = mapi_provider_module_open (path, &error);
  g_autoptr (MapiMsProvider) store = NULL;
  g_autoptr (MapiMsProvider) again = NULL;
  g_autoptr (MapiXpProvider) transport = NULL;

  if (!TAP_NO_ERROR (error))
    return;
  TAP_STRING (mapi_provider_module_get_path (module), path);
  store = mapi_provider_module_get_ms_provider (module, &error);
  again = mapi_provider_module_get_ms_provider (module, &error);
  transport = mapi_provider_module_get_xp_provider (module, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NOT_NULL (transport);
  CU_ASSERT_PTR_EQUAL (store, again);
}

static void
expect_broken (const char *name, MapiError code, const char *call, const char *cause)
{
  g_autofree char *path = module_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProviderModule) module = mapi_provider_module_open (path, &error);
  g_autoptr (MapiMsProvider) store = NULL;

  if (module != NULL)
    store = mapi_provider_module_get_ms_provider (module, &error);
  CU_ASSERT_PTR_NULL (store);
  if (error == NULL || error->code != (int) code)
    TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
  if (error != NULL)
    {
      tap_note ("%s", error->message);
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, path));
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, call));
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, cause));
    }
  expect_good ();
}

static void
test_missing (void)
{
  expect_broken ("missing", MAPI_E_NOT_FOUND, "cannot load", "no such file");
}

static void
test_not_shared (void)
{
  expect_broken ("broken-not-shared", MAPI_E_CALL_FAILED, "cannot load", "too short");
}

static void
test_no_entry (void)
{
  expect_broken (
      "broken-no-entry", MAPI_E_CALL_FAILED, "mapi_ms_provider_init", "no such entry point");
}

static void
test_entry_lies (void)
{
  expect_broken (
      "broken-entry-lies", MAPI_E_CALL_FAILED, "mapi_ms_provider_init", "failed without an error");
}

static void
test_wrong_provider (void)
{
  expect_broken (
      "broken-wrong-provider", MAPI_E_CALL_FAILED, "mapi_ms_provider_init", "MapiMsProvider");
}

static void
test_too_new (void)
{
  expect_broken ("broken-too-new", MAPI_E_VERSION, "mapi_ms_provider_init", "version 1.1");
}

static void
test_other_major (void)
{
  expect_broken ("broken-other-major", MAPI_E_VERSION, "mapi_ms_provider_init", "2.0");
}

static void
test_too_old (void)
{
  expect_broken ("broken-too-old", MAPI_E_VERSION, "mapi_ms_provider_init", "version 0.9");
}

#define VERSION(major, minor) ((guint32) (major) << 16 | (minor))

/* A host goes on with modules of earlier minor versions, and with no others; each side says what it
 * needs and what it met. */
static void
test_versions (void)
{
  static const struct
  {
    guint32     host;
    guint32     module;
    const char *complaint;
  } cases[] = {
    { VERSION (1, 0), VERSION (1, 0), NULL },
    { VERSION (1, 5), VERSION (1, 2), NULL },
    { VERSION (1, 2), VERSION (1, 5), "provider interface 1.5 is needed, the host speaks 1.2" },
    { VERSION (2, 0), VERSION (1, 9), "provider interface 1.9 is needed, the host speaks 2.0" },
    { VERSION (1, 9), VERSION (2, 0), "provider interface 2.0 is needed, the host speaks 1.9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint32  told = 0;
      gboolean agreed = mapi_spi_version_check (cases[i].host, cases[i].module, &told, &error);

      TAP_NUMBER (agreed, cases[i].complaint == NULL);
      TAP_NUMBER (told, cases[i].module);
      if (agreed)
        continue;
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_VERSION);
      TAP_STRING (error->message, cases[i].complaint);
    }
}

TAP_MAIN ("session/module",
          { "a good module", expect_good },
          { "a missing file", test_missing },
          { "a file that is no shared object", test_not_shared },
          { "no entry symbol", test_no_entry },
          { "an entry point that gives nothing and no error", test_entry_lies },
          { "an entry point that gives something else", test_wrong_provider },
          { "a module that is too new", test_too_new },
          { "a module of another major version", test_other_major },
          { "a module that is too old", test_too_old },
          { "hosts and modules of all versions", test_versions })
