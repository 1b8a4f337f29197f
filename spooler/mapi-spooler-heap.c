/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-heap-private.h"

void
mapi_spooler_heap_init (MapiSpoolerHeap *self)
{
  self->nodes = g_ptr_array_new ();
}

void
mapi_spooler_heap_clear (MapiSpoolerHeap *self)
{
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
}

static MapiSpoolerNode *
node_at (const MapiSpoolerHeap *self, guint place)
{
  return g_ptr_array_index (self->nodes, place - 1);
}

static void
put (MapiSpoolerHeap *self, MapiSpoolerNode *node, guint place)
{
  g_ptr_array_index (self->nodes, place - 1) = node;
  node->place = place;
}

static void
rise (MapiSpoolerHeap *self, MapiSpoolerNode *node, guint place)
{
  while (place > 1 && node_at (self, place / 2)->key > node->key)
    {
      put (self, node_at (self, place / 2), place);
      place /= 2;
    }
  put (self, node, place);
}

static void
sink (MapiSpoolerHeap *self, MapiSpoolerNode *node, guint place)
{
  guint size = self->nodes->len;

  while (place * 2 <= size)
    {
      guint child = place * 2;

      if (child < size && node_at (self, child + 1)->key < node_at (self, child)->key)
        child++;
      if (node_at (self, child)->key >= node->key)
        break;
      put (self, node_at (self, child), place);
      place = child;
    }
  put (self, node, place);
}

void
mapi_spooler_heap_push (MapiSpoolerHeap *self, MapiSpoolerNode *node, gint64 key)
{
  g_assert (node->place == 0);

  node->key = key;
  g_ptr_array_add (self->nodes, node);
  rise (self, node, self->nodes->len);
}

MapiSpoolerNode *
mapi_spooler_heap_peek (const MapiSpoolerHeap *self)
{
  return self->nodes->len > 0 ? node_at (self, 1) : NULL;
}

/* Answers FALSE when @node lies in no heap; the caller knows that it can be in no other. */
gboolean
mapi_spooler_heap_remove (MapiSpoolerHeap *self, MapiSpoolerNode *node)
{
  guint            place = node->place;
  MapiSpoolerNode *last;

  if (place == 0)
    return FALSE;

  last = g_ptr_array_steal_index_fast (self->nodes, self->nodes->len - 1);
  node->place = 0;
  if (last != node)
    {
      rise (self, last, place);
      sink (self, last, last->place);
    }

  return TRUE;
}

MapiSpoolerNode *
mapi_spooler_heap_pop (MapiSpoolerHeap *self)
{
  MapiSpoolerNode *node = mapi_spooler_heap_peek (self);

  if (node != NULL)
    mapi_spooler_heap_remove (self, node);
  return node;
}

guint
mapi_spooler_heap_get_size (const MapiSpoolerHeap *self)
{
  return self->nodes->len;
}
