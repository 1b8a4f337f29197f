/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The codes that the pages of IMsgStore, IMAPIFolder, IMessage, IMAPIProp and IMAPITable document,
 * each from the call that it is documented for: returns.tsv says which case has which. */

#include "mock-sqlite.h"
#include "returns.h"
#include "session-rig.h"

#define OWN_TAG ((guint32) 0x67000003)

typedef struct
{
  MockSqlite   client;
  MockSqlite   spooler;
  MapiFolder  *parent;
  MapiFolder  *folder; /* below it, with a message */
  GBytes      *folder_id;
  MapiMessage *message;
  GBytes      *message_id;
  GBytes      *gone; /* the identifier of a message that was deleted */
} Fixture;

static MapiFolder *
create_folder (MapiFolder *parent, const char *name)
{
  return mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, NULL);
}

static MapiMessage *
create_message (MapiFolder *folder)
{
  MapiMessage *message = mapi_folder_create_message (folder, NULL, 0, NULL, NULL);

  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Subject"));
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, NULL);
  return message;
}

static gboolean
delete_message (MapiFolder *folder, GBytes *entry_id)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&entry_id, 1);

  return mapi_folder_delete_messages (folder, list, NULL, 0, NULL, NULL, NULL);
}

static gboolean
set_up (Fixture *fixture)
{
  static guint     n;
  g_autofree char *path = g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;

  *fixture = (Fixture){ 0 };
  if (!mock_sqlite_open (&fixture->client, path, FALSE, &error) ||
      !mock_sqlite_open (&fixture->spooler, path, TRUE, &error))
    return TAP_NO_ERROR (error);
  fixture->parent = mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  fixture->folder = create_folder (fixture->parent, "Folder");
  fixture->folder_id = mock_sqlite_get_entry_id (fixture->folder);
  fixture->message = create_message (fixture->folder);
  fixture->message_id = mock_sqlite_get_entry_id (fixture->message);
  message = create_message (fixture->folder);
  fixture->gone = mock_sqlite_get_entry_id (message);
  return delete_message (fixture->folder, fixture->gone);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->message);
  g_clear_object (&fixture->folder);
  g_clear_object (&fixture->parent);
  g_clear_pointer (&fixture->folder_id, g_bytes_unref);
  g_clear_pointer (&fixture->message_id, g_bytes_unref);
  g_clear_pointer (&fixture->gone, g_bytes_unref);
  mock_sqlite_close (&fixture->spooler);
  mock_sqlite_close (&fixture->client);
}

/* Lets the message wait to be sent: nothing moves or deletes it then. */
static void
queue_message (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mapi_message_modify_recipients (fixture->message, MAPI_MODRECIP_ADD, rows, NULL, &error);
  mapi_message_submit_message (fixture->message, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
test_copy_folder (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) other = NULL;

  if (!set_up (&fixture))
    return;
  other = create_folder (fixture.parent, "Other");
  EXPECT (mapi_folder_copy_folder (
              fixture.parent, fixture.folder_id, fixture.parent, NULL, NULL, 0, NULL, NULL, &error),
          MAPI_E_COLLISION);
  EXPECT (mapi_folder_copy_folder (fixture.parent,
                                   fixture.folder_id,
                                   fixture.folder,
                                   NULL,
                                   NULL,
                                   MAPI_FOLDER_MOVE,
                                   NULL,
                                   NULL,
                                   &error),
          MAPI_E_FOLDER_CYCLE);
  mapi_folder_delete_folder (
      fixture.parent, fixture.folder_id, NULL, MAPI_DEL_MESSAGES, NULL, NULL, NULL);
  EXPECT (mapi_folder_copy_folder (
              fixture.parent, fixture.folder_id, other, NULL, NULL, 0, NULL, NULL, &error),
          MAPI_E_NOT_FOUND);
  tear_down (&fixture);
}

static void
test_create_folder (void)
{
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  EXPECT (mapi_folder_create_folder (
              fixture.parent, MAPI_FOLDER_GENERIC, "Folder", NULL, 0, NULL, &error) != NULL,
          MAPI_E_COLLISION);
  tear_down (&fixture);
}

static void
test_delete_folder (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) child = NULL;

  if (!set_up (&fixture))
    return;
  EXPECT (
      mapi_folder_delete_folder (fixture.parent, fixture.folder_id, NULL, 0, NULL, NULL, &error),
      MAPI_E_HAS_MESSAGES);
  child = create_folder (fixture.folder, "Child");
  EXPECT (mapi_folder_delete_folder (
              fixture.parent, fixture.folder_id, NULL, MAPI_DEL_MESSAGES, NULL, NULL, &error),
          MAPI_E_HAS_FOLDERS);
  EXPECT (mapi_folder_delete_folder (child, fixture.folder_id, NULL, 0, NULL, NULL, &error),
          MAPI_E_NOT_FOUND);
  queue_message (&fixture);
  EXPECT_WARNING (mapi_folder_delete_folder (fixture.parent,
                                             fixture.folder_id,
                                             NULL,
                                             MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS,
                                             NULL,
                                             &warning,
                                             &error),
                  MAPI_W_PARTIAL_COMPLETION);
  tear_down (&fixture);
}

