/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"
#include "sqlite-db-held.h"

G_BEGIN_DECLS

/* The database of a store: a connection that writes, for one at a time, and others that read. Knows
 * nothing of messages. */
typedef struct _SqliteDb SqliteDb;

/* What a caller wants to be sure of when sqlite_db_write() returns. Either way everybody sees the
 * change then, in this process and in others, and no kill can undo it.
 * LAZY: a power failure within the next second may undo it; with the next durable commit that
 * is over. Costs no flush.
 * DURABLE: it is on the disk. */
typedef enum
{
  SQLITE_DB_LAZY,
  SQLITE_DB_DURABLE,
} SqliteDbSafety;

/* Works on the database within a transaction. When the group of changes it is part of fails, it is
 * called again by itself: it leaves no traces outside the database but in @data, and those are
 * overwritten. */
typedef gboolean (*SqliteDbFunc) (SqliteDbConn *conn, gpointer data, GError **error);

/* Called by who writes, in the order of the commits, before the caller's call returns: with it may
 * come those of other callers. */
typedef void (*SqliteDbCommitted) (gpointer data);

SqliteDb *sqlite_db_open (const char *path, GError **error);
void      sqlite_db_close (SqliteDb *self);

/* Those who read have connections of their own from now on: before somebody reads much. Until then
 * there is one connection, which serves a process that has come for a single change. */
void sqlite_db_separate (SqliteDb *self);

/* Called after each commit, by who writes. */
void sqlite_db_set_commit_hook (SqliteDb *self, void (*hook) (gpointer data), gpointer data);
/* Called once all changes that were committed together have been told of. */
void sqlite_db_set_told_hook (SqliteDb *self, void (*hook) (gpointer data), gpointer data);

gboolean sqlite_db_write (SqliteDb         *self,
                          SqliteDbSafety    safety,
                          SqliteDbFunc      func,
                          SqliteDbCommitted committed,
                          gpointer          data,
                          GError          **error);
/* A change that can wait: when this returns @func has run, in a transaction that stays open. It is
 * committed with the next change that cannot wait, with many of its kind, before somebody reads
 * with @self, or when nothing more comes for some milliseconds; then it is durable. @settled is
 * called by who writes when that is known, in the order of the commits, and takes @data over; unless
 * this answers FALSE. What @func has put outside of the database is then already in use. Where the
 * change is @clean, @func fails before it has written, if at all: only when the file or the disk
 * fails does it fail later, and then all that was deferred is lost. */
gboolean sqlite_db_defer (SqliteDb       *self,
                          SqliteDbFunc    func,
                          gboolean        clean,
                          SqliteDbSettled settled,
                          gpointer        data,
                          GError        **error);
/* Commits what was deferred before. */
void sqlite_db_settle (SqliteDb *self);

gboolean sqlite_db_read (SqliteDb *self, SqliteDbFunc func, gpointer data, GError **error);

/* Has @func called by who writes, as after a commit; waits for it. */
gboolean sqlite_db_tell (SqliteDb *self, SqliteDbCommitted func, gpointer data, GError **error);

/* All that was committed before is on the disk when this returns. */
gboolean sqlite_db_flush (SqliteDb *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteDb, sqlite_db_close)

G_END_DECLS
