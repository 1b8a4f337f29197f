/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Several processes on one store, processes that are killed, and files that are not as they should
 * be. */

#include "mock-child.h"
#include "mock-sqlite.h"
#include "tap.h"

#include <glib/gstdio.h>
#include <string.h>

#define EXIT_SKIP 77

static char *
new_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n);
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, gpointer data)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    g_ptr_array_add (data, mapi_notification_list_get_notification (list, i));
}

static gboolean
has_some (gpointer data)
{
  return ((GPtrArray *) data)->len > 0;
}

/* R136: the spooler hears of what another process submits. */
static void
test_submit_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = new_path ();
  g_autofree char *name = NULL;
  g_auto (MockSqlite) spooler = { 0 };
  g_auto (MockChild) child = { 0 };
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GPtrArray) received =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref);

  mock_sqlite_open (&spooler, path, TRUE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  queue = mapi_msg_store_get_outgoing_queue (spooler.store, 0, NULL, &error);
  g_signal_connect (sink, "received", G_CALLBACK (on_received), received);
  mapi_table_advise (queue, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error);
  TAP_NO_ERROR (error);

  mock_child_start (&child, "submit", path, NULL);
  name = mock_child_read (&child);
  if (tap_wait (g_main_context_default (), has_some, received))
    {
      g_autoptr (MapiPropList) row = mapi_notification_get_row (received->pdata[0]);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autofree char *found = mapi_entry_id_to_string (id);

      TAP_NUMBER (mapi_notification_get_table_event (received->pdata[0]), MAPI_TABLE_ROW_ADDED);
      TAP_STRING (found, name);
    }
}

/* R145: clients hear of mail that a spooler of another process has received. */
static void
test_new_mail_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = new_path ();
  g_autofree char *line = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockChild) child = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GPtrArray) received =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref);

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  g_signal_connect (sink, "received", G_CALLBACK (on_received), received);
  mapi_msg_store_advise (
      client.store, NULL, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error);
  TAP_NO_ERROR (error);
  mock_child_start (&child, "deliver", path, NULL);
  line = mock_child_read (&child);
  TAP_STRING (line, "delivered");
  if (tap_wait (g_main_context_default (), has_some, received))
    TAP_NUMBER (mapi_notification_get_event_type (received->pdata[0]), MAPI_fnevNewMail);
}

/* R030, R031: a lock is seen by other processes, and ends with its own. */
static void
test_lock_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = new_path ();
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockSqlite) spooler = { 0 };
  g_auto (MockChild) child = { 0 };
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiProp) message = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  entry_id = mock_sqlite_submit (client.store, "Locked");
  name = mapi_entry_id_to_string (entry_id);
  mock_child_start (&child, "lock", path, name);
  line = mock_child_read (&child);
  TAP_STRING (line, "locked");
  CU_ASSERT_PTR_NULL (mapi_msg_store_open_entry (client.store, entry_id, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_msg_store_abort_submit (client.store, entry_id, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT);
  g_clear_error (&error);

  /* The other spooler says who it is. */
  CU_ASSERT_FALSE (mock_sqlite_open (&spooler, path, TRUE, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, g_subprocess_get_identifier (child.process)));
  g_clear_error (&error);
  mock_sqlite_close (&spooler);

  mock_child_end (&child);
  CU_ASSERT_TRUE (mock_sqlite_open (&spooler, path, TRUE, &error));
  TAP_NO_ERROR (error);
  message = mapi_msg_store_open_entry (client.store, entry_id, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* Whatever was told to be submitted is there after a kill, once and in order. */
static void
test_kill (void)
{
  g_autofree char *path = new_path ();
  guint            promised = 0;

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (MockChild) child = { 0 };
      g_auto (MockSqlite) client = { 0 };
      g_autoptr (MapiTable) queue = NULL;
      guint before = promised;

      mock_child_start (&child, "submit-all", path, NULL);
      for (guint i = 0; i < 20 + round * 7; i++, promised++)
        g_free (mock_child_read (&child));
      mock_child_end (&child);

      mock_sqlite_open (&client, path, FALSE, &error);
      if (!TAP_NO_ERROR (error))
        return;
      queue = mapi_msg_store_get_outgoing_queue (client.store, 0, NULL, &error);
      promised = MAX (promised, mock_sqlite_count (queue));
      TAP_NUMBER (mock_sqlite_count (queue), promised);
      CU_ASSERT_TRUE (promised >= before + 20 + round * 7);
    }
}

static void
test_full (void)
{
  g_auto (MockChild) child = { 0 };
  g_autofree char *folder = g_build_filename (tap_folder (), "full", NULL);
  g_autofree char *line = NULL;
  g_autofree char *room = NULL;

  g_mkdir (folder, 0700);
  mock_child_start (&child, "full", folder, NULL);
  line = mock_child_read (&child);
  room = mock_child_read (&child);
  g_subprocess_wait (child.process, NULL, NULL);
  if (g_subprocess_get_exit_status (child.process) == EXIT_SKIP)
    {
      tap_skip ("no file system of its own for an unprivileged process");
      return;
    }
  TAP_STRING (line, "MAPI_E_NOT_ENOUGH_DISK 0");
  TAP_STRING (room, "room");
}

static void
expect_refusal (const char *path, gint32 code)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };

  CU_ASSERT_FALSE (mock_sqlite_open (&client, path, FALSE, &error));
  TAP_ERROR (error, MAPI_ERROR, code);
  CU_ASSERT_PTR_NOT_NULL (error != NULL ? strstr (error->message, path) : NULL);
  tap_note ("%s", error != NULL ? error->message : "");
}

