/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-table-copy.h"
#include "tap.h"

#include <mapi/mapi.h>

static void
put (MapiTableData *data, gint32 id, const char *subject, gint32 size, gboolean is_read)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, id);
  if (subject != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, size);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, is_read ? MAPI_MSGFLAG_READ : 0);
  row = mapi_prop_list_builder_end (builder);
  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, NULL));
}

static void
drop (MapiTableData *data, gint32 id)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, id);

  mapi_table_data_delete_row (data, index, NULL);
}

/* By subject and size, both of them categories or only the first. */
static MapiSortOrderSet *
new_order (guint n_categories, guint n_expanded)
{
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (n_categories, n_expanded);
  g_autoptr (MapiSortOrderSet) one =
      mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);

  return mapi_sort_order_set_append (one, MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_DESCEND);
}

static MapiTable *
new_view (MapiTableData *data, guint n_categories, guint n_expanded)
{
  static const guint32 columns[] = {
    MAPI_PR_INSTANCE_KEY,  MAPI_PR_DEPTH,          MAPI_PR_ROW_TYPE, MAPI_PR_SUBJECT,
    MAPI_PR_CONTENT_COUNT, MAPI_PR_CONTENT_UNREAD, MAPI_PR_ROWID,    MAPI_PR_MESSAGE_SIZE,
  };
  g_autoptr (MapiSortOrderSet) order = new_order (n_categories, n_expanded);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  MapiTable *view = mapi_table_data_get_view (data, NULL);

  CU_ASSERT_TRUE (mapi_table_sort_table (view, order, 0, NULL, NULL));
  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  return view;
}

static MapiTableData *
new_table (void)
{
  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, NULL);
}

/* A heading is "subject+rows/unread" or, collapsed, "subject-rows/unread", a row its number; with a
 * dot for each heading above. */
static void
describe_row (GString *text, MapiPropList *row)
{
  const char *subject = mapi_prop_list_get_string (row, MAPI_PR_SUBJECT);
  gint32      type = mapi_prop_list_get_long (row, MAPI_PR_ROW_TYPE, -1);
  gint32      depth = mapi_prop_list_get_long (row, MAPI_PR_DEPTH, 0);

  for (gint32 i = 0; i < depth; i++)
    g_string_append_c (text, '.');
  if (type == (gint32) MAPI_TBL_LEAF_ROW)
    g_string_append_printf (text, "%d ", mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
  else
    g_string_append_printf (text,
                            "%s%c%d/%d ",
                            subject != NULL ? subject : "none",
                            type == (gint32) MAPI_TBL_EXPANDED_CATEGORY ? '+' : '-',
                            mapi_prop_list_get_long (row, MAPI_PR_CONTENT_COUNT, -1),
                            mapi_prop_list_get_long (row, MAPI_PR_CONTENT_UNREAD, -1));
}

static char *
describe (MapiRowSet *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      describe_row (text, row);
    }
  return g_string_free (text, FALSE);
}

static void
expect_all (MapiTable *view, const char *expected, guint line)
{
  g_autoptr (MapiRowSet) rows = NULL;
  g_autofree char *text = NULL;

  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (view, G_MAXINT32, 0, NULL, NULL);
  text = describe (rows);
  tap_string (text, expected, "rows", line, __FILE__);
}

#define EXPECT_ALL(view, expected) expect_all (view, expected, __LINE__)

/* The instance key of the row at a position. */
static GBytes *
get_key (MapiTable *view, gint32 position)
{
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, position, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_bytes (row, MAPI_PR_INSTANCE_KEY);
}

