/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-tree.h"
#include "mock-sqlite.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

/* What the store computes, and what nobody can set. */

#define KIB ((gsize) 1024)

static void
test_subject (void)
{
  static const struct
  {
    const char *subject, *prefix, *found, *normalized;
  } cases[] = {
    { "Re: a", NULL, "Re: ", "a" },
    { "AW: Re: a", NULL, "AW: ", "Re: a" },
    { "Report: a", NULL, "", "Report: a" },
    { "A1: a", NULL, "", "A1: a" },
    { "Report: a", "Report: ", "Report: ", "a" },
    { "Re: a", "Fwd: ", "Re: ", "a" },
    { "", NULL, "", "" },
  };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) none = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);
      g_autoptr (MapiMessage) again = NULL;

      mock_sqlite_set_text (message, MAPI_PR_SUBJECT, cases[i].subject);
      if (cases[i].prefix != NULL)
        mock_sqlite_set_text (message, MAPI_PR_SUBJECT_PREFIX, cases[i].prefix);
      mock_sqlite_save (message);
      again = mock_sqlite_reopen (client.store, message);
      MOCK_SQLITE_TEXT (again, MAPI_PR_SUBJECT_PREFIX, cases[i].found);
      MOCK_SQLITE_TEXT (again, MAPI_PR_NORMALIZED_SUBJECT, cases[i].normalized);
    }
  none = mock_sqlite_create_message (client.store);
  mock_sqlite_save (none);
  MOCK_SQLITE_TEXT (none, MAPI_PR_NORMALIZED_SUBJECT, "MAPI_E_NOT_FOUND");
}

static void
add_recipient (gpointer message, guint32 type, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, name, "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
test_display (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_save (message);
  MOCK_SQLITE_TEXT (message, MAPI_PR_DISPLAY_TO, "");
  MOCK_SQLITE_TEXT (message, MAPI_PR_DISPLAY_CC, "");
  MOCK_SQLITE_TEXT (message, MAPI_PR_DISPLAY_BCC, "");
  add_recipient (message, MAPI_TO, "One");
  add_recipient (message, MAPI_TO, "Two");
  add_recipient (message, MAPI_CC, "Three");
  add_recipient (message, MAPI_BCC, "Four");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  MOCK_SQLITE_TEXT (again, MAPI_PR_DISPLAY_TO, "One; Two");
  MOCK_SQLITE_TEXT (again, MAPI_PR_DISPLAY_CC, "Three");
  MOCK_SQLITE_TEXT (again, MAPI_PR_DISPLAY_BCC, "Four");
}

/* A time of 0 is none, in the message as in tables. */
static void
test_no_time (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set (message, mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, 7));
  mock_sqlite_save (message);
  MOCK_SQLITE_TEXT (message, MAPI_PR_SUBJECT_PREFIX, "MAPI_E_NOT_FOUND");
  mock_sqlite_set (message, mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, 0));
  MOCK_SQLITE_TEXT (message, MAPI_PR_MESSAGE_DELIVERY_TIME, "MAPI_E_NOT_FOUND");
  mock_sqlite_save (message);
  MOCK_SQLITE_TEXT (message, MAPI_PR_MESSAGE_DELIVERY_TIME, "MAPI_E_NOT_FOUND");
}

/* GetProps says of a property alone what it says of it among all. */
static void
expect_one_by_one (gpointer object)
{
  g_autoptr (MapiPropList) all = mock_sqlite_get_all (object);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_get_prop_list (MAPI_PROP (object), 0, NULL, NULL);

  CU_ASSERT_TRUE (mapi_prop_list_get_size (all) > 15);
  TAP_NUMBER (mapi_prop_tag_array_get_size (tags), mapi_prop_list_get_size (all));
  for (guint i = 0; i < mapi_prop_list_get_size (all); i++)
    {
      g_autoptr (MapiPropValue) expected = mapi_prop_list_get_value (all, i);
      g_autoptr (MapiPropValue) found =
          mock_sqlite_get (object, mapi_prop_value_get_tag (expected));

      CU_ASSERT_TRUE (mapi_prop_value_equal (found, expected));
      CU_ASSERT_TRUE (mapi_prop_tag_array_contains (
          tags,
          mapi_prop_tag_change_type (mapi_prop_value_get_tag (expected), MAPI_PT_UNSPECIFIED)));
    }
}

