/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-store.h"

static const struct
{
  CheckNeeds  need;
  guint32     flag;
  const char *name;
} support_flags[] = {
  { CHECK_NEEDS_STORE_CREATE_OK, MAPI_STORE_CREATE_OK, "STORE_CREATE_OK" },
  { CHECK_NEEDS_STORE_SUBMIT_OK, MAPI_STORE_SUBMIT_OK, "STORE_SUBMIT_OK" },
  { CHECK_NEEDS_STORE_NOTIFY_OK, MAPI_STORE_NOTIFY_OK, "STORE_NOTIFY_OK" },
  { CHECK_NEEDS_STORE_SEARCH_OK, MAPI_STORE_SEARCH_OK, "STORE_SEARCH_OK" },
};

static CheckNeeds
get_all_needs (void)
{
  CheckNeeds all = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (support_flags); i++)
    all |= support_flags[i].need;
  return all;
}

char *
check_store_find_lack (CheckBench *bench, CheckNeeds needs)
{
  guint32 mask;

  if ((needs & get_all_needs ()) == 0 || check_open_store (bench) == NULL)
    return NULL;
  mask = (guint32) check_read_long (bench, bench->store, MAPI_PR_STORE_SUPPORT_MASK, 0);
  check_forget_calls (bench);
  for (gsize i = 0; i < G_N_ELEMENTS (support_flags); i++)
    if ((needs & support_flags[i].need) != 0 && (mask & support_flags[i].flag) == 0)
      return g_strdup_printf ("PR_STORE_SUPPORT_MASK does not have %s", support_flags[i].name);
  return NULL;
}

static gboolean
is_own_row (CheckBench *bench, MapiPropList *row)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;

  return uid != NULL && mapi_uid_equal (uid, &bench->provider_uid);
}

MapiPropList *
check_get_store_row (CheckBench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_session_get_msg_stores_table (bench->session, 0, bench->cancellable, &error);
  g_autoptr (MapiRowSet) rows = NULL;

  check_succeeds (bench, error, "GetMsgStoresTable");
  rows = check_query_rows (bench, table, NULL, 0);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (is_own_row (bench, row))
        return g_steal_pointer (&row);
    }
  check_that (bench, FALSE, "the store is not in the table of stores");
  return mapi_prop_list_new_empty ();
}

MapiMsgStore *
check_log_on_to_store (CheckBench *bench, guint32 flags)
{
  g_autoptr (MapiPropList) row = check_get_store_row (bench);
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  MapiMsgStore *store =
      mapi_session_open_msg_store (bench->session, id, flags, bench->cancellable, &error);

  check_succeeds (bench, error, "Logon");
  return store;
}

MapiMsgStore *
check_open_spooler_store (CheckBench *bench)
{
  g_autoptr (GError) error = NULL;

  if (bench->spooler_store == NULL)
    bench->spooler_store = mapi_session_open_spooler_store (
        bench->session, &bench->provider_uid, MAPI_MDB_NO_DIALOG, bench->cancellable, &error);
  check_succeeds (bench, error, "SpoolerLogon");
  return bench->spooler_store;
}

void
check_close_stores (CheckBench *bench)
{
  g_clear_object (&bench->spooler_store);
  g_clear_object (&bench->store);
}

MapiPropList *
check_read (CheckBench *bench, gpointer object)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props;

  if (object == NULL)
    return mapi_prop_list_new_empty ();
  props = mapi_prop_get_props (MAPI_PROP (object), NULL, 0, bench->cancellable, NULL, &error);
  check_succeeds (bench, error, "GetProps");
  return props != NULL ? props : mapi_prop_list_new_empty ();
}

gint32
check_read_long (CheckBench *bench, gpointer object, guint32 tag, gint32 missing)
{
  g_autoptr (MapiPropList) props = check_read (bench, object);

  return mapi_prop_list_get_long (props, tag, missing);
}

void
check_write (CheckBench *bench, gpointer object, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) owned = value;
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (owned);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  if (object == NULL)
    return;
  mapi_prop_set_props (MAPI_PROP (object), props, &problems, bench->cancellable, &error);
  check_succeeds (bench, error, "SetProps");
}

