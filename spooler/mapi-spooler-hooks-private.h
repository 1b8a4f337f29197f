/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* The spooler hooks of the profile, in its order. Which there are does not change after the start.
 */
typedef struct _MapiSpoolerHooks MapiSpoolerHooks;

/* What hooks want to become of a message. */
typedef struct
{
  gboolean deleted;
  GBytes  *target; /* a folder to put it into, or NULL */
} MapiSpoolerVerdict;

void     mapi_spooler_verdict_clear (MapiSpoolerVerdict *self);
gboolean mapi_spooler_verdict_is_empty (const MapiSpoolerVerdict *self);

/* @providers: the rows of the profile. A hook that cannot be logged on to is left out, and named,
 * until it can. */
MapiSpoolerHooks *
mapi_spooler_hooks_open (MapiSpooler *spooler, MapiRowSet *providers, GCancellable *cancellable);
void mapi_spooler_hooks_free (MapiSpoolerHooks *self);

/* Has those that are lost logged on to anew, when it is time. */
void mapi_spooler_hooks_check (MapiSpoolerHooks *self);

/* @direction: MAPI_HOOK_INBOUND or MAPI_HOOK_OUTBOUND. */
gboolean mapi_spooler_hooks_has (MapiSpoolerHooks *self, guint32 direction);
void     mapi_spooler_hooks_run (MapiSpoolerHooks   *self,
                                 guint32             direction,
                                 MapiMessage        *message,
                                 MapiFolder         *folder,
                                 MapiMsgStore       *store,
                                 MapiSpoolerVerdict *verdict,
                                 GCancellable       *cancellable);

G_END_DECLS
