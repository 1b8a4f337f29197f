/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-backlog-private.h"
#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-outbound-private.h"
#include "mapi-spooler-private.h"

struct _MapiSpoolerSorter
{
  MapiSpooler       *spooler;
  MapiSpoolerBacklog backlog;
  MapiSpoolerWaiter  waiter;
  GMainContext      *context;
  GThread           *thread;
  gint               stopping;
};

static void
sort (MapiSpoolerSorter *self, MapiSpoolerPart *part)
{
  mapi_spooler_outbound_sort (self->spooler, part);
  mapi_spooler_backlog_done (&self->backlog);
  if (mapi_spooler_sorter_is_idle (self))
    mapi_spooler_flush_sorted (self->spooler);
}

static gpointer
run_sorter (gpointer data)
{
  MapiSpoolerSorter *self = data;

  g_main_context_push_thread_default (self->context);
  while (!g_atomic_int_get (&self->stopping))
    {
      MapiSpoolerNode *node = mapi_spooler_backlog_take (&self->backlog, &self->waiter);

      if (node != NULL)
        sort (self, (MapiSpoolerPart *) node);
      g_main_context_iteration (self->context, node == NULL);
    }
  mapi_spooler_backlog_leave (&self->backlog, &self->waiter);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

MapiSpoolerSorter *
mapi_spooler_sorter_new (MapiSpooler *spooler)
{
  MapiSpoolerSorter *self = g_new0 (MapiSpoolerSorter, 1);

  self->spooler = spooler;
  self->context = g_main_context_new ();
  mapi_spooler_backlog_init (&self->backlog);
  mapi_spooler_backlog_set_held (&self->backlog, TRUE);
  mapi_spooler_waiter_init (&self->waiter, self->context);
  self->thread = g_thread_new ("spooler-sorter", run_sorter, self);

  return self;
}

void
mapi_spooler_sorter_free (MapiSpoolerSorter *self)
{
  MapiSpoolerNode *node;

  mapi_spooler_sorter_stop (self);
  while ((node = mapi_spooler_heap_pop (&self->backlog.heap)) != NULL)
    mapi_spooler_item_unref (((MapiSpoolerPart *) node)->item);
  mapi_spooler_backlog_clear (&self->backlog);
  g_main_context_unref (self->context);
  g_free (self);
}

void
mapi_spooler_sorter_push (MapiSpoolerSorter *self, MapiSpoolerPart *part)
{
  mapi_spooler_backlog_push (&self->backlog, &part->timer.node, part->item->order);
}

gboolean
mapi_spooler_sorter_remove (MapiSpoolerSorter *self, MapiSpoolerPart *part)
{
  gboolean removed = mapi_spooler_backlog_remove (&self->backlog, &part->timer.node);

  if (removed)
    mapi_spooler_flush_sorted (self->spooler);
  return removed;
}

gboolean
mapi_spooler_sorter_is_idle (MapiSpoolerSorter *self)
{
  return mapi_spooler_backlog_is_idle (&self->backlog);
}

void
mapi_spooler_sorter_begin (MapiSpoolerSorter *self)
{
  mapi_spooler_backlog_set_held (&self->backlog, FALSE);
}

void
mapi_spooler_sorter_stop (MapiSpoolerSorter *self)
{
  if (self->thread == NULL)
    return;

  g_atomic_int_set (&self->stopping, TRUE);
  g_main_context_wakeup (self->context);
  g_thread_join (g_steal_pointer (&self->thread));
}
