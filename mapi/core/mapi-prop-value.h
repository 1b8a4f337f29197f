/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tag.h"
#include "mapi-uid-array.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP_VALUE (mapi_prop_value_get_type ())

typedef struct _MapiPropValue   MapiPropValue;
typedef struct _MapiPropList    MapiPropList;
typedef struct _MapiRestriction MapiRestriction;

MAPI_AVAILABLE_IN_1_0
GType mapi_prop_value_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_null (guint32 tag);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_object (guint32 tag);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_i2 (guint32 tag, gint16 value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_long (guint32 tag, gint32 value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_float (guint32 tag, float value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_double (guint32 tag, double value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_currency (guint32 tag, gint64 value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_apptime (guint32 tag, double value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_error (guint32 tag, gint32 value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_boolean (guint32 tag, gboolean value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_i8 (guint32 tag, gint64 value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_systime (guint32 tag, guint64 value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_string (guint32 tag, const char *value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_string8 (guint32 tag, GBytes *value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_binary (guint32 tag, GBytes *value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_clsid (guint32 tag, const MapiUid *value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_time (guint32 tag, GDateTime *value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_restriction (guint32 tag, MapiRestriction *value);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_i2 (guint32 tag, const gint16 *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_long (guint32 tag, const gint32 *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_float (guint32 tag, const float *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_double (guint32 tag, const double *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_currency (guint32 tag, const gint64 *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_apptime (guint32 tag, const double *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_i8 (guint32 tag, const gint64 *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_systime (guint32 tag, const guint64 *values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_string (guint32 tag, const char *const *values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_bytes (guint32 tag, GBytes **values, gsize n_values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_new_mv_clsid (guint32 tag, MapiUidArray *values);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_ref (MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_value_unref (MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_value_get_tag (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_prop_value_get_n_values (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gint16 mapi_prop_value_get_i2 (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_prop_value_get_long (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
float mapi_prop_value_get_float (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
double mapi_prop_value_get_double (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_prop_value_get_currency (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
double mapi_prop_value_get_apptime (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_prop_value_get_error (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_value_get_boolean (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_prop_value_get_i8 (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
guint64 mapi_prop_value_get_systime (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_prop_value_get_string (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_prop_value_get_bytes (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_prop_value_get_clsid (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
GDateTime *mapi_prop_value_get_time (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
MapiRestriction *mapi_prop_value_get_restriction (const MapiPropValue *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_prop_value_get_mv_integer (const MapiPropValue *self, guint index);
MAPI_AVAILABLE_IN_1_0
double mapi_prop_value_get_mv_number (const MapiPropValue *self, guint index);
MAPI_AVAILABLE_IN_1_0
const char *mapi_prop_value_get_mv_string (const MapiPropValue *self, guint index);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_prop_value_get_mv_bytes (const MapiPropValue *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_change_tag (MapiPropValue *self, guint32 tag);
MAPI_AVAILABLE_IN_1_0
MapiPropValue *mapi_prop_value_get_item (const MapiPropValue *self, guint index);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_value_equal (const MapiPropValue *self, const MapiPropValue *other);
MAPI_AVAILABLE_IN_1_0
gint mapi_prop_value_compare (const MapiPropValue *self, const MapiPropValue *other);
MAPI_AVAILABLE_IN_1_0
char *mapi_prop_value_to_string (const MapiPropValue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiPropValue, mapi_prop_value_unref)

G_END_DECLS
