/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The thread sanitizer sees what is a race, though GLib does half of it, and says nothing of what
 * is none. Each scenario runs in a process of its own, whose exit status tells. */

#include "tap.h"

#define SCENARIO "scenario:"
#define N_TURNS 2000
/* What the sanitizer exits with after a report. */
#define REPORTED 66

/* What two threads have in common. */
static gint          number;
static GMutex        mutex;
static GRWLock       rw_lock;
static GCond         cond;
static gboolean      ready;
static GHashTable   *table;
static GPtrArray    *array;
static GQueue        queue = G_QUEUE_INIT;
static GObject      *object;
static GWeakRef      weak;
static GCancellable *cancellable;
static GMainContext *main_context;

static void
in_two_threads (GThreadFunc func)
{
  GThread *threads[] = { g_thread_new ("one", func, NULL), g_thread_new ("two", func, NULL) };

  g_thread_join (threads[0]);
  g_thread_join (threads[1]);
}

static gpointer
count_bare (gpointer data)
{
  for (guint i = 0; i < N_TURNS; i++)
    number++;
  return NULL;
}

static gpointer
fill_table (gpointer data)
{
  /* One key, there already: the table itself would survive it. */
  g_hash_table_insert (table, GINT_TO_POINTER (1), NULL);
  return NULL;
}

static gpointer
fill_array (gpointer data)
{
  g_ptr_array_add (array, NULL);
  return NULL;
}

static gpointer
look_at_queue (gpointer data)
{
  if (g_queue_is_empty (&queue))
    g_queue_push_tail (&queue, &queue);
  return NULL;
}

static gpointer
count_locked (gpointer data)
{
  for (guint i = 0; i < N_TURNS; i++)
    {
      g_mutex_lock (&mutex);
      number++;
      g_mutex_unlock (&mutex);
    }
  return NULL;
}

static gpointer
count_between_readers (gpointer data)
{
  gint sum = 0;

  for (guint i = 0; i < N_TURNS; i++)
    {
      g_rw_lock_reader_lock (&rw_lock);
      sum += number;
      g_rw_lock_reader_unlock (&rw_lock);
      g_rw_lock_writer_lock (&rw_lock);
      number = sum;
      g_rw_lock_writer_unlock (&rw_lock);
    }
  return NULL;
}

static gpointer
wake (gpointer data)
{
  number = 1;
  g_mutex_lock (&mutex);
  ready = TRUE;
  g_cond_signal (&cond);
  g_mutex_unlock (&mutex);
  return NULL;
}

static void
wait_for_ready (void)
{
  g_mutex_lock (&mutex);
  while (!ready)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);
}

static gpointer
initialise (gpointer data)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      number = 7;
      g_once_init_leave (&once, 1);
    }
  return GINT_TO_POINTER (number);
}

static void
count_end (gpointer data, GObject *where)
{
  number++;
}

static gpointer
drop_reference (gpointer data)
{
  g_object_set_data (object, "seen", object);
  g_object_unref (object);
  return NULL;
}

static gpointer
hold_weakly (gpointer data)
{
  for (guint i = 0; i < N_TURNS; i++)
    {
      g_autoptr (GObject) held = g_weak_ref_get (&weak);
    }
  return NULL;
}

static gpointer
make_class (gpointer data)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();

  return GINT_TO_POINTER (g_input_stream_is_closed (stream));
}

static gboolean
end_loop (gpointer loop)
{
  number++;
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gpointer
fill_context (gpointer data)
{
  GSource *sources[N_TURNS];

  for (guint i = 0; i < N_TURNS; i++)
    {
      sources[i] = g_idle_source_new ();
      g_source_attach (sources[i], main_context);
    }
  for (guint i = 0; i < N_TURNS; i++)
    {
      g_source_destroy (sources[i]);
      g_source_unref (sources[i]);
    }
  return NULL;
}

static gpointer
attach_source (gpointer loop)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  number++;
  g_source_set_callback (source, end_loop, loop, NULL);
  g_source_attach (source, g_main_loop_get_context (loop));
  return NULL;
}

static gpointer
invoke (gpointer loop)
{
  number++;
  g_main_context_invoke (g_main_loop_get_context (loop), end_loop, loop);
  return NULL;
}

static void
run_loop_beside (GThreadFunc func)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  GThread *thread;

  g_main_context_push_thread_default (context);
  thread = g_thread_new ("beside", func, loop);
  g_main_loop_run (loop);
  g_main_context_pop_thread_default (context);
  g_thread_join (thread);
}

static void
work_on (gpointer data, gpointer user_data)
{
  *(gint *) data += 1;
}

