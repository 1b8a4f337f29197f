/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-restriction.h"

G_BEGIN_DECLS

/* A restriction that rows are held against, whichever of their two types they have their strings
 * in. */
typedef struct _MapiTableFilter MapiTableFilter;

MapiTableFilter *mapi_table_filter_new (MapiRestriction *restriction);
void             mapi_table_filter_free (MapiTableFilter *self);

/* @code_page is that of the strings in bytes, or 0 for what @props say themselves. */
gboolean
mapi_table_filter_matches (const MapiTableFilter *self, guint32 code_page, MapiPropList *props);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiTableFilter, mapi_table_filter_free)

G_END_DECLS
