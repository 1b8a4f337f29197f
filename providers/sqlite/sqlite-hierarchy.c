/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-hierarchy.h"
#include "sqlite-entry-id.h"

/* DT_FOLDER of PR_DISPLAY_TYPE in hierarchy tables of stores. */
#define DISPLAY_TYPE_FOLDER 0x01000000

#define SQLITE_TYPE_HIERARCHY (sqlite_hierarchy_get_type ())
G_DECLARE_FINAL_TYPE (SqliteHierarchy, sqlite_hierarchy, SQLITE, HIERARCHY, GObject)

struct _SqliteHierarchy
{
  GObject        parent_instance;
  SqliteStore   *store;
  gint64         folder;
  gboolean       deep;
  MapiTableData *table;
  SqliteListener listener;

  GMutex      lock;  /* of what follows */
  GHashTable *known; /* the folders in the table */
};

G_DEFINE_FINAL_TYPE (SqliteHierarchy, sqlite_hierarchy, G_TYPE_OBJECT)

static const guint32 column_tags[] = {
  MAPI_PR_ENTRYID,        MAPI_PR_INSTANCE_KEY, MAPI_PR_DISPLAY_NAME,    MAPI_PR_COMMENT,
  MAPI_PR_DEPTH,          MAPI_PR_FOLDER_TYPE,  MAPI_PR_CONTENT_COUNT,   MAPI_PR_CONTENT_UNREAD,
  MAPI_PR_SUBFOLDERS,     MAPI_PR_OBJECT_TYPE,  MAPI_PR_DISPLAY_TYPE,    MAPI_PR_STATUS,
  MAPI_PR_PARENT_ENTRYID, MAPI_PR_RECORD_KEY,   MAPI_PR_CONTAINER_CLASS,
};

void
sqlite_folder_data_add_props (const SqliteFolderData *data,
                              SqliteBackend          *backend,
                              MapiPropListBuilder    *builder)
{
  const MapiUid *uid = sqlite_backend_get_uid (backend);
  gint64         parent = data->parent != 0 ? data->parent : data->id;

  sqlite_add_binary (
      builder, MAPI_PR_ENTRYID, sqlite_entry_id_new (uid, MAPI_OBJECT_FOLDER, data->id));
  sqlite_add_binary (
      builder, MAPI_PR_PARENT_ENTRYID, sqlite_entry_id_new (uid, MAPI_OBJECT_FOLDER, parent));
  sqlite_add_binary (
      builder, MAPI_PR_RECORD_KEY, sqlite_record_key_new (uid, MAPI_OBJECT_FOLDER, data->id));
  sqlite_add_binary (builder, MAPI_PR_INSTANCE_KEY, sqlite_instance_key_new (data->id));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, data->name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_FOLDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, DISPLAY_TYPE_FOLDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_FOLDER_TYPE, (gint32) data->type);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_COUNT, (gint32) data->contents);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_UNREAD, (gint32) data->unread);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ASSOC_CONTENT_COUNT, (gint32) data->associated);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SUBFOLDERS, data->subfolders > 0);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CREATION_TIME, data->created);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_LAST_MODIFICATION_TIME, data->modified);
}

typedef struct
{
  SqliteHierarchy *self;
  GPtrArray       *rows; /* of MapiPropList */
  GHashTable      *found;
} Fill;

/* The table requires a comment, and a folder need not have one. */
static MapiPropList *
new_row (SqliteHierarchy *self, const SqliteFolderData *data, guint depth)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) computed = NULL;

  sqlite_folder_data_add_props (data, sqlite_store_get_backend (self->store), builder);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, (gint32) depth);
  if (!mapi_prop_list_contains (data->props, MAPI_PR_COMMENT))
    mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, "");
  computed = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (data->props, computed);
}

