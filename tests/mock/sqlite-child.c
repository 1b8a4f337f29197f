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

int
main (int argc, char **argv)
{
  const char *command = argc > 2 ? argv[1] : "";

  if (g_str_equal (command, "submit"))
    return run_submit (argv[2]);
  if (g_str_equal (command, "submit-all"))
    return run_submit_all (argv[2]);
  if (g_str_equal (command, "lock") && argc > 3)
    return run_lock (argv[2], argv[3]);
  if (g_str_equal (command, "deliver"))
    return run_deliver (argv[2]);
  if (g_str_equal (command, "full"))
    return run_full (argv[2]);
  if (g_str_equal (command, "act") && argc > 3)
    return run_act (argv[2], argv[3]);
  g_printerr ("usage: sqlite-child submit|submit-all|lock|deliver|full|act PATH [ENTRY-ID|SEED]\n");
  return EXIT_FAILURE;
}
