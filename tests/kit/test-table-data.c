/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-table-copy.h"
#include "tap.h"

#include <mapi/mapi.h>

#define KEYWORDS ((guint32) 0x8001101f)

static MapiPropList *
new_row (gint32 id, const char *subject, gint32 size)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, id);
  if (subject != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, size);
  return mapi_prop_list_builder_end (builder);
}

static MapiTableData *
new_table (void)
{
  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, NULL);
}

static void
put (MapiTableData *data, gint32 id, const char *subject, gint32 size)
{
  g_autoptr (MapiPropList) row = new_row (id, subject, size);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, &error));
  TAP_NO_ERROR (error);
}

/* A row with up to three keywords, of which the last ones may be NULL. */
static void
put_keywords (
    MapiTableData *data, gint32 id, const char *first, const char *second, const char *third)
{
  const char *const words[] = { first, second, third, NULL };
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_mv_string (KEYWORDS, words);
  g_autoptr (MapiPropList) keywords = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) plain = new_row (id, "keywords", 5);
  g_autoptr (MapiPropList) row = mapi_prop_list_merge (plain, keywords);

  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, NULL));
}

static void
drop (MapiTableData *data, gint32 id)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, id);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_table_data_delete_row (data, index, &error));
  TAP_NO_ERROR (error);
}

static MapiSortOrderSet *
new_order (guint32 tag, guint32 direction)
{
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);

  return mapi_sort_order_set_append (empty, tag, direction);
}

/* The numbers of rows: "3 1 2". */
static char *
describe (MapiRowSet *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (
          text, i > 0 ? " %d" : "%d", mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
    }
  return g_string_free (text, FALSE);
}

