/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* One hook of the profile. It is logged on to anew when it is lost, as the process of its provider
 * has ended: at once, and where that fails after a second, then after two, four and so on. The same
 * holds for one that could not be logged on to. May be used from any thread. */
typedef struct _MapiSpoolerHookLogon MapiSpoolerHookLogon;

/* @row: of the table of providers. NULL for what is no hook, or wants to see nothing. */
MapiSpoolerHookLogon *mapi_spooler_hook_logon_new (MapiSpooler *spooler, MapiPropList *row);
void                  mapi_spooler_hook_logon_free (MapiSpoolerHookLogon *self);

/* As people and as watchdogs know it. */
const char *mapi_spooler_hook_logon_get_name (MapiSpoolerHookLogon *self);
const char *mapi_spooler_hook_logon_get_label (MapiSpoolerHookLogon *self);

/* @direction: MAPI_HOOK_INBOUND or MAPI_HOOK_OUTBOUND. */
gboolean mapi_spooler_hook_logon_wants (MapiSpoolerHookLogon *self, guint32 direction);

/* The hook (transfer full), which is logged on to for that where it is time; NULL where it cannot
 * be had now. Where another thread is logging on, what comes of that is waited for. */
MapiSpoolerHook *mapi_spooler_hook_logon_ref_hook (MapiSpoolerHookLogon *self,
                                                   GCancellable         *cancellable);

/* Has it logged on to in a thread of its own, where that is due and nobody does. */
void mapi_spooler_hook_logon_check (MapiSpoolerHookLogon *self);

G_END_DECLS
