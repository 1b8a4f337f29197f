/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of a table in memory: read, changed, and told of to the views. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-table-view-private.h"

/* From this number of rows in one call on, listeners are told to read anew. */
#define MANY_ROWS 20

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

/* The keys of all rows; NULL when one of them has none. */
static GPtrArray *
get_keys (MapiTableData *self, MapiRowSet *rows, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      GBytes *key = get_key (self, row, error);

      if (key == NULL)
        return NULL;
      g_ptr_array_add (keys, key);
    }
  return g_steal_pointer (&keys);
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
end_quiet (MapiTableData *self, guint32 event)
{
  for (guint i = 0; i < self->views->len; i++)
    mapi_table_view_end_quiet (g_ptr_array_index (self->views, i), event);
}

static void
add_columns (MapiTableData *self, MapiPropList *props)
{
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    mapi_table_data_add_column (self, mapi_prop_list_get_tag (props, i));
}

static void
replace_row (MapiTableData *self, GSequenceIter *iter, MapiPropList *props)
{
  MapiTableRow *old = g_sequence_get (iter);
  g_autoptr (MapiTableRow) row = mapi_table_row_new (old->id, old->place, props);

  if (mapi_prop_list_equal (old->props, row->props))
    return;

  add_columns (self, props);
  for_each_view (self, mapi_table_view_prepare);
  g_sequence_set (iter, mapi_table_row_ref (row));
  update_views (self, row->id, row);
}

/* Where the next row would stand that is put behind all others. */
static guint64
get_next_place (MapiTableData *self)
{
  GSequenceIter *end = g_sequence_get_end_iter (self->rows);
  MapiTableRow  *last;

  if (g_sequence_is_empty (self->rows))
    return 0;

  last = g_sequence_get (g_sequence_iter_prev (end));
  return last->place + 1;
}

/* Makes room at the place of the row at @iter, and gives that place. */
static guint64
make_place (MapiTableData *self, GSequenceIter *iter)
{
  GSequenceIter *end = g_sequence_get_end_iter (self->rows);
  guint64        place = get_next_place (self);

  for (GSequenceIter *moved = end; moved != iter;)
    {
      MapiTableRow *row;

      moved = g_sequence_iter_prev (moved);
      row = mapi_table_row_new_at (g_sequence_get (moved), place--);
      g_sequence_set (moved, row);
      for (guint i = 0; i < self->views->len; i++)
        mapi_table_view_set_place (g_ptr_array_index (self->views, i), row);
    }
  return place;
}

/* Adds a row before the one at @iter. */
static void
add_row (MapiTableData *self, GBytes *key, MapiPropList *props, GSequenceIter *iter)
{
  g_autoptr (MapiTableRow) row = NULL;

  add_columns (self, props);
  for_each_view (self, mapi_table_view_prepare);
  row = mapi_table_row_new (++self->last_id, make_place (self, iter), props);
  g_hash_table_insert (
      self->index, g_bytes_ref (key), g_sequence_insert_before (iter, mapi_table_row_ref (row)));
  update_views (self, row->id, row);
}

static void
store_row (MapiTableData *self, GBytes *key, MapiPropList *props)
{
  GSequenceIter *iter = g_hash_table_lookup (self->index, key);

  if (iter != NULL)
    replace_row (self, iter, props);
  else
    add_row (self, key, props, g_sequence_get_end_iter (self->rows));
}

/* Answers FALSE when there is no such row. */
static gboolean
remove_row (MapiTableData *self, GBytes *key)
{
  GSequenceIter *iter = g_hash_table_lookup (self->index, key);
  guint64        id;

  if (iter == NULL)
    return FALSE;

  id = ((MapiTableRow *) g_sequence_get (iter))->id;
  for_each_view (self, mapi_table_view_prepare);
  g_hash_table_remove (self->index, key);
  g_sequence_remove (iter);
  update_views (self, id, NULL);
  return TRUE;
}

