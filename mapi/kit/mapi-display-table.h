/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-flag-list.h"
#include "mapi-prop-tag-array.h"
#include "mapi-table.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_display_table_new (MapiPropTagArray  *tags,
                                   const char *const *labels,
                                   MapiFlagList      *flags,
                                   GError           **error);

G_END_DECLS
