/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-tally-private.h"

/* The calls of a lane: for who wants to cancel one, and to see that one does not come back. */

static gint64
limit_of (MapiSpoolerLane *self)
{
  return (gint64) self->transport->call_limit * G_USEC_PER_SEC;
}

/* With the transport's lock held. Answers how long the call may still take: 0 when it is over. */
static gint64
time_left (MapiSpoolerLane *self)
{
  gint64 now = mapi_spooler_schedule_get_time (self->spooler->schedule);

  return MAX (self->call.since + limit_of (self) - now, 0);
}

static void
watch (MapiSpoolerLane *self, gint64 usec)
{
  gint64 now = mapi_spooler_schedule_get_time (self->spooler->schedule);

  mapi_spooler_schedule_add (self->spooler->schedule, &self->watchdog, now + usec);
}

/* A call that showed signs of life meanwhile gets its time anew. */
static void
on_watchdog (MapiSpoolerTimer *timer)
{
  MapiSpoolerLane *self =
      (MapiSpoolerLane *) ((char *) timer - G_STRUCT_OFFSET (MapiSpoolerLane, watchdog));
  gboolean in_call;
  gint64   left;

  g_mutex_lock (&self->transport->lock);
  in_call = self->call.method != NULL;
  left = time_left (self);
  self->call.blocked = in_call && left == 0;
  g_mutex_unlock (&self->transport->lock);

  if (in_call && left == 0)
    mapi_spooler_transport_lane_blocked (self->transport, self);
  else if (in_call)
    watch (self, left);
}

void
mapi_spooler_call_init (MapiSpoolerLane *self)
{
  self->watchdog.fire = on_watchdog;
  g_cond_init (&self->notices_told);
}

/* With the transport's lock held. */
static void
forget_message (MapiSpoolerLane *self)
{
  g_clear_pointer (&self->call.item, mapi_spooler_item_unref);
  g_clear_pointer (&self->call.said, g_free);
  self->call.store = NULL;
}

void
mapi_spooler_call_clear (MapiSpoolerLane *self)
{
  forget_message (self);
  g_cond_clear (&self->notices_told);
}

static void
set_method (MapiSpoolerLane *self, const char *method)
{
  gint64 now = mapi_spooler_schedule_get_time (self->spooler->schedule);

  if (self->call.method == NULL)
    self->call.begun = now;
  self->call.method = method;
  self->call.since = now;
}

/* With the transport's lock held. */
static void
end_method (MapiSpoolerLane *self)
{
  gint64 now = mapi_spooler_schedule_get_time (self->spooler->schedule);

  if (self->call.method != NULL)
    mapi_spooler_tally_call (self->transport, now - self->call.begun);
  self->call.method = NULL;
}

void
mapi_spooler_call_enter (MapiSpoolerLane *self, const char *method)
{
  g_mutex_lock (&self->transport->lock);
  set_method (self, method);
  g_mutex_unlock (&self->transport->lock);
  watch (self, limit_of (self));
}

void
mapi_spooler_call_enter_message (MapiSpoolerLane *self,
                                 const char      *method,
                                 MapiMsgStore    *store,
                                 MapiSpoolerItem *item,
                                 guint32          message_ref)
{
  g_mutex_lock (&self->transport->lock);
  forget_message (self);
  self->call.item = item != NULL ? mapi_spooler_item_ref (item) : NULL;
  self->call.store = store;
  self->call.message_ref = message_ref;
  g_mutex_unlock (&self->transport->lock);
  mapi_spooler_call_enter (self, method);
}

static const char *
swap_method (MapiSpoolerLane *self, const char *method)
{
  const char *before;

  g_mutex_lock (&self->transport->lock);
  before = self->call.method;
  set_method (self, method);
  g_mutex_unlock (&self->transport->lock);

  return before;
}

const char *
mapi_spooler_call_push (MapiSpoolerLane *self, const char *method)
{
  const char *before = swap_method (self, method);

  watch (self, limit_of (self));
  return before;
}

