/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folders and messages that are copied and moved, within a store and to another: what comes along.
 */

#include "mock-sqlite.h"
#include "mock-tree.h"
#include "store-pair.h"
#include "tap.h"

/* Within the store and to the other one. */
static void
test_copy_tree (void)
{
  for (guint other = 0; other < 2; other++)
    {
      g_auto (StorePair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiFolder) tree = NULL;
      g_autoptr (MapiFolder) target = NULL;
      g_autoptr (MapiFolder) copy = NULL;
      guint32 warning = 0;

      store_pair_begin (&pair);
      tree = mock_tree_make (pair.folders[0]);
      target = mock_tree_make_folder (pair.folders[other], "Target");
      mock_tree_copy_folder (
          pair.folders[0], tree, target, MAPI_COPY_SUBFOLDERS, NULL, &warning, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (warning, 0);
      copy = mock_tree_open_row (target, TRUE, 0, 0);
      mock_tree_check (copy);
      TAP_NUMBER (mock_tree_count (tree), 1);
    }
}

static void
test_move_tree (void)
{
  for (guint other = 0; other < 2; other++)
    {
      g_auto (StorePair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiFolder) tree = NULL;
      g_autoptr (MapiFolder) target = NULL;
      g_autoptr (MapiFolder) moved = NULL;
      g_autoptr (MapiTable) left = NULL;
      guint32 warning = 0;

      store_pair_begin (&pair);
      tree = mock_tree_make (pair.folders[0]);
      target = mock_tree_make_folder (pair.folders[other], "Target");
      mock_tree_copy_folder (
          pair.folders[0], tree, target, MAPI_FOLDER_MOVE, NULL, &warning, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (warning, 0);
      moved = mock_tree_open_row (target, TRUE, 0, 0);
      TAP_NUMBER (mock_tree_get_long (moved, MAPI_PR_ASSOC_CONTENT_COUNT), 1);
      left = mock_tree_open_table (pair.folders[0], TRUE, 0);
      TAP_NUMBER (mock_sqlite_count (left), other == 0 ? 1 : 0);
    }
}

static void
test_without_subfolders (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) tree = NULL;
  g_autoptr (MapiFolder) copy = NULL;

  store_pair_begin (&pair);
  tree = mock_tree_make (pair.folders[0]);
  for (guint other = 0; other < 2; other++)
    {
      g_autoptr (MapiFolder) target = mock_tree_make_folder (pair.folders[other], "Target");
      g_autoptr (MapiTable) below = NULL;

      mock_tree_copy_folder (pair.folders[0], tree, target, 0, NULL, NULL, &error);
      TAP_NO_ERROR (error);
      g_clear_object (&copy);
      copy = mock_tree_open_row (target, TRUE, 0, 0);
      TAP_NUMBER (mock_tree_count (copy), 1);
      below = mock_tree_open_table (copy, TRUE, 0);
      TAP_NUMBER (mock_sqlite_count (below), 0);
    }
}

/* A message with an attachment, a message in it, a large value, a named property and recipients. */
static GBytes *
add_rich (StorePair *pair, guint32 *named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mock_tree_make_message (pair->folders[0], "Rich", 0);
  g_autofree char *large = g_strnfill (300 * 1024, 'l');
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (GObject) inner = NULL;
  g_autoptr (MapiUid) space = mapi_uid_new ();
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_string (space, "colour");
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, name);
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_ids_from_names (MAPI_PROP (message), names, MAPI_CREATE, NULL, NULL, &error);
  g_autoptr (MapiPropList) recipient = mapi_recipient_new (MAPI_TO, "A", "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);

  *named = mapi_prop_tag_change_type (mapi_prop_tag_array_get_tag (tags, 0), MAPI_PT_UNICODE);
  mock_sqlite_set (message, mapi_prop_value_new_string (*named, "blue"));
  mock_sqlite_write (message, MAPI_PR_BODY, large, 300 * 1024);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error);
  attach = mapi_message_create_attach (message, 0, NULL, NULL, &error);
  mock_sqlite_set (attach,
                   mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG));
  inner = mapi_prop_open_property (MAPI_PROP (attach),
                                   MAPI_PR_ATTACH_DATA_OBJ,
                                   "MapiMessage",
                                   0,
                                   MAPI_CREATE | MAPI_MODIFY,
                                   NULL,
                                   &error);
  TAP_NO_ERROR (error);
  mock_sqlite_set (inner, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Inner"));
  mock_sqlite_save (inner);
  mock_sqlite_save (attach);
  mock_sqlite_save (message);
  return mock_sqlite_get_entry_id (message);
}

static void
check_rich (gpointer message, guint32 named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = mock_sqlite_read (message, MAPI_PR_BODY, NULL);
  g_autofree char *to = mock_sqlite_get_text (message, MAPI_PR_DISPLAY_TO);
  g_autofree char *colour = mock_sqlite_get_text (message, named);
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, &error);
  g_autoptr (GObject) inner = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, NULL, &error);
  g_autofree char *subject = mock_sqlite_get_text (inner, MAPI_PR_SUBJECT);

  TAP_NO_ERROR (error);
  TAP_NUMBER (g_bytes_get_size (body), 300 * 1024);
  TAP_STRING (to, "A");
  TAP_STRING (colour, "blue");
  TAP_STRING (subject, "Inner");
}

