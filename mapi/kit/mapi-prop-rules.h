/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_rules_check_set (MapiPropList *props, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_rules_filter_set (MapiPropList *props, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_rules_is_own (guint32 tag);

G_END_DECLS
