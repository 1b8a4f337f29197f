/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Main loops and thread pools: what was done before a source was attached, or work was handed over,
 * comes before the call that follows from it. */

#include "sync.h"

/* A callback with its data, which comes and goes by functions of ours. */
typedef struct
{
  GSourceFunc     func;
  gpointer        data;
  GDestroyNotify  notify;
  gatomicrefcount refs;
} Callback;

static void
callback_ref (gpointer data)
{
  g_atomic_ref_count_inc (&((Callback *) data)->refs);
}

static void
callback_unref (gpointer data)
{
  Callback *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  if (self->notify != NULL)
    self->notify (self->data);
  g_free (self);
}

/* Called by the thread that is about to call the callback. */
static void
callback_get (gpointer data, GSource *source, GSourceFunc *func, gpointer *user_data)
{
  Callback *self = data;

  TAKE (source);
  TAKE (self);
  *func = self->func;
  *user_data = self->data;
}

static GSourceCallbackFuncs callback_funcs = { callback_ref, callback_unref, callback_get };

void (g_source_set_callback) (GSource       *source,
                              GSourceFunc    func,
                              gpointer       data,
                              GDestroyNotify notify)
{
  Callback *callback = g_new0 (Callback, 1);

  *callback = (Callback){ .func = func, .data = data, .notify = notify };
  g_atomic_ref_count_init (&callback->refs);
  GIVE (callback);
  g_source_set_callback_indirect (source, callback, &callback_funcs);
}

/* The context has a table of its sources. */
guint (g_source_attach) (GSource *source, GMainContext *context)
{
  guint id;

  GIVE (source);
  HIDE;
  id = GLIB (g_source_attach) (source, context);
  SHOW;
  return id;
}

/* From here on as GLib has them, but by way of the functions above. */

static guint
add (GSource *source, gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  guint id;

  g_source_set_priority (source, priority);
  (g_source_set_callback) (source, func, data, notify);
  id = (g_source_attach) (source, NULL);
  g_source_unref (source);
  return id;
}

guint (g_idle_add_full) (gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  return add (g_idle_source_new (), priority, func, data, notify);
}

guint (g_idle_add) (GSourceFunc func, gpointer data)
{
  return add (g_idle_source_new (), G_PRIORITY_DEFAULT_IDLE, func, data, NULL);
}

guint (g_timeout_add_full) (
    gint priority, guint interval, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  return add (g_timeout_source_new (interval), priority, func, data, notify);
}

guint (g_timeout_add) (guint interval, GSourceFunc func, gpointer data)
{
  return add (g_timeout_source_new (interval), G_PRIORITY_DEFAULT, func, data, NULL);
}

guint (g_timeout_add_seconds_full) (
    gint priority, guint interval, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  return add (g_timeout_source_new_seconds (interval), priority, func, data, notify);
}

guint (g_timeout_add_seconds) (guint interval, GSourceFunc func, gpointer data)
{
  return add (g_timeout_source_new_seconds (interval), G_PRIORITY_DEFAULT, func, data, NULL);
}

static void
call_here (GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  while (func (data))
    ;
  if (notify != NULL)
    notify (data);
}

/* Whether the caller runs @context, or may as nobody does. */
static gboolean
acquire_own (GMainContext *context)
{
  GMainContext *own = g_main_context_get_thread_default ();

  if (own == NULL)
    own = g_main_context_default ();
  return own == context && g_main_context_acquire (context);
}

void (g_main_context_invoke_full) (
    GMainContext *context, gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  GSource *source;

  if (context == NULL)
    context = g_main_context_default ();
  if (g_main_context_is_owner (context))
    call_here (func, data, notify);
  else if (acquire_own (context))
    {
      call_here (func, data, notify);
      g_main_context_release (context);
    }
  else
    {
      source = g_idle_source_new ();
      g_source_set_priority (source, priority);
      (g_source_set_callback) (source, func, data, notify);
      (g_source_attach) (source, context);
      g_source_unref (source);
    }
}

void (g_main_context_invoke) (GMainContext *context, GSourceFunc func, gpointer data)
{
  (g_main_context_invoke_full) (context, G_PRIORITY_DEFAULT, func, data, NULL);
}

void (g_main_loop_quit) (GMainLoop *loop)
{
  GIVE (loop);
  GLIB (g_main_loop_quit) (loop);
}

void (g_main_loop_run) (GMainLoop *loop)
{
  GLIB (g_main_loop_run) (loop);
  TAKE (loop);
}

/* Work for a pool, with the pool's function. */
typedef struct
{
  GFunc    func;
  gpointer data;
} Work;

static void
run_work (gpointer data, gpointer user_data)
{
  Work *work = user_data;

  TAKE (work);
  work->func (data, work->data);
  GIVE (work);
}

/* Work stays behind when its pool goes: a pool is for the life of the program, or a test's. */
static Work *
work_new (GFunc func, gpointer data)
{
  Work *work = g_new (Work, 1);

  *work = (Work){ func, data };
  GIVE (work);
  return work;
}

GThreadPool *(g_thread_pool_new_full) (GFunc          func,
                                       gpointer       data,
                                       GDestroyNotify free_item,
                                       gint           max_threads,
                                       gboolean       exclusive,
                                       GError       **error)
{
  return GLIB (g_thread_pool_new_full) (
      run_work, work_new (func, data), free_item, max_threads, exclusive, error);
}

GThreadPool *(g_thread_pool_new) (GFunc    func,
                                  gpointer data,
                                  gint     max_threads,
                                  gboolean exclusive,
                                  GError **error)
{
  return (g_thread_pool_new_full) (func, data, NULL, max_threads, exclusive, error);
}

gboolean (g_thread_pool_push) (GThreadPool *pool, gpointer data, GError **error)
{
  gboolean pushed;

  if (pool->func == run_work)
    GIVE (pool->user_data);
  HIDE;
  pushed = GLIB (g_thread_pool_push) (pool, data, error);
  SHOW;
  return pushed;
}

void (g_thread_pool_free) (GThreadPool *pool, gboolean immediate, gboolean wait)
{
  gpointer work = pool->func == run_work ? pool->user_data : NULL;

  HIDE;
  GLIB (g_thread_pool_free) (pool, immediate, wait);
  SHOW;
  if (work != NULL && wait)
    TAKE (work);
}
