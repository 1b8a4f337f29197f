/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The order that a folder's contents tables begin with. */

#include "sqlite-db-folders.h"
#include "sqlite-folder.h"
#include "sqlite-sort.h"
#include "sqlite-table.h"

typedef struct
{
  gint64   folder;
  GBytes  *sort;
  gboolean deep;
} Sort;

static gboolean
write_below (SqliteDbConn *conn, const Sort *sort, gint64 folder, GError **error)
{
  g_autoptr (GPtrArray) children = NULL;

  if (!sqlite_db_folder_set_sort (conn, folder, sort->sort, error))
    return FALSE;
  if (!sort->deep)
    return TRUE;
  children = sqlite_db_folder_list (conn, folder, error);
  for (guint i = 0; children != NULL && i < children->len; i++)
    if (!write_below (conn, sort, ((SqliteFolderData *) children->pdata[i])->id, error))
      return FALSE;
  return children != NULL;
}

static gboolean
write_sort (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Sort *sort = data;

  return write_below (conn, sort, sort->folder, error);
}

static gboolean
read_sort (SqliteDbConn *conn, gpointer data, GError **error)
{
  Sort *sort = data;

  return sqlite_db_folder_get_sort (conn, sort->folder, &sort->sort, error);
}

static gboolean
sqlite_folder_save_contents_sort (MapiFolder       *folder,
                                  MapiSortOrderSet *order,
                                  guint32           flags,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  SqliteObject *object = SQLITE_OBJECT (self);
  Sort sort = { .folder = sqlite_folder_get_id (self), .deep = (flags & MAPI_RECURSIVE_SORT) != 0 };
  g_autoptr (GBytes) bytes = order != NULL ? sqlite_sort_to_bytes (order) : NULL;

  if (!sqlite_object_check (object, error) ||
      !SQLITE_OBJECT_GET_CLASS (object)->check_writable (object, error))
    return FALSE;
  sort.sort = bytes;
  return sqlite_backend_write (
      sqlite_object_get_backend (object), SQLITE_DB_DURABLE, write_sort, &sort, error);
}

/* An order that cannot be had is none. */
gboolean
sqlite_folder_sort_table (SqliteFolder *self, MapiTable *table, GError **error)
{
  Sort sort = { .folder = sqlite_folder_get_id (self) };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiSortOrderSet) order = NULL;

  if (!sqlite_backend_read (
          sqlite_object_get_backend (SQLITE_OBJECT (self)), read_sort, &sort, error))
    return FALSE;
  bytes = sort.sort;
  order = bytes != NULL ? sqlite_sort_from_bytes (bytes) : NULL;
  if (order != NULL)
    mapi_table_sort_table (table, order, 0, NULL, NULL);
  return TRUE;
}

void
sqlite_folder_init_sort (MapiFolderInterface *iface)
{
  iface->save_contents_sort = sqlite_folder_save_contents_sort;
}
