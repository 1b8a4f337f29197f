/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* A new message on its way into the receive folder of a store. Freed without having been saved, it
 * leaves nothing behind. */
typedef struct _MapiSpoolerDelivery MapiSpoolerDelivery;

MapiSpoolerDelivery *mapi_spooler_delivery_new (MapiSpooler  *spooler,
                                                MapiMsgStore *store,
                                                GCancellable *cancellable,
                                                GError      **error);
void                 mapi_spooler_delivery_free (MapiSpoolerDelivery *self);

/* Without a reference. */
MapiMessage *mapi_spooler_delivery_get_message (MapiSpoolerDelivery *self);

/* The message is saved: tells the store, and everybody, of the new mail. */
gboolean mapi_spooler_delivery_announce (MapiSpoolerDelivery *self,
                                         GCancellable        *cancellable,
                                         GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerDelivery, mapi_spooler_delivery_free)

G_END_DECLS
