/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-backlog-private.h"
#include "mapi-spooler-counters-private.h"
#include "mapi-spooler-destinations-private.h"
#include "mapi-spooler-item-private.h"
#include "mapi-spooler-policy-private.h"

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
  gatomicrefcount          ref_count;
  MapiSpooler             *spooler;
  MapiUid                  uid;
  char                    *name;
  guint                    most_lanes;
  guint                    call_limit; /* seconds */
  MapiSpoolerPolicy        policy;
  MapiSpoolerBacklog       backlog;
  MapiSpoolerDestinations *destinations;
  MapiSpoolerTimer         tick;   /* for Poll and Idle */
  MapiSpoolerTimer         growth; /* for another lane */
  gboolean                 growth_is_due;
  MapiSpoolerCounters      counters;
  gint                     errands;
  gint                     n_promises;   /* how often StartMessage may still find nothing */
  gint                     n_critical;   /* NOTIFY_CRITSEC without NOTIFY_NONCRIT */
  gint                     wants;        /* what it is to be called for: MAPI_LOGON_SP_*; atomic */
  gint                     flush_flags;  /* what the errand is to flush: MAPI_FLUSH_* */
  gint                     flushing;     /* what is being flushed: MAPI_FLUSH_UPLOAD, _DOWNLOAD */
  gint                     flush_again;  /* its row has asked for one while another was ending */
  gint                     flush_by_row; /* it sets the flush bits of its row, and goes by them */

  /* From looking how it is until that is shown in the row; showing it comes back here. */
  GRecMutex row_lock;

  MapiSpoolerLane          *first; /* the lane that receives; atomic, without a reference */
  GMutex                    lock;  /* for all below */
  GCond                     lane_ended;
  GPtrArray                *lanes;
  guint                     n_blocked; /* lanes in a call that lasts for too long */
  guint32                   row_code;  /* PR_STATUS_CODE of its row */
  GBytes                   *own_store; /* PR_OWN_STORE_ENTRYID of its row, or NULL */
  MapiPropList             *counted;   /* what its row shows of its counters, or NULL */
  MapiSpoolerTransportState state;
  MapiAddressTypes         *types;
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

/* A lane has taken what waited: where nothing else does no other lane is needed. */
void mapi_spooler_transport_note_taken (MapiSpoolerTransport *self);

/* Whether it has said at its logon that it is to be called for that: one of MAPI_LOGON_SP_*. */
gboolean mapi_spooler_transport_wants (MapiSpoolerTransport *self, guint32 flag);

/* The transport has changed its status row, in a call by this thread perhaps. Answers the code that
 * the row had before, and in @code what it has now. */
guint32 mapi_spooler_transport_note_row (MapiSpoolerTransport *self,
                                         MapiPropList         *row,
                                         guint32              *code);

/* The store that it is tightly coupled with (transfer full), or NULL. */
MapiMsgStore *mapi_spooler_transport_ref_own_store (MapiSpoolerTransport *self);

/* TransportNotify about a message that the transport had wanted to ask for. */
void
mapi_spooler_transport_abort_deferred (MapiSpoolerTransport *self, GBytes *entry_id, guint32 flags);

/* The PR_STATUS_CODE of the row as it is now. */
guint32 mapi_spooler_transport_get_row_code (MapiSpoolerTransport *self);
/* Notes what its row shows of its counters from now on, or that it does not (@columns is NULL).
 * Answers whether that is something else. */
gboolean mapi_spooler_transport_note_counted (MapiSpoolerTransport *self, MapiPropList *columns);

/* The transport has broken its contract: says so, and shows it in its row. */
void mapi_spooler_transport_complain (MapiSpoolerTransport *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Changes the row of the transport; @code is 0 to leave that as it is. */
void mapi_spooler_transport_show (MapiSpoolerTransport *self, guint32 code, const char *text);

/* Shows a call that does not come back, whatever other logons say of themselves, unless @shown says
 * so already; answers whether there is one. With the row's lock held. */
gboolean mapi_spooler_transport_show_blocked (MapiSpoolerTransport *self, const char *shown);

/* With a reference each. */
GPtrArray *mapi_spooler_transport_ref_lanes (MapiSpoolerTransport *self);

/* Counts a lane as blocked, and has another do what it would have done. */
void mapi_spooler_transport_replace (MapiSpoolerTransport *self, MapiSpoolerLane *lane);

/* A call of a lane lasts for too long, or has come back after all. */
void mapi_spooler_transport_lane_blocked (MapiSpoolerTransport *self, MapiSpoolerLane *lane);
void mapi_spooler_transport_lane_unblocked (MapiSpoolerTransport *self, MapiSpoolerLane *lane);

/* Stops the calls about messages of @store, or those about @item alone when that is not NULL.
 * Answers whether there was any. */
gboolean mapi_spooler_transport_cancel_calls (MapiSpoolerTransport *self,
                                              MapiMsgStore         *store,
                                              MapiSpoolerItem      *item);

/* Has all its logons validate their state, and log on anew. */
void mapi_spooler_transport_validate (MapiSpoolerTransport *self, guint32 flags);

/* The end in three steps: ask the lanes to end, cancel what they do, wait for them until the
 * monotonic time @deadline; answers whether all have ended. */
void     mapi_spooler_transport_end (MapiSpoolerTransport *self);
void     mapi_spooler_transport_cancel (MapiSpoolerTransport *self);
gboolean mapi_spooler_transport_wait (MapiSpoolerTransport *self, gint64 deadline);

/* Lanes hold their transport: this lets go of those that have ended. */
void mapi_spooler_transport_drop_lanes (MapiSpoolerTransport *self);

/* A lane tells that its thread is about to end. */
void mapi_spooler_transport_lane_ended (MapiSpoolerTransport *self, MapiSpoolerLane *lane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerTransport, mapi_spooler_transport_unref)

G_END_DECLS
