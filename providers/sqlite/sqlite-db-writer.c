/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Group commit. Callers hand their changes to one thread and wait. It runs all that have come
 * together in one transaction and commits once; where one fails that has written, the transaction
 * is undone and each is run by itself, so that it harms no other. While the disk is busy with that,
 * the next group gathers.
 *
 * A caller who is alone does all that itself: to wake another thread and to be woken by it takes
 * longer than many a change. Then the thread only does what nobody waits for.
 *
 * Where all of a group can wait (sqlite_db_defer()), their transaction stays open for more: until
 * somebody cannot wait, or reads, or nothing more comes. What it holds cannot be run again: with it
 * each change gets a savepoint.
 */

#include "sqlite-db-numbers.h"
#include "sqlite-db-private.h"

#include <sqlite3.h>

#define MAX_GROUP 256

/* What was committed without a flush is flushed at the latest after the one, and when nothing has
 * been written for the other: then it costs nobody anything, and what comes next has less to flush.
 */
#define FLUSH_AFTER_USEC G_USEC_PER_SEC
#define FLUSH_IN_REST_USEC 10000

/* Whoever has an identifier that was given in a transaction which was lost shall not meet something
 * else by it. */
#define LEAP                                                                                       \
  "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_schema"                      \
  " WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"                                           \
  " AND name NOT IN (SELECT name FROM sqlite_sequence);"                                           \
  "UPDATE sqlite_sequence SET seq = seq + 1048576"

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

gboolean
sqlite_db_in_transaction (SqliteDb *self)
{
  return !sqlite3_get_autocommit (sqlite_db_conn_get_handle (self->writer));
}

static void
roll_back (SqliteDb *self)
{
  if (sqlite_db_in_transaction (self))
    sqlite_db_exec (self->writer, "ROLLBACK", NULL);
  sqlite_db_numbers_forget (self->writer);
}

static gint64
count_changes (SqliteDb *self)
{
  return sqlite_db_conn_count_changes (self->writer);
}

/* FALSE where it fails and has written, or has ended the transaction. */
static gboolean
run_bare (SqliteDb *self, SqliteDbChange *change)
{
  gint64 before = count_changes (self);

  g_clear_error (&change->error);
  return change->func (self->writer, change->data, &change->error) ||
         (sqlite_db_in_transaction (self) && count_changes (self) == before);
}

/* A change that fails is undone alone. FALSE when the whole transaction has gone. */
static gboolean
run_guarded (SqliteDb *self, SqliteDbChange *change)
{
  g_clear_error (&change->error);
  if (!sqlite_db_run (self->writer, "SAVEPOINT change", &change->error, ""))
    return FALSE;
  if (!change->func (self->writer, change->data, &change->error))
    {
      if (!sqlite_db_in_transaction (self))
        return FALSE;
      sqlite_db_run (self->writer, "ROLLBACK TO change", NULL, "");
      sqlite_db_numbers_forget (self->writer);
    }
  return sqlite_db_run (self->writer, "RELEASE change", NULL, "");
}

/* For a savepoint SQLite copies each page that is written. */
static gboolean
run_changes (SqliteDb *self, SqliteDbChange **changes, guint n)
{
  gboolean holds = !sqlite_db_held_is_empty (self->held);
  gboolean whole = TRUE;

  for (guint i = 0; i < n && whole; i++)
    whole = (holds && !changes[i]->clean ? run_guarded : run_bare) (self, changes[i]);
  return whole;
}

/* Goes on with the transaction that is open, if one is. */
static gboolean
begin (SqliteDb *self, SqliteDbSafety safety, GError **error)
{
  if (sqlite_db_in_transaction (self))
    return TRUE;
  mapi_step (MAPI_STEP_WRITE_BEGUN);
  if (!set_safety (self, safety, error) ||
      !sqlite_db_run (self->writer, "BEGIN IMMEDIATE", error, ""))
    return FALSE;
  self->changed = count_changes (self);
  return !self->leaps || sqlite_db_exec (self->writer, LEAP, error);
}

static void
note_unflushed (SqliteDb *self)
{
  gint64 now = g_get_monotonic_time ();

  if (!self->unflushed)
    self->flush_latest = now + FLUSH_AFTER_USEC;
  self->flush_at = MIN (now + FLUSH_IN_REST_USEC, self->flush_latest);
  self->unflushed = TRUE;
}

static gboolean
commit (SqliteDb *self, GError **error)
{
  mapi_step (MAPI_STEP_WRITE_DONE);
  if (count_changes (self) != self->changed)
    sqlite_db_log_prepare_commit (&self->log, self->writer);
  if (!sqlite_db_run (self->writer, "COMMIT", error, ""))
    return FALSE;
  mapi_step (MAPI_STEP_WRITE_COMMITTED);
  /* A commit of nothing flushes nothing either. */
  if (self->safety == SQLITE_DB_LAZY)
    note_unflushed (self);
  else if (count_changes (self) != self->changed)
    self->unflushed = FALSE;
  self->leaps = FALSE;
  sqlite_db_log_note_commit (&self->log);
  return TRUE;
}

