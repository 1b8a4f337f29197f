/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How long objects live: longer than what they were opened from, and after a logoff only to say
 * MAPI_E_INVALID_OBJECT, each kind in each of its methods. */

#include "mock-sqlite.h"
#include "tap.h"

#define OWN_TAG ((guint32) 0x67000003)

/* One of each kind, and what their methods want. */
typedef struct
{
  MockSqlite   client;
  MockSqlite   spooler;
  MapiFolder  *folder;
  MapiFolder  *search;
  MapiMessage *message;
  MapiAttach  *attach;
  MapiMessage *embedded;
  MapiStream  *stream;
  MapiStatus  *status;
  GPtrArray   *tables;

  GBytes           *id;
  MapiEntryList    *ids;
  MapiPropTagArray *tags;
  MapiPropList     *props;
  MapiNameIdArray  *names;
  MapiRowSet       *rows;
  MapiRestriction  *restriction;
  MapiSortOrderSet *order;
  MapiAdviseSink   *sink;
} World;

static guint n_calls;

static void
expect_invalid (const char *kind, const char *call, const GError *error)
{
  n_calls++;
  if (g_error_matches (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT))
    return;
  tap_note ("%s: %s: %s", kind, call, error != NULL ? error->message : "it went well");
  CU_FAIL ("a call after the logoff");
}

#define INVALID(kind, call)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
                                                                                                   \
    CU_ASSERT_FALSE ((call) != 0);                                                                 \
    expect_invalid (kind, #call, error);                                                           \
  }                                                                                                \
  G_STMT_END

static void
make_values (World *self)
{
  static const guint32 tags[] = { OWN_TAG };
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (OWN_TAG, 1);
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@example.org");
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiUid) space = mapi_uid_new ();
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_string (space, "name");
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();

  self->id = mock_sqlite_get_entry_id (self->message);
  self->ids = mapi_entry_list_new (&self->id, 1);
  self->tags = mapi_prop_tag_array_new (tags, 1);
  self->props = mapi_prop_list_new_from_value (value);
  self->names = mapi_name_id_array_append (none, name);
  self->rows = mapi_row_set_new (&row, 1);
  self->restriction = mapi_restriction_new_exist (MAPI_PR_SUBJECT);
  self->order = mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  self->sink = MAPI_ADVISE_SINK (mapi_callback_sink_new ());
}

static void
make_message (World *self, GError **error)
{
  guint32 number = 0;
  g_autoptr (MapiAttach) outer = NULL;

  self->message = mapi_folder_create_message (self->folder, NULL, 0, NULL, error);
  mock_sqlite_set (self->message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Subject"));
  self->attach = mapi_message_create_attach (self->message, 0, &number, NULL, error);
  self->stream = MAPI_STREAM (mapi_prop_open_property (MAPI_PROP (self->attach),
                                                       MAPI_PR_ATTACH_DATA_BIN,
                                                       "MapiStream",
                                                       0,
                                                       MAPI_CREATE | MAPI_MODIFY,
                                                       NULL,
                                                       error));
  outer = mapi_message_create_attach (self->message, 0, &number, NULL, error);
  mock_sqlite_set (outer,
                   mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG));
  self->embedded = MAPI_MESSAGE (mapi_prop_open_property (MAPI_PROP (outer),
                                                          MAPI_PR_ATTACH_DATA_OBJ,
                                                          "MapiMessage",
                                                          0,
                                                          MAPI_CREATE | MAPI_MODIFY,
                                                          NULL,
                                                          error));
  mapi_prop_save_changes (MAPI_PROP (self->message), MAPI_KEEP_OPEN_READWRITE, NULL, error);
}

static void
open_tables (World *self, GError **error)
{
  MapiContainer *folder = MAPI_CONTAINER (self->folder);

  self->tables = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->tables, mapi_container_get_contents_table (folder, 0, NULL, error));
  g_ptr_array_add (self->tables, mapi_container_get_hierarchy_table (folder, 0, NULL, error));
  g_ptr_array_add (self->tables, mapi_message_get_recipient_table (self->message, 0, NULL, error));
  g_ptr_array_add (self->tables, mapi_message_get_attachment_table (self->message, 0, NULL, error));
  g_ptr_array_add (self->tables,
                   mapi_msg_store_get_receive_folder_table (self->client.store, 0, NULL, error));
  g_ptr_array_add (self->tables,
                   mapi_msg_store_get_outgoing_queue (self->spooler.store, 0, NULL, error));
}

