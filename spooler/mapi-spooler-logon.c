/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-private.h"

/* What a transport may say of itself when it logs on, and what it was given then. */
#define LOGON_FLAGS                                                                                \
  (MAPI_LOGON_SP_IDLE | MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_RESOLVE | MAPI_LOGON_NO_DIALOG |        \
   MAPI_LOGON_NO_CONNECT | MAPI_LOGON_NO_INBOUND | MAPI_LOGON_NO_OUTBOUND)

/* The logon of a lane: how it begins, what it is told, and how it ends. */

/* A transport need not know of the things it is told. */
static void
tell_of (MapiSpoolerLane *self, guint32 flags, GBytes *entry_id)
{
  g_autoptr (GError) error = NULL;

  mapi_spooler_call_enter (self, "TransportNotify");
  if (!mapi_xp_logon_transport_notify (self->logon, &flags, 0, entry_id, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    mapi_spooler_conduct_note_failure (self->transport, "TransportNotify", error);
  mapi_spooler_call_leave (self);
}

void
mapi_spooler_logon_tell (MapiSpoolerLane *self, guint32 flags)
{
  tell_of (self, flags, NULL);
}

/* A transport may have no options. */
static MapiRowSet *
learn_options (MapiSpoolerLane *self)
{
  MapiRowSet *options;

  mapi_spooler_call_enter (self, "RegisterOptions");
  options = mapi_xp_logon_register_options (self->logon, NULL, self->cancellable, NULL);
  mapi_spooler_call_leave (self);

  return options;
}

static gboolean
learn_address_types (MapiSpoolerLane *self, guint32 wants, GError **error)
{
  g_autoptr (MapiAddressTypes) types = NULL;
  g_autoptr (MapiRowSet) options = NULL;

  mapi_spooler_call_enter (self, "AddressTypes");
  types = mapi_xp_logon_address_types (self->logon, NULL, self->cancellable, error);
  mapi_spooler_call_leave (self);
  if (types == NULL)
    return FALSE;

  options = learn_options (self);
  mapi_spooler_host_note_transport (self->spooler->host, &self->transport->uid, types, options);
  mapi_spooler_transport_set_up (self->transport, types, wants);
  return TRUE;
}

void
mapi_spooler_logon_refresh_types (MapiSpoolerLane *self)
{
  MapiSpoolerTransport *transport = self->transport;
  g_autoptr (GError) error = NULL;

  if (!learn_address_types (self, (guint32) g_atomic_int_get (&transport->wants), &error))
    mapi_spooler_transport_complain (transport, "AddressTypes: %s", error->message);
  else
    mapi_spooler_events_tell (self->spooler->events,
                              "types",
                              NULL,
                              transport->name,
                              "%s has told anew what it handles",
                              transport->name);
}

static gboolean
log_on (MapiSpoolerLane *self, guint32 *flags, GError **error)
{
  MapiXpLogon *logon;
  MapiSupport *support = NULL;

  mapi_spooler_call_enter (self, "TransportLogon");
  logon = mapi_spooler_host_logon_transport (
      self->spooler->host, &self->transport->uid, flags, &support, self->cancellable, error);
  g_mutex_lock (&self->transport->lock);
  self->logon = logon;
  self->support = support;
  g_mutex_unlock (&self->transport->lock);
  mapi_spooler_call_leave (self);

  return logon != NULL;
}

/* What a provider has said in the engine's thread so far is heard before its messages go out. */
static gboolean
hear (MapiSpooler *spooler, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
has_store (MapiSpoolerLane *self)
{
  g_autoptr (MapiMsgStore) store = mapi_spooler_stores_ref_default (self->spooler->stores);

  return store != NULL;
}

/* As long as there is no store mail goes neither way; the transport is told when there is (R237).
 * Another lane than the first one only sends; when one stands in for it that is blocked, that hands
 * back nothing when it comes back. */
static void
follow_directions (MapiSpoolerLane *self)
{
  gboolean sends = has_store (self);
  gboolean receives = sends && mapi_spooler_lane_is_first (self);
  guint32  flags = 0;

  if (receives && !self->receives)
    flags |= MAPI_NOTIFY_BEGIN_INBOUND;
  if (!receives && self->receives)
    flags |= MAPI_NOTIFY_END_INBOUND;
  if (sends && !self->sends)
    flags |= MAPI_NOTIFY_BEGIN_OUTBOUND;

  self->sends = sends;
  self->receives = receives;
  if (flags != 0)
    mapi_spooler_logon_tell (self, flags);
}

/* TransportLogon, AddressTypes, TransportNotify: in this order (R225 to R228). */
static gboolean
open_logon (MapiSpoolerLane *self, GError **error)
{
  gboolean first = mapi_spooler_lane_is_first (self);
  gboolean sends = has_store (self);
  guint32  flags = MAPI_LOGON_NO_DIALOG | (first && sends ? 0 : MAPI_LOGON_NO_INBOUND) |
                  (sends ? 0 : MAPI_LOGON_NO_OUTBOUND);

  if (!log_on (self, &flags, error))
    return FALSE;
  if (first)
    mapi_spooler_preprocessors_drop_retired (self->spooler->preprocessors, self->transport);
  if (first && !learn_address_types (self, flags, error))
    return FALSE;

  flags = mapi_spooler_conduct_check_flags (self->transport, "TransportLogon", flags, LOGON_FLAGS);
  mapi_spooler_call_in_engine (self->spooler, hear, NULL, NULL);
  follow_directions (self);
  if (first && (flags & MAPI_LOGON_SP_POLL))
    g_atomic_int_or ((guint *) &self->transport->errands, MAPI_SPOOLER_ERRAND_TICK);
  return TRUE;
}

/* Marks the support object of a logon that has ended. */
#define RETIRED_KEY "mapi-spooler-retired"

gboolean
mapi_spooler_logon_is_retired (MapiSupport *support)
{
  return g_object_get_data (G_OBJECT (support), RETIRED_KEY) != NULL;
}

/* What is under way while the queues are flushed ends too (R403). */
static guint32
end_notices (MapiSpoolerLane *self)
{
  guint32 flags = self->sends ? MAPI_NOTIFY_END_OUTBOUND : 0;

  if (self->receives)
    flags |= MAPI_NOTIFY_END_INBOUND;
  if (self->receives && g_atomic_int_exchange (&self->transport->flushing, 0) != 0)
    flags |= MAPI_NOTIFY_END_OUTBOUND_FLUSH | MAPI_NOTIFY_END_INBOUND_FLUSH;
  return flags;
}

/* What the transport wanted to ask for it cannot ask for any more (R376): that is sent to it anew
 * when it is there again. */
static void
abort_deferred (MapiSpoolerLane *self)
{
  MapiSpooler *spooler = self->spooler;
  g_autoptr (GPtrArray) parts = mapi_spooler_steal_deferred (spooler, self->transport);

  for (guint i = 0; i < parts->len; i++)
    {
      MapiSpoolerPart *part = g_ptr_array_index (parts, i);

      tell_of (self, MAPI_NOTIFY_ABORT_DEFERRED, part->item->entry_id);
      mapi_spooler_dispatch (spooler, part, 0);
    }
}

/* Whatever it answers, it counts as logged off (R381), and is not listened to any more. */
static void
log_off (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;
  guint32 notices;

  if (self->receives)
    abort_deferred (self);
  notices = end_notices (self);
  if (notices != 0)
    mapi_spooler_logon_tell (self, notices);
  mapi_spooler_call_enter (self, "TransportLogoff");
  if (!mapi_xp_logon_transport_logoff (self->logon, 0, NULL, &error))
    mapi_spooler_conduct_note_failure (self->transport, "TransportLogoff", error);
  mapi_spooler_call_leave (self);
  g_object_set_data (G_OBJECT (self->support), RETIRED_KEY, self->support);
}

void
mapi_spooler_logon_close (MapiSpoolerLane *self, gboolean polite)
{
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (MapiSupport) support = NULL;

  if (self->logon != NULL && polite)
    log_off (self);
  if (mapi_spooler_lane_is_first (self))
    mapi_spooler_preprocessors_retire (self->spooler->preprocessors, self->transport);

  g_mutex_lock (&self->transport->lock);
  logon = g_steal_pointer (&self->logon);
  support = g_steal_pointer (&self->support);
  g_mutex_unlock (&self->transport->lock);
  self->receives = FALSE;
  self->sends = FALSE;
}

static void
on_failed (MapiSpoolerLane *self, const char *reason)
{
  MapiSpoolerSchedule *schedule = self->spooler->schedule;
  gint64 delay = mapi_spooler_policy_get_delay (&self->transport->policy, ++self->n_failures);

  mapi_spooler_schedule_add (
      schedule, &self->retry, mapi_spooler_schedule_get_time (schedule) + delay);
  mapi_spooler_transport_set_down (self->transport, MAPI_SPOOLER_TRANSPORT_FAILED, reason);
}

/* Where there are others, the provider or its server want no more of them. */
static void
give_up (MapiSpoolerLane *self, const GError *error)
{
  if (mapi_spooler_lane_is_first (self))
    {
      on_failed (self, error->message);
      return;
    }
  g_info ("%s: no further connection: %s", self->transport->name, error->message);
  g_atomic_int_set (&self->stopping, TRUE);
}

/* The logon is of no use any more, as when its provider was in a process that has ended. */
static void
drop_lost (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;

  if (self->logon == NULL || mapi_object_check_valid (G_OBJECT (self->logon), &error))
    return;
  mapi_spooler_logon_close (self, FALSE);
  give_up (self, error);
}

gboolean
mapi_spooler_logon_ensure (MapiSpoolerLane *self)
{
  g_autoptr (GError) error = NULL;

  drop_lost (self);
  if (self->logon != NULL)
    {
      follow_directions (self);
      return TRUE;
    }
  if (!g_atomic_int_compare_and_exchange (&self->wants_logon, TRUE, FALSE))
    return FALSE;

  if (open_logon (self, &error))
    {
      self->n_failures = 0;
      return TRUE;
    }

  mapi_spooler_logon_close (self, self->logon != NULL);
  give_up (self, error);
  return FALSE;
}

/* ValidateState of all logons, and then they log on anew (R433, R436). */
gboolean
mapi_spooler_logon_validate (MapiSpoolerLane *self)
{
  guint32 flags = g_atomic_int_and ((guint *) &self->validate, 0);
  g_autoptr (GError) error = NULL;

  if (flags == 0)
    return FALSE;

  if (self->logon != NULL)
    {
      mapi_spooler_call_enter (self, "ValidateState");
      if (!mapi_xp_logon_validate_state (
              self->logon, flags & ~MAPI_SPOOLER_VALIDATE, self->cancellable, &error) &&
          !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
        mapi_spooler_conduct_note_failure (self->transport, "ValidateState", error);
      mapi_spooler_call_leave (self);
    }
  mapi_spooler_logon_close (self, TRUE);
  g_atomic_int_set (&self->wants_logon, TRUE);
  return TRUE;
}
