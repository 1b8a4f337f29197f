/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Locks that end with the process that holds them: ranges of a file beside the store. Other
 * processes see them, nothing is written. */
typedef struct _SqliteLocks SqliteLocks;

typedef enum
{
  SQLITE_LOCK_NONE,
  SQLITE_LOCK_HERE, /* held by this process */
  SQLITE_LOCK_ELSEWHERE,
} SqliteLockState;

SqliteLocks *sqlite_locks_open (const char *path, GError **error);
void         sqlite_locks_close (SqliteLocks *self);

/* A message for the spooler alone (R030, R031). */
gboolean        sqlite_locks_lock_message (SqliteLocks *self, gint64 id);
void            sqlite_locks_unlock_message (SqliteLocks *self, gint64 id);
SqliteLockState sqlite_locks_get_message (SqliteLocks *self, gint64 id);

/* A message that was sent is locked no more, and yet nobody can lock it until all is done with it
 * (R067). What was not finished is locked again. */
void sqlite_locks_begin_finish (SqliteLocks *self, gint64 id);
void sqlite_locks_end_finish (SqliteLocks *self, gint64 id, gboolean finished);

/* One process at a time has the spooler. The locks of messages end with it. */
gboolean sqlite_locks_lock_spooler (SqliteLocks *self, GError **error);
void     sqlite_locks_unlock_spooler (SqliteLocks *self);

/* One process at a time looks through what is there for a search folder; FALSE where it is another.
 */
gboolean sqlite_locks_lock_search (SqliteLocks *self, gint64 folder);
void     sqlite_locks_unlock_search (SqliteLocks *self, gint64 folder);

/* Whether another process has the store open. */
gboolean sqlite_locks_has_company (SqliteLocks *self);

/* A number that stands for this opening of the store while it lasts. */
gint64   sqlite_locks_get_writer (SqliteLocks *self);
gboolean sqlite_locks_writer_is_gone (SqliteLocks *self, gint64 writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteLocks, sqlite_locks_close)

G_END_DECLS
