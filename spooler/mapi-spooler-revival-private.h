/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-schedule-private.h"

G_BEGIN_DECLS

typedef struct _MapiSpooler MapiSpooler;

/* Stores that were lost, as the process of their provider has ended, are opened anew: at once, and
 * where that fails after a second, then after two, four and so on. In the engine's thread. */
typedef struct
{
  MapiSpoolerTimer timer;
  gboolean         waits; /* for the timer */
  guint            n_failures;
} MapiSpoolerRevival;

/* How long to wait after a failure, when there were @n_failures before in a row; microseconds. */
gint64 mapi_spooler_revival_get_delay (guint n_failures);

/* Opens what there is to open, unless it is not time yet. */
void mapi_spooler_revival_run (MapiSpooler *spooler);

/* Has the engine do so; from any thread. */
void mapi_spooler_revival_ask (MapiSpooler *spooler);

void mapi_spooler_revival_end (MapiSpooler *spooler);

G_END_DECLS
