/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
char *mapi_html_to_text (const char *html);
MAPI_AVAILABLE_IN_1_0
char *mapi_html_from_text (const char *text);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_html_get_code_page (GBytes *html, guint32 code_page);
MAPI_AVAILABLE_IN_1_0
char *mapi_html_decode (GBytes *html, guint32 code_page, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_html_encode (const char *html, guint32 code_page, GError **error);

G_END_DECLS
