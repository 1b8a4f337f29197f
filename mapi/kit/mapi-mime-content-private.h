/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-mime-output-private.h"
#include "mapi-stream.h"

G_BEGIN_DECLS

/* The content of a part before it is encoded: bytes in memory, or a stream read from its start. */
typedef struct
{
  const char *data;
  gsize       size;
  MapiStream *stream;
} MapiMimeContent;

/* What decides how content can be sent. */
typedef struct
{
  gboolean has_8bit;
  gboolean has_controls; /* NUL, or a CR or LF that is no line end: no encoding, no way */
  gboolean has_long_lines;
  gsize    n_8bit;
  gsize    size;
  gsize    column;
  char     last;
} MapiMimeShape;

void mapi_mime_shape_look (MapiMimeShape *self, const char *data, gsize size);
MapiMimeCoding
mapi_mime_shape_choose (const MapiMimeShape *self, gboolean is_text, guint32 write_flags);

gboolean mapi_mime_content_look (const MapiMimeContent *self,
                                 MapiMimeShape         *shape,
                                 GCancellable          *cancellable,
                                 GError               **error);
void     mapi_mime_content_write (const MapiMimeContent *self,
                                  MapiMimeOutput        *out,
                                  MapiMimeCoding         coding,
                                  gboolean               ends);
void     mapi_mime_content_write_sealed (const MapiMimeContent *self,
                                         MapiMimeOutput        *out,
                                         gboolean               with_headers);

G_END_DECLS
