/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-notification-list.h"

G_BEGIN_DECLS

/* What waits for a sink, in order, without what later notifications make superfluous. Not locked.
 */
typedef struct _MapiNotificationQueue MapiNotificationQueue;

MapiNotificationQueue *mapi_notification_queue_new (void);
void                   mapi_notification_queue_free (MapiNotificationQueue *self);

void     mapi_notification_queue_add (MapiNotificationQueue *self, MapiNotification *notification);
void     mapi_notification_queue_clear (MapiNotificationQueue *self);
gboolean mapi_notification_queue_is_empty (const MapiNotificationQueue *self);
MapiNotificationList *mapi_notification_queue_to_list (const MapiNotificationQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiNotificationQueue, mapi_notification_queue_free)

G_END_DECLS
