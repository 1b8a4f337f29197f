/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-backend-private.h"
#include "sqlite-db-streams.h"
#include "sqlite-db-words.h"
#include "sqlite-defaults.h"
#include "sqlite-entry-id.h"

#include <stdlib.h>

static GMutex      registry_lock;
static GHashTable *registry; /* of paths to SqliteBackend */

GBytes *
sqlite_backend_new_entry_id (SqliteBackend *self, guint32 object_type, gint64 id)
{
  return sqlite_entry_id_new (&self->uid, object_type, id);
}

gboolean
sqlite_backend_read (SqliteBackend *self, SqliteDbFunc func, gpointer data, GError **error)
{
  GError  *failure = NULL;
  gboolean read = sqlite_db_read (self->db, func, data, &failure);

  return sqlite_backend_settle_call (self, read, failure, error);
}

void
sqlite_backend_commit_deferred (SqliteBackend *self)
{
  sqlite_db_settle (self->db);
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
      (orphans && !sqlite_db_write (self->db, SQLITE_DB_LAZY, discard_orphans, NULL, self, error)))
    return FALSE;
  sqlite_backend_start_telling (self);
  self->searcher = sqlite_searcher_new (self);
  self->watch = sqlite_watch_new (wake_path, error);
  return self->watch != NULL && sqlite_searcher_resume (self->searcher, error);
}

static void
backend_free (SqliteBackend *self)
{
  g_clear_pointer (&self->indexer, sqlite_indexer_stop);
  /* The one thread wakes others through the watch, the other one looks for searches. */
  if (self->db != NULL)
    sqlite_db_settle (self->db);
  if (self->searcher != NULL)
    sqlite_searcher_stop (self->searcher);
  g_clear_pointer (&self->watch, sqlite_watch_free);
  g_clear_pointer (&self->searcher, sqlite_searcher_free);
  g_clear_pointer (&self->db, sqlite_db_close);
  g_clear_pointer (&self->locks, sqlite_locks_close);
  g_clear_object (&self->notifier);
  sqlite_name_cache_free (self->names);
  g_ptr_array_unref (self->ears);
  g_weak_ref_clear (&self->stores[0]);
  g_weak_ref_clear (&self->stores[1]);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->hearing);
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
  self->names = sqlite_name_cache_new ();
  self->ears = sqlite_backend_new_ears ();
  g_mutex_init (&self->lock);
  g_mutex_init (&self->hearing);
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

static GPtrArray *
ref_all (void)
{
  GPtrArray     *all = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_backend_unref);
  GHashTableIter iter;
  gpointer       backend;

  g_mutex_lock (&registry_lock);
  if (registry != NULL)
    {
      g_hash_table_iter_init (&iter, registry);
      while (g_hash_table_iter_next (&iter, NULL, &backend))
        {
          ((SqliteBackend *) backend)->refs++;
          g_ptr_array_add (all, backend);
        }
    }
  g_mutex_unlock (&registry_lock);

  return all;
}

gboolean
sqlite_backend_flush_all (GError **error)
{
  g_autoptr (GPtrArray) all = ref_all ();

  for (guint i = 0; i < all->len; i++)
    {
      SqliteBackend *backend = g_ptr_array_index (all, i);

      if (!sqlite_db_flush (backend->db, error))
        return FALSE;
    }

  return TRUE;
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

  if (sqlite_backend_is_telling (self))
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

SqliteNameCache *
sqlite_backend_get_names (SqliteBackend *self)
{
  return self->names;
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

static gboolean
is_indexed (SqliteDbConn *conn, gpointer data, GError **error)
{
  return sqlite_db_words_is_on (conn, data, error);
}

static gboolean
switch_words (SqliteDbConn *conn, gpointer data, GError **error)
{
  return sqlite_db_words_switch (conn, *(gboolean *) data, error);
}

/* Some time ago the building may have been interrupted. */
static void
start_indexer (SqliteBackend *self)
{
  g_mutex_lock (&registry_lock);
  if (self->indexer == NULL)
    self->indexer = sqlite_indexer_start (self->db);
  g_mutex_unlock (&registry_lock);
}

gboolean
sqlite_backend_set_full_text (SqliteBackend *self, gboolean on, GError **error)
{
  gboolean is_on;

  if (!sqlite_db_read (self->db, is_indexed, &is_on, error) ||
      (is_on != on &&
       !sqlite_db_write (self->db, SQLITE_DB_DURABLE, switch_words, NULL, &on, error)))
    return FALSE;
  if (on)
    start_indexer (self);
  return TRUE;
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
