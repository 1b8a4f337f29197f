/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-ab-provider.h"

/* MAPI_AB_PROVIDER is a number of MAPI's, so the macros of the interface have another name. */
#define MAPI_TYPE_ADDRESS_BOOK_PROVIDER MAPI_TYPE_AB_PROVIDER

/**
 * MapiAbProvider:
 *
 * An address book provider: what its module's entry point gives.
 *
 * MAPI's `IABProvider`. Required: `Logon`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiAbProvider, mapi_ab_provider, G_TYPE_OBJECT)

static void
mapi_ab_provider_default_init (MapiAbProviderInterface *iface)
{
}

/**
 * mapi_ab_provider_shutdown:
 * @self: a #MapiAbProvider
 * @flags: (inout): reserved, 0
 * @error: return location for a #GError
 *
 * Tells that the provider will be unloaded.
 *
 * `IABProvider::Shutdown`, optional; iabprovider-shutdown.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ab_provider_shutdown (MapiAbProvider *self, guint32 *flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Shutdown", error);

  g_return_val_if_fail (MAPI_IS_ADDRESS_BOOK_PROVIDER (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, ADDRESS_BOOK_PROVIDER, shutdown, flags));
}

/**
 * mapi_ab_provider_logon:
 * @self: a #MapiAbProvider
 * @support: what MAPI offers the provider in this logon; to be kept
 * @profile_name: (nullable): the profile
 * @flags: `MAPI_AB_NO_DIALOG`, `MAPI_DEFERRED_ERRORS`
 * @security: (out) (transfer full) (optional) (nullable): credentials that other logons of this
 *   session may use
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the address book that the profile section of @support describes.
 *
 * `IABProvider::Logon`, required; iabprovider-logon.md. Documented failures: %MAPI_E_UNCONFIGURED,
 * %MAPI_E_LOGON_FAILED, %MAPI_E_FAILONEPROVIDER, %MAPI_E_UNKNOWN_CPID, %MAPI_E_UNKNOWN_LCID.
 *
 * Returns: (transfer full): the logon
 *
 * Since: 1.0
 */
MapiAbLogon *
mapi_ab_provider_logon (MapiAbProvider *self,
                        MapiSupport    *support,
                        const char     *profile_name,
                        guint32         flags,
                        GBytes        **security,
                        GCancellable   *cancellable,
                        GError        **error)
{
  MapiGuard    guard = MAPI_GUARD_INIT (self, "Logon", error);
  GBytes      *out_security = NULL;
  MapiAbLogon *answer;

  g_return_val_if_fail (MAPI_IS_ADDRESS_BOOK_PROVIDER (self), NULL);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), NULL);

  answer = mapi_guard_object (&guard,
                              MAPI_GUARD_CALL (&guard,
                                               ADDRESS_BOOK_PROVIDER,
                                               logon,
                                               support,
                                               profile_name,
                                               flags,
                                               &out_security,
                                               cancellable),
                              MAPI_TYPE_AB_LOGON);
  mapi_guard_hand_out (
      answer != NULL, (gpointer *) security, out_security, (GDestroyNotify) g_bytes_unref);

  return answer;
}
