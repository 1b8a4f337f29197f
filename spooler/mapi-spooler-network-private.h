/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-private.h"

G_BEGIN_DECLS

/* What waited for the network goes when that is there again. */
void mapi_spooler_network_watch (MapiSpooler *self);
void mapi_spooler_network_leave (MapiSpooler *self);

G_END_DECLS
