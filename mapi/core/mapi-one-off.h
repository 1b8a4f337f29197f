/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-entry-id.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
GBytes *mapi_one_off_new (const char *display_name,
                          const char *address_type,
                          const char *email_address,
                          guint32     flags);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_one_off_is (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_one_off_parse (GBytes  *entry_id,
                             char   **display_name,
                             char   **address_type,
                             char   **email_address,
                             guint32 *flags,
                             GError **error);

G_END_DECLS
