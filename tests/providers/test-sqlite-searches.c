/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Search folders, and restrictions on recipients and attachments. */

#include "mock-child.h"
#include "mock-sqlite.h"
#include "mock-table-copy.h"
#include "tap.h"

typedef struct
{
  char             *path;
  MockSqlite        client;
  MapiFolder       *subtree;
  MapiFolder       *inbox;
  MapiCallbackSink *sink;
  guint             n_complete;
  MapiFolder       *search; /* with a table over it; NULL where the test has none of its own */
  MockTableCopy    *copy;
} Fixture;

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, Fixture *fixture)
{
  fixture->n_complete += mapi_notification_list_get_size (list);
}

static gboolean
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  fixture->subtree = mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  fixture->inbox = mock_sqlite_open_inbox (fixture->client.store);
  return TRUE;
}

static void
close_store (Fixture *fixture)
{
  g_clear_object (&fixture->subtree);
  g_clear_object (&fixture->inbox);
  mock_sqlite_close (&fixture->client);
}

static gboolean
set_up (Fixture *fixture)
{
  static guint n;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/searches-%u.db", tap_folder (), ++n),
                        .sink = mapi_callback_sink_new () };
  g_signal_connect (fixture->sink, "received", G_CALLBACK (on_received), fixture);
  return open_store (fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_pointer (&fixture->copy, mock_table_copy_free);
  g_clear_object (&fixture->search);
  close_store (fixture);
  g_object_unref (fixture->sink);
  g_free (fixture->path);
}

static GBytes *
add_message (MapiFolder *folder, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_sqlite_get_entry_id (message);
}

static void
set_subject (MapiFolder *folder, GBytes *entry_id, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) message = mapi_container_open_entry (
      MAPI_CONTAINER (folder), entry_id, NULL, MAPI_MODIFY, NULL, &error);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mapi_prop_save_changes (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static MapiFolder *
create_folder (MapiFolder *parent, guint32 type, const char *name)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder =
      mapi_folder_create_folder (parent, type, name, NULL, MAPI_OPEN_IF_EXISTS, NULL, &error);

  TAP_NO_ERROR (error);
  return folder;
}

static MapiRestriction *
subject_begins (const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, text);

  return mapi_restriction_new_content (MAPI_FL_PREFIX, MAPI_PR_SUBJECT, value);
}

static gboolean
set_criteria (
    MapiFolder *search, MapiFolder *where, const char *prefix, guint32 flags, GError **error)
{
  g_autoptr (GBytes) id = where != NULL ? mock_sqlite_get_entry_id (where) : NULL;
  g_autoptr (MapiEntryList) list = where != NULL ? mapi_entry_list_new (&id, 1) : NULL;
  g_autoptr (MapiRestriction) restriction = prefix != NULL ? subject_begins (prefix) : NULL;

  return mapi_container_set_search_criteria (
      MAPI_CONTAINER (search), restriction, list, flags, NULL, error);
}

static void
wait_for_search (Fixture *fixture, guint n_complete)
{
  while (fixture->n_complete < n_complete)
    g_main_context_iteration (NULL, TRUE);
}

/* The fixture counts how often the search is complete. */
static void
advise_search (Fixture *fixture, MapiFolder *search)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (search);

  mapi_msg_store_advise (fixture->client.store,
                         id,
                         MAPI_fnevSearchComplete,
                         MAPI_ADVISE_SINK (fixture->sink),
                         NULL,
                         &error);
  TAP_NO_ERROR (error);
}

static MapiFolder *
create_search (Fixture *fixture, MapiFolder *where, const char *prefix, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *search = create_folder (fixture->subtree, MAPI_FOLDER_SEARCH, "Found");

  advise_search (fixture, search);
  set_criteria (search, where, prefix, flags, &error);
  if (TAP_NO_ERROR (error))
    wait_for_search (fixture, 1);
  return search;
}

