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

/* The table that shows the groups, or NULL. It has a lock of its own. */
static MapiTable *
dup_grouped (SqliteTable *self)
{
  MapiTable *grouped;

  g_mutex_lock (&self->lock);
  grouped = self->groups != NULL ? sqlite_groups_get_table (self->groups) : NULL;
  g_mutex_unlock (&self->lock);
  return grouped;
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

/* Called with the lock held, like what follows. */
static void
start_over (SqliteTable *self)
{
  g_hash_table_remove_all (self->bookmarks);
  self->cursor = sqlite_view_get_first (self->view);
}

/* Makes the groups that @columns and @order call for, of what the view has now. */
static gboolean
make_groups (SqliteTable      *self,
             MapiPropTagArray *columns,
             MapiSortOrderSet *order,
             SqliteGroups    **groups,
             GError          **error)
{
  *groups = NULL;
  if (!sqlite_groups_are_needed (columns, order))
    return TRUE;
  sqlite_table_start_listening (self);
  *groups = sqlite_groups_new (self->view, self->notifier, columns, order, error);
  return *groups != NULL;
}

static void
take_groups (SqliteTable *self, SqliteGroups *groups)
{
  if (self->groups != NULL || groups != NULL)
    start_over (self);
  g_clear_pointer (&self->groups, sqlite_groups_free);
  self->groups = groups;
}

/* Other columns of the same groups leave the positions in them as they are. */
static gboolean
set_columns (SqliteTable *self, MapiPropTagArray *columns, GError **error)
{
  g_autoptr (MapiSortOrderSet) order = sqlite_view_get_order (self->view);
  SqliteGroups *groups;

  if (self->groups != NULL && sqlite_groups_are_needed (columns, order))
    {
      if (!sqlite_groups_set_columns (self->groups, columns, error))
        return FALSE;
    }
  else
    {
      if (!make_groups (self, columns, order, &groups, error))
        return FALSE;
      take_groups (self, groups);
    }
  sqlite_view_set_columns (self->view, columns);
  return TRUE;
}

static gboolean
sort (SqliteTable *self, MapiSortOrderSet *order, GError **error)
{
  g_autoptr (MapiPropTagArray) columns = sqlite_view_get_columns (self->view);
  SqliteGroups *groups;

  if (!make_groups (self, columns, order, &groups, error))
    return FALSE;
  if (groups != NULL)
    sqlite_view_set_order (self->view, order);
  else if (!sqlite_view_sort (self->view, order, error))
    return FALSE;
  take_groups (self, groups);
  start_over (self);
  return TRUE;
}

static gboolean
restrict_rows (SqliteTable *self, MapiRestriction *restriction, GError **error)
{
  g_autoptr (MapiPropTagArray) columns = sqlite_view_get_columns (self->view);
  g_autoptr (MapiSortOrderSet) order = sqlite_view_get_order (self->view);
  SqliteGroups *groups;

  if (!sqlite_view_restrict (self->view, restriction, error) ||
      !make_groups (self, columns, order, &groups, error))
    return FALSE;
  take_groups (self, groups);
  start_over (self);
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
  gboolean     done;

  if (mapi_prop_tag_array_get_size (tags) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetColumns: a table has at least one column");
  g_mutex_lock (&self->lock);
  done = set_columns (self, tags, error);
  g_mutex_unlock (&self->lock);
  return done;
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  if (grouped != NULL)
    return mapi_table_get_row_count (grouped, flags, count, cancellable, warning, error);
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  if (grouped != NULL)
    return mapi_table_seek_row (
        grouped, origin, row_count, rows_sought, cancellable, warning, error);
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (denominator == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SeekRowApprox: the denominator is 0");
  if (!sqlite_store_check (self->store, error))
    return FALSE;
  if (grouped != NULL)
    return mapi_table_seek_row_approx (grouped, numerator, denominator, cancellable, error);
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  if (grouped != NULL)
    return mapi_table_query_position (grouped, row, numerator, denominator, cancellable, error);
  g_mutex_lock (&self->lock);
  found = sqlite_view_get_index (self->view, &self->cursor, row, error) &&
          sqlite_view_count (self->view, &count, error);
  g_mutex_unlock (&self->lock);
  *numerator = *row;
  *denominator = MAX (count, 1);
  return found;
}

static gboolean
prepare_find (SqliteTable *self, MapiRestriction *restriction, GError **error)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = self->groups == NULL || sqlite_groups_prepare_find (self->groups, restriction, error);
  g_mutex_unlock (&self->lock);
  return done;
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  if (grouped != NULL)
    return prepare_find (self, restriction, error) &&
           mapi_table_find_row (grouped, restriction, origin, flags, cancellable, warning, error);
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
  done = restrict_rows (self, restriction, error);
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
  done = sort (self, order, error);
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (grouped != NULL)
    return mapi_table_create_bookmark (grouped, cancellable, error);
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (grouped != NULL)
    return mapi_table_free_bookmark (grouped, bookmark, error);
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
  g_autoptr (MapiTable) grouped = dup_grouped (self);

  if (row_count == 0)
    fail (error, MAPI_E_INVALID_PARAMETER, "QueryRows: the row count is 0");
  if (row_count == 0 || !sqlite_store_check (self->store, error))
    return NULL;
  if (grouped != NULL)
    return mapi_table_query_rows (grouped, row_count, flags, cancellable, error);
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

static gboolean
fail_without_groups (GError **error)
{
  return fail (error, MAPI_E_NO_SUPPORT, "the table has no categories");
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
  g_autoptr (MapiTable) grouped = dup_grouped (SQLITE_TABLE (table));

  if (grouped != NULL)
    return mapi_table_expand_row (
        grouped, instance_key, row_count, flags, more_rows, cancellable, error);
  fail (error, MAPI_E_NOT_FOUND, "ExpandRow: the table has no categories");
  return NULL;
}

static gboolean
sqlite_table_collapse_row (MapiTable    *table,
                           GBytes       *instance_key,
                           guint32       flags,
                           guint32      *row_count,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_autoptr (MapiTable) grouped = dup_grouped (SQLITE_TABLE (table));

  if (grouped == NULL)
    return fail (error, MAPI_E_NOT_FOUND, "CollapseRow: the table has no categories");
  return mapi_table_collapse_row (grouped, instance_key, flags, row_count, cancellable, error);
}

static GBytes *
sqlite_table_get_collapse_state (MapiTable    *table,
                                 guint32       flags,
                                 GBytes       *instance_key,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  g_autoptr (MapiTable) grouped = dup_grouped (SQLITE_TABLE (table));

  if (grouped != NULL)
    return mapi_table_get_collapse_state (grouped, flags, instance_key, cancellable, error);
  fail_without_groups (error);
  return NULL;
}

static gboolean
sqlite_table_set_collapse_state (MapiTable    *table,
                                 guint32       flags,
                                 GBytes       *collapse_state,
                                 guint32      *bookmark,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  g_autoptr (MapiTable) grouped = dup_grouped (SQLITE_TABLE (table));

  if (grouped == NULL)
    return fail_without_groups (error);
  return mapi_table_set_collapse_state (
      grouped, flags, collapse_state, bookmark, cancellable, error);
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
  iface->expand_row = sqlite_table_expand_row;
  iface->collapse_row = sqlite_table_collapse_row;
  iface->wait_for_completion = sqlite_table_wait_for_completion;
  iface->get_collapse_state = sqlite_table_get_collapse_state;
  iface->set_collapse_state = sqlite_table_set_collapse_state;
}

static void
sqlite_table_finalize (GObject *object)
{
  SqliteTable *self = SQLITE_TABLE (object);

  if (self->listening)
    sqlite_backend_unlisten (sqlite_store_get_backend (self->store), &self->listener);
  g_clear_pointer (&self->groups, sqlite_groups_free);
  g_clear_pointer (&self->view, sqlite_view_free);
  g_hash_table_unref (self->bookmarks);
  g_hash_table_unref (self->queued);
  g_array_unref (self->news);
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
  self->news = sqlite_table_new_news ();
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
