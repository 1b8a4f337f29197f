/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reports that a message was read, or went unread: whose wishes lead to them, and which calls. */

#include "mock-sqlite.h"
#include "mock-support.h"
#include "tap.h"

typedef struct
{
  char        *path;
  MockSqlite   client;
  MockSqlite   spooler; /* mail comes in through it */
  MapiFolder  *subtree;
  MapiFolder  *folder; /* where the mail is put */
  MockSupport *support;
} Fixture;

static MapiFolder *
create_folder (MapiFolder *parent, guint32 type, const char *name)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder = mapi_folder_create_folder (parent, type, name, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return folder;
}

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/receipts-%u.db", tap_folder (), ++n) };
  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error) ||
      !mock_sqlite_open (&fixture->spooler, fixture->path, TRUE, &error))
    return TAP_NO_ERROR (error);
  fixture->support = MOCK_SUPPORT (fixture->client.support);
  fixture->subtree = mock_sqlite_open_folder (fixture->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  fixture->folder = create_folder (fixture->subtree, MAPI_FOLDER_GENERIC, "Mail");
  return TRUE;
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->folder);
  g_clear_object (&fixture->subtree);
  mock_sqlite_close (&fixture->spooler);
  mock_sqlite_close (&fixture->client);
  g_free (fixture->path);
}

/* Mail whose sender has set @wish, if that is not 0, to TRUE. */
static MapiEntryList *
receive (Fixture *fixture, guint32 wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) folder_id = mock_sqlite_get_entry_id (fixture->folder);
  g_autoptr (MapiFolder) folder = (MapiFolder *) mapi_msg_store_open_entry (
      fixture->spooler.store, folder_id, NULL, MAPI_MODIFY, NULL, &error);
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);
  g_autoptr (GBytes) id = NULL;

  TAP_NO_ERROR (error);
  if (wish != 0)
    mock_sqlite_set (message, mapi_prop_value_new_boolean (wish, TRUE));
  mock_sqlite_save (message);
  id = mock_sqlite_get_entry_id (message);
  return mapi_entry_list_new (&id, 1);
}

static guint
count_reports (Fixture *fixture)
{
  return mock_support_get_n_calls (fixture->support, "ReadReceipt");
}

/* Each report that was written is sent. */
static void
check_sent (Fixture *fixture, guint n)
{
  g_autoptr (MapiTable) queue =
      mapi_msg_store_get_outgoing_queue (fixture->spooler.store, 0, NULL, NULL);

  TAP_NUMBER (count_reports (fixture), n);
  TAP_NUMBER (mock_sqlite_count (queue), n);
}

static void
set_read (Fixture *fixture, MapiEntryList *list, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  mapi_folder_set_read_flags (fixture->folder, list, NULL, flags, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
delete_messages (MapiFolder *folder, MapiEntryList *list)
{
  g_autoptr (GError) error = NULL;

  mapi_folder_delete_messages (folder, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
empty (MapiFolder *folder)
{
  g_autoptr (GError) error = NULL;

  mapi_folder_empty_folder (folder, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

/* R584, R589, D22: one report for each message: it was read, or it was deleted unread. */
static void
test_once (void)
{
  Fixture fixture;
  g_autoptr (MapiEntryList) read = NULL;
  g_autoptr (MapiEntryList) unread = NULL;

  if (!set_up (&fixture))
    return;
  read = receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED);
  unread = receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED);
  set_read (&fixture, read, 0);
  check_sent (&fixture, 1);
  set_read (&fixture, read, MAPI_CLEAR_READ_FLAG);
  delete_messages (fixture.folder, read);
  check_sent (&fixture, 1);
  delete_messages (fixture.folder, unread);
  check_sent (&fixture, 2);
  tear_down (&fixture);
}

/* Who asks for a report of reading is told that there will be none; who asks for that alone too. */
static void
test_wishes (void)
{
  static const struct
  {
    guint32 wish;
    guint   read;
    guint   unread;
  } cases[] = {
    { 0, 0, 0 },
    { MAPI_PR_READ_RECEIPT_REQUESTED, 1, 1 },
    { MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED, 0, 1 },
  };
  Fixture fixture;
  guint   n = 0;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MapiEntryList) read = receive (&fixture, cases[i].wish);
      g_autoptr (MapiEntryList) unread = receive (&fixture, cases[i].wish);

      set_read (&fixture, read, 0);
      check_sent (&fixture, n += cases[i].read);
      delete_messages (fixture.folder, unread);
      check_sent (&fixture, n += cases[i].unread);
    }
  tear_down (&fixture);
}

/* What the user does not want the sender to know is not told by deleting either. */
static void
test_suppressed (void)
{
  static const guint32 flags[] = {
    MAPI_SUPPRESS_RECEIPT,
    MAPI_CLEAR_RN_PENDING | MAPI_CLEAR_NRN_PENDING,
  };
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (MapiEntryList) list = receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED);

      set_read (&fixture, list, flags[i]);
      delete_messages (fixture.folder, list);
    }
  check_sent (&fixture, 0);
  tear_down (&fixture);
}