/* From here on a reader finds what was held, or it has gone. */
static void
release_readers (SqliteDb *self)
{
  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->holding, FALSE);
  self->wanted = FALSE;
  self->turn++;
  g_cond_broadcast (&self->settled);
  g_mutex_unlock (&self->lock);
}

/* Whoever hears what has happened reads with the writer's own connection, which has the pages at
 * hand, all in one transaction. */
static void
end_telling (SqliteDb *self)
{
  self->telling = FALSE;
  if (sqlite_db_in_transaction (self))
    sqlite_db_run (self->writer, "END", NULL, "");
}

/* Undoes the transaction, and with it all that was held. */
static void
lose (SqliteDb *self, const GError *error)
{
  roll_back (self);
  if (sqlite_db_held_is_empty (self->held))
    return;
  self->leaps = TRUE;
  release_readers (self);
  self->telling = TRUE;
  sqlite_db_held_settle (self->held, error);
  end_telling (self);
}

static gboolean
fail_whole (GError **error)
{
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CALL_FAILED, "sqlite: the transaction was rolled back");
  return FALSE;
}

static gboolean
commit_group (
    SqliteDb *self, SqliteDbChange **changes, guint n, SqliteDbSafety safety, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (begin (self, safety, &local) && (run_changes (self, changes, n) || fail_whole (&local)) &&
      commit (self, &local))
    {
      if (!sqlite_db_held_is_empty (self->held))
        release_readers (self);
      return TRUE;
    }
  lose (self, local);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
commit_alone (SqliteDb *self, SqliteDbChange *change)
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
    if (((SqliteDbChange *) self->group->pdata[i])->safety == SQLITE_DB_DURABLE)
      return SQLITE_DB_DURABLE;
  return SQLITE_DB_LAZY;
}

static void
tell_change (SqliteDbChange *change)
{
  if (change->error != NULL)
    return;
  if (change->settled != NULL)
    change->settled (change->data, NULL);
  else if (change->committed != NULL)
    change->committed (change->data);
}

/* Tells what was held, and then what has been changed besides. */
static void
tell_committed (SqliteDb *self, SqliteDbChange **changes, guint n)
{
  self->telling = TRUE;
  sqlite_db_held_settle (self->held, NULL);
  for (guint i = 0; i < n; i++)
    tell_change (changes[i]);
  if (self->told != NULL)
    self->told (self->told_data);
  end_telling (self);
}

static void
call_hook (SqliteDb *self)
{
  if (self->hook != NULL)
    self->hook (self->hook_data);
}

static void
settle_held (SqliteDb *self)
{
  g_autoptr (GError) error = NULL;

  if (sqlite_db_held_is_empty (self->held))
    return;
  if (!commit (self, &error))
    {
      lose (self, error);
      return;
    }
  release_readers (self);
  call_hook (self);
  tell_committed (self, NULL, 0);
}

static gboolean
can_wait (SqliteDb *self)
{
  for (guint i = 0; i < self->group->len; i++)
    if (((SqliteDbChange *) self->group->pdata[i])->settled == NULL)
      return FALSE;
  return TRUE;
}

/* Runs the group in the transaction that stays open. FALSE when that has gone. */
static gboolean
hold_group (SqliteDb *self)
{
  SqliteDbChange **changes = (SqliteDbChange **) self->group->pdata;
  g_autoptr (GError) error = NULL;

  if (!begin (self, SQLITE_DB_DURABLE, &error) ||
      (!run_changes (self, changes, self->group->len) && !fail_whole (&error)))
    {
      lose (self, error);
      return FALSE;
    }
  for (guint i = 0; i < self->group->len; i++)
    if (changes[i]->error == NULL)
      sqlite_db_held_add (self->held, changes[i]->settled, changes[i]->data);
  if (sqlite_db_held_is_empty (self->held))
    roll_back (self);
  else
    g_atomic_int_set (&self->holding, TRUE);
  return TRUE;
}

/* Where the group fails as a whole its changes are tried one by one, so that each gets what it can,
 * and the error that is its own. */
static void
commit_and_tell (SqliteDb *self)
{
  SqliteDbChange **changes = (SqliteDbChange **) self->group->pdata;
  gboolean         alone = self->group->len == 1 && sqlite_db_held_is_empty (self->held);

  if (alone || !commit_group (self, changes, self->group->len, safety_of_group (self), NULL))
    for (guint i = 0; i < self->group->len; i++)
      commit_alone (self, changes[i]);

  if (!changes[0]->outside)
    call_hook (self);
  tell_committed (self, changes, self->group->len);
}

static void
run_group (SqliteDb *self)
{
  if (((SqliteDbChange *) self->group->pdata[0])->outside)
    settle_held (self);
  if (!can_wait (self) || !hold_group (self))
    commit_and_tell (self);
  else if (sqlite_db_held_is_due (self->held))
    settle_held (self);
}

