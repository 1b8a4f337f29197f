/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-builder.h"

G_BEGIN_DECLS

#define MAPI_TNEF_LEVEL_MESSAGE 1
#define MAPI_TNEF_LEVEL_ATTACHMENT 2

typedef enum
{
  MAPI_TNEF_KIND_TEXT,
  MAPI_TNEF_KIND_CLASS,
  MAPI_TNEF_KIND_DATE,
  MAPI_TNEF_KIND_PRIORITY,
  MAPI_TNEF_KIND_STATUS,
  MAPI_TNEF_KIND_HEX, /* bytes, in hexadecimal digits */
  MAPI_TNEF_KIND_LONG,
  MAPI_TNEF_KIND_BOOLEAN,
  MAPI_TNEF_KIND_BINARY,
  MAPI_TNEF_KIND_TRIPLE, /* the sender */
  MAPI_TNEF_KIND_PERSON, /* somebody else: a name and an address, each with its size */
  MAPI_TNEF_KIND_RENDDATA,
} MapiTnefKind;

/* An attribute that stands for one property, or a few: [MS-OXTNEF] 2.1.3.3. */
typedef struct
{
  guint32      attribute;
  guint8       level;
  MapiTnefKind kind;
  guint32      tag; /* of a person the entry identifier */
} MapiTnefAttribute;

extern const MapiTnefAttribute mapi_tnef_attributes[];
extern const guint             mapi_tnef_n_attributes;

const MapiTnefAttribute *mapi_tnef_attribute_find (guint8 level, guint32 attribute);

/* Adds what the attribute says. FALSE when it makes no sense. */
gboolean mapi_tnef_attribute_decode (const MapiTnefAttribute *self,
                                     const guint8            *data,
                                     gsize                    size,
                                     guint32                  code_page,
                                     MapiPropListBuilder     *out);

/* NULL when the properties are not there, or are such that the attribute cannot hold them at all.
 */
GByteArray *mapi_tnef_attribute_encode (const MapiTnefAttribute *self,
                                        MapiPropList            *props,
                                        guint32                  code_page,
                                        gboolean                *is_exact);

/* Persons. */
guint32  mapi_tnef_owner_get_tag (const char *message_class);
gboolean mapi_tnef_triple_decode (const MapiTnefAttribute *self,
                                  const guint8            *data,
                                  gsize                    size,
                                  guint32                  code_page,
                                  MapiPropListBuilder     *out);
GByteArray *
mapi_tnef_triple_encode (const MapiTnefAttribute *self, MapiPropList *props, guint32 code_page);
gboolean mapi_tnef_person_decode (const MapiTnefAttribute *self,
                                  const guint8            *data,
                                  gsize                    size,
                                  guint32                  code_page,
                                  MapiPropListBuilder     *out);
GByteArray *
mapi_tnef_person_encode (const MapiTnefAttribute *self, MapiPropList *props, guint32 code_page);

/* Little-endian numbers at the end of an array. */
static inline void
mapi_tnef_append_u16 (GByteArray *bytes, guint16 value)
{
  value = GUINT16_TO_LE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

static inline void
mapi_tnef_append_u32 (GByteArray *bytes, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

static inline guint16
mapi_tnef_get_u16 (const guint8 *data)
{
  return (guint16) (data[0] | data[1] << 8);
}

static inline guint32
mapi_tnef_get_u32 (const guint8 *data)
{
  return mapi_tnef_get_u16 (data) | (guint32) mapi_tnef_get_u16 (data + 2) << 16;
}

G_END_DECLS
