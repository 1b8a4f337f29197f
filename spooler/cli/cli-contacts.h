/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli-store.h"

G_BEGIN_DECLS

/* The personal address book of the profile. */
typedef struct
{
  MapiAddressBook *book;
  MapiAbContainer *pab;
} CliContacts;

gboolean cli_contacts_open (CliContacts *self, Cli *cli, guint32 flags, GError **error);
void     cli_contacts_clear (CliContacts *self);

/* All entries, by their names. */
MapiRowSet *cli_contacts_read (CliContacts *self, Cli *cli, GError **error);

/* Makes an entry of these properties, or changes the one that is like it; gives its identifier. */
GBytes *cli_contacts_put (
    CliContacts *self, Cli *cli, MapiPropList *props, gboolean is_list, GError **error);
gboolean cli_contacts_add_members (
    CliContacts *self, Cli *cli, GBytes *list_id, MapiEntryList *members, GError **error);

CliExit cli_contacts_import (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_contacts_export (Cli *cli, const CliCommand *command, char **arguments, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliContacts, cli_contacts_clear)

G_END_DECLS
