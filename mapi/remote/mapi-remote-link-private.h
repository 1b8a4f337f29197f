/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-held-private.h"
#include "mapi-remote-private.h"

G_BEGIN_DECLS

/*
 * One end of a link: a peer-to-peer D-Bus connection. A call is a D-Bus method call, to the path of
 * an exported object, and blocks the thread that makes it. The other end serves it in the thread
 * that stands for this one: the calls of one thread here are made by one thread there, and what
 * that one calls in turn comes back to the thread here that waits. So a transport that stays in its
 * lane stays in one thread, and whoever holds a lock of a thread's own may be called back.
 *
 * Nothing is held while anything outside is called.
 */

/* Who serves what the other end calls. */
typedef enum
{
  MAPI_REMOTE_SERVE_POOL,    /* threads of a pool, besides those that wait for the other end */
  MAPI_REMOTE_SERVE_THREADS, /* a thread of its own for each thread that calls */
  MAPI_REMOTE_SERVE_MAIN,    /* the thread that turns the default context, and no other */
} MapiRemoteServe;

/* How the end of a link is told, in a thread of the link's own. @reason is what was given to
 * mapi_remote_link_end(), or NULL when the connection has ended; what is answered (transfer full)
 * is said to all who still call. */
typedef char *(*MapiRemoteEnded) (MapiRemoteLink *link, const char *reason, gpointer data);

/* The other end has said that it is about to end the link, and calls nothing more. */
typedef void (*MapiRemoteFarewell) (MapiRemoteLink *link, gpointer data);

/* Nothing of the link is in use any more. */
typedef void (*MapiRemoteGone) (MapiRemoteLink *link, const char *reason, gpointer data);

/* @stream is taken over. The one that is server has the say who the other is. @root is the first
 * object, for the other end to find; what is told may be NULL. */
typedef struct
{
  gboolean           is_server;
  MapiRemoteServe    serve;
  gpointer           root;
  MapiRemoteFarewell farewell;
  MapiRemoteEnded    ended;
  MapiRemoteGone     gone;
  gpointer           data;
} MapiRemoteEnd;

MapiRemoteLink *mapi_remote_link_new (GIOStream           *stream,
                                      const MapiRemoteEnd *end,
                                      GCancellable        *cancellable,
                                      GError             **error);
MapiRemoteLink *mapi_remote_link_ref (MapiRemoteLink *self);
void            mapi_remote_link_unref (MapiRemoteLink *self);

/* How long a call may go without a sign of life; 0 for as long as it likes. */
void mapi_remote_link_set_limit (MapiRemoteLink *self, gint64 usec);

/* The first object of the other end, which is known to implement one interface (transfer full). */
gpointer mapi_remote_link_get_root (MapiRemoteLink *self, const char *interface);

/* Tells the other end that the link is going to be ended, and waits until it has heard. */
void mapi_remote_link_bid_farewell (MapiRemoteLink *self);

/* Adds what this end still has of the other, and answers TRUE; answers FALSE when the other end
 * still has anything of this one, beside what @stays. */
gboolean mapi_remote_link_add_held (MapiRemoteLink *self,
                                    MapiHeld       *held,
                                    gboolean (*stays) (gpointer object));

/* Ends the link, in whatever state it is. All calls that wait fail with MAPI_E_INVALID_OBJECT and
 * the reason, and so does all that is called later. */
void     mapi_remote_link_end (MapiRemoteLink *self, const char *reason);
gboolean mapi_remote_link_has_ended (MapiRemoteLink *self);

/* Whether this is the thread that the end is told in. */
gboolean mapi_remote_link_is_kept_here (MapiRemoteLink *self);

/* Serves what comes to the thread that turns the default context. */
void mapi_remote_link_attach (MapiRemoteLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiRemoteLink, mapi_remote_link_unref)

G_END_DECLS
