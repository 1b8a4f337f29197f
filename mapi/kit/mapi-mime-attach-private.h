/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-mime-part-private.h"

G_BEGIN_DECLS

/* An attachment that is filled as its data comes in: a small one is set as a property, a large one
 * is written to its stream. */
typedef struct _MapiMimeAttachment MapiMimeAttachment;

MapiMimeAttachment *mapi_mime_attachment_new (MapiMessage        *message,
                                              const MapiMimePart *part,
                                              guint32             method,
                                              guint32             sequence,
                                              gboolean            is_inline,
                                              GCancellable       *cancellable,
                                              GError            **error);
void                mapi_mime_attachment_free (MapiMimeAttachment *self);
gboolean            mapi_mime_attachment_write (MapiMimeAttachment *self,
                                                const char         *data,
                                                gsize               size,
                                                GCancellable       *cancellable,
                                                GError            **error);
MapiMessage        *mapi_mime_attachment_open_message (MapiMimeAttachment *self,
                                                       GCancellable       *cancellable,
                                                       GError            **error);
gboolean            mapi_mime_attachment_save (MapiMimeAttachment *self,
                                               const char         *display_name,
                                               GCancellable       *cancellable,
                                               GError            **error);
guint32             mapi_mime_attachment_get_sequence (const MapiMimeAttachment *self);
guint64             mapi_mime_attachment_get_hash (const MapiMimeAttachment *self);

guint64 mapi_mime_attach_hash (MapiPropList *props);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiMimeAttachment, mapi_mime_attachment_free)

G_END_DECLS
