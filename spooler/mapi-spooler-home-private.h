/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Where the messages of one queue are at home: their store. That is another object once a store
 * whose process has ended was opened anew. For any thread. */
typedef struct _MapiSpoolerHome MapiSpoolerHome;

MapiSpoolerHome *mapi_spooler_home_new (MapiMsgStore *store);
MapiSpoolerHome *mapi_spooler_home_ref (MapiSpoolerHome *self);
void             mapi_spooler_home_unref (MapiSpoolerHome *self);

/* (transfer full) */
MapiMsgStore *mapi_spooler_home_ref_store (MapiSpoolerHome *self);
void          mapi_spooler_home_set_store (MapiSpoolerHome *self, MapiMsgStore *store);
gboolean      mapi_spooler_home_is (MapiSpoolerHome *self, MapiMsgStore *store);

/* Whether nobody can work with the store, until it is opened anew. */
gboolean mapi_spooler_home_is_lost (MapiSpoolerHome *self);

/* How many parts of messages have something that the store is still to be told. */
void     mapi_spooler_home_owe (MapiSpoolerHome *self, gint change);
gboolean mapi_spooler_home_owes (MapiSpoolerHome *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerHome, mapi_spooler_home_unref)

G_END_DECLS
