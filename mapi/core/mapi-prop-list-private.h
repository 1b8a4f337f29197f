/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"
#include "mapi-prop-view-private.h"

G_BEGIN_DECLS

/* The block, all of it little-endian, can be stored and read back as it is:
 *
 *   header   guint32 magic, guint32 number of entries
 *   entries  guint32 tag, guint32 size, guint64 value or offset into the payload
 *   payload  one piece an entry in the order of the entries, each padded with zeros to 8 bytes
 *
 * There is one encoding of a list only: equal lists are equal bytes. */
#define MAPI_PROP_LIST_MAGIC 0x014c504du /* "MPL", version 1 */
#define MAPI_PROP_LIST_HEADER_SIZE 8
#define MAPI_PROP_LIST_ENTRY_SIZE 16

#define MAPI_PROP_LIST_PAD(size) (((gsize) (size) + 7) & ~(gsize) 7)

struct _MapiPropList
{
  gatomicrefcount ref_count;
  guint           n;
  gsize           size;
  const guint8   *block;
  GBytes         *bytes; /* what holds the block, unless it stands behind this structure */
};

MapiPropList *mapi_prop_list_allocate (gsize size);

static inline const guint8 *
mapi_prop_list_entry (const MapiPropList *self, guint index)
{
  return self->block + MAPI_PROP_LIST_HEADER_SIZE + (gsize) index * MAPI_PROP_LIST_ENTRY_SIZE;
}

static inline guint32
mapi_prop_list_entry_tag (const MapiPropList *self, guint index)
{
  return mapi_read_u32 (mapi_prop_list_entry (self, index));
}

/* @index must be less than the size of the list. */
static inline MapiPropView
mapi_prop_list_view (const MapiPropList *self, guint index)
{
  const guint8 *entry = mapi_prop_list_entry (self, index);
  MapiPropView  view = { .tag = mapi_read_u32 (entry),
                         .size = mapi_read_u32 (entry + 4),
                         .number = mapi_read_u64 (entry + 8) };

  /* What is no offset is a value, and nobody looks at its data. */
  if (view.number <= self->size)
    view.data = mapi_prop_list_entry (self, self->n) + view.number;
  return view;
}

gboolean mapi_prop_list_find_view (const MapiPropList *self, guint32 tag, MapiPropView *view);
GBytes  *mapi_prop_list_share (const MapiPropList *self, const MapiPropView *view);

G_END_DECLS
