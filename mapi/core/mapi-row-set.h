/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ROW_SET (mapi_row_set_get_type ())

typedef struct _MapiRowSet MapiRowSet;

MAPI_AVAILABLE_IN_1_0
GType mapi_row_set_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_row_set_new (MapiPropList **rows, gsize n_rows);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_row_set_append (MapiRowSet *self, MapiPropList *row);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_row_set_new_from_bytes (GBytes *bytes, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_row_set_to_bytes (MapiRowSet *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_row_set_get_size (const MapiRowSet *self);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_row_set_get_row (const MapiRowSet *self, guint index);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_row_set_equal (const MapiRowSet *self, const MapiRowSet *other);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_row_set_ref (MapiRowSet *self);
MAPI_AVAILABLE_IN_1_0
void mapi_row_set_unref (MapiRowSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiRowSet, mapi_row_set_unref)

G_END_DECLS
