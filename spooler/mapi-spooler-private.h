/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-activity-private.h"
#include "mapi-spooler-chores-private.h"
#include "mapi-spooler-counters-private.h"
#include "mapi-spooler-engine.h"
#include "mapi-spooler-events-private.h"
#include "mapi-spooler-fault-private.h"
#include "mapi-spooler-finish-private.h"
#include "mapi-spooler-gate-private.h"
#include "mapi-spooler-hooks-private.h"
#include "mapi-spooler-lock-private.h"
#include "mapi-spooler-policy-private.h"
#include "mapi-spooler-preprocessors-private.h"
#include "mapi-spooler-revival-private.h"
#include "mapi-spooler-router-private.h"
#include "mapi-spooler-schedule-private.h"
#include "mapi-spooler-sorter-private.h"
#include "mapi-spooler-stores-private.h"
#include "mapi-spooler-watch-private.h"

G_BEGIN_DECLS

/* The engine. What is set between start and stop belongs to that run. */
struct _MapiSpooler
{
  GObject            parent_instance;
  MapiSpoolerHost   *host;
  MapiSpoolerClock  *given_clock;
  GNetworkMonitor   *given_network;
  MapiSpoolerEvents *events;
  MapiSpoolerPolicy  policy;
  guint              stop_grace; /* milliseconds */
  guint              cancel_grace;
  guint              call_limit; /* seconds */
  gboolean           eager;      /* tries at once what waited when the last run ended */

  /* the run */
  GNetworkMonitor     *network;
  gint                 network_is_there;
  gint                 running; /* atomic: threads of lanes and hosts ask */
  MapiSpoolerLock     *lock_file;
  GMainContext        *context; /* the engine's thread */
  GMainLoop           *loop;
  GThread             *thread;
  MapiSpoolerSchedule *schedule;
  MapiSpoolerSorter   *sorter;
  MapiSpoolerTimer     patience; /* for transports that do not come up */
  gint                 patience_is_over;
  GPtrArray           *transports; /* in the order of the profile; fixed while it runs */
  GPtrArray           *watches;
  MapiSpoolerStores   *stores;
  MapiSpoolerRevival   revival;
  gint64               start_time; /* microseconds since 1970 */
  MapiSpoolerHooks    *hooks;

  MapiSpoolerPreprocessors *preprocessors;
  MapiSpoolerVerdicts       verdicts;
  MapiSpoolerActivity       activity;
  MapiSpoolerFault          fault;
  MapiSpoolerGate           gate; /* for who comes from outside the run */
  MapiSpoolerChores        *chores;

  GMutex   flush_lock;
  GCond    flush_changed;
  gboolean settled; /* each transport is up, or has failed to come up, or has taken too long */
  gboolean flush_running;
  guint    flush_index; /* of the transport that is next */
  guint    flush_end;   /* behind the last one */
  guint32  flush_flags;
  gint64   n_flushes; /* that have ended */

  GMutex             router_lock;
  MapiSpoolerRouter *router;

  MapiSpoolerCounters counters;
  MapiRowSet         *last_counts; /* of the transports of the last run */

  GMutex status_lock; /* from looking how the engine is until that is in its row */

  gint stopping;
  gint n_queued;
  gint status_is_due;
  gint tally_is_due;
  gint last_sequence;

  gint64 last_place; /* in the order of sending; the engine's thread */
};

/* A reference. */
MapiSpoolerRouter *mapi_spooler_get_router (MapiSpooler *self);
gboolean           mapi_spooler_is_router (MapiSpooler *self, MapiSpoolerRouter *router);

/* A transport has told its address types, or has failed to come up: makes the router anew. */
void mapi_spooler_update_router (MapiSpooler *self);

/* The transports log on from now: when one of them takes long, the others begin without it. */
void mapi_spooler_begin_patience (MapiSpooler *self);

gboolean mapi_spooler_is_stopping (MapiSpooler *self);

/* Seconds that a message may live as far as @transport is concerned, or whoever is most patient
 * when that is NULL. */
guint mapi_spooler_get_lifetime (MapiSpooler *self, MapiSpoolerTransport *transport);

/* The transport with the provider's @uid, or NULL (without a reference). */
MapiSpoolerTransport *mapi_spooler_find_transport (MapiSpooler *self, const MapiUid *uid);

/* Takes over the caller's hold of an idle part, and a reference to its item with it: sends the part
 * on its way, or lets it wait for its time. */
void mapi_spooler_dispatch (MapiSpooler *self, MapiSpoolerPart *part, gint64 due);

/* Lets an active part wait for its transport to ask for it, until the message is to be given up.
 * With the item's lock held. */
void mapi_spooler_defer (MapiSpooler *self, MapiSpoolerPart *part, gint64 expiry);

/* Takes those parts that wait for @transport to ask for them, with the references to their items
 * (transfer container). */
GPtrArray *mapi_spooler_steal_deferred (MapiSpooler *self, MapiSpoolerTransport *transport);

/* ValidateState of the spooler: all transports validate their state and log on anew. */
void mapi_spooler_validate (MapiSpooler *self, guint32 flags);

/* Lets the waiting parts of @transport, or of nobody yet when it is NULL, go now. */
void mapi_spooler_expedite (MapiSpooler *self, MapiSpoolerTransport *transport);

/* Lets go of the parts that are still queued somewhere; no thread works any more. */
void mapi_spooler_drop_parts (MapiSpooler *self);

/* One run: from start to stop. Stopping answers whether all lanes have ended; a run of which some
 * have not must be kept. */
gboolean mapi_spooler_run_start (MapiSpooler *self, GCancellable *cancellable, GError **error);
gboolean mapi_spooler_run_stop (MapiSpooler *self);
void     mapi_spooler_run_end (MapiSpooler *self);

/* The store of a provider, for who comes from outside: a reference, or NULL. */
MapiMsgStore *mapi_spooler_ref_store (MapiSpooler *self, const MapiUid *uid);

/* Opens the stores of @providers that mail goes through, and watches their queues; in the engine's
 * thread. One that fails does not keep the others from working: it fails where there is none. */
gboolean mapi_spooler_open_stores (MapiSpooler *self, MapiRowSet *providers, GError **error);

/* The same for one store that is not open yet, in the engine's thread later on. */
void mapi_spooler_open_store_later (MapiSpooler *self, const MapiUid *uid);

/* They may have waited for a store (R237). */
void mapi_spooler_wake_transports (MapiSpooler *self);

/* What comes in from now on goes into that store (R205). */
gboolean mapi_spooler_change_default_store (MapiSpooler *self, const MapiUid *uid, GError **error);

/* Calls in the engine's thread, and waits for the answer. */
gboolean
mapi_spooler_call_in_engine (MapiSpooler *self,
                             gboolean (*call) (MapiSpooler *self, gpointer data, GError **error),
                             gpointer data,
                             GError **error);

void mapi_spooler_link_init (MapiSpoolerLinkInterface *iface);

G_END_DECLS
