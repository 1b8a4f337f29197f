/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-counters-private.h"
#include "mapi-spooler-metrics.h"

static const guint32 depth_tags[MAPI_SPOOLER_N_DEPTHS] = {
  [MAPI_QUEUE_STATE_WAITING] = MAPI_PR_SPOOLER_DEPTH_WAITING,
  [MAPI_QUEUE_STATE_PREPROCESS] = MAPI_PR_SPOOLER_DEPTH_PREPROCESS,
  [MAPI_QUEUE_STATE_SENDING] = MAPI_PR_SPOOLER_DEPTH_SENDING,
  [MAPI_QUEUE_STATE_PUT_OFF] = MAPI_PR_SPOOLER_DEPTH_PUT_OFF,
  [MAPI_QUEUE_STATE_HELD] = MAPI_PR_SPOOLER_DEPTH_HELD,
  [MAPI_QUEUE_STATE_SET_ASIDE] = MAPI_PR_SPOOLER_DEPTH_SET_ASIDE,
};

static const guint32 count_tags[MAPI_SPOOLER_N_COUNTS] = {
  [MAPI_SPOOLER_COUNT_ATTEMPTS] = MAPI_PR_SPOOLER_ATTEMPT_COUNT,
  [MAPI_SPOOLER_COUNT_SENT] = MAPI_PR_SPOOLER_SENT_COUNT,
  [MAPI_SPOOLER_COUNT_RECEIVED] = MAPI_PR_SPOOLER_RECEIVED_COUNT,
  [MAPI_SPOOLER_COUNT_FAILED] = MAPI_PR_SPOOLER_FAILED_COUNT,
};

static const struct
{
  guint32 count;
  guint32 sum;
  guint32 max;
} duration_tags[MAPI_SPOOLER_N_DURATIONS] = {
  [MAPI_SPOOLER_DURATION_LATENCY] = { MAPI_PR_SPOOLER_LATENCY_COUNT,
                                      MAPI_PR_SPOOLER_LATENCY_SUM,
                                      MAPI_PR_SPOOLER_LATENCY_MAX },
  [MAPI_SPOOLER_DURATION_CALL] = { MAPI_PR_SPOOLER_CALL_COUNT,
                                   MAPI_PR_SPOOLER_CALL_SUM,
                                   MAPI_PR_SPOOLER_CALL_MAX },
};

void
mapi_spooler_counters_init (MapiSpoolerCounters *self)
{
  g_mutex_init (&self->lock);
}

void
mapi_spooler_counters_clear (MapiSpoolerCounters *self)
{
  g_clear_pointer (&self->error, g_free);
  g_mutex_clear (&self->lock);
}

void
mapi_spooler_counters_count (MapiSpoolerCounters *self, MapiSpoolerCount which)
{
  g_mutex_lock (&self->lock);
  self->counts[which]++;
  g_mutex_unlock (&self->lock);
}

/* A clock that was set back makes no time negative. */
void
mapi_spooler_counters_add_duration (MapiSpoolerCounters *self,
                                    MapiSpoolerDuration  which,
                                    gint64               usec)
{
  MapiSpoolerDurations *durations = &self->durations[which];

  usec = MAX (usec, 0);
  g_mutex_lock (&self->lock);
  durations->count++;
  durations->sum += usec;
  durations->max = MAX (durations->max, usec);
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_counters_set_error (MapiSpoolerCounters *self, const char *text)
{
  g_mutex_lock (&self->lock);
  g_free (self->error);
  self->error = g_utf8_make_valid (text, -1);
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_counters_set_depths (MapiSpoolerCounters *self, const guint *depths)
{
  g_mutex_lock (&self->lock);
  memcpy (self->depths, depths, sizeof self->depths);
  g_mutex_unlock (&self->lock);
}

static void
describe_durations (MapiSpoolerCounters *self, MapiPropListBuilder *builder)
{
  for (gsize i = 0; i < MAPI_SPOOLER_N_DURATIONS; i++)
    {
      const MapiSpoolerDurations *durations = &self->durations[i];

      mapi_prop_list_builder_add_i8 (builder, duration_tags[i].count, durations->count);
      mapi_prop_list_builder_add_i8 (builder, duration_tags[i].sum, durations->sum / 1000);
      mapi_prop_list_builder_add_i8 (builder, duration_tags[i].max, durations->max / 1000);
    }
}

void
mapi_spooler_counters_describe (MapiSpoolerCounters *self, MapiPropListBuilder *builder)
{
  g_mutex_lock (&self->lock);
  for (gsize i = 0; i < MAPI_SPOOLER_N_DEPTHS; i++)
    mapi_prop_list_builder_add_long (builder, depth_tags[i], (gint32) self->depths[i]);
  for (gsize i = 0; i < MAPI_SPOOLER_N_COUNTS; i++)
    mapi_prop_list_builder_add_i8 (builder, count_tags[i], self->counts[i]);
  describe_durations (self, builder);
  if (self->error != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_SPOOLER_ERROR, self->error);
  g_mutex_unlock (&self->lock);
}
