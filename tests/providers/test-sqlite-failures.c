/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Disks and files that fail while a store is open, and files beside the store that are lost: what
 * clients are told, and what is kept. */

#include "mock-sqlite.h"
#include "tap.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#define N_MESSAGES 12
#define BODY_SIZE 40000

typedef struct
{
  char             *path;
  MockSqlite        client;
  MapiFolder       *inbox;
  MapiCallbackSink *sink;
  GPtrArray        *received; /* of MapiNotification */
} Fixture;

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, Fixture *fixture)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    g_ptr_array_add (fixture->received, mapi_notification_list_get_notification (list, i));
}

static char *
make_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/failures-%u.db", tap_folder (), ++n);
}

static gboolean
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  fixture->inbox = mock_sqlite_open_inbox (fixture->client.store);
  mapi_msg_store_advise (fixture->client.store,
                         NULL,
                         MAPI_fnevCriticalError,
                         MAPI_ADVISE_SINK (fixture->sink),
                         NULL,
                         &error);
  return TAP_NO_ERROR (error);
}

static void
close_store (Fixture *fixture)
{
  g_clear_object (&fixture->inbox);
  mock_sqlite_close (&fixture->client);
}

/* The store at @path, which it takes. */
static gboolean
begin (Fixture *fixture, char *path)
{
  *fixture = (Fixture){
    .path = path,
    .sink = mapi_callback_sink_new (),
    .received = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref),
  };
  g_signal_connect (fixture->sink, "received", G_CALLBACK (on_received), fixture);
  return open_store (fixture);
}

static void
end (Fixture *fixture)
{
  close_store (fixture);
  g_object_unref (fixture->sink);
  g_ptr_array_unref (fixture->received);
  g_free (fixture->path);
}

static gboolean
add_message (Fixture *fixture, guint number, GError **error)
{
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (fixture->inbox, NULL, 0, NULL, NULL);
  g_autofree char *subject = g_strdup_printf ("%u", number);
  g_autofree char *body = g_strnfill (BODY_SIZE, 'b');

  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_BODY, body));
  return mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, error);
}

static void
fill (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_MESSAGES; i++)
    CU_ASSERT_TRUE (add_message (fixture, i, &error));
  TAP_NO_ERROR (error);
}

/* That @n critical errors were told, the last one of them @code. */
static void
check_told (Fixture *fixture, guint n, gint32 code)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  if (TAP_NUMBER (fixture->received->len, n))
    {
      MapiNotification *last = fixture->received->pdata[n - 1];

      TAP_NUMBER (mapi_notification_get_event_type (last), MAPI_fnevCriticalError);
      TAP_NUMBER (mapi_notification_get_code (last), code);
      CU_ASSERT_PTR_NOT_NULL (mapi_notification_get_text (last));
    }
}

/* On a full disk. */
static void
fail_to_add (Fixture *fixture)
{
  struct rlimit before;
  struct rlimit none;
  g_autoptr (GError) error = NULL;

  getrlimit (RLIMIT_FSIZE, &before);
  none = (struct rlimit){ 0, before.rlim_max };
  setrlimit (RLIMIT_FSIZE, &none);
  CU_ASSERT_FALSE (add_message (fixture, 0, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_DISK);
}

/* Clients are told once that the disk is full, and again when it was not in between. */
static void
test_full (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  if (!begin (&fixture, make_path ()))
    return;
  fail_to_add (&fixture);
  check_told (&fixture, 1, MAPI_E_NOT_ENOUGH_DISK);
  fail_to_add (&fixture);
  check_told (&fixture, 1, MAPI_E_NOT_ENOUGH_DISK);
  CU_ASSERT_TRUE (add_message (&fixture, 0, &error));
  fail_to_add (&fixture);
  check_told (&fixture, 2, MAPI_E_NOT_ENOUGH_DISK);
  end (&fixture);
}

/* What the file @path says, but for its second half. */
static void
damage (const char *path)
{
  g_autofree char *data = NULL;
  gsize            size = 0;

  g_file_get_contents (path, &data, &size, NULL);
  for (gsize i = size / 2; i < size; i++)
    data[i] = 'x';
  g_file_set_contents (path, data, (gssize) size, NULL);
}

/* Reads every message; gives the number of those that cannot be read, for the store is damaged. */
static guint
count_unreadable (Fixture *fixture)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fixture->inbox), 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = NULL;
  guint n = 0;

  mapi_table_set_columns (table, tags, 0, NULL, NULL);
  rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (MapiProp) message =
          mapi_msg_store_open_entry (fixture->client.store, id, NULL, 0, NULL, &error);
      g_autoptr (MapiPropList) all =
          message != NULL ? mapi_prop_get_props (message, NULL, 0, NULL, NULL, &error) : NULL;

      n += g_error_matches (error, MAPI_ERROR, MAPI_E_CORRUPT_STORE);
    }
  return n;
}

/* Whoever reads what is damaged gets the error, and all clients are told once. */
static void
test_damaged (void)
{
  Fixture fixture;

  if (!begin (&fixture, make_path ()))
    return;
  fill (&fixture);
  close_store (&fixture);
  damage (fixture.path);
  if (!open_store (&fixture))
    return;
  CU_ASSERT_TRUE (count_unreadable (&fixture) > 1);
  check_told (&fixture, 1, MAPI_E_CORRUPT_STORE);
  end (&fixture);
}

