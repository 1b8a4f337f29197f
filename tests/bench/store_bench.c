/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * store_bench FOLDER STORE fill COUNT: adds messages to the receive folder of the store.
 * store_bench FOLDER STORE index: has the store keep an index of words, and waits until it is
 * built. store_bench FOLDER STORE ROUNDS CASE...: works on that folder; see rounds.c for what is
 * printed. The peer is a table of SQLite with a row a message.
 */

#include "bench-world.h"
#include "rounds.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_EXTRA 18 /* with the others they make 25 */
#define FIRST_ID 0x6800
#define BLOB_SIZE 2048
#define TRANSACTION 100
#define PAGE 50
#define BIG_PAGE 5000
#define N_WORDS 400
#define LINE_LENGTH 70
#define BEGIN_TIME 1700000000

static MapiFolder *inbox;
static sqlite3    *raw;
static guint       n_raw;

/* Message number @i of the many: the peers get the same. */
static char *
make_subject (guint i)
{
  return g_strdup_printf ("Subject number %u of the test, key%u", i, i % 997);
}

static gint64
make_time (guint i)
{
  return BEGIN_TIME + ((gint64) i * 7919) % 100000007;
}

static char *
make_words (guint i)
{
  GString *text = g_string_new (NULL);
  gsize    line = 0;

  for (guint64 k = 0; k < N_WORDS; k++)
    {
      g_string_append_printf (text, "word%u ", (guint) ((i * 31 + k * k) % 5000));
      if (text->len - line >= LINE_LENGTH)
        {
          g_string_append (text, "\r\n");
          line = text->len;
        }
    }
  g_string_truncate (text, BLOB_SIZE - 250);
  return g_string_free (text, FALSE);
}

static MapiPropList *
make_props (guint i, guint n_extra)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (make_time (i));
  g_autofree char *subject = make_subject (i);
  g_autofree char *body = make_words (i);
  guint64          filetime = mapi_filetime_from_date_time (time);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "Some One");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@perf.invalid");
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_MESSAGE_DELIVERY_TIME, filetime);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  for (guint k = 0; k < n_extra; k++)
    mapi_prop_list_builder_add_long (
        builder, mapi_prop_tag_new (FIRST_ID + k, MAPI_PT_LONG), (gint32) (k + i));
  return mapi_prop_list_builder_end (builder);
}

static void
save (MapiPropList *props, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);

  bench_check (message != NULL &&
                   mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
                   mapi_prop_save_changes (MAPI_PROP (message), flags, NULL, &error),
               error);
}

/* The last of each hundred takes the others with it. */
static guint32
flags_of (guint i, guint count)
{
  return i % TRANSACTION == 0 || i == count ? 0 : MAPI_DEFERRED_ERRORS;
}

static void
save_ours (guint count)
{
  g_autoptr (MapiPropList) props = make_props (0, N_EXTRA);

  while (count-- > 0)
    save (props, 0);
}

static void
save_100_ours (guint count)
{
  g_autoptr (MapiPropList) props = make_props (0, N_EXTRA);

  for (guint i = 1; i <= count; i++)
    save (props, flags_of (i, count));
}

static void
append_ours (guint count)
{
  g_autoptr (MapiPropList) props = make_props (0, 0);

  while (count-- > 0)
    save (props, 0);
}

static void
run_sql (const char *sql)
{
  if (sqlite3_exec (raw, sql, NULL, NULL, NULL) == SQLITE_OK)
    return;
  fprintf (stderr, "store_bench: %s: %s\n", sql, sqlite3_errmsg (raw));
  exit (1);
}

static sqlite3_stmt *
prepare (const char *sql)
{
  sqlite3_stmt *statement = NULL;

  bench_check (sqlite3_prepare_v2 (raw, sql, -1, &statement, NULL) == SQLITE_OK, NULL);
  return statement;
}

