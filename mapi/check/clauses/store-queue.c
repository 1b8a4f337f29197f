/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue, and what may be done with messages in it. */

#include "config.h"

#include "check-listener.h"
#include "check-store.h"

static void
has_the_methods (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Methods");
  g_autoptr (MapiMessage) message = check_lock (bench, id);

  check_finish (bench, id);
}

static void
has_its_columns (CheckBench *bench)
{
  static const guint32 tags[] = {
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_DISPLAY_BCC,
    MAPI_PR_DISPLAY_CC,
    MAPI_PR_DISPLAY_TO,
    MAPI_PR_ENTRYID,
    MAPI_PR_MESSAGE_FLAGS,
    MAPI_PR_MESSAGE_SIZE,
    MAPI_PR_PRIORITY,
    MAPI_PR_SENDER_NAME,
    MAPI_PR_SUBJECT,
    MAPI_PR_SUBMIT_FLAGS,
  };
  g_autoptr (MapiMessage) draft = check_draft (bench, "Columns");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) row = NULL;

  check_write (bench, draft, mapi_prop_value_new_long (MAPI_PR_PRIORITY, 1));
  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_SENDER_NAME, "Ann"));
  id = check_submit_draft (bench, draft);
  row = check_find_queued (bench, id);
  if (!check_that (bench, row != NULL, "the message is not in the outgoing queue"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    check_that (bench,
                mapi_prop_list_contains (row, tags[i]),
                "the outgoing queue has no %s among the columns it begins with",
                mapi_prop_tag_get_name (tags[i]));
}

static void
knows_the_spooler_status (CheckBench *bench)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID, MAPI_PR_SPOOLER_STATUS };
  g_autoptr (GBytes) id = check_submit_new (bench, "Status");
  g_autoptr (MapiTable) queue = check_open_queue (bench);
  g_autoptr (MapiRestriction) has_none = NULL;
  g_autoptr (MapiRestriction) has = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (queue == NULL)
    return;
  has = mapi_restriction_new_exist (MAPI_PR_SPOOLER_STATUS);
  has_none = mapi_restriction_new_not (has);
  mapi_table_restrict (queue, has_none, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "Restrict by PR_SPOOLER_STATUS");
  rows = check_query_rows (bench, queue, columns, G_N_ELEMENTS (columns));
  check_that (bench,
              mapi_row_set_get_size (rows) == 1,
              "%u rows have no PR_SPOOLER_STATUS, not one",
              mapi_row_set_get_size (rows));
}

static void
tells_of_changes (CheckBench *bench)
{
  g_autoptr (CheckListener) listener = check_listener_new (bench);
  g_autoptr (MapiTable) queue = check_open_queue (bench);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiNotification) added = NULL;
  g_autoptr (MapiNotification) deleted = NULL;
  g_autoptr (GError) error = NULL;

  if (queue == NULL)
    return;
  mapi_table_advise (queue, MAPI_fnevTableModified, check_listener_get_sink (listener), &error);
  if (!check_succeeds (bench, error, "Advise of the outgoing queue"))
    return;
  id = check_submit_new (bench, "News");
  added = check_listener_wait_for_table (listener, MAPI_TABLE_ROW_ADDED);
  check_that (bench, added != NULL, "no TABLE_ROW_ADDED came when a message was submitted");
  if (id == NULL)
    return;
  mapi_msg_store_abort_submit (bench->store, id, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "AbortSubmit");
  deleted = check_listener_wait_for_table (listener, MAPI_TABLE_ROW_DELETED);
  check_that (bench, deleted != NULL, "no TABLE_ROW_DELETED came when a message was taken back");
}

static void
tells_of_what_needs_preprocessing (MapiCall *call, gpointer data)
{
  mapi_call_set_flags (call, mapi_call_get_flags (call) | MAPI_NEEDS_PREPROCESSING);
}

static void
tells_of_preprocessing (CheckBench *bench)
{
  check_watch_set_witness (
      bench->watch, "ExpandRecips", NULL, tells_of_what_needs_preprocessing, NULL);
  tells_of_changes (bench);
}

static void
shows_in_the_outbox (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Outbox");
  g_autoptr (MapiPropList) row = check_find_queued (bench, id);

  check_that (bench, row != NULL, "the message is not in the outgoing queue");
  check_that (bench,
              check_count_messages (bench, bench->store, MAPI_PR_IPM_OUTBOX_ENTRYID) == 1,
              "a message that waits to be sent is not in the Outbox");
}

