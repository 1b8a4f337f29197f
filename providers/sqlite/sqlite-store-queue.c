/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue: what the spooler does with it, and how a client takes a message back. */

#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-queue.h"
#include "sqlite-message.h"
#include "sqlite-store.h"
#include "sqlite-table.h"

typedef struct
{
  gint64   id;
  gboolean taken_over; /* by a hook */
} Finish;

static gboolean
fail_not_queued (GError **error)
{
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE, "sqlite: the message is not in the outgoing queue");
  return FALSE;
}

static gboolean
check_no_flags (const char *method, guint32 flags, GError **error)
{
  if (flags == 0)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNKNOWN_FLAGS,
               "sqlite: %s knows no flags, and was given 0x%08x",
               method,
               flags);
  return FALSE;
}

/* Anybody may look at what waits. */
static MapiTable *
sqlite_store_get_outgoing_queue (MapiMsgStore *store,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  static const SqliteRowSource source = { .queue = TRUE };

  if (!sqlite_store_check (SQLITE_STORE (store), error) ||
      !check_no_flags ("GetOutgoingQueue", flags & ~MAPI_UNICODE, error))
    return NULL;
  return MAPI_TABLE (sqlite_table_new (SQLITE_STORE (store), &source));
}

static gboolean
check_queued (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteMessageHead head;

  return sqlite_db_message_peek (conn, *(gint64 *) data, &head, error) &&
         (head.queue != 0 || fail_not_queued (error));
}

/* Looks after it has the lock: until then a client may have taken the message back. A message that
 * is locked is not locked again, by whomever: nothing is sent twice because two want to. */
static gboolean
lock_message (SqliteStore *self, gint64 id, GError **error)
{
  SqliteBackend *backend = sqlite_store_get_backend (self);
  SqliteLocks   *locks = sqlite_backend_get_locks (backend);

  if (!sqlite_locks_lock_message (locks, id))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "sqlite: the message is locked already");
      return FALSE;
    }
  if (sqlite_backend_read (backend, check_queued, &id, error))
    return TRUE;
  sqlite_locks_unlock_message (locks, id);
  return FALSE;
}

/* What was changed before is kept (R130). */
static gboolean
sqlite_store_set_lock_state (MapiMsgStore *store,
                             MapiMessage  *message,
                             guint32       lock_state,
                             GCancellable *cancellable,
                             GError      **error)
{
  SqliteStore *self = SQLITE_STORE (store);
  g_autoptr (SqliteMessage) deferred = NULL;
  gboolean saved;
  gint64   id;

  if (!sqlite_store_check_spooler (self, "SetLockState", error))
    return FALSE;
  if (!SQLITE_IS_MESSAGE (message) ||
      sqlite_object_get_backend (SQLITE_OBJECT (message)) != sqlite_store_get_backend (self))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "sqlite: SetLockState: the message is not one of this store");
      return FALSE;
    }
  id = sqlite_message_get_id (SQLITE_MESSAGE (message));
  deferred = sqlite_deferred_take (sqlite_store_get_deferred (self), id);
  saved = sqlite_message_save_pending (SQLITE_MESSAGE (message), error);
  if (lock_state == MAPI_MSG_LOCKED)
    return saved && lock_message (self, id, error);
  sqlite_locks_unlock_message (sqlite_backend_get_locks (sqlite_store_get_backend (self)), id);
  return saved;
}

/* What a message is to become that leaves the queue. */
typedef struct
{
  SqliteDbConn     *conn;
  SqliteEvents     *events;
  SqliteMessageHead head;
  guint32           flags;
} Leaving;

static SqliteEvent *
add_event (Leaving *self, guint32 type, gint64 id, gint64 folder)
{
  return sqlite_events_add (self->events, type, MAPI_OBJECT_MESSAGE, id, folder);
}

static gboolean
leave (Leaving *self, GError **error)
{
  return sqlite_db_message_unqueue (self->conn, &self->head, self->flags, error);
}

static gboolean
delete_sent (Leaving *self, GError **error)
{
  add_event (self, MAPI_fnevObjectDeleted, self->head.id, self->head.folder);
  return sqlite_db_message_delete (self->conn, self->head.id, NULL, error);
}

/* The copy is what stays; the message that was submitted goes. */
static gboolean
copy_and_delete (Leaving *self, gint64 folder, GError **error)
{
  gint64 copy;

  if (!leave (self, error) ||
      !sqlite_db_message_copy (self->conn, self->head.id, folder, &copy, error))
    return FALSE;
  add_event (self, MAPI_fnevObjectCopied, copy, folder)->old_id = self->head.id;
  return delete_sent (self, error);
}

static gboolean
move_sent (Leaving *self, gint64 folder, GError **error)
{
  add_event (self, MAPI_fnevObjectMoved, self->head.id, folder)->old_parent = self->head.folder;
  return sqlite_db_message_file (self->conn, &self->head, self->flags, folder, error);
}

/* Where the message ends up, by its properties (D2, R069, R070, R119 to R122). A folder that was
 * deleted in the meantime is no reason to keep the message in the queue. */
static gboolean
put_away (Leaving *self, const SqliteQueueEntry *entry, GError **error)
{
  gboolean has_folder = FALSE;

  if (entry->sent_folder != 0 &&
      !sqlite_db_folder_exists (self->conn, entry->sent_folder, &has_folder, error))
    return FALSE;
  if (has_folder && entry->discard)
    return copy_and_delete (self, entry->sent_folder, error);
  if (entry->discard)
    return delete_sent (self, error);
  if (has_folder && entry->sent_folder != self->head.folder)
    return move_sent (self, entry->sent_folder, error);
  add_event (self, MAPI_fnevObjectModified, self->head.id, self->head.folder);
  return leave (self, error);
}

