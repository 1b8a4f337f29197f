/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-table.h"
#include "sqlite-db-queue.h"
#include "sqlite-entry-id.h"
#include "sqlite-view.h"

#define FIRST_BOOKMARK 3
#define MAX_BOOKMARKS 10000

struct _SqliteTable
{
  GObject         parent_instance;
  SqliteStore    *store;
  SqliteRowSource source;
  MapiNotifier   *notifier;
  SqliteListener  listener;

  GMutex         lock; /* of what follows */
  SqliteView    *view;
  SqlitePosition cursor;
  GHashTable    *bookmarks; /* of numbers to SqlitePosition */
  guint32        last_bookmark;
  gboolean       listening;
  gint64         last_queued;
  GHashTable    *queued; /* the queue as the sinks know it: set of places to messages */
};

static void sqlite_table_iface_init (MapiTableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteTable,
                               sqlite_table,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_TABLE, sqlite_table_iface_init))

static void
send_row (SqliteTable *self, guint32 event, gint64 id, gint64 prior, MapiPropList *row)
{
  g_autoptr (GBytes) index = sqlite_instance_key_new (id);
  g_autoptr (GBytes) prior_key = prior != 0 ? sqlite_instance_key_new (prior) : NULL;
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (event, 0, index, prior_key, row);

  mapi_notifier_send (self->notifier, NULL, notification);
}

static void
send_changed (SqliteTable *self)
{
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (MAPI_TABLE_CHANGED, 0, NULL, NULL, NULL);

  mapi_notifier_send (self->notifier, NULL, notification);
}

/* Called with the lock held. Where rows are not in the source's own order, the reader has to look
 * for itself. */
static void
tell_row (SqliteTable *self, guint32 event, gint64 id)
{
  g_autoptr (SqliteRow) row = NULL;
  SqliteRowKey prior = { 0 };

  if (!sqlite_view_is_plain (self->view))
    {
      send_changed (self);
      return;
    }
  if (event == MAPI_TABLE_ROW_DELETED)
    {
      send_row (self, event, id, 0, NULL);
      return;
    }
  if (sqlite_view_read_one (self->view, id, &row, NULL) && row != NULL &&
      sqlite_view_get_prior (self->view, row->key, &prior, NULL))
    send_row (self, event, id, prior.id, row->values);
}

/* FALSE where it is known already. */
static gboolean
learn_queued (SqliteTable *self, gint64 seq, gint64 id)
{
  gint64 *entry;

  if (g_hash_table_contains (self->queued, &seq))
    return FALSE;
  entry = g_new (gint64, 2);
  entry[0] = seq;
  entry[1] = id;
  self->last_queued = MAX (self->last_queued, seq);
  return g_hash_table_insert (self->queued, entry, entry);
}

static void
forget_queued (SqliteTable *self, gint64 seq, gint64 id)
{
  if (g_hash_table_remove (self->queued, &seq))
    tell_row (self, MAPI_TABLE_ROW_DELETED, id);
}

static void
on_queue_event (SqliteTable *self, const SqliteEvent *event)
{
  if (event->queued != 0 && learn_queued (self, event->queued, event->id))
    tell_row (self, MAPI_TABLE_ROW_ADDED, event->id);
  if (event->unqueued != 0)
    forget_queued (self, event->unqueued, event->id);
  if (event->requeued)
    tell_row (self, MAPI_TABLE_ROW_MODIFIED, event->id);
}

static void
on_folder_event (SqliteTable *self, const SqliteEvent *event)
{
  gboolean here = event->parent == self->source.folder;
  gboolean was_here = event->old_parent == self->source.folder;

  if (event->object_type != MAPI_OBJECT_MESSAGE || !event->associated != !self->source.associated)
    return;
  if (event->type == MAPI_fnevObjectMoved && was_here && !here)
    tell_row (self, MAPI_TABLE_ROW_DELETED, event->id);
  else if (!here)
    return;
  else if (event->type == MAPI_fnevObjectDeleted)
    tell_row (self, MAPI_TABLE_ROW_DELETED, event->id);
  else if (event->type == MAPI_fnevObjectModified)
    tell_row (self, MAPI_TABLE_ROW_MODIFIED, event->id);
  else if (event->type != 0)
    tell_row (self, MAPI_TABLE_ROW_ADDED, event->id);
}

