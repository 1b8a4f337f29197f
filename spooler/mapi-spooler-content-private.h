/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-outgoing-private.h"

G_BEGIN_DECLS

/* Sees to what a message says before a transport gets it: plain and formatted text are brought in
 * step where the store does not (R598, R599), and files that attachments refer to are read (R596).
 * The changes are made to @view, and saved with it. */
gboolean mapi_spooler_content_prepare (MapiSpoolerOutgoing *view,
                                       MapiMsgStore        *store,
                                       GCancellable        *cancellable,
                                       GError             **error);

G_END_DECLS
