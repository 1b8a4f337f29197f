/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* The file of the log that SQLite writes ahead. To flush a file that grows is twice to flush one
 * that is overwritten: its new length has to be on the disk, too. So where commit after commit
 * makes it longer it is made longer ahead of them: by much in a moment in which nobody writes, or
 * by less along with the next commit, which is flushed anyway. */
typedef struct
{
  gint64 frame_size;
  gint64 used;      /* up to the last commit */
  gint64 size;      /* of the file: so much at least */
  guint  n_grown;   /* how many commits have made it longer */
  gint64 extend_at; /* when it is time to, if nothing is committed before; G_MAXINT64: never */
} SqliteDbLog;

#define SQLITE_DB_LOG_INIT                                                                         \
  {                                                                                                \
    .extend_at = G_MAXINT64                                                                        \
  }

/* @conn is the writer's, to be used by nobody else meanwhile. */

/* Hears of the commits of @conn, and sees to it that the log is brought into the file. */
gboolean sqlite_db_log_watch (SqliteDbLog *self, SqliteDbConn *conn, GError **error);

/* Within a transaction that has written. */
void sqlite_db_log_prepare_commit (SqliteDbLog *self, SqliteDbConn *conn);
void sqlite_db_log_note_commit (SqliteDbLog *self);
/* Flushes it, too; FALSE where it could do neither. */
gboolean sqlite_db_log_extend (SqliteDbLog *self, SqliteDbConn *conn);
/* Makes durable what was committed without a flush. */
void sqlite_db_log_flush (SqliteDbConn *conn);

G_END_DECLS
