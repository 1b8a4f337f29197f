/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sort keys: bytes that compare as rows do. A column is a byte that tells whether there is a value,
 * and the value in bytes whose end shows in themselves, so that columns can stand one behind the
 * other; those of a column that is sorted downwards are inverted. */

#include "mapi-flags.h"
#include "mapi-prop-list-private.h"
#include "mapi-sort-order-set.h"
#include "mapi-text-private.h"

#include <string.h>

/* Many a key is no longer. */
#define COMMON_SIZE 64

#define ABSENT 0
#define PRESENT 1

static void
add_byte (GByteArray *key, guint8 byte)
{
  g_byte_array_append (key, &byte, 1);
}

/* The highest byte first. */
static void
add_number (GByteArray *key, guint64 number, gsize size)
{
  guint64 big = GUINT64_TO_BE (number);

  g_byte_array_append (key, (const guint8 *) &big + sizeof big - size, (guint) size);
}

/* Below 0 comes before 0. */
static void
add_signed (GByteArray *key, gint64 number)
{
  add_number (key, (guint64) number ^ ((guint64) 1 << 63), sizeof number);
}

/* NaN comes first; both zeros are one. */
static void
add_float (GByteArray *key, double number)
{
  guint64 bits = 0;
  double  value = number == 0 ? 0 : number;

  memcpy (&bits, &value, sizeof bits);
  if (number != number)
    bits = 0;
  else
    bits = bits >> 63 != 0 ? ~bits : bits | (guint64) 1 << 63;
  add_number (key, bits, sizeof bits);
}

/* A zero in the middle is followed by a byte that the end has not. */
static void
add_bytes (GByteArray *key, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      add_byte (key, data[i]);
      if (data[i] == 0)
        add_byte (key, 0xff);
    }
  add_byte (key, 0);
  add_byte (key, 0);
}

/* With the NUL behind it, which no text has elsewhere. */
static void
add_text (GByteArray *key, const char *text)
{
  g_byte_array_append (key, (const guint8 *) text, (guint) strlen (text) + 1);
}

static void
add_single (GByteArray *key, const MapiPropView *view)
{
  g_autofree char *folded = NULL;
  const guint8    *data;
  gsize            size;

  switch (mapi_prop_type_base (mapi_prop_view_type (view)))
    {
    case MAPI_PT_NULL:
    case MAPI_PT_OBJECT:
      return;
    case MAPI_PT_R4:
    case MAPI_PT_DOUBLE:
    case MAPI_PT_APPTIME:
      add_float (key, mapi_prop_view_get_number (view));
      return;
    case MAPI_PT_SYSTIME:
      add_number (key, view->number, sizeof view->number);
      return;
    case MAPI_PT_UNICODE:
      folded = mapi_text_fold ((const char *) view->data, MAPI_TEXT_FOLD_CASE);
      add_text (key, folded);
      return;
    case MAPI_PT_STRING8:
      folded = g_ascii_strdown ((const char *) view->data, -1);
      add_text (key, folded);
      return;
    default:
      data = mapi_prop_view_get_data (view, &size);
      if (data != NULL)
        add_bytes (key, data, size);
      else
        add_signed (key, mapi_prop_view_get_integer (view));
    }
}

static void
add_array (GByteArray *key, const MapiPropView *view)
{
  MapiPropView item;

  for (guint i = 0; mapi_prop_view_get_item (view, i, &item); i++)
    {
      add_byte (key, PRESENT);
      add_single (key, &item);
    }
  add_byte (key, ABSENT);
}

/* A column that leaves the type open is sorted by the type first. */
static void
add_value (GByteArray *key, guint32 tag, const MapiPropView *view)
{
  guint16  type = mapi_prop_view_type (view);
  gboolean is_array = mapi_prop_type_is_array (type);

  add_byte (key, PRESENT);
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNSPECIFIED)
    {
      add_number (key, mapi_prop_type_base (type), sizeof type);
      add_byte (key, is_array ? 1 : 0);
    }
  if (is_array)
    add_array (key, view);
  else
    add_single (key, view);
}

static void
add_column (GByteArray *key, guint32 tag, guint32 order, const MapiPropList *row)
{
  guint        start = key->len;
  MapiPropView view;

  if ((tag & MAPI_MV_INSTANCE) != 0)
    tag &= ~MAPI_MVI_FLAG;
  if (mapi_prop_list_find_view (row, tag, &view))
    add_value (key, tag, &view);
  else
    add_byte (key, ABSENT);
  for (guint i = start; order == MAPI_TABLE_SORT_DESCEND && i < key->len; i++)
    key->data[i] = (guint8) ~key->data[i];
}

/**
 * mapi_sort_order_set_make_key:
 * @self: a sort order
 * @n_columns: how many of its columns count, the first ones
 * @row: the row
 *
 * Makes the bytes of a row that put it in its place: of two rows that one comes first whose bytes
 * are less, compared one by one (as `memcmp` does), and rows that the order does not tell apart
 * have the same. The bytes for fewer columns are the beginning of those for more.
 *
 * Values compare as mapi_prop_value_compare() says, strings without regard to case. A row without
 * a value comes before those that have one. In the place of a column with a row for each value
 * (%MAPI_MVI_FLAG) the row has the property with the single value.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_sort_order_set_make_key (const MapiSortOrderSet *self, guint n_columns, MapiPropList *row)
{
  GByteArray *key;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_columns <= mapi_sort_order_set_get_size (self), NULL);
  g_return_val_if_fail (row != NULL, NULL);

  key = g_byte_array_sized_new (COMMON_SIZE);
  for (guint i = 0; i < n_columns; i++)
    add_column (
        key, mapi_sort_order_set_get_tag (self, i), mapi_sort_order_set_get_order (self, i), row);
  return g_byte_array_free_to_bytes (key);
}
