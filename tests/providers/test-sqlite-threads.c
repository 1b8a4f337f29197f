/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Eight threads on one store: with objects of their own, with the same objects, and while somebody
 * logs off. Under the thread sanitizer (tests/tsan) this is where races of the store show. */

#include "mock-sqlite.h"
#include "mock-table-copy.h"
#include "tap.h"

#define N_THREADS 8
#define N_ROUNDS 25
#define OWN_TAG ((guint32) 0x67000003)
#define LARGE ((gsize) 300 * 1024)

/* What the threads of a case have in common. CUnit's assertions are for one thread: what goes wrong
 * in the others is noted here. */
typedef struct
{
  MockSqlite   client;
  MapiFolder  *folder; /* of all */
  GBytes      *folder_id;
  MapiMessage *message; /* of all, in the folder */
  MapiTable   *table;   /* of all, of the folder's messages */

  GMutex   lock; /* of what follows */
  GString *failures;
  guint    n_messages; /* in the folder */
} Common;

typedef struct
{
  Common *common;
  guint   number;
  GRand  *rand;
} Worker;

static void
note (Common *self, const char *call, const GError *error)
{
  g_mutex_lock (&self->lock);
  g_string_append_printf (self->failures, "%s: %s\n", call, error->message);
  g_mutex_unlock (&self->lock);
}

#define WELL(self, call)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
                                                                                                   \
    call;                                                                                          \
    if (error != NULL)                                                                             \
      note (self, #call, error);                                                                   \
  }                                                                                                \
  G_STMT_END

static void
set_props (Common *self, gpointer object, MapiPropValue *value)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  WELL (self, mapi_prop_set_props (MAPI_PROP (object), props, NULL, NULL, &error));
  mapi_prop_value_unref (value);
}

static MapiMessage *
create_message (Common *self, MapiFolder *folder, const char *subject)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, subject, "SMTP", "bob@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  MapiMessage *message = NULL;

  WELL (self, message = mapi_folder_create_message (folder, NULL, 0, NULL, &error));
  set_props (self, message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  WELL (self, mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, &error));
  return message;
}

static void
save (Common *self, gpointer object, guint32 flags)
{
  WELL (
      self,
      mapi_prop_save_changes (MAPI_PROP (object), MAPI_KEEP_OPEN_READWRITE | flags, NULL, &error));
}

static gboolean
begin (Common *self, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.db", tap_folder (), name);
  g_autoptr (MapiFolder) top = NULL;
  g_autoptr (GError) error = NULL;

  *self = (Common){ .failures = g_string_new (NULL) };
  g_mutex_init (&self->lock);
  if (!mock_sqlite_open (&self->client, path, FALSE, &error))
    return TAP_NO_ERROR (error);
  top = mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  self->folder =
      mapi_folder_create_folder (top, MAPI_FOLDER_GENERIC, "Common", NULL, 0, NULL, NULL);
  self->folder_id = mock_sqlite_get_entry_id (self->folder);
  self->message = create_message (self, self->folder, "Common");
  save (self, self->message, 0);
  self->n_messages = 1;
  self->table = mapi_container_get_contents_table (MAPI_CONTAINER (self->folder), 0, NULL, &error);
  return TAP_NO_ERROR (error);
}

static void
end (Common *self)
{
  TAP_STRING (self->failures->str, "");
  g_string_free (self->failures, TRUE);
  g_clear_object (&self->table);
  g_clear_object (&self->message);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->folder_id, g_bytes_unref);
  mock_sqlite_close (&self->client);
  g_mutex_clear (&self->lock);
}

static void
in_threads (Common *self, GThreadFunc func)
{
  Worker   workers[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i] = (Worker){ self, i, g_rand_new_with_seed (i + 1) };
      threads[i] = g_thread_new ("worker", func, &workers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_rand_free (workers[i].rand);
    }
}

static MapiFolder *
open_folder (Common *self)
{
  MapiProp *folder = NULL;

  WELL (self,
        folder = mapi_msg_store_open_entry (
            self->client.store, self->folder_id, NULL, MAPI_MODIFY, NULL, &error));
  return MAPI_FOLDER (folder);
}

