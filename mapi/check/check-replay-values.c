/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values of a trace, back from JSON. */

#include "config.h"

#include "check-replay-private.h"

/* What stands for credentials, whose length is nobody's business. */
#define SECRET "\u2026"
#define LACKS_SECRET "the credentials were left out of the trace"

/* What stands for more than that is shorter. */
#define LONGEST_FILLING ((guint64) 64 << 20)

static JsonNode *
find (CheckReplay *self, const char *name)
{
  return json_object_get_member (json_object_get_object_member (self->line, "in"), name);
}

gboolean
replay_is_left_out (const char *text)
{
  return text != NULL && g_str_has_prefix (text, "…");
}

const char *
replay_get_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
get_boolean (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node);
}

static gint64
get_int (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;
}

static guint
get_length (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node)
             ? json_array_get_length (json_node_get_array (node))
             : 0;
}

static JsonNode *
get_element (JsonNode *node, guint index)
{
  return json_array_get_element (json_node_get_array (node), index);
}

guint32
replay_read_unsigned (CheckReplay *self, const char *name)
{
  gint64 value = get_int (find (self, name));

  if (g_str_equal (name, "connection"))
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, GUINT_TO_POINTER ((guint) value)));
  return (guint32) value;
}

gint32
replay_read_signed (CheckReplay *self, const char *name)
{
  return (gint32) get_int (find (self, name));
}

gint64
replay_read_large (CheckReplay *self, const char *name)
{
  return get_int (find (self, name));
}

gboolean
replay_read_boolean (CheckReplay *self, const char *name)
{
  return get_boolean (find (self, name));
}

char *
replay_read_text (CheckReplay *self, const char *name)
{
  if (g_strcmp0 (replay_get_string (find (self, name)), SECRET) == 0)
    self->lack = LACKS_SECRET;
  return g_strdup (replay_get_string (find (self, name)));
}

char **
replay_read_strv (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < get_length (node); i++)
    g_strv_builder_add (builder, replay_get_string (get_element (node, i)) ?: "");
  return g_strv_builder_end (builder);
}

static GBytes *
parse_hex (const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]); text += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* Of what was left out, as much is there all the same: dots. */
static char *
fill_in (const char *text, gsize *length)
{
  const char *digits = text + strcspn (text, "0123456789");

  *length = (gsize) MIN (g_ascii_strtoull (digits, NULL, 10), LONGEST_FILLING);
  return g_strnfill (*length, '.');
}

GBytes *
replay_bytes_of (CheckReplay *self, JsonNode *node)
{
  const char *text = replay_get_string (node);
  const char *here;

  if (text == NULL)
    return NULL;
  if (replay_is_left_out (text))
    {
      gsize length;
      char *filling = fill_in (text, &length);

      return g_bytes_new_take (filling, length);
    }
  here = g_hash_table_lookup (self->bytes, text);
  return parse_hex (here != NULL ? here : text);
}

GBytes *
replay_read_bytes (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);

  if (g_strcmp0 (replay_get_string (node), SECRET) == 0)
    self->lack = LACKS_SECRET;
  return replay_bytes_of (self, node);
}

MapiUid *
replay_read_uid (CheckReplay *self, const char *name)
{
  const char *text = replay_get_string (find (self, name));

  return text != NULL ? mapi_uid_new_from_string (text, NULL) : NULL;
}

static guint32
tag_of (const char *name)
{
  guint32 tag = mapi_prop_tag_from_name (name);

  return tag != 0 ? tag : (guint32) g_ascii_strtoull (name, NULL, 16);
}

/* Of a type without a form of its own there are the bytes of a list. */
static MapiPropValue *
make_other (CheckReplay *self, JsonNode *node, guint32 tag)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiPropList) list = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  bytes = replay_bytes_of (self, json_object_get_member (json_node_get_object (node), "data"));
  list = bytes != NULL ? mapi_prop_list_new_from_bytes (bytes, NULL) : NULL;
  return list != NULL ? mapi_prop_list_lookup (list, tag) : NULL;
}

static MapiPropValue *
make_string (guint32 tag, const char *text)
{
  gsize            length;
  g_autofree char *filling = replay_is_left_out (text) ? fill_in (text, &length) : NULL;

  return mapi_prop_value_new_string (tag, filling != NULL ? filling : text != NULL ? text : "");
}

