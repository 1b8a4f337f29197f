/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What callers get wrong: a documented code, nothing lost, and a store that goes on working. */

#include "mock-sqlite.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

#define UNKNOWN_TAG 0x3f7f001fU

#define MV_LONG_TAG 0x8fff1003U

#define MV_STRING_TAG 0x8ffe101fU

#define MV_I2_TAG 0x8ffd1002U

#define MANY 1000000

#define MANY_ROWS 70000

#define MOST (1 << 23) /* values of a property */

#define DEEPEST 256    /* as deep as a restriction can be */

#define DEEP 10000

typedef struct
{
  MockSqlite   client;
  MapiFolder  *inbox;
  MapiFolder  *subtree;
  MapiMessage *message; /* what must not suffer: the only message, in the Inbox */
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ 0 };
  if (!mock_sqlite_open_new (&fixture->client))
    return FALSE;
  fixture->inbox = mock_sqlite_open_inbox (fixture->client.store);
  fixture->subtree = mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  fixture->message = mapi_folder_create_message (fixture->inbox, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_set (fixture->message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Precious"));
  mock_sqlite_save (fixture->message);
  return TRUE;
}

static MapiTable *
open_contents (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fixture->inbox), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static void
expect_sound (Fixture *fixture)
{
  g_autoptr (MapiTable) table = open_contents (fixture);
  g_autofree char *subject = mock_sqlite_get_cell (table, 0, MAPI_PR_SUBJECT);

  TAP_NUMBER (mock_sqlite_count (table), 1);
  CU_ASSERT_PTR_NOT_NULL (subject != NULL ? strstr (subject, "Precious") : NULL);
}

static void
tear_down (Fixture *fixture)
{
  expect_sound (fixture);
  g_clear_object (&fixture->message);
  g_clear_object (&fixture->inbox);
  g_clear_object (&fixture->subtree);
  mock_sqlite_close (&fixture->client);
}

/* Takes @error, which must be of that code. */
static void
expect (GError *error, gint32 code)
{
  g_autoptr (GError) owned = error;

  TAP_ERROR (owned, MAPI_ERROR, code);
}

/* The code of the problem with @value, 0 where it is set. */
static gint32
set_badly (gpointer object, MapiPropValue *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) owned = value;
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;

  if (!mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error))
    return error->code;
  return problems != NULL ? mapi_prop_problem_array_get_code (problems, 0) : 0;
}

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
    TAP_NUMBER (set_badly (object, mapi_prop_value_new_long (number, 7)), MAPI_E_UNEXPECTED_TYPE);
  if (data != tag)
    TAP_NUMBER (set_badly (object, mapi_prop_value_new_binary (data, bytes)),
                MAPI_E_UNEXPECTED_TYPE);
  TAP_NUMBER (set_badly (object, mapi_prop_value_new_boolean (truth, TRUE)),
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
  Fixture          fixture;
  g_autofree char *name = NULL;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    expect_unexpected (fixture.message, tags[i]);
  expect_unexpected (fixture.inbox, MAPI_PR_DISPLAY_NAME);
  name = mock_sqlite_get_text (fixture.inbox, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (name, "Inbox");
  mock_sqlite_save (fixture.message);
  tear_down (&fixture);
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
  Fixture fixture;
  guint32 number = mapi_prop_tag_change_type (MAPI_PR_COMMENT, MAPI_PT_LONG);
  guint32 object = mapi_prop_tag_change_type (MAPI_PR_COMMENT, MAPI_PT_OBJECT);
  g_autoptr (MapiPropValue) text = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autofree char *comment = NULL;

  if (!set_up (&fixture))
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
  TAP_NUMBER (set_badly (fixture.message, mapi_prop_value_new_object (object)),
              MAPI_E_INVALID_PARAMETER);
  tear_down (&fixture);
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
  expect (g_steal_pointer (&error), MAPI_E_NOT_FOUND);
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
  Fixture              fixture;
  g_autoptr (MapiTable) table = NULL;

  if (!set_up (&fixture))
    return;
  table = open_contents (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      ask_object (MAPI_PROP (fixture.message), tags[i]);
      ask_object (MAPI_PROP (fixture.inbox), tags[i]);
      ask_object (MAPI_PROP (fixture.client.store), tags[i]);
      ask_table (table, tags[i]);
    }
  tear_down (&fixture);
}

/* A name that is not UTF-8 is refused by whatever takes it, and makes nothing. */
static void
expect_bad_name (Fixture *fixture, MapiFolder *folder, const char *name)
{
  MapiMsgStore *store = fixture->client.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (folder);

  CU_ASSERT_PTR_NULL (mapi_folder_create_folder (
      fixture->subtree, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, &error));
  expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_PTR_NULL (mapi_folder_create_folder (
      fixture->subtree, MAPI_FOLDER_GENERIC, "Good", name, 0, NULL, &error));
  expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_FALSE (mapi_folder_copy_folder (
      fixture->subtree, id, fixture->subtree, name, NULL, 0, NULL, NULL, &error));
  expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_FALSE (mapi_msg_store_set_receive_folder (store, name, 0, id, NULL, &error));
  expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
  CU_ASSERT_PTR_NULL (mapi_msg_store_get_receive_folder (store, name, 0, NULL, NULL, &error));
  expect (g_steal_pointer (&error), MAPI_E_INVALID_PARAMETER);
}

static void
test_names (void)
{
  static const char *const names[] = { "\xff", "cut short \xc3", "\xed\xa0\x80", "\xc0\x80" };
  Fixture                  fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) set = mapi_uid_new ();
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!set_up (&fixture))
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
  tear_down (&fixture);
}

