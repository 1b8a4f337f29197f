/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-attach.h"
#include "sqlite-db-attachments.h"
#include "sqlite-db-messages.h"
#include "sqlite-entry-id.h"
#include "sqlite-message-private.h"
#include "sqlite-store.h"

static void sqlite_message_iface_init (MapiMessageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteMessage,
                               sqlite_message,
                               SQLITE_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE, sqlite_message_iface_init))

static gboolean
read_data (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteMessage *self = data;

  self->data = sqlite_db_message_load (conn, self->id, error);
  return self->data != NULL;
}

static gboolean
read_attachments (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteMessage *self = data;
  GPtrArray     *attachments = sqlite_db_attachments_load (conn, self->data->id, error);

  if (attachments == NULL)
    return FALSE;
  sqlite_message_data_set_attachments (self->data, attachments);
  return TRUE;
}

static guint32
find_next_row_id (MapiRowSet *recipients)
{
  guint32 next = 0;

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      guint32 id = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ROWID, 0);

      next = MAX (next, id + 1);
    }
  return next;
}

static void
take_data (SqliteMessage *self, SqliteMessageData *data)
{
  self->data = data;
  self->next_row_id = find_next_row_id (data->recipients);
}

gboolean
sqlite_message_load (SqliteMessage *self, GError **error)
{
  if (self->data != NULL)
    return TRUE;
  if (!sqlite_backend_read (
          sqlite_object_get_backend (SQLITE_OBJECT (self)), read_data, self, error))
    return FALSE;
  take_data (self, self->data);
  return TRUE;
}

gboolean
sqlite_message_load_attachments (SqliteMessage *self, GError **error)
{
  guint n;

  if (!sqlite_message_load (self, error))
    return FALSE;
  if (self->data->attachments != NULL)
    return TRUE;
  if (self->data->id == 0 || (self->data->flags & MAPI_MSGFLAG_HASATTACH) == 0)
    self->data->attachments =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_attach_data_unref);
  else if (!sqlite_backend_read (
               sqlite_object_get_backend (SQLITE_OBJECT (self)), read_attachments, self, error))
    return FALSE;

  n = self->data->attachments->len;
  if (n > 0)
    self->next_attachment =
        MAX (self->next_attachment,
             ((SqliteAttachData *) self->data->attachments->pdata[n - 1])->number + 1);
  return TRUE;
}

void
sqlite_message_touch (SqliteMessage *self)
{
  self->dirty = TRUE;
  sqlite_message_forget_props (self);
}

/* Takes over @props. */
void
sqlite_message_set_props (SqliteMessage *self, MapiPropList *props)
{
  mapi_prop_list_unref (self->data->props);
  self->data->props = props;
  self->data->content_changed = TRUE;
  sqlite_message_touch (self);
}

/* Takes over @recipients. */
void
sqlite_message_set_recipients (SqliteMessage *self, MapiRowSet *recipients)
{
  mapi_row_set_unref (self->data->recipients);
  self->data->recipients = recipients;
  sqlite_message_touch (self);
}

gboolean
sqlite_message_check_access (SqliteMessage *self, GError **error)
{
  gboolean writable;
  gboolean queued;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return FALSE;
  g_mutex_lock (&self->lock);
  writable = self->writable;
  queued = self->data != NULL && self->data->queue != 0;
  g_mutex_unlock (&self->lock);
  if (!writable)
    g_set_error_literal (error,
                         MAPI_ERROR,
                         queued ? MAPI_E_SUBMITTED : MAPI_E_NO_ACCESS,
                         queued ? "sqlite: the message was submitted"
                                : "sqlite: the message was opened for reading");
  return writable;
}

static gboolean
sqlite_message_check_writable (SqliteObject *object, GError **error)
{
  return sqlite_message_check_access (SQLITE_MESSAGE (object), error);
}

gint64
sqlite_message_get_id (SqliteMessage *self)
{
  gint64 id;

  g_mutex_lock (&self->lock);
  id = self->id;
  g_mutex_unlock (&self->lock);
  return id;
}

gboolean
sqlite_message_is_writable (SqliteMessage *self)
{
  gboolean writable;

  g_mutex_lock (&self->lock);
  writable = self->writable;
  g_mutex_unlock (&self->lock);
  return writable;
}

/* 0 where nobody knows: the message cannot be read. */
guint32
sqlite_message_get_code_page (SqliteMessage *self)
{
  guint32 code_page;

  g_mutex_lock (&self->lock);
  code_page = sqlite_message_load (self, NULL) ? mapi_code_page_of_message (self->data->props) : 0;
  g_mutex_unlock (&self->lock);
  return code_page;
}

static void
sqlite_message_iface_init (MapiMessageInterface *iface)
{
  sqlite_message_init_parts (iface);
  iface->submit_message = sqlite_message_submit;
}

static void
sqlite_message_finalize (GObject *object)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);

  g_clear_pointer (&self->data, sqlite_message_data_free);
  sqlite_message_forget_props (self);
  sqlite_message_forget_text (self);
  g_clear_object (&self->attach);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sqlite_message_parent_class)->finalize (object);
}

static void
sqlite_message_class_init (SqliteMessageClass *klass)
{
  SqliteObjectClass *object_class = SQLITE_OBJECT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sqlite_message_finalize;
  sqlite_message_init_props (object_class);
  object_class->check_writable = sqlite_message_check_writable;
  object_class->save = sqlite_message_save;
  object_class->open_object = sqlite_message_open_object;
}

