/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Arguments and answers as JSON. */

#include "config.h"

#include "mapi-trace-private.h"

#include "mapi-address-types.h"
#include "mapi-entry-list.h"
#include "mapi-flag-list.h"
#include "mapi-message.h"
#include "mapi-name-id-array.h"
#include "mapi-notification-list.h"
#include "mapi-prop-problem-array.h"
#include "mapi-restriction.h"
#include "mapi-sort-order-set.h"
#include "mapi-uid.h"

static void
set_bytes (JsonObject *object, const char *name, GBytes *bytes)
{
  json_object_set_member (object, name, mapi_trace_bytes (bytes));
}

static JsonNode *
show_unsigned (const MapiTraceStyle *style, gpointer value)
{
  return json_node_init_int (json_node_alloc (), *(guint32 *) value);
}

static JsonNode *
show_signed (const MapiTraceStyle *style, gpointer value)
{
  return json_node_init_int (json_node_alloc (), *(gint32 *) value);
}

static JsonNode *
show_large (const MapiTraceStyle *style, gpointer value)
{
  return json_node_init_int (json_node_alloc (), *(gint64 *) value);
}

static JsonNode *
show_boolean (const MapiTraceStyle *style, gpointer value)
{
  return json_node_init_boolean (json_node_alloc (), *(gboolean *) value);
}

static JsonNode *
show_text (const MapiTraceStyle *style, gpointer value)
{
  return mapi_trace_text (value);
}

static JsonNode *
show_strings (const MapiTraceStyle *style, gpointer value)
{
  JsonArray *array = json_array_new ();

  for (char **text = value; *text != NULL; text++)
    json_array_add_string_element (array, *text);
  return mapi_trace_take_array (array);
}

static JsonNode *
show_bytes (const MapiTraceStyle *style, gpointer value)
{
  return mapi_trace_bytes (value);
}

static JsonNode *
show_uid (const MapiTraceStyle *style, gpointer value)
{
  g_autofree char *text = mapi_uid_to_string (value);

  return mapi_trace_text (text);
}

static JsonNode *
show_props (const MapiTraceStyle *style, gpointer value)
{
  return mapi_trace_props (style, value);
}

static JsonNode *
show_rows (const MapiTraceStyle *style, gpointer value)
{
  return mapi_trace_rows (style, value);
}

static void
add_tag (JsonArray *array, guint32 tag)
{
  g_autofree char *text = mapi_prop_tag_to_string (tag);
  guint32          named = mapi_prop_tag_from_name (text);

  if (named == tag)
    json_array_add_string_element (array, text);
  else
    json_array_add_int_element (array, tag);
}

static JsonNode *
show_tags (const MapiTraceStyle *style, gpointer value)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < mapi_prop_tag_array_get_size (value); i++)
    add_tag (array, mapi_prop_tag_array_get_tag (value, i));
  return mapi_trace_take_array (array);
}

static JsonNode *
show_entries (const MapiTraceStyle *style, gpointer value)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < mapi_entry_list_get_size (value); i++)
    {
      g_autoptr (GBytes) id = mapi_entry_list_get_entry_id (value, i);

      json_array_add_element (array, mapi_trace_bytes (id));
    }
  return mapi_trace_take_array (array);
}

static JsonNode *
show_flags (const MapiTraceStyle *style, gpointer value)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < mapi_flag_list_get_size (value); i++)
    json_array_add_int_element (array, mapi_flag_list_get_flag (value, i));
  return mapi_trace_take_array (array);
}

static JsonNode *
show_names (const MapiTraceStyle *style, gpointer value)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < mapi_name_id_array_get_size (value); i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (value, i);
      g_autofree char *text = name != NULL ? mapi_name_id_to_string (name) : NULL;

      json_array_add_string_element (array, text != NULL ? text : "");
    }
  return mapi_trace_take_array (array);
}

static JsonNode *
show_problems (const MapiTraceStyle *style, gpointer value)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < mapi_prop_problem_array_get_size (value); i++)
    {
      g_autofree char *tag = mapi_prop_tag_to_string (mapi_prop_problem_array_get_tag (value, i));
      gint32           code = mapi_prop_problem_array_get_code (value, i);
      const char      *name = mapi_error_get_name (code);

      json_object_set_string_member (object, tag, name != NULL ? name : "unknown");
    }
  return mapi_trace_take_object (object);
}

/* What a search looks for may be part of a body; only with its bytes can it be said again. */
static JsonNode *
show_restriction (const MapiTraceStyle *style, gpointer value)
{
  JsonObject      *object = json_object_new ();
  g_autofree char *text = mapi_restriction_to_string (value);
  g_autoptr (GBytes) bytes = mapi_restriction_to_bytes (value);

  json_object_set_string_member (object, "text", text);
  set_bytes (object, "data", bytes);
  return mapi_trace_take_object (object);
}