void
check_save (CheckBench *bench, gpointer object)
{
  g_autoptr (GError) error = NULL;

  if (object == NULL)
    return;
  mapi_prop_save_changes (MAPI_PROP (object), MAPI_KEEP_OPEN_READWRITE, bench->cancellable, &error);
  check_succeeds (bench, error, "SaveChanges");
}

static GBytes *
find_folder_id (CheckBench *bench, MapiMsgStore *store, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props = NULL;
  GBytes *id;

  if (tag == 0)
    {
      id = mapi_msg_store_get_receive_folder (store, NULL, 0, NULL, bench->cancellable, &error);
      check_succeeds (bench, error, "GetReceiveFolder");
      return id;
    }
  props = check_read (bench, store);
  id = mapi_prop_list_get_bytes (props, tag);
  check_that (bench, id != NULL, "the store has no %s", mapi_prop_tag_get_name (tag));
  return id;
}

MapiFolder *
check_open_folder (CheckBench *bench, MapiMsgStore *store, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = store != NULL ? find_folder_id (bench, store, tag) : NULL;
  g_autoptr (MapiProp) entry = NULL;

  if (id == NULL)
    return NULL;
  entry = mapi_msg_store_open_entry (store, id, NULL, MAPI_MODIFY, bench->cancellable, &error);
  if (!check_succeeds (bench, error, "OpenEntry of a folder") ||
      !check_that (bench, MAPI_IS_FOLDER (entry), "OpenEntry of a folder gave no folder"))
    return NULL;
  return MAPI_FOLDER (g_steal_pointer (&entry));
}

MapiRowSet *
check_query_rows (CheckBench *bench, MapiTable *table, const guint32 *columns, guint n_columns)
{
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows = NULL;

  if (table == NULL)
    return mapi_row_set_new (NULL, 0);
  if (columns != NULL)
    tags = mapi_prop_tag_array_new (columns, n_columns);
  if ((tags == NULL || mapi_table_set_columns (table, tags, 0, bench->cancellable, &error)) &&
      mapi_table_seek_row (
          table, MAPI_BOOKMARK_BEGINNING, 0, NULL, bench->cancellable, NULL, &error))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "QueryRows");
  return rows != NULL ? rows : mapi_row_set_new (NULL, 0);
}

guint
check_count_messages (CheckBench *bench, MapiMsgStore *store, guint32 tag)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID };
  g_autoptr (MapiFolder) folder = check_open_folder (bench, store, tag);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    return 0;
  table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, bench->cancellable, &error);
  check_succeeds (bench, error, "GetContentsTable");
  rows = check_query_rows (bench, table, columns, 1);
  return mapi_row_set_get_size (rows);
}

void
check_add_recipient (CheckBench *bench, MapiMessage *message, const char *address)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, address, "SMTP", address);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return;
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, bench->cancellable, &error);
  check_succeeds (bench, error, "ModifyRecipients");
}

MapiMessage *
check_draft (CheckBench *bench, const char *subject)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (MapiFolder) outbox = check_open_folder (bench, store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_autoptr (GError) error = NULL;
  MapiMessage *draft = NULL;

  if (outbox != NULL)
    draft = mapi_folder_create_message (outbox, NULL, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "CreateMessage");
  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_BODY, "Text.\r\n"));
  check_add_recipient (bench, draft, "bob@check.invalid");
  return draft;
}

MapiRowSet *
check_read_recipients (CheckBench *bench, MapiMessage *message)
{
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropTagArray) all = NULL;
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return mapi_row_set_new (NULL, 0);
  table = mapi_message_get_recipient_table (message, 0, bench->cancellable, &error);
  if (table != NULL)
    all = mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, bench->cancellable, &error);
  if (all != NULL)
    mapi_table_set_columns (table, all, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "GetRecipientTable");
  return check_query_rows (bench, table, NULL, 0);
}

GBytes *
check_get_entry_id (CheckBench *bench, gpointer object)
{
  g_autoptr (MapiPropList) props = check_read (bench, object);
  GBytes *id = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);

  check_that (bench, id != NULL, "there is no PR_ENTRYID");
  return id;
}

GBytes *
check_submit_draft (CheckBench *bench, MapiMessage *draft)
{
  g_autoptr (GError) error = NULL;

  if (draft == NULL)
    return NULL;
  mapi_message_submit_message (draft, 0, bench->cancellable, &error);
  return check_succeeds (bench, error, "SubmitMessage") ? check_get_entry_id (bench, draft) : NULL;
}

