/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A memory table whose rows have their strings in either of the two types: clients ask for them,
 * look for them and sort by them in either. */

#include "tap.h"

#include <mapi/mapi.h>

#define KEYWORDS ((guint32) 0x8001101f)
#define KEYWORDS_A ((guint32) 0x8001101e)
#define CYRILLIC 1251

static void
put (MapiTableData *data, gint32 id, MapiPropValue *value)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, id);
  mapi_prop_list_builder_add_value (builder, value);
  mapi_prop_value_unref (value);
  row = mapi_prop_list_builder_end (builder);
  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, &error));
  TAP_NO_ERROR (error);
}

static MapiPropValue *
new_bytes (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mapi_prop_value_new_string8 (MAPI_PR_SUBJECT_A, bytes);
}

static MapiPropValue *
new_text (const char *text)
{
  return mapi_prop_value_new_string (MAPI_PR_SUBJECT, text);
}

/* Rows 1 and 4 in Unicode, 2 and 3 in bytes, and 5 without a subject. */
static MapiTableData *
new_table (void)
{
  MapiTableData *data = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, NULL);

  mapi_table_data_set_code_page (data, CYRILLIC);
  put (data, 1, new_text ("Жук"));
  put (data, 2, new_bytes ("\xc1\xee\xe1\xf0")); /* Бобр */
  put (data, 3, new_bytes ("\xc6\xf3\xea"));     /* Жук */
  put (data, 4, new_text ("Аист"));
  put (data, 5, mapi_prop_value_new_long (MAPI_PR_MESSAGE_SIZE, 1));
  return data;
}

static void
expect (MapiTable *view, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (view, 100, 0, NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (
          text, i > 0 ? " %d" : "%d", mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
    }
  TAP_STRING (text->str, expected);
}

typedef struct
{
  MapiRestriction *restriction;
  const char      *expected;
} Condition;

static MapiRestriction *
is (guint32 relop, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) own = value;

  return mapi_restriction_new_property (relop, mapi_prop_value_get_tag (own), own);
}

static MapiRestriction *
begins (MapiPropValue *value)
{
  g_autoptr (MapiPropValue) own = value;

  return mapi_restriction_new_content (MAPI_FL_PREFIX, mapi_prop_value_get_tag (own), own);
}

static MapiRestriction *
both (MapiRestriction *one, MapiRestriction *other)
{
  MapiRestriction *children[] = { one, other };
  MapiRestriction *all = mapi_restriction_new_and (children, 2);

  mapi_restriction_unref (one);
  mapi_restriction_unref (other);
  return all;
}

static void
test_restrict (void)
{
  Condition conditions[] = {
    { is (MAPI_RELOP_EQ, new_text ("Жук")), "1 3" },
    { is (MAPI_RELOP_EQ, new_bytes ("\xc6\xf3\xea")), "1 3" },
    { is (MAPI_RELOP_NE, new_bytes ("\xc6\xf3\xea")), "2 4 5" },
    { begins (new_text ("Б")), "2" },
    { begins (new_bytes ("\xc0\xe8")), "4" },
    { both (begins (new_text ("Ж")), begins (new_bytes ("\xc6"))), "1 3" },
    { mapi_restriction_new_exist (MAPI_PR_SUBJECT), "1 2 3 4" },
    { mapi_restriction_new_exist (MAPI_PR_SUBJECT_A), "1 2 3 4" },
    { mapi_restriction_new_size (MAPI_RELOP_EQ, MAPI_PR_SUBJECT_A, 3), "1 3" },
    { mapi_restriction_new_compare_props (MAPI_RELOP_EQ, MAPI_PR_SUBJECT_A, MAPI_PR_SUBJECT_A),
      "1 2 3 4" },
  };
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr (MapiRestriction) restriction = conditions[i].restriction;

      CU_ASSERT_TRUE (mapi_table_restrict (view, restriction, 0, NULL, NULL));
      expect (view, conditions[i].expected);
    }
}

/* A row that comes later is held against it as well. */
static void
test_follow (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiRestriction) beetle = is (MAPI_RELOP_EQ, new_bytes ("\xc6\xf3\xea"));

  CU_ASSERT_TRUE (mapi_table_restrict (view, beetle, 0, NULL, NULL));
  expect (view, "1 3");
  put (data, 6, new_text ("Жук"));
  put (data, 3, new_text ("Аист"));
  expect (view, "1 6");
}

static void
test_find (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiRestriction) stork = is (MAPI_RELOP_EQ, new_bytes ("\xc0\xe8\xf1\xf2"));
  g_autoptr (MapiRestriction) beaver = is (MAPI_RELOP_EQ, new_text ("Бобр"));
  guint32 row = 0;
  guint32 numerator;
  guint32 denominator;

  CU_ASSERT_TRUE (mapi_table_find_row (view, stork, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL));
  CU_ASSERT_TRUE (mapi_table_query_position (view, &row, &numerator, &denominator, NULL, NULL));
  TAP_NUMBER (row, 3);
  CU_ASSERT_TRUE (
      mapi_table_find_row (view, beaver, MAPI_BOOKMARK_END, MAPI_DIR_BACKWARD, NULL, NULL, NULL));
  CU_ASSERT_TRUE (mapi_table_query_position (view, &row, &numerator, &denominator, NULL, NULL));
  TAP_NUMBER (row, 1);
}

static void
test_sort (void)
{
  static const guint32 tags[] = { MAPI_PR_SUBJECT, MAPI_PR_SUBJECT_A };
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr (MapiSortOrderSet) order =
          mapi_sort_order_set_append (none, tags[i], MAPI_TABLE_SORT_ASCEND);
      g_autoptr (MapiTable) view = mapi_table_data_get_view (data, order);

      expect (view, "5 4 2 1 3");
    }
}

/* A row for each value, in the type that the rows do not have. */
static void
test_instances (void)
{
  static const char *const words[] = { "Жук", "Аист", NULL };
  static const guint32     wanted[] = { MAPI_PR_ROWID, KEYWORDS_A | MAPI_MV_INSTANCE };
  g_autoptr (MapiTableData) data = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, NULL);
  g_autoptr (MapiTable) view = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 2);
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (none, KEYWORDS_A | MAPI_MV_INSTANCE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) first = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) stork = g_bytes_new_static ("\xc0\xe8\xf1\xf2", 4);

  mapi_table_data_set_code_page (data, CYRILLIC);
  put (data, 1, mapi_prop_value_new_mv_string (KEYWORDS, words));
  view = mapi_table_data_get_view (data, NULL);
  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  CU_ASSERT_TRUE (mapi_table_sort_table (view, order, 0, NULL, NULL));
  expect (view, "1 1");
  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  first = mapi_row_set_get_row (rows, 0);
  found = mapi_prop_list_get_bytes (first, (KEYWORDS_A & ~MAPI_MV_FLAG));
  TAP_BYTES (found, stork);
}

TAP_MAIN ("kit/table-strings",
          { "restrictions", test_restrict },
          { "rows that come later", test_follow },
          { "FindRow", test_find },
          { "sort orders", test_sort },
          { "a row for each value", test_instances })
