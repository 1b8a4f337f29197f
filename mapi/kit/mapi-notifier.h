/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-advise-sink.h"

G_BEGIN_DECLS

#define MAPI_TYPE_NOTIFIER (mapi_notifier_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiNotifier, mapi_notifier, MAPI, NOTIFIER, GObject)

MAPI_AVAILABLE_IN_1_0
MapiNotifier *mapi_notifier_new (void);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_notifier_advise (
    MapiNotifier *self, GBytes *key, guint32 event_mask, MapiAdviseSink *sink, GError **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_notifier_advise_sync (
    MapiNotifier *self, GBytes *key, guint32 event_mask, MapiAdviseSink *sink, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_notifier_unadvise (MapiNotifier *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_notifier_send (MapiNotifier *self, GBytes *key, MapiNotification *notification);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_notifier_send_list (MapiNotifier *self, GBytes *key, MapiNotificationList *notifications);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_notifier_has_listeners (MapiNotifier *self, GBytes *key, guint32 event_mask);
MAPI_AVAILABLE_IN_1_0
void mapi_notifier_discard (MapiNotifier *self);

G_END_DECLS
