/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-message.h"

G_BEGIN_DECLS

/*
 * Messages of the queue that the spooler has saved with MAPI_DEFERRED_ERRORS: what it notes last on
 * a message is kept in the object until FinishedMsg, which stores both in one transaction. Whatever
 * else happens to the message or to the store stores it too.
 */
typedef struct _SqliteDeferred SqliteDeferred;

SqliteDeferred *sqlite_deferred_new (void);
void            sqlite_deferred_free (SqliteDeferred *self);

void           sqlite_deferred_put (SqliteDeferred *self, gint64 id, SqliteMessage *message);
SqliteMessage *sqlite_deferred_take (SqliteDeferred *self, gint64 id);

/* Stores what is left. */
void sqlite_deferred_flush (SqliteDeferred *self);

G_END_DECLS
