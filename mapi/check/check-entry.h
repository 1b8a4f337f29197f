/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/* The entry point of a module, of any kind of provider, as it is exported. */

/* It refuses a host of a version that it was not made for, with MAPI_E_VERSION. */
void check_entry_refuses_another_version (CheckBench *bench, const char *symbol);

/* It gives each caller a provider object of its own. */
void check_entry_gives_a_new_provider (CheckBench *bench, const char *symbol);

/* Whether the service has settings that are required; else the clause is skipped. */
gboolean check_entry_has_required_settings (CheckBench *bench);

G_END_DECLS
