/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
GBytes *mapi_message_to_bytes (MapiMessage *message, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_read_bytes (MapiMessage  *message,
                                  GBytes       *bytes,
                                  GCancellable *cancellable,
                                  GError      **error);

G_END_DECLS
