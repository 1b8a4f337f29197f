/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The log of a store that grows ahead of what is committed: who opens what a process has left that
 * was killed finds all of it. */

#include "mock-sqlite.h"
#include "tap.h"

#include <glib/gstdio.h>

#define N_MESSAGES 20
#define ZEROS (64 * 1024)
#define MEBIBYTE 1048576
#define N_LARGE 40
#define MOST_IN_LOG 24

static char *
new_folder (void)
{
  char *folder = g_dir_make_tmp ("mapi-XXXXXX", NULL);

  CU_ASSERT_PTR_NOT_NULL (folder);
  return folder;
}

static void
save_one (MapiMsgStore *store)
{
  g_autoptr (MapiMessage) message = mock_sqlite_create_message (store);

  mock_sqlite_set_text (message, MAPI_PR_SUBJECT, "one of many");
  mock_sqlite_save (message);
}

static gsize
count_zeros_behind (const char *data, gsize size)
{
  gsize n = 0;

  while (n < size && data[size - n - 1] == 0)
    n++;
  return n;
}

static char *
log_of (const char *path)
{
  return g_strconcat (path, "-wal", NULL);
}

static gsize
count_log_ahead (const char *path)
{
  g_autofree char *log = log_of (path);
  g_autofree char *data = NULL;
  gsize            size = 0;

  g_file_get_contents (log, &data, &size, NULL);
  return count_zeros_behind (data, size);
}

static gboolean
has_grown (gpointer path)
{
  return count_log_ahead (path) >= ZEROS;
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Which happens when nobody writes. */
static gboolean
wait_for_growth (char *path)
{
  guint    source = g_timeout_add (5, look_again, NULL);
  gboolean grown = tap_wait (NULL, has_grown, path);

  g_source_remove (source);
  return grown;
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *data = NULL;
  gsize            size = 0;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (from, &data, &size, &error);
  TAP_NO_ERROR (error);
  g_file_set_contents (to, data, (gssize) size, &error);
  TAP_NO_ERROR (error);
}

/* As a kill would have left it. */
static char *
copy_store (const char *path, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  char            *copy = g_build_filename (folder, name, NULL);
  g_autofree char *log = log_of (path);
  g_autofree char *log_copy = log_of (copy);

  copy_file (path, copy);
  copy_file (log, log_copy);
  return copy;
}

static void
expect_messages (const char *path, guint n)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), n);
}

static void
test_grows_ahead (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *idle = NULL;
  g_autofree char *later = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  for (guint i = 0; i < N_MESSAGES; i++)
    save_one (client.store);
  CU_ASSERT_TRUE (wait_for_growth (path));
  idle = copy_store (path, "idle.db");
  save_one (client.store);
  later = copy_store (path, "later.db");
  CU_ASSERT_TRUE (count_log_ahead (path) > 0);

  expect_messages (idle, N_MESSAGES);
  expect_messages (later, N_MESSAGES + 1);
  expect_messages (path, N_MESSAGES + 1);
}

/* A process that writes a little leaves the log as it is. */
static void
test_stays_short (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  save_one (client.store);
  CU_ASSERT_TRUE (count_log_ahead (path) < ZEROS);
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : -1;
}

/* While somebody has the store open. */
static void
test_brought_in (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *log = log_of (path);
  g_autofree char *body = g_strnfill (MEBIBYTE, 'x');
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  for (guint i = 0; i < N_LARGE; i++)
    {
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);

      mock_sqlite_set_text (message, MAPI_PR_BODY, body);
      mock_sqlite_save (message);
    }
  CU_ASSERT_TRUE (get_size (path) > (N_LARGE - MOST_IN_LOG) * MEBIBYTE);
  CU_ASSERT_TRUE (get_size (log) < MOST_IN_LOG * MEBIBYTE);
  expect_messages (path, N_LARGE);
}

TAP_MAIN ("providers/sqlite-log",
          { "a log that is longer than what was committed", test_grows_ahead },
          { "few changes", test_stays_short },
          { "what is long is brought into the file", test_brought_in })