/* Before and after it is saved, and as somebody else opens it. */
static void
expect_one_by_one_always (MapiMsgStore *store, MapiMessage *message)
{
  g_autoptr (MapiMessage) again = NULL;

  expect_one_by_one (message);
  mock_sqlite_save (message);
  expect_one_by_one (message);
  again = mock_sqlite_reopen (store, message);
  expect_one_by_one (again);
}

static void
test_one_by_one (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) bare = NULL;
  g_autoptr (MapiMessage) full = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  g_autofree char *text = g_strnfill (300 * KIB, 't');

  if (!mock_sqlite_open_new (&client))
    return;
  bare = mock_sqlite_create_message (client.store);
  expect_one_by_one_always (client.store, bare);

  full = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (full, MAPI_PR_SUBJECT, "Re: a");
  mock_sqlite_set_text (full, MAPI_PR_SUBJECT_PREFIX, "Fwd: ");
  mock_sqlite_set_text (full, MAPI_PR_MESSAGE_CLASS, "IPM.Note.Other");
  mock_sqlite_set_text (full, MAPI_PR_BODY, text);
  mock_sqlite_set (full, mapi_prop_value_new_systime (MAPI_PR_PROVIDER_SUBMIT_TIME, 7));
  add_recipient (full, MAPI_TO, "One");
  attach = mock_sqlite_attach (full, KIB);
  expect_one_by_one_always (client.store, full);
}

/* What a table and a restriction make of the property. */
static void
expect_in_table (MapiMsgStore *store, guint64 time)
{
  const guint32 tag = MAPI_PR_PROVIDER_SUBMIT_TIME;
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_systime (tag, time);
  g_autoptr (MapiRestriction) equal = mapi_restriction_new_property (MAPI_RELOP_EQ, tag, value);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  mapi_table_set_columns (table, columns, 0, NULL, &error);
  mapi_table_restrict (table, equal, 0, NULL, &error);
  rows = mapi_table_query_rows (table, 9, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  row = mapi_row_set_get_row (rows, 0);
  TAP_NUMBER (mapi_prop_list_get_systime (row, tag, 0), time);
}

static void
set_passed_on (gpointer message, guint64 time)
{
  mock_sqlite_set (message, mapi_prop_value_new_systime (MAPI_PR_PROVIDER_SUBMIT_TIME, time));
}

static guint64
get_passed_on (gpointer message)
{
  g_autoptr (MapiPropList) all = mock_sqlite_get_all (message);

  return mapi_prop_list_get_systime (all, MAPI_PR_PROVIDER_SUBMIT_TIME, 0);
}

static void
delete_passed_on (gpointer message)
{
  const guint32 tag = MAPI_PR_PROVIDER_SUBMIT_TIME;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  CU_ASSERT_TRUE (mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, NULL, NULL));
}

/* It is kept beside the content: with it no content is written. */
static void
test_passed_on (void)
{
  g_autofree char *path = g_build_filename (tap_folder (), "passed-on.db", NULL);
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiMessage) last = NULL;
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (message, MAPI_PR_SUBJECT, "a");
  mock_sqlite_save (message);
  mock_sqlite_run_sql (path,
                       "CREATE TRIGGER written BEFORE INSERT ON contents"
                       " BEGIN SELECT RAISE (ABORT, 'content'); END");

  set_passed_on (message, 7);
  TAP_NUMBER (get_passed_on (message), 7);
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  TAP_NUMBER (get_passed_on (again), 7);
  expect_in_table (client.store, 7);
  set_passed_on (again, 8);
  mock_sqlite_save (again);
  expect_in_table (client.store, 8);

  mock_sqlite_set_text (again, MAPI_PR_SUBJECT, "b");
  CU_ASSERT_FALSE (mapi_prop_save_changes (MAPI_PROP (again), 0, NULL, &error));
  g_clear_error (&error);
  mock_sqlite_run_sql (path, "DROP TRIGGER written");

  delete_passed_on (again);
  TAP_NUMBER (get_passed_on (again), 0);
  mock_sqlite_save (again);
  last = mock_sqlite_reopen (client.store, message);
  TAP_NUMBER (get_passed_on (last), 0);
  MOCK_SQLITE_TEXT (last, MAPI_PR_PROVIDER_SUBMIT_TIME, "MAPI_E_NOT_FOUND");
}