/**
 * mapi_table_data_modify_row:
 * @self: a #MapiTableData
 * @row: the row
 * @error: return location for a #GError
 *
 * Adds a row behind all others, or replaces the one with the same index
 * (`ITableData::HrModifyRow`, itabledata-hrmodifyrow.md).
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
 * mapi_table_data_delete_row:
 * @self: a #MapiTableData
 * @index: the index of the row, a value of the index column
 * @error: return location for a #GError
 *
 * Deletes a row (`ITableData::HrDeleteRow`, itabledata-hrdeleterow.md).
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
  gboolean was_there;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (index != NULL, FALSE);

  key = make_key (index);
  g_mutex_lock (&self->lock);
  was_there = remove_row (self, key);
  g_mutex_unlock (&self->lock);

  return was_there || fail_not_found (index, error);
}

static gboolean
check_index (MapiTableData *self, MapiPropValue *index, GError **error)
{
  g_autofree char *name = NULL;

  if (mapi_prop_value_get_tag (index) == self->index_tag)
    return TRUE;

  name = mapi_prop_tag_to_string (self->index_tag);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "memory table: rows are told apart by %s, and another property was given",
               name);
  return FALSE;
}

/**
 * mapi_table_data_query_row:
 * @self: a #MapiTableData
 * @index: the index of the row, a value of the index column
 * @row_number: (out) (optional): how many rows stand before it
 * @error: return location for a #GError
 *
 * Reads a row with all its columns (`ITableData::HrQueryRow`, itabledata-hrqueryrow.md).
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when @index is of another column, and with
 * %MAPI_E_NOT_FOUND when there is no row with that index.
 *
 * Returns: (transfer full): the row
 *
 * Since: 1.0
 */
MapiPropList *
mapi_table_data_query_row (MapiTableData *self,
                           MapiPropValue *index,
                           guint32       *row_number,
                           GError       **error)
{
  g_autoptr (GBytes) key = NULL;
  GSequenceIter *iter;
  MapiPropList  *props = NULL;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), NULL);
  g_return_val_if_fail (index != NULL, NULL);

  if (!check_index (self, index, error))
    return NULL;

  key = make_key (index);
  g_mutex_lock (&self->lock);
  iter = g_hash_table_lookup (self->index, key);
  if (iter != NULL)
    props = mapi_prop_list_ref (((MapiTableRow *) g_sequence_get (iter))->props);
  if (iter != NULL && row_number != NULL)
    *row_number = (guint32) g_sequence_iter_get_position (iter);
  g_mutex_unlock (&self->lock);

  if (props == NULL)
    fail_not_found (index, error);
  return props;
}

/**
 * mapi_table_data_enum_row:
 * @self: a #MapiTableData
 * @row_number: how many rows stand before it
 *
 * Reads a row by its place among all, whatever views make of them (`ITableData::HrEnumRow`,
 * itabledata-hrenumrow.md). Rows stand in the order in which they were added, unless
 * mapi_table_data_insert_row() put them elsewhere.
 *
 * Returns: (transfer full) (nullable): the row with all its columns, or %NULL behind the last one
 *
 * Since: 1.0
 */
MapiPropList *
mapi_table_data_enum_row (MapiTableData *self, guint32 row_number)
{
  MapiPropList *props = NULL;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), NULL);

  g_mutex_lock (&self->lock);
  if (row_number < (guint) g_sequence_get_length (self->rows))
    {
      GSequenceIter *iter = g_sequence_get_iter_at_pos (self->rows, (gint) row_number);

      props = mapi_prop_list_ref (((MapiTableRow *) g_sequence_get (iter))->props);
    }
  g_mutex_unlock (&self->lock);
  return props;
}

