/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Telling what has happened, here and in other processes, in the order of the commits: all of it by
 * who writes. A process that is not alone puts the events of a change into the journal
 * within the same transaction, and reads those of the others there. */

#include "sqlite-backend-private.h"
#include "sqlite-db-journal.h"
#include "sqlite-search.h"

typedef struct
{
  SqliteListener *listener;
  GWeakRef        owner;
} Ear;

/* The backend whose listeners this thread calls. */
static GPrivate inside;

static void
ear_free (Ear *ear)
{
  g_weak_ref_clear (&ear->owner);
  g_free (ear);
}

GPtrArray *
sqlite_backend_new_ears (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ear_free);
}

gboolean
sqlite_backend_is_telling (SqliteBackend *self)
{
  return g_private_get (&inside) == self;
}

/* The ears with their owners held, so that they can be called without the lock. */
static GPtrArray *
hold_ears (SqliteBackend *self)
{
  GPtrArray *owners = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->ears->len; i++)
    {
      Ear     *ear = self->ears->pdata[i];
      gpointer owner = g_weak_ref_get (&ear->owner);

      if (owner == NULL)
        continue;
      g_ptr_array_add (owners, owner);
      g_ptr_array_add (owners, ear->listener);
    }
  g_mutex_unlock (&self->lock);
  return owners;
}

static void
drop_ears (SqliteBackend *self, GPtrArray *owners)
{
  g_private_set (&inside, self);
  for (guint i = 0; i < owners->len; i += 2)
    g_object_unref (owners->pdata[i]);
  g_private_set (&inside, NULL);
  g_ptr_array_unref (owners);
}

static GBytes *
entry_id_or_null (SqliteBackend *self, guint32 object_type, gint64 id)
{
  return id != 0 ? sqlite_backend_new_entry_id (self, object_type, id) : NULL;
}

static void
notify_object (SqliteBackend *self, const SqliteEvent *event)
{
  g_autoptr (GBytes) id = entry_id_or_null (self, event->object_type, event->id);
  g_autoptr (GBytes) parent = entry_id_or_null (self, MAPI_OBJECT_FOLDER, event->parent);
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) old_parent = NULL;
  g_autoptr (MapiNotification) notification = NULL;
  /* Nobody can watch what has just come: those hear of it who watch the folder. */
  GBytes *key = event->type == MAPI_fnevObjectCreated ? parent : id;

  if (event->type == 0 || !mapi_notifier_has_listeners (self->notifier, key, event->type))
    return;
  old = entry_id_or_null (self, event->object_type, event->old_id);
  old_parent = entry_id_or_null (self, MAPI_OBJECT_FOLDER, event->old_parent);
  notification = mapi_notification_new_object (
      event->type, event->object_type, id, parent, old, old_parent, NULL);
  mapi_notifier_send (self->notifier, key, notification);
}

static void
publish (SqliteBackend *self, GArray *events)
{
  GPtrArray *ears;

  if (events->len == 0)
    return;
  ears = hold_ears (self);
  for (guint i = 0; i < events->len; i++)
    {
      const SqliteEvent *event = &g_array_index (events, SqliteEvent, i);

      notify_object (self, event);
      for (guint j = 0; j < ears->len; j += 2)
        {
          SqliteListener *listener = ears->pdata[j + 1];

          listener->on_event (listener, event);
        }
    }
  drop_ears (self, ears);
}

static void
call_all (SqliteBackend *self, gboolean lost)
{
  GPtrArray *ears = hold_ears (self);

  for (guint i = 0; i < ears->len; i += 2)
    {
      SqliteListener *listener = ears->pdata[i + 1];

      (lost ? listener->on_lost : listener->on_settled) (listener);
    }
  drop_ears (self, ears);
}

typedef struct
{
  gint64     after;
  gint64     before;
  GPtrArray *entries;
} Journal;

static gboolean
read_journal (SqliteDbConn *conn, gpointer data, GError **error)
{
  Journal *journal = data;

  journal->entries = sqlite_db_journal_list (conn, journal->after, journal->before, error);
  return journal->entries != NULL;
}

/* FALSE where something before it, or it, is not known. */
static gboolean
publish_entry (SqliteBackend *self, const SqliteJournalEntry *entry)
{
  gboolean known = entry->seq == self->last_seq + 1;

  self->last_seq = entry->seq;
  if (entry->writer == sqlite_locks_get_writer (self->locks))
    return known;
  if (entry->events != NULL)
    publish (self, entry->events);
  return known && entry->events != NULL;
}

/* What others have committed @before. */
static void
publish_others (SqliteBackend *self, gint64 before)
{
  Journal journal = { .after = self->last_seq, .before = before };
  g_autoptr (GPtrArray) entries = NULL;
  gboolean known = TRUE;

  if (sqlite_backend_read (self, read_journal, &journal, NULL))
    entries = journal.entries;
  else
    known = FALSE;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    known = publish_entry (self, entries->pdata[i]) && known;
  if (!known)
    call_all (self, TRUE);
}

