/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-table-order-private.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"

/* The row shows @props and, in the place of theirs, its own PR_INSTANCE_KEY. */
MapiTableRow *
mapi_table_row_new (guint64 id, MapiPropList *props)
{
  MapiTableRow *self = g_new (MapiTableRow, 1);
  guint64       key = GUINT64_TO_BE (id);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) instance = NULL;

  mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, &key, sizeof key);
  instance = mapi_prop_list_builder_end (builder);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = id;
  self->props = mapi_prop_list_merge (props, instance);
  return self;
}

MapiTableRow *
mapi_table_row_ref (MapiTableRow *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_table_row_unref (MapiTableRow *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mapi_prop_list_unref (self->props);
  g_free (self);
}

GBytes *
mapi_table_row_get_instance_key (const MapiTableRow *self)
{
  return mapi_prop_list_get_bytes (self->props, MAPI_PR_INSTANCE_KEY);
}

MapiTableEntry *
mapi_table_entry_new (MapiTableRow *row, const MapiSortOrderSet *order)
{
  guint           n_keys = order != NULL ? mapi_sort_order_set_get_size (order) : 0;
  MapiTableEntry *self = g_malloc0 (sizeof *self + n_keys * sizeof self->keys[0]);

  self->id = row->id;
  self->row = mapi_table_row_ref (row);
  self->n_keys = n_keys;
  for (guint i = 0; i < n_keys; i++)
    self->keys[i] = mapi_prop_list_lookup (row->props, mapi_sort_order_set_get_tag (order, i));
  return self;
}

void
mapi_table_entry_free (MapiTableEntry *self)
{
  for (guint i = 0; i < self->n_keys; i++)
    g_clear_pointer (&self->keys[i], mapi_prop_value_unref);
  mapi_table_row_unref (self->row);
  g_free (self);
}

/* A row without a value stands before those that have one. */
static gint
compare_keys (const MapiPropValue *a, const MapiPropValue *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return mapi_prop_value_compare (a, b);
}

gboolean
mapi_table_entry_equal_keys (const MapiTableEntry *self, const MapiTableEntry *other)
{
  for (guint i = 0; i < self->n_keys; i++)
    if (compare_keys (self->keys[i], other->keys[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Rows that the order does not tell apart stand as they arrived, so that each has one place. */
gint
mapi_table_entry_compare (gconstpointer a, gconstpointer b, gpointer order)
{
  const MapiTableEntry *x = a;
  const MapiTableEntry *y = b;

  for (guint i = 0; i < x->n_keys; i++)
    {
      gint difference = compare_keys (x->keys[i], y->keys[i]);

      if (difference != 0)
        return mapi_sort_order_set_get_order (order, i) == MAPI_TABLE_SORT_DESCEND ? -difference
                                                                                   : difference;
    }
  return (x->id > y->id) - (x->id < y->id);
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX, "SortTable: %s", reason);
  return FALSE;
}

/* Tells whether a view of a memory table can be sorted so. */
gboolean
mapi_table_order_check (const MapiSortOrderSet *order, GError **error)
{
  if (mapi_sort_order_set_get_n_categories (order) > 0)
    return refuse (error, "the memory table has no categories");

  for (guint i = 0; i < mapi_sort_order_set_get_size (order); i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (order, i);
      guint32 direction = mapi_sort_order_set_get_order (order, i);

      if (direction != MAPI_TABLE_SORT_ASCEND && direction != MAPI_TABLE_SORT_DESCEND)
        return refuse (error, "a column can be sorted upwards or downwards only");
      if ((tag & MAPI_MV_INSTANCE) != 0)
        return refuse (error, "the memory table has no row for each value of a column");
      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT)
        return refuse (error, "a column of objects has no order");
    }
  return TRUE;
}
