/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-object.h"

G_BEGIN_DECLS

#define SQLITE_TYPE_FOLDER (sqlite_folder_get_type ())
G_DECLARE_FINAL_TYPE (SqliteFolder, sqlite_folder, SQLITE, FOLDER, SqliteObject)

MapiProp *sqlite_folder_open (SqliteStore *store, gint64 id, guint32 flags, GError **error);
gint64    sqlite_folder_get_id (SqliteFolder *self);

/* The number of @folder where it is one of the same store file as @self that takes messages, or 0.
 */
gint64 sqlite_folder_get_neighbour (SqliteFolder *self, MapiFolder *folder);

/* Whether it holds what a search has found, and no messages of its own. */
gboolean sqlite_folder_is_search (SqliteFolder *self);

/* Goes on with a search that is not done, since its process may be gone. Where it is not, both
 * look, and what one has found the other does not find again. */
gboolean sqlite_folder_resume_search (SqliteFolder *self, GError **error);

/* FALSE with an error where the folder was opened for reading, or the store was logged off. */
gboolean sqlite_folder_check_access (SqliteFolder *self, GError **error);

/* Deletes what a search has found, where it lies. */
gboolean sqlite_folder_delete_found (SqliteFolder *self,
                                     MapiProgress *progress,
                                     GCancellable *cancellable,
                                     guint32      *warning,
                                     GError      **error);

/* Slots of MapiFolder in other files. */
void sqlite_folder_init_copy (MapiFolderInterface *iface);
void sqlite_folder_init_create (MapiFolderInterface *iface);
void sqlite_folder_init_delete (MapiFolderInterface *iface);
void sqlite_folder_init_messages (MapiFolderInterface *iface);
void sqlite_folder_init_search (MapiContainerInterface *iface);
void sqlite_folder_init_sort (MapiFolderInterface *iface);

/* Gives a contents table the order that was saved. */
gboolean sqlite_folder_sort_table (SqliteFolder *self, MapiTable *table, GError **error);

G_END_DECLS
