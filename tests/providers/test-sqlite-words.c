/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The index of words: what it answers is what reading all messages answers, whatever has happened
 * to them, and while it is being built. MAPI_TEST_SEED and MAPI_TEST_OPERATIONS choose another run.
 */

#include "mock-sqlite.h"
#include "mock-tree.h"
#include "tap.h"

#include <string.h>

#define SEED 20010911
#define N_OPERATIONS 600
#define N_PLACED 40
#define MOST_PARTS 12

typedef struct
{
  char       *path;
  MockSqlite  client;
  MapiFolder *inbox;
  GRand      *random;
  GPtrArray  *ids;   /* of messages */
  GPtrArray  *texts; /* that messages have had */
} Fixture;

static guint
get_setting (const char *name, guint fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : fallback;
}

static gboolean
open_store (Fixture *fixture, gboolean full_text)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open_with_index (&fixture->client, fixture->path, full_text, &error))
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
set_up (Fixture *fixture, gboolean full_text)
{
  static guint n;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/words-%u.db", tap_fast_folder (), ++n) };
  fixture->random = g_rand_new_with_seed (get_setting ("MAPI_TEST_SEED", SEED));
  fixture->ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->texts = g_ptr_array_new_with_free_func (g_free);
  return open_store (fixture, full_text);
}

static void
tear_down (Fixture *fixture)
{
  close_store (fixture);
  g_rand_free (fixture->random);
  g_ptr_array_unref (fixture->ids);
  g_ptr_array_unref (fixture->texts);
  g_free (fixture->path);
}

static guint
draw (Fixture *fixture, guint below)
{
  return (guint) g_rand_int_range (fixture->random, 0, (gint32) below);
}

/* Of few pieces, so that they come together in all ways: words, parts of them and what separates
 * them, letters that folding changes, makes ASCII, or makes two. */
static char *
make_text (Fixture *fixture)
{
  static const char *const parts[] = { "word",   "Word7", "77",         " ",      "\r\n", "_",
                                       "-",      "ab",    "B",          "\u00df", "SS",   "\u00c4b",
                                       "\u212a", "k",     "e\u0301",    "\u6f22", "\"",   "*",
                                       "AND",    "'",     "\u017fword", " a " };
  GString                 *text = g_string_new (NULL);
  guint                    n = draw (fixture, MOST_PARTS);

  for (guint i = 0; i < n; i++)
    g_string_append (text, parts[draw (fixture, G_N_ELEMENTS (parts))]);
  return g_string_free (text, FALSE);
}

static void
set_texts (Fixture *fixture, gpointer message)
{
  char *subject = make_text (fixture);
  char *body = make_text (fixture);

  g_ptr_array_add (fixture->texts, subject);
  g_ptr_array_add (fixture->texts, body);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  if (draw (fixture, 8) > 0)
    mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_BODY, body));
}

