/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_body_is_same_text (const char *text, const char *other);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_body_derive (MapiPropList *props, guint32 tag, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_body_sync (MapiPropList *before, MapiPropList *changes);

G_END_DECLS
