/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* SaveChanges with MAPI_DEFERRED_ERRORS: who sees what it has saved, what is left of that after a
 * crash, and who is told when it is lost. */

#include "mock-child.h"
#include "mock-sqlite.h"
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#define N_TOGETHER 250
#define BODY_SIZE 20000
#define NO_ROOM 4096

typedef struct
{
  char       *path;
  MockSqlite  client;
  MapiFolder *inbox;
} Fixture;

static gboolean
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  fixture->inbox = mock_sqlite_open_inbox (fixture->client.store);
  return TRUE;
}

static void
close_store (Fixture *fixture)
{
  g_clear_object (&fixture->inbox);
  mock_sqlite_close (&fixture->client);
}

static gboolean
set_up (Fixture *fixture)
{
  static guint n;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/deferred-%u.db", tap_folder (), ++n) };
  return open_store (fixture);
}

static void
tear_down (Fixture *fixture)
{
  close_store (fixture);
  g_free (fixture->path);
}

static MapiMessage *
new_message (Fixture *fixture, guint number)
{
  g_autoptr (GError) error = NULL;
  MapiMessage     *message = mapi_folder_create_message (fixture->inbox, NULL, 0, NULL, &error);
  g_autofree char *subject = g_strdup_printf ("%u", number);
  g_autofree char *body = g_strnfill (BODY_SIZE, 'b');

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_BODY, body));
  return message;
}

static gboolean
save (gpointer message, guint32 flags, GError **error)
{
  return mapi_prop_save_changes (
      MAPI_PROP (message), flags | MAPI_KEEP_OPEN_READWRITE, NULL, error);
}

/* The message, or NULL after a failed assertion. */
static MapiMessage *
add (Fixture *fixture, guint number, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = new_message (fixture, number);

  save (message, flags, &error);
  return TAP_NO_ERROR (error) ? g_steal_pointer (&message) : NULL;
}

static void
defer_many (Fixture *fixture, guint count)
{
  for (guint i = 0; i < count; i++)
    g_clear_object (&(MapiMessage *){ add (fixture, i, MAPI_DEFERRED_ERRORS) });
}

static guint
count_messages (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fixture->inbox), 0, NULL, &error);

  return TAP_NO_ERROR (error) ? mock_sqlite_count (table) : 0;
}

static void
test_own_reads (void)
{
  Fixture fixture;
  g_autoptr (MapiMessage) message = NULL;

  if (!set_up (&fixture))
    return;
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (MapiMessage) next = add (&fixture, i, MAPI_DEFERRED_ERRORS);

      TAP_NUMBER (count_messages (&fixture), i);
    }
  message = add (&fixture, 4, MAPI_DEFERRED_ERRORS);
  if (message != NULL)
    {
      g_autoptr (MapiProp) again = mock_sqlite_reopen (fixture.client.store, message);
      g_autofree char *subject = mock_sqlite_get_text (again, MAPI_PR_SUBJECT);

      TAP_STRING (subject, "4");
    }
  g_clear_object (&message);
  tear_down (&fixture);
}

/* A change of a message that was deferred itself. */
static void
test_change (void)
{
  Fixture fixture;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiProp) again = NULL;
  g_autofree char *subject = NULL;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  message = add (&fixture, 1, MAPI_DEFERRED_ERRORS);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Changed"));
  save (message, MAPI_DEFERRED_ERRORS, &error);
  TAP_NO_ERROR (error);
  again = mock_sqlite_reopen (fixture.client.store, message);
  subject = mock_sqlite_get_text (again, MAPI_PR_SUBJECT);
  TAP_STRING (subject, "Changed");
  g_clear_object (&again);
  g_clear_object (&message);
  tear_down (&fixture);
}

