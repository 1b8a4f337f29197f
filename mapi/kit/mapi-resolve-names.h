/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-container.h"
#include "mapi-flag-list.h"
#include "mapi-table.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_resolve_names (MapiTable        *table,
                                MapiPropTagArray *tags,
                                MapiRowSet       *recipients,
                                MapiFlagList     *states,
                                MapiFlagList    **new_states,
                                GCancellable     *cancellable,
                                GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_resolve_names_in (MapiContainer    *container,
                                   MapiPropTagArray *tags,
                                   MapiRowSet       *recipients,
                                   MapiFlagList     *states,
                                   MapiFlagList    **new_states,
                                   GCancellable     *cancellable,
                                   GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_find_names (MapiTable        *table,
                             MapiPropTagArray *tags,
                             const char       *name,
                             GCancellable     *cancellable,
                             GError          **error);

G_END_DECLS
