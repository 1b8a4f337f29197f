/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folders and messages that are copied, moved and deleted, within a store and to another: what
 * comes along, how far it is, and what is left when somebody cancels. */

#include "mock-progress.h"
#include "mock-sqlite.h"
#include "store-pair.h"
#include "tap.h"

/* More than a transaction takes. */
#define MANY 110

static MapiFolder *
make_folder (MapiFolder *parent, const char *name)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder =
      mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, name, "comment", 0, NULL, &error);

  TAP_NO_ERROR (error);
  return folder;
}

static MapiMessage *
make_message (MapiFolder *folder, const char *subject, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = mapi_folder_create_message (folder, NULL, flags, NULL, &error);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  return message;
}

static GBytes *
add_message (MapiFolder *folder, const char *subject, guint32 flags)
{
  g_autoptr (MapiMessage) message = make_message (folder, subject, flags);

  mock_sqlite_save (message);
  return mock_sqlite_get_entry_id (message);
}

static void
add_many (MapiFolder *folder, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Message %u", i);
      g_autoptr (GBytes) id = add_message (folder, subject, 0);
    }
}

static gint32
get_long (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (object);

  return mapi_prop_list_get_long (props, tag, -1);
}

static guint
count (MapiFolder *folder)
{
  return (guint) get_long (folder, MAPI_PR_CONTENT_COUNT);
}

static MapiTable *
open_table (MapiFolder *folder, gboolean hierarchy, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiContainer *container = MAPI_CONTAINER (folder);
  MapiTable *table = hierarchy ? mapi_container_get_hierarchy_table (container, flags, NULL, &error)
                               : mapi_container_get_contents_table (container, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static MapiPropList *
get_row (MapiFolder *folder, gboolean hierarchy, guint32 flags, guint index)
{
  g_autoptr (MapiTable) table = open_table (folder, hierarchy, flags);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1000, 0, NULL, NULL);

  return index < mapi_row_set_get_size (rows) ? mapi_row_set_get_row (rows, index) : NULL;
}

/* The object behind a row, or NULL after a failed assertion. */
static gpointer
open_row (MapiFolder *folder, gboolean hierarchy, guint32 flags, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) row = get_row (folder, hierarchy, flags, index);
  g_autoptr (GBytes) id = row != NULL ? mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID) : NULL;
  MapiProp *object = NULL;

  CU_ASSERT_PTR_NOT_NULL (row);
  if (row != NULL)
    object =
        mapi_container_open_entry (MAPI_CONTAINER (folder), id, NULL, MAPI_MODIFY, NULL, &error);
  TAP_NO_ERROR (error);
  return object;
}

static MapiEntryList *
list_all (MapiFolder *folder, guint32 flags)
{
  g_autoptr (MapiTable) table = open_table (folder, FALSE, flags);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1000, 0, NULL, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID));
    }
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

/* A tree with something of everything. */
static MapiFolder *
make_tree (MapiFolder *parent)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *outer = make_folder (parent, "Outer");
  g_autoptr (MapiFolder) inner = make_folder (outer, "Inner");
  g_autoptr (GBytes) one = add_message (outer, "One", 0);
  g_autoptr (GBytes) hidden = add_message (outer, "Hidden", MAPI_ASSOCIATED);
  g_autoptr (GBytes) two = add_message (inner, "Two", 0);
  g_autoptr (MapiEntryList) read = mapi_entry_list_new (&two, 1);

  mock_sqlite_set (outer, mapi_prop_value_new_string (MAPI_PR_CONTAINER_CLASS, "IPF.Note"));
  mapi_folder_set_read_flags (inner, read, NULL, 0, NULL, NULL, &error);
  mapi_folder_set_message_status (outer, one, 8, 8, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return outer;
}

static void
check_tree (MapiFolder *outer)
{
  g_autoptr (MapiFolder) inner = open_row (outer, TRUE, 0, 0);
  g_autoptr (MapiMessage) one = open_row (outer, FALSE, 0, 0);
  g_autoptr (MapiMessage) hidden = open_row (outer, FALSE, MAPI_ASSOCIATED, 0);
  g_autofree char *class = mock_sqlite_get_text (outer, MAPI_PR_CONTAINER_CLASS);
  g_autofree char *comment = mock_sqlite_get_text (outer, MAPI_PR_COMMENT);
  g_autofree char *subject = mock_sqlite_get_text (hidden, MAPI_PR_SUBJECT);

  TAP_STRING (class, "IPF.Note");
  TAP_STRING (comment, "comment");
  TAP_STRING (subject, "Hidden");
  TAP_NUMBER (get_long (hidden, MAPI_PR_MESSAGE_FLAGS) & MAPI_MSGFLAG_ASSOCIATED,
              MAPI_MSGFLAG_ASSOCIATED);
  TAP_NUMBER (count (outer), 1);
  TAP_NUMBER (get_long (outer, MAPI_PR_ASSOC_CONTENT_COUNT), 1);
  TAP_NUMBER (get_long (outer, MAPI_PR_CONTENT_UNREAD), 1);
  TAP_NUMBER (count (inner), 1);
  TAP_NUMBER (get_long (inner, MAPI_PR_CONTENT_UNREAD), 0);
  /* The status of a message belongs to the folder it is in. */
  TAP_NUMBER (get_long (one, MAPI_PR_MSG_STATUS), 0);
}