static void
test_messages (void)
{
  Fixture fixture;
  g_autoptr (MapiEntryList) list = NULL;

  if (!set_up (&fixture))
    return;
  list = mapi_entry_list_new (&fixture.gone, 1);
  EXPECT_WARNING (mapi_folder_copy_messages (
                      fixture.folder, list, fixture.parent, NULL, 0, NULL, &warning, &error),
                  MAPI_W_PARTIAL_COMPLETION);
  EXPECT_WARNING (
      mapi_folder_set_read_flags (fixture.folder, list, NULL, 0, NULL, &warning, &error),
      MAPI_W_PARTIAL_COMPLETION);
  EXPECT (mapi_folder_set_read_flags (fixture.folder,
                                      list,
                                      NULL,
                                      MAPI_CLEAR_READ_FLAG | MAPI_SUPPRESS_RECEIPT,
                                      NULL,
                                      NULL,
                                      &error),
          MAPI_E_INVALID_PARAMETER);
  EXPECT_WARNING (
      mapi_folder_delete_messages (fixture.folder, list, NULL, 0, NULL, &warning, &error),
      MAPI_W_PARTIAL_COMPLETION);
  queue_message (&fixture);
  EXPECT_WARNING (mapi_folder_empty_folder (fixture.folder, NULL, 0, NULL, &warning, &error),
                  MAPI_W_PARTIAL_COMPLETION);
  tear_down (&fixture);
}

static void
expect_problem (gpointer object, MapiPropValue *value, gint32 code)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NOT_NULL (problems);
  if (problems != NULL)
    TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), code);
  mapi_prop_value_unref (value);
}

static void
test_set_props (void)
{
  Fixture fixture;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (OWN_TAG, 1);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_list_get_tags (props);
  g_autoptr (MapiProp) reader = NULL;

  if (!set_up (&fixture))
    return;
  expect_problem (
      fixture.message, mapi_prop_value_new_long (MAPI_PR_MESSAGE_SIZE, 1), MAPI_E_COMPUTED);
  expect_problem (fixture.message, mapi_prop_value_new_null (0x67000001), MAPI_E_INVALID_TYPE);
  reader =
      mapi_msg_store_open_entry (fixture.client.store, fixture.message_id, NULL, 0, NULL, NULL);
  EXPECT (mapi_prop_set_props (reader, props, NULL, NULL, &error), MAPI_E_NO_ACCESS);
  EXPECT (mapi_prop_delete_props (reader, tags, NULL, NULL, &error), MAPI_E_NO_ACCESS);
  EXPECT (mapi_prop_save_changes (reader, 0, NULL, &error), MAPI_E_NO_ACCESS);
  tear_down (&fixture);
}