static void
save (Fixture *fixture, gpointer message)
{
  g_autoptr (GError) error = NULL;

  mapi_prop_save_changes (
      MAPI_PROP (message), draw (fixture, 3) > 0 ? MAPI_DEFERRED_ERRORS : 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
add (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (fixture->inbox, NULL, 0, NULL, &error);

  if (!TAP_NO_ERROR (error))
    return;
  set_texts (fixture, message);
  save (fixture, message);
  g_ptr_array_add (fixture->ids, mock_sqlite_get_entry_id (message));
}

static void
change (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (fixture->client.store,
                                 fixture->ids->pdata[draw (fixture, fixture->ids->len)],
                                 NULL,
                                 MAPI_MODIFY,
                                 NULL,
                                 &error);

  if (!TAP_NO_ERROR (error))
    return;
  set_texts (fixture, message);
  save (fixture, message);
}

static void
copy_or_delete (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint   index = draw (fixture, fixture->ids->len);
  GBytes *id = fixture->ids->pdata[index];
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  if (draw (fixture, 2) == 0)
    {
      mapi_folder_copy_messages (fixture->inbox, list, fixture->inbox, NULL, 0, NULL, NULL, &error);
      TAP_NO_ERROR (error);
      return;
    }
  mapi_folder_delete_messages (fixture->inbox, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  g_ptr_array_remove_index (fixture->ids, index);
}

static char *
find (Fixture *fixture, MapiRestriction *restriction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fixture->inbox), 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = NULL;
  GString *found = g_string_new (NULL);

  if (TAP_NO_ERROR (error))
    mapi_table_restrict (table, restriction, 0, NULL, &error);
  if (TAP_NO_ERROR (error))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
  for (guint i = 0; TAP_NO_ERROR (error) && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autofree char *name = mapi_entry_id_to_string (id);

      g_string_append_printf (found, "%s\n", name);
    }
  return g_string_free (found, FALSE);
}

/* Through OR the index is not asked. */
static char *
find_by_reading (Fixture *fixture, MapiRestriction *restriction)
{
  g_autoptr (MapiRestriction) either = mapi_restriction_new_or (&restriction, 1);

  return find (fixture, either);
}

/* A part of something that some message has had. */
static MapiRestriction *
new_restriction (Fixture *fixture)
{
  static const guint32 levels[] = { MAPI_FL_SUBSTRING, MAPI_FL_PREFIX, MAPI_FL_FULLSTRING };
  static const guint32 folds[] = { 0, MAPI_FL_IGNORECASE, MAPI_FL_IGNORECASE, MAPI_FL_LOOSE };
  const char          *text = fixture->texts->pdata[draw (fixture, fixture->texts->len)];
  glong                size = g_utf8_strlen (text, -1);
  guint                begin = draw (fixture, (guint) size + 1);
  guint                end = begin + draw (fixture, (guint) size - begin + 1);
  guint32              level = levels[draw (fixture, G_N_ELEMENTS (levels))];
  guint32              tag = draw (fixture, 2) == 0 ? MAPI_PR_SUBJECT : MAPI_PR_BODY;
  g_autofree char     *part = level == MAPI_FL_SUBSTRING ? g_utf8_substring (text, begin, end)
                              : level == MAPI_FL_PREFIX  ? g_utf8_substring (text, 0, end)
                                                         : g_strdup (text);
  g_autofree char     *asked = draw (fixture, 2) == 0 ? g_utf8_strup (part, -1) : g_strdup (part);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, asked);

  return mapi_restriction_new_content (
      level | folds[draw (fixture, G_N_ELEMENTS (folds))], tag, value);
}

static void
compare (Fixture *fixture)
{
  g_autoptr (MapiRestriction) first = new_restriction (fixture);
  g_autoptr (MapiRestriction) second = new_restriction (fixture);
  MapiRestriction *both[] = { first, second };
  g_autoptr (MapiRestriction) restriction =
      draw (fixture, 3) == 0 ? mapi_restriction_new_and (both, 2) : mapi_restriction_ref (first);
  g_autofree char *found = find (fixture, restriction);
  g_autofree char *expected = find_by_reading (fixture, restriction);

  if (!TAP_STRING (found, expected))
    {
      g_autofree char *text = mapi_restriction_to_string (restriction);

      tap_note ("%s", text);
    }
}

static void
operate (Fixture *fixture, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      guint what = draw (fixture, 10);

      if (what < 4 || fixture->ids->len < 5)
        add (fixture);
      else if (what < 6)
        change (fixture);
      else if (what < 7)
        copy_or_delete (fixture);
      else
        compare (fixture);
    }
}

static void
test_random (void)
{
  Fixture fixture;

  if (!set_up (&fixture, TRUE))
    return;
  operate (&fixture, get_setting ("MAPI_TEST_OPERATIONS", N_OPERATIONS));
  tear_down (&fixture);
}

/* On over messages that are there, off, and on again. */
static void
test_switch (void)
{
  Fixture fixture;

  if (!set_up (&fixture, FALSE))
    return;
  operate (&fixture, 100);
  for (guint round = 0; round < 4; round++)
    {
      close_store (&fixture);
      if (!open_store (&fixture, round % 2 == 0))
        break;
      operate (&fixture, 60);
    }
  tear_down (&fixture);
}

static guint
count_damage (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiRowSet) damage = NULL;
  MapiStoreCare *care = mock_sqlite_get_care (path, &support);
  guint32        n_readable = 0;

  mapi_store_care_check (care, support, NULL, NULL, &n_readable, &damage, NULL, &error);
  return TAP_NO_ERROR (error) && damage != NULL ? mapi_row_set_get_size (damage) : 0;
}

