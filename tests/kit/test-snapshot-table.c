/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "table-rig.h"
#include "tap.h"

#include <mapi/mapi.h>

/* A table of rows that do not change: as a view of a memory table, whatever is asked of it first.
 */

#define KEYWORDS ((guint32) 0x8001101f)

static const guint32 shown[] = { MAPI_PR_ROWID, MAPI_PR_SUBJECT };

static MapiRowSet *
new_rows (void)
{
  g_autoptr (MapiPropList) one = table_rig_new_row (1, "one", 30);
  g_autoptr (MapiPropList) two = table_rig_new_row (2, NULL, 10);
  g_autoptr (MapiPropList) three = table_rig_new_row (3, "three", 20);
  MapiPropList *rows[] = { one, two, three };

  return mapi_row_set_new (rows, G_N_ELEMENTS (rows));
}

static MapiTable *
new_table (void)
{
  const guint32 first = MAPI_PR_DISPLAY_NAME;
  g_autoptr (MapiRowSet) rows = new_rows ();
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&first, 1);

  return MAPI_TABLE (mapi_snapshot_table_new (rows, columns, 0));
}

/* The same rows in a memory table. */
static MapiTable *
new_view (void)
{
  const guint32 first = MAPI_PR_DISPLAY_NAME;
  g_autoptr (MapiRowSet) rows = new_rows ();
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&first, 1);
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, columns);

  CU_ASSERT_TRUE (mapi_table_data_modify_rows (data, rows, NULL));
  return mapi_table_data_get_view (data, NULL);
}

static void
choose (MapiTable *table, const guint32 *tags, gsize n)
{
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, n);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_table_set_columns (table, columns, 0, NULL, &error));
  TAP_NO_ERROR (error);
}

/* Makes the table have a view. */
static void
count (MapiTable *table)
{
  guint32 n = 0;

  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &n, NULL, NULL, NULL));
  TAP_NUMBER (n, 3);
}

static void
expect_same_rows (MapiTable *one, MapiTable *other)
{
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (one, 100, 0, NULL, NULL);
  g_autoptr (MapiRowSet) expected = mapi_table_query_rows (other, 100, 0, NULL, NULL);

  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  CU_ASSERT_TRUE (mapi_row_set_equal (rows, expected));
}

static gboolean
have_same_tags (MapiPropTagArray *one, MapiPropTagArray *other)
{
  guint n = mapi_prop_tag_array_get_size (one);

  for (guint i = 0; i < n; i++)
    if (!mapi_prop_tag_array_contains (other, mapi_prop_tag_array_get_tag (one, i)))
      return FALSE;
  return n == mapi_prop_tag_array_get_size (other);
}

/* All columns, with the keys of the rows, and those that are chosen. */
static void
test_rows (void)
{
  g_autoptr (MapiTable) table = new_table ();
  g_autoptr (MapiTable) view = new_view ();
  g_autoptr (MapiPropTagArray) all = mapi_table_query_columns (table, 0, NULL, NULL);
  g_autoptr (MapiPropTagArray) expected =
      mapi_table_query_columns (view, MAPI_TBL_ALL_COLUMNS, NULL, NULL);
  g_autoptr (MapiPropTagArray) again = NULL;
  guint32 type = 99;

  CU_ASSERT_TRUE (have_same_tags (all, expected));
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (all, MAPI_PR_INSTANCE_KEY));
  CU_ASSERT_TRUE (mapi_table_set_columns (view, all, 0, NULL, NULL));
  expect_same_rows (table, view);
  EXPECT_ROWS (table, 1, 0, "");

  choose (view, shown, G_N_ELEMENTS (shown));
  g_clear_object (&table);
  table = new_table ();
  choose (table, shown, G_N_ELEMENTS (shown));
  CU_ASSERT_TRUE (mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL));
  expect_same_rows (table, view);
  again = mapi_table_query_columns (table, 0, NULL, NULL);
  TAP_NUMBER (mapi_prop_tag_array_get_size (again), G_N_ELEMENTS (shown));
  CU_ASSERT_TRUE (mapi_table_get_status (table, NULL, &type, NULL));
  TAP_NUMBER (type, MAPI_TBLTYPE_SNAPSHOT);
}