static gpointer
cancel (gpointer data)
{
  number = 1;
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
run_bare (void)
{
  in_two_threads (count_bare);
}

static void
run_table (void)
{
  table = g_hash_table_new (NULL, NULL);
  fill_table (NULL);
  in_two_threads (fill_table);
}

static void
run_array (void)
{
  array = g_ptr_array_sized_new (8);
  in_two_threads (fill_array);
}

static void
run_queue (void)
{
  in_two_threads (look_at_queue);
}

static void
run_mutex (void)
{
  in_two_threads (count_locked);
}

static void
run_rw_lock (void)
{
  in_two_threads (count_between_readers);
}

static void
run_cond (void)
{
  GThread *thread = g_thread_new ("waker", wake, NULL);

  wait_for_ready ();
  number++;
  g_thread_join (thread);
}

static void
run_once (void)
{
  in_two_threads (initialise);
}

static void
run_reference (void)
{
  object = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_weak_ref (object, count_end, NULL);
  g_object_ref (object);
  in_two_threads (drop_reference);
}

static void
run_weak (void)
{
  object = g_object_new (G_TYPE_OBJECT, NULL);
  g_weak_ref_init (&weak, object);
  in_two_threads (hold_weakly);
  g_object_unref (object);
}

static void
run_class (void)
{
  in_two_threads (make_class);
}

static void
run_source (void)
{
  run_loop_beside (attach_source);
}

static void
run_context (void)
{
  main_context = g_main_context_new ();
  in_two_threads (fill_context);
  g_main_context_unref (main_context);
}

static void
run_invoke (void)
{
  run_loop_beside (invoke);
}

static void
run_pool (void)
{
  gint         work[8] = { 0 };
  GThreadPool *pool = g_thread_pool_new (work_on, NULL, 4, FALSE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (work); i++)
    {
      work[i] = 1;
      g_thread_pool_push (pool, &work[i], NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (work); i++)
    number += work[i];
}

static void
run_cancellable (void)
{
  GThread *thread;

  cancellable = g_cancellable_new ();
  thread = g_thread_new ("cancels", cancel, NULL);
  while (!g_cancellable_is_cancelled (cancellable))
    g_thread_yield ();
  number++;
  g_thread_join (thread);
}

static const struct
{
  const char *name;
  void (*run) (void);
  gboolean race;
} scenarios[] = {
  { "a number", run_bare, TRUE },
  { "a hash table", run_table, TRUE },
  { "an array of pointers", run_array, TRUE },
  { "a queue", run_queue, TRUE },
  { "a mutex", run_mutex, FALSE },
  { "a lock of readers and writers", run_rw_lock, FALSE },
  { "a condition", run_cond, FALSE },
  { "once", run_once, FALSE },
  { "the last reference", run_reference, FALSE },
  { "a weak reference", run_weak, FALSE },
  { "a class", run_class, FALSE },
  { "a source", run_source, FALSE },
  { "a context with many sources", run_context, FALSE },
  { "a call in a context", run_invoke, FALSE },
  { "a pool of threads", run_pool, FALSE },
  { "a cancellable", run_cancellable, FALSE },
};

static void
run_scenario (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_str_equal (scenarios[i].name, name))
      scenarios[i].run ();
}

static void
check_scenario (gsize i)
{
  g_autofree char *argument = g_strconcat (SCENARIO, scenarios[i].name, NULL);
  char            *argv[] = { "/proc/self/exe", argument, NULL };
  g_autofree char *said = NULL;
  int              status = 0;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, argv, NULL, 0, NULL, NULL, NULL, &said, &status, &error);
  if (!TAP_NO_ERROR (error))
    return;
  TAP_NUMBER (WIFEXITED (status) ? WEXITSTATUS (status) : -1, scenarios[i].race ? REPORTED : 0);
  CU_ASSERT_EQUAL (strstr (said, "data race") != NULL, scenarios[i].race);
  if (!scenarios[i].race && *said != '\0')
    tap_note ("%s: %s", scenarios[i].name, said);
}

static void
check_all (gboolean race)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (scenarios[i].race == race)
      check_scenario (i);
}

static void
test_races (void)
{
  check_all (TRUE);
}

static void
test_order (void)
{
  check_all (FALSE);
}

int
main (int argc, char **argv)
{
  static const TapCase cases[] = { { "races are seen", test_races },
                                   { "what is in order is not", test_order } };

  if (argc == 2 && g_str_has_prefix (argv[1], SCENARIO))
    {
      run_scenario (argv[1] + strlen (SCENARIO));
      return EXIT_SUCCESS;
    }
  return tap_main ("tsan/sync", cases, G_N_ELEMENTS (cases), argc, argv);
}