/* It is what answers; and who takes care of the store sees that it is not whole, and makes it
 * small again. */
static void
test_care (void)
{
  Fixture fixture;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "needle");
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_content (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, MAPI_PR_SUBJECT, value);
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autofree char *found = NULL;
  g_autofree char *read = NULL;
  g_autofree char *again = NULL;
  MapiStoreCare   *care;
  guint64          n_freed = 0;

  if (!set_up (&fixture, TRUE))
    return;
  message = mapi_folder_create_message (fixture.inbox, NULL, 0, NULL, &error);
  for (guint i = 0; i < 5 && TAP_NO_ERROR (error); i++)
    {
      g_autofree char *subject = g_strdup_printf ("A NEEDLE %u", i);

      mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
      mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
    }
  g_clear_object (&message);
  close_store (&fixture);
  TAP_NUMBER (count_damage (fixture.path), 0);

  mock_sqlite_run_sql (fixture.path,
                       "CREATE TABLE kept AS SELECT * FROM documents; DELETE FROM documents");
  TAP_NUMBER (count_damage (fixture.path), 1);
  if (open_store (&fixture, TRUE))
    {
      found = find (&fixture, restriction);
      read = find_by_reading (&fixture, restriction);
      TAP_STRING (found, "");
      CU_ASSERT_STRING_NOT_EQUAL (read, "");
    }
  close_store (&fixture);

  mock_sqlite_run_sql (fixture.path, "INSERT INTO documents SELECT * FROM kept; DROP TABLE kept");
  care = mock_sqlite_get_care (fixture.path, &support);
  mapi_store_care_compact (care, support, NULL, NULL, &n_freed, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (count_damage (fixture.path), 0);
  if (open_store (&fixture, TRUE))
    {
      again = find (&fixture, restriction);
      TAP_STRING (again, read);
    }
  tear_down (&fixture);
}

static guint
count_found (Fixture *fixture, const char *part, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_BODY, part);
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_content (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, MAPI_PR_BODY, value);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fixture->inbox), 0, NULL, error);
  g_autoptr (MapiRowSet) rows = NULL;

  if (table != NULL && mapi_table_restrict (table, restriction, 0, NULL, error))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, error);
  return rows != NULL ? mapi_row_set_get_size (rows) : 0;
}

/* A part of a word, with the character behind it, the index decides about by itself: the text,
 * which is broken here, is not read. Of what is more than that it is. */
static void
test_decides (void)
{
  static const char *const decided[] = { "needle", "EEDLE ", "eed", "e.", "\u00e9t\u00e9" };
  static const char *const missing[] = { "needle.", "eedl ", "hay" };
  Fixture                  fixture;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture, TRUE))
    return;
  message = mapi_folder_create_message (fixture.inbox, NULL, 0, NULL, &error);
  mock_sqlite_set (message,
                   mapi_prop_value_new_string (MAPI_PR_BODY, "A Needle here.\r\nL'\u00c9T\u00c9"));
  mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error);
  g_clear_object (&message);
  close_store (&fixture);
  mock_sqlite_run_sql (fixture.path,
                       "DROP TRIGGER words_changed; UPDATE contents SET props = x'00'");

  if (open_store (&fixture, TRUE) && TAP_NO_ERROR (error))
    {
      for (guint i = 0; i < G_N_ELEMENTS (decided); i++)
        TAP_NUMBER (count_found (&fixture, decided[i], &error), 1);
      for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
        TAP_NUMBER (count_found (&fixture, missing[i], &error), 0);
      TAP_NO_ERROR (error);
      count_found (&fixture, "needle her", &error);
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
    }
  tear_down (&fixture);
}

static guint
count_found_in (Fixture *fixture, MapiFolder *folder)
{
  MapiFolder *inbox = fixture->inbox;
  g_autoptr (GError) error = NULL;
  guint n;

  fixture->inbox = folder;
  n = count_found (fixture, "needle", &error);
  fixture->inbox = inbox;
  TAP_NO_ERROR (error);
  return n;
}

