/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db.h"

G_BEGIN_DECLS

/* Takes what the index of words does not know into it, in a thread of its own and piece by piece:
 * what is done when it stops is not done again. */
typedef struct _SqliteIndexer SqliteIndexer;

SqliteIndexer *sqlite_indexer_start (SqliteDb *db);
void           sqlite_indexer_stop (SqliteIndexer *self);

G_END_DECLS
