/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Calls an object when a file changes. It does so in a thread that lives as long as the process,
 * whichever thread has asked for it. */
typedef struct _MapiFileWatch MapiFileWatch;

/* The object is held weakly. @seconds: how often to call though nothing is known to have changed, 0
 * for never. */
MapiFileWatch *mapi_file_watch_new (const char *path,
                                    guint       seconds,
                                    GObject    *object,
                                    void (*changed) (GObject *object));

/* A call that has begun goes on. */
void mapi_file_watch_free (MapiFileWatch *self);

G_END_DECLS
