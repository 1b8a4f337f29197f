/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* FlushQueues, and what follows: page implementing-the-flushqueues-method.md, step by step. */

#include "config.h"

#include "check-transport.h"

#define FLUSHES (MAPI_STATUS_INBOUND_FLUSH | MAPI_STATUS_OUTBOUND_FLUSH)

static MapiXpLogon *
begin_flush (CheckBench *bench, guint32 flags)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return NULL;
  mapi_xp_logon_flush_queues (logon, NULL, flags, NULL, &error);
  return check_succeeds (bench, error, "FlushQueues") ? logon : NULL;
}

static void
expect_bits (CheckBench *bench, guint32 bits, const char *when)
{
  guint32 status = check_get_status (bench) & FLUSHES;

  check_that (bench,
              status == bits,
              "%s the bits of flushes in PR_STATUS_CODE are 0x%x, not 0x%x",
              when,
              status,
              bits);
}

static void
marks_a_flush (CheckBench *bench)
{
  MapiXpLogon *logon = begin_flush (bench, MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD);

  if (logon == NULL)
    return;
  expect_bits (bench, FLUSHES, "after FlushQueues");
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_OUTBOUND_FLUSH, 0, NULL);
  expect_bits (bench, FLUSHES, "after NOTIFY_BEGIN_OUTBOUND_FLUSH");
  check_tell (bench, logon, MAPI_NOTIFY_END_OUTBOUND_FLUSH, 0, NULL);
  expect_bits (bench, MAPI_STATUS_INBOUND_FLUSH, "after NOTIFY_END_OUTBOUND_FLUSH");
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_INBOUND_FLUSH, 0, NULL);
  expect_bits (bench, MAPI_STATUS_INBOUND_FLUSH, "after NOTIFY_BEGIN_INBOUND_FLUSH");
  check_tell (bench, logon, MAPI_NOTIFY_END_INBOUND_FLUSH, 0, NULL);
  expect_bits (bench, 0, "after NOTIFY_END_INBOUND_FLUSH");
}

static void
flushes_each_way (CheckBench *bench)
{
  MapiXpLogon *logon = begin_flush (bench, MAPI_FLUSH_UPLOAD);
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  expect_bits (bench, MAPI_STATUS_OUTBOUND_FLUSH, "after FlushQueues with FLUSH_UPLOAD");
  check_tell (bench, logon, MAPI_NOTIFY_END_OUTBOUND_FLUSH, 0, NULL);
  mapi_xp_logon_flush_queues (logon, NULL, MAPI_FLUSH_DOWNLOAD, NULL, &error);
  check_succeeds (bench, error, "FlushQueues");
  expect_bits (bench, MAPI_STATUS_INBOUND_FLUSH, "after FlushQueues with FLUSH_DOWNLOAD");
  check_tell (bench, logon, MAPI_NOTIFY_END_INBOUND_FLUSH, 0, NULL);
  expect_bits (bench, 0, "after both");
}

/* A client calls the status object: bits are set, and nothing is done yet. */
static void
flushes_for_a_client (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  status = mapi_xp_logon_open_status_entry (logon, NULL, 0, NULL, &error);
  if (!check_succeeds (bench, error, "OpenStatusEntry"))
    return;
  check_forget_calls (bench);
  mapi_status_flush_queues (status, NULL, MAPI_FLUSH_UPLOAD, NULL, &error);
  check_succeeds (bench, error, "FlushQueues of the status object");
  expect_bits (bench, MAPI_STATUS_OUTBOUND_FLUSH, "after FlushQueues of the status object");
  check_that (bench,
              check_count_calls (bench, "ModifyStatusRow", NULL) == 1,
              "FlushQueues of the status object did not change the row once");
}

/* A letter in the middle of a flush: nobody is to be let in between. */
static void
does_not_yield_in_a_flush (CheckBench *bench)
{
  MapiXpLogon *logon = begin_flush (bench, MAPI_FLUSH_UPLOAD);
  CheckLetter *letter;

  if (logon == NULL)
    return;
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_OUTBOUND_FLUSH, 0, NULL);
  check_forget_calls (bench);
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  if (!check_send (bench, logon, letter))
    return;
  check_that (bench, check_letter_is_taken (letter, 0), "nothing is sent in a flush");
  check_that (bench,
              check_count_calls (bench, "SpoolerYield", NULL) == 0,
              "SpoolerYield was called in a flush");
}

