/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

/* Bytes that may be changed in place: in memory while they are few, in a temporary file without a
 * name from 1 MiB on. One that is shared is copied before it is changed. Not locked. */
typedef struct _MapiBlob MapiBlob;

MapiBlob *mapi_blob_new (GBytes *initial);
MapiBlob *mapi_blob_ref (MapiBlob *self);
void      mapi_blob_unref (MapiBlob *self);
guint64   mapi_blob_get_size (const MapiBlob *self);
GBytes   *mapi_blob_read (MapiBlob *self, guint64 offset, guint64 count, GError **error);
GBytes   *mapi_blob_get_bytes (MapiBlob *self, GError **error);

/* Both replace *self by a copy when others hold it too. */
gboolean
mapi_blob_write (MapiBlob **self, guint64 offset, gconstpointer data, gsize size, GError **error);
gboolean mapi_blob_set_size (MapiBlob **self, guint64 size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiBlob, mapi_blob_unref)

G_END_DECLS
