/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * scale STORE CASE COUNT: does COUNT times what CASE names in the receive folder of a store, and
 * prints how much memory that took at most. "make" makes the store, with one message to be copied:
 * see big_folder.py. Callgrind counts what is done COUNT times, and not what leads to it, when it
 * is started with --instr-atstart=no.
 */

#include "mock-sqlite.h"

#ifdef HAVE_CALLGRIND
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_STOP_INSTRUMENTATION
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 50
#define MIB (1024.0 * 1024.0)
#define FIRST_TIME G_GUINT64_CONSTANT (130000000000000000)

typedef struct
{
  MockSqlite  client;
  MapiFolder *inbox;
  MapiTable  *table; /* what the case is about */
  GBytes     *key;   /* of a row in the middle */
  guint       n_told;
} Bench;

static void
check (gboolean done, const GError *error)
{
  if (done)
    return;
  fprintf (stderr, "scale: %s\n", error != NULL ? error->message : "failed");
  exit (1);
}

static MapiTable *
open_table (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  const guint32 tags[] = { MAPI_PR_INSTANCE_KEY,
                           MAPI_PR_SUBJECT,
                           MAPI_PR_SENDER_NAME,
                           MAPI_PR_MESSAGE_DELIVERY_TIME,
                           MAPI_PR_MESSAGE_FLAGS };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  MapiTable *table =
      mapi_container_get_contents_table (MAPI_CONTAINER (bench->inbox), 0, NULL, &error);

  check (table != NULL && mapi_table_set_columns (table, columns, 0, NULL, &error), error);
  return table;
}

static void
sort (MapiTable *table, guint n_categories, guint32 tag, guint32 direction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (n_categories, n_categories);
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_append (empty, tag, direction);

  check (mapi_table_sort_table (table, order, 0, NULL, &error), error);
}

static void
restrict_to_unread (MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) unread =
      mapi_restriction_new_bitmask (MAPI_BMR_EQZ, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);

  check (mapi_table_restrict (table, unread, 0, NULL, &error), error);
}

static void
query (MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, PAGE, 0, NULL, &error);

  check (rows != NULL && mapi_row_set_get_size (rows) == PAGE, error);
}

static void
seek (MapiTable *table, guint32 origin)
{
  g_autoptr (GError) error = NULL;

  check (mapi_table_seek_row (table, origin, 0, NULL, NULL, NULL, &error), error);
}

static void
add_message (Bench *bench, const char *subject)
{
  static guint n;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (bench->inbox, NULL, 0, NULL, &error);

  check (message != NULL, error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SENDER_NAME, "Somebody"));
  mock_sqlite_set (message,
                   mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, FIRST_TIME + n++));
  check (mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error), error);
}

static void
prepare_nothing (Bench *bench)
{
}

static void
prepare_table (Bench *bench)
{
  bench->table = open_table (bench);
}

static void
prepare_newest (Bench *bench)
{
  bench->table = open_table (bench);
  sort (bench->table, 0, MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_TABLE_SORT_DESCEND);
}

static void
prepare_sorted (Bench *bench)
{
  bench->table = open_table (bench);
  sort (bench->table, 0, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  query (bench->table);
}

static void
prepare_restricted (Bench *bench)
{
  bench->table = open_table (bench);
  restrict_to_unread (bench->table);
  query (bench->table);
}

static void
prepare_divided (Bench *bench)
{
  bench->table = open_table (bench);
  sort (bench->table, 1, MAPI_PR_SENDER_NAME, MAPI_TABLE_SORT_ASCEND);
  query (bench->table);
}

/* The row in the middle, as somebody who has it on the screen knows it. */
static void
take_middle (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  check (mapi_table_seek_row_approx (bench->table, 1, 2, NULL, &error), error);
  rows = mapi_table_query_rows (bench->table, 1, 0, NULL, &error);
  check (rows != NULL && mapi_row_set_get_size (rows) == 1, error);
  row = mapi_row_set_get_row (rows, 0);
  bench->key = mapi_prop_list_get_bytes (row, MAPI_PR_INSTANCE_KEY);
}

static void
prepare_find (Bench *bench)
{
  prepare_newest (bench);
  take_middle (bench);
}

static void
prepare_find_sorted (Bench *bench)
{
  prepare_sorted (bench);
  take_middle (bench);
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, Bench *bench)
{
  bench->n_told += mapi_notification_list_get_size (list);
}

static void
advise (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  MapiCallbackSink *sink = mapi_callback_sink_new ();

  g_signal_connect (sink, "received", G_CALLBACK (on_received), bench);
  check (mapi_table_advise (
             bench->table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error) != 0,
         error);
  /* The first change of a listing makes what the following ones use. */
  add_message (bench, "first");
}

static void
prepare_told (Bench *bench)
{
  prepare_newest (bench);
  query (bench->table);
  advise (bench);
}

static void
prepare_told_sorted (Bench *bench)
{
  prepare_sorted (bench);
  advise (bench);
}

static void
prepare_told_restricted (Bench *bench)
{
  prepare_restricted (bench);
  advise (bench);
}

static void
prepare_told_divided (Bench *bench)
{
  prepare_divided (bench);
  advise (bench);
}

/* A table of all folders, in one of which a message comes. */
static void
prepare_tree (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) subtree =
      mock_sqlite_open_folder (bench->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);

  bench->table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (subtree), MAPI_CONVENIENT_DEPTH, NULL, &error);
  check (bench->table != NULL, error);
  advise (bench);
}

