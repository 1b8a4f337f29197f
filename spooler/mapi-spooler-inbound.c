/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-inbound-private.h"
#include "mapi-spooler-incoming-private.h"
#include "mapi-spooler-private.h"

gboolean
mapi_spooler_inbound_poll (MapiSpoolerLane *lane)
{
  g_autoptr (GError) error = NULL;
  guint32 incoming = 0;

  if (!(lane->transport->wants & MAPI_LOGON_SP_POLL) ||
      g_atomic_int_get (&lane->transport->n_critical) > 0)
    return FALSE;

  if (!mapi_xp_logon_poll (lane->logon, &incoming, lane->cancellable, &error))
    {
      g_info ("%s: Poll: %s", lane->transport->name, error->message);
      return FALSE;
    }

  return incoming != 0;
}

static gboolean
start_message (MapiSpoolerLane *lane, MapiSpoolerIncoming *view, GError **error)
{
  guint32  message_ref = 1;
  gboolean started;

  /* A reference that the transport has not chosen yet counts as 1 (R323, R372). */
  mapi_spooler_lane_set_call (lane, MAPI_SPOOLER_CALL_INBOUND, 1);
  started = mapi_xp_logon_start_message (
      lane->logon, 0, MAPI_MESSAGE (view), &message_ref, lane->cancellable, error);
  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (view));
  mapi_spooler_lane_set_call (lane, MAPI_SPOOLER_CALL_NONE, 0);

  return started;
}

static gboolean
receive (MapiSpoolerLane *lane, gboolean *received, GError **error)
{
  MapiSpooler *spooler = lane->spooler;
  g_autoptr (MapiSpoolerDelivery) delivery =
      mapi_spooler_delivery_new (spooler, spooler->default_store, lane->cancellable, error);
  g_autoptr (MapiSpoolerIncoming) view = NULL;

  if (delivery == NULL)
    return FALSE;

  view = mapi_spooler_incoming_new (mapi_spooler_delivery_get_message (delivery),
                                    mapi_spooler_schedule_get_time (spooler->schedule));
  if (!start_message (lane, view, error))
    return FALSE;
  if (!mapi_spooler_incoming_is_saved (view) || mapi_spooler_incoming_is_empty (view))
    return TRUE;

  *received = TRUE;
  return mapi_spooler_delivery_announce (delivery, lane->cancellable, error);
}

gboolean
mapi_spooler_inbound_run (MapiSpoolerLane *lane)
{
  g_autoptr (GError) error = NULL;
  gboolean received = FALSE;

  if (lane->spooler->default_store == NULL)
    return FALSE;

  g_atomic_int_inc (&lane->spooler->n_active);
  /* A transport that only sends has nothing to fetch: that is no failure. */
  if (!receive (lane, &received, &error) && !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    mapi_spooler_events_tell (lane->spooler->events,
                              "receive-failed",
                              NULL,
                              lane->transport->name,
                              "%s: StartMessage: %s",
                              lane->transport->name,
                              error->message);
  g_atomic_int_add (&lane->spooler->n_active, -1);

  return received;
}
