/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-destinations-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-transport-private.h"

struct _MapiSpoolerDestinations
{
  MapiSpoolerTransport *transport; /* which owns it */
  guint                 most;
  guint                 most_failures;
  GMutex                lock;    /* for all below */
  GHashTable           *by_name; /* those with something to remember */
};

typedef struct
{
  MapiSpoolerTimer         probe;
  MapiSpoolerDestinations *owner;
  char                    *name;
  guint                    n_active;
  guint                    n_failures; /* in a row */
  gboolean                 probing;
  gboolean                 has_failed; /* once: its timer may be about to fire, so that it stays */
  gint64                   probe_time;
  MapiSpoolerHeap          parked;
} Destination;

static void
free_destination (gpointer data)
{
  Destination *self = data;

  mapi_spooler_heap_clear (&self->parked);
  g_free (self->name);
  g_free (self);
}

MapiSpoolerDestinations *
mapi_spooler_destinations_new (MapiSpoolerTransport *transport, guint most, guint most_failures)
{
  MapiSpoolerDestinations *self = g_new0 (MapiSpoolerDestinations, 1);

  self->transport = transport;
  self->most = most;
  self->most_failures = most_failures;
  g_mutex_init (&self->lock);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_destination);
  return self;
}

void
mapi_spooler_destinations_free (MapiSpoolerDestinations *self)
{
  g_hash_table_unref (self->by_name);
  g_mutex_clear (&self->lock);
  g_free (self);
}

GPtrArray *
mapi_spooler_destinations_list (MapiRowSet *recipients, const guint8 *own)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = own[i] ? mapi_row_set_get_row (recipients, i) : NULL;
      const char *address =
          row != NULL ? mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS) : NULL;
      const char      *at = address != NULL ? strrchr (address, '@') : NULL;
      g_autofree char *name = at != NULL ? g_ascii_strdown (at + 1, -1) : NULL;

      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }

  return names;
}

static gint64
now_of (MapiSpoolerDestinations *self)
{
  return mapi_spooler_schedule_get_time (self->transport->spooler->schedule);
}

/* With the lock held, as those below. */
static gboolean
is_dead (const Destination *self)
{
  return self->owner->most_failures > 0 && self->n_failures >= self->owner->most_failures;
}

static gboolean
is_full (const Destination *self)
{
  return self->owner->most > 0 && self->n_active >= self->owner->most;
}

/* Its last attempt is not denied to anybody. */
static gboolean
is_over (MapiSpoolerDestinations *self, const MapiSpoolerItem *item, gint64 now)
{
  gint64 lifetime = mapi_spooler_get_lifetime (item->spooler, self->transport);

  return now >= item->submit_time + lifetime * G_USEC_PER_SEC;
}

static void
take_first (Destination *self, GPtrArray *parts)
{
  MapiSpoolerNode *node = mapi_spooler_heap_pop (&self->parked);

  ((MapiSpoolerPart *) node)->parked_at = NULL;
  g_ptr_array_add (parts, node);
}

static void
take (Destination *self, guint n_parts, GPtrArray *parts)
{
  while (n_parts-- > 0 && mapi_spooler_heap_get_size (&self->parked) > 0)
    take_first (self, parts);
}

/* Without the lock: these are on their way again. */
static void
let_go (MapiSpoolerDestinations *self, GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    mapi_spooler_dispatch (self->transport->spooler, g_ptr_array_index (parts, i), 0);
}

/* One message is to find out, and those go too that have no time left to wait. */
static void
on_probe (MapiSpoolerTimer *timer)
{
  Destination             *self = (Destination *) timer;
  MapiSpoolerDestinations *owner = self->owner;
  gint64                   now = now_of (owner);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  MapiSpoolerPart *first;

  g_mutex_lock (&owner->lock);
  do
    {
      take (self, 1, parts);
      first = (MapiSpoolerPart *) mapi_spooler_heap_peek (&self->parked);
    }
  while (first != NULL && is_over (owner, first->item, now));
  g_mutex_unlock (&owner->lock);

  let_go (owner, parts);
}

static Destination *
find (MapiSpoolerDestinations *self, const char *name)
{
  Destination *found = g_hash_table_lookup (self->by_name, name);

  if (found != NULL)
    return found;

  found = g_new0 (Destination, 1);
  found->owner = self;
  found->name = g_strdup (name);
  found->probe.fire = on_probe;
  mapi_spooler_heap_init (&found->parked);
  g_hash_table_insert (self->by_name, found->name, found);
  return found;
}