static void
test_save_changes (void)
{
  Fixture fixture;
  g_autoptr (MapiProp) other = NULL;

  if (!set_up (&fixture))
    return;
  other = mapi_msg_store_open_entry (
      fixture.client.store, fixture.message_id, NULL, MAPI_MODIFY, NULL, NULL);
  mock_sqlite_set (other, mapi_prop_value_new_long (OWN_TAG, 1));
  mock_sqlite_set (fixture.message, mapi_prop_value_new_long (OWN_TAG, 2));
  mapi_prop_save_changes (MAPI_PROP (fixture.message), MAPI_KEEP_OPEN_READWRITE, NULL, NULL);
  EXPECT (mapi_prop_save_changes (other, MAPI_KEEP_OPEN_READWRITE, NULL, &error),
          MAPI_E_OBJECT_CHANGED);
  delete_message (fixture.folder, fixture.message_id);
  EXPECT (mapi_prop_save_changes (other, MAPI_KEEP_OPEN_READWRITE, NULL, &error),
          MAPI_E_OBJECT_DELETED);
  tear_down (&fixture);
}

static void
test_get_props (void)
{
  static const guint32 wanted[] = { OWN_TAG, MAPI_PR_BODY };
  Fixture              fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *text = g_strnfill (300 * 1024, 'x');
  guint32          warning = 0;

  if (!set_up (&fixture))
    return;
  mock_sqlite_set (fixture.message, mapi_prop_value_new_string (MAPI_PR_BODY, text));
  props = mapi_prop_get_props (MAPI_PROP (fixture.message), tags, 0, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  TAP_NUMBER (mapi_prop_list_get_error (props, wanted[0]), MAPI_E_NOT_FOUND);
  TAP_NUMBER (mapi_prop_list_get_error (props, wanted[1]), MAPI_E_NOT_ENOUGH_MEMORY);
  tear_down (&fixture);
}

static void
test_open_property (void)
{
  Fixture fixture;
  g_autoptr (MapiProp) reader = NULL;
  MapiProp *message;

  if (!set_up (&fixture))
    return;
  message = MAPI_PROP (fixture.message);
  EXPECT (mapi_prop_open_property (message, MAPI_PR_SUBJECT, "MapiTable", 0, 0, NULL, &error) !=
              NULL,
          MAPI_E_INTERFACE_NOT_SUPPORTED);
  EXPECT (mapi_prop_open_property (message, MAPI_PR_BODY, "MapiStream", 0, 0, NULL, &error) != NULL,
          MAPI_E_NOT_FOUND);
  reader =
      mapi_msg_store_open_entry (fixture.client.store, fixture.message_id, NULL, 0, NULL, NULL);
  EXPECT (mapi_prop_open_property (
              reader, MAPI_PR_BODY, "MapiStream", 0, MAPI_CREATE | MAPI_MODIFY, NULL, &error) !=
              NULL,
          MAPI_E_NO_ACCESS);
  tear_down (&fixture);
}

static void
test_names (void)
{
  static const guint32 unnamed[] = { 0x80fe0003 };
  Fixture              fixture;
  g_autoptr (MapiUid) space = mapi_uid_new ();
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_string (space, "never set");
  g_autoptr (MapiNameIdArray) empty = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (empty, name);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (unnamed, 1);
  g_autoptr (MapiPropTagArray) ids = NULL;
  g_autoptr (MapiNameIdArray) found = NULL;

  if (!set_up (&fixture))
    return;
  EXPECT_WARNING ((ids = mapi_prop_get_ids_from_names (
                       MAPI_PROP (fixture.message), names, 0, NULL, &warning, &error)) != NULL,
                  MAPI_W_ERRORS_RETURNED);
  EXPECT_WARNING ((found = mapi_prop_get_names_from_ids (
                       MAPI_PROP (fixture.message), tags, NULL, 0, NULL, NULL, &warning, &error)) !=
                      NULL,
                  MAPI_W_ERRORS_RETURNED);
  tear_down (&fixture);
}

static void
test_table (void)
{
  Fixture fixture;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRestriction) absent = mapi_restriction_new_exist (OWN_TAG);
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) odd =
      mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_DESCEND + 100);

  if (!set_up (&fixture))
    return;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (fixture.folder), 0, NULL, NULL);
  EXPECT (mapi_table_find_row (table, absent, 77, 0, NULL, NULL, &error), MAPI_E_INVALID_BOOKMARK);
  EXPECT (mapi_table_find_row (table, absent, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error),
          MAPI_E_NOT_FOUND);
  EXPECT (mapi_table_seek_row (table, 77, 0, NULL, NULL, NULL, &error), MAPI_E_INVALID_BOOKMARK);
  EXPECT (mapi_table_free_bookmark (table, 77, &error), MAPI_E_INVALID_BOOKMARK);
  EXPECT (mapi_table_query_rows (table, 0, 0, NULL, &error) != NULL, MAPI_E_INVALID_PARAMETER);
  EXPECT (mapi_table_sort_table (table, odd, 0, NULL, &error), MAPI_E_TOO_COMPLEX);
  tear_down (&fixture);
}

