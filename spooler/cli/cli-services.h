/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* The profile that the options or the environment name, else the default one. */
MapiProfile *cli_open_profile (Cli *cli, GError **error);

/* The services of a profile with their settings, secrets left out. */
JsonArray *cli_describe_services (MapiProfile *profile, GError **error);

G_END_DECLS
