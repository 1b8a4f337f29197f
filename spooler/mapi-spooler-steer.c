/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"
#include "mapi-spooler-notices-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-steer-private.h"
#include "mapi-spooler-transport-private.h"

/* The sender has taken back what the transport wanted to ask for (R375). */
static gboolean
withdraw_deferred (MapiSpoolerPart *part)
{
  const guint32 flags = MAPI_NOTIFY_ABORT_DEFERRED | MAPI_NOTIFY_CANCEL_MESSAGE;
  MapiSpooler  *spooler = part->item->spooler;

  if (!mapi_spooler_schedule_remove (spooler->schedule, &part->timer))
    return FALSE;

  mapi_spooler_notice_abort_deferred (spooler, part->transport, part->item->entry_id, flags);
  return TRUE;
}

static gboolean
withdraw (MapiSpoolerPart *part, gboolean deferred_too)
{
  MapiSpooler *spooler = part->item->spooler;

  switch ((MapiSpoolerPartState) part->state)
    {
    case MAPI_SPOOLER_PART_DEFERRED:
      return deferred_too && withdraw_deferred (part);
    case MAPI_SPOOLER_PART_WAITING:
      return mapi_spooler_schedule_remove (spooler->schedule, &part->timer);
    case MAPI_SPOOLER_PART_READY:
      return part->transport != NULL
                 ? mapi_spooler_backlog_remove (&part->transport->backlog, &part->timer.node)
                 : mapi_spooler_sorter_remove (spooler->sorter, part);
    case MAPI_SPOOLER_PART_PARKED:
      return mapi_spooler_destinations_remove (part->transport->destinations, part);
    default:
      return FALSE;
    }
}

