/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tag.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP_TAG_ARRAY (mapi_prop_tag_array_get_type ())

typedef struct _MapiPropTagArray MapiPropTagArray;

MAPI_AVAILABLE_IN_1_0
GType mapi_prop_tag_array_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_prop_tag_array_new (const guint32 *tags, gsize n_tags);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_prop_tag_array_show_instances (const MapiPropTagArray *self);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_prop_tag_array_ref (MapiPropTagArray *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_tag_array_unref (MapiPropTagArray *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_prop_tag_array_get_size (const MapiPropTagArray *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_tag_array_get_tag (const MapiPropTagArray *self, guint index);
MAPI_AVAILABLE_IN_1_0
const guint32 *mapi_prop_tag_array_get_tags (const MapiPropTagArray *self, gsize *n_tags);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_tag_array_contains (const MapiPropTagArray *self, guint32 tag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiPropTagArray, mapi_prop_tag_array_unref)

G_END_DECLS
