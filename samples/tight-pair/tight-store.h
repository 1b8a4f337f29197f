/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

#include "tenant.h"

G_BEGIN_DECLS

#define TIGHT_TYPE_STORE (tight_store_get_type ())
G_DECLARE_FINAL_TYPE (TightStore, tight_store, TIGHT, STORE, MapiWrapper)

/* For one logon, of a client or of the spooler. @settings: of its profile section. Fails with
 * MAPI_E_UNCONFIGURED. */
TightStore *tight_store_new (MapiSupport  *support,
                             MapiPropList *settings,
                             gboolean      for_spooler,
                             GError      **error);

/* @store: what the logon has given. Gives what is given on: of a store that is open already, what
 * stands before it. */
MapiMsgStore *tight_store_logged_on (TightStore *self, MapiMsgStore *store, GError **error);

/* Takes in what lies before the tenant's door. */
gboolean tight_store_collect (TightStore *self, GCancellable *cancellable, GError **error);

G_END_DECLS
