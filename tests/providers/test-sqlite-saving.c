/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-tree.h"
#include "mock-sqlite.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

/* When saving conflicts and what it leaves open, and by which keys objects are known. */

static gboolean
can_set (gpointer object)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_COMMENT, "set");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (object), props, NULL, NULL, NULL);
}

/* What SaveChanges leaves open. */
static void
test_save_flags (void)
{
  static const guint32 flags[] = { 0, MAPI_KEEP_OPEN_READONLY, MAPI_FORCE_SAVE };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) open = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);

      mapi_prop_save_changes (MAPI_PROP (message), flags[i], NULL, &error);
      TAP_NO_ERROR (error);
      CU_ASSERT_FALSE (can_set (message));
      TAP_NUMBER (mock_tree_get_long (message, MAPI_PR_ACCESS_LEVEL), 0);
    }
  open = mock_sqlite_create_message (client.store);
  mock_sqlite_save (open);
  CU_ASSERT_TRUE (can_set (open));
  mock_sqlite_save (open);
}

/* Who saves by force has what is stored, and goes on from there. */
static void
test_force (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) other = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_save (message);
  other = mock_sqlite_reopen (client.store, message);
  can_set (other);
  can_set (message);
  mock_sqlite_save (other);
  mapi_prop_save_changes (
      MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE | MAPI_FORCE_SAVE, NULL, &error);
  TAP_NO_ERROR (error);
  can_set (message);
  mock_sqlite_save (message);
}

/* A message that somebody moves away while it is open is where it is. */
static void
test_moved_meanwhile (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) trash = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) parent = NULL;
  g_autoptr (GBytes) trash_id = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_save (message);
  inbox = mock_sqlite_open_inbox (client.store);
  trash = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_WASTEBASKET_ENTRYID);
  id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&id, 1);
  mapi_folder_copy_messages (inbox, list, trash, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  can_set (message);
  CU_ASSERT_FALSE (
      mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_OBJECT_CHANGED);
  g_clear_error (&error);
  mapi_prop_save_changes (
      MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE | MAPI_FORCE_SAVE, NULL, &error);
  TAP_NO_ERROR (error);
  parent = mock_sqlite_get_bytes (message, MAPI_PR_PARENT_ENTRYID);
  trash_id = mock_sqlite_get_entry_id (trash);
  TAP_BYTES (parent, trash_id);
  TAP_NUMBER (mock_tree_get_long (trash, MAPI_PR_CONTENT_COUNT), 1);
}

/* The keys of a message, of its attachment and of a folder, in one string. */
static char *
describe_keys (gpointer message)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID, MAPI_PR_RECORD_KEY, MAPI_PR_SEARCH_KEY, MAPI_PR_INSTANCE_KEY
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MapiAttach) attached = mock_sqlite_open_attach (message, 0, 0);
  g_autofree char *attached_key = mock_sqlite_get_text (attached, MAPI_PR_RECORD_KEY);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *key = mock_sqlite_get_text (message, tags[i]);

      g_string_append_printf (text, "%s ", key);
    }
  g_string_append (text, attached_key);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Keys stay what they are when a message is saved again, moved, and opened after a restart. */
static void
test_keys (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (tap_folder (), "keys.db", NULL);
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attached = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) trash = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autofree char *before = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *later = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  message = mock_sqlite_create_message (client.store);
  attached = mock_sqlite_attach (message, 10);
  mock_sqlite_save (message);
  before = describe_keys (message);
  CU_ASSERT_PTR_NULL (strstr (before, "MAPI_E"));
  mock_sqlite_set_text (attached, MAPI_PR_COMMENT, "changed");
  mock_sqlite_save (attached);
  mock_sqlite_save (message);
  saved = describe_keys (message);
  TAP_STRING (saved, before);

  id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&id, 1);
  inbox = mock_sqlite_open_inbox (client.store);
  trash = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_WASTEBASKET_ENTRYID);
  mapi_folder_copy_messages (inbox, list, trash, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&message);
  message = MAPI_MESSAGE (mapi_msg_store_open_entry (client.store, id, NULL, 0, NULL, &error));
  moved = describe_keys (message);
  TAP_STRING (moved, before);

  g_clear_object (&attached);
  g_clear_object (&message);
  g_clear_object (&inbox);
  g_clear_object (&trash);
  mock_sqlite_close (&client);
  mock_sqlite_open (&client, path, FALSE, &error);
  message = MAPI_MESSAGE (mapi_msg_store_open_entry (client.store, id, NULL, 0, NULL, &error));
  if (!TAP_NO_ERROR (error))
    return;
  later = describe_keys (message);
  TAP_STRING (later, before);
}

