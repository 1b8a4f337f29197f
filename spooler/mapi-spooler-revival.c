/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-private.h"

#define LONGEST_DELAY 300 /* seconds */

static MapiSpoolerWatch *
find_watch (MapiSpooler *self, MapiMsgStore *store)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      MapiSpoolerWatch *watch = g_ptr_array_index (self->watches, i);

      if (mapi_spooler_home_is (mapi_spooler_watch_get_home (watch), store))
        return watch;
    }

  return NULL;
}

static void
tell (MapiSpooler *self, const char *what, const GError *error)
{
  mapi_spooler_events_tell (
      self->events, "store", NULL, NULL, "a store %s: %s", what, error->message);
}

static void
tell_of_loss (MapiSpooler *self, MapiMsgStore *lost)
{
  g_autoptr (GError) error = NULL;

  if (self->revival.n_failures == 0 && !mapi_object_check_valid (G_OBJECT (lost), &error))
    tell (self, "was lost", error);
}

/* In the place of the lost one, for all who ask from now on. */
static gboolean
open_anew (MapiSpooler *self, guint index, const MapiUid *uid, MapiMsgStore *lost, GError **error)
{
  MapiSpoolerWatch *watch = find_watch (self, lost);
  g_autoptr (MapiMsgStore) store = mapi_spooler_host_open_store (self->host, uid, NULL, error);

  if (store == NULL || (watch != NULL && !mapi_spooler_watch_move (watch, store, error)))
    return FALSE;

  mapi_spooler_stores_replace (self->stores, index, store);
  mapi_spooler_events_tell (self->events, "store", NULL, NULL, "a store was opened anew");
  return TRUE;
}

/* Answers how many could not be opened. */
static guint
revive_all (MapiSpooler *self, guint *n_revived)
{
  guint   n_failed = 0;
  guint   index = 0;
  MapiUid uid;

  for (guint start = 0;; start = index + 1)
    {
      g_autoptr (MapiMsgStore) lost =
          mapi_spooler_stores_find_lost (self->stores, start, &index, &uid);
      g_autoptr (GError) error = NULL;

      if (lost == NULL)
        return n_failed;
      tell_of_loss (self, lost);
      if (open_anew (self, index, &uid, lost, &error))
        (*n_revived)++;
      else
        {
          tell (self, "cannot be opened anew", error);
          n_failed++;
        }
    }
}

static gboolean
run_in_engine (gpointer data)
{
  mapi_spooler_revival_run (data);
  return G_SOURCE_REMOVE;
}

static gboolean
run_when_due (gpointer data)
{
  MapiSpooler *self = data;

  self->revival.waits = FALSE;
  mapi_spooler_revival_run (self);
  return G_SOURCE_REMOVE;
}

static void
invoke (MapiSpooler *self, GSourceFunc call)
{
  g_main_context_invoke_full (
      self->context, G_PRIORITY_DEFAULT, call, g_object_ref (self), g_object_unref);
}

static void
on_due (MapiSpoolerTimer *timer)
{
  MapiSpooler *self =
      (MapiSpooler *) ((char *) timer - G_STRUCT_OFFSET (MapiSpooler, revival.timer));

  invoke (self, run_when_due);
}

gint64
mapi_spooler_revival_get_delay (guint n_failures)
{
  return MIN (1 << MIN (n_failures, 16), LONGEST_DELAY) * G_USEC_PER_SEC;
}

static void
wait_longer (MapiSpooler *self)
{
  MapiSpoolerRevival *revival = &self->revival;
  gint64              delay = mapi_spooler_revival_get_delay (revival->n_failures++);

  revival->waits = TRUE;
  revival->timer.fire = on_due;
  mapi_spooler_schedule_add (
      self->schedule, &revival->timer, mapi_spooler_schedule_get_time (self->schedule) + delay);
}

void
mapi_spooler_revival_run (MapiSpooler *self)
{
  guint n_revived = 0;

  if (self->revival.waits || mapi_spooler_is_stopping (self))
    return;

  if (revive_all (self, &n_revived) > 0)
    wait_longer (self);
  else
    self->revival.n_failures = 0;
  if (n_revived > 0)
    mapi_spooler_wake_transports (self);
}

void
mapi_spooler_revival_ask (MapiSpooler *self)
{
  invoke (self, run_in_engine);
}

void
mapi_spooler_revival_end (MapiSpooler *self)
{
  mapi_spooler_schedule_remove (self->schedule, &self->revival.timer);
}
