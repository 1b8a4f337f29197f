/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-table-copy.h"
#include "table-rig.h"
#include "tap.h"

#include <mapi/mapi.h>

/* The rows of a MapiTableData, and what views are told of them. */

#define KEYWORDS ((guint32) 0x8001101f)

/* A row with up to three keywords, of which the last ones may be NULL. */
static void
put_keywords (
    MapiTableData *data, gint32 id, const char *first, const char *second, const char *third)
{
  const char *const words[] = { first, second, third, NULL };
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_mv_string (KEYWORDS, words);
  g_autoptr (MapiPropList) keywords = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) plain = table_rig_new_row (id, "keywords", 5);
  g_autoptr (MapiPropList) row = mapi_prop_list_merge (plain, keywords);

  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, NULL));
}

static void
test_data (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, 1);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (GError) error = NULL;

  table_rig_put (data, 1, "one", 10);
  table_rig_put (data, 2, "two", 20);
  table_rig_put (data, 1, "uno", 11);
  TAP_NUMBER (mapi_table_data_get_size (data), 2);
  row = mapi_table_data_query_row (data, index, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_SUBJECT), "uno");
  CU_ASSERT_TRUE (mapi_prop_list_contains (row, MAPI_PR_INSTANCE_KEY));

  table_rig_drop (data, 1);
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
test_snapshot (void)
{
  g_autoptr (MapiTableData) data = mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, NULL);
  g_autoptr (MapiTable) view = NULL;
  g_autoptr (MapiSortOrderSet) order = table_rig_new_order (MAPI_PR_ROWID, MAPI_TABLE_SORT_DESCEND);
  guint32 type = 99;

  table_rig_put (data, 1, "x", 1);
  table_rig_put (data, 2, "x", 1);
  view = mapi_table_data_get_view (data, NULL);
  table_rig_put (data, 3, "x", 1);
  table_rig_drop (data, 1);
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
    table_rig_put (
        data, id, subjects[g_rand_int_range (rand, 0, 6)], g_rand_int_range (rand, 0, 8));
}

static void
change_many (MapiTableData *data, GRand *rand)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) set = NULL;
  gint32 n = g_rand_int_range (rand, 2, 40);

  for (gint32 i = 0; i < n; i++)
    g_ptr_array_add (
        rows,
        table_rig_new_row (g_rand_int_range (rand, 0, 60), "e", g_rand_int_range (rand, 0, 8)));
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
  g_autoptr (MapiSortOrderSet) order = table_rig_new_order (columns[2], MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 3);
  MapiTable *view = mapi_table_data_get_view (data, order);

  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  return view;
}

static void
make_copies (MapiTableData *data, MockTableCopy **copies)
{
  g_autoptr (MapiSortOrderSet) by_subject =
      table_rig_new_order (MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiSortOrderSet) by_both =
      mapi_sort_order_set_append (by_subject, MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiRestriction) above_3 = table_rig_size_above (3);
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
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  MockTableCopy *copies[N_COPIES];
  guint          n_wrong = 0;

  table_rig_put (data, 1, "a", 4);
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
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiTable) view = new_keyword_view (data);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (others, 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  guint32          count = 0;

  put_keywords (data, 1, "b", "a", "b");
  put_keywords (data, 2, "c", NULL, NULL);
  table_rig_put (data, 3, "none", 1);
  words = read_keywords (view);
  TAP_STRING (words, "c2 b1 a1 -3 ");

  put_keywords (data, 1, "d", NULL, NULL);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 3);
  table_rig_drop (data, 1);
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
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 1);
  MapiTable *view = mapi_table_data_get_view (data, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint n_received = 0;

  table_rig_put (data, 1, "one", 1);
  CU_ASSERT_TRUE (mapi_table_set_columns (view, tags, 0, NULL, NULL));
  g_signal_connect_swapped (sink, "received", G_CALLBACK (count_received), &n_received);
  mapi_table_advise (view, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  table_rig_put (data, 1, "two", 2);
  g_object_unref (view);
  table_rig_put (data, 2, "two", 2);
  turn ();
  TAP_NUMBER (n_received, 0);
}

/* A hundred thousand rows, each added on its own to a sorted view that somebody watches: with
 * work that grew with the number of rows this would not end in the time a test has. */
static void
test_large (void)
{
  g_autoptr (MapiTableData) data = table_rig_new ();
  g_autoptr (MapiSortOrderSet) by_size =
      table_rig_new_order (MAPI_PR_MESSAGE_SIZE, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, by_size);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint32 count = 0;

  mapi_table_advise (view, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  for (gint32 i = 0; i < 100000; i++)
    table_rig_put (data, i, "row", (gint32) ((guint32) i * 2654435761u >> 8));
  for (gint32 i = 0; i < 100000; i += 2)
    table_rig_drop (data, i);
  CU_ASSERT_TRUE (mapi_table_get_row_count (view, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 50000);
  table_rig_seek (view, MAPI_BOOKMARK_END, -10);
  TAP_NUMBER (table_rig_get_position (view), 49990);
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
  g_autoptr (MapiTableData) data = table_rig_new ();
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
          { "snapshots stay as they are", test_snapshot },
          { "a copy kept by notifications is exact", test_replay },
          { "a row for each value of a column", test_values },
          { "no notification of what cannot be seen", test_unseen },
          { "100,000 rows", test_large },
          { "many threads", test_threads })
