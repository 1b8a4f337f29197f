/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tag-array.h"

G_BEGIN_DECLS

/* Which properties of an object: what calls with MAPI_TNEF_PROP_INCLUDE and _EXCLUDE add up to.
 * Of a tag its identifier counts. */
typedef struct
{
  gboolean    has_rest; /* all that is not excluded */
  GHashTable *included; /* identifiers; NULL without any */
  GHashTable *excluded;
  GArray     *tags; /* what was included, in order */
} MapiTnefSelection;

void mapi_tnef_selection_clear (MapiTnefSelection *self);
void mapi_tnef_selection_add (MapiTnefSelection *self, guint32 flags, const MapiPropTagArray *tags);
gboolean mapi_tnef_selection_includes (const MapiTnefSelection *self, guint32 tag);
gboolean mapi_tnef_selection_wants (const MapiTnefSelection *self, guint32 tag);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiTnefSelection, mapi_tnef_selection_clear)

G_END_DECLS
