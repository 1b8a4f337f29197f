/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"

G_BEGIN_DECLS

/* The keys of rows (SqliteRow) in an order, which may be NULL: a GArray of SqliteRowKey. */
GArray *sqlite_sort_rows (GPtrArray *rows, MapiSortOrderSet *order);

/* An order as the database keeps it. */
GBytes *sqlite_sort_to_bytes (MapiSortOrderSet *order);
/* NULL where the bytes are none. */
MapiSortOrderSet *sqlite_sort_from_bytes (GBytes *bytes);

G_END_DECLS
