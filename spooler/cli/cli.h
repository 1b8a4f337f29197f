/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What `mapi` exits with; doc/man/mapi.1 lists them. */
typedef enum
{
  CLI_OK = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
  CLI_NOT_FOUND = 3,
  CLI_PARTIAL = 4,
  CLI_TEMPORARY = 5,
} CliExit;

/* One run of the program: what the options before the command said. */
typedef struct
{
  const char   *words; /* the command as it was called: "mapi service add" */
  char         *profile_name;
  gboolean      json;
  gboolean      quiet;
  GCancellable *cancellable;
  MapiSession  *session;
  GString      *out; /* what it writes, for who hands it on; else %NULL, and it goes to the files */
  GString      *err;
} Cli;

/* A command, or a command of a command (`mapi profile create`). */
typedef struct _CliCommand CliCommand;
struct _CliCommand
{
  const char       *name;
  const char       *arguments;
  const char       *summary;
  const CliCommand *commands;
  CliExit (*run) (Cli *cli, const CliCommand *command, char **arguments, GError **error);
};

extern const CliCommand cli_contacts_commands[];
extern const CliCommand cli_profile_commands[];
extern const CliCommand cli_service_commands[];
extern const CliCommand cli_store_commands[];

/* The commands; each parses its own arguments. */
CliExit cli_check (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_explain (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_export (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_flush (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_import (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_ls (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_mv (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_new (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_queue (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_resend (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_rm (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_send (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_show (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_spool (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_status (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_trace (Cli *cli, const CliCommand *command, char **arguments, GError **error);

/* Arguments. A wrong use is an error of a domain of its own. */
#define CLI_USAGE_ERROR (cli_usage_error_quark ())
GQuark cli_usage_error_quark (void);

char  **cli_parse (Cli                *cli,
                   const CliCommand   *command,
                   const GOptionEntry *options,
                   char              **arguments,
                   guint               least,
                   guint               most,
                   GError            **error);
CliExit cli_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Output: one list of objects, as JSON or as a table. */
void cli_print_rows (Cli *cli, JsonArray *rows, const char *const *columns);
void cli_print_object (Cli *cli, JsonObject *object, const char *const *keys);
void cli_say (Cli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* What was done: a line of JSON for programs, or a sentence for people, if there is one. */
void cli_answer (Cli *cli, JsonObject *object, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* What went wrong, in one line, with the name of the code. */
char *cli_error_text (const GError *error);

/* Text without what would move the cursor of somebody's terminal; line ends stay if @lines. */
char *cli_clean (const char *text, gboolean lines);

void cli_print_json (JsonNode *node, gboolean pretty);

/* What went wrong on the way, for people; ends with its own line ends. */
void cli_complain (Cli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Says why a command has failed. Answers what it exits with, which the error tells unless @status
 * is CLI_PARTIAL: which part failed matters less than that another part is done. */
CliExit cli_report (Cli *cli, const GError *error, CliExit status);

G_END_DECLS
