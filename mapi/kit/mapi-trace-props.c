/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties as JSON, in a form that can be read back. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-mime.h"
#include "mapi-trace-private.h"

const guint32 *
mapi_trace_bodies (void)
{
  static const guint32 bodies[] = {
    MAPI_PR_BODY,
    MAPI_PR_RTF_COMPRESSED,
    MAPI_PR_BODY_HTML,
    MAPI_PR_ATTACH_DATA_BIN,
    MAPI_PR_TRANSPORT_MESSAGE_HEADERS,
    MAPI_PR_REPORT_TEXT,
    MAPI_PR_MIME_SKELETON,
    0,
  };

  return bodies;
}

/* What says what somebody wrote, and what nobody else is to know. */
static gboolean
is_private (guint32 tag)
{
  const guint16 id = mapi_prop_tag_get_id (tag);

  for (const guint32 *body = mapi_trace_bodies (); *body != 0; body++)
    if (id == mapi_prop_tag_get_id (*body))
      return TRUE;
  return id >= MAPI_PROP_ID_SECURE_MIN && id <= MAPI_PROP_ID_SECURE_MAX;
}

JsonNode *
mapi_trace_take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

JsonNode *
mapi_trace_take_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

JsonNode *
mapi_trace_text (const char *text)
{
  return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
}

JsonNode *
mapi_trace_bytes (GBytes *bytes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const guint8 *data;
  gsize         size;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return mapi_trace_text (text->str);
}

JsonNode *
mapi_trace_left_out (gsize size)
{
  g_autofree char *text = g_strdup_printf ("…(%" G_GSIZE_FORMAT " bytes)", size);

  return mapi_trace_text (text);
}

static JsonNode *
number (gint64 value)
{
  return json_node_init_int (json_node_alloc (), value);
}

/* What has no form of its own is shown by its bytes in a list. */
static JsonNode *
other (MapiPropValue *value)
{
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (list);
  g_autoptr (JsonNode) data = mapi_trace_bytes (bytes);
  g_autofree char *text = mapi_prop_value_to_string (value);
  JsonObject      *object = json_object_new ();

  json_object_set_string_member (object, "text", text);
  json_object_set_member (object, "data", g_steal_pointer (&data));
  return mapi_trace_take_object (object);
}

/* Why a property is not there. */
static JsonNode *
error_value (const MapiPropValue *value)
{
  gint32           code = mapi_prop_value_get_error (value);
  const char      *name = mapi_error_get_name (code);
  g_autofree char *hex = g_strdup_printf ("0x%08x", (guint32) code);
  JsonObject      *object = json_object_new ();

  json_object_set_string_member (object, "error", name != NULL ? name : hex);
  return mapi_trace_take_object (object);
}

static JsonNode *
string_value (const MapiPropValue *value, gboolean hidden)
{
  const char *text = mapi_prop_value_get_string (value);

  return hidden ? mapi_trace_left_out (strlen (text)) : mapi_trace_text (text);
}

static JsonNode *
binary_value (const MapiPropValue *value, gboolean hidden)
{
  g_autoptr (GBytes) bytes = mapi_prop_value_get_bytes (value);

  return hidden ? mapi_trace_left_out (g_bytes_get_size (bytes)) : mapi_trace_bytes (bytes);
}

static JsonNode *
show_value (MapiPropValue *value, gboolean hidden)
{
  switch (mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value)))
    {
    case MAPI_PT_I2:
      return number (mapi_prop_value_get_i2 (value));
    case MAPI_PT_LONG:
      return number (mapi_prop_value_get_long (value));
    case MAPI_PT_I8:
      return number (mapi_prop_value_get_i8 (value));
    case MAPI_PT_SYSTIME:
      return number ((gint64) mapi_prop_value_get_systime (value));
    case MAPI_PT_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), mapi_prop_value_get_boolean (value));
    case MAPI_PT_ERROR:
      return error_value (value);
    case MAPI_PT_UNICODE:
      return string_value (value, hidden);
    case MAPI_PT_STRING8:
    case MAPI_PT_BINARY:
      return binary_value (value, hidden);
    default:
      return hidden ? mapi_trace_left_out (0) : other (value);
    }
}

static char *
name_of (guint32 tag)
{
  const char *name = mapi_prop_tag_get_name (tag);
  gboolean    is_error = mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR;

  return name != NULL && (is_error || mapi_prop_tag_from_name (name) == tag)
             ? g_strdup (name)
             : g_strdup_printf ("0x%08x", tag);
}

JsonNode *
mapi_trace_props (const MapiTraceStyle *style, MapiPropList *props)
{
  JsonObject *object;

  if (props == NULL)
    return NULL;
  object = json_object_new ();
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);
      guint32          tag = mapi_prop_value_get_tag (value);
      g_autofree char *name = name_of (tag);

      json_object_set_member (object, name, show_value (value, is_private (tag) && !style->all));
    }
  return mapi_trace_take_object (object);
}

JsonNode *
mapi_trace_rows (const MapiTraceStyle *style, MapiRowSet *rows)
{
  JsonArray *array;

  if (rows == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      json_array_add_element (array, mapi_trace_props (style, row));
    }
  return mapi_trace_take_array (array);
}
