/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A view of a memory table: the methods of MapiTable. */

#include "config.h"

#include "mapi-table-view-private.h"
#include "mapi-flags.h"

#define MAX_BOOKMARKS 1024
#define FIRST_BOOKMARK (MAPI_BOOKMARK_END + 1)

static void mapi_table_view_table_init (MapiTableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiTableView,
                               mapi_table_view,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_TABLE, mapi_table_view_table_init))

static MapiTableData *
lock (MapiTableView *self)
{
  mapi_table_data_lock (self->data);
  return self->data;
}

static MapiTableData *
lock_rows (MapiTableView *self)
{
  mapi_table_data_lock (self->data);
  mapi_table_view_ensure_rows (self);
  return self->data;
}

typedef MapiTableData MapiTableDataLock;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiTableDataLock, mapi_table_data_unlock)

/* Hold the lock until the end of the block; the second makes the rows, too. */
#define LOCK(self) G_GNUC_UNUSED g_autoptr (MapiTableDataLock) locked = lock (self)
#define LOCK_ROWS(self) G_GNUC_UNUSED g_autoptr (MapiTableDataLock) locked = lock_rows (self)

static guint32
mapi_table_view_advise (MapiTable *table, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK_ROWS (self);
  return mapi_notifier_advise (self->notifier, NULL, event_mask, sink, error);
}

static gboolean
mapi_table_view_unadvise (MapiTable *table, guint32 connection, GError **error)
{
  return mapi_notifier_unadvise (MAPI_TABLE_VIEW (table)->notifier, connection, error);
}

static gboolean
mapi_table_view_get_status (MapiTable *table,
                            guint32   *table_status,
                            guint32   *table_type,
                            GError   **error)
{
  *table_status = MAPI_TBLSTAT_COMPLETE;
  *table_type = mapi_table_data_get_table_type (MAPI_TABLE_VIEW (table)->data);
  return TRUE;
}

static void
notify_done (MapiTableView *self, guint32 flags, guint32 event)
{
  if ((flags & MAPI_TBL_ASYNC) != 0)
    mapi_table_view_notify (self, event);
}

static gboolean
fail (GError **error, MapiError code, const char *reason)
{
  g_set_error_literal (error, MAPI_ERROR, code, reason);
  return FALSE;
}

static MapiSortOrderSet *
dup_order (MapiTableView *self)
{
  return self->order.set != NULL ? mapi_sort_order_set_ref (self->order.set)
                                 : mapi_sort_order_set_new (0, 0);
}

/* With a row for each value of another column there are other rows. */
static gboolean
use_instances (MapiTableView    *self,
               MapiSortOrderSet *order,
               MapiPropTagArray *columns,
               GError          **error)
{
  guint32 tag;

  if (!mapi_sort_order_set_check (order, columns, &tag, error))
    {
      g_prefix_error (error, "memory table: ");
      return FALSE;
    }
  if (tag != self->order.value_tag)
    mapi_table_view_drop_rows (self);
  self->order.value_tag = tag;
  return TRUE;
}

static void
take_columns (MapiTableView *self, MapiPropTagArray *tags)
{
  g_clear_pointer (&self->columns, mapi_prop_tag_array_unref);
  g_clear_pointer (&self->shown, mapi_prop_tag_array_unref);
  self->columns = mapi_prop_tag_array_ref (tags);
  self->shown = mapi_prop_tag_array_show_instances (tags);
}