guint
mapi_spooler_item_withdraw (MapiSpoolerItem     *item,
                            gboolean             deferred_too,
                            MapiSpoolerPartState state)
{
  guint n_withdrawn = 0;

  for (MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    if (withdraw (part, deferred_too))
      {
        part->state = (guint8) state;
        n_withdrawn++;
      }
  return n_withdrawn;
}

static void
unref_times (MapiSpoolerItem *item, guint n_times)
{
  while (n_times-- > 0)
    mapi_spooler_item_unref (item);
}

void
mapi_spooler_steer_tell (MapiSpoolerItem *item, const char *event, const char *what)
{
  mapi_spooler_events_tell (item->spooler->events,
                            event,
                            item->entry_id,
                            NULL,
                            "message %" G_GINT64_FORMAT " %s",
                            item->sequence,
                            what);
}

static void
hold (MapiSpoolerItem *item)
{
  guint n_withdrawn;

  g_mutex_lock (&item->lock);
  item->held = TRUE;
  n_withdrawn = mapi_spooler_item_withdraw (item, FALSE, MAPI_SPOOLER_PART_HELD);
  g_mutex_unlock (&item->lock);

  unref_times (item, n_withdrawn);
  mapi_spooler_steer_tell (item, "held", "is held");
}

/* The parts that lie in @state are dispatched by the caller, with a reference each. */
static GPtrArray *
collect (MapiSpoolerItem *item, MapiSpoolerPartState state)
{
  GPtrArray *parts = g_ptr_array_new ();

  for (MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    if (part->state == state)
      {
        part->state = MAPI_SPOOLER_PART_IDLE;
        mapi_spooler_item_ref (item);
        g_ptr_array_add (parts, part);
      }
  return parts;
}

static void
dispatch_all (MapiSpoolerItem *item, GPtrArray *parts, gboolean now)
{
  for (guint i = 0; i < parts->len; i++)
    {
      MapiSpoolerPart *part = g_ptr_array_index (parts, i);

      part->pressed = now;
      if (now && part->transport != NULL)
        mapi_spooler_transport_revive (part->transport);
      mapi_spooler_dispatch (
          item->spooler, part, now ? 0 : MAX (item->send_time, part->not_before));
    }
}

void
mapi_spooler_steer_go_on (MapiSpoolerItem *item)
{
  g_autoptr (GPtrArray) parts = NULL;

  g_mutex_lock (&item->lock);
  if (!item->held && !g_atomic_int_get (&item->set_aside))
    parts = collect (item, MAPI_SPOOLER_PART_HELD);
  g_mutex_unlock (&item->lock);

  if (parts != NULL)
    dispatch_all (item, parts, FALSE);
}

static void
release (MapiSpoolerItem *item)
{
  g_mutex_lock (&item->lock);
  item->held = FALSE;
  g_mutex_unlock (&item->lock);

  mapi_spooler_steer_tell (item, "released", "is released");
  mapi_spooler_steer_go_on (item);
}

gboolean
mapi_spooler_steer_let_go (MapiSpoolerItem *item)
{
  g_autoptr (GPtrArray) parts = NULL;

  g_mutex_lock (&item->lock);
  parts = collect (item, MAPI_SPOOLER_PART_HELD);
  if (parts->len > 0 && g_atomic_int_compare_and_exchange (&item->set_aside, TRUE, FALSE))
    mapi_spooler_fault_forgive (&item->spooler->fault, item);
  g_mutex_unlock (&item->lock);

  dispatch_all (item, parts, TRUE);
  return parts->len > 0;
}

static void
retry (MapiSpoolerItem *item)
{
  guint n_withdrawn;

  g_mutex_lock (&item->lock);
  item->held = FALSE;
  item->impatient = TRUE;
  item->send_time = 0;
  n_withdrawn = mapi_spooler_item_withdraw (item, FALSE, MAPI_SPOOLER_PART_HELD);
  g_mutex_unlock (&item->lock);

  unref_times (item, n_withdrawn);
  mapi_spooler_steer_tell (item, "retried", "is to be tried now");
  mapi_spooler_steer_let_go (item);
  mapi_spooler_steer_acknowledge (item, MAPI_QUEUE_RETRY);
}

/* The sorter settles what is not in flight. */
static void
expire (MapiSpoolerItem *item)
{
  MapiSpoolerPart *judge = NULL;
  guint            n_withdrawn;

  g_mutex_lock (&item->lock);
  item->held = FALSE;
  item->given_up = TRUE;
  n_withdrawn = mapi_spooler_item_withdraw (item, TRUE, MAPI_SPOOLER_PART_HELD);
  for (MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    if (part->state == MAPI_SPOOLER_PART_HELD ||
        (part->state == MAPI_SPOOLER_PART_IDLE && g_atomic_int_get (&item->set_aside)))
      part->state = MAPI_SPOOLER_PART_DONE;
  if (!item->gone && mapi_spooler_item_find_part (item, NULL) == NULL)
    {
      judge = mapi_spooler_item_add_part (item, NULL);
      judge->state = MAPI_SPOOLER_PART_READY;
      mapi_spooler_item_ref (item);
    }
  g_mutex_unlock (&item->lock);

  unref_times (item, n_withdrawn);
  mapi_spooler_steer_tell (item, "expired", "is given up");
  if (judge != NULL)
    mapi_spooler_sorter_push (item->spooler->sorter, judge);
}

void
mapi_spooler_steer_begin (MapiSpoolerItem *item, guint32 status)
{
  g_atomic_int_set (&item->requests, (gint) (status & MAPI_QUEUE_REQUESTS));
  item->held = (status & MAPI_QUEUE_HELD) != 0;
  item->given_up = (status & MAPI_QUEUE_EXPIRE) != 0;
  item->impatient = (status & MAPI_QUEUE_RETRY) != 0 || item->spooler->eager;
  if (status & MAPI_QUEUE_RETRY)
    {
      item->send_time = 0;
      mapi_spooler_steer_acknowledge (item, MAPI_QUEUE_RETRY);
    }
}

void
mapi_spooler_steer (MapiSpoolerItem *item, guint32 status)
{
  guint32 requests = status & MAPI_QUEUE_REQUESTS;
  guint32 before = (guint32) g_atomic_int_get (&item->requests);
  guint32 asked = requests & ~before;
  guint32 unasked = before & ~requests;

  g_atomic_int_set (&item->requests, (gint) requests);
  if (asked & MAPI_QUEUE_HELD)
    hold (item);
  if (asked & MAPI_QUEUE_RETRY)
    retry (item);
  else if (unasked & MAPI_QUEUE_HELD)
    release (item);
  if (asked & MAPI_QUEUE_EXPIRE)
    expire (item);
}

typedef struct
{
  MapiMsgStore *store;
  GBytes       *entry_id;
  guint32       requests;
} Acknowledgement;

static void
acknowledge (gpointer data, GCancellable *cancellable)
{
  Acknowledgement *self = data;
  g_autoptr (GError) error = NULL;

  if (!mapi_queue_change_requests (
          self->store, self->entry_id, 0, self->requests, cancellable, &error))
    g_info ("spooler: what was asked of a message may be done again: %s", error->message);
}

static void
free_acknowledgement (gpointer data)
{
  Acknowledgement *self = data;

  g_object_unref (self->store);
  g_bytes_unref (self->entry_id);
  g_free (self);
}

void
mapi_spooler_steer_acknowledge (MapiSpoolerItem *item, guint32 requests)
{
  Acknowledgement *self = g_new (Acknowledgement, 1);

  *self = (Acknowledgement){ mapi_spooler_home_ref_store (item->home),
                             g_bytes_ref (item->entry_id),
                             requests };
  mapi_spooler_chores_push (item->spooler->chores, acknowledge, self, free_acknowledgement);
}
