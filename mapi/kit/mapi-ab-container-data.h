/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"
#include "mapi-table.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_ab_container_describe (GBytes     *entry_id,
                                          const char *name,
                                          const char *comment,
                                          guint32     display_type,
                                          guint32     container_flags);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_ab_hierarchy_new (MapiPropList *container, GError **error);

G_END_DECLS
