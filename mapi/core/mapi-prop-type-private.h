/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tag.h"

G_BEGIN_DECLS

/* How a value of a type is encoded. */
typedef enum
{
  MAPI_FORM_NONE,   /* cannot be stored */
  MAPI_FORM_INLINE, /* up to eight bytes, in the entry itself */
  MAPI_FORM_UID,    /* sixteen bytes */
  MAPI_FORM_BINARY,
  MAPI_FORM_STRING8, /* bytes of an unknown code page, a NUL behind them */
  MAPI_FORM_STRING,  /* UTF-8, a NUL behind it */
} MapiPropForm;

typedef struct
{
  guint8 form;
  guint8 size;    /* of the value, or of one element of an array; 0 when it varies */
  guint8 arrayed; /* whether there is a multivalued form */
} MapiPropTypeInfo;

#define MAPI_PROP_TYPE_FLAGS 0x3000u
#define MAPI_PROP_TYPE_ARRAY 0x1000u
#define MAPI_PROP_TYPE_BASE_MASK 0x0fffu
#define MAPI_PROP_TYPE_LAST 0x0105u

extern const MapiPropTypeInfo mapi_prop_type_infos[MAPI_PROP_TYPE_LAST + 1];

static inline guint16
mapi_prop_type_base (guint16 type)
{
  return type & MAPI_PROP_TYPE_BASE_MASK;
}

/* A column with MV_INSTANCE shows one value of an array in each row: its type is a single one. */
static inline gboolean
mapi_prop_type_is_array (guint16 type)
{
  return (type & MAPI_PROP_TYPE_FLAGS) == MAPI_PROP_TYPE_ARRAY;
}

/* Whether @type stores one value of the type @base. */
static inline gboolean
mapi_prop_type_is_single (guint16 type, guint16 base)
{
  return type == base || type == (base | MAPI_PROP_TYPE_FLAGS);
}

static inline const MapiPropTypeInfo *
mapi_prop_type_get_info (guint16 type)
{
  guint16 base = mapi_prop_type_base (type);

  return &mapi_prop_type_infos[base <= MAPI_PROP_TYPE_LAST ? base : 0];
}

gboolean mapi_prop_type_is_storable (guint16 type);

G_END_DECLS
