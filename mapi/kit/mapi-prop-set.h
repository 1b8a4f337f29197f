/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_set_value (MapiProp *self, MapiPropValue *value, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_set_string (MapiProp *self, guint32 tag, const char *value, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_set_long (MapiProp *self, guint32 tag, gint32 value, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_set_boolean (MapiProp *self, guint32 tag, gboolean value, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_set_bytes (MapiProp *self, guint32 tag, GBytes *value, GError **error);

G_END_DECLS