static void
attach (gpointer message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attach =
      mapi_message_create_attach (MAPI_MESSAGE (message), 0, NULL, NULL, &error);

  if (TAP_NO_ERROR (error))
    mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* A change that fails after it has written something is undone, and nothing that others deferred.
 */
static void
test_failing (void)
{
  Fixture fixture;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiProp) twin = NULL;
  g_autoptr (MapiProp) again = NULL;
  g_autofree char *subject = NULL;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  message = add (&fixture, 1, 0);
  twin = mock_sqlite_reopen (fixture.client.store, message);
  attach (message);
  attach (twin);
  mock_sqlite_set (twin, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Twin"));
  save (message, 0, &error);
  TAP_NO_ERROR (error);

  defer_many (&fixture, 3);
  /* Both have an attachment of the same number. */
  CU_ASSERT_FALSE (save (twin, MAPI_DEFERRED_ERRORS | MAPI_FORCE_SAVE, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_COLLISION);
  defer_many (&fixture, 3);
  TAP_NUMBER (count_messages (&fixture), 7);
  again = mock_sqlite_reopen (fixture.client.store, message);
  subject = mock_sqlite_get_text (again, MAPI_PR_SUBJECT);
  TAP_STRING (subject, "1");
  g_clear_object (&again);
  g_clear_object (&twin);
  g_clear_object (&message);
  tear_down (&fixture);
}

/* Nor where the folder of a new message has gone. */
static void
test_folder_gone (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) id = NULL;

  if (!set_up (&fixture))
    return;
  folder = mapi_folder_create_folder (
      fixture.inbox, MAPI_FOLDER_GENERIC, "Short-lived", NULL, 0, NULL, &error);
  if (TAP_NO_ERROR (error))
    {
      message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);
      id = mock_sqlite_get_entry_id (folder);
      mapi_folder_delete_folder (fixture.inbox, id, NULL, 0, NULL, NULL, &error);
    }
  if (TAP_NO_ERROR (error))
    {
      defer_many (&fixture, 3);
      CU_ASSERT_FALSE (save (message, MAPI_DEFERRED_ERRORS, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_OBJECT_DELETED);
      defer_many (&fixture, 3);
      TAP_NUMBER (count_messages (&fixture), 6);
    }
  g_clear_object (&message);
  g_clear_object (&folder);
  tear_down (&fixture);
}

static void
test_close (void)
{
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  defer_many (&fixture, 3);
  close_store (&fixture);
  if (open_store (&fixture))
    TAP_NUMBER (count_messages (&fixture), 3);
  tear_down (&fixture);
}

typedef struct
{
  const char *path;
  guint       count;
} Wanted;

static gboolean
is_there_outside (gpointer data)
{
  const Wanted    *wanted = data;
  g_autofree char *sql = g_strdup_printf (
      "SELECT CASE count(*) WHEN %u THEN 1 ELSE json('') END FROM messages", wanted->count);
  const char *argv[] = { "sqlite3", "-bail", wanted->path, sql, NULL };
  int         status = -1;

  return g_spawn_sync (NULL,
                       (char **) argv,
                       NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                           G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL,
                       NULL,
                       NULL,
                       NULL,
                       &status,
                       NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Nobody calls, and the others see it nevertheless. */
static void
test_idle (void)
{
  Fixture fixture;
  guint   tick = g_timeout_add (5, on_tick, NULL);

  if (set_up (&fixture))
    {
      defer_many (&fixture, 3);
      tap_wait (NULL, is_there_outside, &(Wanted){ fixture.path, 3 });
      tear_down (&fixture);
    }
  g_source_remove (tick);
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, GPtrArray *received)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);

      g_ptr_array_add (received, mapi_notification_get_entry_id (notification));
    }
}

/* More than are kept together, and one that takes the rest with it. */
static void
test_notifications (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GPtrArray) received = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) saved = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (!set_up (&fixture))
    return;
  g_signal_connect (sink, "received", G_CALLBACK (on_received), received);
  mapi_msg_store_advise (
      fixture.client.store, NULL, MAPI_fnevObjectCreated, MAPI_ADVISE_SINK (sink), NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 1; i <= N_TOGETHER; i++)
    {
      g_autoptr (MapiMessage) message =
          add (&fixture, i, i < N_TOGETHER ? MAPI_DEFERRED_ERRORS : 0);

      g_ptr_array_add (saved, mock_sqlite_get_entry_id (message));
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  TAP_NUMBER (received->len, saved->len);
  for (guint i = 0; i < MIN (received->len, saved->len); i++)
    TAP_BYTES (received->pdata[i], saved->pdata[i]);
  g_clear_object (&sink);
  tear_down (&fixture);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  return *(const gint *) a - *(const gint *) b;
}