/* Columns, the place and the keys of rows are those that they were before there was a view. */
static void
test_becomes_view (void)
{
  g_autoptr (MapiTable) table = new_table ();
  g_autoptr (MapiTable) plain = new_table ();
  g_autoptr (MapiPropTagArray) columns = NULL;
  const guint32 keys[] = { MAPI_PR_ROWID, MAPI_PR_INSTANCE_KEY };

  choose (table, shown, G_N_ELEMENTS (shown));
  EXPECT_ROWS (table, 1, 0, "1");
  count (table);
  TAP_NUMBER (table_rig_get_position (table), 1);
  EXPECT_ROWS (table, 100, 0, "2 3");
  columns = mapi_table_query_columns (table, 0, NULL, NULL);
  TAP_NUMBER (mapi_prop_tag_array_get_size (columns), G_N_ELEMENTS (shown));

  TAP_NUMBER (table_rig_seek (table, MAPI_BOOKMARK_BEGINNING, 0), 0);
  choose (table, keys, G_N_ELEMENTS (keys));
  choose (plain, keys, G_N_ELEMENTS (keys));
  expect_same_rows (plain, table);
}

static void
test_view_methods (void)
{
  g_autoptr (MapiTable) sorted = new_table ();
  g_autoptr (MapiTable) restricted = new_table ();
  g_autoptr (MapiTable) backward = new_table ();
  g_autoptr (MapiSortOrderSet) by_size =
      table_rig_new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiRestriction) above = table_rig_size_above (15);
  guint32 bookmark;

  CU_ASSERT_TRUE (mapi_table_sort_table (sorted, by_size, 0, NULL, NULL));
  EXPECT_ALL (sorted, "2 3 1");
  CU_ASSERT_TRUE (mapi_table_restrict (restricted, above, 0, NULL, NULL));
  EXPECT_ALL (restricted, "1 3");

  EXPECT_ROWS (backward, 2, MAPI_TBL_NOADVANCE, "1 2");
  EXPECT_ROWS (backward, 2, 0, "1 2");
  bookmark = mapi_table_create_bookmark (backward, NULL, NULL);
  EXPECT_ROWS (backward, -2, 0, "1 2");
  TAP_NUMBER (table_rig_seek (backward, bookmark, 0), 0);
  EXPECT_ROWS (backward, 9, 0, "3");
}

static void
test_failures (void)
{
  g_autoptr (MapiTable) table = new_table ();
  g_autoptr (MapiPropTagArray) none = mapi_prop_tag_array_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_table_set_columns (table, none, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_table_query_rows (table, 0, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  EXPECT_ROWS (table, 9, 0, "1 2 3");
}

/* A row for each value of a column is what a view alone can show. */
static void
test_instances (void)
{
  static const char *const words[] = { "a", "b", NULL };
  const guint32            columns[] = { MAPI_PR_ROWID, KEYWORDS | MAPI_MVI_FLAG };
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_mv_string (KEYWORDS, words);
  g_autoptr (MapiPropList) keywords = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) plain = table_rig_new_row (1, "keywords", 5);
  g_autoptr (MapiPropList) row = mapi_prop_list_merge (plain, keywords);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiTable) table = MAPI_TABLE (mapi_snapshot_table_new (rows, NULL, 0));

  choose (table, columns, G_N_ELEMENTS (columns));
  EXPECT_ROWS (table, 9, 0, "1 1");
}

/* Strings in the other of their types, before and after there is a view. */
static void
test_strings (void)
{
  const guint32 tag = MAPI_PR_SUBJECT_A;
  g_autoptr (MapiPropList) row = table_rig_new_row (1, "Жук", 5);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiTable) table = MAPI_TABLE (mapi_snapshot_table_new (rows, NULL, 1251));
  g_autoptr (MapiRowSet) before = NULL;
  g_autoptr (MapiRowSet) after = NULL;
  g_autoptr (MapiPropList) read = NULL;
  g_autoptr (MapiPropValue) subject = NULL;
  g_autoptr (GBytes) bytes = NULL;

  choose (table, &tag, 1);
  before = mapi_table_query_rows (table, 1, 0, NULL, NULL);
  read = mapi_row_set_get_row (before, 0);
  subject = mapi_prop_list_lookup (read, tag);
  bytes = mapi_prop_value_get_bytes (subject);
  TAP_NUMBER (g_bytes_get_size (bytes), 3);

  TAP_NUMBER (table_rig_seek (table, MAPI_BOOKMARK_BEGINNING, 0), 0);
  after = mapi_table_query_rows (table, 1, 0, NULL, NULL);
  CU_ASSERT_TRUE (mapi_row_set_equal (before, after));
}

TAP_MAIN ("kit/snapshot-table",
          { "rows", test_rows },
          { "becomes a view", test_becomes_view },
          { "view methods", test_view_methods },
          { "failures", test_failures },
          { "a row for each value", test_instances },
          { "strings", test_strings })
