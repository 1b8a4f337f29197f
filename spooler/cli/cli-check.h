/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

#include <mapi-check/mapi-check.h>

G_BEGIN_DECLS

/* A way to show results: each as it comes, and all of them at the end. */
typedef struct
{
  const char *name;
  void (*show) (MapiCheckResult *result, guint number);
  void (*end) (MapiCheckRun *run, const char *service);
} CliCheckFormat;

/* NULL when there is no such format. */
const CliCheckFormat *cli_check_format_find (const char *name);

/* `passed`, `failed` … */
const char *cli_check_verdict_name (MapiCheckVerdict verdict);

G_END_DECLS
