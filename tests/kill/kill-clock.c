/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "kill-clock.h"

#define SPEED 1000

struct _KillClock
{
  GObject  parent_instance;
  gint64   born;      /* time of day */
  gint64   born_mono; /* monotonic time */
  GSource *source;
};

static void init_clock (MapiSpoolerClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KillClock,
                               kill_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_CLOCK, init_clock))

static gint64
kill_clock_get_time (MapiSpoolerClock *clock)
{
  KillClock *self = KILL_CLOCK (clock);

  return self->born + (g_get_monotonic_time () - self->born_mono) * SPEED;
}

static void
kill_clock_set_alarm (MapiSpoolerClock *clock, gint64 time)
{
  KillClock *self = KILL_CLOCK (clock);
  gint64     ready = -1;

  if (time != G_MAXINT64)
    ready = self->born_mono + MAX (time - self->born, 0) / SPEED + 1;
  g_source_set_ready_time (self->source, ready);
}

static gboolean
on_ready (gpointer clock)
{
  g_source_set_ready_time (KILL_CLOCK (clock)->source, -1);
  mapi_spooler_clock_ring (clock);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs alarm_funcs = { .dispatch = dispatch };

static void
init_clock (MapiSpoolerClockInterface *iface)
{
  iface->get_time = kill_clock_get_time;
  iface->set_alarm = kill_clock_set_alarm;
}

static void
kill_clock_finalize (GObject *object)
{
  KillClock *self = KILL_CLOCK (object);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  G_OBJECT_CLASS (kill_clock_parent_class)->finalize (object);
}

static void
kill_clock_class_init (KillClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kill_clock_finalize;
}

static void
kill_clock_init (KillClock *self)
{
  self->born = g_get_real_time ();
  self->born_mono = g_get_monotonic_time ();
  self->source = g_source_new (&alarm_funcs, sizeof (GSource));
  g_source_set_callback (self->source, on_ready, self, NULL);
  g_source_attach (self->source, NULL);
}

MapiSpoolerClock *
kill_clock_new (gint wrong)
{
  KillClock *self = g_object_new (KILL_TYPE_CLOCK, NULL);

  self->born += (gint64) wrong * G_USEC_PER_SEC;
  return MAPI_SPOOLER_CLOCK (self);
}
