/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a folder does with many messages at once. Each piece of the work is a transaction, so that
 * others get their turn, and what was done stays done when somebody cancels. */

#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-searches.h"
#include "sqlite-folder.h"
#include "sqlite-read-flag.h"
#include "sqlite-store.h"

#define PIECE 100

/* What is to be done to each message. */
typedef struct _Work Work;
struct _Work
{
  gboolean (*each) (SqliteDbConn            *conn,
                    SqliteEvents            *events,
                    Work                    *work,
                    const SqliteMessageHead *head,
                    GError                 **error);
  gint64   folder;
  gboolean search; /* the folder holds what a search has found */
  gint64   destination;
  gboolean spares_queued;  /* what waits to be sent stays as it is (R594) */
  gboolean reports_unread; /* to those who want to know (R589) */
  GArray  *ids;
  guint    first;
  guint    n;
  guint    skipped;
};

/* Whether a message can be seen in a folder. */
static gboolean
is_in_folder (SqliteDbConn            *conn,
              const SqliteMessageHead *head,
              gint64                   folder,
              gboolean                 search,
              gboolean                *inside,
              GError                 **error)
{
  *inside = head->folder == folder;
  return *inside || !search || sqlite_db_found_has (conn, folder, head->id, inside, error);
}

static gboolean
handle (SqliteDbConn *conn, SqliteEvents *events, Work *work, gint64 id, GError **error)
{
  SqliteMessageHead head;
  gboolean          inside;
  g_autoptr (GError) local = NULL;

  if (!sqlite_db_message_peek (conn, id, &head, &local))
    {
      if (!g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      work->skipped++;
      return TRUE;
    }
  if (!is_in_folder (conn, &head, work->folder, work->search, &inside, error))
    return FALSE;
  if (!inside || (work->spares_queued && head.queue != 0))
    {
      work->skipped++;
      return TRUE;
    }
  return work->each (conn, events, work, &head, error);
}

static gboolean
run_piece (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Work *work = data;

  work->skipped = 0;
  for (guint i = work->first; i < work->first + work->n; i++)
    if (!handle (conn, events, work, g_array_index (work->ids, gint64, i), error))
      return FALSE;
  sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, work->folder, 0);
  if (work->destination != 0 && work->destination != work->folder)
    sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, work->destination, 0);
  return TRUE;
}

typedef struct
{
  const Work *work;
  GArray     *ids;
} Inside;

static gboolean
find_inside (SqliteDbConn *conn, gpointer data, GError **error)
{
  Inside     *self = data;
  const Work *work = self->work;

  for (guint i = work->first; i < work->first + work->n; i++)
    {
      gint64            id = g_array_index (work->ids, gint64, i);
      SqliteMessageHead head;
      gboolean          inside;

      if (!sqlite_db_message_peek (conn, id, &head, NULL))
        continue;
      if (!is_in_folder (conn, &head, work->folder, work->search, &inside, error))
        return FALSE;
      if (inside)
        g_array_append_val (self->ids, id);
    }
  return TRUE;
}

/* Before a piece. */
static gboolean
report_unread (SqliteFolder *self, const Work *work, GCancellable *cancellable, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Inside inside = { work, ids };

  return !work->reports_unread ||
         (sqlite_backend_read (sqlite_store_get_backend (store), find_inside, &inside, error) &&
          sqlite_read_flag_report_unread (store, ids, cancellable, error));
}

/* Takes over work->ids. */
static gboolean
run_work (SqliteFolder *self,
          Work         *work,
          MapiProgress *progress,
          GCancellable *cancellable,
          guint32      *warning,
          GError      **error)
{
  g_autoptr (GArray) ids = work->ids;
  guint skipped = 0;

  work->folder = sqlite_folder_get_id (self);
  work->search = sqlite_folder_is_search (self);
  for (work->first = 0; work->first < ids->len; work->first += work->n)
    {
      work->n = MIN (PIECE, ids->len - work->first);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !report_unread (self, work, cancellable, error) ||
          !sqlite_backend_write (sqlite_object_get_backend (SQLITE_OBJECT (self)),
                                 SQLITE_DB_DURABLE,
                                 run_piece,
                                 work,
                                 error))
        return FALSE;
      skipped += work->skipped;
      if (progress != NULL &&
          !mapi_progress_tell (progress, work->first + work->n, ids->len, error))
        return FALSE;
    }
  if (skipped > 0)
    *warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

