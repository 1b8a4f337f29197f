/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Transports whose mail can be looked at before it is fetched. */

#include "config.h"

#include "check-transport.h"

#define INBOUND (MAPI_STATUS_INBOUND_ENABLED | MAPI_STATUS_INBOUND_ACTIVE)
#define OUTBOUND (MAPI_STATUS_OUTBOUND_ENABLED | MAPI_STATUS_OUTBOUND_ACTIVE)
#define FLUSHES (MAPI_STATUS_INBOUND_FLUSH | MAPI_STATUS_OUTBOUND_FLUSH)

static MapiXpLogon *
start_remote (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon == NULL || (check_get_status (bench) & MAPI_STATUS_REMOTE_ACCESS) != 0)
    return logon;
  check_skip (bench, "this is no remote transport: no STATUS_REMOTE_ACCESS");
  return NULL;
}

static gboolean
validate (CheckBench *bench, MapiXpLogon *logon, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  mapi_xp_logon_validate_state (logon, flags, NULL, &error);
  return check_succeeds (bench, error, "ValidateState");
}

static void
expect (CheckBench *bench, guint32 set, guint32 clear)
{
  guint32 status = check_get_status (bench);

  check_that (bench, (status & set) == set, "0x%x of PR_STATUS_CODE is not set", set & ~status);
  check_that (bench, (status & clear) == 0, "0x%x of PR_STATUS_CODE is set", status & clear);
}

static gboolean
may_validate (CheckBench *bench)
{
  g_autoptr (MapiPropList) row = check_journal_get_status_row (bench->journal);

  return mapi_prop_list_get_boolean (row, MAPI_PR_REMOTE_VALIDATE_OK, FALSE);
}

static void
says_that_it_is_remote (CheckBench *bench)
{
  if (start_remote (bench) != NULL)
    check_that (bench, may_validate (bench), "PR_REMOTE_VALIDATE_OK is not TRUE at the beginning");
}

static void
refreshes_headers (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL || !validate (bench, logon, MAPI_REFRESH_XP_HEADER_CACHE))
    return;
  expect (bench, INBOUND, MAPI_STATUS_OFFLINE);
  check_that (bench, !may_validate (bench), "PR_REMOTE_VALIDATE_OK is TRUE during the operation");
  mapi_xp_logon_validate_state (logon, MAPI_PROCESS_XP_HEADER_CACHE, NULL, &error);
  check_fails (bench, error, MAPI_E_BUSY, "ValidateState during the operation");
  check_tell (bench, logon, MAPI_NOTIFY_END_INBOUND_FLUSH, 0, NULL);
  check_that (bench, may_validate (bench), "PR_REMOTE_VALIDATE_OK is FALSE after the operation");
}

static void
processes_headers (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL || !validate (bench, logon, MAPI_PROCESS_XP_HEADER_CACHE))
    return;
  expect (bench, OUTBOUND | INBOUND, MAPI_STATUS_OFFLINE);
  check_that (bench, !may_validate (bench), "PR_REMOTE_VALIDATE_OK is TRUE during the operation");
  mapi_xp_logon_validate_state (logon, MAPI_PROCESS_XP_HEADER_CACHE, NULL, &error);
  check_fails (bench, error, MAPI_E_BUSY, "ValidateState during the operation");
}

static void
gives_an_operation_up (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);

  if (logon == NULL || !validate (bench, logon, MAPI_REFRESH_XP_HEADER_CACHE) ||
      !validate (bench, logon, MAPI_ABORT_XP_HEADER_OPERATION))
    return;
  expect (bench, MAPI_STATUS_OFFLINE, INBOUND);
  check_that (bench, may_validate (bench), "PR_REMOTE_VALIDATE_OK is FALSE after the abortion");
  validate (bench, logon, MAPI_REFRESH_XP_HEADER_CACHE);
}

static void
connects_later (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL || !validate (bench, logon, MAPI_FORCE_XP_CONNECT))
    return;
  expect (bench, FLUSHES, MAPI_STATUS_OFFLINE);
  check_that (bench,
              check_count_links (bench) == 0,
              "ValidateState with FORCE_XP_CONNECT made the connection itself");
  mapi_xp_logon_flush_queues (logon, NULL, MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD, NULL, &error);
  check_succeeds (bench, error, "FlushQueues");
  check_that (bench, check_count_links (bench) > 0, "FlushQueues did not make the connection");
}