static gboolean
mapi_table_view_set_columns (MapiTable        *table,
                             MapiPropTagArray *tags,
                             guint32           flags,
                             GCancellable     *cancellable,
                             GError          **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  g_autoptr (MapiSortOrderSet) order = NULL;

  if (mapi_prop_tag_array_get_size (tags) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetColumns: a table has at least one column");

  LOCK (self);
  order = dup_order (self);
  if (!use_instances (self, order, tags, error))
    return FALSE;
  take_columns (self, tags);
  self->has_chosen = TRUE;
  mapi_notifier_discard (self->notifier);
  notify_done (self, flags, MAPI_TABLE_SETCOL_DONE);
  return TRUE;
}

static MapiPropTagArray *
mapi_table_view_query_columns (MapiTable    *table,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK (self);
  if ((flags & MAPI_TBL_ALL_COLUMNS) != 0)
    return mapi_table_data_get_columns (self->data);
  return mapi_prop_tag_array_ref (self->columns);
}

static gboolean
mapi_table_view_get_row_count (MapiTable    *table,
                               guint32       flags,
                               guint32      *count,
                               GCancellable *cancellable,
                               guint32      *warning,
                               GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK_ROWS (self);
  *count = (guint32) g_sequence_get_length (self->rows);
  return TRUE;
}

static MapiTableBookmark *
find_bookmark (MapiTableView *self, guint32 bookmark, GError **error)
{
  MapiTableBookmark *found = g_hash_table_lookup (self->bookmarks, GUINT_TO_POINTER (bookmark));

  if (found == NULL)
    g_set_error (
        error, MAPI_ERROR, MAPI_E_INVALID_BOOKMARK, "memory table: no bookmark %u", bookmark);
  return found;
}

/* Where a bookmark stands; with one that had to move, the warning says so once. */
static GSequenceIter *
use_bookmark (MapiTableView *self, guint32 bookmark, guint32 *warning, GError **error)
{
  MapiTableBookmark *found;

  if (bookmark == MAPI_BOOKMARK_BEGINNING)
    return g_sequence_get_begin_iter (self->rows);
  if (bookmark == MAPI_BOOKMARK_CURRENT)
    return self->cursor;
  if (bookmark == MAPI_BOOKMARK_END)
    return g_sequence_get_end_iter (self->rows);

  found = find_bookmark (self, bookmark, error);
  if (found == NULL)
    return NULL;
  if (found->has_moved)
    *warning = MAPI_W_POSITION_CHANGED;
  found->has_moved = FALSE;
  return found->iter;
}

/* The row @count rows behind @iter, or as near as the table reaches. */
static GSequenceIter *
step (MapiTableView *self, GSequenceIter *iter, gint64 count)
{
  gint64 position = g_sequence_iter_get_position (iter) + count;
  gint64 length = g_sequence_get_length (self->rows);

  return g_sequence_get_iter_at_pos (self->rows, (gint) CLAMP (position, 0, length));
}

static gboolean
mapi_table_view_seek_row (MapiTable    *table,
                          guint32       origin,
                          gint32        row_count,
                          gint32       *rows_sought,
                          GCancellable *cancellable,
                          guint32      *warning,
                          GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  LOCK_ROWS (self);
  GSequenceIter *from = use_bookmark (self, origin, warning, error);

  if (from == NULL)
    return FALSE;

  self->cursor = step (self, from, row_count);
  *rows_sought = g_sequence_iter_get_position (self->cursor) - g_sequence_iter_get_position (from);
  return TRUE;
}

static gboolean
mapi_table_view_seek_row_approx (MapiTable    *table,
                                 guint32       numerator,
                                 guint32       denominator,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  guint64        length;

  if (denominator == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SeekRowApprox: the denominator is 0");

  LOCK_ROWS (self);
  length = (guint64) g_sequence_get_length (self->rows);
  self->cursor = g_sequence_get_iter_at_pos (
      self->rows, (gint) (length * MIN (numerator, denominator) / denominator));
  return TRUE;
}

static gboolean
mapi_table_view_query_position (MapiTable    *table,
                                guint32      *row,
                                guint32      *numerator,
                                guint32      *denominator,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK_ROWS (self);
  *row = *numerator = (guint32) g_sequence_iter_get_position (self->cursor);
  *denominator = (guint32) MAX (g_sequence_get_length (self->rows), 1);
  return TRUE;
}

static gboolean
is_match (MapiTableView *self, GSequenceIter *iter, const MapiTableFilter *filter)
{
  g_autoptr (MapiPropList) props = mapi_table_entry_get_props (g_sequence_get (iter), &self->order);

  return mapi_table_filter_matches (filter, mapi_table_data_get_code_page (self->data), props);
}

static GSequenceIter *
find_forward (MapiTableView *self, GSequenceIter *iter, const MapiTableFilter *filter)
{
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    if (is_match (self, iter, filter))
      return iter;
  return NULL;
}

/* Begins with the row before @iter. */
static GSequenceIter *
find_backward (MapiTableView *self, GSequenceIter *iter, const MapiTableFilter *filter)
{
  while (!g_sequence_iter_is_begin (iter))
    {
      iter = g_sequence_iter_prev (iter);
      if (is_match (self, iter, filter))
        return iter;
    }
  return NULL;
}

static gboolean
mapi_table_view_find_row (MapiTable       *table,
                          MapiRestriction *restriction,
                          guint32          origin,
                          guint32          flags,
                          GCancellable    *cancellable,
                          guint32         *warning,
                          GError         **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  LOCK_ROWS (self);
  g_autoptr (MapiTableFilter) filter = mapi_table_filter_new (restriction);
  GSequenceIter *from = use_bookmark (self, origin, warning, error);
  GSequenceIter *found;

  if (from == NULL)
    return FALSE;

  found = (flags & MAPI_DIR_BACKWARD) != 0 ? find_backward (self, from, filter)
                                           : find_forward (self, from, filter);
  if (found == NULL)
    return fail (error, MAPI_E_NOT_FOUND, "FindRow: no row meets the restriction");
  self->cursor = found;
  return TRUE;
}

static gboolean
mapi_table_view_restrict (MapiTable       *table,
                          MapiRestriction *restriction,
                          guint32          flags,
                          GCancellable    *cancellable,
                          GError         **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK (self);
  if (restriction != NULL && !mapi_table_view_check_restriction (restriction, error))
    return FALSE;
  g_clear_pointer (&self->filter, mapi_table_filter_free);
  self->filter = restriction != NULL ? mapi_table_filter_new (restriction) : NULL;
  mapi_table_view_drop_rows (self);
  notify_done (self, flags, MAPI_TABLE_RESTRICT_DONE);
  return TRUE;
}

/* 0 when there are too many. */
static guint32
add_bookmark (MapiTableView *self, GSequenceIter *iter, GError **error)
{
  MapiTableBookmark *bookmark;

  if (g_hash_table_size (self->bookmarks) >= MAX_BOOKMARKS)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_UNABLE_TO_COMPLETE,
                   "CreateBookmark: a view has at most %u bookmarks",
                   MAX_BOOKMARKS);
      return 0;
    }

  bookmark = g_new0 (MapiTableBookmark, 1);
  bookmark->iter = iter;
  g_hash_table_insert (self->bookmarks, GUINT_TO_POINTER (++self->last_bookmark), bookmark);
  return self->last_bookmark;
}

