/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What compressed RTF refers back to: the last 4096 bytes, in the beginning a fixed text. */
#define MAPI_RTF_WINDOW_SIZE 4096u
#define MAPI_RTF_WINDOW_MASK (MAPI_RTF_WINDOW_SIZE - 1)
#define MAPI_RTF_WINDOW_START 207u
#define MAPI_RTF_MIN_MATCH 2u
#define MAPI_RTF_MAX_MATCH 17u

extern const char mapi_rtf_window_start[MAPI_RTF_WINDOW_START + 1];

GByteArray *mapi_rtf_lzfu_encode (const guint8 *data, gsize size);

G_END_DECLS
