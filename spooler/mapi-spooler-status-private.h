/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* Brings the spooler's row of the status table up to date. */
void mapi_spooler_status_update (MapiSpooler *self);

/* From any thread: does so soon, once for all that changes until then. */
void mapi_spooler_status_touch (MapiSpooler *self);

/* Counts what the row tells of. */
void mapi_spooler_status_count (MapiSpooler *self, gint *counter, gint change);

/* What is done for a store, and in which direction (MAPI_LOGOFF_INBOUND ...). */
void mapi_spooler_status_begin (MapiSpooler *self, MapiMsgStore *store, guint32 direction);
void mapi_spooler_status_end (MapiSpooler *self, MapiMsgStore *store, guint32 direction);

/* The status object of the spooler (R408, R432, R497). */
MapiStatus *mapi_spooler_status_open (MapiSpooler *self);

G_END_DECLS
