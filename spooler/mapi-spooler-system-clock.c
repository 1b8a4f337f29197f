/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-system-clock.h"

/* The wall clock may jump: the alarm looks at it anew at least this often. */
#define LONGEST_SLEEP (60 * G_USEC_PER_SEC)

/**
 * MapiSpoolerSystemClock:
 *
 * The time of day. Its alarm rings in a #GMainContext.
 *
 * Since: 1.0
 */

struct _MapiSpoolerSystemClock
{
  GObject  parent_instance;
  GSource *source;
  GMutex   lock;
  gint64   alarm;
};

static void mapi_spooler_system_clock_iface_init (MapiSpoolerClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerSystemClock,
                               mapi_spooler_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_CLOCK,
                                                      mapi_spooler_system_clock_iface_init))

/* To be called with the lock held. An alarm that is put off, or not needed any more, rings too
 * early and is set anew then: to tell the thread each time would cost more. */
static void
arm_source (MapiSpoolerSystemClock *self, gint64 now)
{
  gint64 armed = g_source_get_ready_time (self->source);
  gint64 delay = CLAMP (self->alarm - now, 0, LONGEST_SLEEP);
  gint64 ready = g_get_monotonic_time () + delay;

  if (self->alarm != G_MAXINT64 && (armed < 0 || ready < armed))
    g_source_set_ready_time (self->source, ready);
}

static gint64
mapi_spooler_system_clock_get_time (MapiSpoolerClock *clock)
{
  return g_get_real_time ();
}

static void
mapi_spooler_system_clock_set_alarm (MapiSpoolerClock *clock, gint64 time)
{
  MapiSpoolerSystemClock *self = MAPI_SPOOLER_SYSTEM_CLOCK (clock);

  g_mutex_lock (&self->lock);
  self->alarm = time;
  arm_source (self, g_get_real_time ());
  g_mutex_unlock (&self->lock);
}

static gboolean
on_ready (gpointer data)
{
  MapiSpoolerSystemClock *self = data;
  gint64                  now = g_get_real_time ();
  gboolean                due;

  g_mutex_lock (&self->lock);
  due = self->alarm <= now;
  if (due)
    self->alarm = G_MAXINT64;
  g_source_set_ready_time (self->source, -1);
  arm_source (self, now);
  g_mutex_unlock (&self->lock);

  if (due)
    mapi_spooler_clock_ring (MAPI_SPOOLER_CLOCK (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_alarm (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs alarm_funcs = { .dispatch = dispatch_alarm };

static void
mapi_spooler_system_clock_finalize (GObject *object)
{
  MapiSpoolerSystemClock *self = MAPI_SPOOLER_SYSTEM_CLOCK (object);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_spooler_system_clock_parent_class)->finalize (object);
}

static void
mapi_spooler_system_clock_class_init (MapiSpoolerSystemClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_spooler_system_clock_finalize;
}

static void
mapi_spooler_system_clock_iface_init (MapiSpoolerClockInterface *iface)
{
  iface->get_time = mapi_spooler_system_clock_get_time;
  iface->set_alarm = mapi_spooler_system_clock_set_alarm;
}

static void
mapi_spooler_system_clock_init (MapiSpoolerSystemClock *self)
{
  g_mutex_init (&self->lock);
  self->alarm = G_MAXINT64;
  self->source = g_source_new (&alarm_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "spooler alarm");
  g_source_set_callback (self->source, on_ready, self, NULL);
}

/**
 * mapi_spooler_system_clock_new:
 * @context: (nullable): where the alarm rings, or %NULL for the thread's default
 *
 * Makes a clock that shows the time of day.
 *
 * Returns: (transfer full): the clock
 *
 * Since: 1.0
 */
MapiSpoolerSystemClock *
mapi_spooler_system_clock_new (GMainContext *context)
{
  MapiSpoolerSystemClock *self = g_object_new (MAPI_TYPE_SPOOLER_SYSTEM_CLOCK, NULL);

  g_source_attach (self->source, context != NULL ? context : g_main_context_get_thread_default ());
  return self;
}
