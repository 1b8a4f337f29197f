/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-tally-private.h"

/*
 * What the spooler counts of its work, for the status table. Threads count as they go; once a
 * second the engine's thread looks how deep the queues are, and changes the rows.
 */

static void
note_change (MapiSpooler *spooler)
{
  g_atomic_int_set (&spooler->tally_is_due, TRUE);
}

static void
count (MapiSpoolerTransport *transport, MapiSpoolerCount which)
{
  mapi_spooler_counters_count (&transport->counters, which);
  note_change (transport->spooler);
}

static gint64
latency_of (MapiSpoolerItem *item)
{
  return mapi_spooler_schedule_get_time (item->spooler->schedule) - item->submit_time;
}

void
mapi_spooler_tally_attempt (MapiSpoolerTransport *transport)
{
  mapi_spooler_counters_count (&transport->spooler->counters, MAPI_SPOOLER_COUNT_ATTEMPTS);
  count (transport, MAPI_SPOOLER_COUNT_ATTEMPTS);
}

void
mapi_spooler_tally_received (MapiSpoolerTransport *transport)
{
  count (transport, MAPI_SPOOLER_COUNT_RECEIVED);
}

void
mapi_spooler_tally_sent (MapiSpoolerTransport *transport, MapiSpoolerItem *item)
{
  mapi_spooler_counters_add_duration (
      &transport->counters, MAPI_SPOOLER_DURATION_LATENCY, latency_of (item));
  count (transport, MAPI_SPOOLER_COUNT_SENT);
}

void
mapi_spooler_tally_failed (MapiSpoolerTransport *transport, const char *trouble)
{
  count (transport, MAPI_SPOOLER_COUNT_FAILED);
  mapi_spooler_tally_error (transport, trouble != NULL ? trouble : "no reason is known");
}

void
mapi_spooler_tally_call (MapiSpoolerTransport *transport, gint64 usec)
{
  mapi_spooler_counters_add_duration (&transport->counters, MAPI_SPOOLER_DURATION_CALL, usec);
  mapi_spooler_counters_add_duration (
      &transport->spooler->counters, MAPI_SPOOLER_DURATION_CALL, usec);
  note_change (transport->spooler);
}

void
mapi_spooler_tally_error (MapiSpoolerTransport *transport, const char *text)
{
  g_autofree char *named = g_strdup_printf ("%s: %s", transport->name, text);

  mapi_spooler_counters_set_error (&transport->counters, text);
  mapi_spooler_counters_set_error (&transport->spooler->counters, named);
  note_change (transport->spooler);
}

void
mapi_spooler_tally_finished (MapiSpooler *spooler, MapiSpoolerItem *item)
{
  gboolean failed = item != NULL && item->result != 0;

  mapi_spooler_counters_count (&spooler->counters,
                               failed ? MAPI_SPOOLER_COUNT_FAILED : MAPI_SPOOLER_COUNT_SENT);
  if (item != NULL)
    mapi_spooler_counters_add_duration (
        &spooler->counters, MAPI_SPOOLER_DURATION_LATENCY, latency_of (item));
  note_change (spooler);
}

void
mapi_spooler_tally_arrived (MapiSpooler *spooler)
{
  mapi_spooler_counters_count (&spooler->counters, MAPI_SPOOLER_COUNT_RECEIVED);
  note_change (spooler);
}

/* How deep the queues are. What is done with is about to leave them. */

typedef struct
{
  gint64      now;
  guint       all[MAPI_SPOOLER_N_DEPTHS];
  GHashTable *of_transports; /* as many numbers for each */
} Depths;

/* While nobody sends it; with the item's lock held. */
static MapiQueueState
state_at_rest (MapiSpoolerItem *item, gint64 now)
{
  if (item->held)
    return MAPI_QUEUE_STATE_HELD;
  if (g_atomic_int_get (&item->set_aside))
    return MAPI_QUEUE_STATE_SET_ASIDE;
  if (item->send_time > now)
    return MAPI_QUEUE_STATE_PUT_OFF;
  return (item->submit_flags & MAPI_SUBMITFLAG_PREPROCESS) != 0 && !item->preprocessed
             ? MAPI_QUEUE_STATE_PREPROCESS
             : MAPI_QUEUE_STATE_WAITING;
}

static void
add_part (Depths *depths, MapiSpoolerPart *part, MapiQueueState state)
{
  guint *numbers = part->transport != NULL && part->state != MAPI_SPOOLER_PART_DONE
                       ? g_hash_table_lookup (depths->of_transports, part->transport)
                       : NULL;

  if (numbers != NULL)
    numbers[part->state == MAPI_SPOOLER_PART_ACTIVE ? MAPI_QUEUE_STATE_SENDING : state]++;
}

