/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-table-entry-private.h"

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX, "SortTable: %s", reason);
  return FALSE;
}

/* The multivalued column that is sorted by each of its values; 0 without one. */
guint32
mapi_table_order_get_value_tag (const MapiSortOrderSet *set)
{
  for (guint i = 0; set != NULL && i < mapi_sort_order_set_get_size (set); i++)
    if ((mapi_sort_order_set_get_tag (set, i) & MAPI_MV_INSTANCE) != 0)
      return mapi_sort_order_set_get_tag (set, i);
  return 0;
}

/* Tells whether a view of a memory table can be sorted so. */
gboolean
mapi_table_order_check (const MapiSortOrderSet *set, GError **error)
{
  guint   n_keys = mapi_sort_order_set_get_size (set);
  guint32 value_tag = mapi_table_order_get_value_tag (set);

  if (mapi_sort_order_set_get_n_categories (set) > n_keys)
    return refuse (error, "there are more categories than columns to sort by");

  for (guint i = 0; i < n_keys; i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (set, i);
      guint32 direction = mapi_sort_order_set_get_order (set, i);

      if (direction != MAPI_TABLE_SORT_ASCEND && direction != MAPI_TABLE_SORT_DESCEND)
        return refuse (error, "a column can be sorted upwards or downwards only");
      if ((tag & MAPI_MV_INSTANCE) != 0 && tag != value_tag)
        return refuse (error, "only one column can have a row for each value");
      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT)
        return refuse (error, "a column of objects has no order");
    }
  return TRUE;
}

/* Takes over everything but the column with a row for each value. */
void
mapi_table_order_assign (MapiTableOrder *self, MapiSortOrderSet *set)
{
  MapiSortOrderSet *old = self->set;

  self->set = set != NULL ? mapi_sort_order_set_ref (set) : NULL;
  self->n_keys = set != NULL ? mapi_sort_order_set_get_size (set) : 0;
  self->n_categories = set != NULL ? mapi_sort_order_set_get_n_categories (set) : 0;
  self->n_expanded = set != NULL ? mapi_sort_order_set_get_n_expanded (set) : 0;
  g_clear_pointer (&old, mapi_sort_order_set_unref);
}