static void
test_bookmarks (void)
{
  Fixture fixture;
  g_autoptr (MapiTable) table = NULL;
  guint n = 0;

  if (!set_up (&fixture))
    return;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (fixture.folder), 0, NULL, NULL);
  while (n < 20000 && mapi_table_create_bookmark (table, NULL, NULL) != 0)
    n++;
  EXPECT (mapi_table_create_bookmark (table, NULL, &error) != 0, MAPI_E_UNABLE_TO_COMPLETE);
  tear_down (&fixture);
}

static void
test_categories (void)
{
  Fixture fixture;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (1, 1);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (GBytes) key = g_bytes_new_static ("nonsense", 8);
  g_autoptr (GError) local = NULL;

  if (!set_up (&fixture))
    return;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (fixture.folder), 0, NULL, NULL);
  mapi_table_sort_table (table, order, 0, NULL, &local);
  TAP_NO_ERROR (local);
  EXPECT (mapi_table_collapse_row (table, key, 0, NULL, NULL, &error), MAPI_E_NOT_FOUND);
  EXPECT (mapi_table_expand_row (table, key, 1, 0, NULL, NULL, &error) != NULL, MAPI_E_NOT_FOUND);
  EXPECT (mapi_table_set_collapse_state (table, 0, key, NULL, NULL, &error),
          MAPI_E_UNABLE_TO_COMPLETE);
  tear_down (&fixture);
}

static void
test_message (void)
{
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  EXPECT (mapi_message_set_read_flag (
              fixture.message, MAPI_CLEAR_READ_FLAG | MAPI_SUPPRESS_RECEIPT, NULL, &error),
          MAPI_E_INVALID_PARAMETER);
  EXPECT (mapi_message_submit_message (fixture.message, 0, NULL, &error), MAPI_E_NO_RECIPIENTS);
  tear_down (&fixture);
}

static void
test_store (void)
{
  Fixture fixture;
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) foreign = g_bytes_new_static ("\0\0\0\0aaaaaaaaaaaaaaaabbbbbbbbbbbb", 32);
  g_autoptr (MapiProp) sent = NULL;
  gboolean same;

  if (!set_up (&fixture))
    return;
  EXPECT (mapi_msg_store_abort_submit (fixture.client.store, fixture.message_id, 0, NULL, &error),
          MAPI_E_NOT_IN_QUEUE);
  EXPECT (mapi_msg_store_compare_entry_ids (
              fixture.client.store, fixture.message_id, foreign, 0, &same, &error),
          MAPI_E_UNKNOWN_ENTRYID);
  queue_message (&fixture);
  EXPECT (mapi_msg_store_finished_msg (fixture.client.store, 0, fixture.message_id, NULL, &error),
          MAPI_E_NO_SUPPORT);
  sent = mapi_msg_store_open_entry (
      fixture.spooler.store, fixture.message_id, NULL, MAPI_MODIFY, NULL, &local);
  mapi_msg_store_set_lock_state (
      fixture.spooler.store, MAPI_MESSAGE (sent), MAPI_MSG_LOCKED, NULL, &local);
  TAP_NO_ERROR (local);
  EXPECT (mapi_msg_store_abort_submit (fixture.client.store, fixture.message_id, 0, NULL, &error),
          MAPI_E_UNABLE_TO_ABORT);
  tear_down (&fixture);
}