static gboolean
begin (World *self)
{
  static guint     n;
  g_autofree char *path = g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n);
  g_autoptr (MapiFolder) top = NULL;
  g_autoptr (GError) error = NULL;

  *self = (World){ 0 };
  if (!mock_sqlite_open (&self->client, path, FALSE, &error) ||
      !mock_sqlite_open (&self->spooler, path, TRUE, &error))
    return TAP_NO_ERROR (error);
  top = mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  self->folder =
      mapi_folder_create_folder (top, MAPI_FOLDER_GENERIC, "Folder", NULL, 0, NULL, &error);
  self->search =
      mapi_folder_create_folder (top, MAPI_FOLDER_SEARCH, "Search", NULL, 0, NULL, &error);
  make_message (self, &error);
  open_tables (self, &error);
  self->status =
      MAPI_STATUS (mapi_ms_logon_open_status_entry (self->client.logon, NULL, 0, NULL, &error));
  make_values (self);
  return TAP_NO_ERROR (error);
}

static void
end (World *self)
{
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_object (&self->status);
  g_clear_object (&self->stream);
  g_clear_object (&self->embedded);
  g_clear_object (&self->attach);
  g_clear_object (&self->message);
  g_clear_object (&self->search);
  g_clear_object (&self->folder);
  g_clear_object (&self->sink);
  g_clear_pointer (&self->id, g_bytes_unref);
  g_clear_pointer (&self->ids, mapi_entry_list_unref);
  g_clear_pointer (&self->tags, mapi_prop_tag_array_unref);
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_clear_pointer (&self->names, mapi_name_id_array_unref);
  g_clear_pointer (&self->rows, mapi_row_set_unref);
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  g_clear_pointer (&self->order, mapi_sort_order_set_unref);
  mock_sqlite_close (&self->spooler);
  mock_sqlite_close (&self->client);
}

