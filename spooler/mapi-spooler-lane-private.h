/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-transport-private.h"

G_BEGIN_DECLS

/* What a lane's thread is doing with its provider at the moment. */
typedef struct
{
  const char      *method; /* NULL when it is not in a call */
  MapiMsgStore    *store;  /* of the message that it is about; only to be compared */
  MapiSpoolerItem *item;   /* that message when it goes out */
  guint32          message_ref;
  gint64           begun;
  gint64           since;     /* it began, or has last shown that it is alive */
  gboolean         blocked;   /* for longer than a call may last */
  char            *said;      /* the transport's PR_STATUS_STRING since the message began */
  guint            n_notices; /* CANCEL_MESSAGE that is being told of it in other threads */
} MapiSpoolerCall;

/* One logon of a transport, with a thread and a thread-default #GMainContext of its own. One lane
 * of a transport, the first, receives too, and runs its errands. */
struct _MapiSpoolerLane
{
  gatomicrefcount       ref_count;
  MapiSpooler          *spooler; /* a reference, so that a lane that blocks for ever harms nobody */
  MapiSpoolerTransport *transport; /* a reference */
  guint                 number;
  GThread              *thread;
  GMainContext         *context;
  MapiSpoolerWaiter     waiter;
  MapiSpoolerTimer      retry;       /* of the logon */
  MapiSpoolerTimer      watchdog;    /* of the call */
  GMutex                cancel_lock; /* keeps @cancellable for the call it is meant for */
  GCancellable         *cancellable;
  MapiXpLogon          *logon;
  MapiSupport          *support;
  guint                 n_failures;
  gint                  stopping;
  gint                  wants_logon;
  gint                  condemned; /* its logon reported a critical error */
  gint                  validate;  /* MAPI_SPOOLER_VALIDATE, and flags of ValidateState */
  gboolean              receives;  /* it was told BEGIN_INBOUND last */
  gboolean              sends;     /* and BEGIN_OUTBOUND */
  gboolean              idle_told;
  MapiSpoolerItem      *turn_item; /* what the thread has at hand; without a reference */

  /* with the transport's lock */
  gboolean        ended;
  MapiSpoolerCall call;
  GCond           notices_told;
};

/* Beside the flags of ValidateState: there is something to validate. */
#define MAPI_SPOOLER_VALIDATE (1 << 30)

MapiSpoolerLane *mapi_spooler_lane_new (MapiSpoolerTransport *transport, guint number);
MapiSpoolerLane *mapi_spooler_lane_ref (MapiSpoolerLane *self);
void             mapi_spooler_lane_unref (MapiSpoolerLane *self);
gboolean         mapi_spooler_lane_start (MapiSpoolerLane *self, GError **error);
void             mapi_spooler_lane_stop (MapiSpoolerLane *self);
void             mapi_spooler_lane_wake (MapiSpoolerLane *self);
void             mapi_spooler_lane_join (MapiSpoolerLane *self);
gboolean         mapi_spooler_lane_is_first (MapiSpoolerLane *self);
gboolean         mapi_spooler_lane_is_stopping (MapiSpoolerLane *self);

/* The logon; in the lane's thread. Ensuring answers whether there is one to work with. */
gboolean mapi_spooler_logon_ensure (MapiSpoolerLane *self);
void     mapi_spooler_logon_close (MapiSpoolerLane *self, gboolean polite);

/* Does what ValidateState of the spooler asks for; answers whether there was anything. */
gboolean mapi_spooler_logon_validate (MapiSpoolerLane *self);
void     mapi_spooler_logon_refresh_types (MapiSpoolerLane *self);
gboolean mapi_spooler_logon_is_retired (MapiSupport *support);

/* TransportNotify. */
void mapi_spooler_logon_tell (MapiSpoolerLane *self, guint32 flags);

/* Brackets each call of the provider; in the lane's thread. @method is not copied. */
void     mapi_spooler_call_enter (MapiSpoolerLane *self, const char *method);
void     mapi_spooler_call_enter_message (MapiSpoolerLane *self,
                                          const char      *method,
                                          MapiMsgStore    *store,
                                          MapiSpoolerItem *item,
                                          guint32          message_ref);
void     mapi_spooler_call_go_on (MapiSpoolerLane *self, const char *method, guint32 message_ref);
gboolean mapi_spooler_call_leave (MapiSpoolerLane *self);
char    *mapi_spooler_call_dup_said (MapiSpoolerLane *self);

/* A call of somebody else's code, inside of a call perhaps: what was before is to be given back. */
const char *mapi_spooler_call_push (MapiSpoolerLane *self, const char *method);
void        mapi_spooler_call_pop (MapiSpoolerLane *self, const char *before);
void        mapi_spooler_call_init (MapiSpoolerLane *self);
void        mapi_spooler_call_clear (MapiSpoolerLane *self);

/* The provider has shown that it is alive; with the transport's lock held. */
void mapi_spooler_call_note_life (MapiSpoolerLane *self);

/* From another thread: stops the call that is running, if it is about a message of @store and about
 * @item; NULL for any. Answers whether there was a message to stop. */
gboolean
mapi_spooler_call_cancel (MapiSpoolerLane *self, MapiMsgStore *store, MapiSpoolerItem *item);

/* The lane whose thread this is, or NULL. */
MapiSpoolerLane *mapi_spooler_lane_get_current (void);

G_END_DECLS
