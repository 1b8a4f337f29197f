/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-ends.h"
#include "check-hook.h"
#include "check-replay-private.h"
#include "check-replay.h"
#include "check-store.h"
#include "check-transport.h"

#include <string.h>

struct _CheckReplayer
{
  CheckReplay   replay;
  guint32       resource_type;
  const char   *root; /* what the name of the provider object begins with */
  char         *service;
  GPtrArray    *lines;    /* Line */
  JsonObject   *settings; /* that the provider read when it was traced */
  guint         next;
  GObject      *provider; /* with the tracer before it */
  GInputStream *outcomes; /* what the tracer writes */
};

/* A call of the trace. */
typedef struct
{
  JsonObject *call;
  guint       number;
} Line;

/* As what providers appear in traces. */
static const struct
{
  guint32     resource_type;
  const char *root;
} roots[] = {
  { MAPI_STORE_PROVIDER, "MapiMsProvider#" },
  { MAPI_TRANSPORT_PROVIDER, "MapiXpProvider#" },
  { MAPI_AB_PROVIDER, "MapiAbProvider#" },
  { MAPI_HOOK_PROVIDER, "MapiHookProvider#" },
};

static const char *
find_root (guint32 resource_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    if (roots[i].resource_type == resource_type)
      return roots[i].root;
  return NULL;
}