static void
connects_for_a_flush (CheckBench *bench)
{
  MapiXpLogon *logon = begin_flush (bench, MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD);

  if (logon == NULL)
    return;
  check_that (bench, check_count_links (bench) > 0, "FlushQueues did not make the connection");
  check_tell (bench, logon, MAPI_NOTIFY_END_OUTBOUND_FLUSH, 0, NULL);
  check_that (bench,
              check_count_links (bench) == 0,
              "the connection is kept after NOTIFY_END_OUTBOUND_FLUSH");
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_INBOUND_FLUSH, 0, NULL);
  check_tell (bench, logon, MAPI_NOTIFY_END_INBOUND_FLUSH, 0, NULL);
  check_that (bench,
              check_count_links (bench) == 0,
              "the connection is kept after NOTIFY_END_INBOUND_FLUSH");
}

static void
goes_on_after_a_flush (CheckBench *bench)
{
  MapiXpLogon *logon = begin_flush (bench, MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD);
  CheckLetter *letter;

  if (logon == NULL)
    return;
  check_tell (
      bench, logon, MAPI_NOTIFY_END_OUTBOUND_FLUSH | MAPI_NOTIFY_END_INBOUND_FLUSH, 0, NULL);
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  if (check_send (bench, logon, letter))
    check_that (bench, check_letter_is_taken (letter, 0), "nothing is sent after a flush");
}

/* Step 11: as long as there is more mail it is told of; then there is nothing to save. */
static void
fetches_all_in_a_flush (CheckBench *bench)
{
  MapiXpLogon *logon;
  g_autoptr (GError) error = NULL;

  logon = begin_flush (bench, MAPI_FLUSH_DOWNLOAD);
  if (logon == NULL || !check_arrive (bench, NULL) || !check_arrive (bench, NULL))
    return;
  check_tell (bench, logon, MAPI_NOTIFY_BEGIN_INBOUND_FLUSH, 0, NULL);
  for (guint i = 0; i < 2; i++)
    {
      if (check_receive (bench, logon) == NULL)
        return;
      if (i == 0)
        check_that (bench,
                    check_has_mail (bench, logon, FALSE),
                    "there is more mail, and the transport does not say so");
    }
  check_that (bench,
              check_fetch (bench, logon, &error) == NULL,
              "StartMessage brought a message that did not arrive");
  check_succeeds (bench, error, "StartMessage without mail");
}

const MapiCheckClause check_transport_flush_clauses[] = {
  { "transport/marks-a-flush",
    "The bits of a flush in PR_STATUS_CODE follow FlushQueues and the notices, each way to its end",
    "R367 R368 R369 R370 R390 R394 R399 R407",
    CHECK_NEEDS_NOTHING,
    marks_a_flush },
  { "transport/flushes-each-way",
    "FLUSH_UPLOAD is outbound, FLUSH_DOWNLOAD is inbound",
    "R407",
    CHECK_NEEDS_NOTHING,
    flushes_each_way },
  { "transport/flushes-for-a-client",
    "FlushQueues of the status object sets the bits, for the spooler to see, and does no more",
    "R019 R404",
    CHECK_NEEDS_NOTHING,
    flushes_for_a_client },
  { "transport/does-not-yield-in-a-flush",
    "Messages are sent in a flush, and SpoolerYield is not called",
    "R017 R369",
    CHECK_NEEDS_SUBMIT,
    does_not_yield_in_a_flush },
  { "transport/connects-for-a-flush",
    "FlushQueues makes the connection, and the end of each direction frees it",
    "R389 R394 R399",
    CHECK_NEEDS_COMMAND (CHECK_LINKS),
    connects_for_a_flush },
  { "transport/goes-on-after-a-flush",
    "After a flush a transport goes on in the background",
    "R368 R370",
    CHECK_NEEDS_SUBMIT,
    goes_on_after_a_flush },
  { "transport/fetches-all-in-a-flush",
    "In a flush more mail is told of until there is none; then nothing is saved",
    "R327 R396 R397",
    CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_ARRIVE),
    fetches_all_in_a_flush },
  { NULL },
};
