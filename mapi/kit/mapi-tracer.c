/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-trace-private.h"

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
 * All objects that go between MAPI and the provider are covered: a call is one of MAPI to an object
 * of the provider, or one of the provider to what it was given.
 *
 * A line is written when its call is over, so that what a provider asks of MAPI meanwhile comes
 * before it; lines of what is nested are shifted to the right. A file is for its owner alone.
 * Bodies, what is in streams, secret properties and credentials are left out unless they are asked
 * for.
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

/* The tracers of the calls that the thread is in. */
static void     stack_free (gpointer stack);
static GPrivate stack_of_thread = G_PRIVATE_INIT (stack_free);

static void
stack_free (gpointer stack)
{
  g_ptr_array_unref (stack);
}

static GPtrArray *
get_stack (void)
{
  GPtrArray *stack = g_private_get (&stack_of_thread);

  if (stack == NULL)
    {
      stack = g_ptr_array_new ();
      g_private_set (&stack_of_thread, stack);
    }
  return stack;
}

/* How many calls of the same provider, to it or by it, the thread is in. */
static guint
count_own (MapiTracer *self)
{
  GPtrArray *stack = get_stack ();
  guint      n = 0;

  for (guint i = 0; i < stack->len; i++)
    n += stack->pdata[i] == self;
  return n;
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

static JsonObject *
begin_line (MapiTracer *self, MapiCall *call)
{
  const MapiTraceStyle style = { MAPI_WRAPPER (self), self->all };
  JsonObject          *line = json_object_new ();

  json_object_set_int_member (line, "time", g_get_real_time ());
  json_object_set_int_member (line, "thread", mapi_trace_thread_number ());
  json_object_set_int_member (line, "depth", get_stack ()->len);
  json_object_set_int_member (line, "within", count_own (self));
  if (self->service != NULL)
    json_object_set_string_member (line, "service", self->service);
  mapi_trace_begin (&style, call, line);
  if (self->contents)
    mapi_trace_contents (&style, call, line);
  return line;
}

static void
end_line (MapiTracer *self, MapiCall *call, JsonObject *line, gint64 began)
{
  const MapiTraceStyle style = { MAPI_WRAPPER (self), self->all };

  json_object_set_int_member (line, "usec", g_get_monotonic_time () - began);
  mapi_trace_end (&style, call, line);
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
  g_ptr_array_add (get_stack (), self);
  return TRUE;
}

static gboolean
mapi_tracer_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  MapiTracer *self = MAPI_TRACER (wrapper);
  Note       *note = mapi_call_get_note (call);

  g_ptr_array_set_size (get_stack (), (gint) get_stack ()->len - 1);
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
  mapi_wrapper_cover_all (MAPI_WRAPPER (self));
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
 * - `contents`: the properties, recipients, attachments and inner messages of a message that is
 *   submitted to a transport
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