/* An error that is in the place of a property, which has the name of that. */
static gboolean
find_error (JsonNode *node, gint32 *code)
{
  const char *name =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node)
          ? replay_get_string (json_object_get_member (json_node_get_object (node), "error"))
          : NULL;

  if (name == NULL)
    return FALSE;
  if (!mapi_error_from_name (name, code))
    *code = (gint32) g_ascii_strtoull (name, NULL, 16);
  return TRUE;
}

static MapiPropValue *
make_value (CheckReplay *self, guint32 tag, JsonNode *node)
{
  g_autoptr (GBytes) bytes = NULL;
  gint32 code;

  if (find_error (node, &code))
    return mapi_prop_value_new_error (mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), code);
  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_I2:
      return mapi_prop_value_new_i2 (tag, (gint16) get_int (node));
    case MAPI_PT_LONG:
      return mapi_prop_value_new_long (tag, (gint32) get_int (node));
    case MAPI_PT_I8:
      return mapi_prop_value_new_i8 (tag, get_int (node));
    case MAPI_PT_SYSTIME:
      return mapi_prop_value_new_systime (tag, (guint64) get_int (node));
    case MAPI_PT_BOOLEAN:
      return mapi_prop_value_new_boolean (tag, get_boolean (node));
    case MAPI_PT_UNICODE:
      return make_string (tag, replay_get_string (node));
    case MAPI_PT_STRING8:
      bytes = replay_bytes_of (self, node);
      return bytes != NULL ? mapi_prop_value_new_string8 (tag, bytes) : NULL;
    case MAPI_PT_BINARY:
      bytes = replay_bytes_of (self, node);
      return bytes != NULL ? mapi_prop_value_new_binary (tag, bytes) : NULL;
    case MAPI_PT_OBJECT: /* which is opened and not set */
      return NULL;
    default:
      return make_other (self, node, tag);
    }
}

MapiPropList *
replay_props_of (CheckReplay *self, JsonNode *node)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *member;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &member))
    {
      g_autoptr (MapiPropValue) value = make_value (self, tag_of (name), member);

      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

MapiPropList *
replay_read_props (CheckReplay *self, const char *name)
{
  return replay_props_of (self, find (self, name));
}

MapiRowSet *
replay_rows_of (CheckReplay *self, JsonNode *node)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < get_length (node); i++)
    {
      MapiPropList *row = replay_props_of (self, get_element (node, i));

      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

MapiRowSet *
replay_read_rows (CheckReplay *self, const char *name)
{
  return replay_rows_of (self, find (self, name));
}

static MapiPropTagArray *
tags_of (JsonNode *node)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < get_length (node); i++)
    {
      JsonNode   *element = get_element (node, i);
      const char *name = replay_get_string (element);
      guint32     tag = name != NULL ? tag_of (name) : (guint32) get_int (element);

      g_array_append_val (tags, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

MapiPropTagArray *
replay_read_tags (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);

  return node != NULL ? tags_of (node) : NULL;
}

MapiEntryList *
replay_read_entries (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < get_length (node); i++)
    {
      GBytes *id = replay_bytes_of (self, get_element (node, i));

      if (id != NULL)
        g_ptr_array_add (ids, id);
    }
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

MapiFlagList *
replay_read_flag_list (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);
  g_autoptr (GArray) flags = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < get_length (node); i++)
    {
      guint32 flag = (guint32) get_int (get_element (node, i));

      g_array_append_val (flags, flag);
    }
  return mapi_flag_list_new ((const guint32 *) (gpointer) flags->data, flags->len);
}

MapiRestriction *
replay_read_restriction (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);
  g_autoptr (GBytes) bytes = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  bytes = replay_bytes_of (self, json_object_get_member (json_node_get_object (node), "data"));
  return bytes != NULL ? mapi_restriction_new_from_bytes (bytes, NULL) : NULL;
}

static MapiSortOrderSet *
order_of (JsonObject *object)
{
  JsonNode *orders = json_object_get_member (object, "orders");
  gint64    n_categories = get_int (json_object_get_member (object, "categories"));
  gint64    n_expanded = get_int (json_object_get_member (object, "expanded"));
  g_autoptr (MapiPropTagArray) tags = tags_of (json_object_get_member (object, "tags"));
  MapiSortOrderSet *set;

  if (n_expanded < 0 || n_expanded > n_categories || n_categories > G_MAXUINT16)
    return NULL;
  set = mapi_sort_order_set_new ((guint) n_categories, (guint) n_expanded);
  for (guint i = 0; i < MIN (mapi_prop_tag_array_get_size (tags), get_length (orders)); i++)
    {
      g_autoptr (MapiSortOrderSet) shorter = set;

      set = mapi_sort_order_set_append (shorter,
                                        mapi_prop_tag_array_get_tag (tags, i),
                                        (guint32) get_int (get_element (orders, i)));
    }
  return set;
}

