/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-entry-id.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
GBytes *mapi_store_entry_id_wrap (const char *dll_name, GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_entry_id_is_wrapped (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_store_entry_id_unwrap (GBytes *entry_id, char **dll_name, GError **error);

G_END_DECLS
