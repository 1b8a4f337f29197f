/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-activity-private.h"

typedef struct
{
  MapiMsgStore *store; /* without a reference: only to be compared */
  guint32       direction;
} Entry;

void
mapi_spooler_activity_init (MapiSpoolerActivity *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
}

void
mapi_spooler_activity_clear (MapiSpoolerActivity *self)
{
  g_array_unref (self->entries);
  g_cond_clear (&self->ended);
  g_mutex_clear (&self->lock);
}

void
mapi_spooler_activity_begin (MapiSpoolerActivity *self, MapiMsgStore *store, guint32 direction)
{
  const Entry entry = { store, direction };

  g_mutex_lock (&self->lock);
  g_array_append_val (self->entries, entry);
  g_mutex_unlock (&self->lock);
}

/* There are as many entries as threads that work: few. */
void
mapi_spooler_activity_end (MapiSpoolerActivity *self, MapiMsgStore *store, guint32 direction)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->store == store && entry->direction == direction)
        {
          g_array_remove_index_fast (self->entries, i);
          break;
        }
    }
  g_cond_broadcast (&self->ended);
  g_mutex_unlock (&self->lock);
}

guint
mapi_spooler_activity_count (MapiSpoolerActivity *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->entries->len;
  g_mutex_unlock (&self->lock);

  return count;
}

/* With the lock held. */
static guint32
get (MapiSpoolerActivity *self, MapiMsgStore *store)
{
  guint32 directions = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->store == store)
        directions |= entry->direction;
    }

  return directions;
}

guint32
mapi_spooler_activity_get (MapiSpoolerActivity *self, MapiMsgStore *store)
{
  guint32 directions;

  g_mutex_lock (&self->lock);
  directions = get (self, store);
  g_mutex_unlock (&self->lock);

  return directions;
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  MapiSpoolerActivity *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->ended);
  g_mutex_unlock (&self->lock);
}

guint32
mapi_spooler_activity_get_all (MapiSpoolerActivity *self)
{
  guint32 directions = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++)
    directions |= g_array_index (self->entries, Entry, i).direction;
  g_mutex_unlock (&self->lock);

  return directions;
}

guint32
mapi_spooler_activity_wait (MapiSpoolerActivity *self,
                            MapiMsgStore        *store,
                            gint64               deadline,
                            GCancellable        *cancellable)
{
  gulong   handler = 0;
  guint32  directions;
  gboolean in_time = TRUE;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);

  g_mutex_lock (&self->lock);
  while ((directions = get (self, store)) != 0 && in_time &&
         !g_cancellable_is_cancelled (cancellable))
    {
      if (deadline == G_MAXINT64)
        g_cond_wait (&self->ended, &self->lock);
      else
        in_time = g_cond_wait_until (&self->ended, &self->lock, deadline);
    }
  g_mutex_unlock (&self->lock);

  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  return directions;
}
