/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-mime-decode-private.h"
#include "mapi-mime-part-private.h"
#include "mapi-prop-list-builder.h"

G_BEGIN_DECLS

/* The two forms of a message's text, and which parts of it they are. */
typedef struct
{
  gboolean has_text;
  gboolean has_html;
  guint    alternative; /* the multipart/alternative that the first of them is in, 0 for none */
  guint32  code_page;
  char    *text;
  GBytes  *html;
} MapiMimeBody;

void     mapi_mime_body_clear (MapiMimeBody *self);
gboolean mapi_mime_body_wants (const MapiMimeBody *self,
                               const MapiMimePart *part,
                               gboolean            same_alternative);
void     mapi_mime_body_take (MapiMimeBody          *self,
                              const MapiMimePart    *part,
                              const MapiMimeDecoder *decoder,
                              GByteArray            *content,
                              GByteArray            *encoded,
                              MapiMimeSkeleton      *skeleton,
                              gboolean               ends);
void     mapi_mime_body_add_props (const MapiMimeBody *self, MapiPropListBuilder *builder);

guint64 mapi_mime_body_hash_text (const char *text);

G_END_DECLS
