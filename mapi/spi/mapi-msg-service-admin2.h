/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-msg-service-admin.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MSG_SERVICE_ADMIN2 (mapi_msg_service_admin2_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (
    MapiMsgServiceAdmin2, mapi_msg_service_admin2, MAPI, MSG_SERVICE_ADMIN2, MapiMsgServiceAdmin)

struct _MapiMsgServiceAdmin2Interface
{
  GTypeInterface parent_iface;

  MapiUid *(*create_msg_service_ex) (MapiMsgServiceAdmin2 *self,
                                     const char           *service_name,
                                     const char           *display_name,
                                     guint32               flags,
                                     GCancellable         *cancellable,
                                     GError              **error);
};

MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_msg_service_admin2_create_msg_service_ex (MapiMsgServiceAdmin2 *self,
                                                        const char           *service_name,
                                                        const char           *display_name,
                                                        guint32               flags,
                                                        GCancellable         *cancellable,
                                                        GError              **error);

G_END_DECLS