static void
attach (Common *self, MapiMessage *message, gsize size)
{
  guint32          number;
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (GBytes) data = g_bytes_new (text, size);
  g_autoptr (MapiAttach) attachment = NULL;
  g_autoptr (GObject) stream = NULL;

  WELL (self, attachment = mapi_message_create_attach (message, 0, &number, NULL, &error));
  WELL (self,
        stream = mapi_prop_open_property (MAPI_PROP (attachment),
                                          MAPI_PR_ATTACH_DATA_BIN,
                                          "MapiStream",
                                          0,
                                          MAPI_CREATE | MAPI_MODIFY,
                                          NULL,
                                          &error));
  WELL (self, mapi_stream_write (MAPI_STREAM (stream), data, NULL, &error));
  WELL (self, mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, &error));
  save (self, attachment, 0);
}

static void
read_message (Common *self, GBytes *entry_id, const char *subject)
{
  g_autoptr (MapiProp) message = NULL;
  g_autoptr (MapiPropList) props = NULL;

  WELL (self,
        message = mapi_msg_store_open_entry (self->client.store, entry_id, NULL, 0, NULL, &error));
  WELL (self, props = mapi_prop_get_props (message, NULL, 0, NULL, NULL, &error));
  if (g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), subject) != 0)
    WELL (self, g_set_error (&error, MAPI_ERROR, MAPI_E_CALL_FAILED, "it is not %s", subject));
}

static void
move_to_own_folder (Common *self, MapiFolder *folder, guint number, GBytes *entry_id)
{
  g_autofree char *name = g_strdup_printf ("Own %u", number);
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&entry_id, 1);
  g_autoptr (MapiFolder) own = NULL;
  g_autoptr (GBytes) own_id = NULL;

  WELL (self,
        own = mapi_folder_create_folder (
            folder, MAPI_FOLDER_GENERIC, name, NULL, MAPI_OPEN_IF_EXISTS, NULL, &error));
  WELL (self, mapi_folder_copy_messages (folder, list, own, NULL, 0, NULL, NULL, &error));
  WELL (self,
        mapi_folder_copy_messages (folder, list, own, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error));
  own_id = mock_sqlite_get_entry_id (own);
  WELL (self,
        mapi_folder_delete_folder (folder, own_id, NULL, MAPI_DEL_MESSAGES, NULL, NULL, &error));
}

static void
look_through (Common *self, MapiTable *table)
{
  g_autoptr (MapiRestriction) wanted = mapi_restriction_new_exist (MAPI_PR_SUBJECT);
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_DESCEND);
  g_autoptr (MapiRowSet) rows = NULL;

  WELL (self, mapi_table_restrict (table, wanted, 0, NULL, &error));
  WELL (self, mapi_table_sort_table (table, order, 0, NULL, &error));
  WELL (self, mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error));
  WELL (self, rows = mapi_table_query_rows (table, 20, 0, NULL, &error));
}

static void
send_and_take_back (Common *self, MapiMessage *message, GBytes *entry_id)
{
  WELL (self, mapi_message_submit_message (message, 0, NULL, &error));
  WELL (self, mapi_msg_store_abort_submit (self->client.store, entry_id, 0, NULL, &error));
}

static void
name_property (Common *self, MapiMessage *message, guint n)
{
  g_autofree char *text = g_strdup_printf ("name %u", n);
  g_autoptr (MapiUid) space = mapi_uid_new ();
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_string (space, text);
  g_autoptr (MapiNameIdArray) empty = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (empty, name);
  g_autoptr (MapiPropTagArray) tags = NULL;

  WELL (self,
        tags = mapi_prop_get_ids_from_names (
            MAPI_PROP (message), names, MAPI_CREATE, NULL, NULL, &error));
}

/* A message's life, of which the folder keeps nothing or the message. */
static void
live (Worker *worker, guint round)
{
  Common          *self = worker->common;
  g_autofree char *subject = g_strdup_printf ("%u of %u", round, worker->number);
  g_autoptr (MapiFolder) folder = open_folder (self);
  g_autoptr (MapiMessage) message = create_message (self, folder, subject);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  gboolean moves = g_rand_boolean (worker->rand);

  attach (self, message, round % 8 == 0 ? LARGE : 100);
  save (self, message, 0);
  entry_id = mock_sqlite_get_entry_id (message);
  read_message (self, entry_id, subject);
  name_property (self, message, round);
  send_and_take_back (self, message, entry_id);
  WELL (self, mapi_message_set_read_flag (message, 0, NULL, &error));
  g_clear_object (&message);
  WELL (self, table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error));
  look_through (self, table);
  if (moves)
    move_to_own_folder (self, folder, worker->number, entry_id);
  g_mutex_lock (&self->lock);
  self->n_messages += moves ? 0 : 1;
  g_mutex_unlock (&self->lock);
}

static gpointer
live_apart (gpointer data)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    live (data, round);
  return NULL;
}

