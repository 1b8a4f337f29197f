/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-sort.h"

/* Ends the values of a Sortable. */
#define SORT_END ((MapiPropValue *) &sort_end)
static const char sort_end;

/* A row with what it is sorted by, looked up once. */
typedef struct
{
  SqliteRowKey    key;
  MapiPropValue **values; /* one for each column of the order, NULL where there is none */
} Sortable;

/* Rows without the property come first. */
static gint
compare_values (const MapiPropValue *a, const MapiPropValue *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return mapi_prop_value_compare (a, b);
}

static gint
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  MapiSortOrderSet *order = data;
  const Sortable   *row_a = a;
  const Sortable   *row_b = b;

  for (guint i = 0; i < mapi_sort_order_set_get_size (order); i++)
    {
      gint result = compare_values (row_a->values[i], row_b->values[i]);

      if (result != 0)
        return mapi_sort_order_set_get_order (order, i) == MAPI_TABLE_SORT_DESCEND ? -result
                                                                                   : result;
    }
  return (row_a->key.id > row_b->key.id) - (row_a->key.id < row_b->key.id);
}

static void
sortable_clear (gpointer data)
{
  Sortable *row = data;

  for (guint i = 0; row->values[i] != SORT_END; i++)
    g_clear_pointer (&row->values[i], mapi_prop_value_unref);
  g_free (row->values);
}

static GArray *
sort_rows (GPtrArray *found, MapiSortOrderSet *order)
{
  guint   n = mapi_sort_order_set_get_size (order);
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (Sortable), found->len);

  g_array_set_clear_func (rows, sortable_clear);
  for (guint i = 0; i < found->len; i++)
    {
      SqliteRow *row = found->pdata[i];
      Sortable   sortable = { row->key, g_new (MapiPropValue *, n + 1) };

      for (guint j = 0; j < n; j++)
        sortable.values[j] =
            mapi_prop_list_lookup (row->values, mapi_sort_order_set_get_tag (order, j));
      sortable.values[n] = SORT_END;
      g_array_append_val (rows, sortable);
    }
  g_array_sort_with_data (rows, compare_rows, order);
  return rows;
}

GArray *
sqlite_sort_rows (GPtrArray *rows, MapiSortOrderSet *order)
{
  g_autoptr (GArray) sorted = order != NULL ? sort_rows (rows, order) : NULL;
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (SqliteRowKey), rows->len);

  for (guint i = 0; i < rows->len; i++)
    {
      SqliteRowKey key = sorted != NULL ? g_array_index (sorted, Sortable, i).key
                                        : ((SqliteRow *) rows->pdata[i])->key;

      g_array_append_val (keys, key);
    }
  return keys;
}

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
