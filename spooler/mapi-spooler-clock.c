/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-clock.h"

/**
 * MapiSpoolerClock:
 *
 * Where the spooler has its time from: what time it is, and one alarm. All retries, deferred
 * messages and polls go by it, so that a test can let days pass in no time with a
 * #MapiSpoolerVirtualClock.
 *
 * All methods may be called from any thread.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiSpoolerClock, mapi_spooler_clock, G_TYPE_OBJECT)

static guint alarm_signal;

static void
mapi_spooler_clock_default_init (MapiSpoolerClockInterface *iface)
{
  /**
   * MapiSpoolerClock::alarm:
   * @self: a #MapiSpoolerClock
   *
   * The alarm has rung. Emitted in whatever thread the clock works in; it may ring too early, but
   * never not at all.
   *
   * Since: 1.0
   */
  alarm_signal = g_signal_new (
      "alarm", MAPI_TYPE_SPOOLER_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * mapi_spooler_clock_get_time: (virtual get_time)
 * @self: a #MapiSpoolerClock
 *
 * Tells the time.
 *
 * Returns: microseconds since 1970-01-01 UTC
 *
 * Since: 1.0
 */
gint64
mapi_spooler_clock_get_time (MapiSpoolerClock *self)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_CLOCK (self), 0);

  return MAPI_SPOOLER_CLOCK_GET_IFACE (self)->get_time (self);
}

/**
 * mapi_spooler_clock_set_alarm: (virtual set_alarm)
 * @self: a #MapiSpoolerClock
 * @time: when to ring, in microseconds since 1970-01-01 UTC; %G_MAXINT64 for not at all
 *
 * Sets the alarm, in the place of the one set before.
 *
 * Since: 1.0
 */
void
mapi_spooler_clock_set_alarm (MapiSpoolerClock *self, gint64 time)
{
  g_return_if_fail (MAPI_IS_SPOOLER_CLOCK (self));

  MAPI_SPOOLER_CLOCK_GET_IFACE (self)->set_alarm (self, time);
}

/**
 * mapi_spooler_clock_ring:
 * @self: a #MapiSpoolerClock
 *
 * Emits #MapiSpoolerClock::alarm. For those who make clocks.
 *
 * Since: 1.0
 */
void
mapi_spooler_clock_ring (MapiSpoolerClock *self)
{
  g_return_if_fail (MAPI_IS_SPOOLER_CLOCK (self));

  g_signal_emit (self, alarm_signal, 0);
}
