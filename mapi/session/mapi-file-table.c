/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-file-table-private.h"
#include "mapi-file-watch-private.h"
#include "mapi-flags.h"

struct _MapiFileTable
{
  GObject parent_instance;

  GWeakRef                 owner;
  const MapiFileTableKind *kind;
  MapiTableData           *data;
  MapiFileWatch           *watch;

  GMutex      lock;
  MapiRowSet *rows;
};

G_DEFINE_FINAL_TYPE (MapiFileTable, mapi_file_table, G_TYPE_OBJECT)

static void
on_changed (GObject *object)
{
  mapi_file_table_refresh (MAPI_FILE_TABLE (object));
}

static void
mapi_file_table_finalize (GObject *object)
{
  MapiFileTable *self = MAPI_FILE_TABLE (object);

  g_weak_ref_clear (&self->owner);
  g_clear_object (&self->data);
  g_clear_pointer (&self->watch, mapi_file_watch_free);
  g_clear_pointer (&self->rows, mapi_row_set_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_file_table_parent_class)->finalize (object);
}

static void
mapi_file_table_class_init (MapiFileTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_file_table_finalize;
}

static void
mapi_file_table_init (MapiFileTable *self)
{
  g_weak_ref_init (&self->owner, NULL);
  g_mutex_init (&self->lock);
}

MapiFileTable *
mapi_file_table_new (GObject *owner, const char *path, const MapiFileTableKind *kind)
{
  MapiFileTable *self = g_object_new (MAPI_TYPE_FILE_TABLE, NULL);
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (kind->columns, kind->n_columns);

  g_weak_ref_set (&self->owner, owner);
  self->kind = kind;
  self->data = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_INSTANCE_KEY, columns);
  self->rows = mapi_row_set_new (NULL, 0);
  self->watch = mapi_file_watch_new (path, 0, G_OBJECT (self), on_changed);
  return self;
}

static gboolean
has_key (MapiRowSet *rows, MapiPropValue *key)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropValue) other = mapi_prop_list_lookup (row, MAPI_PR_INSTANCE_KEY);

      if (mapi_prop_value_equal (key, other))
        return TRUE;
    }

  return FALSE;
}

/* Rows that are the same as before make no notification. */
static void
replace_rows (MapiFileTable *self, MapiRowSet *rows)
{
  for (guint i = 0; i < mapi_row_set_get_size (self->rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->rows, i);
      g_autoptr (MapiPropValue) key = mapi_prop_list_lookup (row, MAPI_PR_INSTANCE_KEY);

      if (!has_key (rows, key))
        mapi_table_data_delete_row (self->data, key, NULL);
    }
  mapi_table_data_modify_rows (self->data, rows, NULL);

  mapi_row_set_unref (self->rows);
  self->rows = mapi_row_set_ref (rows);
}

static gboolean
read_rows (MapiFileTable *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autoptr (MapiRowSet) rows = owner != NULL ? self->kind->read (owner, error) : NULL;

  if (rows != NULL)
    replace_rows (self, rows);
  return rows != NULL;
}

/* What cannot be read now leaves the table as it is; who asks for a view is told. */
void
mapi_file_table_refresh (MapiFileTable *self)
{
  read_rows (self, NULL);
}

static MapiSortOrderSet *
order_of (MapiFileTable *self)
{
  g_autoptr (MapiSortOrderSet) empty = NULL;

  if (self->kind->order_tag == 0)
    return NULL;
  empty = mapi_sort_order_set_new (0, 0);
  return mapi_sort_order_set_append (empty, self->kind->order_tag, MAPI_TABLE_SORT_ASCEND);
}

MapiTable *
mapi_file_table_get_view (MapiFileTable *self, GError **error)
{
  g_autoptr (MapiSortOrderSet) order = order_of (self);
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  MapiTable *view;

  if (!read_rows (self, error))
    return NULL;

  /* As long as somebody looks, there is an owner to read for. */
  view = mapi_table_data_get_view (self->data, order);
  g_object_set_data_full (
      G_OBJECT (view), "mapi-file-table", g_steal_pointer (&owner), g_object_unref);
  return view;
}