void
mapi_spooler_call_pop (MapiSpoolerLane *self, const char *before)
{
  if (before != NULL)
    swap_method (self, before);
  else
    mapi_spooler_call_leave (self);
}

/* The next call about the same message. */
void
mapi_spooler_call_go_on (MapiSpoolerLane *self, const char *method, guint32 message_ref)
{
  g_mutex_lock (&self->transport->lock);
  end_method (self);
  set_method (self, method);
  self->call.message_ref = message_ref;
  g_mutex_unlock (&self->transport->lock);
}

/* What was cancelled was this call, and not those to come. */
static void
forget_cancel (MapiSpoolerLane *self)
{
  g_mutex_lock (&self->cancel_lock);
  if (g_cancellable_is_cancelled (self->cancellable) && !mapi_spooler_is_stopping (self->spooler))
    g_cancellable_reset (self->cancellable);
  g_mutex_unlock (&self->cancel_lock);
}

/* Answers whether it counted as blocked before it came back. */
gboolean
mapi_spooler_call_leave (MapiSpoolerLane *self)
{
  gboolean blocked;

  mapi_spooler_schedule_remove (self->spooler->schedule, &self->watchdog);
  g_mutex_lock (&self->transport->lock);
  blocked = self->call.blocked;
  self->call.blocked = FALSE;
  end_method (self);
  forget_message (self);
  /* A notice about this call does not come after it, and never after the logoff. */
  while (self->call.n_notices > 0)
    g_cond_wait (&self->notices_told, &self->transport->lock);
  g_mutex_unlock (&self->transport->lock);

  forget_cancel (self);
  if (blocked)
    mapi_spooler_transport_lane_unblocked (self->transport, self);
  return blocked;
}

/* With the transport's lock held. */
void
mapi_spooler_call_note_life (MapiSpoolerLane *self)
{
  self->call.since = mapi_spooler_schedule_get_time (self->spooler->schedule);
}

char *
mapi_spooler_call_dup_said (MapiSpoolerLane *self)
{
  char *said;

  g_mutex_lock (&self->transport->lock);
  said = g_strdup (self->call.said);
  g_mutex_unlock (&self->transport->lock);
  return said;
}

static void
tell_cancel (MapiSpoolerLane *self, MapiXpLogon *logon, guint32 message_ref)
{
  guint32 flags = MAPI_NOTIFY_CANCEL_MESSAGE;

  mapi_xp_logon_transport_notify (logon, &flags, message_ref, NULL, NULL);

  g_mutex_lock (&self->transport->lock);
  self->call.n_notices--;
  g_cond_signal (&self->notices_told);
  g_mutex_unlock (&self->transport->lock);
}

/* The logon that is to be told of a cancel, until tell_cancel() has done so. As R372 has it the
 * reference is 0 or 1 as long as the transport has not given another. */
static MapiXpLogon *
ref_logon_in_call (MapiSpoolerLane *self,
                   MapiMsgStore    *store,
                   MapiSpoolerItem *item,
                   guint32         *message_ref)
{
  const MapiSpoolerCall *call = &self->call;
  MapiXpLogon           *logon = NULL;

  g_mutex_lock (&self->transport->lock);
  if (call->method != NULL && call->store != NULL && (store == NULL || call->store == store) &&
      (item == NULL || call->item == item))
    {
      logon = g_object_ref (self->logon);
      self->call.n_notices++;
    }
  *message_ref = self->call.message_ref;
  g_mutex_unlock (&self->transport->lock);

  return logon;
}

gboolean
mapi_spooler_call_cancel (MapiSpoolerLane *self, MapiMsgStore *store, MapiSpoolerItem *item)
{
  g_autoptr (MapiXpLogon) logon = NULL;
  guint32 message_ref;

  g_mutex_lock (&self->cancel_lock);
  logon = ref_logon_in_call (self, store, item, &message_ref);
  if (logon != NULL || (item == NULL && store == NULL))
    g_cancellable_cancel (self->cancellable);
  g_mutex_unlock (&self->cancel_lock);

  if (logon != NULL)
    tell_cancel (self, logon, message_ref);
  return logon != NULL;
}
