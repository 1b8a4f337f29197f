/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Care of the data: checking, compacting, copying and rescuing a store, and stores of older
 * versions. */

#include "mock-sqlite.h"
#include "tap.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define PAGE_SIZE 8192
#define N_MESSAGES 40
/* For what is done with each page. */
#define N_FEW 10

/* What care has to say of a store. */
typedef struct
{
  guint32     n_readable;
  MapiRowSet *damage;
  GError     *error;
} Report;

static void
report_clear (Report *self)
{
  g_clear_pointer (&self->damage, mapi_row_set_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static char *
new_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n);
}

static Report
check (const char *path)
{
  Report report = { 0 };
  g_autoptr (MapiSupport) support = NULL;
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);

  mapi_store_care_check (
      care, support, NULL, NULL, &report.n_readable, &report.damage, NULL, &report.error);
  return report;
}

static Report
rescue (const char *path, const char *destination)
{
  Report report = { 0 };
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (destination);
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);

  mapi_store_care_rescue (
      care, support, NULL, file, NULL, &report.n_readable, &report.damage, NULL, &report.error);
  return report;
}

static gboolean
backup (const char *path, const char *destination, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (destination);
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);

  return mapi_store_care_backup (care, support, NULL, file, NULL, cancellable, error);
}

static gboolean
compact (const char *path, guint64 *n_freed, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiSupport) support = NULL;
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);

  return mapi_store_care_compact (care, support, NULL, NULL, n_freed, cancellable, error);
}

static void
expect_sound (const char *path, guint n_readable)
{
  g_auto (Report) report = check (path);

  TAP_NO_ERROR (report.error);
  TAP_NUMBER (report.n_readable, n_readable);
  CU_ASSERT_PTR_NULL (report.damage);
}

/* Every other one takes more than a page. */
static void
add_message (MapiFolder *folder, guint number)
{
  gsize            size = (number % 2 == 0 ? 3000 : 3000 + PAGE_SIZE) + 100 * number;
  g_autofree char *subject = g_strdup_printf ("Message %u", number);
  g_autofree char *body = g_strnfill (size, 'x');
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;

  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_BODY, body));
  mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* A store with messages, all of it in the file itself. */
static char *
make_store (guint n_messages)
{
  g_autofree char *path = new_path ();
  g_autofree char *settled = new_path ();
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return g_steal_pointer (&path);
  inbox = mock_sqlite_open_inbox (client.store);
  for (guint i = 0; i < n_messages; i++)
    add_message (inbox, i);
  g_clear_object (&inbox);
  mock_sqlite_close (&client);
  backup (path, settled, NULL, &error);
  TAP_NO_ERROR (error);
  return g_steal_pointer (&settled);
}

static char *
ask_sql (const char *path, const char *sql)
{
  char            *argv[] = { "sqlite3", (char *) path, (char *) sql, NULL };
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &answer, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return g_strdup (g_strstrip (answer));
}

static guint
ask_number (const char *path, const char *sql)
{
  g_autofree char *answer = ask_sql (path, sql);

  return (guint) g_ascii_strtoull (answer, NULL, 10);
}

/* A copy of the store with one page overwritten. */
static char *
damage_page (const char *path, guint page)
{
  g_autofree char *copy = new_path ();
  g_autofree char *data = NULL;
  gsize            length = 0;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, &length, &error);
  memset (data + (gsize) (page - 1) * PAGE_SIZE, 0xa5, PAGE_SIZE);
  g_file_set_contents (copy, data, (gssize) length, &error);
  TAP_NO_ERROR (error);
  return g_steal_pointer (&copy);
}

static void
test_sound (void)
{
  g_autofree char *path = make_store (N_MESSAGES);

  expect_sound (path, N_MESSAGES);
}

static guint
count_damaged (MapiRowSet *rows, guint32 object_type)
{
  guint n = 0;

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      n += mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0) == (gint32) object_type;
      CU_ASSERT_PTR_NOT_NULL (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING));
    }
  return n;
}

/* The messages that a store lets its readers read whole. */
static guint
count_whole (const char *path)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return 0;
  inbox = mock_sqlite_open_inbox (client.store);
  table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  mapi_table_set_columns (table, tags, 0, NULL, &error);
  rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (MapiProp) message =
          mapi_msg_store_open_entry (client.store, id, NULL, 0, NULL, NULL);
      g_autoptr (MapiPropList) props =
          message != NULL ? mapi_prop_get_props (message, NULL, 0, NULL, NULL, NULL) : NULL;

      n += props != NULL && mapi_prop_list_get_string (props, MAPI_PR_BODY) != NULL;
    }
  return n;
}

