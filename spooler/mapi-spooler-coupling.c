/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-coupling-private.h"
#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-message-private.h"
#include "mapi-spooler-preprocess-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-tally-private.h"

/* The spooler itself submits for the second time what it has preprocessed: that message is locked
 * already. */
static gboolean
is_locked_here (MapiMsgStore *store, GBytes *entry_id)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();
  MapiSpoolerItem *item = lane != NULL ? lane->turn_item : NULL;

  return item != NULL && mapi_spooler_home_is (item->home, store) &&
         g_bytes_equal (item->entry_id, entry_id);
}

static gboolean
clean (MapiSpooler *spooler, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiSpoolerRouter) router = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (!mapi_spooler_preprocess_is_marked (message))
    return TRUE;
  recipients = mapi_message_list_recipients (message, cancellable, error);
  if (recipients == NULL)
    return FALSE;

  router = mapi_spooler_get_router (spooler);
  entries =
      mapi_spooler_preprocessors_match (spooler->preprocessors, router, recipients, NULL, FALSE);
  mapi_spooler_preprocess_clean (spooler, message, entries, cancellable);
  return TRUE;
}

/* Who submitted it is told that there is nothing left to do. */
static void
note_completed (MapiSpooler *spooler, GBytes *entry_id, gboolean locked_here)
{
  MapiSpoolerItem *item = locked_here ? mapi_spooler_lane_get_current ()->turn_item : NULL;

  if (item != NULL)
    {
      g_mutex_lock (&item->lock);
      item->gone = TRUE;
      g_mutex_unlock (&item->lock);
    }
  mapi_spooler_tally_finished (spooler, item);
  mapi_spooler_events_tell (
      spooler->events, "finished", entry_id, NULL, "a store has sent a message itself");
  mapi_spooler_events_sent (spooler->events, entry_id, 0);
}

/* FinishedMsg wants a message that is locked (R118). */
gboolean
mapi_spooler_coupling_complete (MapiSpooler  *spooler,
                                MapiMsgStore *store,
                                guint32       flags,
                                GBytes       *entry_id,
                                GCancellable *cancellable,
                                GError      **error)
{
  g_autoptr (MapiMessage) message = NULL;
  gboolean locked_here = is_locked_here (store, entry_id);

  if (flags != 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_UNKNOWN_FLAGS,
                   "spooler: CompleteMsg: the flags 0x%08x are reserved",
                   flags);
      return FALSE;
    }

  message = mapi_spooler_message_open (store, entry_id, "CompleteMsg: this", cancellable, error);
  if (message == NULL || (!locked_here && !mapi_msg_store_set_lock_state (
                                              store, message, MAPI_MSG_LOCKED, cancellable, error)))
    return FALSE;

  if (clean (spooler, message, cancellable, error) &&
      mapi_spooler_finish_message (spooler, store, entry_id, cancellable, error))
    {
      note_completed (spooler, entry_id, locked_here);
      return TRUE;
    }

  if (!locked_here)
    mapi_msg_store_set_lock_state (store, message, MAPI_MSG_UNLOCKED, NULL, NULL);
  return FALSE;
}

static gboolean
has_queue (MapiMsgStore *store, GCancellable *cancellable)
{
  g_autoptr (MapiTable) queue = mapi_msg_store_get_outgoing_queue (store, 0, cancellable, NULL);
  guint32 count = 0;

  return queue != NULL && mapi_table_get_row_count (queue, 0, &count, cancellable, NULL, NULL) &&
         count > 0;
}

static void
cancel_calls (MapiSpooler *spooler, MapiMsgStore *store)
{
  if (!mapi_spooler_gate_enter (&spooler->gate))
    return;
  for (guint i = 0; i < spooler->transports->len; i++)
    mapi_spooler_transport_cancel_calls (g_ptr_array_index (spooler->transports, i), store, NULL);
  mapi_spooler_gate_leave (&spooler->gate);
}

static void
expedite_all (MapiSpooler *spooler)
{
  if (!mapi_spooler_gate_enter (&spooler->gate))
    return;
  for (guint i = 0; i < spooler->transports->len; i++)
    mapi_spooler_expedite (spooler, g_ptr_array_index (spooler->transports, i));
  mapi_spooler_gate_leave (&spooler->gate);
}

