/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-table-view-private.h"
#include "mapi-flags.h"

/* From this number of rows in one call on, listeners are told to read anew. */
#define MANY_ROWS 20

/**
 * MapiTableData:
 *
 * The rows of a table in memory, of which there can be any number of views: MAPI's `ITableData`.
 *
 * One column tells rows apart, the index. Each view (mapi_table_data_get_view()) is a #MapiTable
 * of its own, with columns, restriction, sort order, cursor and bookmarks, and tells its advise
 * sinks about each change as it shows through that view: whoever applies the notifications to a
 * copy of the view's rows has the view's rows. A change that does not show in columns that the
 * client has chosen is not told. A call that changes more than twenty rows is told as
 * `TABLE_CHANGED`.
 *
 * The table gives each row a PR_INSTANCE_KEY, in place of one that the row may bring along. Rows
 * stand in the order in which they were added unless a view sorts them; adding, changing and
 * deleting takes time that grows with the logarithm of the number of rows.
 *
 * Views are sorted by any number of columns, with categories or without, and can show a row for
 * each value of one multivalued column (%MAPI_MVI_FLAG). Categories are sorted by their own column
 * only.
 *
 * A table of the type `TBLTYPE_SNAPSHOT` has views that stay as they were made.
 *
 * All functions may be called from any thread, and a view from several.
 *
 * Since: 1.0
 */

struct _MapiTableData
{
  GObject parent_instance;

  GMutex      lock;
  guint32     table_type;
  guint32     index_tag;
  guint32     code_page; /* 0: what each row says */
  guint64     last_id;
  GHashTable *rows;    /* the index as bytes -> MapiTableRow */
  GArray     *columns; /* guint32: all there are */
  GHashTable *known_columns;
  GPtrArray  *views; /* not owned; each removes itself */
};

G_DEFINE_FINAL_TYPE (MapiTableData, mapi_table_data, G_TYPE_OBJECT)

static void
mapi_table_data_finalize (GObject *object)
{
  MapiTableData *self = MAPI_TABLE_DATA (object);

  g_hash_table_unref (self->rows);
  g_array_unref (self->columns);
  g_hash_table_unref (self->known_columns);
  g_ptr_array_unref (self->views);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_table_data_parent_class)->finalize (object);
}

static void
mapi_table_data_class_init (MapiTableDataClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_table_data_finalize;
}

static void
mapi_table_data_init (MapiTableData *self)
{
  g_mutex_init (&self->lock);
  self->rows = g_hash_table_new_full (g_bytes_hash,
                                      g_bytes_equal,
                                      (GDestroyNotify) g_bytes_unref,
                                      (GDestroyNotify) mapi_table_row_unref);
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->known_columns = g_hash_table_new (NULL, NULL);
  self->views = g_ptr_array_new ();
}

static void
add_column (MapiTableData *self, guint32 tag)
{
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR)
    return;
  if (g_hash_table_add (self->known_columns, GUINT_TO_POINTER (tag)))
    g_array_append_val (self->columns, tag);
}

void
mapi_table_data_lock (MapiTableData *self)
{
  g_mutex_lock (&self->lock);
}

void
mapi_table_data_unlock (MapiTableData *self)
{
  g_mutex_unlock (&self->lock);
}

guint32
mapi_table_data_get_code_page (MapiTableData *self)
{
  return self->code_page;
}

guint32
mapi_table_data_get_table_type (MapiTableData *self)
{
  return self->table_type;
}

MapiPropTagArray *
mapi_table_data_get_columns (MapiTableData *self)
{
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) self->columns->data,
                                  self->columns->len);
}

/* All rows, in no order; holds them. */
GPtrArray *
mapi_table_data_get_rows (MapiTableData *self)
{
  GPtrArray *rows =
      g_ptr_array_new_full (g_hash_table_size (self->rows), (GDestroyNotify) mapi_table_row_unref);
  GHashTableIter iter;
  gpointer       row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (rows, mapi_table_row_ref (row));
  return rows;
}

void
mapi_table_data_remove_view (MapiTableData *self, gpointer view)
{
  g_ptr_array_remove_fast (self->views, view);
}

/* Two values have the same bytes if and only if they are equal. */
static GBytes *
make_key (MapiPropValue *index)
{
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (index);

  return mapi_prop_list_to_bytes (list);
}

