/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-tree.h"
#include "mock-sqlite.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

/* Messages inside of messages, deeper than a stack would bear. */

#define KIB ((gsize) 1024)

#define DEPTH 300

static MapiMessage *
open_inner (gpointer object, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *inner = mapi_prop_open_property (
      MAPI_PROP (object), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return (MapiMessage *) inner;
}

/* An attachment that has a message inside which nobody opens weighs what it weighed, and its own
 * properties. */
static void
test_size_of_embedded (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiAttach) outer = NULL;
  g_autoptr (MapiAttach) changed = NULL;
  g_autoptr (MapiMessage) inner = NULL;
  g_autofree char *text = g_strnfill (50 * KIB, 't');
  gint32           before;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  outer = mapi_message_create_attach (message, 0, NULL, NULL, NULL);
  inner = open_inner (outer, MAPI_CREATE | MAPI_MODIFY);
  mock_sqlite_set_text (inner, MAPI_PR_BODY, text);
  mock_sqlite_save (inner);
  mock_sqlite_save (outer);
  mock_sqlite_save (message);
  before = mock_tree_get_long (message, MAPI_PR_MESSAGE_SIZE);
  again = mock_sqlite_reopen (client.store, message);
  changed = mock_sqlite_open_attach (again, 0, MAPI_MODIFY);
  mock_sqlite_set_text (changed, MAPI_PR_COMMENT, text);
  mock_sqlite_save (changed);
  mock_sqlite_save (again);
  CU_ASSERT_TRUE (mock_tree_get_long (again, MAPI_PR_MESSAGE_SIZE) > before + (gint32) (50 * KIB));
  CU_ASSERT_TRUE (mock_tree_get_long (again, MAPI_PR_MESSAGE_SIZE) < before + (gint32) (52 * KIB));
}

/* Messages in messages, however deep: saved, read, copied and deleted. */
static void
nest (gpointer message, guint depth)
{
  g_autoptr (MapiAttach) attached =
      mapi_message_create_attach (MAPI_MESSAGE (message), 0, NULL, NULL, NULL);
  g_autoptr (MapiMessage) inner = open_inner (attached, MAPI_CREATE | MAPI_MODIFY);

  mock_sqlite_set (attached,
                   mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG));
  if (depth > 1)
    nest (inner, depth - 1);
  else
    mock_sqlite_set_text (inner, MAPI_PR_SUBJECT, "The innermost");
  mock_sqlite_save (inner);
  mock_sqlite_save (attached);
}

static void
check_nested (gpointer message, guint depth)
{
  g_autoptr (MapiMessage) at = g_object_ref (MAPI_MESSAGE (message));

  for (guint i = 0; i < depth && at != NULL; i++)
    {
      g_autoptr (MapiAttach) attached = mock_sqlite_open_attach (at, 0, 0);
      MapiMessage *inner = attached != NULL ? open_inner (attached, 0) : NULL;

      g_object_unref (at);
      at = inner;
    }
  if (at != NULL)
    MOCK_SQLITE_TEXT (at, MAPI_PR_SUBJECT, "The innermost");
}

static void
test_deep (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  nest (message, DEPTH);
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  check_nested (again, DEPTH);
  inbox = mock_sqlite_open_inbox (client.store);
  id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&id, 1);
  mapi_folder_copy_messages (inbox, list, inbox, NULL, 0, NULL, NULL, &error);
  mapi_folder_delete_messages (inbox, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_tree_get_long (inbox, MAPI_PR_CONTENT_COUNT), 1);
}

/* To another store they go message by message. */
static void
test_deep_copy (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) copy = NULL;

  store_pair_begin (&pair);
  message = mapi_folder_create_message (pair.folders[0], NULL, 0, NULL, &error);
  copy = mapi_folder_create_message (pair.folders[1], NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  nest (message, DEPTH);
  mock_sqlite_save (message);
  mapi_prop_copy_to (
      MAPI_PROP (message), NULL, NULL, NULL, MAPI_PROP (copy), 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_save (copy);
  check_nested (copy, DEPTH);
}

TAP_MAIN ("providers/sqlite-embedded",
          { "sizes of messages inside", test_size_of_embedded },
          { "messages inside of messages", test_deep },
          { "messages inside of messages to another store", test_deep_copy })
