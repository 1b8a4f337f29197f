/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-private.h"

/* What the lanes of a transport are in: calls that do not come back, or are to be stopped. */

void
mapi_spooler_transport_complain (MapiSpoolerTransport *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  mapi_spooler_transport_show (self, 0, text);
  mapi_spooler_events_tell (
      self->spooler->events, "complaint", NULL, self->name, "%s: %s", self->name, text);
}

/* With the transport's lock held. */
static char *
describe_call (MapiSpoolerLane *lane)
{
  return g_strdup_printf ("%s has not returned for %u seconds",
                          lane->call.method != NULL ? lane->call.method : "a call",
                          lane->transport->call_limit);
}

static char *
look_at_call (MapiSpoolerTransport *self, MapiSpoolerLane *lane, MapiSpoolerItem **item)
{
  char *text;

  g_mutex_lock (&self->lock);
  text = describe_call (lane);
  *item = lane->call.item != NULL ? mapi_spooler_item_ref (lane->call.item) : NULL;
  g_mutex_unlock (&self->lock);

  return text;
}

/* The first call that does not come back, or NULL. */
static char *
describe_blocked (MapiSpoolerTransport *self)
{
  char *text = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->lanes->len && text == NULL; i++)
    {
      MapiSpoolerLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->call.blocked)
        text = describe_call (lane);
    }
  g_mutex_unlock (&self->lock);

  return text;
}

gboolean
mapi_spooler_transport_show_blocked (MapiSpoolerTransport *self, const char *shown)
{
  g_autofree char *text = describe_blocked (self);
  guint32          code = mapi_spooler_transport_get_row_code (self) | MAPI_STATUS_FAILURE;

  if (text != NULL && g_strcmp0 (text, shown) != 0)
    mapi_spooler_transport_show (self, code, text);
  return text != NULL;
}

static void
note_trouble (MapiSpoolerTransport *self, MapiSpoolerItem *item, const char *text)
{
  MapiSpoolerPart *part;

  g_mutex_lock (&item->lock);
  part = mapi_spooler_item_find_part (item, self);
  if (part != NULL)
    mapi_spooler_part_set_trouble (part, text);
  g_mutex_unlock (&item->lock);
}

void
mapi_spooler_transport_lane_blocked (MapiSpoolerTransport *self, MapiSpoolerLane *lane)
{
  g_autoptr (MapiSpoolerItem) item = NULL;
  g_autofree char *text = look_at_call (self, lane, &item);

  if (item != NULL)
    note_trouble (self, item, text);
  /* Whoever hears of it finds it in the status table. */
  g_rec_mutex_lock (&self->row_lock);
  mapi_spooler_transport_show_blocked (self, NULL);
  g_rec_mutex_unlock (&self->row_lock);
  mapi_spooler_events_tell (self->spooler->events,
                            "blocked",
                            item != NULL ? item->entry_id : NULL,
                            self->name,
                            "%s: %s",
                            self->name,
                            text);
  mapi_spooler_transport_replace (self, lane);
}

void
mapi_spooler_transport_lane_unblocked (MapiSpoolerTransport *self, MapiSpoolerLane *lane)
{
  guint32 code = mapi_spooler_transport_get_row_code (self) & ~(guint32) MAPI_STATUS_FAILURE;

  g_mutex_lock (&self->lock);
  self->n_blocked--;
  g_mutex_unlock (&self->lock);

  g_rec_mutex_lock (&self->row_lock);
  if (!mapi_spooler_transport_show_blocked (self, NULL))
    mapi_spooler_transport_show (self, code | MAPI_STATUS_AVAILABLE, NULL);
  g_rec_mutex_unlock (&self->row_lock);
  mapi_spooler_events_tell (
      self->spooler->events, "unblocked", NULL, self->name, "%s has come back", self->name);
}

gboolean
mapi_spooler_transport_cancel_calls (MapiSpoolerTransport *self,
                                     MapiMsgStore         *store,
                                     MapiSpoolerItem      *item)
{
  g_autoptr (GPtrArray) lanes = mapi_spooler_transport_ref_lanes (self);
  gboolean cancelled = FALSE;

  for (guint i = 0; i < lanes->len; i++)
    cancelled |= mapi_spooler_call_cancel (g_ptr_array_index (lanes, i), store, item);

  return cancelled;
}

static MapiXpLogon *
ref_logon (MapiSpoolerTransport *self)
{
  MapiXpLogon *logon = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->lanes->len && logon == NULL; i++)
    {
      MapiSpoolerLane *lane = g_ptr_array_index (self->lanes, i);

      logon = lane->logon != NULL ? g_object_ref (lane->logon) : NULL;
    }
  g_mutex_unlock (&self->lock);

  return logon;
}

/* From another thread than the lane's, which may be in a call. */
void
mapi_spooler_transport_abort_deferred (MapiSpoolerTransport *self, GBytes *entry_id, guint32 flags)
{
  g_autoptr (MapiXpLogon) logon = ref_logon (self);
  g_autoptr (GError) error = NULL;

  if (logon != NULL && !mapi_xp_logon_transport_notify (logon, &flags, 0, entry_id, &error))
    mapi_spooler_conduct_note_failure (self, "TransportNotify", error);
}

MapiMsgStore *
mapi_spooler_transport_ref_own_store (MapiSpoolerTransport *self)
{
  g_autoptr (GBytes) entry_id = NULL;

  g_mutex_lock (&self->lock);
  entry_id = self->own_store != NULL ? g_bytes_ref (self->own_store) : NULL;
  g_mutex_unlock (&self->lock);

  return entry_id != NULL ? mapi_spooler_stores_find_by_entry_id (self->spooler->stores, entry_id)
                          : NULL;
}

void
mapi_spooler_transport_validate (MapiSpoolerTransport *self, guint32 flags)
{
  g_autoptr (GPtrArray) lanes = mapi_spooler_transport_ref_lanes (self);

  for (guint i = 0; i < lanes->len; i++)
    {
      MapiSpoolerLane *lane = g_ptr_array_index (lanes, i);

      g_atomic_int_or ((guint *) &lane->validate, flags | MAPI_SPOOLER_VALIDATE);
      mapi_spooler_lane_wake (lane);
    }
}
