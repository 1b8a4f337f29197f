/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A disk that is full in the middle of ordinary operations. Each is tried with no room at all, with
 * room for one page, for two ... until it succeeds, so that there is no place in it at which the
 * disk has not been full. What fails says so, changes nothing, and is only to be called again. */

#include "mock-sqlite.h"
#include "tap.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAGE_SIZE 4096
#define MAX_PAGES 1000
#define LOG_HEADER_SIZE 32
#define FRAME_SIZE (24 + 16384)
#define LONG_TEXT (20 * PAGE_SIZE)
/* More than a stream keeps in memory. */
#define STREAM_SIZE (10 * 256 * 1024)
#define STREAM_STEP 20

typedef struct
{
  char        *path;
  MockSqlite   client;
  MapiFolder  *inbox;
  MapiFolder  *subtree;
  MapiMessage *message; /* what the operation is about, set by its preparation */
  MapiStream  *stream;
} Fixture;

typedef struct
{
  void (*prepare) (Fixture *fixture);
  gboolean (*act) (Fixture *fixture, GError **error);
  void (*finish) (Fixture *fixture); /* what the operation needs for others to see it */
  guint step;                        /* how many pages of room come to it each time, 0 for one */
} Operation;

static gboolean
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  fixture->inbox = mock_sqlite_open_inbox (fixture->client.store);
  fixture->subtree = mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  return TRUE;
}

static void
close_store (Fixture *fixture)
{
  g_clear_object (&fixture->stream);
  g_clear_object (&fixture->message);
  g_clear_object (&fixture->inbox);
  g_clear_object (&fixture->subtree);
  mock_sqlite_close (&fixture->client);
}

static MapiMessage *
new_message (MapiFolder *folder, const char *subject, gsize body_size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = g_strnfill (body_size, 'b');
  MapiMessage     *message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_BODY, body));
  return message;
}

static void
add_message (MapiFolder *folder, const char *subject, gsize body_size)
{
  g_autoptr (MapiMessage) message = new_message (folder, subject, body_size);

  mock_sqlite_save (message);
}

static MapiTable *
open_contents (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static MapiRowSet *
read_rows (MapiTable *table, const guint32 *tags, gsize n_tags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, n_tags);
  MapiRowSet *rows;

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  TAP_NO_ERROR (error);
  rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return rows;
}

static void
describe_message (Fixture *fixture, MapiPropList *row, GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (fixture->client.store, entry_id, NULL, 0, NULL, &error);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *sum = NULL;

  if (!TAP_NO_ERROR (error))
    return;
  body = mock_sqlite_read (message, MAPI_PR_BODY, NULL);
  sum = body != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_MD5, body) : g_strdup ("-");
  g_string_append_printf (text,
                          "  %s %x %s\n",
                          mapi_prop_list_get_string (row, MAPI_PR_SUBJECT),
                          (guint) mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0),
                          sum);
}

static void
describe_folder (Fixture *fixture, MapiPropList *row, GString *text)
{
  static const guint32 tags[] = { MAPI_PR_ENTRYID, MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_FLAGS };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) folder =
      mapi_msg_store_open_entry (fixture->client.store, entry_id, NULL, 0, NULL, &error);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  g_string_append_printf (text, "%s\n", mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
  if (!TAP_NO_ERROR (error))
    return;
  table = open_contents (MAPI_FOLDER (folder));
  rows = read_rows (table, tags, G_N_ELEMENTS (tags));
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) message = mapi_row_set_get_row (rows, i);

      describe_message (fixture, message, text);
    }
}

/* All folders with all messages, and how much is to be sent. */
static char *
describe (Fixture *fixture)
{
  static const guint32 tags[] = { MAPI_PR_ENTRYID, MAPI_PR_DISPLAY_NAME };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (fixture->subtree), MAPI_CONVENIENT_DEPTH, NULL, &error);
  g_autoptr (MapiTable) queue =
      mapi_msg_store_get_outgoing_queue (fixture->client.store, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = read_rows (table, tags, G_N_ELEMENTS (tags));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      describe_folder (fixture, row, text);
    }
  g_string_append_printf (text, "%u to be sent\n", mock_sqlite_count (queue));
  return g_string_free (text, FALSE);
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

static void
release (const struct rlimit *before)
{
  setrlimit (RLIMIT_FSIZE, before);
}

/* A log has room in it that was made ahead, full of zeros behind its last frame: takes that away, and
 * answers how long it is without. */
static gsize
cut_log (Fixture *fixture)
{
  g_autofree char *path = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *log = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  gsize cut = LOG_HEADER_SIZE;

  g_file_get_contents (path, &log, &size, &error);
  TAP_NO_ERROR (error);
  for (gsize i = cut; i < size; i++)
    if (log[i] != '\0')
      cut = LOG_HEADER_SIZE + ((i - LOG_HEADER_SIZE) / FRAME_SIZE + 1) * FRAME_SIZE;
  cut = MIN (cut, size);
  TAP_NUMBER (truncate (path, (off_t) cut), 0);
  return cut;
}

