/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"

#define BOTH (MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD)

static gboolean
ask (MapiSpoolerTransport *transport, guint32 flags)
{
  if (mapi_spooler_transport_get_state (transport) != MAPI_SPOOLER_TRANSPORT_UP)
    return FALSE;

  g_atomic_int_or ((guint *) &transport->flushing, flags & BOTH);
  g_atomic_int_or ((guint *) &transport->flush_flags, flags);
  mapi_spooler_transport_ask (transport, MAPI_SPOOLER_ERRAND_FLUSH);
  return TRUE;
}

/* One call with all flags (R387). The transport sets bits in its status row, and may do no more. */
static void
call_flush_queues (MapiSpoolerLane *lane, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  mapi_spooler_call_enter (lane, "FlushQueues");
  if (!mapi_xp_logon_flush_queues (lane->logon, NULL, flags, lane->cancellable, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    mapi_spooler_conduct_note_failure (lane->transport, "FlushQueues", error);
  mapi_spooler_call_leave (lane);
}

/* A transport that keeps the bits of its row goes by them; another one takes part in everything. */
static gboolean
wants (MapiSpoolerTransport *transport, guint32 bits)
{
  guint32 code = mapi_spooler_transport_get_row_code (transport);

  if (code & (MAPI_STATUS_OUTBOUND_FLUSH | MAPI_STATUS_INBOUND_FLUSH))
    g_atomic_int_set (&transport->flush_by_row, TRUE);
  return (code & bits) != 0 || !g_atomic_int_get (&transport->flush_by_row);
}

gboolean
mapi_spooler_flush_has_enough (MapiSpoolerTransport *transport)
{
  return g_atomic_int_get (&transport->flushing) == MAPI_FLUSH_DOWNLOAD &&
         !wants (transport, MAPI_STATUS_INBOUND_FLUSH);
}

static guint32
find_wanted (guint32 code)
{
  return (code & MAPI_STATUS_OUTBOUND_FLUSH ? MAPI_FLUSH_UPLOAD : 0) |
         (code & MAPI_STATUS_INBOUND_FLUSH ? MAPI_FLUSH_DOWNLOAD : 0);
}

/* A transport that sets its bits is flushed when there is time (R404). One that is being flushed
 * has its bits already; what it sets anew when it is told of the end is another flush. */
void
mapi_spooler_flush_on_status (MapiSpoolerTransport *transport, guint32 before, guint32 code)
{
  if (find_wanted (code) == 0)
    return;
  if (g_atomic_int_get (&transport->flushing) != 0)
    {
      if (find_wanted (code & ~before) == 0)
        return;
      g_atomic_int_set (&transport->flush_again, TRUE);
      if (g_atomic_int_get (&transport->flushing) != 0)
        return;
    }
  ask (transport, find_wanted (code));
}

static void
end_direction (MapiSpoolerLane *lane, guint32 direction, guint32 notice)
{
  MapiSpoolerTransport *transport = lane->transport;

  g_atomic_int_set (&transport->flush_again, FALSE);
  mapi_spooler_logon_tell (lane, notice);
  if (g_atomic_int_and ((guint *) &transport->flushing, ~direction) != direction)
    return;

  if (g_atomic_int_exchange (&transport->flush_again, FALSE))
    mapi_spooler_flush_on_status (transport, 0, mapi_spooler_transport_get_row_code (transport));
  mapi_spooler_flush_next (lane->spooler);
}

/* What waits goes now (R391). */
static void
begin_outbound (MapiSpoolerLane *lane)
{
  mapi_spooler_logon_tell (lane, MAPI_NOTIFY_BEGIN_OUTBOUND_FLUSH);
  if (wants (lane->transport, MAPI_STATUS_OUTBOUND_FLUSH))
    mapi_spooler_expedite (lane->spooler, lane->transport);
}

/* What is there is fetched (R395). */
static void
begin_inbound (MapiSpoolerLane *lane)
{
  mapi_spooler_logon_tell (lane, MAPI_NOTIFY_BEGIN_INBOUND_FLUSH);
  if (wants (lane->transport, MAPI_STATUS_INBOUND_FLUSH))
    mapi_spooler_transport_promise (lane->transport);
}

void
mapi_spooler_flush_begin (MapiSpoolerLane *lane)
{
  MapiSpoolerTransport *transport = lane->transport;
  guint32               flags = g_atomic_int_and ((guint *) &transport->flush_flags, 0);

  g_atomic_int_set (&transport->flush_by_row, FALSE);
  call_flush_queues (lane, flags & ~(guint32) MAPI_FLUSH_ASYNC_OK);
  if (flags & MAPI_FLUSH_UPLOAD)
    begin_outbound (lane);
  else
    begin_inbound (lane);
}

/* What is being sorted may be for it. */
static gboolean
is_outbound_empty (MapiSpoolerTransport *transport)
{
  return mapi_spooler_sorter_is_idle (transport->spooler->sorter) &&
         mapi_spooler_backlog_is_idle (&transport->backlog);
}

static void
go_on_outbound (MapiSpoolerLane *lane, gboolean inbound_follows)
{
  if (inbound_follows)
    {
      mapi_spooler_logon_tell (lane, MAPI_NOTIFY_END_OUTBOUND_FLUSH);
      g_atomic_int_and ((guint *) &lane->transport->flushing, ~(guint) MAPI_FLUSH_UPLOAD);
      begin_inbound (lane);
    }
  else
    end_direction (lane, MAPI_FLUSH_UPLOAD, MAPI_NOTIFY_END_OUTBOUND_FLUSH);
}

/* First out, then in (R391 to R399). A transport that takes its bits back has had enough (R402). */
gboolean
mapi_spooler_flush_go_on (MapiSpoolerLane *lane)
{
  MapiSpoolerTransport *transport = lane->transport;
  guint32               flushing = (guint32) g_atomic_int_get (&transport->flushing);
  guint32               errands = (guint32) g_atomic_int_get (&transport->errands);

  if (flushing == 0 || (errands & MAPI_SPOOLER_ERRAND_FLUSH))
    return FALSE;

  if (flushing & MAPI_FLUSH_UPLOAD)
    {
      if (wants (transport, MAPI_STATUS_OUTBOUND_FLUSH) && !is_outbound_empty (transport))
        return FALSE;
      go_on_outbound (lane, (flushing & MAPI_FLUSH_DOWNLOAD) != 0);
      return TRUE;
    }

  if (wants (transport, MAPI_STATUS_INBOUND_FLUSH) && g_atomic_int_get (&transport->n_promises) > 0)
    return FALSE;
  end_direction (lane, MAPI_FLUSH_DOWNLOAD, MAPI_NOTIFY_END_INBOUND_FLUSH);
  return TRUE;
}

/* A transport that is down is passed over. */
static gboolean
ask_next (MapiSpooler *self)
{
  while (self->flush_index < self->flush_end)
    if (ask (g_ptr_array_index (self->transports, self->flush_index++), self->flush_flags))
      return TRUE;

  return FALSE;
}

void
mapi_spooler_flush_next (MapiSpooler *self)
{
  gboolean ended = FALSE;

  g_mutex_lock (&self->flush_lock);
  if (self->flush_running && self->settled && !ask_next (self))
    {
      self->flush_running = FALSE;
      self->n_flushes++;
      ended = TRUE;
      g_cond_broadcast (&self->flush_changed);
    }
  g_mutex_unlock (&self->flush_lock);

  if (ended && !mapi_spooler_is_stopping (self))
    mapi_spooler_status_update (self);
}

void
mapi_spooler_flush_settle (MapiSpooler *self)
{
  gboolean before;

  g_mutex_lock (&self->flush_lock);
  before = self->settled;
  self->settled = TRUE;
  g_mutex_unlock (&self->flush_lock);

  if (!before)
    mapi_spooler_flush_next (self);
}

void
mapi_spooler_flush_sorted (MapiSpooler *self)
{
  for (guint i = 0; i < self->transports->len; i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);

      if (g_atomic_int_get (&transport->flushing) & MAPI_FLUSH_UPLOAD)
        mapi_spooler_transport_ask (transport, 0);
    }
}

void
mapi_spooler_flush_end (MapiSpooler *self)
{
  g_mutex_lock (&self->flush_lock);
  self->flush_running = FALSE;
  g_cond_broadcast (&self->flush_changed);
  g_mutex_unlock (&self->flush_lock);
}

gint64
mapi_spooler_flush_get_count (MapiSpooler *self)
{
  gint64 count;

  g_mutex_lock (&self->flush_lock);
  count = self->n_flushes;
  g_mutex_unlock (&self->flush_lock);

  return count;
}

guint32
mapi_spooler_flush_get_status (MapiSpooler *self)
{
  guint32 status = 0;

  g_mutex_lock (&self->flush_lock);
  if (self->flush_running && (self->flush_flags & MAPI_FLUSH_UPLOAD))
    status |= MAPI_STATUS_OUTBOUND_FLUSH;
  if (self->flush_running && (self->flush_flags & MAPI_FLUSH_DOWNLOAD))
    status |= MAPI_STATUS_INBOUND_FLUSH;
  g_mutex_unlock (&self->flush_lock);

  return status;
}

static gboolean
start_flush (MapiSpooler *self, guint first, guint end, guint32 flags, GError **error)
{
  gboolean started = FALSE;

  g_mutex_lock (&self->flush_lock);
  if (!g_atomic_int_get (&self->running))
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "spooler: it is not at work");
  else if (self->flush_running)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_BUSY, "spooler: FlushQueues: another flush is under way");
  else
    {
      self->flush_index = first;
      self->flush_end = MIN (end, self->transports->len);
      self->flush_flags = flags & BOTH ? flags : flags | BOTH;
      self->flush_running = !self->settled || ask_next (self);
      self->n_flushes += !self->flush_running;
      started = TRUE;
    }
  g_mutex_unlock (&self->flush_lock);

  return started;
}

