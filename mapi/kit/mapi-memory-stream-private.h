/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-memory-stream.h"

G_BEGIN_DECLS

/* Takes over what @stream holds at a commit. */
typedef gboolean (*MapiMemoryStreamCommit) (MapiMemoryStream *stream,
                                            gpointer          owner,
                                            guint32           tag,
                                            GError          **error);

guint64 mapi_memory_stream_peek_size (MapiMemoryStream *self);
void    mapi_memory_stream_set_read_only (MapiMemoryStream *self);
void    mapi_memory_stream_set_owner (MapiMemoryStream      *self,
                                      GObject               *owner,
                                      guint32                tag,
                                      MapiMemoryStreamCommit commit);

G_END_DECLS
