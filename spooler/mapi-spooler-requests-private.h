/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* Hears what other processes ask of the engine, in the thread that calls; NULL where nobody can. */
GFileMonitor *mapi_spooler_requests_watch (MapiSpooler *spooler, const char *profile);

G_END_DECLS
