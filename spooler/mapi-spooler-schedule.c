/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-schedule-private.h"

struct _MapiSpoolerSchedule
{
  GMutex            lock;
  MapiSpoolerHeap   heap;
  MapiSpoolerClock *clock;
  gulong            alarm_handler;
  gint64            last; /* what the clock said when it was last looked at */
};

/* Clocks are put right by less than that all the time, which nobody need notice. */
#define TOLERANCE (5 * G_USEC_PER_SEC)

/* To be called with the lock held: so the alarm never lags behind the heap. */
static void
set_alarm (MapiSpoolerSchedule *self)
{
  MapiSpoolerNode *first = mapi_spooler_heap_peek (&self->heap);

  mapi_spooler_clock_set_alarm (self->clock, first != NULL ? first->key : G_MAXINT64);
}

/* With the lock held. */
static void
set_back (MapiSpoolerSchedule *self, gint64 by)
{
  g_autoptr (GPtrArray) timers = g_ptr_array_copy (self->heap.nodes, NULL, NULL);

  g_message ("spooler: the clock was set back by %" G_GINT64_FORMAT " seconds",
             by / G_USEC_PER_SEC);
  for (guint i = 0; i < timers->len; i++)
    {
      MapiSpoolerTimer *timer = g_ptr_array_index (timers, i);
      gint64            due = timer->node.key - by;

      if (timer->absolute)
        continue;
      mapi_spooler_heap_remove (&self->heap, &timer->node);
      mapi_spooler_heap_push (&self->heap, &timer->node, due);
    }
  set_alarm (self);
}

/* With the lock held. */
static gint64
read_clock (MapiSpoolerSchedule *self)
{
  gint64 now = mapi_spooler_clock_get_time (self->clock);
  gint64 by = self->last - now;

  self->last = now;
  if (by > TOLERANCE)
    set_back (self, by);
  return now;
}

static MapiSpoolerTimer *
take_due (MapiSpoolerSchedule *self, gint64 now)
{
  MapiSpoolerNode *first;

  g_mutex_lock (&self->lock);
  first = mapi_spooler_heap_peek (&self->heap);
  if (first != NULL && first->key <= now)
    mapi_spooler_heap_pop (&self->heap);
  else
    {
      first = NULL;
      set_alarm (self);
    }
  g_mutex_unlock (&self->lock);

  return (MapiSpoolerTimer *) first;
}

static void
on_alarm (MapiSpoolerClock *clock, gpointer data)
{
  MapiSpoolerSchedule *self = data;
  gint64               now = mapi_spooler_schedule_get_time (self);
  MapiSpoolerTimer    *timer;

  while ((timer = take_due (self, now)) != NULL)
    timer->fire (timer);
}

MapiSpoolerSchedule *
mapi_spooler_schedule_new (MapiSpoolerClock *clock)
{
  MapiSpoolerSchedule *self = g_new0 (MapiSpoolerSchedule, 1);

  g_mutex_init (&self->lock);
  mapi_spooler_heap_init (&self->heap);
  self->clock = g_object_ref (clock);
  self->last = mapi_spooler_clock_get_time (clock);
  self->alarm_handler = g_signal_connect (clock, "alarm", G_CALLBACK (on_alarm), self);

  return self;
}

/* The engine has stopped: nobody else uses it any more, and nothing in it belongs to it. */
void
mapi_spooler_schedule_free (MapiSpoolerSchedule *self)
{
  mapi_spooler_clock_set_alarm (self->clock, G_MAXINT64);
  g_signal_handler_disconnect (self->clock, self->alarm_handler);
  g_object_unref (self->clock);
  mapi_spooler_heap_clear (&self->heap);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gint64
mapi_spooler_schedule_get_time (MapiSpoolerSchedule *self)
{
  gint64 now;

  g_mutex_lock (&self->lock);
  now = read_clock (self);
  g_mutex_unlock (&self->lock);

  return now;
}

/* Adds a timer that lies nowhere yet; does nothing for one that waits already. */
void
mapi_spooler_schedule_add (MapiSpoolerSchedule *self, MapiSpoolerTimer *timer, gint64 due)
{
  g_mutex_lock (&self->lock);
  if (timer->node.place == 0)
    {
      mapi_spooler_heap_push (&self->heap, &timer->node, due);
      if (timer->node.place == 1)
        set_alarm (self);
    }
  g_mutex_unlock (&self->lock);
}

/* Answers whether the timer waited; when not, it has fired or is about to. */
gboolean
mapi_spooler_schedule_remove (MapiSpoolerSchedule *self, MapiSpoolerTimer *timer)
{
  gboolean was_first;
  gboolean waited;

  g_mutex_lock (&self->lock);
  was_first = timer->node.place == 1;
  waited = mapi_spooler_heap_remove (&self->heap, &timer->node);
  if (was_first)
    set_alarm (self);
  g_mutex_unlock (&self->lock);

  return waited;
}

GPtrArray *
mapi_spooler_schedule_steal (MapiSpoolerSchedule *self,
                             gboolean (*matches) (MapiSpoolerTimer *timer, gpointer data),
                             gpointer data)
{
  GPtrArray *stolen = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->heap.nodes->len; i++)
    {
      MapiSpoolerTimer *timer = g_ptr_array_index (self->heap.nodes, i);

      if (matches (timer, data))
        g_ptr_array_add (stolen, timer);
    }
  for (guint i = 0; i < stolen->len; i++)
    mapi_spooler_heap_remove (&self->heap, g_ptr_array_index (stolen, i));
  set_alarm (self);
  g_mutex_unlock (&self->lock);

  return stolen;
}
