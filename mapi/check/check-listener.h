/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/* Hears notifications, in the context of the clause. */
typedef struct _CheckListener CheckListener;

CheckListener *check_listener_new (CheckBench *bench);
void           check_listener_free (CheckListener *self);

/* What to advise with. */
MapiAdviseSink *check_listener_get_sink (CheckListener *self);

/* Waits until something was heard for which @matches answers TRUE, and takes it and all before it
 * away. NULL when nothing comes: nobody waits for ever. */
typedef gboolean (*CheckMatches) (MapiNotification *notification, gpointer data);
MapiNotification *check_listener_wait (CheckListener *self, CheckMatches matches, gpointer data);

/* Any event of a table. */
MapiNotification *check_listener_wait_for_table (CheckListener *self, guint32 table_event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckListener, check_listener_free)

G_END_DECLS