static GBytes *
get_key (MapiTableData *self, MapiPropList *row, GError **error)
{
  g_autoptr (MapiPropValue) index = mapi_prop_list_lookup (row, self->index_tag);
  g_autofree char *name = NULL;

  if (index != NULL)
    return make_key (index);

  name = mapi_prop_tag_to_string (self->index_tag);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "memory table: the row has no %s, which tells rows apart",
               name);
  return NULL;
}

static gboolean
fail_not_found (MapiPropValue *index, GError **error)
{
  g_autofree char *text = mapi_prop_value_to_string (index);

  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "memory table: there is no row %s", text);
  return FALSE;
}

static void
for_each_view (MapiTableData *self, void (*function) (MapiTableView *view))
{
  for (guint i = 0; i < self->views->len; i++)
    function (g_ptr_array_index (self->views, i));
}

static void
update_views (MapiTableData *self, guint64 id, MapiTableRow *row)
{
  for (guint i = 0; i < self->views->len; i++)
    mapi_table_view_update (g_ptr_array_index (self->views, i), id, row);
}

static void
store_row (MapiTableData *self, GBytes *key, MapiPropList *props)
{
  MapiTableRow *old = g_hash_table_lookup (self->rows, key);
  g_autoptr (MapiTableRow) row =
      mapi_table_row_new (old != NULL ? old->id : self->last_id + 1, props);

  if (old != NULL && mapi_prop_list_equal (old->props, row->props))
    return;

  self->last_id = MAX (self->last_id, row->id);
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    add_column (self, mapi_prop_list_get_tag (props, i));

  for_each_view (self, mapi_table_view_prepare);
  g_hash_table_replace (self->rows, g_bytes_ref (key), mapi_table_row_ref (row));
  update_views (self, row->id, row);
}

/**
 * mapi_table_data_new:
 * @table_type: `MAPI_TBLTYPE_DYNAMIC`, `MAPI_TBLTYPE_KEYSET` or `MAPI_TBLTYPE_SNAPSHOT`
 * @index_tag: the property whose value tells rows apart
 * @columns: (nullable): the columns that views have to begin with, or %NULL for those of the rows
 *
 * Makes a table without rows (`CreateTable`, createtable.md). PR_INSTANCE_KEY is a column of every
 * table, and what rows bring along becomes a column of later views.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTableData *
mapi_table_data_new (guint32 table_type, guint32 index_tag, MapiPropTagArray *columns)
{
  MapiTableData *self = g_object_new (MAPI_TYPE_TABLE_DATA, NULL);

  self->table_type = table_type;
  self->index_tag = index_tag;
  for (guint i = 0; columns != NULL && i < mapi_prop_tag_array_get_size (columns); i++)
    add_column (self, mapi_prop_tag_array_get_tag (columns, i));
  add_column (self, index_tag);
  add_column (self, MAPI_PR_INSTANCE_KEY);
  return self;
}

/**
 * mapi_table_data_set_code_page:
 * @self: a #MapiTableData
 * @code_page: a Windows code page, or 0 for what each row says itself
 *
 * Says what strings are written in that a client wants as %MAPI_PT_STRING8, where the rows have
 * them as %MAPI_PT_UNICODE, and the reverse. Rows that say nothing are taken for 1252.
 *
 * Since: 1.0
 */
void
mapi_table_data_set_code_page (MapiTableData *self, guint32 code_page)
{
  g_return_if_fail (MAPI_IS_TABLE_DATA (self));

  g_mutex_lock (&self->lock);
  self->code_page = code_page;
  g_mutex_unlock (&self->lock);
}

