/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "precious-rig.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

/* Values that are not what their tags say, and tags that say nothing. */

#define UNKNOWN_TAG 0x3f7f001fU

/* The code of the problem with @tag, 0 without one. */
static gint32
find_code (MapiPropProblemArray *problems, guint32 tag)
{
  guint n = problems != NULL ? mapi_prop_problem_array_get_size (problems) : 0;

  for (guint i = 0; i < n; i++)
    if (mapi_prop_problem_array_get_tag (problems, i) == tag)
      return mapi_prop_problem_array_get_code (problems, i);
  return 0;
}

/* Values of three types for the property of @tag, of which at least two are wrong. */
static void
expect_unexpected (gpointer object, guint32 tag)
{
  guint32 number = mapi_prop_tag_change_type (tag, MAPI_PT_LONG);
  guint32 data = mapi_prop_tag_change_type (tag, MAPI_PT_BINARY);
  guint32 truth = mapi_prop_tag_change_type (tag, MAPI_PT_BOOLEAN);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\xff\x00\xfe", 3);

  if (number != tag)
    TAP_NUMBER (precious_rig_set (object, mapi_prop_value_new_long (number, 7)),
                MAPI_E_UNEXPECTED_TYPE);
  if (data != tag)
    TAP_NUMBER (precious_rig_set (object, mapi_prop_value_new_binary (data, bytes)),
                MAPI_E_UNEXPECTED_TYPE);
  TAP_NUMBER (precious_rig_set (object, mapi_prop_value_new_boolean (truth, TRUE)),
              MAPI_E_UNEXPECTED_TYPE);
}

