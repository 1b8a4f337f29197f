/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Read reports and reports that a message was not read, which a store begins. */

#include "config.h"

#include "check-foreign-folder.h"
#include "check-store.h"

#define PENDING (MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING)

/* A message whose sender asks for reports to an address of their own. */
static MapiMessage *
deliver_asking (CheckBench *bench, gboolean if_unread)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) reports_to =
      mapi_one_off_new ("Reports", "SMTP", "reports@check.invalid", MAPI_UNICODE);

  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  if (if_unread)
    mapi_prop_list_builder_add_boolean (builder, MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED, TRUE);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_REPORT_ENTRYID, reports_to);
  props = mapi_prop_list_builder_end (builder);
  return check_deliver (bench, "Tell me", props);
}

/* The same as a client sees it; its identifier. */
static GBytes *
receive_asking (CheckBench *bench, gboolean if_unread)
{
  g_autoptr (MapiMessage) message = NULL;

  if (check_open_store (bench) == NULL)
    return NULL;
  message = deliver_asking (bench, if_unread);
  return message != NULL ? check_get_entry_id (bench, message) : NULL;
}

static GBytes *
receive_unasked (CheckBench *bench)
{
  g_autoptr (MapiPropList) nothing = mapi_prop_list_new_empty ();
  g_autoptr (MapiMessage) message = NULL;

  if (check_open_store (bench) == NULL)
    return NULL;
  message = check_deliver (bench, "No need to tell me", nothing);
  return message != NULL ? check_get_entry_id (bench, message) : NULL;
}

static void
set_read_flag (CheckBench *bench, GBytes *id, guint32 flags, GError **error)
{
  g_autoptr (MapiMessage) message = check_open_message (bench, bench->store, id, 0);

  if (message != NULL)
    mapi_message_set_read_flag (message, flags, bench->cancellable, error);
}

static void
mark (CheckBench *bench, GBytes *id, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  set_read_flag (bench, id, flags, &error);
  check_succeeds (bench, error, "SetReadFlag");
}

static guint32
get_flags (CheckBench *bench, GBytes *id)
{
  g_autoptr (MapiMessage) message = check_open_message (bench, bench->store, id, 0);

  return (guint32) check_read_long (bench, message, MAPI_PR_MESSAGE_FLAGS, 0);
}

static void
check_read_flag (CheckBench *bench, GBytes *id, gboolean wanted)
{
  gboolean is_read = (get_flags (bench, id) & MAPI_MSGFLAG_READ) != 0;

  check_that (bench,
              is_read == wanted,
              "MSGFLAG_READ is %s after SetReadFlag",
              is_read ? "there" : "not there");
}

static void
check_n_reports (CheckBench *bench, guint wanted, const char *when)
{
  guint n_reports = check_count_calls (bench, "ReadReceipt", NULL);

  check_that (bench,
              n_reports == wanted,
              "ReadReceipt was called %u times %s, not %u times",
              n_reports,
              when,
              wanted);
}

static guint
count_queued (CheckBench *bench)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID };
  g_autoptr (MapiTable) queue = check_open_queue (bench);
  g_autoptr (MapiRowSet) rows = check_query_rows (bench, queue, columns, 1);

  return mapi_row_set_get_size (rows);
}

static void
reports_reading (CheckBench *bench)
{
  static const guint32 columns[] = { MAPI_PR_DISPLAY_TO };
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  mark (bench, id, 0);
  check_read_flag (bench, id, TRUE);
  check_n_reports (bench, 1, "when a message with a request was read");
  queue = check_open_queue (bench);
  rows = check_query_rows (bench, queue, columns, 1);
  if (check_that (
          bench, mapi_row_set_get_size (rows) == 1, "the report of ReadReceipt was not submitted"))
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
      const char *to = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_TO);

      check_that (bench,
                  g_strcmp0 (to, "Reports") == 0,
                  "the report goes to %s, not to the one of PR_REPORT_ENTRYID",
                  to);
    }
}

static void
reports_what_was_asked (CheckBench *bench)
{
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) id = NULL;

  if (check_open_store (bench) == NULL)
    return;
  message = check_deliver (bench, "Nothing", NULL);
  id = message != NULL ? check_get_entry_id (bench, message) : NULL;
  mark (bench, id, 0);
  check_read_flag (bench, id, TRUE);
  check_n_reports (bench, 0, "when a message without a request was read");
}

