/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-clock.h"
#include "mapi-spooler-heap-private.h"

G_BEGIN_DECLS

/* What becomes due at a time; it is embedded in what it stands for. */
typedef struct _MapiSpoolerTimer MapiSpoolerTimer;

struct _MapiSpoolerTimer
{
  MapiSpoolerNode node;
  gboolean        absolute; /* the hour counts, and not how long it is until then */
  void (*fire) (MapiSpoolerTimer *self);
};

/* All that waits for its time, on one alarm of the clock. Where the clock is set back, waits are as
 * long as they were to be; where it is set forward, what is due then is due. Thread-safe. A timer
 * fires in the thread in which the alarm rings, with no lock held. */
typedef struct _MapiSpoolerSchedule MapiSpoolerSchedule;

MapiSpoolerSchedule *mapi_spooler_schedule_new (MapiSpoolerClock *clock);
void                 mapi_spooler_schedule_free (MapiSpoolerSchedule *self);
gint64               mapi_spooler_schedule_get_time (MapiSpoolerSchedule *self);
void     mapi_spooler_schedule_add (MapiSpoolerSchedule *self, MapiSpoolerTimer *timer, gint64 due);
gboolean mapi_spooler_schedule_remove (MapiSpoolerSchedule *self, MapiSpoolerTimer *timer);

/* Takes out all timers that @matches; the caller owns what they stand for (transfer container). */
GPtrArray *mapi_spooler_schedule_steal (MapiSpoolerSchedule *self,
                                        gboolean (*matches) (MapiSpoolerTimer *timer,
                                                             gpointer          data),
                                        gpointer data);

G_END_DECLS
