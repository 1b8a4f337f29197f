/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-tnef-text-private.h"
#include "mapi-tnef-value-private.h"

static gboolean
skip_padding (MapiTnefInput *input, guint32 size)
{
  return mapi_tnef_input_skip (input, -size & 3);
}

static MapiNameId *
read_name_string (MapiTnefInput *input, const MapiUid *set)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *name = NULL;
  guint32          size;

  if (!mapi_tnef_input_read_u32 (input, &size) || size > G_MAXUINT16 ||
      !mapi_tnef_input_read_array (input, bytes, size) || !skip_padding (input, size))
    return NULL;

  name = mapi_tnef_text_decode_utf16 (bytes->data, bytes->len);
  return mapi_name_id_new_from_string (set, name);
}

static MapiNameId *
read_name (MapiTnefInput *input)
{
  MapiUid set;
  guint32 kind, id;

  if (mapi_tnef_input_read (input, set.bytes, sizeof set.bytes) != sizeof set.bytes ||
      !mapi_tnef_input_read_u32 (input, &kind))
    return NULL;
  if (kind == MAPI_MNID_STRING)
    return read_name_string (input, &set);
  if (kind != MAPI_MNID_ID || !mapi_tnef_input_read_u32 (input, &id))
    return NULL;
  return mapi_name_id_new_from_id (&set, id);
}

gboolean
mapi_tnef_value_read_tag (MapiTnefInput *input, guint32 *tag, MapiNameId **name)
{
  guint16 type, id;

  *name = NULL;
  if (!mapi_tnef_input_read_u16 (input, &type) || !mapi_tnef_input_read_u16 (input, &id))
    return FALSE;

  *tag = mapi_prop_tag_new (id, type);
  if (!mapi_prop_tag_is_named (*tag))
    return TRUE;
  *name = read_name (input);
  return *name != NULL;
}

/* The bytes of a value of fixed size, 0 of any other type. */
static guint
get_fixed_size (guint16 type)
{
  switch (type & ~MAPI_MV_FLAG)
    {
    case MAPI_PT_I2:
    case MAPI_PT_BOOLEAN:
    case MAPI_PT_NULL:
    case MAPI_PT_LONG:
    case MAPI_PT_R4:
    case MAPI_PT_ERROR:
      return 4;
    case MAPI_PT_DOUBLE:
    case MAPI_PT_CURRENCY:
    case MAPI_PT_APPTIME:
    case MAPI_PT_I8:
    case MAPI_PT_SYSTIME:
      return 8;
    case MAPI_PT_CLSID:
      return 16;
    default:
      return 0;
    }
}

MapiTnefForm
mapi_tnef_value_get_form (guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);

  if (get_fixed_size (type) != 0)
    return MAPI_TNEF_FORM_FIXED;

  switch (type)
    {
    case MAPI_PT_STRING8:
    case MAPI_PT_UNICODE:
    case MAPI_PT_BINARY:
    case MAPI_PT_OBJECT:
    case MAPI_PT_MV_STRING8:
    case MAPI_PT_MV_UNICODE:
    case MAPI_PT_MV_BINARY:
      return MAPI_TNEF_FORM_SIZED;
    default:
      return MAPI_TNEF_FORM_UNKNOWN;
    }
}

typedef union
{
  guint8  bytes[16];
  guint16 u16;
  guint32 u32;
  guint64 u64;
  float   r4;
  double  r8;
} Fixed;

static void
swap_fixed (Fixed *value, guint16 type)
{
  if (get_fixed_size (type) == 8)
    value->u64 = GUINT64_FROM_LE (value->u64);
  else if (type == MAPI_PT_I2 || type == MAPI_PT_BOOLEAN)
    value->u16 = GUINT16_FROM_LE (value->u16);
  else if (get_fixed_size (type) == 4)
    value->u32 = GUINT32_FROM_LE (value->u32);
}

static gboolean
read_fixed (MapiTnefInput *input, guint16 type, Fixed *value)
{
  guint size = get_fixed_size (type);

  if (mapi_tnef_input_read (input, value->bytes, size) != size)
    return FALSE;
  swap_fixed (value, type & ~MAPI_MV_FLAG);
  return TRUE;
}

