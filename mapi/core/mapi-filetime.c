/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-filetime.h"

#define USEC_PER_SEC G_GINT64_CONSTANT (1000000)
#define TICKS_PER_USEC G_GUINT64_CONSTANT (10)
/* From 1601-01-01 to 1970-01-01. */
#define EPOCH_USEC (G_GINT64_CONSTANT (11644473600) * USEC_PER_SEC)

/**
 * mapi_filetime_from_unix_usec:
 * @usec: microseconds since 1970-01-01 UTC
 *
 * Converts to a FILETIME, the value of a PT_SYSTIME property: units of 100 ns since 1601-01-01
 * UTC. Times before 1601 become 0, and times too late to be told become the last one that can be.
 *
 * Returns: the FILETIME
 *
 * Since: 1.0
 */
guint64
mapi_filetime_from_unix_usec (gint64 usec)
{
  guint64 since_1601;

  if (usec < -EPOCH_USEC)
    return 0;

  since_1601 = (guint64) usec + (guint64) EPOCH_USEC;
  if (since_1601 > G_MAXUINT64 / TICKS_PER_USEC)
    return G_MAXUINT64;
  return since_1601 * TICKS_PER_USEC;
}

/**
 * mapi_filetime_to_unix_usec:
 * @filetime: a FILETIME
 *
 * Converts from a FILETIME, rounding down to microseconds. No value overflows.
 *
 * Returns: microseconds since 1970-01-01 UTC
 *
 * Since: 1.0
 */
gint64
mapi_filetime_to_unix_usec (guint64 filetime)
{
  return (gint64) (filetime / TICKS_PER_USEC) - EPOCH_USEC;
}

/**
 * mapi_filetime_to_date_time:
 * @filetime: a FILETIME
 *
 * Converts to a #GDateTime in UTC, rounding down to microseconds.
 *
 * Returns: (transfer full) (nullable): the time, or %NULL when it lies beyond the year 9999
 *
 * Since: 1.0
 */
GDateTime *
mapi_filetime_to_date_time (guint64 filetime)
{
  guint64 usec = filetime / TICKS_PER_USEC;
  gint64  seconds = (gint64) (usec / USEC_PER_SEC) - EPOCH_USEC / USEC_PER_SEC;
  g_autoptr (GDateTime) whole = g_date_time_new_from_unix_utc (seconds);

  return whole == NULL ? NULL : g_date_time_add (whole, (GTimeSpan) (usec % USEC_PER_SEC));
}

/**
 * mapi_filetime_from_date_time:
 * @time: a time
 *
 * Converts a #GDateTime of any time zone.
 *
 * Returns: the FILETIME, 0 for times before 1601
 *
 * Since: 1.0
 */
guint64
mapi_filetime_from_date_time (GDateTime *time)
{
  g_return_val_if_fail (time != NULL, 0);

  return mapi_filetime_from_unix_usec (g_date_time_to_unix (time) * USEC_PER_SEC +
                                       g_date_time_get_microsecond (time));
}
