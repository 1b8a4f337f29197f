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

  /* Of the thread that tells. */
  GHashTable *touched; /* folders that something happened to, and the table does not know yet */
  gboolean    is_lost; /* more has happened than is known */

  GMutex      lock;  /* of what follows */
  GNode      *tree;  /* of the folders in the table; the root is the folder it is about */
  GHashTable *nodes; /* the same by their numbers, which this owns */
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

static GHashTable *
new_numbers (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_number (GHashTable *numbers, gint64 id)
{
  g_hash_table_add (numbers, g_memdup2 (&id, sizeof id));
}

static GNode *
add_node (SqliteHierarchy *self, GNode *above, gint64 id)
{
  gint64 *number = g_memdup2 (&id, sizeof id);
  GNode  *node = g_node_prepend_data (above, number);

  g_hash_table_insert (self->nodes, number, node);
  return node;
}

/* Rows that are as they were cost no notification. */
static gboolean
put_row (SqliteHierarchy *self, const SqliteFolderData *data, GNode *node, GError **error)
{
  g_autoptr (MapiPropList) row = new_row (self, data, g_node_depth (node) - 1);
  g_autoptr (MapiPropValue) index = mapi_prop_list_lookup (row, MAPI_PR_INSTANCE_KEY);
  g_autoptr (MapiPropList) before = mapi_table_data_query_row (self->table, index, NULL, NULL);

  return (before != NULL && mapi_prop_list_equal (before, row)) ||
         mapi_table_data_modify_row (self->table, row, error);
}

static void
remove_row (SqliteHierarchy *self, gint64 id)
{
  g_autoptr (GBytes) key = sqlite_instance_key_new (id);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, key);

  mapi_table_data_delete_row (self->table, index, NULL);
}

static gboolean add_children (
    SqliteHierarchy *self, SqliteDbConn *conn, gint64 parent, GNode *node, GError **error);

/* A folder that the table did not have, with what lies below it. */
static gboolean
add_folder (SqliteHierarchy        *self,
            SqliteDbConn           *conn,
            const SqliteFolderData *data,
            GNode                  *above,
            GError                **error)
{
  GNode *node = add_node (self, above, data->id);

  return put_row (self, data, node, error) &&
         (!self->deep || data->subfolders == 0 || add_children (self, conn, data->id, node, error));
}

static gboolean
add_children (SqliteHierarchy *self, SqliteDbConn *conn, gint64 parent, GNode *node, GError **error)
{
  g_autoptr (GPtrArray) folders = sqlite_db_folder_list (conn, parent, error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const SqliteFolderData *data = folders->pdata[i];

      /* A damaged tree may go round in circles. */
      if (!g_hash_table_contains (self->nodes, &data->id) &&
          !add_folder (self, conn, data, node, error))
        return FALSE;
    }
  return folders != NULL;
}

/* Takes a folder out of the tree with all below it, and puts their numbers into @numbers. */
static void
take_out (SqliteHierarchy *self, GNode *node, GHashTable *numbers)
{
  for (GNode *child = node->children; child != NULL;)
    {
      GNode *next = child->next;

      take_out (self, child, numbers);
      child = next;
    }
  add_number (numbers, *(gint64 *) node->data);
  g_hash_table_remove (self->nodes, node->data);
  g_node_destroy (node);
}

/* The node below which a folder is shown, or NULL. */
static GNode *
find_above (SqliteHierarchy *self, const SqliteFolderData *data)
{
  if (data == NULL)
    return NULL;
  if (data->parent == self->folder)
    return self->tree;
  return self->deep ? g_hash_table_lookup (self->nodes, &data->parent) : NULL;
}

/* Rows of those that are @gone, and have not come back. */
static void
remove_rows (SqliteHierarchy *self, GHashTable *gone)
{
  GHashTableIter iter;
  gint64        *id;

  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    if (!g_hash_table_contains (self->nodes, id))
      remove_row (self, *id);
}

/* A folder that has come, gone or moved; @data is NULL where it has gone. Only what is left in the
 * tree can be above it: it may lie now below what lay below it. */
