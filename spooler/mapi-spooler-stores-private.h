/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* The stores of the profile that the spooler is logged on to; they do not change while it works. */
typedef struct _MapiSpoolerStores MapiSpoolerStores;

MapiSpoolerStores *mapi_spooler_stores_new (void);
void               mapi_spooler_stores_free (MapiSpoolerStores *self);

/* Answers FALSE for one that is there under another UID already: two services of a profile may name
 * one store, and a provider gives the same object then. */
gboolean mapi_spooler_stores_add (MapiSpoolerStores *self, const MapiUid *uid, MapiMsgStore *store);
guint    mapi_spooler_stores_get_size (MapiSpoolerStores *self);
MapiMsgStore *mapi_spooler_stores_get (MapiSpoolerStores *self, guint index);

/* Without a reference; NULL when there is none. */
MapiMsgStore *mapi_spooler_stores_find (MapiSpoolerStores *self, const MapiUid *uid);
MapiMsgStore *mapi_spooler_stores_find_by_entry_id (MapiSpoolerStores *self, GBytes *entry_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerStores, mapi_spooler_stores_free)

G_END_DECLS
