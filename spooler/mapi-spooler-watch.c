/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"
#include "mapi-spooler-alarm-private.h"
#include "mapi-spooler-attempts-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-steer-private.h"
#include "mapi-spooler-transport-private.h"

#define ROWS_AT_ONCE 500

/* An urgent message goes before those that have waited for up to that much longer, and not before
 * them for ever. */
#define PRIORITY_LEAD (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* Checks without a change of the number of rows after which the rows are read all the same. */
#define CHECKS_BETWEEN_READS 60

struct _MapiSpoolerWatch
{
  MapiSpooler      *spooler;
  MapiSpoolerHome  *home;
  MapiTable        *table;
  MapiCallbackSink *sink;
  guint32           connection;
  GHashTable       *by_entry_id; /* owns the items */
  GHashTable       *by_instance_key;
  guint32           round;
  gboolean          heard; /* a notification since the last check */
  guint             n_checks;
};

/* 1 for urgent, -1 for what has time (PR_PRIORITY). */
static gint64
get_priority (MapiPropList *row)
{
  return CLAMP (mapi_prop_list_get_long (row, MAPI_PR_PRIORITY, MAPI_PRIO_NORMAL), -1, 1);
}

/* The time of submission, but always behind those that were met before. */
static gint64
take_place (MapiSpoolerItem *item)
{
  MapiSpooler *spooler = item->spooler;
  gint64       now = mapi_spooler_schedule_get_time (spooler->schedule);

  spooler->last_place = MAX (spooler->last_place + 1, MIN (item->submit_time, now));
  return spooler->last_place;
}

static MapiSpoolerItem *
build_item (MapiSpoolerWatch *self, GBytes *entry_id, MapiPropList *row)
{
  g_autoptr (GBytes) instance_key = mapi_prop_list_get_bytes (row, MAPI_PR_INSTANCE_KEY);
  guint64          submitted = mapi_prop_list_get_systime (row, MAPI_PR_CLIENT_SUBMIT_TIME, 0);
  MapiSpoolerItem *item = mapi_spooler_item_new (self->spooler, self->home, entry_id, instance_key);

  item->sequence = g_atomic_int_add (&self->spooler->last_sequence, 1) + 1;
  item->round = self->round;
  item->submit_flags = (guint32) mapi_prop_list_get_long (row, MAPI_PR_SUBMIT_FLAGS, 0);
  item->submit_time = submitted != 0 ? mapi_filetime_to_unix_usec (submitted)
                                     : mapi_spooler_schedule_get_time (self->spooler->schedule);
  item->order = take_place (item) - get_priority (row) * PRIORITY_LEAD;
  item->send_time = mapi_queue_get_send_time (row, item->submit_time);
  mapi_spooler_steer_begin (item, (guint32) mapi_prop_list_get_long (row, MAPI_PR_MSG_STATUS, 0));
  mapi_step (MAPI_STEP_QUEUE_SEEN);

  return item;
}

/* Where there is one transport it goes on where it was before the last start; else whoever finds
 * out whose it is knows. */
static gint64
resume (MapiSpoolerItem *item, MapiPropList *row)
{
  MapiSpooler     *spooler = item->spooler;
  MapiSpoolerPart *part = &item->first;

  if (row == NULL || spooler->transports->len != 1)
    return 0;

  mapi_spooler_part_assign (part, g_ptr_array_index (spooler->transports, 0));
  mapi_spooler_attempts_restore (part, row);
  return part->not_before;
}

/* Who waits for an empty queue need not wait for these. */
static void
tell_why_not (MapiSpoolerItem *item, gint64 now)
{
  if (item->held)
    mapi_spooler_steer_tell (item, "held", "is held");
  else if (item->send_time > now)
    mapi_spooler_steer_tell (item, "put-off", "is to be sent later");
  else
    mapi_spooler_attempts_tell_rest (&item->first);
}

/* On its way, unless it is set aside. @row: of the queue, where it is met for the first time. */
static void
send_off (MapiSpoolerItem *item, MapiPropList *row)
{
  MapiSpooler *spooler = item->spooler;
  gint64       now = mapi_spooler_schedule_get_time (spooler->schedule);
  gint64       due = mapi_spooler_fault_judge (&spooler->fault, item, now);
  gint64       rest;

  g_atomic_int_set (&item->set_aside, due == G_MAXINT64 && !item->given_up);
  if (g_atomic_int_get (&item->set_aside))
    return;

  mapi_spooler_item_ref (item);
  if (item->given_up)
    {
      item->first.state = MAPI_SPOOLER_PART_READY;
      mapi_spooler_sorter_push (spooler->sorter, &item->first);
      return;
    }

  rest = resume (item, row);
  tell_why_not (item, now);
  item->send_time = MAX (item->send_time, due);
  due = MAX (item->send_time, rest);
  mapi_spooler_alarm_set (item);
  mapi_spooler_dispatch (spooler, &item->first, due);
}