static MapiTable *
open_table (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

/* Subjects in alphabetical order. */
static char *
describe (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = open_table (folder);
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (GString) text = g_string_new (NULL);

  mapi_table_sort_table (table, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 0; i < mock_sqlite_count (table); i++)
    {
      g_autofree char *subject = mock_sqlite_get_cell (table, i, MAPI_PR_SUBJECT);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", subject);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define EXPECT(folder, expected)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *described = describe (folder);                                                \
                                                                                                   \
    TAP_STRING (described, expected);                                                              \
  }                                                                                                \
  G_STMT_END

static gint32
get_long (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, NULL);

  return mapi_prop_list_get_long (props, tag, -1);
}

static guint32
get_state (MapiFolder *search)
{
  g_autoptr (GError) error = NULL;
  guint32 state = 0;

  mapi_container_get_search_criteria (MAPI_CONTAINER (search), 0, NULL, NULL, &state, NULL, &error);
  TAP_NO_ERROR (error);
  return state;
}

/* What comes, changes and goes, in one folder. */
static void
test_follow (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!set_up (&fixture))
    return;
  first = add_message (fixture.inbox, "a1");
  g_bytes_unref (add_message (fixture.inbox, "b1"));
  search = create_search (&fixture, fixture.inbox, "a", MAPI_FOREGROUND_SEARCH);
  EXPECT (search, "a1");
  TAP_NUMBER (get_state (search), MAPI_SEARCH_RUNNING | MAPI_SEARCH_FOREGROUND);
  second = add_message (fixture.inbox, "a2");
  g_bytes_unref (add_message (fixture.subtree, "a3"));
  EXPECT (search, "a1 a2");
  TAP_NUMBER (get_long (search, MAPI_PR_CONTENT_COUNT), 2);
  TAP_NUMBER (get_long (search, MAPI_PR_CONTENT_UNREAD), 2);
  set_subject (search, first, "b2");
  EXPECT (search, "a2");
  set_subject (search, first, "a0");
  EXPECT (search, "a0 a2");

  list = mapi_entry_list_new (&first, 1);
  mapi_folder_set_read_flags (search, list, NULL, 0, NULL, NULL, &error);
  TAP_NUMBER (get_long (search, MAPI_PR_CONTENT_UNREAD), 1);
  mapi_folder_delete_messages (search, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  EXPECT (search, "a2");
  EXPECT (fixture.inbox, "a2 b1");
  TAP_NUMBER (get_long (search, MAPI_PR_CONTENT_COUNT), 1);
  tear_down (&fixture);
}

static void
test_recursive (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) below = NULL;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (GBytes) moved = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!set_up (&fixture))
    return;
  below = create_folder (fixture.inbox, MAPI_FOLDER_GENERIC, "Below");
  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *subject = g_strdup_printf ("x%u", i);

      g_bytes_unref (add_message (fixture.subtree, subject));
    }
  g_bytes_unref (add_message (below, "a1"));
  search = create_search (&fixture, fixture.subtree, "a", MAPI_RECURSIVE_SEARCH);
  EXPECT (search, "a1");
  moved = add_message (below, "a2");
  EXPECT (search, "a1 a2");
  set_criteria (search, fixture.inbox, NULL, MAPI_SHALLOW_SEARCH, &error);
  wait_for_search (&fixture, 2);
  EXPECT (search, "");
  list = mapi_entry_list_new (&moved, 1);
  mapi_folder_copy_messages (
      below, list, fixture.inbox, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  EXPECT (search, "a2");
  set_criteria (search, NULL, "x", MAPI_RECURSIVE_SEARCH, &error);
  wait_for_search (&fixture, 3);
  EXPECT (search, "");
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
test_flags (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MapiMessage) message = NULL;

  if (!set_up (&fixture))
    return;
  CU_ASSERT_FALSE (set_criteria (fixture.inbox, fixture.inbox, "a", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);
  search = create_folder (fixture.subtree, MAPI_FOLDER_SEARCH, "Found");
  CU_ASSERT_FALSE (set_criteria (search, fixture.inbox, NULL, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_INITIALIZED);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_container_get_search_criteria (
      MAPI_CONTAINER (search), 0, NULL, NULL, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_INITIALIZED);
  g_clear_error (&error);
  message = mapi_folder_create_message (search, NULL, 0, NULL, &error);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);

  g_clear_object (&search);
  search = create_search (&fixture, fixture.inbox, "a", 0);
  set_criteria (search, NULL, NULL, MAPI_STOP_SEARCH, &error);
  TAP_NUMBER (get_state (search), 0);
  g_bytes_unref (add_message (fixture.inbox, "a1"));
  EXPECT (search, "");
  set_criteria (search, NULL, NULL, MAPI_RESTART_SEARCH, &error);
  wait_for_search (&fixture, 2);
  EXPECT (search, "a1");
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
test_persistent (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MapiFolder) again = NULL;

  if (!set_up (&fixture))
    return;
  g_bytes_unref (add_message (fixture.inbox, "a1"));
  search = create_search (&fixture, fixture.inbox, "a", 0);
  g_clear_object (&search);
  close_store (&fixture);
  if (!open_store (&fixture))
    return;
  again = create_folder (fixture.subtree, MAPI_FOLDER_SEARCH, "Found");
  EXPECT (again, "a1");
  g_bytes_unref (add_message (fixture.inbox, "a2"));
  EXPECT (again, "a1 a2");
  tear_down (&fixture);
}

/* Who applies what it is told has the rows. */
static void
test_notifications (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MockTableCopy) copy = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  gboolean exact = TRUE;

  if (!set_up (&fixture))
    return;
  search = create_search (&fixture, fixture.inbox, "a", 0);
  copy = mock_table_copy_new (open_table (search));
  for (guint i = 0; i < 200 && exact; i++)
    {
      const char *subject = g_rand_boolean (random) ? "a" : "b";

      if (ids->len == 0 || g_rand_boolean (random))
        g_ptr_array_add (ids, add_message (fixture.inbox, subject));
      else
        set_subject (
            fixture.inbox, ids->pdata[g_rand_int_range (random, 0, (gint) ids->len)], subject);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      exact = mock_table_copy_is_exact (copy);
    }
  CU_ASSERT_TRUE (exact);
  TAP_NUMBER (copy->n_reread, 0);
  tear_down (&fixture);
}

