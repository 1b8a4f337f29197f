/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

#include <mapi-spooler/mapi-spooler.h>

G_BEGIN_DECLS

/* Which messages of the outgoing queue are meant; what is NULL leaves none out. */
typedef struct
{
  char  *older; /* an age: 90, 90s, 5m, 2h, 3d */
  char  *younger;
  char  *recipient; /* a part of an address */
  char  *transport;
  char  *state;
  gint64 least_age; /* of the above, in seconds */
  gint64 most_age;
} CliQueueSelection;

/* The options that choose messages, behind which others may be added up to @n_entries. */
#define CLI_QUEUE_N_OPTIONS 5
void cli_queue_selection_add_options (CliQueueSelection *self, GOptionEntry *entries);

/* Understands what the options said. */
gboolean cli_queue_selection_complete (CliQueueSelection *self, GError **error);
void     cli_queue_selection_clear (CliQueueSelection *self);
gboolean cli_queue_selection_is_empty (const CliQueueSelection *self);

/* The messages that are meant, as MapiQueueItem. */
GPtrArray *
cli_queue_select (Cli *cli, MapiSpoolerQueue *queue, CliQueueSelection *selection, GError **error);

MapiSpoolerQueue *cli_queue_open (Cli *cli, MapiMsgStore **store, GError **error);

/* Seconds since the message was submitted. */
gint64 cli_queue_age (MapiQueueItem *item);

CliExit cli_queue_list (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_queue_ages (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_queue_why (Cli *cli, const CliCommand *command, char **arguments, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliQueueSelection, cli_queue_selection_clear)

G_END_DECLS
