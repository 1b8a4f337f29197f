/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
guint32 mapi_rtf_get_native_body (GBytes *rtf, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_rtf_to_text (GBytes *rtf, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_rtf_from_text (const char *text);
MAPI_AVAILABLE_IN_1_0
char *mapi_rtf_to_html (GBytes *rtf, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_rtf_from_html (const char *html);

G_END_DECLS
