/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Logging on to a transport, and off. */

#include "config.h"

#include "check-transport.h"

#define LOGON_ANSWERS (MAPI_LOGON_SP_IDLE | MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_RESOLVE)

static void
logs_on (CheckBench *bench)
{
  guint32      flags = MAPI_LOGON_NO_DIALOG;
  MapiXpLogon *logon = check_log_on (bench, &flags);

  if (logon != NULL)
    check_that (bench,
                (flags & ~LOGON_ANSWERS) == 0,
                "TransportLogon answered the flags 0x%08x, which it may not",
                flags);
}

static void
logs_off_at_any_time (CheckBench *bench)
{
  guint32      flags = MAPI_LOGON_NO_DIALOG;
  MapiXpLogon *logon = check_log_on (bench, &flags);
  g_autoptr (GError) error = NULL;

  if (logon == NULL)
    return;
  mapi_xp_logon_transport_logoff (logon, 0, NULL, &error);
  check_succeeds (bench, error, "TransportLogoff");
}

const MapiCheckClause check_transport_logon_clauses[] = {
  { "transport/logs-on",
    "TransportLogon succeeds without a dialog, and answers no flags but LOGON_SP_*",
    "R239 ixpprovider-transportlogon.md",
    CHECK_NEEDS_NOTHING,
    logs_on },
  { "transport/logs-off-at-any-time",
    "TransportLogoff is accepted right after logon",
    "R379",
    CHECK_NEEDS_NOTHING,
    logs_off_at_any_time },
  { NULL },
};
