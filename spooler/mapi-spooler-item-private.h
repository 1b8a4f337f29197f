/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-home-private.h"
#include "mapi-spooler-schedule-private.h"
#include "mapi-spooler-words-private.h"

G_BEGIN_DECLS

typedef struct _MapiSpooler          MapiSpooler;
typedef struct _MapiSpoolerItem      MapiSpoolerItem;
typedef struct _MapiSpoolerPart      MapiSpoolerPart;
typedef struct _MapiSpoolerTransport MapiSpoolerTransport;

typedef enum
{
  MAPI_SPOOLER_PART_IDLE,     /* about to be dispatched, or given back when the engine stopped */
  MAPI_SPOOLER_PART_WAITING,  /* in the schedule for its time, or about to be */
  MAPI_SPOOLER_PART_READY,    /* in a backlog */
  MAPI_SPOOLER_PART_PARKED,   /* until its destination has room for it, or answers again */
  MAPI_SPOOLER_PART_ACTIVE,   /* in the hands of a thread */
  MAPI_SPOOLER_PART_DEFERRED, /* in the schedule, until its transport asks for it or time is over */
  MAPI_SPOOLER_PART_HELD,     /* nowhere, until somebody releases the message, or until its store,
                               * which was lost, is there again */
  MAPI_SPOOLER_PART_DONE,
} MapiSpoolerPartState;

/* What one transport has to do with a message. A part that is neither IDLE, HELD nor DONE holds a
 * reference to its item: whoever takes it from there owns that reference. */
struct _MapiSpoolerPart
{
  MapiSpoolerTimer      timer; /* in the schedule or in a backlog */
  MapiSpoolerItem      *item;
  MapiSpoolerPart      *next;
  MapiSpoolerTransport *transport; /* NULL as long as nobody knows */
  MapiMessage          *message;   /* opened already, by who routed it */
  MapiRowSet           *recipients;
  guint                 generation; /* of the item when that was */
  GBytes *unrecorded;  /* a byte for each recipient: not 0 when it is done with, and the
                        * store could not be told yet */
  char    *trouble;    /* the last error */
  gint64   not_before; /* what is left of a wait from before the last start; 0 mostly */
  gpointer parked_at;  /* the destination that it waits for, with the lock of those */
  guint16  n_attempts;
  guint16  n_restarts;
  guint8   state;
  guint8   deferred; /* the next turn is BEGIN_DEFERRED */
  guint8   pressed;  /* somebody wants it tried though its destination is dead */
  guint8   again;    /* another part found recipients for this one meanwhile */
};

/* One message of an outgoing queue: all that is kept of it in memory. */
struct _MapiSpoolerItem
{
  MapiSpoolerTimer alarm; /* when to look at it though nobody tries it; holds a reference */
  gatomicrefcount  ref_count;
  guint            n_locks;    /* threads that work on the message */
  gpointer         locked_in;  /* the store that those have locked it in; without a reference */
  guint            generation; /* how often the spooler has saved it */
  gboolean         gone;       /* not in the queue any more */
  gint             set_aside;  /* it ends the process or confuses a transport whenever it is sent;
                                * atomic */
  gint             requests;   /* MAPI_QUEUE_*: what people ask of it; atomic */
  GMutex           lock;       /* for all below and above, and for the parts */
  MapiSpooler     *spooler;    /* which outlives it */
  MapiSpoolerHome *home;
  GBytes          *entry_id;
  GBytes          *instance_key;
  gint64           sequence;
  gint64           order; /* in which it is sent: by its time, and by its priority within an hour */
  gint64           submit_time; /* microseconds since 1970 */
  gint64           send_time;   /* not before: PR_DEFERRED_SEND_TIME */
  guint32          submit_flags;
  guint32          round; /* of the watch that saw it last */
  gint32           result;
  MapiSpoolerWords *untold;    /* what the sender is still to be told; NULL mostly */
  gboolean          told;      /* a report has been made */
  gboolean          warned;    /* the sender knows that it takes long */
  gboolean          alarmed;   /* the time to tell him so has come */
  GPtrArray        *declined;  /* transports that did not want it; NULL mostly */
  GPtrArray        *announced; /* transports that will have it with BEGIN_DEFERRED; NULL mostly */
  GPtrArray        *preprocessors; /* those that were called for it in this run; NULL mostly */
  guint8            preprocessed;  /* nothing is left to preprocess */
  guint8            preprocessing; /* a thread is at it */
  guint8            cancelled;     /* somebody takes it back while it is sent */
  guint8            held;          /* nobody is to send it, or to give it up */
  guint8            given_up;      /* nobody is to try it any more */
  guint8            impatient;     /* what is left of earlier waits is not waited for */
  MapiSpoolerPart   first;
};

MapiSpoolerItem *mapi_spooler_item_new (MapiSpooler     *spooler,
                                        MapiSpoolerHome *home,
                                        GBytes          *entry_id,
                                        GBytes          *instance_key);
MapiSpoolerItem *mapi_spooler_item_ref (MapiSpoolerItem *self);
void             mapi_spooler_item_unref (MapiSpoolerItem *self);
MapiSpoolerPart *mapi_spooler_item_find_part (MapiSpoolerItem      *self,
                                              MapiSpoolerTransport *transport);
MapiSpoolerPart *mapi_spooler_item_add_part (MapiSpoolerItem      *self,
                                             MapiSpoolerTransport *transport);
gboolean         mapi_spooler_item_is_done (MapiSpoolerItem *self);

/* Whether nobody is to work on the message now, and the @state that its parts have therefore. */
gboolean mapi_spooler_item_is_barred (MapiSpoolerItem *self, guint8 *state);

void mapi_spooler_item_decline (MapiSpoolerItem *self, MapiSpoolerTransport *transport);

/* The transport that will get the message has it from before the last start (D8). */
void mapi_spooler_item_announce (MapiSpoolerItem *self, MapiSpoolerTransport *transport);

/* Gives a part to a transport. */
void mapi_spooler_part_assign (MapiSpoolerPart *self, MapiSpoolerTransport *transport);

/* Leaves an open message to the next turn of the part, unless many are open already. */
void     mapi_spooler_part_leave_opened (MapiSpoolerPart *self,
                                         MapiMessage     *message,
                                         MapiRowSet      *recipients);
gboolean mapi_spooler_part_take_opened (MapiSpoolerPart *self,
                                        MapiMessage    **message,
                                        MapiRowSet     **recipients);
/* Takes @marks; NULL when the store has been told. */
void mapi_spooler_part_set_unrecorded (MapiSpoolerPart *self, GBytes *marks);

/* Whether the store is behind with other messages: what is sent now it could not be told either. */
gboolean mapi_spooler_part_has_to_wait (MapiSpoolerPart *self);
void     mapi_spooler_part_set_trouble (MapiSpoolerPart *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerItem, mapi_spooler_item_unref)

G_END_DECLS