static gboolean
begin_leaving (Leaving *self, gint64 id, guint32 set, guint32 clear, GError **error)
{
  SqliteMessageHead *head = &self->head;

  if (!sqlite_db_message_peek (self->conn, id, head, error))
    return FALSE;
  if (head->queue == 0)
    return fail_not_queued (error);
  self->flags = (head->flags | set) & ~clear;
  return TRUE;
}

static gboolean
run_finish (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Finish          *finish = data;
  Leaving          leaving = { conn, events };
  SqliteQueueEntry entry;

  if (!begin_leaving (&leaving,
                      finish->id,
                      MAPI_MSGFLAG_READ,
                      MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT,
                      error) ||
      !sqlite_db_queue_find (conn, leaving.head.queue, &entry, error) ||
      !sqlite_db_queue_remove (conn, leaving.head.queue, error))
    return FALSE;
  add_event (&leaving, 0, leaving.head.id, leaving.head.folder)->unqueued = leaving.head.queue;
  return finish->taken_over ? leave (&leaving, error) : put_away (&leaving, &entry, error);
}

/* What is locked here was in the queue when it was locked, and nobody else may take it out. */
static gboolean
make_sure_of_queued (SqliteBackend *backend, gint64 id, GError **error)
{
  return sqlite_locks_get_message (sqlite_backend_get_locks (backend), id) == SQLITE_LOCK_HERE ||
         sqlite_backend_read (backend, check_queued, &id, error);
}

/* Hooks see the message before it goes anywhere (R068, R111). */
static gboolean
run_hooks (SqliteStore   *self,
           SqliteMessage *message,
           gboolean      *taken_over,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GError) local = NULL;

  if (mapi_support_do_sent_mail (sqlite_store_get_support (self),
                                 0,
                                 MAPI_MESSAGE (message),
                                 taken_over,
                                 cancellable,
                                 &local) ||
      g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What the spooler has noted last on the message, and what hooks change of it, goes into the same
 * transaction (D26). */
static gboolean
finish (SqliteStore *self, gint64 id, GCancellable *cancellable, GError **error)
{
  SqliteDeferred *all = sqlite_store_get_deferred (self);
  g_autoptr (SqliteMessage) deferred = sqlite_deferred_take (all, id);
  g_autoptr (SqliteMessage) message =
      deferred != NULL ? g_object_ref (deferred) : sqlite_message_new_handle (self, id, TRUE);
  Finish finish = { .id = id };

  if (run_hooks (self, message, &finish.taken_over, cancellable, error))
    {
      mapi_step (MAPI_STEP_FINISH_JUDGED);
      if (!sqlite_message_save_and (message, run_finish, &finish, error))
        return FALSE;
      mapi_step (MAPI_STEP_FINISH_STORED);
      return TRUE;
    }
  if (deferred != NULL)
    sqlite_deferred_put (all, id, deferred);
  return FALSE;
}

/* Unlocked at first (R067), and still kept from whoever wants to take it back: it is sent. What
 * fails leaves all as it was. */
static gboolean
sqlite_store_finished_msg (
    MapiMsgStore *store, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  SqliteStore   *self = SQLITE_STORE (store);
  SqliteBackend *backend = sqlite_store_get_backend (self);
  SqliteLocks   *locks = sqlite_backend_get_locks (backend);
  gint64         id;
  gboolean       finished;

  if (!sqlite_store_check_spooler (self, "FinishedMsg", error) ||
      !check_no_flags ("FinishedMsg", flags, error) ||
      !sqlite_store_parse (self, entry_id, MAPI_OBJECT_MESSAGE, &id, error) ||
      !make_sure_of_queued (backend, id, error))
    return FALSE;
  sqlite_locks_begin_finish (locks, id);
  finished = finish (self, id, cancellable, error);
  sqlite_locks_end_finish (locks, id, finished);
  return finished;
}

static gboolean
run_abort (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Leaving leaving = { conn, events };

  if (!begin_leaving (
          &leaving, *(gint64 *) data, MAPI_MSGFLAG_UNSENT, MAPI_MSGFLAG_SUBMIT, error) ||
      !sqlite_db_queue_remove (conn, leaving.head.queue, error))
    return FALSE;
  add_event (&leaving, MAPI_fnevObjectModified, leaving.head.id, leaving.head.folder)->unqueued =
      leaving.head.queue;
  return leave (&leaving, error);
}

/* Holds the lock meanwhile, so that the spooler does not begin (R126, D18, D25). */
static gboolean
sqlite_store_abort_submit (
    MapiMsgStore *store, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error)
{
  SqliteStore   *self = SQLITE_STORE (store);
  SqliteBackend *backend = sqlite_store_get_backend (self);
  SqliteLocks   *locks = sqlite_backend_get_locks (backend);
  gint64         id;
  gboolean       aborted;

  if (!sqlite_store_check (self, error) || !check_no_flags ("AbortSubmit", flags, error) ||
      !sqlite_store_parse (self, entry_id, MAPI_OBJECT_MESSAGE, &id, error) ||
      !sqlite_backend_read (backend, check_queued, &id, error))
    return FALSE;
  if (!sqlite_locks_lock_message (locks, id))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT, "sqlite: the message is being sent");
      return FALSE;
    }
  aborted = sqlite_backend_write (backend, SQLITE_DB_DURABLE, run_abort, &id, error);
  sqlite_locks_unlock_message (locks, id);
  return aborted;
}

void
sqlite_store_init_queue (MapiMsgStoreInterface *iface)
{
  iface->abort_submit = sqlite_store_abort_submit;
  iface->get_outgoing_queue = sqlite_store_get_outgoing_queue;
  iface->set_lock_state = sqlite_store_set_lock_state;
  iface->finished_msg = sqlite_store_finished_msg;
}