/* Calls that take the entry identifier of a message or of a folder. */
typedef gboolean (*Call) (Fixture *fixture, GBytes *id, GError **error);

static gboolean
call_open (Fixture *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiProp) object =
      mapi_msg_store_open_entry (fixture->client.store, id, NULL, 0, NULL, error);

  return object != NULL;
}

static gboolean
call_abort (Fixture *fixture, GBytes *id, GError **error)
{
  return mapi_msg_store_abort_submit (fixture->client.store, id, 0, NULL, error);
}

static gboolean
call_receive (Fixture *fixture, GBytes *id, GError **error)
{
  return mapi_msg_store_set_receive_folder (fixture->client.store, "IPM.Bad", 0, id, NULL, error);
}

static gboolean
call_copy (Fixture *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  return mapi_folder_copy_messages (
      fixture->inbox, list, fixture->subtree, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, error);
}

static gboolean
call_delete (Fixture *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  return mapi_folder_delete_messages (fixture->inbox, list, NULL, 0, NULL, NULL, error);
}

static gboolean
call_read (Fixture *fixture, GBytes *id, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  return mapi_folder_set_read_flags (fixture->inbox, list, NULL, 0, NULL, NULL, error);
}

static gboolean
call_status (Fixture *fixture, GBytes *id, GError **error)
{
  return mapi_folder_set_message_status (fixture->inbox, id, 1, 1, NULL, NULL, error);
}

static gboolean
call_copy_folder (Fixture *fixture, GBytes *id, GError **error)
{
  return mapi_folder_copy_folder (
      fixture->subtree, id, fixture->subtree, "Copy", NULL, 0, NULL, NULL, error);
}

static gboolean
call_delete_folder (Fixture *fixture, GBytes *id, GError **error)
{
  return mapi_folder_delete_folder (
      fixture->subtree, id, NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, NULL, NULL, error);
}

static void
refuse_entry_id (Fixture *fixture, GBytes *id)
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
refuse_parts (Fixture *fixture, gpointer object)
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
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  refuse_parts (&fixture, fixture.message);
  refuse_parts (&fixture, fixture.inbox);
  tear_down (&fixture);
}

static void
test_other_store (void)
{
  Fixture fixture;
  Fixture other;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) folder = NULL;

  if (!set_up (&fixture) || !set_up (&other))
    return;
  message = mock_sqlite_get_entry_id (other.message);
  folder = mock_sqlite_get_entry_id (other.inbox);
  refuse_entry_id (&fixture, message);
  refuse_entry_id (&fixture, folder);
  tear_down (&other);
  tear_down (&fixture);
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
  Fixture fixture;
  g_autoptr (MapiPropValue) longs = make_longs (MANY);
  g_autoptr (MapiPropValue) strings = make_many_strings ();
  g_autoptr (MapiPropValue) longs_again = NULL;
  g_autoptr (MapiPropValue) strings_again = NULL;
  g_autoptr (MapiMessage) again = NULL;

  if (!set_up (&fixture))
    return;
  mock_sqlite_set (fixture.message, mapi_prop_value_ref (longs));
  mock_sqlite_set (fixture.message, mapi_prop_value_ref (strings));
  mock_sqlite_save (fixture.message);
  again = mock_sqlite_reopen (fixture.client.store, fixture.message);
  longs_again = mock_sqlite_get (again, MV_LONG_TAG);
  strings_again = mock_sqlite_get (again, MV_STRING_TAG);
  CU_ASSERT_TRUE (mapi_prop_value_equal (longs, longs_again));
  CU_ASSERT_TRUE (mapi_prop_value_equal (strings, strings_again));
  tear_down (&fixture);
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
  Fixture fixture;
  guint32 shown = MV_LONG_TAG | MAPI_MV_INSTANCE;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&shown, 1);
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (1, 0);
  g_autoptr (MapiSortOrderSet) by_value =
      mapi_sort_order_set_append (none, shown, MAPI_TABLE_SORT_ASCEND);

  if (!set_up (&fixture))
    return;
  save_longs (fixture.message, MANY_ROWS);
  table = open_contents (&fixture);
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
  tear_down (&fixture);
}

