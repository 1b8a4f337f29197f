/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text of TNEF streams: in the code page of the stream, or UTF-16; one NUL or more may follow. */
char       *mapi_tnef_text_decode (guint32 code_page, const guint8 *data, gsize size);
char       *mapi_tnef_text_decode_utf16 (const guint8 *data, gsize size);
GByteArray *mapi_tnef_text_encode (guint32 code_page, const char *text);
GByteArray *mapi_tnef_text_encode_utf16 (const char *text);

/* Whether text of bytes can be in this code page. */
gboolean mapi_tnef_text_has_code_page (guint32 code_page);

G_END_DECLS
