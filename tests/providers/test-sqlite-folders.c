/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "mock-tree.h"
#include "subtree-rig.h"
#include "tap.h"

/* Folders of the store. */

/* R199, R353. */
static void
test_defaults (void)
{
  static const char *const names[] = { "Deleted Items", "Inbox", "Outbox", "Sent Items" };
  SubtreeRig               fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropList) store = NULL;
  g_autoptr (MapiProp) root = NULL;

  if (!subtree_rig_set_up (&fixture))
    return;
  table = mock_tree_open_table (fixture.subtree, TRUE, 0);
  TAP_NUMBER (mock_sqlite_count (table), G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);

      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), names[i]);
      TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_DEPTH, 0), 1);
    }
  store = mock_sqlite_get_all (fixture.client.store);
  TAP_NUMBER (mapi_prop_list_get_long (store, MAPI_PR_VALID_FOLDER_MASK, 0), 0xff);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (store, MAPI_PR_STORE_SUPPORT_MASK, 0) &
                  MAPI_STORE_SUBMIT_OK);
  root = mapi_msg_store_open_entry (fixture.client.store, NULL, NULL, 0, NULL, &error);
  TAP_NUMBER (mock_tree_get_long (root, MAPI_PR_FOLDER_TYPE), MAPI_FOLDER_ROOT);
  subtree_rig_tear_down (&fixture);
}

static void
test_tree (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) one = NULL;
  g_autoptr (MapiFolder) two = NULL;
  g_autoptr (MapiFolder) same = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GBytes) one_id = NULL;
  g_autoptr (GBytes) two_id = NULL;
  g_autoptr (GBytes) message = NULL;

  if (!subtree_rig_set_up (&fixture))
    return;
  one = mock_tree_make_folder (fixture.subtree, "One");
  two = mock_tree_make_folder (one, "Two");
  CU_ASSERT_PTR_NULL (mapi_folder_create_folder (
      fixture.subtree, MAPI_FOLDER_GENERIC, "one", NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_COLLISION);
  g_clear_error (&error);
  same = mapi_folder_create_folder (
      fixture.subtree, MAPI_FOLDER_GENERIC, "One", NULL, MAPI_OPEN_IF_EXISTS, NULL, &error);
  TAP_NO_ERROR (error);
  one_id = mock_sqlite_get_entry_id (one);
  two_id = mock_sqlite_get_entry_id (two);
  table = mock_tree_open_table (fixture.subtree, TRUE, MAPI_CONVENIENT_DEPTH);
  TAP_NUMBER (mock_sqlite_count (table), 6);
  message = subtree_rig_add_message (two, 1);

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
  subtree_rig_tear_down (&fixture);
}

