/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-sort.h"

/* Numbers in little-endian order: how many categories and how many of them are expanded, then a tag
 * and a direction for each column. */
#define HEAD 2

GBytes *
sqlite_sort_to_bytes (MapiSortOrderSet *order)
{
  guint       n = mapi_sort_order_set_get_size (order);
  guint32     head[HEAD] = { GUINT32_TO_LE (mapi_sort_order_set_get_n_categories (order)),
                             GUINT32_TO_LE (mapi_sort_order_set_get_n_expanded (order)) };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) head, sizeof head);
  for (guint i = 0; i < n; i++)
    {
      guint32 column[] = { GUINT32_TO_LE (mapi_sort_order_set_get_tag (order, i)),
                           GUINT32_TO_LE (mapi_sort_order_set_get_order (order, i)) };

      g_byte_array_append (bytes, (const guint8 *) column, sizeof column);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static guint32
get_number (const guint8 *data, gsize index)
{
  guint32 number;

  memcpy (&number, data + index * sizeof number, sizeof number);
  return GUINT32_FROM_LE (number);
}

MapiSortOrderSet *
sqlite_sort_from_bytes (GBytes *bytes)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize         n = size / sizeof (guint32);
  g_autoptr (MapiSortOrderSet) order = NULL;

  if (n < HEAD || n % 2 != 0 || size % sizeof (guint32) != 0)
    return NULL;
  order = mapi_sort_order_set_new (get_number (data, 0), get_number (data, 1));
  for (gsize i = HEAD; i < n; i += 2)
    {
      g_autoptr (MapiSortOrderSet) before = g_steal_pointer (&order);

      order = mapi_sort_order_set_append (before, get_number (data, i), get_number (data, i + 1));
    }
  return g_steal_pointer (&order);
}
