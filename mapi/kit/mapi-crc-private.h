/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint32 mapi_crc (guint32 crc, gconstpointer data, gsize size);

G_END_DECLS
