/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-backlog-private.h"
#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

typedef struct _MapiSpoolerLane MapiSpoolerLane;

typedef enum
{
  MAPI_SPOOLER_TRANSPORT_STARTING,
  MAPI_SPOOLER_TRANSPORT_UP,
  MAPI_SPOOLER_TRANSPORT_FAILED, /* its first logon will be tried again */
  MAPI_SPOOLER_TRANSPORT_DEAD,   /* it reported a critical error: not called any more (R448) */
  MAPI_SPOOLER_TRANSPORT_ENDED,
} MapiSpoolerTransportState;

/* What the first lane is asked to look at when it comes to it. */
typedef enum
{
  MAPI_SPOOLER_ERRAND_TICK = 1 << 0,
  MAPI_SPOOLER_ERRAND_ADDRESS_TYPES = 1 << 1,
  MAPI_SPOOLER_ERRAND_FLUSH = 1 << 2,
} MapiSpoolerErrand;

/* One transport provider of the profile: its work, and the logons (lanes) that do it. */
struct _MapiSpoolerTransport
{
  gatomicrefcount    ref_count;
  MapiSpooler       *spooler;
  MapiUid            uid;
  char              *name;
  guint              most_lanes;
  MapiSpoolerBacklog backlog;
  MapiSpoolerTimer   tick; /* for Poll and Idle */
  gint               errands;
  gint               n_promises; /* how often StartMessage may still find nothing */
  gint               n_critical; /* NOTIFY_CRITSEC without NOTIFY_NONCRIT */
  gint               n_active;
  gint               flush_flags; /* what the errand is to flush: MAPI_FLUSH_* */
  gint               flushing;    /* what is being flushed: MAPI_FLUSH_UPLOAD, _DOWNLOAD */

  GMutex                    lock; /* for all below */
  GCond                     lane_ended;
  GPtrArray                *lanes;
  MapiSpoolerTransportState state;
  MapiAddressTypes         *types;
  guint32                   wants; /* MAPI_LOGON_SP_* */
  char                     *trouble;
};

MapiSpoolerTransport *mapi_spooler_transport_new (MapiSpooler *spooler, MapiPropList *row);
MapiSpoolerTransport *mapi_spooler_transport_ref (MapiSpoolerTransport *self);
void                  mapi_spooler_transport_unref (MapiSpoolerTransport *self);

void mapi_spooler_transport_start (MapiSpoolerTransport *self);
void mapi_spooler_transport_push (MapiSpoolerTransport *self, MapiSpoolerPart *part);
void mapi_spooler_transport_ask (MapiSpoolerTransport *self, guint errands);
void mapi_spooler_transport_promise (MapiSpoolerTransport *self);
void
mapi_spooler_transport_set_up (MapiSpoolerTransport *self, MapiAddressTypes *types, guint32 wants);
void                      mapi_spooler_transport_set_down (MapiSpoolerTransport     *self,
                                                           MapiSpoolerTransportState state,
                                                           const char               *reason);
MapiSpoolerTransportState mapi_spooler_transport_get_state (MapiSpoolerTransport *self);
char                     *mapi_spooler_transport_dup_trouble (MapiSpoolerTransport *self);

/* Has it logged on again when it is not. */
void mapi_spooler_transport_revive (MapiSpoolerTransport *self);

/* Whether the call that the logon with @support is in is to be given up. */
gboolean mapi_spooler_transport_is_cancelled (MapiSpoolerTransport *self, MapiSupport *support);

/* The transport has changed its status row, in a call by this thread perhaps. */
void mapi_spooler_transport_note_said (MapiSpoolerTransport *self, const char *text);

/* The end in three steps: ask the lanes to end, cancel what they do, wait for them until the
 * monotonic time @deadline; answers whether all have ended. */
void     mapi_spooler_transport_end (MapiSpoolerTransport *self);
void     mapi_spooler_transport_cancel (MapiSpoolerTransport *self);
gboolean mapi_spooler_transport_wait (MapiSpoolerTransport *self, gint64 deadline);

/* A lane tells that its thread is about to end. */
void mapi_spooler_transport_lane_ended (MapiSpoolerTransport *self, MapiSpoolerLane *lane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerTransport, mapi_spooler_transport_unref)

G_END_DECLS
