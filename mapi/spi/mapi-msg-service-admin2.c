/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-msg-service-admin2.h"

/**
 * MapiMsgServiceAdmin2:
 *
 * A #MapiMsgServiceAdmin that tells the identifier of the service it adds.
 *
 * MAPI's `IMsgServiceAdmin2`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMsgServiceAdmin2, mapi_msg_service_admin2, MAPI_TYPE_MSG_SERVICE_ADMIN)

static void
mapi_msg_service_admin2_default_init (MapiMsgServiceAdmin2Interface *iface)
{
}

/**
 * mapi_msg_service_admin2_create_msg_service_ex:
 * @self: a #MapiMsgServiceAdmin2
 * @service_name: the name of a service in the catalogue
 * @display_name: (nullable): what people will call it, or %NULL for the name the service has
 * @flags: 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds a service, as `IMsgServiceAdmin::CreateMsgService` does.
 *
 * `IMsgServiceAdmin2::CreateMsgServiceEx`; imsgserviceadmin2-createmsgserviceex.md. Documented
 * failures: %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the identifier of the new service
 *
 * Since: 1.0
 */
MapiUid *
mapi_msg_service_admin2_create_msg_service_ex (MapiMsgServiceAdmin2 *self,
                                               const char           *service_name,
                                               const char           *display_name,
                                               guint32               flags,
                                               GCancellable         *cancellable,
                                               GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateMsgServiceEx", error);

  g_return_val_if_fail (MAPI_IS_MSG_SERVICE_ADMIN2 (self), NULL);
  g_return_val_if_fail (service_name != NULL, NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard,
                                            MSG_SERVICE_ADMIN2,
                                            create_msg_service_ex,
                                            service_name,
                                            display_name,
                                            flags,
                                            cancellable),
                           (GDestroyNotify) mapi_uid_free);
}
