/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"
#include "mapi-spooler-transport-private.h"

G_BEGIN_DECLS

/* What providers tell the engine about messages. It is not waited for, since the provider may be in
 * a call of the engine. From any thread, inside of the gate. */

/* NOTIFY_SENTDEFERRED: the message is to be submitted again. */
void mapi_spooler_notice_send_deferred (MapiSpooler          *spooler,
                                        MapiSpoolerTransport *transport,
                                        GBytes               *entry_id);

/* NOTIFY_NEWMAIL_RECEIVED: a tightly coupled store has received a message itself. */
void mapi_spooler_notice_received (MapiSpooler *spooler, MapiMsgStore *store, GBytes *entry_id);

/* To the transport, that a message which it wanted to ask for is not to be sent: @flags are
 * NOTIFY_ABORT_DEFERRED, and NOTIFY_CANCEL_MESSAGE when somebody has taken it back (R375, R376). */
void mapi_spooler_notice_abort_deferred (MapiSpooler          *spooler,
                                         MapiSpoolerTransport *transport,
                                         GBytes               *entry_id,
                                         guint32               flags);

G_END_DECLS
