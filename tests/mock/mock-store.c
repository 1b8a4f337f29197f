/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-store-private.h"

#include "fake-actions.h"

#include <mapi-spooler/mapi-spooler.h>

static const FakeCallName calls[] = {
  { "OpenEntry", "open" },       { "GetReceiveFolder", "folder" }, { "CreateMessage", "create" },
  { "SaveChanges", "save" },     { "GetOutgoingQueue", "queue" },  { "SetLockState", "lock" },
  { "FinishedMsg", "finished" }, { "NotifyNewMail", "announce" },  { NULL },
};

static const FakeVerb verbs[] = { { NULL } };

static const FakeVocabulary vocabulary = { .whose = "store", .calls = calls, .verbs = verbs };

static void mock_store_store_init (MapiMsgStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockStore,
                               mock_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, NULL)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE,
                                                          mock_store_store_init))

static void
free_record (gpointer data)
{
  MockRecord *record = data;

  g_bytes_unref (record->entry_id);
  mapi_prop_list_unref (record->props);
  mapi_row_set_unref (record->recipients);
  g_free (record);
}

gboolean
mock_store_enter (
    MockStore *self, const char *call, const char *about, GCancellable *cancellable, GError **error)
{
  FakeTurn turn = { .actor = self->actor, .cancellable = cancellable };

  return fake_turn_run (&turn, call, about, NULL, error);
}

/* Of a message, for the log (transfer full, nullable). */
static char *
dup_subject (MockStore *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);

  return record != NULL ? g_strdup (mapi_prop_list_get_string (record->props, MAPI_PR_SUBJECT))
                        : NULL;
}

MockRecord *
mock_store_find (MockStore *self, GBytes *entry_id, GError **error)
{
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);

  if (record == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "mock: no such message");
  return record;
}

MockRecord *
mock_store_add (MockStore *self)
{
  MockRecord *record = g_new0 (MockRecord, 1);
  guint       id = ++self->last_id;

  record->entry_id = mapi_entry_id_new (0, &self->uid, &id, sizeof id);
  record->props = mapi_prop_list_new_empty ();
  record->recipients = mapi_row_set_new (NULL, 0);
  g_hash_table_insert (self->records, record->entry_id, record);

  return record;
}

static MapiProp *
mock_store_open_entry (MapiMsgStore *store,
                       GBytes       *entry_id,
                       const char   *interface_name,
                       guint32       flags,
                       GCancellable *cancellable,
                       GError      **error)
{
  MockStore       *self = MOCK_STORE (store);
  gboolean         is_inbox = g_bytes_equal (entry_id, self->inbox_id);
  g_autofree char *subject = is_inbox ? g_strdup ("(Inbox)") : dup_subject (self, entry_id);
  g_autoptr (GMutexLocker) locker = NULL;
  MockRecord *record;

  if (!mock_store_enter (self, "OpenEntry", subject, cancellable, error))
    return NULL;
  if (is_inbox)
    return MAPI_PROP (mock_folder_new (self));

  locker = g_mutex_locker_new (&self->lock);
  record = mock_store_find (self, entry_id, error);
  return record != NULL ? MAPI_PROP (mock_message_new (self, record)) : NULL;
}

static GBytes *
mock_store_get_receive_folder (MapiMsgStore *store,
                               const char   *message_class,
                               guint32       flags,
                               char        **explicit_class,
                               GCancellable *cancellable,
                               GError      **error)
{
  MockStore *self = MOCK_STORE (store);

  return mock_store_enter (self, "GetReceiveFolder", message_class, cancellable, error)
             ? g_bytes_ref (self->inbox_id)
             : NULL;
}

static MapiTable *
mock_store_get_outgoing_queue (MapiMsgStore *store,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  MockStore *self = MOCK_STORE (store);

  return mock_store_enter (
             self, "GetOutgoingQueue", flags != 0 ? "with flags" : NULL, cancellable, error)
             ? mapi_table_data_get_view (self->queue, NULL)
             : NULL;
}

