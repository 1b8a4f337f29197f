/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue of the store, from SubmitMessage to FinishedMsg. */

#include "mock-sqlite.h"
#include "mock-support.h"
#include "tap.h"

/* Each case has a file of its own. */
static char *
new_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n);
}

typedef struct
{
  char      *path;
  MockSqlite client;
  MockSqlite spooler;
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = new_path () };
  return (mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error) &&
          mock_sqlite_open (&fixture->spooler, fixture->path, TRUE, &error)) ||
         TAP_NO_ERROR (error);
}

static void
tear_down (Fixture *fixture)
{
  mock_sqlite_close (&fixture->spooler);
  mock_sqlite_close (&fixture->client);
  g_free (fixture->path);
}

static MapiTable *
open_queue (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_msg_store_get_outgoing_queue (store, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static MapiMessage *
open_message (MapiMsgStore *store, GBytes *entry_id, guint32 flags, GError **error)
{
  MapiProp *message = mapi_msg_store_open_entry (store, entry_id, NULL, flags, NULL, error);

  return message != NULL ? MAPI_MESSAGE (message) : NULL;
}

static MapiMessage *
open_for_sending (Fixture *fixture, GBytes *entry_id)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = open_message (fixture->spooler.store, entry_id, MAPI_MODIFY, &error);

  TAP_NO_ERROR (error);
  mapi_msg_store_set_lock_state (fixture->spooler.store, message, MAPI_MSG_LOCKED, NULL, &error);
  TAP_NO_ERROR (error);
  return message;
}

static MapiPropList *
get_all (gpointer object)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props = mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return props;
}

/* The steps of the mission's page: R036 to R041, R060 to R062, D3, D14, D17. */
static void
test_submit (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiTable) recipients = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *responsibility = NULL;
  guint32          flags;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "One");
  TAP_NUMBER (mock_support_get_n_calls (MOCK_SUPPORT (fixture.client.support), "PrepareSubmit"), 1);
  TAP_NUMBER (mock_support_get_n_calls (MOCK_SUPPORT (fixture.client.support), "ExpandRecips"), 1);
  TAP_NUMBER (mock_support_take_spooler_flags (MOCK_SUPPORT (fixture.client.support)),
              MAPI_NOTIFY_READYTOSEND);

  queue = open_queue (fixture.spooler.store);
  TAP_NUMBER (mock_sqlite_count (queue), 1);
  subject = mock_sqlite_get_cell (queue, 0, MAPI_PR_SUBJECT);
  TAP_STRING (subject, "One");

  message = open_message (fixture.spooler.store, entry_id, MAPI_MODIFY, &error);
  TAP_NO_ERROR (error);
  props = get_all (message);
  flags = (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);
  TAP_NUMBER (flags & (MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT),
              MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT);
  CU_ASSERT_TRUE (mapi_prop_list_contains (props, MAPI_PR_CLIENT_SUBMIT_TIME));
  CU_ASSERT_TRUE (mapi_prop_list_contains (props, MAPI_PR_INTERNET_MESSAGE_ID));
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "One");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_TO), "Bob");

  recipients = mapi_message_get_recipient_table (message, 0, NULL, &error);
  responsibility = mock_sqlite_get_cell (recipients, 0, MAPI_PR_RESPONSIBILITY);
  TAP_STRING (responsibility, "false");
  tear_down (&fixture);
}

/* R076. */
static void
test_no_recipients (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Nobody", 10);
  mapi_message_modify_recipients (message, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_RECIPIENTS);
  tear_down (&fixture);
}

