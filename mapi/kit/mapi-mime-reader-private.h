/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

/* Fills a message with MIME as that comes in, in any portions. Attached messages are filled by
 * readers of their own, which are fed with the content of their part. */
typedef struct _MapiMimeReader MapiMimeReader;

MapiMimeReader *
mapi_mime_reader_new (MapiMessage *message, guint32 flags, guint depth, GCancellable *cancellable);
void          mapi_mime_reader_free (MapiMimeReader *self);
void          mapi_mime_reader_feed (MapiMimeReader *self, const char *data, gsize size);
gboolean      mapi_mime_reader_finish (MapiMimeReader *self, GError **error);
const GError *mapi_mime_reader_get_error (const MapiMimeReader *self);
const char   *mapi_mime_reader_get_subject (const MapiMimeReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiMimeReader, mapi_mime_reader_free)

G_END_DECLS
