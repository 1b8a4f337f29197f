/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-code-page.h"

G_BEGIN_DECLS

/* What becomes of a character that a code page lacks. */
typedef enum
{
  MAPI_CODE_PAGE_LACK_FAILS,
  MAPI_CODE_PAGE_LACK_MARK,      /* a question mark */
  MAPI_CODE_PAGE_LACK_REFERENCE, /* HTML's &#…; */
} MapiCodePageLack;

gboolean mapi_code_page_decode (
    guint32 code_page, const char *data, gsize size, GString *text, GError **error);
GString *
mapi_code_page_encode (guint32 code_page, const char *text, MapiCodePageLack lack, GError **error);

G_END_DECLS