/* Somebody's own thread cannot wait for what it has to do itself. */
static gboolean
may_wait (GError **error)
{
  if (mapi_spooler_lane_get_current () == NULL)
    return TRUE;

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_BUSY,
                       "spooler: FlushQueues: a transport cannot wait for a flush in a call");
  return FALSE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  MapiSpooler *self = data;

  g_mutex_lock (&self->flush_lock);
  g_cond_broadcast (&self->flush_changed);
  g_mutex_unlock (&self->flush_lock);
}

static gboolean
wait_for_flush (MapiSpooler *self, GCancellable *cancellable, GError **error)
{
  gulong   handler = 0;
  gboolean cancelled;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);

  g_mutex_lock (&self->flush_lock);
  while (self->flush_running && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->flush_changed, &self->flush_lock);
  cancelled = self->flush_running;
  g_mutex_unlock (&self->flush_lock);

  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  if (cancelled)
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_USER_CANCEL,
                         "spooler: FlushQueues: not waited for; the flush goes on");
  return !cancelled;
}

static gboolean
flush (MapiSpooler  *self,
       guint         first,
       guint         end,
       guint32       flags,
       GCancellable *cancellable,
       GError      **error)
{
  if ((!(flags & MAPI_FLUSH_ASYNC_OK) && !may_wait (error)) ||
      !start_flush (self, first, end, flags, error))
    return FALSE;

  mapi_spooler_status_update (self);
  return (flags & MAPI_FLUSH_ASYNC_OK) || wait_for_flush (self, cancellable, error);
}