static void
check_folder (Common *self)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (self->folder), 0, NULL, NULL);

  TAP_NUMBER (mock_sqlite_count (table), self->n_messages);
}

static void
deliver (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

/* What a client is told meanwhile adds up. */
static void
test_own_objects (void)
{
  static const guint32 columns[] = { MAPI_PR_INSTANCE_KEY, MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_FLAGS };
  Common               common;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MockTableCopy) copy = NULL;

  if (!begin (&common, "own"))
    return;
  mapi_table_set_columns (common.table, tags, 0, NULL, NULL);
  copy = mock_table_copy_new (g_object_ref (common.table));
  in_threads (&common, live_apart);
  deliver (NULL);
  CU_ASSERT_TRUE (mock_table_copy_is_exact (copy));
  TAP_NUMBER (copy->n_wrong, 0);
  check_folder (&common);
  g_clear_pointer (&copy, mock_table_copy_free);
  end (&common);
}

static void
use_message (Worker *worker, guint round)
{
  Common *self = worker->common;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiTable) recipients = NULL;
  g_autoptr (MapiTable) attachments = NULL;

  set_props (self, self->message, mapi_prop_value_new_long (OWN_TAG, (gint32) round));
  attach (self, self->message, 100);
  WELL (self, props = mapi_prop_get_props (MAPI_PROP (self->message), NULL, 0, NULL, NULL, &error));
  WELL (self, recipients = mapi_message_get_recipient_table (self->message, 0, NULL, &error));
  WELL (self, attachments = mapi_message_get_attachment_table (self->message, 0, NULL, &error));
  save (self, self->message, MAPI_FORCE_SAVE);
}

static void
use_table (Worker *worker)
{
  Common *self = worker->common;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint32 connection = 0;
  guint32 count = 0;

  WELL (self,
        connection = mapi_table_advise (
            self->table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error));
  look_through (self, self->table);
  WELL (self, mapi_table_get_row_count (self->table, 0, &count, NULL, NULL, &error));
  WELL (self, mapi_table_unadvise (self->table, connection, &error));
}

static gpointer
live_together (gpointer data)
{
  Worker *worker = data;
  Common *self = worker->common;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autofree char *subject = g_strdup_printf ("%u of %u", round, worker->number);
      g_autoptr (MapiMessage) message = create_message (self, self->folder, subject);

      save (self, message, 0);
      use_message (worker, round);
      use_table (worker);
    }
  return NULL;
}

static void
test_same_objects (void)
{
  Common common;
  g_autoptr (MapiTable) attachments = NULL;

  if (!begin (&common, "same"))
    return;
  common.n_messages += N_THREADS * N_ROUNDS;
  in_threads (&common, live_together);
  check_folder (&common);
  attachments = mapi_message_get_attachment_table (common.message, 0, NULL, NULL);
  TAP_NUMBER (mock_sqlite_count (attachments), N_THREADS * N_ROUNDS);
  g_clear_object (&attachments);
  end (&common);
}

/* Goes on until the store is no more. */
static gpointer
live_to_the_end (gpointer data)
{
  Worker *worker = data;
  Common *self = worker->common;
  g_autoptr (GError) error = NULL;

  while (error == NULL)
    {
      g_autoptr (MapiMessage) message =
          mapi_folder_create_message (self->folder, NULL, 0, NULL, &error);
      g_autoptr (MapiRowSet) rows = NULL;

      if (message != NULL)
        mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
      if (error == NULL)
        rows = mapi_table_query_rows (self->table, 10, MAPI_TBL_NOADVANCE, NULL, &error);
      if (error == NULL)
        g_atomic_int_inc ((gint *) &self->n_messages);
    }
  if (!g_error_matches (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT))
    note (self, "after the logoff", error);
  return NULL;
}

static gpointer
log_off_later (gpointer data)
{
  Common *self = data;
  guint32 flags = 0;

  while (g_atomic_int_get ((gint *) &self->n_messages) < 4 * N_THREADS)
    g_thread_yield ();
  WELL (self, mapi_ms_logon_logoff (self->client.logon, &flags, NULL, &error));
  return NULL;
}

static void
test_log_off (void)
{
  Common   common;
  GThread *thread;

  if (!begin (&common, "end"))
    return;
  thread = g_thread_new ("logoff", log_off_later, &common);
  in_threads (&common, live_to_the_end);
  g_thread_join (thread);
  end (&common);
}

TAP_MAIN ("providers/sqlite-threads",
          { "objects of their own", test_own_objects },
          { "the same objects", test_same_objects },
          { "somebody logs off", test_log_off })
