/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-store-care.h"

/**
 * MapiStoreCare:
 *
 * How a store provider takes care of what it keeps.
 *
 * MAPI has no words for this; the interface is one of this SDK. The object that implements
 * #MapiMsProvider implements it too, where the provider can. Its methods work on the store that the
 * profile section of the support object describes, without a logon: one that is damaged may not let
 * anybody log on. The store may be in use meanwhile, by this process and by others.
 *
 * Damage is told as rows, each of which has
 *
 * - PR_OBJECT_TYPE: what is damaged; `MAPI_OBJECT_STORE` where no object can be named
 * - PR_STATUS_STRING: what is wrong, in words
 * - PR_STATUS_CODE: what reading it fails with, a #MapiError; 0 for what is merely inconsistent
 * - PR_ENTRYID, PR_DISPLAY_NAME (a subject, or the name of a folder) and PR_PARENT_DISPLAY (the
 *   folder of a message), as far as they are known
 *
 * Clients call mapi_session_check_store(), mapi_session_compact_store(),
 * mapi_session_backup_store() and mapi_session_rescue_store(). Any method may be left out.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiStoreCare, mapi_store_care, G_TYPE_OBJECT)

static void
mapi_store_care_default_init (MapiStoreCareInterface *iface)
{
}

/* What checking and rescuing answer. */
static gboolean
hand_out_findings (
    gboolean succeeded, guint32 n, MapiRowSet *rows, guint32 *n_readable, MapiRowSet **damage)
{
  if (n_readable != NULL)
    *n_readable = succeeded ? n : 0;
  mapi_guard_hand_out (succeeded, (gpointer *) damage, rows, (GDestroyNotify) mapi_row_set_unref);
  return succeeded;
}

