/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-msg-service-admin.h"

/**
 * MapiMsgServiceAdmin:
 *
 * The message services of one profile. `IProfAdmin::AdminServices` and
 * `IMAPISession::AdminServices` give it; a #MapiProfile is one.
 *
 * MAPI's `IMsgServiceAdmin`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMsgServiceAdmin, mapi_msg_service_admin, G_TYPE_OBJECT)

static void
mapi_msg_service_admin_default_init (MapiMsgServiceAdminInterface *iface)
{
}

/**
 * mapi_msg_service_admin_get_msg_service_table:
 * @self: a #MapiMsgServiceAdmin
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets the message service table: PR_SERVICE_UID, PR_INSTANCE_KEY, PR_SERVICE_NAME,
 * PR_DISPLAY_NAME, PR_RESOURCE_FLAGS, PR_SERVICE_DLL_NAME, PR_SERVICE_ENTRY_NAME and
 * PR_SERVICE_SUPPORT_FILES, the last three where the catalogue says them. It tells of changes.
 *
 * `IMsgServiceAdmin::GetMsgServiceTable`; imsgserviceadmin-getmsgservicetable.md.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_msg_service_admin_get_msg_service_table (MapiMsgServiceAdmin *self,
                                              guint32              flags,
                                              GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetMsgServiceTable", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, get_msg_service_table, flags),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_msg_service_admin_create_msg_service:
 * @self: a #MapiMsgServiceAdmin
 * @service_name: the name of a service in the catalogue
 * @display_name: (nullable): what people will call it, or %NULL for the name the service has
 * @flags: 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds a service with all its providers. The service's entry point, where it has one, is called
 * with `MAPI_MSG_SERVICE_CREATE`; when it refuses, nothing was added.
 * `IMsgServiceAdmin2::CreateMsgServiceEx` tells the identifier of what was added.
 *
 * `IMsgServiceAdmin::CreateMsgService`; imsgserviceadmin-createmsgservice.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS for a service of which a profile can have only one.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_create_msg_service (MapiMsgServiceAdmin *self,
                                           const char          *service_name,
                                           const char          *display_name,
                                           guint32              flags,
                                           GCancellable        *cancellable,
                                           GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateMsgService", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);
  g_return_val_if_fail (service_name != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              MSG_SERVICE_ADMIN,
                                              create_msg_service,
                                              service_name,
                                              display_name,
                                              flags,
                                              cancellable));
}

/**
 * mapi_msg_service_admin_delete_msg_service:
 * @self: a #MapiMsgServiceAdmin
 * @uid: a service of the profile
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Removes a service with its providers, settings and secrets; its entry point is called with
 * `MAPI_MSG_SERVICE_DELETE` first. What its providers keep elsewhere, such as mail, stays.
 *
 * `IMsgServiceAdmin::DeleteMsgService`; imsgserviceadmin-deletemsgservice.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_delete_msg_service (MapiMsgServiceAdmin *self,
                                           const MapiUid       *uid,
                                           GCancellable        *cancellable,
                                           GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteMsgService", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, delete_msg_service, uid, cancellable));
}

/**
 * mapi_msg_service_admin_copy_msg_service:
 * @self: a #MapiMsgServiceAdmin
 * @uid: a service of the profile
 * @display_name: (nullable): what people will call the copy, or %NULL for the name of @uid
 * @destination: (nullable): the profile to copy to, or %NULL for this one
 * @flags: 0
 * @error: return location for a #GError
 *
 * Adds a copy of a service with its settings and secrets to this profile or another. Its entry
 * point is not called.
 *
 * `IMsgServiceAdmin::CopyMsgService`; imsgserviceadmin-copymsgservice.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS for a service of which a profile can have only one.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_copy_msg_service (MapiMsgServiceAdmin *self,
                                         const MapiUid       *uid,
                                         const char          *display_name,
                                         MapiMsgServiceAdmin *destination,
                                         guint32              flags,
                                         GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyMsgService", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MSG_SERVICE_ADMIN, copy_msg_service, uid, display_name, destination, flags));
}

/**
 * mapi_msg_service_admin_rename_msg_service:
 * @self: a #MapiMsgServiceAdmin
 * @uid: a service of the profile
 * @flags: reserved, 0
 * @display_name: what people will call it
 * @error: return location for a #GError
 *
 * Changes what a service is called. MAPI's own answer is always %MAPI_E_NO_SUPPORT.
 *
 * `IMsgServiceAdmin::RenameMsgService`; imsgserviceadmin-renamemsgservice.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_rename_msg_service (MapiMsgServiceAdmin *self,
                                           const MapiUid       *uid,
                                           guint32              flags,
                                           const char          *display_name,
                                           GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "RenameMsgService", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);
  g_return_val_if_fail (display_name != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, rename_msg_service, uid, flags, display_name));
}

/**
 * mapi_msg_service_admin_configure_msg_service:
 * @self: a #MapiMsgServiceAdmin
 * @uid: a service of the profile
 * @flags: `MAPI_SERVICE_UI_ALLOWED`, `MAPI_SERVICE_UI_ALWAYS`, `MAPI_MSG_SERVICE_UI_READ_ONLY`:
 * handed to the entry point
 * @props: (nullable): values of settings by their tags, or %NULL to check what is there
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Configures a service. Without an entry point @props are checked against the settings that the
 * service declares, and kept only when all of them are good and none that is required is missing;
 * a service with an entry point gets them with `MAPI_MSG_SERVICE_CONFIGURE`.
 *
 * `IMsgServiceAdmin::ConfigureMsgService`; imsgserviceadmin-configuremsgservice.md. Documented
 * failures: %MAPI_E_NOT_FOUND, %MAPI_E_UNCONFIGURED, %MAPI_E_INVALID_PARAMETER,
 * %MAPI_E_NOT_INITIALIZED, %MAPI_E_EXTENDED_ERROR, %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_configure_msg_service (MapiMsgServiceAdmin *self,
                                              const MapiUid       *uid,
                                              guint32              flags,
                                              MapiPropList        *props,
                                              GCancellable        *cancellable,
                                              GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ConfigureMsgService", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MSG_SERVICE_ADMIN, configure_msg_service, uid, flags, props, cancellable));
}

/**
 * mapi_msg_service_admin_open_profile_section:
 * @self: a #MapiMsgServiceAdmin
 * @uid: a service, a provider, or a section that providers agreed on
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY` to change it
 * @error: return location for a #GError
 *
 * Opens a section of the profile. One that does not exist is made when it is opened with
 * `MAPI_MODIFY`.
 *
 * `IMsgServiceAdmin::OpenProfileSection`; imsgserviceadmin-openprofilesection.md. Documented
 * failures: %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the section
 *
 * Since: 1.0
 */
