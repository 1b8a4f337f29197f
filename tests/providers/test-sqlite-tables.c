/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Contents tables with categories, with a row for each value, and with a saved order; strings of
 * either type, and the status object. */

#include "mock-sqlite.h"
#include "mock-table-copy.h"
#include "tap.h"

#define PR_KEYWORDS 0x6801101Fu /* PT_MV_UNICODE */

typedef struct
{
  char       *path;
  MockSqlite  client;
  MapiFolder *inbox;
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/tables-%u.db", tap_folder (), ++n) };
  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  fixture->inbox = mock_sqlite_open_inbox (fixture->client.store);
  return TRUE;
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->inbox);
  mock_sqlite_close (&fixture->client);
  g_free (fixture->path);
}

static void
fill (MapiMessage *message, const char *subject, gint32 importance)
{
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, importance));
}

static GBytes *
add_message (MapiFolder *folder, const char *subject, gint32 importance, const char *keywords)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);

  fill (message, subject, importance);
  if (keywords != NULL)
    {
      g_auto (GStrv) words = g_strsplit (keywords, " ", -1);

      mock_sqlite_set (message,
                       mapi_prop_value_new_mv_string (PR_KEYWORDS, (const char *const *) words));
    }
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_sqlite_get_entry_id (message);
}

static MapiTable *
open_table (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static MapiSortOrderSet *
new_order (guint n_categories, guint n_expanded, guint32 first)
{
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (n_categories, n_expanded);
  g_autoptr (MapiSortOrderSet) one =
      mapi_sort_order_set_append (empty, first, MAPI_TABLE_SORT_ASCEND);

  return mapi_sort_order_set_append (one, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
}

static void
sort (MapiTable *table, guint n_categories, guint n_expanded, guint32 first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSortOrderSet) order = new_order (n_categories, n_expanded, first);

  mapi_table_sort_table (table, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
choose (MapiTable *table, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  const guint32 columns[] = { MAPI_PR_INSTANCE_KEY,   MAPI_PR_ROW_TYPE,
                              MAPI_PR_DEPTH,          MAPI_PR_CONTENT_COUNT,
                              MAPI_PR_CONTENT_UNREAD, MAPI_PR_SUBJECT,
                              MAPI_PR_IMPORTANCE,     tag };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));

  mapi_table_set_columns (table, tags, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* A heading is "importance+rows/unread", or with "-" where it is collapsed; a row its subject. */
static char *
describe (MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (table, 100, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      gint32 type = mapi_prop_list_get_long (row, MAPI_PR_ROW_TYPE, (gint32) MAPI_TBL_LEAF_ROW);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (type == (gint32) MAPI_TBL_LEAF_ROW)
        g_string_append (text, mapi_prop_list_get_string (row, MAPI_PR_SUBJECT));
      else
        g_string_append_printf (text,
                                "%d%c%d/%d",
                                mapi_prop_list_get_long (row, MAPI_PR_IMPORTANCE, -1),
                                type == (gint32) MAPI_TBL_EXPANDED_CATEGORY ? '+' : '-',
                                mapi_prop_list_get_long (row, MAPI_PR_CONTENT_COUNT, -1),
                                mapi_prop_list_get_long (row, MAPI_PR_CONTENT_UNREAD, -1));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define EXPECT(table, expected)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *described = describe (table);                                                 \
                                                                                                   \
    TAP_STRING (described, expected);                                                              \
  }                                                                                                \
  G_STMT_END

static GBytes *
get_key (MapiTable *table, gint32 index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, index, NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  TAP_NO_ERROR (error);
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_bytes (row, MAPI_PR_INSTANCE_KEY);
}

static MapiTable *
open_grouped (Fixture *fixture)
{
  MapiTable *table;

  g_bytes_unref (add_message (fixture->inbox, "b", 2, NULL));
  g_bytes_unref (add_message (fixture->inbox, "a", 2, NULL));
  g_bytes_unref (add_message (fixture->inbox, "c", 0, NULL));
  table = open_table (fixture->inbox);
  sort (table, 1, 0, MAPI_PR_IMPORTANCE);
  choose (table, MAPI_PR_ENTRYID);
  return table;
}

static void
test_categories (void)
{
  Fixture fixture;
  guint32 n_rows = 0;
  guint32 bookmark = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) state = NULL;
  g_autoptr (GBytes) added = NULL;

  if (!set_up (&fixture))
    return;
  table = open_grouped (&fixture);
  EXPECT (table, "0-1/1 2-2/2");
  key = get_key (table, 1);
  rows = mapi_table_expand_row (table, key, 10, 0, &n_rows, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  EXPECT (table, "0-1/1 2+2/2 a b");
  state = mapi_table_get_collapse_state (table, 0, key, NULL, &error);
  mapi_table_collapse_row (table, key, 0, &n_rows, NULL, &error);
  TAP_NUMBER (n_rows, 2);
  mapi_table_set_collapse_state (table, 0, state, &bookmark, NULL, &error);
  EXPECT (table, "0-1/1 2+2/2 a b");
  mapi_table_free_bookmark (table, bookmark, &error);
  TAP_NO_ERROR (error);

  /* Other columns, and what happens, leave what is expanded as it is. */
  choose (table, MAPI_PR_MESSAGE_CLASS);
  added = add_message (fixture.inbox, "aa", 2, NULL);
  EXPECT (table, "0-1/1 2+3/3 a aa b");
  sort (table, 0, 0, MAPI_PR_IMPORTANCE);
  EXPECT (table, "c a aa b");
  CU_ASSERT_PTR_NULL (mapi_table_get_collapse_state (table, 0, key, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  tear_down (&fixture);
}

static void
test_restricted (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropValue) wanted = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "b");
  g_autoptr (MapiPropValue) class = mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, "IPM");
  g_autoptr (MapiRestriction) up_to_b =
      mapi_restriction_new_property (MAPI_RELOP_LE, MAPI_PR_SUBJECT, wanted);
  g_autoptr (MapiRestriction) of_class = mapi_restriction_new_content (
      MAPI_FL_PREFIX | MAPI_FL_IGNORECASE, MAPI_PR_MESSAGE_CLASS, class);

  if (!set_up (&fixture))
    return;
  table = open_grouped (&fixture);
  mapi_table_restrict (table, up_to_b, 0, NULL, &error);
  EXPECT (table, "2-2/2");
  g_bytes_unref (add_message (fixture.inbox, "d", 2, NULL));
  EXPECT (table, "2-2/2");
  mapi_table_restrict (table, NULL, 0, NULL, &error);
  EXPECT (table, "0-1/1 2-3/3");
  sort (table, 1, 1, MAPI_PR_IMPORTANCE);
  mapi_table_find_row (table, of_class, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
test_instances (void)
{
  Fixture       fixture;
  const guint32 tag = PR_KEYWORDS | MAPI_MVI_FLAG;
  g_autoptr (MapiTable) table = NULL;

  if (!set_up (&fixture))
    return;
  g_bytes_unref (add_message (fixture.inbox, "one", 1, "green red"));
  g_bytes_unref (add_message (fixture.inbox, "two", 1, "blue red"));
  table = open_table (fixture.inbox);
  choose (table, tag);
  sort (table, 0, 0, tag);
  EXPECT (table, "two one one two");
  sort (table, 1, 1, tag);
  TAP_NUMBER (mock_sqlite_count (table), 3 + 4);
  choose (table, MAPI_PR_ENTRYID);
  sort (table, 0, 0, MAPI_PR_IMPORTANCE);
  TAP_NUMBER (mock_sqlite_count (table), 2);
  tear_down (&fixture);
}

static void
change (Fixture *fixture, GRand *random, GPtrArray *ids)
{
  guint   index = ids->len > 0 ? (guint) g_rand_int_range (random, 0, (gint) ids->len) : 0;
  GBytes *id = ids->len > 0 ? ids->pdata[index] : NULL;
  char    subject[] = { (char) ('a' + g_rand_int_range (random, 0, 26)), '\0' };
  gint32  importance = g_rand_int_range (random, 0, 3);
  gint    what = g_rand_int_range (random, 0, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiEntryList) list = id != NULL ? mapi_entry_list_new (&id, 1) : NULL;

  if (id == NULL || what == 0)
    g_ptr_array_add (ids, add_message (fixture->inbox, subject, importance, NULL));
  else if (what == 1)
    {
      mapi_folder_delete_messages (fixture->inbox, list, NULL, 0, NULL, NULL, &error);
      g_ptr_array_remove_index (ids, index);
    }
  else if (what == 2)
    mapi_folder_set_read_flags (
        fixture->inbox, list, NULL, importance == 0 ? MAPI_CLEAR_READ_FLAG : 0, NULL, NULL, &error);
  else
    {
      g_autoptr (MapiProp) message = mapi_container_open_entry (
          MAPI_CONTAINER (fixture->inbox), id, NULL, MAPI_MODIFY, NULL, &error);

      fill (MAPI_MESSAGE (message), subject, importance);
      mapi_prop_save_changes (message, 0, NULL, &error);
    }
  TAP_NO_ERROR (error);
}

/* Who applies what it is told has the rows, headings among them. */
static void
test_notifications (void)
{
  Fixture fixture;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MockTableCopy) copy = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gboolean exact = TRUE;

  if (!set_up (&fixture))
    return;
  table = open_table (fixture.inbox);
  sort (table, 1, 1, MAPI_PR_IMPORTANCE);
  choose (table, MAPI_PR_MESSAGE_FLAGS);
  copy = mock_table_copy_new (g_object_ref (table));
  for (guint i = 0; i < 300 && exact; i++)
    {
      change (&fixture, random, ids);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      exact = mock_table_copy_is_exact (copy);
    }
  CU_ASSERT_TRUE (exact);
  TAP_NUMBER (copy->n_wrong, 0);
  TAP_NUMBER (copy->n_reread, 0);
  tear_down (&fixture);
}

static void
test_saved_order (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiTable) again = NULL;
  g_autoptr (MapiSortOrderSet) order = new_order (1, 1, MAPI_PR_IMPORTANCE);
  g_autoptr (MapiSortOrderSet) found = NULL;

  if (!set_up (&fixture))
    return;
  g_bytes_unref (add_message (fixture.inbox, "b", 1, NULL));
  g_bytes_unref (add_message (fixture.inbox, "a", 1, NULL));
  mapi_folder_save_contents_sort (fixture.inbox, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
  table = open_table (fixture.inbox);
  found = mapi_table_query_sort_order (table, NULL, &error);
  CU_ASSERT_TRUE (mapi_sort_order_set_equal (found, order));
  choose (table, MAPI_PR_ENTRYID);
  EXPECT (table, "1+2/2 a b");

  mapi_folder_save_contents_sort (fixture.inbox, NULL, 0, NULL, &error);
  again = open_table (fixture.inbox);
  EXPECT (again, "b a");
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

/* One value, as a string of either type. */
static MapiRowSet *
read_columns (MapiTable *table, const guint32 *tags, gsize n_tags)
{
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, n_tags);
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows = NULL;

  if (mapi_table_set_columns (table, columns, 0, NULL, &error) &&
      mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error))
    rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return rows;
}

/* Columns that name the message alone are the same whether there are others or not. */
static void
test_named_rows (void)
{
  static const guint32     tags[] = { MAPI_PR_ENTRYID,           MAPI_PR_INSTANCE_KEY,
                                      MAPI_PR_RECORD_KEY,        MAPI_PR_OBJECT_TYPE,
                                      MAPI_PR_STORE_ENTRYID,     MAPI_PR_STORE_RECORD_KEY,
                                      MAPI_PR_MAPPING_SIGNATURE, MAPI_PR_SUBJECT };
  static const char *const subjects[] = { "c", "a", "d", "b" };
  g_autoptr (MapiPropTagArray) naming = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags) - 1);
  Fixture fixture;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) named = NULL;
  g_autoptr (MapiRowSet) whole = NULL;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    g_bytes_unref (add_message (fixture.inbox, subjects[i], 0, NULL));
  table = open_table (fixture.inbox);
  sort (table, 0, 0, MAPI_PR_SUBJECT);
  named = read_columns (table, tags, G_N_ELEMENTS (tags) - 1);
  whole = read_columns (table, tags, G_N_ELEMENTS (tags));
  TAP_NUMBER (mapi_row_set_get_size (named), G_N_ELEMENTS (subjects));
  TAP_NUMBER (mapi_row_set_get_size (whole), G_N_ELEMENTS (subjects));
  for (guint i = 0; i < mapi_row_set_get_size (whole); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (named, i);
      g_autoptr (MapiPropList) other = mapi_row_set_get_row (whole, i);
      g_autoptr (MapiPropList) expected = mapi_prop_list_select (other, naming, NULL);
      const char *subject = mapi_prop_list_get_string (other, MAPI_PR_SUBJECT);

      TAP_STRING (subject, ((const char *[]){ "a", "b", "c", "d" }[i]));
      CU_ASSERT_TRUE (mapi_prop_list_equal (row, expected));
    }
  g_clear_object (&table);
  tear_down (&fixture);
}

