/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-store-private.h"

#define MOCK_TYPE_MESSAGE (mock_message_get_type ())
G_DECLARE_FINAL_TYPE (MockMessage, mock_message, MOCK, MESSAGE, GObject)

/* One open message: its changes are its own until it is saved. */
struct _MockMessage
{
  GObject       parent_instance;
  MockStore    *store;
  GBytes       *entry_id; /* NULL as long as it is new */
  MapiPropList *props;
  MapiRowSet   *recipients;
  guint32       next_row_id;
  guint         version;
  MapiMessage  *attachments; /* has those of this object, which are not stored */
};

static void mock_message_prop_init (MapiPropInterface *iface);
static void mock_message_message_init (MapiMessageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockMessage,
                               mock_message,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mock_message_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                          mock_message_message_init))

static MapiPropList *
mock_message_get_props (MapiProp         *prop,
                        MapiPropTagArray *tags,
                        guint32           flags,
                        GCancellable     *cancellable,
                        guint32          *warning,
                        GError          **error)
{
  MockMessage *self = MOCK_MESSAGE (prop);

  if (tags == NULL)
    return mapi_prop_list_ref (self->props);
  return mapi_prop_list_select (self->props, tags, NULL);
}

static gboolean
mock_message_set_props (MapiProp              *prop,
                        MapiPropList          *props,
                        MapiPropProblemArray **problems,
                        GCancellable          *cancellable,
                        GError               **error)
{
  MockMessage *self = MOCK_MESSAGE (prop);
  g_autoptr (MapiPropList) old = self->props;

  self->props = mapi_prop_list_merge (old, props);
  return TRUE;
}

static MapiPropTagArray *
mock_message_get_prop_list (MapiProp     *prop,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  return mapi_prop_list_get_tags (MOCK_MESSAGE (prop)->props);
}

/* With the store's lock held. */
static MockRecord *
find_record (MockMessage *self, GError **error)
{
  MockRecord *record;

  if (self->entry_id != NULL)
    return mock_store_find (self->store, self->entry_id, error);

  record = mock_store_add (self->store);
  self->entry_id = g_bytes_ref (record->entry_id);
  g_ptr_array_add (self->store->received, record);
  return record;
}

/* What the store says of attachments. */
static MapiPropList *
add_has_attach (MockMessage *self, MapiPropList *props)
{
  static const guint32 tag = MAPI_PR_HASATTACH;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) has =
      mapi_prop_get_props (MAPI_PROP (self->attachments), tags, 0, NULL, NULL, NULL);

  return mapi_prop_list_get_boolean (has, tag, FALSE) ? mapi_prop_list_merge (props, has)
                                                      : mapi_prop_list_ref (props);
}

static void
write_record (MockMessage *self, MockRecord *record)
{
  g_autoptr (MapiPropValue) id = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, record->entry_id);
  g_autoptr (MapiPropList) entry_id = mapi_prop_list_new_from_value (id);
  g_autoptr (MapiPropValue) status = mapi_prop_value_new_long (
      MAPI_PR_MSG_STATUS, mapi_prop_list_get_long (record->props, MAPI_PR_MSG_STATUS, 0));
  g_autoptr (MapiPropList) of_folder = mapi_prop_list_new_from_value (status);
  g_autoptr (MapiPropList) own = mapi_prop_list_merge (entry_id, of_folder);
  g_autoptr (MapiPropList) old = self->props;
  g_autoptr (MapiPropList) whole = mapi_prop_list_merge (old, own);

  self->props = add_has_attach (self, whole);
  mapi_prop_list_unref (record->props);
  mapi_row_set_unref (record->recipients);
  record->props = mapi_prop_list_ref (self->props);
  record->recipients = mapi_row_set_ref (self->recipients);
  record->next_row_id = self->next_row_id;
  self->version = ++record->version;
  self->store->n_saves++;
}

static gboolean
save_record (MockMessage *self, guint32 flags, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->store->lock);
  MockRecord *record = find_record (self, error);

  if (record == NULL)
    return FALSE;
  if (record->version != self->version && !(flags & MAPI_FORCE_SAVE))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_OBJECT_CHANGED, "somebody else saved the message");
      return FALSE;
    }

  write_record (self, record);
  return TRUE;
}

