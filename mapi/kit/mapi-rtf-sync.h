/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_rtf_sync (MapiMessage  *message,
                        guint32       flags,
                        gboolean     *updated,
                        GCancellable *cancellable,
                        GError      **error);

G_END_DECLS
