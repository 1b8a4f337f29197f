/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-session-private.h"
#include "mapi-support-object-private.h"

/* The spooler hooks of a profile. */

static MapiSpoolerHook *
log_on_to_hook (MapiSession      *self,
                MapiSessionLogon *logon,
                guint32           flags,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autoptr (MapiHookProvider) provider = NULL;
  g_autoptr (MapiSupportObject) support = NULL;
  g_autoptr (MapiSpoolerHook) hook = NULL;

  if (!mapi_profile_check_service (self->profile, &logon->provider->service_uid, error))
    return NULL;
  provider = mapi_session_load_hook_provider (self, logon->provider, error);
  if (provider == NULL)
    return NULL;

  support = mapi_support_object_new (self, logon);
  hook =
      mapi_hook_provider_hook_logon (provider, MAPI_SUPPORT (support), flags, cancellable, error);
  if (hook == NULL)
    {
      mapi_session_prefix_error (logon->provider, "HookLogon", error);
      return NULL;
    }

  mapi_session_note_given (self, logon->provider, hook);
  return mapi_session_add_logon (self, logon, error) ? g_steal_pointer (&hook) : NULL;
}

/**
 * mapi_session_logon_hook:
 * @self: a #MapiSession
 * @provider_uid: a hook provider of the profile
 * @flags: which messages it will be given: `MAPI_HOOK_INBOUND`, `MAPI_HOOK_OUTBOUND`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * For the spooler: makes a hook of the profile.
 *
 * Returns: (transfer full): the hook
 *
 * Since: 1.0
 */
MapiSpoolerHook *
mapi_session_logon_hook (MapiSession   *self,
                         const MapiUid *provider_uid,
                         guint32        flags,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (MapiSessionProvider) provider = NULL;
  g_autoptr (MapiSessionLogon) logon = NULL;
  GError          *failure = NULL;
  MapiSpoolerHook *hook;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);
  g_return_val_if_fail (provider_uid != NULL, NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  provider = mapi_session_find_provider (self, provider_uid, error);
  if (provider == NULL ||
      !mapi_session_check_kind (provider, MAPI_HOOK_PROVIDER, "hook provider", error))
    return NULL;

  logon = mapi_session_logon_new (g_steal_pointer (&provider), TRUE);
  hook = log_on_to_hook (self, logon, flags, cancellable, &failure);
  if (hook == NULL)
    mapi_session_note_failure (self, logon->provider, failure, error);
  else
    mapi_session_status_logged_on (self, logon->provider);

  return hook;
}
