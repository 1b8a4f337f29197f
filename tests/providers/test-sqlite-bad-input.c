/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "precious-rig.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

/* What callers get wrong: a documented code, nothing lost, and a store that goes on working. */

#define MV_LONG_TAG 0x8fff1003U

#define MV_STRING_TAG 0x8ffe101fU

#define MV_I2_TAG 0x8ffd1002U

#define MANY 1000000

#define MANY_ROWS 70000

#define MOST (1 << 23) /* values of a property */

#define DEEPEST 256 /* as deep as a restriction can be */

#define DEEP 10000

/* Calls that take the entry identifier of a message or of a folder. */
typedef gboolean (*Call) (PreciousRig *fixture, GBytes *id, GError **error);

static gboolean
call_open (PreciousRig *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiProp) object =
      mapi_msg_store_open_entry (fixture->client.store, id, NULL, 0, NULL, error);

  return object != NULL;
}

static gboolean
call_abort (PreciousRig *fixture, GBytes *id, GError **error)
{
  return mapi_msg_store_abort_submit (fixture->client.store, id, 0, NULL, error);
}

static gboolean
call_receive (PreciousRig *fixture, GBytes *id, GError **error)
{
  return mapi_msg_store_set_receive_folder (fixture->client.store, "IPM.Bad", 0, id, NULL, error);
}

static gboolean
call_copy (PreciousRig *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  return mapi_folder_copy_messages (
      fixture->inbox, list, fixture->subtree, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, error);
}

static gboolean
call_delete (PreciousRig *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  return mapi_folder_delete_messages (fixture->inbox, list, NULL, 0, NULL, NULL, error);
}

static gboolean
call_read (PreciousRig *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  return mapi_folder_set_read_flags (fixture->inbox, list, NULL, 0, NULL, NULL, error);
}

static gboolean
call_status (PreciousRig *fixture, GBytes *id, GError **error)
{
  return mapi_folder_set_message_status (fixture->inbox, id, 1, 1, NULL, NULL, error);
}

static gboolean
call_copy_folder (PreciousRig *fixture, GBytes *id, GError **error)
{
  return mapi_folder_copy_folder (
      fixture->subtree, id, fixture->subtree, "Copy", NULL, 0, NULL, NULL, error);
}

static gboolean
call_delete_folder (PreciousRig *fixture, GBytes *id, GError **error)
{
  return mapi_folder_delete_folder (
      fixture->subtree, id, NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, NULL, NULL, error);
}

static void
refuse_entry_id (PreciousRig *fixture, GBytes *id)
{
  static const Call calls[] = { call_open,   call_abort,       call_receive,
                                call_copy,   call_delete,      call_read,
                                call_status, call_copy_folder, call_delete_folder };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;

      CU_ASSERT_FALSE (calls[i](fixture, id, &error));
      CU_ASSERT_TRUE (g_error_matches (error, MAPI_ERROR, MAPI_E_UNKNOWN_ENTRYID) ||
                      g_error_matches (error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID));
    }
}

static void
refuse_parts (PreciousRig *fixture, gpointer object)
{
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (object);

  for (gsize size = 1; size < g_bytes_get_size (id); size++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (id, 0, size);
      gboolean same = FALSE;

      refuse_entry_id (fixture, part);
      mapi_msg_store_compare_entry_ids (fixture->client.store, id, part, 0, &same, &error);
      CU_ASSERT_FALSE (same);
    }
}

static void
test_cut_short (void)
{
  PreciousRig fixture;

  if (!precious_rig_set_up (&fixture))
    return;
  refuse_parts (&fixture, fixture.message);
  refuse_parts (&fixture, fixture.inbox);
  precious_rig_tear_down (&fixture);
}

static void
test_other_store (void)
{
  PreciousRig fixture;
  PreciousRig other;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) folder = NULL;

  if (!precious_rig_set_up (&fixture) || !precious_rig_set_up (&other))
    return;
  message = mock_sqlite_get_entry_id (other.message);
  folder = mock_sqlite_get_entry_id (other.inbox);
  refuse_entry_id (&fixture, message);
  refuse_entry_id (&fixture, folder);
  precious_rig_tear_down (&other);
  precious_rig_tear_down (&fixture);
}