static void
test_table_calls (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropTagArray) columns = NULL;
  g_autoptr (MapiSortOrderSet) order = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint32 connection;

  if (!set_up (&fixture))
    return;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (fixture.folder), 0, NULL, NULL);
  connection = mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error);
  columns = mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, NULL, &error);
  order = mapi_table_query_sort_order (table, NULL, &error);
  CU_ASSERT_TRUE (columns != NULL && order != NULL);
  CU_ASSERT_TRUE (mapi_table_unadvise (table, connection, &error));
  CU_ASSERT_TRUE (mapi_table_get_status (table, NULL, NULL, &error));
  CU_ASSERT_TRUE (mapi_table_seek_row_approx (table, 1, 2, NULL, &error));
  CU_ASSERT_TRUE (mapi_table_wait_for_completion (table, 0, 1000, NULL, NULL, &error));
  CU_ASSERT_TRUE (mapi_table_abort (table, &error));
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
test_store_calls (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiNotification) notification = NULL;
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  gboolean same = FALSE;
  guint32  flags = 0;
  guint32  connection;

  if (!set_up (&fixture))
    return;
  connection = mapi_msg_store_advise (
      fixture.client.store, NULL, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error);
  notification =
      mapi_notification_new_newmail (fixture.message_id, fixture.folder_id, "IPM.Note", 0);
  CU_ASSERT_TRUE (
      mapi_msg_store_notify_new_mail (fixture.spooler.store, notification, NULL, &error));
  CU_ASSERT_TRUE (mapi_msg_store_unadvise (fixture.client.store, connection, &error));
  CU_ASSERT_TRUE (mapi_msg_store_compare_entry_ids (
      fixture.client.store, fixture.message_id, fixture.message_id, 0, &same, &error));
  CU_ASSERT_TRUE (same);
  tags = mapi_prop_get_prop_list (MAPI_PROP (fixture.message), 0, NULL, &error);
  CU_ASSERT_PTR_NOT_NULL (tags);
  CU_ASSERT_TRUE (mapi_msg_store_store_logoff (fixture.client.store, &flags, NULL, &error));
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

/* What the store would have the support object do, and the caller does not want done that way. */
static void
test_declined (void)
{
  Fixture              fixture;
  static const guint32 listed[] = { MAPI_PR_SUBJECT };
  g_auto (MockSqlite) other = { 0 };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (listed, 1);
  g_autoptr (MapiFolder) foreign = NULL;
  g_autoptr (MapiMessage) copy = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!set_up (&fixture))
    return;
  if (mock_sqlite_open_new (&other))
    {
      foreign = mock_sqlite_open_folder (other.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
      copy = create_message (foreign);
      list = mapi_entry_list_new (&fixture.message_id, 1);
      EXPECT (mapi_folder_copy_folder (fixture.parent,
                                       fixture.folder_id,
                                       foreign,
                                       NULL,
                                       NULL,
                                       MAPI_DECLINE_OK,
                                       NULL,
                                       NULL,
                                       &error),
              MAPI_E_DECLINE_COPY);
      EXPECT (mapi_folder_copy_messages (
                  fixture.folder, list, foreign, NULL, MAPI_DECLINE_OK, NULL, NULL, &error),
              MAPI_E_DECLINE_COPY);
      EXPECT (mapi_prop_copy_to (MAPI_PROP (fixture.message),
                                 NULL,
                                 NULL,
                                 NULL,
                                 MAPI_PROP (copy),
                                 MAPI_DECLINE_OK,
                                 NULL,
                                 NULL,
                                 &error),
              MAPI_E_DECLINE_COPY);
      EXPECT (mapi_prop_copy_props (MAPI_PROP (fixture.message),
                                    tags,
                                    NULL,
                                    MAPI_PROP (copy),
                                    MAPI_DECLINE_OK,
                                    NULL,
                                    NULL,
                                    &error),
              MAPI_E_DECLINE_COPY);
    }
  tear_down (&fixture);
}