static void
test_string_types (void)
{
  Fixture       fixture;
  const guint32 tags[] = { MAPI_PR_SUBJECT_A, MAPI_PR_IMPORTANCE, MAPI_PR_SUBJECT_W };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) narrow = NULL;
  g_autoptr (GBytes) expected = g_bytes_new_static ("Gr\xfc\xdf"
                                                    "e",
                                                    5);
  g_autoptr (MapiProp) message = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  if (!set_up (&fixture))
    return;
  id = add_message (fixture.inbox, "Grüße", 1, NULL);
  message = mapi_container_open_entry (MAPI_CONTAINER (fixture.inbox), id, NULL, 0, NULL, &error);
  props = mapi_prop_get_props (message, wanted, 0, NULL, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  narrow = mapi_prop_list_get_bytes (props, MAPI_PR_SUBJECT_A);
  TAP_BYTES (narrow, expected);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT_W), "Grüße");
  tear_down (&fixture);
}

static void
test_status (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) status = NULL;

  if (!set_up (&fixture))
    return;
  status = mapi_ms_logon_open_status_entry (fixture.client.logon, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_status_validate_state (MAPI_STATUS (status), 0, NULL, &error));
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
remove_message (MapiFolder *folder, GBytes *entry_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&entry_id, 1);

  mapi_folder_delete_messages (folder, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

/* The subject of the row that is read next. */
static void
expect_next (MapiTable *table, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1, MAPI_TBL_NOADVANCE, NULL, &error);
  g_autoptr (MapiPropList) row =
      rows != NULL && mapi_row_set_get_size (rows) > 0 ? mapi_row_set_get_row (rows, 0) : NULL;

  TAP_NO_ERROR (error);
  TAP_STRING (row != NULL ? mapi_prop_list_get_string (row, MAPI_PR_SUBJECT) : NULL, subject);
}