typedef struct
{
  MockTableCopy *copy;
  const char    *wanted;
} Told;

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The subjects of the copy, which knows nothing but what it was told. */
static gboolean
was_told (gpointer data)
{
  Told *self = data;
  g_autoptr (GPtrArray) subjects = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->copy->rows->len; i++)
    g_ptr_array_add (
        subjects,
        (gpointer) mapi_prop_list_get_string (self->copy->rows->pdata[i], MAPI_PR_SUBJECT));
  g_ptr_array_sort (subjects, compare_texts);
  g_ptr_array_add (subjects, NULL);
  text = g_strjoinv (" ", (char **) subjects->pdata);
  return g_str_equal (text, self->wanted);
}

static void
check_told (MockTableCopy *copy, MapiFolder *search, const char *wanted)
{
  Told told = { copy, wanted };

  if (!tap_wait (g_main_context_default (), was_told, &told))
    tap_note ("waited for: %s", wanted);
  CU_ASSERT_TRUE (mock_table_copy_is_exact (copy));
  EXPECT (search, wanted);
}

/* What another process does to messages shows here, in the rows and by notifications. */
static void
test_elsewhere (void)
{
  static const char *const steps[][2] = {
    { "add a1", "a1" },          { "add b1", "a1" },
    { "add a2", "a1 a2" },       { "rename b1 a3", "a1 a2 a3" },
    { "rename a1 b4", "a2 a3" }, { "out a2", "a3" },
    { "back a2", "a2 a3" },      { "rename a3 a5", "a2 a5" },
    { "delete a2", "a5" },       { "delete a5", "" },
  };
  Fixture fixture;
  g_auto (MockChild) child = { 0 };
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MockTableCopy) copy = NULL;

  if (!set_up (&fixture))
    return;
  search = create_search (&fixture, fixture.inbox, "a", 0);
  copy = mock_table_copy_new (open_table (search));
  mock_child_start (&child, "edit", fixture.path, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *line = NULL;

      mock_child_tell (&child, steps[i][0]);
      line = mock_child_read (&child);
      if (!TAP_STRING (line, "done"))
        break;
      check_told (copy, search, steps[i][1]);
    }
  TAP_NUMBER (copy->n_reread, 0);
  tear_down (&fixture);
}

static gboolean
is_complete (gpointer search)
{
  return (get_state (search) & MAPI_SEARCH_REBUILD) == 0;
}

#define N_TO_SEARCH 300

static void
fill_inbox (MapiFolder *inbox)
{
  for (guint i = 0; i < N_TO_SEARCH; i++)
    g_bytes_unref (add_message (inbox, i % 3 == 0 ? "b" : "a"));
}