static gboolean
is_heard (SqliteTable *self)
{
  return mapi_notifier_has_listeners (self->notifier, NULL, MAPI_fnevTableModified);
}

static void
on_event (SqliteListener *listener, const SqliteEvent *event)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  if (!is_heard (self))
    return;
  g_mutex_lock (&self->lock);
  if (self->source.queue)
    on_queue_event (self, event);
  else
    on_folder_event (self, event);
  g_mutex_unlock (&self->lock);
}

typedef struct
{
  gint64  after;
  GArray *entries; /* of SqliteQueueEntry */
  guint   count;   /* of the whole queue */
} Queue;

static gboolean
read_queue (SqliteDbConn *conn, gpointer data, GError **error)
{
  Queue *queue = data;

  queue->entries = sqlite_db_queue_list (conn, queue->after, error);
  return queue->entries != NULL && sqlite_db_queue_count (conn, &queue->count, error);
}

/* What is no longer in @present has left the queue. */
static void
forget_absent (SqliteTable *self, GHashTable *present)
{
  GHashTableIter iter;
  gint64        *entry;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, 2 * sizeof (gint64));

  g_hash_table_iter_init (&iter, self->queued);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (!g_hash_table_contains (present, entry))
      g_array_append_vals (gone, entry, 1);
  for (guint i = 0; i < gone->len; i++)
    {
      gint64 *absent = (gint64 *) (gone->data + i * 2 * sizeof (gint64));

      forget_queued (self, absent[0], absent[1]);
    }
}

static void
learn_entries (SqliteTable *self, GArray *entries, gboolean tell)
{
  for (guint i = 0; i < entries->len; i++)
    {
      SqliteQueueEntry *entry = &g_array_index (entries, SqliteQueueEntry, i);

      if (learn_queued (self, entry->seq, entry->message) && tell)
        tell_row (self, MAPI_TABLE_ROW_ADDED, entry->message);
    }
}

static void
compare_all (SqliteTable *self)
{
  Queue queue = { 0 };
  g_autoptr (GHashTable) present = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) entries = NULL;

  if (!sqlite_backend_read (sqlite_store_get_backend (self->store), read_queue, &queue, NULL))
    return;
  entries = queue.entries;
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (present, &g_array_index (entries, SqliteQueueEntry, i).seq);
  forget_absent (self, present);
  learn_entries (self, entries, TRUE);
}

/* Places grow and are never given again: what is new stands behind all that is known, and when the
 * number is right then, nothing has gone. Called with the lock held. */
static void
compare_queue (SqliteTable *self, gboolean tell)
{
  Queue queue = { .after = self->last_queued };
  g_autoptr (GArray) entries = NULL;

  if (!sqlite_backend_read (sqlite_store_get_backend (self->store), read_queue, &queue, NULL))
    return;
  entries = queue.entries;
  learn_entries (self, entries, tell);
  if (g_hash_table_size (self->queued) != queue.count)
    compare_all (self);
}

static void
on_foreign (SqliteListener *listener)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  if (!is_heard (self))
    return;
  g_mutex_lock (&self->lock);
  if (self->source.queue)
    compare_queue (self, TRUE);
  else
    send_changed (self);
  g_mutex_unlock (&self->lock);
}

/* Called with the lock held. What is in the queue now is no news. */
static void
start_listening (SqliteTable *self)
{
  if (self->listening)
    return;
  self->listening = TRUE;
  sqlite_backend_listen (sqlite_store_get_backend (self->store), &self->listener);
  if (self->source.queue)
    compare_queue (self, FALSE);
}

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: %s", message);
  return FALSE;
}

static guint32
sqlite_table_advise (MapiTable *table, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  guint32      connection;

  if (!sqlite_store_check (self->store, error))
    return 0;
  connection = mapi_notifier_advise (self->notifier, NULL, event_mask, sink, error);
  g_mutex_lock (&self->lock);
  start_listening (self);
  g_mutex_unlock (&self->lock);
  return connection;
}

