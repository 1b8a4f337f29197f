/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-counters-private.h"
#include "mapi-spooler-transport-private.h"

G_BEGIN_DECLS

/* Counts for a transport and for the spooler; from any thread, and cheap. */
void mapi_spooler_tally_attempt (MapiSpoolerTransport *transport);
void mapi_spooler_tally_received (MapiSpoolerTransport *transport);
void mapi_spooler_tally_sent (MapiSpoolerTransport *transport, MapiSpoolerItem *item);
void mapi_spooler_tally_failed (MapiSpoolerTransport *transport, const char *trouble);
void mapi_spooler_tally_call (MapiSpoolerTransport *transport, gint64 usec);
void mapi_spooler_tally_error (MapiSpoolerTransport *transport, const char *text);

/* A message has left the queue; @item may be NULL. */
void mapi_spooler_tally_finished (MapiSpooler *spooler, MapiSpoolerItem *item);

/* A message has come in, whoever brought it. */
void mapi_spooler_tally_arrived (MapiSpooler *spooler);

/* Brings the status table up to date, if anything has changed; in the engine's thread. */
void mapi_spooler_tally_show (MapiSpooler *spooler);

/* The same for the last time, when nobody works any more and transports have no rows: keeps what
 * would stand there. */
void mapi_spooler_tally_close (MapiSpooler *spooler);

G_END_DECLS
