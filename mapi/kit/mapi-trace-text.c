/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls as lines for people. */

#include "config.h"

#include "mapi-trace-private.h"

#include <string.h>

/* Of a long text its beginning is shown. */
#define LONGEST_TEXT 60

#define BOLD "\033[1m"
#define RED "\033[31m"
#define DIM "\033[2m"
#define CYAN "\033[36m"
#define PLAIN "\033[0m"

typedef struct
{
  GString *text;
  gboolean colours;
} Line;

static void add_node (GString *text, const char *name, JsonNode *node);

static void
paint (Line *line, const char *colour)
{
  if (line->colours)
    g_string_append (line->text, colour);
}

/* Nothing in a value moves the cursor of a terminal. */
static void
add_string (GString *text, const char *string)
{
  glong length = g_utf8_strlen (string, -1);
  glong shown = MIN (length, LONGEST_TEXT);

  g_string_append_c (text, '"');
  for (const char *p = string; shown > 0; p = g_utf8_next_char (p), shown--)
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c))
        g_string_append_printf (text, "\\x%02x", c);
      else
        g_string_append_unichar (text, c);
    }
  g_string_append (text, length > LONGEST_TEXT ? "…\"" : "\"");
}

static void
add_member (JsonObject *object, const char *name, JsonNode *node, gpointer text)
{
  g_string_append_printf (text, "%s: ", name);
  add_node (text, name, node);
  g_string_append (text, ", ");
}

static void
drop_end (GString *text, const char *end)
{
  if (g_str_has_suffix (text->str, end))
    g_string_truncate (text, text->len - strlen (end));
}

static void
add_members (GString *text, JsonObject *object)
{
  json_object_foreach_member (object, add_member, text);
  drop_end (text, ", ");
}

static void
add_array (GString *text, JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      add_node (text, "", json_array_get_element (array, i));
    }
  g_string_append_c (text, ']');
}

static gboolean
is_bits (const char *name)
{
  return g_str_has_suffix (name, "flags") || g_str_has_suffix (name, "mask");
}

static void
add_number (GString *text, const char *name, gint64 number)
{
  g_autofree char *tag =
      g_str_equal (name, "tag") ? mapi_prop_tag_to_string ((guint32) number) : NULL;
  const char *code = g_str_equal (name, "warning") ? mapi_error_get_name ((gint32) number) : NULL;

  if (tag != NULL || code != NULL)
    g_string_append (text, tag != NULL ? tag : code);
  else
    g_string_append_printf (
        text, is_bits (name) ? "0x%" G_GINT64_MODIFIER "x" : "%" G_GINT64_FORMAT, number);
}

/* As mapi_trace_object_name() makes them. */
static gboolean
is_object_name (const char *string)
{
  const char *number = strchr (string, '#');

  return number != NULL && g_ascii_isdigit (number[1]) &&
         strspn (number + 1, "0123456789") == strlen (number + 1) &&
         strpbrk (string, " \n") == NULL;
}

static void
add_scalar (GString *text, const char *name, JsonNode *node)
{
  const char *string = json_node_get_string (node);

  if (string != NULL && is_object_name (string))
    g_string_append (text, string);
  else if (string != NULL)
    add_string (text, string);
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else
    add_number (text, name, json_node_get_int (node));
}

/* The error that is in the place of a property. */
static const char *
find_error (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_string_member_with_default (
                                             json_node_get_object (node), "error", NULL)
                                       : NULL;
}

static void
add_node (GString *text, const char *name, JsonNode *node)
{
  if (find_error (node) != NULL)
    g_string_append (text, find_error (node));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_string_append_c (text, '{');
      add_members (text, json_node_get_object (node));
      g_string_append_c (text, '}');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    add_array (text, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_VALUE (node))
    add_scalar (text, name, node);
  else
    g_string_append (text, "nothing");
}

static void
add_outcome (Line *line, JsonObject *call)
{
  JsonObject *out = json_object_get_object_member (call, "out");

  if (json_object_has_member (call, "error"))
    {
      paint (line, RED);
      g_string_append_printf (line->text,
                              " failed: %s: %s",
                              json_object_get_string_member (call, "error"),
                              json_object_get_string_member (call, "message"));
      paint (line, PLAIN);
    }
  else if (json_object_has_member (call, "answer"))
    {
      g_string_append (line->text, " = ");
      add_node (line->text, "answer", json_object_get_member (call, "answer"));
    }
  if (json_object_get_size (out) > 0)
    {
      g_string_append (line->text, " gives ");
      add_members (line->text, out);
    }
}

static void
add_start (Line *line, JsonObject *call)
{
  gint64 time = json_object_get_int_member (call, "time");
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autofree char *clock = g_date_time_format (date, "%H:%M:%S");
  gint64           depth = json_object_get_int_member (call, "depth");

  paint (line, DIM);
  g_string_append_printf (line->text,
                          "%s.%06d %" G_GINT64_FORMAT "%*s ",
                          clock,
                          (int) (time % G_USEC_PER_SEC),
                          json_object_get_int_member (call, "thread"),
                          (int) MIN (2 * depth, 40),
                          "");
  paint (line, PLAIN);
}

/* Into the provider, or out of it. */
static void
add_direction (Line *line, JsonObject *call)
{
  const char *caller = json_object_get_string_member (call, "caller");

  const char *service = json_object_get_string_member_with_default (call, "service", NULL);

  gboolean is_out = g_str_equal (caller, "provider");

  paint (line, is_out ? CYAN : PLAIN);
  g_string_append (line->text, is_out ? "\u2190 " : "\u2192 ");
  if (service != NULL)
    g_string_append_printf (line->text, "%s: ", service);
  paint (line, PLAIN);
}

static void
add_cost (Line *line, JsonObject *call)
{
  paint (line, DIM);
  g_string_append_printf (line->text,
                          " [%" G_GINT64_FORMAT " µs, %" G_GINT64_FORMAT " references]",
                          json_object_get_int_member (call, "usec"),
                          json_object_get_int_member (call, "references"));
  paint (line, PLAIN);
}

char *
mapi_trace_format (JsonObject *call, gboolean colours)
{
  Line line = { g_string_new (NULL), colours };

  add_start (&line, call);
  add_direction (&line, call);
  g_string_append_printf (line.text, "%s.", json_object_get_string_member (call, "object"));
  paint (&line, BOLD);
  g_string_append (line.text, json_object_get_string_member (call, "method"));
  paint (&line, PLAIN);
  g_string_append (line.text, " (");
  add_members (line.text, json_object_get_object_member (call, "in"));
  g_string_append_c (line.text, ')');
  /* The line of a call that has begun ends here. */
  if (!json_object_has_member (call, "out"))
    {
      g_string_append (line.text, " …");
      return g_string_free (line.text, FALSE);
    }
  add_outcome (&line, call);
  add_cost (&line, call);
  return g_string_free (line.text, FALSE);
}
