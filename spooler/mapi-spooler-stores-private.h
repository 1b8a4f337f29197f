/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* The stores of the profile that the spooler is logged on to: none goes as long as it works. For
 * any thread. */
typedef struct _MapiSpoolerStores MapiSpoolerStores;

MapiSpoolerStores *mapi_spooler_stores_new (void);
void               mapi_spooler_stores_free (MapiSpoolerStores *self);

/* Answers FALSE for one that is there under another UID already: two services of a profile may name
 * one store, and a provider gives the same object then. */
gboolean mapi_spooler_stores_add (MapiSpoolerStores *self, const MapiUid *uid, MapiMsgStore *store);

/* With a reference each. */
GPtrArray *mapi_spooler_stores_list (MapiSpoolerStores *self);

/* Without a reference; NULL when there is none. */
MapiMsgStore *mapi_spooler_stores_find (MapiSpoolerStores *self, const MapiUid *uid);
MapiMsgStore *mapi_spooler_stores_find_by_entry_id (MapiSpoolerStores *self, GBytes *entry_id);

/* The one that mail comes into (transfer full), or NULL. */
void          mapi_spooler_stores_set_default (MapiSpoolerStores *self, MapiMsgStore *store);
MapiMsgStore *mapi_spooler_stores_ref_default (MapiSpoolerStores *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerStores, mapi_spooler_stores_free)

G_END_DECLS
