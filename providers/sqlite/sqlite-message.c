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

/* PR_MESSAGE_FLAGS is not among them: it may be set until the message is saved. */
static const guint32 computed_tags[] = {
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_ENTRYID,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_PARENT_ENTRYID,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_MSG_STATUS,
  MAPI_PR_MESSAGE_SIZE,
  MAPI_PR_HASATTACH,
  MAPI_PR_ACCESS,
  MAPI_PR_ACCESS_LEVEL,
  MAPI_PR_CREATION_TIME,
  MAPI_PR_LAST_MODIFICATION_TIME,
  MAPI_PR_DISPLAY_TO,
  MAPI_PR_DISPLAY_CC,
  MAPI_PR_DISPLAY_BCC,
  MAPI_PR_NORMALIZED_SUBJECT,
  MAPI_PR_MESSAGE_ATTACHMENTS,
  MAPI_PR_MESSAGE_RECIPIENTS,
  MAPI_PR_SUBMIT_FLAGS,
  0,
};

/* Flags a client may give a message before it saves it the first time. */
#define SETTABLE_FLAGS                                                                             \
  (MAPI_MSGFLAG_READ | MAPI_MSGFLAG_UNMODIFIED | MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_FROMME |       \
   MAPI_MSGFLAG_RESEND | MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING)

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
  g_clear_pointer (&self->all, mapi_prop_list_unref);
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

static void
add_identity (SqliteMessage *self, MapiPropListBuilder *builder)
{
  const SqliteMessageData *data = self->data;
  SqliteBackend           *backend = sqlite_object_get_backend (SQLITE_OBJECT (self));
  const MapiUid           *uid = sqlite_backend_get_uid (backend);

  sqlite_object_add_common (SQLITE_OBJECT (self), builder);
  if (data->folder != 0)
    sqlite_add_binary (builder,
                       MAPI_PR_PARENT_ENTRYID,
                       sqlite_entry_id_new (uid, MAPI_OBJECT_FOLDER, data->folder));
  if (data->folder == 0 || data->id == 0)
    return;
  sqlite_add_binary (
      builder, MAPI_PR_ENTRYID, sqlite_entry_id_new (uid, MAPI_OBJECT_MESSAGE, data->id));
  sqlite_add_binary (
      builder, MAPI_PR_RECORD_KEY, sqlite_record_key_new (uid, MAPI_OBJECT_MESSAGE, data->id));
  sqlite_add_binary (builder, MAPI_PR_INSTANCE_KEY, sqlite_instance_key_new (data->id));
}

static void
add_state (SqliteMessage *self, MapiPropListBuilder *builder)
{
  const SqliteMessageData *data = self->data;
  guint32                  flags = data->flags;
  guint32                  access = MAPI_ACCESS_READ | (self->writable ? MAPI_ACCESS_MODIFY : 0) |
                   (data->queue == 0 ? MAPI_ACCESS_DELETE : 0);

  if (data->attachments != NULL)
    flags = data->attachments->len > 0 ? flags | MAPI_MSGFLAG_HASATTACH
                                       : flags & ~MAPI_MSGFLAG_HASATTACH;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MESSAGE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, (gint32) flags);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MSG_STATUS, (gint32) data->status);
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_HASATTACH, (flags & MAPI_MSGFLAG_HASATTACH) != 0);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_SIZE, (gint32) MIN (data->summary.size, G_MAXINT32));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, (gint32) access);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS_LEVEL, self->writable ? MAPI_MODIFY : 0);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CREATION_TIME, data->created);
  if (data->modified != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_LAST_MODIFICATION_TIME, data->modified);
}

static void
add_derived (SqliteMessage *self, MapiPropListBuilder *builder)
{
  const SqliteMessageData *data = self->data;
  const char              *subject = mapi_prop_list_get_string (data->props, MAPI_PR_SUBJECT);
  g_autoptr (MapiPropList) display = mapi_recipients_get_display_props (data->recipients);
  g_autoptr (MapiPropList) parts = NULL;

  mapi_prop_list_builder_add_list (builder, display);
  if (subject != NULL)
    {
      parts = mapi_subject_get_props (
          subject, mapi_prop_list_get_string (data->props, MAPI_PR_SUBJECT_PREFIX));
      mapi_prop_list_builder_add_list (builder, parts);
    }
  if (!mapi_prop_list_contains (data->props, MAPI_PR_MESSAGE_CLASS))
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, SQLITE_DEFAULT_CLASS);
}

