/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"

G_BEGIN_DECLS

#define MAPI_TYPE_RESTRICTION (mapi_restriction_get_type ())

MAPI_AVAILABLE_IN_1_0
GType mapi_restriction_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_and (MapiRestriction **children, gsize n_children);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_or (MapiRestriction **children, gsize n_children);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_not (MapiRestriction *child);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *
mapi_restriction_new_content (guint32 fuzzy_level, guint32 tag, MapiPropValue *value);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_property (guint32 relop, guint32 tag, MapiPropValue *value);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_compare_props (guint32 relop, guint32 tag1, guint32 tag2);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_bitmask (guint32 relop, guint32 tag, guint32 mask);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_size (guint32 relop, guint32 tag, guint32 size);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_exist (guint32 tag);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_sub (guint32 subobject, MapiRestriction *child);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_comment (MapiRestriction *child, MapiPropList *props);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_count (guint32 count, MapiRestriction *child);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_annotation (MapiRestriction *child, MapiPropList *props);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_new_from_bytes (GBytes *bytes, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_ref (MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
void mapi_restriction_unref (MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_restriction_to_bytes (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_restriction_get_kind (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_restriction_get_n_children (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_restriction_get_child (const MapiRestriction *self, guint index);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_restriction_get_tag (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_restriction_get_tag2 (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_restriction_get_operator (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_restriction_get_number (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_restriction_get_value (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_restriction_get_props (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_restriction_matches (const MapiRestriction *self, MapiPropList *row);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_restriction_matches_message (const MapiRestriction *self,
                                           MapiPropList          *row,
                                           MapiRowSet            *recipients,
                                           MapiRowSet            *attachments);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_restriction_needs_parts (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_restriction_get_depth (const MapiRestriction *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_restriction_to_string (const MapiRestriction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiRestriction, mapi_restriction_unref)

G_END_DECLS
