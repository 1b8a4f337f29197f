/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-attach.h"
#include "sqlite-deferred.h"
#include "sqlite-db-attachments.h"
#include "sqlite-db-messages.h"
#include "sqlite-message-private.h"
#include "sqlite-store.h"

/* What FinishedMsg will want to know (R069, R070). */
static void
describe_sending (SqliteMessage *self, SqliteQueueEntry *entry)
{
  MapiPropList *props = self->data->props;
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  g_autoptr (GBytes) folder = mapi_prop_list_get_bytes (props, MAPI_PR_SENTMAIL_ENTRYID);
  g_autoptr (GError) error = NULL;

  entry->discard = mapi_prop_list_get_boolean (props, MAPI_PR_DELETE_AFTER_SUBMIT, FALSE);
  if (folder != NULL &&
      !sqlite_store_parse (store, folder, MAPI_OBJECT_FOLDER, &entry->sent_folder, &error))
    {
      g_message ("sqlite: the folder for sent mail is not used: %s", error->message);
      entry->sent_folder = 0;
    }
}

static guint32
adjust_flags (SqliteMessage *self, guint32 flags)
{
  const SqliteMessageData *data = self->data;

  if (data->attachments == NULL)
    return flags;
  return data->attachments->len > 0 ? flags | MAPI_MSGFLAG_HASATTACH
                                    : flags & ~MAPI_MSGFLAG_HASATTACH;
}

/* Mail that arrives is unread, and unmodified until somebody changes it (R519); with a wish for a
 * report it owes that until it is read or deleted. */
static guint32
receive_flags (SqliteMessage *self, guint32 flags)
{
  MapiPropList *props = self->data->props;

  if (self->data->id != 0 ||
      !sqlite_store_is_spooler (sqlite_object_get_store (SQLITE_OBJECT (self))))
    return flags;
  if ((flags & MAPI_MSGFLAG_UNSENT) == 0)
    flags = (flags & ~MAPI_MSGFLAG_READ) | MAPI_MSGFLAG_UNMODIFIED;
  if (mapi_prop_list_get_boolean (props, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE))
    flags |= MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING;
  if (mapi_prop_list_get_boolean (props, MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED, FALSE))
    flags |= MAPI_MSGFLAG_NRN_PENDING;
  return flags;
}

typedef struct
{
  gint64  message;
  guint64 size;
} Measure;

static gboolean
measure_attachments (SqliteDbConn *conn, gpointer data, GError **error)
{
  Measure *measure = data;

  return sqlite_db_attachments_measure (conn, measure->message, &measure->size, error);
}

/* What the attachments weigh that nobody has looked at. */
static gboolean
add_attachments (SqliteMessage *self, GError **error)
{
  SqliteMessageData *data = self->data;
  Measure            measure = { .message = data->id };

  if (data->attachments != NULL || (data->flags & MAPI_MSGFLAG_HASATTACH) == 0)
    return TRUE;
  if (!sqlite_backend_read (
          sqlite_object_get_backend (SQLITE_OBJECT (self)), measure_attachments, &measure, error))
    return FALSE;
  data->summary.size += measure.size;
  return TRUE;
}

/* Called with the lock held and the attachments loaded where the content has changed. */
gboolean
sqlite_message_prepare_save (SqliteMessage *self, SqliteMessageSave *save, GError **error)
{
  if (!sqlite_message_settle_text (self, error))
    return FALSE;
  self->data->modified = mapi_filetime_from_unix_usec (g_get_real_time ());
  self->data->flags = receive_flags (self, adjust_flags (self, self->data->flags));
  sqlite_message_data_summarize (self->data);
  save->self = self;
  save->folder = self->data->folder;
  save->change = self->data->change;
  describe_sending (self, &save->entry);
  return add_attachments (self, error);
}

static void
add_events (SqliteMessage *self, SqliteEvents *events, guint32 type, const SqliteMessageSave *save)
{
  const SqliteMessageData *data = self->data;
  SqliteEvent             *event;

  event = sqlite_events_add (events, type, MAPI_OBJECT_MESSAGE, save->id, save->folder);
  event->associated = data->associated;
  event->queued = save->submit ? save->entry.seq : 0;
  event->requeued = !save->submit && data->queue != 0 && save->then == NULL;
  if (type == MAPI_fnevObjectCreated)
    sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, save->folder, 0);
}

/* Here, and not before: what was deferred may be lost while this is on its way to be committed with
 * it. */
static gboolean
check_lost (const SqliteMessageSave *save, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (save->self));

  return (save->flags & MAPI_DEFERRED_ERRORS) != 0 ||
         sqlite_lost_tell (sqlite_store_get_lost (store), error);
}

