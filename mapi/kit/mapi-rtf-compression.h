/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
GBytes *mapi_rtf_compress (GBytes *rtf, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_rtf_decompress (GBytes *compressed, GError **error);

G_END_DECLS