/* Who goes to several is not kept back by a dead one: the others answer perhaps. */
static gboolean
has_to_wait (Destination *self, MapiSpoolerPart *part, gboolean alone)
{
  gint64 now;

  if (is_full (self))
    return TRUE;
  if (!alone || !is_dead (self) || part->pressed)
    return FALSE;

  now = now_of (self->owner);
  if (is_over (self->owner, part->item, now))
    return FALSE;
  return self->probing || now < self->probe_time;
}

static Destination *
find_hindrance (MapiSpoolerDestinations *self, MapiSpoolerPart *part, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      Destination *destination = find (self, g_ptr_array_index (names, i));

      if (has_to_wait (destination, part, names->len == 1))
        return destination;
    }

  return NULL;
}

static void
begin (MapiSpoolerDestinations *self, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      Destination *destination = find (self, g_ptr_array_index (names, i));

      destination->n_active++;
      destination->probing |= names->len == 1 && is_dead (destination);
    }
}

gboolean
mapi_spooler_destinations_enter (MapiSpoolerDestinations *self,
                                 MapiSpoolerPart         *part,
                                 GPtrArray               *names,
                                 char                   **dead)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Destination *hindrance = find_hindrance (self, part, names);

  *dead = hindrance != NULL && is_dead (hindrance) ? g_strdup (hindrance->name) : NULL;
  part->pressed = FALSE;
  if (hindrance == NULL)
    {
      begin (self, names);
      return TRUE;
    }

  part->state = MAPI_SPOOLER_PART_PARKED;
  part->parked_at = hindrance;
  mapi_spooler_heap_push (&hindrance->parked, &part->timer.node, part->item->order);
  return FALSE;
}

/* It is alive: as many go as there is room for, and each that ends lets the next one go. */
static void
note_answer (Destination *self)
{
  mapi_spooler_schedule_remove (self->owner->transport->spooler->schedule, &self->probe);
  self->n_failures = 0;
  self->probing = FALSE;
}

static void
note_failure (Destination *self, gint64 due)
{
  MapiSpoolerSchedule *schedule = self->owner->transport->spooler->schedule;

  self->n_failures++;
  self->has_failed = TRUE;
  self->probing = FALSE;
  if (!is_dead (self))
    return;

  mapi_spooler_schedule_remove (schedule, &self->probe);
  self->probe_time = due;
  mapi_spooler_schedule_add (schedule, &self->probe, due);
}

static void
end_one (Destination *self, gboolean alone, MapiSpoolerReach reach, gint64 due, GPtrArray *parts)
{
  self->n_active--;
  if (alone && reach == MAPI_SPOOLER_REACH_ANSWERED)
    note_answer (self);
  else if (alone && reach == MAPI_SPOOLER_REACH_SILENT)
    note_failure (self, due);
  else if (alone && self->probing)
    {
      self->probing = FALSE;
      take (self, 1, parts);
    }

  if (!is_dead (self))
    take (self, self->owner->most > 0 ? self->owner->most - self->n_active : G_MAXUINT, parts);
  if (self->n_active == 0 && !self->has_failed && mapi_spooler_heap_get_size (&self->parked) == 0)
    g_hash_table_remove (self->owner->by_name, self->name);
}

void
mapi_spooler_destinations_leave (MapiSpoolerDestinations *self,
                                 GPtrArray               *names,
                                 MapiSpoolerReach         reach,
                                 gint64                   due)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < names->len; i++)
    end_one (find (self, g_ptr_array_index (names, i)), names->len == 1, reach, due, parts);
  g_mutex_unlock (&self->lock);

  let_go (self, parts);
}

void
mapi_spooler_destinations_expedite (MapiSpoolerDestinations *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  GHashTableIter iter;
  Destination   *destination;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &destination))
    {
      note_answer (destination);
      take (destination, G_MAXUINT, parts);
    }
  g_mutex_unlock (&self->lock);

  let_go (self, parts);
}

gboolean
mapi_spooler_destinations_remove (MapiSpoolerDestinations *self, MapiSpoolerPart *part)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Destination *destination = part->parked_at;

  part->parked_at = NULL;
  return destination != NULL && mapi_spooler_heap_remove (&destination->parked, &part->timer.node);
}

void
mapi_spooler_destinations_drop (MapiSpoolerDestinations *self)
{
  GHashTableIter iter;
  Destination   *destination;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &destination))
    {
      g_autoptr (GPtrArray) parts = g_ptr_array_new ();

      mapi_spooler_schedule_remove (self->transport->spooler->schedule, &destination->probe);
      take (destination, G_MAXUINT, parts);
      for (guint i = 0; i < parts->len; i++)
        mapi_spooler_item_unref (((MapiSpoolerPart *) g_ptr_array_index (parts, i))->item);
    }
}