/* Only what lay on the page is lost; the report names it, and the new store has all the rest. */
static void
test_page_of_contents (void)
{
  g_autofree char *path = make_store (N_MESSAGES);
  guint            page = ask_number (
      path,
      "SELECT pageno FROM dbstat WHERE name = 'contents' AND pagetype = 'leaf' LIMIT 1 OFFSET 3");
  g_autofree char *damaged = damage_page (path, page);
  g_autofree char *rescued = new_path ();
  g_auto (Report) found = check (damaged);
  g_auto (Report) saved = rescue (damaged, rescued);
  guint n_lost = count_damaged (found.damage, MAPI_OBJECT_MESSAGE);

  TAP_NO_ERROR (found.error);
  TAP_NO_ERROR (saved.error);
  CU_ASSERT_TRUE (n_lost > 0 && n_lost < 4);
  TAP_NUMBER (found.n_readable + n_lost, N_MESSAGES);
  CU_ASSERT_TRUE (count_damaged (found.damage, MAPI_OBJECT_STORE) > 0);
  TAP_NUMBER (count_damaged (saved.damage, MAPI_OBJECT_MESSAGE), n_lost);
  expect_sound (rescued, N_MESSAGES);
  TAP_NUMBER (count_whole (rescued), N_MESSAGES - n_lost);
}

/* Whatever page it is: nothing crashes, and what is made of it is sound. Only the first page, which
 * says where all else is, takes everything with it. */
static void
test_every_page (void)
{
  g_autofree char *path = make_store (N_FEW);
  guint            n_pages = ask_number (path, "PRAGMA page_count");
  guint            n_kept = 0;

  for (guint page = 1; page <= n_pages; page++)
    {
      g_autofree char *damaged = damage_page (path, page);
      g_autofree char *rescued = new_path ();
      g_auto (Report) found = check (damaged);
      g_auto (Report) saved = rescue (damaged, rescued);

      if (page == 1)
        {
          TAP_ERROR (found.error, MAPI_ERROR, MAPI_E_CORRUPT_STORE);
          TAP_ERROR (saved.error, MAPI_ERROR, MAPI_E_CORRUPT_STORE);
          CU_ASSERT_FALSE (g_file_test (rescued, G_FILE_TEST_EXISTS));
        }
      else if (TAP_NO_ERROR (found.error) && TAP_NO_ERROR (saved.error))
        {
          CU_ASSERT_PTR_NOT_NULL (found.damage);
          expect_sound (rescued, saved.n_readable);
          CU_ASSERT_TRUE (saved.n_readable >= found.n_readable);
          n_kept += saved.n_readable;
        }
      g_unlink (damaged);
      g_unlink (rescued);
    }
  tap_note ("%u pages, each damaged once: %u of %u messages came over",
            n_pages,
            n_kept,
            (n_pages - 1) * N_FEW);
}

static void
test_cut_short (void)
{
  g_autofree char *path = make_store (N_MESSAGES);
  g_autofree char *rescued = new_path ();
  g_autofree char *data = NULL;
  gsize            length = 0;

  g_file_get_contents (path, &data, &length, NULL);
  g_file_set_contents (path, data, (gssize) length / 2, NULL);
  {
    g_auto (Report) found = check (path);
    g_auto (Report) saved = rescue (path, rescued);

    TAP_NO_ERROR (found.error);
    TAP_NO_ERROR (saved.error);
    CU_ASSERT_PTR_NOT_NULL (found.damage);
    expect_sound (rescued, saved.n_readable);
  }
}

