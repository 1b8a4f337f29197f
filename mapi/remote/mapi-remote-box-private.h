/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-private.h"

G_BEGIN_DECLS

/* Where a thread of this end finds what the other end wants of it. Guarded by the lock of the link.
 */
typedef struct
{
  guint64       chain;
  GQueue        letters;
  GCond         cond;
  guint         n_waiting;  /* threads that wait for an answer, and look at letters meanwhile */
  gboolean      has_server; /* somebody looks at letters who waits for nothing */
  gboolean      closed;
  guint32      *early;   /* what the latest who waits wants to know early */
  GMainContext *context; /* of who serves it, or waits */
} MapiRemoteBox;

/* Something that the other end has sent: a call, or what needs no answer. */
typedef struct
{
  MapiRemoteLink            *link;
  guint64                    chain;
  GDBusMessage              *message;
  GBytes                    *body;
  GArray                    *released;
  gpointer                   object;
  const MapiRemoteInterface *interface;
  const MapiRemoteMethod    *method;
  GCancellable              *cancellable;
} MapiRemoteLetter;

MapiRemoteBox *mapi_remote_box_new (guint64 chain);
void           mapi_remote_box_free (gpointer self);

/* With the lock. */
void              mapi_remote_box_put (MapiRemoteBox *self, MapiRemoteLetter *letter);
void              mapi_remote_box_wake (MapiRemoteBox *self);
MapiRemoteLetter *mapi_remote_box_take (MapiRemoteBox *self, guint64 chain);

/* Has the letters served by who turns the context, until the box is closed. */
GSource *mapi_remote_box_create_source (MapiRemoteLink *link, MapiRemoteBox *self);

/* Has a thread of its own serve the letters, until the box is closed. */
void mapi_remote_box_start_thread (MapiRemoteLink *link, MapiRemoteBox *self);

/* NULL for one that is not understood. */
MapiRemoteLetter *mapi_remote_letter_new (MapiRemoteLink *link, GDBusMessage *message);
void              mapi_remote_letter_free (MapiRemoteLetter *self);

/* Does what is wanted, and answers. Takes over the letter. */
void mapi_remote_letter_serve (MapiRemoteLetter *self);

/* What a note is about; 0 for nothing. */
guint64 mapi_remote_letter_get_number (MapiRemoteLetter *self);

G_END_DECLS
