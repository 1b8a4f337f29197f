/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Another process with a store open, for the tests of the SQLite store. It says what it has done
 * on its output, and goes on when its input says so. */

#define _GNU_SOURCE

#include "mock-actor.h"
#include "mock-support.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

/* What meson takes for "skipped". */
#define EXIT_SKIP 77

static void
say (const char *what)
{
  puts (what);
  fflush (stdout);
}

static int
fail (const GError *error)
{
  g_autofree char *line =
      g_strdup_printf ("error %s %s", mapi_error_get_name (error->code), error->message);

  say (line);
  return EXIT_FAILURE;
}

static void
wait_for_input (void)
{
  if (getchar () == EOF)
    return;
}

static GBytes *
submit (MapiMsgStore *store, const char *subject, gsize size, GError **error)
{
  g_autoptr (MapiMessage) message = mock_sqlite_compose (store, subject, size);

  return mapi_message_submit_message (message, 0, NULL, error) ? mock_sqlite_get_entry_id (message)
                                                               : NULL;
}

/* PATH: submits a message and names it. */
static int
run_submit (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GBytes) entry_id = NULL;
  g_autofree char *name = NULL;

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  entry_id = submit (client.store, "From elsewhere", 1000, &error);
  if (entry_id == NULL)
    return fail (error);
  name = mapi_entry_id_to_string (entry_id);
  say (name);
  return EXIT_SUCCESS;
}

/* PATH: submits one message after the other, until it is killed, and tells of each that it is. */
static int
run_submit_all (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  for (guint i = 0; TRUE; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%u", i);
      g_autoptr (GBytes) entry_id = submit (client.store, subject, 20000, &error);

      if (entry_id == NULL)
        return fail (error);
      say (subject);
    }
}

/* PATH: saves one message after the other with MAPI_DEFERRED_ERRORS, until it is killed; each
 * twentieth without, and tells of those. */
static int
run_defer_all (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  inbox = mock_sqlite_open_inbox (client.store);
  for (guint i = 0; TRUE; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%u", i);
      gboolean         last = i % 20 == 19;
      g_autoptr (MapiMessage) message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);

      if (message == NULL)
        return fail (error);
      mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
      if (!mapi_prop_save_changes (
              MAPI_PROP (message), last ? 0 : MAPI_DEFERRED_ERRORS, NULL, &error))
        return fail (error);
      if (last)
        say (subject);
    }
}

/* PATH ENTRY-ID: locks a message as the spooler, until there is input. */
static int
run_lock (const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) spooler = { 0 };
  g_autoptr (GBytes) entry_id = mapi_entry_id_from_string (name, &error);
  g_autoptr (MapiProp) message = NULL;

  if (entry_id == NULL || !mock_sqlite_open (&spooler, path, TRUE, &error))
    return fail (error);
  message = mapi_msg_store_open_entry (spooler.store, entry_id, NULL, MAPI_MODIFY, NULL, &error);
  if (message == NULL || !mapi_msg_store_set_lock_state (
                             spooler.store, MAPI_MESSAGE (message), MAPI_MSG_LOCKED, NULL, &error))
    return fail (error);
  say ("locked");
  wait_for_input ();
  return EXIT_SUCCESS;
}

/* PATH: receives a message and announces it. */
static int
run_deliver (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) spooler = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) parent = NULL;
  g_autoptr (MapiNotification) notification = NULL;

  if (!mock_sqlite_open (&spooler, path, TRUE, &error))
    return fail (error);
  inbox = mock_sqlite_open_inbox (spooler.store);
  message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Arrived"));
  if (!mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error))
    return fail (error);
  id = mock_sqlite_get_entry_id (message);
  parent = mock_sqlite_get_entry_id (inbox);
  notification = mapi_notification_new_newmail (id, parent, "IPM.Note", 0);
  if (!mapi_msg_store_notify_new_mail (spooler.store, notification, NULL, &error))
    return fail (error);
  say ("delivered");
  wait_for_input ();
  return EXIT_SUCCESS;
}