/* R594: what waits to be sent cannot be deleted. */
static void
test_delete_queued (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  guint32 warning = 0;

  if (!subtree_rig_set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Stay");
  outbox = mock_sqlite_open_folder (fixture.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  list = mapi_entry_list_new (&entry_id, 1);
  CU_ASSERT_TRUE (mapi_folder_delete_messages (outbox, list, NULL, 0, NULL, &warning, &error));
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  warning = 0;
  CU_ASSERT_TRUE (mapi_folder_empty_folder (outbox, NULL, 0, NULL, &warning, &error));
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  TAP_NUMBER (mock_tree_get_long (outbox, MAPI_PR_CONTENT_COUNT), 1);
  subtree_rig_tear_down (&fixture);
}

static void
test_counters (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) from = NULL;
  g_autoptr (MapiFolder) to = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  GBytes *ids[10];

  if (!subtree_rig_set_up (&fixture))
    return;
  from = mock_tree_make_folder (fixture.subtree, "From");
  to = mock_tree_make_folder (fixture.subtree, "To");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = subtree_rig_add_message (from, i);
  TAP_NUMBER (mock_tree_get_long (from, MAPI_PR_CONTENT_COUNT), 10);
  TAP_NUMBER (mock_tree_get_long (from, MAPI_PR_CONTENT_UNREAD), 10);
  list = mapi_entry_list_new (ids, 4);
  mapi_folder_set_read_flags (from, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_tree_get_long (from, MAPI_PR_CONTENT_UNREAD), 6);
  mapi_folder_copy_messages (from, list, to, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_tree_get_long (from, MAPI_PR_CONTENT_COUNT), 6);
  TAP_NUMBER (mock_tree_get_long (to, MAPI_PR_CONTENT_COUNT), 4);
  TAP_NUMBER (mock_tree_get_long (to, MAPI_PR_CONTENT_UNREAD), 0);
  mapi_folder_empty_folder (to, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_tree_get_long (to, MAPI_PR_CONTENT_COUNT), 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_bytes_unref (ids[i]);
  subtree_rig_tear_down (&fixture);
}

static void
test_status (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GBytes) id = NULL;
  guint32 status = 1;

  if (!subtree_rig_set_up (&fixture))
    return;
  folder = mock_tree_make_folder (fixture.subtree, "Status");
  id = subtree_rig_add_message (folder, 1);
  mapi_folder_set_message_status (folder, id, 0xff, 0x0a, &status, NULL, &error);
  TAP_NUMBER (status, 0);
  mapi_folder_get_message_status (folder, id, 0, &status, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (status, 0x0a);
  subtree_rig_tear_down (&fixture);
}

/* R348, R353, R354. */
static void
test_receive_folders (void)
{
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autofree char *explicit_class = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!subtree_rig_set_up (&fixture))
    return;
  folder = mock_tree_make_folder (fixture.subtree, "Reports");
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
  subtree_rig_tear_down (&fixture);
}

static void
expect_receive_folder (SubtreeRig *fixture, const char *message_class, GBytes *expected)
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
  SubtreeRig fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) orders = NULL;
  g_autoptr (GBytes) orders_id = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (MapiProp) root_folder = NULL;

  if (!subtree_rig_set_up (&fixture))
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

  orders = mock_tree_make_folder (fixture.subtree, "Orders");
  orders_id = mock_sqlite_get_entry_id (orders);
  mapi_msg_store_set_receive_folder (
      fixture.client.store, "Report.IPC.Paper.Order", 0, orders_id, NULL, &error);
  TAP_NO_ERROR (error);
  expect_receive_folder (&fixture, "Report.IPC.Paper.Order.NDR", orders_id);
  expect_receive_folder (&fixture, "Report.IPC.Other.NDR", inbox);
  subtree_rig_tear_down (&fixture);
}

/* R148 */
static void
test_news_by_clients (void)
{
  SubtreeRig fixture;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (MapiNotification) news = NULL;
  g_autoptr (GError) error = NULL;

  if (!subtree_rig_set_up (&fixture))
    return;
  inbox = mapi_msg_store_get_receive_folder (fixture.client.store, NULL, 0, NULL, NULL, &error);
  news = mapi_notification_new_newmail (inbox, inbox, "IPM.Note", 0);
  CU_ASSERT_FALSE (mapi_msg_store_notify_new_mail (fixture.client.store, news, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  subtree_rig_tear_down (&fixture);
}

/* Eight threads save, read, move and delete. */
static gpointer
work (gpointer data)
{
  SubtreeRig *fixture = data;
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
  SubtreeRig fixture;
  GThread   *threads[8];
  g_autoptr (MapiFolder) inbox = NULL;

  if (!subtree_rig_set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("worker", work, &fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GError) error = g_thread_join (threads[i]);

      TAP_NO_ERROR (error);
    }
  inbox = mock_sqlite_open_inbox (fixture.client.store);
  TAP_NUMBER (mock_tree_get_long (inbox, MAPI_PR_CONTENT_COUNT), 80);
  subtree_rig_tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-folders",
          { "default folders", test_defaults },
          { "tree", test_tree },
          { "delete what is queued", test_delete_queued },
          { "counters", test_counters },
          { "message status", test_status },
          { "receive folders", test_receive_folders },
          { "receive folders of a new store", test_first_receive_folders },
          { "the spooler alone tells of new mail", test_news_by_clients },
          { "threads", test_threads })