GBytes *
check_submit_new (CheckBench *bench, const char *subject)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, subject);

  return check_submit_draft (bench, draft);
}

MapiMessage *
check_open_message (CheckBench *bench, MapiMsgStore *store, GBytes *entry_id, guint32 flags)
{
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) error = NULL;

  if (store == NULL || entry_id == NULL)
    return NULL;
  entry = mapi_msg_store_open_entry (store, entry_id, NULL, flags, bench->cancellable, &error);
  if (!check_succeeds (bench, error, "OpenEntry of a message") ||
      !check_that (bench, MAPI_IS_MESSAGE (entry), "OpenEntry of a message gave no message"))
    return NULL;
  return MAPI_MESSAGE (g_steal_pointer (&entry));
}

MapiTable *
check_open_queue (CheckBench *bench)
{
  MapiMsgStore *store = check_open_spooler_store (bench);
  g_autoptr (GError) error = NULL;
  MapiTable *queue = NULL;

  if (store != NULL)
    queue = mapi_msg_store_get_outgoing_queue (store, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "GetOutgoingQueue");
  return queue;
}

static gboolean
is_same_entry (CheckBench *bench, MapiPropList *row, GBytes *entry_id)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  if (id == NULL || entry_id == NULL)
    return FALSE;
  mapi_msg_store_compare_entry_ids (bench->spooler_store, id, entry_id, 0, &same, &error);
  check_succeeds (bench, error, "CompareEntryIDs");
  return same;
}

MapiPropList *
check_find_queued (CheckBench *bench, GBytes *entry_id)
{
  g_autoptr (MapiTable) queue = check_open_queue (bench);
  g_autoptr (MapiRowSet) rows = check_query_rows (bench, queue, NULL, 0);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (is_same_entry (bench, row, entry_id))
        return g_steal_pointer (&row);
    }
  return NULL;
}

static void
set_lock_state (CheckBench *bench, MapiMessage *message, guint32 state)
{
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return;
  mapi_msg_store_set_lock_state (bench->spooler_store, message, state, bench->cancellable, &error);
  check_succeeds (bench, error, "SetLockState");
}

MapiMessage *
check_lock (CheckBench *bench, GBytes *entry_id)
{
  MapiMsgStore *store = check_open_spooler_store (bench);
  MapiMessage  *message = check_open_message (bench, store, entry_id, MAPI_MODIFY);

  set_lock_state (bench, message, MAPI_MSG_LOCKED);
  return message;
}

void
check_unlock (CheckBench *bench, MapiMessage *message)
{
  set_lock_state (bench, message, MAPI_MSG_UNLOCKED);
}

gboolean
check_finish (CheckBench *bench, GBytes *entry_id)
{
  MapiMsgStore *store = check_open_spooler_store (bench);
  g_autoptr (GError) error = NULL;

  if (store == NULL || entry_id == NULL)
    return FALSE;
  mapi_msg_store_finished_msg (store, 0, entry_id, bench->cancellable, &error);
  return check_succeeds (bench, error, "FinishedMsg");
}

static MapiPropList *
make_incoming (const char *subject, MapiPropList *more)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "Ann");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "ann@check.invalid");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, 0);
  props = mapi_prop_list_builder_end (builder);
  return more != NULL ? mapi_prop_list_merge (props, more) : g_steal_pointer (&props);
}

MapiMessage *
check_deliver (CheckBench *bench, const char *subject, MapiPropList *more)
{
  g_autoptr (MapiFolder) inbox = check_open_folder (bench, check_open_spooler_store (bench), 0);
  g_autoptr (MapiPropList) props = make_incoming (subject, more);
  g_autoptr (GError) error = NULL;
  MapiMessage *message = NULL;

  if (inbox != NULL)
    message = mapi_folder_create_message (inbox, NULL, 0, bench->cancellable, &error);
  if (message != NULL)
    mapi_prop_set_props (MAPI_PROP (message), props, NULL, bench->cancellable, &error);
  check_succeeds (bench, error, "making a message in the receive folder");
  check_save (bench, message);
  return message;
}