static guint32
get_submit_flags (CheckBench *bench, GBytes *id)
{
  g_autoptr (MapiPropList) row = check_find_queued (bench, id);

  check_that (bench, row != NULL, "the message is not in the outgoing queue");
  return row != NULL ? (guint32) mapi_prop_list_get_long (row, MAPI_PR_SUBMIT_FLAGS, 0) : 0;
}

static void
shows_its_lock (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Locked");
  g_autoptr (MapiMessage) message = NULL;

  check_that (bench,
              (get_submit_flags (bench, id) & MAPI_SUBMITFLAG_LOCKED) == 0,
              "PR_SUBMIT_FLAGS has SUBMITFLAG_LOCKED before SetLockState");
  message = check_lock (bench, id);
  check_that (bench,
              (get_submit_flags (bench, id) & MAPI_SUBMITFLAG_LOCKED) != 0,
              "PR_SUBMIT_FLAGS of the row has no SUBMITFLAG_LOCKED after SetLockState");
  check_that (
      bench,
      (check_read_long (bench, message, MAPI_PR_SUBMIT_FLAGS, 0) & MAPI_SUBMITFLAG_LOCKED) != 0,
      "PR_SUBMIT_FLAGS of the message has no SUBMITFLAG_LOCKED after SetLockState");
  check_unlock (bench, message);
  check_that (bench,
              (get_submit_flags (bench, id) & MAPI_SUBMITFLAG_LOCKED) == 0,
              "PR_SUBMIT_FLAGS has SUBMITFLAG_LOCKED after the message was unlocked");
}

static void
check_cannot_open (CheckBench *bench, GBytes *id, guint32 flags, MapiError code, const char *call)
{
  g_autoptr (MapiProp) opened = NULL;
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return;
  opened = mapi_msg_store_open_entry (bench->store, id, NULL, flags, bench->cancellable, &error);
  check_fails (bench, error, code, call);
}

static void
keeps_clients_from_what_is_locked (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Locked");
  g_autoptr (MapiMessage) message = check_lock (bench, id);

  check_cannot_open (
      bench, id, 0, MAPI_E_NO_ACCESS, "OpenEntry by a client of a message that is locked");
}

static void
is_not_for_writing (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Queued");
  g_autoptr (MapiMessage) message = NULL;

  check_cannot_open (bench,
                     id,
                     MAPI_MODIFY,
                     MAPI_E_SUBMITTED,
                     "OpenEntry with MAPI_MODIFY of a message in the queue");
  message = check_lock (bench, id);
  check_cannot_open (bench,
                     id,
                     MAPI_MODIFY,
                     MAPI_E_SUBMITTED,
                     "OpenEntry with MAPI_MODIFY of a message that is locked");
}

static void
is_for_reading (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Queued");
  g_autoptr (MapiMessage) message = check_open_message (bench, bench->store, id, MAPI_BEST_ACCESS);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Changed");
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  if (message == NULL)
    return;
  check_that (bench,
              check_read_long (bench, message, MAPI_PR_ACCESS_LEVEL, -1) == 0,
              "PR_ACCESS_LEVEL of a message in the queue says that it can be written");
  check_that (bench,
              !mapi_prop_set_props (MAPI_PROP (message), change, NULL, NULL, NULL) ||
                  !mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, NULL),
              "a message in the queue that was opened with MAPI_BEST_ACCESS can be changed");
}

static void
saves_at_the_lock (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Saved");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;

  check_write (bench, message, mapi_prop_value_new_string (MAPI_PR_COMMENT, "kept"));
  check_unlock (bench, message);
  again = check_open_message (bench, bench->spooler_store, id, 0);
  props = check_read (bench, again);
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_COMMENT), "kept") == 0,
              "SetLockState did not save what was changed before");
}

static void
unlocks_with_its_end (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Lock");
  g_autoptr (MapiMessage) message = check_lock (bench, id);
  g_autoptr (MapiMessage) again = NULL;

  g_clear_object (&message);
  g_clear_object (&bench->spooler_store);
  again = check_lock (bench, id);
  check_finish (bench, id);
}

static MapiEntryList *
list_of (GBytes *id)
{
  return mapi_entry_list_new ((GBytes *[]){ id }, 1);
}

