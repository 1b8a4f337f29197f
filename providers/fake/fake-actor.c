/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-actor.h"

struct _FakeActor
{
  GObject               parent_instance;
  const FakeVocabulary *vocabulary;

  GMutex         lock; /* for all below */
  GCond          changed;
  char          *text;
  FakeScript    *script;
  GHashTable    *n_calls; /* call -> number, since there is this script */
  GPtrArray     *log;
  GOutputStream *file;
  gboolean       released;
};

enum
{
  SIGNAL_CALLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FakeActor, fake_actor, G_TYPE_OBJECT)

static void
fake_actor_finalize (GObject *object)
{
  FakeActor *self = FAKE_ACTOR (object);

  g_clear_pointer (&self->script, fake_script_unref);
  g_clear_object (&self->file);
  g_hash_table_unref (self->n_calls);
  g_ptr_array_unref (self->log);
  g_free (self->text);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_actor_parent_class)->finalize (object);
}

static void
fake_actor_class_init (FakeActorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_actor_finalize;

  /* (line): in the thread of the call, when it is in the log. */
  signals[SIGNAL_CALLED] = g_signal_new ("called",
                                         FAKE_TYPE_ACTOR,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
}

static void
fake_actor_init (FakeActor *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->text = g_strdup ("");
  self->n_calls = g_hash_table_new (g_str_hash, g_str_equal);
  self->log = g_ptr_array_new_with_free_func (g_free);
}

FakeActor *
fake_actor_new (const FakeVocabulary *vocabulary)
{
  FakeActor *self = g_object_new (FAKE_TYPE_ACTOR, NULL);

  self->vocabulary = vocabulary;
  self->script = fake_script_new ("", vocabulary, NULL);
  return self;
}

gboolean
fake_actor_set_script (FakeActor *self, const char *text, GError **error)
{
  FakeScript *script = fake_script_new (text, self->vocabulary, error);

  if (script == NULL)
    return FALSE;

  g_mutex_lock (&self->lock);
  fake_script_unref (self->script);
  self->script = script;
  g_free (self->text);
  self->text = g_strdup (text);
  g_hash_table_remove_all (self->n_calls);
  self->released = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

const FakeVocabulary *
fake_actor_get_vocabulary (FakeActor *self)
{
  return self->vocabulary;
}

char *
fake_actor_dup_script_text (FakeActor *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->text);
}

FakeScript *
fake_actor_ref_script (FakeActor *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return fake_script_ref (self->script);
}

gboolean
fake_actor_set_log_file (FakeActor *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;
  GFileOutputStream *stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, &local);

  if (stream == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_NO_ACCESS, "the log: %s", local->message);
      return FALSE;
    }

  g_mutex_lock (&self->lock);
  g_clear_object (&self->file);
  self->file = G_OUTPUT_STREAM (stream);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* To be called with the lock held. A log that cannot be written is missed by who reads it. */
static void
write_line (FakeActor *self, const char *line)
{
  g_autofree char *whole = g_strconcat (line, "\n", NULL);

  if (self->file != NULL)
    g_output_stream_write_all (self->file, whole, strlen (whole), NULL, NULL, NULL);
}

static guint
count_call (FakeActor *self, const char *call)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_calls, call)) + 1;

  g_hash_table_insert (self->n_calls, (gpointer) call, GUINT_TO_POINTER (number));
  return number;
}

const GPtrArray *
fake_actor_enter (
    FakeActor *self, const char *call, const char *about, char *details, FakeScript **script)
{
  g_autofree char *owned = details;
  g_autofree char *line = g_strconcat (call,
                                       about != NULL && *about != '\0' ? " " : "",
                                       about != NULL ? about : "",
                                       details != NULL ? "\t" : NULL,
                                       details,
                                       NULL);
  guint            number;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->log, g_strdup (line));
  write_line (self, line);
  number = count_call (self, call);
  *script = fake_script_ref (self->script);
  g_mutex_unlock (&self->lock);

  g_signal_emit (self, signals[SIGNAL_CALLED], 0, line);
  return fake_script_find (*script, call, number);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  FakeActor *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* With the lock held. */
static gboolean
holds_back (FakeActor *self, FakeScript *script)
{
  return !self->released && self->script == script;
}

gboolean
fake_actor_block (FakeActor *self, FakeScript *script, GCancellable *cancellable)
{
  gulong   handler = 0;
  gboolean free;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);

  g_mutex_lock (&self->lock);
  while (holds_back (self, script) && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->lock);
  free = !holds_back (self, script);
  g_mutex_unlock (&self->lock);

  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  return free;
}

void
fake_actor_release (FakeActor *self)
{
  g_mutex_lock (&self->lock);
  self->released = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

GStrv
fake_actor_get_log (FakeActor *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->log->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->log, i));

  return g_strv_builder_end (builder);
}

guint
fake_actor_count (FakeActor *self, const char *beginning)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint n_calls = 0;

  for (guint i = 0; i < self->log->len; i++)
    n_calls += g_str_has_prefix (g_ptr_array_index (self->log, i), beginning);

  return n_calls;
}
