/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-chores-private.h"

typedef struct
{
  MapiSpoolerChoreFunc run;
  gpointer             data;
  GDestroyNotify       destroy;
} Chore;

struct _MapiSpoolerChores
{
  GThreadPool  *pool;
  GCancellable *cancellable;
  GMutex        lock;
  GCond         done;
  guint         n_pending;
};

static void
run_chore (gpointer item, gpointer data)
{
  MapiSpoolerChores *self = data;
  Chore             *chore = item;

  if (!g_cancellable_is_cancelled (self->cancellable))
    chore->run (chore->data, self->cancellable);
  chore->destroy (chore->data);
  g_free (chore);

  g_mutex_lock (&self->lock);
  if (--self->n_pending == 0)
    g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
}

MapiSpoolerChores *
mapi_spooler_chores_new (void)
{
  MapiSpoolerChores *self = g_new0 (MapiSpoolerChores, 1);

  self->pool = g_thread_pool_new (run_chore, self, -1, FALSE, NULL);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  return self;
}

void
mapi_spooler_chores_free (MapiSpoolerChores *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_object_unref (self->cancellable);
  g_cond_clear (&self->done);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
mapi_spooler_chores_push (MapiSpoolerChores   *self,
                          MapiSpoolerChoreFunc run,
                          gpointer             data,
                          GDestroyNotify       destroy)
{
  Chore *chore = g_new (Chore, 1);

  *chore = (Chore){ run, data, destroy };
  g_mutex_lock (&self->lock);
  self->n_pending++;
  g_mutex_unlock (&self->lock);
  g_thread_pool_push (self->pool, chore, NULL);
}

gboolean
mapi_spooler_chores_stop (MapiSpoolerChores *self, gint64 deadline)
{
  gboolean in_time = TRUE;

  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  while (self->n_pending > 0 && in_time)
    in_time = g_cond_wait_until (&self->done, &self->lock, deadline);
  in_time = self->n_pending == 0;
  g_mutex_unlock (&self->lock);

  return in_time;
}
