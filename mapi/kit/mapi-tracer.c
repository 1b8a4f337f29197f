/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-trace-private.h"

#include "mapi-message.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/**
 * MapiTracer:
 *
 * A #MapiWrapper that writes down every call: what was asked of which object, with which
 * arguments, what came of it, how long it took, in which thread, and how many references there are
 * to the object.
 *
 * A line is written when its call is over, so that what a provider asks of its support object
 * meanwhile comes before it; lines of what is nested are shifted to the right. A file is for its
 * owner alone. Bodies, secret properties and credentials are left out unless they are asked for.
 *
 * The service setting `trace`, and for all services the environment variable `MAPI_TRACE`, has a
 * session put a tracer before a provider; both have the form that mapi_tracer_new() takes. Without
 * them nothing stands before a provider, and nothing costs anything.
 *
 * Since: 1.0
 */
struct _MapiTracer
{
  MapiWrapper parent_instance;

  int        file;
  gboolean   json;
  gboolean   colours;
  gboolean   contents;
  gboolean   starts;
  gboolean   all;
  char      *service;  /* whose providers these are; NULL for nobody knows */
  GPtrArray *patterns; /* of GPatternSpec; none for all */
};

G_DEFINE_FINAL_TYPE (MapiTracer, mapi_tracer, MAPI_TYPE_WRAPPER)

/* How many calls that are traced the thread is in. */
static GPrivate depth_of_thread;
static GPrivate number_of_thread;

static guint
get_thread (void)
{
  static guint last;
  guint        number = GPOINTER_TO_UINT (g_private_get (&number_of_thread));

  if (number == 0)
    {
      number = (guint) g_atomic_int_add (&last, 1) + 1;
      g_private_set (&number_of_thread, GUINT_TO_POINTER (number));
    }
  return number;
}

static guint
get_depth (void)
{
  return GPOINTER_TO_UINT (g_private_get (&depth_of_thread));
}

static void
set_depth (guint depth)
{
  g_private_set (&depth_of_thread, GUINT_TO_POINTER (depth));
}

static gboolean
is_wanted (MapiTracer *self, MapiCall *call)
{
  g_autofree char *name =
      g_strdup_printf ("%s.%s", mapi_call_get_interface_name (call), mapi_call_get_method (call));

  for (guint i = 0; i < self->patterns->len; i++)
    if (g_pattern_spec_match_string (self->patterns->pdata[i], name))
      return TRUE;
  return self->patterns->len == 0;
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
  return g_str_equal (type, "guint32") || g_str_equal (type, "gint32") ||
         g_str_equal (type, "gboolean");
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
      set_member (shown,
                  argument[i].name,
                  mapi_trace_value (style, argument[i].type, argument[i].name, place));
    }
  return shown;
}

static JsonNode *
show_attachment (const MapiTraceStyle *style, MapiMessage *message, MapiPropList *row)
{
  guint32 number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);
  g_autoptr (MapiAttach) attach = mapi_message_open_attach (message, number, NULL, 0, NULL, NULL);
  g_autoptr (MapiPropList) props =
      attach != NULL ? mapi_prop_get_props (MAPI_PROP (attach), NULL, 0, NULL, NULL, NULL) : NULL;

  return mapi_trace_props (style, props != NULL ? props : row);
}

static JsonNode *
show_attachments (const MapiTraceStyle *style, MapiMessage *message)
{
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (message, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL) : NULL;
  JsonArray *array = json_array_new ();

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      json_array_add_element (array, show_attachment (style, message, row));
    }
  return mapi_trace_take_array (array);
}

/* A message that no provider of ours has given out is not seen elsewhere. */
static JsonObject *
show_message (const MapiTraceStyle *style, MapiMessage *message)
{
  JsonObject *object = json_object_new ();
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, NULL);
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (message, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL) : NULL;

  set_member (object, "properties", mapi_trace_props (style, props));
  set_member (object, "recipients", mapi_trace_rows (style, rows));
  set_member (object, "attachments", show_attachments (style, message));
  return object;
}

