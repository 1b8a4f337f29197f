/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiRowSet *
mapi_message_list_recipients (MapiMessage *message, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *
mapi_message_list_open_recipients (MapiMessage *message, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_take_responsibility (MapiMessage  *message,
                                           MapiRowSet   *recipients,
                                           GCancellable *cancellable,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *
mapi_recipient_with_failure (MapiPropList *self, guint32 diagnostic, const char *text);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_recipient_with_delivery (MapiPropList *self, gint64 unix_usec);

G_END_DECLS
