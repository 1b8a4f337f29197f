/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-lane-private.h"

G_BEGIN_DECLS

/* One turn of a part, which comes out of the lane's backlog: opens and locks the message, has the
 * transport send it to its recipients, records what became of them, and finishes the message or
 * sends what is left of it on its way. */
void mapi_spooler_outbound_run (MapiSpoolerLane *lane, MapiSpoolerPart *part);

/* The same for a part that is nobody's yet: finds out whose it is. */
void mapi_spooler_outbound_sort (MapiSpooler *spooler, MapiSpoolerPart *part);

G_END_DECLS
