/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-tnef-text-private.h"
#include "mapi-tnef-value-private.h"

static void
write_sized (MapiTnefOutput *output, gconstpointer data, gsize size)
{
  mapi_tnef_output_write_u32 (output, (guint32) size);
  mapi_tnef_output_write (output, data, size);
  mapi_tnef_output_pad (output, size);
}

static void
write_utf16 (MapiTnefOutput *output, const char *text)
{
  g_autoptr (GByteArray) bytes = mapi_tnef_text_encode_utf16 (text);

  write_sized (output, bytes->data, bytes->len);
}

static void
write_name (MapiTnefOutput *output, const MapiNameId *name)
{
  const MapiUid *set = mapi_name_id_get_property_set (name);
  guint32        kind = mapi_name_id_get_kind (name);

  mapi_tnef_output_write (output, set->bytes, sizeof set->bytes);
  mapi_tnef_output_write_u32 (output, kind);
  if (kind == MAPI_MNID_STRING)
    write_utf16 (output, mapi_name_id_get_name (name));
  else
    mapi_tnef_output_write_u32 (output, mapi_name_id_get_id (name));
}

void
mapi_tnef_value_write_tag (MapiTnefOutput *output, guint32 tag, const MapiNameId *name)
{
  mapi_tnef_output_write_u16 (output, mapi_prop_tag_get_prop_type (tag));
  mapi_tnef_output_write_u16 (output, mapi_prop_tag_get_id (tag));
  if (name != NULL)
    write_name (output, name);
}

static void
write_double (MapiTnefOutput *output, double number)
{
  guint64 bits;

  memcpy (&bits, &number, sizeof bits);
  mapi_tnef_output_write_u64 (output, bits);
}

static void
write_float (MapiTnefOutput *output, float number)
{
  guint32 bits;

  memcpy (&bits, &number, sizeof bits);
  mapi_tnef_output_write_u32 (output, bits);
}

static void
write_bytes (MapiTnefOutput *output, GBytes *bytes, gboolean ends)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  mapi_tnef_output_write_u32 (output, (guint32) (size + ends));
  mapi_tnef_output_write (output, data, size);
  if (ends)
    mapi_tnef_output_write_u8 (output, 0);
  mapi_tnef_output_pad (output, size + ends);
}

static void
write_uid (MapiTnefOutput *output, GBytes *bytes)
{
  mapi_tnef_output_write (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
write_single (MapiTnefOutput *output, const MapiPropValue *value, guint16 type)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiUid) uid = NULL;

  switch (type)
    {
    case MAPI_PT_I2:
      mapi_tnef_output_write_u32 (output, (guint16) mapi_prop_value_get_i2 (value));
      break;
    case MAPI_PT_BOOLEAN:
      mapi_tnef_output_write_u32 (output, mapi_prop_value_get_boolean (value) ? 1 : 0);
      break;
    case MAPI_PT_NULL:
      mapi_tnef_output_write_u32 (output, 0);
      break;
    case MAPI_PT_LONG:
      mapi_tnef_output_write_u32 (output, (guint32) mapi_prop_value_get_long (value));
      break;
    case MAPI_PT_ERROR:
      mapi_tnef_output_write_u32 (output, (guint32) mapi_prop_value_get_error (value));
      break;
    case MAPI_PT_R4:
      write_float (output, mapi_prop_value_get_float (value));
      break;
    case MAPI_PT_DOUBLE:
      write_double (output, mapi_prop_value_get_double (value));
      break;
    case MAPI_PT_APPTIME:
      write_double (output, mapi_prop_value_get_apptime (value));
      break;
    case MAPI_PT_CURRENCY:
      mapi_tnef_output_write_u64 (output, (guint64) mapi_prop_value_get_currency (value));
      break;
    case MAPI_PT_I8:
      mapi_tnef_output_write_u64 (output, (guint64) mapi_prop_value_get_i8 (value));
      break;
    case MAPI_PT_SYSTIME:
      mapi_tnef_output_write_u64 (output, mapi_prop_value_get_systime (value));
      break;
    case MAPI_PT_CLSID:
      uid = mapi_prop_value_get_clsid (value);
      mapi_tnef_output_write (output, uid->bytes, sizeof uid->bytes);
      break;
    case MAPI_PT_UNICODE:
      mapi_tnef_value_write_text (output, mapi_prop_value_get_string (value));
      break;
    default:
      bytes = mapi_prop_value_get_bytes (value);
      mapi_tnef_output_write_u32 (output, 1);
      write_bytes (output, bytes, type == MAPI_PT_STRING8);
      break;
    }
}

static void
write_element (MapiTnefOutput *output, const MapiPropValue *value, guint16 type, guint i)
{
  g_autoptr (GBytes) bytes = NULL;

  switch (type)
    {
    case MAPI_PT_MV_I2:
      mapi_tnef_output_write_u32 (output, (guint16) mapi_prop_value_get_mv_integer (value, i));
      break;
    case MAPI_PT_MV_LONG:
      mapi_tnef_output_write_u32 (output, (guint32) mapi_prop_value_get_mv_integer (value, i));
      break;
    case MAPI_PT_MV_R4:
      write_float (output, (float) mapi_prop_value_get_mv_number (value, i));
      break;
    case MAPI_PT_MV_DOUBLE:
    case MAPI_PT_MV_APPTIME:
      write_double (output, mapi_prop_value_get_mv_number (value, i));
      break;
    case MAPI_PT_MV_CURRENCY:
    case MAPI_PT_MV_I8:
    case MAPI_PT_MV_SYSTIME:
      mapi_tnef_output_write_u64 (output, (guint64) mapi_prop_value_get_mv_integer (value, i));
      break;
    case MAPI_PT_MV_UNICODE:
      write_utf16 (output, mapi_prop_value_get_mv_string (value, i));
      break;
    case MAPI_PT_MV_CLSID:
      bytes = mapi_prop_value_get_mv_bytes (value, i);
      write_uid (output, bytes);
      break;
    default:
      bytes = mapi_prop_value_get_mv_bytes (value, i);
      write_bytes (output, bytes, type == MAPI_PT_MV_STRING8);
      break;
    }
}

/* What stands behind the tag; mapi_tnef_value_get_form() must know the form. */
void
mapi_tnef_value_write (MapiTnefOutput *output, const MapiPropValue *value)
{
  guint32 tag = mapi_prop_value_get_tag (value);
  guint   n = mapi_prop_value_get_n_values (value);

  if (!mapi_prop_tag_is_multivalued (tag))
    {
      write_single (output, value, mapi_prop_tag_get_prop_type (tag));
      return;
    }

  mapi_tnef_output_write_u32 (output, n);
  for (guint i = 0; i < n; i++)
    write_element (output, value, mapi_prop_tag_get_prop_type (tag), i);
}

/* A value of type PT_UNICODE. */
void
mapi_tnef_value_write_text (MapiTnefOutput *output, const char *text)
{
  mapi_tnef_output_write_u32 (output, 1);
  write_utf16 (output, text);
}