static guint32
mapi_table_view_create_bookmark (MapiTable *table, GCancellable *cancellable, GError **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK_ROWS (self);
  return add_bookmark (self, self->cursor, error);
}

static gboolean
mapi_table_view_free_bookmark (MapiTable *table, guint32 bookmark, GError **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK_ROWS (self);
  if (bookmark < FIRST_BOOKMARK)
    return TRUE;
  if (find_bookmark (self, bookmark, error) == NULL)
    return FALSE;
  g_hash_table_remove (self->bookmarks, GUINT_TO_POINTER (bookmark));
  return TRUE;
}

static gboolean
mapi_table_view_sort_table (MapiTable        *table,
                            MapiSortOrderSet *order,
                            guint32           flags,
                            GCancellable     *cancellable,
                            GError          **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK (self);
  if (!use_instances (self, order, self->columns, error))
    return FALSE;
  mapi_table_view_drop_rows (self);
  mapi_table_order_assign (&self->order, order);
  notify_done (self, flags, MAPI_TABLE_SORT_DONE);
  return TRUE;
}

static MapiSortOrderSet *
mapi_table_view_query_sort_order (MapiTable *table, GCancellable *cancellable, GError **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK (self);
  return dup_order (self);
}

static MapiRowSet *
read_rows (MapiTableView *self, GSequenceIter *from, GSequenceIter *to)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (GSequenceIter *iter = from; iter != to; iter = g_sequence_iter_next (iter))
    g_ptr_array_add (rows, mapi_table_view_select (self, g_sequence_get (iter)));
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiRowSet *
mapi_table_view_query_rows (
    MapiTable *table, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  GSequenceIter *from;
  GSequenceIter *to;

  if (row_count == 0)
    {
      fail (error, MAPI_E_INVALID_PARAMETER, "QueryRows: the row count is 0");
      return NULL;
    }

  LOCK_ROWS (self);
  from = row_count < 0 ? step (self, self->cursor, row_count) : self->cursor;
  to = row_count < 0 ? self->cursor : step (self, self->cursor, row_count);
  self->cursor = (flags & MAPI_TBL_NOADVANCE) != 0 ? from : to;
  return read_rows (self, from, to);
}

/* Nothing goes on in the background. */
static gboolean
mapi_table_view_abort (MapiTable *table, GError **error)
{
  return TRUE;
}

static gboolean
mapi_table_view_wait_for_completion (MapiTable    *table,
                                     guint32       flags,
                                     guint32       timeout,
                                     guint32      *table_status,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  *table_status = MAPI_TBLSTAT_COMPLETE;
  return TRUE;
}

static MapiRowSet *
mapi_table_view_expand_row (MapiTable    *table,
                            GBytes       *instance_key,
                            guint32       row_count,
                            guint32       flags,
                            guint32      *more_rows,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  LOCK_ROWS (self);
  MapiTableEntry *heading = mapi_table_view_find_heading (self, instance_key, error);
  GSequenceIter  *first;

  if (heading == NULL)
    return NULL;

  mapi_table_view_expand (self, heading, more_rows);
  if (heading->iter == NULL)
    return mapi_row_set_new (NULL, 0);
  first = g_sequence_iter_next (heading->iter);
  self->cursor = step (self, first, MIN (row_count, *more_rows));
  return read_rows (self, first, self->cursor);
}