static gboolean
store_new (SqliteDbConn *conn, SqliteEvents *events, SqliteMessageSave *save, GError **error)
{
  if (!sqlite_db_message_insert (conn, save->self->data, &save->id, error))
    return FALSE;
  save->entry.message = save->id;
  if (save->submit && !sqlite_db_queue_add (conn, &save->entry, error))
    return FALSE;
  add_events (save->self, events, MAPI_fnevObjectCreated, save);
  return TRUE;
}

static gboolean
check_head (SqliteMessageSave *save, const SqliteMessageHead *head, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (save->self));

  if (head->queue != 0 && !sqlite_store_is_spooler (store))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_SUBMITTED, "sqlite: the message waits to be sent");
      return FALSE;
    }
  if (head->change != save->self->data->change && !(save->flags & MAPI_FORCE_SAVE))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_OBJECT_CHANGED,
                           "sqlite: somebody else has changed the message since it was opened");
      return FALSE;
    }
  return TRUE;
}

/* A message that is submitted for the second time has been preprocessed: it keeps its place. */
static SqliteQueueEntry
renew_entry (const SqliteQueueEntry *stored, const SqliteMessageSave *save)
{
  SqliteQueueEntry entry = *stored;

  entry.sent_folder = save->entry.sent_folder;
  entry.discard = save->entry.discard;
  if (save->submit)
    entry.flags = save->entry.flags;
  return entry;
}

static gboolean
store_queue (SqliteDbConn            *conn,
             const SqliteMessageHead *head,
             SqliteMessageSave       *save,
             GError                 **error)
{
  SqliteQueueEntry stored;

  if (head->queue == 0)
    return !save->submit || sqlite_db_queue_add (conn, &save->entry, error);
  if (!sqlite_db_queue_find (conn, head->queue, &stored, error))
    return FALSE;
  save->entry = renew_entry (&stored, save);
  return sqlite_db_queue_equal (&save->entry, &stored) ||
         sqlite_db_queue_update (conn, &save->entry, error);
}

static gboolean
store_again (SqliteDbConn *conn, SqliteEvents *events, SqliteMessageSave *save, GError **error)
{
  SqliteMessage    *self = save->self;
  SqliteMessageHead head;
  guint32           flags;

  save->id = self->data->id;
  save->entry.message = save->id;
  if (!sqlite_db_message_peek (conn, save->id, &head, error) || !check_head (save, &head, error))
    return FALSE;
  save->folder = head.folder;
  save->change = head.change;
  flags = adjust_flags (self, head.flags) & ~MAPI_MSGFLAG_UNMODIFIED;
  if (save->submit)
    flags |= MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT;
  if (!sqlite_db_message_update (conn, self->data, error) ||
      !sqlite_db_message_set_flags (conn, &head, flags, error) ||
      !store_queue (conn, &head, save, error))
    return FALSE;
  add_events (self, events, MAPI_fnevObjectModified, save);
  return TRUE;
}

