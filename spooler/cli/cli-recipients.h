/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* What reads an address, or a list of them, without asking anybody. */
typedef MapiRowSet *(*CliParseAddress) (const char *text, guint32 kind, GError **error);

/*
 * The recipients that @text names: addresses as @parse reads them, and names, which are those of
 * the address book of the session. @kind: MAPI_TO, MAPI_CC or MAPI_BCC, whose option an error
 * names.
 */
MapiRowSet *cli_recipients_read (
    Cli *cli, const char *text, guint32 kind, CliParseAddress parse, GError **error);

/* Says when not all of it can be used. */
MapiAddressBook *cli_open_address_book (Cli *cli, GError **error);

G_END_DECLS
