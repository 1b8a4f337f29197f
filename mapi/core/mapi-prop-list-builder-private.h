/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-builder.h"
#include "mapi-prop-list-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 tag;
  guint32 size;
  guint64 value;
} MapiPropEntry;

G_STATIC_ASSERT (sizeof (MapiPropEntry) == MAPI_PROP_LIST_ENTRY_SIZE);

/* Sized so that an ordinary row or recipient needs no memory but the builder's own. */
#define MAPI_PROP_LIST_BUILDER_ENTRIES 28
#define MAPI_PROP_LIST_BUILDER_PAYLOAD 480

struct _MapiPropListBuilder
{
  gatomicrefcount ref_count;
  guint           n;
  guint           n_allocated;
  gsize           size;
  gsize           allocated;
  MapiPropEntry  *entries;
  guint8         *payload;
  MapiPropEntry   own_entries[MAPI_PROP_LIST_BUILDER_ENTRIES];
  guint8          own_payload[MAPI_PROP_LIST_BUILDER_PAYLOAD];
};

/* Elements of an array, before they are copied. */
typedef struct
{
  gconstpointer data;
  gsize         size;
} MapiSpan;

/* For a builder on the stack. */
void mapi_prop_list_builder_init (MapiPropListBuilder *self);
void mapi_prop_list_builder_clear (MapiPropListBuilder *self);

/* Makes room for values of @size bytes, so that what is large is not copied as the builder grows.
 */
void mapi_prop_list_builder_reserve (MapiPropListBuilder *self, gsize size);

void mapi_prop_list_builder_add_nothing (MapiPropListBuilder *self, guint32 tag, guint16 type);
void mapi_prop_list_builder_add_view (MapiPropListBuilder *self, const MapiPropView *view);
void mapi_prop_list_builder_add_run (MapiPropListBuilder *self,
                                     const MapiPropList  *list,
                                     guint                first,
                                     guint                end);
void mapi_prop_list_builder_add_numbers (
    MapiPropListBuilder *self, guint32 tag, guint16 type, gconstpointer values, gsize n_values);
void mapi_prop_list_builder_add_spans (
    MapiPropListBuilder *self, guint32 tag, guint16 type, const MapiSpan *spans, gsize n_spans);

/* The one value that was added, and the end of a builder on the stack; NULL where the value was
 * refused. */
MapiPropValue *mapi_prop_value_new_built (MapiPropListBuilder *builder);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiPropListBuilder, mapi_prop_list_builder_clear)

G_END_DECLS
