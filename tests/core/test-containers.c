/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "samples.h"

static void
test_entry_list (void)
{
  GBytes *first = g_bytes_new_static ("one", 3);
  g_autoptr (GBytes) second = g_bytes_new_static ("two", 3);
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&first, 1);
  g_autoptr (MapiEntryList) longer = mapi_entry_list_append (list, second);
  g_autoptr (MapiEntryList) empty = mapi_entry_list_new (NULL, 0);
  g_autoptr (GBytes) got = NULL;

  g_bytes_unref (first);
  g_clear_pointer (&list, mapi_entry_list_unref);
  got = mapi_entry_list_get_entry_id (longer, 0);
  TAP_NUMBER (mapi_entry_list_get_size (longer), 2);
  TAP_NUMBER (g_bytes_get_size (got), 3);
  TAP_NUMBER (mapi_entry_list_get_size (empty), 0);
  CU_ASSERT_PTR_NULL (mapi_entry_list_get_entry_id (longer, 2));
}

static void
test_append_leaves_alone (void)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (MapiUidArray) empty = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) one = mapi_uid_array_append (empty, uid);
  g_autoptr (MapiUidArray) two = mapi_uid_array_append (one, uid);

  TAP_NUMBER (mapi_uid_array_get_size (empty), 0);
  TAP_NUMBER (mapi_uid_array_get_size (one), 1);
  TAP_NUMBER (mapi_uid_array_get_size (two), 2);
  CU_ASSERT_TRUE (mapi_uid_equal (mapi_uid_array_get_uid (two, 1), uid));
  CU_ASSERT_PTR_NULL (mapi_uid_array_get_uid (two, 2));
}

static void
test_tags (void)
{
  const guint32 tags[] = { MAPI_PR_SUBJECT, MAPI_PR_BODY };
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, 2);
  gsize          n = 0;
  const guint32 *all = mapi_prop_tag_array_get_tags (array, &n);

  TAP_NUMBER (mapi_prop_tag_array_get_size (array), 2);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (array, 1), MAPI_PR_BODY);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (array, 2), 0);
  CU_ASSERT_TRUE (n == 2 && memcmp (all, tags, sizeof tags) == 0);
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (array, MAPI_PR_BODY));
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (
      array, mapi_prop_tag_change_type (MAPI_PR_BODY, MAPI_PT_UNSPECIFIED)));
  CU_ASSERT_FALSE (mapi_prop_tag_array_contains (array, MAPI_PR_BODY_A));
}

static void
test_problems (void)
{
  g_autoptr (MapiPropProblemArray) none = mapi_prop_problem_array_new ();
  g_autoptr (MapiPropProblemArray) one =
      mapi_prop_problem_array_append (none, 3, MAPI_PR_BODY, MAPI_E_COMPUTED);

  TAP_NUMBER (mapi_prop_problem_array_get_size (none), 0);
  TAP_NUMBER (mapi_prop_problem_array_get_size (one), 1);
  TAP_NUMBER (mapi_prop_problem_array_get_index (one, 0), 3);
  TAP_NUMBER (mapi_prop_problem_array_get_tag (one, 0), MAPI_PR_BODY);
  TAP_NUMBER (mapi_prop_problem_array_get_code (one, 0), MAPI_E_COMPUTED);
  TAP_NUMBER (mapi_prop_problem_array_get_code (one, 1), 0);
}

static void
test_sort_orders (void)
{
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (2, 1);
  g_autoptr (MapiSortOrderSet) one =
      mapi_sort_order_set_append (none, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiSortOrderSet) same =
      mapi_sort_order_set_append (none, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiSortOrderSet) two =
      mapi_sort_order_set_append (one, MAPI_PR_BODY, MAPI_TABLE_SORT_ASCEND);

  TAP_NUMBER (mapi_sort_order_set_get_size (two), 2);
  TAP_NUMBER (mapi_sort_order_set_get_tag (two, 0), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_sort_order_set_get_order (two, 0), MAPI_TABLE_SORT_DESCEND);
  TAP_NUMBER (mapi_sort_order_set_get_n_categories (two), 2);
  TAP_NUMBER (mapi_sort_order_set_get_n_expanded (two), 1);
  TAP_NUMBER (mapi_sort_order_set_get_tag (two, 2), 0);
  CU_ASSERT_TRUE (mapi_sort_order_set_equal (one, same));
  CU_ASSERT_FALSE (mapi_sort_order_set_equal (one, two));
}

static void
test_names_and_notifications (void)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_id (uid, 1);
  g_autoptr (MapiNameIdArray) no_names = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (no_names, name);
  g_autoptr (MapiNameId) got_name = mapi_name_id_array_get_name (names, 0);
  g_autoptr (MapiNotification) event = mapi_notification_new_extended (1, NULL);
  g_autoptr (MapiNotificationList) no_events = mapi_notification_list_new ();
  g_autoptr (MapiNotificationList) events = mapi_notification_list_append (no_events, event);
  g_autoptr (MapiNotification) got_event = mapi_notification_list_get_notification (events, 0);

  CU_ASSERT_TRUE (got_name == name);
  CU_ASSERT_TRUE (got_event == event);
  TAP_NUMBER (mapi_name_id_array_get_size (names), 1);
  TAP_NUMBER (mapi_notification_list_get_size (events), 1);
  CU_ASSERT_PTR_NULL (mapi_name_id_array_get_name (names, 1));
  CU_ASSERT_PTR_NULL (mapi_notification_list_get_notification (events, 1));
}

static MapiRowSet *
make_rows (void)
{
  g_autoptr (MapiPropList) sample = sample_list ();
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  MapiPropList *rows[] = { sample, empty, sample };

  return mapi_row_set_new (rows, G_N_ELEMENTS (rows));
}

static void
test_rows (void)
{
  g_autoptr (MapiRowSet) rows = make_rows ();
  g_autoptr (GBytes) bytes = mapi_row_set_to_bytes (rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) again = mapi_row_set_new_from_bytes (bytes, &error);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiRowSet) longer = NULL;

  if (!TAP_NO_ERROR (error))
    return;
  row = mapi_row_set_get_row (again, 1);
  longer = mapi_row_set_append (again, row);
  TAP_NUMBER (mapi_row_set_get_size (again), 3);
  TAP_NUMBER (mapi_prop_list_get_size (row), 0);
  CU_ASSERT_TRUE (mapi_row_set_equal (rows, again));
  CU_ASSERT_FALSE (mapi_row_set_equal (rows, longer));
  CU_ASSERT_PTR_NULL (mapi_row_set_get_row (again, 3));
}

static void
expect_damage (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_row_set_new_from_bytes (bytes, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
}

static void
read_rows (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_row_set_new_from_bytes (bytes, &error);

  CU_ASSERT_EQUAL (rows == NULL, error != NULL);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autofree char *text = mapi_prop_list_to_string (row);
    }
}

static void
test_damaged_rows (void)
{
  g_autoptr (MapiRowSet) rows = make_rows ();
  g_autoptr (GBytes) bytes = mapi_row_set_to_bytes (rows);

  sample_truncate (bytes, expect_damage);
  sample_damage (bytes, read_rows);
}

TAP_MAIN ("core/containers",
          { "entry lists", test_entry_list },
          { "appending leaves the first alone", test_append_leaves_alone },
          { "tags", test_tags },
          { "problems", test_problems },
          { "sort orders", test_sort_orders },
          { "names and notifications", test_names_and_notifications },
          { "rows", test_rows },
          { "damaged rows", test_damaged_rows })