static void
cannot_be_deleted (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Stay");
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (MapiEntryList) messages = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  if (id == NULL)
    return;
  outbox = check_open_folder (bench, bench->store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  messages = list_of (id);
  if (outbox == NULL)
    return;
  mapi_folder_delete_messages (outbox, messages, NULL, 0, bench->cancellable, &warning, &error);
  check_succeeds (bench, error, "DeleteMessages");
  check_that (bench,
              warning == (guint32) MAPI_W_PARTIAL_COMPLETION,
              "DeleteMessages did not answer MAPI_W_PARTIAL_COMPLETION for a submitted message");
  row = check_find_queued (bench, id);
  check_that (bench, row != NULL, "DeleteMessages has deleted a submitted message");
}

static guint32
get_queued_flags (CheckBench *bench, GBytes *id)
{
  g_autoptr (MapiPropList) row = check_find_queued (bench, id);

  return row != NULL ? (guint32) mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0) : 0;
}

static void
keeps_its_read_flag (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Flag");
  g_autoptr (MapiMessage) message = NULL;
  guint32 before = get_queued_flags (bench, id);
  guint32 wanted = (before & MAPI_MSGFLAG_READ) != 0 ? MAPI_CLEAR_READ_FLAG : 0;

  message = check_open_message (bench, bench->store, id, 0);
  if (message == NULL)
    return;
  mapi_message_set_read_flag (message, wanted, bench->cancellable, NULL);
  check_that (bench,
              ((get_queued_flags (bench, id) ^ before) & MAPI_MSGFLAG_READ) == 0,
              "SetReadFlag has changed MSGFLAG_READ of a submitted message");
}

/* Nobody needs the queue of a store that does not send. */
static void
has_a_queue_only_to_send (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (GError) error = NULL;
  guint32 mask;

  if (store == NULL)
    return;
  mask = (guint32) check_read_long (bench, store, MAPI_PR_STORE_SUPPORT_MASK, 0);
  if ((mask & MAPI_STORE_SUBMIT_OK) != 0)
    {
      check_skip (bench, "PR_STORE_SUPPORT_MASK has STORE_SUBMIT_OK");
      return;
    }
  if (check_open_spooler_store (bench) == NULL)
    return;
  queue = mapi_msg_store_get_outgoing_queue (bench->spooler_store, 0, bench->cancellable, &error);
  check_that (bench,
              queue != NULL || g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT),
              "GetOutgoingQueue of a store that does not send failed with `%s`, not with "
              "MAPI_E_NO_SUPPORT",
              error != NULL ? error->message : "");
}

const MapiCheckClause check_store_queue_clauses[] = {
  { "store/queue-has-its-methods",
    "A store that sends has a queue, SubmitMessage, SetLockState and FinishedMsg",
    "R027 R028 R029",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    has_the_methods },
  { "store/queue-has-its-columns",
    "The outgoing queue has its required columns",
    "R139 R140 outgoing-queue-tables.md",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    has_its_columns },
  { "store/queue-knows-the-spooler-status",
    "PR_SPOOLER_STATUS can be a column of the queue, and in restrictions",
    "R143",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    knows_the_spooler_status },
  { "store/queue-tells-of-changes",
    "Who advised on the queue hears of messages that come and go",
    "R061 R083 R136 R198",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    tells_of_changes },
  { "store/queue-tells-of-preprocessing",
    "Who advised on the queue hears of what is to be preprocessed",
    "R048",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    tells_of_preprocessing },
  { "store/queue-shows-in-the-outbox",
    "What waits to be sent is in the Outbox",
    "R144",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    shows_in_the_outbox },
  { "store/queue-only-to-send",
    "A store that does not send needs no queue",
    "R142",
    CHECK_NEEDS_NOTHING,
    has_a_queue_only_to_send },
  { "store/lock-shows",
    "SUBMITFLAG_LOCKED is there from SetLockState to the unlocking",
    "R034 D18",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    shows_its_lock },
  { "store/lock-keeps-clients-away",
    "A client cannot open what is locked",
    "R030",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    keeps_clients_from_what_is_locked },
  { "store/lock-saves",
    "SetLockState saves what was changed before",
    "R130",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    saves_at_the_lock },
  { "store/lock-ends-with-the-logon",
    "A lock does not outlive the spooler's logon",
    "R031",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    unlocks_with_its_end },
  { "store/queued-is-not-for-writing",
    "A client cannot open a queued message with MAPI_MODIFY, locked or not",
    "R032 R512",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    is_not_for_writing },
  { "store/queued-is-for-reading",
    "MAPI_BEST_ACCESS opens a queued message for reading",
    "R033",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    is_for_reading },
  { "store/queued-cannot-be-deleted",
    "DeleteMessages leaves a queued message where it is",
    "R594",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    cannot_be_deleted },
  { "store/queued-keeps-its-read-flag",
    "SetReadFlag does not change a queued message",
    "R593",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    keeps_its_read_flag },
  { NULL },
};