static void
sqlite_message_init (SqliteMessage *self)
{
  g_mutex_init (&self->lock);
}

SqliteMessage *
sqlite_message_new_handle (SqliteStore *store, gint64 id, gboolean writable)
{
  SqliteMessage *self = g_object_new (SQLITE_TYPE_MESSAGE, NULL);

  sqlite_object_set_store (SQLITE_OBJECT (self), store);
  self->id = id;
  self->writable = writable;
  self->may_submit = writable;
  return self;
}

/* What a message has from the beginning (R522). */
static SqliteMessageData *
new_data (gint64 folder, gboolean associated)
{
  SqliteMessageData *data = sqlite_message_data_new ();
  g_autoptr (MapiUid) key = mapi_uid_new ();
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (key);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_SEARCH_KEY, bytes);

  mapi_prop_list_unref (data->props);
  data->props = mapi_prop_list_new_from_value (value);
  data->folder = folder;
  data->associated = associated;
  data->created = mapi_filetime_from_unix_usec (g_get_real_time ());
  data->flags =
      MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_UNMODIFIED | (associated ? MAPI_MSGFLAG_ASSOCIATED : 0);
  return data;
}

SqliteMessage *
sqlite_message_new (SqliteStore *store, gint64 folder, gboolean associated)
{
  SqliteMessage *self = sqlite_message_new_handle (store, 0, TRUE);

  self->data = new_data (folder, associated);
  return self;
}

SqliteMessage *
sqlite_message_new_embedded (SqliteAttach *attach, SqliteMessageData *data, gboolean writable)
{
  SqliteStore   *store = sqlite_object_get_store (SQLITE_OBJECT (attach));
  SqliteMessage *self = sqlite_message_new_handle (store, data != NULL ? data->id : 0, writable);

  self->attach = g_object_ref (attach);
  take_data (self, data != NULL ? data : new_data (0, FALSE));
  self->may_submit = FALSE;
  return self;
}

typedef struct
{
  gint64             id;
  SqliteMessageHead  head;
  gboolean           is_spooler;
  SqliteMessageData *data;
} Peek;

/* The spooler opens a message of the queue to read it. */
static gboolean
peek (SqliteDbConn *conn, gpointer data, GError **error)
{
  Peek *self = data;

  if (!sqlite_db_message_peek (conn, self->id, &self->head, error))
    return FALSE;
  if (self->is_spooler && self->head.queue != 0)
    self->data = sqlite_db_message_load (conn, self->id, NULL);
  return TRUE;
}

/* Clients get what waits to be sent for reading only, and nothing of what the spooler works on
 * (R030, R032, R033). */
static gboolean
check_queued (SqliteStore *store, gint64 id, guint32 flags, GError **error)
{
  SqliteLocks *locks = sqlite_backend_get_locks (sqlite_store_get_backend (store));

  if ((flags & MAPI_MODIFY) && !(flags & MAPI_BEST_ACCESS))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_SUBMITTED, "sqlite: the message waits to be sent");
      return FALSE;
    }
  if (sqlite_locks_get_message (locks, id) != SQLITE_LOCK_NONE)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "sqlite: the message is being sent");
      return FALSE;
    }
  return TRUE;
}

MapiProp *
sqlite_message_open (SqliteStore *store, gint64 id, guint32 flags, GError **error)
{
  Peek           peeked = { .id = id, .is_spooler = sqlite_store_is_spooler (store) };
  gboolean       writable = (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) != 0;
  gboolean       guarded;
  SqliteMessage *self;

  if (!sqlite_backend_read (sqlite_store_get_backend (store), peek, &peeked, error))
    return NULL;
  if (peeked.head.folder == 0)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: the message is inside another one");
      g_clear_pointer (&peeked.data, sqlite_message_data_free);
      return NULL;
    }
  guarded = peeked.head.queue != 0 && !peeked.is_spooler;
  if (guarded && !check_queued (store, id, flags, error))
    return NULL;
  self = sqlite_message_new_handle (store, id, writable && !guarded);
  if (peeked.data != NULL)
    take_data (self, peeked.data);
  return MAPI_PROP (self);
}

SqliteAttachData *
sqlite_message_dup_attachment (SqliteMessage *self, guint32 number, GError **error)
{
  SqliteAttachData *found = NULL;

  g_mutex_lock (&self->lock);
  if (sqlite_message_load_attachments (self, error))
    {
      found = sqlite_message_data_find (self->data, number);
      if (found != NULL)
        sqlite_attach_data_ref (found);
      else
        g_set_error (error,
                     MAPI_ERROR,
                     MAPI_E_NOT_FOUND,
                     "sqlite: the message has no attachment %u",
                     number);
    }
  g_mutex_unlock (&self->lock);
  return found;
}

gboolean
sqlite_message_put_attachment (SqliteMessage *self, SqliteAttachData *attachment, GError **error)
{
  gboolean loaded;

  if (!sqlite_message_check_access (self, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  loaded = sqlite_message_load_attachments (self, error);
  if (loaded)
    {
      sqlite_message_data_replace (self->data, attachment);
      sqlite_message_touch (self);
    }
  g_mutex_unlock (&self->lock);
  return loaded;
}
