/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What has become of a change that was deferred; @lost is NULL where it was committed. Takes @data
 * over. */
typedef void (*SqliteDbSettled) (gpointer data, const GError *lost);

/* The changes in a transaction that stays open, in their order. Of who writes. */
typedef struct _SqliteDbHeld SqliteDbHeld;

SqliteDbHeld *sqlite_db_held_new (void);
void          sqlite_db_held_free (SqliteDbHeld *self);

void     sqlite_db_held_add (SqliteDbHeld *self, SqliteDbSettled settled, gpointer data);
gboolean sqlite_db_held_is_empty (const SqliteDbHeld *self);

/* When to commit though nobody asks for it, by the monotonic clock. */
gint64 sqlite_db_held_get_deadline (const SqliteDbHeld *self);
/* Whether to commit at once: there are many, or they have waited long. */
gboolean sqlite_db_held_is_due (const SqliteDbHeld *self);

/* Tells those whose changes they are, and forgets them. */
void sqlite_db_held_settle (SqliteDbHeld *self, const GError *lost);

G_END_DECLS
