/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_NOTIFICATION (mapi_notification_get_type ())

typedef struct _MapiNotification MapiNotification;

MAPI_AVAILABLE_IN_1_0
GType mapi_notification_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiNotification *
mapi_notification_new_error (GBytes *entry_id, gint32 code, guint32 flags, const char *message);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_new_newmail (GBytes     *entry_id,
                                                 GBytes     *parent_id,
                                                 const char *message_class,
                                                 guint32     message_flags);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_new_object (guint32           event_type,
                                                guint32           object_type,
                                                GBytes           *entry_id,
                                                GBytes           *parent_id,
                                                GBytes           *old_id,
                                                GBytes           *old_parent_id,
                                                MapiPropTagArray *tags);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_new_table (
    guint32 table_event, gint32 code, GBytes *index, GBytes *prior, MapiPropList *row);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_new_extended (guint32 event, GBytes *data);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_new_status (GBytes *entry_id, MapiPropList *changes);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_notification_get_event_type (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_entry_id (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_parent_id (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_old_id (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_old_parent_id (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_notification_get_object_type (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_notification_get_code (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_notification_get_flags (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_notification_get_text (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_notification_get_tags (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_notification_get_table_event (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_index (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_prior (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_notification_get_row (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_notification_get_data (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_notification_to_string (const MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
MapiNotification *mapi_notification_ref (MapiNotification *self);
MAPI_AVAILABLE_IN_1_0
void mapi_notification_unref (MapiNotification *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiNotification, mapi_notification_unref)

G_END_DECLS
