/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-virtual-clock.h"

/**
 * MapiSpoolerVirtualClock:
 *
 * A clock that stands still until somebody advances it: for tests.
 *
 * An alarm that is set for a time that has come already, as by a thread that was still at work when
 * somebody advanced the clock, rings in the thread-default #GMainContext of the thread that made
 * the clock.
 *
 * Since: 1.0
 */

struct _MapiSpoolerVirtualClock
{
  GObject       parent_instance;
  GMainContext *context;
  GMutex        lock;
  gint64        now;
  gint64        alarm;
  gboolean      late; /* the alarm is to ring in the context */
};

static void mapi_spooler_virtual_clock_iface_init (MapiSpoolerClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerVirtualClock,
                               mapi_spooler_virtual_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_CLOCK,
                                                      mapi_spooler_virtual_clock_iface_init))

static gint64
mapi_spooler_virtual_clock_get_time (MapiSpoolerClock *clock)
{
  MapiSpoolerVirtualClock *self = MAPI_SPOOLER_VIRTUAL_CLOCK (clock);
  gint64                   now;

  g_mutex_lock (&self->lock);
  now = self->now;
  g_mutex_unlock (&self->lock);

  return now;
}

static gboolean
ring_late (gpointer data)
{
  MapiSpoolerVirtualClock *self = data;

  g_mutex_lock (&self->lock);
  self->late = FALSE;
  g_mutex_unlock (&self->lock);
  mapi_spooler_virtual_clock_advance (self, 0);
  return G_SOURCE_REMOVE;
}

/* With the lock held. Who sets an alarm cannot be called back from there. */
static void
attach_late (MapiSpoolerVirtualClock *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, ring_late, g_object_ref (self), g_object_unref);
  g_source_set_static_name (source, "spooler late alarm");
  g_source_attach (source, self->context);
  self->late = TRUE;
}

static void
mapi_spooler_virtual_clock_set_alarm (MapiSpoolerClock *clock, gint64 time)
{
  MapiSpoolerVirtualClock *self = MAPI_SPOOLER_VIRTUAL_CLOCK (clock);

  g_mutex_lock (&self->lock);
  self->alarm = time;
  if (time <= self->now && !self->late)
    attach_late (self);
  g_mutex_unlock (&self->lock);
}

static void
mapi_spooler_virtual_clock_finalize (GObject *object)
{
  MapiSpoolerVirtualClock *self = MAPI_SPOOLER_VIRTUAL_CLOCK (object);

  g_mutex_clear (&self->lock);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (mapi_spooler_virtual_clock_parent_class)->finalize (object);
}

static void
mapi_spooler_virtual_clock_class_init (MapiSpoolerVirtualClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_spooler_virtual_clock_finalize;
}

static void
mapi_spooler_virtual_clock_iface_init (MapiSpoolerClockInterface *iface)
{
  iface->get_time = mapi_spooler_virtual_clock_get_time;
  iface->set_alarm = mapi_spooler_virtual_clock_set_alarm;
}

static void
mapi_spooler_virtual_clock_init (MapiSpoolerVirtualClock *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->alarm = G_MAXINT64;
}

/**
 * mapi_spooler_virtual_clock_new:
 * @start: the time it shows, in microseconds since 1970-01-01 UTC
 *
 * Makes a clock that stands still.
 *
 * Returns: (transfer full): the clock
 *
 * Since: 1.0
 */
MapiSpoolerVirtualClock *
mapi_spooler_virtual_clock_new (gint64 start)
{
  MapiSpoolerVirtualClock *self = g_object_new (MAPI_TYPE_SPOOLER_VIRTUAL_CLOCK, NULL);

  self->now = start;
  return self;
}

/* Goes to the alarm, or to @end when that is earlier; answers whether there is an alarm to ring. */
static gboolean
step (MapiSpoolerVirtualClock *self, gint64 end)
{
  gboolean due;

  g_mutex_lock (&self->lock);
  due = self->alarm <= end && self->alarm != G_MAXINT64;
  self->now = MAX (self->now, due ? self->alarm : end);
  if (due)
    self->alarm = G_MAXINT64;
  g_mutex_unlock (&self->lock);

  return due;
}

/**
 * mapi_spooler_virtual_clock_advance:
 * @self: a #MapiSpoolerVirtualClock
 * @usec: how far, in microseconds
 *
 * Lets time pass. Alarms on the way ring here, one after the other, each at its time; what they
 * start in other threads is not waited for.
 *
 * Since: 1.0
 */
void
mapi_spooler_virtual_clock_advance (MapiSpoolerVirtualClock *self, gint64 usec)
{
  gint64 end;

  g_return_if_fail (MAPI_IS_SPOOLER_VIRTUAL_CLOCK (self));
  g_return_if_fail (usec >= 0);

  end = mapi_spooler_clock_get_time (MAPI_SPOOLER_CLOCK (self)) + usec;
  while (step (self, end))
    mapi_spooler_clock_ring (MAPI_SPOOLER_CLOCK (self));
}

/**
 * mapi_spooler_virtual_clock_set:
 * @self: a #MapiSpoolerVirtualClock
 * @time: the new time, in microseconds since 1970
 *
 * Sets the clock, as somebody does who puts it right, or as a machine finds it that has slept: no
 * time passes. An alarm that is due then rings at the new time.
 *
 * Since: 1.0
 */
void
mapi_spooler_virtual_clock_set (MapiSpoolerVirtualClock *self, gint64 time)
{
  g_return_if_fail (MAPI_IS_SPOOLER_VIRTUAL_CLOCK (self));

  g_mutex_lock (&self->lock);
  self->now = time;
  if (self->alarm < time)
    self->alarm = time;
  g_mutex_unlock (&self->lock);
  mapi_spooler_virtual_clock_advance (self, 0);
}

/**
 * mapi_spooler_virtual_clock_advance_to_alarm:
 * @self: a #MapiSpoolerVirtualClock
 *
 * Lets time pass up to the alarm, and rings it.
 *
 * Returns: whether an alarm was set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_virtual_clock_advance_to_alarm (MapiSpoolerVirtualClock *self)
{
  gint64 alarm;

  g_return_val_if_fail (MAPI_IS_SPOOLER_VIRTUAL_CLOCK (self), FALSE);

  alarm = mapi_spooler_virtual_clock_get_alarm (self);
  if (alarm == G_MAXINT64 || !step (self, alarm))
    return FALSE;

  mapi_spooler_clock_ring (MAPI_SPOOLER_CLOCK (self));
  return TRUE;
}

/**
 * mapi_spooler_virtual_clock_get_alarm:
 * @self: a #MapiSpoolerVirtualClock
 *
 * Tells for when the alarm is set.
 *
 * Returns: microseconds since 1970-01-01 UTC, or %G_MAXINT64 when it is not set
 *
 * Since: 1.0
 */
gint64
mapi_spooler_virtual_clock_get_alarm (MapiSpoolerVirtualClock *self)
{
  gint64 alarm;

  g_return_val_if_fail (MAPI_IS_SPOOLER_VIRTUAL_CLOCK (self), G_MAXINT64);

  g_mutex_lock (&self->lock);
  alarm = self->alarm;
  g_mutex_unlock (&self->lock);

  return alarm;
}
