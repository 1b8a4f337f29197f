/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-xp-provider.h"

/**
 * MapiXpProvider:
 *
 * A transport provider: what a transport module's entry point gives.
 *
 * MAPI's `IXPProvider`. Required: `TransportLogon`; any other method that is left out fails
 * with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiXpProvider, mapi_xp_provider, G_TYPE_OBJECT)

static void
mapi_xp_provider_default_init (MapiXpProviderInterface *iface)
{
}

/**
 * mapi_xp_provider_shutdown:
 * @self: a #MapiXpProvider
 * @flags: (inout): reserved, 0
 * @error: return location for a #GError
 *
 * Tells that the provider will be unloaded.
 *
 * `IXPProvider::Shutdown`, optional; ixpprovider-shutdown.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_xp_provider_shutdown (MapiXpProvider *self, guint32 *flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Shutdown", error);

  g_return_val_if_fail (MAPI_IS_XP_PROVIDER (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, XP_PROVIDER, shutdown, flags));
}

/**
 * mapi_xp_provider_transport_logon:
 * @self: a #MapiXpProvider
 * @support: what MAPI offers the provider in this logon; to be kept
 * @profile_name: (nullable): the profile
 * @flags: (inout): in: `MAPI_LOGON_NO_DIALOG`, `MAPI_LOGON_NO_CONNECT`,
 * `MAPI_LOGON_NO_INBOUND`, `MAPI_LOGON_NO_OUTBOUND`; out: `MAPI_LOGON_SP_IDLE`,
 * `MAPI_LOGON_SP_POLL`, `MAPI_LOGON_SP_RESOLVE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Logs on to the messaging system. It may be called several times, for sending in parallel,
 * with `MAPI_LOGON_NO_INBOUND` on all but one.
 *
 * `IXPProvider::TransportLogon`, required; ixpprovider-transportlogon.md. Documented failures:
 * %MAPI_E_UNCONFIGURED, %MAPI_E_LOGON_FAILED, %MAPI_E_FAILONEPROVIDER.
 *
 * Returns: (transfer full): the logon
 *
 * Since: 1.0
 */
MapiXpLogon *
mapi_xp_provider_transport_logon (MapiXpProvider *self,
                                  MapiSupport    *support,
                                  const char     *profile_name,
                                  guint32        *flags,
                                  GCancellable   *cancellable,
                                  GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "TransportLogon", error);

  g_return_val_if_fail (MAPI_IS_XP_PROVIDER (self), NULL);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), NULL);
  g_return_val_if_fail (flags != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (
          &guard, XP_PROVIDER, transport_logon, support, profile_name, flags, cancellable),
      MAPI_TYPE_XP_LOGON);
}
