/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Group commit. Callers hand their changes to one thread and wait. It runs all that have come
 * together in one transaction, each within a savepoint of its own so that one which fails harms no
 * other, and commits once. While the disk is busy with that, the next group gathers.
 */

#include "sqlite-db.h"
#include "sqlite-db-schema.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#define MAX_GROUP 256
#define MAX_IDLE_READERS 8
#define FLUSH_AFTER_USEC G_USEC_PER_SEC

typedef struct
{
  SqliteDbFunc      func;
  SqliteDbCommitted committed;
  gpointer          data;
  SqliteDbSafety    safety;
  gboolean          outside; /* changes nothing: there is something to tell */
  GError           *error;

  GMutex   lock; /* of what follows */
  GCond    cond;
  gboolean done;
} Change;

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

  /* The thread's own. */
  GPtrArray     *group;
  SqliteDbSafety safety;
  gboolean       telling; /* what was committed */
  gboolean       unflushed;
};

static gboolean
set_safety (SqliteDb *self, SqliteDbSafety safety, GError **error)
{
  if (self->safety == safety)
    return TRUE;
  if (!sqlite_db_exec (self->writer,
                       safety == SQLITE_DB_DURABLE ? "PRAGMA synchronous=FULL"
                                                   : "PRAGMA synchronous=NORMAL",
                       error))
    return FALSE;
  self->safety = safety;
  return TRUE;
}

/* Whether the transaction is still there: some errors end it as a whole. */
static gboolean
in_transaction (SqliteDb *self)
{
  return !sqlite3_get_autocommit (sqlite_db_conn_get_handle (self->writer));
}

static void
roll_back (SqliteDb *self)
{
  if (in_transaction (self))
    sqlite_db_exec (self->writer, "ROLLBACK", NULL);
}

/* A change that fails is undone alone. FALSE when the whole transaction has gone. */
static gboolean
run_change (SqliteDb *self, Change *change)
{
  g_clear_error (&change->error);
  if (!sqlite_db_run (self->writer, "SAVEPOINT change", &change->error, ""))
    return FALSE;
  if (!change->func (self->writer, change->data, &change->error))
    {
      if (!in_transaction (self))
        return FALSE;
      sqlite_db_run (self->writer, "ROLLBACK TO change", NULL, "");
    }
  return sqlite_db_run (self->writer, "RELEASE change", NULL, "");
}

/* One alone needs no savepoint, and SQLite not the copies of pages that it would keep for it. */
static gboolean
run_changes (SqliteDb *self, Change **changes, guint n)
{
  gboolean whole = TRUE;

  if (n == 1)
    {
      g_clear_error (&changes[0]->error);
      return changes[0]->func (self->writer, changes[0]->data, &changes[0]->error);
    }
  for (guint i = 0; i < n && whole; i++)
    whole = run_change (self, changes[i]);
  return whole;
}

static gboolean
commit_group (SqliteDb *self, Change **changes, guint n, SqliteDbSafety safety, GError **error)
{
  sqlite3_int64 before = sqlite3_total_changes64 (sqlite_db_conn_get_handle (self->writer));

  if (!set_safety (self, safety, error) ||
      !sqlite_db_run (self->writer, "BEGIN IMMEDIATE", error, ""))
    return FALSE;

  if (!run_changes (self, changes, n))
    {
      roll_back (self);
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_CALL_FAILED, "sqlite: the transaction was rolled back");
      return FALSE;
    }

  if (!sqlite_db_run (self->writer, "COMMIT", error, ""))
    {
      roll_back (self);
      return FALSE;
    }
  /* A commit of nothing flushes nothing either. */
  if (safety == SQLITE_DB_LAZY)
    self->unflushed = TRUE;
  else if (sqlite3_total_changes64 (sqlite_db_conn_get_handle (self->writer)) != before)
    self->unflushed = FALSE;
  return TRUE;
}

static void
commit_alone (SqliteDb *self, Change *change)
{
  g_autoptr (GError) error = NULL;

  if (!change->outside && !commit_group (self, &change, 1, change->safety, &error) &&
      change->error == NULL)
    change->error = g_steal_pointer (&error);
}

static SqliteDbSafety
safety_of_group (SqliteDb *self)
{
  for (guint i = 0; i < self->group->len; i++)
    if (((Change *) self->group->pdata[i])->safety == SQLITE_DB_DURABLE)
      return SQLITE_DB_DURABLE;
  return SQLITE_DB_LAZY;
}

/* Tells what the group has changed. Whoever hears it reads with the writer's own connection, which
 * has the pages at hand, all in one transaction. */