/* The monotonic time until which who was cancelled may take to notice. */
static gint64
grace (MapiSpooler *spooler)
{
  return g_get_monotonic_time () + (gint64) spooler->cancel_grace * 1000;
}

/*
 * The spooler has a logon of its own to the store, and goes on with it: what is asked for is done
 * for the messages of this moment.
 *
 * ABORT stops what is under way, ORDERLY waits for it, NO_WAIT has everything that is ready sent
 * and does not wait, PURGE flushes and waits, QUIET only looks.
 */
static gboolean
apply (MapiSpooler  *spooler,
       MapiMsgStore *store,
       guint32       flag,
       GCancellable *cancellable,
       GError      **error)
{
  switch (flag)
    {
    case MAPI_LOGOFF_ABORT:
      cancel_calls (spooler, store);
      mapi_spooler_activity_wait (&spooler->activity, store, grace (spooler), cancellable);
      return TRUE;
    case MAPI_LOGOFF_ORDERLY:
      mapi_spooler_activity_wait (&spooler->activity, store, G_MAXINT64, cancellable);
      return TRUE;
    case MAPI_LOGOFF_NO_WAIT:
      expedite_all (spooler);
      return TRUE;
    case MAPI_LOGOFF_PURGE:
      return mapi_spooler_flush (spooler, 0, cancellable, error);
    case MAPI_LOGOFF_QUIET:
      return TRUE;
    default:
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "spooler: StoreLogoffTransports: 0x%08x is not exactly one of its flags",
                   flag);
      return FALSE;
    }
}

/* NO_WAIT is complete though it goes on: the spooler will do what was asked for (R152). */
gboolean
mapi_spooler_coupling_logoff (MapiSpooler  *spooler,
                              MapiMsgStore *store,
                              guint32      *flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  guint32 flag = *flags;
  guint32 activity;

  if (!apply (spooler, store, flag, cancellable, error))
    return FALSE;

  activity = mapi_spooler_activity_get (&spooler->activity, store);
  *flags = activity;
  if (has_queue (store, cancellable))
    *flags |= MAPI_LOGOFF_OUTBOUND_QUEUE;
  if (activity == 0 || flag == MAPI_LOGOFF_NO_WAIT)
    *flags |= MAPI_LOGOFF_COMPLETE;
  return TRUE;
}

/* The transport that a store is tightly coupled with, or NULL. */
static MapiSpoolerTransport *
find_coupled (MapiSpooler *spooler, const MapiUid *uid)
{
  g_autoptr (MapiMsgStore) store = mapi_spooler_stores_find (spooler->stores, uid);

  for (guint i = 0; store != NULL && i < spooler->transports->len; i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (spooler->transports, i);
      g_autoptr (MapiMsgStore) own = mapi_spooler_transport_ref_own_store (transport);

      if (own == store)
        return transport;
    }

  return NULL;
}

/* What its own transport does not handle, or would not be the first to handle, is for the spooler
 * (R046). */
static gboolean
handles_all (MapiSpooler *spooler, MapiSpoolerTransport *transport, MapiRowSet *recipients)
{
  g_autoptr (MapiSpoolerRouter) router = mapi_spooler_get_router (spooler);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (!mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE) &&
          mapi_spooler_router_route (router, row, NULL) != transport)
        return FALSE;
    }

  return TRUE;
}

gboolean
mapi_spooler_coupling_expand (MapiSpooler   *spooler,
                              const MapiUid *uid,
                              MapiMessage   *message,
                              MapiRowSet    *recipients,
                              guint32       *flags,
                              GError       **error)
{
  MapiSpoolerTransport *coupled = find_coupled (spooler, uid);
  gboolean              needed;

  if (!mapi_spooler_preprocess_ask (spooler, message, recipients, &needed, error))
    return FALSE;

  *flags = needed ? MAPI_NEEDS_PREPROCESSING : 0;
  if (coupled == NULL || !handles_all (spooler, coupled, recipients))
    *flags |= MAPI_NEEDS_SPOOLER;
  return TRUE;
}
