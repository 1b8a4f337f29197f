/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Deleting folders, and what is in them. What waits to be sent stays, with the folders around it,
 * and so do folders that the store needs. */

#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-folder-walk.h"
#include "sqlite-folder.h"
#include "sqlite-read-flag.h"

static gboolean
delete_message (SqliteDbConn            *conn,
                SqliteEvents            *events,
                SqliteWalk              *walk,
                const SqliteMessageHead *head,
                GError                 **error)
{
  if (head->queue != 0)
    {
      walk->skipped++;
      return TRUE;
    }
  sqlite_events_add (events, MAPI_fnevObjectDeleted, MAPI_OBJECT_MESSAGE, head->id, head->folder)
      ->associated = head->associated;
  return sqlite_db_message_delete (conn, head->id, NULL, error);
}

/* What somebody else has deleted or moved away in the meantime is no concern of ours. */
static gboolean
leave_gone (GError *local, GError **error)
{
  if (!g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  return TRUE;
}

static gboolean
step_message (SqliteDbConn         *conn,
              SqliteEvents         *events,
              SqliteWalk           *walk,
              const SqliteWalkStep *step,
              GError              **error)
{
  gint64            folder = sqlite_walk_get_folder (walk, step->place)->id;
  SqliteMessageHead head;
  GError           *local = NULL;

  if (!sqlite_db_message_peek (conn, step->message, &head, &local))
    return leave_gone (local, error);
  return head.folder != folder || delete_message (conn, events, walk, &head, error);
}

static gboolean
is_empty (const SqliteFolderData *data)
{
  guint32 contents = data->type == MAPI_FOLDER_SEARCH ? 0 : data->contents;

  return contents + data->associated + data->subfolders == 0;
}

static gboolean
step_folder (SqliteDbConn         *conn,
             SqliteEvents         *events,
             SqliteWalk           *walk,
             const SqliteWalkStep *step,
             GError              **error)
{
  gint64  id = sqlite_walk_get_folder (walk, step->place)->id;
  GError *local = NULL;
  g_autoptr (SqliteFolderData) data = sqlite_db_folder_load (conn, id, &local);

  if (data == NULL)
    return leave_gone (local, error);
  if (!is_empty (data))
    {
      walk->skipped++;
      return TRUE;
    }
  if (!sqlite_db_folder_delete (conn, data, error))
    return FALSE;
  sqlite_events_add (events, MAPI_fnevObjectDeleted, MAPI_OBJECT_FOLDER, id, data->parent);
  sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, data->parent, 0);
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

/* Who has asked for it is told that his message was not read (R589). */
static gboolean
report_unread (SqliteWalk *walk, GArray *messages, GCancellable *cancellable, GError **error)
{
  return sqlite_read_flag_report_unread (walk->store, messages, cancellable, error);
}

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: DeleteFolder: %s", message);
  return FALSE;
}

typedef struct
{
  gint64            id;
  SqliteFolderData *data;
} Load;

static gboolean
load_folder (SqliteDbConn *conn, gpointer data, GError **error)
{
  Load *load = data;

  load->data = sqlite_db_folder_load (conn, load->id, error);
  return load->data != NULL;
}

/* What may not be deleted without a flag that says so, here or in folders below. */
static gboolean
check_content (SqliteWalk *walk, const SqliteFolderData *folder, guint32 flags, GError **error)
{
  if (walk->total > walk->folders->len && (flags & MAPI_DEL_MESSAGES) == 0)
    return fail (error, MAPI_E_HAS_MESSAGES, "there are messages");
  if (folder->subfolders > 0 && (flags & MAPI_DEL_FOLDERS) == 0)
    return fail (error, MAPI_E_HAS_FOLDERS, "the folder has folders");
  return TRUE;
}

static gboolean
begin_delete (SqliteWalk *walk, SqliteFolder *self, gint64 id, guint32 flags, GError **error)
{
  SqliteBackend *backend = sqlite_store_get_backend (walk->store);
  Load           load = { .id = id };
  g_autoptr (SqliteFolderData) folder = NULL;

  if (sqlite_backend_is_special (backend, id))
    return fail (error, MAPI_E_NO_ACCESS, "the store needs this folder");
  if (!sqlite_backend_read (backend, load_folder, &load, error))
    return FALSE;
  folder = load.data;
  if (folder->parent != sqlite_folder_get_id (self))
    return fail (error, MAPI_E_NOT_FOUND, "the folder is not below this one");
  return sqlite_walk_begin (walk, id, (flags & MAPI_DEL_FOLDERS) != 0, TRUE, error) &&
         check_content (walk, folder, flags, error);
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
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  gint64        id;
  g_auto (SqliteWalk) walk = {
    .store = store, .step = take_step, .prepare = report_unread, .associated = -1, .modifies = TRUE
  };

  return sqlite_folder_check_access (self, error) &&
         sqlite_store_parse (store, entry_id, MAPI_OBJECT_FOLDER, &id, error) &&
         begin_delete (&walk, self, id, flags, error) &&
         sqlite_walk_run (&walk, progress, cancellable, warning, error);
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
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  g_auto (SqliteWalk) walk = { .store = store,
                               .step = take_step,
                               .prepare = report_unread,
                               .spares_first = TRUE,
                               .modifies = TRUE,
                               .associated = (flags & MAPI_DEL_ASSOCIATED) != 0 ? -1 : 0 };

  return sqlite_folder_check_access (self, error) &&
         (!sqlite_folder_is_search (self) ||
          sqlite_folder_delete_found (self, progress, cancellable, warning, error)) &&
         sqlite_walk_begin (&walk, sqlite_folder_get_id (self), TRUE, TRUE, error) &&
         sqlite_walk_run (&walk, progress, cancellable, warning, error);
}

void
sqlite_folder_init_delete (MapiFolderInterface *iface)
{
  iface->delete_folder = sqlite_folder_delete_folder;
  iface->empty_folder = sqlite_folder_empty_folder;
}
