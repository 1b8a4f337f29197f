/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-logon.h"

#include <curl/curl.h>

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  static gsize initialised;

  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;

  if (g_once_init_enter (&initialised))
    {
      curl_global_init (CURL_GLOBAL_ALL);
      g_once_init_leave (&initialised, 1);
    }
  return mapi_transport_factory_new (SMTP_TYPE_LOGON, "SMTP");
}
