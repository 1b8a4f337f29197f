/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-table-private.h"

#define FIRST_BOOKMARK 3
#define MAX_BOOKMARKS 10000

static void sqlite_table_iface_init (MapiTableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteTable,
                               sqlite_table,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_TABLE, sqlite_table_iface_init))

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
  sqlite_table_start_listening (self);
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
  sqlite_table_init_listener (self);
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
