/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What is being worked on at this moment, for which store and in which direction
 * (MAPI_LOGOFF_INBOUND, MAPI_LOGOFF_OUTBOUND). Thread-safe. */
typedef struct
{
  GMutex  lock;
  GCond   ended;
  GArray *entries;
} MapiSpoolerActivity;

void mapi_spooler_activity_init (MapiSpoolerActivity *self);
void mapi_spooler_activity_clear (MapiSpoolerActivity *self);
void
mapi_spooler_activity_begin (MapiSpoolerActivity *self, MapiMsgStore *store, guint32 direction);
void  mapi_spooler_activity_end (MapiSpoolerActivity *self, MapiMsgStore *store, guint32 direction);
guint mapi_spooler_activity_count (MapiSpoolerActivity *self);
guint32 mapi_spooler_activity_get (MapiSpoolerActivity *self, MapiMsgStore *store);
guint32 mapi_spooler_activity_get_all (MapiSpoolerActivity *self);

/* Until nothing is done for @store, or the monotonic time @deadline, or @cancellable is cancelled;
 * answers what is still done. */
guint32 mapi_spooler_activity_wait (MapiSpoolerActivity *self,
                                    MapiMsgStore        *store,
                                    gint64               deadline,
                                    GCancellable        *cancellable);

G_END_DECLS