/* A bookmark stays at its row whatever comes before that, and says once that it has gone. */
static void
use_bookmark (MapiFolder *folder, MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) a = add_message (folder, "a", 1, NULL);
  g_autoptr (GBytes) b = add_message (folder, "b", 1, NULL);
  g_autoptr (GBytes) c = add_message (folder, "c", 1, NULL);
  guint32 warning = 99;
  guint32 bookmark;

  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 1, NULL, NULL, NULL, &error);
  bookmark = mapi_table_create_bookmark (table, NULL, &error);
  TAP_NO_ERROR (error);
  remove_message (folder, a);
  mapi_table_seek_row (table, bookmark, 0, NULL, NULL, &warning, &error);
  TAP_NUMBER (warning, 0);
  expect_next (table, "b");

  remove_message (folder, b);
  mapi_table_seek_row (table, bookmark, 0, NULL, NULL, &warning, &error);
  TAP_NUMBER (warning, MAPI_W_POSITION_CHANGED);
  expect_next (table, "c");
  mapi_table_seek_row (table, bookmark, 0, NULL, NULL, &warning, &error);
  TAP_NUMBER (warning, 0);

  g_bytes_unref (add_message (folder, "d", 1, NULL));
  mapi_table_seek_row (table, bookmark, 1, NULL, NULL, NULL, &error);
  mapi_table_free_bookmark (table, bookmark, &error);
  bookmark = mapi_table_create_bookmark (table, NULL, &error);
  remove_message (folder, c);
  g_bytes_unref (add_message (folder, "c", 1, NULL));
  mapi_table_seek_row (table, bookmark, 0, NULL, NULL, &warning, &error);
  TAP_NUMBER (warning, 0);
  expect_next (table, "d");
  TAP_NO_ERROR (error);
}