MapiSortOrderSet *
replay_read_order (CheckReplay *self, const char *name)
{
  JsonNode *node = find (self, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? order_of (json_node_get_object (node))
                                                       : NULL;
}

/* Nobody listens. */
MapiAdviseSink *
replay_read_sink (CheckReplay *self, const char *name)
{
  return find (self, name) != NULL ? MAPI_ADVISE_SINK (mapi_callback_sink_new ()) : NULL;
}

static void fill (CheckReplay *self, MapiMessage *message, JsonNode *contents, guint depth);

/* Messages in messages, as deep as a tracer goes. */
#define DEEPEST 16

static void
fill_inner (CheckReplay *self, MapiAttach *attach, JsonNode *contents, guint depth)
{
  g_autoptr (GObject) inner = mapi_prop_open_property (MAPI_PROP (attach),
                                                       MAPI_PR_ATTACH_DATA_OBJ,
                                                       "MapiMessage",
                                                       0,
                                                       MAPI_CREATE | MAPI_MODIFY,
                                                       NULL,
                                                       NULL);

  if (!MAPI_IS_MESSAGE (inner) || depth >= DEEPEST)
    return;
  fill (self, MAPI_MESSAGE (inner), contents, depth + 1);
  mapi_prop_save_changes (MAPI_PROP (inner), 0, NULL, NULL);
}

static void
add_attachment (CheckReplay *self, MapiMessage *message, JsonNode *node, guint depth)
{
  guint32 number;
  g_autoptr (MapiAttach) attach = mapi_message_create_attach (message, 0, &number, NULL, NULL);
  g_autoptr (MapiPropList) shown = replay_props_of (self, node);
  g_autoptr (MapiPropList) props = shown != NULL ? mapi_prop_list_without_errors (shown) : NULL;
  JsonNode *inner;

  if (attach == NULL || props == NULL ||
      !mapi_prop_set_props (MAPI_PROP (attach), props, NULL, NULL, NULL))
    return;
  inner = json_object_get_member (json_node_get_object (node), "message");
  if (inner != NULL)
    fill_inner (self, attach, inner, depth);
  mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, NULL);
}

static void
fill (CheckReplay *self, MapiMessage *message, JsonNode *node, guint depth)
{
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  JsonObject *contents;
  JsonNode   *attachments;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  contents = json_node_get_object (node);
  props = replay_props_of (self, json_object_get_member (contents, "properties"));
  rows = replay_rows_of (self, json_object_get_member (contents, "recipients"));
  attachments = json_object_get_member (contents, "attachments");
  if (props != NULL && MAPI_IS_PROP_DATA (message))
    mapi_prop_data_set_list (MAPI_PROP_DATA (message), props);
  if (rows != NULL)
    mapi_message_modify_recipients (message, 0, rows, NULL, NULL);
  for (guint i = 0; i < get_length (attachments); i++)
    add_attachment (self, message, get_element (attachments, i), depth);
}

/* A message that comes from elsewhere, as the trace has it. */
static gpointer
make_message (CheckReplay *self)
{
  MapiMemoryMessage *message = mapi_memory_message_new ();

  fill (self, MAPI_MESSAGE (message), json_object_get_member (self->line, "contents"), 0);
  return message;
}

gpointer
replay_read_object (CheckReplay *self, const char *name)
{
  const char *text = replay_get_string (find (self, name));
  gpointer    object = text != NULL ? g_hash_table_lookup (self->objects, text) : NULL;

  if (text == NULL)
    return NULL;
  if (object != NULL)
    return g_object_ref (object);
  if (g_str_has_prefix (text, "MapiSupport#"))
    return g_object_ref (self->support);
  if (g_str_has_prefix (text, "MapiMessage#"))
    return make_message (self);
  self->lack = "an object that is given in the trace comes from elsewhere";
  return NULL;
}

gboolean
replay_lacks (CheckReplay *self)
{
  return self->lack != NULL;
}

void
replay_need (CheckReplay *self, gconstpointer value)
{
  if (value == NULL)
    self->lack = "the trace lacks an argument";
}

void
replay_need_object (CheckReplay *self, gpointer object, GType type, gboolean may_be_missing)
{
  if (object == NULL && may_be_missing)
    return;
  replay_need (self, object);
  if (object != NULL && !G_TYPE_CHECK_INSTANCE_TYPE (object, type))
    self->lack = "an argument of the trace is an object of another kind";
}
