/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-provider.h"

MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return MAPI_MS_PROVIDER (sqlite_provider_new ());
}
