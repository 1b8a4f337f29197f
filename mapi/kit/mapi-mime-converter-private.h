/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-memory-message.h"
#include "mapi-stream.h"

G_BEGIN_DECLS

/* How a message is to become MIME. */
typedef struct
{
  guint32   flags; /* MAPI_CCSF_* */
  MapiProp *address_book;
  guint32   encoding;
  guint32   save_format;
  guint32   wrap_width; /* 0: lines are left as they are */
  guint32   code_page;  /* 0: the message decides */
  guint32   apply_type;
} MapiMimeConversion;

/* The message, or a copy that is what the conversion makes of it. */
MapiMessage *mapi_mime_conversion_prepare (const MapiMimeConversion *self,
                                           MapiMessage              *message,
                                           GCancellable             *cancellable,
                                           GError                  **error);

/* Whether attachments become a part of the text. */
gboolean mapi_mime_conversion_is_uuencode (const MapiMimeConversion *self);

/* Text. */
GString *mapi_mime_wrap_text (const char *text, guint32 width);
gboolean mapi_mime_append_uuencoded (
    GString *text, const char *name, MapiStream *stream, GCancellable *cancellable, GError **error);

/* Puts the message into an attachment of @copy. */
gboolean mapi_mime_attach_tnef (MapiMessage  *message,
                                MapiMessage  *copy,
                                const char   *message_id,
                                GCancellable *cancellable,
                                GError      **error);

G_END_DECLS
