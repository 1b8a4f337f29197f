/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_STREAM (mapi_stream_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiStream, mapi_stream, MAPI, STREAM, GObject)

struct _MapiStreamInterface
{
  GTypeInterface parent_iface;

  GBytes *(*read) (MapiStream *self, guint64 count, GCancellable *cancellable, GError **error);
  gboolean (*write) (MapiStream *self, GBytes *bytes, GCancellable *cancellable, GError **error);
  gboolean (*seek) (
      MapiStream *self, gint64 offset, guint32 origin, guint64 *position, GError **error);
  gboolean (*set_size) (MapiStream *self, guint64 size, GCancellable *cancellable, GError **error);
  gboolean (*get_size) (MapiStream *self, guint64 *size, GError **error);
  gboolean (*commit) (MapiStream *self, guint32 flags, GCancellable *cancellable, GError **error);
};

MAPI_AVAILABLE_IN_1_0
GBytes *
mapi_stream_read (MapiStream *self, guint64 count, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_stream_write (MapiStream *self, GBytes *bytes, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_stream_seek (
    MapiStream *self, gint64 offset, guint32 origin, guint64 *position, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_stream_set_size (MapiStream *self, guint64 size, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_stream_get_size (MapiStream *self, guint64 *size, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_stream_commit (MapiStream *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
GInputStream *mapi_stream_get_input_stream (MapiStream *self);
MAPI_AVAILABLE_IN_1_0
GOutputStream *mapi_stream_get_output_stream (MapiStream *self);

G_END_DECLS