static gboolean
sqlite_table_unadvise (MapiTable *table, guint32 connection, GError **error)
{
  return mapi_notifier_unadvise (SQLITE_TABLE (table)->notifier, connection, error);
}

static gboolean
sqlite_table_get_status (MapiTable *table,
                         guint32   *table_status,
                         guint32   *table_type,
                         GError   **error)
{
  *table_status = MAPI_TBLSTAT_COMPLETE;
  *table_type = MAPI_TBLTYPE_DYNAMIC;
  return TRUE;
}

static gboolean
sqlite_table_set_columns (MapiTable        *table,
                          MapiPropTagArray *tags,
                          guint32           flags,
                          GCancellable     *cancellable,
                          GError          **error)
{
  SqliteTable *self = SQLITE_TABLE (table);

  if (mapi_prop_tag_array_get_size (tags) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetColumns: a table has at least one column");
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    if (mapi_prop_tag_array_get_tag (tags, i) & MAPI_MV_INSTANCE)
      return fail (
          error, MAPI_E_TOO_COMPLEX, "SetColumns: there is no row for each value of a column");
  g_mutex_lock (&self->lock);
  sqlite_view_set_columns (self->view, tags);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static MapiPropTagArray *
sqlite_table_query_columns (MapiTable    *table,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  SqliteTable      *self = SQLITE_TABLE (table);
  MapiPropTagArray *columns;

  if (flags & MAPI_TBL_ALL_COLUMNS)
    return sqlite_row_get_default_columns (self->source.queue);
  g_mutex_lock (&self->lock);
  columns = sqlite_view_get_columns (self->view);
  g_mutex_unlock (&self->lock);
  return columns;
}

static gboolean
sqlite_table_get_row_count (MapiTable    *table,
                            guint32       flags,
                            guint32      *count,
                            GCancellable *cancellable,
                            guint32      *warning,
                            GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     counted;

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  counted = sqlite_view_refresh (self->view, error) && sqlite_view_count (self->view, count, error);
  g_mutex_unlock (&self->lock);
  return counted;
}

/* Where @origin is; called with the lock held. */
static gboolean
use_bookmark (SqliteTable *self, guint32 origin, SqlitePosition *position, GError **error)
{
  SqlitePosition *bookmark;

  if (origin == MAPI_BOOKMARK_CURRENT)
    {
      *position = self->cursor;
      return TRUE;
    }
  if (origin == MAPI_BOOKMARK_BEGINNING || origin == MAPI_BOOKMARK_END)
    {
      *position = origin == MAPI_BOOKMARK_END ? sqlite_view_get_last (self->view)
                                              : sqlite_view_get_first (self->view);
      return sqlite_view_refresh (self->view, error);
    }
  bookmark = g_hash_table_lookup (self->bookmarks, GUINT_TO_POINTER (origin));
  if (bookmark == NULL)
    return fail (error, MAPI_E_INVALID_BOOKMARK, "there is no such bookmark");
  *position = *bookmark;
  return TRUE;
}

static gboolean
sqlite_table_seek_row (MapiTable    *table,
                       guint32       origin,
                       gint32        row_count,
                       gint32       *rows_sought,
                       GCancellable *cancellable,
                       guint32      *warning,
                       GError      **error)
{
  SqliteTable   *self = SQLITE_TABLE (table);
  SqlitePosition position;
  gboolean       sought;

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  sought = use_bookmark (self, origin, &position, error) &&
           sqlite_view_step (self->view, &position, row_count, rows_sought, error);
  if (sought)
    self->cursor = position;
  g_mutex_unlock (&self->lock);
  return sought;
}

static gboolean
seek_fraction (SqliteTable *self, guint32 numerator, guint32 denominator, GError **error)
{
  SqlitePosition position = sqlite_view_get_first (self->view);
  guint          count;
  gint           moved;

  if (!sqlite_view_refresh (self->view, error) || !sqlite_view_count (self->view, &count, error) ||
      !sqlite_view_step (self->view,
                         &position,
                         (gint) ((guint64) count * MIN (numerator, denominator) / denominator),
                         &moved,
                         error))
    return FALSE;
  self->cursor = position;
  return TRUE;
}

static gboolean
sqlite_table_seek_row_approx (MapiTable    *table,
                              guint32       numerator,
                              guint32       denominator,
                              GCancellable *cancellable,
                              GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     sought;

  if (denominator == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SeekRowApprox: the denominator is 0");
  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  sought = seek_fraction (self, numerator, denominator, error);
  g_mutex_unlock (&self->lock);
  return sought;
}

static gboolean
sqlite_table_query_position (MapiTable    *table,
                             guint32      *row,
                             guint32      *numerator,
                             guint32      *denominator,
                             GCancellable *cancellable,
                             GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  guint        count = 0;
  gboolean     found;

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  found = sqlite_view_get_index (self->view, &self->cursor, row, error) &&
          sqlite_view_count (self->view, &count, error);
  g_mutex_unlock (&self->lock);
  *numerator = *row;
  *denominator = MAX (count, 1);
  return found;
}

static gboolean
sqlite_table_find_row (MapiTable       *table,
                       MapiRestriction *restriction,
                       guint32          origin,
                       guint32          flags,
                       GCancellable    *cancellable,
                       guint32         *warning,
                       GError         **error)
{
  SqliteTable   *self = SQLITE_TABLE (table);
  SqlitePosition position;
  gboolean       found;

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  found =
      use_bookmark (self, origin, &position, error) &&
      sqlite_view_find (
          self->view, &position, restriction, (flags & MAPI_DIR_BACKWARD) != 0, cancellable, error);
  if (found)
    self->cursor = position;
  g_mutex_unlock (&self->lock);
  return found;
}

/* Called with the lock held. */
static void
start_over (SqliteTable *self)
{
  g_hash_table_remove_all (self->bookmarks);
  self->cursor = sqlite_view_get_first (self->view);
}

static gboolean
sqlite_table_restrict (MapiTable       *table,
                       MapiRestriction *restriction,
                       guint32          flags,
                       GCancellable    *cancellable,
                       GError         **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     done;

  g_mutex_lock (&self->lock);
  done = sqlite_view_restrict (self->view, restriction, error);
  if (done)
    start_over (self);
  g_mutex_unlock (&self->lock);
  return done;
}

static gboolean
sqlite_table_sort_table (MapiTable        *table,
                         MapiSortOrderSet *order,
                         guint32           flags,
                         GCancellable     *cancellable,
                         GError          **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     done;

  g_mutex_lock (&self->lock);
  done = sqlite_view_sort (self->view, order, error);
  if (done)
    start_over (self);
  g_mutex_unlock (&self->lock);
  return done;
}

static MapiSortOrderSet *
sqlite_table_query_sort_order (MapiTable *table, GCancellable *cancellable, GError **error)
{
  SqliteTable      *self = SQLITE_TABLE (table);
  MapiSortOrderSet *order;

  g_mutex_lock (&self->lock);
  order = sqlite_view_get_order (self->view);
  g_mutex_unlock (&self->lock);
  return order;
}

static guint32
sqlite_table_create_bookmark (MapiTable *table, GCancellable *cancellable, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  guint32      bookmark = 0;

  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->bookmarks) < MAX_BOOKMARKS)
    {
      bookmark = ++self->last_bookmark;
      g_hash_table_insert (self->bookmarks,
                           GUINT_TO_POINTER (bookmark),
                           g_memdup2 (&self->cursor, sizeof self->cursor));
    }
  g_mutex_unlock (&self->lock);
  if (bookmark == 0)
    fail (error, MAPI_E_UNABLE_TO_COMPLETE, "CreateBookmark: the table has too many bookmarks");
  return bookmark;
}

static gboolean
sqlite_table_free_bookmark (MapiTable *table, guint32 bookmark, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     removed;

  g_mutex_lock (&self->lock);
  removed = bookmark < FIRST_BOOKMARK ||
            g_hash_table_remove (self->bookmarks, GUINT_TO_POINTER (bookmark));
  g_mutex_unlock (&self->lock);
  return removed || fail (error, MAPI_E_INVALID_BOOKMARK, "there is no such bookmark");
}

static MapiRowSet *
new_row_set (GPtrArray *rows)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_sized_new (rows->len);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (lists, ((SqliteRow *) rows->pdata[i])->values);
  return mapi_row_set_new ((MapiPropList **) lists->pdata, lists->len);
}

