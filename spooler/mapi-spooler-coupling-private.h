/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* What stores ask the spooler for in calls of their clients. */

/* CompleteMsg: the end of a message that a tightly coupled store has sent itself (R109). */
gboolean mapi_spooler_coupling_complete (MapiSpooler  *spooler,
                                         MapiMsgStore *store,
                                         guint32       flags,
                                         GBytes       *entry_id,
                                         GCancellable *cancellable,
                                         GError      **error);

/* StoreLogoffTransports. */
gboolean mapi_spooler_coupling_logoff (MapiSpooler  *spooler,
                                       MapiMsgStore *store,
                                       guint32      *flags,
                                       GCancellable *cancellable,
                                       GError      **error);

/* ExpandRecips: who has to send the message, and what is to be done before. Inside of the gate. */
gboolean mapi_spooler_coupling_expand (MapiSpooler   *spooler,
                                       const MapiUid *uid,
                                       MapiMessage   *message,
                                       MapiRowSet    *recipients,
                                       guint32       *flags,
                                       GError       **error);

G_END_DECLS
