/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* An order as the database keeps it. */
GBytes *sqlite_sort_to_bytes (MapiSortOrderSet *order);
/* NULL where the bytes are none. */
MapiSortOrderSet *sqlite_sort_from_bytes (GBytes *bytes);

G_END_DECLS
