/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-alarm-private.h"
#include "mapi-spooler-private.h"

static MapiSpoolerItem *
item_of (MapiSpoolerTimer *timer)
{
  return (MapiSpoolerItem *) ((char *) timer - G_STRUCT_OFFSET (MapiSpoolerItem, alarm));
}

/* When the item is to be looked at next. Somebody who has been away for longer than a lifetime
 * would have all that waits given up before it was tried: transports get time to come up. */
static gint64
find_due (MapiSpoolerItem *item)
{
  const MapiSpooler       *spooler = item->spooler;
  const MapiSpoolerPolicy *policy = &spooler->policy;
  gint64                   now = mapi_spooler_schedule_get_time (spooler->schedule);
  gint64                   grace = (gint64) policy->longest_delay * G_USEC_PER_SEC;
  gint64                   expiry =
      item->submit_time + (gint64) mapi_spooler_get_lifetime (item->spooler, NULL) * G_USEC_PER_SEC;
  gint64 warning =
      MAX (item->submit_time, item->send_time) + (gint64) policy->delay_warning * G_USEC_PER_SEC;

  if (policy->delay_warning > 0 && !item->alarmed)
    return MIN (warning, expiry);
  return expiry > now ? MAX (expiry, spooler->start_time + grace) : now + grace;
}

/* The sorter looks at what is nobody's, and at what stands beside it. Answers whether the item is
 * still there. */
static gboolean
look_at (MapiSpoolerItem *item)
{
  MapiSpooler     *spooler = item->spooler;
  MapiSpoolerPart *part = NULL;
  gboolean         gone;

  g_mutex_lock (&item->lock);
  gone = item->gone;
  if (!gone && !item->held && !mapi_spooler_item_is_done (item) &&
      mapi_spooler_item_find_part (item, NULL) == NULL)
    {
      part = mapi_spooler_item_add_part (item, NULL);
      part->state = MAPI_SPOOLER_PART_READY;
      mapi_spooler_item_ref (item);
    }
  g_mutex_unlock (&item->lock);

  if (part != NULL)
    mapi_spooler_sorter_push (spooler->sorter, part);
  return !gone;
}

static void
on_alarm (MapiSpoolerTimer *timer)
{
  MapiSpoolerItem *item = item_of (timer);

  if (!mapi_spooler_is_stopping (item->spooler))
    {
      item->alarmed = TRUE;
      if (look_at (item))
        mapi_spooler_alarm_set (item);
    }
  mapi_spooler_item_unref (item);
}

void
mapi_spooler_alarm_set (MapiSpoolerItem *item)
{
  item->alarm.fire = on_alarm;
  item->alarm.absolute = TRUE;
  mapi_spooler_item_ref (item);
  mapi_spooler_schedule_add (item->spooler->schedule, &item->alarm, find_due (item));
}

void
mapi_spooler_alarm_clear (MapiSpoolerItem *item)
{
  if (mapi_spooler_schedule_remove (item->spooler->schedule, &item->alarm))
    mapi_spooler_item_unref (item);
}

static gboolean
is_alarm (MapiSpoolerTimer *timer, gpointer data)
{
  return timer->fire == on_alarm;
}

void
mapi_spooler_alarm_clear_all (MapiSpooler *spooler)
{
  g_autoptr (GPtrArray) timers = mapi_spooler_schedule_steal (spooler->schedule, is_alarm, NULL);

  for (guint i = 0; i < timers->len; i++)
    mapi_spooler_item_unref (item_of (g_ptr_array_index (timers, i)));
}