/* The size is that of all there is, whichever part of it was changed and looked at. */
static void
test_size (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiMessage) last = NULL;
  g_autoptr (MapiAttach) small = NULL;
  g_autoptr (MapiAttach) large = NULL;
  gint32 bare;
  gint32 full;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_save (message);
  bare = mock_tree_get_long (message, MAPI_PR_MESSAGE_SIZE);
  small = mock_sqlite_attach (message, 10 * KIB);
  large = mock_sqlite_attach (message, 500 * KIB);
  mock_sqlite_save (message);
  full = mock_tree_get_long (message, MAPI_PR_MESSAGE_SIZE);
  CU_ASSERT_TRUE (full > bare + (gint32) (510 * KIB) && full < bare + (gint32) (512 * KIB));
  TAP_NUMBER (mock_tree_get_long (large, MAPI_PR_ATTACH_SIZE) / (gint32) (100 * KIB), 5);

  /* Only the recipients change: the attachments are not looked at, and weigh as much as before. */
  again = mock_sqlite_reopen (client.store, message);
  add_recipient (again, MAPI_TO, "Somebody with a name of some length");
  mock_sqlite_save (again);
  CU_ASSERT_TRUE (mock_tree_get_long (again, MAPI_PR_MESSAGE_SIZE) > full);
  CU_ASSERT_TRUE (mock_tree_get_long (again, MAPI_PR_MESSAGE_SIZE) < full + (gint32) KIB);

  last = mock_sqlite_reopen (client.store, again);
  mapi_message_delete_attach (last, 1, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_save (last);
  CU_ASSERT_TRUE (mock_tree_get_long (last, MAPI_PR_MESSAGE_SIZE) < bare + (gint32) (12 * KIB));
  CU_ASSERT_TRUE (mock_tree_get_long (last, MAPI_PR_MESSAGE_SIZE) > bare + (gint32) (10 * KIB));
  MOCK_SQLITE_TEXT (last, MAPI_PR_HASATTACH, "true");
  mapi_message_delete_attach (last, 0, NULL, 0, NULL, &error);
  mock_sqlite_save (last);
  MOCK_SQLITE_TEXT (last, MAPI_PR_HASATTACH, "false");
}

/* What every object of the store has. */
static void
check_common (gpointer object, gint32 type, GBytes *store_id, GBytes *store_key)
{
  g_autoptr (GBytes) id = mock_sqlite_get_bytes (object, MAPI_PR_STORE_ENTRYID);
  g_autoptr (GBytes) key = mock_sqlite_get_bytes (object, MAPI_PR_STORE_RECORD_KEY);
  g_autoptr (GBytes) mapping = mock_sqlite_get_bytes (object, MAPI_PR_MAPPING_SIGNATURE);
  g_autoptr (GBytes) record = mock_sqlite_get_bytes (object, MAPI_PR_RECORD_KEY);

  TAP_NUMBER (mock_tree_get_long (object, MAPI_PR_OBJECT_TYPE), type);
  TAP_BYTES (id, store_id);
  TAP_BYTES (key, store_key);
  CU_ASSERT_PTR_NOT_NULL (mapping);
  CU_ASSERT_PTR_NOT_NULL (record);
  CU_ASSERT_TRUE (mock_tree_get_long (object, MAPI_PR_ACCESS) & MAPI_ACCESS_READ);
  TAP_NUMBER (mock_tree_get_long (object, MAPI_PR_ACCESS_LEVEL), MAPI_MODIFY);
}