static void
log_off (World *self)
{
  guint32 flags = 0;
  g_autoptr (GError) error = NULL;

  mapi_ms_logon_logoff (self->spooler.logon, &flags, NULL, &error);
  mapi_ms_logon_logoff (self->client.logon, &flags, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
check_prop (World *self, const char *kind, gpointer object)
{
  MapiProp *prop = object;
  MapiProp *other = MAPI_PROP (self->message);

  INVALID (kind, mapi_prop_save_changes (prop, 0, NULL, &error));
  INVALID (kind, mapi_prop_get_props (prop, NULL, 0, NULL, NULL, &error));
  INVALID (kind, mapi_prop_get_props (prop, self->tags, 0, NULL, NULL, &error));
  INVALID (kind, mapi_prop_get_prop_list (prop, 0, NULL, &error));
  INVALID (kind, mapi_prop_open_property (prop, MAPI_PR_BODY, "MapiStream", 0, 0, NULL, &error));
  INVALID (kind, mapi_prop_set_props (prop, self->props, NULL, NULL, &error));
  INVALID (kind, mapi_prop_delete_props (prop, self->tags, NULL, NULL, &error));
  INVALID (kind, mapi_prop_copy_to (prop, NULL, NULL, NULL, other, 0, NULL, NULL, &error));
  INVALID (kind, mapi_prop_copy_props (prop, self->tags, NULL, other, 0, NULL, NULL, &error));
  INVALID (kind, mapi_prop_get_names_from_ids (prop, NULL, NULL, 0, NULL, NULL, NULL, &error));
  INVALID (kind, mapi_prop_get_ids_from_names (prop, self->names, MAPI_CREATE, NULL, NULL, &error));
}

static void
check_container (World *self, const char *kind, MapiFolder *folder)
{
  MapiContainer *container = MAPI_CONTAINER (folder);

  INVALID (kind, mapi_container_get_contents_table (container, 0, NULL, &error));
  INVALID (kind, mapi_container_get_hierarchy_table (container, 0, NULL, &error));
  INVALID (kind, mapi_container_open_entry (container, self->id, NULL, 0, NULL, &error));
  INVALID (kind,
           mapi_container_set_search_criteria (
               container, self->restriction, NULL, MAPI_RESTART_SEARCH, NULL, &error));
  INVALID (kind, mapi_container_get_search_criteria (container, 0, NULL, NULL, NULL, NULL, &error));
}

static void
check_folder (World *self, const char *kind, MapiFolder *folder)
{
  guint32 number = 0;

  check_prop (self, kind, folder);
  check_container (self, kind, folder);
  INVALID (kind, mapi_folder_create_message (folder, NULL, 0, NULL, &error));
  INVALID (kind,
           mapi_folder_copy_messages (folder, self->ids, folder, NULL, 0, NULL, NULL, &error));
  INVALID (kind, mapi_folder_delete_messages (folder, self->ids, NULL, 0, NULL, NULL, &error));
  INVALID (kind,
           mapi_folder_create_folder (folder, MAPI_FOLDER_GENERIC, "x", NULL, 0, NULL, &error));
  INVALID (kind,
           mapi_folder_copy_folder (folder, self->id, folder, NULL, NULL, 0, NULL, NULL, &error));
  INVALID (kind, mapi_folder_delete_folder (folder, self->id, NULL, 0, NULL, NULL, &error));
  INVALID (kind, mapi_folder_set_read_flags (folder, self->ids, NULL, 0, NULL, NULL, &error));
  INVALID (kind, mapi_folder_get_message_status (folder, self->id, 0, &number, NULL, &error));
  INVALID (kind, mapi_folder_set_message_status (folder, self->id, 0, 0, &number, NULL, &error));
  INVALID (kind, mapi_folder_save_contents_sort (folder, self->order, 0, NULL, &error));
  INVALID (kind, mapi_folder_empty_folder (folder, NULL, 0, NULL, NULL, &error));
}

static void
check_message (World *self, const char *kind, MapiMessage *message)
{
  guint32 number = 0;

  check_prop (self, kind, message);
  INVALID (kind, mapi_message_get_attachment_table (message, 0, NULL, &error));
  INVALID (kind, mapi_message_open_attach (message, 0, NULL, 0, NULL, &error));
  INVALID (kind, mapi_message_create_attach (message, 0, &number, NULL, &error));
  INVALID (kind, mapi_message_delete_attach (message, 0, NULL, 0, NULL, &error));
  INVALID (kind, mapi_message_get_recipient_table (message, 0, NULL, &error));
  INVALID (kind,
           mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, self->rows, NULL, &error));
  INVALID (kind, mapi_message_submit_message (message, 0, NULL, &error));
  INVALID (kind, mapi_message_set_read_flag (message, 0, NULL, &error));
}

static void
check_store (World *self, const char *kind, MapiMsgStore *store)
{
  gboolean same = FALSE;
  g_autoptr (MapiNotification) news =
      mapi_notification_new_newmail (self->id, self->id, "IPM.Note", 0);

  check_prop (self, kind, store);
  INVALID (kind, mapi_msg_store_advise (store, NULL, MAPI_fnevNewMail, self->sink, NULL, &error));
  INVALID (kind, mapi_msg_store_unadvise (store, 1, &error));
  INVALID (kind, mapi_msg_store_compare_entry_ids (store, self->id, self->id, 0, &same, &error));
  INVALID (kind, mapi_msg_store_open_entry (store, self->id, NULL, 0, NULL, &error));
  INVALID (kind, mapi_msg_store_set_receive_folder (store, "IPM.X", 0, NULL, NULL, &error));
  INVALID (kind, mapi_msg_store_get_receive_folder (store, "IPM", 0, NULL, NULL, &error));
  INVALID (kind, mapi_msg_store_get_receive_folder_table (store, 0, NULL, &error));
  INVALID (kind, mapi_msg_store_abort_submit (store, self->id, 0, NULL, &error));
  INVALID (kind, mapi_msg_store_get_outgoing_queue (store, 0, NULL, &error));
  INVALID (kind,
           mapi_msg_store_set_lock_state (store, self->message, MAPI_MSG_LOCKED, NULL, &error));
  INVALID (kind, mapi_msg_store_finished_msg (store, 0, self->id, NULL, &error));
  INVALID (kind, mapi_msg_store_notify_new_mail (store, news, NULL, &error));
}

static void
check_table (World *self, const char *kind, MapiTable *table)
{
  guint32 number = 0;

  INVALID (kind, mapi_table_advise (table, MAPI_fnevTableModified, self->sink, &error));
  INVALID (kind, mapi_table_unadvise (table, 1, &error));
  INVALID (kind, mapi_table_get_status (table, NULL, NULL, &error));
  INVALID (kind, mapi_table_set_columns (table, self->tags, 0, NULL, &error));
  INVALID (kind, mapi_table_query_columns (table, 0, NULL, &error));
  INVALID (kind, mapi_table_get_row_count (table, 0, &number, NULL, NULL, &error));
  INVALID (kind, mapi_table_seek_row (table, MAPI_BOOKMARK_END, 0, NULL, NULL, NULL, &error));
  INVALID (kind, mapi_table_seek_row_approx (table, 1, 2, NULL, &error));
  INVALID (kind, mapi_table_query_position (table, &number, NULL, NULL, NULL, &error));
  INVALID (kind,
           mapi_table_find_row (
               table, self->restriction, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error));
  INVALID (kind, mapi_table_restrict (table, self->restriction, 0, NULL, &error));
  INVALID (kind, mapi_table_create_bookmark (table, NULL, &error));
  INVALID (kind, mapi_table_free_bookmark (table, 77, &error));
  INVALID (kind, mapi_table_sort_table (table, self->order, 0, NULL, &error));
  INVALID (kind, mapi_table_query_sort_order (table, NULL, &error));
  INVALID (kind, mapi_table_query_rows (table, 10, 0, NULL, &error));
  INVALID (kind, mapi_table_abort (table, &error));
  INVALID (kind, mapi_table_expand_row (table, self->id, 1, 0, NULL, NULL, &error));
  INVALID (kind, mapi_table_collapse_row (table, self->id, 0, NULL, NULL, &error));
  INVALID (kind, mapi_table_wait_for_completion (table, 0, 0, NULL, NULL, &error));
  INVALID (kind, mapi_table_get_collapse_state (table, 0, self->id, NULL, &error));
  INVALID (kind, mapi_table_set_collapse_state (table, 0, self->id, NULL, NULL, &error));
}

static void
check_stream (World *self, MapiStream *stream)
{
  guint64 number = 0;

  INVALID ("stream", mapi_stream_read (stream, 1, NULL, &error));
  INVALID ("stream", mapi_stream_write (stream, self->id, NULL, &error));
  INVALID ("stream", mapi_stream_seek (stream, 0, 0, &number, &error));
  INVALID ("stream", mapi_stream_set_size (stream, 1, NULL, &error));
  INVALID ("stream", mapi_stream_get_size (stream, &number, &error));
  INVALID ("stream", mapi_stream_commit (stream, 0, NULL, &error));
}

static void
check_logon (World *self, MapiMsLogon *logon)
{
  gboolean same = FALSE;

  INVALID ("logon", mapi_ms_logon_open_entry (logon, self->id, NULL, 0, NULL, &error));
  INVALID ("logon", mapi_ms_logon_compare_entry_ids (logon, self->id, self->id, 0, &same, &error));
  INVALID ("logon", mapi_ms_logon_advise (logon, NULL, MAPI_fnevNewMail, self->sink, NULL, &error));
  INVALID ("logon", mapi_ms_logon_unadvise (logon, 1, &error));
  INVALID ("logon", mapi_ms_logon_open_status_entry (logon, NULL, 0, NULL, &error));
  INVALID ("status", mapi_status_validate_state (self->status, 0, NULL, &error));
}

static void
test_after_logoff (void)
{
  static const char *const kinds[] = { "contents table",   "hierarchy table", "recipient table",
                                       "attachment table", "receive folders", "outgoing queue" };
  World                    world;

  if (!begin (&world))
    return;
  log_off (&world);
  n_calls = 0;
  check_store (&world, "store", world.client.store);
  check_store (&world, "store of the spooler", world.spooler.store);
  check_folder (&world, "folder", world.folder);
  check_folder (&world, "search folder", world.search);
  check_message (&world, "message", world.message);
  check_message (&world, "embedded message", world.embedded);
  check_prop (&world, "attachment", world.attach);
  check_stream (&world, world.stream);
  check_logon (&world, world.client.logon);
  for (guint i = 0; i < world.tables->len; i++)
    check_table (&world, kinds[i], world.tables->pdata[i]);
  tap_note ("%u calls after the logoff", n_calls);
  end (&world);
}

/* Nobody holds what they came from: store, folder, message and attachment. */
static void
test_outlive_parents (void)
{
  World world;
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;

  if (!begin (&world))
    return;
  g_clear_object (&world.client.store);
  g_clear_object (&world.folder);
  g_clear_object (&world.search);
  g_clear_object (&world.attach);
  g_clear_object (&world.message);
  CU_ASSERT_TRUE (mapi_stream_write (world.stream, text, NULL, &error));
  CU_ASSERT_TRUE (mapi_stream_seek (world.stream, 0, 0, NULL, &error));
  read = mapi_stream_read (world.stream, 10, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_BYTES (read, text);
  CU_ASSERT_TRUE (
      mapi_prop_set_props (MAPI_PROP (world.embedded), world.props, NULL, NULL, &error));
  for (guint i = 0; i < world.tables->len; i++)
    {
      g_autoptr (MapiRowSet) rows =
          mapi_table_query_rows (world.tables->pdata[i], 10, 0, NULL, &error);

      TAP_NO_ERROR (error);
    }
  end (&world);
}

/* In any order: who goes last takes the rest with it. */
static void
test_any_order (void)
{
  for (guint first = 0; first < 6; first++)
    {
      World world;

      if (!begin (&world))
        return;
      {
        GObject **objects[] = { (GObject **) &world.stream, (GObject **) &world.embedded,
                                (GObject **) &world.attach, (GObject **) &world.message,
                                (GObject **) &world.folder, (GObject **) &world.client.store };

        for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
          g_clear_object (objects[(first + i) % G_N_ELEMENTS (objects)]);
      }
      end (&world);
    }
}

TAP_MAIN ("providers/sqlite-lives",
          { "after the logoff", test_after_logoff },
          { "longer than their parents", test_outlive_parents },
          { "in any order", test_any_order })
