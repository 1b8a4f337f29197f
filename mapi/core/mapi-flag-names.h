/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-flags.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_flag_from_name (const char *name, guint32 *value);

G_END_DECLS
