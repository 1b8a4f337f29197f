/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/*
 * The program has the one command of which there is a process for each message. All others, and the
 * libraries that only they need, lie in a module.
 */
#define CLI_SEND_COMMAND                                                                           \
  {                                                                                                \
    "send", "[FILE…]", "send a message: files, standard input, or composed from options", NULL,    \
        cli_send                                                                                   \
  }

/* What the module has: its commands, and `mapi flush` for `mapi send --now`. */
extern const CliCommand cli_commands[];

/*
 * Both load the module. From then on the whole of the locale holds, and signals cancel what is
 * done: each is called once, before the work that it leads to.
 */
const CliCommand *cli_module_get_commands (Cli *cli, GError **error);
CliExit           cli_module_flush_now (Cli *cli, GError **error);

G_END_DECLS