static MapiPropValue *
read_single_fixed (MapiTnefInput *input, guint32 tag)
{
  Fixed value = { { 0 } };

  if (!read_fixed (input, mapi_prop_tag_get_prop_type (tag), &value))
    return NULL;

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_I2:
      return mapi_prop_value_new_i2 (tag, (gint16) value.u16);
    case MAPI_PT_BOOLEAN:
      return mapi_prop_value_new_boolean (tag, value.u16 != 0);
    case MAPI_PT_LONG:
      return mapi_prop_value_new_long (tag, (gint32) value.u32);
    case MAPI_PT_R4:
      return mapi_prop_value_new_float (tag, value.r4);
    case MAPI_PT_ERROR:
      return mapi_prop_value_new_error (tag, (gint32) value.u32);
    case MAPI_PT_DOUBLE:
      return mapi_prop_value_new_double (tag, value.r8);
    case MAPI_PT_CURRENCY:
      return mapi_prop_value_new_currency (tag, (gint64) value.u64);
    case MAPI_PT_APPTIME:
      return mapi_prop_value_new_apptime (tag, value.r8);
    case MAPI_PT_I8:
      return mapi_prop_value_new_i8 (tag, (gint64) value.u64);
    case MAPI_PT_SYSTIME:
      return mapi_prop_value_new_systime (tag, value.u64);
    case MAPI_PT_CLSID:
      return mapi_prop_value_new_clsid (tag, (const MapiUid *) value.bytes);
    default:
      return mapi_prop_value_new_null (tag);
    }
}

/* How large an element of an array is in memory. */
static guint
get_element_size (guint16 type)
{
  return type == MAPI_PT_MV_I2 ? sizeof (gint16) : get_fixed_size (type);
}

static GByteArray *
read_fixed_elements (MapiTnefInput *input, guint16 type, guint *n)
{
  g_autoptr (GByteArray) elements = g_byte_array_new ();
  guint32 count;

  if (!mapi_tnef_input_read_u32 (input, &count) || count > MAPI_TNEF_LARGEST_VALUE / 16)
    return NULL;

  for (*n = 0; *n < count; ++*n)
    {
      Fixed value = { { 0 } };

      if (!read_fixed (input, type, &value))
        return NULL;
      g_byte_array_append (elements, value.bytes, get_element_size (type));
    }
  return g_steal_pointer (&elements);
}

static MapiPropValue *
new_mv_clsid (guint32 tag, const GByteArray *elements)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;

  mapi_prop_list_builder_add_data (builder, tag, elements->data, elements->len);
  list = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_get_value (list, 0);
}

static MapiPropValue *
read_many_fixed (MapiTnefInput *input, guint32 tag, gboolean *end_is_known)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);
  guint   n;
  g_autoptr (GByteArray) elements = read_fixed_elements (input, type, &n);
  gconstpointer data;

  *end_is_known = elements != NULL;
  if (elements == NULL || n == 0)
    return NULL;

  data = elements->data;
  switch (type)
    {
    case MAPI_PT_MV_I2:
      return mapi_prop_value_new_mv_i2 (tag, data, n);
    case MAPI_PT_MV_LONG:
      return mapi_prop_value_new_mv_long (tag, data, n);
    case MAPI_PT_MV_R4:
      return mapi_prop_value_new_mv_float (tag, data, n);
    case MAPI_PT_MV_DOUBLE:
      return mapi_prop_value_new_mv_double (tag, data, n);
    case MAPI_PT_MV_CURRENCY:
      return mapi_prop_value_new_mv_currency (tag, data, n);
    case MAPI_PT_MV_APPTIME:
      return mapi_prop_value_new_mv_apptime (tag, data, n);
    case MAPI_PT_MV_I8:
      return mapi_prop_value_new_mv_i8 (tag, data, n);
    case MAPI_PT_MV_SYSTIME:
      return mapi_prop_value_new_mv_systime (tag, data, n);
    case MAPI_PT_MV_CLSID:
      return new_mv_clsid (tag, elements);
    default:
      return NULL;
    }
}

static GByteArray *
read_sized (MapiTnefInput *input)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 size;

  if (!mapi_tnef_input_read_u32 (input, &size) || size > MAPI_TNEF_LARGEST_VALUE ||
      !mapi_tnef_input_read_array (input, bytes, size))
    return NULL;
  skip_padding (input, size);
  return g_steal_pointer (&bytes);
}

gboolean
mapi_tnef_value_begin (MapiTnefInput *input, guint32 *count, guint32 *size)
{
  *size = 0;
  return mapi_tnef_input_read_u32 (input, count) &&
         (*count == 0 || mapi_tnef_input_read_u32 (input, size));
}

