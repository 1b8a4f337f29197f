/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties as streams. */

#include "sqlite-object-private.h"
#include "sqlite-stream.h"

gboolean
sqlite_object_take_bytes (SqliteObject *self, guint32 tag, GBytes *bytes, GError **error)
{
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!sqlite_object_check_writable (self, error))
    return FALSE;
  value = sqlite_value_from_bytes (tag, bytes);
  props = mapi_prop_list_new_from_value (value);
  return SQLITE_OBJECT_GET_CLASS (self)->change (self, props, NULL, error);
}

gboolean
sqlite_object_take_large (SqliteObject *self, const SqliteLarge *large, GError **error)
{
  SqliteObjectClass *klass = SQLITE_OBJECT_GET_CLASS (self);

  if (!sqlite_object_check_writable (self, error))
    return FALSE;
  if (klass->set_large != NULL)
    return klass->set_large (self, large, error);
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_TOO_BIG,
                       "sqlite: folders and stores have no properties of that size");
  return FALSE;
}

static gboolean
can_stream (guint32 tag, GError **error)
{
  guint16          type = mapi_prop_tag_get_prop_type (tag);
  g_autofree char *name = NULL;

  if (type == MAPI_PT_UNICODE || type == MAPI_PT_STRING8 || type == MAPI_PT_BINARY)
    return TRUE;
  name = mapi_prop_tag_to_string (tag);
  g_set_error (
      error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "sqlite: %s cannot be opened as a stream", name);
  return FALSE;
}

/* A value that is there as it is wanted; NULL where it is not. */
static GBytes *
get_inline_bytes (MapiPropList *all, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (all, tag);

  return value != NULL ? sqlite_value_to_bytes (value) : NULL;
}

static GBytes *
make_bytes (SqliteObject *self, MapiPropList *all, guint32 tag, GError **error)
{
  g_autoptr (MapiPropValue) value = sqlite_object_make_view (self, all, tag, error);

  return value != NULL ? sqlite_value_to_bytes (value) : NULL;
}

/* What SetProps does not take cannot come through a stream either. */
static gboolean
check_change (SqliteObject *self, guint32 tag, GError **error)
{
  gboolean         computed = sqlite_object_is_computed (self, tag);
  g_autofree char *name = NULL;

  if (!sqlite_object_check_writable (self, error))
    return FALSE;
  if (!computed && !sqlite_object_has_unexpected_type (self, tag))
    return TRUE;
  name = mapi_prop_tag_to_string (tag);
  g_set_error (error,
               MAPI_ERROR,
               computed ? MAPI_E_NO_ACCESS : MAPI_E_NO_SUPPORT,
               "sqlite: OpenProperty: %s %s",
               name,
               computed ? "is computed by the store" : "is not of the type that the property has");
  return FALSE;
}

GObject *
sqlite_object_open_stream (SqliteObject *self, guint32 tag, guint32 flags, GError **error)
{
  gboolean    writable = (flags & (MAPI_MODIFY | MAPI_CREATE)) != 0;
  SqliteLarge large = { 0 };
  g_autoptr (MapiPropList) all = sqlite_object_get_all (self, error);
  g_autoptr (GBytes) bytes = NULL;

  if (all == NULL || !can_stream (tag, error) || (writable && !check_change (self, tag, error)))
    return NULL;
  if (flags & MAPI_CREATE)
    return G_OBJECT (sqlite_stream_new (self, tag, NULL, NULL, TRUE));
  if (SQLITE_OBJECT_GET_CLASS (self)->find_large (self, tag, &large) && large.tag == tag)
    return G_OBJECT (sqlite_stream_new (self, tag, NULL, &large, writable));

  bytes = get_inline_bytes (all, tag);
  if (bytes == NULL)
    bytes = make_bytes (self, all, tag, error);
  return bytes != NULL ? G_OBJECT (sqlite_stream_new (self, tag, bytes, NULL, writable)) : NULL;
}