static MapiPropList *
compute (SqliteMessage *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropValue) recipients = mapi_prop_value_new_object (MAPI_PR_MESSAGE_RECIPIENTS);
  g_autoptr (MapiPropValue) attachments = mapi_prop_value_new_object (MAPI_PR_MESSAGE_ATTACHMENTS);

  add_identity (self, builder);
  add_state (self, builder);
  add_derived (self, builder);
  mapi_prop_list_builder_add_value (builder, recipients);
  mapi_prop_list_builder_add_value (builder, attachments);
  sqlite_add_large_errors (builder, self->data->large);
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
sqlite_message_get_all (SqliteObject *object, GError **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  MapiPropList  *all = NULL;

  g_mutex_lock (&self->lock);
  if (sqlite_message_load (self, error))
    {
      if (self->all == NULL)
        {
          g_autoptr (MapiPropList) computed = compute (self);

          self->all = mapi_prop_list_merge (self->data->props, computed);
        }
      all = mapi_prop_list_ref (self->all);
    }
  g_mutex_unlock (&self->lock);
  return all;
}

static gboolean
sqlite_message_find_large (SqliteObject *object, guint32 tag, SqliteLarge *large)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       found;

  g_mutex_lock (&self->lock);
  found = self->data != NULL && sqlite_large_find (self->data->large, tag, large);
  g_mutex_unlock (&self->lock);
  return found;
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

static void
take_flags (SqliteMessage *self, MapiPropList *set)
{
  gint32 flags = mapi_prop_list_get_long (set, MAPI_PR_MESSAGE_FLAGS, -1);

  if (self->data->id == 0 && mapi_prop_list_contains (set, MAPI_PR_MESSAGE_FLAGS))
    self->data->flags = (self->data->flags & ~SETTABLE_FLAGS) | ((guint32) flags & SETTABLE_FLAGS);
}

/* PR_MESSAGE_FLAGS lies in a column of its own. */
static MapiPropList *
without_flags (MapiPropList *set)
{
  static const guint32 flags_tag[] = { MAPI_PR_MESSAGE_FLAGS };
  g_autoptr (MapiPropTagArray) flags = NULL;

  if (!mapi_prop_list_contains (set, MAPI_PR_MESSAGE_FLAGS))
    return mapi_prop_list_ref (set);
  flags = mapi_prop_tag_array_new (flags_tag, 1);
  return mapi_prop_list_without (set, flags);
}

/* Called with the lock held. */
static void
change_props (SqliteMessage *self, MapiPropList *set, MapiPropTagArray *removed)
{
  g_autoptr (MapiPropList) plain = set != NULL ? without_flags (set) : NULL;
  g_autoptr (MapiPropTagArray) tags = NULL;

  if (self->data->large != NULL)
    {
      tags = set != NULL ? mapi_prop_list_get_tags (plain) : mapi_prop_tag_array_ref (removed);
      sqlite_large_remove_tags (&self->data->large, tags);
    }
  if (set != NULL)
    take_flags (self, set);
  sqlite_message_set_props (self,
                            set != NULL ? mapi_prop_list_merge (self->data->props, plain)
                                        : mapi_prop_list_without (self->data->props, removed));
}

static gboolean
sqlite_message_change (SqliteObject     *object,
                       MapiPropList     *set,
                       MapiPropTagArray *removed,
                       GError          **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       loaded;

  g_mutex_lock (&self->lock);
  loaded = sqlite_message_load (self, error);
  if (loaded)
    change_props (self, set, removed);
  g_mutex_unlock (&self->lock);
  return loaded;
}

static gboolean
sqlite_message_set_large (SqliteObject *object, const SqliteLarge *large, GError **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       loaded;

  g_mutex_lock (&self->lock);
  loaded = sqlite_message_load (self, error);
  if (loaded)
    {
      g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&large->tag, 1);
      GBytes *before = self->data->large;

      self->data->large = sqlite_large_add (before, large);
      g_clear_pointer (&before, g_bytes_unref);
      sqlite_message_set_props (self, mapi_prop_list_without (self->data->props, tags));
    }
  g_mutex_unlock (&self->lock);
  return loaded;
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
  g_clear_pointer (&self->all, mapi_prop_list_unref);
  g_clear_object (&self->attach);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sqlite_message_parent_class)->finalize (object);
}

static void
sqlite_message_class_init (SqliteMessageClass *klass)
{
  SqliteObjectClass *object_class = SQLITE_OBJECT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sqlite_message_finalize;
  object_class->computed = computed_tags;
  object_class->get_all = sqlite_message_get_all;
  object_class->find_large = sqlite_message_find_large;
  object_class->check_writable = sqlite_message_check_writable;
  object_class->change = sqlite_message_change;
  object_class->set_large = sqlite_message_set_large;
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
