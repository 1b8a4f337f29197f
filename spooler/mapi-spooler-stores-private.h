/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* The stores of the profile that the spooler is logged on to: none goes as long as it works, but
 * one that was lost is replaced. For any thread. */
typedef struct _MapiSpoolerStores MapiSpoolerStores;

MapiSpoolerStores *mapi_spooler_stores_new (void);
void               mapi_spooler_stores_free (MapiSpoolerStores *self);

/* Answers FALSE for one that is there under another UID already: two services of a profile may name
 * one store, and a provider gives the same object then. */
gboolean mapi_spooler_stores_add (MapiSpoolerStores *self, const MapiUid *uid, MapiMsgStore *store);

/* With a reference each. */
GPtrArray *mapi_spooler_stores_list (MapiSpoolerStores *self);

/* (transfer full); NULL when there is none. */
MapiMsgStore *mapi_spooler_stores_find (MapiSpoolerStores *self, const MapiUid *uid);
MapiMsgStore *mapi_spooler_stores_find_by_entry_id (MapiSpoolerStores *self, GBytes *entry_id);

/* Of those that are of no use any more, as their process has ended: one, with its UID (transfer
 * full). It is to be replaced by @store, which was opened for it. */
MapiMsgStore *
mapi_spooler_stores_find_lost (MapiSpoolerStores *self, guint start, guint *index, MapiUid *uid);
void mapi_spooler_stores_replace (MapiSpoolerStores *self, guint index, MapiMsgStore *store);

/* The one that mail comes into (transfer full), or NULL. */
void          mapi_spooler_stores_set_default (MapiSpoolerStores *self, MapiMsgStore *store);
MapiMsgStore *mapi_spooler_stores_ref_default (MapiSpoolerStores *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerStores, mapi_spooler_stores_free)

G_END_DECLS
