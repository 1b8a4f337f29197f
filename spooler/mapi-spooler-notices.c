/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-notices-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-transport-private.h"

typedef struct
{
  MapiSpooler          *spooler;
  MapiSpoolerTransport *transport;
  MapiMsgStore         *store;
  GBytes               *entry_id;
  guint32               flags;
} Notice;

static Notice *
notice_new (MapiSpooler          *spooler,
            MapiSpoolerTransport *transport,
            MapiMsgStore         *store,
            GBytes               *entry_id)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->spooler = g_object_ref (spooler);
  notice->transport = transport != NULL ? mapi_spooler_transport_ref (transport) : NULL;
  notice->store = store != NULL ? g_object_ref (store) : NULL;
  notice->entry_id = g_bytes_ref (entry_id);
  return notice;
}

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_clear_pointer (&notice->transport, mapi_spooler_transport_unref);
  g_clear_object (&notice->store);
  g_object_unref (notice->spooler);
  g_bytes_unref (notice->entry_id);
  g_free (notice);
}

static MapiSpoolerItem *
find_item (MapiSpooler *self, GBytes *entry_id)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      MapiSpoolerItem *item =
          mapi_spooler_watch_find (g_ptr_array_index (self->watches, i), entry_id);

      if (item != NULL)
        return item;
    }

  return NULL;
}

/* With the item's lock held. A message whose transport announces it before it gets anything is
 * still nobody's (D8). Answers the part when it waits for this. */
static MapiSpoolerPart *
note_announced (MapiSpoolerItem *item, MapiSpoolerTransport *transport)
{
  MapiSpoolerPart *part = mapi_spooler_item_find_part (item, transport);

  if (part == NULL)
    {
      mapi_spooler_item_announce (item, transport);
      return NULL;
    }

  part->deferred = TRUE;
  if (part->state != MAPI_SPOOLER_PART_DEFERRED ||
      !mapi_spooler_schedule_remove (item->spooler->schedule, &part->timer))
    return NULL;
  part->state = MAPI_SPOOLER_PART_IDLE;
  return part;
}

/* In the engine's thread. A part that waits has a reference to its item, which goes along. */
static gboolean
send_deferred (gpointer data)
{
  Notice          *notice = data;
  MapiSpoolerItem *item = find_item (notice->spooler, notice->entry_id);
  MapiSpoolerPart *part;

  if (item == NULL)
    {
      mapi_spooler_transport_complain (
          notice->transport, "SpoolerNotify: a deferred message that is not in the queue");
      return G_SOURCE_REMOVE;
    }

  g_mutex_lock (&item->lock);
  part = note_announced (item, notice->transport);
  g_mutex_unlock (&item->lock);
  if (part != NULL)
    mapi_spooler_dispatch (notice->spooler, part, 0);
  return G_SOURCE_REMOVE;
}

void
mapi_spooler_notice_send_deferred (MapiSpooler          *spooler,
                                   MapiSpoolerTransport *transport,
                                   GBytes               *entry_id)
{
  g_main_context_invoke_full (spooler->context,
                              G_PRIORITY_DEFAULT,
                              send_deferred,
                              notice_new (spooler, transport, NULL, entry_id),
                              notice_free);
}

static void
announce_received (gpointer data, GCancellable *cancellable)
{
  Notice *notice = data;
  g_autoptr (GError) error = NULL;

  if (!mapi_spooler_delivery_announce_own (
          notice->spooler, notice->store, notice->entry_id, cancellable, &error))
    mapi_spooler_events_tell (notice->spooler->events,
                              "receive-failed",
                              notice->entry_id,
                              NULL,
                              "a message that a store has received: %s",
                              error->message);
}

void
mapi_spooler_notice_received (MapiSpooler *spooler, MapiMsgStore *store, GBytes *entry_id)
{
  mapi_spooler_chores_push (
      spooler->chores, announce_received, notice_new (spooler, NULL, store, entry_id), notice_free);
}

static void
abort_deferred (gpointer data, GCancellable *cancellable)
{
  Notice *notice = data;

  mapi_spooler_transport_abort_deferred (notice->transport, notice->entry_id, notice->flags);
}

void
mapi_spooler_notice_abort_deferred (MapiSpooler          *spooler,
                                    MapiSpoolerTransport *transport,
                                    GBytes               *entry_id,
                                    guint32               flags)
{
  Notice *notice = notice_new (spooler, transport, NULL, entry_id);

  notice->flags = flags;
  mapi_spooler_chores_push (spooler->chores, abort_deferred, notice, notice_free);
}