static void
line_free (gpointer data)
{
  json_object_unref (((Line *) data)->call);
  g_free (data);
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
find_object (CheckReplayer *self, JsonObject *line)
{
  const char *name = json_object_get_string_member (line, "object");

  return g_str_has_prefix (name, self->root) ? self->provider
                                             : g_hash_table_lookup (self->replay.objects, name);
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

/* What others asked of the provider, not what it asked of them, nor what they then did with it. */
static gboolean
is_from_outside (JsonObject *line)
{
  const char *caller = replay_get_string (json_object_get_member (line, "caller"));

  return json_object_get_int_member_with_default (line, "within", 0) == 0 &&
         g_strcmp0 (caller, "provider") != 0;
}

static gboolean
is_of_service (CheckReplayer *self, JsonObject *line)
{
  const char *service = replay_get_string (json_object_get_member (line, "service"));

  return service == NULL || g_str_equal (service, self->service);
}

static void
add_object (JsonObject *from, const char *name, JsonNode *value, gpointer objects)
{
  const char *object = replay_get_string (value);

  if (object != NULL && replay_is_object (object))
    g_hash_table_add (objects, g_strdup (object));
}

/* Whether it is of another provider of the service; what that gives out is, too. */
static gboolean
is_of_another (CheckReplayer *self, JsonObject *line, GHashTable *others)
{
  const char *object = json_object_get_string_member (line, "object");
  gboolean    is_another = g_hash_table_contains (others, object);

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    is_another |=
        !g_str_equal (roots[i].root, self->root) && g_str_has_prefix (object, roots[i].root);
  if (is_another)
    {
      add_object (line, "answer", json_object_get_member (line, "answer"), others);
      json_object_foreach_member (json_object_get_object_member (line, "out"), add_object, others);
    }
  return is_another;
}

static gboolean
is_wanted (CheckReplayer *self, JsonObject *line, GHashTable *others)
{
  return is_from_outside (line) && is_of_service (self, line) &&
         !is_of_another (self, line, others);
}

/* What the provider is told of its settings, if that is what the line is of. */
static JsonObject *
find_settings (JsonObject *line)
{
  const char *object = json_object_get_string_member (line, "object");
  JsonNode   *answer = json_object_get_member (line, "answer");

  return g_str_has_prefix (object, "MapiProfSect#") && answer != NULL &&
                 JSON_NODE_HOLDS_OBJECT (answer)
             ? json_node_get_object (answer)
             : NULL;
}

static void
add_setting (JsonObject *from, const char *name, JsonNode *value, gpointer settings)
{
  json_object_set_member (settings, name, json_node_copy (value));
}

/* A setting that was a path when the provider was traced, and is another one here. */
static void
compare_setting (JsonObject *from, const char *name, JsonNode *value, gpointer data)
{
  CheckReplayer *self = data;
  const char    *then = replay_get_string (json_object_get_member (self->settings, name));
  const char    *now = replay_get_string (value);

  if (then != NULL && now != NULL && g_path_is_absolute (then) && g_path_is_absolute (now))
    g_hash_table_replace (self->replay.paths, g_strdup (then), g_strdup (now));
}

static void
add_line (CheckReplayer *self, JsonObject *call, guint number)
{
  Line *line = g_new (Line, 1);

  line->call = json_object_ref (call);
  line->number = number;
  g_ptr_array_add (self->lines, line);
}

static gboolean
take_lines (CheckReplayer *self, char *text, GError **error)
{
  g_autoptr (GHashTable) others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *rest = NULL;
  guint number = 0;

  for (char *line = strtok_r (text, "\n", &rest); line != NULL; line = strtok_r (NULL, "\n", &rest))
    {
      g_autoptr (JsonObject) call = parse_line (line, error);

      number++;
      if (call == NULL)
        {
          g_prefix_error (error, "line %u: ", number);
          return FALSE;
        }
      if (find_settings (call) != NULL && is_of_service (self, call))
        json_object_foreach_member (find_settings (call), add_setting, self->settings);
      if (is_wanted (self, call, others))
        add_line (self, call, number);
    }
  return TRUE;
}

void
check_replayer_free (CheckReplayer *self)
{
  check_replayer_end (self);
  g_ptr_array_unref (self->lines);
  json_object_unref (self->settings);
  g_free (self->service);
  g_free (self);
}

CheckReplayer *
check_replayer_new (guint32 resource_type, const char *service, const char *path, GError **error)
{
  g_autoptr (CheckReplayer) self = g_new0 (CheckReplayer, 1);
  g_autofree char *text = NULL;

  self->resource_type = resource_type;
  self->root = find_root (resource_type);
  self->service = g_strdup (service);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->settings = json_object_new ();
  if (self->root != NULL &&
      (!g_file_get_contents (path, &text, NULL, error) || !take_lines (self, text, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static const Line *
peek_line (CheckReplayer *self)
{
  return self->next < self->lines->len ? g_ptr_array_index (self->lines, self->next) : NULL;
}

const MapiCheckClause *
check_replayer_next (CheckReplayer *self)
{
  const Line *line = peek_line (self);

  return line != NULL ? clause_of (json_object_get_string_member (line->call, "interface"),
                                   json_object_get_string_member (line->call, "method"))
                      : NULL;
}

guint
check_replayer_get_line (CheckReplayer *self)
{
  const Line *line = peek_line (self);

  return line != NULL ? line->number : 0;
}

void
check_replayer_skip (CheckReplayer *self)
{
  self->next++;
}

/* All that was traced since this was asked last. */
static char *
read_new (CheckReplayer *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char   buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (self->outcomes, buffer, sizeof buffer, NULL, error)) > 0)
    g_string_append_len (text, buffer, n);
  return n == 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
is_of_same_call (JsonObject *a, JsonObject *b)
{
  static const char *const names[] = { "interface", "method" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (!g_str_equal (json_object_get_string_member (a, names[i]),
                      json_object_get_string_member (b, names[i])))
      return FALSE;
  return is_from_outside (b);
}

/* The line of the call that was made last; threads of the provider may have added some of theirs,
 * and what it has asked of its settings stands before. */
static JsonObject *
read_outcome (CheckReplayer *self, GError **error)
{
  g_autofree char *text = read_new (self, error);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  g_autoptr (JsonObject) found = NULL;

  if (lines == NULL)
    return NULL;
  for (char **each = lines; *each != NULL; each++)
    {
      g_autoptr (JsonObject) line = **each != '\0' ? parse_line (*each, NULL) : NULL;

      if (line != NULL && find_settings (line) != NULL)
        json_object_foreach_member (find_settings (line), compare_setting, self);
      if (line != NULL && is_of_same_call (self->replay.line, line))
        {
          g_clear_pointer (&found, json_object_unref);
          found = g_steal_pointer (&line);
        }
    }
  if (found == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the call was not traced");
  return g_steal_pointer (&found);
}

static MapiCheckVerdict
judge (CheckReplayer *self, char **reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) found = read_outcome (self, &error);

  *reason = found != NULL ? replay_compare (&self->replay, self->replay.line, found)
                          : g_strdup (error->message);
  return *reason == NULL ? MAPI_CHECK_PASSED : MAPI_CHECK_FAILED;
}

static MapiCheckVerdict
skip (const char *why, char **reason)
{
  *reason = g_strdup (why);
  return MAPI_CHECK_SKIPPED;
}

static MapiCheckVerdict
make_call (CheckReplayer *self, char **reason)
{
  const ReplayMethod *method = find_method (self->replay.line);
  gpointer            object = find_object (self, self->replay.line);
  g_autoptr (GError) error = NULL;

  if (method == NULL)
    return skip ("a trace does not hold all that this method is given", reason);
  if (object == NULL || !G_TYPE_CHECK_INSTANCE_TYPE (object, method->get_type ()))
    return skip ("the object does not come from a call that could be replayed", reason);
  method->call (&self->replay, object, &error);
  return self->replay.lack != NULL ? skip (self->replay.lack, reason) : judge (self, reason);
}

MapiCheckVerdict
check_replayer_make (CheckReplayer *self, char **reason)
{
  const Line      *line = peek_line (self);
  g_autofree char *why = NULL;
  MapiCheckVerdict verdict;

  self->replay.line = line->call;
  self->replay.lack = NULL;
  verdict = make_call (self, &why);
  *reason = why != NULL ? g_strdup_printf ("line %u: %s", line->number, why) : NULL;
  return verdict;
}

static void
log_on (CheckBench *bench, guint32 resource_type)
{
  guint32 flags = MAPI_LOGON_NO_DIALOG;

  if (resource_type == MAPI_STORE_PROVIDER)
    check_open_store (bench);
  else if (resource_type == MAPI_TRANSPORT_PROVIDER)
    check_log_on (bench, &flags);
  else if (resource_type == MAPI_HOOK_PROVIDER)
    {
      g_autoptr (MapiSpoolerHook) hook = check_hook_log_on (bench);
    }
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
  const char *method = resource_type == MAPI_TRANSPORT_PROVIDER ? "TransportLogon"
                       : resource_type == MAPI_HOOK_PROVIDER    ? "HookLogon"
                                                                : "Logon";

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

/* A tracer of our own tells what comes of the calls, in the words of the trace. */
static gboolean
add_tracer (CheckReplayer *self, CheckBench *bench, GObject *provider, GError **error)
{
  g_autofree char *path = g_build_filename (bench->home, "replay", NULL);
  g_autofree char *how = g_strconcat (path, ",json,contents", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MapiTracer) tracer = mapi_tracer_new (NULL, how, error);

  if (tracer == NULL)
    return FALSE;
  self->provider = mapi_wrapper_wrap (MAPI_WRAPPER (tracer), provider);
  self->outcomes = G_INPUT_STREAM (g_file_read (file, NULL, error));
  return self->outcomes != NULL;
}

gboolean
check_replayer_begin (CheckReplayer *self, CheckBench *bench, GError **error)
{
  g_auto (CheckEnds) ends = { NULL };

  if (!find_ends (bench, self->resource_type, &ends, error))
    return FALSE;
  self->replay.objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->replay.bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->replay.numbers = g_hash_table_new (NULL, NULL);
  self->replay.paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->replay.support = g_object_ref (ends.support);
  return add_tracer (self, bench, ends.provider, error);
}

void
check_replayer_end (CheckReplayer *self)
{
  g_clear_pointer (&self->replay.objects, g_hash_table_unref);
  g_clear_pointer (&self->replay.bytes, g_hash_table_unref);
  g_clear_pointer (&self->replay.numbers, g_hash_table_unref);
  g_clear_pointer (&self->replay.paths, g_hash_table_unref);
  g_clear_object (&self->replay.support);
  g_clear_object (&self->provider);
  g_clear_object (&self->outcomes);
}
