/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The numbers of messages, of which a process reserves many at a time, and the counters of folders,
 * which are brought up to date as often. */

#include "mock-actor.h"
#include "mock-child.h"
#include "mock-tree.h"
#include "tap.h"

#include <string.h>

#define PAGE_SIZE 8192
/* More than are reserved at a time. */
#define N_MANY 150

static char *
new_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/tally-%u.db", tap_fast_folder (), ++n);
}

/* What the program sqlite3 answers. */
static gint64
ask_number (const char *path, const char *sql)
{
  char            *argv[] = { "sqlite3", (char *) path, (char *) sql, NULL };
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &answer, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return answer != NULL ? g_ascii_strtoll (answer, NULL, 10) : -1;
}

/* What is found to be damaged in the store. */
static guint
count_findings (const char *path)
{
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiRowSet) damage = NULL;
  g_autoptr (GError) error = NULL;
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);
  guint32        n_readable;

  mapi_store_care_check (care, support, NULL, NULL, &n_readable, &damage, NULL, &error);
  TAP_NO_ERROR (error);
  return damage != NULL ? mapi_row_set_get_size (damage) : 0;
}

static gint32
count_rows (MapiFolder *folder, guint32 flags, gboolean unread)
{
  static const guint32 tags[] = { MAPI_PR_MESSAGE_FLAGS };
  g_autoptr (MapiTable) table = mock_tree_open_table (folder, FALSE, flags);
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint32 n = 0;

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      gint32 row_flags = mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0);

      n += !unread || (row_flags & (gint32) MAPI_MSGFLAG_READ) == 0;
    }
  return n;
}

/* What the folder says is what there is. */
static void
expect_exact (MapiFolder *folder)
{
  TAP_NUMBER (mock_tree_get_long (folder, MAPI_PR_CONTENT_COUNT), count_rows (folder, 0, FALSE));
  TAP_NUMBER (mock_tree_get_long (folder, MAPI_PR_CONTENT_UNREAD), count_rows (folder, 0, TRUE));
  TAP_NUMBER (mock_tree_get_long (folder, MAPI_PR_ASSOC_CONTENT_COUNT),
              count_rows (folder, MAPI_ASSOCIATED, FALSE));
}

static void
expect_both_exact (MockActor *actor)
{
  expect_exact (actor->folders[0]);
  expect_exact (actor->folders[1]);
}

static gboolean
open_actor (MockSqlite *client, MockActor *actor, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (client, path, FALSE, &error) || !TAP_NO_ERROR (error))
    return FALSE;
  mock_actor_init (actor, client->store, 1);
  return TRUE;
}

/* Neither the counters of the folder nor SQLite's own number is written with each message. */
static void
test_untouched (void)
{
  static const char contents[] = "SELECT max(contents) FROM folders";
  static const char number[] = "SELECT seq FROM sqlite_sequence WHERE name = 'messages'";
  g_autofree char  *path = new_path ();
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockActor) actor = { 0 };
  gint64 before;

  if (!open_actor (&client, &actor, path))
    return;
  mock_tree_add_many (actor.folders[0], 1);
  before = ask_number (path, number);
  mock_tree_add_many (actor.folders[0], 10);
  TAP_NUMBER (ask_number (path, contents), 0);
  TAP_NUMBER (ask_number (path, number), before);
  TAP_NUMBER (mock_tree_count (actor.folders[0]), 11);
  mock_tree_add_many (actor.folders[0], N_MANY);
  CU_ASSERT_TRUE (ask_number (path, contents) > 11);
  CU_ASSERT_TRUE (ask_number (path, number) > before);
  expect_exact (actor.folders[0]);
}

/* Whether the counters have got so far or not. */
static void
test_changes (void)
{
  g_autofree char *path = new_path ();
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockActor) actor = { 0 };
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (!open_actor (&client, &actor, path))
    return;
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr (GBytes) hidden =
          i % 7 == 0 ? mock_tree_add_message (actor.folders[0], "hidden", MAPI_ASSOCIATED) : NULL;

      g_ptr_array_add (messages, mock_actor_add (&actor, 0, "shown"));
      mock_actor_mark (&actor, 0, messages->pdata[i], i % 3 == 0);
      mock_actor_mark (&actor, 0, messages->pdata[i / 2], i % 2 == 0);
      if (i % 5 == 4)
        mock_actor_copy (&actor, 0, messages->pdata[i - 1], TRUE);
      if (i % 5 == 3)
        mock_actor_copy (&actor, 0, messages->pdata[i / 5 * 5], FALSE);
      if (i % 11 == 10)
        mock_actor_remove (&actor, 0, messages->pdata[i]);
      if (i % 10 == 9)
        expect_both_exact (&actor);
    }
  TAP_NUMBER (count_findings (path), 0);
}

/* Each has reserved numbers of its own. */
static void
test_two_processes (void)
{
  g_autofree char *path = new_path ();
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockActor) actor = { 0 };
  g_auto (MockChild) child = { 0 };

  if (!open_actor (&client, &actor, path))
    return;
  mock_child_start (&child, "act", path, "2");
  g_free (mock_child_read (&child));
  for (guint turn = 0; turn < 12; turn++)
    {
      g_autofree char *done = NULL;

      mock_child_tell (&child, "20");
      for (guint i = 0; i < 20; i++)
        mock_actor_act (&actor);
      done = mock_child_read (&child);
      TAP_STRING (done, "done");
      expect_both_exact (&actor);
    }
  mock_child_end (&child);
  TAP_NUMBER (count_findings (path), 0);
}

