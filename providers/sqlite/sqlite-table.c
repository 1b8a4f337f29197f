/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-table-private.h"

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

/* What happens while rows are read into a view is told afterwards. */
static gboolean
prepare (SqliteTable *self, GCancellable *cancellable, GError **error)
{
  if (sqlite_view_is_ready (self->view))
    return TRUE;
  return sqlite_table_start_listening (self, error) &&
         sqlite_view_prepare (self->view, cancellable, error);
}

gboolean
sqlite_table_enter (
    SqliteTable *self, const char *method, gboolean rows, GCancellable *cancellable, GError **error)
{
  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  if (self->work != NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_BUSY,
                 "sqlite: %s: the table is still being changed in the background",
                 method);
  else if (!rows || prepare (self, cancellable, error))
    return TRUE;
  sqlite_table_leave (self);
  return FALSE;
}

/* The thread that tells does not wait for a lock: it leaves its news to whoever has it. */
void
sqlite_table_leave (SqliteTable *self)
{
  g_mutex_unlock (&self->lock);
  if (g_atomic_int_get (&self->is_unsettled))
    sqlite_backend_settle (sqlite_store_get_backend (self->store));
}

/* A sink is told of nothing that was there before it: whoever reads first of all would hear of rows
 * that it has. */
static guint32
sqlite_table_advise (MapiTable *table, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);

  if (!sqlite_store_check (self->store, error) || !sqlite_table_start_listening (self, error))
    return 0;
  sqlite_backend_catch_up (sqlite_store_get_backend (self->store));
  return mapi_notifier_advise (self->notifier, NULL, event_mask, sink, error);
}

static gboolean
sqlite_table_unadvise (MapiTable *table, guint32 connection, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);

  return sqlite_store_check (self->store, error) &&
         mapi_notifier_unadvise (self->notifier, connection, error);
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
  if (!sqlite_table_enter (self, "QueryColumns", FALSE, cancellable, error))
    return NULL;
  columns = sqlite_view_get_columns (self->view);
  sqlite_table_leave (self);
  return columns;
}

static MapiSortOrderSet *
sqlite_table_query_sort_order (MapiTable *table, GCancellable *cancellable, GError **error)
{
  SqliteTable      *self = SQLITE_TABLE (table);
  MapiSortOrderSet *order;

  if (!sqlite_table_enter (self, "QuerySortOrder", FALSE, cancellable, error))
    return NULL;
  order =
      mapi_sort_order_set_ref (sqlite_selection_get_order (sqlite_view_get_selection (self->view)));
  sqlite_table_leave (self);
  return order;
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

  if (!sqlite_table_enter (self, "GetRowCount", TRUE, cancellable, error))
    return FALSE;
  counted = sqlite_view_count (self->view, count, error);
  sqlite_table_leave (self);
  return counted;
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
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     sought;

  if (!sqlite_table_enter (self, "SeekRow", TRUE, cancellable, error))
    return FALSE;
  sought = sqlite_view_seek (self->view, origin, row_count, rows_sought, warning, error);
  sqlite_table_leave (self);
  return sought;
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
  if (!sqlite_table_enter (self, "SeekRowApprox", TRUE, cancellable, error))
    return FALSE;
  sought = sqlite_view_seek_fraction (self->view, numerator, denominator, error);
  sqlite_table_leave (self);
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

  if (!sqlite_table_enter (self, "QueryPosition", TRUE, cancellable, error))
    return FALSE;
  found = sqlite_view_get_index (self->view, row, error) &&
          sqlite_view_count (self->view, &count, error);
  sqlite_table_leave (self);
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
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     found;

  if (!sqlite_table_enter (self, "FindRow", TRUE, cancellable, error))
    return FALSE;
  found = sqlite_view_find (self->view,
                            restriction,
                            origin,
                            (flags & MAPI_DIR_BACKWARD) != 0,
                            warning,
                            cancellable,
                            error);
  sqlite_table_leave (self);
  return found;
}

