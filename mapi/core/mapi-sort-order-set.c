/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-sort-order-set.h"
#include "mapi-vector-private.h"

#include <string.h>

/**
 * MapiSortOrderSet:
 *
 * How a table is sorted: columns with a direction each, the first ones of which may be categories.
 * It never changes once it is made.
 *
 * Since: 1.0
 */

typedef struct
{
  guint32 tag;
  guint32 order;
} SortOrder;

struct _MapiSortOrderSet
{
  gatomicrefcount ref_count;
  guint           n_categories;
  guint           n_expanded;
  MapiVector     *orders;
};

G_DEFINE_BOXED_TYPE (MapiSortOrderSet,
                     mapi_sort_order_set,
                     mapi_sort_order_set_ref,
                     mapi_sort_order_set_unref)

static const MapiVectorClass vector_class = { sizeof (SortOrder), NULL, NULL };

static MapiSortOrderSet *
take_orders (MapiVector *orders, guint n_categories, guint n_expanded)
{
  MapiSortOrderSet *self = g_new (MapiSortOrderSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_categories = n_categories;
  self->n_expanded = n_expanded;
  self->orders = orders;
  return self;
}

/**
 * mapi_sort_order_set_new:
 * @n_categories: how many of the columns that will be appended are categories
 * @n_expanded: how many of the categories begin expanded, at most @n_categories
 *
 * Makes a sort order without columns.
 *
 * Returns: (transfer full): the sort order
 *
 * Since: 1.0
 */
MapiSortOrderSet *
mapi_sort_order_set_new (guint n_categories, guint n_expanded)
{
  g_return_val_if_fail (n_expanded <= n_categories, NULL);

  return take_orders (mapi_vector_new (&vector_class, NULL, 0), n_categories, n_expanded);
}

/**
 * mapi_sort_order_set_append:
 * @self: a sort order
 * @tag: the column to sort by, after all those that are there
 * @order: %MAPI_TABLE_SORT_ASCEND, %MAPI_TABLE_SORT_DESCEND, %MAPI_TABLE_SORT_COMBINE,
 *   %MAPI_TABLE_SORT_CATEG_MAX or %MAPI_TABLE_SORT_CATEG_MIN
 *
 * Makes a sort order with one more column; @self stays as it is.
 *
 * Returns: (transfer full): the longer sort order
 *
 * Since: 1.0
 */
MapiSortOrderSet *
mapi_sort_order_set_append (MapiSortOrderSet *self, guint32 tag, guint32 order)
{
  SortOrder item = { .tag = tag, .order = order };

  g_return_val_if_fail (self != NULL, NULL);

  return take_orders (mapi_vector_append (&vector_class, self->orders, &item),
                      self->n_categories,
                      self->n_expanded);
}

/**
 * mapi_sort_order_set_get_size:
 * @self: a sort order
 *
 * Counts the columns.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_sort_order_set_get_size (const MapiSortOrderSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->orders->n;
}

static const SortOrder *
get_item (const MapiSortOrderSet *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mapi_vector_get (&vector_class, self->orders, index);
}

/**
 * mapi_sort_order_set_get_tag:
 * @self: a sort order
 * @index: a position
 *
 * Gives a column.
 *
 * Returns: the tag, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_sort_order_set_get_tag (const MapiSortOrderSet *self, guint index)
{
  const SortOrder *item = get_item (self, index);

  return item == NULL ? 0 : item->tag;
}

/**
 * mapi_sort_order_set_get_order:
 * @self: a sort order
 * @index: a position
 *
 * Gives the direction of a column.
 *
 * Returns: one of the `MAPI_TABLE_SORT` values, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_sort_order_set_get_order (const MapiSortOrderSet *self, guint index)
{
  const SortOrder *item = get_item (self, index);

  return item == NULL ? 0 : item->order;
}

/**
 * mapi_sort_order_set_get_n_categories:
 * @self: a sort order
 *
 * Tells how many columns, counted from the first, are categories.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_sort_order_set_get_n_categories (const MapiSortOrderSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_categories;
}

/**
 * mapi_sort_order_set_get_n_expanded:
 * @self: a sort order
 *
 * Tells how many categories, counted from the first, begin expanded.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_sort_order_set_get_n_expanded (const MapiSortOrderSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_expanded;
}

/**
 * mapi_sort_order_set_equal:
 * @self: a sort order
 * @other: another one
 *
 * Compares two sort orders.
 *
 * Returns: %TRUE when they sort the same way and show the same categories
 *
 * Since: 1.0
 */
gboolean
mapi_sort_order_set_equal (const MapiSortOrderSet *self, const MapiSortOrderSet *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->n_categories == other->n_categories && self->n_expanded == other->n_expanded &&
         self->orders->n == other->orders->n &&
         memcmp (mapi_vector_items (self->orders),
                 mapi_vector_items (other->orders),
                 self->orders->n * sizeof (SortOrder)) == 0;
}

/**
 * mapi_sort_order_set_ref:
 * @self: a sort order
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same sort order
 *
 * Since: 1.0
 */
MapiSortOrderSet *
mapi_sort_order_set_ref (MapiSortOrderSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_sort_order_set_unref:
 * @self: (transfer full): a sort order
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_sort_order_set_unref (MapiSortOrderSet *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mapi_vector_unref (&vector_class, self->orders);
  g_free (self);
}