/* What the store reads itself keeps its type, and its value. */
static void
test_wrong_types (void)
{
  static const guint32 tags[] = {
    MAPI_PR_SUBJECT,
    MAPI_PR_MESSAGE_CLASS,
    MAPI_PR_MESSAGE_FLAGS,
    MAPI_PR_MESSAGE_DELIVERY_TIME,
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_SENDER_NAME,
    MAPI_PR_IMPORTANCE,
    MAPI_PR_BODY,
    MAPI_PR_RTF_COMPRESSED,
  };
  PreciousRig      fixture;
  g_autofree char *name = NULL;

  if (!precious_rig_set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    expect_unexpected (fixture.message, tags[i]);
  expect_unexpected (fixture.inbox, MAPI_PR_DISPLAY_NAME);
  name = mock_sqlite_get_text (fixture.inbox, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (name, "Inbox");
  mock_sqlite_save (fixture.message);
  precious_rig_tear_down (&fixture);
}

/* A folder may have a subject of any type, a message not: what a copy leaves out is told. */
static void
test_wrong_copies (void)
{
  guint32 tag = mapi_prop_tag_change_type (MAPI_PR_SUBJECT, MAPI_PT_LONG);
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropProblemArray) props = NULL;
  g_autoptr (MapiPropProblemArray) to = NULL;
  g_autoptr (MapiMessage) message = NULL;
  MapiProp *folder;

  store_pair_begin (&pair);
  folder = MAPI_PROP (pair.folders[0]);
  message = mapi_folder_create_message (pair.folders[0], NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_set (folder, mapi_prop_value_new_long (tag, 7));
  mapi_prop_copy_props (folder, tags, NULL, MAPI_PROP (message), 0, &props, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (find_code (props, tag), MAPI_E_UNEXPECTED_TYPE);
  mapi_prop_copy_to (folder, NULL, NULL, NULL, MAPI_PROP (message), 0, &to, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (find_code (to, tag), MAPI_E_UNEXPECTED_TYPE);
}

/* The others take whatever type is set last, as the page of SetProps allows. */
static void
test_other_types (void)
{
  PreciousRig fixture;
  guint32     number = mapi_prop_tag_change_type (MAPI_PR_COMMENT, MAPI_PT_LONG);
  guint32     object = mapi_prop_tag_change_type (MAPI_PR_COMMENT, MAPI_PT_OBJECT);
  g_autoptr (MapiPropValue) text = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autofree char *comment = NULL;

  if (!precious_rig_set_up (&fixture))
    return;
  mock_sqlite_set (fixture.message, mapi_prop_value_new_string (MAPI_PR_COMMENT, "Words"));
  mock_sqlite_set (fixture.message, mapi_prop_value_new_long (number, 7));
  mock_sqlite_save (fixture.message);
  text = mock_sqlite_get (fixture.message, MAPI_PR_COMMENT);
  value = mock_sqlite_get (fixture.message, number);
  TAP_NUMBER (mapi_prop_value_get_error (text), MAPI_E_NOT_FOUND);
  TAP_NUMBER (mapi_prop_value_get_long (value), 7);
  mock_sqlite_set (fixture.message, mapi_prop_value_new_string (MAPI_PR_COMMENT, "Again"));
  comment = mock_sqlite_get_text (fixture.message, MAPI_PR_COMMENT);
  TAP_STRING (comment, "Again");
  TAP_NUMBER (precious_rig_set (fixture.message, mapi_prop_value_new_object (object)),
              MAPI_E_INVALID_PARAMETER);
  precious_rig_tear_down (&fixture);
}

static void
ask_object (MapiProp *object, guint32 tag)
{
  guint32 warning = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropList) props = mapi_prop_get_props (object, tags, 0, NULL, &warning, &error);
  g_autoptr (MapiNameIdArray) names = NULL;
  g_autoptr (GObject) stream = NULL;

  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  TAP_NUMBER (mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (props, 0)), MAPI_PT_ERROR);
  names = mapi_prop_get_names_from_ids (object, tags, NULL, 0, NULL, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  CU_ASSERT_TRUE (mapi_prop_delete_props (object, tags, &problems, NULL, &error));
  TAP_NO_ERROR (error);
  stream = mapi_prop_open_property (object, tag, "MapiStream", 0, 0, NULL, &error);
  CU_ASSERT_PTR_NULL (stream);
  CU_ASSERT_TRUE (error != NULL &&
                  (error->code == MAPI_E_NOT_FOUND || error->code == MAPI_E_NO_SUPPORT ||
                   error->code == MAPI_E_INVALID_PARAMETER));
}

/* A column that nobody has set is an error in each row, and sorts and restricts like that. */
static void
ask_table (MapiTable *table, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_append (none, tag, 0);
  g_autoptr (MapiRestriction) exists = mapi_restriction_new_exist (tag);
  g_autoptr (MapiRowSet) rows = NULL;

  mapi_table_set_columns (table, tags, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_table_sort_table (table, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
  rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  CU_ASSERT_FALSE (
      mapi_table_find_row (table, exists, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error));
  precious_rig_expect (g_steal_pointer (&error), MAPI_E_NOT_FOUND);
  mapi_table_restrict (table, exists, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), 0);
  mapi_table_restrict (table, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
test_unknown_tags (void)
{
  static const guint32 tags[] = { UNKNOWN_TAG, 0xfffe001f, 0x3f7f00ff, 0x3f7fffff, 0, G_MAXUINT32 };
  PreciousRig          fixture;
  g_autoptr (MapiTable) table = NULL;

  if (!precious_rig_set_up (&fixture))
    return;
  table = precious_rig_open_contents (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      ask_object (MAPI_PROP (fixture.message), tags[i]);
      ask_object (MAPI_PROP (fixture.inbox), tags[i]);
      ask_object (MAPI_PROP (fixture.client.store), tags[i]);
      ask_table (table, tags[i]);
    }
  precious_rig_tear_down (&fixture);
}

/* A name that is not UTF-8 is refused by whatever takes it, and makes nothing. */
static void
expect_bad_name (PreciousRig *fixture, MapiFolder *folder, const char *name)
{
  MapiMsgStore *store = fixture->client.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (folder);

  CU_ASSERT_PTR_NULL (mapi_folder_create_folder (
      fixture->subtree, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, &error));
  precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_PTR_NULL (mapi_folder_create_folder (
      fixture->subtree, MAPI_FOLDER_GENERIC, "Good", name, 0, NULL, &error));
  precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_FALSE (mapi_folder_copy_folder (
      fixture->subtree, id, fixture->subtree, name, NULL, 0, NULL, NULL, &error));
  precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_FALSE (mapi_msg_store_set_receive_folder (store, name, 0, id, NULL, &error));
  precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_PTR_NULL (mapi_msg_store_get_receive_folder (store, name, 0, NULL, NULL, &error));
  precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
}

static void
test_names (void)
{
  static const char *const names[] = { "\xff", "cut short \xc3", "\xed\xa0\x80", "\xc0\x80" };
  PreciousRig              fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) set = mapi_uid_new ();
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!precious_rig_set_up (&fixture))
    return;
  folder = mapi_folder_create_folder (
      fixture.subtree, MAPI_FOLDER_GENERIC, "Folder", NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  table = mapi_container_get_hierarchy_table (MAPI_CONTAINER (fixture.subtree), 0, NULL, &error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      expect_bad_name (&fixture, folder, names[i]);
      CU_ASSERT_PTR_NULL (mapi_name_id_new_from_string (set, names[i]));
      CU_ASSERT_PTR_NULL (mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, names[i]));
    }
  TAP_NUMBER (mock_sqlite_count (table), 5);
  precious_rig_tear_down (&fixture);
}

/* A folder keeps its name where the new one is no text, and takes the next that is. */
static void
test_nul (void)
{
  static const char bad[][9] = { "Good\0bad", "\0no name", "Half a \x81" };
  PreciousRig       fixture;
  guint32           tag = mapi_prop_tag_change_type (MAPI_PR_DISPLAY_NAME, MAPI_PT_STRING8);
  g_autofree char  *before = NULL;
  g_autofree char  *after = NULL;
  g_autofree char  *named = NULL;
  g_autoptr (GBytes) good = g_bytes_new_static ("Gr\xfcn", 4);

  if (!precious_rig_set_up (&fixture))
    return;
  before = mock_sqlite_get_text (fixture.subtree, MAPI_PR_DISPLAY_NAME);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad[i], 8);

      TAP_NUMBER (precious_rig_set (fixture.subtree, mapi_prop_value_new_string8 (tag, bytes)),
                  MAPI_E_INVALID_PARAMETER);
    }
  after = mock_sqlite_get_text (fixture.subtree, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (after, before);
  TAP_NUMBER (precious_rig_set (fixture.subtree, mapi_prop_value_new_string8 (tag, good)), 0);
  named = mock_sqlite_get_text (fixture.subtree, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (named, "Gr\xc3\xbcn");
  precious_rig_tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-bad-values",
          { "text with NUL", test_nul },
          { "wrong types", test_wrong_types },
          { "wrong types are not copied", test_wrong_copies },
          { "other types", test_other_types },
          { "unknown tags", test_unknown_tags },
          { "names that are not UTF-8", test_names })
