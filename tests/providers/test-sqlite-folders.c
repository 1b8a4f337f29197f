/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folders of the store, and tables over them. */

#include "mock-sqlite.h"
#include "tap.h"

typedef struct
{
  char       *path;
  MockSqlite  client;
  MapiFolder *subtree;
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n) };
  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  fixture->subtree = mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  return TRUE;
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->subtree);
  mock_sqlite_close (&fixture->client);
  g_free (fixture->path);
}

static MapiPropList *
get_all (gpointer object)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props = mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return props;
}

static gint32
get_long (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props = get_all (object);

  return mapi_prop_list_get_long (props, tag, -1);
}

static MapiFolder *
create_folder (MapiFolder *parent, const char *name)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder =
      mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, name, "comment", 0, NULL, &error);

  TAP_NO_ERROR (error);
  return folder;
}

/* Saves a message whose subject and delivery time come from @number. */
static GBytes *
add_message (MapiFolder *folder, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);
  g_autofree char *subject = g_strdup_printf ("Subject %03u", number * 7 % 1000);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message,
                   mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME,
                                                132000000000000000 + number * 10000000));
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, (gint32) (number % 3)));
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_sqlite_get_entry_id (message);
}

static MapiTable *
open_contents (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static MapiTable *
open_hierarchy (MapiFolder *folder, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (folder), flags, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

/* R199, R353. */
static void
test_defaults (void)
{
  static const char *const names[] = { "Deleted Items", "Inbox", "Outbox", "Sent Items" };
  Fixture                  fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropList) store = NULL;
  g_autoptr (MapiProp) root = NULL;

  if (!set_up (&fixture))
    return;
  table = open_hierarchy (fixture.subtree, 0);
  TAP_NUMBER (mock_sqlite_count (table), G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);

      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), names[i]);
      TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_DEPTH, 0), 1);
    }
  store = get_all (fixture.client.store);
  TAP_NUMBER (mapi_prop_list_get_long (store, MAPI_PR_VALID_FOLDER_MASK, 0), 0xff);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (store, MAPI_PR_STORE_SUPPORT_MASK, 0) &
                  MAPI_STORE_SUBMIT_OK);
  root = mapi_msg_store_open_entry (fixture.client.store, NULL, NULL, 0, NULL, &error);
  TAP_NUMBER (get_long (root, MAPI_PR_FOLDER_TYPE), MAPI_FOLDER_ROOT);
  tear_down (&fixture);
}