/**
 * mapi_table_data_send_notification:
 * @self: a #MapiTableData
 * @row: the row, of which only the index counts
 * @error: return location for a #GError
 *
 * Tells the sinks of all views that show the row that it was modified, whether it was or not
 * (`ITableData::HrNotify`, itabledata-hrnotify.md): `notify` is a signal of GObject.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when @row has no index, and with %MAPI_E_NOT_FOUND when
 * the table has no such row.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_send_notification (MapiTableData *self, MapiPropList *row, GError **error)
{
  g_autoptr (GBytes) key = NULL;
  g_autoptr (MapiPropValue) index = NULL;
  GSequenceIter *iter;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  key = get_key (self, row, error);
  if (key == NULL)
    return FALSE;

  g_mutex_lock (&self->lock);
  iter = g_hash_table_lookup (self->index, key);
  for_each_view (self, mapi_table_view_prepare);
  for (guint i = 0; iter != NULL && i < self->views->len; i++)
    mapi_table_view_touch (g_ptr_array_index (self->views, i),
                           ((MapiTableRow *) g_sequence_get (iter))->id);
  g_mutex_unlock (&self->lock);

  if (iter != NULL)
    return TRUE;
  index = mapi_prop_list_lookup (row, self->index_tag);
  return fail_not_found (index, error);
}

static gboolean
insert_locked (
    MapiTableData *self, guint32 row_number, GBytes *key, MapiPropList *row, GError **error)
{
  guint size = (guint) g_sequence_get_length (self->rows);

  if (row_number > size)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "memory table: there are %u rows, so none can be inserted behind row %u",
                   size,
                   row_number);
      return FALSE;
    }
  if (g_hash_table_contains (self->index, key))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "memory table: there is a row with that index");
      return FALSE;
    }

  add_row (self, key, row, g_sequence_get_iter_at_pos (self->rows, (gint) row_number));
  return TRUE;
}

/**
 * mapi_table_data_insert_row:
 * @self: a #MapiTableData
 * @row_number: how many rows are to stand before it; the number of rows, to add it behind them
 * @row: the row
 * @error: return location for a #GError
 *
 * Puts a row in a place among the others (`ITableData::HrInsertRow`, itabledata-hrinsertrow.md).
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when @row has no index or that of another row, and when
 * there are fewer rows than @row_number.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_insert_row (MapiTableData *self,
                            guint32        row_number,
                            MapiPropList  *row,
                            GError       **error)
{
  g_autoptr (GBytes) key = NULL;
  gboolean is_done;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  key = get_key (self, row, error);
  if (key == NULL)
    return FALSE;

  g_mutex_lock (&self->lock);
  is_done = insert_locked (self, row_number, key, row, error);
  g_mutex_unlock (&self->lock);
  return is_done;
}

/**
 * mapi_table_data_modify_rows:
 * @self: a #MapiTableData
 * @rows: the rows
 * @error: return location for a #GError
 *
 * Adds or replaces rows, in their order, as mapi_table_data_modify_row() does one
 * (`ITableData::HrModifyRows`, itabledata-hrmodifyrows.md). Either all are taken or, on failure,
 * none.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when one of @rows has no index.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_modify_rows (MapiTableData *self, MapiRowSet *rows, GError **error)
{
  g_autoptr (GPtrArray) keys = NULL;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);
  g_return_val_if_fail (rows != NULL, FALSE);

  keys = get_keys (self, rows, error);
  if (keys == NULL)
    return FALSE;

  g_mutex_lock (&self->lock);
  if (keys->len > MANY_ROWS)
    for_each_view (self, mapi_table_view_begin_quiet);
  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      store_row (self, g_ptr_array_index (keys, i), row);
    }
  if (keys->len > MANY_ROWS)
    end_quiet (self, MAPI_TABLE_CHANGED);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static guint32
delete_all (MapiTableData *self)
{
  g_autoptr (GPtrArray) rows = mapi_table_data_get_rows (self);

  for_each_view (self, mapi_table_view_begin_quiet);
  g_hash_table_remove_all (self->index);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->rows),
                           g_sequence_get_end_iter (self->rows));
  for (guint i = 0; i < rows->len; i++)
    update_views (self, ((MapiTableRow *) g_ptr_array_index (rows, i))->id, NULL);
  end_quiet (self, MAPI_TABLE_RELOAD);
  return rows->len;
}

static guint32
delete_these (MapiTableData *self, GPtrArray *keys)
{
  guint32 n_deleted = 0;

  if (keys->len > MANY_ROWS)
    for_each_view (self, mapi_table_view_begin_quiet);
  for (guint i = 0; i < keys->len; i++)
    n_deleted += (guint32) remove_row (self, g_ptr_array_index (keys, i));
  if (keys->len > MANY_ROWS)
    end_quiet (self, MAPI_TABLE_CHANGED);
  return n_deleted;
}

/**
 * mapi_table_data_delete_rows:
 * @self: a #MapiTableData
 * @flags: `MAPI_TAD_ALL_ROWS` for all rows, which is told of as one `TABLE_RELOAD`, or 0
 * @rows: (nullable): the rows, of which only the index counts; %NULL for all of them
 * @n_deleted: (out) (optional): how many rows were deleted
 * @error: return location for a #GError
 *
 * Deletes rows (`ITableData::HrDeleteRows`, itabledata-hrdeleterows.md). Those that are not there
 * are no error.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when one of @rows has no index, or when there is neither a
 * flag nor @rows; then nothing is deleted.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_data_delete_rows (
    MapiTableData *self, guint32 flags, MapiRowSet *rows, guint32 *n_deleted, GError **error)
{
  gboolean is_all = (flags & MAPI_TAD_ALL_ROWS) != 0;
  g_autoptr (GPtrArray) keys = NULL;
  guint32 count;

  g_return_val_if_fail (MAPI_IS_TABLE_DATA (self), FALSE);

  if (!is_all && rows == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "memory table: DeleteRows needs rows or TAD_ALL_ROWS");
      return FALSE;
    }
  if (!is_all)
    {
      keys = get_keys (self, rows, error);
      if (keys == NULL)
        return FALSE;
    }

  g_mutex_lock (&self->lock);
  count = is_all ? delete_all (self) : delete_these (self, keys);
  g_mutex_unlock (&self->lock);

  if (n_deleted != NULL)
    *n_deleted = count;
  return TRUE;
}