static void
insert_raw (sqlite3_stmt *insert)
{
  static char      blob[BLOB_SIZE];
  guint            i = n_raw++;
  g_autofree char *subject = make_subject (i);

  sqlite3_bind_int64 (insert, 1, make_time (i));
  sqlite3_bind_text (insert, 2, subject, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 3, "someone@example.com", -1, SQLITE_STATIC);
  sqlite3_bind_blob (insert, 4, blob, sizeof blob, SQLITE_STATIC);
  bench_check (sqlite3_step (insert) == SQLITE_DONE, NULL);
  sqlite3_reset (insert);
}

static void
save_raw (guint count, guint together)
{
  sqlite3_stmt *insert =
      prepare ("INSERT INTO msg (folder, date, subject, sender, flags, size, blob) "
               "VALUES (1, ?, ?, ?, 1, 2048, ?)");

  for (guint done = 0; done < count; done += together)
    {
      run_sql ("BEGIN IMMEDIATE");
      for (guint i = done; i < MIN (done + together, count); i++)
        insert_raw (insert);
      run_sql ("COMMIT");
    }
  sqlite3_finalize (insert);
}

static void
save_peer (guint count)
{
  save_raw (count, 1);
}

static void
save_100_peer (guint count)
{
  save_raw (count, TRANSACTION);
}

static MapiTable *
open_table (const guint32 *tags, gsize n_tags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, n_tags);
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);

  bench_check (table != NULL && mapi_table_set_columns (table, columns, 0, NULL, &error), error);
  return table;
}

static MapiTable *
open_identities (void)
{
  static const guint32 tags[] = { MAPI_PR_INSTANCE_KEY };

  return open_table (tags, G_N_ELEMENTS (tags));
}

static void
sort (MapiTable *table, guint32 tag, guint32 direction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_append (empty, tag, direction);

  bench_check (mapi_table_sort_table (table, order, 0, NULL, &error), error);
}

static guint
query (MapiTable *table, gint32 n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, n, 0, NULL, &error);

  bench_check (rows != NULL, error);
  return mapi_row_set_get_size (rows);
}

static void
query_all (MapiTable *table)
{
  guint total = 0, n;

  while ((n = query (table, BIG_PAGE)) > 0)
    total += n;
  bench_check (total > 0, NULL);
}

static void
newest_ours (guint count)
{
  static const guint32 tags[] = { MAPI_PR_INSTANCE_KEY,  MAPI_PR_SUBJECT,
                                  MAPI_PR_SENDER_NAME,   MAPI_PR_MESSAGE_DELIVERY_TIME,
                                  MAPI_PR_MESSAGE_FLAGS, MAPI_PR_MESSAGE_SIZE };

  while (count-- > 0)
    {
      g_autoptr (MapiTable) table = open_table (tags, G_N_ELEMENTS (tags));

      sort (table, MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_TABLE_SORT_DESCEND);
      bench_check (query (table, PAGE) == PAGE, NULL);
    }
}

static void
newest_peer (guint count)
{
  sqlite3_stmt *select = prepare ("SELECT id, date, subject, sender, flags, size FROM msg "
                                  "WHERE folder = 1 ORDER BY date DESC LIMIT 50");

  while (count-- > 0)
    {
      while (sqlite3_step (select) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count (select); column++)
          sqlite3_column_blob (select, column);
      sqlite3_reset (select);
    }
  sqlite3_finalize (select);
}

static void
sort_all (guint count, guint32 tag, guint32 direction)
{
  while (count-- > 0)
    {
      g_autoptr (MapiTable) table = open_identities ();

      sort (table, tag, direction);
      query_all (table);
    }
}

static void
sort_date_ours (guint count)
{
  sort_all (count, MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_TABLE_SORT_DESCEND);
}

static void
sort_subject_ours (guint count)
{
  sort_all (count, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
}

static void
find_all (guint count, guint32 tag, guint32 fuzzy, const char *text)
{
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiTable) table = open_identities ();
      g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);
      g_autoptr (MapiRestriction) contains = mapi_restriction_new_content (fuzzy, tag, value);

      bench_check (mapi_table_restrict (table, contains, 0, NULL, &error), error);
      query_all (table);
    }
}