/* Whether @operation succeeds where there is room for that much; if not, nothing has changed. */
static gboolean
try_it (Fixture *fixture, const Operation *operation, gsize size, const char *before)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  struct rlimit    room = confine (size);
  gboolean         done = operation->act (fixture, &error);

  release (&room);
  if (done)
    return TRUE;
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_DISK);
  after = describe (fixture);
  TAP_STRING (after, before);
  return FALSE;
}

/* What was done is there for the next who opens the store. */
static void
expect_kept (Fixture *fixture, const char *before)
{
  g_autofree char *done = describe (fixture);
  g_autofree char *again = NULL;

  CU_ASSERT_STRING_NOT_EQUAL (done, before);
  close_store (fixture);
  if (!open_store (fixture))
    return;
  again = describe (fixture);
  TAP_STRING (again, done);
}

static void
fill (Fixture *fixture)
{
  add_message (fixture->inbox, "Small", 100);
  add_message (fixture->inbox, "Long", LONG_TEXT);
}

static void
run (const Operation *operation)
{
  static guint     n;
  Fixture          fixture = { .path = g_strdup_printf ("%s/full-%u.db", tap_folder (), ++n) };
  g_autofree char *before = NULL;
  guint            failed = 0;
  gsize            step = MAX (operation->step, 1) * PAGE_SIZE;
  gsize            begin;

  signal (SIGXFSZ, SIG_IGN);
  if (!open_store (&fixture))
    return;
  fill (&fixture);
  if (operation->prepare != NULL)
    operation->prepare (&fixture);
  before = describe (&fixture);
  begin = cut_log (&fixture);
  while (failed < MAX_PAGES && !try_it (&fixture, operation, begin + failed * step, before))
    failed++;
  tap_note ("%u times without room", failed);
  CU_ASSERT_TRUE (failed > 0 && failed < MAX_PAGES);
  if (operation->finish != NULL)
    operation->finish (&fixture);
  expect_kept (&fixture, before);
  close_store (&fixture);
  g_free (fixture.path);
}

static void
prepare_message (Fixture *fixture)
{
  fixture->message = new_message (fixture->inbox, "New", 3 * PAGE_SIZE);
}

static gboolean
save (Fixture *fixture, GError **error)
{
  return mapi_prop_save_changes (
      MAPI_PROP (fixture->message), MAPI_KEEP_OPEN_READWRITE, NULL, error);
}

static void
test_save (void)
{
  run (&(Operation){ prepare_message, save });
}

static void
prepare_long (Fixture *fixture)
{
  fixture->message = new_message (fixture->inbox, "New and long", 5 * LONG_TEXT);
}

static void
test_save_long (void)
{
  run (&(Operation){ prepare_long, save });
}

static void
prepare_change (Fixture *fixture)
{
  prepare_message (fixture);
  mock_sqlite_save (fixture->message);
  mock_sqlite_set (fixture->message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Changed"));
}

static void
test_change (void)
{
  run (&(Operation){ prepare_change, save });
}

static void
prepare_submit (Fixture *fixture)
{
  fixture->message = mock_sqlite_compose (fixture->client.store, "To be sent", LONG_TEXT);
}

static gboolean
submit (Fixture *fixture, GError **error)
{
  return mapi_message_submit_message (fixture->message, 0, NULL, error);
}

static void
test_submit (void)
{
  run (&(Operation){ prepare_submit, submit });
}

static gboolean
create_folder (Fixture *fixture, GError **error)
{
  g_autoptr (MapiFolder) folder = mapi_folder_create_folder (
      fixture->subtree, MAPI_FOLDER_GENERIC, "More", "comment", 0, NULL, error);

  return folder != NULL;
}

static void
test_create_folder (void)
{
  run (&(Operation){ NULL, create_folder });
}

static MapiEntryList *
list_inbox (Fixture *fixture)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiTable) table = open_contents (fixture->inbox);
  g_autoptr (MapiRowSet) rows = read_rows (table, &tag, 1);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, tag));
    }
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static gboolean
copy_messages (Fixture *fixture, guint32 flags, GError **error)
{
  guint32 warning = 0;
  g_autoptr (MapiEntryList) list = list_inbox (fixture);
  g_autoptr (MapiFolder) sent =
      mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  gboolean done =
      mapi_folder_copy_messages (fixture->inbox, list, sent, NULL, flags, NULL, &warning, error);

  TAP_NUMBER (warning, 0);
  return done;
}

static gboolean
copy (Fixture *fixture, GError **error)
{
  return copy_messages (fixture, 0, error);
}