static gboolean
mapi_table_view_collapse_row (MapiTable    *table,
                              GBytes       *instance_key,
                              guint32       flags,
                              guint32      *row_count,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  LOCK_ROWS (self);
  MapiTableEntry *heading = mapi_table_view_find_heading (self, instance_key, error);

  if (heading == NULL)
    return FALSE;
  mapi_table_view_collapse (self, heading, row_count);
  return TRUE;
}

static gboolean
check_categories (MapiTableView *self, GError **error)
{
  return self->headings != NULL ||
         fail (error, MAPI_E_NO_SUPPORT, "memory table: the view has no categories");
}

static GBytes *
mapi_table_view_get_collapse_state (MapiTable    *table,
                                    guint32       flags,
                                    GBytes       *instance_key,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);

  LOCK_ROWS (self);
  return check_categories (self, error) ? mapi_table_view_make_state (self, instance_key) : NULL;
}

static gboolean
mapi_table_view_set_collapse_state (MapiTable    *table,
                                    guint32       flags,
                                    GBytes       *collapse_state,
                                    guint32      *bookmark,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiTableView *self = MAPI_TABLE_VIEW (table);
  GSequenceIter *iter;

  LOCK_ROWS (self);
  if (!check_categories (self, error) ||
      !mapi_table_view_use_state (self, collapse_state, &iter, error))
    return FALSE;
  *bookmark = add_bookmark (self, iter, error);
  return *bookmark != 0;
}

static void
mapi_table_view_table_init (MapiTableInterface *iface)
{
  iface->advise = mapi_table_view_advise;
  iface->unadvise = mapi_table_view_unadvise;
  iface->get_status = mapi_table_view_get_status;
  iface->set_columns = mapi_table_view_set_columns;
  iface->query_columns = mapi_table_view_query_columns;
  iface->get_row_count = mapi_table_view_get_row_count;
  iface->seek_row = mapi_table_view_seek_row;
  iface->seek_row_approx = mapi_table_view_seek_row_approx;
  iface->query_position = mapi_table_view_query_position;
  iface->find_row = mapi_table_view_find_row;
  iface->restrict_ = mapi_table_view_restrict;
  iface->create_bookmark = mapi_table_view_create_bookmark;
  iface->free_bookmark = mapi_table_view_free_bookmark;
  iface->sort_table = mapi_table_view_sort_table;
  iface->query_sort_order = mapi_table_view_query_sort_order;
  iface->query_rows = mapi_table_view_query_rows;
  iface->abort = mapi_table_view_abort;
  iface->expand_row = mapi_table_view_expand_row;
  iface->collapse_row = mapi_table_view_collapse_row;
  iface->wait_for_completion = mapi_table_view_wait_for_completion;
  iface->get_collapse_state = mapi_table_view_get_collapse_state;
  iface->set_collapse_state = mapi_table_view_set_collapse_state;
}

/* The data stops looking at the view before anything of it goes. */
static void
mapi_table_view_finalize (GObject *object)
{
  MapiTableView *self = MAPI_TABLE_VIEW (object);

  mapi_table_data_lock (self->data);
  mapi_table_data_remove_view (self->data, self);
  mapi_table_view_drop_rows (self);
  mapi_table_data_unlock (self->data);

  g_hash_table_unref (self->bookmarks);
  g_object_unref (self->notifier);
  mapi_prop_tag_array_unref (self->columns);
  mapi_prop_tag_array_unref (self->shown);
  g_clear_pointer (&self->filter, mapi_table_filter_free);
  mapi_table_order_assign (&self->order, NULL);
  g_clear_pointer (&self->snapshot, g_ptr_array_unref);
  g_object_unref (self->data);
  G_OBJECT_CLASS (mapi_table_view_parent_class)->finalize (object);
}

static void
mapi_table_view_class_init (MapiTableViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_table_view_finalize;
}

static void
mapi_table_view_init (MapiTableView *self)
{
  self->bookmarks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->last_bookmark = FIRST_BOOKMARK - 1;
}

/* With the lock of the data. */
MapiTableView *
mapi_table_view_new (MapiTableData *data, MapiSortOrderSet *order)
{
  MapiTableView *self = g_object_new (MAPI_TYPE_TABLE_VIEW, NULL);
  g_autoptr (MapiPropTagArray) columns = mapi_table_data_get_columns (data);

  self->data = g_object_ref (data);
  self->notifier = mapi_notifier_new ();
  take_columns (self, columns);
  if (order != NULL && mapi_sort_order_set_check (order, columns, &self->order.value_tag, NULL))
    mapi_table_order_assign (&self->order, order);
  if (mapi_table_data_get_table_type (data) == MAPI_TBLTYPE_SNAPSHOT)
    self->snapshot = mapi_table_data_get_rows (data);
  return self;
}
