/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a folder does with folders. */

#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-searches.h"
#include "sqlite-folder.h"
#include "sqlite-store.h"

typedef struct
{
  SqliteFolder *self;
  gint64        parent; /* the folder that acts */
  gint64        id;     /* the folder that is acted on */
  gint64        destination;
  guint32       type;
  const char   *name;
  const char   *comment;
  guint32       flags;
  guint         skipped;
} Tree;

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: %s", message);
  return FALSE;
}

static void
add_folder_event (SqliteEvents *events, guint32 type, gint64 id, gint64 parent)
{
  sqlite_events_add (events, type, MAPI_OBJECT_FOLDER, id, parent);
  if (type != MAPI_fnevObjectModified)
    sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, parent, 0);
}

static MapiPropList *
new_props (const char *comment)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (comment != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, comment);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
insert_folder (SqliteDbConn *conn,
               gint64        parent,
               guint32       type,
               const char   *name,
               MapiPropList *props,
               gint64       *id,
               GError      **error)
{
  guint64          now = mapi_filetime_from_unix_usec (g_get_real_time ());
  SqliteFolderData data = {
    .parent = parent,
    .name = (char *) name,
    .type = type,
    .created = now,
    .modified = now,
    .props = props,
  };

  return sqlite_db_folder_insert (conn, &data, id, error);
}

static gboolean
run_create (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Tree *tree = data;
  g_autoptr (SqliteFolderData) parent = sqlite_db_folder_load (conn, tree->parent, error);
  g_autoptr (MapiPropList) props = new_props (tree->comment);

  if (parent == NULL || !sqlite_db_folder_find (conn, tree->parent, tree->name, &tree->id, error))
    return FALSE;
  if (tree->id != 0 && tree->flags & MAPI_OPEN_IF_EXISTS)
    return TRUE;
  if (!insert_folder (conn, tree->parent, tree->type, tree->name, props, &tree->id, error))
    return FALSE;
  add_folder_event (events, MAPI_fnevObjectCreated, tree->id, tree->parent);
  return TRUE;
}

static gboolean
write_tree (Tree *tree, SqliteBackendFunc func, GError **error)
{
  return sqlite_backend_write (
      sqlite_object_get_backend (SQLITE_OBJECT (tree->self)), SQLITE_DB_DURABLE, func, tree, error);
}

static MapiFolder *
sqlite_folder_create_folder (MapiFolder   *folder,
                             guint32       folder_type,
                             const char   *folder_name,
                             const char   *folder_comment,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  Tree          tree = { .self = self,
                         .parent = sqlite_folder_get_id (self),
                         .type = folder_type,
                         .name = folder_name,
                         .comment = folder_comment,
                         .flags = flags };
  MapiProp     *created;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return NULL;
  if (folder_type != MAPI_FOLDER_GENERIC && folder_type != MAPI_FOLDER_SEARCH)
    fail (error, MAPI_E_INVALID_PARAMETER, "CreateFolder: there are no folders of this type");
  else if (sqlite_folder_is_search (self))
    fail (error, MAPI_E_NO_ACCESS, "CreateFolder: the folder holds the results of a search");
  else if (folder_name[0] == '\0')
    fail (error, MAPI_E_INVALID_PARAMETER, "CreateFolder: the folder needs a name");
  else if (write_tree (&tree, run_create, error))
    {
      created = sqlite_folder_open (
          sqlite_object_get_store (SQLITE_OBJECT (self)), tree.id, MAPI_MODIFY, error);
      return created != NULL ? MAPI_FOLDER (created) : NULL;
    }
  return NULL;
}

/* The folder and everything below, but for what waits to be sent and the folders around it. */
static gboolean
delete_tree (SqliteDbConn *conn, SqliteEvents *events, Tree *tree, gint64 id, GError **error);

