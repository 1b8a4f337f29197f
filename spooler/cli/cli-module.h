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

/* Loads the module when it is needed first, and finds what is named like that in it. */
gpointer cli_module_find (const char *name, GError **error);

G_END_DECLS
