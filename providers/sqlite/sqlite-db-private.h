/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-log.h"
#include "sqlite-db.h"

#include <semaphore.h>

G_BEGIN_DECLS

typedef struct
{
  SqliteDbFunc      func;
  SqliteDbCommitted committed;
  SqliteDbSettled   settled; /* where it is deferred, instead of that */
  gpointer          data;
  SqliteDbSafety    safety;
  gboolean          clean;   /* fails, if at all, before it writes */
  gboolean          outside; /* changes nothing: there is something to tell */
  GError           *error;

  sem_t done; /* that it has been seen to; unless its caller does that */
} SqliteDbChange;

struct _SqliteDb
{
  char         *path;
  SqliteDbConn *writer;
  void (*hook) (gpointer data);
  gpointer hook_data;
  void (*told) (gpointer data);
  gpointer told_data;

  GMutex     lock;   /* of what follows */
  GThread   *thread; /* NULL before it is needed */
  gboolean   shared; /* the writer's connection by those who read */
  GCond      work;
  GQueue     changes;
  GPtrArray *readers;  /* idle ones */
  GThread   *worker;   /* who works with the writer now, or NULL; atomic */
  gint64     looks_at; /* when the thread looks next though nobody calls it */
  gboolean   crowded;  /* it has just had changes of several callers at once */
  gboolean   closing;
  gint       holding; /* atomic: there are changes that were not committed */
  gboolean   wanted;  /* somebody waits for that */
  guint      turn;    /* how often what was held has been settled */
  GCond      settled;

  /* The worker's own, and the lock's where there is none. */
  GPtrArray     *group;
  SqliteDbHeld  *held;
  SqliteDbSafety safety;
  gint64         changed; /* what SQLite had counted when the transaction began */
  gboolean       telling; /* what was committed */
  gboolean       leaps;   /* identifiers were given in a transaction that was lost */
  gboolean       unflushed;
  gint64         flush_at; /* where it is */
  gint64         flush_latest;
  SqliteDbLog    log;
};

/* Begins the thread that writes, where there is none. Called with the lock held. */
void sqlite_db_start_thread (SqliteDb *self);
/* Commits and flushes what was put off. */
void sqlite_db_write_last (SqliteDb *self);

/* Lends the writer's connection to somebody who reads; NULL where that has to have one of its own.
 * Called with the lock held, as is the other one. */
SqliteDbConn *sqlite_db_lend_writer (SqliteDb *self);
void          sqlite_db_give_writer_back (SqliteDb *self);

/* Runs a change in the thread of its caller, where nobody else is at work. Called with the lock
 * held; FALSE where the change has to be put into the queue. */
gboolean sqlite_db_work_here (SqliteDb *self, SqliteDbChange *change);

/* The following are for who works alone. */

/* Whether the transaction is still there: some errors end it as a whole. */
gboolean sqlite_db_in_transaction (SqliteDb *self);
/* Makes durable what was committed without a flush. */
void sqlite_db_flush_log (SqliteDb *self);

G_END_DECLS