static gboolean
compare (MapiMsgStore *store, GBytes *one, GBytes *other)
{
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  mapi_msg_store_compare_entry_ids (store, one, other, 0, &same, &error);
  TAP_NO_ERROR (error);
  return same;
}

/* The store's own identifier is the one that the support object has wrapped, with a session's
 * identifier in front; the store and the session know it. */
static void
test_entry_ids (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) store_id = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (GBytes) root_id = NULL;
  g_autoptr (GBytes) parent_id = NULL;
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiProp) root = NULL;
  g_autoptr (MapiProp) opened = NULL;
  g_autoptr (MapiProp) found = NULL;

  store_pair_begin (&pair);
  store_id = mock_sqlite_get_entry_id (pair.stores[0]);
  key = mock_sqlite_get_bytes (pair.stores[0], MAPI_PR_RECORD_KEY);
  uid = mapi_uid_new_from_bytes (key, &error);
  folder_id = mock_sqlite_get_entry_id (pair.folders[0]);
  CU_ASSERT_TRUE (mapi_entry_id_has_uid (folder_id, uid));
  CU_ASSERT_FALSE (mapi_entry_id_has_uid (store_id, uid));

  root = mapi_msg_store_open_entry (pair.stores[0], NULL, NULL, 0, NULL, &error);
  root_id = mock_sqlite_get_entry_id (root);
  parent_id = mock_sqlite_get_bytes (root, MAPI_PR_PARENT_ENTRYID);
  TAP_BYTES (parent_id, root_id);
  opened = mapi_msg_store_open_entry (pair.stores[0], store_id, NULL, 0, NULL, &error);
  found = mapi_session_open_entry (pair.session, folder_id, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (MAPI_IS_MSG_STORE (opened));
  CU_ASSERT_TRUE (MAPI_IS_FOLDER (found));
  CU_ASSERT_TRUE (compare (pair.stores[0], store_id, store_id));
  CU_ASSERT_TRUE (compare (pair.stores[0], folder_id, folder_id));
  CU_ASSERT_FALSE (compare (pair.stores[0], folder_id, root_id));
  CU_ASSERT_FALSE (compare (pair.stores[0], store_id, root_id));
}

/* Names are the store's, the same for all objects and for who asks again. */
/* The default receive folder can go: then it is the Inbox again. */
static void
test_default_receive_folder (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) parent = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) phone = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autofree char *class = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mapi_msg_store_get_receive_folder (client.store, NULL, 0, NULL, NULL, &error);
  parent = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  folder = mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, "All", NULL, 0, NULL, &error);
  id = mock_sqlite_get_entry_id (folder);
  mapi_msg_store_set_receive_folder (client.store, NULL, 0, id, NULL, &error);
  mapi_msg_store_set_receive_folder (client.store, "IPM.Note", 0, inbox, NULL, &error);
  phone =
      mapi_msg_store_get_receive_folder (client.store, "IPM.Note.Phone", 0, &class, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_BYTES (phone, inbox);
  TAP_STRING (class, "IPM.Note");
  mapi_folder_delete_folder (parent, id, NULL, 0, NULL, NULL, &error);
  again = mapi_msg_store_get_receive_folder (client.store, "Other", 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_BYTES (again, inbox);
  table = mapi_msg_store_get_receive_folder_table (client.store, 0, NULL, &error);
  CU_ASSERT_TRUE (mock_sqlite_count (table) >= 2);
}

TAP_MAIN ("providers/sqlite-saving",
          { "flags of SaveChanges", test_save_flags },
          { "saving by force", test_force },
          { "moved while it is open", test_moved_meanwhile },
          { "keys stay", test_keys },
          { "entry identifiers", test_entry_ids },
          { "the default receive folder", test_default_receive_folder })
