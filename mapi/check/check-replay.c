/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-ends.h"
#include "check-replay-private.h"
#include "check-replay.h"
#include "check-store.h"
#include "check-transport.h"

#include <string.h>

typedef struct
{
  CheckReplay     replay;
  CheckBench     *bench;
  const char     *root; /* what the name of the provider object begins with */
  const char     *service;
  GObject        *provider;   /* with the tracer before it */
  char           *trace_path; /* of what happens here */
  goffset         trace_end;
  guint           number; /* of the line */
  CheckReplayFunc func;
  gpointer        data;
} Run;

/* As what providers appear in traces. */
static const struct
{
  guint32     resource_type;
  const char *root;
} roots[] = {
  { MAPI_STORE_PROVIDER, "MapiMsProvider#" },
  { MAPI_TRANSPORT_PROVIDER, "MapiXpProvider#" },
  { MAPI_AB_PROVIDER, "MapiAbProvider#" },
};

static const char *
find_root (guint32 resource_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    if (roots[i].resource_type == resource_type)
      return roots[i].root;
  return NULL;
}

/* The clause of a method: it lives as long as the process, as all clauses do. */
static const MapiCheckClause *
clause_of (const char *interface_name, const char *method)
{
  static GHashTable *clauses;
  static GMutex      lock;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *name = g_strdup_printf ("replay/%s.%s", interface_name, method);
  MapiCheckClause *clause;

  if (clauses == NULL)
    clauses = g_hash_table_new (g_str_hash, g_str_equal);
  clause = g_hash_table_lookup (clauses, name);
  if (clause == NULL)
    {
      clause = g_new0 (MapiCheckClause, 1);
      clause->name = g_intern_string (name);
      clause->summary = "A call gives what it gave when it was traced";
      clause->rules = "";
      g_hash_table_insert (clauses, (gpointer) clause->name, clause);
    }
  return clause;
}

static void
tell (Run *run, MapiCheckVerdict verdict, const char *reason)
{
  JsonObject      *line = run->replay.line;
  g_autofree char *text =
      reason != NULL ? g_strdup_printf ("line %u: %s", run->number, reason) : NULL;

  run->func (clause_of (json_object_get_string_member (line, "interface"),
                        json_object_get_string_member (line, "method")),
             verdict,
             text,
             run->data);
}

static const ReplayMethod *
find_method (JsonObject *line)
{
  const char *interface_name = json_object_get_string_member (line, "interface");
  const char *method = json_object_get_string_member (line, "method");

  for (const ReplayMethod *each = replay_methods; each->method != NULL; each++)
    if (g_str_equal (each->interface_name, interface_name) && g_str_equal (each->method, method))
      return each;
  return NULL;
}

static gpointer
find_object (Run *run, JsonObject *line)
{
  const char *name = json_object_get_string_member (line, "object");

  return g_str_has_prefix (name, run->root) ? run->provider
                                            : g_hash_table_lookup (run->replay.objects, name);
}

/* What a line of the trace says was given out under this name. */
static const char *
find_given (JsonObject *line, const char *name)
{
  JsonObject *from =
      g_str_equal (name, "answer") ? line : json_object_get_object_member (line, "out");

  return replay_get_string (json_object_get_member (from, name));
}

void
replay_give_object (CheckReplay *self, const char *name, gpointer object)
{
  const char *given = find_given (self->line, name);

  if (given != NULL && object != NULL)
    g_hash_table_replace (self->objects, g_strdup (given), g_object_ref (object));
}

void
replay_give_number (CheckReplay *self, guint32 connection)
{
  gint64 given = json_object_get_int_member_with_default (self->line, "answer", 0);

  g_hash_table_insert (
      self->numbers, GUINT_TO_POINTER ((guint) given), GUINT_TO_POINTER (connection));
}

static gboolean
has_text (JsonObject *object, const char *name)
{
  return replay_get_string (json_object_get_member (object, name)) != NULL;
}

static gboolean
has_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}

static JsonObject *
parse_line (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);
  JsonObject *object;

  if (node == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (object != NULL && has_text (object, "interface") && has_text (object, "method") &&
      has_text (object, "object") && has_object (object, "in") && has_object (object, "out"))
    return json_object_ref (object);
  g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "this is no line of a trace");
  return NULL;
}

/* The line of the call that was made last: the end of what the tracer has written. */
static JsonObject *
read_outcome (Run *run, GError **error)
{
  g_autofree char *text = NULL;
  gsize            length = 0;
  char            *last;

  if (!g_file_get_contents (run->trace_path, &text, &length, error))
    return NULL;
  if (length == 0 || (goffset) length == run->trace_end)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the call was not traced");
      return NULL;
    }
  run->trace_end = (goffset) length;
  text[length - 1] = '\0';
  last = strrchr (text, '\n');
  return parse_line (last != NULL ? last + 1 : text, error);
}