static void
make_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };

  CU_ASSERT_TRUE (mock_sqlite_open (&client, path, FALSE, &error));
  TAP_NO_ERROR (error);
}

static void
test_damaged (void)
{
  g_autofree char *garbage = new_path ();
  g_autofree char *filled = g_strnfill (100000, 'g');

  g_file_set_contents (garbage, filled, 100000, NULL);
  expect_refusal (garbage, MAPI_E_CORRUPT_STORE);
}

static void
test_newer (void)
{
  g_autofree char *path = new_path ();

  make_store (path);
  mock_sqlite_run_sql (path, "PRAGMA user_version=9");
  expect_refusal (path, MAPI_E_VERSION);
}

/* What version 1 wrote has a search folder afterwards like any other. */
static void
test_older (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) subtree = NULL;
  g_autoptr (MapiFolder) search = NULL;
  g_autofree char *path = new_path ();

  make_store (path);
  mock_sqlite_run_sql (
      path,
      "DROP TRIGGER found_added; DROP TRIGGER found_removed; DROP TRIGGER found_deleted;"
      "DROP TRIGGER found_read; DROP TRIGGER found_delivered; DROP TRIGGER search_deleted;"
      "DROP TABLE lost; DROP TABLE found; DROP TABLE searches; DROP TABLE journal;"
      "ALTER TABLE folders DROP COLUMN sort; ALTER TABLE messages DROP COLUMN passed_on;"
      "PRAGMA user_version=1");
  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  subtree = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  search = mapi_folder_create_folder (subtree, MAPI_FOLDER_SEARCH, "Found", NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

/* Makes of the only message what version 3 wrote: PR_PROVIDER_SUBMIT_TIME lies with its content. */
static void
make_older (const char *path, guint64 time)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_systime (MAPI_PR_PROVIDER_SUBMIT_TIME, time);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (props);
  g_autoptr (GString) sql = g_string_new ("UPDATE contents SET props = x'");
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (sql, "%02x", data[i]);
  g_string_append (sql, "'; ALTER TABLE messages DROP COLUMN passed_on; PRAGMA user_version=3");
  mock_sqlite_run_sql (path, sql->str);
}

static guint64
get_passed_on (gpointer message)
{
  const guint32 tag = MAPI_PR_PROVIDER_SUBMIT_TIME;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);

  return mapi_prop_list_get_systime (props, tag, 0);
}

/* What was among the properties is still found, and what is set since is found instead. */
static void
test_older_time (void)
{
  const guint32 tag = MAPI_PR_PROVIDER_SUBMIT_TIME;
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiMessage) last = NULL;
  g_autofree char *path = new_path ();

  mock_sqlite_open (&client, path, FALSE, &error);
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_save (message);
  entry_id = mock_sqlite_get_entry_id (message);
  g_clear_object (&message);
  mock_sqlite_close (&client);
  make_older (path, 7);

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  message = MAPI_MESSAGE (
      mapi_msg_store_open_entry (client.store, entry_id, NULL, MAPI_MODIFY, NULL, &error));
  TAP_NUMBER (get_passed_on (message), 7);
  mock_sqlite_set (message, mapi_prop_value_new_systime (tag, 8));
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  TAP_NUMBER (get_passed_on (again), 8);
  CU_ASSERT_TRUE (mapi_prop_delete_props (MAPI_PROP (again), tags, NULL, NULL, &error));
  mock_sqlite_save (again);
  last = mock_sqlite_reopen (client.store, message);
  TAP_NUMBER (get_passed_on (last), 0);
}

static void
test_foreign (void)
{
  g_autofree char *path = new_path ();

  mock_sqlite_run_sql (path, "CREATE TABLE letters (text)");
  expect_refusal (path, MAPI_E_CORRUPT_STORE);
}

/* The page of a message is damaged: its reader is told, others go on. */
static void
test_damaged_page (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = new_path ();
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiProp) message = NULL;
  g_autoptr (MapiPropList) props = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  entry_id = mock_sqlite_submit (client.store, "Damage");
  mock_sqlite_close (&client);
  mock_sqlite_run_sql (
      path, "PRAGMA wal_checkpoint(TRUNCATE); UPDATE contents SET props = x'00112233445566778899'");
  mock_sqlite_open (&client, path, FALSE, &error);
  TAP_NO_ERROR (error);
  message = mapi_msg_store_open_entry (client.store, entry_id, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  props = mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, &error);
  CU_ASSERT_PTR_NULL (props);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
}

static void
test_no_access (void)
{
  g_autofree char *path = g_build_filename (tap_folder (), "plain-file", "store.db", NULL);
  g_autofree char *folder = g_build_filename (tap_folder (), "plain-file", NULL);

  g_file_set_contents (folder, "x", 1, NULL);
  expect_refusal (path, MAPI_E_NO_ACCESS);
}

TAP_MAIN ("providers/sqlite-processes",
          { "submitted elsewhere", test_submit_elsewhere },
          { "new mail elsewhere", test_new_mail_elsewhere },
          { "locked elsewhere", test_lock_elsewhere },
          { "killed while submitting", test_kill },
          { "full disk", test_full },
          { "damaged file", test_damaged },
          { "newer version", test_newer },
          { "an older version", test_older },
          { "a time of an older version", test_older_time },
          { "somebody else's database", test_foreign },
          { "damaged message", test_damaged_page },
          { "no access", test_no_access })