static void
tell_committed (SqliteDb *self)
{
  Change **changes = (Change **) self->group->pdata;

  self->telling = TRUE;
  for (guint i = 0; i < self->group->len; i++)
    if (changes[i]->error == NULL && changes[i]->committed != NULL)
      changes[i]->committed (changes[i]->data);
  if (self->told != NULL)
    self->told (self->told_data);
  self->telling = FALSE;
  if (in_transaction (self))
    sqlite_db_run (self->writer, "END", NULL, "");
}

/* Where the group fails as a whole its changes are tried one by one, so that each gets what it can,
 * and the error that is its own. */
static void
run_group (SqliteDb *self)
{
  Change **changes = (Change **) self->group->pdata;

  if (self->group->len == 1 ||
      !commit_group (self, changes, self->group->len, safety_of_group (self), NULL))
    for (guint i = 0; i < self->group->len; i++)
      commit_alone (self, changes[i]);

  if (self->hook != NULL && !changes[0]->outside)
    self->hook (self->hook_data);
  tell_committed (self);
}

/* Takes what waits, up to one that must run outside of a transaction. Called with the lock held. */
static void
gather_group (SqliteDb *self)
{
  g_ptr_array_set_size (self->group, 0);
  while (self->group->len < MAX_GROUP && !g_queue_is_empty (&self->changes))
    {
      Change *change = g_queue_peek_head (&self->changes);

      if (change->outside && self->group->len > 0)
        return;
      g_ptr_array_add (self->group, g_queue_pop_head (&self->changes));
      if (change->outside)
        return;
    }
}

/* From here on the changes belong to their callers again. Each waits by itself, so that those who
 * wake do not wait for one another. */
static void
wake_callers (SqliteDb *self)
{
  for (guint i = 0; i < self->group->len; i++)
    {
      Change *change = self->group->pdata[i];

      g_mutex_lock (&change->lock);
      change->done = TRUE;
      g_cond_signal (&change->cond);
      g_mutex_unlock (&change->lock);
    }
}

/* Makes durable what was committed without a flush. */
static void
flush_log (SqliteDb *self)
{
  sqlite3_file *log = NULL;

  self->unflushed = FALSE;
  if (sqlite3_file_control (
          sqlite_db_conn_get_handle (self->writer), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) ==
          SQLITE_OK &&
      log != NULL && log->pMethods != NULL)
    log->pMethods->xSync (log, SQLITE_SYNC_NORMAL);
}

/* Waits for changes. FALSE when none came for so long that it is time to flush. */
static gboolean
wait_for_changes (SqliteDb *self)
{
  gint64   deadline = g_get_monotonic_time () + FLUSH_AFTER_USEC;
  gboolean in_time = TRUE;

  self->idle = TRUE;
  while (in_time && g_queue_is_empty (&self->changes) && !self->closing)
    {
      if (!self->unflushed)
        g_cond_wait (&self->work, &self->lock);
      else
        in_time = g_cond_wait_until (&self->work, &self->lock, deadline);
    }
  self->idle = FALSE;
  return in_time;
}

static gpointer
write_thread (gpointer data)
{
  SqliteDb *self = data;

  g_mutex_lock (&self->lock);
  while (!self->closing || !g_queue_is_empty (&self->changes))
    {
      gboolean busy = wait_for_changes (self);

      gather_group (self);
      g_mutex_unlock (&self->lock);
      if (self->group->len > 0)
        run_group (self);
      else if (!busy)
        flush_log (self);
      wake_callers (self);
      g_mutex_lock (&self->lock);
    }
  g_mutex_unlock (&self->lock);

  if (self->unflushed)
    flush_log (self);
  return NULL;
}

static gboolean
submit_change (SqliteDb *self, Change *change, GError **error)
{
  g_mutex_init (&change->lock);
  g_cond_init (&change->cond);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->changes, change);
  if (self->idle)
    g_cond_signal (&self->work);
  g_mutex_unlock (&self->lock);

  g_mutex_lock (&change->lock);
  while (!change->done)
    g_cond_wait (&change->cond, &change->lock);
  g_mutex_unlock (&change->lock);
  g_cond_clear (&change->cond);
  g_mutex_clear (&change->lock);

  if (change->error == NULL)
    return TRUE;
  g_propagate_error (error, change->error);
  return FALSE;
}

gboolean
sqlite_db_write (SqliteDb         *self,
                 SqliteDbSafety    safety,
                 SqliteDbFunc      func,
                 SqliteDbCommitted committed,
                 gpointer          data,
                 GError          **error)
{
  Change change = { .func = func, .committed = committed, .data = data, .safety = safety };

  return submit_change (self, &change, error);
}

