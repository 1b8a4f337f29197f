/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-table-copy.h"
#include "table-rig.h"
#include "tap.h"

#include <mapi/mapi.h>

/* A view of the rows of a MapiTableData: where it stands, and what it shows in which order. */

static void
test_query_rows (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (GError) error = NULL;

  EXPECT_ROWS (view, 5, 0, "");
  for (gint32 i = 1; i <= 5; i++)
    table_rig_put (data, i, "x", i);
  EXPECT_ROWS (view, 2, MAPI_TBL_NOADVANCE, "1 2");
  EXPECT_ROWS (view, 2, 0, "1 2");
  EXPECT_ROWS (view, 2, 0, "3 4");
  EXPECT_ROWS (view, 2, 0, "5");
  EXPECT_ROWS (view, 2, 0, "");
  EXPECT_ROWS (view, -2, 0, "4 5");
  TAP_NUMBER (table_rig_get_position (view), 5);
  EXPECT_ROWS (view, -2, MAPI_TBL_NOADVANCE, "4 5");
  TAP_NUMBER (table_rig_get_position (view), 3);
  EXPECT_ROWS (view, G_MININT32, MAPI_TBL_NOADVANCE, "1 2 3");
  EXPECT_ROWS (view, -1, 0, "");

  CU_ASSERT_PTR_NULL (mapi_table_query_rows (view, 0, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_seek (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (GError) error = NULL;
  guint32 count = 0;

  for (gint32 i = 0; i < 10; i++)
    table_rig_put (data, i, "x", i);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 10);
  TAP_NUMBER (table_rig_seek (view, MAPI_BOOKMARK_BEGINNING, 3), 3);
  TAP_NUMBER (table_rig_seek (view, MAPI_BOOKMARK_CURRENT, -5), -3);
  TAP_NUMBER (table_rig_seek (view, MAPI_BOOKMARK_END, -4), -4);
  TAP_NUMBER (table_rig_get_position (view), 6);
  TAP_NUMBER (table_rig_seek (view, MAPI_BOOKMARK_CURRENT, G_MAXINT32), 4);
  CU_ASSERT_FALSE (mapi_table_seek_row (view, 77, 0, NULL, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_BOOKMARK);
  g_clear_error (&error);

  CU_ASSERT_TRUE (mapi_table_seek_row_approx (view, 1, 2, NULL, NULL));
  TAP_NUMBER (table_rig_get_position (view), 5);
  CU_ASSERT_TRUE (mapi_table_seek_row_approx (view, 7, 7, NULL, NULL));
  TAP_NUMBER (table_rig_get_position (view), 10);
  CU_ASSERT_FALSE (mapi_table_seek_row_approx (view, 0, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_sort (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiSortOrderSet) by_subject =
      table_rig_new_order (MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiSortOrderSet) by_both =
      mapi_sort_order_set_append (by_subject, MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_subject);
  g_autoptr (MapiSortOrderSet) order = NULL;
  g_autoptr (GError) error = NULL;

  table_rig_put (data, 1, "b", 1);
  table_rig_put (data, 2, "a", 1);
  table_rig_put (data, 3, NULL, 1);
  table_rig_put (data, 4, "b", 2);
  EXPECT_ALL (view, "3 2 1 4");
  CU_ASSERT_TRUE (mapi_table_sort_table (view, by_both, 0, NULL, &error));
  TAP_NO_ERROR (error);
  EXPECT_ALL (view, "3 2 4 1");
  order = mapi_table_query_sort_order (view, NULL, NULL);
  CU_ASSERT_TRUE (mapi_sort_order_set_equal (order, by_both));
}

static void
test_restrict_and_find (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiRestriction) above_2 = table_rig_size_above (2);
  g_autoptr (MapiRestriction) above_3 = table_rig_size_above (3);
  g_autoptr (MapiRestriction) above_9 = table_rig_size_above (9);
  g_autoptr (GError) error = NULL;

  for (gint32 i = 1; i <= 5; i++)
    table_rig_put (data, i, "x", i);
  CU_ASSERT_TRUE (mapi_table_restrict (view, above_2, 0, NULL, NULL));
  EXPECT_ALL (view, "3 4 5");
  table_rig_put (data, 1, "x", 100);
  table_rig_put (data, 4, "x", 0);
  EXPECT_ALL (view, "1 3 5");

  table_rig_seek (view, MAPI_BOOKMARK_BEGINNING, 1);
  CU_ASSERT_TRUE (mapi_table_find_row (view, above_3, MAPI_BOOKMARK_CURRENT, 0, NULL, NULL, NULL));
  EXPECT_ROWS (view, 1, MAPI_TBL_NOADVANCE, "5");
  CU_ASSERT_TRUE (mapi_table_find_row (
      view, above_3, MAPI_BOOKMARK_CURRENT, MAPI_DIR_BACKWARD, NULL, NULL, NULL));
  EXPECT_ROWS (view, 1, MAPI_TBL_NOADVANCE, "1");
  CU_ASSERT_FALSE (mapi_table_find_row (
      view, above_9, MAPI_BOOKMARK_CURRENT, MAPI_DIR_BACKWARD, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  EXPECT_ROWS (view, 1, MAPI_TBL_NOADVANCE, "1");

  CU_ASSERT_TRUE (mapi_table_restrict (view, NULL, 0, NULL, NULL));
  EXPECT_ALL (view, "1 2 3 4 5");
}

static void
expect_at_bookmark (MapiTable  *view,
                    guint32     bookmark,
                    guint32     expected_warning,
                    const char *expected)
{
  guint32 warning = 0;

  CU_ASSERT_TRUE (mapi_table_seek_row (view, bookmark, 0, NULL, NULL, &warning, NULL));
  TAP_NUMBER (warning, expected_warning);
  EXPECT_ROWS (view, 1, MAPI_TBL_NOADVANCE, expected);
}

static void
test_bookmarks (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiSortOrderSet) by_size =
      table_rig_new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_size);
  g_autoptr (GError) error = NULL;
  guint32 bookmark;

  for (gint32 i = 1; i <= 5; i++)
    table_rig_put (data, i, "x", i * 10);
  table_rig_seek (view, MAPI_BOOKMARK_BEGINNING, 2);
  bookmark = mapi_table_create_bookmark (view, NULL, NULL);
  CU_ASSERT_NOT_EQUAL (bookmark, 0);

  table_rig_put (data, 6, "x", 5);
  table_rig_seek (view, MAPI_BOOKMARK_END, 0);
  expect_at_bookmark (view, bookmark, 0, "3");
  table_rig_put (data, 3, "x", 99);
  expect_at_bookmark (view, bookmark, 0, "3");
  table_rig_put (data, 3, "x", 30);
  table_rig_drop (data, 3);
  expect_at_bookmark (view, bookmark, MAPI_W_POSITION_CHANGED, "4");
  expect_at_bookmark (view, bookmark, 0, "4");
  table_rig_drop (data, 4);
  table_rig_drop (data, 5);
  expect_at_bookmark (view, bookmark, MAPI_W_POSITION_CHANGED, "");

  CU_ASSERT_TRUE (mapi_table_free_bookmark (view, bookmark, NULL));
  CU_ASSERT_FALSE (mapi_table_free_bookmark (view, bookmark, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_BOOKMARK);
  g_clear_error (&error);

  bookmark = mapi_table_create_bookmark (view, NULL, NULL);
  CU_ASSERT_TRUE (mapi_table_restrict (view, NULL, 0, NULL, NULL));
  CU_ASSERT_FALSE (mapi_table_seek_row (view, bookmark, 0, NULL, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_BOOKMARK);
}

/* A reader misses no row and reads none twice, whatever happens to rows it has read. */
static void
test_cursor (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiSortOrderSet) by_size =
      table_rig_new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_size);

  table_rig_put (data, 1, "x", 10);
  EXPECT_ROWS (view, 1, MAPI_TBL_NOADVANCE, "1");
  table_rig_put (data, 2, "x", 5);
  EXPECT_ROWS (view, 1, 0, "2");
  table_rig_put (data, 3, "x", 1);
  table_rig_put (data, 4, "x", 20);
  EXPECT_ROWS (view, 1, 0, "1");
  table_rig_drop (data, 4);
  EXPECT_ROWS (view, 1, 0, "");
}

/* A client may want the strings in bytes. */
static void
test_string8 (void)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT_A };
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 1);
  g_autoptr (MapiTable) view = NULL;
  static const struct
  {
    guint32     code_page;
    const char *bytes;
  } cases[] = { { 0, "?" }, { 1251, "\xc6" }, { 866, "\x86" } };

  table_rig_put (data, 1, "Ж", 1);
  view = mapi_table_data_get_view (data, NULL);
  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MapiRowSet) rows = NULL;
      g_autoptr (MapiPropList) row = NULL;
      g_autoptr (GBytes) expected = g_bytes_new_static (cases[i].bytes, 1);
      g_autoptr (GBytes) found = NULL;

      mapi_table_data_set_code_page (data, cases[i].code_page);
      rows = mapi_table_query_rows (view, 1, MAPI_TBL_NOADVANCE, NULL, NULL);
      row = mapi_row_set_get_row (rows, 0);
      TAP_NUMBER (mapi_prop_list_get_tag (row, 0), MAPI_PR_SUBJECT_A);
      found = mapi_prop_list_get_bytes (row, MAPI_PR_SUBJECT_A);
      TAP_BYTES (found, expected);
    }
}