static void
test_common (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attached = NULL;
  g_autoptr (GBytes) store_id = NULL;
  g_autoptr (GBytes) store_key = NULL;
  g_autoptr (GBytes) parent = NULL;
  g_autoptr (GBytes) inbox_id = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  store_id = mock_sqlite_get_bytes (client.store, MAPI_PR_ENTRYID);
  store_key = mock_sqlite_get_bytes (client.store, MAPI_PR_RECORD_KEY);
  inbox = mock_sqlite_open_inbox (client.store);
  message = mock_sqlite_create_message (client.store);
  attached = mock_sqlite_attach (message, 10);
  mock_sqlite_save (message);
  check_common (client.store, MAPI_OBJECT_STORE, store_id, store_key);
  check_common (inbox, MAPI_OBJECT_FOLDER, store_id, store_key);
  check_common (message, MAPI_OBJECT_MESSAGE, store_id, store_key);
  check_common (attached, MAPI_OBJECT_ATTACH, store_id, store_key);
  parent = mock_sqlite_get_bytes (message, MAPI_PR_PARENT_ENTRYID);
  inbox_id = mock_sqlite_get_bytes (inbox, MAPI_PR_ENTRYID);
  TAP_BYTES (parent, inbox_id);
  TAP_NUMBER (mock_tree_get_long (message, MAPI_PR_ACCESS),
              MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE);
  MOCK_SQLITE_TEXT (inbox, MAPI_PR_SUBFOLDERS, "false");
  TAP_NUMBER (mock_tree_get_long (inbox, MAPI_PR_FOLDER_TYPE), MAPI_FOLDER_GENERIC);
  TAP_NUMBER (mock_tree_get_long (inbox, MAPI_PR_CONTENT_COUNT), 1);
}

/* None of them can be set or deleted; nor can a folder lose its name. */
static void
test_computed (void)
{
  static const guint32 tags[] = { MAPI_PR_OBJECT_TYPE, MAPI_PR_ACCESS, MAPI_PR_ACCESS_LEVEL };
  static const guint32 name = MAPI_PR_DISPLAY_NAME;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) all = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropTagArray) names = mapi_prop_tag_array_new (&name, 1);
  g_autoptr (MapiPropValue) empty = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "");
  g_autoptr (MapiPropList) nameless = mapi_prop_list_new_from_value (empty);
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attached = NULL;
  g_autoptr (MapiPropProblemArray) problems = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = mock_sqlite_create_message (client.store);
  attached = mock_sqlite_attach (message, 10);
  for (guint i = 0; i < 4; i++)
    {
      gpointer objects[] = { client.store, inbox, message, attached };
      g_autoptr (MapiPropProblemArray) found = NULL;

      mapi_prop_delete_props (objects[i], all, &found, NULL, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (mapi_prop_problem_array_get_size (found), G_N_ELEMENTS (tags));
      TAP_NUMBER (mapi_prop_problem_array_get_code (found, 0), MAPI_E_COMPUTED);
    }
  mapi_prop_delete_props (MAPI_PROP (inbox), names, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), MAPI_E_NO_ACCESS);
  MOCK_SQLITE_TEXT (inbox, MAPI_PR_DISPLAY_NAME, "Inbox");
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (inbox), nameless, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

/* Text in streams is UTF-8, wherever its parts end. */
static void
test_text_streams (void)
{
  static const gsize sizes[] = { 3, 300 * 1024 };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GObject) stream = NULL;
      g_autoptr (GBytes) bad = g_bytes_new_static ("\xe2\x82", 2);
      g_autoptr (GBytes) read = NULL;

      while (text->len < sizes[i])
        g_string_append (text, "€");
      mock_sqlite_write (message, MAPI_PR_BODY, text->str, text->len);
      read = mock_sqlite_read (message, MAPI_PR_BODY, NULL);
      TAP_NUMBER (g_bytes_get_size (read), text->len);
      stream = mapi_prop_open_property (
          MAPI_PROP (message), MAPI_PR_BODY, "MapiStream", 0, MAPI_MODIFY, NULL, &error);
      mapi_stream_seek (MAPI_STREAM (stream), 0, 2, NULL, &error);
      mapi_stream_write (MAPI_STREAM (stream), bad, NULL, &error);
      TAP_NO_ERROR (error);
      CU_ASSERT_FALSE (mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
    }
}

TAP_MAIN ("providers/sqlite-properties",
          { "subjects", test_subject },
          { "names of recipients", test_display },
          { "times that are none", test_no_time },
          { "one by one", test_one_by_one },
          { "when it was passed on", test_passed_on },
          { "sizes", test_size },
          { "what all objects have", test_common },
          { "what nobody can set", test_computed },
          { "text in streams", test_text_streams })
