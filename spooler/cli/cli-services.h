/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* The profile that the options or the environment name, else the default one. */
MapiProfile *cli_open_profile (Cli *cli, GError **error);

/* A service of the profile by the name of the service, what the user calls it, or its UID. */
MapiUid *cli_find_service (MapiProfile *profile, const char *text, GError **error);

/* The UID that a row has in a property; NULL for none. */
MapiUid *cli_row_uid (MapiPropList *row, guint32 tag);

/* The services of a profile with their settings, secrets left out. */
JsonArray *cli_describe_services (MapiProfile *profile, GError **error);

/* What could be added, and what can be set of one of these. */
CliExit cli_service_available (Cli *cli);
CliExit cli_service_settings (Cli *cli, const char *name, GError **error);

/* Commands with a file of their own. */
CliExit cli_profile_lint (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_service_install (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit
cli_service_uninstall (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_service_default (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit
cli_service_identity (Cli *cli, const CliCommand *command, char **arguments, GError **error);
CliExit cli_service_order (Cli *cli, const CliCommand *command, char **arguments, GError **error);

G_END_DECLS
