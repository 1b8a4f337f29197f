/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying, moving and deleting in pieces: how far it is, what is left when somebody cancels, what
 * has gone meanwhile, and what may not go. */

#include "mock-progress.h"
#include "mock-sqlite.h"
#include "mock-tree.h"
#include "store-pair.h"
#include "tap.h"

/* More than a transaction takes. */
#define MANY 110

typedef enum
{
  COPY_FOLDER,
  COPY_MESSAGES,
  EMPTY,
  DELETE,
  N_WORKS,
} Work;

/* Does the work on a folder with many messages and one below with some more. */
static gboolean
do_work (StorePair    *pair,
         Work          work,
         MapiFolder   *full,
         MapiFolder   *target,
         MapiProgress *progress,
         guint32      *warning,
         GError      **error)
{
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (full);
  g_autoptr (MapiEntryList) list = mock_tree_list_all (full, 0);

  switch (work)
    {
    case COPY_FOLDER:
      return mock_tree_copy_folder (
          pair->folders[0], full, target, MAPI_COPY_SUBFOLDERS, progress, warning, error);
    case COPY_MESSAGES:
      return mapi_folder_copy_messages (full, list, target, progress, 0, NULL, warning, error);
    case EMPTY:
      return mapi_folder_empty_folder (full, progress, 0, NULL, warning, error);
    default:
      return mapi_folder_delete_folder (pair->folders[0],
                                        id,
                                        progress,
                                        MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS,
                                        NULL,
                                        warning,
                                        error);
    }
}

static MapiFolder *
make_full (StorePair *pair)
{
  MapiFolder *full = mock_tree_make_folder (pair->folders[0], "Full");
  g_autoptr (MapiFolder) below = mock_tree_make_folder (full, "Below");

  mock_tree_add_many (full, MANY);
  mock_tree_add_many (below, 5);
  return full;
}

/* The indicator goes from its beginning to its end, and never back. */
static void
test_progress (void)
{
  for (Work work = 0; work < N_WORKS; work++)
    for (guint other = 0; other < (work < EMPTY ? 2u : 1u); other++)
      {
        g_auto (StorePair) pair = { 0 };
        g_autoptr (GError) error = NULL;
        g_autoptr (MockProgress) progress = mock_progress_new ();
        g_autoptr (MapiFolder) full = NULL;
        g_autoptr (MapiFolder) target = NULL;

        store_pair_begin (&pair);
        full = make_full (&pair);
        target = mock_tree_make_folder (pair.folders[other], "Target");
        do_work (&pair, work, full, target, MAPI_PROGRESS (progress), NULL, &error);
        TAP_NO_ERROR (error);
        CU_ASSERT_TRUE (mock_progress_get_n_calls (progress) >= 2);
        TAP_NUMBER (mock_progress_get_last (progress), 200);
        CU_ASSERT_FALSE (mock_progress_has_gone_back (progress));
      }
}

