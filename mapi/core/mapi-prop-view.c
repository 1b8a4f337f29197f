/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-view-private.h"
#include "mapi-error.h"
#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-text-private.h"
#include "mapi-uid.h"

#define PRINTED_BYTES 64

/* Less than, equal to or greater than 0, as two numbers are. */
#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b))

static gboolean
is_array (const MapiPropView *self)
{
  return mapi_prop_type_is_array (mapi_prop_view_type (self));
}

static const MapiPropTypeInfo *
get_info (const MapiPropView *self)
{
  return mapi_prop_type_get_info (mapi_prop_view_type (self));
}

static gboolean
is_valid_inline (const MapiPropView *self, gsize size)
{
  if (self->size != size)
    return FALSE;
  if (size < 8 && self->number >> (size * 8) != 0)
    return FALSE;
  return mapi_prop_type_base (mapi_prop_view_type (self)) != MAPI_PT_BOOLEAN || self->number <= 1;
}

static gboolean
is_valid_payload (MapiPropForm form, const guint8 *data, gsize size)
{
  switch (form)
    {
    case MAPI_FORM_UID:
      return size == sizeof (MapiUid);
    case MAPI_FORM_BINARY:
      return TRUE;
    case MAPI_FORM_STRING8:
      return size > 0 && data[size - 1] == '\0';
    case MAPI_FORM_STRING:
      return size > 0 && data[size - 1] == '\0' &&
             mapi_text_is_valid ((const char *) data, size - 1);
    case MAPI_FORM_NONE:
    case MAPI_FORM_INLINE:
    default:
      return FALSE;
    }
}

/* The array of elements of varying size: see MapiPropView. */
static gboolean
is_valid_item_table (const MapiPropView *self, MapiPropForm form)
{
  gsize   start;
  guint32 n;

  if (self->size < 4)
    return FALSE;
  n = mapi_read_u32 (self->data);
  if (n > (self->size - 4) / 4)
    return FALSE;

  start = 4 + (gsize) n * 4;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 end = mapi_read_u32 (self->data + 4 + (gsize) i * 4);

      if (end < start || end > self->size)
        return FALSE;
      if (!is_valid_payload (form, self->data + start, end - start))
        return FALSE;
      start = end;
    }
  return start == self->size;
}

/* Holds a value against its type. What has passed here can be read without further checks. */
gboolean
mapi_prop_view_is_valid (const MapiPropView *self)
{
  const MapiPropTypeInfo *info = get_info (self);

  if (!mapi_prop_type_is_storable (mapi_prop_view_type (self)))
    return FALSE;
  if (is_array (self))
    return info->size > 0 ? self->size % info->size == 0 : is_valid_item_table (self, info->form);
  if (info->form == MAPI_FORM_INLINE)
    return is_valid_inline (self, info->size);
  return is_valid_payload (info->form, self->data, self->size);
}

guint
mapi_prop_view_get_n_values (const MapiPropView *self)
{
  const MapiPropTypeInfo *info = get_info (self);

  if (!is_array (self))
    return 1;
  return info->size > 0 ? self->size / info->size : mapi_read_u32 (self->data);
}

static guint64
read_number (const guint8 *data, gsize size)
{
  guint64 number = 0;

  for (gsize i = 0; i < size; i++)
    number |= (guint64) data[i] << (i * 8);
  return number;
}

/* Gives one value of an array as a property of the single type; a single value is its own item. */
gboolean
mapi_prop_view_get_item (const MapiPropView *self, guint index, MapiPropView *item)
{
  const MapiPropTypeInfo *info = get_info (self);
  guint32                 n = mapi_prop_view_get_n_values (self);

  if (index >= n)
    return FALSE;
  *item = *self;
  if (!is_array (self))
    return TRUE;

  item->tag = self->tag & ~MAPI_PROP_TYPE_FLAGS;
  if (info->size > 0)
    {
      item->size = info->size;
      item->data = self->data + (gsize) index * info->size;
      if (info->form == MAPI_FORM_INLINE)
        item->number = read_number (item->data, info->size);
    }
  else
    {
      const guint8 *ends = self->data + 4;
      guint32       start = index > 0 ? mapi_read_u32 (ends + (gsize) (index - 1) * 4) : 4 + n * 4;

      item->size = mapi_read_u32 (ends + (gsize) index * 4) - start;
      item->data = self->data + start;
    }
  return TRUE;
}

