/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-backlog-private.h"

void
mapi_spooler_waiter_init (MapiSpoolerWaiter *self, GMainContext *context)
{
  self->link = (GList){ .data = self };
  self->context = context;
  self->waits = FALSE;
}

void
mapi_spooler_backlog_init (MapiSpoolerBacklog *self)
{
  g_mutex_init (&self->lock);
  mapi_spooler_heap_init (&self->heap);
  g_queue_init (&self->waiters);
  self->held = FALSE;
  self->n_taken = 0;
}

void
mapi_spooler_backlog_clear (MapiSpoolerBacklog *self)
{
  mapi_spooler_heap_clear (&self->heap);
  g_mutex_clear (&self->lock);
}

/* These are to be called with the lock held. */

static void
unlink_waiter (MapiSpoolerBacklog *self, MapiSpoolerWaiter *waiter)
{
  if (waiter->waits)
    g_queue_unlink (&self->waiters, &waiter->link);
  waiter->waits = FALSE;
}

/* The context of the one that waits for the shortest time: its caches are warm; NULL where none
 * does. */
static GMainContext *
take_waiter (MapiSpoolerBacklog *self)
{
  MapiSpoolerWaiter *waiter = g_queue_peek_tail (&self->waiters);

  if (waiter == NULL)
    return NULL;

  unlink_waiter (self, waiter);
  return g_main_context_ref (waiter->context);
}

static gboolean
wake_one (MapiSpoolerBacklog *self)
{
  g_autoptr (GMainContext) context = take_waiter (self);

  if (context != NULL)
    g_main_context_wakeup (context);
  return context != NULL;
}

/* Answers whether there was a thread to take it, which is woken without the lock: it would wait for
 * that at once. */
gboolean
mapi_spooler_backlog_push (MapiSpoolerBacklog *self, MapiSpoolerNode *node, gint64 sequence)
{
  g_autoptr (GMainContext) waiting = NULL;
  gboolean held;

  g_mutex_lock (&self->lock);
  mapi_spooler_heap_push (&self->heap, node, sequence);
  held = self->held;
  if (!held)
    waiting = take_waiter (self);
  g_mutex_unlock (&self->lock);

  if (waiting != NULL)
    g_main_context_wakeup (waiting);
  return held || waiting != NULL;
}

/* Gives the oldest node; or NULL, and then @waiter's context will be woken when there is one. */
MapiSpoolerNode *
mapi_spooler_backlog_take (MapiSpoolerBacklog *self, MapiSpoolerWaiter *waiter)
{
  MapiSpoolerNode *node;

  g_mutex_lock (&self->lock);
  node = self->held ? NULL : mapi_spooler_heap_pop (&self->heap);
  self->n_taken += node != NULL;
  if (node != NULL)
    unlink_waiter (self, waiter);
  else if (!waiter->waits)
    {
      g_queue_push_tail_link (&self->waiters, &waiter->link);
      waiter->waits = TRUE;
    }
  g_mutex_unlock (&self->lock);

  return node;
}

void
mapi_spooler_backlog_done (MapiSpoolerBacklog *self)
{
  g_mutex_lock (&self->lock);
  self->n_taken--;
  g_mutex_unlock (&self->lock);
}

/* @waiter will not ask again. Should it have been woken for a node, another is woken instead. */
void
mapi_spooler_backlog_leave (MapiSpoolerBacklog *self, MapiSpoolerWaiter *waiter)
{
  g_mutex_lock (&self->lock);
  unlink_waiter (self, waiter);
  if (mapi_spooler_heap_get_size (&self->heap) > 0)
    wake_one (self);
  g_mutex_unlock (&self->lock);
}

/* Answers whether @node lay here; when not, somebody has taken it. */
gboolean
mapi_spooler_backlog_remove (MapiSpoolerBacklog *self, MapiSpoolerNode *node)
{
  gboolean lay_here;

  g_mutex_lock (&self->lock);
  lay_here = mapi_spooler_heap_remove (&self->heap, node);
  g_mutex_unlock (&self->lock);

  return lay_here;
}

/* While it is held, it gives out nothing. */
void
mapi_spooler_backlog_set_held (MapiSpoolerBacklog *self, gboolean held)
{
  guint n_ready;

  g_mutex_lock (&self->lock);
  self->held = held;
  n_ready = held ? 0 : mapi_spooler_heap_get_size (&self->heap);
  while (n_ready-- > 0 && wake_one (self))
    ;
  g_mutex_unlock (&self->lock);
}

guint
mapi_spooler_backlog_get_size (MapiSpoolerBacklog *self)
{
  guint size;

  g_mutex_lock (&self->lock);
  size = mapi_spooler_heap_get_size (&self->heap);
  g_mutex_unlock (&self->lock);

  return size;
}

gboolean
mapi_spooler_backlog_is_idle (MapiSpoolerBacklog *self)
{
  gboolean idle;

  g_mutex_lock (&self->lock);
  idle = mapi_spooler_heap_get_size (&self->heap) == 0 && self->n_taken == 0;
  g_mutex_unlock (&self->lock);

  return idle;
}
