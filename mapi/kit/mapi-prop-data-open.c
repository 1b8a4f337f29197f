/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* OpenProperty of a property object in memory. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-data-private.h"
#include "mapi-prop-list-builder.h"

/* A value that was written through a stream and is larger stays a stream: GetProps answers
 * MAPI_E_NOT_ENOUGH_MEMORY for it, and OpenProperty opens it. */
#define MAX_IN_LIST (64 * 1024)

static gboolean
fail (GError **error, MapiError code, guint32 tag, const char *reason)
{
  g_autofree char *name = mapi_prop_tag_to_string (tag);

  g_set_error (error, MAPI_ERROR, code, "%s: %s", name, reason);
  return FALSE;
}

static gboolean
has_stream (guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);

  return type == MAPI_PT_BINARY || type == MAPI_PT_UNICODE || type == MAPI_PT_STRING8;
}

/* A small value becomes a property like any other; so a type that computes something from it
 * hears of it. */
static gboolean
commit_small (MapiMemoryStream *stream, MapiProp *owner, guint32 tag, GError **error)
{
  g_autoptr (GBytes) bytes = mapi_memory_stream_get_bytes (stream, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;
  gsize         size;
  gconstpointer value;

  if (bytes == NULL)
    return FALSE;

  value = g_bytes_get_data (bytes, &size);
  mapi_prop_list_builder_add_data (builder, tag, value != NULL ? value : "", size);
  list = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (owner, list, NULL, NULL, error);
}

static gboolean
check_text (MapiMemoryStream *stream, guint32 tag, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize       size;
  const char *text;

  if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_UNICODE)
    return TRUE;

  bytes = mapi_memory_stream_get_bytes (stream, error);
  if (bytes == NULL)
    return FALSE;

  text = g_bytes_get_data (bytes, &size);
  if (size == 0 || g_utf8_validate_len (text, size, NULL))
    return TRUE;
  return fail (error, MAPI_E_INVALID_PARAMETER, tag, "what was written is not UTF-8");
}

static gboolean
commit_stream (MapiMemoryStream *stream, gpointer owner, guint32 tag, GError **error)
{
  g_autoptr (MapiMemoryStream) value = mapi_memory_stream_clone (stream);
  if (!mapi_prop_data_check_prop_writable (owner, tag, error) || !check_text (value, tag, error))
    return FALSE;
  if (mapi_memory_stream_peek_size (value) <= MAX_IN_LIST)
    return commit_small (value, owner, tag, error);

  mapi_prop_data_set_stream (owner, tag, value);
  return TRUE;
}

static gboolean
check_open (
    MapiPropData *self, guint32 tag, const char *interface_name, guint32 flags, GError **error)
{
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNSPECIFIED)
    return fail (error, MAPI_E_INVALID_PARAMETER, tag, "OpenProperty needs the type");
  if (!has_stream (tag) || (interface_name != NULL && !g_str_equal (interface_name, "MapiStream")))
    return fail (
        error, MAPI_E_INTERFACE_NOT_SUPPORTED, tag, "it cannot be opened with that interface");
  if ((flags & MAPI_CREATE) != 0 && (flags & MAPI_MODIFY) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, tag, "MAPI_CREATE goes with MAPI_MODIFY");
  return (flags & MAPI_MODIFY) == 0 || mapi_prop_data_check_prop_writable (self, tag, error);
}

GObject *
mapi_prop_data_open_property (MapiProp     *prop,
                              guint32       tag,
                              const char   *interface_name,
                              guint32       interface_options,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiPropData *self = MAPI_PROP_DATA (prop);
  g_autoptr (MapiMemoryStream) stream = NULL;
  if (!check_open (self, tag, interface_name, flags, error))
    return NULL;

  stream = (flags & MAPI_CREATE) != 0 ? mapi_memory_stream_new (NULL)
                                      : mapi_prop_data_open_value (self, tag);
  if (stream == NULL)
    {
      fail (error, MAPI_E_NOT_FOUND, tag, "there is no such property");
      return NULL;
    }

  if ((flags & MAPI_MODIFY) != 0)
    mapi_memory_stream_set_owner (stream, G_OBJECT (self), tag, commit_stream);
  else
    mapi_memory_stream_set_read_only (stream);
  return G_OBJECT (g_steal_pointer (&stream));
}
