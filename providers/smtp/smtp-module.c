/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-logon.h"
#include "smtp-settings.h"

#include <curl/curl.h>

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  static gsize initialised;
  g_autoptr (MapiPropTagArray) secrets = NULL;
  MapiXpProvider *provider;

  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;

  if (g_once_init_enter (&initialised))
    {
      curl_global_init (CURL_GLOBAL_ALL);
      g_once_init_leave (&initialised, 1);
    }
  secrets = smtp_settings_list_secrets ();
  provider = mapi_transport_factory_new (SMTP_TYPE_LOGON, "SMTP");
  mapi_transport_factory_set_secrets (MAPI_TRANSPORT_FACTORY (provider), secrets);
  return provider;
}