static void
set_time (gpointer message, gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  mock_sqlite_set (message,
                   mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME,
                                                mapi_filetime_from_date_time (time)));
}

/* The index knows where messages are: it is found where they were moved to, in the order of their
 * times; and who takes care of the store sees that it knows another place. */
static void
test_places (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) other = NULL;
  g_autoptr (MapiRestriction) restriction = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_BODY, "needle");
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture, TRUE))
    return;
  other = mock_tree_make_folder (fixture.inbox, "Other");
  restriction =
      mapi_restriction_new_content (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, MAPI_PR_BODY, value);
  for (guint i = 0; i < N_PLACED; i++)
    {
      g_autoptr (MapiMessage) message =
          mock_tree_make_message (fixture.inbox, "placed", i % 5 == 0 ? MAPI_ASSOCIATED : 0);
      g_autoptr (GBytes) id = NULL;
      g_autoptr (MapiEntryList) list = NULL;

      mock_sqlite_set_text (message, MAPI_PR_BODY, "a needle");
      set_time (message, 1700000000 - 7919 * (i % 13));
      mock_sqlite_save (message);
      id = mock_sqlite_get_entry_id (message);
      list = mapi_entry_list_new (&id, 1);
      if (i % 2 == 0)
        mapi_folder_copy_messages (
            fixture.inbox, list, other, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
      TAP_NO_ERROR (error);
    }
  TAP_NUMBER (count_found_in (&fixture, fixture.inbox), N_PLACED * 4 / 10);
  TAP_NUMBER (count_found_in (&fixture, other), N_PLACED * 4 / 10);
  {
    g_autofree char *found = find (&fixture, restriction);
    g_autofree char *read = find_by_reading (&fixture, restriction);

    TAP_STRING (found, read);
  }
  g_clear_object (&other);
  close_store (&fixture);
  TAP_NUMBER (count_damage (fixture.path), 0);
  mock_sqlite_run_sql (fixture.path, "UPDATE documents SET folder = folder + 1 WHERE doc = 1");
  TAP_NUMBER (count_damage (fixture.path), 1);
  mock_sqlite_run_sql (fixture.path,
                       "UPDATE documents SET folder = folder - 1 WHERE doc = 1;"
                       "UPDATE documents SET delivered = 0 WHERE doc = 2");
  TAP_NUMBER (count_damage (fixture.path), 1);
  tear_down (&fixture);
}

/* A backup has the index, a rescued store begins without: both go on as stores. */
static void
test_copies (void)
{
  Fixture          fixture;
  g_autofree char *backup = NULL;
  g_autofree char *rescued = NULL;
  g_autoptr (GFile) backup_file = NULL;
  g_autoptr (GFile) rescued_file = NULL;
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiRowSet) damage = NULL;
  g_autoptr (GError) error = NULL;
  MapiStoreCare *care;
  guint32        n_readable = 0;

  if (!set_up (&fixture, TRUE))
    return;
  operate (&fixture, 60);
  close_store (&fixture);
  backup = g_strconcat (fixture.path, "-backup", NULL);
  rescued = g_strconcat (fixture.path, "-rescued", NULL);
  backup_file = g_file_new_for_path (backup);
  rescued_file = g_file_new_for_path (rescued);
  care = mock_sqlite_get_care (fixture.path, &support);
  mapi_store_care_backup (care, support, NULL, backup_file, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_store_care_rescue (
      care, support, NULL, rescued_file, NULL, &n_readable, &damage, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (count_damage (backup), 0);

  mock_sqlite_run_sql (backup, "SELECT count(*) FROM documents");
  mock_sqlite_run_sql (rescued, "CREATE TABLE documents (x); DROP TABLE documents");
  for (guint i = 0; i < 2; i++)
    {
      g_free (fixture.path);
      fixture.path = g_strdup (i == 0 ? backup : rescued);
      g_ptr_array_set_size (fixture.ids, 0);
      if (open_store (&fixture, TRUE))
        operate (&fixture, 60);
      close_store (&fixture);
    }
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-words",
          { "with and without the index the same rows", test_random },
          { "what the index decides is not read", test_decides },
          { "messages that are moved", test_places },
          { "switched on and off", test_switch },
          { "check and compact", test_care },
          { "backup and rescue", test_copies })