static void
add_contents (const MapiTraceStyle *style, MapiCall *call, JsonObject *line)
{
  GObject *message = mapi_call_get_argument (call, "message");

  if (MAPI_IS_MESSAGE (message) && g_str_equal (mapi_call_get_method (call), "SubmitMessage"))
    json_object_set_object_member (line, "contents", show_message (style, MAPI_MESSAGE (message)));
}

static JsonObject *
begin_line (MapiTracer *self, MapiCall *call)
{
  const MapiTraceStyle style = { MAPI_WRAPPER (self), self->all };
  g_autofree char     *object = mapi_trace_object_name (&style, mapi_call_get_object (call));
  JsonObject          *line = json_object_new ();

  json_object_set_int_member (line, "time", g_get_real_time ());
  json_object_set_int_member (line, "thread", get_thread ());
  json_object_set_int_member (line, "depth", get_depth ());
  if (self->service != NULL)
    json_object_set_string_member (line, "service", self->service);
  json_object_set_string_member (line, "object", object);
  json_object_set_string_member (line, "interface", mapi_call_get_interface_name (call));
  json_object_set_string_member (line, "method", mapi_call_get_method (call));
  json_object_set_object_member (line, "in", show_arguments (&style, call, MAPI_ARGUMENT_IN));
  if (self->contents)
    add_contents (&style, call, line);
  return line;
}

static void
add_error (JsonObject *line, const GError *error)
{
  const char *name = error->domain == MAPI_ERROR ? mapi_error_get_name (error->code) : NULL;

  json_object_set_string_member (line, "error", name != NULL ? name : "error");
  json_object_set_string_member (line, "message", error->message);
}

static void
end_line (MapiTracer *self, MapiCall *call, JsonObject *line, gint64 began)
{
  const MapiTraceStyle style = { MAPI_WRAPPER (self), self->all };
  const char          *answer = mapi_call_get_details (call)->answer;
  const GError        *error = mapi_call_get_error (call);

  json_object_set_int_member (line, "usec", g_get_monotonic_time () - began);
  json_object_set_int_member (line, "references", mapi_call_get_object (call)->ref_count);
  if (error != NULL)
    add_error (line, error);
  else if (!g_str_equal (answer, "gboolean"))
    set_member (
        line, "answer", mapi_trace_value (&style, answer, "answer", mapi_call_peek_answer (call)));
  json_object_set_object_member (line,
                                 "out",
                                 error == NULL ? show_arguments (&style, call, MAPI_ARGUMENT_OUT)
                                               : json_object_new ());
}

static char *
print_json (JsonObject *line)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), line);

  return json_to_string (node, FALSE);
}

/* One write for one line, so that those of several threads and processes do not mix. */
static void
write_line (MapiTracer *self, JsonObject *line)
{
  g_autofree char *text = self->json ? print_json (line) : mapi_trace_format (line, self->colours);
  g_autofree char *whole = g_strconcat (text, "\n", NULL);
  const char      *rest = whole;
  gsize            left = strlen (whole);

  while (left > 0)
    {
      gssize written = write (self->file, rest, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return;
      rest += written;
      left -= (gsize) written;
    }
}

/* What a call has on its way from `enter` to `leave`. */
typedef struct
{
  JsonObject *line;
  gint64      began;
} Note;

static void
note_free (gpointer data)
{
  json_object_unref (((Note *) data)->line);
  g_free (data);
}

static void
begin (MapiTracer *self, MapiCall *call)
{
  Note *note = g_new (Note, 1);

  note->line = begin_line (self, call);
  if (self->starts)
    write_line (self, note->line);
  note->began = g_get_monotonic_time ();
  mapi_call_set_note (call, note, note_free);
}

static gboolean
mapi_tracer_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  MapiTracer *self = MAPI_TRACER (wrapper);

  if (is_wanted (self, call))
    begin (self, call);
  set_depth (get_depth () + 1);
  return TRUE;
}

