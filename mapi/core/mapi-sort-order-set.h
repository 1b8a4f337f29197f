/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"
#include "mapi-prop-tag-array.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SORT_ORDER_SET (mapi_sort_order_set_get_type ())

typedef struct _MapiSortOrderSet MapiSortOrderSet;

MAPI_AVAILABLE_IN_1_0
GType mapi_sort_order_set_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiSortOrderSet *mapi_sort_order_set_new (guint n_categories, guint n_expanded);
MAPI_AVAILABLE_IN_1_0
MapiSortOrderSet *mapi_sort_order_set_append (MapiSortOrderSet *self, guint32 tag, guint32 order);
MAPI_AVAILABLE_IN_1_0
guint mapi_sort_order_set_get_size (const MapiSortOrderSet *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_sort_order_set_get_tag (const MapiSortOrderSet *self, guint index);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_sort_order_set_get_order (const MapiSortOrderSet *self, guint index);
MAPI_AVAILABLE_IN_1_0
guint mapi_sort_order_set_get_n_categories (const MapiSortOrderSet *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_sort_order_set_get_n_expanded (const MapiSortOrderSet *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_sort_order_set_check (const MapiSortOrderSet *self,
                                    const MapiPropTagArray *columns,
                                    guint32                *instance_tag,
                                    GError                **error);
MAPI_AVAILABLE_IN_1_0
GBytes *
mapi_sort_order_set_make_key (const MapiSortOrderSet *self, guint n_columns, MapiPropList *row);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_sort_order_set_equal (const MapiSortOrderSet *self, const MapiSortOrderSet *other);
MAPI_AVAILABLE_IN_1_0
MapiSortOrderSet *mapi_sort_order_set_ref (MapiSortOrderSet *self);
MAPI_AVAILABLE_IN_1_0
void mapi_sort_order_set_unref (MapiSortOrderSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSortOrderSet, mapi_sort_order_set_unref)

G_END_DECLS