/* Copies are the support object's work: these need a session. */
static void
test_copy_props (void)
{
  g_auto (SessionRig) rig = { 0 };
  static const guint32 listed[] = { MAPI_PR_MESSAGE_SIZE, MAPI_PR_SUBJECT };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (listed, G_N_ELEMENTS (listed));
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiMessage) one = NULL;
  g_autoptr (MapiMessage) two = NULL;
  g_autoptr (MapiProp) reader = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GError) local = NULL;

  if (!session_rig_begin (&rig, "copies") || !session_rig_start (&rig))
    return;
  folder = mock_sqlite_open_folder (rig.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  one = create_message (folder);
  two = create_message (folder);
  id = mock_sqlite_get_entry_id (two);
  reader = mapi_msg_store_open_entry (rig.store, id, NULL, 0, NULL, NULL);
  EXPECT (mapi_prop_copy_props (MAPI_PROP (one), tags, NULL, reader, 0, NULL, NULL, &error),
          MAPI_E_NO_ACCESS);
  EXPECT (mapi_prop_copy_to (MAPI_PROP (one), NULL, NULL, NULL, reader, 0, NULL, NULL, &error),
          MAPI_E_NO_ACCESS);
  CU_ASSERT_TRUE (mapi_prop_copy_props (
      MAPI_PROP (one), tags, NULL, MAPI_PROP (two), 0, &problems, NULL, &local));
  TAP_NO_ERROR (local);
  CU_ASSERT_TRUE (
      mapi_prop_copy_to (MAPI_PROP (one), NULL, NULL, NULL, MAPI_PROP (two), 0, NULL, NULL, NULL));
  session_rig_stop (&rig);
}

static void
test_copy_folder_to (void)
{
  g_auto (SessionRig) rig = { 0 };
  static const guint32 listed[] = { MAPI_PR_CONTAINER_HIERARCHY };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (listed, 1);
  g_autoptr (MapiFolder) root = NULL;
  g_autoptr (MapiFolder) one = NULL;
  g_autoptr (MapiFolder) two = NULL;
  g_autoptr (MapiFolder) child = NULL;
  g_autoptr (MapiFolder) same = NULL;
  g_autoptr (MapiFolder) below = NULL;

  if (!session_rig_begin (&rig, "folders") || !session_rig_start (&rig))
    return;
  root = mock_sqlite_open_folder (rig.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  one = create_folder (root, "One");
  two = create_folder (root, "Two");
  child = create_folder (one, "Child");
  same = create_folder (two, "Child");
  below = create_folder (child, "Below");
  EXPECT (
      mapi_prop_copy_to (MAPI_PROP (one), NULL, NULL, NULL, MAPI_PROP (two), 0, NULL, NULL, &error),
      MAPI_E_COLLISION);
  EXPECT (
      mapi_prop_copy_props (MAPI_PROP (one), tags, NULL, MAPI_PROP (two), 0, NULL, NULL, &error),
      MAPI_E_COLLISION);
  EXPECT (mapi_prop_copy_to (
              MAPI_PROP (one), NULL, NULL, NULL, MAPI_PROP (below), 0, NULL, NULL, &error),
          MAPI_E_FOLDER_CYCLE);
  EXPECT (
      mapi_prop_copy_props (MAPI_PROP (one), tags, NULL, MAPI_PROP (below), 0, NULL, NULL, &error),
      MAPI_E_FOLDER_CYCLE);
  session_rig_stop (&rig);
}

TAP_MAIN ("conformance/returns",
          { "copy a folder", test_copy_folder },
          { "create a folder", test_create_folder },
          { "delete a folder", test_delete_folder },
          { "many messages", test_messages },
          { "set properties", test_set_props },
          { "save changes", test_save_changes },
          { "get properties", test_get_props },
          { "open a property", test_open_property },
          { "named properties", test_names },
          { "tables", test_table },
          { "bookmarks", test_bookmarks },
          { "categories", test_categories },
          { "messages", test_message },
          { "stores", test_store },
          { "calls of a table", test_table_calls },
          { "calls of a store", test_store_calls },
          { "declined copies", test_declined },
          { "copy properties", test_copy_props },
          { "copy a folder's content", test_copy_folder_to })
