/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-provider-admin.h"

/**
 * MapiProviderAdmin:
 *
 * The providers of one message service in a profile. `IMsgServiceAdmin::AdminProviders` gives it,
 * and a service's entry point is handed one.
 *
 * MAPI's `IProviderAdmin`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProviderAdmin, mapi_provider_admin, G_TYPE_OBJECT)

static void
mapi_provider_admin_default_init (MapiProviderAdminInterface *iface)
{
}

/**
 * mapi_provider_admin_get_provider_table:
 * @self: a #MapiProviderAdmin
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets the provider table of the service; its columns are those of
 * `IMsgServiceAdmin::GetProviderTable`.
 *
 * `IProviderAdmin::GetProviderTable`; iprovideradmin-getprovidertable.md.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_provider_admin_get_provider_table (MapiProviderAdmin *self, guint32 flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetProviderTable", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_ADMIN (self), NULL);

  return mapi_guard_object (
      &guard, MAPI_GUARD_CALL (&guard, PROVIDER_ADMIN, get_provider_table, flags), MAPI_TYPE_TABLE);
}

/**
 * mapi_provider_admin_create_provider:
 * @self: a #MapiProviderAdmin
 * @provider_name: a provider of the service, as its catalogue file calls it
 * @props: (nullable): properties for the section of the new provider
 * @flags: 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds one more provider to the service. The service's entry point, where it has one, is called
 * with `MAPI_MSG_SERVICE_PROVIDER_CREATE`; its refusal is the refusal of this call.
 *
 * `IProviderAdmin::CreateProvider`; iprovideradmin-createprovider.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_USER_CANCEL.
 *
 * Returns: (transfer full): the identifier of the new provider
 *
 * Since: 1.0
 */
MapiUid *
mapi_provider_admin_create_provider (MapiProviderAdmin *self,
                                     const char        *provider_name,
                                     MapiPropList      *props,
                                     guint32            flags,
                                     GCancellable      *cancellable,
                                     GError           **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateProvider", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_ADMIN (self), NULL);
  g_return_val_if_fail (provider_name != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (
          &guard, PROVIDER_ADMIN, create_provider, provider_name, props, flags, cancellable),
      (GDestroyNotify) mapi_uid_free);
}

/**
 * mapi_provider_admin_delete_provider:
 * @self: a #MapiProviderAdmin
 * @uid: a provider of the service
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Removes a provider with its settings and secrets. The service's entry point is called with
 * `MAPI_MSG_SERVICE_PROVIDER_DELETE` first.
 *
 * `IProviderAdmin::DeleteProvider`; iprovideradmin-deleteprovider.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_provider_admin_delete_provider (MapiProviderAdmin *self,
                                     const MapiUid     *uid,
                                     GCancellable      *cancellable,
                                     GError           **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteProvider", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_ADMIN (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, PROVIDER_ADMIN, delete_provider, uid, cancellable));
}

/**
 * mapi_provider_admin_open_profile_section:
 * @self: a #MapiProviderAdmin
 * @uid: (nullable): a provider of the service, or %NULL for the section of the service
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY` to change it
 * @error: return location for a #GError
 *
 * Opens a section of the profile that belongs to the service or to one of its providers.
 *
 * `IProviderAdmin::OpenProfileSection`; iprovideradmin-openprofilesection.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the section
 *
 * Since: 1.0
 */
MapiProfSect *
mapi_provider_admin_open_profile_section (MapiProviderAdmin *self,
                                          const MapiUid     *uid,
                                          const char        *interface_name,
                                          guint32            flags,
                                          GError           **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenProfileSection", error);

  g_return_val_if_fail (MAPI_IS_PROVIDER_ADMIN (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, PROVIDER_ADMIN, open_profile_section, uid, interface_name, flags),
      MAPI_TYPE_PROF_SECT);
}
