/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-provider.h"

MapiAbProvider *
mapi_ab_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return MAPI_ADDRESS_BOOK_PROVIDER (ldap_provider_new ());
}
