/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bytes that rows are sorted by. */

#include "samples.h"

#include <string.h>

#define N_ROUNDS 20000
#define MAX_COLUMNS 3

static const double numbers[] = { -1e300, -1.5, -0.0, 0.0, 1e-300, 2, 1e300 };

static double
choose_number (GRand *random)
{
  guint choice = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (numbers) + 1);

  return choice < G_N_ELEMENTS (numbers) ? numbers[choice] : 0.0 / 0.0;
}

/* Bytes that are prefixes of each other, with zeros in between and the highest byte. */
static GBytes *
choose_bytes (GRand *random)
{
  static const guint8 bytes[] = { 0, 0, 0xff, 1, 0, 0xff, 0xff, 0 };
  gsize               start = (gsize) g_rand_int_range (random, 0, 4);

  return g_bytes_new_static (bytes + start, (gsize) g_rand_int_range (random, 0, 5));
}

static const char *
choose_text (GRand *random)
{
  static const char *const texts[] = { "",        "a",      "A",     "aB",
                                       "ab",      "a b",    "é",     "É",
                                       "éa",      "e",      "zz",    "Straße",
                                       "STRASSE", "strass", "Ärger", "\xd0\x94\xd0\xb0",
                                       "\x7f" };

  return texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
}

static MapiPropValue *
new_bytes_value (GRand *random, guint32 tag)
{
  g_autoptr (GBytes) bytes = choose_bytes (random);

  return mapi_prop_value_new_binary (tag, bytes);
}

static MapiPropValue *
new_string8 (GRand *random, guint32 tag)
{
  const char *text = choose_text (random);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return mapi_prop_value_new_string8 (tag, bytes);
}

static MapiPropValue *
new_strings (GRand *random, guint32 tag)
{
  const char *texts[4] = { NULL };

  for (gint i = g_rand_int_range (random, 0, 4); i > 0; i--)
    texts[i - 1] = choose_text (random);
  return mapi_prop_value_new_mv_string (tag, texts);
}

static MapiPropValue *
new_longs (GRand *random, guint32 tag)
{
  gint32 values[3];
  gsize  n = (gsize) g_rand_int_range (random, 0, 4);

  for (gsize i = 0; i < n; i++)
    values[i] = g_rand_int_range (random, -1, 2);
  return mapi_prop_value_new_mv_long (tag, values, n);
}

/* One of every kind of comparison. */
static MapiPropValue *
new_value (GRand *random, guint kind, guint16 id)
{
  gint32 small = g_rand_int_range (random, -2, 3);

  switch (kind)
    {
    case 0:
      return mapi_prop_value_new_i2 (mapi_prop_tag_new (id, MAPI_PT_I2), (gint16) (small * 9000));
    case 1:
      return mapi_prop_value_new_long (mapi_prop_tag_new (id, MAPI_PT_LONG), small * 1000000000);
    case 2:
      return mapi_prop_value_new_float (mapi_prop_tag_new (id, MAPI_PT_R4),
                                        (float) choose_number (random));
    case 3:
      return mapi_prop_value_new_double (mapi_prop_tag_new (id, MAPI_PT_DOUBLE),
                                         choose_number (random));
    case 4:
      return mapi_prop_value_new_boolean (mapi_prop_tag_new (id, MAPI_PT_BOOLEAN), small > 0);
    case 5:
      return mapi_prop_value_new_i8 (mapi_prop_tag_new (id, MAPI_PT_I8),
                                     small * G_GINT64_CONSTANT (4000000000000000000));
    case 6:
      return mapi_prop_value_new_systime (mapi_prop_tag_new (id, MAPI_PT_SYSTIME),
                                          (guint64) (gint64) small);
    case 7:
      return mapi_prop_value_new_string (mapi_prop_tag_new (id, MAPI_PT_UNICODE),
                                         choose_text (random));
    case 8:
      return new_string8 (random, mapi_prop_tag_new (id, MAPI_PT_STRING8));
    case 9:
      return new_bytes_value (random, mapi_prop_tag_new (id, MAPI_PT_BINARY));
    case 10:
      return new_strings (random, mapi_prop_tag_new (id, MAPI_PT_MV_UNICODE));
    case 11:
      return new_longs (random, mapi_prop_tag_new (id, MAPI_PT_MV_LONG));
    default:
      return mapi_prop_value_new_null (mapi_prop_tag_new (id, MAPI_PT_NULL));
    }
}

#define N_KINDS 13

/* Columns of one kind each, or of any where the order leaves the type open. */
static MapiPropList *
new_row (GRand *random, const guint *kinds)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint16 i = 0; i < MAX_COLUMNS; i++)
    {
      guint kind = kinds[i] < N_KINDS ? kinds[i] : (guint) g_rand_int_range (random, 0, N_KINDS);

      if (g_rand_int_range (random, 0, 8) > 0)
        sample_add (builder, new_value (random, kind, (guint16) (0x6800 + i)));
    }
  return mapi_prop_list_builder_end (builder);
}

