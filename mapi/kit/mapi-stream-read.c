/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list.h"
#include "mapi-stream-read-private.h"

#define PORTION (1024 * 1024)
#define MAX_SIZE (1u << 30)

/* Reads from where @stream stands to its end; more than 1 GiB is MAPI_E_TOO_BIG. */
GBytes *
mapi_stream_read_all (MapiStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  while (all->len < MAX_SIZE)
    {
      g_autoptr (GBytes) bytes = mapi_stream_read (stream, PORTION, cancellable, error);
      gsize         size;
      gconstpointer data;

      if (bytes == NULL)
        return NULL;
      data = g_bytes_get_data (bytes, &size);
      if (size == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
      g_byte_array_append (all, data, (guint) MIN (size, MAX_SIZE));
    }
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_TOO_BIG,
               "%s: there are more than %u bytes",
               G_OBJECT_TYPE_NAME (stream),
               MAX_SIZE);
  return NULL;
}

/* Opens a property as a stream, whatever a provider takes for one. */
MapiStream *
mapi_prop_open_stream (
    MapiProp *prop, guint32 tag, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GObject) object =
      mapi_prop_open_property (prop, tag, "MapiStream", 0, flags, cancellable, error);

  if (object == NULL)
    return NULL;
  if (MAPI_IS_STREAM (object))
    return MAPI_STREAM (g_steal_pointer (&object));

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "%s: OpenProperty gave a %s instead of a stream",
               G_OBJECT_TYPE_NAME (prop),
               G_OBJECT_TYPE_NAME (object));
  return NULL;
}

/* Reads a property that is too large for GetProps. */
GBytes *
mapi_prop_read_stream (MapiProp *prop, guint32 tag, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiStream) stream = mapi_prop_open_stream (prop, tag, 0, cancellable, error);

  return stream != NULL ? mapi_stream_read_all (stream, cancellable, error) : NULL;
}

/* Reads a PT_BINARY, or the UTF-8 of a PT_UNICODE, however large it is. */
GBytes *
mapi_prop_read_value (MapiProp *prop, guint32 tag, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) list =
      mapi_prop_get_props (prop, tags, MAPI_UNICODE, cancellable, NULL, error);
  g_autofree char *name = NULL;
  gint32           code;

  if (list == NULL)
    return NULL;
  if (mapi_prop_list_contains (list, tag))
    return mapi_prop_list_get_bytes (list, tag);

  code = mapi_prop_list_get_error (list, tag);
  if (code == (gint32) MAPI_E_NOT_ENOUGH_MEMORY)
    return mapi_prop_read_stream (prop, tag, cancellable, error);

  name = mapi_prop_tag_to_string (tag);
  g_set_error (error,
               MAPI_ERROR,
               code != 0 ? code : MAPI_E_NOT_FOUND,
               "%s: GetProps of %s: %s",
               G_OBJECT_TYPE_NAME (prop),
               name,
               mapi_error_get_name (code != 0 ? code : (gint32) MAPI_E_NOT_FOUND));
  return NULL;
}