static void
steer (MapiSpoolerItem *item, MapiPropList *row)
{
  g_atomic_int_set (&item->spooler->tally_is_due, TRUE);
  mapi_spooler_steer (item, (guint32) mapi_prop_list_get_long (row, MAPI_PR_MSG_STATUS, 0));
}

static void
add_row (MapiSpoolerWatch *self, MapiPropList *row)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  MapiSpoolerItem *item;

  if (entry_id == NULL)
    return;

  item = g_hash_table_lookup (self->by_entry_id, entry_id);
  if (item != NULL)
    {
      item->round = self->round;
      steer (item, row);
      return;
    }

  item = build_item (self, entry_id, row);
  g_hash_table_insert (self->by_entry_id, item->entry_id, item);
  g_hash_table_insert (self->by_instance_key, item->instance_key, item);
  mapi_spooler_status_count (self->spooler, &self->spooler->n_queued, 1);
  mapi_spooler_events_tell (self->spooler->events,
                            "queued",
                            item->entry_id,
                            NULL,
                            "message %" G_GINT64_FORMAT " is in the queue",
                            item->sequence);

  send_off (item, row);
}

/* The message is not in the queue any more: finished, or aborted by its sender. */
static void
forget_item (MapiSpoolerWatch *self, MapiSpoolerItem *item)
{
  guint n_withdrawn;

  g_mutex_lock (&item->lock);
  item->gone = TRUE;
  n_withdrawn = mapi_spooler_item_withdraw (item, TRUE, MAPI_SPOOLER_PART_DONE);
  g_mutex_unlock (&item->lock);

  mapi_spooler_alarm_clear (item);
  mapi_spooler_status_count (self->spooler, &self->spooler->n_queued, -1);
  g_hash_table_remove (self->by_instance_key, item->instance_key);
  while (n_withdrawn-- > 0)
    mapi_spooler_item_unref (item);
  g_hash_table_remove (self->by_entry_id, item->entry_id);
}

static void
forget_old_rounds (MapiSpoolerWatch *self)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new ();
  GHashTableIter   iter;
  MapiSpoolerItem *item;

  g_hash_table_iter_init (&iter, self->by_entry_id);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    if (item->round != self->round)
      g_ptr_array_add (old, item);

  for (guint i = 0; i < old->len; i++)
    forget_item (self, g_ptr_array_index (old, i));
}

static gboolean
read_all (MapiSpoolerWatch *self, GError **error)
{
  self->round++;
  if (!mapi_table_seek_row (self->table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, error))
    return FALSE;

  for (;;)
    {
      g_autoptr (MapiRowSet) rows =
          mapi_table_query_rows (self->table, ROWS_AT_ONCE, 0, NULL, error);
      guint n_rows = rows != NULL ? mapi_row_set_get_size (rows) : 0;

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < n_rows; i++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

          add_row (self, row);
        }
      if (n_rows == 0)
        break;
    }

  forget_old_rounds (self);
  return TRUE;
}

static void
read_again (MapiSpoolerWatch *self)
{
  g_autoptr (GError) error = NULL;

  if (!read_all (self, &error))
    g_warning ("spooler: cannot read an outgoing queue: %s", error->message);
}

static void
on_notification (MapiSpoolerWatch *self, MapiNotification *notification)
{
  g_autoptr (MapiPropList) row = mapi_notification_get_row (notification);
  g_autoptr (GBytes) index = mapi_notification_get_index (notification);
  guint32          event = mapi_notification_get_table_event (notification);
  MapiSpoolerItem *item;

  switch (event)
    {
    case MAPI_TABLE_ROW_ADDED:
      if (row != NULL)
        add_row (self, row);
      break;
    case MAPI_TABLE_ROW_MODIFIED:
      item = index != NULL ? g_hash_table_lookup (self->by_instance_key, index) : NULL;
      if (item != NULL && row != NULL)
        steer (item, row);
      break;
    case MAPI_TABLE_ROW_DELETED:
      item = index != NULL ? g_hash_table_lookup (self->by_instance_key, index) : NULL;
      if (item != NULL)
        forget_item (self, item);
      break;
    case MAPI_TABLE_CHANGED:
    case MAPI_TABLE_RELOAD:
    case MAPI_TABLE_ERROR:
      read_again (self);
      break;
    default:
      break;
    }
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  MapiSpoolerWatch *self = data;

  self->heard = TRUE;
  for (guint i = 0; i < mapi_notification_list_get_size (notifications); i++)
    {
      g_autoptr (MapiNotification) notification =
          mapi_notification_list_get_notification (notifications, i);

      on_notification (self, notification);
    }
}

static gboolean
set_columns (MapiTable *table, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID,
    MAPI_PR_INSTANCE_KEY,
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_SUBMIT_FLAGS,
    MAPI_PR_MSG_STATUS,
    MAPI_PR_PRIORITY,
    MAPI_PR_DEFERRED_SEND_TIME,
    MAPI_PR_DEFERRED_SEND_NUMBER,
    MAPI_PR_DEFERRED_SEND_UNITS,
    MAPI_PR_SPOOLER_ATTEMPTS,
    MAPI_PR_SPOOLER_LAST_ATTEMPT,
    MAPI_PR_SPOOLER_NEXT_ATTEMPT,
    MAPI_PR_SPOOLER_ERROR,
    MAPI_PR_SPOOLER_TRANSPORT,
  };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_table_set_columns (table, columns, 0, NULL, error);
}

