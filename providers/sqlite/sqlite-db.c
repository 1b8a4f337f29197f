/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-private.h"
#include "sqlite-db-schema.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#define MAX_IDLE_READERS 8

/* Called with the lock held, which it releases. */
static void
wait_for_thread (SqliteDb *self, SqliteDbChange *change)
{
  gboolean idle;

  sem_init (&change->done, 0, 0);
  g_queue_push_tail (&self->changes, change);
  sqlite_db_start_thread (self);
  idle = self->worker == NULL;
  g_mutex_unlock (&self->lock);
  if (idle)
    g_cond_signal (&self->work);

  while (sem_wait (&change->done) != 0)
    g_assert (errno == EINTR);
  sem_destroy (&change->done);
}

static gboolean
submit_change (SqliteDb *self, SqliteDbChange *change, GError **error)
{
  g_mutex_lock (&self->lock);
  if (sqlite_db_work_here (self, change))
    g_mutex_unlock (&self->lock);
  else
    wait_for_thread (self, change);

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
  SqliteDbChange change = { .func = func, .committed = committed, .data = data, .safety = safety };

  return submit_change (self, &change, error);
}

gboolean
sqlite_db_defer (SqliteDb       *self,
                 SqliteDbFunc    func,
                 gboolean        clean,
                 SqliteDbSettled settled,
                 gpointer        data,
                 GError        **error)
{
  SqliteDbChange change = {
    .func = func, .clean = clean, .settled = settled, .data = data, .safety = SQLITE_DB_DURABLE
  };

  return submit_change (self, &change, error);
}

/* Waits for the commit alone, not for those who hear of it: they may wait for the reader. */
void
sqlite_db_settle (SqliteDb *self)
{
  guint turn;

  if (!g_atomic_int_get (&self->holding))
    return;
  g_mutex_lock (&self->lock);
  turn = self->turn;
  while (g_atomic_int_get (&self->holding) && self->turn == turn)
    {
      self->wanted = TRUE;
      g_cond_signal (&self->work);
      g_cond_wait (&self->settled, &self->lock);
    }
  g_mutex_unlock (&self->lock);
}

static SqliteDbConn *
take_reader (SqliteDb *self, GError **error)
{
  SqliteDbConn *reader;

  g_mutex_lock (&self->lock);
  reader = sqlite_db_lend_writer (self);
  if (reader == NULL && self->readers->len > 0)
    reader = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  g_mutex_unlock (&self->lock);

  return reader != NULL ? reader : sqlite_db_conn_open (self->path, FALSE, error);
}

static void
give_reader_back (SqliteDb *self, SqliteDbConn *reader)
{
  g_mutex_lock (&self->lock);
  if (reader == self->writer)
    {
      sqlite_db_give_writer_back (self);
      reader = NULL;
    }
  else if (self->readers->len < MAX_IDLE_READERS)
    g_ptr_array_add (self->readers, g_steal_pointer (&reader));
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&reader, sqlite_db_conn_close);
}

/* Whether this thread writes, and tells what it has committed. */
static gboolean
is_telling (SqliteDb *self)
{
  return g_atomic_pointer_get (&self->worker) == g_thread_self () && self->telling;
}

static gboolean
read_as_writer (SqliteDb *self, SqliteDbFunc func, gpointer data, GError **error)
{
  return (sqlite_db_in_transaction (self) || sqlite_db_run (self->writer, "BEGIN", error, "")) &&
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
  sqlite_db_settle (self);
  reader = take_reader (self, error);
  if (reader == NULL)
    return FALSE;
  read = sqlite_db_run (reader, "BEGIN", error, "") && func (reader, data, error);
  sqlite_db_run (reader, "END", NULL, "");
  give_reader_back (self, reader);
  return read;
}

/* Has @func called by who writes, as after a commit. */
gboolean
sqlite_db_tell (SqliteDb *self, SqliteDbCommitted func, gpointer data, GError **error)
{
  SqliteDbChange change = { .committed = func, .data = data, .outside = TRUE };

  return submit_change (self, &change, error);
}

static void
flush_now (gpointer data)
{
  sqlite_db_flush_log (data);
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
  if (self->writer == NULL || !sqlite_db_schema_prepare (self->writer, error) ||
      !sqlite_db_log_watch (&self->log, self->writer, error))
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
  self->held = sqlite_db_held_new ();
  self->log = (SqliteDbLog) SQLITE_DB_LOG_INIT;
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->settled);
  g_queue_init (&self->changes);
  self->looks_at = G_MAXINT64;
  self->shared = TRUE;

  return open_writer (self, error) ? g_steal_pointer (&self) : NULL;
}

void
sqlite_db_separate (SqliteDb *self)
{
  g_mutex_lock (&self->lock);
  self->shared = FALSE;
  g_mutex_unlock (&self->lock);
}

void
sqlite_db_close (SqliteDb *self)
{
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_signal (&self->work);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  else if (self->writer != NULL)
    sqlite_db_write_last (self);

  g_ptr_array_unref (self->readers);
  g_ptr_array_unref (self->group);
  sqlite_db_held_free (self->held);
  g_clear_pointer (&self->writer, sqlite_db_conn_close);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->settled);
  g_free (self->path);
  g_free (self);
}
