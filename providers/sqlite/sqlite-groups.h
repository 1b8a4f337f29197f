/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-view.h"

G_BEGIN_DECLS

/* What a table shows that has categories, or a row for each value of a column: a copy of its rows
 * in memory, which the table keeps up to date. Without a lock. */
typedef struct _SqliteGroups SqliteGroups;

/* @order may be NULL. */
gboolean sqlite_groups_are_needed (MapiPropTagArray *columns, MapiSortOrderSet *order);

/* The rows of @view, which has to live on; the sinks of @notifier hear what changes. */
SqliteGroups *sqlite_groups_new (SqliteView       *view,
                                 MapiNotifier     *notifier,
                                 MapiPropTagArray *columns,
                                 MapiSortOrderSet *order,
                                 GError          **error);
void          sqlite_groups_free (SqliteGroups *self);

MapiTable *sqlite_groups_get_table (SqliteGroups *self);
gboolean sqlite_groups_set_columns (SqliteGroups *self, MapiPropTagArray *columns, GError **error);
/* Reads what a search looks at. */
gboolean
sqlite_groups_prepare_find (SqliteGroups *self, MapiRestriction *restriction, GError **error);

/* After something happened to one message, or to who knows which. */
void     sqlite_groups_update (SqliteGroups *self, gint64 id);
gboolean sqlite_groups_refresh (SqliteGroups *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteGroups, sqlite_groups_free)

G_END_DECLS
