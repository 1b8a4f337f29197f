/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-mime-content-private.h"

G_BEGIN_DECLS

typedef struct
{
  MapiAttach   *attach;
  MapiPropList *props;
} MapiMimeSourceAttachment;

/* What is to be written of a message: all of it but the data of the attachments. */
typedef struct
{
  MapiMessage  *message;
  MapiPropList *props;
  MapiRowSet   *recipients;
  MapiRowSet   *reported; /* whom a report is about; NULL for what is no report */
  GPtrArray    *attachments;
  const char   *text; /* NULL without one */
  const char   *html;
  gsize         html_size;
} MapiMimeSource;

gboolean mapi_mime_source_load (MapiMimeSource *self,
                                MapiMessage    *message,
                                GCancellable   *cancellable,
                                GError        **error);
void     mapi_mime_source_clear (MapiMimeSource *self);

MapiMimeSourceAttachment *mapi_mime_source_find (const MapiMimeSource *self, guint32 sequence);

guint32      mapi_mime_source_attachment_get_method (const MapiMimeSourceAttachment *self);
gboolean     mapi_mime_source_attachment_is_type (const MapiMimeSourceAttachment *self,
                                                  const char                     *prefix);
MapiStream  *mapi_mime_source_attachment_open (const MapiMimeSourceAttachment *self,
                                               GCancellable                   *cancellable,
                                               GError                        **error);
MapiMessage *mapi_mime_source_attachment_open_message (const MapiMimeSourceAttachment *self,
                                                       GCancellable                   *cancellable,
                                                       GError                        **error);

G_END_DECLS
