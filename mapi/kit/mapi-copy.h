/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_copy_props (MapiProp              *source,
                          MapiPropTagArray      *tags,
                          MapiPropTagArray      *exclude,
                          MapiProp              *destination,
                          guint32                flags,
                          MapiPropProblemArray **problems,
                          GCancellable          *cancellable,
                          GError               **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_copy (MapiMessage      *source,
                            MapiMessage      *destination,
                            MapiPropTagArray *exclude,
                            MapiProgress     *progress,
                            GCancellable     *cancellable,
                            GError          **error);

G_END_DECLS
