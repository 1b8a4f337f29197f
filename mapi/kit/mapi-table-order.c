/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-table-entry-private.h"

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
