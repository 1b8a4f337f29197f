/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* The outgoing queue of one store as the engine knows it. It lives in the engine's thread. */
typedef struct _MapiSpoolerWatch MapiSpoolerWatch;

/* Reads the queue, and hands out its messages; %NULL without an error when the store has none. */
MapiSpoolerWatch      *
mapi_spooler_watch_new (MapiSpooler *spooler, MapiMsgStore *store, GError **error);
void mapi_spooler_watch_free (MapiSpoolerWatch *self);

/* Whose queue it is. */
MapiSpoolerHome *mapi_spooler_watch_get_home (MapiSpoolerWatch *self);

/* Goes on with the queue of @store, which was opened in the place of one that was lost, and sends
 * what could not go without it; FALSE with @error set when it cannot be read. */
gboolean mapi_spooler_watch_move (MapiSpoolerWatch *self, MapiMsgStore *store, GError **error);

/* Hears no more of changes. */
void mapi_spooler_watch_stop (MapiSpoolerWatch *self);

/* Looks whether the store has forgotten to tell something. */
void mapi_spooler_watch_check (MapiSpoolerWatch *self);

/* Sends what was set aside and is not any more. */
void mapi_spooler_watch_review (MapiSpoolerWatch *self);

/* All that it knows; with no lock held. */
void mapi_spooler_watch_for_each (MapiSpoolerWatch *self,
                                  void (*call) (MapiSpoolerItem *item, gpointer data),
                                  gpointer data);

/* Without references. */
MapiSpoolerItem *mapi_spooler_watch_find (MapiSpoolerWatch *self, GBytes *entry_id);

G_END_DECLS
