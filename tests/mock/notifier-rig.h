/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

/* A sink that writes down what it hears, and one who sends. */

/* Writes down what a sink was told: one letter a notification, a space between deliveries. */
void notifier_rig_note (MapiCallbackSink *sink, MapiNotificationList *list, GString *heard);

/* A sink that does so. */
MapiCallbackSink *notifier_rig_new_sink (GString *heard);

/* New mail of a message class, which is the letter. */
void notifier_rig_send (MapiNotifier *notifier, GBytes *key, const char *message_class);

/* Delivers what is to be delivered. */
void notifier_rig_turn (void);

guint32
notifier_rig_advise (MapiNotifier *notifier, GBytes *key, guint32 mask, MapiCallbackSink *sink);
