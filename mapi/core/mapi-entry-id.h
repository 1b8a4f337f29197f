/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-uid.h"

G_BEGIN_DECLS

/* An entry identifier is a #GBytes: four flag bytes, a provider's #MapiUid, and what the provider
 * likes. */

MAPI_AVAILABLE_IN_1_0
GBytes *mapi_entry_id_new (guint32 flags, const MapiUid *uid, gconstpointer data, gsize size);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_entry_id_is_valid (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_entry_id_get_flags (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_entry_id_get_uid (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_entry_id_has_uid (GBytes *entry_id, const MapiUid *uid);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_entry_id_get_data (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
char *mapi_entry_id_to_string (GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_entry_id_from_string (const char *string, GError **error);

G_END_DECLS
