/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"

#define BOTH (MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD)

/* Beside them: the transport began itself, and is not told FlushQueues. */
#define SELF_STARTED (1 << 30)

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

  if (!mapi_xp_logon_flush_queues (lane->logon, NULL, flags, lane->cancellable, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    g_info ("%s: FlushQueues: %s", lane->transport->name, error->message);
}

void
mapi_spooler_flush_begin (MapiSpoolerLane *lane)
{
  MapiSpoolerTransport *transport = lane->transport;
  guint32               flags = g_atomic_int_and ((guint *) &transport->flush_flags, 0);

  if (!(flags & SELF_STARTED))
    call_flush_queues (lane, flags);
  if (flags & MAPI_FLUSH_UPLOAD)
    mapi_spooler_expedite (lane->spooler, transport);
  else
    mapi_spooler_transport_promise (transport);
}

static gboolean
is_outbound_empty (MapiSpoolerTransport *transport)
{
  return g_atomic_int_get (&transport->n_active) == 0 &&
         mapi_spooler_backlog_get_size (&transport->backlog) == 0;
}

static void
end_direction (MapiSpoolerLane *lane, guint32 direction, guint32 notice)
{
  mapi_spooler_lane_tell (lane, notice, 0);
  if (g_atomic_int_and ((guint *) &lane->transport->flushing, ~direction) == direction)
    mapi_spooler_flush_next (lane->spooler);
}

/* First out, then in (R391 to R399). */
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
      if (!is_outbound_empty (transport))
        return FALSE;
      if (flushing & MAPI_FLUSH_DOWNLOAD)
        mapi_spooler_transport_promise (transport);
      end_direction (lane, MAPI_FLUSH_UPLOAD, MAPI_NOTIFY_END_OUTBOUND_FLUSH);
      return TRUE;
    }

  if (g_atomic_int_get (&transport->n_promises) > 0)
    return FALSE;
  end_direction (lane, MAPI_FLUSH_DOWNLOAD, MAPI_NOTIFY_END_INBOUND_FLUSH);
  return TRUE;
}

/* A transport that is down is passed over. */
static gboolean
ask_next (MapiSpooler *self)
{
  while (self->flush_index < self->transports->len)
    if (ask (g_ptr_array_index (self->transports, self->flush_index++), self->flush_flags))
      return TRUE;

  return FALSE;
}

void
mapi_spooler_flush_next (MapiSpooler *self)
{
  gboolean ended = FALSE;

  g_mutex_lock (&self->flush_lock);
  if (self->flush_running && !ask_next (self))
    {
      self->flush_running = FALSE;
      ended = TRUE;
      g_cond_broadcast (&self->flush_changed);
    }
  g_mutex_unlock (&self->flush_lock);

  if (ended && !mapi_spooler_is_stopping (self))
    mapi_spooler_status_update (self);
}

void
mapi_spooler_flush_end (MapiSpooler *self)
{
  g_mutex_lock (&self->flush_lock);
  self->flush_running = FALSE;
  g_cond_broadcast (&self->flush_changed);
  g_mutex_unlock (&self->flush_lock);
}

void
mapi_spooler_flush_on_status (MapiSpoolerTransport *transport, guint32 code)
{
  guint32 flags = SELF_STARTED;

  if (code & MAPI_STATUS_OUTBOUND_FLUSH)
    flags |= MAPI_FLUSH_UPLOAD;
  if (code & MAPI_STATUS_INBOUND_FLUSH)
    flags |= MAPI_FLUSH_DOWNLOAD;

  if ((flags & BOTH) && g_atomic_int_get (&transport->flushing) == 0)
    ask (transport, flags);
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
start_flush (MapiSpooler *self, guint32 flags, GError **error)
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
      self->flush_index = 0;
      self->flush_flags = flags & BOTH ? flags : flags | BOTH;
      self->flush_running = ask_next (self);
      started = TRUE;
    }
  g_mutex_unlock (&self->flush_lock);

  return started;
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

/**
 * mapi_spooler_flush:
 * @self: a #MapiSpooler
 * @flags: `MAPI_FLUSH_UPLOAD`, `MAPI_FLUSH_DOWNLOAD`, neither for both; `MAPI_FLUSH_NO_UI`,
 *   `MAPI_FLUSH_FORCE`; `MAPI_FLUSH_ASYNC_OK` not to wait for the end
 * @cancellable: (nullable): a #GCancellable; cancelling it ends the wait, not the flush
 * @error: return location for a #GError
 *
 * Has each transport that is up, one after the other, send what waits for it, whatever its time,
 * and fetch what there is. Messages that their senders have put off stay put off.
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

  if (!start_flush (self, flags, error))
    return FALSE;

  mapi_spooler_status_update (self);
  return (flags & MAPI_FLUSH_ASYNC_OK) || wait_for_flush (self, cancellable, error);
}