static void
do_open (Bench *bench)
{
  g_object_unref (open_table (bench));
}

static void
do_newest (Bench *bench)
{
  g_autoptr (MapiTable) table = open_table (bench);

  sort (table, 0, MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_TABLE_SORT_DESCEND);
  query (table);
}

static void
do_page (Bench *bench)
{
  query (bench->table);
}

static void
do_count (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  guint32 count = 0;

  check (mapi_table_get_row_count (bench->table, 0, &count, NULL, NULL, &error) && count >= PAGE,
         error);
}

static void
do_position (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  check (mapi_table_query_position (bench->table, NULL, NULL, NULL, NULL, &error), error);
}

static void
do_find (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, bench->key);
  g_autoptr (MapiRestriction) is_it =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_INSTANCE_KEY, value);

  check (mapi_table_find_row (bench->table, is_it, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error),
         error);
}

static void
do_find_prefix (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Subject 7");
  g_autoptr (MapiRestriction) from =
      mapi_restriction_new_property (MAPI_RELOP_GE, MAPI_PR_SUBJECT, value);

  check (mapi_table_find_row (bench->table, from, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error),
         error);
}

static void
do_insert (Bench *bench)
{
  add_message (bench, "Subject 5 new");
}

static void
do_told (Bench *bench)
{
  guint before = bench->n_told;

  add_message (bench, "Subject 5 new");
  while (bench->n_told == before)
    g_main_context_iteration (NULL, TRUE);
}

/* Once through the whole folder. */
static void
do_all (Bench *bench)
{
  g_autoptr (MapiRowSet) rows = NULL;

  seek (bench->table, MAPI_BOOKMARK_BEGINNING);
  do
    {
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&rows, mapi_row_set_unref);
      rows = mapi_table_query_rows (bench->table, PAGE, 0, NULL, &error);
      check (rows != NULL, error);
    }
  while (mapi_row_set_get_size (rows) > 0);
}

static const struct
{
  const char *name;
  void (*prepare) (Bench *bench);
  void (*run) (Bench *bench);
} cases[] = {
  { "make", prepare_nothing, do_insert },
  { "open", prepare_nothing, do_open },
  { "newest", prepare_nothing, do_newest },
  { "page", prepare_table, do_page },
  { "page-back", prepare_newest, do_page },
  { "count", prepare_table, do_count },
  { "position", prepare_newest, do_position },
  { "find", prepare_find, do_find },
  { "insert", prepare_nothing, do_insert },
  { "told", prepare_told, do_told },
  { "tree-told", prepare_tree, do_told },
  { "all", prepare_table, do_all },
  { "sorted-page", prepare_sorted, do_page },
  { "sorted-count", prepare_sorted, do_count },
  { "sorted-find", prepare_find_sorted, do_find },
  { "sorted-find-prefix", prepare_sorted, do_find_prefix },
  { "sorted-told", prepare_told_sorted, do_told },
  { "sorted-all", prepare_sorted, do_all },
  { "restricted-page", prepare_restricted, do_page },
  { "restricted-told", prepare_told_restricted, do_told },
  { "restricted-all", prepare_restricted, do_all },
  { "divided-told", prepare_told_divided, do_told },
  { "divided-all", prepare_divided, do_all },
};

/* The most memory that was resident at any time, in bytes. */
static guint64
get_most_memory (void)
{
  g_autofree char *text = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, "VmHWM:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024 : 0;
}

static void
run (const char *path, const char *name, guint count)
{
  g_autoptr (GError) error = NULL;
  Bench    bench = { 0 };
  gboolean known = FALSE;
  gint64   begun;

  check (mock_sqlite_open (&bench.client, path, FALSE, &error), error);
  bench.inbox = mock_sqlite_open_inbox (bench.client.store);
  for (guint i = 0; i < G_N_ELEMENTS (cases) && !known; i++)
    {
      known = g_str_equal (cases[i].name, name);
      if (!known)
        continue;
      cases[i].prepare (&bench);
      begun = g_get_monotonic_time ();
      CALLGRIND_START_INSTRUMENTATION;
      for (guint j = 0; j < count; j++)
        cases[i].run (&bench);
      CALLGRIND_STOP_INSTRUMENTATION;
      printf ("%s\t%.1f MiB\t%.1f usec\n",
              name,
              get_most_memory () / MIB,
              (double) (g_get_monotonic_time () - begun) / count);
    }
  g_clear_object (&bench.table);
  g_clear_pointer (&bench.key, g_bytes_unref);
  g_clear_object (&bench.inbox);
  mock_sqlite_close (&bench.client);
  check (known, NULL);
}

int
main (int argc, char **argv)
{
  guint count = argc == 4 ? (guint) g_ascii_strtoull (argv[3], NULL, 10) : 0;

  if (count == 0)
    {
      fprintf (stderr, "usage: scale STORE CASE COUNT\n");
      return EXIT_FAILURE;
    }
  run (argv[1], argv[2], count);
  return EXIT_SUCCESS;
}