gboolean
sqlite_message_store (SqliteDbConn      *conn,
                      SqliteEvents      *events,
                      SqliteMessageSave *save,
                      GError           **error)
{
  g_autoptr (GError) local = NULL;

  if (!check_lost (save, error))
    return FALSE;
  if (save->self->data->id == 0)
    return store_new (conn, events, save, error);
  if (store_again (conn, events, save, &local))
    return TRUE;
  if (g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    local->code = MAPI_E_OBJECT_DELETED;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Called with the lock held. What was stored is what is in memory now, but the attachments got
 * identifiers. */
void
sqlite_message_finish_save (SqliteMessage *self, const SqliteMessageSave *save)
{
  SqliteMessageData *data = self->data;

  if (data->id != 0)
    data->flags &= ~MAPI_MSGFLAG_UNMODIFIED;
  self->id = save->id;
  data->id = save->id;
  data->folder = save->folder;
  data->change = save->change + 1;
  data->content_changed = FALSE;
  g_clear_pointer (&data->attachments, g_ptr_array_unref);
  g_clear_pointer (&data->stored, g_ptr_array_unref);
  sqlite_message_forget_props (self);
  sqlite_message_forget_text (self);
  self->dirty = FALSE;
}

static gboolean
run_save (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  SqliteMessageSave *save = data;

  return sqlite_message_store (conn, events, save, error) &&
         (save->then == NULL || save->then (conn, events, save->then_data, error));
}

/* What the spooler notes on a message in the queue becomes durable with what it does next. */
static SqliteDbSafety
choose_safety (SqliteMessage *self)
{
  gboolean spooler = sqlite_store_is_spooler (sqlite_object_get_store (SQLITE_OBJECT (self)));

  return spooler && self->data->queue != 0 ? SQLITE_DB_LAZY : SQLITE_DB_DURABLE;
}

/* A message that is new and stands by itself: all there is to fail is that its folder has gone. */
static gboolean
fails_clean (const SqliteMessageData *data)
{
  return data->id == 0 && data->large == NULL &&
         (data->attachments == NULL || data->attachments->len == 0);
}

static gboolean
write_or_defer (SqliteMessage *self, SqliteMessageSave *save, GError **error)
{
  SqliteStore   *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  SqliteBackend *backend = sqlite_store_get_backend (store);

  if (save->flags & MAPI_DEFERRED_ERRORS)
    return sqlite_backend_defer (
        backend, run_save, fails_clean (self->data), save, sqlite_store_get_lost (store), error);
  return sqlite_backend_write (backend, choose_safety (self), run_save, save, error);
}

/* Called with the lock held. */
static gboolean
write_message (SqliteMessage *self, SqliteMessageSave *save, GError **error)
{
  if (self->data->content_changed && !sqlite_message_load_attachments (self, error))
    return FALSE;
  if (!sqlite_message_prepare_save (self, save, error) || !write_or_defer (self, save, error))
    return FALSE;
  sqlite_message_finish_save (self, save);
  return TRUE;
}

/* The last that the spooler notes on a message waits for FinishedMsg. */
static gboolean
defer_save (SqliteMessage *self)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (self));

  if (!sqlite_store_is_spooler (store) || self->data->queue == 0)
    return FALSE;
  sqlite_deferred_put (sqlite_store_get_deferred (store), self->data->id, self);
  return TRUE;
}

/* Called with the lock held. */
static gboolean
save_message (SqliteMessage *self, guint32 flags, GError **error)
{
  SqliteMessageSave save = { .flags = flags };

  if (!sqlite_message_load (self, error))
    return FALSE;
  if (!self->dirty && self->data->id != 0)
    return TRUE;
  if ((flags & MAPI_DEFERRED_ERRORS) && defer_save (self))
    return TRUE;
  return write_message (self, &save, error);
}

/* A message inside an attachment is stored with the message that has the attachment. */
static gboolean
save_embedded (SqliteMessage *self, GError **error)
{
  SqliteMessageSave save = { 0 };
  g_autoptr (SqliteMessageData) copy = NULL;

  g_mutex_lock (&self->lock);
  if (sqlite_message_load_attachments (self, error) &&
      sqlite_message_prepare_save (self, &save, error))
    {
      sqlite_message_forget_text (self);
      copy = sqlite_message_data_copy (self->data);
      sqlite_message_data_summarize (copy);
      self->dirty = FALSE;
      sqlite_message_forget_props (self);
    }
  g_mutex_unlock (&self->lock);
  return copy != NULL && sqlite_attach_take_embedded (self->attach, g_steal_pointer (&copy), error);
}

gboolean
sqlite_message_save (SqliteObject *object, guint32 flags, GCancellable *cancellable, GError **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       saved;

  if (!sqlite_message_check_access (self, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->attach != NULL)
    saved = save_embedded (self, error);
  else
    {
      g_mutex_lock (&self->lock);
      saved = save_message (self, flags, error);
      g_mutex_unlock (&self->lock);
    }
  if (saved && !(flags & MAPI_KEEP_OPEN_READWRITE))
    {
      g_mutex_lock (&self->lock);
      self->writable = FALSE;
      sqlite_message_forget_props (self);
      g_mutex_unlock (&self->lock);
    }
  return saved;
}

gboolean
sqlite_message_save_pending (SqliteMessage *self, GError **error)
{
  gboolean saved;

  g_mutex_lock (&self->lock);
  saved = !self->dirty || save_message (self, 0, error);
  g_mutex_unlock (&self->lock);
  return saved;
}

gboolean
sqlite_message_save_and (SqliteMessage *self, SqliteBackendFunc then, gpointer data, GError **error)
{
  SqliteMessageSave save = { .then = then, .then_data = data };
  gboolean          saved;

  g_mutex_lock (&self->lock);
  saved = self->dirty ? write_message (self, &save, error)
                      : sqlite_backend_write (sqlite_object_get_backend (SQLITE_OBJECT (self)),
                                              SQLITE_DB_LAZY,
                                              then,
                                              data,
                                              error);
  g_mutex_unlock (&self->lock);
  return saved;
}
