/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-entry-points.h"

/**
 * mapi_spi_version_check:
 * @host_version: the version the other side speaks
 * @built_version: %MAPI_SPI_VERSION, as the caller was compiled with it
 * @provider_version: (out) (optional): set to @built_version
 * @error: return location for a #GError
 *
 * One half of the version handshake; both sides make it. In a provider it is the first line of the
 * entry point. Fails with %MAPI_E_VERSION when the major versions differ, or the other side is of
 * an older minor version (`MSProviderInit`, `XPProviderInit`,
 * `ABProviderInit`).
 *
 * Returns: %TRUE when the two can work together
 *
 * Since: 1.0
 */
gboolean
mapi_spi_version_check (guint32  host_version,
                        guint32  built_version,
                        guint32 *provider_version,
                        GError **error)
{
  if (provider_version != NULL)
    *provider_version = built_version;
  if (host_version >> 16 == built_version >> 16 && host_version >= built_version)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_VERSION,
               "provider interface %u.%u is needed, the host speaks %u.%u",
               built_version >> 16,
               built_version & 0xffff,
               host_version >> 16,
               host_version & 0xffff);
  return FALSE;
}