/**
 * mapi_table_data_modify_row:
 * @self: a #MapiTableData
 * @row: the row
 * @error: return location for a #GError
 *
 * Adds a row, or replaces the one with the same index (`ITableData::HrModifyRow`,
 * itabledata-hrmodifyrow.md).
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when @row has no index.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_modify_row (MapiTableData *self, MapiPropList *row, GError **error)
{
  g_autoptr (GBytes) key = NULL;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  key = get_key (self, row, error);
  if (key == NULL)
    return FALSE;

  g_mutex_lock (&self->lock);
  store_row (self, key, row);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/**
 * mapi_table_data_modify_rows:
 * @self: a #MapiTableData
 * @rows: the rows
 * @error: return location for a #GError
 *
 * Adds or replaces rows, in their order, as mapi_table_data_modify_row() does one. Either all are
 * taken or, on failure, none.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_modify_rows (MapiTableData *self, MapiRowSet *rows, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint n_rows;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (rows != NULL, FALSE);

  n_rows = mapi_row_set_get_size (rows);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      GBytes *key = get_key (self, row, error);

      if (key == NULL)
        return FALSE;
      g_ptr_array_add (keys, key);
    }

  g_mutex_lock (&self->lock);
  if (n_rows > MANY_ROWS)
    for_each_view (self, mapi_table_view_begin_quiet);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      store_row (self, g_ptr_array_index (keys, i), row);
    }
  if (n_rows > MANY_ROWS)
    for_each_view (self, mapi_table_view_end_quiet);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/**
 * mapi_table_data_delete_row:
 * @self: a #MapiTableData
 * @index: the index of the row, a value of the index column
 * @error: return location for a #GError
 *
 * Deletes a row (`ITableData::HrDeleteRow`).
 *
 * Fails with %MAPI_E_NOT_FOUND when there is none with that index.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_delete_row (MapiTableData *self, MapiPropValue *index, GError **error)
{
  g_autoptr (GBytes) key = NULL;
  MapiTableRow *row;
  guint64       id;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (index != NULL, FALSE);

  key = make_key (index);
  g_mutex_lock (&self->lock);
  row = g_hash_table_lookup (self->rows, key);
  if (row != NULL)
    {
      id = row->id;
      for_each_view (self, mapi_table_view_prepare);
      g_hash_table_remove (self->rows, key);
      update_views (self, id, NULL);
    }
  g_mutex_unlock (&self->lock);

  return row != NULL || fail_not_found (index, error);
}

/**
 * mapi_table_data_delete_all:
 * @self: a #MapiTableData
 *
 * Deletes all rows (`ITableData::HrDeleteRows` with `TAD_ALL_ROWS`).
 *
 * Since: 1.0
 */
void
mapi_table_data_delete_all (MapiTableData *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  gboolean is_quiet;

  g_return_if_fail (MAPI_IS_TABLE_DATA (self));

  g_mutex_lock (&self->lock);
  rows = mapi_table_data_get_rows (self);
  is_quiet = rows->len > MANY_ROWS;
  for_each_view (self, is_quiet ? mapi_table_view_begin_quiet : mapi_table_view_prepare);
  g_hash_table_remove_all (self->rows);
  for (guint i = 0; i < rows->len; i++)
    update_views (self, ((MapiTableRow *) g_ptr_array_index (rows, i))->id, NULL);
  if (is_quiet)
    for_each_view (self, mapi_table_view_end_quiet);
  g_mutex_unlock (&self->lock);
}

/**
 * mapi_table_data_query_row:
 * @self: a #MapiTableData
 * @index: the index of the row, a value of the index column
 * @error: return location for a #GError
 *
 * Reads a row with all its columns (`ITableData::HrQueryRow`).
 *
 * Fails with %MAPI_E_NOT_FOUND when there is none with that index.
 *
 * Returns: (transfer full): the row
 *
 * Since: 1.0
 */
MapiPropList *
mapi_table_data_query_row (MapiTableData *self, MapiPropValue *index, GError **error)
{
  g_autoptr (GBytes) key = NULL;
  MapiTableRow *row;
  MapiPropList *props = NULL;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), NULL);
  g_return_val_if_fail (index != NULL, NULL);

  key = make_key (index);
  g_mutex_lock (&self->lock);
  row = g_hash_table_lookup (self->rows, key);
  if (row != NULL)
    props = mapi_prop_list_ref (row->props);
  g_mutex_unlock (&self->lock);

  if (props == NULL)
    fail_not_found (index, error);
  return props;
}

/**
 * mapi_table_data_get_view:
 * @self: a #MapiTableData
 * @order: (nullable): the sort order to begin with, or %NULL for none; one that a memory table
 *   cannot sort by counts as none
 *
 * Makes a view, as `GetContentsTable` and its like return it (`ITableData::HrGetView`,
 * itabledata-hrgetview.md). The view keeps the table alive.
 *
 * Returns: (transfer full): the view
 *
 * Since: 1.0
 */
MapiTable *
mapi_table_data_get_view (MapiTableData *self, MapiSortOrderSet *order)
{
  MapiTableView *view;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), NULL);

  g_mutex_lock (&self->lock);
  view = mapi_table_view_new (self, order);
  g_ptr_array_add (self->views, view);
  g_mutex_unlock (&self->lock);
  return MAPI_TABLE (view);
}

/**
 * mapi_table_data_get_size:
 * @self: a #MapiTableData
 *
 * Counts the rows.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_table_data_get_size (MapiTableData *self)
{
  guint size;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), 0);

  g_mutex_lock (&self->lock);
  size = g_hash_table_size (self->rows);
  g_mutex_unlock (&self->lock);
  return size;
}