static GArray *
parse_list (SqliteFolder *self, MapiEntryList *messages, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < mapi_entry_list_get_size (messages); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (messages, i);
      gint64 id;

      if (!sqlite_store_parse (store, entry_id, MAPI_OBJECT_MESSAGE, &id, error))
        return NULL;
      g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

static gboolean
delete_one (SqliteDbConn            *conn,
            SqliteEvents            *events,
            Work                    *work,
            const SqliteMessageHead *head,
            GError                 **error)
{
  sqlite_events_add (events, MAPI_fnevObjectDeleted, MAPI_OBJECT_MESSAGE, head->id, head->folder)
      ->associated = head->associated;
  return sqlite_db_message_delete (conn, head->id, NULL, error);
}

static gboolean
sqlite_folder_delete_messages (MapiFolder    *folder,
                               MapiEntryList *messages,
                               MapiProgress  *progress,
                               guint32        flags,
                               GCancellable  *cancellable,
                               guint32       *warning,
                               GError       **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  Work          work = { .each = delete_one, .spares_queued = TRUE, .reports_unread = TRUE };

  if (!sqlite_folder_check_access (self, error))
    return FALSE;
  work.ids = parse_list (self, messages, error);
  return work.ids != NULL && run_work (self, &work, progress, cancellable, warning, error);
}

static gboolean
copy_one (SqliteDbConn            *conn,
          SqliteEvents            *events,
          Work                    *work,
          const SqliteMessageHead *head,
          GError                 **error)
{
  gint64       copy;
  SqliteEvent *event;

  if (!sqlite_db_message_copy (conn, head->id, work->destination, &copy, error))
    return FALSE;
  event = sqlite_events_add (
      events, MAPI_fnevObjectCopied, MAPI_OBJECT_MESSAGE, copy, work->destination);
  event->old_id = head->id;
  event->old_parent = head->folder;
  event->associated = head->associated;
  return TRUE;
}

static gboolean
move_one (SqliteDbConn            *conn,
          SqliteEvents            *events,
          Work                    *work,
          const SqliteMessageHead *head,
          GError                 **error)
{
  SqliteEvent *event = sqlite_events_add (
      events, MAPI_fnevObjectMoved, MAPI_OBJECT_MESSAGE, head->id, work->destination);

  event->old_id = head->id;
  event->old_parent = head->folder;
  event->associated = head->associated;
  return head->folder == work->destination ||
         sqlite_db_message_move (conn, head, work->destination, error);
}

static gboolean
sqlite_folder_copy_messages (MapiFolder    *folder,
                             MapiEntryList *messages,
                             MapiFolder    *destination,
                             MapiProgress  *progress,
                             guint32        flags,
                             GCancellable  *cancellable,
                             guint32       *warning,
                             GError       **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  gboolean      move = (flags & MAPI_MESSAGE_MOVE) != 0;
  Work          work = { .each = move ? move_one : copy_one, .spares_queued = move };

  if (!(move ? sqlite_folder_check_access (self, error)
             : sqlite_object_check (SQLITE_OBJECT (self), error)))
    return FALSE;
  work.destination = sqlite_folder_get_neighbour (self, destination);
  if (work.destination == 0)
    return sqlite_check_delegated (flags, "CopyMessages", error) &&
           mapi_support_copy_messages (
               sqlite_store_get_support (sqlite_object_get_store (SQLITE_OBJECT (self))),
               folder,
               messages,
               destination,
               progress,
               flags,
               cancellable,
               warning,
               error);
  if (!sqlite_folder_check_access (SQLITE_FOLDER (destination), error))
    return FALSE;
  work.ids = parse_list (self, messages, error);
  return work.ids != NULL && run_work (self, &work, progress, cancellable, warning, error);
}

typedef struct
{
  gint64   folder;
  gint     associated;
  gboolean search;
  GArray  *ids;
} List;

static gboolean
read_list (SqliteDbConn *conn, gpointer data, GError **error)
{
  List *list = data;

  list->ids = list->search && list->associated == 0
                  ? sqlite_db_found_list (conn, list->folder, error)
                  : sqlite_db_message_list (conn, list->folder, list->associated, error);
  return list->ids != NULL;
}

static GArray *
list_messages (SqliteFolder *self, gint associated, GError **error)
{
  List list = { sqlite_folder_get_id (self), associated, sqlite_folder_is_search (self), NULL };

  return sqlite_backend_read (
             sqlite_object_get_backend (SQLITE_OBJECT (self)), read_list, &list, error)
             ? list.ids
             : NULL;
}

gboolean
sqlite_folder_delete_found (SqliteFolder *self,
                            MapiProgress *progress,
                            GCancellable *cancellable,
                            guint32      *warning,
                            GError      **error)
{
  Work work = { .each = delete_one, .spares_queued = TRUE, .reports_unread = TRUE };

  work.ids = list_messages (self, 0, error);
  return work.ids != NULL && run_work (self, &work, progress, cancellable, warning, error);
}

/* The first failure that is not just of a message that is gone says most. */
static void
keep_failure (GError **failure, GError *error)
{
  if (*failure == NULL || g_error_matches (*failure, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_clear_error (failure);
      *failure = error;
    }
  else
    g_error_free (error);
}

/* Messages that are gone, or of which others were done, are a warning's. */
static gboolean
settle_failure (GError *failure, guint n_done, guint32 *warning, GError **error)
{
  if (failure == NULL)
    return TRUE;
  if (n_done == 0 && !g_error_matches (failure, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);
  *warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

/* The messages themselves, not more: each may bring a report with it. What fails with one message
 * keeps none of the others from being read, and is the caller's to know where none could be. */
static gboolean
sqlite_folder_set_read_flags (MapiFolder    *folder,
                              MapiEntryList *messages,
                              MapiProgress  *progress,
                              guint32        flags,
                              GCancellable  *cancellable,
                              guint32       *warning,
                              GError       **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) failure = NULL;
  guint n_done = 0;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) || !mapi_read_flag_check (flags, error))
    return FALSE;
  ids = messages != NULL ? parse_list (self, messages, error) : list_messages (self, 0, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      guint32 after;
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!sqlite_read_flag_set (
              store, g_array_index (ids, gint64, i), flags, &after, cancellable, &local))
        keep_failure (&failure, g_steal_pointer (&local));
      else if (after & MAPI_MSGFLAG_SUBMIT)
        *warning = MAPI_W_PARTIAL_COMPLETION;
      else
        n_done++;
      if (progress != NULL && !mapi_progress_tell (progress, i + 1, ids->len, error))
        return FALSE;
    }
  return settle_failure (g_steal_pointer (&failure), n_done, warning, error);
}

