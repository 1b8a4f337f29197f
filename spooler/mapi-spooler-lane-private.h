/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-transport-private.h"

G_BEGIN_DECLS

typedef enum
{
  MAPI_SPOOLER_CALL_NONE,
  MAPI_SPOOLER_CALL_OUTBOUND,
  MAPI_SPOOLER_CALL_INBOUND,
} MapiSpoolerCall;

/* One logon of a transport, with a thread and a thread-default #GMainContext of its own. The first
 * lane of a transport receives too, and runs its errands. */
struct _MapiSpoolerLane
{
  gatomicrefcount       ref_count;
  MapiSpooler          *spooler; /* a reference, so that a lane that blocks for ever harms nobody */
  MapiSpoolerTransport *transport; /* a reference */
  guint                 number;
  GThread              *thread;
  GMainContext         *context;
  MapiSpoolerWaiter     waiter;
  MapiSpoolerTimer      retry; /* of the logon */
  GCancellable         *cancellable;
  MapiXpLogon          *logon;
  MapiSupport          *support;
  guint                 n_failures;
  gint                  stopping;
  gint                  wants_logon;
  gint                  condemned; /* its logon reported a critical error */
  gboolean              idle_told;

  /* with the transport's lock */
  gboolean        ended;
  MapiSpoolerCall call;
  guint32         message_ref;
  char           *said; /* the transport's PR_STATUS_STRING since the call began */
};

MapiSpoolerLane *mapi_spooler_lane_new (MapiSpoolerTransport *transport, guint number);
MapiSpoolerLane *mapi_spooler_lane_ref (MapiSpoolerLane *self);
void             mapi_spooler_lane_unref (MapiSpoolerLane *self);
gboolean         mapi_spooler_lane_start (MapiSpoolerLane *self, GError **error);
void             mapi_spooler_lane_stop (MapiSpoolerLane *self);
void             mapi_spooler_lane_cancel (MapiSpoolerLane *self);
void             mapi_spooler_lane_wake (MapiSpoolerLane *self);
void             mapi_spooler_lane_join (MapiSpoolerLane *self);

/* TransportNotify. */
void mapi_spooler_lane_tell (MapiSpoolerLane *self, guint32 flags, guint32 message_ref);

/* What the lane's thread is doing with its logon, for who wants to cancel it. */
void mapi_spooler_lane_set_call (MapiSpoolerLane *self, MapiSpoolerCall call, guint32 message_ref);

/* What the transport has put into its status row in the present call, or NULL. */
char *mapi_spooler_lane_dup_said (MapiSpoolerLane *self);

G_END_DECLS