MapiProfSect *
mapi_msg_service_admin_open_profile_section (MapiMsgServiceAdmin *self,
                                             const MapiUid       *uid,
                                             const char          *interface_name,
                                             guint32              flags,
                                             GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenProfileSection", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, open_profile_section, uid, interface_name, flags),
      MAPI_TYPE_PROF_SECT);
}

/**
 * mapi_msg_service_admin_msg_service_transport_order:
 * @self: a #MapiMsgServiceAdmin
 * @uids: the identifiers of all transport providers of the profile, in the order wanted
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Sets the order in which transports are asked whether they handle a recipient.
 *
 * `IMsgServiceAdmin::MsgServiceTransportOrder`; imsgserviceadmin-msgservicetransportorder.md.
 * Documented failures: %MAPI_E_BUSY when @uids are too few or too many (R268), %MAPI_E_NOT_FOUND
 * when one is no transport of the profile (R269).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_msg_service_transport_order (MapiMsgServiceAdmin *self,
                                                    MapiUidArray        *uids,
                                                    guint32              flags,
                                                    GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "MsgServiceTransportOrder", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);
  g_return_val_if_fail (uids != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, msg_service_transport_order, uids, flags));
}

/**
 * mapi_msg_service_admin_admin_providers:
 * @self: a #MapiMsgServiceAdmin
 * @uid: a service of the profile
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets an object to administer the providers of a service.
 *
 * `IMsgServiceAdmin::AdminProviders`; imsgserviceadmin-adminproviders.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the providers of the service
 *
 * Since: 1.0
 */
MapiProviderAdmin *
mapi_msg_service_admin_admin_providers (MapiMsgServiceAdmin *self,
                                        const MapiUid       *uid,
                                        guint32              flags,
                                        GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "AdminProviders", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, admin_providers, uid, flags),
      MAPI_TYPE_PROVIDER_ADMIN);
}

/**
 * mapi_msg_service_admin_set_primary_identity:
 * @self: a #MapiMsgServiceAdmin
 * @uid: (nullable): the service that supplies the identity, or %NULL for none
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Chooses the service whose user is the identity of the session, which
 * `IMAPISession::QueryIdentity` tells.
 *
 * `IMsgServiceAdmin::SetPrimaryIdentity`; imsgserviceadmin-setprimaryidentity.md. Documented
 * failures: %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS for a service that says it has none to give
 * (`MAPI_SERVICE_NO_PRIMARY_IDENTITY`).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_msg_service_admin_set_primary_identity (MapiMsgServiceAdmin *self,
                                             const MapiUid       *uid,
                                             guint32              flags,
                                             GError             **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetPrimaryIdentity", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, set_primary_identity, uid, flags));
}

/**
 * mapi_msg_service_admin_get_provider_table:
 * @self: a #MapiMsgServiceAdmin
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets the provider table of the profile: PR_PROVIDER_UID, PR_INSTANCE_KEY, PR_SERVICE_UID,
 * PR_SERVICE_NAME, PR_DISPLAY_NAME, PR_PROVIDER_DISPLAY, PR_PROVIDER_DLL_NAME, PR_RESOURCE_TYPE,
 * PR_RESOURCE_FLAGS and PR_PROVIDER_ORDINAL, in the order of the profile. It tells of changes.
 *
 * `IMsgServiceAdmin::GetProviderTable`; imsgserviceadmin-getprovidertable.md.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_msg_service_admin_get_provider_table (MapiMsgServiceAdmin *self, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetProviderTable", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN (self), NULL);

  return mapi_guard_object (&guard,
                            MAPI_GUARD_CALL (&guard, MSG_SERVICE_ADMIN, get_provider_table, flags),
                            MAPI_TYPE_TABLE);
}
