/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files that somebody has tampered with: a database as good as any other, with numbers in it that
 * no store gives. */

#include "mock-sqlite.h"
#include "tap.h"

/* The first that is too large for a row of a table, and the largest of all. */
static const gint64 too_large[] = { ((gint64) 1 << 37) + 1, G_MAXINT64 };

static void
add_messages (const char *path)
{
  MockSqlite client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = NULL;

  CU_ASSERT_TRUE (mock_sqlite_open (&client, path, FALSE, &error));
  if (!TAP_NO_ERROR (error))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (MapiMessage) message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);

      mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "any"));
      mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error);
      TAP_NO_ERROR (error);
    }
  g_clear_object (&inbox);
  mock_sqlite_close (&client);
}

static void
renumber (const char *path, gint64 number)
{
  g_autofree char *messages = g_strdup_printf ("UPDATE messages SET id = %" G_GINT64_FORMAT
                                               " WHERE id = (SELECT max(id) FROM messages)",
                                               number);
  g_autofree char *contents =
      g_strdup_printf ("UPDATE contents SET message = %" G_GINT64_FORMAT
                       " WHERE message = (SELECT max(message) FROM contents)",
                       number);

  mock_sqlite_run_sql (path, messages);
  mock_sqlite_run_sql (path, contents);
}

static void
expect_corrupt (gboolean done, GError **error)
{
  CU_ASSERT_FALSE (done);
  TAP_ERROR (*error, MAPI_ERROR, MAPI_E_CORRUPT_STORE);
  g_clear_error (error);
}

/* As the folder has its messages, and in an order of the client's: both read the row. */
static void
check_tables (MapiFolder *inbox)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (none, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = NULL;
  gboolean sorted;
  guint32  count;

  TAP_NO_ERROR (error);
  rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  expect_corrupt (rows != NULL, &error);
  sorted = mapi_table_sort_table (table, order, 0, NULL, &error) &&
           mapi_table_get_row_count (table, 0, &count, NULL, NULL, &error);
  expect_corrupt (sorted, &error);
}

/* An entry identifier may have any number in it, too. */
static void
check_find (MapiFolder *inbox, gint64 number)
{
  g_autoptr (GError) error = NULL;
  guint64 big = GUINT64_TO_BE ((guint64) number);
  g_autoptr (GBytes) key = g_bytes_new (&big, sizeof big);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, key);
  g_autoptr (MapiRestriction) is_it =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_INSTANCE_KEY, value);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);

  CU_ASSERT_FALSE (
      mapi_table_find_row (table, is_it, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error));
  CU_ASSERT_PTR_NOT_NULL (error);
}

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (too_large); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/tampered-%u.db", tap_folder (), i);
      MockSqlite       client = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiFolder) inbox = NULL;

      add_messages (path);
      renumber (path, too_large[i]);
      CU_ASSERT_TRUE (mock_sqlite_open (&client, path, FALSE, &error));
      if (!TAP_NO_ERROR (error))
        return;
      inbox = mock_sqlite_open_inbox (client.store);
      check_tables (inbox);
      check_find (inbox, too_large[i]);
      g_clear_object (&inbox);
      mock_sqlite_close (&client);
    }
}

TAP_MAIN ("providers/sqlite-tampered", { "numbers of messages", test_numbers })