static void
empty (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;

  mapi_folder_empty_folder (folder, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

/* FindRow begins at a bookmark, and tells the same of it. */
static void
find_from_bookmark (MapiFolder *folder, MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "z");
  g_autoptr (MapiRestriction) is_z =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, value);
  g_autoptr (GBytes) y = add_message (folder, "y", 1, NULL);
  g_autoptr (GBytes) z = add_message (folder, "z", 1, NULL);
  guint32 warning = 99;
  guint32 bookmark;

  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error);
  bookmark = mapi_table_create_bookmark (table, NULL, &error);
  remove_message (folder, y);
  mapi_table_find_row (table, is_z, bookmark, 0, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_POSITION_CHANGED);
  expect_next (table, "z");
}

static void
test_bookmarks (void)
{
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MapiTable) table = open_table (fixture.inbox);

      if (i > 0)
        sort (table, 0, 0, MAPI_PR_IMPORTANCE);
      use_bookmark (fixture.inbox, table);
      empty (fixture.inbox);
      find_from_bookmark (fixture.inbox, table);
      empty (fixture.inbox);
    }
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-tables",
          { "bookmarks", test_bookmarks },
          { "categories", test_categories },
          { "restricted categories", test_restricted },
          { "a row for each value", test_instances },
          { "notifications", test_notifications },
          { "saved order", test_saved_order },
          { "rows that name messages", test_named_rows },
          { "string types", test_string_types },
          { "status object", test_status })
