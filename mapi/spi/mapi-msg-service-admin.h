/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prof-sect.h"
#include "mapi-provider-admin.h"
#include "mapi-table.h"
#include "mapi-uid-array.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MSG_SERVICE_ADMIN (mapi_msg_service_admin_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiMsgServiceAdmin, mapi_msg_service_admin, MAPI, MSG_SERVICE_ADMIN, GObject)

struct _MapiMsgServiceAdminInterface
{
  GTypeInterface parent_iface;

  MapiTable *(*get_msg_service_table) (MapiMsgServiceAdmin *self, guint32 flags, GError **error);
  gboolean (*create_msg_service) (MapiMsgServiceAdmin *self,
                                  const char          *service_name,
                                  const char          *display_name,
                                  guint32              flags,
                                  GCancellable        *cancellable,
                                  GError             **error);
  gboolean (*delete_msg_service) (MapiMsgServiceAdmin *self,
                                  const MapiUid       *uid,
                                  GCancellable        *cancellable,
                                  GError             **error);
  gboolean (*copy_msg_service) (MapiMsgServiceAdmin *self,
                                const MapiUid       *uid,
                                const char          *display_name,
                                MapiMsgServiceAdmin *destination,
                                guint32              flags,
                                GError             **error);
  gboolean (*rename_msg_service) (MapiMsgServiceAdmin *self,
                                  const MapiUid       *uid,
                                  guint32              flags,
                                  const char          *display_name,
                                  GError             **error);
  gboolean (*configure_msg_service) (MapiMsgServiceAdmin *self,
                                     const MapiUid       *uid,
                                     guint32              flags,
                                     MapiPropList        *props,
                                     GCancellable        *cancellable,
                                     GError             **error);
  MapiProfSect *(*open_profile_section) (MapiMsgServiceAdmin *self,
                                         const MapiUid       *uid,
                                         const char          *interface_name,
                                         guint32              flags,
                                         GError             **error);
  gboolean (*msg_service_transport_order) (MapiMsgServiceAdmin *self,
                                           MapiUidArray        *uids,
                                           guint32              flags,
                                           GError             **error);
  MapiProviderAdmin *(*admin_providers) (MapiMsgServiceAdmin *self,
                                         const MapiUid       *uid,
                                         guint32              flags,
                                         GError             **error);
  gboolean (*set_primary_identity) (MapiMsgServiceAdmin *self,
                                    const MapiUid       *uid,
                                    guint32              flags,
                                    GError             **error);
  MapiTable *(*get_provider_table) (MapiMsgServiceAdmin *self, guint32 flags, GError **error);
};

MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_msg_service_admin_get_msg_service_table (MapiMsgServiceAdmin *self,
                                                         guint32              flags,
                                                         GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_create_msg_service (MapiMsgServiceAdmin *self,
                                                    const char          *service_name,
                                                    const char          *display_name,
                                                    guint32              flags,
                                                    GCancellable        *cancellable,
                                                    GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_delete_msg_service (MapiMsgServiceAdmin *self,
                                                    const MapiUid       *uid,
                                                    GCancellable        *cancellable,
                                                    GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_copy_msg_service (MapiMsgServiceAdmin *self,
                                                  const MapiUid       *uid,
                                                  const char          *display_name,
                                                  MapiMsgServiceAdmin *destination,
                                                  guint32              flags,
                                                  GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_rename_msg_service (MapiMsgServiceAdmin *self,
                                                    const MapiUid       *uid,
                                                    guint32              flags,
                                                    const char          *display_name,
                                                    GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_configure_msg_service (MapiMsgServiceAdmin *self,
                                                       const MapiUid       *uid,
                                                       guint32              flags,
                                                       MapiPropList        *props,
                                                       GCancellable        *cancellable,
                                                       GError             **error);
MAPI_AVAILABLE_IN_1_0
MapiProfSect *mapi_msg_service_admin_open_profile_section (MapiMsgServiceAdmin *self,
                                                           const MapiUid       *uid,
                                                           const char          *interface_name,
                                                           guint32              flags,
                                                           GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_msg_service_transport_order (MapiMsgServiceAdmin *self,
                                                             MapiUidArray        *uids,
                                                             guint32              flags,
                                                             GError             **error);
MAPI_AVAILABLE_IN_1_0
MapiProviderAdmin *mapi_msg_service_admin_admin_providers (MapiMsgServiceAdmin *self,
                                                           const MapiUid       *uid,
                                                           guint32              flags,
                                                           GError             **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_service_admin_set_primary_identity (MapiMsgServiceAdmin *self,
                                                      const MapiUid       *uid,
                                                      guint32              flags,
                                                      GError             **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_msg_service_admin_get_provider_table (MapiMsgServiceAdmin *self,
                                                      guint32              flags,
                                                      GError             **error);

G_END_DECLS
