/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-notification.h"

G_BEGIN_DECLS

#define MAPI_TYPE_NOTIFICATION_LIST (mapi_notification_list_get_type ())

typedef struct _MapiNotificationList MapiNotificationList;

MAPI_AVAILABLE_IN_1_0
GType mapi_notification_list_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiNotificationList *mapi_notification_list_new (void);
MAPI_AVAILABLE_IN_1_0
MapiNotificationList *
mapi_notification_list_new_from_array (MapiNotification **notifications, gsize n_notifications);
MAPI_AVAILABLE_IN_1_0
MapiNotificationList *mapi_notification_list_append (MapiNotificationList *self,
                                                     MapiNotification     *notification);
MAPI_AVAILABLE_IN_1_0
guint mapi_notification_list_get_size (const MapiNotificationList *self);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_list_get_notification (const MapiNotificationList *self,
                                                           guint                       index);
MAPI_AVAILABLE_IN_1_0
MapiNotificationList *mapi_notification_list_ref (MapiNotificationList *self);
MAPI_AVAILABLE_IN_1_0
void mapi_notification_list_unref (MapiNotificationList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiNotificationList, mapi_notification_list_unref)

G_END_DECLS
