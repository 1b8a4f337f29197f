/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Something that can lie in one heap at a time; it is embedded in what it stands for. */
typedef struct
{
  gint64 key;
  guint  place; /* counted from 1; 0 means in no heap */
} MapiSpoolerNode;

/* A binary heap of nodes, the smallest key first. It owns no node and locks nothing. */
typedef struct
{
  GPtrArray *nodes;
} MapiSpoolerHeap;

void             mapi_spooler_heap_init (MapiSpoolerHeap *self);
void             mapi_spooler_heap_clear (MapiSpoolerHeap *self);
void             mapi_spooler_heap_push (MapiSpoolerHeap *self, MapiSpoolerNode *node, gint64 key);
MapiSpoolerNode *mapi_spooler_heap_peek (const MapiSpoolerHeap *self);
MapiSpoolerNode *mapi_spooler_heap_pop (MapiSpoolerHeap *self);
gboolean         mapi_spooler_heap_remove (MapiSpoolerHeap *self, MapiSpoolerNode *node);
guint            mapi_spooler_heap_get_size (const MapiSpoolerHeap *self);

G_END_DECLS
