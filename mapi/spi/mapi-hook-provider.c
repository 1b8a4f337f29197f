/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-hook-provider.h"

/* MAPI_HOOK_PROVIDER is a number of MAPI's, so the macros of the interface have another name. */
#define MAPI_TYPE_SPOOLER_HOOK_PROVIDER MAPI_TYPE_HOOK_PROVIDER

/**
 * MapiHookProvider:
 *
 * What the entry point of a module with spooler hooks gives, `mapi_hook_provider_init`: it makes a
 * hook for each place that the module has in a profile.
 *
 * In MAPI `HPProviderInit` does both at once. Here the entry point is like that of the other kinds,
 * with its handshake of versions, so that a script can have one too.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiHookProvider, mapi_hook_provider, G_TYPE_OBJECT)

static void
mapi_hook_provider_default_init (MapiHookProviderInterface *iface)
{
}

/**
 * mapi_hook_provider_hook_logon:
 * @self: a #MapiHookProvider
 * @support: what the session offers the hook, to be kept: its own section of the profile is
 *   `OpenProfileSection` of %NULL, and `OpenEntry` opens whatever the session can
 * @flags: which messages the hook will be given: `MAPI_HOOK_INBOUND`, `MAPI_HOOK_OUTBOUND`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a hook.
 *
 * `HPProviderInit`, required; R615.
 *
 * Returns: (transfer full): the hook
 *
 * Since: 1.0
 */
MapiSpoolerHook *
mapi_hook_provider_hook_logon (MapiHookProvider *self,
                               MapiSupport      *support,
                               guint32           flags,
                               GCancellable     *cancellable,
                               GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "HookLogon", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOOK_PROVIDER (self), NULL);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, SPOOLER_HOOK_PROVIDER, hook_logon, support, flags, cancellable),
      MAPI_TYPE_SPOOLER_HOOK);
}