/* A store that does not notify is read once a second (R625). */
static void
advise (MapiSpoolerWatch *self)
{
  g_autoptr (GError) error = NULL;

  self->connection = mapi_table_advise (
      self->table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (self->sink), &error);
  if (self->connection == 0)
    g_info ("spooler: an outgoing queue does not notify: %s", error->message);
}

static MapiTable *
open_table (MapiMsgStore *store, GError **error)
{
  g_autoptr (MapiTable) table = mapi_msg_store_get_outgoing_queue (store, 0, NULL, error);

  return table != NULL && set_columns (table, error) ? g_steal_pointer (&table) : NULL;
}

MapiSpoolerWatch *
mapi_spooler_watch_new (MapiSpooler *spooler, MapiMsgStore *store, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiTable) table = open_table (store, &local);
  MapiSpoolerWatch *self;

  if (table == NULL)
    {
      if (!g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  self = g_new0 (MapiSpoolerWatch, 1);
  self->spooler = spooler;
  self->home = mapi_spooler_home_new (store);
  self->table = g_steal_pointer (&table);
  self->by_entry_id = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, NULL, (GDestroyNotify) mapi_spooler_item_unref);
  self->by_instance_key = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  self->sink = mapi_callback_sink_new ();
  g_signal_connect (self->sink, "received", G_CALLBACK (on_received), self);
  advise (self);

  if (!read_all (self, error))
    g_clear_pointer (&self, mapi_spooler_watch_free);
  return self;
}

static void
unadvise (MapiSpoolerWatch *self)
{
  if (self->connection != 0)
    mapi_table_unadvise (self->table, self->connection, NULL);
  self->connection = 0;
}

void
mapi_spooler_watch_stop (MapiSpoolerWatch *self)
{
  unadvise (self);
  g_signal_handlers_disconnect_by_data (self->sink, self);
}

MapiSpoolerHome *
mapi_spooler_watch_get_home (MapiSpoolerWatch *self)
{
  return self->home;
}

static void
go_on (MapiSpoolerWatch *self)
{
  GHashTableIter   iter;
  MapiSpoolerItem *item;

  g_hash_table_iter_init (&iter, self->by_entry_id);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    mapi_spooler_steer_go_on (item);
}

/* What the engine knows of its messages holds: who was asked, and what the store is still to be
 * told. What is not in the queue any more is forgotten. */
gboolean
mapi_spooler_watch_move (MapiSpoolerWatch *self, MapiMsgStore *store, GError **error)
{
  MapiTable *table = open_table (store, error);

  if (table == NULL)
    return FALSE;

  unadvise (self);
  g_object_unref (self->table);
  self->table = table;
  advise (self);
  if (!read_all (self, error))
    return FALSE;

  mapi_spooler_home_set_store (self->home, store);
  go_on (self);
  return TRUE;
}

void
mapi_spooler_watch_free (MapiSpoolerWatch *self)
{
  mapi_spooler_watch_stop (self);
  g_object_unref (self->sink);
  g_hash_table_unref (self->by_instance_key);
  g_hash_table_unref (self->by_entry_id);
  g_object_unref (self->table);
  mapi_spooler_home_unref (self->home);
  g_free (self);
}

/* To count rows is cheap, to read them is not: that is done when the number is wrong though nothing
 * has been heard, and now and then. */
void
mapi_spooler_watch_check (MapiSpoolerWatch *self)
{
  guint32  count = 0;
  gboolean quiet = !self->heard;

  self->heard = FALSE;
  if (!quiet || !mapi_table_get_row_count (self->table, 0, &count, NULL, NULL, NULL))
    return;

  if (count != g_hash_table_size (self->by_entry_id) || ++self->n_checks >= CHECKS_BETWEEN_READS)
    {
      self->n_checks = 0;
      read_again (self);
    }
}

void
mapi_spooler_watch_review (MapiSpoolerWatch *self)
{
  GHashTableIter   iter;
  MapiSpoolerItem *item;

  g_hash_table_iter_init (&iter, self->by_entry_id);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    if (g_atomic_int_get (&item->set_aside) &&
        !mapi_spooler_fault_is_aside (&self->spooler->fault, item) &&
        !mapi_spooler_steer_let_go (item))
      send_off (item, NULL);
}

MapiSpoolerItem *
mapi_spooler_watch_find (MapiSpoolerWatch *self, GBytes *entry_id)
{
  return g_hash_table_lookup (self->by_entry_id, entry_id);
}

void
mapi_spooler_watch_for_each (MapiSpoolerWatch *self,
                             void (*call) (MapiSpoolerItem *item, gpointer data),
                             gpointer data)
{
  GHashTableIter   iter;
  MapiSpoolerItem *item;

  g_hash_table_iter_init (&iter, self->by_entry_id);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    call (item, data);
}