static SqliteDbConn *
take_reader (SqliteDb *self, GError **error)
{
  SqliteDbConn *reader = NULL;

  g_mutex_lock (&self->lock);
  if (self->readers->len > 0)
    reader = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  g_mutex_unlock (&self->lock);

  return reader != NULL ? reader : sqlite_db_conn_open (self->path, FALSE, error);
}

static void
give_reader_back (SqliteDb *self, SqliteDbConn *reader)
{
  g_mutex_lock (&self->lock);
  if (self->readers->len < MAX_IDLE_READERS)
    g_ptr_array_add (self->readers, g_steal_pointer (&reader));
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&reader, sqlite_db_conn_close);
}

/* Whether this is the writer's thread, which tells what it has committed. */
static gboolean
is_telling (SqliteDb *self)
{
  return g_thread_self () == self->thread && self->telling;
}

static gboolean
read_as_writer (SqliteDb *self, SqliteDbFunc func, gpointer data, GError **error)
{
  return (in_transaction (self) || sqlite_db_run (self->writer, "BEGIN", error, "")) &&
         func (self->writer, data, error);
}

/* What @func reads is of one moment. */
gboolean
sqlite_db_read (SqliteDb *self, SqliteDbFunc func, gpointer data, GError **error)
{
  SqliteDbConn *reader;
  gboolean      read;

  if (is_telling (self))
    return read_as_writer (self, func, data, error);
  reader = take_reader (self, error);
  if (reader == NULL)
    return FALSE;
  read = sqlite_db_run (reader, "BEGIN", error, "") && func (reader, data, error);
  sqlite_db_run (reader, "END", NULL, "");
  give_reader_back (self, reader);
  return read;
}

/* Has @func called by the thread that writes, as after a commit. */
gboolean
sqlite_db_tell (SqliteDb *self, SqliteDbCommitted func, gpointer data, GError **error)
{
  Change change = { .committed = func, .data = data, .outside = TRUE };

  return submit_change (self, &change, error);
}

static void
flush_now (gpointer data)
{
  SqliteDb *self = data;

  if (self->unflushed)
    flush_log (self);
}

gboolean
sqlite_db_flush (SqliteDb *self, GError **error)
{
  return sqlite_db_tell (self, flush_now, self, error);
}

/* To be called before anybody writes. */
void
sqlite_db_set_commit_hook (SqliteDb *self, void (*hook) (gpointer data), gpointer data)
{
  self->hook = hook;
  self->hook_data = data;
}

void
sqlite_db_set_told_hook (SqliteDb *self, void (*hook) (gpointer data), gpointer data)
{
  self->told = hook;
  self->told_data = data;
}

/* The file is there, and for its owner alone, before SQLite sees it. */
static gboolean
prepare_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd;
  int              saved;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    {
      fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (fd >= 0)
        return g_close (fd, error);
    }
  saved = errno;
  g_set_error (error,
               MAPI_ERROR,
               saved == ENOSPC || saved == EDQUOT ? MAPI_E_NOT_ENOUGH_DISK : MAPI_E_NO_ACCESS,
               "sqlite: cannot open the store %s: %s",
               path,
               g_strerror (saved));
  return FALSE;
}

static gboolean
open_writer (SqliteDb *self, GError **error)
{
  if (!prepare_file (self->path, error))
    return FALSE;
  self->writer = sqlite_db_conn_open (self->path, TRUE, error);
  if (self->writer == NULL || !sqlite_db_schema_prepare (self->writer, error))
    return FALSE;
  self->safety = SQLITE_DB_LAZY;
  return sqlite_db_exec (self->writer, "PRAGMA synchronous=NORMAL", error);
}

SqliteDb *
sqlite_db_open (const char *path, GError **error)
{
  g_autoptr (SqliteDb) self = g_new0 (SqliteDb, 1);

  self->path = g_strdup (path);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_db_conn_close);
  self->group = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_queue_init (&self->changes);

  if (!open_writer (self, error))
    return NULL;
  self->thread = g_thread_new ("mapi-sqlite", write_thread, self);
  return g_steal_pointer (&self);
}

void
sqlite_db_close (SqliteDb *self)
{
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_signal (&self->work);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);

  g_ptr_array_unref (self->readers);
  g_ptr_array_unref (self->group);
  g_clear_pointer (&self->writer, sqlite_db_conn_close);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_free (self->path);
  g_free (self);
}
