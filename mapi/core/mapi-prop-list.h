/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-value.h"
#include "mapi-prop-tag-array.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP_LIST (mapi_prop_list_get_type ())

MAPI_AVAILABLE_IN_1_0
GType mapi_prop_list_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_new_empty (void);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_new_from_value (MapiPropValue *value);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_new_from_bytes (GBytes *bytes, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_ref (MapiPropList *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_unref (MapiPropList *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_prop_list_to_bytes (MapiPropList *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_prop_list_get_size (const MapiPropList *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_list_get_tag (const MapiPropList *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_list_get_value (MapiPropList *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_list_lookup (MapiPropList *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
gint mapi_prop_list_find (const MapiPropList *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_list_contains (const MapiPropList *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
const char *mapi_prop_list_get_string (const MapiPropList *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_prop_list_get_long (const MapiPropList *self, guint32 tag, gint32 fallback);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_prop_list_get_i8 (const MapiPropList *self, guint32 tag, gint64 fallback);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_list_get_boolean (const MapiPropList *self, guint32 tag, gboolean fallback);
MAPI_AVAILABLE_IN_1_0
double mapi_prop_list_get_double (const MapiPropList *self, guint32 tag, double fallback);
MAPI_AVAILABLE_IN_1_0
guint64 mapi_prop_list_get_systime (const MapiPropList *self, guint32 tag, guint64 fallback);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_prop_list_get_bytes (const MapiPropList *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
gconstpointer mapi_prop_list_peek_binary (const MapiPropList *self, guint32 tag, gsize *size);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_prop_list_get_error (const MapiPropList *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
MapiPropList *
mapi_prop_list_select (MapiPropList *self, const MapiPropTagArray *tags, gboolean *missing);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_merge (MapiPropList *self, MapiPropList *changes);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_without (MapiPropList *self, const MapiPropTagArray *tags);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_without_errors (MapiPropList *self);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_prop_list_get_tags (const MapiPropList *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_list_equal (const MapiPropList *self, const MapiPropList *other);
MAPI_AVAILABLE_IN_1_0
char *mapi_prop_list_to_string (const MapiPropList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiPropList, mapi_prop_list_unref)

G_END_DECLS
