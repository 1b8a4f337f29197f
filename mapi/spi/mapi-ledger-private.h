/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-held-private.h"

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * What a provider has given out and is still there: what was entered, and whatever has come out of
 * that since through the public functions of the interfaces. An object is in one ledger, as long as
 * it lives, and the ledger does not hold it.
 *
 * With each stands how many references the provider kept when it gave the object out, which is all
 * that can be known for nothing: others may have references of their own later, and so may the
 * provider.
 */
typedef struct _MapiLedger MapiLedger;

/* How many objects stand in ledgers; where nobody keeps one that is all that it costs. */
extern gint mapi_ledger_n_entered;

MapiLedger *mapi_ledger_new (void);
MapiLedger *mapi_ledger_ref (MapiLedger *self);
void        mapi_ledger_unref (MapiLedger *self);

/* Whoever calls has a reference that is not the provider's. */
void mapi_ledger_enter (MapiLedger *self, gpointer object);

/* Enters what has come out of an object that is in a ledger. */
void mapi_ledger_inherit (gpointer object, gpointer out);

/* Before the provider is told to let go: references that go from now on are those that it kept. */
void mapi_ledger_take_stock (MapiLedger *self);

/* Adds what nobody but the provider can have: where there are no more references than it kept. */
void mapi_ledger_add_kept (MapiLedger *self, MapiHeld *held);

/* Adds all that is there: for who knows that nobody else has anything. */
void mapi_ledger_add_all (MapiLedger *self, MapiHeld *held);

/* Whether it is a provider itself: its module keeps it, and may. */
gboolean mapi_ledger_excuses (gpointer object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiLedger, mapi_ledger_unref)

G_END_DECLS