/**
 * mapi_store_care_check:
 * @self: a #MapiStoreCare
 * @support: a support object; its own profile section has the settings of the store
 * @profile_name: (nullable): the name of the profile
 * @progress: (nullable): whom to tell how far it is
 * @n_readable: (out) (optional): how many messages can be read, those within others not counted
 * @damage: (out) (optional) (transfer full) (nullable): what cannot, or %NULL when all is well
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads the whole store, and tells what of it is damaged. Changes nothing.
 *
 * Documented failures: %MAPI_E_NOT_FOUND when the store is not there, %MAPI_E_CORRUPT_STORE when
 * nothing at all can be read, %MAPI_E_VERSION, %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE when the store was checked, damaged or not, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_care_check (MapiStoreCare *self,
                       MapiSupport   *support,
                       const char    *profile_name,
                       MapiProgress  *progress,
                       guint32       *n_readable,
                       MapiRowSet   **damage,
                       GCancellable  *cancellable,
                       GError       **error)
{
  MapiGuard   guard = MAPI_GUARD_INIT (self, "Check", error);
  guint32     n = 0;
  MapiRowSet *rows = NULL;
  gboolean    checked;

  g_return_val_if_fail (MAPI_IS_STORE_CARE (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (progress == NULL || MAPI_IS_PROGRESS (progress), FALSE);

  checked = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, STORE_CARE, check, support, profile_name, progress, &n, &rows, cancellable));
  return hand_out_findings (checked, n, rows, n_readable, damage);
}

/**
 * mapi_store_care_compact:
 * @self: a #MapiStoreCare
 * @support: a support object; its own profile section has the settings of the store
 * @profile_name: (nullable): the name of the profile
 * @progress: (nullable): whom to tell how far it is
 * @n_freed: (out) (optional): how many bytes of disk were given back
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives back the room of what was deleted. What is cancelled or fails leaves the store as it was.
 *
 * Documented failures: %MAPI_E_NOT_FOUND, %MAPI_E_NOT_ENOUGH_DISK (as much as the store has may be
 * needed meanwhile), %MAPI_E_CORRUPT_STORE, %MAPI_E_VERSION, %MAPI_E_TIMEOUT when others write
 * without end, %MAPI_E_USER_CANCEL, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_care_compact (MapiStoreCare *self,
                         MapiSupport   *support,
                         const char    *profile_name,
                         MapiProgress  *progress,
                         guint64       *n_freed,
                         GCancellable  *cancellable,
                         GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Compact", error);
  guint64   n = 0;
  gboolean  compacted;

  g_return_val_if_fail (MAPI_IS_STORE_CARE (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (progress == NULL || MAPI_IS_PROGRESS (progress), FALSE);

  compacted = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, STORE_CARE, compact, support, profile_name, progress, &n, cancellable));
  if (n_freed != NULL)
    *n_freed = compacted ? n : 0;
  return compacted;
}

/**
 * mapi_store_care_backup:
 * @self: a #MapiStoreCare
 * @support: a support object; its own profile section has the settings of the store
 * @profile_name: (nullable): the name of the profile
 * @destination: where the copy goes; nothing may be there yet
 * @progress: (nullable): whom to tell how far it is
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Copies the store as it is at one moment, to a store that can take its place. The copy is whole
 * and on the disk when this returns; what is cancelled or fails leaves nothing behind.
 *
 * Documented failures: %MAPI_E_NOT_FOUND, %MAPI_E_COLLISION when something is at @destination,
 * %MAPI_E_NOT_ENOUGH_DISK, %MAPI_E_NO_ACCESS, %MAPI_E_CORRUPT_STORE, %MAPI_E_USER_CANCEL,
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_care_backup (MapiStoreCare *self,
                        MapiSupport   *support,
                        const char    *profile_name,
                        GFile         *destination,
                        MapiProgress  *progress,
                        GCancellable  *cancellable,
                        GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Backup", error);

  g_return_val_if_fail (MAPI_IS_STORE_CARE (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (G_IS_FILE (destination), FALSE);
  g_return_val_if_fail (progress == NULL || MAPI_IS_PROGRESS (progress), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, STORE_CARE, backup, support, profile_name, destination, progress, cancellable));
}

/**
 * mapi_store_care_rescue:
 * @self: a #MapiStoreCare
 * @support: a support object; its own profile section has the settings of the store
 * @profile_name: (nullable): the name of the profile
 * @destination: where the new store goes; nothing may be there yet
 * @progress: (nullable): whom to tell how far it is
 * @n_readable: (out) (optional): how many messages the new store has
 * @damage: (out) (optional) (transfer full) (nullable): what it could not get whole, or %NULL
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a new, sound store of all that can be read of a damaged one. Identifiers stay what they
 * were. What has lost its folder comes into a folder of its own; of what can be read in part the
 * part is kept. The damaged store is not changed.
 *
 * Documented failures: as of mapi_store_care_backup(); %MAPI_E_CORRUPT_STORE only when nothing at
 * all can be read.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_care_rescue (MapiStoreCare *self,
                        MapiSupport   *support,
                        const char    *profile_name,
                        GFile         *destination,
                        MapiProgress  *progress,
                        guint32       *n_readable,
                        MapiRowSet   **damage,
                        GCancellable  *cancellable,
                        GError       **error)
{
  MapiGuard   guard = MAPI_GUARD_INIT (self, "Rescue", error);
  guint32     n = 0;
  MapiRowSet *rows = NULL;
  gboolean    rescued;

  g_return_val_if_fail (MAPI_IS_STORE_CARE (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);
  g_return_val_if_fail (G_IS_FILE (destination), FALSE);
  g_return_val_if_fail (progress == NULL || MAPI_IS_PROGRESS (progress), FALSE);

  rescued = mapi_guard_boolean (&guard,
                                MAPI_GUARD_CALL (&guard,
                                                 STORE_CARE,
                                                 rescue,
                                                 support,
                                                 profile_name,
                                                 destination,
                                                 progress,
                                                 &n,
                                                 &rows,
                                                 cancellable));
  return hand_out_findings (rescued, n, rows, n_readable, damage);
}