static void
test_sort (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = NULL;
  g_autoptr (MapiTable) collapsed = NULL;
  g_autoptr (MapiTable) deep = NULL;
  g_autoptr (MapiSortOrderSet) too_many = mapi_sort_order_set_new (1, 0);
  g_autoptr (GError) error = NULL;

  put (data, 1, "b", 1, TRUE);
  put (data, 2, "a", 2, FALSE);
  put (data, 3, "b", 3, FALSE);
  put (data, 4, NULL, 1, TRUE);
  view = new_view (data, 1, 1);
  collapsed = new_view (data, 1, 0);
  deep = new_view (data, 2, 1);
  EXPECT_ALL (view, "none+1/0 .4 a+1/1 .2 b+2/1 .3 .1 ");
  EXPECT_ALL (collapsed, "none-1/0 a-1/1 b-2/1 ");
  EXPECT_ALL (deep, "none+1/0 .none-1/0 a+1/1 .a-1/1 b+2/1 .b-1/1 .b-1/0 ");

  put (data, 5, "a", 9, FALSE);
  put (data, 1, "c", 1, TRUE);
  EXPECT_ALL (view, "none+1/0 .4 a+2/2 .5 .2 b+1/1 .3 c+1/0 .1 ");
  EXPECT_ALL (collapsed, "none-1/0 a-2/2 b-1/1 c-1/0 ");
  drop (data, 3);
  drop (data, 4);
  put (data, 2, "a", 2, TRUE);
  EXPECT_ALL (view, "a+2/1 .5 .2 c+1/0 .1 ");
  EXPECT_ALL (deep, "a+2/1 .a-1/1 .a-1/0 c+1/0 .c-1/0 ");

  CU_ASSERT_FALSE (mapi_table_sort_table (view, too_many, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX);
}

static void
test_expand (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = new_view (data, 2, 0);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint32 n_rows = 0;

  put (data, 1, "a", 1, TRUE);
  put (data, 2, "b", 2, TRUE);
  put (data, 3, "b", 3, TRUE);
  EXPECT_ALL (view, "a-1/0 b-2/0 ");
  a = get_key (view, 0);
  b = get_key (view, 1);

  rows = mapi_table_expand_row (view, b, 1, 0, &n_rows, NULL, &error);
  TAP_NO_ERROR (error);
  text = describe (rows);
  TAP_STRING (text, ".b-1/0 ");
  TAP_NUMBER (n_rows, 2);
  g_clear_pointer (&rows, mapi_row_set_unref);
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  EXPECT_ALL (view, "a-1/0 b+2/0 .b-1/0 .b-1/0 ");

  CU_ASSERT_TRUE (mapi_table_collapse_row (view, b, 0, &n_rows, NULL, NULL));
  TAP_NUMBER (n_rows, 2);
  EXPECT_ALL (view, "a-1/0 b-2/0 ");
  drop (data, 1);
  CU_ASSERT_FALSE (mapi_table_collapse_row (view, a, 0, &n_rows, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

static void
test_bookmark (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = new_view (data, 1, 1);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autofree char *text = NULL;
  guint32          bookmark;
  guint32          warning = 0;

  put (data, 1, "a", 1, TRUE);
  put (data, 2, "b", 2, TRUE);
  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 1, NULL, NULL, NULL, NULL);
  bookmark = mapi_table_create_bookmark (view, NULL, NULL);
  put (data, 1, "c", 1, TRUE);
  mapi_table_seek_row (view, bookmark, 0, NULL, NULL, &warning, NULL);
  TAP_NUMBER (warning, 0);
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  text = describe (rows);
  TAP_STRING (text, ".1 ");

  put (data, 3, "d", 1, TRUE);
  key = get_key (view, 2);
  CU_ASSERT_TRUE (mapi_table_collapse_row (view, key, 0, NULL, NULL, NULL));
  mapi_table_seek_row (view, bookmark, 0, NULL, NULL, &warning, NULL);
  TAP_NUMBER (warning, MAPI_W_POSITION_CHANGED);
  g_clear_pointer (&rows, mapi_row_set_unref);
  g_clear_pointer (&text, g_free);
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  text = describe (rows);
  TAP_STRING (text, "d+1/0 ");
}

static void
test_state (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = new_view (data, 1, 0);
  g_autoptr (MapiTable) flat = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiTable) other = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) row_key = NULL;
  g_autoptr (GBytes) state = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) expanded = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint32 bookmark = 0;

  put (data, 1, "a", 1, TRUE);
  put (data, 2, "b", 2, TRUE);
  put (data, 3, NULL, 2, TRUE);
  key = get_key (view, 2);
  expanded = mapi_table_expand_row (view, key, 0, 0, NULL, NULL, NULL);
  row_key = get_key (view, 3);
  state = mapi_table_get_collapse_state (view, 0, row_key, NULL, NULL);
  CU_ASSERT_PTR_NOT_NULL (state);

  other = new_view (data, 1, 0);
  CU_ASSERT_TRUE (mapi_table_set_collapse_state (other, 0, state, &bookmark, NULL, &error));
  TAP_NO_ERROR (error);
  EXPECT_ALL (other, "none-1/0 a-1/0 b+1/0 .2 ");
  mapi_table_seek_row (other, bookmark, 0, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (other, 1, 0, NULL, NULL);
  text = describe (rows);
  TAP_STRING (text, ".2 ");

  cut = g_bytes_new_from_bytes (state, 0, g_bytes_get_size (state) - 1);
  CU_ASSERT_FALSE (mapi_table_set_collapse_state (other, 0, cut, &bookmark, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNABLE_TO_COMPLETE);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_set_collapse_state (flat, 0, state, &bookmark, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
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
  static const char *const subjects[] = { "a", "b", "c", "d", NULL };
  gint32                   id = g_rand_int_range (rand, 0, 15);

  if (g_rand_int_range (rand, 0, 3) == 0)
    drop (data, id);
  else
    put (data,
         id,
         subjects[g_rand_int_range (rand, 0, 5)],
         g_rand_int_range (rand, 0, 3),
         g_rand_boolean (rand));
}

/* Expanding and collapsing tells nobody: the client who does it reads anew. */
static void
toggle_randomly (MockTableCopy *copy, GRand *rand)
{
  g_autoptr (GBytes) key = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  guint32 count = 0;

  mapi_table_get_row_count (copy->view, 0, &count, NULL, NULL, NULL);
  if (count == 0)
    return;
  key = get_key (copy->view, g_rand_int_range (rand, 0, (gint32) count));
  if (g_rand_boolean (rand))
    rows = mapi_table_expand_row (copy->view, key, 100, 0, NULL, NULL, NULL);
  else
    mapi_table_collapse_row (copy->view, key, 0, NULL, NULL, NULL);
  mock_table_copy_reread (copy);
}

/* A view that has lived through changes shows what a fresh one does, headings' keys apart. */
static gboolean
is_like_fresh (MapiTableData *data, MapiTable *lived, guint n_categories)
{
  g_autoptr (MapiTable) fresh = new_view (data, n_categories, n_categories);
  g_autoptr (GBytes) state = mapi_table_get_collapse_state (lived, 0, NULL, NULL, NULL);
  g_autoptr (MapiRowSet) lived_rows = NULL;
  g_autoptr (MapiRowSet) fresh_rows = NULL;
  g_autofree char *lived_text = NULL;
  g_autofree char *fresh_text = NULL;

  if (!mapi_table_set_collapse_state (fresh, 0, state, NULL, NULL, NULL))
    return FALSE;
  mapi_table_seek_row (lived, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  lived_rows = mapi_table_query_rows (lived, G_MAXINT32, 0, NULL, NULL);
  fresh_rows = mapi_table_query_rows (fresh, G_MAXINT32, 0, NULL, NULL);
  lived_text = describe (lived_rows);
  fresh_text = describe (fresh_rows);
  return g_str_equal (lived_text, fresh_text);
}

static void
test_replay (void)
{
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  MockTableCopy *copies[3];
  guint          n_inexact = 0;
  guint          n_unlike = 0;

  for (guint i = 0; i < 3; i++)
    copies[i] = mock_table_copy_new (new_view (data, i / 2 + 1, i));
  for (guint round = 0; round < 4000; round++)
    {
      change_randomly (data, rand);
      if (g_rand_int_range (rand, 0, 3) > 0)
        continue;
      turn ();
      for (guint i = 0; i < 3; i++)
        {
          n_inexact += !mock_table_copy_is_exact (copies[i]);
          if (g_rand_int_range (rand, 0, 4) == 0)
            toggle_randomly (copies[i], rand);
        }
    }
  for (guint i = 1; i < 3; i++)
    n_unlike += !is_like_fresh (data, copies[i]->view, i / 2 + 1);

  TAP_NUMBER (n_inexact, 0);
  TAP_NUMBER (n_unlike, 0);
  for (guint i = 0; i < 3; i++)
    mock_table_copy_free (copies[i]);
}

TAP_MAIN ("kit/table-categories",
          { "headings above rows", test_sort },
          { "ExpandRow and CollapseRow", test_expand },
          { "bookmarks stay with their row", test_bookmark },
          { "the collapse state holds for another view", test_state },
          { "a copy kept by notifications is exact", test_replay })
