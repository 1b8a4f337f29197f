/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-provider.h"
#include "fake-store-provider.h"

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return fake_provider_new ();
}

MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return fake_store_provider_new ();
}
