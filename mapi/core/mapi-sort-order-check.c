/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What tables can be sorted by. */

#include "mapi-error.h"
#include "mapi-flags.h"
#include "mapi-sort-order-set.h"

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX, reason);
  return FALSE;
}

/* Takes a column that has a row for each value, of which there can be one. */
static gboolean
take_instance (guint32 tag, guint32 *instance_tag)
{
  if ((tag & MAPI_MV_INSTANCE) == 0)
    return TRUE;
  if (*instance_tag == 0)
    *instance_tag = tag;
  return *instance_tag == tag;
}

static gboolean
check_column (const MapiSortOrderSet *self, guint index, guint32 *instance_tag, GError **error)
{
  guint32 tag = mapi_sort_order_set_get_tag (self, index);
  guint32 order = mapi_sort_order_set_get_order (self, index);

  if (order != MAPI_TABLE_SORT_ASCEND && order != MAPI_TABLE_SORT_DESCEND)
    return refuse (error, "a column can be sorted upwards or downwards only");
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT)
    return refuse (error, "a column of objects has no order");
  return take_instance (tag, instance_tag) ||
         refuse (error, "only one column can have a row for each value");
}

/**
 * mapi_sort_order_set_check:
 * @self: a sort order
 * @columns: the columns of the table
 * @instance_tag: (out) (optional): the column with a row for each of its values
 *   (%MAPI_MVI_FLAG), or 0
 * @error: return location for a #GError
 *
 * Tells whether a table with @columns can be sorted as mapi_sort_order_set_make_key() does:
 * upwards and downwards, by anything but objects, with a row for each value of one column at most.
 * That is one of @self or of @columns, or both.
 *
 * Fails with %MAPI_E_TOO_COMPLEX.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_sort_order_set_check (const MapiSortOrderSet *self,
                           const MapiPropTagArray *columns,
                           guint32                *instance_tag,
                           GError                **error)
{
  guint   n = mapi_sort_order_set_get_size (self);
  guint32 tag = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (columns != NULL, FALSE);

  if (mapi_sort_order_set_get_n_categories (self) > n)
    return refuse (error, "there are more categories than columns to sort by");
  for (guint i = 0; i < n; i++)
    if (!check_column (self, i, &tag, error))
      return FALSE;
  for (guint i = 0; i < mapi_prop_tag_array_get_size (columns); i++)
    if (!take_instance (mapi_prop_tag_array_get_tag (columns, i), &tag))
      return refuse (error, "only one column can have a row for each value");
  if (instance_tag != NULL)
    *instance_tag = tag;
  return TRUE;
}