static gboolean
sqlite_table_set_columns (MapiTable        *table,
                          MapiPropTagArray *tags,
                          guint32           flags,
                          GCancellable     *cancellable,
                          GError          **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  g_autoptr (SqliteSelection) selection = NULL;
  SqliteSelection *now;

  if (mapi_prop_tag_array_get_size (tags) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetColumns: a table has at least one column");
  if (!sqlite_table_enter (self, "SetColumns", FALSE, cancellable, error))
    return FALSE;
  now = sqlite_view_get_selection (self->view);
  selection = sqlite_selection_new (&self->source,
                                    sqlite_selection_get_restriction (now),
                                    sqlite_selection_get_order (now),
                                    tags,
                                    error);
  if (selection != NULL)
    sqlite_table_change (self, SQLITE_WORK_COLUMNS, selection, tags, flags);
  sqlite_table_leave (self);
  return selection != NULL;
}

static gboolean
sqlite_table_restrict (MapiTable       *table,
                       MapiRestriction *restriction,
                       guint32          flags,
                       GCancellable    *cancellable,
                       GError         **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  g_autoptr (SqliteSelection) selection = NULL;
  g_autoptr (MapiPropTagArray) columns = NULL;

  if (!sqlite_table_enter (self, "Restrict", FALSE, cancellable, error))
    return FALSE;
  columns = sqlite_view_get_columns (self->view);
  selection =
      sqlite_selection_new (&self->source,
                            restriction,
                            sqlite_selection_get_order (sqlite_view_get_selection (self->view)),
                            columns,
                            error);
  if (selection != NULL)
    sqlite_table_change (self, SQLITE_WORK_RESTRICT, selection, NULL, flags);
  sqlite_table_leave (self);
  return selection != NULL;
}

static gboolean
sqlite_table_sort_table (MapiTable        *table,
                         MapiSortOrderSet *order,
                         guint32           flags,
                         GCancellable     *cancellable,
                         GError          **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  g_autoptr (SqliteSelection) selection = NULL;
  g_autoptr (MapiPropTagArray) columns = NULL;

  if (!sqlite_table_enter (self, "SortTable", FALSE, cancellable, error))
    return FALSE;
  columns = sqlite_view_get_columns (self->view);
  selection = sqlite_selection_new (
      &self->source,
      sqlite_selection_get_restriction (sqlite_view_get_selection (self->view)),
      order,
      columns,
      error);
  if (selection != NULL)
    sqlite_table_change (self, SQLITE_WORK_SORT, selection, NULL, flags);
  sqlite_table_leave (self);
  return selection != NULL;
}

static guint32
sqlite_table_create_bookmark (MapiTable *table, GCancellable *cancellable, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  guint32      bookmark;

  if (!sqlite_table_enter (self, "CreateBookmark", TRUE, cancellable, error))
    return 0;
  bookmark = sqlite_view_create_bookmark (self->view, error);
  sqlite_table_leave (self);
  return bookmark;
}

static gboolean
sqlite_table_free_bookmark (MapiTable *table, guint32 bookmark, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     removed;

  if (!sqlite_table_enter (self, "FreeBookmark", FALSE, NULL, error))
    return FALSE;
  removed = sqlite_view_free_bookmark (self->view, bookmark, error);
  sqlite_table_leave (self);
  return removed;
}

static MapiRowSet *
sqlite_table_query_rows (
    MapiTable *table, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  MapiRowSet  *rows;

  if (row_count == 0)
    fail (error, MAPI_E_INVALID_PARAMETER, "QueryRows: the row count is 0");
  if (row_count == 0 || !sqlite_table_enter (self, "QueryRows", TRUE, cancellable, error))
    return NULL;
  rows = sqlite_view_query (self->view, row_count, (flags & MAPI_TBL_NOADVANCE) == 0, error);
  sqlite_table_leave (self);
  return rows;
}

static MapiRowSet *
sqlite_table_expand_row (MapiTable    *table,
                         GBytes       *instance_key,
                         guint32       row_count,
                         guint32       flags,
                         guint32      *more_rows,
                         GCancellable *cancellable,
                         GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  MapiRowSet  *rows;

  if (!sqlite_table_enter (self, "ExpandRow", TRUE, cancellable, error))
    return NULL;
  rows = sqlite_view_expand (self->view, instance_key, row_count, more_rows, error);
  sqlite_table_leave (self);
  return rows;
}

static gboolean
sqlite_table_collapse_row (MapiTable    *table,
                           GBytes       *instance_key,
                           guint32       flags,
                           guint32      *row_count,
                           GCancellable *cancellable,
                           GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     collapsed;

  if (!sqlite_table_enter (self, "CollapseRow", TRUE, cancellable, error))
    return FALSE;
  collapsed = sqlite_view_collapse (self->view, instance_key, row_count, error);
  sqlite_table_leave (self);
  return collapsed;
}

static GBytes *
sqlite_table_get_collapse_state (MapiTable    *table,
                                 guint32       flags,
                                 GBytes       *instance_key,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  GBytes      *state;

  if (!sqlite_table_enter (self, "GetCollapseState", TRUE, cancellable, error))
    return NULL;
  state = sqlite_view_get_state (self->view, instance_key, error);
  sqlite_table_leave (self);
  return state;
}

static gboolean
sqlite_table_set_collapse_state (MapiTable    *table,
                                 guint32       flags,
                                 GBytes       *collapse_state,
                                 guint32      *bookmark,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     restored;

  if (!sqlite_table_enter (self, "SetCollapseState", TRUE, cancellable, error))
    return FALSE;
  restored = sqlite_view_set_state (self->view, collapse_state, bookmark, error);
  sqlite_table_leave (self);
  return restored;
}

static void
sqlite_table_iface_init (MapiTableInterface *iface)
{
  iface->advise = sqlite_table_advise;
  iface->unadvise = sqlite_table_unadvise;
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
  iface->expand_row = sqlite_table_expand_row;
  iface->collapse_row = sqlite_table_collapse_row;
  iface->get_collapse_state = sqlite_table_get_collapse_state;
  iface->set_collapse_state = sqlite_table_set_collapse_state;
  sqlite_table_init_work (iface);
}

static void
sqlite_table_finalize (GObject *object)
{
  SqliteTable *self = SQLITE_TABLE (object);

  if (self->is_listening)
    sqlite_backend_unlisten (sqlite_store_get_backend (self->store), &self->listener);
  g_clear_pointer (&self->view, sqlite_view_free);
  g_hash_table_unref (self->queued);
  g_hash_table_unref (self->news);
  g_clear_object (&self->notifier);
  g_clear_object (&self->store);
  g_cond_clear (&self->work_ended);
  g_mutex_clear (&self->news_lock);
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
  g_mutex_init (&self->news_lock);
  g_cond_init (&self->work_ended);
  self->notifier = mapi_notifier_new ();
  self->news = sqlite_table_new_news ();
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
  return self;
}