/* The tag that a store has for the name of another one's tag. */
static guint32
translate (MapiProp *from, MapiProp *to, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiNameIdArray) names =
      mapi_prop_get_names_from_ids (from, tags, NULL, 0, NULL, NULL, NULL, NULL);
  g_autoptr (MapiPropTagArray) there =
      mapi_prop_get_ids_from_names (to, names, 0, NULL, NULL, NULL);

  return mapi_prop_tag_change_type (mapi_prop_tag_array_get_tag (there, 0),
                                    mapi_prop_tag_get_prop_type (tag));
}

static gboolean
is_same (gpointer one, gpointer other, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mock_sqlite_get (one, tag);
  g_autoptr (MapiPropValue) others = mock_sqlite_get (other, tag);

  TAP_NUMBER (mapi_prop_value_get_tag (value), tag);
  return mapi_prop_value_equal (value, others);
}

/* All of a message comes along, with its search key; its record key is its own. */
static void
test_rich (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  guint32 named = 0;

  store_pair_begin (&pair);
  /* The names of the other store have other numbers. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (MapiUid) space = mapi_uid_new ();
      g_autoptr (MapiNameId) name = mapi_name_id_new_from_id (space, 1);
      g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
      g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, name);
      g_autoptr (MapiPropTagArray) tags = mapi_prop_get_ids_from_names (
          MAPI_PROP (pair.stores[1]), names, MAPI_CREATE, NULL, NULL, NULL);
    }
  id = add_rich (&pair, &named);
  list = mapi_entry_list_new (&id, 1);
  for (guint other = 0; other < 2; other++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiFolder) target = mock_tree_make_folder (pair.folders[other], "Target");
      g_autoptr (MapiMessage) original = NULL;
      g_autoptr (MapiMessage) copy = NULL;

      mapi_folder_copy_messages (pair.folders[0], list, target, NULL, 0, NULL, NULL, &error);
      TAP_NO_ERROR (error);
      original = mock_tree_open_row (pair.folders[0], FALSE, 0, 0);
      copy = mock_tree_open_row (target, FALSE, 0, 0);
      check_rich (copy,
                  other == 0
                      ? named
                      : translate (MAPI_PROP (pair.stores[0]), MAPI_PROP (pair.stores[1]), named));
      TAP_NUMBER (is_same (original, copy, MAPI_PR_SEARCH_KEY), TRUE);
      TAP_NUMBER (is_same (original, copy, MAPI_PR_RECORD_KEY), FALSE);
    }
}

static void
test_move_messages (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) hidden = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autoptr (MapiEntryList) associated = NULL;

  store_pair_begin (&pair);
  mock_tree_add_many (pair.folders[0], 3);
  hidden = mock_tree_add_message (pair.folders[0], "Hidden", MAPI_ASSOCIATED);
  list = mock_tree_list_all (pair.folders[0], 0);
  associated = mock_tree_list_all (pair.folders[0], MAPI_ASSOCIATED);
  mapi_folder_copy_messages (
      pair.folders[0], list, pair.folders[1], NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  mapi_folder_copy_messages (
      pair.folders[0], associated, pair.folders[1], NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_tree_count (pair.folders[0]), 0);
  TAP_NUMBER (mock_tree_count (pair.folders[1]), 3);
  TAP_NUMBER (mock_tree_get_long (pair.folders[0], MAPI_PR_ASSOC_CONTENT_COUNT), 0);
  TAP_NUMBER (mock_tree_get_long (pair.folders[1], MAPI_PR_ASSOC_CONTENT_COUNT), 1);
}

/* CopyTo with its flags: what is there is spared, what is moved goes. */
static void
test_copy_to_flags (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) from = NULL;
  g_autoptr (MapiMessage) to = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *comment = NULL;
  g_autofree char *left = NULL;

  store_pair_begin (&pair);
  from = mock_tree_make_message (pair.folders[0], "From", 0);
  mock_sqlite_set (from, mapi_prop_value_new_string (MAPI_PR_COMMENT, "comment"));
  to = mock_tree_make_message (pair.folders[1], "To", 0);
  mapi_prop_copy_to (MAPI_PROP (from),
                     NULL,
                     NULL,
                     NULL,
                     MAPI_PROP (to),
                     MAPI_NOREPLACE | MAPI_MOVE,
                     NULL,
                     NULL,
                     &error);
  TAP_NO_ERROR (error);
  subject = mock_sqlite_get_text (to, MAPI_PR_SUBJECT);
  comment = mock_sqlite_get_text (to, MAPI_PR_COMMENT);
  left = mock_sqlite_get_text (from, MAPI_PR_SUBJECT);
  TAP_STRING (subject, "To");
  TAP_STRING (comment, "comment");
  TAP_STRING (left, "From");
  g_clear_pointer (&left, g_free);
  left = mock_sqlite_get_text (from, MAPI_PR_COMMENT);
  TAP_STRING (left, "MAPI_E_NOT_FOUND");
}

TAP_MAIN ("providers/sqlite-copies",
          { "a tree is copied", test_copy_tree },
          { "a tree is moved", test_move_tree },
          { "a folder without those below", test_without_subfolders },
          { "all of a message", test_rich },
          { "messages are moved to another store", test_move_messages },
          { "CopyTo and its flags", test_copy_to_flags })
