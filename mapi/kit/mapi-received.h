/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_stamp_received (MapiMessage  *message,
                                      const char   *address_type,
                                      const char   *address,
                                      gint64        unix_usec,
                                      guint32       origin,
                                      GCancellable *cancellable,
                                      GError      **error);

G_END_DECLS
