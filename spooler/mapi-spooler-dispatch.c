/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-transport-private.h"
#include "mapi-spooler-notices-private.h"

/* What a transport may take to log on before the others begin to send without knowing what it
 * handles. */
#define PATIENCE (10 * G_USEC_PER_SEC)

gboolean
mapi_spooler_is_stopping (MapiSpooler *self)
{
  return g_atomic_int_get (&self->stopping);
}

MapiSpoolerRouter *
mapi_spooler_get_router (MapiSpooler *self)
{
  MapiSpoolerRouter *router;

  g_mutex_lock (&self->router_lock);
  router = mapi_spooler_router_ref (self->router);
  g_mutex_unlock (&self->router_lock);

  return router;
}

/* Whether @router is still the one in use. */
gboolean
mapi_spooler_is_router (MapiSpooler *self, MapiSpoolerRouter *router)
{
  gboolean same;

  g_mutex_lock (&self->router_lock);
  same = self->router == router;
  g_mutex_unlock (&self->router_lock);

  return same;
}

/* Answers whether all transports are up, or have failed to come up, or have taken too long. */
static gboolean
replace_router (MapiSpooler *self)
{
  guint                         n_transports = self->transports->len;
  MapiSpoolerTransport        **transports = (MapiSpoolerTransport **) self->transports->pdata;
  g_autofree MapiAddressTypes **types = g_new0 (MapiAddressTypes *, n_transports + 1);
  gboolean                      impatient = g_atomic_int_get (&self->patience_is_over);
  gboolean                      settled = TRUE;

  g_mutex_lock (&self->router_lock);
  for (guint i = 0; i < n_transports; i++)
    {
      g_mutex_lock (&transports[i]->lock);
      settled &= impatient || transports[i]->state != MAPI_SPOOLER_TRANSPORT_STARTING;
      if (transports[i]->types != NULL)
        types[i] = mapi_address_types_ref (transports[i]->types);
      g_mutex_unlock (&transports[i]->lock);
    }
  g_clear_pointer (&self->router, mapi_spooler_router_unref);
  self->router = mapi_spooler_router_new (transports, types, n_transports);
  g_mutex_unlock (&self->router_lock);

  for (guint i = 0; i < n_transports; i++)
    g_clear_pointer (&types[i], mapi_address_types_unref);
  return settled;
}

void
mapi_spooler_update_router (MapiSpooler *self)
{
  gboolean settled = replace_router (self);

  if (mapi_spooler_is_stopping (self))
    return;
  if (settled)
    {
      mapi_spooler_schedule_remove (self->schedule, &self->patience);
      mapi_spooler_sorter_begin (self->sorter);
      mapi_spooler_flush_settle (self);
    }
  mapi_spooler_expedite (self, NULL);
  mapi_spooler_status_update (self);
}

static void
on_patience_over (MapiSpoolerTimer *timer)
{
  MapiSpooler *self = (MapiSpooler *) ((char *) timer - G_STRUCT_OFFSET (MapiSpooler, patience));

  g_atomic_int_set (&self->patience_is_over, TRUE);
  mapi_spooler_update_router (self);
}

void
mapi_spooler_begin_patience (MapiSpooler *self)
{
  self->patience.fire = on_patience_over;
  g_atomic_int_set (&self->patience_is_over, FALSE);
  mapi_spooler_schedule_add (
      self->schedule, &self->patience, mapi_spooler_schedule_get_time (self->schedule) + PATIENCE);
}

guint
mapi_spooler_get_lifetime (MapiSpooler *self, MapiSpoolerTransport *transport)
{
  guint lifetime = self->policy.lifetime;

  if (transport != NULL)
    return transport->policy.lifetime;
  for (guint i = 0; i < self->transports->len; i++)
    {
      const MapiSpoolerTransport *each = g_ptr_array_index (self->transports, i);

      lifetime = MAX (lifetime, each->policy.lifetime);
    }
  return lifetime;
}

MapiSpoolerTransport *
mapi_spooler_find_transport (MapiSpooler *self, const MapiUid *uid)
{
  for (guint i = 0; self->transports != NULL && i < self->transports->len; i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);

      if (mapi_uid_equal (&transport->uid, uid))
        return transport;
    }

  return NULL;
}

static void
on_part_due (MapiSpoolerTimer *timer)
{
  MapiSpoolerPart *part = (MapiSpoolerPart *) timer;
  MapiSpooler     *self = part->item->spooler;

  mapi_spooler_dispatch (self, part, 0);
}

/* Its transport has not asked for it in all the time there was. What it remembers of it is to be
 * forgotten: it gets the message once more, as a new one. */
static void
on_deferral_over (MapiSpoolerTimer *timer)
{
  MapiSpoolerPart *part = (MapiSpoolerPart *) timer;
  MapiSpooler     *self = part->item->spooler;

  mapi_spooler_notice_abort_deferred (
      self, part->transport, part->item->entry_id, MAPI_NOTIFY_ABORT_DEFERRED);
  mapi_spooler_dispatch (self, part, 0);
}