static gboolean
delete_children (SqliteDbConn *conn, SqliteEvents *events, Tree *tree, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) children = sqlite_db_folder_list (conn, id, error);

  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len; i++)
    {
      SqliteFolderData *child = children->pdata[i];
      SqliteBackend    *backend = sqlite_object_get_backend (SQLITE_OBJECT (tree->self));

      if (sqlite_backend_is_special (backend, child->id))
        tree->skipped++;
      else if (!delete_tree (conn, events, tree, child->id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_messages (SqliteDbConn *conn,
                 SqliteEvents *events,
                 Tree         *tree,
                 gint64        folder,
                 gint          associated,
                 GError      **error)
{
  g_autoptr (GArray) ids = sqlite_db_message_list (conn, folder, associated, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64            id = g_array_index (ids, gint64, i);
      SqliteMessageHead head;

      if (!sqlite_db_message_peek (conn, id, &head, error))
        return FALSE;
      if (head.queue != 0)
        {
          tree->skipped++;
          continue;
        }
      sqlite_events_add (events, MAPI_fnevObjectDeleted, MAPI_OBJECT_MESSAGE, id, folder)
          ->associated = head.associated;
      if (!sqlite_db_message_delete (conn, id, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_tree (SqliteDbConn *conn, SqliteEvents *events, Tree *tree, gint64 id, GError **error)
{
  guint before = tree->skipped;
  g_autoptr (SqliteFolderData) data = NULL;

  if (!delete_children (conn, events, tree, id, error) ||
      !delete_messages (conn, events, tree, id, -1, error))
    return FALSE;
  if (tree->skipped > before)
    return TRUE;
  data = sqlite_db_folder_load (conn, id, error);
  if (data == NULL || !sqlite_db_folder_delete (conn, data, error))
    return FALSE;
  add_folder_event (events, MAPI_fnevObjectDeleted, id, data->parent);
  return TRUE;
}

static gboolean
run_delete (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Tree *tree = data;
  g_autoptr (SqliteFolderData) folder = sqlite_db_folder_load (conn, tree->id, error);

  tree->skipped = 0;
  if (folder == NULL)
    return FALSE;
  if (folder->parent != tree->parent)
    return fail (error, MAPI_E_NOT_FOUND, "DeleteFolder: the folder is not below this one");
  if (folder->contents + folder->associated > 0 && folder->type != MAPI_FOLDER_SEARCH &&
      !(tree->flags & MAPI_DEL_MESSAGES))
    return fail (error, MAPI_E_HAS_MESSAGES, "DeleteFolder: the folder has messages");
  if (folder->subfolders > 0 && !(tree->flags & MAPI_DEL_FOLDERS))
    return fail (error, MAPI_E_HAS_FOLDERS, "DeleteFolder: the folder has folders");
  return delete_tree (conn, events, tree, tree->id, error);
}

static gboolean
parse_folder (SqliteFolder *self, GBytes *entry_id, gint64 *id, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (self));

  return sqlite_object_check (SQLITE_OBJECT (self), error) &&
         sqlite_store_parse (store, entry_id, MAPI_OBJECT_FOLDER, id, error);
}

static gboolean
check_not_special (SqliteFolder *self, gint64 id, GError **error)
{
  return !sqlite_backend_is_special (sqlite_object_get_backend (SQLITE_OBJECT (self)), id) ||
         fail (error, MAPI_E_NO_ACCESS, "the store needs this folder");
}

static gboolean
sqlite_folder_delete_folder (MapiFolder   *folder,
                             GBytes       *entry_id,
                             MapiProgress *progress,
                             guint32       flags,
                             GCancellable *cancellable,
                             guint32      *warning,
                             GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  Tree          tree = { .self = self, .parent = sqlite_folder_get_id (self), .flags = flags };

  if (!parse_folder (self, entry_id, &tree.id, error) ||
      !check_not_special (self, tree.id, error) || !write_tree (&tree, run_delete, error))
    return FALSE;
  if (tree.skipped > 0)
    *warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

static gboolean
run_empty (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Tree *tree = data;

  tree->skipped = 0;
  if (!delete_children (conn, events, tree, tree->id, error) ||
      !delete_messages (
          conn, events, tree, tree->id, tree->flags & MAPI_DEL_ASSOCIATED ? -1 : 0, error))
    return FALSE;
  add_folder_event (events, MAPI_fnevObjectModified, tree->id, 0);
  return TRUE;
}

static gboolean
sqlite_folder_empty_folder (MapiFolder   *folder,
                            MapiProgress *progress,
                            guint32       flags,
                            GCancellable *cancellable,
                            guint32      *warning,
                            GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  Tree          tree = { .self = self, .id = sqlite_folder_get_id (self), .flags = flags };

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) || !write_tree (&tree, run_empty, error))
    return FALSE;
  if (tree.skipped > 0)
    *warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

/* Whether @id lies at or below tree->id. */
static gboolean
is_inside (SqliteDbConn *conn, Tree *tree, gint64 id, gboolean *inside, GError **error)
{
  *inside = FALSE;
  while (id != 0 && !*inside)
    {
      g_autoptr (SqliteFolderData) data = sqlite_db_folder_load (conn, id, error);

      if (data == NULL)
        return FALSE;
      *inside = id == tree->id;
      id = data->parent;
    }
  return TRUE;
}

static gboolean
copy_messages (SqliteDbConn *conn, SqliteEvents *events, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GArray) ids = sqlite_db_message_list (conn, from, -1, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 copy;

      if (!sqlite_db_message_copy (conn, g_array_index (ids, gint64, i), to, &copy, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy_tree (SqliteDbConn           *conn,
           SqliteEvents           *events,
           Tree                   *tree,
           const SqliteFolderData *data,
           gint64                  parent,
           const char             *name,
           GError                **error)
{
  gint64 copy;
  g_autoptr (GPtrArray) children = NULL;

  if (!insert_folder (conn, parent, data->type, name, data->props, &copy, error) ||
      !sqlite_db_search_copy (conn, data->id, copy, error) ||
      !copy_messages (conn, events, data->id, copy, error))
    return FALSE;
  sqlite_events_add (events, MAPI_fnevObjectCopied, MAPI_OBJECT_FOLDER, copy, parent)->old_id =
      data->id;
  if (!(tree->flags & MAPI_COPY_SUBFOLDERS))
    return TRUE;
  children = sqlite_db_folder_list (conn, data->id, error);
  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      SqliteFolderData *child = children->pdata[i];

      if (!copy_tree (conn, events, tree, child, copy, child->name, error))
        return FALSE;
    }
  return children != NULL;
}

static gboolean
move_folder (
    SqliteDbConn *conn, SqliteEvents *events, Tree *tree, SqliteFolderData *data, GError **error)
{
  SqliteEvent *event = sqlite_events_add (
      events, MAPI_fnevObjectMoved, MAPI_OBJECT_FOLDER, data->id, tree->destination);

  event->old_id = data->id;
  event->old_parent = data->parent;
  if (tree->name != NULL)
    {
      g_free (data->name);
      data->name = g_strdup (tree->name);
    }
  return sqlite_db_folder_move (conn, data, tree->destination, error);
}

static gboolean
run_copy (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Tree    *tree = data;
  gboolean inside;
  g_autoptr (SqliteFolderData) folder = sqlite_db_folder_load (conn, tree->id, error);

  if (folder == NULL || !is_inside (conn, tree, tree->destination, &inside, error))
    return FALSE;
  if (inside)
    return fail (error, MAPI_E_FOLDER_CYCLE, "CopyFolder: a folder cannot go below itself");
  if (tree->flags & MAPI_FOLDER_MOVE)
    return move_folder (conn, events, tree, folder, error);
  return copy_tree (conn,
                    events,
                    tree,
                    folder,
                    tree->destination,
                    tree->name != NULL ? tree->name : folder->name,
                    error);
}

static gboolean
sqlite_folder_copy_folder (MapiFolder   *folder,
                           GBytes       *entry_id,
                           MapiFolder   *destination,
                           const char   *new_folder_name,
                           MapiProgress *progress,
                           guint32       flags,
                           GCancellable *cancellable,
                           guint32      *warning,
                           GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  Tree          tree = { .self = self, .name = new_folder_name, .flags = flags };

  if (!parse_folder (self, entry_id, &tree.id, error) ||
      (flags & MAPI_FOLDER_MOVE && !check_not_special (self, tree.id, error)))
    return FALSE;
  tree.destination = sqlite_folder_get_neighbour (self, destination);
  if (tree.destination != 0)
    return write_tree (&tree, run_copy, error);
  return mapi_support_copy_folder (
      sqlite_store_get_support (sqlite_object_get_store (SQLITE_OBJECT (self))),
      folder,
      entry_id,
      destination,
      new_folder_name,
      progress,
      flags,
      cancellable,
      warning,
      error);
}

void
sqlite_folder_init_tree (MapiFolderInterface *iface)
{
  iface->create_folder = sqlite_folder_create_folder;
  iface->copy_folder = sqlite_folder_copy_folder;
  iface->delete_folder = sqlite_folder_delete_folder;
  iface->empty_folder = sqlite_folder_empty_folder;
}