static void
test_columns (void)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT, MAPI_PR_COMMENT, MAPI_PR_ROWID };
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 3);
  g_autoptr (MapiPropTagArray) none = mapi_prop_tag_array_new (NULL, 0);
  g_autoptr (MapiTable) early = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiTable) view = NULL;
  g_autoptr (MapiPropTagArray) before = NULL;
  g_autoptr (MapiPropTagArray) all = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  table_rig_put (data, 1, "one", 1);
  before = mapi_table_query_columns (early, 0, NULL, NULL);
  all = mapi_table_query_columns (early, MAPI_TBL_ALL_COLUMNS, NULL, NULL);
  CU_ASSERT_FALSE (mapi_prop_tag_array_contains (before, MAPI_PR_SUBJECT));
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (before, MAPI_PR_INSTANCE_KEY));
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (all, MAPI_PR_SUBJECT));

  view = mapi_table_data_get_view (data, NULL);
  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  row = mapi_row_set_get_row (rows, 0);
  TAP_NUMBER (mapi_prop_list_get_size (row), 3);
  TAP_NUMBER (mapi_prop_list_get_tag (row, 0), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_prop_list_get_error (row, MAPI_PR_COMMENT), MAPI_E_NOT_FOUND);
  CU_ASSERT_FALSE (mapi_table_set_columns (view, none, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

TAP_MAIN ("kit/table-view",
          { "QueryRows in both directions", test_query_rows },
          { "SeekRow, SeekRowApprox, QueryPosition", test_seek },
          { "SortTable by several columns", test_sort },
          { "Restrict and FindRow", test_restrict_and_find },
          { "bookmarks stay with their row", test_bookmarks },
          { "the cursor stays between the same rows", test_cursor },
          { "columns", test_columns },
          { "strings in bytes", test_string8 })
