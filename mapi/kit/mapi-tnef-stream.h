/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-tnef.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiTnef *mapi_tnef_open_stream (MapiStream  *stream,
                                 const char  *stream_name,
                                 guint32      flags,
                                 MapiMessage *message,
                                 guint16      key,
                                 GError     **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_get_stream_codepage (MapiStream *stream,
                                        guint32    *code_page,
                                        guint32    *sub_code_page,
                                        GError    **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_decode_attachment (MapiMessage           *message,
                                      guint32                attachment_number,
                                      MapiTnefProblemArray **problems,
                                      GCancellable          *cancellable,
                                      GError               **error);

G_END_DECLS