typedef struct
{
  SqliteBackend    *self;
  SqliteBackendFunc func;
  gpointer          data;
  SqliteEvents      events;
  gint64            seq; /* in the journal, or 0 */
} Write;

/* Somebody who comes while this is going on begins with what it has committed: see
 * sqlite_backend_start_telling(). */
static gboolean
add_to_journal (SqliteDbConn *conn, Write *write, GError **error)
{
  SqliteBackend *self = write->self;

  write->seq = 0;
  self->has_company = sqlite_locks_has_company (self->locks);
  return !self->has_company || write->events.array->len == 0 ||
         sqlite_db_journal_add (
             conn, sqlite_locks_get_writer (self->locks), &write->events, &write->seq, error);
}

static gboolean
run_write (SqliteDbConn *conn, gpointer data, GError **error)
{
  Write *write = data;

  g_array_set_size (write->events.array, 0);
  return write->func (conn, &write->events, write->data, error) &&
         sqlite_search_follow (conn, &write->self->uid, &write->events, error) &&
         add_to_journal (conn, write, error);
}

static void
after_write (gpointer data)
{
  Write         *write = data;
  SqliteBackend *self = write->self;

  if (self->tells_others && write->seq > self->last_seq + 1)
    publish_others (self, write->seq);
  self->last_seq = MAX (self->last_seq, write->seq);
  publish (self, write->events.array);
}

/* What no caller can help: the file is damaged, its disk fails or is full. */
static gboolean
is_critical (gint code)
{
  return code == (gint) MAPI_E_CORRUPT_STORE || code == (gint) MAPI_E_DISK_ERROR ||
         code == (gint) MAPI_E_NOT_ENOUGH_DISK;
}

/* Told once, and not by everybody who meets it. */
static void
tell_failure (SqliteBackend *self, const GError *failure)
{
  g_autoptr (MapiNotification) notification = NULL;

  if (!is_critical (failure->code) ||
      g_atomic_int_exchange (&self->failure, failure->code) == failure->code)
    return;
  notification = mapi_notification_new_error (NULL, failure->code, 0, failure->message);
  mapi_notifier_send (self->notifier, NULL, notification);
}

gboolean
sqlite_backend_settle_call (SqliteBackend *self, gboolean done, GError *failure, GError **error)
{
  if (done)
    return TRUE;
  tell_failure (self, failure);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
sqlite_backend_write (SqliteBackend    *self,
                      SqliteDbSafety    safety,
                      SqliteBackendFunc func,
                      gpointer          data,
                      GError          **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (SqliteEvent));
  Write    write = { self, func, data, { array }, 0 };
  GError  *failure = NULL;
  gboolean written = sqlite_db_write (self->db, safety, run_write, after_write, &write, &failure);

  /* There is room again: the next time it is full is another one. */
  if (written)
    g_atomic_int_compare_and_exchange (&self->failure, (gint) MAPI_E_NOT_ENOUGH_DISK, 0);
  return sqlite_backend_settle_call (self, written, failure, error);
}

/* A write whose caller has gone on. */
typedef struct
{
  Write       write;
  SqliteLost *lost;
} Deferred;

static Deferred *
deferred_new (SqliteBackend *self, SqliteBackendFunc func, gpointer data, SqliteLost *lost)
{
  Deferred *deferred = g_new (Deferred, 1);

  deferred->write =
      (Write){ self, func, data, { g_array_new (FALSE, FALSE, sizeof (SqliteEvent)) }, 0 };
  deferred->lost = sqlite_lost_ref (lost);
  return deferred;
}

static void
deferred_free (Deferred *self)
{
  g_array_unref (self->write.events.array);
  sqlite_lost_unref (self->lost);
  g_free (self);
}

static void
after_deferred (gpointer data, const GError *lost)
{
  Deferred *deferred = data;

  if (lost == NULL)
    after_write (&deferred->write);
  else
    {
      sqlite_lost_note (deferred->lost, lost);
      tell_failure (deferred->write.self, lost);
    }
  deferred_free (deferred);
}

gboolean
sqlite_backend_defer (SqliteBackend    *self,
                      SqliteBackendFunc func,
                      gboolean          clean,
                      gpointer          data,
                      SqliteLost       *lost,
                      GError          **error)
{
  Deferred *deferred = deferred_new (self, func, data, lost);
  GError   *failure = NULL;

  if (sqlite_db_defer (self->db, run_write, clean, after_deferred, deferred, &failure))
    return TRUE;
  deferred_free (deferred);
  return sqlite_backend_settle_call (self, FALSE, failure, error);
}

