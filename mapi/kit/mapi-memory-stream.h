/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-stream.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MEMORY_STREAM (mapi_memory_stream_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiMemoryStream, mapi_memory_stream, MAPI, MEMORY_STREAM, GObject)

MAPI_AVAILABLE_IN_1_0
MapiMemoryStream *mapi_memory_stream_new (GBytes *initial);
MAPI_AVAILABLE_IN_1_0
MapiMemoryStream *mapi_memory_stream_clone (MapiMemoryStream *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_memory_stream_get_bytes (MapiMemoryStream *self, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_memory_stream_steal_bytes (MapiMemoryStream *self, GError **error);

G_END_DECLS