static MapiPropValue *
make_many_strings (void)
{
  g_auto (GStrv) texts = g_new0 (char *, MANY + 1);

  for (guint i = 0; i < MANY; i++)
    texts[i] = g_strdup_printf ("%u", i);
  return mapi_prop_value_new_mv_string (MV_STRING_TAG, (const char *const *) texts);
}

static MapiPropValue *
make_longs (guint n)
{
  g_autofree gint32 *numbers = g_new (gint32, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = (gint32) i;
  return mapi_prop_value_new_mv_long (MV_LONG_TAG, numbers, n);
}

/* Kept whole. */
static void
test_many (void)
{
  PreciousRig fixture;
  g_autoptr (MapiPropValue) longs = make_longs (MANY);
  g_autoptr (MapiPropValue) strings = make_many_strings ();
  g_autoptr (MapiPropValue) longs_again = NULL;
  g_autoptr (MapiPropValue) strings_again = NULL;
  g_autoptr (MapiMessage) again = NULL;

  if (!precious_rig_set_up (&fixture))
    return;
  mock_sqlite_set (fixture.message, mapi_prop_value_ref (longs));
  mock_sqlite_set (fixture.message, mapi_prop_value_ref (strings));
  mock_sqlite_save (fixture.message);
  again = mock_sqlite_reopen (fixture.client.store, fixture.message);
  longs_again = mock_sqlite_get (again, MV_LONG_TAG);
  strings_again = mock_sqlite_get (again, MV_STRING_TAG);
  CU_ASSERT_TRUE (mapi_prop_value_equal (longs, longs_again));
  CU_ASSERT_TRUE (mapi_prop_value_equal (strings, strings_again));
  precious_rig_tear_down (&fixture);
}

static void
save_longs (MapiMessage *message, guint n)
{
  mock_sqlite_set (message, make_longs (n));
  mock_sqlite_save (message);
}

/* A table with a row for each value shows all of them, and the changes to so many; so do
 * categories. */
static void
test_many_rows (void)
{
  PreciousRig fixture;
  guint32     shown = MV_LONG_TAG | MAPI_MV_INSTANCE;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&shown, 1);
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (1, 0);
  g_autoptr (MapiSortOrderSet) by_value =
      mapi_sort_order_set_append (none, shown, MAPI_TABLE_SORT_ASCEND);

  if (!precious_rig_set_up (&fixture))
    return;
  save_longs (fixture.message, MANY_ROWS);
  table = precious_rig_open_contents (&fixture);
  mapi_table_set_columns (table, columns, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), MANY_ROWS);
  save_longs (fixture.message, MANY_ROWS - 1);
  TAP_NUMBER (mock_sqlite_count (table), MANY_ROWS - 1);
  mapi_table_sort_table (table, by_value, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), MANY_ROWS - 1);
  save_longs (fixture.message, 2);
  TAP_NUMBER (mock_sqlite_count (table), 2);
  precious_rig_tear_down (&fixture);
}

/* What no table could show whole is not taken. */
static void
test_too_many (void)
{
  PreciousRig        fixture;
  g_autofree gint16 *numbers = g_new0 (gint16, MOST + 1);
  g_autoptr (MapiPropValue) most = mapi_prop_value_new_mv_i2 (MV_I2_TAG, numbers, MOST);
  g_autoptr (MapiPropValue) more = mapi_prop_value_new_mv_i2 (MV_I2_TAG, numbers, MOST + 1);

  if (!precious_rig_set_up (&fixture))
    return;
  TAP_NUMBER (precious_rig_set (fixture.message, mapi_prop_value_ref (most)), 0);
  TAP_NUMBER (precious_rig_set (fixture.message, mapi_prop_value_ref (more)),
              MAPI_E_NOT_ENOUGH_MEMORY);
  precious_rig_tear_down (&fixture);
}

static MapiRestriction *
nest (guint depth)
{
  MapiRestriction *tree = mapi_restriction_new_exist (MAPI_PR_SUBJECT);

  for (guint i = 1; i < depth && tree != NULL; i++)
    {
      g_autoptr (MapiRestriction) child = tree;

      tree = mapi_restriction_new_not (child);
    }
  return tree;
}

