/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-prop-text-private.h"

/* What has no readable form of its own is the hexadecimal form of the list's own encoding. */
#define RAW_PREFIX "raw:"

static char *
write_hex (GBytes *bytes)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  GString      *hex = g_string_sized_new (2 * size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", data[i]);

  return g_string_free (hex, FALSE);
}

static GBytes *
read_hex (const char *text, GError **error)
{
  gsize              size = strlen (text) / 2;
  g_autofree guint8 *data = g_malloc (size + 1);

  if (strspn (text, "0123456789abcdefABCDEF") != 2 * size || strlen (text) != 2 * size)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_CORRUPT_DATA,
                           "bytes are written as pairs of hexadecimal digits");
      return NULL;
    }

  for (gsize i = 0; i < size; i++)
    data[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));

  return g_bytes_new_take (g_steal_pointer (&data), size);
}

static char *
write_raw (MapiPropValue *value)
{
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (list);
  g_autofree char *hex = write_hex (bytes);

  return g_strconcat (RAW_PREFIX, hex, NULL);
}

static char *
write_systime (MapiPropValue *value)
{
  guint64 time = mapi_prop_value_get_systime (value);

  return time <= G_MAXINT64 ? g_strdup_printf ("%" G_GUINT64_FORMAT, time) : write_raw (value);
}

static char *
write_bytes (MapiPropValue *value)
{
  g_autoptr (GBytes) bytes = mapi_prop_value_get_bytes (value);

  return write_hex (bytes);
}

static char *
write_clsid (MapiPropValue *value)
{
  g_autoptr (MapiUid) uid = mapi_prop_value_get_clsid (value);

  return mapi_uid_to_string (uid);
}

char *
mapi_prop_text_write (MapiPropValue *value)
{
  guint16 type = mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value));

  switch (type)
    {
    case MAPI_PT_I2:
      return g_strdup_printf ("%d", mapi_prop_value_get_i2 (value));
    case MAPI_PT_LONG:
      return g_strdup_printf ("%d", mapi_prop_value_get_long (value));
    case MAPI_PT_I8:
      return g_strdup_printf ("%" G_GINT64_FORMAT, mapi_prop_value_get_i8 (value));
    case MAPI_PT_SYSTIME:
      return write_systime (value);
    case MAPI_PT_BOOLEAN:
      return g_strdup (mapi_prop_value_get_boolean (value) ? "true" : "false");
    case MAPI_PT_UNICODE:
      return g_strdup (mapi_prop_value_get_string (value));
    case MAPI_PT_STRING8:
    case MAPI_PT_BINARY:
      return write_bytes (value);
    case MAPI_PT_CLSID:
      return write_clsid (value);
    default:
      return write_raw (value);
    }
}

static MapiPropValue *
read_raw (guint32 tag, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = read_hex (text, error);
  g_autoptr (MapiPropList) list = NULL;

  if (bytes != NULL)
    list = mapi_prop_list_new_from_bytes (bytes, error);
  if (list == NULL)
    return NULL;
  if (mapi_prop_list_get_size (list) == 1 && mapi_prop_list_get_tag (list, 0) == tag)
    return mapi_prop_list_get_value (list, 0);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "the raw value belongs to another property");
  return NULL;
}

static MapiPropValue *
read_bytes (guint32 tag, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = read_hex (text, error);

  if (bytes == NULL)
    return NULL;

  return mapi_prop_tag_get_prop_type (tag) == MAPI_PT_BINARY
             ? mapi_prop_value_new_binary (tag, bytes)
             : mapi_prop_value_new_string8 (tag, bytes);
}

static MapiPropValue *
read_clsid (guint32 tag, const char *text, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_uid_new_from_string (text, error);

  return uid != NULL ? mapi_prop_value_new_clsid (tag, uid) : NULL;
}

static MapiPropValue *
read_boolean (guint32 tag, const char *text, GError **error)
{
  gboolean value = strcmp (text, "true") == 0;

  if (value || strcmp (text, "false") == 0)
    return mapi_prop_value_new_boolean (tag, value);

  g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "'%s' is neither true nor false", text);
  return NULL;
}

static MapiPropValue *
read_integer (guint32 tag, const char *text, gint64 smallest, gint64 largest, GError **error)
{
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, smallest, largest, &number, NULL))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_CORRUPT_DATA,
                   "'%s' is no whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                   text,
                   smallest,
                   largest);
      return NULL;
    }

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_I2:
      return mapi_prop_value_new_i2 (tag, (gint16) number);
    case MAPI_PT_LONG:
      return mapi_prop_value_new_long (tag, (gint32) number);
    case MAPI_PT_SYSTIME:
      return mapi_prop_value_new_systime (tag, (guint64) number);
    default:
      return mapi_prop_value_new_i8 (tag, number);
    }
}

/* @text must be UTF-8, as everything that GKeyFile gives out is. */
MapiPropValue *
mapi_prop_text_read (guint32 tag, const char *text, GError **error)
{
  if (g_str_has_prefix (text, RAW_PREFIX) && mapi_prop_tag_get_prop_type (tag) != MAPI_PT_UNICODE)
    return read_raw (tag, text + strlen (RAW_PREFIX), error);

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_I2:
      return read_integer (tag, text, G_MININT16, G_MAXINT16, error);
    case MAPI_PT_LONG:
      return read_integer (tag, text, G_MININT32, G_MAXINT32, error);
    case MAPI_PT_I8:
      return read_integer (tag, text, G_MININT64, G_MAXINT64, error);
    case MAPI_PT_SYSTIME:
      return read_integer (tag, text, 0, G_MAXINT64, error);
    case MAPI_PT_BOOLEAN:
      return read_boolean (tag, text, error);
    case MAPI_PT_UNICODE:
      return mapi_prop_value_new_string (tag, text);
    case MAPI_PT_STRING8:
    case MAPI_PT_BINARY:
      return read_bytes (tag, text, error);
    case MAPI_PT_CLSID:
      return read_clsid (tag, text, error);
    default:
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_CORRUPT_DATA,
                   "a property of type 0x%04x is written as '" RAW_PREFIX "' and bytes",
                   mapi_prop_tag_get_prop_type (tag));
      return NULL;
    }
}

/* The name of the tag where that names just this tag, and else its number. */
char *
mapi_prop_text_write_tag (guint32 tag)
{
  const char *name = mapi_prop_tag_get_name (tag);

  if (name != NULL && mapi_prop_tag_from_name (name) == tag)
    return g_strdup (name);
  return g_strdup_printf ("0x%08x", tag);
}

/* 0 for what is neither a name nor a number of a tag. */
guint32
mapi_prop_text_read_tag (const char *name)
{
  guint64 number;

  if (!g_str_has_prefix (name, "0x"))
    return mapi_prop_tag_from_name (name);
  return strlen (name) == 10 &&
                 g_ascii_string_to_unsigned (name + 2, 16, 0x10000, G_MAXUINT32, &number, NULL)
             ? (guint32) number
             : 0;
}
