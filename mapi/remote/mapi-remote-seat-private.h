/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-private.h"

G_BEGIN_DECLS

/*
 * Which thread is at work. A *chain* is a thread of one end and whatever works for it at the other:
 * its number is made up by the end that the thread belongs to. A thread that serves a call of
 * another chain has a seat in it until it is done, and what it calls belongs to that chain.
 */
typedef struct _MapiRemoteSeat MapiRemoteSeat;

struct _MapiRemoteSeat
{
  MapiRemoteLink *link;
  guint64         chain;
  const guint32  *early; /* an answer that who calls wants to know before the call is over */
  guint32         told;
  MapiRemoteSeat *below;
};

void mapi_remote_seat_take (MapiRemoteSeat *self, MapiRemoteLink *link, guint64 chain);
void mapi_remote_seat_leave (MapiRemoteSeat *self);

/* The call that this thread serves has an answer that is wanted early; which is there, and new (0
 * for nothing). */
void    mapi_remote_seat_watch (const guint32 *early);
guint32 mapi_remote_seat_take_early (MapiRemoteLink *link);

/* For a thread that works for one chain alone. */
void mapi_remote_seat_take_home (MapiRemoteLink *link, guint64 chain);

/* Whether this thread serves a call. */
gboolean mapi_remote_seat_is_taken (MapiRemoteLink *link);

/* The chain that this thread works for at the moment. */
guint64 mapi_remote_seat_find_chain (MapiRemoteLink *link, gboolean is_server);

/* The chain of a thread, by the number of the thread. */
static inline guint64
mapi_remote_seat_make_chain (guint64 number, gboolean is_server)
{
  return number * 2 + (is_server ? 1 : 0);
}

G_END_DECLS
