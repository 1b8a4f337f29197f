/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-box-private.h"
#include "mapi-remote-link-private.h"
#include "mapi-remote-objects-private.h"
#include "mapi-remote-seat-private.h"
#include "mapi-remote-value-private.h"

G_BEGIN_DECLS

struct _MapiRemoteLink
{
  gatomicrefcount   ref_count;
  GIOStream        *stream;
  MapiRemoteEnd     end;
  gint64            limit;
  GThread          *main_thread; /* of MAPI_REMOTE_SERVE_MAIN */
  MapiRemoteObjects objects;

  /* A thread that hears of the end of the connection. */
  GMainContext *keeper;
  GThread      *keeper_thread;

  GMutex           lock;
  GCond            changed;
  GDBusConnection *connection;
  guint            filter;
  GError          *failure; /* why there is no connection */
  gboolean         ending;
  char            *wish; /* why it is to end */
  gboolean         ended;
  char            *reason;
  GHashTable      *waits;   /* by the number of the message: who waits for the answer */
  GHashTable      *running; /* by the number of the message: what can be cancelled */
  GHashTable      *boxes;   /* by chain */
  MapiRemoteBox   *common;  /* of MAPI_REMOTE_SERVE_MAIN */
  GThreadPool     *pool;
};

/* Sends the answer to a call that was served. */
void mapi_remote_link_answer (MapiRemoteLink   *self,
                              MapiRemoteLetter *letter,
                              GDBusMessage     *answer,
                              MapiRemoteWriter *out);

/* Sends a call, and waits for the answer: NULL with @error set when there comes none. Serves what
 * the other end wants of this thread meanwhile; @early may be NULL. */
GDBusMessage *mapi_remote_link_send (MapiRemoteLink   *self,
                                     GDBusMessage     *call,
                                     MapiRemoteWriter *out,
                                     guint32          *early,
                                     GCancellable     *cancellable,
                                     GError          **error);

/* The other end has told something early to who waits in a chain. */
void mapi_remote_link_take_early (MapiRemoteLink *self, guint64 chain, guint32 early);

/* The thread of a chain at the other end is no more, or one of this end. */
void mapi_remote_link_close_box (MapiRemoteLink *self, guint64 chain);
void mapi_remote_link_thread_ends (guint64 number);

/* Says something that needs no answer: `Release`, `Gone`, `Early`, `Cancel`,
 * `Leave`. */
void mapi_remote_link_tell (MapiRemoteLink *self, const char *what, guint64 number);

void mapi_remote_link_tell_of_chain (MapiRemoteLink *self,
                                     const char     *what,
                                     guint64         number,
                                     guint64         chain);

/* What GDBus gives every message to. */
GDBusMessage *mapi_remote_link_hear (GDBusConnection *connection,
                                     GDBusMessage    *message,
                                     gboolean         incoming,
                                     gpointer         data);

/* Tells what was released, unless an answer of this thread is going to tell it soon. */
void mapi_remote_link_flush (MapiRemoteLink *self);

/* The same, and waits until it is done there and what that has released is released here. */
void mapi_remote_link_release (MapiRemoteLink *self);

G_END_DECLS
