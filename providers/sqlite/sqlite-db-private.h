/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db.h"

G_BEGIN_DECLS

typedef struct
{
  SqliteDbFunc      func;
  SqliteDbCommitted committed;
  SqliteDbSettled   settled; /* where it is deferred, instead of that */
  gpointer          data;
  SqliteDbSafety    safety;
  gboolean          outside; /* changes nothing: there is something to tell */
  GError           *error;

  GMutex   lock; /* of what follows */
  GCond    cond;
  gboolean done;
} SqliteDbChange;

struct _SqliteDb
{
  char         *path;
  SqliteDbConn *writer;
  GThread      *thread;
  void (*hook) (gpointer data);
  gpointer hook_data;
  void (*told) (gpointer data);
  gpointer told_data;

  GMutex     lock; /* of what follows */
  GCond      work;
  GQueue     changes;
  GPtrArray *readers; /* idle ones */
  gboolean   idle;    /* the thread waits */
  gboolean   closing;
  gint       holding; /* atomic: there are changes that were not committed */
  gboolean   wanted;  /* somebody waits for that */
  guint      turn;    /* how often what was held has been settled */
  GCond      settled;

  /* The thread's own. */
  GPtrArray     *group;
  SqliteDbHeld  *held;
  SqliteDbSafety safety;
  gint64         changed; /* what SQLite had counted when the transaction began */
  gboolean       telling; /* what was committed */
  gboolean       leaps;   /* identifiers were given in a transaction that was lost */
  gboolean       unflushed;
};

/* Works until the database closes. */
gpointer sqlite_db_write_thread (gpointer self);

/* The following are for that thread alone. */

/* Whether the transaction is still there: some errors end it as a whole. */
gboolean sqlite_db_in_transaction (SqliteDb *self);
/* Makes durable what was committed without a flush. */
void sqlite_db_flush_log (SqliteDb *self);

G_END_DECLS
