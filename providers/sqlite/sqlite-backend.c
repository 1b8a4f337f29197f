/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-backend.h"
#include "sqlite-db-settings.h"
#include "sqlite-db-streams.h"
#include "sqlite-defaults.h"
#include "sqlite-entry-id.h"
#include "sqlite-search.h"
#include "sqlite-searcher.h"
#include "sqlite-watch.h"

#include <stdlib.h>

typedef struct
{
  SqliteListener *listener;
  GWeakRef        owner;
} Ear;

struct _SqliteBackend
{
  gint            refs; /* with the registry's lock */
  char           *path;
  SqliteDb       *db;
  SqliteLocks    *locks;
  SqliteWatch    *watch;
  SqliteSearcher *searcher;
  MapiNotifier   *notifier;
  MapiUid         uid;
  gint64          folders[SQLITE_N_FOLDERS];
  gint            generation;  /* atomic */
  gboolean        had_company; /* of the thread that watches */

  GMutex     lock; /* of what follows */
  GPtrArray *ears;
  GWeakRef   stores[2];
  gint64     last_arrival;
};

/* The backend whose listeners this thread calls. */
static GPrivate inside;

static GMutex      registry_lock;
static GHashTable *registry; /* of paths to SqliteBackend */

static void
ear_free (Ear *ear)
{
  g_weak_ref_clear (&ear->owner);
  g_free (ear);
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

GBytes *
sqlite_backend_new_entry_id (SqliteBackend *self, guint32 object_type, gint64 id)
{
  return sqlite_entry_id_new (&self->uid, object_type, id);
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

  g_atomic_int_inc (&self->generation);
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

typedef struct
{
  SqliteBackend    *self;
  SqliteBackendFunc func;
  gpointer          data;
  SqliteEvents      events;
} Write;

static gboolean
run_write (SqliteDbConn *conn, gpointer data, GError **error)
{
  Write *write = data;

  g_array_set_size (write->events.array, 0);
  return write->func (conn, &write->events, write->data, error) &&
         sqlite_search_follow (conn, &write->self->uid, &write->events, error);
}

static void
after_write (gpointer data)
{
  Write *write = data;

  publish (write->self, write->events.array);
}

gboolean
sqlite_backend_write (SqliteBackend    *self,
                      SqliteDbSafety    safety,
                      SqliteBackendFunc func,
                      gpointer          data,
                      GError          **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (SqliteEvent));
  Write write = { self, func, data, { array } };

  return sqlite_db_write (self->db, safety, run_write, after_write, &write, error);
}

gboolean
sqlite_backend_read (SqliteBackend *self, SqliteDbFunc func, gpointer data, GError **error)
{
  return sqlite_db_read (self->db, func, data, error);
}

static void
on_told (gpointer data)
{
  SqliteBackend *self = data;
  GPtrArray     *ears = hold_ears (self);

  for (guint i = 0; i < ears->len; i += 2)
    {
      SqliteListener *listener = ears->pdata[i + 1];

      if (listener->on_settled != NULL)
        listener->on_settled (listener);
    }
  drop_ears (self, ears);
}

static void
on_commit (gpointer data)
{
  SqliteBackend *self = data;

  if (sqlite_locks_has_company (self->locks))
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

/* Without company now and at the last look there is nothing new. */
static void
look (gpointer data)
{
  SqliteBackend *self = data;
  gboolean       company = sqlite_locks_has_company (self->locks);
  gboolean       changed = FALSE;
  GPtrArray     *ears;

  if (!company && !self->had_company)
    return;
  self->had_company = company;
  if (!sqlite_db_check_foreign (self->db, &changed, NULL) || !changed)
    return;

  g_atomic_int_inc (&self->generation);
  announce_arrivals (self);
  ears = hold_ears (self);
  for (guint i = 0; i < ears->len; i += 2)
    {
      SqliteListener *listener = ears->pdata[i + 1];

      listener->on_foreign (listener);
    }
  drop_ears (self, ears);
}

/* Values that were streamed into the store for objects which were never saved. */
static gboolean
discard_orphans (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteBackend *self = data;
  g_autoptr (GArray) writers = sqlite_db_streams_list_writers (conn, error);

  if (writers == NULL)
    return FALSE;
  for (guint i = 0; i < writers->len; i++)
    {
      gint64 writer = g_array_index (writers, gint64, i);

      if (sqlite_locks_writer_is_gone (self->locks, writer) &&
          !sqlite_db_streams_discard_writer (conn, writer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_orphans (SqliteDbConn *conn, gpointer data, GError **error)
{
  g_autoptr (GArray) writers = sqlite_db_streams_list_writers (conn, error);

  *(gboolean *) data = writers != NULL && writers->len > 0;
  return writers != NULL;
}

static gboolean
read_last_arrival (SqliteDbConn *conn, gpointer data, GError **error)
{
  return sqlite_db_arrival_get_last (conn, data, error);
}

static gboolean
open_files (SqliteBackend *self, GError **error)
{
  g_autofree char *lock_path = g_strconcat (self->path, ".lock", NULL);
  g_autofree char *wake_path = g_strconcat (self->path, ".wake", NULL);
  gboolean         orphans = FALSE;

  self->db = sqlite_db_open (self->path, error);
  if (self->db == NULL)
    return FALSE;
  self->locks = sqlite_locks_open (lock_path, error);
  if (self->locks == NULL ||
      !sqlite_defaults_prepare (self->db, &self->uid, self->folders, error) ||
      !sqlite_db_read (self->db, has_orphans, &orphans, error) ||
      (orphans &&
       !sqlite_db_write (self->db, SQLITE_DB_LAZY, discard_orphans, NULL, self, error)) ||
      !sqlite_db_read (self->db, read_last_arrival, &self->last_arrival, error))
    return FALSE;
  self->watch = sqlite_watch_new (wake_path, look, self, error);
  if (self->watch == NULL)
    return FALSE;
  sqlite_db_set_commit_hook (self->db, on_commit, self);
  sqlite_db_set_told_hook (self->db, on_told, self);
  self->searcher = sqlite_searcher_new (self);
  return sqlite_searcher_resume (self->searcher, error);
}

static void
backend_free (SqliteBackend *self)
{
  g_clear_pointer (&self->searcher, sqlite_searcher_free);
  g_clear_pointer (&self->watch, sqlite_watch_free);
  g_clear_pointer (&self->db, sqlite_db_close);
  g_clear_pointer (&self->locks, sqlite_locks_close);
  g_clear_object (&self->notifier);
  g_ptr_array_unref (self->ears);
  g_weak_ref_clear (&self->stores[0]);
  g_weak_ref_clear (&self->stores[1]);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static SqliteBackend *
backend_new (const char *path, GError **error)
{
  SqliteBackend *self = g_new0 (SqliteBackend, 1);

  self->refs = 1;
  self->path = g_strdup (path);
  self->notifier = mapi_notifier_new ();
  self->ears = g_ptr_array_new_with_free_func ((GDestroyNotify) ear_free);
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->stores[0], NULL);
  g_weak_ref_init (&self->stores[1], NULL);
  if (open_files (self, error))
    return self;
  backend_free (self);
  return NULL;
}

/* One path for each file, so that one process opens it once. */
static char *
canonical_path (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *base = g_path_get_basename (absolute);
  char            *real = realpath (folder, NULL);
  char            *result;

  if (real == NULL)
    return g_steal_pointer (&absolute);
  result = g_build_filename (real, base, NULL);
  free (real);
  return result;
}

SqliteBackend *
sqlite_backend_open (const char *path, GError **error)
{
  g_autofree char *canonical = canonical_path (path);
  SqliteBackend   *self;

  g_mutex_lock (&registry_lock);
  if (registry == NULL)
    registry = g_hash_table_new (g_str_hash, g_str_equal);
  self = g_hash_table_lookup (registry, canonical);
  if (self != NULL)
    self->refs++;
  else
    self = backend_new (canonical, error);
  if (self != NULL)
    g_hash_table_insert (registry, self->path, self);
  g_mutex_unlock (&registry_lock);
  return self;
}

SqliteBackend *
sqlite_backend_ref (SqliteBackend *self)
{
  g_mutex_lock (&registry_lock);
  self->refs++;
  g_mutex_unlock (&registry_lock);
  return self;
}

static gpointer
close_thread (gpointer data)
{
  backend_free (data);
  return NULL;
}

/* The last reference may go in one of the backend's own threads, while it tells what happened, and
 * those cannot wait for themselves. */
void
sqlite_backend_unref (SqliteBackend *self)
{
  gboolean last;

  g_mutex_lock (&registry_lock);
  last = --self->refs == 0;
  if (last)
    g_hash_table_remove (registry, self->path);
  g_mutex_unlock (&registry_lock);
  if (!last)
    return;

  if (g_private_get (&inside) == self)
    g_thread_unref (g_thread_new ("mapi-sqlite-close", close_thread, self));
  else
    backend_free (self);
}

void
sqlite_backend_start_search (SqliteBackend *self, gint64 folder)
{
  sqlite_searcher_start (self->searcher, folder);
}

SqliteLocks *
sqlite_backend_get_locks (SqliteBackend *self)
{
  return self->locks;
}

const MapiUid *
sqlite_backend_get_uid (SqliteBackend *self)
{
  return &self->uid;
}

const char *
sqlite_backend_get_path (SqliteBackend *self)
{
  return self->path;
}

MapiNotifier *
sqlite_backend_get_notifier (SqliteBackend *self)
{
  return self->notifier;
}

gint64
sqlite_backend_get_folder (SqliteBackend *self, SqliteFolderRole role)
{
  return self->folders[role];
}

gboolean
sqlite_backend_is_special (SqliteBackend *self, gint64 folder)
{
  for (guint i = 0; i < SQLITE_N_FOLDERS; i++)
    if (self->folders[i] == folder)
      return TRUE;
  return FALSE;
}

gpointer
sqlite_backend_dup_store (SqliteBackend *self, gboolean spooler)
{
  return g_weak_ref_get (&self->stores[spooler ? 1 : 0]);
}

void
sqlite_backend_set_store (SqliteBackend *self, gboolean spooler, gpointer store)
{
  g_weak_ref_set (&self->stores[spooler ? 1 : 0], store);
}

guint
sqlite_backend_get_generation (SqliteBackend *self)
{
  return (guint) g_atomic_int_get (&self->generation);
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
