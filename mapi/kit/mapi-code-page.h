/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
const char *mapi_code_page_get_charset (guint32 code_page);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_code_page_from_charset (const char *charset);
MAPI_AVAILABLE_IN_1_0
char *mapi_code_page_to_utf8 (guint32 code_page, GBytes *bytes, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_code_page_from_utf8 (guint32 code_page, const char *text, GError **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_code_page_of_message (MapiPropList *props);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_code_page_of_internet (MapiPropList *props);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_code_page_convert_value (guint32        code_page,
                                             MapiPropValue *value,
                                             guint32        type,
                                             GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_code_page_lookup (guint32 code_page, MapiPropList *props, guint32 tag);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_code_page_select (guint32                 code_page,
                                     MapiPropList           *props,
                                     const MapiPropTagArray *tags,
                                     gboolean               *missing);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_code_page_to_unicode (guint32 code_page, MapiPropList *props);

G_END_DECLS
