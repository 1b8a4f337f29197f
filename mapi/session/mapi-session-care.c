/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-session-private.h"
#include "mapi-store-care.h"
#include "mapi-support-object-private.h"

/* Care of the stores of a profile: calls of their providers that need no logon. */

typedef struct
{
  MapiSessionLogon *logon; /* which never comes to be; it knows the provider */
  MapiStoreCare    *care;
  MapiSupport      *support;
} Caller;

static void
caller_clear (Caller *self)
{
  g_clear_object (&self->care);
  g_clear_object (&self->support);
  g_clear_pointer (&self->logon, mapi_session_logon_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Caller, caller_clear)

static gboolean
load_care (MapiSession *self, Caller *caller, GError **error)
{
  const MapiSessionProvider *provider = caller->logon->provider;
  g_autoptr (MapiMsProvider) loaded = NULL;

  if (!mapi_session_check_kind (provider, MAPI_STORE_PROVIDER, "message store", error) ||
      !mapi_profile_check_service (self->profile, &provider->service_uid, error))
    return FALSE;
  loaded = mapi_session_load_ms_provider (self, provider, error);
  if (loaded == NULL)
    return FALSE;
  if (!MAPI_IS_STORE_CARE (loaded))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_SUPPORT,
                   "service '%s' does not take care of its store itself",
                   provider->service_name);
      return FALSE;
    }
  caller->care = MAPI_STORE_CARE (g_steal_pointer (&loaded));
  return TRUE;
}

static gboolean
prepare (MapiSession *self, GBytes *entry_id, Caller *caller, GError **error)
{
  g_autoptr (GBytes) inner_id = NULL;
  MapiSessionProvider *provider;
  MapiUid              uid;

  if (!mapi_session_check_open (self, error) ||
      !mapi_session_resolve_store (self, entry_id, &uid, &inner_id, error))
    return FALSE;
  provider = mapi_session_find_provider (self, &uid, error);
  if (provider == NULL)
    return FALSE;
  caller->logon = mapi_session_logon_new (provider, FALSE);
  if (!load_care (self, caller, error))
    return FALSE;
  caller->support = MAPI_SUPPORT (mapi_support_object_new (self, caller->logon));
  return TRUE;
}

static gboolean
finish (Caller *caller, gboolean done, const char *call, GError **error)
{
  if (!done)
    mapi_session_prefix_error (caller->logon->provider, call, error);
  return done;
}

/**
 * mapi_session_check_store:
 * @self: a #MapiSession
 * @entry_id: (nullable): a store as the table of stores names it, or %NULL for the default store
 * @progress: (nullable): whom to tell how far it is
 * @n_readable: (out) (optional): how many messages can be read
 * @damage: (out) (optional) (transfer full) (nullable): what cannot, a row each as #MapiStoreCare
 * describes, or %NULL when all is well
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads a whole store, which need not let anybody log on, and tells what of it is damaged. Fails
 * with %MAPI_E_NO_SUPPORT when the provider cannot, else as mapi_store_care_check().
 *
 * Returns: %TRUE when the store was checked, damaged or not, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_check_store (MapiSession  *self,
                          GBytes       *entry_id,
                          MapiProgress *progress,
                          guint32      *n_readable,
                          MapiRowSet  **damage,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_auto (Caller) caller = { NULL };

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);

  return prepare (self, entry_id, &caller, error) &&
         finish (&caller,
                 mapi_store_care_check (caller.care,
                                        caller.support,
                                        mapi_profile_get_name (self->profile),
                                        progress,
                                        n_readable,
                                        damage,
                                        cancellable,
                                        error),
                 "Check",
                 error);
}

/**
 * mapi_session_compact_store:
 * @self: a #MapiSession
 * @entry_id: (nullable): a store as the table of stores names it, or %NULL for the default store
 * @progress: (nullable): whom to tell how far it is
 * @n_freed: (out) (optional): how many bytes of disk were given back
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives back the room of what was deleted from a store. Fails with %MAPI_E_NO_SUPPORT when the
 * provider cannot, else as mapi_store_care_compact().
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_compact_store (MapiSession  *self,
                            GBytes       *entry_id,
                            MapiProgress *progress,
                            guint64      *n_freed,
                            GCancellable *cancellable,
                            GError      **error)
{
  g_auto (Caller) caller = { NULL };

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);

  return prepare (self, entry_id, &caller, error) &&
         finish (&caller,
                 mapi_store_care_compact (caller.care,
                                          caller.support,
                                          mapi_profile_get_name (self->profile),
                                          progress,
                                          n_freed,
                                          cancellable,
                                          error),
                 "Compact",
                 error);
}

/**
 * mapi_session_backup_store:
 * @self: a #MapiSession
 * @entry_id: (nullable): a store as the table of stores names it, or %NULL for the default store
 * @destination: where the copy goes; nothing may be there yet
 * @progress: (nullable): whom to tell how far it is
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Copies a store as it is at one moment. Fails with %MAPI_E_NO_SUPPORT when the provider cannot,
 * else as mapi_store_care_backup().
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_backup_store (MapiSession  *self,
                           GBytes       *entry_id,
                           GFile        *destination,
                           MapiProgress *progress,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_auto (Caller) caller = { NULL };

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (destination), FALSE);

  return prepare (self, entry_id, &caller, error) &&
         finish (&caller,
                 mapi_store_care_backup (caller.care,
                                         caller.support,
                                         mapi_profile_get_name (self->profile),
                                         destination,
                                         progress,
                                         cancellable,
                                         error),
                 "Backup",
                 error);
}

/**
 * mapi_session_rescue_store:
 * @self: a #MapiSession
 * @entry_id: (nullable): a store as the table of stores names it, or %NULL for the default store
 * @destination: where the new store goes; nothing may be there yet
 * @progress: (nullable): whom to tell how far it is
 * @n_readable: (out) (optional): how many messages the new store has
 * @damage: (out) (optional) (transfer full) (nullable): what it could not get whole, or %NULL
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a new store of all that can be read of a damaged one. Fails with %MAPI_E_NO_SUPPORT when
 * the provider cannot, else as mapi_store_care_rescue().
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_rescue_store (MapiSession  *self,
                           GBytes       *entry_id,
                           GFile        *destination,
                           MapiProgress *progress,
                           guint32      *n_readable,
                           MapiRowSet  **damage,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_auto (Caller) caller = { NULL };

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (destination), FALSE);

  return prepare (self, entry_id, &caller, error) &&
         finish (&caller,
                 mapi_store_care_rescue (caller.care,
                                         caller.support,
                                         mapi_profile_get_name (self->profile),
                                         destination,
                                         progress,
                                         n_readable,
                                         damage,
                                         cancellable,
                                         error),
                 "Rescue",
                 error);
}
