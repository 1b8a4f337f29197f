/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-sort-order-set.h"
#include "mapi-table-row-private.h"

G_BEGIN_DECLS

/* What stands in one place of a view: a row, one of its values in a multivalued column, or the
 * heading of a category. */
typedef struct _MapiTableEntry MapiTableEntry;

struct _MapiTableEntry
{
  guint64         id;     /* of the row, or of the heading among the headings */
  guint64         place;  /* of the row */
  guint           value;  /* which value of the multivalued column */
  MapiTableEntry *next;   /* of the same row, with the next value */
  MapiTableEntry *parent; /* the heading it stands under, or NULL */
  MapiPropList   *props;  /* NULL for a heading, whose are made when they are asked for */
  GSequenceIter  *iter;   /* among what can be read; NULL while it is hidden */
  GSequenceIter  *whole;  /* among all, with categories */

  gboolean is_expanded; /* of a heading, like what follows */
  guint    n_rows;
  guint    n_unread;

  guint          n_keys; /* the columns that the view is sorted by, NULL where it has no value */
  MapiPropValue *keys[];
};

/* How a view is sorted and divided. */
typedef struct
{
  MapiSortOrderSet *set; /* nullable: as the rows arrived */
  guint             n_keys;
  guint             n_categories;
  guint             n_expanded;
  guint32           value_tag; /* the multivalued column with a row for each value, or 0 */
  guint32           code_page; /* of strings in bytes, or 0 for what each row says */
} MapiTableOrder;

void mapi_table_order_assign (MapiTableOrder *self, MapiSortOrderSet *set);

/* One for each value of the row, linked by @next. */
MapiTableEntry *mapi_table_entry_new_row (MapiTableRow *row, const MapiTableOrder *order);
MapiTableEntry *mapi_table_entry_new_heading (guint64 id, const MapiTableEntry *row, guint depth);
MapiTableEntry *mapi_table_entry_new_probe (MapiPropList *list, guint first, guint depth);
void            mapi_table_entry_free (MapiTableEntry *self);

gboolean      mapi_table_entry_is_heading (const MapiTableEntry *self);
guint         mapi_table_entry_get_depth (const MapiTableEntry *self, const MapiTableOrder *order);
gboolean      mapi_table_entry_is_visible (const MapiTableEntry *self);
gboolean      mapi_table_entry_is_unread (const MapiTableEntry *self);
gboolean      mapi_table_entry_is_same_instance (const MapiTableEntry *self,
                                                 const MapiTableEntry *other);
gboolean      mapi_table_entry_has_instance_key (const MapiTableEntry *self, GBytes *key);
gboolean      mapi_table_entry_parse_heading_key (GBytes *key, guint64 *id);
GBytes       *mapi_table_entry_get_instance_key (const MapiTableEntry *self);
MapiPropList *mapi_table_entry_get_props (const MapiTableEntry *self, const MapiTableOrder *order);

/* Whether the first @n_keys keys are equal. */
gboolean
mapi_table_entry_equal_keys (const MapiTableEntry *self, const MapiTableEntry *other, guint n_keys);
gint mapi_table_entry_compare (gconstpointer a, gconstpointer b, gpointer order);

G_END_DECLS
