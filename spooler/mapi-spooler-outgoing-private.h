/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-message-private.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_OUTGOING (mapi_spooler_outgoing_get_type ())
G_DECLARE_FINAL_TYPE (
    MapiSpoolerOutgoing, mapi_spooler_outgoing, MAPI, SPOOLER_OUTGOING, MapiSpoolerMessage)

/* What a transport is given in SubmitMessage (D26): its recipients have PR_RESPONSIBILITY FALSE,
 * all others TRUE. What the transport records stays here; the spooler brings it to the store. */
MapiSpoolerOutgoing *
mapi_spooler_outgoing_new (MapiMessage *message, MapiRowSet *recipients, const guint8 *own);

/* The recipients that are the transport's and that it has done with: indices below the number of
 * recipients. */
gboolean mapi_spooler_outgoing_is_own (MapiSpoolerOutgoing *self, guint index);
gboolean mapi_spooler_outgoing_is_done (MapiSpoolerOutgoing *self, guint index);

/* Whether the transport itself saved the message. */
gboolean mapi_spooler_outgoing_is_saved (MapiSpoolerOutgoing *self);

/* Whether the transport has claimed recipients who are not its own, or not there at all. */
gboolean mapi_spooler_outgoing_has_overreached (MapiSpoolerOutgoing *self);

/* The properties the transport has set (transfer full, nullable). */
MapiPropList *mapi_spooler_outgoing_get_changes (MapiSpoolerOutgoing *self);

/* What StatusRecips was told of the message; it fails once that is closed. */
gboolean    mapi_spooler_outgoing_add_reported (MapiSpoolerOutgoing *self,
                                                MapiRowSet          *recipients,
                                                GError             **error);
MapiRowSet *mapi_spooler_outgoing_get_reported (MapiSpoolerOutgoing *self);

/* The row of @recipients that @row stands for: by row identifier, or by address when it has none;
 * -1 when there is no such. */
gint mapi_spooler_find_recipient (MapiRowSet *recipients, MapiPropList *row);

/* The transport has no business with it any more. */

G_END_DECLS