static void
test_backup (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *copy = new_path ();
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  add_message (inbox, 1);

  g_cancellable_cancel (cancelled);
  CU_ASSERT_FALSE (backup (path, copy, cancelled, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_FALSE (g_file_test (copy, G_FILE_TEST_EXISTS) ||
                   g_file_test (part, G_FILE_TEST_EXISTS));

  CU_ASSERT_TRUE (backup (path, copy, NULL, &error));
  TAP_NO_ERROR (error);
  add_message (inbox, 2);
  expect_sound (copy, 1);
  expect_sound (path, 2);
  CU_ASSERT_FALSE (backup (path, copy, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_COLLISION);
  g_clear_object (&inbox);
  mock_sqlite_close (&client);
  TAP_NUMBER (count_whole (copy), 1);
}

static void
test_compact (void)
{
  g_autofree char *path = make_store (N_MESSAGES);
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint64 n_freed = 0;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  mapi_folder_empty_folder (inbox, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  add_message (inbox, 1);
  g_cancellable_cancel (cancelled);
  CU_ASSERT_FALSE (compact (path, &n_freed, cancelled, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_TRUE (compact (path, &n_freed, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (n_freed > N_MESSAGES * 8000);
  /* Who has the store open goes on as before. */
  add_message (inbox, 2);
  g_clear_object (&inbox);
  mock_sqlite_close (&client);
  expect_sound (path, 2);
}

static void
test_refusals (void)
{
  g_autofree char *none = new_path ();
  g_autofree char *newer = make_store (0);
  g_autofree char *copy = new_path ();
  g_autofree char *nowhere = g_build_filename (tap_folder (), "none", "copy.db", NULL);
  g_autofree char *sql = ask_sql (newer, "PRAGMA user_version=1000");
  g_auto (Report) absent = check (none);
  g_auto (Report) later = check (newer);
  g_autofree char *sound = make_store (1);
  g_autoptr (GError) error = NULL;

  TAP_ERROR (absent.error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  CU_ASSERT_FALSE (g_file_test (none, G_FILE_TEST_EXISTS));
  TAP_ERROR (later.error, MAPI_ERROR, MAPI_E_VERSION);
  CU_ASSERT_FALSE (backup (sound, nowhere, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

/* A disk that is full half-way leaves nothing behind, and the store as it was. */
static void
test_full (void)
{
  g_autofree char *path = make_store (N_MESSAGES);
  g_autofree char *copy = new_path ();
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  struct rlimit    before;
  struct rlimit    small;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = (struct rlimit){ 10 * PAGE_SIZE, before.rlim_max };
  setrlimit (RLIMIT_FSIZE, &small);
  CU_ASSERT_FALSE (backup (path, copy, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_DISK);
  g_clear_error (&error);
  {
    g_auto (Report) saved = rescue (path, copy);

    TAP_ERROR (saved.error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_DISK);
  }
  CU_ASSERT_FALSE (compact (path, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_DISK);
  setrlimit (RLIMIT_FSIZE, &before);
  CU_ASSERT_FALSE (g_file_test (copy, G_FILE_TEST_EXISTS) ||
                   g_file_test (part, G_FILE_TEST_EXISTS));
  expect_sound (path, N_MESSAGES);
}

/* A store as that version wrote it. */
static char *
make_old_store (guint version)
{
  char            *path = new_path ();
  g_autofree char *name = g_strdup_printf ("version-%u.sql", version);
  g_autofree char *script =
      g_build_filename (g_getenv ("MAPI_SOURCE_ROOT"), "tests", "fixtures", "stores", name, NULL);
  g_autofree char *command = g_strdup_printf (".read %s", script);
  g_autofree char *answer = ask_sql (path, command);

  return path;
}

static void
use_search (MockSqlite *client)
{
  g_autoptr (MapiFolder) subtree =
      mock_sqlite_open_folder (client->store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (client->store);
  g_autoptr (GBytes) inbox_id = mock_sqlite_get_entry_id (inbox);
  g_autoptr (MapiEntryList) scope = mapi_entry_list_new (&inbox_id, 1);
  g_autoptr (MapiRestriction) wanted = mapi_restriction_new_exist (MAPI_PR_SUBJECT);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) search =
      mapi_folder_create_folder (subtree, MAPI_FOLDER_SEARCH, "Found", NULL, 0, NULL, &error);

  mapi_container_set_search_criteria (
      MAPI_CONTAINER (search), wanted, scope, MAPI_RESTART_SEARCH, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
check_old_store (guint version)
{
  g_autofree char *path = make_old_store (version);
  g_auto (MockSqlite) spooler = { 0 };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiTable) contents = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *has_file = NULL;
  g_autoptr (GError) error = NULL;

  TAP_NUMBER (ask_number (path, "PRAGMA user_version"), version);
  expect_sound (path, 3);
  mock_sqlite_open (&client, path, FALSE, &error);
  mock_sqlite_open (&spooler, path, TRUE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT_TRUE (ask_number (path, "PRAGMA user_version") > version);
  inbox = mock_sqlite_open_inbox (client.store);
  contents = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (contents), 2);
  subject = mock_sqlite_get_cell (contents, 1, MAPI_PR_SUBJECT);
  has_file = mock_sqlite_get_cell (contents, 1, MAPI_PR_HASATTACH);
  CU_ASSERT_PTR_NOT_NULL (strstr (subject, "Re: First"));
  CU_ASSERT_PTR_NOT_NULL (g_ascii_strcasecmp (has_file, "FALSE") != 0 ? has_file : NULL);
  queue = mapi_msg_store_get_outgoing_queue (spooler.store, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (queue), 1);
  add_message (inbox, 3);
  use_search (&client);
  g_clear_object (&queue);
  g_clear_object (&contents);
  g_clear_object (&inbox);
  mock_sqlite_close (&spooler);
  mock_sqlite_close (&client);
  expect_sound (path, 4);
  TAP_NUMBER (count_whole (path), 3);
}

static void
test_older (void)
{
  for (guint version = 1; version <= 3; version++)
    check_old_store (version);
}

/* What cannot be read is copied from older versions too. */
static void
test_rescue_older (void)
{
  g_autofree char *path = make_old_store (1);
  g_autofree char *rescued = new_path ();
  g_auto (Report) saved = rescue (path, rescued);

  TAP_NO_ERROR (saved.error);
  TAP_NUMBER (saved.n_readable, 3);
  CU_ASSERT_PTR_NULL (saved.damage);
  TAP_NUMBER (count_whole (rescued), 2);
}

TAP_MAIN ("providers/sqlite-care",
          { "a sound store", test_sound },
          { "a damaged page of messages", test_page_of_contents },
          { "every page damaged once", test_every_page },
          { "a file cut short", test_cut_short },
          { "a copy", test_backup },
          { "compacted", test_compact },
          { "what is refused", test_refusals },
          { "a full disk", test_full },
          { "older versions", test_older },
          { "an older version, rescued", test_rescue_older })