static void
test_tree (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) one = NULL;
  g_autoptr (MapiFolder) two = NULL;
  g_autoptr (MapiFolder) same = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GBytes) one_id = NULL;
  g_autoptr (GBytes) two_id = NULL;
  g_autoptr (GBytes) message = NULL;

  if (!set_up (&fixture))
    return;
  one = create_folder (fixture.subtree, "One");
  two = create_folder (one, "Two");
  CU_ASSERT_PTR_NULL (mapi_folder_create_folder (
      fixture.subtree, MAPI_FOLDER_GENERIC, "one", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_COLLISION);
  g_clear_error (&error);
  same = mapi_folder_create_folder (
      fixture.subtree, MAPI_FOLDER_GENERIC, "One", NULL, MAPI_OPEN_IF_EXISTS, NULL, &error);
  TAP_NO_ERROR (error);
  one_id = mock_sqlite_get_entry_id (one);
  two_id = mock_sqlite_get_entry_id (two);
  table = open_hierarchy (fixture.subtree, MAPI_CONVENIENT_DEPTH);
  TAP_NUMBER (mock_sqlite_count (table), 6);
  message = add_message (two, 1);

  /* Renamed, moved, copied, not below itself. */
  mock_sqlite_set (one, mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "Uno"));
  CU_ASSERT_FALSE (mapi_folder_copy_folder (
      fixture.subtree, one_id, two, NULL, NULL, MAPI_FOLDER_MOVE, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_FOLDER_CYCLE);
  g_clear_error (&error);
  mapi_folder_copy_folder (fixture.subtree,
                           one_id,
                           fixture.subtree,
                           "Copy",
                           NULL,
                           MAPI_COPY_SUBFOLDERS,
                           NULL,
                           NULL,
                           &error);
  TAP_NO_ERROR (error);
  mapi_folder_copy_folder (
      one, two_id, fixture.subtree, NULL, NULL, MAPI_FOLDER_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), 8);

  CU_ASSERT_FALSE (
      mapi_folder_delete_folder (fixture.subtree, two_id, NULL, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_HAS_MESSAGES);
  g_clear_error (&error);
  mapi_folder_delete_folder (fixture.subtree, two_id, NULL, MAPI_DEL_MESSAGES, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), 7);
  CU_ASSERT_PTR_NULL (
      mapi_msg_store_open_entry (fixture.client.store, message, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  tear_down (&fixture);
}

/* R594: what waits to be sent cannot be deleted. */
static void
test_delete_queued (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  guint32 warning = 0;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Stay");
  outbox = mock_sqlite_open_folder (fixture.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  list = mapi_entry_list_new (&entry_id, 1);
  CU_ASSERT_TRUE (mapi_folder_delete_messages (outbox, list, NULL, 0, NULL, &warning, &error));
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  warning = 0;
  CU_ASSERT_TRUE (mapi_folder_empty_folder (outbox, NULL, 0, NULL, &warning, &error));
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  TAP_NUMBER (get_long (outbox, MAPI_PR_CONTENT_COUNT), 1);
  tear_down (&fixture);
}

static void
test_counters (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) from = NULL;
  g_autoptr (MapiFolder) to = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  GBytes *ids[10];

  if (!set_up (&fixture))
    return;
  from = create_folder (fixture.subtree, "From");
  to = create_folder (fixture.subtree, "To");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = add_message (from, i);
  TAP_NUMBER (get_long (from, MAPI_PR_CONTENT_COUNT), 10);
  TAP_NUMBER (get_long (from, MAPI_PR_CONTENT_UNREAD), 10);
  list = mapi_entry_list_new (ids, 4);
  mapi_folder_set_read_flags (from, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (get_long (from, MAPI_PR_CONTENT_UNREAD), 6);
  mapi_folder_copy_messages (from, list, to, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (get_long (from, MAPI_PR_CONTENT_COUNT), 6);
  TAP_NUMBER (get_long (to, MAPI_PR_CONTENT_COUNT), 4);
  TAP_NUMBER (get_long (to, MAPI_PR_CONTENT_UNREAD), 0);
  mapi_folder_empty_folder (to, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (get_long (to, MAPI_PR_CONTENT_COUNT), 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_bytes_unref (ids[i]);
  tear_down (&fixture);
}

static void
test_status (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GBytes) id = NULL;
  guint32 status = 1;

  if (!set_up (&fixture))
    return;
  folder = create_folder (fixture.subtree, "Status");
  id = add_message (folder, 1);
  mapi_folder_set_message_status (folder, id, 0xff, 0x0a, &status, NULL, &error);
  TAP_NUMBER (status, 0);
  mapi_folder_get_message_status (folder, id, 0, &status, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (status, 0x0a);
  tear_down (&fixture);
}

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
fill_and_open (Fixture *fixture, guint n)
{
  g_autoptr (MapiFolder) folder = create_folder (fixture->subtree, "Filled");

  for (guint i = 0; i < n; i++)
    g_bytes_unref (add_message (folder, i));
  return open_contents (folder);
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
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  gint32  moved = 0;
  guint32 row = 0;

  if (!set_up (&fixture))
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
  tear_down (&fixture);
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
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRestriction) important = importance_is (2);
  g_autoptr (MapiRestriction) with_five = subject_contains ("05");
  guint32 bookmark;

  if (!set_up (&fixture))
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
  tear_down (&fixture);
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
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GPtrArray) received =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref);

  if (!set_up (&fixture))
    return;
  folder = create_folder (fixture.subtree, "Watched");
  table = open_contents (folder);
  g_signal_connect (sink, "received", G_CALLBACK (on_received), received);
  mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error);
  one = add_message (folder, 1);
  two = add_message (folder, 2);
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
  tear_down (&fixture);
}

/* R348, R353, R354. */
static void
test_receive_folders (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autofree char *explicit_class = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!set_up (&fixture))
    return;
  folder = create_folder (fixture.subtree, "Reports");
  folder_id = mock_sqlite_get_entry_id (folder);
  inbox = mapi_msg_store_get_receive_folder (fixture.client.store, NULL, 0, NULL, NULL, &error);
  mapi_msg_store_set_receive_folder (fixture.client.store, "REPORT", 0, folder_id, NULL, &error);
  TAP_NO_ERROR (error);
  found = mapi_msg_store_get_receive_folder (
      fixture.client.store, "report.IPM.Note.NDR", 0, &explicit_class, NULL, &error);
  TAP_BYTES (found, folder_id);
  TAP_STRING (explicit_class, "REPORT");
  other =
      mapi_msg_store_get_receive_folder (fixture.client.store, "REPORTER", 0, NULL, NULL, &error);
  TAP_BYTES (other, inbox);
  table = mapi_msg_store_get_receive_folder_table (fixture.client.store, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (table), 3);
  mapi_msg_store_set_receive_folder (fixture.client.store, "REPORT", 0, NULL, NULL, &error);
  mapi_msg_store_set_receive_folder (fixture.client.store, "NONE", 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
expect_receive_folder (Fixture *fixture, const char *message_class, GBytes *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) found = mapi_msg_store_get_receive_folder (
      fixture->client.store, message_class, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  TAP_BYTES (found, expected);
}

/* R349: mail, reports and what has no class come into the Inbox, what programs say to each other
 * into the root. R350: so does a report about that, unless its class has a folder of its own. */
static void
test_first_receive_folders (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) orders = NULL;
  g_autoptr (GBytes) orders_id = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (MapiProp) root_folder = NULL;

  if (!set_up (&fixture))
    return;
  root_folder = mapi_msg_store_open_entry (fixture.client.store, NULL, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  root = mock_sqlite_get_entry_id (root_folder);
  inbox = mapi_msg_store_get_receive_folder (fixture.client.store, NULL, 0, NULL, NULL, &error);
  CU_ASSERT_FALSE (g_bytes_equal (root, inbox));
  expect_receive_folder (&fixture, "IPM.Note", inbox);
  expect_receive_folder (&fixture, "REPORT.IPM.Note.NDR", inbox);
  expect_receive_folder (&fixture, "", inbox);
  expect_receive_folder (&fixture, "IPC.Paper.Order", root);
  expect_receive_folder (&fixture, "Report.IPC.Paper.Order.NDR", inbox);

  orders = create_folder (fixture.subtree, "Orders");
  orders_id = mock_sqlite_get_entry_id (orders);
  mapi_msg_store_set_receive_folder (
      fixture.client.store, "Report.IPC.Paper.Order", 0, orders_id, NULL, &error);
  TAP_NO_ERROR (error);
  expect_receive_folder (&fixture, "Report.IPC.Paper.Order.NDR", orders_id);
  expect_receive_folder (&fixture, "Report.IPC.Other.NDR", inbox);
  tear_down (&fixture);
}

/* R148 */
static void
test_news_by_clients (void)
{
  Fixture fixture;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (MapiNotification) news = NULL;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  inbox = mapi_msg_store_get_receive_folder (fixture.client.store, NULL, 0, NULL, NULL, &error);
  news = mapi_notification_new_newmail (inbox, inbox, "IPM.Note", 0);
  CU_ASSERT_FALSE (mapi_msg_store_notify_new_mail (fixture.client.store, news, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  tear_down (&fixture);
}

/* Eight threads save, read, move and delete. */
static gpointer
work (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autofree char *name = g_strdup_printf ("Thread %p", (gpointer) g_thread_self ());
  g_autoptr (MapiFolder) own = mapi_folder_create_folder (
      fixture->subtree, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, &error);
  g_autoptr (GBytes) inbox_id =
      mapi_msg_store_get_receive_folder (fixture->client.store, NULL, 0, NULL, NULL, &error);

  inbox = MAPI_FOLDER (
      mapi_msg_store_open_entry (fixture->client.store, inbox_id, NULL, MAPI_MODIFY, NULL, &error));
  for (guint i = 0; i < 20 && error == NULL; i++)
    {
      g_autoptr (MapiMessage) message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);
      g_autoptr (MapiPropValue) subject = mapi_prop_value_new_string (MAPI_PR_SUBJECT, name);
      g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (subject);
      g_autoptr (GBytes) id = NULL;
      g_autoptr (MapiEntryList) list = NULL;

      if (!mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) ||
          !mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error))
        break;
      id = mock_sqlite_get_entry_id (message);
      list = mapi_entry_list_new (&id, 1);
      if (!mapi_folder_copy_messages (
              inbox, list, own, NULL, i % 2 ? MAPI_MESSAGE_MOVE : 0, NULL, NULL, &error))
        break;
    }
  return g_steal_pointer (&error);
}

static void
test_threads (void)
{
  Fixture  fixture;
  GThread *threads[8];
  g_autoptr (MapiFolder) inbox = NULL;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("worker", work, &fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GError) error = g_thread_join (threads[i]);

      TAP_NO_ERROR (error);
    }
  inbox = mock_sqlite_open_inbox (fixture.client.store);
  TAP_NUMBER (get_long (inbox, MAPI_PR_CONTENT_COUNT), 80);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-folders",
          { "default folders", test_defaults },
          { "tree", test_tree },
          { "delete what is queued", test_delete_queued },
          { "counters", test_counters },
          { "message status", test_status },
          { "paging", test_paging },
          { "restrict, sort and find", test_restrict },
          { "notifications", test_notifications },
          { "receive folders", test_receive_folders },
          { "receive folders of a new store", test_first_receive_folders },
          { "the spooler alone tells of new mail", test_news_by_clients },
          { "threads", test_threads })
