/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-type-private.h"

#include <string.h>

G_BEGIN_DECLS

/* One property where it lies in a block: nothing is copied and nothing owned.  The payload of an
 * array of fixed elements is the elements, little-endian; that of an array of strings or binaries
 * is a count, the offset of the end of each element, and the elements. */
typedef struct
{
  guint32       tag;
  guint32       size;
  guint64       number; /* the value, with MAPI_FORM_INLINE */
  const guint8 *data;   /* the payload, @size bytes, with all others */
} MapiPropView;

static inline guint32
mapi_read_u32 (const guint8 *data)
{
  guint32 value;

  memcpy (&value, data, sizeof value);
  return GUINT32_FROM_LE (value);
}

static inline guint64
mapi_read_u64 (const guint8 *data)
{
  guint64 value;

  memcpy (&value, data, sizeof value);
  return GUINT64_FROM_LE (value);
}

static inline void
mapi_write_u32 (guint8 *data, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (data, &value, sizeof value);
}

static inline void
mapi_write_u64 (guint8 *data, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (data, &value, sizeof value);
}

static inline guint16
mapi_prop_view_type (const MapiPropView *self)
{
  return (guint16) self->tag;
}

static inline gboolean
mapi_prop_view_is_single (const MapiPropView *self, guint16 base)
{
  return mapi_prop_type_is_single (mapi_prop_view_type (self), base);
}

gboolean      mapi_prop_view_is_valid (const MapiPropView *self);
guint         mapi_prop_view_get_n_values (const MapiPropView *self);
gboolean      mapi_prop_view_get_item (const MapiPropView *self, guint index, MapiPropView *item);
gint64        mapi_prop_view_get_integer (const MapiPropView *self);
double        mapi_prop_view_get_number (const MapiPropView *self);
const char   *mapi_prop_view_get_string (const MapiPropView *self);
const guint8 *mapi_prop_view_get_data (const MapiPropView *self, gsize *size);
gsize         mapi_prop_view_get_value_size (const MapiPropView *self);
gboolean      mapi_prop_view_equal (const MapiPropView *self, const MapiPropView *other);
int           mapi_prop_view_compare (const MapiPropView *self, const MapiPropView *other);
void          mapi_prop_view_print (const MapiPropView *self, GString *out);

G_END_DECLS
