/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-message-private.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_INCOMING (mapi_spooler_incoming_get_type ())
G_DECLARE_FINAL_TYPE (
    MapiSpoolerIncoming, mapi_spooler_incoming, MAPI, SPOOLER_INCOMING, MapiSpoolerMessage)

/* What a transport fills in StartMessage. It sees whether the transport saved it, and saves no
 * message without content (D20). */
MapiSpoolerIncoming *mapi_spooler_incoming_new (MapiMessage *message, gint64 now);
gboolean             mapi_spooler_incoming_is_saved (MapiSpoolerIncoming *self);
gboolean             mapi_spooler_incoming_is_empty (MapiSpoolerIncoming *self);

G_END_DECLS