static gboolean
move (Fixture *fixture, GError **error)
{
  return copy_messages (fixture, MAPI_MESSAGE_MOVE, error);
}

static gboolean
delete_messages (Fixture *fixture, GError **error)
{
  g_autoptr (MapiEntryList) list = list_inbox (fixture);

  return mapi_folder_delete_messages (fixture->inbox, list, NULL, 0, NULL, NULL, error);
}

static void
test_copy (void)
{
  run (&(Operation){ NULL, copy });
}

static void
test_move (void)
{
  run (&(Operation){ NULL, move });
}

static void
test_delete (void)
{
  run (&(Operation){ NULL, delete_messages });
}

static gboolean
copy_folder (Fixture *fixture, GError **error)
{
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (fixture->inbox);

  return mapi_folder_copy_folder (fixture->subtree,
                                  id,
                                  fixture->subtree,
                                  "Copy",
                                  NULL,
                                  MAPI_COPY_SUBFOLDERS,
                                  NULL,
                                  NULL,
                                  error);
}

static void
test_copy_folder (void)
{
  run (&(Operation){ NULL, copy_folder });
}

/* One message: of several, those that come before the disk is full are read, with a warning. */
static gboolean
set_read (Fixture *fixture, GError **error)
{
  guint32 warning = 0;
  g_autoptr (MapiEntryList) all = list_inbox (fixture);
  g_autoptr (GBytes) first = mapi_entry_list_get_entry_id (all, 0);
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&first, 1);
  gboolean done = mapi_folder_set_read_flags (fixture->inbox, list, NULL, 0, NULL, &warning, error);

  TAP_NUMBER (warning, 0);
  return done;
}

static void
test_read_flags (void)
{
  run (&(Operation){ NULL, set_read });
}

static GBytes *
make_text (void)
{
  g_autofree char *text = g_strnfill (STREAM_SIZE, 's');

  return g_bytes_new (text, STREAM_SIZE);
}

static void
prepare_stream (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  prepare_message (fixture);
  mock_sqlite_save (fixture->message);
  fixture->stream = MAPI_STREAM (mapi_prop_open_property (MAPI_PROP (fixture->message),
                                                          MAPI_PR_BODY,
                                                          "MapiStream",
                                                          0,
                                                          MAPI_CREATE | MAPI_MODIFY,
                                                          NULL,
                                                          &error));
  TAP_NO_ERROR (error);
}

static gboolean
write_stream (Fixture *fixture, GError **error)
{
  g_autoptr (GBytes) text = make_text ();

  return mapi_stream_seek (fixture->stream, 0, 0, NULL, error) &&
         mapi_stream_write (fixture->stream, text, NULL, error);
}

static gboolean
commit (Fixture *fixture, GError **error)
{
  return mapi_stream_commit (fixture->stream, 0, NULL, error);
}

static void
prepare_written (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  prepare_stream (fixture);
  write_stream (fixture, &error);
  TAP_NO_ERROR (error);
}

static void
prepare_committed (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  prepare_written (fixture);
  commit (fixture, &error);
  TAP_NO_ERROR (error);
}

static void
expect_text (Fixture *fixture)
{
  g_autoptr (GBytes) text = make_text ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (MapiProp) again = mock_sqlite_reopen (fixture->client.store, fixture->message);

  body = mock_sqlite_read (again, MAPI_PR_BODY, NULL);
  CU_ASSERT_TRUE (body != NULL && g_bytes_equal (body, text));
}

static void
save_and_read (Fixture *fixture)
{
  mock_sqlite_save (fixture->message);
  expect_text (fixture);
}

static void
commit_and_read (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  commit (fixture, &error);
  TAP_NO_ERROR (error);
  save_and_read (fixture);
}

static void
test_write (void)
{
  run (&(Operation){ prepare_stream, write_stream, commit_and_read, STREAM_STEP });
}

static void
test_commit (void)
{
  run (&(Operation){ prepare_written, commit, save_and_read, STREAM_STEP });
}

static void
test_save_stream (void)
{
  run (&(Operation){ prepare_committed, save, expect_text });
}

TAP_MAIN ("providers/sqlite-full-disk",
          { "SaveChanges of a new message", test_save },
          { "SaveChanges of a new message with a long text", test_save_long },
          { "SaveChanges of a change", test_change },
          { "SubmitMessage", test_submit },
          { "CreateFolder", test_create_folder },
          { "CopyMessages", test_copy },
          { "CopyMessages that moves", test_move },
          { "DeleteMessages", test_delete },
          { "CopyFolder", test_copy_folder },
          { "SetReadFlags", test_read_flags },
          { "Write to a stream", test_write },
          { "Commit of a stream", test_commit },
          { "SaveChanges after a stream", test_save_stream })
