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

/* Where the message goes when it has been sent: to the others that were, or away. */
gboolean cli_send_set_place (
    Cli *cli, MapiMsgStore *store, MapiMessage *message, gboolean keeps_copy, GError **error);

/* The rows of the status table as objects, and whether one of them is of @provider. */
JsonArray *cli_status_rows (Cli *cli, GError **error);
gboolean   cli_status_has (JsonArray *rows, const char *provider);

/* Prints the queue and the providers in Prometheus' text format. */
CliExit cli_status_prometheus (Cli *cli, GError **error);

/* Prints them, and then each that changes, until the program is interrupted. */
CliExit cli_status_watch (Cli *cli, GError **error);

G_END_DECLS