static gboolean
mapi_tracer_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  MapiTracer *self = MAPI_TRACER (wrapper);
  Note       *note = mapi_call_get_note (call);

  set_depth (get_depth () - 1);
  if (note != NULL)
    {
      end_line (self, call, note->line, note->began);
      write_line (self, note->line);
    }
  return TRUE;
}

static void
mapi_tracer_finalize (GObject *object)
{
  MapiTracer *self = MAPI_TRACER (object);

  if (self->file > STDERR_FILENO)
    close (self->file);
  g_free (self->service);
  g_ptr_array_unref (self->patterns);
  G_OBJECT_CLASS (mapi_tracer_parent_class)->finalize (object);
}

static void
mapi_tracer_class_init (MapiTracerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_tracer_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = mapi_tracer_enter;
  MAPI_WRAPPER_CLASS (klass)->leave = mapi_tracer_leave;
}

static void
mapi_tracer_init (MapiTracer *self)
{
  self->file = -1;
  self->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
}

static gboolean
open_file (MapiTracer *self, const char *path, GError **error)
{
  if (g_str_equal (path, "-"))
    self->file = STDERR_FILENO;
  else
    self->file = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
  if (self->file >= 0)
    {
      self->colours = isatty (self->file) && g_getenv ("NO_COLOR") == NULL;
      return TRUE;
    }
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "the trace cannot be written to %s: %s",
               path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
take_word (MapiTracer *self, const char *word, GError **error)
{
  if (g_str_equal (word, "json"))
    self->json = TRUE;
  else if (g_str_equal (word, "all"))
    self->all = TRUE;
  else if (g_str_equal (word, "colour"))
    self->colours = TRUE;
  else if (g_str_equal (word, "contents"))
    self->contents = TRUE;
  else if (g_str_equal (word, "starts"))
    self->starts = TRUE;
  else if (g_str_has_prefix (word, "only="))
    g_ptr_array_add (self->patterns, g_pattern_spec_new (word + strlen ("only=")));
  else
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "`%s` does not say how to trace; there are json, all, colour, contents, "
                   "starts and only=PATTERN",
                   word);
      return FALSE;
    }
  return TRUE;
}

/**
 * mapi_tracer_new:
 * @service: (nullable): the name of the service whose providers are traced
 * @how: where to write and what, as words with commas between them
 * @error: return location for a #GError
 *
 * Makes a tracer. The first word is the file that lines are added to, or `-` for standard error.
 * The others are
 *
 * - `json`: one JSON object a line, instead of lines for people
 * - `only=PATTERN`: these calls alone, and those of other patterns; `*` and `?` stand for anything
 *   in names such as `MapiXpLogon.SubmitMessage`
 * - `all`: bodies, secret properties and credentials, too
 * - `colour`: colours, even where the file is no terminal
 * - `starts`: a line when a call begins, too: where the process ends within one, that is the last
 * - `contents`: the properties, recipients and attachments of a message that is submitted to a
 *   transport
 *
 * Fails with %MAPI_E_INVALID_PARAMETER for another word, and with %MAPI_E_NOT_FOUND when the file
 * cannot be opened.
 *
 * Returns: (transfer full): the tracer
 *
 * Since: 1.0
 */
MapiTracer *
mapi_tracer_new (const char *service, const char *how, GError **error)
{
  g_autoptr (MapiTracer) self = g_object_new (MAPI_TYPE_TRACER, NULL);
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (how != NULL, NULL);

  self->service = g_strdup (service);
  words = g_strsplit (how, ",", -1);
  if (words[0] == NULL || !open_file (self, words[0], error))
    return NULL;
  for (char **word = words + 1; *word != NULL; word++)
    if (!take_word (self, *word, error))
      return NULL;
  return g_steal_pointer (&self);
}