static char *
read_rows (MapiTable *view, gint32 count, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (view, count, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return describe (rows);
}

static void
expect_rows (MapiTable *view, gint32 count, guint32 flags, const char *expected, guint line)
{
  g_autofree char *text = read_rows (view, count, flags);

  tap_string (text, expected, "rows", line, __FILE__);
}

static void
expect_all (MapiTable *view, const char *expected, guint line)
{
  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  expect_rows (view, G_MAXINT32, 0, expected, line);
}

#define EXPECT_ROWS(view, count, flags, expected)                                                  \
  expect_rows (view, count, flags, expected, __LINE__)
#define EXPECT_ALL(view, expected) expect_all (view, expected, __LINE__)

static gint32
seek (MapiTable *view, guint32 origin, gint32 count)
{
  g_autoptr (GError) error = NULL;
  gint32 sought = 0;

  CU_ASSERT_TRUE (mapi_table_seek_row (view, origin, count, &sought, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  return sought;
}

static guint32
get_position (MapiTable *view)
{
  guint32 row = 0;
  guint32 numerator = 0;
  guint32 denominator = 0;

  CU_ASSERT_TRUE (mapi_table_query_position (view, &row, &numerator, &denominator, NULL, NULL));
  CU_ASSERT_NOT_EQUAL (denominator, 0);
  TAP_NUMBER (row, numerator);
  return row;
}

static void
test_data (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, 1);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (GError) error = NULL;

  put (data, 1, "one", 10);
  put (data, 2, "two", 20);
  put (data, 1, "uno", 11);
  TAP_NUMBER (mapi_table_data_get_size (data), 2);
  row = mapi_table_data_query_row (data, index, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_SUBJECT), "uno");
  CU_ASSERT_TRUE (mapi_prop_list_contains (row, MAPI_PR_INSTANCE_KEY));

  drop (data, 1);
  CU_ASSERT_PTR_NULL (mapi_table_data_query_row (data, index, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_delete_row (data, index, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_modify_row (data, empty, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);

  mapi_table_data_delete_rows (data, MAPI_TAD_ALL_ROWS, NULL, NULL, NULL);
  TAP_NUMBER (mapi_table_data_get_size (data), 0);
}

static void
test_query_rows (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (GError) error = NULL;

  EXPECT_ROWS (view, 5, 0, "");
  for (gint32 i = 1; i <= 5; i++)
    put (data, i, "x", i);
  EXPECT_ROWS (view, 2, MAPI_TBL_NOADVANCE, "1 2");
  EXPECT_ROWS (view, 2, 0, "1 2");
  EXPECT_ROWS (view, 2, 0, "3 4");
  EXPECT_ROWS (view, 2, 0, "5");
  EXPECT_ROWS (view, 2, 0, "");
  EXPECT_ROWS (view, -2, 0, "4 5");
  TAP_NUMBER (get_position (view), 5);
  EXPECT_ROWS (view, -2, MAPI_TBL_NOADVANCE, "4 5");
  TAP_NUMBER (get_position (view), 3);
  EXPECT_ROWS (view, G_MININT32, MAPI_TBL_NOADVANCE, "1 2 3");
  EXPECT_ROWS (view, -1, 0, "");

  CU_ASSERT_PTR_NULL (mapi_table_query_rows (view, 0, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_seek (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (GError) error = NULL;
  guint32 count = 0;

  for (gint32 i = 0; i < 10; i++)
    put (data, i, "x", i);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 10);
  TAP_NUMBER (seek (view, MAPI_BOOKMARK_BEGINNING, 3), 3);
  TAP_NUMBER (seek (view, MAPI_BOOKMARK_CURRENT, -5), -3);
  TAP_NUMBER (seek (view, MAPI_BOOKMARK_END, -4), -4);
  TAP_NUMBER (get_position (view), 6);
  TAP_NUMBER (seek (view, MAPI_BOOKMARK_CURRENT, G_MAXINT32), 4);
  CU_ASSERT_FALSE (mapi_table_seek_row (view, 77, 0, NULL, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_BOOKMARK);
  g_clear_error (&error);

  CU_ASSERT_TRUE (mapi_table_seek_row_approx (view, 1, 2, NULL, NULL));
  TAP_NUMBER (get_position (view), 5);
  CU_ASSERT_TRUE (mapi_table_seek_row_approx (view, 7, 7, NULL, NULL));
  TAP_NUMBER (get_position (view), 10);
  CU_ASSERT_FALSE (mapi_table_seek_row_approx (view, 0, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_sort (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiSortOrderSet) by_subject = new_order (MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiSortOrderSet) by_both =
      mapi_sort_order_set_append (by_subject, MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_subject);
  g_autoptr (MapiSortOrderSet) order = NULL;
  g_autoptr (GError) error = NULL;

  put (data, 1, "b", 1);
  put (data, 2, "a", 1);
  put (data, 3, NULL, 1);
  put (data, 4, "b", 2);
  EXPECT_ALL (view, "3 2 1 4");
  CU_ASSERT_TRUE (mapi_table_sort_table (view, by_both, 0, NULL, &error));
  TAP_NO_ERROR (error);
  EXPECT_ALL (view, "3 2 4 1");
  order = mapi_table_query_sort_order (view, NULL, NULL);
  CU_ASSERT_TRUE (mapi_sort_order_set_equal (order, by_both));
}

static MapiRestriction *
size_above (gint32 size)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_MESSAGE_SIZE, size);

  return mapi_restriction_new_property (MAPI_RELOP_GT, MAPI_PR_MESSAGE_SIZE, value);
}

static void
test_restrict_and_find (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiRestriction) above_2 = size_above (2);
  g_autoptr (MapiRestriction) above_3 = size_above (3);
  g_autoptr (MapiRestriction) above_9 = size_above (9);
  g_autoptr (GError) error = NULL;

  for (gint32 i = 1; i <= 5; i++)
    put (data, i, "x", i);
  CU_ASSERT_TRUE (mapi_table_restrict (view, above_2, 0, NULL, NULL));
  EXPECT_ALL (view, "3 4 5");
  put (data, 1, "x", 100);
  put (data, 4, "x", 0);
  EXPECT_ALL (view, "1 3 5");

  seek (view, MAPI_BOOKMARK_BEGINNING, 1);
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
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiSortOrderSet) by_size = new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_size);
  g_autoptr (GError) error = NULL;
  guint32 bookmark;

  for (gint32 i = 1; i <= 5; i++)
    put (data, i, "x", i * 10);
  seek (view, MAPI_BOOKMARK_BEGINNING, 2);
  bookmark = mapi_table_create_bookmark (view, NULL, NULL);
  CU_ASSERT_NOT_EQUAL (bookmark, 0);

  put (data, 6, "x", 5);
  seek (view, MAPI_BOOKMARK_END, 0);
  expect_at_bookmark (view, bookmark, 0, "3");
  put (data, 3, "x", 99);
  expect_at_bookmark (view, bookmark, 0, "3");
  put (data, 3, "x", 30);
  drop (data, 3);
  expect_at_bookmark (view, bookmark, MAPI_W_POSITION_CHANGED, "4");
  expect_at_bookmark (view, bookmark, 0, "4");
  drop (data, 4);
  drop (data, 5);
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
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiSortOrderSet) by_size = new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_size);

  put (data, 1, "x", 10);
  EXPECT_ROWS (view, 1, MAPI_TBL_NOADVANCE, "1");
  put (data, 2, "x", 5);
  EXPECT_ROWS (view, 1, 0, "2");
  put (data, 3, "x", 1);
  put (data, 4, "x", 20);
  EXPECT_ROWS (view, 1, 0, "1");
  drop (data, 4);
  EXPECT_ROWS (view, 1, 0, "");
}

/* A client may want the strings in bytes. */
static void
test_string8 (void)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT_A };
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 1);
  g_autoptr (MapiTable) view = NULL;
  static const struct
  {
    guint32     code_page;
    const char *bytes;
  } cases[] = { { 0, "?" }, { 1251, "\xc6" }, { 866, "\x86" } };

  put (data, 1, "Ж", 1);
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
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 3);
  g_autoptr (MapiPropTagArray) none = mapi_prop_tag_array_new (NULL, 0);
  g_autoptr (MapiTable) early = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiTable) view = NULL;
  g_autoptr (MapiPropTagArray) before = NULL;
  g_autoptr (MapiPropTagArray) all = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  put (data, 1, "one", 1);
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

