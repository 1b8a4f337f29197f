/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What may call providers, and nobody waits for: each in a thread of its own, so that one that does
 * not come back harms nobody. */
typedef struct _MapiSpoolerChores MapiSpoolerChores;

typedef void (*MapiSpoolerChoreFunc) (gpointer data, GCancellable *cancellable);

MapiSpoolerChores *mapi_spooler_chores_new (void);

/* Nothing runs any more. */
void mapi_spooler_chores_free (MapiSpoolerChores *self);
void mapi_spooler_chores_push (MapiSpoolerChores   *self,
                               MapiSpoolerChoreFunc run,
                               gpointer             data,
                               GDestroyNotify       destroy);

/* Begins none any more, and cancels those that run; answers whether all have ended by the monotonic
 * time @deadline. */
gboolean mapi_spooler_chores_stop (MapiSpoolerChores *self, gint64 deadline);

G_END_DECLS
