/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

#define CLI_TYPE_PROGRESS (cli_progress_get_type ())
G_DECLARE_FINAL_TYPE (CliProgress, cli_progress, CLI, PROGRESS, GObject)

/* Says on the terminal how far @what is; %NULL where nobody looks. */
CliProgress *cli_progress_new (Cli *cli, const char *what);
/* Takes the line away again. */
void cli_progress_end (CliProgress *self);

G_END_DECLS