/* A process dies before its search is done, since the file does not let it find all. */
static void
search_and_die (Fixture *fixture, void (*before_death) (Fixture *fixture))
{
  g_auto (MockChild) child = { 0 };
  g_autofree char *line = NULL;

  mock_sqlite_run_sql (
      fixture->path,
      "CREATE TRIGGER stop BEFORE INSERT ON found WHEN (SELECT count(*) FROM found) >= 100 "
      "BEGIN SELECT RAISE(ABORT, 'no further'); END");
  mock_child_start (&child, "search", fixture->path, NULL);
  line = mock_child_read (&child);
  TAP_STRING (line, "searching");
  if (before_death != NULL)
    before_death (fixture);
  mock_child_end (&child);
  mock_sqlite_run_sql (fixture->path, "DROP TRIGGER stop");
}

/* That all is found, of what came in between as well. */
static void
check_found (Fixture *fixture, MapiFolder *search, MapiTable *table)
{
  const guint wanted = N_TO_SEARCH / 3 * 2 + 2;

  tap_wait (g_main_context_default (), is_complete, search);
  TAP_NUMBER (mock_sqlite_count (table), wanted);
  TAP_NUMBER (get_long (search, MAPI_PR_CONTENT_COUNT), (gint32) wanted);
}

/* Who opens the store next goes on with the search. */
static void
test_resumed (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!set_up (&fixture))
    return;
  fill_inbox (fixture.inbox);
  close_store (&fixture);
  search_and_die (&fixture, NULL);
  if (!open_store (&fixture))
    return;
  g_bytes_unref (add_message (fixture.inbox, "a"));
  g_bytes_unref (add_message (fixture.inbox, "a"));
  search = create_folder (fixture.subtree, MAPI_FOLDER_SEARCH, "Found");
  advise_search (&fixture, search);
  tap_wait (g_main_context_default (), is_complete, search);
  table = open_table (search);
  check_found (&fixture, search, table);
  tear_down (&fixture);
}

/* What comes first is all that can, until the trigger has gone. */
static gboolean
has_begun (gpointer search)
{
  return get_long (search, MAPI_PR_CONTENT_COUNT) > 0;
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
open_found (Fixture *fixture)
{
  guint ticking = g_timeout_add (10, look_again, NULL);

  fixture->search = create_folder (fixture->subtree, MAPI_FOLDER_SEARCH, "Found");
  CU_ASSERT_TRUE (tap_wait (g_main_context_default (), has_begun, fixture->search));
  g_source_remove (ticking);
  advise_search (fixture, fixture->search);
  fixture->copy = mock_table_copy_new (open_table (fixture->search));
  CU_ASSERT_FALSE (is_complete (fixture->search));
}

static gboolean
has_all (gpointer data)
{
  return ((MockTableCopy *) data)->rows->len == N_TO_SEARCH / 3 * 2 + 2;
}

/* So does who had the store open all the while, and a table over the folder: it fills by itself. */
static void
test_survived (void)
{
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  fill_inbox (fixture.inbox);
  search_and_die (&fixture, open_found);
  g_bytes_unref (add_message (fixture.inbox, "a"));
  g_bytes_unref (add_message (fixture.inbox, "a"));
  tap_wait (g_main_context_default (), has_all, fixture.copy);
  check_found (&fixture, fixture.search, fixture.copy->view);
  CU_ASSERT_TRUE (mock_table_copy_is_exact (fixture.copy));
  tear_down (&fixture);
}

/* Among recipients. */
static void
test_parts (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (MapiPropValue) type = mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  g_autoptr (MapiRestriction) is_to =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_RECIPIENT_TYPE, type);
  g_autoptr (MapiRestriction) has_to = mapi_restriction_new_sub (MAPI_PR_MESSAGE_RECIPIENTS, is_to);
  g_autoptr (MapiRestriction) attached =
      mapi_restriction_new_sub (MAPI_PR_MESSAGE_ATTACHMENTS, is_to);

  if (!set_up (&fixture))
    return;
  outbox = mock_sqlite_open_folder (fixture.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_bytes_unref (add_message (outbox, "alone"));
  message = mock_sqlite_compose (fixture.client.store, "addressed", 10);
  mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error);
  table = open_table (outbox);
  mapi_table_restrict (table, has_to, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (table), 1);
  mapi_table_restrict (table, attached, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (table), 0);
  mapi_table_restrict (table, NULL, 0, NULL, &error);
  mapi_table_find_row (table, has_to, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-searches",
          { "follow", test_follow },
          { "recursive", test_recursive },
          { "flags", test_flags },
          { "persistent", test_persistent },
          { "notifications", test_notifications },
          { "messages of another process", test_elsewhere },
          { "a search whose process died", test_resumed },
          { "a search outlived", test_survived },
          { "recipients and attachments", test_parts })
