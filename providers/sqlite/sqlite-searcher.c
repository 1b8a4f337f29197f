/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-searcher.h"
#include "sqlite-search.h"

/* How often to look for searches that nobody goes on with. */
#define LOOK_EVERY_USEC G_USEC_PER_SEC

struct _SqliteSearcher
{
  SqliteBackend *backend;   /* owns this */
  gint           stopping;  /* atomic */
  gint           n_waiting; /* atomic: searches that were started and did not end */
  gint           n_failed;  /* atomic: how many of them an error has stopped */
  gint64         looked_at; /* of the thread that looks */
  GHashTable    *failed;    /* of the thread of the pool: the folders of those */

  GMutex       lock; /* of what follows */
  GThreadPool *pool; /* of one thread; NULL before there is something to search */
};

/* One search, and how far it is. */
typedef struct
{
  const MapiUid *uid;
  gint64         folder;
  gint64         run;
  GArray        *scope; /* NULL before the first piece */
  guint          at;    /* in scope */
  SqliteRowKey   from;
  gboolean       finished;
  /* What a piece leads to; a piece may be tried twice. */
  gint64       next_run;
  guint        next_at;
  SqliteRowKey next_from;
} Scan;

static gboolean
finish (SqliteDbConn *conn, SqliteEvents *events, SqliteSearch *search, GError **error)
{
  search->state &= ~MAPI_SEARCH_REBUILD;
  sqlite_events_add (events, MAPI_fnevSearchComplete, MAPI_OBJECT_FOLDER, search->folder, 0);
  return sqlite_db_search_save (conn, search, error);
}

static gboolean
scan_piece (
    SqliteDbConn *conn, SqliteEvents *events, Scan *scan, SqliteSearch *search, GError **error)
{
  gboolean done = FALSE;
  guint    before = events->array->len;

  scan->next_at = scan->at;
  scan->next_from = scan->from;
  if (scan->at >= scan->scope->len)
    {
      scan->finished = TRUE;
      return finish (conn, events, search, error);
    }
  if (!sqlite_search_scan (conn,
                           scan->uid,
                           search,
                           g_array_index (scan->scope, gint64, scan->at),
                           &scan->next_from,
                           &done,
                           events,
                           error))
    return FALSE;
  if (done)
    {
      scan->next_at++;
      scan->next_from = SQLITE_ROW_KEY_FIRST;
    }
  if (events->array->len > before)
    sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, scan->folder, 0);
  return TRUE;
}

/* One that was begun anew is looked at from its beginning. */
static gboolean
run_piece (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Scan         *scan = data;
  const guint32 wanted = MAPI_SEARCH_RUNNING | MAPI_SEARCH_REBUILD;
  g_autoptr (SqliteSearch) search = NULL;

  if (!sqlite_db_search_load (conn, scan->folder, &search, error))
    return FALSE;
  scan->finished = search == NULL || (search->state & wanted) != wanted;
  if (scan->finished)
    return TRUE;
  if (scan->scope == NULL || scan->run != search->run)
    {
      g_clear_pointer (&scan->scope, g_array_unref);
      scan->scope = sqlite_search_list_folders (conn, search, error);
      scan->run = search->run;
      scan->at = 0;
      scan->from = SQLITE_ROW_KEY_FIRST;
    }
  return scan->scope != NULL && scan_piece (conn, events, scan, search, error);
}

/* Told of once, however often it is tried again. */
static void
note_failure (SqliteSearcher *self, gint64 folder, const GError *error)
{
  if (g_hash_table_add (self->failed, g_memdup2 (&folder, sizeof folder)))
    g_warning ("the search of folder %" G_GINT64_FORMAT " stops: %s", folder, error->message);
}

static void
scan_all (SqliteSearcher *self, Scan *scan)
{
  while (!scan->finished && !g_atomic_int_get (&self->stopping))
    {
      g_autoptr (GError) error = NULL;

      if (!sqlite_backend_write (self->backend, SQLITE_DB_LAZY, run_piece, scan, &error))
        {
          note_failure (self, scan->folder, error);
          return;
        }
      scan->at = scan->next_at;
      scan->from = scan->next_from;
    }
  g_hash_table_remove (self->failed, &scan->folder);
}

/* Where another process has the lock, it looks; when that dies, sqlite_searcher_look() finds out.
 */
static void
run_scan (gpointer data, gpointer user_data)
{
  SqliteSearcher    *self = user_data;
  SqliteLocks       *locks = sqlite_backend_get_locks (self->backend);
  g_autofree gint64 *folder = data;
  Scan               scan = { .uid = sqlite_backend_get_uid (self->backend), .folder = *folder };

  /* Where this cannot be written, what is found cannot be either: that is told. */
  sqlite_backend_hear (self->backend, NULL);
  if (sqlite_locks_lock_search (locks, *folder))
    {
      scan_all (self, &scan);
      sqlite_locks_unlock_search (locks, *folder);
    }
  g_clear_pointer (&scan.scope, g_array_unref);
  g_atomic_int_set (&self->n_failed, (gint) g_hash_table_size (self->failed));
  g_atomic_int_add (&self->n_waiting, -1);
}

SqliteSearcher *
sqlite_searcher_new (SqliteBackend *backend)
{
  SqliteSearcher *self = g_new0 (SqliteSearcher, 1);

  self->backend = backend;
  self->failed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  return self;
}

void
sqlite_searcher_stop (SqliteSearcher *self)
{
  GThreadPool *pool;

  g_atomic_int_set (&self->stopping, TRUE);
  g_mutex_lock (&self->lock);
  pool = g_steal_pointer (&self->pool);
  g_mutex_unlock (&self->lock);
  if (pool != NULL)
    g_thread_pool_free (pool, TRUE, TRUE);
}

void
sqlite_searcher_free (SqliteSearcher *self)
{
  sqlite_searcher_stop (self);
  g_hash_table_unref (self->failed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
sqlite_searcher_start (SqliteSearcher *self, gint64 folder)
{
  g_mutex_lock (&self->lock);
  if (!g_atomic_int_get (&self->stopping))
    {
      if (self->pool == NULL)
        self->pool = g_thread_pool_new_full (run_scan, self, g_free, 1, FALSE, NULL);
      g_atomic_int_inc (&self->n_waiting);
      g_thread_pool_push (self->pool, g_memdup2 (&folder, sizeof folder), NULL);
    }
  g_mutex_unlock (&self->lock);
}

static gboolean
read_searches (SqliteDbConn *conn, gpointer data, GError **error)
{
  GPtrArray **searches = data;

  *searches = sqlite_db_search_list (conn, error);
  return *searches != NULL;
}

gboolean
sqlite_searcher_resume (SqliteSearcher *self, GError **error)
{
  g_autoptr (GPtrArray) searches = NULL;

  if (!sqlite_backend_read (self->backend, read_searches, &searches, error))
    return FALSE;
  for (guint i = 0; i < searches->len; i++)
    {
      const SqliteSearch *search = searches->pdata[i];

      if (search->state & MAPI_SEARCH_REBUILD)
        sqlite_searcher_start (self, search->folder);
    }
  return TRUE;
}

/* While this process searches it need not look. */
gboolean
sqlite_searcher_look (SqliteSearcher *self, gboolean company)
{
  gint64 now = g_get_monotonic_time ();

  if (!company && g_atomic_int_get (&self->n_failed) == 0)
    return TRUE;
  if (g_atomic_int_get (&self->n_waiting) > 0 || now < self->looked_at + LOOK_EVERY_USEC)
    return FALSE;
  self->looked_at = now;
  return sqlite_searcher_resume (self, NULL);
}
