/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-list.h"

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Entry identifiers name objects by numbers that are never given again, so they survive moves and
 * restarts. The one of the store tells where its file is. */

GBytes  *sqlite_entry_id_new (const MapiUid *store, guint32 object_type, gint64 id);
GBytes  *sqlite_entry_id_new_store (const MapiUid *store, const char *path);
gboolean sqlite_entry_id_parse (
    const MapiUid *store, GBytes *entry_id, guint32 *object_type, gint64 *id, GError **error);

/* The path in the entry identifier of a store; NULL where it is not one. */
char *sqlite_entry_id_get_path (GBytes *entry_id);

/* PR_RECORD_KEY and PR_INSTANCE_KEY. */
GBytes *sqlite_record_key_new (const MapiUid *store, guint32 object_type, gint64 id);
GBytes *sqlite_instance_key_new (gint64 id);
/* Of a row of a table, and the row of such a key; FALSE where it is none. */
GBytes  *sqlite_instance_key_new_for (SqliteListEntry entry);
gboolean sqlite_instance_key_parse (GBytes *bytes, SqliteListEntry *entry);

G_END_DECLS
