/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "text-rig.h"

#include "tap.h"

char *
text_rig_from_bytes (GBytes *bytes)
{
  gsize       size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return bytes != NULL ? g_strndup (data != NULL ? data : "", size) : NULL;
}

char *
text_rig_get (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mock_sqlite_get (object, tag);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (value == NULL || mapi_prop_value_get_tag (value) != tag)
    return NULL;
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNICODE)
    return g_strdup (mapi_prop_value_get_string (value));
  bytes = mapi_prop_value_get_bytes (value);
  if (tag == MAPI_PR_RTF_COMPRESSED)
    rtf = mapi_rtf_decompress (bytes, NULL);
  return text_rig_from_bytes (rtf != NULL ? rtf : bytes);
}

char *
text_rig_read (gpointer object, guint32 tag)
{
  g_autoptr (GBytes) bytes = mock_sqlite_read (object, tag, NULL);

  return text_rig_from_bytes (bytes);
}

gboolean
text_rig_is_listed (gpointer object, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_prop_list (MAPI_PROP (object), MAPI_UNICODE, NULL, &error);
  g_autoptr (MapiPropList) all = mock_sqlite_get_all (object);

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_list_contains (all, tag), mapi_prop_tag_array_contains (tags, tag));
  return mapi_prop_tag_array_contains (tags, tag);
}

MapiTable *
text_rig_open_contents (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

guint
text_rig_count (MapiTable *table, guint32 tag, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) taken = value;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_content (MAPI_FL_SUBSTRING, tag, value);

  mapi_table_restrict (table, restriction, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_sqlite_count (table);
}
