/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* StatusRecips: what a transport tells of recipients. */

#include "config.h"

#include "check-transport.h"

static void
reports_what_failed (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        number;
  guint        n_rows;
  const char  *text;
  g_autoptr (MapiPropList) report = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add (letter, CHECK_REFUSED, TRUE);
  if (!check_send (bench, logon, letter))
    return;
  report = check_letter_find_report (letter, number, &n_rows);
  check_that (bench,
              check_letter_is_taken (letter, number),
              "PR_RESPONSIBILITY of a recipient that failed for good is not TRUE");
  if (!check_that (
          bench, report != NULL, "StatusRecips was not called for a recipient that failed"))
    return;
  text = mapi_prop_list_get_string (report, MAPI_PR_REPORT_TEXT);
  check_that (bench,
              mapi_prop_list_contains (report, MAPI_PR_NDR_REASON_CODE) &&
                  mapi_prop_list_contains (report, MAPI_PR_NDR_DIAG_CODE),
              "the report has no PR_NDR_REASON_CODE or no PR_NDR_DIAG_CODE");
  check_that (bench, text != NULL && *text != '\0', "the report does not say why");
  check_that (bench,
              mapi_prop_list_contains (report, MAPI_PR_REPORT_TIME),
              "the report has no PR_REPORT_TIME");
  check_that (bench,
              mapi_prop_list_contains (report, MAPI_PR_EMAIL_ADDRESS) &&
                  mapi_prop_list_contains (report, MAPI_PR_ADDRTYPE),
              "the report does not say whom it is about");
}

/* Each repetition would be a report more. */
static void
reports_once (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        numbers[2];

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  numbers[0] = check_letter_add (letter, CHECK_REFUSED, TRUE);
  numbers[1] = check_letter_add (letter, CHECK_REFUSED, TRUE);
  if (!check_send (bench, logon, letter))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint n_rows;
      g_autoptr (MapiPropList) report = check_letter_find_report (letter, numbers[i], &n_rows);

      check_that (bench, n_rows == 1, "recipient %u was reported %u times", i, n_rows);
    }
  check_that (bench,
              check_count_calls (bench, "StatusRecips", NULL) == 1,
              "the recipients of one message were reported with %u calls",
              check_count_calls (bench, "StatusRecips", NULL));
}

static CheckLetter *
send_with_receipt (CheckBench *bench, gboolean wanted, guint *number)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_boolean (MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, wanted);

  if (logon == NULL)
    return NULL;
  letter = check_letter_new (bench);
  *number = check_letter_add (letter, CHECK_DELIVERED, TRUE);
  check_letter_set (letter, value);
  return check_send (bench, logon, letter) ? letter : NULL;
}

static void
reports_deliveries (CheckBench *bench)
{
  guint        number, n_rows;
  CheckLetter *letter = send_with_receipt (bench, TRUE, &number);
  g_autoptr (MapiPropList) report = NULL;

  if (letter == NULL)
    return;
  report = check_letter_find_report (letter, number, &n_rows);
  if (!check_that (bench, report != NULL, "a delivery that was to be reported was not"))
    return;
  check_that (bench,
              mapi_prop_list_contains (report, MAPI_PR_DELIVER_TIME),
              "the report has no PR_DELIVER_TIME");
  check_that (bench,
              mapi_prop_list_contains (report, MAPI_PR_REPORT_TIME),
              "the report has no PR_REPORT_TIME");
  check_that (bench,
              !mapi_prop_list_contains (report, MAPI_PR_NDR_REASON_CODE),
              "a delivery was reported as a failure");
}

static void
reports_no_delivery_unasked (CheckBench *bench)
{
  guint        number;
  CheckLetter *letter = send_with_receipt (bench, FALSE, &number);

  if (letter != NULL)
    check_that (bench,
                check_count_calls (bench, "StatusRecips", NULL) == 0,
                "a delivery was reported that nobody wanted to know of");
}

/* After EndMessage the message is the spooler's again. */
static void
reports_before_the_end (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint32      reference = 0;
  guint        n_before;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_REFUSED, TRUE);
  mapi_xp_logon_submit_message (
      logon, 0, check_letter_get_message (letter), &reference, NULL, NULL, &error);
  if (!check_succeeds (bench, error, "SubmitMessage"))
    return;
  mapi_xp_logon_end_message (logon, reference, NULL, NULL, &error);
  n_before = check_count_calls (bench, "StatusRecips", NULL);
  check_succeeds (bench, error, "EndMessage");
  check_that (bench, n_before > 0, "StatusRecips was not called before EndMessage returned");
}

