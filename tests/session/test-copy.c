/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying between two stores, which is the support object's work. */

#include <mapi/mapi.h>

#include "mock-sqlite.h"
#include "mock-tree.h"
#include "store-pair.h"
#include "tap.h"

static void
add_message (MapiFolder *folder, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  MapiPropList *row = mapi_recipient_new (MAPI_TO, "A", "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mapi_prop_list_unref (row);
  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, &error);
  mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The subjects or names in a table, sorted, with a comma behind each. */
static char *
list (MapiTable *table, guint32 tag)
{
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (names, g_strdup (mapi_prop_list_get_string (row, tag)));
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (joined, "%s,", (const char *) g_ptr_array_index (names, i));

  return g_string_free (joined, FALSE);
}

static void
expect_messages (MapiFolder *folder, const char *subjects)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, NULL);
  g_autofree char *found = list (table, MAPI_PR_SUBJECT);

  TAP_STRING (found, subjects);
}

static MapiEntryList *
all_messages (MapiFolder *folder)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID));
    }

  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static void
test_messages (void)
{
  g_auto (StorePair) rig = { 0 };
  g_autoptr (MapiEntryList) messages = NULL;
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  store_pair_begin (&rig);
  add_message (rig.folders[0], "one");
  add_message (rig.folders[0], "two");
  messages = all_messages (rig.folders[0]);

  CU_ASSERT (mapi_folder_copy_messages (
      rig.folders[0], messages, rig.folders[1], NULL, 0, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, 0);
  expect_messages (rig.folders[0], "one,two,");
  expect_messages (rig.folders[1], "one,two,");

  CU_ASSERT (mapi_folder_copy_messages (
      rig.folders[0], messages, rig.folders[1], NULL, MAPI_MESSAGE_MOVE, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  expect_messages (rig.folders[0], "");
  expect_messages (rig.folders[1], "one,one,two,two,");
}

/* A message that is gone does not keep the others from being copied. */
static void
test_partial (void)
{
  g_auto (StorePair) rig = { 0 };
  g_autoptr (MapiEntryList) one = NULL;
  g_autoptr (MapiEntryList) both = NULL;
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  store_pair_begin (&rig);
  add_message (rig.folders[0], "one");
  one = all_messages (rig.folders[0]);
  add_message (rig.folders[0], "two");
  both = all_messages (rig.folders[0]);
  CU_ASSERT (mapi_folder_delete_messages (rig.folders[0], one, NULL, 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);

  CU_ASSERT (mapi_folder_copy_messages (
      rig.folders[0], both, rig.folders[1], NULL, 0, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  expect_messages (rig.folders[1], "two,");

  CU_ASSERT_FALSE (mapi_folder_copy_messages (
      rig.folders[0], one, rig.folders[1], NULL, 0, NULL, &warning, &error));
  CU_ASSERT_PTR_NOT_NULL (error);
}

static MapiFolder *
open_only_child (MapiFolder *folder)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (folder), 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
  g_autoptr (GBytes) entry_id =
      row != NULL ? mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID) : NULL;

  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  return entry_id != NULL ? (MapiFolder *) mapi_container_open_entry (
                                MAPI_CONTAINER (folder), entry_id, NULL, 0, NULL, NULL)
                          : NULL;
}

static void
test_folder (void)
{
  g_auto (StorePair) rig = { 0 };
  g_autoptr (MapiFolder) outer = NULL;
  g_autoptr (MapiFolder) inner = NULL;
  g_autoptr (MapiFolder) outer_copy = NULL;
  g_autoptr (MapiFolder) inner_copy = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiTable) left = NULL;
  g_autofree char *names = NULL;
  g_autoptr (GError) error = NULL;

  store_pair_begin (&rig);
  outer = mock_tree_make_folder (rig.folders[0], "outer");
  inner = mock_tree_make_folder (outer, "inner");
  add_message (outer, "in outer");
  add_message (inner, "in inner");
  entry_id = mock_sqlite_get_bytes (outer, MAPI_PR_ENTRYID);

  CU_ASSERT (mapi_folder_copy_folder (rig.folders[0],
                                      entry_id,
                                      rig.folders[1],
                                      "moved",
                                      NULL,
                                      MAPI_FOLDER_MOVE,
                                      NULL,
                                      NULL,
                                      &error));
  TAP_NO_ERROR (error);
  outer_copy = open_only_child (rig.folders[1]);
  inner_copy = outer_copy != NULL ? open_only_child (outer_copy) : NULL;
  CU_ASSERT_PTR_NOT_NULL (inner_copy);
  if (inner_copy == NULL)
    return;
  expect_messages (outer_copy, "in outer,");
  expect_messages (inner_copy, "in inner,");
  left = mapi_container_get_hierarchy_table (MAPI_CONTAINER (rig.folders[0]), 0, NULL, NULL);
  names = list (left, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (names, "");
}

TAP_MAIN ("session/copy",
          { "messages are copied and moved to another store", test_messages },
          { "what cannot be copied is left out with a warning", test_partial },
          { "a folder is moved to another store with all in it", test_folder })