static void
copy_file (const char *from, const char *to, const char *suffix)
{
  g_autofree char *source = g_strconcat (from, suffix, NULL);
  g_autofree char *target = g_strconcat (to, suffix, NULL);
  g_autofree char *data = NULL;
  gsize            size;

  if (g_file_get_contents (source, &data, &size, NULL))
    g_file_set_contents (target, data, (gssize) size, NULL);
}

/* The files of an open store as a process that is killed leaves them. */
static char *
take_files (Fixture *fixture)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock", ".wake" };
  char                    *path = make_path ();

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    copy_file (fixture->path, path, suffixes[i]);
  return path;
}

static void
check_sound (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSupport) support = NULL;
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);
  g_autoptr (MapiRowSet) damage = NULL;
  guint32 n_readable = 0;

  mapi_store_care_check (care, support, NULL, NULL, &n_readable, &damage, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (damage != NULL ? mapi_row_set_get_size (damage) : 0, 0);
}

/* Opens the store at @path, which it takes; all messages up to some are there, and it can be worked
 * with. Gives their number. */
static guint
reopen (char *path)
{
  Fixture fixture;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  check_sound (path);
  if (!begin (&fixture, path))
    return 0;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (fixture.inbox), 0, NULL, NULL);
  n = mock_sqlite_count (table);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, number);
      g_autoptr (MapiRestriction) is_it =
          mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, value);

      CU_ASSERT_TRUE (
          mapi_table_find_row (table, is_it, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL));
    }
  CU_ASSERT_TRUE (add_message (&fixture, n, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (fixture.received->len, 0);
  end (&fixture);
  return n;
}

static void
lose (const char *path, const char *suffix)
{
  g_autofree char *file = g_strconcat (path, suffix, NULL);

  TAP_NUMBER (g_unlink (file), 0);
}

/* Files that hold nothing: all messages are there without them. */
static void
test_lose_helpers (void)
{
  static const char *const suffixes[] = { "-shm", ".lock", ".wake" };
  Fixture                  fixture;

  if (!begin (&fixture, make_path ()))
    return;
  fill (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      char *path = take_files (&fixture);

      lose (path, suffixes[i]);
      TAP_NUMBER (reopen (path), N_MESSAGES);
    }
  end (&fixture);
}

/* Without its log the store is as it was when that was last brought in. */
static void
test_lose_log (void)
{
  Fixture fixture;
  char   *path;

  if (!begin (&fixture, make_path ()))
    return;
  fill (&fixture);
  close_store (&fixture);
  if (!open_store (&fixture))
    return;
  CU_ASSERT_TRUE (add_message (&fixture, N_MESSAGES, NULL));
  TAP_NUMBER (reopen (take_files (&fixture)), N_MESSAGES + 1);
  path = take_files (&fixture);
  lose (path, "-wal");
  TAP_NUMBER (reopen (path), N_MESSAGES);
  end (&fixture);
}

/* Of a log that was cut short, what was committed before that place is kept, and each message whole
 * or not at all. */
static void
test_cut_log (void)
{
  Fixture fixture;
  guint   before = 0;

  if (!begin (&fixture, make_path ()))
    return;
  close_store (&fixture);
  if (!open_store (&fixture))
    return;
  fill (&fixture);
  for (guint i = 0; i <= 8; i++)
    {
      char            *path = take_files (&fixture);
      g_autofree char *log = g_strconcat (path, "-wal", NULL);
      g_autofree char *data = NULL;
      gsize            size = 0;
      guint            n;

      g_file_get_contents (log, &data, &size, NULL);
      g_file_set_contents (log, data, (gssize) (size * i / 8), NULL);
      n = reopen (path);
      CU_ASSERT_TRUE (n >= before);
      before = n;
    }
  TAP_NUMBER (before, N_MESSAGES);
  end (&fixture);
}

/* A log that somebody has written over is none. */
static void
test_overwritten_log (void)
{
  Fixture          fixture;
  char            *path;
  g_autofree char *log = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');

  if (!begin (&fixture, make_path ()))
    return;
  fill (&fixture);
  close_store (&fixture);
  path = take_files (&fixture);
  log = g_strconcat (path, "-wal", NULL);
  g_file_set_contents (log, text, 100000, NULL);
  TAP_NUMBER (reopen (path), N_MESSAGES);
  end (&fixture);
}

/* Who has the store open goes on, and loses nothing. */
static void
test_lose_open_log (void)
{
  Fixture fixture;

  if (!begin (&fixture, make_path ()))
    return;
  CU_ASSERT_TRUE (add_message (&fixture, 0, NULL));
  lose (fixture.path, "-wal");
  CU_ASSERT_TRUE (add_message (&fixture, 1, NULL));
  close_store (&fixture);
  TAP_NUMBER (reopen (g_strdup (fixture.path)), 2);
  if (open_store (&fixture))
    end (&fixture);
}

TAP_MAIN ("providers/sqlite-failures",
          { "a full disk is told", test_full },
          { "damage is told", test_damaged },
          { "files that hold nothing are lost", test_lose_helpers },
          { "the log is lost", test_lose_log },
          { "the log is cut short", test_cut_log },
          { "the log is overwritten", test_overwritten_log },
          { "the log is lost while it is in use", test_lose_open_log })