static gboolean
write_file (const char *path, const char *text)
{
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

/* Becomes root of a name space of its own, where the process is not root already. */
static gboolean
enter_namespace (void)
{
  g_autofree char *users = g_strdup_printf ("0 %u 1", (guint) getuid ());
  g_autofree char *groups = g_strdup_printf ("0 %u 1", (guint) getgid ());

  return unshare (CLONE_NEWNS) == 0 ||
         (unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
          write_file ("/proc/self/setgroups", "deny") && write_file ("/proc/self/uid_map", users) &&
          write_file ("/proc/self/gid_map", groups));
}

/* FOLDER: a file system of its own, of 4 MiB, at FOLDER. */
static gboolean
mount_small (const char *folder)
{
  return enter_namespace () && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", folder, "tmpfs", 0, "size=4m") == 0;
}

/* FOLDER: submits until the disk is full, and again when there is room. */
static int
run_full (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autofree char *filling = g_strnfill (1024 * 1024, 'x');
  g_autofree char *line = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (GBytes) again = NULL;
  guint n = 0;

  if (!mount_small (folder))
    return EXIT_SKIP;
  if (!g_file_set_contents (filler, filling, 1024 * 1024, &error) ||
      !mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  while (error == NULL)
    {
      g_autoptr (GBytes) entry_id = submit (client.store, "More", 100000, &error);

      n += entry_id != NULL ? 1 : 0;
    }
  queue = mapi_msg_store_get_outgoing_queue (client.store, 0, NULL, NULL);
  line = g_strdup_printf (
      "%s %d", mapi_error_get_name (error->code), (int) mock_sqlite_count (queue) - (int) n);
  say (line);
  g_clear_error (&error);
  remove (filler);
  again = submit (client.store, "Room", 100000, &error);
  if (again == NULL)
    return fail (error);
  say ("room");
  return EXIT_SUCCESS;
}

/* PATH SEED: does as many things as each line of the input says, 0 for a tour. */
static int
run_act (const char *path, const char *seed)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockActor) actor = { 0 };
  guint n;

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  mock_actor_init (&actor, client.store, (guint32) g_ascii_strtoull (seed, NULL, 10));
  say ("ready");
  while (scanf ("%u", &n) == 1)
    {
      if (n == 0)
        mock_actor_tour (&actor);
      for (guint i = 0; i < n; i++)
        mock_actor_act (&actor);
      say ("done");
    }
  return EXIT_SUCCESS;
}

static GBytes *
find_message (MapiFolder *folder, const char *subject, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, error);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiRestriction) named =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, value);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (table == NULL ||
      !mapi_table_find_row (table, named, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, error))
    return NULL;
  rows = mapi_table_query_rows (table, 1, 0, NULL, error);
  row = rows != NULL ? mapi_row_set_get_row (rows, 0) : NULL;
  return row != NULL ? mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID) : NULL;
}

static gboolean
save_subject (gpointer message, const char *subject, GError **error)
{
  if (message == NULL)
    return FALSE;
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  return mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, error);
}

static gboolean
edit_add (MapiFolder *inbox, MapiFolder *other, char **words, GError **error)
{
  g_autoptr (MapiMessage) message = mapi_folder_create_message (inbox, NULL, 0, NULL, error);

  return save_subject (message, words[1], error);
}

static gboolean
edit_rename (MapiFolder *inbox, MapiFolder *other, char **words, GError **error)
{
  g_autoptr (GBytes) id = find_message (inbox, words[1], error);
  g_autoptr (MapiProp) message =
      id != NULL
          ? mapi_container_open_entry (MAPI_CONTAINER (inbox), id, NULL, MAPI_MODIFY, NULL, error)
          : NULL;

  return save_subject (message, words[2], error);
}

static gboolean
edit_delete (MapiFolder *inbox, MapiFolder *other, char **words, GError **error)
{
  g_autoptr (GBytes) id = find_message (inbox, words[1], error);
  g_autoptr (MapiEntryList) list = id != NULL ? mapi_entry_list_new (&id, 1) : NULL;

  return list != NULL && mapi_folder_delete_messages (inbox, list, NULL, 0, NULL, NULL, error);
}

static gboolean
edit_out (MapiFolder *inbox, MapiFolder *other, char **words, GError **error)
{
  g_autoptr (GBytes) id = find_message (inbox, words[1], error);
  g_autoptr (MapiEntryList) list = id != NULL ? mapi_entry_list_new (&id, 1) : NULL;

  return list != NULL &&
         mapi_folder_copy_messages (inbox, list, other, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, error);
}