/* R030, R032, R033, R126, R129, D18. */
static void
test_access (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Queued");
  CU_ASSERT_PTR_NULL (open_message (fixture.client.store, entry_id, MAPI_MODIFY, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_SUBMITTED);
  g_clear_error (&error);
  message = open_message (fixture.client.store, entry_id, MAPI_BEST_ACCESS, &error);
  TAP_NO_ERROR (error);
  props = get_all (message);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_ACCESS_LEVEL, -1), 0);

  sent = open_for_sending (&fixture, entry_id);
  CU_ASSERT_PTR_NULL (open_message (fixture.client.store, entry_id, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_msg_store_abort_submit (fixture.client.store, entry_id, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT);
  g_clear_error (&error);

  mapi_msg_store_set_lock_state (fixture.spooler.store, sent, MAPI_MSG_UNLOCKED, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_msg_store_abort_submit (fixture.client.store, entry_id, 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_msg_store_abort_submit (fixture.client.store, entry_id, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE);
  tear_down (&fixture);
}

/* R515, D25. */
static void
test_abort (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;
  guint32 flags;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Wait");
  mapi_msg_store_abort_submit (fixture.client.store, entry_id, 0, NULL, &error);
  TAP_NO_ERROR (error);
  queue = open_queue (fixture.spooler.store);
  TAP_NUMBER (mock_sqlite_count (queue), 0);
  message = open_message (fixture.client.store, entry_id, MAPI_MODIFY, &error);
  TAP_NO_ERROR (error);
  props = get_all (message);
  flags = (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);
  TAP_NUMBER (flags & (MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT), MAPI_MSGFLAG_UNSENT);
  mapi_message_submit_message (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (queue), 1);
  tear_down (&fixture);
}

/* R117, R029. */
static void
test_spooler_only (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Mine");
  CU_ASSERT_FALSE (mapi_msg_store_finished_msg (fixture.client.store, 0, entry_id, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  tear_down (&fixture);
}

typedef struct
{
  gboolean sent_folder;
  gboolean discard;
  guint    in_outbox;
  guint    in_sent;
} Ending;

static guint
count_messages (MapiMsgStore *store, guint32 tag)
{
  g_autoptr (MapiFolder) folder = mock_sqlite_open_folder (store, tag);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, NULL);
  g_autoptr (MapiPropList) props = get_all (folder);
  guint count = mock_sqlite_count (table);

  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_CONTENT_COUNT, -1), count);
  return count;
}

static void
finish (const Ending *ending)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) sending = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiTable) queue = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Away", 3000);
  if (ending->sent_folder)
    {
      g_autoptr (MapiPropList) props = get_all (fixture.client.store);
      g_autoptr (GBytes) sent = mapi_prop_list_get_bytes (props, MAPI_PR_IPM_SENTMAIL_ENTRYID);

      mock_sqlite_set (message, mapi_prop_value_new_binary (MAPI_PR_SENTMAIL_ENTRYID, sent));
    }
  if (ending->discard)
    mock_sqlite_set (message, mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, TRUE));
  mapi_message_submit_message (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
  entry_id = mock_sqlite_get_entry_id (message);

  sending = open_for_sending (&fixture, entry_id);
  mapi_msg_store_finished_msg (fixture.spooler.store, 0, entry_id, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_support_get_n_calls (MOCK_SUPPORT (fixture.spooler.support), "DoSentMail"), 1);
  queue = open_queue (fixture.spooler.store);
  TAP_NUMBER (mock_sqlite_count (queue), 0);
  TAP_NUMBER (count_messages (fixture.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID), ending->in_outbox);
  TAP_NUMBER (count_messages (fixture.client.store, MAPI_PR_IPM_SENTMAIL_ENTRYID), ending->in_sent);
  CU_ASSERT_FALSE (mapi_msg_store_finished_msg (fixture.spooler.store, 0, entry_id, NULL, &error));
  tear_down (&fixture);
}

/* D2, R069, R070, R119 to R122. */
static void
test_finish (void)
{
  static const Ending endings[] = {
    { FALSE, FALSE, 1, 0 }, { TRUE, FALSE, 0, 1 }, { FALSE, TRUE, 0, 0 }, { TRUE, TRUE, 0, 1 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    finish (&endings[i]);
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, gpointer data)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    g_ptr_array_add (data, mapi_notification_list_get_notification (list, i));
}

static gboolean
has_two (gpointer data)
{
  return ((GPtrArray *) data)->len >= 2;
}

/* R061, R080, R136. */
static void
test_notifications (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GPtrArray) received =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;

  if (!set_up (&fixture))
    return;
  g_signal_connect (sink, "received", G_CALLBACK (on_received), received);
  queue = open_queue (fixture.spooler.store);
  CU_ASSERT_NOT_EQUAL (
      mapi_table_advise (queue, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error), 0);
  TAP_NO_ERROR (error);
  one = mock_sqlite_submit (fixture.client.store, "One");
  two = mock_sqlite_submit (fixture.client.store, "Two");
  if (tap_wait (g_main_context_default (), has_two, received))
    {
      g_autoptr (MapiPropList) row = mapi_notification_get_row (received->pdata[1]);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      TAP_NUMBER (mapi_notification_get_table_event (received->pdata[0]), MAPI_TABLE_ROW_ADDED);
      TAP_NUMBER (mapi_notification_get_table_event (received->pdata[1]), MAPI_TABLE_ROW_ADDED);
      TAP_BYTES (id, two);
    }
  tear_down (&fixture);
}