static void
subject_ours (guint count)
{
  find_all (count, MAPI_PR_SUBJECT, MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, "key77");
}

static void
body_ours (guint count)
{
  find_all (count, MAPI_PR_BODY, MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, "word77 ");
}

static void
open_raw (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "raw.db", NULL);

  bench_check (sqlite3_open (path, &raw) == SQLITE_OK, NULL);
  run_sql ("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
           "CREATE TABLE IF NOT EXISTS msg (id INTEGER PRIMARY KEY, folder INT NOT NULL, "
           "date INT NOT NULL, subject TEXT, sender TEXT, flags INT, size INT, blob BLOB);"
           "CREATE INDEX IF NOT EXISTS msg_by_date ON msg (folder, date DESC)");
}

/* What the profile says of the index stays with the store. */
static void
open_store (BenchWorld *world, const char *folder, const char *path, gboolean index)
{
  const char *const settings[] = { "path", path, index ? "full-text" : NULL, "true", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *home = g_build_filename (folder, "home-XXXXXX", NULL);
  g_autoptr (GBytes) id = NULL;
  MapiProp *folder_object;

  bench_check (g_mkdtemp (home) != NULL, NULL);
  bench_world_begin (world, home, settings);
  bench_world_log_on (world);
  id = mapi_msg_store_get_receive_folder (world->store, "IPM", 0, NULL, NULL, &error);
  bench_check (id != NULL, error);
  folder_object = mapi_msg_store_open_entry (world->store, id, NULL, MAPI_MODIFY, NULL, &error);
  bench_check (folder_object != NULL, error);
  inbox = MAPI_FOLDER (folder_object);
}

static void
fill (guint count)
{
  for (guint i = 1; i <= count; i++)
    {
      g_autoptr (MapiPropList) props = make_props (i - 1, 0);

      save (props, flags_of (i, count));
    }
  run_sql ("PRAGMA synchronous = OFF");
  save_raw (count, 1000);
}

/* Reads the store's own tables: nobody else is told. */
static void
wait_for_index (const char *path)
{
  sqlite3      *store = NULL;
  sqlite3_stmt *left = NULL;

  bench_check (sqlite3_open (path, &store) == SQLITE_OK, NULL);
  bench_check (sqlite3_prepare_v2 (store, "SELECT count(*) FROM unindexed", -1, &left, NULL) ==
                   SQLITE_OK,
               NULL);
  while (sqlite3_step (left) == SQLITE_ROW && sqlite3_column_int (left, 0) > 0)
    {
      sqlite3_reset (left);
      g_usleep (G_USEC_PER_SEC / 10);
    }
  sqlite3_finalize (left);
  sqlite3_close (store);
}

int
main (int argc, char **argv)
{
  static const BenchCase cases[] = {
    { "save", 300, save_ours, save_peer },
    { "save-100", 2000, save_100_ours, save_100_peer },
    { "append", 200, append_ours, NULL },
    { "newest", 300, newest_ours, newest_peer },
    { "subject", 1, subject_ours, NULL },
    { "body", 1, body_ours, NULL },
    { "body-indexed", 1, body_ours, NULL },
    { "sort-date", 1, sort_date_ours, NULL },
    { "sort-subject", 1, sort_subject_ours, NULL },
  };
  g_auto (BenchWorld) world = { NULL };
  gboolean index;
  int      status = 0;

  if (argc < 4)
    {
      fprintf (stderr, "usage: store_bench FOLDER STORE fill COUNT | index | ROUNDS CASE...\n");
      return 2;
    }
  open_raw (argv[1]);
  index = strcmp (argv[3], "index") == 0;
  open_store (&world, argv[1], argv[2], index);
  if (strcmp (argv[3], "fill") == 0)
    fill ((guint) atoi (argv[4]));
  else if (index)
    wait_for_index (argv[2]);
  else
    status = bench_main (argc - 2, argv + 2, cases, G_N_ELEMENTS (cases));
  g_clear_object (&inbox);
  sqlite3_close (raw);
  return status;
}