typedef struct
{
  gint64   folder;
  gboolean search;
  gint64   id;
  guint32  status;
  guint32  mask;
  guint32  before;
  gboolean associated;
  gboolean queued; /* the outgoing queue shows the status too */
  gint64   home;   /* the folder it lies in */
} Status;

static gboolean
find_status (SqliteDbConn *conn, Status *status, GError **error)
{
  SqliteMessageHead head;
  gboolean          inside;

  if (!sqlite_db_message_peek (conn, status->id, &head, error) ||
      !is_in_folder (conn, &head, status->folder, status->search, &inside, error))
    return FALSE;
  status->before = head.status;
  status->associated = head.associated;
  status->queued = head.queue != 0;
  status->home = head.folder;
  if (inside)
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: the message is in another folder");
  return FALSE;
}

static gboolean
read_status (SqliteDbConn *conn, gpointer data, GError **error)
{
  return find_status (conn, data, error);
}

static gboolean
write_status (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Status      *status = data;
  SqliteEvent *event;

  if (!find_status (conn, status, error))
    return FALSE;
  event = sqlite_events_add (
      events, MAPI_fnevObjectModified, MAPI_OBJECT_MESSAGE, status->id, status->home);
  event->associated = status->associated;
  event->requeued = status->queued;
  return sqlite_db_message_set_status (
      conn, status->id, (status->before & ~status->mask) | (status->status & status->mask), error);
}

static gboolean
sqlite_folder_get_message_status (MapiFolder   *folder,
                                  GBytes       *entry_id,
                                  guint32       flags,
                                  guint32      *message_status,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  Status        status = { .folder = sqlite_folder_get_id (self),
                           .search = sqlite_folder_is_search (self) };

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) ||
      !sqlite_store_parse (store, entry_id, MAPI_OBJECT_MESSAGE, &status.id, error) ||
      !sqlite_backend_read (sqlite_store_get_backend (store), read_status, &status, error))
    return FALSE;
  *message_status = status.before;
  return TRUE;
}

static gboolean
sqlite_folder_set_message_status (MapiFolder   *folder,
                                  GBytes       *entry_id,
                                  guint32       new_status,
                                  guint32       new_status_mask,
                                  guint32      *old_status,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  Status        status = { .folder = sqlite_folder_get_id (self),
                           .search = sqlite_folder_is_search (self),
                           .status = new_status,
                           .mask = new_status_mask };

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) ||
      !sqlite_store_parse (store, entry_id, MAPI_OBJECT_MESSAGE, &status.id, error) ||
      !sqlite_backend_write (
          sqlite_store_get_backend (store), SQLITE_DB_LAZY, write_status, &status, error))
    return FALSE;
  *old_status = status.before;
  return TRUE;
}

void
sqlite_folder_init_messages (MapiFolderInterface *iface)
{
  iface->copy_messages = sqlite_folder_copy_messages;
  iface->delete_messages = sqlite_folder_delete_messages;
  iface->set_read_flags = sqlite_folder_set_read_flags;
  iface->get_message_status = sqlite_folder_get_message_status;
  iface->set_message_status = sqlite_folder_set_message_status;
}