/* Gives the value of a single integer of any width, of a time, an error or a boolean; else 0. */
gint64
mapi_prop_view_get_integer (const MapiPropView *self)
{
  if (is_array (self))
    return 0;
  switch (mapi_prop_type_base (mapi_prop_view_type (self)))
    {
    case MAPI_PT_I2:
      return (gint16) self->number;
    case MAPI_PT_LONG:
    case MAPI_PT_ERROR:
      return (gint32) self->number;
    case MAPI_PT_BOOLEAN:
    case MAPI_PT_CURRENCY:
    case MAPI_PT_I8:
    case MAPI_PT_SYSTIME:
      return (gint64) self->number;
    default:
      return 0;
    }
}

/* Gives the value of a single floating-point number; else 0. */
double
mapi_prop_view_get_number (const MapiPropView *self)
{
  guint32 bits = (guint32) self->number;
  float   narrow;
  double  wide;

  if (is_array (self))
    return 0;
  switch (mapi_prop_type_base (mapi_prop_view_type (self)))
    {
    case MAPI_PT_R4:
      memcpy (&narrow, &bits, sizeof narrow);
      return narrow;
    case MAPI_PT_DOUBLE:
    case MAPI_PT_APPTIME:
      memcpy (&wide, &self->number, sizeof wide);
      return wide;
    default:
      return 0;
    }
}

/* Gives the text of a single PT_UNICODE; else NULL. */
const char *
mapi_prop_view_get_string (const MapiPropView *self)
{
  return mapi_prop_view_is_single (self, MAPI_PT_UNICODE) ? (const char *) self->data : NULL;
}

/* Gives the payload without the NUL behind a string; NULL where the value lies in the entry. */
const guint8 *
mapi_prop_view_get_data (const MapiPropView *self, gsize *size)
{
  const MapiPropTypeInfo *info = get_info (self);

  *size = 0;
  if (info->form == MAPI_FORM_INLINE && !is_array (self))
    return NULL;
  *size = self->size;
  if (!is_array (self) && info->form >= MAPI_FORM_STRING8)
    *size -= 1;
  return self->data;
}

/* Gives the number of bytes the value itself has: without the NUL of a string, and without what
 * holds an array together. */
gsize
mapi_prop_view_get_value_size (const MapiPropView *self)
{
  gboolean terminated = get_info (self)->form >= MAPI_FORM_STRING8;
  guint    n = mapi_prop_view_get_n_values (self);
  gsize    size = self->size;

  if (is_array (self) && get_info (self)->size == 0)
    size -= 4 + (gsize) n * 4;
  return terminated ? size - n : size;
}

gboolean
mapi_prop_view_equal (const MapiPropView *self, const MapiPropView *other)
{
  if (self->tag != other->tag || self->size != other->size)
    return FALSE;
  if (get_info (self)->form == MAPI_FORM_INLINE && !is_array (self))
    return self->number == other->number;
  return self->size == 0 || memcmp (self->data, other->data, self->size) == 0;
}

/* NaN comes first, so that there is always one order. */
static int
compare_numbers (double a, double b)
{
  if (a != a || b != b)
    return (a == a) - (b == b);
  return ORDER (a, b);
}

static int
compare_bytes (const MapiPropView *a, const MapiPropView *b)
{
  gsize         size_a;
  gsize         size_b;
  const guint8 *data_a = mapi_prop_view_get_data (a, &size_a);
  const guint8 *data_b = mapi_prop_view_get_data (b, &size_b);
  gsize         common = MIN (size_a, size_b);
  int           order = common > 0 ? memcmp (data_a, data_b, common) : 0;

  return order != 0 ? order : ORDER (size_a, size_b);
}

static int
compare_single (const MapiPropView *a, const MapiPropView *b)
{
  switch (mapi_prop_type_base (mapi_prop_view_type (a)))
    {
    case MAPI_PT_NULL:
    case MAPI_PT_OBJECT:
      return 0;
    case MAPI_PT_R4:
    case MAPI_PT_DOUBLE:
    case MAPI_PT_APPTIME:
      return compare_numbers (mapi_prop_view_get_number (a), mapi_prop_view_get_number (b));
    case MAPI_PT_SYSTIME:
      return ORDER (a->number, b->number);
    case MAPI_PT_UNICODE:
      return mapi_text_compare ((const char *) a->data, (const char *) b->data);
    case MAPI_PT_STRING8:
      return g_ascii_strcasecmp ((const char *) a->data, (const char *) b->data);
    default:
      if (get_info (a)->form != MAPI_FORM_INLINE)
        return compare_bytes (a, b);
      return ORDER (mapi_prop_view_get_integer (a), mapi_prop_view_get_integer (b));
    }
}

