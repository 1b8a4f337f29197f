/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "check-stack.h"
#include "check-worker.h"

#include <unistd.h>

typedef struct
{
  void (*run) (gpointer work);
  gpointer       work;
  GDestroyNotify destroy;
} Task;

struct _CheckWorker
{
  gatomicrefcount ref_count; /* the thread has one */
  GMutex          lock;
  GCond           changed;
  pid_t           thread; /* 0 until it has begun */
  Task            task;
  gboolean        busy;
  gboolean        ending;
  gboolean        left;
};

static void
release (CheckWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* With the lock held, but while the task is run. */
static void
run_task (CheckWorker *self)
{
  Task task = self->task;

  g_mutex_unlock (&self->lock);
  task.run (task.work);
  task.destroy (task.work);
  g_mutex_lock (&self->lock);
  self->busy = FALSE;
  g_cond_broadcast (&self->changed);
}

static gpointer
run_thread (gpointer data)
{
  CheckWorker *self = data;

  g_mutex_lock (&self->lock);
  self->thread = gettid ();
  while (!self->ending)
    {
      if (self->busy)
        run_task (self);
      else
        g_cond_wait (&self->changed, &self->lock);
    }
  g_mutex_unlock (&self->lock);
  release (self);
  return NULL;
}

CheckWorker *
check_worker_new (void)
{
  CheckWorker *self = g_new0 (CheckWorker, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_atomic_ref_count_inc (&self->ref_count);
  g_thread_unref (g_thread_new ("check", run_thread, self));
  return self;
}

void
check_worker_free (CheckWorker *self)
{
  g_mutex_lock (&self->lock);
  self->ending = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  release (self);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  CheckWorker *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* With the lock held. */
static CheckWorkEnd
wait_until (CheckWorker *self, gint64 deadline, GCancellable *cancellable)
{
  gboolean in_time = TRUE;

  while (self->busy)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return CHECK_WORK_CANCELLED;
      if (!in_time)
        return CHECK_WORK_STUCK;
      if (deadline == G_MAXINT64)
        g_cond_wait (&self->changed, &self->lock);
      else
        in_time = g_cond_wait_until (&self->changed, &self->lock, deadline);
    }
  return CHECK_WORK_DONE;
}

CheckWorkEnd
check_worker_run (CheckWorker *self,
                  void (*run) (gpointer work),
                  gpointer       work,
                  GDestroyNotify destroy,
                  guint          seconds,
                  GCancellable  *cancellable)
{
  gint64 deadline =
      seconds != 0 ? g_get_monotonic_time () + (gint64) seconds * G_TIME_SPAN_SECOND : G_MAXINT64;
  gulong       handler = 0;
  CheckWorkEnd end;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);
  g_mutex_lock (&self->lock);
  self->task = (Task){ run, work, destroy };
  self->busy = TRUE;
  g_cond_broadcast (&self->changed);
  end = wait_until (self, deadline, cancellable);
  self->left = end != CHECK_WORK_DONE;
  g_mutex_unlock (&self->lock);
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  return end;
}

char *
check_worker_find_call (CheckWorker *self)
{
  return self->thread != 0 ? check_stack_find_call (self->thread) : NULL;
}

gboolean
check_worker_is_left (CheckWorker *self)
{
  return self->left;
}
