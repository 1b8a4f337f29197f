/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-inbound-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-outbound-private.h"
#include "mapi-spooler-private.h"

/* The thread of a lane: what it does, and in which order. */

static GPrivate current_lane;

MapiSpoolerLane *
mapi_spooler_lane_get_current (void)
{
  return g_private_get (&current_lane);
}

gboolean
mapi_spooler_lane_is_first (MapiSpoolerLane *self)
{
  return g_atomic_pointer_get (&self->transport->first) == self;
}

gboolean
mapi_spooler_lane_is_stopping (MapiSpoolerLane *self)
{
  return g_atomic_int_get (&self->stopping);
}

static void
on_retry (MapiSpoolerTimer *timer)
{
  MapiSpoolerLane *self =
      (MapiSpoolerLane *) ((char *) timer - G_STRUCT_OFFSET (MapiSpoolerLane, retry));

  g_atomic_int_set (&self->wants_logon, TRUE);
  mapi_spooler_lane_wake (self);
}

MapiSpoolerLane *
mapi_spooler_lane_new (MapiSpoolerTransport *transport, guint number)
{
  MapiSpoolerLane *self = g_new0 (MapiSpoolerLane, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->spooler = g_object_ref (transport->spooler);
  self->transport = mapi_spooler_transport_ref (transport);
  self->number = number;
  self->context = g_main_context_new ();
  g_mutex_init (&self->cancel_lock);
  self->cancellable = g_cancellable_new ();
  self->retry.fire = on_retry;
  self->wants_logon = TRUE;
  mapi_spooler_call_init (self);
  mapi_spooler_waiter_init (&self->waiter, self->context);

  return self;
}

MapiSpoolerLane *
mapi_spooler_lane_ref (MapiSpoolerLane *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_spooler_lane_unref (MapiSpoolerLane *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->thread, g_thread_unref);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->cancel_lock);
  mapi_spooler_call_clear (self);
  g_main_context_unref (self->context);
  mapi_spooler_transport_unref (self->transport);
  g_object_unref (self->spooler);
  g_free (self);
}

void
mapi_spooler_lane_wake (MapiSpoolerLane *self)
{
  g_main_context_wakeup (self->context);
}

/* A transport that reported a critical error is called no more, except to release it (R448). */
static gboolean
is_dead (MapiSpoolerLane *self)
{
  if (g_atomic_int_compare_and_exchange (&self->condemned, TRUE, FALSE))
    mapi_spooler_logon_close (self, FALSE);

  return mapi_spooler_transport_get_state (self->transport) == MAPI_SPOOLER_TRANSPORT_DEAD;
}

static gboolean
send_one (MapiSpoolerLane *self)
{
  MapiSpoolerNode *node = mapi_spooler_backlog_take (&self->transport->backlog, &self->waiter);

  if (node == NULL)
    return FALSE;

  mapi_spooler_transport_note_taken (self->transport);
  self->idle_told = FALSE;
  mapi_spooler_outbound_run (self, (MapiSpoolerPart *) node);
  mapi_spooler_backlog_done (&self->transport->backlog);
  if (g_atomic_int_get (&self->transport->flushing) != 0)
    mapi_spooler_transport_ask (self->transport, 0);
  return TRUE;
}

static gboolean
take_errand (MapiSpoolerLane *self, MapiSpoolerErrand errand)
{
  return (g_atomic_int_and ((guint *) &self->transport->errands, ~(guint) errand) & errand) != 0;
}

/* At true idle time only (R253), and once each time. */
static void
call_idle (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;

  if (self->idle_told || !mapi_spooler_transport_wants (self->transport, MAPI_LOGON_SP_IDLE) ||
      g_atomic_int_get (&self->transport->n_critical) > 0)
    return;

  self->idle_told = TRUE;
  mapi_spooler_call_enter (self, "Idle");
  if (!mapi_xp_logon_idle (self->logon, 0, self->cancellable, &error))
    mapi_spooler_conduct_note_failure (self->transport, "Idle", error);
  mapi_spooler_call_leave (self);
}

static void
poll (MapiSpoolerLane *self)
{
  self->idle_told = FALSE;
  if (mapi_spooler_inbound_poll (self))
    mapi_spooler_transport_promise (self->transport);
}

/* As long as messages come there may be more (R322), unless the transport says that it will do. */
static void
receive (MapiSpoolerLane *self)
{
  gboolean received = mapi_spooler_inbound_run (self);

  if (!received || mapi_spooler_flush_has_enough (self->transport))
    g_atomic_int_add (&self->transport->n_promises, -1);
}

/* Answers whether anything was done. */
static gboolean
run_errands (MapiSpoolerLane *self)
{
  if (take_errand (self, MAPI_SPOOLER_ERRAND_ADDRESS_TYPES))
    mapi_spooler_logon_refresh_types (self);
  else if (take_errand (self, MAPI_SPOOLER_ERRAND_FLUSH))
    mapi_spooler_flush_begin (self);
  else if (take_errand (self, MAPI_SPOOLER_ERRAND_TICK))
    poll (self);
  else if (g_atomic_int_get (&self->transport->n_promises) > 0)
    receive (self);
  else
    return FALSE;
  return TRUE;
}

static void
work (MapiSpoolerLane *self)
{
  gboolean worked = mapi_spooler_logon_validate (self) || send_one (self);

  if (self->receives && self->logon != NULL && !mapi_spooler_lane_is_stopping (self))
    worked |= run_errands (self);
  if (self->receives && self->logon != NULL && !worked && !mapi_spooler_lane_is_stopping (self))
    {
      worked = mapi_spooler_flush_go_on (self);
      call_idle (self);
    }

  /* The transport's own sources get their turn after each message. */
  if (!mapi_spooler_lane_is_stopping (self))
    g_main_context_iteration (self->context, !worked);
}

static gpointer
run_lane (gpointer data)
{
  MapiSpoolerLane *self = data;

  g_private_set (&current_lane, self);
  g_main_context_push_thread_default (self->context);
  while (!mapi_spooler_lane_is_stopping (self))
    {
      if (!is_dead (self) && mapi_spooler_logon_ensure (self))
        work (self);
      else if (!mapi_spooler_lane_is_stopping (self))
        g_main_context_iteration (self->context, TRUE);
    }

  mapi_spooler_backlog_leave (&self->transport->backlog, &self->waiter);
  mapi_spooler_schedule_remove (self->spooler->schedule, &self->retry);
  mapi_spooler_logon_close (self, !g_atomic_int_get (&self->condemned));
  g_main_context_pop_thread_default (self->context);

  mapi_spooler_transport_lane_ended (self->transport, self);
  mapi_spooler_lane_unref (self);
  return NULL;
}

/* Waits for the rest of a thread that has told its end: what libraries keep for each thread is
 * freed behind it. */
void
mapi_spooler_lane_join (MapiSpoolerLane *self)
{
  gboolean ended;

  g_mutex_lock (&self->transport->lock);
  ended = self->ended;
  g_mutex_unlock (&self->transport->lock);
  if (ended && self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
}

gboolean
mapi_spooler_lane_start (MapiSpoolerLane *self, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%.10s-%u", self->transport->name, self->number);

  self->thread = g_thread_try_new (name, run_lane, mapi_spooler_lane_ref (self), error);
  if (self->thread == NULL)
    mapi_spooler_lane_unref (self);
  return self->thread != NULL;
}

void
mapi_spooler_lane_stop (MapiSpoolerLane *self)
{
  g_atomic_int_set (&self->stopping, TRUE);
  mapi_spooler_lane_wake (self);
}