/* The bytes of a tree that nobody can make: those of two levels differ by what one level adds. */
static GBytes *
nest_bytes (guint depth)
{
  g_autoptr (MapiRestriction) one = nest (1);
  g_autoptr (MapiRestriction) two = nest (2);
  g_autoptr (GBytes) short_bytes = mapi_restriction_to_bytes (one);
  g_autoptr (GBytes) long_bytes = mapi_restriction_to_bytes (two);
  gsize         level = g_bytes_get_size (long_bytes) - g_bytes_get_size (short_bytes);
  gsize         head = g_bytes_get_size (short_bytes) - level;
  const guint8 *data = g_bytes_get_data (long_bytes, NULL);
  GByteArray   *forged = g_byte_array_new ();

  g_byte_array_append (forged, data, (guint) head);
  for (guint i = 1; i < depth; i++)
    g_byte_array_append (forged, data + head, (guint) level);
  g_byte_array_append (forged, data + head + level, (guint) level);
  return g_byte_array_free_to_bytes (forged);
}

static void
expect_depth_of_bytes (guint depth, gint32 code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = nest_bytes (depth);
  g_autoptr (MapiRestriction) tree = mapi_restriction_new_from_bytes (bytes, &error);

  if (code != 0)
    precious_rig_expect (g_steal_pointer (&error), code);
  else
    TAP_NUMBER (tree != NULL ? mapi_restriction_get_depth (tree) : 0, depth);
}

/* What is deeper than a tree can be is refused where it is made, from parts or from bytes, so that
 * no table and no search ever sees it; the deepest works in all of them. */
static void
test_deep (void)
{
  PreciousRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MapiEntryList) containers = NULL;
  g_autoptr (MapiRestriction) got = NULL;
  g_autoptr (MapiRestriction) deepest = nest (DEEPEST - 1); /* an even number of NOT */

  CU_ASSERT_PTR_NULL (nest (DEEP));
  expect_depth_of_bytes (DEEPEST, 0);
  expect_depth_of_bytes (DEEPEST + 1, MAPI_E_TOO_COMPLEX);
  expect_depth_of_bytes (DEEP, MAPI_E_TOO_COMPLEX);
  if (!precious_rig_set_up (&fixture))
    return;
  table = precious_rig_open_contents (&fixture);
  mapi_table_restrict (table, deepest, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), 1);
  CU_ASSERT_TRUE (
      mapi_table_find_row (table, deepest, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  search = mapi_folder_create_folder (
      fixture.subtree, MAPI_FOLDER_SEARCH, "Search", NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  folder_id = mock_sqlite_get_entry_id (fixture.inbox);
  containers = mapi_entry_list_new (&folder_id, 1);
  mapi_container_set_search_criteria (
      MAPI_CONTAINER (search), deepest, containers, MAPI_FOREGROUND_SEARCH, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_container_get_search_criteria (MAPI_CONTAINER (search), 0, &got, NULL, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (got != NULL ? mapi_restriction_get_depth (got) : 0, DEEPEST - 1);
  precious_rig_tear_down (&fixture);
}

/* Bookmarks are numbers that the table gives: no other is one. */
static void
test_bookmarks (void)
{
  static const guint32 numbers[] = { 3, 4, 0x7fffffff, 0x80000000, G_MAXUINT32 };
  PreciousRig          fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRestriction) exists = mapi_restriction_new_exist (MAPI_PR_SUBJECT);

  if (!precious_rig_set_up (&fixture))
    return;
  table = precious_rig_open_contents (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      CU_ASSERT_FALSE (mapi_table_seek_row (table, numbers[i], 0, NULL, NULL, NULL, &error));
      precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_BOOKMARK);
      CU_ASSERT_FALSE (mapi_table_find_row (table, exists, numbers[i], 0, NULL, NULL, &error));
      precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_BOOKMARK);
      CU_ASSERT_FALSE (mapi_table_free_bookmark (table, numbers[i], &error));
      precious_rig_expect (g_steal_pointer (&error), MAPI_E_INVALID_BOOKMARK);
    }
  precious_rig_tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-bad-input",
          { "entry identifiers cut short", test_cut_short },
          { "entry identifiers of another store", test_other_store },
          { "a million values", test_many },
          { "a table with many rows of one message", test_many_rows },
          { "more values than a table can show", test_too_many },
          { "deep restrictions", test_deep },
          { "bookmarks that are none", test_bookmarks })
