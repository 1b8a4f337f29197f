/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-prof-admin.h"

/**
 * MapiProfAdmin:
 *
 * The profiles of a user. #MapiProfiles implements it for those that lie in a folder.
 *
 * MAPI's `IProfAdmin`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProfAdmin, mapi_prof_admin, G_TYPE_OBJECT)

static void
mapi_prof_admin_default_init (MapiProfAdminInterface *iface)
{
}

/**
 * mapi_prof_admin_get_profile_table:
 * @self: a #MapiProfAdmin
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets the profile table: PR_DISPLAY_NAME, PR_DEFAULT_PROFILE and PR_INSTANCE_KEY. It tells of
 * changes.
 *
 * `IProfAdmin::GetProfileTable`; iprofadmin-getprofiletable.md.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_prof_admin_get_profile_table (MapiProfAdmin *self, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetProfileTable", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), NULL);

  return mapi_guard_object (
      &guard, MAPI_GUARD_CALL (&guard, PROF_ADMIN, get_profile_table, flags), MAPI_TYPE_TABLE);
}

/**
 * mapi_prof_admin_create_profile:
 * @self: a #MapiProfAdmin
 * @profile_name: a name that no profile has
 * @password: (nullable): %NULL or empty: profiles have no passwords
 * @flags: `MAPI_DEFAULT_SERVICES` to add the services that the catalogue marks as default
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a profile. With `MAPI_DEFAULT_SERVICES` every default service is added and its entry point
 * called with `MAPI_MSG_SERVICE_CREATE`.
 *
 * `IProfAdmin::CreateProfile`; iprofadmin-createprofile.md. Documented failures: %MAPI_E_NO_ACCESS
 * when the name is taken.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prof_admin_create_profile (MapiProfAdmin *self,
                                const char    *profile_name,
                                const char    *password,
                                guint32        flags,
                                GCancellable  *cancellable,
                                GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateProfile", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), FALSE);
  g_return_val_if_fail (profile_name != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, PROF_ADMIN, create_profile, profile_name, password, flags, cancellable));
}

/**
 * mapi_prof_admin_delete_profile:
 * @self: a #MapiProfAdmin
 * @profile_name: a profile
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Deletes a profile and its secrets; the entry points of its services are called with
 * `MAPI_MSG_SERVICE_DELETE` first. What its providers keep, such as mail, stays where it is.
 *
 * `IProfAdmin::DeleteProfile`; iprofadmin-deleteprofile.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prof_admin_delete_profile (MapiProfAdmin *self,
                                const char    *profile_name,
                                guint32        flags,
                                GCancellable  *cancellable,
                                GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteProfile", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), FALSE);
  g_return_val_if_fail (profile_name != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, PROF_ADMIN, delete_profile, profile_name, flags, cancellable));
}

/**
 * mapi_prof_admin_change_profile_password:
 * @self: a #MapiProfAdmin
 * @profile_name: a profile
 * @old_password: (nullable): %NULL or empty
 * @new_password: (nullable): %NULL or empty
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Changes the password of a profile. Profiles have none, since files are protected by their owner:
 * the only change there is goes from none to none.
 *
 * `IProfAdmin::ChangeProfilePassword`; iprofadmin-changeprofilepassword.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_LOGON_FAILED, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prof_admin_change_profile_password (MapiProfAdmin *self,
                                         const char    *profile_name,
                                         const char    *old_password,
                                         const char    *new_password,
                                         guint32        flags,
                                         GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ChangeProfilePassword", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), FALSE);
  g_return_val_if_fail (profile_name != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              PROF_ADMIN,
                                              change_profile_password,
                                              profile_name,
                                              old_password,
                                              new_password,
                                              flags));
}

/**
 * mapi_prof_admin_copy_profile:
 * @self: a #MapiProfAdmin
 * @old_profile_name: a profile
 * @old_password: (nullable): %NULL or empty
 * @new_profile_name: a name that no profile has
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Makes a profile with the services, settings and secrets of another.
 *
 * `IProfAdmin::CopyProfile`; iprofadmin-copyprofile.md. Documented failures: %MAPI_E_NOT_FOUND,
 * %MAPI_E_NO_ACCESS, %MAPI_E_LOGON_FAILED.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prof_admin_copy_profile (MapiProfAdmin *self,
                              const char    *old_profile_name,
                              const char    *old_password,
                              const char    *new_profile_name,
                              guint32        flags,
                              GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyProfile", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), FALSE);
  g_return_val_if_fail (old_profile_name != NULL, FALSE);
  g_return_val_if_fail (new_profile_name != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              PROF_ADMIN,
                                              copy_profile,
                                              old_profile_name,
                                              old_password,
                                              new_profile_name,
                                              flags));
}

/**
 * mapi_prof_admin_rename_profile:
 * @self: a #MapiProfAdmin
 * @old_profile_name: a profile that no session uses
 * @old_password: (nullable): %NULL or empty
 * @new_profile_name: a name that no profile has
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gives a profile another name.
 *
 * `IProfAdmin::RenameProfile`; iprofadmin-renameprofile.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS, %MAPI_E_LOGON_FAILED.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prof_admin_rename_profile (MapiProfAdmin *self,
                                const char    *old_profile_name,
                                const char    *old_password,
                                const char    *new_profile_name,
                                guint32        flags,
                                GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "RenameProfile", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), FALSE);
  g_return_val_if_fail (old_profile_name != NULL, FALSE);
  g_return_val_if_fail (new_profile_name != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              PROF_ADMIN,
                                              rename_profile,
                                              old_profile_name,
                                              old_password,
                                              new_profile_name,
                                              flags));
}

/**
 * mapi_prof_admin_set_default_profile:
 * @self: a #MapiProfAdmin
 * @profile_name: a profile
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Chooses the profile that is meant when none is named.
 *
 * `IProfAdmin::SetDefaultProfile`; iprofadmin-setdefaultprofile.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prof_admin_set_default_profile (MapiProfAdmin *self,
                                     const char    *profile_name,
                                     guint32        flags,
                                     GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetDefaultProfile", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), FALSE);
  g_return_val_if_fail (profile_name != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, PROF_ADMIN, set_default_profile, profile_name, flags));
}

/**
 * mapi_prof_admin_admin_services:
 * @self: a #MapiProfAdmin
 * @profile_name: a profile
 * @password: (nullable): %NULL or empty: profiles have no passwords
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets an object to administer the services of a profile.
 *
 * `IProfAdmin::AdminServices`; iprofadmin-adminservices.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_LOGON_FAILED.
 *
 * Returns: (transfer full): the services of the profile
 *
 * Since: 1.0
 */
MapiMsgServiceAdmin *
mapi_prof_admin_admin_services (MapiProfAdmin *self,
                                const char    *profile_name,
                                const char    *password,
                                guint32        flags,
                                GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "AdminServices", error);

  g_return_val_if_fail (MAPI_IS_PROF_ADMIN (self), NULL);
  g_return_val_if_fail (profile_name != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, PROF_ADMIN, admin_services, profile_name, password, flags),
      MAPI_TYPE_MSG_SERVICE_ADMIN);
}
