/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"
#include "mapi-stream.h"

G_BEGIN_DECLS

GBytes     *mapi_stream_read_all (MapiStream *stream, GCancellable *cancellable, GError **error);
MapiStream *mapi_prop_open_stream (
    MapiProp *prop, guint32 tag, guint32 flags, GCancellable *cancellable, GError **error);
GBytes *
mapi_prop_read_stream (MapiProp *prop, guint32 tag, GCancellable *cancellable, GError **error);
GBytes *
mapi_prop_read_value (MapiProp *prop, guint32 tag, GCancellable *cancellable, GError **error);

G_END_DECLS