static void
add_item (MapiSpoolerItem *item, gpointer data)
{
  Depths        *depths = data;
  gboolean       active = FALSE;
  MapiQueueState state;

  g_mutex_lock (&item->lock);
  state = state_at_rest (item, depths->now);
  for (MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    {
      active |= part->state == MAPI_SPOOLER_PART_ACTIVE;
      add_part (depths, part, state);
    }
  if (!mapi_spooler_item_is_done (item))
    depths->all[active ? MAPI_QUEUE_STATE_SENDING : state]++;
  g_mutex_unlock (&item->lock);
}

static void
measure (MapiSpooler *self)
{
  g_autoptr (GHashTable) of_transports = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Depths depths = { .now = mapi_spooler_schedule_get_time (self->schedule),
                    .of_transports = of_transports };

  for (guint i = 0; i < self->transports->len; i++)
    g_hash_table_insert (of_transports,
                         g_ptr_array_index (self->transports, i),
                         g_new0 (guint, MAPI_SPOOLER_N_DEPTHS));
  for (guint i = 0; i < self->watches->len; i++)
    mapi_spooler_watch_for_each (g_ptr_array_index (self->watches, i), add_item, &depths);

  mapi_spooler_counters_set_depths (&self->counters, depths.all);
  for (guint i = 0; i < self->transports->len; i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);

      mapi_spooler_counters_set_depths (&transport->counters,
                                        g_hash_table_lookup (of_transports, transport));
    }
}

static MapiPropList *
describe (MapiSpoolerTransport *transport)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) uid = mapi_uid_to_bytes (&transport->uid);

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PROVIDER_UID, uid);
  mapi_spooler_counters_describe (&transport->counters, builder);
  return mapi_prop_list_builder_end (builder);
}

/* A transport that has never logged on, or does not work any more, has no row to be changed; and of
 * hundreds only a few have done anything since the last time. */
static void
show_transport (MapiSpoolerTransport *transport)
{
  MapiSpoolerTransportState state = mapi_spooler_transport_get_state (transport);
  g_autoptr (MapiPropList) columns = NULL;
  g_autoptr (GError) error = NULL;

  if (state == MAPI_SPOOLER_TRANSPORT_STARTING || state == MAPI_SPOOLER_TRANSPORT_ENDED)
    return;

  columns = describe (transport);
  if (!mapi_spooler_host_modify_status_row (
          transport->spooler->host, &transport->uid, columns, &error))
    g_info ("%s: status row: %s", transport->name, error->message);
}

void
mapi_spooler_tally_show (MapiSpooler *self)
{
  if (mapi_spooler_is_stopping (self) ||
      !g_atomic_int_compare_and_exchange (&self->tally_is_due, TRUE, FALSE))
    return;

  measure (self);
  for (guint i = 0; i < self->transports->len; i++)
    show_transport (g_ptr_array_index (self->transports, i));
  mapi_spooler_status_update (self);
}

static gboolean
close_now (MapiSpooler *self, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  measure (self);
  for (guint i = 0; i < self->transports->len; i++)
    g_ptr_array_add (rows, describe (g_ptr_array_index (self->transports, i)));
  g_clear_pointer (&self->last_counts, mapi_row_set_unref);
  self->last_counts = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  return TRUE;
}

void
mapi_spooler_tally_close (MapiSpooler *self)
{
  mapi_spooler_call_in_engine (self, close_now, NULL, NULL);
}

static gboolean
show_now (MapiSpooler *self, gpointer data, GError **error)
{
  note_change (self);
  mapi_spooler_tally_show (self);
  return TRUE;
}

/**
 * mapi_spooler_get_last_counts:
 * @self: a #MapiSpooler
 *
 * Tells what each transport had come to at the end of the last run, when it has no row in the
 * status table any more: the columns that are counted (`MAPI_PR_SPOOLER_SENT_COUNT` and so on), by
 * its PR_PROVIDER_UID.
 *
 * Returns: (transfer full) (nullable): the rows, or %NULL before the end of the first run
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_spooler_get_last_counts (MapiSpooler *self)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), NULL);

  return self->last_counts != NULL ? mapi_row_set_ref (self->last_counts) : NULL;
}

/**
 * mapi_spooler_update_status:
 * @self: a #MapiSpooler
 *
 * Brings what is counted in the status table (`MAPI_PR_SPOOLER_SENT_COUNT` and so on) up to date
 * now, instead of within a second. Where the engine is not at work this does nothing.
 *
 * Since: 1.0
 */
void
mapi_spooler_update_status (MapiSpooler *self)
{
  g_return_if_fail (MAPI_IS_SPOOLER_ENGINE (self));

  if (g_atomic_int_get (&self->running) && !mapi_spooler_is_stopping (self))
    mapi_spooler_call_in_engine (self, show_now, NULL, NULL);
}
