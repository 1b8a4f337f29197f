/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"
#include "mapi-sort-order-set.h"

G_BEGIN_DECLS

/* A row of the data. It never changes; another value is another row with the same @id. */
typedef struct
{
  gatomicrefcount ref_count;
  guint64         id; /* in the order of arrival */
  MapiPropList   *props;
} MapiTableRow;

MapiTableRow *mapi_table_row_new (guint64 id, MapiPropList *props);
MapiTableRow *mapi_table_row_ref (MapiTableRow *self);
void          mapi_table_row_unref (MapiTableRow *self);
GBytes       *mapi_table_row_get_instance_key (const MapiTableRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiTableRow, mapi_table_row_unref)

/* Where a row stands in a view: the row, and its values in the columns that the view is sorted by
 * (NULL where it has none). */
typedef struct
{
  guint64        id;
  MapiTableRow  *row;
  GSequenceIter *iter;
  guint          n_keys;
  MapiPropValue *keys[];
} MapiTableEntry;

MapiTableEntry *mapi_table_entry_new (MapiTableRow *row, const MapiSortOrderSet *order);
void            mapi_table_entry_free (MapiTableEntry *self);
gboolean mapi_table_entry_equal_keys (const MapiTableEntry *self, const MapiTableEntry *other);
gint     mapi_table_entry_compare (gconstpointer a, gconstpointer b, gpointer order);

gboolean mapi_table_order_check (const MapiSortOrderSet *order, GError **error);

G_END_DECLS
