/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* The domains that a transport sends to: none takes all its connections, and one that does not
 * answer is probed with one message at a time while the others wait. Thread-safe. */
typedef struct _MapiSpoolerDestinations MapiSpoolerDestinations;

/* What came of an attempt, as far as the destination is concerned. */
typedef enum
{
  MAPI_SPOOLER_REACH_UNKNOWN,
  MAPI_SPOOLER_REACH_ANSWERED,
  MAPI_SPOOLER_REACH_SILENT, /* no connection */
} MapiSpoolerReach;

/* @most: messages under way to one at a time, or 0 for any; @most_failures: in a row, before it
 * counts as dead, or 0 for never. */
MapiSpoolerDestinations *
mapi_spooler_destinations_new (MapiSpoolerTransport *transport, guint most, guint most_failures);
void mapi_spooler_destinations_free (MapiSpoolerDestinations *self);

/* The domains of the recipients that are marked in @own: a lower-case name once each. */
GPtrArray *mapi_spooler_destinations_list (MapiRowSet *recipients, const guint8 *own);

/* Answers whether @part may go now: then mapi_spooler_destinations_leave() follows. Else it lies
 * here, with the caller's reference to its item, until it may, and @dead names what is not reached
 * (transfer full) or is NULL. With the item's lock held. */
gboolean mapi_spooler_destinations_enter (MapiSpoolerDestinations *self,
                                          MapiSpoolerPart         *part,
                                          GPtrArray               *names,
                                          char                   **dead);

/* @due: when it would be tried again. */
void mapi_spooler_destinations_leave (MapiSpoolerDestinations *self,
                                      GPtrArray               *names,
                                      MapiSpoolerReach         reach,
                                      gint64                   due);

/* Lets go all that lies here. */
void mapi_spooler_destinations_expedite (MapiSpoolerDestinations *self);

/* Answers whether @part lay here. With the item's lock held. */
gboolean mapi_spooler_destinations_remove (MapiSpoolerDestinations *self, MapiSpoolerPart *part);

/* Nobody works any more: unrefs the items of all that lies here. */
void mapi_spooler_destinations_drop (MapiSpoolerDestinations *self);

G_END_DECLS
