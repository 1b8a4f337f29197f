/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-heap-private.h"

G_BEGIN_DECLS

/* A thread that may wait for work; it sleeps in its own #GMainContext. */
typedef struct
{
  GList         link;
  GMainContext *context;
  gboolean      waits;
} MapiSpoolerWaiter;

/* What is ready to be worked at, in the order of submission, and the threads that wait for it. A
 * node goes straight to the next thread that asks. Thread-safe. */
typedef struct
{
  GMutex          lock;
  MapiSpoolerHeap heap;
  GQueue          waiters;
  guint           n_taken; /* and not done with */
  gboolean        held;
} MapiSpoolerBacklog;

void mapi_spooler_backlog_init (MapiSpoolerBacklog *self);
void mapi_spooler_backlog_clear (MapiSpoolerBacklog *self);
gboolean
mapi_spooler_backlog_push (MapiSpoolerBacklog *self, MapiSpoolerNode *node, gint64 sequence);
MapiSpoolerNode *mapi_spooler_backlog_take (MapiSpoolerBacklog *self, MapiSpoolerWaiter *waiter);
/* Who has taken a node is done with it. */
void     mapi_spooler_backlog_done (MapiSpoolerBacklog *self);
void     mapi_spooler_backlog_leave (MapiSpoolerBacklog *self, MapiSpoolerWaiter *waiter);
gboolean mapi_spooler_backlog_remove (MapiSpoolerBacklog *self, MapiSpoolerNode *node);
void     mapi_spooler_backlog_set_held (MapiSpoolerBacklog *self, gboolean held);
guint    mapi_spooler_backlog_get_size (MapiSpoolerBacklog *self);

/* Whether nothing lies here, and nobody works at what has lain here. */
gboolean mapi_spooler_backlog_is_idle (MapiSpoolerBacklog *self);

void mapi_spooler_waiter_init (MapiSpoolerWaiter *self, GMainContext *context);

G_END_DECLS
