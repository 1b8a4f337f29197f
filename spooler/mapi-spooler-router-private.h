/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* Which transport handles which recipient: a snapshot that never changes. It is made anew, and
 * swapped whole, when a transport tells its address types. The transports outlive it. */
typedef struct _MapiSpoolerRouter MapiSpoolerRouter;

/* @types: what each of @transports told, NULL when it has not yet. */
MapiSpoolerRouter *mapi_spooler_router_new (MapiSpoolerTransport **transports,
                                            MapiAddressTypes     **types,
                                            gsize                  n_transports);
MapiSpoolerRouter *mapi_spooler_router_ref (MapiSpoolerRouter *self);
void               mapi_spooler_router_unref (MapiSpoolerRouter *self);

/* Whether all transports have told what they handle: only then is a recipient whom nobody handles
 * undeliverable. */
gboolean mapi_spooler_router_is_complete (MapiSpoolerRouter *self);

/* @declined: transports to leave out, or NULL. */
MapiSpoolerTransport *
mapi_spooler_router_route (MapiSpoolerRouter *self, MapiPropList *recipient, GPtrArray *declined);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerRouter, mapi_spooler_router_unref)

/* Whether it takes no mail for anybody, and is there for something else (R264). */
gboolean mapi_spooler_router_has_no_recipients (MapiSpoolerRouter    *self,
                                                MapiSpoolerTransport *transport);

G_END_DECLS
