/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-proxy-private.h"

G_BEGIN_DECLS

/* What has gone through a link: what this end has given out, which lives until the other lets go of
 * it, and the proxies for what it was given. */
typedef struct
{
  GMutex      lock;
  guint32     last_id;
  GHashTable *exports;  /* by number */
  GHashTable *exported; /* the same by what they are */
  GHashTable *imports;  /* by number, held weakly */
  GHashTable *kept;     /* proxies that the other end tells the end of */
  GArray     *released; /* what the other end is to be told next */
} MapiRemoteObjects;

/* So often an object has come through the link before the last proxy for it went. */
typedef struct
{
  guint32 id;
  guint32 n_received;
} MapiRemoteReleased;

/* The first object of an end. */
#define MAPI_REMOTE_ROOT 1

void mapi_remote_objects_init (MapiRemoteObjects *self);
void mapi_remote_objects_clear (MapiRemoteObjects *self);

/* Lets go of all; proxies that are still held are no longer to be used, for that reason. */
void mapi_remote_objects_end (MapiRemoteObjects *self, const char *reason);

void mapi_remote_objects_set_root (MapiRemoteObjects *self, gpointer object);

/* An object that was given out (transfer full, nullable); @context (transfer full) is where it
 * wants to be called, or NULL for anywhere. */
gpointer mapi_remote_objects_find (MapiRemoteObjects *self, guint32 id, GMainContext **context);

/* NULL when there is nothing to tell. */
GArray *mapi_remote_objects_take_released (MapiRemoteObjects *self);

/* The other end has let go of some of what it was given. */
void mapi_remote_objects_release (MapiRemoteObjects *self, GArray *released);

/* A sink at the other end is no more. */
void mapi_remote_objects_gone (MapiRemoteObjects *self, guint32 id);

void mapi_remote_objects_write (MapiRemoteObjects *self, MapiRemoteWriter *writer, gpointer object);
gpointer mapi_remote_objects_read (MapiRemoteObjects *self, MapiRemoteReader *reader);

/* Adds the proxies that somebody at this end holds, but for sinks; FALSE when the other end still
 * has anything of this one, beside what @stays. */
gboolean mapi_remote_objects_add_held (MapiRemoteObjects *self,
                                       MapiHeld          *held,
                                       gboolean (*stays) (gpointer object));

/* A proxy goes. */
void mapi_remote_objects_forget (MapiRemoteProxy *proxy);

G_END_DECLS
