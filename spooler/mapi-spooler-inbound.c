/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-inbound-private.h"
#include "mapi-spooler-incoming-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-tally-private.h"

gboolean
mapi_spooler_inbound_poll (MapiSpoolerLane *lane)
{
  g_autoptr (GError) error = NULL;
  guint32  incoming = 0;
  gboolean polled;

  if (!mapi_spooler_transport_wants (lane->transport, MAPI_LOGON_SP_POLL) ||
      g_atomic_int_get (&lane->transport->n_critical) > 0)
    return FALSE;

  mapi_step (MAPI_STEP_POLL_BEGUN);
  mapi_spooler_call_enter (lane, "Poll");
  polled = mapi_xp_logon_poll (lane->logon, &incoming, lane->cancellable, &error);
  mapi_spooler_call_leave (lane);
  mapi_step (MAPI_STEP_POLL_DONE);
  if (!polled)
    {
      mapi_spooler_conduct_note_failure (lane->transport, "Poll", error);
      return FALSE;
    }

  return incoming != 0;
}

/* What comes through a transport that is tightly coupled with a store goes into that store (R506).
 */
static MapiMsgStore *
ref_store (MapiSpoolerLane *lane)
{
  MapiMsgStore *store = mapi_spooler_transport_ref_own_store (lane->transport);

  return store != NULL ? store : mapi_spooler_stores_ref_default (lane->spooler->stores);
}

static gboolean
start_message (MapiSpoolerLane     *lane,
               MapiMsgStore        *store,
               MapiSpoolerIncoming *view,
               GError             **error)
{
  guint32  message_ref = 1;
  gboolean started;

  /* A reference that the transport has not chosen yet counts as 1 (R323, R372). */
  mapi_spooler_call_enter_message (lane, "StartMessage", store, NULL, 1);
  started = mapi_xp_logon_start_message (
      lane->logon, 0, MAPI_MESSAGE (view), &message_ref, lane->cancellable, error);
  mapi_spooler_call_leave (lane);
  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (view));

  return started;
}

static void
tell_deleted (MapiSpoolerLane *lane)
{
  mapi_spooler_events_tell (lane->spooler->events,
                            "deleted",
                            NULL,
                            lane->transport->name,
                            "a hook has deleted a message from %s",
                            lane->transport->name);
}

/* What was saved has arrived, whatever StartMessage answers: the transport may forget its own copy
 * once SaveChanges has returned. */
static gboolean
receive (MapiSpoolerLane *lane, MapiMsgStore *store, gboolean *received, GError **error)
{
  MapiSpooler *spooler = lane->spooler;
  g_autoptr (MapiSpoolerDelivery) delivery =
      mapi_spooler_delivery_new (spooler, store, NULL, lane->cancellable, error);
  g_autoptr (MapiSpoolerIncoming) view = NULL;
  gboolean started;

  if (delivery == NULL)
    return FALSE;

  view = mapi_spooler_incoming_new (delivery, mapi_spooler_schedule_get_time (spooler->schedule));
  mapi_step (MAPI_STEP_RECEIVE_BEGUN);
  started = start_message (lane, store, view, error);
  mapi_step (MAPI_STEP_RECEIVE_DONE);
  *received = mapi_spooler_incoming_is_saved (view) || mapi_spooler_incoming_is_deleted (view);
  if (mapi_spooler_incoming_is_deleted (view))
    tell_deleted (lane);
  if (mapi_spooler_incoming_is_saved (view) &&
      !mapi_spooler_delivery_announce (delivery, NULL, started ? error : NULL))
    return FALSE;
  if (mapi_spooler_incoming_is_saved (view))
    mapi_spooler_tally_received (lane->transport);

  return started;
}

static void
tell_failure (MapiSpoolerTransport *transport, const GError *error)
{
  mapi_spooler_conduct_note_failure (transport, "StartMessage", error);
  mapi_spooler_events_tell (transport->spooler->events,
                            "receive-failed",
                            NULL,
                            transport->name,
                            "%s: StartMessage: %s",
                            transport->name,
                            error->message);
}

gboolean
mapi_spooler_inbound_run (MapiSpoolerLane *lane)
{
  g_autoptr (MapiMsgStore) store = ref_store (lane);
  g_autoptr (GError) error = NULL;
  gboolean received = FALSE;

  if (store == NULL)
    return FALSE;

  mapi_spooler_status_begin (lane->spooler, store, MAPI_LOGOFF_INBOUND);
  /* A transport that only sends has nothing to fetch: that is no failure. */
  if (!receive (lane, store, &received, &error) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    tell_failure (lane->transport, error);
  mapi_spooler_status_end (lane->spooler, store, MAPI_LOGOFF_INBOUND);

  return received;
}