static void
delete_message (CheckBench *bench, GBytes *id)
{
  g_autoptr (MapiFolder) inbox = check_open_folder (bench, bench->store, 0);
  g_autoptr (MapiEntryList) messages = id != NULL ? mapi_entry_list_new (&id, 1) : NULL;
  g_autoptr (GError) error = NULL;

  if (inbox == NULL || messages == NULL)
    return;
  mapi_folder_delete_messages (inbox, messages, NULL, 0, bench->cancellable, NULL, &error);
  check_succeeds (bench, error, "DeleteMessages");
}

static void
reports_once (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, TRUE);

  mark (bench, id, 0);
  mark (bench, id, MAPI_CLEAR_READ_FLAG);
  mark (bench, id, 0);
  mark (bench, id, MAPI_CLEAR_READ_FLAG);
  delete_message (bench, id);
  check_n_reports (bench, 1, "when a message was read twice, and deleted as unread");
}

static void
survives_a_failure (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);

  check_watch_set_failure (bench->watch, "ReadReceipt", MAPI_E_NOT_ENOUGH_MEMORY);
  set_read_flag (bench, id, 0, NULL);
  check_n_reports (bench, 1, "when a message with a request was read");
  check_that (bench, count_queued (bench) == 0, "a report was submitted though ReadReceipt failed");
  check_that (bench,
              check_count_messages (bench, bench->store, MAPI_PR_IPM_OUTBOX_ENTRYID) == 0,
              "a report stays in the Outbox though ReadReceipt failed");
}

static void
reports_without_reading (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);

  mark (bench, id, MAPI_GENERATE_RECEIPT_ONLY);
  check_read_flag (bench, id, FALSE);
  check_n_reports (bench, 1, "for GENERATE_RECEIPT_ONLY");
}

static void
forgets_the_request (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;

  mark (bench, id, MAPI_SUPPRESS_RECEIPT | MAPI_GENERATE_RECEIPT_ONLY);
  check_n_reports (bench, 0, "for SUPPRESS_RECEIPT and GENERATE_RECEIPT_ONLY");
  message = check_open_message (bench, bench->store, id, 0);
  props = check_read (bench, message);
  check_that (bench,
              !mapi_prop_list_get_boolean (props, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE),
              "PR_READ_RECEIPT_REQUESTED stays TRUE after SUPPRESS_RECEIPT and "
              "GENERATE_RECEIPT_ONLY");
  mark (bench, id, 0);
  check_n_reports (bench, 0, "when it was read after that");
}

static void
suppresses (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);
  g_autoptr (GError) error = NULL;

  set_read_flag (bench, id, MAPI_SUPPRESS_RECEIPT, &error);
  if (error != NULL)
    {
      check_fails (bench, error, MAPI_E_NO_SUPPRESS, "SetReadFlag with SUPPRESS_RECEIPT");
      return;
    }
  check_read_flag (bench, id, TRUE);
  check_n_reports (bench, 0, "for SUPPRESS_RECEIPT");
}

static void
refuses_nonsense (CheckBench *bench)
{
  static const guint32 combinations[] = {
    MAPI_SUPPRESS_RECEIPT | MAPI_CLEAR_READ_FLAG,
    MAPI_SUPPRESS_RECEIPT | MAPI_CLEAR_READ_FLAG | MAPI_GENERATE_RECEIPT_ONLY,
    MAPI_CLEAR_READ_FLAG | MAPI_GENERATE_RECEIPT_ONLY,
  };
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (combinations); i++)
    {
      g_autofree char *call = g_strdup_printf ("SetReadFlag with 0x%x", combinations[i]);
      g_autoptr (GError) error = NULL;

      set_read_flag (bench, id, combinations[i], &error);
      check_fails (bench, error, MAPI_E_INVALID_PARAMETER, call);
    }
}

