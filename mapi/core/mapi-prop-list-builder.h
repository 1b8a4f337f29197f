/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP_LIST_BUILDER (mapi_prop_list_builder_get_type ())

typedef struct _MapiPropListBuilder MapiPropListBuilder;

MAPI_AVAILABLE_IN_1_0
GType mapi_prop_list_builder_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiPropListBuilder *mapi_prop_list_builder_new (void);
MAPI_AVAILABLE_IN_1_0
MapiPropListBuilder *mapi_prop_list_builder_ref (MapiPropListBuilder *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_unref (MapiPropListBuilder *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_i2 (MapiPropListBuilder *self, guint32 tag, gint16 value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_long (MapiPropListBuilder *self, guint32 tag, gint32 value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_float (MapiPropListBuilder *self, guint32 tag, float value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_double (MapiPropListBuilder *self, guint32 tag, double value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_currency (MapiPropListBuilder *self, guint32 tag, gint64 value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_apptime (MapiPropListBuilder *self, guint32 tag, double value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_error (MapiPropListBuilder *self, guint32 tag, gint32 value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_boolean (MapiPropListBuilder *self, guint32 tag, gboolean value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_i8 (MapiPropListBuilder *self, guint32 tag, gint64 value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_systime (MapiPropListBuilder *self, guint32 tag, guint64 value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_string (MapiPropListBuilder *self, guint32 tag, const char *value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_string8 (MapiPropListBuilder *self, guint32 tag, GBytes *value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_binary (MapiPropListBuilder *self, guint32 tag, GBytes *value);
MAPI_AVAILABLE_IN_1_0
void
mapi_prop_list_builder_add_clsid (MapiPropListBuilder *self, guint32 tag, const MapiUid *value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_time (MapiPropListBuilder *self, guint32 tag, GDateTime *value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_restriction (MapiPropListBuilder *self,
                                             guint32              tag,
                                             MapiRestriction     *value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_data (MapiPropListBuilder *self,
                                      guint32              tag,
                                      gconstpointer        data,
                                      gsize                size);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_value (MapiPropListBuilder *self, const MapiPropValue *value);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_list_builder_add_list (MapiPropListBuilder *self, const MapiPropList *list);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_list_builder_end (MapiPropListBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiPropListBuilder, mapi_prop_list_builder_unref)

G_END_DECLS