static void
test_empty (void)
{
  Fixture fixture;
  g_autoptr (MapiEntryList) read = NULL;

  if (!set_up (&fixture))
    return;
  read = receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED);
  set_read (&fixture, read, MAPI_SUPPRESS_RECEIPT);
  mapi_entry_list_unref (receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED));
  mapi_entry_list_unref (receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED));
  empty (fixture.folder);
  check_sent (&fixture, 2);
  tear_down (&fixture);
}

/* A folder goes with all that lies in it and below it. */
static void
test_delete_folder (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) above = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) above_id = NULL;

  if (!set_up (&fixture))
    return;
  mapi_entry_list_unref (receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED));
  above = create_folder (fixture.subtree, MAPI_FOLDER_GENERIC, "Above");
  id = mock_sqlite_get_entry_id (fixture.folder);
  above_id = mock_sqlite_get_entry_id (above);
  mapi_folder_copy_folder (
      fixture.subtree, id, above, NULL, NULL, MAPI_FOLDER_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  check_sent (&fixture, 0);
  mapi_folder_delete_folder (
      fixture.subtree, above_id, NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  check_sent (&fixture, 1);
  tear_down (&fixture);
}

static MapiFolder *
create_search (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (fixture->folder);
  g_autoptr (MapiEntryList) scope = mapi_entry_list_new (&id, 1);
  g_autoptr (MapiRestriction) all = mapi_restriction_new_exist (MAPI_PR_MESSAGE_FLAGS);
  MapiFolder *search = create_folder (fixture->subtree, MAPI_FOLDER_SEARCH, "Found");

  mapi_container_set_search_criteria (MAPI_CONTAINER (search), all, scope, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return search;
}

static guint
count_contents (MapiFolder *folder)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, NULL);

  return mock_sqlite_count (table);
}

/* What a search has found is deleted where it lies: there and nowhere else. The folder stays, and
 * goes on to search. */
static void
test_search (void)
{
  Fixture fixture;
  g_autoptr (MapiFolder) search = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) elsewhere = NULL;
  g_autoptr (MapiEntryList) one = NULL;

  if (!set_up (&fixture))
    return;
  inbox = mock_sqlite_open_inbox (fixture.client.store);
  elsewhere = mapi_folder_create_message (inbox, NULL, 0, NULL, NULL);
  mock_sqlite_save (elsewhere);
  search = create_search (&fixture);
  one = receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED);
  mapi_entry_list_unref (receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED));
  mapi_entry_list_unref (receive (&fixture, MAPI_PR_READ_RECEIPT_REQUESTED));
  TAP_NUMBER (count_contents (search), 3);
  delete_messages (search, one);
  check_sent (&fixture, 1);
  empty (search);
  check_sent (&fixture, 3);
  TAP_NUMBER (count_contents (search), 0);
  TAP_NUMBER (count_contents (fixture.folder), 0);
  TAP_NUMBER (count_contents (inbox), 1);
  mapi_entry_list_unref (receive (&fixture, 0));
  TAP_NUMBER (count_contents (search), 1);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-receipts",
          { "one for each message", test_once },
          { "what senders ask for", test_wishes },
          { "what users suppress", test_suppressed },
          { "EmptyFolder", test_empty },
          { "DeleteFolder", test_delete_folder },
          { "through a search folder", test_search })