/* There is one value; any more are of no use to anybody. The last padding may be missing. */
gboolean
mapi_tnef_value_end (MapiTnefInput *input, guint32 count, guint32 size)
{
  gboolean good = skip_padding (input, size) || input->left == 0;

  for (guint32 i = 1; good && i < count; i++)
    good = mapi_tnef_input_read_u32 (input, &size) && mapi_tnef_input_skip (input, size) &&
           skip_padding (input, size);
  return good;
}

static char *
decode (const GByteArray *bytes, guint16 type, guint32 code_page)
{
  if ((type & ~MAPI_MV_FLAG) == MAPI_PT_UNICODE)
    return mapi_tnef_text_decode_utf16 (bytes->data, bytes->len);
  return mapi_tnef_text_decode (code_page, bytes->data, bytes->len);
}

static MapiPropValue *
read_single_sized (MapiTnefInput *input, guint32 tag, guint32 code_page, gboolean *end_is_known)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) binary = NULL;
  g_autofree char *text = NULL;
  guint16          type = mapi_prop_tag_get_prop_type (tag);
  guint32          count, size;

  *end_is_known = FALSE;
  if (!mapi_tnef_value_begin (input, &count, &size) || size > MAPI_TNEF_LARGEST_VALUE ||
      !mapi_tnef_input_read_array (input, bytes, size))
    return NULL;
  *end_is_known = mapi_tnef_value_end (input, count, size);
  if (type == MAPI_PT_OBJECT)
    return NULL;

  if (type != MAPI_PT_BINARY)
    {
      text = decode (bytes, type, code_page);
      return mapi_prop_value_new_string (mapi_prop_tag_change_type (tag, MAPI_PT_UNICODE), text);
    }
  binary = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return mapi_prop_value_new_binary (tag, binary);
}

static GPtrArray *
read_sized_elements (MapiTnefInput *input)
{
  g_autoptr (GPtrArray) elements =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  guint32 count;

  if (!mapi_tnef_input_read_u32 (input, &count))
    return NULL;

  for (guint32 i = 0; i < count; i++)
    {
      GByteArray *bytes = read_sized (input);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (elements, bytes);
    }
  return g_steal_pointer (&elements);
}

static MapiPropValue *
new_mv_string (guint32 tag, GPtrArray *elements, guint32 code_page)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  guint16 type = mapi_prop_tag_get_prop_type (tag);

  for (guint i = 0; i < elements->len; i++)
    g_ptr_array_add (strings, decode (g_ptr_array_index (elements, i), type, code_page));
  g_ptr_array_add (strings, NULL);
  return mapi_prop_value_new_mv_string (mapi_prop_tag_change_type (tag, MAPI_PT_MV_UNICODE),
                                        (const char *const *) strings->pdata);
}

static MapiPropValue *
new_mv_bytes (guint32 tag, GPtrArray *elements)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < elements->len; i++)
    {
      const GByteArray *bytes = g_ptr_array_index (elements, i);

      g_ptr_array_add (values, g_bytes_new (bytes->data, bytes->len));
    }
  return mapi_prop_value_new_mv_bytes (tag, (GBytes **) values->pdata, values->len);
}

static MapiPropValue *
read_many_sized (MapiTnefInput *input, guint32 tag, guint32 code_page, gboolean *end_is_known)
{
  g_autoptr (GPtrArray) elements = read_sized_elements (input);

  *end_is_known = elements != NULL;
  if (elements == NULL || elements->len == 0)
    return NULL;
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_MV_BINARY)
    return new_mv_bytes (tag, elements);
  return new_mv_string (tag, elements, code_page);
}

MapiPropValue *
mapi_tnef_value_read (MapiTnefInput *input, guint32 tag, guint32 code_page, gboolean *end_is_known)
{
  MapiPropValue *value;

  if (mapi_tnef_value_get_form (tag) == MAPI_TNEF_FORM_SIZED)
    return mapi_prop_tag_is_multivalued (tag)
               ? read_many_sized (input, tag, code_page, end_is_known)
               : read_single_sized (input, tag, code_page, end_is_known);
  if (mapi_prop_tag_is_multivalued (tag))
    return read_many_fixed (input, tag, end_is_known);

  value = read_single_fixed (input, tag);
  *end_is_known = value != NULL;
  return value;
}
