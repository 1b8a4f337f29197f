/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"
#include "mapi-spooler-lane-private.h"

G_BEGIN_DECLS

/* Flushing the queues: one transport after the other, in the order of the profile. The first lane
 * of each sends all that waits, and fetches all there is. */

/* In the thread of the lane: begins what is asked for; goes on when there is nothing else to do,
 * and answers whether that was anything. */
void     mapi_spooler_flush_begin (MapiSpoolerLane *lane);
gboolean mapi_spooler_flush_go_on (MapiSpoolerLane *lane);

/* Whose turn it was is done: the next one. */
void mapi_spooler_flush_next (MapiSpooler *self);
void mapi_spooler_flush_end (MapiSpooler *self);

/* Which transports are up is known now: a flush that somebody has asked for before begins. */
void mapi_spooler_flush_settle (MapiSpooler *self);

/* It is known of all messages whose they are: a flush that has waited for that goes on. */
void mapi_spooler_flush_sorted (MapiSpooler *self);

/* Whether the transport has taken its bit back while it is asked for mail: it has had enough. */
gboolean mapi_spooler_flush_has_enough (MapiSpoolerTransport *transport);

/* The code in the row of a transport has changed. */
void mapi_spooler_flush_on_status (MapiSpoolerTransport *transport, guint32 before, guint32 code);

/* mapi_spooler_flush() of one transport, by the entry identifier of its status object (R417). */
gboolean mapi_spooler_flush_target (
    MapiSpooler *self, GBytes *target, guint32 flags, GCancellable *cancellable, GError **error);

/* The bits for the spooler's own row, and how many flushes have ended. */
gint64  mapi_spooler_flush_get_count (MapiSpooler *self);
guint32 mapi_spooler_flush_get_status (MapiSpooler *self);

G_END_DECLS