static gboolean
copy_folder (MapiFolder   *parent,
             MapiFolder   *folder,
             MapiFolder   *destination,
             guint32       flags,
             MapiProgress *progress,
             guint32      *warning,
             GError      **error)
{
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (folder);

  return mapi_folder_copy_folder (
      parent, id, destination, "Copy", progress, flags, NULL, warning, error);
}

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
      tree = make_tree (pair.folders[0]);
      target = make_folder (pair.folders[other], "Target");
      copy_folder (pair.folders[0], tree, target, MAPI_COPY_SUBFOLDERS, NULL, &warning, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (warning, 0);
      copy = open_row (target, TRUE, 0, 0);
      check_tree (copy);
      TAP_NUMBER (count (tree), 1);
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
      tree = make_tree (pair.folders[0]);
      target = make_folder (pair.folders[other], "Target");
      copy_folder (pair.folders[0], tree, target, MAPI_FOLDER_MOVE, NULL, &warning, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (warning, 0);
      moved = open_row (target, TRUE, 0, 0);
      TAP_NUMBER (get_long (moved, MAPI_PR_ASSOC_CONTENT_COUNT), 1);
      left = open_table (pair.folders[0], TRUE, 0);
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
  tree = make_tree (pair.folders[0]);
  for (guint other = 0; other < 2; other++)
    {
      g_autoptr (MapiFolder) target = make_folder (pair.folders[other], "Target");
      g_autoptr (MapiTable) below = NULL;

      copy_folder (pair.folders[0], tree, target, 0, NULL, NULL, &error);
      TAP_NO_ERROR (error);
      g_clear_object (&copy);
      copy = open_row (target, TRUE, 0, 0);
      TAP_NUMBER (count (copy), 1);
      below = open_table (copy, TRUE, 0);
      TAP_NUMBER (mock_sqlite_count (below), 0);
    }
}

/* A message with an attachment, a message in it, a large value, a named property and recipients. */
static GBytes *
add_rich (StorePair *pair, guint32 *named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = make_message (pair->folders[0], "Rich", 0);
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
      g_autoptr (MapiFolder) target = make_folder (pair.folders[other], "Target");
      g_autoptr (MapiMessage) original = NULL;
      g_autoptr (MapiMessage) copy = NULL;

      mapi_folder_copy_messages (pair.folders[0], list, target, NULL, 0, NULL, NULL, &error);
      TAP_NO_ERROR (error);
      original = open_row (pair.folders[0], FALSE, 0, 0);
      copy = open_row (target, FALSE, 0, 0);
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
  add_many (pair.folders[0], 3);
  hidden = add_message (pair.folders[0], "Hidden", MAPI_ASSOCIATED);
  list = list_all (pair.folders[0], 0);
  associated = list_all (pair.folders[0], MAPI_ASSOCIATED);
  mapi_folder_copy_messages (
      pair.folders[0], list, pair.folders[1], NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  mapi_folder_copy_messages (
      pair.folders[0], associated, pair.folders[1], NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (count (pair.folders[0]), 0);
  TAP_NUMBER (count (pair.folders[1]), 3);
  TAP_NUMBER (get_long (pair.folders[0], MAPI_PR_ASSOC_CONTENT_COUNT), 0);
  TAP_NUMBER (get_long (pair.folders[1], MAPI_PR_ASSOC_CONTENT_COUNT), 1);
}

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
  g_autoptr (MapiEntryList) list = list_all (full, 0);

  switch (work)
    {
    case COPY_FOLDER:
      return copy_folder (
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
  MapiFolder *full = make_folder (pair->folders[0], "Full");
  g_autoptr (MapiFolder) below = make_folder (full, "Below");

  add_many (full, MANY);
  add_many (below, 5);
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
        target = make_folder (pair.folders[other], "Target");
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
      target = make_folder (pair.folders[0], "Target");
      mock_progress_cancel_at (progress, 1);
      CU_ASSERT_FALSE (do_work (&pair, work, full, target, MAPI_PROGRESS (progress), NULL, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
      TAP_NUMBER (mock_progress_get_n_calls (progress), 1);
      if (work == COPY_FOLDER)
        {
          copy = open_row (target, TRUE, 0, 0);
          CU_ASSERT_TRUE (count (copy) > 0 && count (copy) < MANY);
        }
      else if (work == COPY_MESSAGES)
        CU_ASSERT_TRUE (count (target) > 0 && count (target) < MANY);
      CU_ASSERT_TRUE (count (full) > 0);
      if (work <= COPY_MESSAGES)
        TAP_NUMBER (count (full), MANY);
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
  add_many (pair.folders[0], 10);
  list = list_all (pair.folders[0], 0);
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
  TAP_NUMBER (count (pair.folders[0]), 6);
  TAP_NUMBER (count (pair.folders[1]), 4);
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
  TAP_NUMBER (count (full), MANY);
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
      target = make_folder (pair.folders[0], "Target");
      last = add_message (full, "Last", 0);
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
  g_autoptr (MapiMessage) message = make_message (folder, "Queued", 0);
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
  tree = make_tree (pair.folders[0]);
  inner = open_row (tree, TRUE, 0, 0);
  sibling = make_folder (tree, "Sibling");
  submit_in (inner);
  id = mock_sqlite_get_entry_id (tree);
  CU_ASSERT_TRUE (mapi_folder_delete_folder (
      pair.folders[0], id, NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  TAP_NUMBER (count (tree), 0);
  TAP_NUMBER (count (inner), 1);
  left = open_table (tree, TRUE, 0);
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
  outer = make_folder (pair.folders[0], "Outer");
  inner = make_folder (outer, "Inner");
  message = add_message (inner, "Inside", 0);
  id = mock_sqlite_get_entry_id (outer);
  CU_ASSERT_FALSE (
      mapi_folder_delete_folder (pair.folders[0], id, NULL, MAPI_DEL_MESSAGES, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_HAS_FOLDERS);
  g_clear_error (&error);
  CU_ASSERT_FALSE (
      mapi_folder_delete_folder (pair.folders[0], id, NULL, MAPI_DEL_FOLDERS, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_HAS_MESSAGES);
  TAP_NUMBER (count (inner), 1);
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
  tree = make_tree (pair.folders[0]);
  mapi_folder_empty_folder (tree, NULL, 0, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, 0);
  TAP_NUMBER (count (tree), 0);
  TAP_NUMBER (get_long (tree, MAPI_PR_ASSOC_CONTENT_COUNT), 1);
  left = open_table (tree, TRUE, 0);
  TAP_NUMBER (mock_sqlite_count (left), 0);
  mapi_folder_empty_folder (tree, NULL, MAPI_DEL_ASSOCIATED, NULL, NULL, &error);
  TAP_NUMBER (get_long (tree, MAPI_PR_ASSOC_CONTENT_COUNT), 0);

  /* Folders that the store needs stay. */
  subtree = mock_sqlite_open_folder (pair.stores[0], MAPI_PR_IPM_SUBTREE_ENTRYID);
  mapi_folder_empty_folder (subtree, NULL, 0, NULL, &warning, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  g_clear_object (&left);
  left = open_table (subtree, TRUE, 0);
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
  add_many (pair.folders[0], 1);
  below = make_folder (pair.folders[0], "Below");
  below_id = mock_sqlite_get_entry_id (below);
  list = list_all (pair.folders[0], 0);
  reader = MAPI_FOLDER (open_for_reading (pair.folders[0], pair.stores[0]));
  TAP_NUMBER (get_long (reader, MAPI_PR_ACCESS), MAPI_ACCESS_READ);
  TAP_NUMBER (get_long (reader, MAPI_PR_ACCESS_LEVEL), 0);
  TAP_NUMBER (get_long (pair.folders[0], MAPI_PR_ACCESS),
              MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE |
                  MAPI_ACCESS_CREATE_HIERARCHY | MAPI_ACCESS_CREATE_CONTENTS |
                  MAPI_ACCESS_CREATE_ASSOCIATED);
  TAP_NUMBER (get_long (pair.folders[0], MAPI_PR_ACCESS_LEVEL), MAPI_MODIFY);

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
  TAP_NUMBER (count (pair.folders[0]), 1);
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
  from = make_message (pair.folders[0], "From", 0);
  mock_sqlite_set (from, mapi_prop_value_new_string (MAPI_PR_COMMENT, "comment"));
  to = make_message (pair.folders[1], "To", 0);
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
          { "progress", test_progress },
          { "cancel", test_cancel },
          { "cancel a move to another store", test_cancel_move },
          { "cancel from elsewhere", test_cancellable },
          { "what goes away meanwhile", test_vanishing },
          { "what waits to be sent", test_queued_below },
          { "messages below a folder", test_delete_flags },
          { "empty", test_empty },
          { "access", test_access },
          { "CopyTo and its flags", test_copy_to_flags })