static gboolean
mock_message_save_changes (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  MockMessage *self = MOCK_MESSAGE (prop);
  const char  *subject = mapi_prop_list_get_string (self->props, MAPI_PR_SUBJECT);

  if (!mock_store_enter (self->store, "SaveChanges", subject, cancellable, error) ||
      !save_record (self, flags, error))
    return FALSE;

  mock_store_update_row (self->store, self->entry_id);
  return TRUE;
}

static MapiPropTagArray *
collect_columns (MapiRowSet *rows)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      for (guint k = 0; k < mapi_prop_list_get_size (row); k++)
        {
          guint32 tag = mapi_prop_list_get_tag (row, k);

          if (g_hash_table_add (known, GUINT_TO_POINTER (tag)))
            g_array_append_val (tags, tag);
        }
    }

  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

static MapiTable *
mock_message_get_recipient_table (MapiMessage  *message,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MockMessage *self = MOCK_MESSAGE (message);
  g_autoptr (MapiPropTagArray) columns = collect_columns (self->recipients);
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, columns);

  if (!mapi_table_data_modify_rows (data, self->recipients, error))
    return NULL;
  return mapi_table_data_get_view (data, NULL);
}

static gboolean
mock_message_modify_recipients (MapiMessage  *message,
                                guint32       flags,
                                MapiRowSet   *recipients,
                                GCancellable *cancellable,
                                GError      **error)
{
  MockMessage *self = MOCK_MESSAGE (message);
  MapiRowSet  *changed =
      mapi_recipients_modify (self->recipients, flags, recipients, &self->next_row_id, error);

  if (changed == NULL)
    return FALSE;

  mapi_row_set_unref (self->recipients);
  self->recipients = changed;
  return TRUE;
}

static MapiTable *
mock_message_get_attachment_table (MapiMessage  *message,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  return mapi_message_get_attachment_table (
      MOCK_MESSAGE (message)->attachments, flags, cancellable, error);
}

static MapiAttach *
mock_message_create_attach (MapiMessage  *message,
                            guint32       flags,
                            guint32      *attachment_number,
                            GCancellable *cancellable,
                            GError      **error)
{
  return mapi_message_create_attach (
      MOCK_MESSAGE (message)->attachments, flags, attachment_number, cancellable, error);
}

static void
mock_message_prop_init (MapiPropInterface *iface)
{
  iface->get_props = mock_message_get_props;
  iface->get_prop_list = mock_message_get_prop_list;
  iface->set_props = mock_message_set_props;
  iface->save_changes = mock_message_save_changes;
}

static void
mock_message_message_init (MapiMessageInterface *iface)
{
  iface->get_recipient_table = mock_message_get_recipient_table;
  iface->modify_recipients = mock_message_modify_recipients;
  iface->get_attachment_table = mock_message_get_attachment_table;
  iface->create_attach = mock_message_create_attach;
}

static void
mock_message_finalize (GObject *object)
{
  MockMessage *self = MOCK_MESSAGE (object);

  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_clear_pointer (&self->recipients, mapi_row_set_unref);
  g_clear_object (&self->attachments);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (mock_message_parent_class)->finalize (object);
}

static void
mock_message_class_init (MockMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_message_finalize;
}

static void
mock_message_init (MockMessage *self)
{
  self->attachments = MAPI_MESSAGE (mapi_memory_message_new ());
}

MapiMessage *
mock_message_new (MockStore *store, MockRecord *record)
{
  MockMessage *self = g_object_new (MOCK_TYPE_MESSAGE, NULL);

  self->store = g_object_ref (store);
  if (record != NULL)
    {
      self->entry_id = g_bytes_ref (record->entry_id);
      self->props = mapi_prop_list_ref (record->props);
      self->recipients = mapi_row_set_ref (record->recipients);
      self->next_row_id = record->next_row_id;
      self->version = record->version;
    }
  else
    {
      self->props = mapi_prop_list_new_empty ();
      self->recipients = mapi_row_set_new (NULL, 0);
    }

  return MAPI_MESSAGE (self);
}

GBytes *
mock_message_get_entry_id (MapiMessage *message)
{
  return MOCK_MESSAGE (message)->entry_id;
}