/* Rows come in the table's order, those before the cursor too. */
static MapiRowSet *
sqlite_table_query_rows (
    MapiTable *table, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error)
{
  SqliteTable   *self = SQLITE_TABLE (table);
  SqlitePosition from;
  SqlitePosition to;
  gint           moved = row_count;
  gboolean       done;
  g_autoptr (GPtrArray) rows = NULL;

  if (row_count == 0)
    fail (error, MAPI_E_INVALID_PARAMETER, "QueryRows: the row count is 0");
  if (row_count == 0 || !sqlite_store_check (self->store, error))
    return NULL;
  g_mutex_lock (&self->lock);
  from = self->cursor;
  done = row_count > 0 || sqlite_view_step (self->view, &from, row_count, &moved, error);
  to = from;
  done = done && sqlite_view_read (self->view, &to, (guint) ABS ((gint64) moved), &rows, error);
  if (done)
    self->cursor = flags & MAPI_TBL_NOADVANCE ? from : to;
  g_mutex_unlock (&self->lock);
  return done ? new_row_set (rows) : NULL;
}

/* Nothing goes on in the background. */
static gboolean
sqlite_table_abort (MapiTable *table, GError **error)
{
  return TRUE;
}

static gboolean
sqlite_table_wait_for_completion (MapiTable    *table,
                                  guint32       flags,
                                  guint32       timeout,
                                  guint32      *table_status,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  *table_status = MAPI_TBLSTAT_COMPLETE;
  return TRUE;
}

