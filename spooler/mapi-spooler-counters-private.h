/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-queue-item.h"

G_BEGIN_DECLS

typedef enum
{
  MAPI_SPOOLER_COUNT_ATTEMPTS,
  MAPI_SPOOLER_COUNT_SENT,
  MAPI_SPOOLER_COUNT_RECEIVED,
  MAPI_SPOOLER_COUNT_FAILED,
  MAPI_SPOOLER_N_COUNTS
} MapiSpoolerCount;

typedef enum
{
  MAPI_SPOOLER_DURATION_LATENCY,
  MAPI_SPOOLER_DURATION_CALL,
  MAPI_SPOOLER_N_DURATIONS
} MapiSpoolerDuration;

#define MAPI_SPOOLER_N_DEPTHS (MAPI_QUEUE_STATE_SET_ASIDE + 1)

typedef struct
{
  gint64 count;
  gint64 sum; /* microseconds */
  gint64 max;
} MapiSpoolerDurations;

/* What is counted for a row of the status table. The lock is held for a few instructions and no
 * other one is taken meanwhile: 64 bits are not atomic everywhere. */
typedef struct
{
  GMutex               lock;
  gint64               counts[MAPI_SPOOLER_N_COUNTS];
  MapiSpoolerDurations durations[MAPI_SPOOLER_N_DURATIONS];
  guint                depths[MAPI_SPOOLER_N_DEPTHS]; /* by MapiQueueState */
  char                *error;
} MapiSpoolerCounters;

void mapi_spooler_counters_init (MapiSpoolerCounters *self);
void mapi_spooler_counters_clear (MapiSpoolerCounters *self);

void mapi_spooler_counters_count (MapiSpoolerCounters *self, MapiSpoolerCount which);
void mapi_spooler_counters_add_duration (MapiSpoolerCounters *self,
                                         MapiSpoolerDuration  which,
                                         gint64               usec);
void mapi_spooler_counters_set_error (MapiSpoolerCounters *self, const char *text);
void mapi_spooler_counters_set_depths (MapiSpoolerCounters *self, const guint *depths);

/* The columns of the row. */
void mapi_spooler_counters_describe (MapiSpoolerCounters *self, MapiPropListBuilder *builder);

G_END_DECLS
