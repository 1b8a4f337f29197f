/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Recipients, attachments and the read flag of a message. */

#include "sqlite-attach.h"
#include "sqlite-message-private.h"
#include "sqlite-read-flag.h"
#include "sqlite-store.h"

static const guint32 recipient_columns[] = {
  MAPI_PR_ROWID,         MAPI_PR_RECIPIENT_TYPE, MAPI_PR_DISPLAY_NAME,   MAPI_PR_ADDRTYPE,
  MAPI_PR_EMAIL_ADDRESS, MAPI_PR_ENTRYID,        MAPI_PR_SEARCH_KEY,     MAPI_PR_OBJECT_TYPE,
  MAPI_PR_DISPLAY_TYPE,  MAPI_PR_RESPONSIBILITY, MAPI_PR_SPOOLER_STATUS,
};

static const guint32 attachment_columns[] = {
  MAPI_PR_ATTACH_NUM,        MAPI_PR_INSTANCE_KEY,
  MAPI_PR_RECORD_KEY,        MAPI_PR_RENDERING_POSITION,
  MAPI_PR_ATTACH_SIZE,       MAPI_PR_ATTACH_METHOD,
  MAPI_PR_ATTACH_FILENAME,   MAPI_PR_ATTACH_LONG_FILENAME,
  MAPI_PR_ATTACH_EXTENSION,  MAPI_PR_ATTACH_MIME_TAG,
  MAPI_PR_ATTACH_CONTENT_ID, MAPI_PR_DISPLAY_NAME,
  MAPI_PR_ATTACH_ENCODING,   MAPI_PR_ATTACH_TAG,
  MAPI_PR_CREATION_TIME,     MAPI_PR_LAST_MODIFICATION_TIME,
};

/* Called with the lock held. */
static guint32
get_code_page (SqliteMessage *self)
{
  return mapi_code_page_of_message (self->data->props);
}

static MapiTable *
lend_table (SqliteMessage *self, MapiRowSet *rows, const guint32 *tags, gsize n, guint32 code_page)
{
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, n);
  MapiSnapshotTable *table = mapi_snapshot_table_new (rows, columns, code_page);

  return sqlite_store_lend (sqlite_object_get_store (SQLITE_OBJECT (self)), MAPI_TABLE (table));
}

static MapiTable *
sqlite_message_get_recipient_table (MapiMessage  *message,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  g_autoptr (MapiRowSet) rows = NULL;
  guint32 code_page = 0;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return NULL;
  g_mutex_lock (&self->lock);
  if (sqlite_message_load (self, error))
    {
      rows = mapi_row_set_ref (self->data->recipients);
      code_page = get_code_page (self);
    }
  g_mutex_unlock (&self->lock);
  return rows != NULL
             ? lend_table (
                   self, rows, recipient_columns, G_N_ELEMENTS (recipient_columns), code_page)
             : NULL;
}

static MapiRowSet *
read_strings (MapiRowSet *rows, guint32 code_page)
{
  g_autoptr (GPtrArray) read =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (read, mapi_code_page_to_unicode (code_page, row));
    }
  return mapi_row_set_new ((MapiPropList **) read->pdata, read->len);
}

/* Called with the lock held. */
static gboolean
change_recipients (SqliteMessage *self, guint32 flags, MapiRowSet *recipients, GError **error)
{
  g_autoptr (MapiRowSet) read =
      recipients != NULL ? read_strings (recipients, get_code_page (self)) : NULL;
  MapiRowSet *changed =
      mapi_recipients_modify (self->data->recipients, flags, read, &self->next_row_id, error);

  if (changed != NULL)
    sqlite_message_set_recipients (self, changed);
  return changed != NULL;
}