static void
judge (Run *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) found = read_outcome (run, &error);
  g_autofree char *difference = found != NULL
                                    ? replay_compare (&run->replay, run->replay.line, found)
                                    : g_strdup (error->message);

  tell (run, difference == NULL ? MAPI_CHECK_PASSED : MAPI_CHECK_FAILED, difference);
}

static void
replay_line (Run *run, JsonObject *line)
{
  const ReplayMethod *method = find_method (line);
  gpointer            object = find_object (run, line);
  g_autoptr (GError) error = NULL;

  run->replay.line = line;
  run->replay.lack = NULL;
  if (method == NULL)
    tell (run, MAPI_CHECK_SKIPPED, "a trace does not hold all that this method is given");
  else if (object == NULL || !G_TYPE_CHECK_INSTANCE_TYPE (object, method->get_type ()))
    tell (run, MAPI_CHECK_SKIPPED, "the object does not come from a call that could be replayed");
  else
    {
      method->call (&run->replay, object, &error);
      if (run->replay.lack != NULL)
        tell (run, MAPI_CHECK_SKIPPED, run->replay.lack);
      else
        judge (run);
    }
}

/* What others asked of the provider, not what it asked of others or of itself. */
static gboolean
is_wanted (Run *run, JsonObject *line)
{
  const char *service = replay_get_string (json_object_get_member (line, "service"));

  if (json_object_get_int_member_with_default (line, "depth", 0) > 0 ||
      g_str_equal (json_object_get_string_member (line, "interface"), "MapiSupport"))
    return FALSE;
  return service == NULL || g_str_equal (service, run->service);
}

static gboolean
replay_text (Run *run, char *text, GError **error)
{
  char *rest = NULL;

  for (char *line = strtok_r (text, "\n", &rest); line != NULL; line = strtok_r (NULL, "\n", &rest))
    {
      g_autoptr (JsonObject) object = parse_line (line, error);

      run->number++;
      if (object == NULL)
        {
          g_prefix_error (error, "line %u: ", run->number);
          return FALSE;
        }
      if (is_wanted (run, object))
        replay_line (run, object);
    }
  return TRUE;
}

static void
log_on (CheckBench *bench, guint32 resource_type)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG;

  if (resource_type == MAPI_STORE_PROVIDER)
    check_open_store (bench);
  else if (resource_type == MAPI_TRANSPORT_PROVIDER)
    check_log_on (bench, &flags);
  else
    {
      g_autoptr (MapiAddressBook) book =
          mapi_session_open_address_book (bench->session, 0, NULL, bench->cancellable, NULL);
    }
}

/* Has the session log on, and takes what it did so with. */
static gboolean
find_ends (CheckBench *bench, guint32 resource_type, CheckEnds *ends, GError **error)
{
  const char *method = resource_type == MAPI_TRANSPORT_PROVIDER ? "TransportLogon" : "Logon";

  check_ends_watch (bench, method, ends);
  log_on (bench, resource_type);
  check_ends_unwatch (bench, method);
  /* What is open already would be given again, and without a logon object. */
  check_close_stores (bench);
  if (ends->provider != NULL && ends->support != NULL)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_FAILONEPROVIDER,
               "nobody could log on to the provider: %s",
               bench->complaint != NULL ? bench->complaint : "it was not asked");
  return FALSE;
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->replay.objects, g_hash_table_unref);
  g_clear_pointer (&run->replay.bytes, g_hash_table_unref);
  g_clear_pointer (&run->replay.numbers, g_hash_table_unref);
  g_clear_object (&run->replay.support);
  g_clear_object (&run->provider);
  g_free (run->trace_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* A tracer of our own tells what comes of the calls, in the words of the trace. */
static gboolean
prepare (Run *run, const CheckEnds *ends, GError **error)
{
  g_autofree char *how = NULL;
  g_autoptr (MapiTracer) tracer = NULL;

  run->replay.objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  run->replay.bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run->replay.numbers = g_hash_table_new (NULL, NULL);
  run->replay.support = g_object_ref (ends->support);
  run->trace_path = g_build_filename (run->bench->home, "replay", NULL);
  how = g_strconcat (run->trace_path, ",json,contents", NULL);
  tracer = mapi_tracer_new (NULL, how, error);
  if (tracer == NULL)
    return FALSE;
  run->provider = mapi_wrapper_wrap (MAPI_WRAPPER (tracer), ends->provider);
  return TRUE;
}

gboolean
check_replay (CheckBench     *bench,
              guint32         resource_type,
              const char     *service,
              const char     *path,
              CheckReplayFunc func,
              gpointer        data,
              GError        **error)
{
  g_auto (Run) run = { .bench = bench, .service = service, .func = func, .data = data };
  g_auto (CheckEnds) ends = { NULL };
  g_autofree char *text = NULL;

  run.root = find_root (resource_type);
  return run.root == NULL || (g_file_get_contents (path, &text, NULL, error) &&
                              find_ends (bench, resource_type, &ends, error) &&
                              prepare (&run, &ends, error) && replay_text (&run, text, error));
}
