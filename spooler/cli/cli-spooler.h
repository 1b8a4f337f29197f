/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/*
 * Drives the queue in this process and says what happens, until nothing is left to do now. Answers
 * CLI_TEMPORARY when messages have to wait for a later try.
 */
CliExit cli_spool_until_empty (Cli *cli, GError **error);

/* Has the spooler that is at work send and fetch, or does it here where there is none. */
CliExit cli_flush_now (Cli *cli, GError **error);

G_END_DECLS
