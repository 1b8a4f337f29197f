/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-private.h"

G_BEGIN_DECLS

/* Says who sent a message when neither the client nor a transport has. It is not saved. */
gboolean mapi_spooler_sender_complete (MapiSpooler  *self,
                                       MapiMessage  *message,
                                       GCancellable *cancellable,
                                       GError      **error);

G_END_DECLS