static gboolean
sqlite_message_modify_recipients (MapiMessage  *message,
                                  guint32       flags,
                                  MapiRowSet   *recipients,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  gboolean       changed;

  if (!sqlite_message_check_access (self, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  changed = sqlite_message_load (self, error) && change_recipients (self, flags, recipients, error);
  g_mutex_unlock (&self->lock);
  return changed;
}

static MapiRowSet *
list_attachments (SqliteBackend *backend, GPtrArray *attachments)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < attachments->len; i++)
    g_ptr_array_add (rows, sqlite_attach_data_to_row (backend, attachments->pdata[i]));
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiTable *
sqlite_message_get_attachment_table (MapiMessage  *message,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  SqliteBackend *backend = sqlite_object_get_backend (SQLITE_OBJECT (self));
  g_autoptr (MapiRowSet) rows = NULL;
  guint32 code_page = 0;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return NULL;
  g_mutex_lock (&self->lock);
  if (sqlite_message_load_attachments (self, error))
    {
      rows = list_attachments (backend, self->data->attachments);
      code_page = get_code_page (self);
    }
  g_mutex_unlock (&self->lock);
  return rows != NULL
             ? lend_table (
                   self, rows, attachment_columns, G_N_ELEMENTS (attachment_columns), code_page)
             : NULL;
}

static MapiAttach *
sqlite_message_open_attach (MapiMessage  *message,
                            guint32       attachment_number,
                            const char   *interface_name,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  gboolean       may_write = sqlite_message_is_writable (self);
  g_autoptr (SqliteAttachData) data = NULL;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) ||
      !sqlite_check_interface (interface_name, "MapiAttach", error) ||
      ((flags & MAPI_MODIFY) && !(flags & MAPI_BEST_ACCESS) &&
       !sqlite_message_check_access (self, error)))
    return NULL;
  data = sqlite_message_dup_attachment (self, attachment_number, error);
  if (data == NULL)
    return NULL;
  return MAPI_ATTACH (
      sqlite_attach_new (self, data, may_write && (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) != 0));
}

static MapiAttach *
sqlite_message_create_attach (MapiMessage  *message,
                              guint32       flags,
                              guint32      *attachment_number,
                              GCancellable *cancellable,
                              GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_empty ();
  g_autoptr (SqliteAttachData) data = NULL;

  if (!sqlite_message_check_access (self, error))
    return NULL;
  g_mutex_lock (&self->lock);
  if (sqlite_message_load_attachments (self, error))
    {
      data = sqlite_attach_data_new (self->next_attachment++, props);
      sqlite_attach_data_renew_key (data);
    }
  g_mutex_unlock (&self->lock);
  if (data == NULL)
    return NULL;
  *attachment_number = data->number;
  return MAPI_ATTACH (sqlite_attach_new (self, data, TRUE));
}

static gboolean
sqlite_message_delete_attach (MapiMessage  *message,
                              guint32       attachment_number,
                              MapiProgress *progress,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  gboolean       removed = FALSE;
  gboolean       loaded;

  if (!sqlite_message_check_access (self, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  loaded = sqlite_message_load_attachments (self, error);
  if (loaded)
    removed = sqlite_message_data_remove (self->data, attachment_number);
  if (removed)
    sqlite_message_touch (self);
  g_mutex_unlock (&self->lock);
  if (loaded && !removed)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "sqlite: the message has no attachment %u",
                 attachment_number);
  return removed;
}

GObject *
sqlite_message_open_object (SqliteObject *object,
                            guint32       tag,
                            const char   *interface_name,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiMessage *message = MAPI_MESSAGE (object);
  gboolean     recipients = tag == MAPI_PR_MESSAGE_RECIPIENTS;
  MapiTable   *table;

  if (!recipients && tag != MAPI_PR_MESSAGE_ATTACHMENTS)
    return NULL;
  if (!sqlite_check_interface (interface_name, "MapiTable", error))
    return NULL;
  table = recipients ? sqlite_message_get_recipient_table (message, flags, cancellable, error)
                     : sqlite_message_get_attachment_table (message, flags, cancellable, error);
  return table != NULL ? G_OBJECT (table) : NULL;
}

/* Called with the lock held. What nobody has changed here is read again when it is wanted. */
static void
take_read_flag (SqliteMessage *self, guint32 flags, guint32 after)
{
  sqlite_message_forget_props (self);
  if (self->data == NULL)
    return;
  if (self->data->id == 0)
    self->data->flags = mapi_read_flag_apply (self->data->flags, flags);
  else if (self->dirty)
    self->data->flags = after;
  else
    g_clear_pointer (&self->data, sqlite_message_data_free);
}

/* At once and for everybody, not only with SaveChanges. */
static gboolean
sqlite_message_set_read_flag (MapiMessage  *message,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  gint64         id = sqlite_message_get_id (self);
  guint32        after = 0;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) || !mapi_read_flag_check (flags, error))
    return FALSE;
  if (id != 0 &&
      !sqlite_read_flag_set (
          sqlite_object_get_store (SQLITE_OBJECT (self)), id, flags, &after, cancellable, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  take_read_flag (self, flags, after);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
sqlite_message_init_parts (MapiMessageInterface *iface)
{
  iface->get_attachment_table = sqlite_message_get_attachment_table;
  iface->open_attach = sqlite_message_open_attach;
  iface->create_attach = sqlite_message_create_attach;
  iface->delete_attach = sqlite_message_delete_attach;
  iface->get_recipient_table = sqlite_message_get_recipient_table;
  iface->modify_recipients = sqlite_message_modify_recipients;
  iface->set_read_flag = sqlite_message_set_read_flag;
}
