/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-clock.h"
#include "mapi-spooler-host.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER (mapi_spooler_get_type ())

/* The cast is MAPI_SPOOLER_ENGINE(): MAPI_SPOOLER is a value of PR_RESOURCE_TYPE. */
MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiSpooler, mapi_spooler, MAPI, SPOOLER_ENGINE, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSpooler *mapi_spooler_new (MapiSpoolerHost *host, MapiSpoolerClock *clock);
MAPI_AVAILABLE_IN_1_0
MapiSpooler *mapi_spooler_new_for_session (MapiSession *session);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_start (MapiSpooler *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_stop (MapiSpooler *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_spooler_flush (MapiSpooler *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_spooler_get_status (MapiSpooler *self);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_update_status (MapiSpooler *self);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_spooler_get_last_counts (MapiSpooler *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_spooler_get_n_queued (MapiSpooler *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_spooler_get_n_active (MapiSpooler *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_is_at_rest (MapiSpooler *self);

/* The spooler of another process. */
MAPI_AVAILABLE_IN_1_0
guint32 mapi_spooler_find_process (const char *profile);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_request_flush (const char *profile, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_spooler_find_set_aside (const char *profile, GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_retry_message (const char *profile, GBytes *entry_id, GError **error);

G_END_DECLS
