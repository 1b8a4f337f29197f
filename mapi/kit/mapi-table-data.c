/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-table-view-private.h"

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
 * deleting takes time that grows with the logarithm of the number of rows. Only
 * mapi_table_data_insert_row() puts a row elsewhere, and takes time that grows with the number of
 * rows behind it.
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

G_DEFINE_FINAL_TYPE (MapiTableData, mapi_table_data, G_TYPE_OBJECT)

static void
mapi_table_data_finalize (GObject *object)
{
  MapiTableData *self = MAPI_TABLE_DATA (object);

  g_hash_table_unref (self->index);
  g_sequence_free (self->rows);
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
  self->index =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  self->rows = g_sequence_new ((GDestroyNotify) mapi_table_row_unref);
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->known_columns = g_hash_table_new (NULL, NULL);
  self->views = g_ptr_array_new ();
}

void
mapi_table_data_add_column (MapiTableData *self, guint32 tag)
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

/* All rows, in their order; holds them. */
GPtrArray *
mapi_table_data_get_rows (MapiTableData *self)
{
  GPtrArray *rows = g_ptr_array_new_full ((guint) g_sequence_get_length (self->rows),
                                          (GDestroyNotify) mapi_table_row_unref);

  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->rows); !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter))
    g_ptr_array_add (rows, mapi_table_row_ref (g_sequence_get (iter)));
  return rows;
}

void
mapi_table_data_remove_view (MapiTableData *self, gpointer view)
{
  g_ptr_array_remove_fast (self->views, view);
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
    mapi_table_data_add_column (self, mapi_prop_tag_array_get_tag (columns, i));
  mapi_table_data_add_column (self, index_tag);
  mapi_table_data_add_column (self, MAPI_PR_INSTANCE_KEY);
  return self;
}

/**
 * mapi_table_data_set_code_page:
 * @self: a #MapiTableData
 * @code_page: a Windows code page, or 0 for what each row says itself
 *
 * Says what strings are written in that a client wants as %MAPI_PT_STRING8, sorts by or looks for,
 * where the rows have them as %MAPI_PT_UNICODE, and the reverse. Rows that say nothing are taken for 1252.
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
  size = (guint) g_sequence_get_length (self->rows);
  g_mutex_unlock (&self->lock);
  return size;
}