static void
sqlite_table_iface_init (MapiTableInterface *iface)
{
  iface->advise = sqlite_table_advise;
  iface->unadvise = sqlite_table_unadvise;
  iface->get_status = sqlite_table_get_status;
  iface->set_columns = sqlite_table_set_columns;
  iface->query_columns = sqlite_table_query_columns;
  iface->get_row_count = sqlite_table_get_row_count;
  iface->seek_row = sqlite_table_seek_row;
  iface->seek_row_approx = sqlite_table_seek_row_approx;
  iface->query_position = sqlite_table_query_position;
  iface->find_row = sqlite_table_find_row;
  iface->restrict_ = sqlite_table_restrict;
  iface->create_bookmark = sqlite_table_create_bookmark;
  iface->free_bookmark = sqlite_table_free_bookmark;
  iface->sort_table = sqlite_table_sort_table;
  iface->query_sort_order = sqlite_table_query_sort_order;
  iface->query_rows = sqlite_table_query_rows;
  iface->abort = sqlite_table_abort;
  iface->wait_for_completion = sqlite_table_wait_for_completion;
}

static void
sqlite_table_finalize (GObject *object)
{
  SqliteTable *self = SQLITE_TABLE (object);

  if (self->listening)
    sqlite_backend_unlisten (sqlite_store_get_backend (self->store), &self->listener);
  g_clear_pointer (&self->view, sqlite_view_free);
  g_hash_table_unref (self->bookmarks);
  g_hash_table_unref (self->queued);
  g_clear_object (&self->notifier);
  g_clear_object (&self->store);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sqlite_table_parent_class)->finalize (object);
}

static void
sqlite_table_class_init (SqliteTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sqlite_table_finalize;
}

static void
sqlite_table_init (SqliteTable *self)
{
  g_mutex_init (&self->lock);
  self->notifier = mapi_notifier_new ();
  self->bookmarks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->last_bookmark = FIRST_BOOKMARK - 1;
  self->queued = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->listener = (SqliteListener){ on_event, on_foreign, G_OBJECT (self) };
}

SqliteTable *
sqlite_table_new (SqliteStore *store, const SqliteRowSource *source)
{
  SqliteTable *self = g_object_new (SQLITE_TYPE_TABLE, NULL);

  self->store = g_object_ref (store);
  self->source = *source;
  self->view = sqlite_view_new (store, source);
  self->cursor = sqlite_view_get_first (self->view);
  return self;
}