static void
reports_deletion (CheckBench *bench)
{
  g_autoptr (GBytes) asked = receive_asking (bench, TRUE);
  g_autoptr (GBytes) unasked = NULL;
  const CheckCall *call;

  delete_message (bench, asked);
  check_n_reports (bench, 1, "when an unread message with a request was deleted");
  call = check_find_call (bench, "ReadReceipt", NULL, 0);
  check_that (bench,
              call == NULL || (call->flags & MAPI_NON_READ) != 0,
              "ReadReceipt was called without MAPI_NON_READ for a message that was deleted");
  check_forget_calls (bench);
  unasked = receive_unasked (bench);
  delete_message (bench, unasked);
  check_n_reports (bench, 0, "when an unread message was deleted whose sender did not ask that");
}

/* The only message in the Outbox. */
static GBytes *
find_copy (CheckBench *bench)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID };
  g_autoptr (MapiFolder) outbox =
      check_open_folder (bench, bench->store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (outbox != NULL)
    table = mapi_container_get_contents_table (MAPI_CONTAINER (outbox), 0, NULL, NULL);
  rows = check_query_rows (bench, table, columns, 1);
  if (!check_that (bench, mapi_row_set_get_size (rows) == 1, "the message was not copied"))
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

static void
copy_to (CheckBench *bench, GBytes *id, MapiFolder *destination)
{
  g_autoptr (MapiFolder) inbox = check_open_folder (bench, bench->store, 0);
  g_autoptr (MapiEntryList) messages = id != NULL ? mapi_entry_list_new (&id, 1) : NULL;
  g_autoptr (GError) error = NULL;

  if (inbox == NULL || messages == NULL || destination == NULL)
    return;
  mapi_folder_copy_messages (
      inbox, messages, destination, NULL, 0, bench->cancellable, NULL, &error);
  check_succeeds (bench, error, "CopyMessages");
}

static void
reports_for_no_copy (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, TRUE);
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (GBytes) copy = NULL;

  if (id == NULL)
    return;
  outbox = check_open_folder (bench, bench->store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  copy_to (bench, id, outbox);
  copy = find_copy (bench);
  check_that (bench,
              (get_flags (bench, copy) & PENDING) == 0,
              "a copy has pending reports (PR_MESSAGE_FLAGS 0x%x)",
              get_flags (bench, copy));
  mark (bench, copy, 0);
  check_n_reports (bench, 0, "when a copy was read");
}

static void
reports_before_it_leaves (CheckBench *bench)
{
  g_autoptr (GBytes) id = receive_asking (bench, FALSE);
  g_autoptr (MapiFolder) elsewhere = check_foreign_folder_new ();

  copy_to (bench, id, elsewhere);
  check_that (bench,
              check_foreign_folder_count (elsewhere) == 1,
              "CopyMessages did not copy a message into a folder of another store");
  check_n_reports (bench, 1, "when a message with a request was copied to another store");
}

const MapiCheckClause check_store_reports_clauses[] = {
  { "store/report-on-reading",
    "Reading a message sends the report that its sender asks for, to whom he names",
    "R565 R584 R587 R656",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_reading },
  { "store/report-only-on-request",
    "Without a request nothing is reported",
    "R565",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_what_was_asked },
  { "store/report-once",
    "A message has one report at most",
    "R586",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_once },
  { "store/report-that-fails-is-not-sent",
    "When ReadReceipt fails nothing is submitted, and nothing stays",
    "R588",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    survives_a_failure },
  { "store/report-without-reading",
    "GENERATE_RECEIPT_ONLY sends the report, and the message stays unread",
    "R584 R657",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_without_reading },
  { "store/report-can-be-forgotten",
    "SUPPRESS_RECEIPT with GENERATE_RECEIPT_ONLY clears the request",
    "R658",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    forgets_the_request },
  { "store/report-can-be-suppressed",
    "SUPPRESS_RECEIPT sends no report, or fails with MAPI_E_NO_SUPPRESS",
    "R592",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    suppresses },
  { "store/report-flags-make-sense",
    "SetReadFlag refuses flags that contradict each other",
    "R591",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    refuses_nonsense },
  { "store/report-on-deletion",
    "Deleting an unread message sends a report only where one was asked for that",
    "R585 R589 D22",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_deletion },
  { "store/report-not-for-copies",
    "A copy of an unread message owes no report",
    "R590",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_for_no_copy },
  { "store/report-before-it-leaves",
    "A message that is copied to another store is reported first",
    "R595",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    reports_before_it_leaves },
  { NULL },
};
