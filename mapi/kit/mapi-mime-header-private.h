/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A header block is a run of bytes: fields, each with its continuation lines and line ends, and
 * whatever else a broken message has there. Nothing is copied to look at it. */

typedef struct
{
  const char *line; /* the whole field with its line ends */
  gsize       line_size;
  gsize       name_size; /* the name stands first in the line; 0 when the line is no field */
  const char *value;     /* what follows the colon, folded as it is, without the last line end */
  gsize       value_size;
} MapiMimeHeader;

gboolean mapi_mime_header_next (const char **cursor, const char *end, MapiMimeHeader *header);
gboolean mapi_mime_header_is (const MapiMimeHeader *header, const char *name);
gboolean mapi_mime_header_line_is_field (const char *line, gsize size);
char    *mapi_mime_header_unfold (const MapiMimeHeader *header);
char    *mapi_mime_header_decode (const MapiMimeHeader *header);
char    *mapi_mime_text_make_valid (char *text);

/* Writing: every value is made harmless before it stands in a header. */
void mapi_mime_header_append (GString *out, const char *name, const char *value);
void mapi_mime_header_append_text (GString *out, const char *name, const char *text, gboolean utf8);
void mapi_mime_header_append_words (GString *out, const char *text);
char    *mapi_mime_header_clean (const char *text);
gboolean mapi_mime_text_is_ascii (const char *data, gsize size);

G_END_DECLS
