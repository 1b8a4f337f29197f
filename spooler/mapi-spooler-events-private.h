/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* The signals of the engine, emitted in the context that created it, in order. */
typedef struct _MapiSpoolerEvents MapiSpoolerEvents;

void mapi_spooler_events_install (GType type);

/* @spooler is held weakly. */
MapiSpoolerEvents *mapi_spooler_events_new (GObject *spooler);
void               mapi_spooler_events_free (MapiSpoolerEvents *self);

void mapi_spooler_events_sent (MapiSpoolerEvents *self, GBytes *entry_id, gint32 result);
void mapi_spooler_events_received (MapiSpoolerEvents *self, GBytes *entry_id);
void mapi_spooler_events_recipient_failed (MapiSpoolerEvents *self,
                                           GBytes            *entry_id,
                                           MapiPropList      *recipient);
void mapi_spooler_events_transport (MapiSpoolerEvents *self,
                                    const char        *transport,
                                    guint32            status_code,
                                    const char        *text);

/* A line for people and logs; @entry_id and @transport may be NULL. */
void mapi_spooler_events_tell (MapiSpoolerEvents *self,
                               const char        *event,
                               GBytes            *entry_id,
                               const char        *transport,
                               const char        *format,
                               ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
