/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *
mapi_mime_charset_decode (const char *charset, const char *data, gsize size, const char **used);
GString *mapi_mime_charset_encode (const char *charset, const char *text);

guint32 mapi_mime_charset_get_code_page (const char *charset, const char *data, gsize size);

G_END_DECLS