static JsonNode *
show_order (const MapiTraceStyle *style, gpointer value)
{
  JsonObject *object = json_object_new ();
  JsonArray  *tags = json_array_new ();
  JsonArray  *orders = json_array_new ();

  for (guint i = 0; i < mapi_sort_order_set_get_size (value); i++)
    {
      add_tag (tags, mapi_sort_order_set_get_tag (value, i));
      json_array_add_int_element (orders, mapi_sort_order_set_get_order (value, i));
    }
  json_object_set_array_member (object, "tags", tags);
  json_object_set_array_member (object, "orders", orders);
  json_object_set_int_member (object, "categories", mapi_sort_order_set_get_n_categories (value));
  json_object_set_int_member (object, "expanded", mapi_sort_order_set_get_n_expanded (value));
  return mapi_trace_take_object (object);
}

static JsonNode *
show_notification (const MapiTraceStyle *style, gpointer value)
{
  g_autofree char *text = mapi_notification_to_string (value);

  return mapi_trace_text (text);
}

static JsonNode *
show_notifications (const MapiTraceStyle *style, gpointer value)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < mapi_notification_list_get_size (value); i++)
    {
      g_autoptr (MapiNotification) item = mapi_notification_list_get_notification (value, i);

      json_array_add_element (array, show_notification (style, item));
    }
  return mapi_trace_take_array (array);
}

static JsonNode *
show_address_types (const MapiTraceStyle *style, gpointer value)
{
  const char *const *types = mapi_address_types_get_types (value);

  return types != NULL ? show_strings (style, (gpointer) types)
                       : json_node_init_null (json_node_alloc ());
}

static JsonNode *
show_file (const MapiTraceStyle *style, gpointer value)
{
  g_autofree char *name = g_file_get_parse_name (value);

  return mapi_trace_text (name);
}

/* How many objects are in it. */
static JsonNode *
show_list (const MapiTraceStyle *style, gpointer value)
{
  return json_node_init_int (json_node_alloc (), g_list_model_get_n_items (value));
}

static JsonNode *
show_object (const MapiTraceStyle *style, gpointer value)
{
  g_autofree char *name = mapi_trace_object_name (style, value);

  return mapi_trace_text (name);
}

static const struct
{
  const char *type;
  JsonNode *(*show) (const MapiTraceStyle *style, gpointer value);
} types[] = {
  { "guint32", show_unsigned },
  { "gint32", show_signed },
  { "guint64", show_large },
  { "gint64", show_large },
  { "gboolean", show_boolean },
  { "utf8", show_text },
  { "strv", show_strings },
  { "GObject", show_object },
  { "GFile", show_file },
  { "GListModel", show_list },
  { "GBytes", show_bytes },
  { "MapiUid", show_uid },
  { "MapiPropList", show_props },
  { "MapiRowSet", show_rows },
  { "MapiPropTagArray", show_tags },
  { "MapiEntryList", show_entries },
  { "MapiFlagList", show_flags },
  { "MapiNameIdArray", show_names },
  { "MapiPropProblemArray", show_problems },
  { "MapiRestriction", show_restriction },
  { "MapiSortOrderSet", show_order },
  { "MapiNotification", show_notification },
  { "MapiNotificationList", show_notifications },
  { "MapiAddressTypes", show_address_types },
};

/* Credentials that a provider has made for itself, and those of people. */
static gboolean
is_secret (const char *name)
{
  return g_str_has_suffix (name, "security") || g_str_has_suffix (name, "password");
}

JsonNode *
mapi_trace_value (const MapiTraceStyle *style, const char *type, const char *name, gpointer value)
{
  if (value == NULL)
    return NULL;
  if (is_secret (name) && !style->all)
    return mapi_trace_text ("…");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (type, types[i].type))
      return types[i].show (style, value);
  return mapi_trace_text (type);
}

/* One number for each object, for as long as the process lasts. */
static guint
number_of (GObject *object)
{
  static guint  last;
  static GMutex lock;
  GQuark        quark = g_quark_from_static_string ("mapi-trace-number");
  guint         number;

  g_mutex_lock (&lock);
  number = GPOINTER_TO_UINT (g_object_get_qdata (object, quark));
  if (number == 0)
    {
      number = ++last;
      g_object_set_qdata (object, quark, GUINT_TO_POINTER (number));
    }
  g_mutex_unlock (&lock);
  return number;
}

char *
mapi_trace_object_name (const MapiTraceStyle *style, gpointer object)
{
  GObject    *inner = mapi_wrapper_unwrap (style->wrapper, object);
  GType       type = mapi_wrapped_find_kind (inner, G_TYPE_OBJECT, TRUE);
  const char *name = g_type_name (type != G_TYPE_NONE ? type : G_OBJECT_TYPE (inner));

  if (g_str_has_prefix (name, "MapiWrapped"))
    return g_strdup_printf ("Mapi%s#%u", name + strlen ("MapiWrapped"), number_of (inner));
  return g_strdup_printf ("%s#%u", name, number_of (inner));
}
