/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-message-private.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_INCOMING (mapi_spooler_incoming_get_type ())
G_DECLARE_FINAL_TYPE (
    MapiSpoolerIncoming, mapi_spooler_incoming, MAPI, SPOOLER_INCOMING, MapiSpoolerMessage)

/* What a transport fills in StartMessage. It sees whether the transport saved it, and saves no
 * message without content (D20), nor one that a hook does not want. @delivery has to outlive it. */
MapiSpoolerIncoming *mapi_spooler_incoming_new (MapiSpoolerDelivery *delivery, gint64 now);

/* Whether there is a new message: the transport called SaveChanges, and it was saved. */
gboolean mapi_spooler_incoming_is_saved (MapiSpoolerIncoming *self);

/* Whether a hook has deleted what the transport brought. */
gboolean mapi_spooler_incoming_is_deleted (MapiSpoolerIncoming *self);

G_END_DECLS