/* To disconnect ends a flush that is under way: both of its bits go. */
static void
disconnects (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  mapi_xp_logon_flush_queues (logon, NULL, MAPI_FLUSH_UPLOAD | MAPI_FLUSH_DOWNLOAD, NULL, &error);
  if (!check_succeeds (bench, error, "FlushQueues") ||
      !validate (bench, logon, MAPI_FORCE_XP_DISCONNECT))
    return;
  expect (bench, MAPI_STATUS_OFFLINE, FLUSHES);
  check_that (bench, check_count_links (bench) == 0, "the connection is still there");
}

/* Upload is outbound, download is inbound (D21). */
static void
flushes_for_remote_clients (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  check_tell (bench, logon, MAPI_NOTIFY_END_INBOUND | MAPI_NOTIFY_END_OUTBOUND, 0, NULL);
  status = mapi_xp_logon_open_status_entry (logon, NULL, 0, NULL, &error);
  if (!check_succeeds (bench, error, "OpenStatusEntry"))
    return;
  mapi_status_flush_queues (status, NULL, MAPI_FLUSH_UPLOAD, NULL, &error);
  check_succeeds (bench, error, "FlushQueues");
  expect (bench, OUTBOUND, INBOUND);
  mapi_status_flush_queues (status, NULL, MAPI_FLUSH_DOWNLOAD, NULL, &error);
  check_succeeds (bench, error, "FlushQueues");
  expect (bench, OUTBOUND | INBOUND, 0);
}

static void
saves_its_status_object (CheckBench *bench)
{
  MapiXpLogon *logon = start_remote (bench);
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  status = mapi_xp_logon_open_status_entry (logon, NULL, MAPI_MODIFY, NULL, &error);
  if (!check_succeeds (bench, error, "OpenStatusEntry"))
    return;
  mapi_prop_save_changes (MAPI_PROP (status), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  check_succeeds (bench, error, "SaveChanges of the status object");
}

const MapiCheckClause check_transport_remote_clauses[] = {
  { "transport/says-that-it-is-remote",
    "A remote transport has STATUS_REMOTE_ACCESS, and PR_REMOTE_VALIDATE_OK TRUE at first",
    "R501 R607",
    CHECK_NEEDS_NOTHING,
    says_that_it_is_remote },
  { "transport/refreshes-headers",
    "REFRESH_XP_HEADER_CACHE sets the inbound bits and blocks further calls until it is done",
    "R425 R427 R607",
    CHECK_NEEDS_NOTHING,
    refreshes_headers },
  { "transport/processes-headers",
    "PROCESS_XP_HEADER_CACHE sets the outbound bits, refreshes too, and blocks further calls",
    "R424 R425 R426",
    CHECK_NEEDS_NOTHING,
    processes_headers },
  { "transport/gives-an-operation-up",
    "ABORT_XP_HEADER_OPERATION clears the inbound bits, goes offline, and allows further calls",
    "R419 R420",
    CHECK_NEEDS_NOTHING,
    gives_an_operation_up },
  { "transport/connects-later",
    "FORCE_XP_CONNECT marks a flush; FlushQueues makes the connection",
    "R019 R421 R422",
    CHECK_NEEDS_COMMAND (CHECK_LINKS),
    connects_later },
  { "transport/disconnects",
    "FORCE_XP_DISCONNECT drops the connection and goes offline, which ends a flush",
    "R402 R423",
    CHECK_NEEDS_COMMAND (CHECK_LINKS),
    disconnects },
  { "transport/flushes-for-remote-clients",
    "FLUSH_UPLOAD of the status object sets the outbound bits, FLUSH_DOWNLOAD the inbound ones "
    "(D21)",
    "R414 R415",
    CHECK_NEEDS_NOTHING,
    flushes_for_remote_clients },
  { "transport/saves-its-status-object",
    "SaveChanges of a remote transport's status object succeeds",
    "R610",
    CHECK_NEEDS_NOTHING,
    saves_its_status_object },
  { NULL },
};
