/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-flight-private.h"
#include "mapi-spooler-item-private.h"
#include "mapi-spooler-suspects-private.h"

G_BEGIN_DECLS

/* What is known of messages that end the process or confuse a provider, in one run. Where there is
 * no profile nobody can remember the former, and @flight is NULL. */
typedef struct
{
  MapiSpoolerFlight   *flight;
  MapiSpoolerSuspects *suspects;
} MapiSpoolerFault;

/* Blames the messages that the last process had in its hands when it ended. @profile: or NULL. */
void mapi_spooler_fault_open (MapiSpoolerFault *self, const char *profile);
void mapi_spooler_fault_close (MapiSpoolerFault *self);

/* Around all that is done with a message by a transport. Unless @confused, which was told before,
 * nothing speaks against the message any more. */
gint mapi_spooler_fault_begin (MapiSpoolerFault *self, GBytes *entry_id, const char *transport);
void
mapi_spooler_fault_end (MapiSpoolerFault *self, GBytes *entry_id, gint place, gboolean confused);

/* The end of one in which the transport has broken its contract, before it is settled: answers
 * whether the message is to be set aside. */
gboolean mapi_spooler_fault_confuse (MapiSpoolerFault *self,
                                     GBytes           *entry_id,
                                     const char       *transport,
                                     const char       *trouble);

/* Why it is set aside goes to who watches. */
void mapi_spooler_fault_tell (MapiSpoolerFault *self, MapiSpoolerItem *item);

/* Somebody wants it tried again. */
void mapi_spooler_fault_forgive (MapiSpoolerFault *self, MapiSpoolerItem *item);

/* When a message may be tried first: the suspects behind the others and one by one, and one that
 * has ended the process too often not at all: then it is set aside, and G_MAXINT64. */
gint64 mapi_spooler_fault_judge (MapiSpoolerFault *self, MapiSpoolerItem *item, gint64 now);

/* Whether a message is still set aside, after somebody has asked to try it again. */
gboolean mapi_spooler_fault_is_aside (MapiSpoolerFault *self, MapiSpoolerItem *item);

G_END_DECLS