static void
test_snapshot (void)
{
  g_autoptr (MapiTableData) data = mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, NULL);
  g_autoptr (MapiTable) view = NULL;
  g_autoptr (MapiSortOrderSet) order = new_order (MAPI_PR_ROWID, MAPI_TABLE_SORT_DESCEND);
  guint32 type = 99;

  put (data, 1, "x", 1);
  put (data, 2, "x", 1);
  view = mapi_table_data_get_view (data, NULL);
  put (data, 3, "x", 1);
  drop (data, 1);
  CU_ASSERT_TRUE (mapi_table_sort_table (view, order, 0, NULL, NULL));
  EXPECT_ALL (view, "2 1");
  CU_ASSERT_TRUE (mapi_table_get_status (view, NULL, &type, NULL));
  TAP_NUMBER (type, MAPI_TBLTYPE_SNAPSHOT);
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
change_randomly (MapiTableData *data, GRand *rand)
{
  static const char *const subjects[] = { "a", "b", "B", "c", "d", NULL };
  gint32                   id = g_rand_int_range (rand, 0, 60);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, id);

  if (g_rand_int_range (rand, 0, 3) == 0)
    mapi_table_data_delete_row (data, index, NULL);
  else if (g_rand_int_range (rand, 0, 4) == 0)
    put_keywords (data,
                  id,
                  subjects[g_rand_int_range (rand, 0, 5)],
                  subjects[g_rand_int_range (rand, 0, 6)],
                  subjects[g_rand_int_range (rand, 0, 6)]);
  else
    put (data, id, subjects[g_rand_int_range (rand, 0, 6)], g_rand_int_range (rand, 0, 8));
}

static void
change_many (MapiTableData *data, GRand *rand)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) set = NULL;
  gint32 n = g_rand_int_range (rand, 2, 40);

  for (gint32 i = 0; i < n; i++)
    g_ptr_array_add (rows,
                     new_row (g_rand_int_range (rand, 0, 60), "e", g_rand_int_range (rand, 0, 8)));
  set = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  CU_ASSERT_TRUE (mapi_table_data_modify_rows (data, set, NULL));
}

#define N_COPIES 5

static MapiTable *
new_narrow_view (MapiTableData *data, MapiSortOrderSet *order)
{
  static const guint32 columns[] = { MAPI_PR_INSTANCE_KEY, MAPI_PR_ROWID, MAPI_PR_SUBJECT };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 3);
  MapiTable *view = mapi_table_data_get_view (data, order);

  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  return view;
}

/* With a row for each keyword. */
static MapiTable *
new_keyword_view (MapiTableData *data)
{
  static const guint32 columns[] = { MAPI_PR_INSTANCE_KEY,
                                     MAPI_PR_ROWID,
                                     KEYWORDS | MAPI_MV_INSTANCE };
  g_autoptr (MapiSortOrderSet) order = new_order (columns[2], MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 3);
  MapiTable *view = mapi_table_data_get_view (data, order);

  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  return view;
}

static void
make_copies (MapiTableData *data, MockTableCopy **copies)
{
  g_autoptr (MapiSortOrderSet) by_subject = new_order (MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiSortOrderSet) by_both =
      mapi_sort_order_set_append (by_subject, MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiRestriction) above_3 = size_above (3);
  MapiTable *restricted = mapi_table_data_get_view (data, by_both);

  CU_ASSERT_TRUE (mapi_table_restrict (restricted, above_3, 0, NULL, NULL));
  copies[0] = mock_table_copy_new (mapi_table_data_get_view (data, NULL));
  copies[1] = mock_table_copy_new (mapi_table_data_get_view (data, by_both));
  copies[2] = mock_table_copy_new (restricted);
  copies[3] = mock_table_copy_new (new_narrow_view (data, by_subject));
  copies[4] = mock_table_copy_new (new_keyword_view (data));
}