static const char *
describe_lock (guint32 lock_state)
{
  if (lock_state == MAPI_MSG_LOCKED)
    return "MSG_LOCKED";
  return lock_state == MAPI_MSG_UNLOCKED ? "MSG_UNLOCKED" : "(neither)";
}

static gboolean
mock_store_set_lock_state (MapiMsgStore *store,
                           MapiMessage  *message,
                           guint32       lock_state,
                           GCancellable *cancellable,
                           GError      **error)
{
  MockStore       *self = MOCK_STORE (store);
  g_autofree char *subject = dup_subject (self, mock_message_get_entry_id (message));
  g_autofree char *about = g_strdup_printf ("%s %s", subject, describe_lock (lock_state));
  g_autoptr (GMutexLocker) locker = NULL;
  MockRecord *record;

  if (!mock_store_enter (self, "SetLockState", about, cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  record = mock_store_find (self, mock_message_get_entry_id (message), error);
  if (record == NULL)
    return FALSE;
  if (!record->queued)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE, "mock: it is not queued");
      return FALSE;
    }

  g_assert (record->locked != (lock_state == MAPI_MSG_LOCKED));
  record->locked = lock_state == MAPI_MSG_LOCKED;
  return TRUE;
}

/* With the lock held; the table is told without. */
static void
unqueue (MockRecord *record)
{
  record->queued = FALSE;
  record->locked = FALSE;
}

static gboolean
forget_row (MockStore *self, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);

  return mapi_table_data_delete_row (self->queue, index, error);
}

static gboolean
finish (MockStore *self, GBytes *entry_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = mock_store_find (self, entry_id, error);

  if (record == NULL)
    return FALSE;

  g_assert (record->queued && record->locked);
  unqueue (record);
  self->n_finished++;
  return TRUE;
}

static gboolean
mock_store_finished_msg (
    MapiMsgStore *store, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MockStore       *self = MOCK_STORE (store);
  g_autofree char *subject = dup_subject (self, entry_id);

  return mock_store_enter (self, "FinishedMsg", subject, cancellable, error) &&
         finish (self, entry_id, error) && forget_row (self, entry_id, error);
}

static gboolean
mock_store_notify_new_mail (MapiMsgStore     *store,
                            MapiNotification *notification,
                            GCancellable     *cancellable,
                            GError          **error)
{
  MockStore *self = MOCK_STORE (store);
  g_autoptr (GBytes) entry_id = mapi_notification_get_entry_id (notification);
  g_autofree char *subject = dup_subject (self, entry_id);
  g_autoptr (GMutexLocker) locker = NULL;

  if (!mock_store_enter (self, "NotifyNewMail", subject, cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  self->n_announced++;
  return TRUE;
}

static gboolean
mock_store_abort_submit (
    MapiMsgStore *store, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mock_store_abort (MOCK_STORE (store), entry_id, error);
}

static void
mock_store_store_init (MapiMsgStoreInterface *iface)
{
  iface->open_entry = mock_store_open_entry;
  iface->get_receive_folder = mock_store_get_receive_folder;
  iface->get_outgoing_queue = mock_store_get_outgoing_queue;
  iface->set_lock_state = mock_store_set_lock_state;
  iface->finished_msg = mock_store_finished_msg;
  iface->abort_submit = mock_store_abort_submit;
  iface->notify_new_mail = mock_store_notify_new_mail;
}

static void
mock_store_finalize (GObject *object)
{
  MockStore *self = MOCK_STORE (object);

  g_object_unref (self->actor);
  g_ptr_array_unref (self->received);
  g_hash_table_unref (self->records);
  g_object_unref (self->queue);
  g_bytes_unref (self->inbox_id);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mock_store_parent_class)->finalize (object);
}

static void
mock_store_class_init (MockStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_store_finalize;
}

static void
mock_store_init (MockStore *self)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID,
    MAPI_PR_SUBJECT,
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_SUBMIT_FLAGS,
    MAPI_PR_DEFERRED_SEND_TIME,
    MAPI_PR_DEFERRED_SEND_NUMBER,
    MAPI_PR_DEFERRED_SEND_UNITS,
    MAPI_PR_MSG_STATUS,
    MAPI_PR_PRIORITY,
    MAPI_PR_SPOOLER_ATTEMPTS,
    MAPI_PR_SPOOLER_LAST_ATTEMPT,
    MAPI_PR_SPOOLER_NEXT_ATTEMPT,
    MAPI_PR_SPOOLER_ERROR,
    MAPI_PR_SPOOLER_TRANSPORT,
  };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiUid) uid = mapi_uid_new ();

  g_mutex_init (&self->lock);
  self->uid = *uid;
  self->inbox_id = mapi_entry_id_new (0, uid, "inbox", 5);
  self->records = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, NULL, free_record);
  self->received = g_ptr_array_new ();
  self->actor = fake_actor_new (&vocabulary);
  self->queue = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, columns);
}