static gint32
get_submit_flags (MapiTable *queue)
{
  static const guint32 tags[] = { MAPI_PR_SUBMIT_FLAGS };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  mapi_table_set_columns (queue, columns, 0, NULL, &error);
  mapi_table_seek_row (queue, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (queue, 1, 0, NULL, &error);
  if (!TAP_NO_ERROR (error) || mapi_row_set_get_size (rows) == 0)
    return -1;
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_long (row, MAPI_PR_SUBMIT_FLAGS, -1);
}

/* R034, R035, R047, R093, R524: the spooler submits once more what it has preprocessed. */
static void
test_preprocess (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiMessage) message = NULL;

  if (!set_up (&fixture))
    return;
  mock_support_set_needs (MOCK_SUPPORT (fixture.client.support), MAPI_NEEDS_PREPROCESSING);
  entry_id = mock_sqlite_submit (fixture.client.store, "Process me");
  queue = open_queue (fixture.spooler.store);
  TAP_NUMBER (get_submit_flags (queue), MAPI_SUBMITFLAG_PREPROCESS);

  message = open_for_sending (&fixture, entry_id);
  TAP_NUMBER (get_submit_flags (queue), MAPI_SUBMITFLAG_PREPROCESS | MAPI_SUBMITFLAG_LOCKED);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_COMMENT, "processed"));
  mapi_message_submit_message (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (queue), 1);
  TAP_NUMBER (get_submit_flags (queue), MAPI_SUBMITFLAG_LOCKED);
  TAP_NUMBER (mock_support_get_n_calls (MOCK_SUPPORT (fixture.spooler.support), "ExpandRecips"), 0);
  mapi_msg_store_finished_msg (fixture.spooler.store, 0, entry_id, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (queue), 0);
  tear_down (&fixture);
}

static MapiPropList *
get_recipient (gpointer message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (message, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, 1, 0, NULL, &error) : NULL;

  return TAP_NO_ERROR (error) ? mapi_row_set_get_row (rows, 0) : NULL;
}

/* R038, R039, D3, D26: what the spooler notes of a recipient is there for the next who opens. */
static void
test_responsibility (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) done = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Responsible");
  message = open_for_sending (&fixture, entry_id);
  before = get_recipient (message);
  CU_ASSERT_TRUE (mapi_prop_list_contains (before, MAPI_PR_RESPONSIBILITY));
  CU_ASSERT_FALSE (mapi_prop_list_get_boolean (before, MAPI_PR_RESPONSIBILITY, TRUE));

  done = mapi_recipient_with_responsibility (before, TRUE);
  rows = mapi_row_set_new (&done, 1);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_MODIFY, rows, NULL, &error);
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  TAP_NO_ERROR (error);
  again = open_message (fixture.spooler.store, entry_id, 0, &error);
  after = get_recipient (again);
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (after, MAPI_PR_RESPONSIBILITY, FALSE));
  tear_down (&fixture);
}

/* A message whose lock is held is not locked again, by the same spooler neither. */
static void
test_lock_twice (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) other = NULL;

  if (!set_up (&fixture))
    return;
  entry_id = mock_sqlite_submit (fixture.client.store, "Once");
  message = open_for_sending (&fixture, entry_id);
  other = open_message (fixture.spooler.store, entry_id, MAPI_MODIFY, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (
      mapi_msg_store_set_lock_state (fixture.spooler.store, other, MAPI_MSG_LOCKED, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  tear_down (&fixture);
}

/* R530, D16. */
static void
test_deferral (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Tomorrow", 1);
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_DEFERRED_SEND_NUMBER, 2));
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_DEFERRED_SEND_UNITS, 1));
  mapi_message_submit_message (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
  props = get_all (message);
  TAP_NUMBER (mapi_prop_list_get_systime (props, MAPI_PR_DEFERRED_SEND_TIME, 0) -
                  mapi_prop_list_get_systime (props, MAPI_PR_CLIENT_SUBMIT_TIME, 0),
              (gint64) 2 * 3600 * 10000000);
  tear_down (&fixture);
}

/* R176, R188: neither a file nor a profile whose folder could have one. */
static void
test_unconfigured (void)
{
  for (guint spooler = 0; spooler < 2; spooler++)
    {
      MockSqlite store = { 0 };
      g_autoptr (GError) error = NULL;

      CU_ASSERT_FALSE (mock_sqlite_open (&store, "", spooler != 0, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
      mock_sqlite_close (&store);
    }
}

TAP_MAIN ("providers/sqlite-queue",
          { "submit", test_submit },
          { "without recipients", test_no_recipients },
          { "access to what is queued", test_access },
          { "abort", test_abort },
          { "for the spooler only", test_spooler_only },
          { "finish", test_finish },
          { "preprocess", test_preprocess },
          { "responsibility", test_responsibility },
          { "lock twice", test_lock_twice },
          { "deferral", test_deferral },
          { "notifications", test_notifications },
          { "a profile that says too little", test_unconfigured })
