/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A whole message as JSON: one that no provider of ours has given out is not seen elsewhere. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-message.h"
#include "mapi-prop-list-builder.h"
#include "mapi-stream-read-private.h"
#include "mapi-trace-private.h"

/* Messages in messages, as deep as anybody has put them. */
#define DEEPEST 16

static JsonObject *show_message (const MapiTraceStyle *style, MapiMessage *message, guint depth);

static void
set_member (JsonObject *object, const char *name, JsonNode *node)
{
  if (node != NULL)
    json_object_set_member (object, name, node);
}

static MapiPropValue *
value_of (guint32 tag, GBytes *bytes)
{
  gsize            size;
  const char      *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;

  if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_UNICODE)
    return mapi_prop_value_new_binary (tag, bytes);
  text = g_utf8_make_valid (data != NULL ? data : "", (gssize) size);
  return mapi_prop_value_new_string (tag, text);
}

/* What is too large for GetProps is read as the stream that it is. */
static MapiPropList *
complete (MapiProp *prop, MapiPropList *props)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) large = NULL;

  for (const guint32 *body = mapi_trace_bodies (); *body != 0; body++)
    {
      gint32 code = mapi_prop_list_get_error (props, *body);
      g_autoptr (GBytes) bytes = code == (gint32) MAPI_E_NOT_ENOUGH_MEMORY
                                     ? mapi_prop_read_stream (prop, *body, NULL, NULL)
                                     : NULL;
      g_autoptr (MapiPropValue) value = bytes != NULL ? value_of (*body, bytes) : NULL;

      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
    }
  large = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (props, large);
}

static MapiPropList *
read_props (MapiProp *prop)
{
  g_autoptr (MapiPropList) props = mapi_prop_get_props (prop, NULL, MAPI_UNICODE, NULL, NULL, NULL);

  return props != NULL ? complete (prop, props) : NULL;
}

static JsonNode *
show_inner_message (const MapiTraceStyle *style, MapiAttach *attach, guint depth)
{
  g_autoptr (GObject) inner = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, NULL, NULL);

  return MAPI_IS_MESSAGE (inner) && depth < DEEPEST
             ? mapi_trace_take_object (show_message (style, MAPI_MESSAGE (inner), depth + 1))
             : NULL;
}

static JsonNode *
show_attachment (const MapiTraceStyle *style, MapiMessage *message, MapiPropList *row, guint depth)
{
  guint32 number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);
  g_autoptr (MapiAttach) attach = mapi_message_open_attach (message, number, NULL, 0, NULL, NULL);
  g_autoptr (MapiPropList) props = attach != NULL ? read_props (MAPI_PROP (attach)) : NULL;
  JsonNode *shown = mapi_trace_props (style, props != NULL ? props : row);

  if (attach != NULL &&
      mapi_prop_list_get_long (row, MAPI_PR_ATTACH_METHOD, 0) == MAPI_ATTACH_EMBEDDED_MSG)
    set_member (json_node_get_object (shown), "message", show_inner_message (style, attach, depth));
  return shown;
}

static MapiRowSet *
read_rows (MapiTable *table)
{
  return table != NULL ? mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL) : NULL;
}

static JsonNode *
show_attachments (const MapiTraceStyle *style, MapiMessage *message, guint depth)
{
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (message, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = read_rows (table);
  JsonArray *array = json_array_new ();

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      json_array_add_element (array, show_attachment (style, message, row, depth));
    }
  return mapi_trace_take_array (array);
}

static JsonObject *
show_message (const MapiTraceStyle *style, MapiMessage *message, guint depth)
{
  JsonObject *object = json_object_new ();
  g_autoptr (MapiPropList) props = read_props (MAPI_PROP (message));
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (message, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = read_rows (table);

  set_member (object, "properties", mapi_trace_props (style, props));
  set_member (object, "recipients", mapi_trace_rows (style, rows));
  set_member (object, "attachments", show_attachments (style, message, depth));
  return object;
}

void
mapi_trace_contents (const MapiTraceStyle *style, MapiCall *call, JsonObject *line)
{
  GObject *message = mapi_call_get_argument (call, "message");

  if (MAPI_IS_MESSAGE (message) && g_str_equal (mapi_call_get_method (call), "SubmitMessage"))
    json_object_set_object_member (
        line, "contents", show_message (style, MAPI_MESSAGE (message), 0));
}