static void
test_replay (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  MockTableCopy *copies[N_COPIES];
  guint          n_wrong = 0;

  put (data, 1, "a", 4);
  make_copies (data, copies);
  for (guint round = 0; round < 3000; round++)
    {
      if (g_rand_int_range (rand, 0, 100) == 0)
        change_many (data, rand);
      else
        change_randomly (data, rand);
      if (g_rand_int_range (rand, 0, 3) > 0)
        continue;
      turn ();
      for (guint i = 0; i < N_COPIES; i++)
        n_wrong += !mock_table_copy_is_exact (copies[i]);
    }

  TAP_NUMBER (n_wrong, 0);
  for (guint i = 0; i < N_COPIES; i++)
    {
      CU_ASSERT_TRUE (copies[i]->n_reread > 0);
      mock_table_copy_free (copies[i]);
    }
}

static char *
read_keywords (MapiTable *view)
{
  GString *text = g_string_new (NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (view, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char *word = mapi_prop_list_get_string (row, KEYWORDS & ~MAPI_MV_FLAG);

      g_string_append_printf (text,
                              "%s%d ",
                              word != NULL ? word : "-",
                              mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
    }
  return g_string_free (text, FALSE);
}

static void
test_values (void)
{
  static const guint32 others[] = { KEYWORDS | MAPI_MV_INSTANCE, 0x8002301f };
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = new_keyword_view (data);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (others, 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  guint32          count = 0;

  put_keywords (data, 1, "b", "a", "b");
  put_keywords (data, 2, "c", NULL, NULL);
  put (data, 3, "none", 1);
  words = read_keywords (view);
  TAP_STRING (words, "c2 b1 a1 -3 ");

  put_keywords (data, 1, "d", NULL, NULL);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 3);
  drop (data, 1);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 2);
  CU_ASSERT_FALSE (mapi_table_set_columns (view, tags, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX);
}

static void
count_received (guint *n_received)
{
  (*n_received)++;
}

/* What the columns do not show is no change of the view. */
static void
test_unseen (void)
{
  static const guint32 columns[] = { MAPI_PR_ROWID };
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 1);
  MapiTable *view = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint n_received = 0;

  put (data, 1, "one", 1);
  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  g_signal_connect_swapped (sink, "received", G_CALLBACK (count_received), &n_received);
  mapi_table_advise (view, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  put (data, 1, "two", 2);
  g_object_unref (view);
  put (data, 2, "two", 2);
  turn ();
  TAP_NUMBER (n_received, 0);
}

/* A hundred thousand rows, each added on its own to a sorted view that somebody watches: with
 * work that grew with the number of rows this would not end in the time a test has. */
static void
test_large (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiSortOrderSet) by_size = new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_size);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint32 count = 0;

  mapi_table_advise (view, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  for (gint32 i = 0; i < 100000; i++)
    put (data, i, "row", (gint32) ((guint32) i * 2654435761u >> 8));
  for (gint32 i = 0; i < 100000; i += 2)
    drop (data, i);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 50000);
  seek (view, MAPI_BOOKMARK_END, -10);
  TAP_NUMBER (get_position (view), 49990);
}

static gpointer
change_in_thread (gpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 2000; i++)
    change_randomly (data, rand);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  GThread *threads[2];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("changes", change_in_thread, data);
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
      g_autoptr (MapiRowSet) rows = mapi_table_query_rows (view, 100, 0, NULL, NULL);

      CU_ASSERT_PTR_NOT_NULL (rows);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

TAP_MAIN ("kit/table-data",
          { "rows are found by their index", test_data },
          { "QueryRows in both directions", test_query_rows },
          { "SeekRow, SeekRowApprox, QueryPosition", test_seek },
          { "SortTable by several columns", test_sort },
          { "Restrict and FindRow", test_restrict_and_find },
          { "bookmarks stay with their row", test_bookmarks },
          { "the cursor stays between the same rows", test_cursor },
          { "columns", test_columns },
          { "strings in bytes", test_string8 },
          { "snapshots stay as they are", test_snapshot },
          { "a copy kept by notifications is exact", test_replay },
          { "a row for each value of a column", test_values },
          { "no notification of what cannot be seen", test_unseen },
          { "100,000 rows", test_large },
          { "many threads", test_threads })