MockStore *
mock_store_new (void)
{
  return g_object_new (MOCK_TYPE_STORE, NULL);
}

static MapiRowSet *
build_recipients (const char *const *recipients)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (gsize i = 0; recipients[i] != NULL; i++)
    {
      const char      *address = strchr (recipients[i], ':') + 1;
      g_autofree char *type = g_strndup (recipients[i], (gsize) (address - 1 - recipients[i]));

      g_ptr_array_add (rows, mapi_recipient_new (MAPI_TO, address, type, address));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* As a store queues them: with PR_ROWID and PR_RESPONSIBILITY. */
static MapiRowSet *
queue_recipients (MapiRowSet *recipients, guint32 *next_row_id)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiRowSet) all = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_ptr_array_add (rows, mapi_recipient_with_responsibility (row, FALSE));
    }

  all = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  return mapi_recipients_modify (none, MAPI_MODRECIP_ADD, all, next_row_id, NULL);
}

static MapiPropList *
build_props (MockStore *self, GBytes *entry_id, const char *subject, MapiPropList *more)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_SUBMIT_FLAGS, 0);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PARENT_ENTRYID, self->inbox_id);
  props = mapi_prop_list_builder_end (builder);

  return more != NULL ? mapi_prop_list_merge (props, more) : g_steal_pointer (&props);
}

/* The row of a queued message, as it is saved now. */
static MapiPropList *
ref_row (MockStore *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);

  return record != NULL && record->queued ? mapi_prop_list_ref (record->props) : NULL;
}

void
mock_store_update_row (MockStore *self, GBytes *entry_id)
{
  g_autoptr (MapiPropList) row = ref_row (self, entry_id);

  if (row != NULL)
    mapi_table_data_modify_row (self->queue, row, NULL);
}

gboolean
mock_store_set_status (
    MockStore *self, GBytes *entry_id, guint32 status, guint32 mask, GError **error)
{
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) change = NULL;
  g_autoptr (MapiPropList) old = NULL;
  MockRecord *record;
  guint32     before;

  g_mutex_lock (&self->lock);
  record = mock_store_find (self, entry_id, error);
  if (record == NULL)
    {
      g_mutex_unlock (&self->lock);
      return FALSE;
    }
  old = record->props;
  before = (guint32) mapi_prop_list_get_long (old, MAPI_PR_MSG_STATUS, 0);
  value = mapi_prop_value_new_long (MAPI_PR_MSG_STATUS,
                                    (gint32) ((before & ~mask) | (status & mask)));
  change = mapi_prop_list_new_from_value (value);
  record->props = mapi_prop_list_merge (old, change);
  g_mutex_unlock (&self->lock);

  mock_store_update_row (self, entry_id);
  return TRUE;
}