/* What no table could show whole is not taken. */
static void
test_too_many (void)
{
  Fixture            fixture;
  g_autofree gint16 *numbers = g_new0 (gint16, MOST + 1);
  g_autoptr (MapiPropValue) most = mapi_prop_value_new_mv_i2 (MV_I2_TAG, numbers, MOST);
  g_autoptr (MapiPropValue) more = mapi_prop_value_new_mv_i2 (MV_I2_TAG, numbers, MOST + 1);

  if (!set_up (&fixture))
    return;
  TAP_NUMBER (set_badly (fixture.message, mapi_prop_value_ref (most)), 0);
  TAP_NUMBER (set_badly (fixture.message, mapi_prop_value_ref (more)), MAPI_E_NOT_ENOUGH_MEMORY);
  tear_down (&fixture);
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
    expect (g_steal_pointer (&error), code);
  else
    TAP_NUMBER (tree != NULL ? mapi_restriction_get_depth (tree) : 0, depth);
}

/* What is deeper than a tree can be is refused where it is made, from parts or from bytes, so that
 * no table and no search ever sees it; the deepest works in all of them. */
static void
test_deep (void)
{
  Fixture fixture;
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
  if (!set_up (&fixture))
    return;
  table = open_contents (&fixture);
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
  tear_down (&fixture);
}

/* Bookmarks are numbers that the table gives: no other is one. */
static void
test_bookmarks (void)
{
  static const guint32 numbers[] = { 3, 4, 0x7fffffff, 0x80000000, G_MAXUINT32 };
  Fixture              fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRestriction) exists = mapi_restriction_new_exist (MAPI_PR_SUBJECT);

  if (!set_up (&fixture))
    return;
  table = open_contents (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      CU_ASSERT_FALSE (mapi_table_seek_row (table, numbers[i], 0, NULL, NULL, NULL, &error));
      expect (g_steal_pointer (&error), MAPI_E_INVALID_BOOKMARK);
      CU_ASSERT_FALSE (mapi_table_find_row (table, exists, numbers[i], 0, NULL, NULL, &error));
      expect (g_steal_pointer (&error), MAPI_E_INVALID_BOOKMARK);
      CU_ASSERT_FALSE (mapi_table_free_bookmark (table, numbers[i], &error));
      expect (g_steal_pointer (&error), MAPI_E_INVALID_BOOKMARK);
    }
  tear_down (&fixture);
}

/* A folder keeps its name where the new one is no text, and takes the next that is. */
static void
test_nul (void)
{
  static const char bad[][9] = { "Good\0bad", "\0no name", "Half a \x81" };
  Fixture           fixture;
  guint32           tag = mapi_prop_tag_change_type (MAPI_PR_DISPLAY_NAME, MAPI_PT_STRING8);
  g_autofree char  *before = NULL;
  g_autofree char  *after = NULL;
  g_autofree char  *named = NULL;
  g_autoptr (GBytes) good = g_bytes_new_static ("Gr\xfcn", 4);

  if (!set_up (&fixture))
    return;
  before = mock_sqlite_get_text (fixture.subtree, MAPI_PR_DISPLAY_NAME);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad[i], 8);

      TAP_NUMBER (set_badly (fixture.subtree, mapi_prop_value_new_string8 (tag, bytes)),
                  MAPI_E_INVALID_PARAMETER);
    }
  after = mock_sqlite_get_text (fixture.subtree, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (after, before);
  TAP_NUMBER (set_badly (fixture.subtree, mapi_prop_value_new_string8 (tag, good)), 0);
  named = mock_sqlite_get_text (fixture.subtree, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (named, "Gr\xc3\xbcn");
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-bad-input",
          { "entry identifiers cut short", test_cut_short },
          { "entry identifiers of another store", test_other_store },
          { "a million values", test_many },
          { "a table with many rows of one message", test_many_rows },
          { "more values than a table can show", test_too_many },
          { "deep restrictions", test_deep },
          { "bookmarks that are none", test_bookmarks },
          { "text with NUL", test_nul },
          { "wrong types", test_wrong_types },
          { "wrong types are not copied", test_wrong_copies },
          { "other types", test_other_types },
          { "unknown tags", test_unknown_tags },
          { "names that are not UTF-8", test_names })