static int
compare_arrays (const MapiPropView *a, const MapiPropView *b)
{
  guint n_a = mapi_prop_view_get_n_values (a);
  guint n_b = mapi_prop_view_get_n_values (b);
  int   order = 0;

  for (guint i = 0; i < MIN (n_a, n_b) && order == 0; i++)
    {
      MapiPropView item_a = { 0 };
      MapiPropView item_b = { 0 };

      mapi_prop_view_get_item (a, i, &item_a);
      mapi_prop_view_get_item (b, i, &item_b);
      order = compare_single (&item_a, &item_b);
    }
  return order != 0 ? order : ORDER (n_a, n_b);
}

/* Orders two values, whatever properties they belong to; values of different types by the type. */
int
mapi_prop_view_compare (const MapiPropView *self, const MapiPropView *other)
{
  guint16 base = mapi_prop_type_base (mapi_prop_view_type (self));
  guint16 other_base = mapi_prop_type_base (mapi_prop_view_type (other));

  if (base != other_base)
    return ORDER (base, other_base);
  if (is_array (self) != is_array (other))
    return is_array (self) ? 1 : -1;
  return is_array (self) ? compare_arrays (self, other) : compare_single (self, other);
}

static void
print_bytes (const MapiPropView *self, GString *out)
{
  gsize         size;
  const guint8 *data = mapi_prop_view_get_data (self, &size);

  for (gsize i = 0; i < MIN (size, PRINTED_BYTES); i++)
    g_string_append_printf (out, "%02x", data[i]);
  if (size > PRINTED_BYTES)
    g_string_append_printf (out, "… (%" G_GSIZE_FORMAT " bytes)", size);
}

static void
print_text (const MapiPropView *self, GString *out)
{
  gsize            size;
  const char      *data = (const char *) mapi_prop_view_get_data (self, &size);
  g_autofree char *text = g_utf8_make_valid (data, (gssize) size);

  g_string_append (out, text);
}

static void
print_time (const MapiPropView *self, GString *out)
{
  g_autoptr (GDateTime) time = mapi_filetime_to_date_time (self->number);
  g_autofree char *text = time == NULL ? NULL : g_date_time_format_iso8601 (time);

  if (text != NULL)
    g_string_append (out, text);
  else
    g_string_append_printf (out, "%" G_GUINT64_FORMAT, self->number);
}

static void
print_error (const MapiPropView *self, GString *out)
{
  const char *name = mapi_error_get_name ((gint32) self->number);

  if (name != NULL)
    g_string_append (out, name);
  else
    g_string_append_printf (out, "0x%08x", (guint32) self->number);
}

static void
print_number (const MapiPropView *self, GString *out)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out,
                   g_ascii_formatd (text, sizeof text, "%.15g", mapi_prop_view_get_number (self)));
}

static void
print_single (const MapiPropView *self, GString *out)
{
  g_autofree char *uid = NULL;

  switch (mapi_prop_type_base (mapi_prop_view_type (self)))
    {
    case MAPI_PT_NULL:
      g_string_append (out, "null");
      break;
    case MAPI_PT_OBJECT:
      g_string_append (out, "object");
      break;
    case MAPI_PT_BOOLEAN:
      g_string_append (out, self->number != 0 ? "true" : "false");
      break;
    case MAPI_PT_R4:
    case MAPI_PT_DOUBLE:
    case MAPI_PT_APPTIME:
      print_number (self, out);
      break;
    case MAPI_PT_SYSTIME:
      print_time (self, out);
      break;
    case MAPI_PT_ERROR:
      print_error (self, out);
      break;
    case MAPI_PT_UNICODE:
    case MAPI_PT_STRING8:
      print_text (self, out);
      break;
    case MAPI_PT_CLSID:
      uid = mapi_uid_to_string ((const MapiUid *) self->data);
      g_string_append (out, uid);
      break;
    default:
      if (get_info (self)->form == MAPI_FORM_INLINE)
        g_string_append_printf (out, "%" G_GINT64_FORMAT, mapi_prop_view_get_integer (self));
      else
        print_bytes (self, out);
    }
}

/* Writes a value for people: an array in brackets, long binaries cut. */
void
mapi_prop_view_print (const MapiPropView *self, GString *out)
{
  guint n = mapi_prop_view_get_n_values (self);

  if (!is_array (self))
    {
      print_single (self, out);
      return;
    }
  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      MapiPropView item = { 0 };

      mapi_prop_view_get_item (self, i, &item);
      g_string_append (out, i > 0 ? ", " : "");
      print_single (&item, out);
    }
  g_string_append_c (out, ']');
}