GBytes *
mock_store_submit_rows (MockStore    *self,
                        const char   *subject,
                        MapiRowSet   *recipients,
                        MapiPropList *props)
{
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  MockRecord *record;

  g_mutex_lock (&self->lock);
  record = mock_store_add (self);
  entry_id = g_bytes_ref (record->entry_id);
  mapi_prop_list_unref (record->props);
  mapi_row_set_unref (record->recipients);
  record->props = build_props (self, entry_id, subject, props);
  record->recipients = queue_recipients (recipients, &record->next_row_id);
  record->queued = TRUE;
  row = mapi_prop_list_ref (record->props);
  g_mutex_unlock (&self->lock);

  mapi_table_data_modify_row (self->queue, row, NULL);
  return g_steal_pointer (&entry_id);
}

GBytes *
mock_store_submit_with (MockStore         *self,
                        const char        *subject,
                        const char *const *recipients,
                        MapiPropList      *props)
{
  g_autoptr (MapiRowSet) rows = build_recipients (recipients);

  return mock_store_submit_rows (self, subject, rows, props);
}

GBytes *
mock_store_submit (MockStore *self, const char *subject, const char *const *recipients)
{
  return mock_store_submit_with (self, subject, recipients, NULL);
}

gboolean
mock_store_abort (MockStore *self, GBytes *entry_id, GError **error)
{
  MockRecord *record;
  gboolean    abortable;

  g_mutex_lock (&self->lock);
  record = g_hash_table_lookup (self->records, entry_id);
  abortable = record != NULL && record->queued && !record->locked;
  if (abortable)
    unqueue (record);
  g_mutex_unlock (&self->lock);

  if (abortable)
    return forget_row (self, entry_id, error);

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT, "mock: it is locked, or gone");
  return FALSE;
}

FakeActor *
mock_store_get_actor (MockStore *self)
{
  return self->actor;
}

gboolean
mock_store_is_queued (MockStore *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);

  return record != NULL && record->queued;
}

gboolean
mock_store_is_locked (MockStore *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);

  return record != NULL && record->locked;
}

guint
mock_store_get_n_queued (MockStore *self)
{
  return mapi_table_data_get_size (self->queue);
}

guint
mock_store_get_n_finished (MockStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_finished;
}

guint
mock_store_get_n_saves (MockStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_saves;
}

guint
mock_store_get_n_announced (MockStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_announced;
}

/* With the lock held. */
static MapiPropList *
find_recipient (MockRecord *record, const char *address)
{
  for (guint i = 0; record != NULL && i < mapi_row_set_get_size (record->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (record->recipients, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), address) == 0)
        return g_steal_pointer (&row);
    }

  return NULL;
}

MapiPropList *
mock_store_get_recipient (MockStore *self, GBytes *entry_id, const char *address)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return find_recipient (g_hash_table_lookup (self->records, entry_id), address);
}

void
mock_store_change_recipient (MockStore    *self,
                             GBytes       *entry_id,
                             const char   *address,
                             MapiPropList *columns)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);
  g_autoptr (MapiPropList) row = find_recipient (record, address);
  g_autoptr (MapiPropList) changed = mapi_prop_list_merge (row, columns);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&changed, 1);
  g_autoptr (MapiRowSet) before = record->recipients;

  record->recipients =
      mapi_recipients_modify (before, MAPI_MODRECIP_MODIFY, rows, &record->next_row_id, NULL);
  record->version++;
}

gboolean
mock_store_is_responsible (MockStore *self, GBytes *entry_id, const char *address)
{
  g_autoptr (MapiPropList) row = mock_store_get_recipient (self, entry_id, address);

  return row != NULL && mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
}

MapiPropValue *
mock_store_get_prop (MockStore *self, GBytes *entry_id, guint32 tag)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MockRecord *record = g_hash_table_lookup (self->records, entry_id);

  return record != NULL ? mapi_prop_list_lookup (record->props, tag) : NULL;
}

guint
mock_store_get_n_received (MockStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->received->len;
}

MapiPropList *
mock_store_get_received (MockStore *self, guint index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return mapi_prop_list_ref (((MockRecord *) g_ptr_array_index (self->received, index))->props);
}

MapiRowSet *
mock_store_get_received_recipients (MockStore *self, guint index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return mapi_row_set_ref (((MockRecord *) g_ptr_array_index (self->received, index))->recipients);
}