void
mapi_spooler_defer (MapiSpooler *self, MapiSpoolerPart *part, gint64 expiry)
{
  part->state = MAPI_SPOOLER_PART_DEFERRED;
  part->timer.fire = on_deferral_over;
  part->timer.absolute = TRUE;
  mapi_spooler_item_ref (part->item);
  mapi_spooler_schedule_add (self->schedule, &part->timer, expiry);
}

static gboolean
is_deferred_by (MapiSpoolerTimer *timer, gpointer transport)
{
  return timer->fire == on_deferral_over && ((MapiSpoolerPart *) timer)->transport == transport;
}

GPtrArray *
mapi_spooler_steal_deferred (MapiSpooler *self, MapiSpoolerTransport *transport)
{
  return mapi_spooler_schedule_steal (self->schedule, is_deferred_by, transport);
}

/* With the item's lock held. Where there is but one transport nobody else need look at it first. */
static void
put_ready (MapiSpooler *self, MapiSpoolerPart *part)
{
  if (part->transport == NULL && self->transports->len == 1)
    mapi_spooler_part_assign (part, g_ptr_array_index (self->transports, 0));
  part->state = MAPI_SPOOLER_PART_READY;
}

void
mapi_spooler_dispatch (MapiSpooler *self, MapiSpoolerPart *part, gint64 due)
{
  MapiSpoolerItem      *item = part->item;
  MapiSpoolerTransport *transport = NULL;
  gboolean              ready = FALSE;
  gboolean              dropped = FALSE;

  g_mutex_lock (&item->lock);
  if (mapi_spooler_item_is_barred (item, &part->state))
    dropped = TRUE;
  else if (mapi_spooler_is_stopping (self))
    {
      part->state = MAPI_SPOOLER_PART_IDLE;
      dropped = TRUE;
    }
  else if (due > mapi_spooler_schedule_get_time (self->schedule))
    {
      part->state = MAPI_SPOOLER_PART_WAITING;
      part->timer.fire = on_part_due;
      part->timer.absolute = due == item->send_time;
      mapi_spooler_schedule_add (self->schedule, &part->timer, due);
    }
  else
    {
      put_ready (self, part);
      transport = part->transport;
      ready = TRUE;
    }
  g_mutex_unlock (&item->lock);

  if (dropped)
    mapi_spooler_item_unref (item);
  else if (ready && transport != NULL)
    mapi_spooler_transport_push (transport, part);
  else if (ready)
    mapi_spooler_sorter_push (self->sorter, part);
}

static gboolean
is_part_of (MapiSpoolerTimer *timer, gpointer transport)
{
  return timer->fire == on_part_due && ((MapiSpoolerPart *) timer)->transport == transport;
}

void
mapi_spooler_expedite (MapiSpooler *self, MapiSpoolerTransport *transport)
{
  g_autoptr (GPtrArray) timers =
      mapi_spooler_schedule_steal (self->schedule, is_part_of, transport);

  for (guint i = 0; i < timers->len; i++)
    {
      MapiSpoolerPart *part = g_ptr_array_index (timers, i);

      /* What the sender put off stays put off. */
      mapi_spooler_dispatch (self, part, part->item->send_time);
    }
  if (transport != NULL)
    mapi_spooler_destinations_expedite (transport->destinations);
}

static gboolean
is_part (MapiSpoolerTimer *timer, gpointer data)
{
  return timer->fire == on_part_due || timer->fire == on_deferral_over;
}

void
mapi_spooler_drop_parts (MapiSpooler *self)
{
  g_autoptr (GPtrArray) timers = mapi_spooler_schedule_steal (self->schedule, is_part, NULL);

  for (guint i = 0; i < timers->len; i++)
    mapi_spooler_item_unref (((MapiSpoolerPart *) g_ptr_array_index (timers, i))->item);

  for (guint i = 0; i < self->transports->len; i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);
      MapiSpoolerNode      *node;

      mapi_spooler_destinations_drop (transport->destinations);
      while ((node = mapi_spooler_heap_pop (&transport->backlog.heap)) != NULL)
        mapi_spooler_item_unref (((MapiSpoolerPart *) node)->item);
    }
}

void
mapi_spooler_validate (MapiSpooler *self, guint32 flags)
{
  if (!mapi_spooler_gate_enter (&self->gate))
    return;

  for (guint i = 0; i < self->transports->len && !mapi_spooler_is_stopping (self); i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);

      mapi_spooler_transport_revive (transport);
      mapi_spooler_transport_validate (transport, flags);
      if (flags & MAPI_CONFIG_CHANGED)
        mapi_spooler_transport_ask (transport, MAPI_SPOOLER_ERRAND_ADDRESS_TYPES);
    }
  mapi_spooler_gate_leave (&self->gate);
}