/**
 * mapi_spooler_flush:
 * @self: a #MapiSpooler
 * @flags: `MAPI_FLUSH_UPLOAD`, `MAPI_FLUSH_DOWNLOAD`, neither for both; `MAPI_FLUSH_NO_UI`,
 *   `MAPI_FLUSH_FORCE`; `MAPI_FLUSH_ASYNC_OK` not to wait for the end
 * @cancellable: (nullable): a #GCancellable; cancelling it ends the wait, not the flush
 * @error: return location for a #GError
 *
 * Has each transport that is up, one after the other, send what waits for it, whatever its time,
 * and fetch what there is. Transports that are about to log on are waited for. Messages that their
 * senders have put off stay put off.
 *
 * `IMAPIStatus::FlushQueues` of the spooler's status object (R387 to R409). Fails with %MAPI_E_BUSY
 * while another flush is under way (R411).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_flush (MapiSpooler *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), FALSE);

  return flush (self, 0, G_MAXUINT, flags, cancellable, error);
}

gboolean
mapi_spooler_flush_target (
    MapiSpooler *self, GBytes *target, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) data = mapi_entry_id_get_data (target);
  g_autoptr (MapiUid) uid = data != NULL ? mapi_uid_new_from_bytes (data, NULL) : NULL;

  for (guint i = 0; uid != NULL && i < self->transports->len; i++)
    if (mapi_uid_equal (&((MapiSpoolerTransport *) g_ptr_array_index (self->transports, i))->uid,
                        uid))
      return flush (self, i, i + 1, flags, cancellable, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NOT_FOUND,
                       "spooler: FlushQueues: the target is no transport of this spooler");
  return FALSE;
}

static gboolean
is_settled (MapiSpooler *self)
{
  gboolean settled;

  g_mutex_lock (&self->flush_lock);
  settled = self->settled;
  g_mutex_unlock (&self->flush_lock);

  return settled;
}

/**
 * mapi_spooler_is_at_rest:
 * @self: a #MapiSpooler
 *
 * Tells whether nothing is left to do at this moment: each transport is up, has failed to come up
 * or has taken too long; no message is worked on; and what is in the queues waits for its time, for
 * somebody, or for a transport that is not up. It is for the thread that started the spooler.
 *
 * Returns: whether it is
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_is_at_rest (MapiSpooler *self)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), FALSE);

  if (!g_atomic_int_get (&self->running) || !is_settled (self) ||
      mapi_spooler_get_n_active (self) > 0 || !mapi_spooler_sorter_is_idle (self->sorter))
    return FALSE;

  for (guint i = 0; i < self->transports->len; i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);

      if (mapi_spooler_transport_get_state (transport) == MAPI_SPOOLER_TRANSPORT_UP &&
          !mapi_spooler_backlog_is_idle (&transport->backlog))
        return FALSE;
    }
  return TRUE;
}