static gboolean
place_folder (SqliteHierarchy        *self,
              SqliteDbConn           *conn,
              const SqliteFolderData *data,
              GNode                  *node,
              GError                **error)
{
  g_autoptr (GHashTable) gone = new_numbers ();
  GNode   *above;
  gboolean placed;

  if (node != NULL)
    take_out (self, node, gone);
  above = find_above (self, data);
  placed = above == NULL || add_folder (self, conn, data, above, error);
  remove_rows (self, gone);
  return placed;
}

/* *data is NULL where it has gone. */
static gboolean
load_folder (SqliteDbConn *conn, gint64 id, SqliteFolderData **data, GError **error)
{
  g_autoptr (GError) local = NULL;

  *data = sqlite_db_folder_load (conn, id, &local);
  if (*data != NULL || g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
follow_folder (SqliteHierarchy *self, SqliteDbConn *conn, gint64 id, GError **error)
{
  GNode *node = g_hash_table_lookup (self->nodes, &id);
  GNode *above;
  g_autoptr (SqliteFolderData) data = NULL;

  if (!load_folder (conn, id, &data, error))
    return FALSE;
  above = find_above (self, data);
  if (node == NULL && above == NULL)
    return TRUE;
  if (node != NULL && node->parent == above)
    return put_row (self, data, node, error);
  return place_folder (self, conn, data, node, error);
}

/* Reads the folders that something happened to, and no others. */
static gboolean
read_touched (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteHierarchy *self = data;
  GHashTableIter   iter;
  gint64          *id;

  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    if (*id != self->folder && !follow_folder (self, conn, *id, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_all (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteHierarchy *self = data;
  g_autoptr (GHashTable) gone = new_numbers ();
  gboolean read;

  while (self->tree->children != NULL)
    take_out (self, self->tree->children, gone);
  read = add_children (self, conn, self->folder, self->tree, error);
  remove_rows (self, gone);
  return read;
}

static gboolean
refresh (SqliteHierarchy *self, SqliteDbFunc func, GError **error)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = sqlite_backend_read (sqlite_store_get_backend (self->store), func, self, error);
  g_mutex_unlock (&self->lock);
  return done;
}

static void
on_event (SqliteListener *listener, const SqliteEvent *event)
{
  SqliteHierarchy *self = SQLITE_HIERARCHY (listener->owner);
  const gint64     folders[] = { event->id, event->parent, event->old_parent };

  if (event->object_type != MAPI_OBJECT_FOLDER)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (folders[i] != 0)
      add_number (self->touched, folders[i]);
}

/* Where reading fails all is read the next time. */
static void
on_settled (SqliteListener *listener)
{
  SqliteHierarchy *self = SQLITE_HIERARCHY (listener->owner);

  if (self->is_lost)
    self->is_lost = !refresh (self, read_all, NULL);
  else if (g_hash_table_size (self->touched) > 0)
    self->is_lost = !refresh (self, read_touched, NULL);
  g_hash_table_remove_all (self->touched);
}

static void
on_lost (SqliteListener *listener)
{
  SQLITE_HIERARCHY (listener->owner)->is_lost = TRUE;
}

static void
sqlite_hierarchy_finalize (GObject *object)
{
  SqliteHierarchy *self = SQLITE_HIERARCHY (object);

  sqlite_backend_unlisten (sqlite_store_get_backend (self->store), &self->listener);
  g_hash_table_unref (self->touched);
  g_hash_table_unref (self->nodes);
  g_node_destroy (self->tree);
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
  self->tree = g_node_new (NULL);
  self->nodes = new_numbers ();
  self->touched = new_numbers ();
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
  if (!sqlite_backend_hear (sqlite_store_get_backend (store), error))
    return NULL;
  sqlite_backend_listen (sqlite_store_get_backend (store), &self->listener);
  if (!refresh (self, read_all, error))
    return NULL;
  view = mapi_table_data_get_view (self->table, NULL);
  g_object_set_data_full (G_OBJECT (view), "mapi-sqlite", g_steal_pointer (&self), g_object_unref);
  return sqlite_store_lend (store, view);
}
