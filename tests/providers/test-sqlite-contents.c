/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "mock-tree.h"
#include "subtree-rig.h"
#include "tap.h"

/* Tables over the messages of a folder: in which order, which of them, and what is told of them. */

/* The subjects of the rows read, with their numbers only. */
static char *
read_subjects (MapiTable *table, gint32 n, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, n, flags, NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!TAP_NO_ERROR (error))
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char *subject = mapi_prop_list_get_string (row, MAPI_PR_SUBJECT);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", subject + 8);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define EXPECT_ROWS(table, n, flags, wanted)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_rows = read_subjects (table, n, flags);                                 \
    TAP_STRING (found_rows, wanted);                                                               \
  }                                                                                                \
  G_STMT_END

static MapiTable *
fill_and_open (SubtreeRig *fixture, guint n)
{
  g_autoptr (MapiFolder) folder = mock_tree_make_folder (fixture->subtree, "Filled");

  for (guint i = 0; i < n; i++)
    g_bytes_unref (subtree_rig_add_message (folder, i));
  return mock_tree_open_table (folder, FALSE, 0);
}

static void
sort_by (MapiTable *table, guint32 tag, guint32 direction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_append (empty, tag, direction);

  mapi_table_sort_table (table, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* In the order of delivery, and the other way round. */
static void
test_paging (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  gint32  moved = 0;
  guint32 row = 0;

  if (!subtree_rig_set_up (&fixture))
    return;
  table = fill_and_open (&fixture, 10);
  TAP_NUMBER (mock_sqlite_count (table), 10);
  EXPECT_ROWS (table, 3, 0, "000 007 014");
  EXPECT_ROWS (table, 2, MAPI_TBL_NOADVANCE, "021 028");
  EXPECT_ROWS (table, 100, 0, "021 028 035 042 049 056 063");
  EXPECT_ROWS (table, 5, 0, "");
  EXPECT_ROWS (table, -2, 0, "056 063");
  mapi_table_seek_row (table, MAPI_BOOKMARK_END, -3, &moved, NULL, NULL, &error);
  TAP_NUMBER (moved, -3);
  mapi_table_query_position (table, &row, NULL, NULL, NULL, &error);
  TAP_NUMBER (row, 7);
  mapi_table_seek_row (table, MAPI_BOOKMARK_CURRENT, 100, &moved, NULL, NULL, &error);
  TAP_NUMBER (moved, 3);
  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, -1, &moved, NULL, NULL, &error);
  TAP_NUMBER (moved, 0);

  sort_by (table, MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_TABLE_SORT_DESCEND);
  EXPECT_ROWS (table, 3, 0, "063 056 049");
  mapi_table_seek_row (table, MAPI_BOOKMARK_CURRENT, 2, &moved, NULL, NULL, &error);
  TAP_NUMBER (moved, 2);
  EXPECT_ROWS (table, 1, 0, "028");
  mapi_table_query_position (table, &row, NULL, NULL, NULL, &error);
  TAP_NUMBER (row, 6);
  EXPECT_ROWS (table, -2, MAPI_TBL_NOADVANCE, "035 028");
  EXPECT_ROWS (table, 1, 0, "035");
  mapi_table_seek_row (table, MAPI_BOOKMARK_END, -1, &moved, NULL, NULL, &error);
  EXPECT_ROWS (table, 9, 0, "000");
  mapi_table_seek_row_approx (table, 1, 2, NULL, &error);
  EXPECT_ROWS (table, 1, 0, "028");
  TAP_NO_ERROR (error);
  subtree_rig_tear_down (&fixture);
}

static MapiRestriction *
subject_contains (const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, text);

  return mapi_restriction_new_content (
      MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, MAPI_PR_SUBJECT, value);
}

static MapiRestriction *
importance_is (gint32 importance)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, importance);

  return mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_IMPORTANCE, value);
}

static void
test_restrict (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRestriction) important = importance_is (2);
  g_autoptr (MapiRestriction) with_five = subject_contains ("05");
  guint32 bookmark;

  if (!subtree_rig_set_up (&fixture))
    return;
  table = fill_and_open (&fixture, 12);
  mapi_table_restrict (table, important, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (table), 4);
  EXPECT_ROWS (table, 10, 0, "014 035 056 077");
  sort_by (table, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_DESCEND);
  EXPECT_ROWS (table, 2, 0, "077 056");
  bookmark = mapi_table_create_bookmark (table, NULL, &error);
  EXPECT_ROWS (table, 2, 0, "035 014");
  mapi_table_seek_row (table, bookmark, 0, NULL, NULL, NULL, &error);
  EXPECT_ROWS (table, 1, 0, "035");
  mapi_table_free_bookmark (table, bookmark, &error);
  TAP_NO_ERROR (error);

  mapi_table_restrict (table, NULL, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (table), 12);
  sort_by (table, MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_TABLE_SORT_ASCEND);
  mapi_table_find_row (table, with_five, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error);
  EXPECT_ROWS (table, 1, MAPI_TBL_NOADVANCE, "056");
  CU_ASSERT_FALSE (mapi_table_find_row (
      table, with_five, MAPI_BOOKMARK_CURRENT, MAPI_DIR_BACKWARD, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  mapi_table_find_row (table, important, MAPI_BOOKMARK_END, MAPI_DIR_BACKWARD, NULL, NULL, &error);
  EXPECT_ROWS (table, 1, 0, "077");
  TAP_NO_ERROR (error);
  subtree_rig_tear_down (&fixture);
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, gpointer data)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    g_ptr_array_add (data, mapi_notification_list_get_notification (list, i));
}

static gboolean
has_three (gpointer data)
{
  return ((GPtrArray *) data)->len >= 3;
}

static void
test_notifications (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GPtrArray) received =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref);

  if (!subtree_rig_set_up (&fixture))
    return;
  folder = mock_tree_make_folder (fixture.subtree, "Watched");
  table = mock_tree_open_table (folder, FALSE, 0);
  g_signal_connect (sink, "received", G_CALLBACK (on_received), received);
  mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error);
  one = subtree_rig_add_message (folder, 1);
  two = subtree_rig_add_message (folder, 2);
  list = mapi_entry_list_new (&one, 1);
  mapi_folder_delete_messages (folder, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  if (tap_wait (g_main_context_default (), has_three, received))
    {
      g_autoptr (GBytes) first = mapi_notification_get_index (received->pdata[0]);
      g_autoptr (GBytes) prior = mapi_notification_get_prior (received->pdata[1]);
      g_autoptr (GBytes) gone = mapi_notification_get_index (received->pdata[2]);

      TAP_NUMBER (mapi_notification_get_table_event (received->pdata[1]), MAPI_TABLE_ROW_ADDED);
      TAP_BYTES (prior, first);
      TAP_NUMBER (mapi_notification_get_table_event (received->pdata[2]), MAPI_TABLE_ROW_DELETED);
      TAP_BYTES (gone, first);
    }
  subtree_rig_tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-contents",
          { "paging", test_paging },
          { "restrict, sort and find", test_restrict },
          { "notifications", test_notifications })
