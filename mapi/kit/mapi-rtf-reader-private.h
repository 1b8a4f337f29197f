/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

typedef enum
{
  MAPI_RTF_READ_KIND, /* what it was made from, and nothing more */
  MAPI_RTF_READ_TEXT,
  MAPI_RTF_READ_HTML,
} MapiRtfReadMode;

typedef struct
{
  guint32 kind;  /* MAPI_NATIVE_BODY_TYPE_* */
  gsize   begin; /* where the first text stands */
  gsize   end;   /* where the brace stands that ends it all */
} MapiRtfOutline;

gboolean mapi_rtf_read (
    GBytes *rtf, MapiRtfReadMode mode, GString *out, MapiRtfOutline *outline, GError **error);

G_END_DECLS
