/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-link-struct-private.h"
#include "mapi-remote-seat-private.h"

typedef struct
{
  guint64         number;
  MapiRemoteSeat *top;
  MapiRemoteSeat  home;
} Thread;

static void
leave (gpointer data)
{
  Thread *self = data;

  mapi_remote_link_thread_ends (self->number);
  g_free (self);
}

static GPrivate threads = G_PRIVATE_INIT (leave);

static Thread *
get_thread (void)
{
  static guint last;
  Thread      *self = g_private_get (&threads);

  if (self == NULL)
    {
      self = g_new0 (Thread, 1);
      self->number = (guint64) g_atomic_int_add ((gint *) &last, 1) + 1;
      g_private_set (&threads, self);
    }
  return self;
}

void
mapi_remote_seat_take (MapiRemoteSeat *self, MapiRemoteLink *link, guint64 chain)
{
  Thread *thread = get_thread ();

  self->link = link;
  self->chain = chain;
  self->early = NULL;
  self->told = 0;
  self->below = thread->top;
  thread->top = self;
}

void
mapi_remote_seat_leave (MapiRemoteSeat *self)
{
  get_thread ()->top = self->below;
}

void
mapi_remote_seat_take_home (MapiRemoteLink *link, guint64 chain)
{
  Thread *thread = get_thread ();

  thread->home.link = link;
  thread->home.chain = chain;
}

static MapiRemoteSeat *
find (Thread *thread, MapiRemoteLink *link)
{
  for (MapiRemoteSeat *seat = thread->top; seat != NULL; seat = seat->below)
    if (seat->link == link)
      return seat;
  return NULL;
}

void
mapi_remote_seat_watch (const guint32 *early)
{
  get_thread ()->top->early = early;
}

guint32
mapi_remote_seat_take_early (MapiRemoteLink *link)
{
  MapiRemoteSeat *seat = find (get_thread (), link);

  if (seat == NULL || seat->early == NULL || *seat->early == seat->told)
    return 0;
  seat->told = *seat->early;
  return seat->told;
}

gboolean
mapi_remote_seat_is_taken (MapiRemoteLink *link)
{
  Thread *thread = g_private_get (&threads);

  return thread != NULL && find (thread, link) != NULL;
}

guint64
mapi_remote_seat_find_chain (MapiRemoteLink *link, gboolean is_server)
{
  Thread         *thread = get_thread ();
  MapiRemoteSeat *seat = find (thread, link);

  if (seat != NULL)
    return seat->chain;
  if (thread->home.link == link)
    return thread->home.chain;
  return mapi_remote_seat_make_chain (thread->number, is_server);
}