static gboolean
collect (SqliteDbConn *conn, Fill *fill, gint64 parent, guint depth, GError **error)
{
  g_autoptr (GPtrArray) folders = sqlite_db_folder_list (conn, parent, error);

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      SqliteFolderData *data = folders->pdata[i];

      /* A damaged tree may go round in circles. */
      if (!g_hash_table_add (fill->found, g_memdup2 (&data->id, sizeof data->id)))
        continue;
      g_ptr_array_add (fill->rows, new_row (fill->self, data, depth));
      if (fill->self->deep && data->subfolders > 0 &&
          !collect (conn, fill, data->id, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_tree (SqliteDbConn *conn, gpointer data, GError **error)
{
  Fill *fill = data;

  return collect (conn, fill, fill->self->folder, 1, error);
}

static void
remove_absent (SqliteHierarchy *self, GHashTable *found)
{
  GHashTableIter iter;
  gint64        *id;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      g_autoptr (GBytes) key = sqlite_instance_key_new (*id);
      g_autoptr (MapiPropValue) index = NULL;

      if (g_hash_table_contains (found, id))
        continue;
      index = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, key);
      mapi_table_data_delete_row (self->table, index, NULL);
    }
}

/* Rows that are as they were cost no notification. */
static gboolean
put_row (SqliteHierarchy *self, MapiPropList *row, GError **error)
{
  g_autoptr (MapiPropValue) index = mapi_prop_list_lookup (row, MAPI_PR_INSTANCE_KEY);
  g_autoptr (MapiPropList) before = mapi_table_data_query_row (self->table, index, NULL);

  return (before != NULL && mapi_prop_list_equal (before, row)) ||
         mapi_table_data_modify_row (self->table, row, error);
}

static gboolean
refresh (SqliteHierarchy *self, GError **error)
{
  Fill     fill = { self,
                    g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref),
                    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL) };
  gboolean done;

  g_mutex_lock (&self->lock);
  done = sqlite_backend_read (sqlite_store_get_backend (self->store), read_tree, &fill, error);
  if (done)
    remove_absent (self, fill.found);
  for (guint i = 0; done && i < fill.rows->len; i++)
    done = put_row (self, fill.rows->pdata[i], error);
  if (done)
    {
      g_hash_table_unref (self->known);
      self->known = g_hash_table_ref (fill.found);
    }
  g_mutex_unlock (&self->lock);
  g_ptr_array_unref (fill.rows);
  g_hash_table_unref (fill.found);
  return done;
}

static void
on_event (SqliteListener *listener, const SqliteEvent *event)
{
  if (event->object_type == MAPI_OBJECT_FOLDER)
    refresh (SQLITE_HIERARCHY (listener->owner), NULL);
}

static void
on_settled (SqliteListener *listener)
{
}

static void
on_lost (SqliteListener *listener)
{
  refresh (SQLITE_HIERARCHY (listener->owner), NULL);
}

static void
sqlite_hierarchy_finalize (GObject *object)
{
  SqliteHierarchy *self = SQLITE_HIERARCHY (object);

  sqlite_backend_unlisten (sqlite_store_get_backend (self->store), &self->listener);
  g_hash_table_unref (self->known);
  g_clear_object (&self->table);
  g_clear_object (&self->store);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sqlite_hierarchy_parent_class)->finalize (object);
}

static void
sqlite_hierarchy_class_init (SqliteHierarchyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sqlite_hierarchy_finalize;
}

static void
sqlite_hierarchy_init (SqliteHierarchy *self)
{
  g_autoptr (MapiPropTagArray) columns =
      mapi_prop_tag_array_new (column_tags, G_N_ELEMENTS (column_tags));

  g_mutex_init (&self->lock);
  self->table = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_INSTANCE_KEY, columns);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->listener = (SqliteListener){ on_event, on_settled, on_lost, G_OBJECT (self) };
}

/* The view keeps alive what keeps it up to date. */
MapiTable *
sqlite_hierarchy_open (SqliteStore *store, gint64 folder, gboolean deep, GError **error)
{
  g_autoptr (SqliteHierarchy) self = g_object_new (SQLITE_TYPE_HIERARCHY, NULL);
  MapiTable *view;

  self->store = g_object_ref (store);
  self->folder = folder;
  self->deep = deep;
  sqlite_backend_listen (sqlite_store_get_backend (store), &self->listener);
  if (!refresh (self, error))
    return NULL;
  view = mapi_table_data_get_view (self->table, NULL);
  g_object_set_data_full (G_OBJECT (view), "mapi-sqlite", g_steal_pointer (&self), g_object_unref);
  return sqlite_store_lend (store, view);
}
