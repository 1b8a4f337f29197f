/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-lane-private.h"

G_BEGIN_DECLS

/* Asks the transport whether there is mail, when it wants to be asked. */
gboolean mapi_spooler_inbound_poll (MapiSpoolerLane *lane);

/* Fetches one message; answers whether there was one. */
gboolean mapi_spooler_inbound_run (MapiSpoolerLane *lane);

G_END_DECLS