/* There are as many as were promised, or more, and of those none is missing in between. */
static void
expect_beginning (Fixture *fixture, guint promised)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fixture->inbox), 0, NULL, &error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint));
  guint count = mock_sqlite_count (table);

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *subject = mock_sqlite_get_cell (table, i, MAPI_PR_SUBJECT);

      g_array_append_val (numbers, (gint){ atoi (subject) });
    }
  g_array_sort (numbers, by_number);
  for (guint i = 0; i < count; i++)
    TAP_NUMBER (g_array_index (numbers, gint, i), (gint) i);
  CU_ASSERT_TRUE (count >= promised);
}

static void
test_killed (void)
{
  Fixture fixture;
  g_auto (MockChild) child = { 0 };
  guint promised = 0;

  if (!set_up (&fixture))
    return;
  close_store (&fixture);
  mock_child_start (&child, "defer-all", fixture.path, NULL);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *line = mock_child_read (&child);

      promised = line != NULL ? (guint) atoi (line) + 1 : 0;
    }
  mock_child_end (&child);
  CU_ASSERT_TRUE (promised > 0);
  if (open_store (&fixture))
    expect_beginning (&fixture, promised);
  tear_down (&fixture);
}

/* No file of this process grows beyond @size until release(). */
static struct rlimit
confine (gsize size)
{
  struct rlimit before;
  struct rlimit small;

  getrlimit (RLIMIT_FSIZE, &before);
  small = (struct rlimit){ size, before.rlim_max };
  setrlimit (RLIMIT_FSIZE, &small);
  return before;
}

/* Three messages that cannot be committed, and the entry identifier of one of them. */
static void
lose_three (Fixture *fixture, MapiMessage **lost)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) last = new_message (fixture, 4);
  struct rlimit room = confine (NO_ROOM);

  for (guint i = 1; i <= 3; i++)
    {
      g_clear_object (lost);
      *lost = add (fixture, i, MAPI_DEFERRED_ERRORS);
    }
  CU_ASSERT_FALSE (save (last, 0, &error));
  setrlimit (RLIMIT_FSIZE, &room);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_DISK);
  CU_ASSERT_TRUE (error != NULL && strstr (error->message, "MAPI_DEFERRED_ERRORS") != NULL);

  /* Told once; and what was to be saved without the flag is only to be saved again. */
  TAP_NUMBER (count_messages (fixture), 0);
  g_clear_error (&error);
  save (last, 0, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (count_messages (fixture), 1);
}

static void
test_lost (void)
{
  Fixture fixture;
  g_autoptr (MapiMessage) lost = NULL;
  g_autoptr (MapiMessage) next = NULL;
  g_autoptr (GBytes) lost_id = NULL;
  g_autoptr (GBytes) next_id = NULL;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  if (!set_up (&fixture))
    return;
  lose_three (&fixture, &lost);

  /* Nobody else gets its identifier. */
  for (guint i = 0; i < 5; i++)
    {
      g_clear_object (&next);
      g_clear_pointer (&next_id, g_bytes_unref);
      g_clear_pointer (&lost_id, g_bytes_unref);
      next = add (&fixture, i, 0);
      next_id = mock_sqlite_get_entry_id (next);
      lost_id = mock_sqlite_get_entry_id (lost);
      CU_ASSERT_FALSE (g_bytes_equal (next_id, lost_id));
    }
  mock_sqlite_set (lost, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Again"));
  CU_ASSERT_FALSE (save (lost, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_OBJECT_DELETED);
  g_clear_object (&next);
  g_clear_object (&lost);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-deferred",
          { "whoever reads in this process finds it", test_own_reads },
          { "a change of what was deferred", test_change },
          { "one that fails half-way takes no other with it", test_failing },
          { "nor one whose folder has gone", test_folder_gone },
          { "closing the store commits", test_close },
          { "others see it though nothing more comes", test_idle },
          { "told after the commit, in order", test_notifications },
          { "killed: a beginning is left, and all that was promised", test_killed },
          { "a commit that fails is told by the next call without the flag", test_lost })