static MapiSortOrderSet *
new_order (GRand *random, const guint *kinds)
{
  MapiSortOrderSet *order = mapi_sort_order_set_new (0, 0);

  for (guint16 i = 0; i < MAX_COLUMNS; i++)
    {
      g_autoptr (MapiPropValue) sample = new_value (random, kinds[i] % N_KINDS, 0x6800 + i);
      g_autoptr (MapiSortOrderSet) before = order;
      guint32 tag = mapi_prop_value_get_tag (sample);

      order = mapi_sort_order_set_append (
          before,
          kinds[i] < N_KINDS ? tag : mapi_prop_tag_change_type (tag, MAPI_PT_UNSPECIFIED),
          g_rand_boolean (random) ? MAPI_TABLE_SORT_ASCEND : MAPI_TABLE_SORT_DESCEND);
    }
  return order;
}

static int
sign (int number)
{
  return (number > 0) - (number < 0);
}

/* What the order says of two rows, column by column. */
static int
compare_rows (MapiSortOrderSet *order, guint n_columns, MapiPropList *one, MapiPropList *two)
{
  int result = 0;

  for (guint i = 0; i < n_columns && result == 0; i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (order, i);
      g_autoptr (MapiPropValue) a = mapi_prop_list_lookup (one, tag);
      g_autoptr (MapiPropValue) b = mapi_prop_list_lookup (two, tag);

      result = a == NULL || b == NULL ? (a != NULL) - (b != NULL) : mapi_prop_value_compare (a, b);
      if (mapi_sort_order_set_get_order (order, i) == MAPI_TABLE_SORT_DESCEND)
        result = -result;
    }
  return sign (result);
}

static int
compare_keys (MapiSortOrderSet *order, guint n_columns, MapiPropList *one, MapiPropList *two)
{
  g_autoptr (GBytes) a = mapi_sort_order_set_make_key (order, n_columns, one);
  g_autoptr (GBytes) b = mapi_sort_order_set_make_key (order, n_columns, two);

  return sign (g_bytes_compare (a, b));
}

/* Keys say what the values say, with any number of columns. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);
  guint n_wrong = 0;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      const guint kinds[MAX_COLUMNS] = { (guint) g_rand_int_range (random, 0, N_KINDS + 1),
                                         (guint) g_rand_int_range (random, 0, N_KINDS + 1),
                                         (guint) g_rand_int_range (random, 0, N_KINDS + 1) };
      guint       n_columns = (guint) g_rand_int_range (random, 0, MAX_COLUMNS + 1);
      g_autoptr (MapiSortOrderSet) order = new_order (random, kinds);
      g_autoptr (MapiPropList) one = new_row (random, kinds);
      g_autoptr (MapiPropList) two = new_row (random, kinds);

      n_wrong +=
          compare_rows (order, n_columns, one, two) != compare_keys (order, n_columns, one, two);
    }
  TAP_NUMBER (n_wrong, 0);
}

/* The bytes for fewer columns are the beginning of those for more. */
static void
test_prefix (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (12);
  const guint kinds[MAX_COLUMNS] = { 7, 9, 1 };
  g_autoptr (MapiSortOrderSet) order = new_order (random, kinds);
  g_autoptr (MapiPropList) row = new_row (random, kinds);
  g_autoptr (GBytes) whole = mapi_sort_order_set_make_key (order, MAX_COLUMNS, row);

  for (guint i = 0; i < MAX_COLUMNS; i++)
    {
      g_autoptr (GBytes) part = mapi_sort_order_set_make_key (order, i, row);
      g_autoptr (GBytes) beginning = NULL;

      CU_ASSERT_TRUE (g_bytes_get_size (part) < g_bytes_get_size (whole));
      beginning = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (part));
      TAP_BYTES (part, beginning);
    }
}

/* A column with a row for each value is sorted by the value of the row. */
static void
test_instance (void)
{
  guint32 tag = mapi_prop_tag_new (0x6800, MAPI_PT_MV_LONG | MAPI_MV_INSTANCE);
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (empty, tag, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiPropValue) low =
      mapi_prop_value_new_long (mapi_prop_tag_new (0x6800, MAPI_PT_LONG), -1);
  g_autoptr (MapiPropValue) high =
      mapi_prop_value_new_long (mapi_prop_tag_new (0x6800, MAPI_PT_LONG), 1);
  g_autoptr (MapiPropList) first = mapi_prop_list_new_from_value (low);
  g_autoptr (MapiPropList) second = mapi_prop_list_new_from_value (high);

  TAP_NUMBER (compare_keys (order, 1, first, second), -1);
}

TAP_MAIN ("core/sort-key",
          { "as values compare", test_random },
          { "prefixes", test_prefix },
          { "a row for each value", test_instance })
