/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* What people ask of one message (MAPI_QUEUE_*, bits of its PR_MSG_STATUS), in the engine's thread.
 */

/* The message is met: what was asked of it before holds. To be called before it is sent off. */
void mapi_spooler_steer_begin (MapiSpoolerItem *item, guint32 status);

/* Its row has changed. */
void mapi_spooler_steer (MapiSpoolerItem *item, guint32 status);

/* An event about the message: @what goes on after "message 1". */
void mapi_spooler_steer_tell (MapiSpoolerItem *item, const char *event, const char *what);

/* What was asked has been done: so that it is not done again after the next start. Where that is
 * not possible it is. */
void mapi_spooler_steer_acknowledge (MapiSpoolerItem *item, guint32 requests);

/* Takes the parts from where they lie, to leave them in @state; those that wait for their transport
 * to ask for them only when @deferred_too. Answers how many references to the item are the
 * caller's. With the item's lock held. */
guint mapi_spooler_item_withdraw (MapiSpoolerItem     *item,
                                  gboolean             deferred_too,
                                  MapiSpoolerPartState state);

/* Sends what lies still, unless somebody holds it or it is set aside. */
void mapi_spooler_steer_go_on (MapiSpoolerItem *item);

/* Lets those parts go that were set aside in flight; answers whether there was any. */
gboolean mapi_spooler_steer_let_go (MapiSpoolerItem *item);

G_END_DECLS