static gboolean
edit_back (MapiFolder *inbox, MapiFolder *other, char **words, GError **error)
{
  return edit_out (other, inbox, words, error);
}

static const struct
{
  const char *name;
  guint       n_words;
  gboolean (*edit) (MapiFolder *inbox, MapiFolder *other, char **words, GError **error);
} edits[] = {
  { "add", 2, edit_add }, { "rename", 3, edit_rename }, { "delete", 2, edit_delete },
  { "out", 2, edit_out }, { "back", 2, edit_back },
};

static gboolean
edit (MapiFolder *inbox, MapiFolder *other, char **words, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    if (g_strcmp0 (words[0], edits[i].name) == 0 && g_strv_length (words) == edits[i].n_words)
      return edits[i].edit (inbox, other, words, error);
  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "no such edit: %s", words[0]);
  return FALSE;
}

/* PATH: does to messages of the Inbox, known by their subjects, what each line of the input says;
 * out and back are the ways to Deleted Items and from there. */
static int
run_edit (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) other = NULL;
  char line[256];

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  inbox = mock_sqlite_open_inbox (client.store);
  other = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_WASTEBASKET_ENTRYID);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);

      if (!edit (inbox, other, words, &error))
        return fail (error);
      say ("done");
    }
  return EXIT_SUCCESS;
}

/* PATH: has the folder Found look for subjects that begin with "a", until there is input. */
static int
run_search (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) subtree = NULL;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "a");
  g_autoptr (MapiRestriction) begins =
      mapi_restriction_new_content (MAPI_FL_PREFIX, MAPI_PR_SUBJECT, value);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiEntryList) scope = NULL;

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  inbox = mock_sqlite_open_inbox (client.store);
  subtree = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  id = mock_sqlite_get_entry_id (inbox);
  scope = mapi_entry_list_new (&id, 1);
  search = mapi_folder_create_folder (subtree, MAPI_FOLDER_SEARCH, "Found", NULL, 0, NULL, &error);
  if (search == NULL ||
      !mapi_container_set_search_criteria (MAPI_CONTAINER (search), begins, scope, 0, NULL, &error))
    return fail (error);
  say ("searching");
  wait_for_input ();
  return EXIT_SUCCESS;
}

/* PATH: makes as many names as each line of the input says, the last one first, and says their
 * identifiers from the first on. */
static int
run_names (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  char line[256];

  if (!mock_sqlite_open (&client, path, FALSE, &error))
    return fail (error);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autoptr (GString) ids = g_string_new (NULL);

      for (guint i = (guint) atoi (line); i-- > 0;)
        {
          g_autofree char *name = g_strdup_printf ("name %u", i);
          g_autofree char *id =
              g_strdup_printf ("%x ", mock_sqlite_get_name_id (client.store, name, MAPI_CREATE));

          g_string_prepend (ids, id);
        }
      say (ids->str);
    }
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  const char *command = argc > 2 ? argv[1] : "";

  if (g_str_equal (command, "submit"))
    return run_submit (argv[2]);
  if (g_str_equal (command, "submit-all"))
    return run_submit_all (argv[2]);
  if (g_str_equal (command, "defer-all"))
    return run_defer_all (argv[2]);
  if (g_str_equal (command, "lock") && argc > 3)
    return run_lock (argv[2], argv[3]);
  if (g_str_equal (command, "deliver"))
    return run_deliver (argv[2]);
  if (g_str_equal (command, "full"))
    return run_full (argv[2]);
  if (g_str_equal (command, "act") && argc > 3)
    return run_act (argv[2], argv[3]);
  if (g_str_equal (command, "edit"))
    return run_edit (argv[2]);
  if (g_str_equal (command, "search"))
    return run_search (argv[2]);
  if (g_str_equal (command, "names"))
    return run_names (argv[2]);
  g_printerr ("usage: sqlite-child submit|submit-all|lock|deliver|full|act|edit|search|names PATH"
              " [ENTRY-ID|SEED]\n");
  return EXIT_FAILURE;
}