/* A member of a list that is no recipient of the message: it says of which list. */
static MapiPropList *
find_member (CheckBench *bench, MapiPropList *list)
{
  const CheckCall *call = check_find_call (bench, "StatusRecips", NULL, 0);
  g_autoptr (MapiPropValue) id = mapi_prop_list_lookup (list, MAPI_PR_ENTRYID);

  for (guint i = 0; call != NULL && i < mapi_row_set_get_size (call->rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (call->rows, i);
      g_autoptr (MapiPropValue) of = mapi_prop_list_lookup (row, MAPI_PR_ORIGINAL_ENTRYID);
      g_autoptr (GBytes) of_bytes = of != NULL ? mapi_prop_value_get_bytes (of) : NULL;
      g_autoptr (GBytes) id_bytes = mapi_prop_value_get_bytes (id);

      if (of_bytes != NULL && g_bytes_equal (of_bytes, id_bytes))
        return g_steal_pointer (&row);
    }
  return NULL;
}

static void
reports_members_of_a_list (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  CheckLetter *letter;
  guint        number;
  guint        n_rows;
  g_autoptr (MapiPropList) list = NULL;
  g_autoptr (MapiPropList) member = NULL;

  if (logon == NULL)
    return;
  letter = check_letter_new (bench);
  number = check_letter_add (letter, CHECK_MEMBERS, TRUE);
  if (!check_send (bench, logon, letter))
    return;
  list = check_letter_find_report (letter, number, &n_rows);
  if (!check_that (bench, list != NULL, "the list was not reported"))
    return;
  check_that (bench,
              mapi_prop_list_get_boolean (list, MAPI_PR_DISCRETE_VALUES, FALSE),
              "PR_DISCRETE_VALUES of a list that failed for a member is not TRUE");
  member = find_member (bench, list);
  if (!check_that (bench, member != NULL, "no member was reported with the list's identifier"))
    return;
  check_that (bench,
              mapi_prop_list_contains (member, MAPI_PR_ORIGINAL_DISPLAY_NAME) &&
                  mapi_prop_list_contains (member, MAPI_PR_ORIGINAL_SEARCH_KEY),
              "a member was reported without the name or the search key of the list");
  check_that (bench,
              !mapi_prop_list_contains (member, MAPI_PR_DISCRETE_VALUES),
              "a member has PR_DISCRETE_VALUES, which only lists have");
}

/* The name that the messaging system gave a message on its way; NULL when it gave none. */
static MapiPropValue *
send_and_get_name (CheckBench *bench, MapiXpLogon *logon, MapiPropValue **correlation)
{
  g_autoptr (MapiPropValue) wanted = mapi_prop_value_new_boolean (MAPI_PR_CORRELATE, TRUE);
  CheckLetter *letter = check_letter_new (bench);

  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  check_letter_set (letter, wanted);
  if (!check_send (bench, logon, letter))
    return NULL;
  *correlation = check_letter_get (letter, MAPI_PR_CORRELATE_MTSID);
  return check_letter_get (letter, MAPI_PR_MESSAGE_SUBMISSION_ID);
}

static void
correlates (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiPropValue) first = NULL;
  g_autoptr (MapiPropValue) second = NULL;
  g_autoptr (MapiPropValue) correlation = NULL;
  g_autoptr (MapiPropValue) other = NULL;

  if (logon == NULL)
    return;
  first = send_and_get_name (bench, logon, &correlation);
  if (first == NULL)
    {
      check_skip (bench, "the messaging system names no messages: no PR_MESSAGE_SUBMISSION_ID");
      return;
    }
  second = send_and_get_name (bench, logon, &other);
  check_that (bench,
              second != NULL && !mapi_prop_value_equal (first, second),
              "two messages have the same PR_MESSAGE_SUBMISSION_ID");
  check_that (bench,
              correlation != NULL,
              "PR_CORRELATE asked for PR_CORRELATE_MTSID, and the message has none");
}

const MapiCheckClause check_transport_report_clauses[] = {
  { "transport/reports-what-failed",
    "Who failed for good is taken, and reported with the reason, the time and the address",
    "R311 R313",
    CHECK_NEEDS_ADDRESS (CHECK_REFUSED),
    reports_what_failed },
  { "transport/reports-once",
    "Each recipient of a message is reported once, all of them with one call",
    "R461",
    CHECK_NEEDS_ADDRESS (CHECK_REFUSED),
    reports_once },
  { "transport/reports-before-the-end",
    "StatusRecips is called before EndMessage returns",
    "R299",
    CHECK_NEEDS_ADDRESS (CHECK_REFUSED),
    reports_before_the_end },
  { "transport/reports-deliveries",
    "With PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED each delivery is reported with its time",
    "R314 R659",
    CHECK_NEEDS_SUBMIT,
    reports_deliveries },
  { "transport/reports-no-delivery-unasked",
    "Without it no delivery is reported",
    "R314",
    CHECK_NEEDS_SUBMIT,
    reports_no_delivery_unasked },
  { "transport/reports-members-of-a-list",
    "A member of a list that failed is reported with the list's name, identifier and key, and the "
    "list",
    "R577",
    CHECK_NEEDS_ADDRESS (CHECK_MEMBERS),
    reports_members_of_a_list },
  { "transport/correlates",
    "Where the messaging system names messages, each has a name of its own, and PR_CORRELATE keeps "
    "it",
    "R529 R578",
    CHECK_NEEDS_SUBMIT,
    correlates },
  { NULL },
};
