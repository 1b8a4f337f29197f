/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A call as JSON. */

#include "config.h"

#include "mapi-stream.h"
#include "mapi-trace-private.h"

guint
mapi_trace_thread_number (void)
{
  static guint    last;
  static GPrivate number_of_thread;
  guint           number = GPOINTER_TO_UINT (g_private_get (&number_of_thread));

  if (number == 0)
    {
      number = (guint) g_atomic_int_add (&last, 1) + 1;
      g_private_set (&number_of_thread, GUINT_TO_POINTER (number));
    }
  return number;
}

/* A warning that is none says nothing. */
static gboolean
is_worth_showing (const MapiArgument *argument, gpointer place)
{
  if (g_str_equal (argument->name, "cancellable"))
    return FALSE;
  return !g_str_equal (argument->name, "warning") || *(guint32 *) place != 0;
}

static void
set_member (JsonObject *object, const char *name, JsonNode *node)
{
  if (node != NULL)
    json_object_set_member (object, name, node);
}

static gboolean
is_number (const char *type)
{
  static const char *const types[] = { "guint32", "gint32", "guint64", "gint64", "gboolean", NULL };

  return g_strv_contains (types, type);
}

/* What a stream carries is of a body or an attachment, for all that is known here. */
static JsonNode *
show (
    const MapiTraceStyle *style, MapiCall *call, const char *type, const char *name, gpointer value)
{
  if (value != NULL && !style->all && g_str_equal (type, "GBytes") &&
      MAPI_IS_STREAM (mapi_call_get_object (call)))
    return mapi_trace_left_out (g_bytes_get_size (value));
  return mapi_trace_value (style, type, name, value);
}

/* The arguments that go in, or those that come out. */
static JsonObject *
show_arguments (const MapiTraceStyle *style, MapiCall *call, MapiDirection direction)
{
  const MapiArgument *argument = mapi_call_get_details (call)->arguments;
  JsonObject         *shown = json_object_new ();

  for (guint i = 0; argument[i].name != NULL; i++)
    {
      gpointer place = mapi_call_peek_argument (call, i);

      if ((argument[i].direction & direction) == 0 || place == NULL ||
          !is_worth_showing (&argument[i], place))
        continue;
      if ((argument[i].direction & MAPI_ARGUMENT_OUT) != 0 && !is_number (argument[i].type))
        place = *(gpointer *) place;
      set_member (
          shown, argument[i].name, show (style, call, argument[i].type, argument[i].name, place));
    }
  return shown;
}

void
mapi_trace_begin (const MapiTraceStyle *style, MapiCall *call, JsonObject *line)
{
  g_autofree char *object = mapi_trace_object_name (style, mapi_call_get_object (call));

  json_object_set_string_member (
      line, "caller", mapi_call_is_of_provider (call) ? "provider" : "MAPI");
  json_object_set_string_member (line, "object", object);
  json_object_set_string_member (line, "interface", mapi_call_get_interface_name (call));
  json_object_set_string_member (line, "method", mapi_call_get_method (call));
  json_object_set_object_member (line, "in", show_arguments (style, call, MAPI_ARGUMENT_IN));
}

static void
add_error (JsonObject *line, const GError *error)
{
  const char *name = error->domain == MAPI_ERROR ? mapi_error_get_name (error->code) : NULL;

  json_object_set_string_member (line, "error", name != NULL ? name : "error");
  json_object_set_string_member (line, "message", error->message);
}

void
mapi_trace_end (const MapiTraceStyle *style, MapiCall *call, JsonObject *line)
{
  const char   *answer = mapi_call_get_details (call)->answer;
  const GError *error = mapi_call_get_error (call);

  json_object_set_int_member (line, "references", mapi_call_get_object (call)->ref_count);
  if (error != NULL)
    add_error (line, error);
  else if (!g_str_equal (answer, "gboolean"))
    set_member (line, "answer", show (style, call, answer, "answer", mapi_call_peek_answer (call)));
  json_object_set_object_member (line,
                                 "out",
                                 error == NULL ? show_arguments (style, call, MAPI_ARGUMENT_OUT)
                                               : json_object_new ());
}