/* Wherever it happens. */
static void
test_killed (void)
{
  static const char *const commands[] = { "defer-all", "submit-all" };
  g_autofree char         *path = new_path ();

  for (guint round = 0; round < 8; round++)
    {
      g_auto (MockSqlite) client = { 0 };
      g_auto (MockActor) actor = { 0 };
      g_auto (MockChild) child = { 0 };
      g_autoptr (MapiFolder) outbox = NULL;

      mock_child_start (&child, commands[round % 2], path, NULL);
      for (guint i = 0; i < 1 + round * 3; i++)
        g_free (mock_child_read (&child));
      mock_child_end (&child);
      if (!open_actor (&client, &actor, path))
        return;
      outbox = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
      expect_exact (outbox);
      expect_exact (actor.folders[0]);
      TAP_NUMBER (count_findings (path), 0);
    }
}

/* Also to what was deleted, and after what was reserved has been lost with its process. */
static void
test_given_once (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (GHashTable) given =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (guint round = 0; round < 5; round++)
    {
      g_auto (MockSqlite) client = { 0 };
      g_auto (MockActor) actor = { 0 };
      g_auto (MockChild) child = { 0 };

      mock_child_start (&child, "submit", path, NULL);
      g_free (mock_child_read (&child));
      mock_child_end (&child);
      if (!open_actor (&client, &actor, path))
        return;
      for (guint i = 0; i < 40; i++)
        {
          GBytes *message = mock_actor_add (&actor, 0, "one more");

          mock_actor_remove (&actor, 0, message);
          CU_ASSERT_TRUE (g_hash_table_add (given, message));
        }
    }
  TAP_NUMBER (ask_number (path, "SELECT count(*) FROM messages"), 5);
}

/* A store whose number was lost gives none that is taken. */
static void
test_number_lost (void)
{
  g_autofree char *path = new_path ();

  for (guint round = 0; round < 2; round++)
    {
      g_auto (MockSqlite) client = { 0 };
      g_auto (MockActor) actor = { 0 };

      if (!open_actor (&client, &actor, path))
        return;
      mock_tree_add_many (actor.folders[0], 10);
      expect_exact (actor.folders[0]);
      g_clear_object (&actor.folders[0]);
      mock_sqlite_run_sql (path,
                           "DELETE FROM sqlite_sequence WHERE name = 'messages';"
                           "DELETE FROM settings WHERE name = 'counted';"
                           "UPDATE folders SET (contents, unread) ="
                           " (SELECT count(*), count(*) FROM messages WHERE folder = folders.id)");
    }
  TAP_NUMBER (ask_number (path, "SELECT count(*) FROM messages"), 20);
}

static guint
count_findings_after (const char *path, const char *sql)
{
  g_autofree char *copy = new_path ();
  g_autofree char *backup = g_strdup_printf ("VACUUM INTO '%s'", copy);

  mock_sqlite_run_sql (path, backup);
  mock_sqlite_run_sql (copy, sql);
  return count_findings (copy);
}

static char *
make_store (guint n)
{
  g_autofree char *path = new_path ();
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockActor) actor = { 0 };

  if (open_actor (&client, &actor, path))
    mock_tree_add_many (actor.folders[0], n);
  return g_steal_pointer (&path);
}

/* Each counter, and how far they count. */
static void
test_check (void)
{
  g_autofree char *path = make_store (10);

  TAP_NUMBER (count_findings_after (path, "SELECT 1"), 0);
  TAP_NUMBER (count_findings_after (path, "UPDATE folders SET contents = 1 WHERE id = 3"), 1);
  TAP_NUMBER (count_findings_after (path, "UPDATE folders SET unread = 1 WHERE id = 3"), 1);
  TAP_NUMBER (count_findings_after (path, "UPDATE folders SET associated = 1 WHERE id = 3"), 1);
  TAP_NUMBER (count_findings_after (path, "UPDATE settings SET value = 3 WHERE name = 'counted'"),
              1);
  TAP_NUMBER (count_findings_after (path, "DELETE FROM settings WHERE name = 'counted'"), 1);
}

/* The folder is there, whatever has become of the messages that it does not count yet. */
static void
test_damaged (void)
{
  g_autofree char *path = make_store (10);
  gint64           page =
      ask_number (path, "SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf'");
  g_autofree char *data = NULL;
  gsize            length = 0;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, &length, &error);
  memset (data + (gsize) (page - 1) * PAGE_SIZE, 0xa5, PAGE_SIZE);
  g_file_set_contents (path, data, (gssize) length, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (count_findings (path) > 0);
  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  TAP_NUMBER (mock_tree_count (inbox), 0);
}

TAP_MAIN ("providers/sqlite-tally",
          { "most messages touch neither counters nor numbers", test_untouched },
          { "exact after every change", test_changes },
          { "two processes in turn", test_two_processes },
          { "killed", test_killed },
          { "each number is given once", test_given_once },
          { "a number that was lost", test_number_lost },
          { "counters that are wrong are found", test_check },
          { "messages that are damaged", test_damaged })
