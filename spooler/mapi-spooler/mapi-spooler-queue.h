/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-queue-item.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_QUEUE (mapi_spooler_queue_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiSpoolerQueue, mapi_spooler_queue, MAPI, SPOOLER_QUEUE, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSpoolerQueue *mapi_spooler_queue_new (MapiMsgStore *store, const char *profile);
MAPI_AVAILABLE_IN_1_0
GPtrArray *
mapi_spooler_queue_list (MapiSpoolerQueue *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiQueueItem *mapi_spooler_queue_find (MapiSpoolerQueue *self,
                                        GBytes           *entry_id,
                                        GCancellable     *cancellable,
                                        GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_spooler_queue_get_recipients (MapiSpoolerQueue *self,
                                               GBytes           *entry_id,
                                               GCancellable     *cancellable,
                                               GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_queue_hold (MapiSpoolerQueue *self,
                                  GBytes           *entry_id,
                                  GCancellable     *cancellable,
                                  GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_queue_release (MapiSpoolerQueue *self,
                                     GBytes           *entry_id,
                                     GCancellable     *cancellable,
                                     GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_queue_retry (MapiSpoolerQueue *self,
                                   GBytes           *entry_id,
                                   GCancellable     *cancellable,
                                   GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_queue_expire (MapiSpoolerQueue *self,
                                    GBytes           *entry_id,
                                    GCancellable     *cancellable,
                                    GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_queue_cancel (MapiSpoolerQueue *self,
                                    GBytes           *entry_id,
                                    GCancellable     *cancellable,
                                    GError          **error);

G_END_DECLS
