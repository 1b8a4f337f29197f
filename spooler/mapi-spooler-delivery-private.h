/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* A new message on its way into a folder of a store. Freed without having been saved, it leaves
 * nothing behind. */
typedef struct _MapiSpoolerDelivery MapiSpoolerDelivery;

/* Into the receive folder for @message_class, NULL for what has none yet. */
MapiSpoolerDelivery *mapi_spooler_delivery_new (MapiSpooler  *spooler,
                                                MapiMsgStore *store,
                                                const char   *message_class,
                                                GCancellable *cancellable,
                                                GError      **error);
void                 mapi_spooler_delivery_free (MapiSpoolerDelivery *self);

/* Without a reference. */
MapiMessage *mapi_spooler_delivery_get_message (MapiSpoolerDelivery *self);

/* Before the message is saved: finds out where it belongs, by its class and by what the hooks want,
 * and makes it there. Answers in @deleted whether a hook wants to have none of it. */
gboolean mapi_spooler_delivery_settle (MapiSpoolerDelivery *self,
                                       gboolean            *deleted,
                                       GCancellable        *cancellable,
                                       GError             **error);

/* The message is saved: tells the store, and everybody, of the new mail. */
gboolean mapi_spooler_delivery_announce (MapiSpoolerDelivery *self,
                                         GCancellable        *cancellable,
                                         GError             **error);

/* The same for a message that the store has received itself (R455): the hooks are asked first. */
gboolean mapi_spooler_delivery_announce_own (MapiSpooler  *spooler,
                                             MapiMsgStore *store,
                                             GBytes       *entry_id,
                                             GCancellable *cancellable,
                                             GError      **error);

MapiFolder *mapi_spooler_open_folder (MapiMsgStore *store,
                                      GBytes       *entry_id,
                                      GCancellable *cancellable,
                                      GError      **error);

/* A folder that a hook names: of @store, or else of any other that the spooler has open. @found:
 * the store that it is of (transfer full, optional). */
MapiFolder *mapi_spooler_open_target (MapiSpooler   *spooler,
                                      MapiMsgStore  *store,
                                      GBytes        *entry_id,
                                      MapiMsgStore **found,
                                      GCancellable  *cancellable,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerDelivery, mapi_spooler_delivery_free)

G_END_DECLS
