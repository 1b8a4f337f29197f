/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-entry.h"

#include <gmodule.h>

typedef GObject *(*Init) (guint32 spi_version, guint32 *provider_version, GError **error);

/* NULL is no complaint where the module is a script. */
static Init
find (CheckBench *bench, const char *symbol)
{
  GModule *module;
  gpointer init = NULL;

  if (bench->is_script)
    {
      check_skip (bench, "the module is a script: its language host calls the entry point");
      return NULL;
    }
  module = g_module_open (bench->module_path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  check_that (bench,
              module != NULL && g_module_symbol (module, symbol, &init),
              "%s does not export %s",
              bench->module_path,
              symbol);
  return (Init) init;
}

void
check_entry_refuses_another_version (CheckBench *bench, const char *symbol)
{
  Init    init = find (bench, symbol);
  guint32 version = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) provider = NULL;

  if (init == NULL)
    return;
  provider = init (0x00000001, &version, &error);
  check_that (bench, provider == NULL, "a provider was given to a host of version 0.1");
  check_fails (bench, error, MAPI_E_VERSION, symbol);
}

void
check_entry_gives_a_new_provider (CheckBench *bench, const char *symbol)
{
  Init    init = find (bench, symbol);
  guint32 version = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) first = NULL;
  g_autoptr (GObject) second = NULL;

  if (init == NULL)
    return;
  first = init (MAPI_SPI_VERSION, &version, &error);
  if (!check_succeeds (bench, error, symbol))
    return;
  second = init (MAPI_SPI_VERSION, &version, &error);
  check_succeeds (bench, error, symbol);
  check_that (bench, first != second, "two calls of the entry point gave one provider object");
}

gboolean
check_entry_has_required_settings (CheckBench *bench)
{
  MapiServiceInfo *service =
      mapi_service_catalog_lookup (mapi_profile_get_catalog (bench->profile), bench->service, NULL);

  for (guint i = 0; i < mapi_service_info_get_n_settings (service); i++)
    if (mapi_setting_info_is_required (mapi_service_info_get_setting (service, i)))
      return TRUE;
  check_skip (bench, "the service has no setting that is required");
  return FALSE;
}
