/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-stream.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiStream *mapi_rtf_wrap_stream (MapiStream   *compressed,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiStream *mapi_rtf_wrap_stream_ex (MapiStream   *compressed,
                                     guint32       flags,
                                     guint32       code_page,
                                     guint32      *native_body,
                                     GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
