/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-folders.h"
#include "sqlite-store.h"

G_BEGIN_DECLS

/* The table of the folders below one, right below or at any depth; it follows what happens. */
MapiTable *sqlite_hierarchy_open (SqliteStore *store, gint64 folder, gboolean deep, GError **error);

/* What tables and GetProps show of a folder. */
void sqlite_folder_data_add_props (const SqliteFolderData *data,
                                   SqliteBackend          *backend,
                                   MapiPropListBuilder    *builder);

G_END_DECLS
