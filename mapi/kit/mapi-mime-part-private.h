/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-gmime-private.h"

G_BEGIN_DECLS

/* What the header block of a part says about its content. */
typedef struct
{
  char                *type; /* `text/plain`, in small letters */
  char                *charset;
  char                *boundary;
  char                *file_name;
  char                *content_id; /* without the angle brackets */
  char                *content_location;
  gboolean             is_attachment;
  GMimeContentEncoding encoding;
  gboolean             is_oddly_encoded; /* the encoding is named in a way not all understand */
} MapiMimePart;

MapiMimePart *mapi_mime_part_new (const char *headers, gsize size, const char *usual_type);
void          mapi_mime_part_free (MapiMimePart *self);
gboolean      mapi_mime_part_is_multipart (const MapiMimePart *self);
gboolean      mapi_mime_part_is_message (const MapiMimePart *self);
gboolean      mapi_mime_part_is_sealed (const MapiMimePart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiMimePart, mapi_mime_part_free)

G_END_DECLS