/* Takes what waits, up to one that must run outside of a transaction. Called with the lock held. */
static void
gather_group (SqliteDb *self)
{
  g_ptr_array_set_size (self->group, 0);
  while (self->group->len < MAX_GROUP && !g_queue_is_empty (&self->changes))
    {
      SqliteDbChange *change = g_queue_peek_head (&self->changes);

      if (change->outside && self->group->len > 0)
        return;
      g_ptr_array_add (self->group, g_queue_pop_head (&self->changes));
      if (change->outside)
        return;
    }
}

/* From here on the changes belong to their callers again. Each waits by itself and without a lock,
 * so that those who wake wait neither for one another nor for this thread. */
static void
wake_callers (SqliteDb *self)
{
  for (guint i = 0; i < self->group->len; i++)
    sem_post (&((SqliteDbChange *) self->group->pdata[i])->done);
}

void
sqlite_db_flush_log (SqliteDb *self)
{
  if (!self->unflushed)
    return;
  self->unflushed = FALSE;
  sqlite_db_log_flush (self->writer);
}

/* When there is something to do though no change has come; G_MAXINT64 where there is not. */
static gint64
get_deadline (SqliteDb *self)
{
  if (!sqlite_db_held_is_empty (self->held))
    return sqlite_db_held_get_deadline (self->held);
  return MIN (self->unflushed ? self->flush_at : G_MAXINT64, self->log.extend_at);
}

static gboolean
is_called (SqliteDb *self)
{
  return !g_queue_is_empty (&self->changes) || self->closing || self->wanted;
}

/* Waits until there is something to do, and nobody else at work. FALSE when nothing came for so
 * long that it is time to commit or to flush. */
static gboolean
wait_for_work (SqliteDb *self)
{
  while (self->worker != NULL || !is_called (self))
    {
      self->looks_at = self->worker == NULL ? get_deadline (self) : G_MAXINT64;
      if (self->looks_at == G_MAXINT64)
        g_cond_wait (&self->work, &self->lock);
      else if (!g_cond_wait_until (&self->work, &self->lock, self->looks_at) &&
               self->worker == NULL && get_deadline (self) <= self->looks_at)
        return FALSE;
    }
  return TRUE;
}

/* What nobody waits for. */
static void
tend_log (SqliteDb *self)
{
  if (self->log.extend_at <= g_get_monotonic_time () &&
      sqlite_db_log_extend (&self->log, self->writer))
    self->unflushed = FALSE;
  else
    sqlite_db_flush_log (self);
}

/* Called without changes at hand. */
static void
work_off (SqliteDb *self, gboolean in_time)
{
  if (!sqlite_db_held_is_empty (self->held))
    settle_held (self);
  else if (!in_time)
    tend_log (self);
}

static void
begin_work (SqliteDb *self)
{
  g_atomic_pointer_set (&self->worker, g_thread_self ());
}

static void
end_work (SqliteDb *self)
{
  g_atomic_pointer_set (&self->worker, NULL);
}

/* Who has worked without the thread may leave something that it has to see to. */
void
sqlite_db_give_writer_back (SqliteDb *self)
{
  end_work (self);
  if (!is_called (self) && get_deadline (self) >= self->looks_at)
    return;
  sqlite_db_start_thread (self);
  g_cond_signal (&self->work);
}

/* What is durable is waited for: the next one need not begin with this. */
static void
prepare_for_durable (SqliteDb *self)
{
  if (!sqlite_db_in_transaction (self))
    set_safety (self, SQLITE_DB_DURABLE, NULL);
}

gboolean
sqlite_db_work_here (SqliteDb *self, SqliteDbChange *change)
{
  if (self->worker != NULL || self->crowded || is_called (self))
    return FALSE;
  begin_work (self);
  g_mutex_unlock (&self->lock);
  g_ptr_array_set_size (self->group, 0);
  g_ptr_array_add (self->group, change);
  run_group (self);
  prepare_for_durable (self);
  g_mutex_lock (&self->lock);
  sqlite_db_give_writer_back (self);
  return TRUE;
}

SqliteDbConn *
sqlite_db_lend_writer (SqliteDb *self)
{
  if (!self->shared || self->worker != NULL)
    return NULL;
  begin_work (self);
  return self->writer;
}

void
sqlite_db_write_last (SqliteDb *self)
{
  settle_held (self);
  sqlite_db_flush_log (self);
}

/* Works until the database closes. */
static gpointer
write_thread (gpointer data)
{
  SqliteDb *self = data;

  g_mutex_lock (&self->lock);
  while (!self->closing || !g_queue_is_empty (&self->changes))
    {
      gboolean in_time = wait_for_work (self);

      gather_group (self);
      self->crowded = self->group->len > 1;
      begin_work (self);
      g_mutex_unlock (&self->lock);
      if (self->group->len > 0)
        run_group (self);
      else
        work_off (self, in_time);
      wake_callers (self);
      g_mutex_lock (&self->lock);
      end_work (self);
    }
  begin_work (self);
  g_mutex_unlock (&self->lock);

  sqlite_db_write_last (self);
  return NULL;
}

void
sqlite_db_start_thread (SqliteDb *self)
{
  self->shared = FALSE;
  if (self->thread == NULL)
    self->thread = g_thread_new ("mapi-sqlite", write_thread, self);
}