/* Whoever reads now sees all that has been committed, and must have heard of it. */
static void
on_told (gpointer data)
{
  SqliteBackend *self = data;

  if (self->tells_others && self->has_company)
    publish_others (self, G_MAXINT64);
  call_all (self, FALSE);
}

static void
on_commit (gpointer data)
{
  SqliteBackend *self = data;

  if (self->has_company)
    sqlite_watch_wake_others (self->watch);
}

typedef struct
{
  gint64     seq;
  GPtrArray *list;
} Arrivals;

static gboolean
read_arrivals (SqliteDbConn *conn, gpointer data, GError **error)
{
  Arrivals *arrivals = data;

  arrivals->list = sqlite_db_arrival_list (conn, arrivals->seq, error);
  return arrivals->list != NULL;
}

/* Once for each arrival, whoever has seen it first. */
void
sqlite_backend_announce (SqliteBackend *self, const SqliteArrival *arrival)
{
  g_autoptr (GBytes) id = sqlite_backend_new_entry_id (self, MAPI_OBJECT_MESSAGE, arrival->message);
  g_autoptr (GBytes) parent =
      sqlite_backend_new_entry_id (self, MAPI_OBJECT_FOLDER, arrival->folder);
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_newmail (id, parent, arrival->message_class, arrival->flags);
  gboolean is_new;

  g_mutex_lock (&self->lock);
  is_new = arrival->seq > self->last_arrival;
  if (is_new)
    self->last_arrival = arrival->seq;
  g_mutex_unlock (&self->lock);
  if (is_new)
    mapi_notifier_send (self->notifier, parent, notification);
}

/* New mail that was announced in another process. */
static void
announce_arrivals (SqliteBackend *self)
{
  Arrivals arrivals = { 0 };
  g_autoptr (GPtrArray) list = NULL;

  g_mutex_lock (&self->lock);
  arrivals.seq = self->last_arrival;
  g_mutex_unlock (&self->lock);
  if (!sqlite_backend_read (self, read_arrivals, &arrivals, NULL))
    return;

  list = arrivals.list;
  for (guint i = 0; i < list->len; i++)
    sqlite_backend_announce (self, list->pdata[i]);
}

static void
hear_others (gpointer data)
{
  SqliteBackend *self = data;

  if (!self->tells_others)
    return;
  publish_others (self, G_MAXINT64);
  announce_arrivals (self);
}

/* Without company now and at the last look there is nothing new. */
void
sqlite_backend_look (gpointer data)
{
  SqliteBackend *self = data;
  gboolean       company = sqlite_locks_has_company (self->locks);

  if (company || self->had_company)
    sqlite_db_tell (self->db, hear_others, self, NULL);
  self->had_company =
      !sqlite_searcher_look (self->searcher, company || self->had_company) || company;
}

static void
tell_nothing (gpointer data)
{
}

void
sqlite_backend_catch_up (SqliteBackend *self)
{
  sqlite_db_tell (self->db, hear_others, self, NULL);
}

void
sqlite_backend_settle (SqliteBackend *self)
{
  sqlite_db_tell (self->db, tell_nothing, self, NULL);
}

static gboolean
read_lasts (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteBackend *self = data;
  gint64         arrival;

  if (!sqlite_db_journal_get_last (conn, &self->last_seq, error) ||
      !sqlite_db_arrival_get_last (conn, &arrival, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  self->last_arrival = MAX (self->last_arrival, arrival);
  g_mutex_unlock (&self->lock);
  self->tells_others = TRUE;
  return TRUE;
}

void
sqlite_backend_start_telling (SqliteBackend *self)
{
  sqlite_db_set_commit_hook (self->db, on_commit, self);
  sqlite_db_set_told_hook (self->db, on_told, self);
}

/* A transaction that writes comes behind all that were begun by processes which did not know of
 * this one yet. */
gboolean
sqlite_backend_hear (SqliteBackend *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hearing);

  if (!self->hears)
    {
      sqlite_db_separate (self->db);
      self->had_company = TRUE;
      self->hears = sqlite_db_write (self->db, SQLITE_DB_LAZY, read_lasts, NULL, self, error) &&
                    sqlite_watch_start (self->watch, sqlite_backend_look, self, error);
    }
  return self->hears;
}

void
sqlite_backend_listen (SqliteBackend *self, SqliteListener *listener)
{
  Ear *ear = g_new0 (Ear, 1);

  ear->listener = listener;
  g_weak_ref_init (&ear->owner, listener->owner);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->ears, ear);
  g_mutex_unlock (&self->lock);
}

void
sqlite_backend_unlisten (SqliteBackend *self, SqliteListener *listener)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->ears->len; i++)
    if (((Ear *) self->ears->pdata[i])->listener == listener)
      {
        g_ptr_array_remove_index (self->ears, i);
        break;
      }
  g_mutex_unlock (&self->lock);
}