/* What was done when somebody cancels stays done, and the rest is as it was. */
static void
test_cancel (void)
{
  for (Work work = 0; work < N_WORKS; work++)
    {
      g_auto (StorePair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (MockProgress) progress = mock_progress_new ();
      g_autoptr (MapiFolder) full = NULL;
      g_autoptr (MapiFolder) target = NULL;
      g_autoptr (MapiFolder) copy = NULL;

      store_pair_begin (&pair);
      full = make_full (&pair);
      target = mock_tree_make_folder (pair.folders[0], "Target");
      mock_progress_cancel_at (progress, 1);
      CU_ASSERT_FALSE (do_work (&pair, work, full, target, MAPI_PROGRESS (progress), NULL, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
      TAP_NUMBER (mock_progress_get_n_calls (progress), 1);
      if (work == COPY_FOLDER)
        {
          copy = mock_tree_open_row (target, TRUE, 0, 0);
          CU_ASSERT_TRUE (mock_tree_count (copy) > 0 && mock_tree_count (copy) < MANY);
        }
      else if (work == COPY_MESSAGES)
        CU_ASSERT_TRUE (mock_tree_count (target) > 0 && mock_tree_count (target) < MANY);
      CU_ASSERT_TRUE (mock_tree_count (full) > 0);
      if (work <= COPY_MESSAGES)
        TAP_NUMBER (mock_tree_count (full), MANY);
    }
}

/* Between two stores each message is in one place, whenever somebody cancels. */
static void
test_cancel_move (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MockProgress) progress = mock_progress_new ();
  g_autoptr (MapiEntryList) list = NULL;

  store_pair_begin (&pair);
  mock_tree_add_many (pair.folders[0], 10);
  list = mock_tree_list_all (pair.folders[0], 0);
  mock_progress_cancel_at (progress, 4);
  CU_ASSERT_FALSE (mapi_folder_copy_messages (pair.folders[0],
                                              list,
                                              pair.folders[1],
                                              MAPI_PROGRESS (progress),
                                              MAPI_MESSAGE_MOVE,
                                              NULL,
                                              NULL,
                                              &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  TAP_NUMBER (mock_tree_count (pair.folders[0]), 6);
  TAP_NUMBER (mock_tree_count (pair.folders[1]), 4);
}

/* A #GCancellable does the same. */
static void
test_cancellable (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MapiFolder) full = NULL;
  g_autoptr (GBytes) id = NULL;

  store_pair_begin (&pair);
  full = make_full (&pair);
  id = mock_sqlite_get_entry_id (full);
  g_cancellable_cancel (cancellable);
  CU_ASSERT_FALSE (mapi_folder_empty_folder (full, NULL, 0, cancellable, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_folder_delete_folder (
      pair.folders[0], id, NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, cancellable, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_folder_copy_folder (
      pair.folders[0], id, pair.folders[0], "Copy", NULL, 0, cancellable, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  TAP_NUMBER (mock_tree_count (full), MANY);
}

typedef struct
{
  MapiFolder    *folder;
  MapiEntryList *list;
} Vanish;

static void
vanish (gpointer data)
{
  Vanish *self = data;
  g_autoptr (GError) error = NULL;

  mapi_folder_delete_messages (self->folder, self->list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

/* What goes away while it is copied is left out, with a warning. */
static void
test_vanishing (void)
{
  for (Work work = COPY_FOLDER; work <= COPY_MESSAGES; work++)
    {
      g_auto (StorePair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (MockProgress) progress = mock_progress_new ();
      g_autoptr (MapiFolder) full = NULL;
      g_autoptr (MapiFolder) target = NULL;
      g_autoptr (GBytes) last = NULL;
      g_autoptr (MapiEntryList) list = NULL;
      Vanish  gone;
      guint32 warning = 0;

      store_pair_begin (&pair);
      full = make_full (&pair);
      target = mock_tree_make_folder (pair.folders[0], "Target");
      last = mock_tree_add_message (full, "Last", 0);
      list = mapi_entry_list_new (&last, 1);
      gone = (Vanish){ full, list };
      mock_progress_call_at (progress, 1, vanish, &gone);
      do_work (&pair, work, full, target, MAPI_PROGRESS (progress), &warning, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
    }
}

/* Puts a message into the outgoing queue that lies in that folder. */
static void
submit_in (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mock_tree_make_message (folder, "Queued", 0);
  g_autoptr (MapiPropList) recipient = mapi_recipient_new (MAPI_TO, "A", "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);

  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error);
  mapi_message_submit_message (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* What waits to be sent stays, with the folders around it. */
static void
test_queued_below (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) tree = NULL;
  g_autoptr (MapiFolder) inner = NULL;
  g_autoptr (MapiFolder) sibling = NULL;
  g_autoptr (MapiTable) left = NULL;
  g_autoptr (GBytes) id = NULL;
  guint32 warning = 0;

  store_pair_begin (&pair);
  tree = mock_tree_make (pair.folders[0]);
  inner = mock_tree_open_row (tree, TRUE, 0, 0);
  sibling = mock_tree_make_folder (tree, "Sibling");
  submit_in (inner);
  id = mock_sqlite_get_entry_id (tree);
  CU_ASSERT_TRUE (mapi_folder_delete_folder (
      pair.folders[0], id, NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  TAP_NUMBER (mock_tree_count (tree), 0);
  TAP_NUMBER (mock_tree_count (inner), 1);
  left = mock_tree_open_table (tree, TRUE, 0);
  TAP_NUMBER (mock_sqlite_count (left), 1);
}

/* Messages are deleted with a folder only where somebody says so, however deep they lie. */
static void
test_delete_flags (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) outer = NULL;
  g_autoptr (MapiFolder) inner = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) id = NULL;

  store_pair_begin (&pair);
  outer = mock_tree_make_folder (pair.folders[0], "Outer");
  inner = mock_tree_make_folder (outer, "Inner");
  message = mock_tree_add_message (inner, "Inside", 0);
  id = mock_sqlite_get_entry_id (outer);
  CU_ASSERT_FALSE (
      mapi_folder_delete_folder (pair.folders[0], id, NULL, MAPI_DEL_MESSAGES, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_HAS_FOLDERS);
  g_clear_error (&error);
  CU_ASSERT_FALSE (
      mapi_folder_delete_folder (pair.folders[0], id, NULL, MAPI_DEL_FOLDERS, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_HAS_MESSAGES);
  TAP_NUMBER (mock_tree_count (inner), 1);
}

static void
test_empty (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) tree = NULL;
  g_autoptr (MapiFolder) subtree = NULL;
  g_autoptr (MapiTable) left = NULL;
  guint32 warning = 0;

  store_pair_begin (&pair);
  tree = mock_tree_make (pair.folders[0]);
  mapi_folder_empty_folder (tree, NULL, 0, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, 0);
  TAP_NUMBER (mock_tree_count (tree), 0);
  TAP_NUMBER (mock_tree_get_long (tree, MAPI_PR_ASSOC_CONTENT_COUNT), 1);
  left = mock_tree_open_table (tree, TRUE, 0);
  TAP_NUMBER (mock_sqlite_count (left), 0);
  mapi_folder_empty_folder (tree, NULL, MAPI_DEL_ASSOCIATED, NULL, NULL, &error);
  TAP_NUMBER (mock_tree_get_long (tree, MAPI_PR_ASSOC_CONTENT_COUNT), 0);

  /* Folders that the store needs stay. */
  subtree = mock_sqlite_open_folder (pair.stores[0], MAPI_PR_IPM_SUBTREE_ENTRYID);
  mapi_folder_empty_folder (subtree, NULL, 0, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  g_clear_object (&left);
  left = mock_tree_open_table (subtree, TRUE, 0);
  TAP_NUMBER (mock_sqlite_count (left), 4);
}

static MapiProp *
open_for_reading (gpointer object, MapiMsgStore *store)
{
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (object);

  return mapi_msg_store_open_entry (store, id, NULL, 0, NULL, NULL);
}

#define EXPECT_NO_ACCESS(call)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    CU_ASSERT_FALSE (call);                                                                        \
    TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);                                               \
  }                                                                                                \
  G_STMT_END

/* A folder that was opened for reading says so, and lets nothing be changed. */
static void
test_access (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (MapiFolder) reader = NULL;
  g_autoptr (MapiFolder) below = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autoptr (GBytes) below_id = NULL;

  store_pair_begin (&pair);
  mock_tree_add_many (pair.folders[0], 1);
  below = mock_tree_make_folder (pair.folders[0], "Below");
  below_id = mock_sqlite_get_entry_id (below);
  list = mock_tree_list_all (pair.folders[0], 0);
  reader = MAPI_FOLDER (open_for_reading (pair.folders[0], pair.stores[0]));
  TAP_NUMBER (mock_tree_get_long (reader, MAPI_PR_ACCESS), MAPI_ACCESS_READ);
  TAP_NUMBER (mock_tree_get_long (reader, MAPI_PR_ACCESS_LEVEL), 0);
  TAP_NUMBER (mock_tree_get_long (pair.folders[0], MAPI_PR_ACCESS),
              MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE |
                  MAPI_ACCESS_CREATE_HIERARCHY | MAPI_ACCESS_CREATE_CONTENTS |
                  MAPI_ACCESS_CREATE_ASSOCIATED);
  TAP_NUMBER (mock_tree_get_long (pair.folders[0], MAPI_PR_ACCESS_LEVEL), MAPI_MODIFY);

  EXPECT_NO_ACCESS (mapi_folder_create_message (reader, NULL, 0, NULL, &error) != NULL);
  EXPECT_NO_ACCESS (mapi_folder_create_folder (
                        reader, MAPI_FOLDER_GENERIC, "New", NULL, 0, NULL, &error) != NULL);
  EXPECT_NO_ACCESS (mapi_folder_delete_messages (reader, list, NULL, 0, NULL, NULL, &error));
  EXPECT_NO_ACCESS (mapi_folder_empty_folder (reader, NULL, 0, NULL, NULL, &error));
  EXPECT_NO_ACCESS (mapi_folder_delete_folder (reader, below_id, NULL, 0, NULL, NULL, &error));
  EXPECT_NO_ACCESS (
      mapi_folder_copy_messages (reader, list, below, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error));
  EXPECT_NO_ACCESS (
      mapi_folder_copy_messages (pair.folders[0], list, reader, NULL, 0, NULL, NULL, &error));
  EXPECT_NO_ACCESS (mapi_folder_copy_folder (
      reader, below_id, pair.folders[0], "New", NULL, MAPI_FOLDER_MOVE, NULL, NULL, &error));
  EXPECT_NO_ACCESS (mapi_folder_copy_folder (
      pair.folders[0], below_id, reader, "New", NULL, 0, NULL, NULL, &error));
  TAP_NUMBER (mock_tree_count (pair.folders[0]), 1);
}

TAP_MAIN ("providers/sqlite-pieces",
          { "progress", test_progress },
          { "cancel", test_cancel },
          { "cancel a move to another store", test_cancel_move },
          { "cancel from elsewhere", test_cancellable },
          { "what goes away meanwhile", test_vanishing },
          { "what waits to be sent", test_queued_below },
          { "messages below a folder", test_delete_flags },
          { "empty", test_empty },
          { "access", test_access })
