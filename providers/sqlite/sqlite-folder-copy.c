/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying and moving folders. */

#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-searches.h"
#include "sqlite-folder-walk.h"
#include "sqlite-folder.h"

typedef struct
{
  gint64      id;
  gint64      destination;
  const char *name; /* nullable: as it was */
} Copy;

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: CopyFolder: %s", message);
  return FALSE;
}

/* Whether the destination lies at or below the folder. */
static gboolean
check_cycle (SqliteDbConn *conn, gpointer data, GError **error)
{
  Copy  *copy = data;
  gint64 id = copy->destination;

  while (id != 0)
    {
      g_autoptr (SqliteFolderData) folder = sqlite_db_folder_load (conn, id, error);

      if (folder == NULL)
        return FALSE;
      if (id == copy->id)
        return fail (error, MAPI_E_FOLDER_CYCLE, "a folder cannot go below itself");
      id = folder->parent;
    }
  return TRUE;
}

static gboolean
run_move (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Copy *copy = data;
  g_autoptr (SqliteFolderData) folder = sqlite_db_folder_load (conn, copy->id, error);
  SqliteEvent *event;

  if (folder == NULL || !check_cycle (conn, copy, error))
    return FALSE;
  event = sqlite_events_add (
      events, MAPI_fnevObjectMoved, MAPI_OBJECT_FOLDER, copy->id, copy->destination);
  event->old_id = copy->id;
  event->old_parent = folder->parent;
  if (copy->name != NULL)
    {
      g_free (folder->name);
      folder->name = g_strdup (copy->name);
    }
  return sqlite_db_folder_move (conn, folder, copy->destination, error);
}

/* What has gone since the walk began is left out. */
static gboolean
leave_out (SqliteWalk *walk, GError *local, GError **error)
{
  if (!g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  walk->skipped++;
  return TRUE;
}

static gint64
get_parent (SqliteWalk *walk, guint place)
{
  SqliteWalkFolder *folder = sqlite_walk_get_folder (walk, place);

  return place == 0 ? ((Copy *) walk->data)->destination
                    : sqlite_walk_get_folder (walk, folder->above)->copy;
}

static gboolean
copy_folder (SqliteDbConn           *conn,
             SqliteEvents           *events,
             SqliteWalkFolder       *folder,
             gint64                  parent,
             const SqliteFolderData *data,
             const char             *name,
             GError                **error)
{
  if (!sqlite_db_folder_create (
          conn, parent, data->type, name, data->props, &folder->copy, error) ||
      !sqlite_db_search_copy (conn, folder->id, folder->copy, error))
    return FALSE;
  sqlite_events_add (events, MAPI_fnevObjectCopied, MAPI_OBJECT_FOLDER, folder->copy, parent)
      ->old_id = folder->id;
  return TRUE;
}

static gboolean
step_folder (SqliteDbConn         *conn,
             SqliteEvents         *events,
             SqliteWalk           *walk,
             const SqliteWalkStep *step,
             GError              **error)
{
  const Copy       *copy = walk->data;
  SqliteWalkFolder *folder = sqlite_walk_get_folder (walk, step->place);
  gint64            parent = get_parent (walk, step->place);
  GError           *local = NULL;
  g_autoptr (SqliteFolderData) data = sqlite_db_folder_load (conn, folder->id, &local);

  folder->copy = 0;
  if (data == NULL)
    return leave_out (walk, local, error);
  return parent == 0 ||
         copy_folder (conn,
                      events,
                      folder,
                      parent,
                      data,
                      step->place == 0 && copy->name != NULL ? copy->name : data->name,
                      error);
}

static gboolean
step_message (SqliteDbConn         *conn,
              SqliteEvents         *events,
              SqliteWalk           *walk,
              const SqliteWalkStep *step,
              GError              **error)
{
  SqliteWalkFolder *folder = sqlite_walk_get_folder (walk, step->place);
  SqliteMessageHead head;
  SqliteEvent      *event;
  gint64            copy;
  GError           *local = NULL;

  if (folder->copy == 0)
    return TRUE;
  if (!sqlite_db_message_peek (conn, step->message, &head, &local))
    return leave_out (walk, local, error);
  if (!sqlite_db_message_copy (conn, step->message, folder->copy, &copy, error))
    return FALSE;
  event =
      sqlite_events_add (events, MAPI_fnevObjectCopied, MAPI_OBJECT_MESSAGE, copy, folder->copy);
  event->old_id = step->message;
  event->old_parent = folder->id;
  event->associated = head.associated;
  return TRUE;
}

static gboolean
take_step (SqliteDbConn         *conn,
           SqliteEvents         *events,
           SqliteWalk           *walk,
           const SqliteWalkStep *step,
           GError              **error)
{
  return step->message != 0 ? step_message (conn, events, walk, step, error)
                            : step_folder (conn, events, walk, step, error);
}

static gboolean
copy_within (SqliteStore  *store,
             Copy         *copy,
             gboolean      deep,
             MapiProgress *progress,
             GCancellable *cancellable,
             guint32      *warning,
             GError      **error)
{
  g_auto (SqliteWalk) walk = {
    .store = store, .data = copy, .step = take_step, .downward = TRUE, .associated = -1
  };

  return sqlite_backend_read (sqlite_store_get_backend (store), check_cycle, copy, error) &&
         sqlite_walk_begin (&walk, copy->id, deep, FALSE, error) &&
         sqlite_walk_run (&walk, progress, cancellable, warning, error);
}

static gboolean
check_copy (SqliteFolder *self, const Copy *copy, gboolean move, GError **error)
{
  SqliteBackend *backend = sqlite_object_get_backend (SQLITE_OBJECT (self));

  if (copy->name != NULL && copy->name[0] == '\0')
    return fail (error, MAPI_E_INVALID_PARAMETER, "the folder needs a name");
  if (!sqlite_check_text (copy->name, "CopyFolder", error))
    return FALSE;
  if (move && sqlite_backend_is_special (backend, copy->id))
    return fail (error, MAPI_E_NO_ACCESS, "the store needs this folder");
  return (move ? sqlite_folder_check_access (self, error)
               : sqlite_object_check (SQLITE_OBJECT (self), error));
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
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  gboolean      move = (flags & MAPI_FOLDER_MOVE) != 0;
  Copy          copy = { .name = new_folder_name };

  if (!sqlite_store_check (store, error) ||
      !sqlite_store_parse (store, entry_id, MAPI_OBJECT_FOLDER, &copy.id, error) ||
      !check_copy (self, &copy, move, error))
    return FALSE;
  copy.destination = sqlite_folder_get_neighbour (self, destination);
  if (copy.destination == 0)
    return sqlite_check_delegated (flags, "CopyFolder", error) &&
           mapi_support_copy_folder (sqlite_store_get_support (store),
                                     folder,
                                     entry_id,
                                     destination,
                                     new_folder_name,
                                     progress,
                                     flags,
                                     cancellable,
                                     warning,
                                     error);
  if (!sqlite_folder_check_access (SQLITE_FOLDER (destination), error))
    return FALSE;
  if (move)
    return sqlite_backend_write (
        sqlite_store_get_backend (store), SQLITE_DB_DURABLE, run_move, &copy, error);
  return copy_within (
      store, &copy, (flags & MAPI_COPY_SUBFOLDERS) != 0, progress, cancellable, warning, error);
}

void
sqlite_folder_init_copy (MapiFolderInterface *iface)
{
  iface->copy_folder = sqlite_folder_copy_folder;
}
