/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-inbound-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-outbound-private.h"
#include "mapi-spooler-private.h"

static gboolean
is_first (MapiSpoolerLane *self)
{
  return self->number == 0;
}

static gboolean
is_stopping (MapiSpoolerLane *self)
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
  self->cancellable = g_cancellable_new ();
  self->retry.fire = on_retry;
  self->wants_logon = TRUE;
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
  g_free (self->said);
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

void
mapi_spooler_lane_set_call (MapiSpoolerLane *self, MapiSpoolerCall call, guint32 message_ref)
{
  g_mutex_lock (&self->transport->lock);
  if (call != self->call)
    g_clear_pointer (&self->said, g_free);
  self->call = call;
  self->message_ref = message_ref;
  g_mutex_unlock (&self->transport->lock);
}

char *
mapi_spooler_lane_dup_said (MapiSpoolerLane *self)
{
  char *said;

  g_mutex_lock (&self->transport->lock);
  said = g_strdup (self->said);
  g_mutex_unlock (&self->transport->lock);
  return said;
}

/* A transport need not know of the things it is told. */
void
mapi_spooler_lane_tell (MapiSpoolerLane *self, guint32 flags, guint32 message_ref)
{
  g_autoptr (GError) error = NULL;

  if (!mapi_xp_logon_transport_notify (self->logon, &flags, message_ref, NULL, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    g_info ("%s: TransportNotify: %s", self->transport->name, error->message);
}

static gboolean
learn_address_types (MapiSpoolerLane *self, guint32 wants, GError **error)
{
  g_autoptr (MapiAddressTypes) types =
      mapi_xp_logon_address_types (self->logon, NULL, self->cancellable, error);

  if (types == NULL)
    return FALSE;

  mapi_spooler_transport_set_up (self->transport, types, wants);
  return TRUE;
}

/* TransportLogon, AddressTypes, TransportNotify: in this order (R225 to R228). */
static gboolean
open_logon (MapiSpoolerLane *self, GError **error)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG | (is_first (self) ? 0 : MAPI_LOGON_NO_INBOUND);
  guint32 begin = MAPI_NOTIFY_BEGIN_OUTBOUND | (is_first (self) ? MAPI_NOTIFY_BEGIN_INBOUND : 0);

  self->logon = mapi_spooler_host_logon_transport (
      self->spooler->host, &self->transport->uid, &flags, &self->support, self->cancellable, error);
  if (self->logon == NULL)
    return FALSE;

  if (is_first (self) && !learn_address_types (self, flags, error))
    return FALSE;

  mapi_spooler_lane_tell (self, begin, 0);
  if (is_first (self) && (flags & MAPI_LOGON_SP_POLL))
    g_atomic_int_or ((guint *) &self->transport->errands, MAPI_SPOOLER_ERRAND_TICK);
  return TRUE;
}

static void
close_logon (MapiSpoolerLane *self, gboolean polite)
{
  guint32 end = MAPI_NOTIFY_END_OUTBOUND | (is_first (self) ? MAPI_NOTIFY_END_INBOUND : 0);

  if (self->logon != NULL && polite)
    {
      g_autoptr (GError) error = NULL;

      mapi_spooler_lane_tell (self, end, 0);
      /* Whatever it answers, it counts as logged off (R381). */
      if (!mapi_xp_logon_transport_logoff (self->logon, 0, NULL, &error))
        g_info ("%s: TransportLogoff: %s", self->transport->name, error->message);
    }

  g_clear_object (&self->logon);
  g_clear_object (&self->support);
}

static void
on_logon_failed (MapiSpoolerLane *self, const char *reason)
{
  MapiSpoolerSchedule *schedule = self->spooler->schedule;
  gint64 delay = mapi_spooler_policy_get_delay (&self->spooler->policy, ++self->n_failures);

  mapi_spooler_schedule_add (
      schedule, &self->retry, mapi_spooler_schedule_get_time (schedule) + delay);
  mapi_spooler_transport_set_down (self->transport, MAPI_SPOOLER_TRANSPORT_FAILED, reason);
}

/* Answers whether there is a logon to work with. */
static gboolean
ensure_logon (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;

  if (self->logon != NULL)
    return TRUE;
  if (!g_atomic_int_compare_and_exchange (&self->wants_logon, TRUE, FALSE))
    return FALSE;

  if (open_logon (self, &error))
    {
      self->n_failures = 0;
      return TRUE;
    }

  close_logon (self, self->logon != NULL);
  if (is_first (self))
    on_logon_failed (self, error->message);
  else
    {
      /* There are others; the provider or its server want no more of them. */
      g_info ("%s: no further connection: %s", self->transport->name, error->message);
      g_atomic_int_set (&self->stopping, TRUE);
    }

  return FALSE;
}

/* A transport that reported a critical error is called no more, except to release it (R448). */
static gboolean
is_dead (MapiSpoolerLane *self)
{
  if (g_atomic_int_compare_and_exchange (&self->condemned, TRUE, FALSE))
    close_logon (self, FALSE);

  return mapi_spooler_transport_get_state (self->transport) == MAPI_SPOOLER_TRANSPORT_DEAD;
}

static gboolean
send_one (MapiSpoolerLane *self)
{
  MapiSpoolerNode *node = mapi_spooler_backlog_take (&self->transport->backlog, &self->waiter);

  if (node == NULL)
    return FALSE;

  self->idle_told = FALSE;
  mapi_spooler_outbound_run (self, (MapiSpoolerPart *) node);
  return TRUE;
}

static gboolean
refresh_address_types (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;

  if (!learn_address_types (self, self->transport->wants, &error))
    g_warning ("%s: %s", self->transport->name, error->message);
  else
    mapi_spooler_events_tell (self->spooler->events,
                              "types",
                              NULL,
                              self->transport->name,
                              "%s has told anew what it handles",
                              self->transport->name);
  return TRUE;
}

static gboolean
take_errand (MapiSpoolerLane *self, MapiSpoolerErrand errand)
{
  return (g_atomic_int_and ((guint *) &self->transport->errands, ~(guint) errand) & errand) != 0;
}

static void
call_idle (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;

  if (self->idle_told || !(self->transport->wants & MAPI_LOGON_SP_IDLE) ||
      g_atomic_int_get (&self->transport->n_critical) > 0)
    return;

  self->idle_told = TRUE;
  if (!mapi_xp_logon_idle (self->logon, 0, self->cancellable, &error))
    g_info ("%s: Idle: %s", self->transport->name, error->message);
}

/* Answers whether anything was done. */
static gboolean
run_errands (MapiSpoolerLane *self)
{
  if (take_errand (self, MAPI_SPOOLER_ERRAND_ADDRESS_TYPES))
    return refresh_address_types (self);

  if (take_errand (self, MAPI_SPOOLER_ERRAND_FLUSH))
    {
      mapi_spooler_flush_begin (self);
      return TRUE;
    }

  if (take_errand (self, MAPI_SPOOLER_ERRAND_TICK))
    {
      self->idle_told = FALSE;
      if (mapi_spooler_inbound_poll (self))
        mapi_spooler_transport_promise (self->transport);
      return TRUE;
    }

  if (g_atomic_int_get (&self->transport->n_promises) > 0)
    {
      /* As long as messages come there may be more (R322). */
      if (!mapi_spooler_inbound_run (self))
        g_atomic_int_add (&self->transport->n_promises, -1);
      return TRUE;
    }

  return FALSE;
}

static void
work (MapiSpoolerLane *self)
{
  gboolean worked = send_one (self);

  if (is_first (self) && self->logon != NULL && !is_stopping (self))
    worked |= run_errands (self);
  if (is_first (self) && !worked && !is_stopping (self))
    {
      worked = mapi_spooler_flush_go_on (self);
      call_idle (self);
    }

  /* The transport's own sources get their turn after each message. */
  if (!is_stopping (self))
    g_main_context_iteration (self->context, !worked);
}

static gpointer
run_lane (gpointer data)
{
  MapiSpoolerLane *self = data;

  g_main_context_push_thread_default (self->context);
  while (!is_stopping (self))
    {
      if (!is_dead (self) && ensure_logon (self))
        work (self);
      else if (!is_stopping (self))
        g_main_context_iteration (self->context, TRUE);
    }

  mapi_spooler_backlog_leave (&self->transport->backlog, &self->waiter);
  mapi_spooler_schedule_remove (self->spooler->schedule, &self->retry);
  close_logon (self, !g_atomic_int_get (&self->condemned));
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

/* From another thread: stops the call that is running, if there is one. */
void
mapi_spooler_lane_cancel (MapiSpoolerLane *self)
{
  g_autoptr (MapiXpLogon) logon = NULL;
  guint32 message_ref;
  guint32 flags = MAPI_NOTIFY_CANCEL_MESSAGE;

  g_mutex_lock (&self->transport->lock);
  if (self->call != MAPI_SPOOLER_CALL_NONE && !self->ended)
    logon = g_object_ref (self->logon);
  message_ref = self->message_ref;
  g_mutex_unlock (&self->transport->lock);

  if (logon != NULL)
    mapi_xp_logon_transport_notify (logon, &flags, message_ref, NULL, NULL);
  g_cancellable_cancel (self->cancellable);
}
