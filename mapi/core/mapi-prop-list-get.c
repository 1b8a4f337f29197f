/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The typed getters of MapiPropList. */

#include "mapi-prop-list-private.h"
#include "mapi-flags.h"

/* From this size on bytes are handed out as a part of the list, instead of being copied. */
#define SHARED_SIZE 1024

/**
 * mapi_prop_list_get_string:
 * @self: a list
 * @tag: the tag to look for
 *
 * Gives the text of a %MAPI_PT_UNICODE. It lives as long as the list.
 *
 * Returns: (nullable): the text, or %NULL when the property is absent or of another type
 *
 * Since: 1.0
 */
const char *
mapi_prop_list_get_string (const MapiPropList *self, guint32 tag)
{
  MapiPropView view;

  return mapi_prop_list_find_view (self, tag, &view) ? mapi_prop_view_get_string (&view) : NULL;
}

static gboolean
find_single (const MapiPropList *self, guint32 tag, guint16 type, MapiPropView *view)
{
  return mapi_prop_list_find_view (self, tag, view) && mapi_prop_view_is_single (view, type);
}

/**
 * mapi_prop_list_get_long:
 * @self: a list
 * @tag: the tag to look for
 * @fallback: what to return without a value
 *
 * Gives the value of a %MAPI_PT_LONG.
 *
 * Returns: the value, or @fallback when the property is absent or of another type
 *
 * Since: 1.0
 */
gint32
mapi_prop_list_get_long (const MapiPropList *self, guint32 tag, gint32 fallback)
{
  MapiPropView view;

  return find_single (self, tag, MAPI_PT_LONG, &view) ? (gint32) view.number : fallback;
}

/**
 * mapi_prop_list_get_i8:
 * @self: a list
 * @tag: the tag to look for
 * @fallback: what to return without a value
 *
 * Gives the value of a %MAPI_PT_I8 or %MAPI_PT_CURRENCY.
 *
 * Returns: the value, or @fallback when the property is absent or of another type
 *
 * Since: 1.0
 */
gint64
mapi_prop_list_get_i8 (const MapiPropList *self, guint32 tag, gint64 fallback)
{
  MapiPropView view;

  if (!mapi_prop_list_find_view (self, tag, &view))
    return fallback;
  if (!mapi_prop_view_is_single (&view, MAPI_PT_I8) &&
      !mapi_prop_view_is_single (&view, MAPI_PT_CURRENCY))
    return fallback;
  return (gint64) view.number;
}

/**
 * mapi_prop_list_get_boolean:
 * @self: a list
 * @tag: the tag to look for
 * @fallback: what to return without a value
 *
 * Gives the value of a %MAPI_PT_BOOLEAN.
 *
 * Returns: the value, or @fallback when the property is absent or of another type
 *
 * Since: 1.0
 */
gboolean
mapi_prop_list_get_boolean (const MapiPropList *self, guint32 tag, gboolean fallback)
{
  MapiPropView view;

  return find_single (self, tag, MAPI_PT_BOOLEAN, &view) ? view.number != 0 : fallback;
}

/**
 * mapi_prop_list_get_double:
 * @self: a list
 * @tag: the tag to look for
 * @fallback: what to return without a value
 *
 * Gives the value of a %MAPI_PT_DOUBLE, %MAPI_PT_R4 or %MAPI_PT_APPTIME.
 *
 * Returns: the value, or @fallback when the property is absent or of another type
 *
 * Since: 1.0
 */
double
mapi_prop_list_get_double (const MapiPropList *self, guint32 tag, double fallback)
{
  MapiPropView view;

  if (!mapi_prop_list_find_view (self, tag, &view))
    return fallback;
  if (!mapi_prop_view_is_single (&view, MAPI_PT_DOUBLE) &&
      !mapi_prop_view_is_single (&view, MAPI_PT_R4) &&
      !mapi_prop_view_is_single (&view, MAPI_PT_APPTIME))
    return fallback;
  return mapi_prop_view_get_number (&view);
}

/**
 * mapi_prop_list_get_systime:
 * @self: a list
 * @tag: the tag to look for
 * @fallback: what to return without a value
 *
 * Gives the value of a %MAPI_PT_SYSTIME, a FILETIME: units of 100 ns since 1601-01-01 UTC.
 *
 * Returns: the value, or @fallback when the property is absent or of another type
 *
 * Since: 1.0
 */
guint64
mapi_prop_list_get_systime (const MapiPropList *self, guint32 tag, guint64 fallback)
{
  MapiPropView view;

  return find_single (self, tag, MAPI_PT_SYSTIME, &view) ? view.number : fallback;
}

/* Gives the payload of an entry; NULL where there is none. */
GBytes *
mapi_prop_list_share (const MapiPropList *self, const MapiPropView *view)
{
  gsize         size;
  const guint8 *data = mapi_prop_view_get_data (view, &size);

  if (data == NULL)
    return NULL;
  if (size < SHARED_SIZE)
    return g_bytes_new (data, size);
  return g_bytes_new_with_free_func (data,
                                     size,
                                     (GDestroyNotify) mapi_prop_list_unref,
                                     mapi_prop_list_ref ((MapiPropList *) self));
}

/**
 * mapi_prop_list_get_bytes:
 * @self: a list
 * @tag: the tag to look for
 *
 * Gives the value of a %MAPI_PT_BINARY, or the payload of another type whose size varies: the
 * bytes of a string without the NUL, those of an array as they are stored.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when the property is absent or has no
 *   payload
 *
 * Since: 1.0
 */
GBytes *
mapi_prop_list_get_bytes (const MapiPropList *self, guint32 tag)
{
  MapiPropView view;

  return mapi_prop_list_find_view (self, tag, &view) ? mapi_prop_list_share (self, &view) : NULL;
}

/**
 * mapi_prop_list_peek_binary: (skip)
 * @self: a list
 * @tag: the tag to look for
 * @size: (out): the number of bytes
 *
 * Gives what mapi_prop_list_get_bytes() gives without copying it: the memory lives as long as the
 * list.
 *
 * Returns: (nullable): the first byte, or %NULL when the property is absent or has no payload
 *
 * Since: 1.0
 */
gconstpointer
mapi_prop_list_peek_binary (const MapiPropList *self, guint32 tag, gsize *size)
{
  MapiPropView view;

  g_return_val_if_fail (size != NULL, NULL);

  *size = 0;
  return mapi_prop_list_find_view (self, tag, &view) ? mapi_prop_view_get_data (&view, size) : NULL;
}

/**
 * mapi_prop_list_get_error:
 * @self: a list
 * @tag: a tag of any type
 *
 * Tells why a property has no value.
 *
 * Returns: 0 when the property is there, the code that the list has for it, or %MAPI_E_NOT_FOUND
 *
 * Since: 1.0
 */
gint32
mapi_prop_list_get_error (const MapiPropList *self, guint32 tag)
{
  MapiPropView view;

  if (mapi_prop_list_find_view (self, mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), &view))
    return (gint32) view.number;
  return mapi_prop_list_contains (self, tag) ? 0 : MAPI_E_NOT_FOUND;
}
