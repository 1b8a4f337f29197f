/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-msg-store.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_validate_ipm_subtree (MapiMsgStore *store,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error);

G_END_DECLS
