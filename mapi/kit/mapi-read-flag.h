/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_read_flag_check (guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_read_flag_apply (guint32 message_flags, guint32 flags);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_read_flag_reports (guint32 message_flags, guint32 flags);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_read_flag_forgets (guint32 flags);

G_END_DECLS
