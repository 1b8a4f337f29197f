/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages of the store: properties, large values, attachments, recipients, saving. */

#include "mock-sqlite.h"
#include "tap.h"

#define MIB (1024 * 1024)

typedef struct
{
  char      *path;
  MockSqlite client;
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n) };
  return mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error) || TAP_NO_ERROR (error);
}

static void
tear_down (Fixture *fixture)
{
  mock_sqlite_close (&fixture->client);
  g_free (fixture->path);
}

/* R522, R660, R661. */
static void
test_properties (void)
{
  Fixture fixture;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (GBytes) key = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Re: Grüße", 100);
  before = mock_sqlite_get_all (message);
  CU_ASSERT_FALSE (mapi_prop_list_contains (before, MAPI_PR_ENTRYID));
  TAP_NUMBER (mapi_prop_list_get_long (before, MAPI_PR_MESSAGE_FLAGS, 0),
              MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_UNMODIFIED);
  mock_sqlite_save (message);

  again = mock_sqlite_reopen (fixture.client.store, message);
  after = mock_sqlite_get_all (again);
  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_SUBJECT), "Re: Grüße");
  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_SUBJECT_PREFIX), "Re: ");
  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_NORMALIZED_SUBJECT), "Grüße");
  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_MESSAGE_CLASS), "IPM");
  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_DISPLAY_TO), "Bob");
  CU_ASSERT_FALSE (mapi_prop_list_get_boolean (after, MAPI_PR_HASATTACH, TRUE));
  CU_ASSERT_TRUE (mapi_prop_list_get_long (after, MAPI_PR_MESSAGE_SIZE, 0) > 100);
  key = mapi_prop_list_get_bytes (after, MAPI_PR_SEARCH_KEY);
  TAP_NUMBER (g_bytes_get_size (key), 16);
  tear_down (&fixture);
}

static void
test_problems (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropList) after = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Old", 1);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "New");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, 5);
  props = mapi_prop_list_builder_end (builder);
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, &problems, NULL, &error));
  TAP_NO_ERROR (error);
  if (problems != NULL)
    {
      TAP_NUMBER (mapi_prop_problem_array_get_size (problems), 1);
      TAP_NUMBER (mapi_prop_problem_array_get_tag (problems, 0), MAPI_PR_MESSAGE_SIZE);
      TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), MAPI_E_COMPUTED);
    }
  after = mock_sqlite_get_all (message);
  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_SUBJECT), "New");
  tear_down (&fixture);
}

/* R649, R650. */
static void
test_conflict (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) other = NULL;
  g_autoptr (MapiMessage) result = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "First", 1);
  mock_sqlite_save (message);
  other = mock_sqlite_reopen (fixture.client.store, message);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Second"));
  mock_sqlite_set (other, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Third"));
  mock_sqlite_save (message);
  CU_ASSERT_FALSE (
      mapi_prop_save_changes (MAPI_PROP (other), MAPI_KEEP_OPEN_READWRITE, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_OBJECT_CHANGED);
  g_clear_error (&error);
  CU_ASSERT_TRUE (mapi_prop_save_changes (
      MAPI_PROP (other), MAPI_KEEP_OPEN_READWRITE | MAPI_FORCE_SAVE, NULL, &error));
  TAP_NO_ERROR (error);
  result = mock_sqlite_reopen (fixture.client.store, message);
  props = mock_sqlite_get_all (result);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "Third");
  tear_down (&fixture);
}

/* Bytes whose value tells where they are. */
static GBytes *
new_pattern (guint64 offset, gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) ((offset + i) % 251);
  return g_bytes_new_take (data, size);
}

static MapiStream *
open_stream (gpointer object, guint32 tag, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *stream =
      mapi_prop_open_property (MAPI_PROP (object), tag, "MapiStream", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return MAPI_STREAM (stream);
}

static void
write_pattern (MapiStream *stream, guint64 size, gsize piece)
{
  g_autoptr (GError) error = NULL;

  for (guint64 offset = 0; offset < size && error == NULL; offset += piece)
    {
      g_autoptr (GBytes) bytes = new_pattern (offset, MIN (piece, size - offset));

      mapi_stream_write (stream, bytes, NULL, &error);
    }
  TAP_NO_ERROR (error);
  mapi_stream_commit (stream, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
check_pattern (MapiStream *stream, guint64 size)
{
  g_autoptr (GError) error = NULL;
  guint64  offset = 0;
  guint64  found = 0;
  gboolean same = TRUE;

  mapi_stream_get_size (stream, &found, &error);
  TAP_NUMBER (found, size);
  while (offset < size && same)
    {
      g_autoptr (GBytes) bytes = mapi_stream_read (stream, 100000, NULL, &error);
      g_autoptr (GBytes) wanted = NULL;

      if (!TAP_NO_ERROR (error))
        return;
      wanted = new_pattern (offset, g_bytes_get_size (bytes));
      same = g_bytes_get_size (bytes) > 0 && g_bytes_equal (bytes, wanted);
      offset += g_bytes_get_size (bytes);
    }
  CU_ASSERT_TRUE (same);
  TAP_NUMBER (offset, size);
}

static MapiAttach *
open_attach (gpointer message, guint32 number, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *attach =
      mapi_message_open_attach (MAPI_MESSAGE (message), number, NULL, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return attach;
}

static MapiAttach *
create_attach (gpointer message, guint32 *number)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *attach = mapi_message_create_attach (MAPI_MESSAGE (message), 0, number, NULL, &error);

  TAP_NO_ERROR (error);
  return attach;
}

static void
attach_data (gpointer message, const char *name, guint64 size, gsize piece)
{
  guint32 number = 0;
  g_autoptr (MapiAttach) attach = create_attach (message, &number);
  g_autoptr (MapiStream) stream = NULL;

  mock_sqlite_set (attach, mapi_prop_value_new_string (MAPI_PR_ATTACH_LONG_FILENAME, name));
  mock_sqlite_set (attach, mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE));
  stream = open_stream (attach, MAPI_PR_ATTACH_DATA_BIN, MAPI_CREATE | MAPI_MODIFY);
  write_pattern (stream, size, piece);
  mock_sqlite_save (attach);
}

static void
check_attach (gpointer message, guint32 number, guint64 size)
{
  g_autoptr (MapiAttach) attach = open_attach (message, number, 0);
  g_autoptr (MapiStream) stream = open_stream (attach, MAPI_PR_ATTACH_DATA_BIN, 0);

  check_pattern (stream, size);
}

static void
test_attachments (void)
{
  static const guint64 sizes[] = { 0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 5 * MIB + 17 };
  Fixture              fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Files", 100);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    attach_data (message, "file", sizes[i], i % 2 == 0 ? 70000 : 4096);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_attach (message, i, sizes[i]);
  mock_sqlite_save (message);

  again = mock_sqlite_reopen (fixture.client.store, message);
  table = mapi_message_get_attachment_table (again, 0, NULL, &error);
  TAP_NUMBER (mock_sqlite_count (table), G_N_ELEMENTS (sizes));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_attach (again, i, sizes[i]);
  props = mock_sqlite_get_all (again);
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (props, MAPI_PR_HASATTACH, FALSE));
  CU_ASSERT_TRUE (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_SIZE, 0) > 5 * MIB);

  mapi_message_delete_attach (again, 5, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_save (again);
  g_clear_object (&message);
  message = mock_sqlite_reopen (fixture.client.store, again);
  CU_ASSERT_PTR_NULL (mapi_message_open_attach (message, 5, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  check_attach (message, 4, sizes[4]);
  tear_down (&fixture);
}

/* A stream that is opened to be changed leaves what is stored as it is until the save. */
static void
test_change_stream (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiStream) stream = NULL;
  g_autoptr (GBytes) piece = g_bytes_new_static ("CHANGED", 7);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (MapiAttach) changed = NULL;
  g_autoptr (MapiStream) changed_stream = NULL;
  guint64 size = 0;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Change", 1);
  attach_data (message, "file", 3 * MIB, 65536);
  mock_sqlite_save (message);

  again = mock_sqlite_reopen (fixture.client.store, message);
  attach = open_attach (again, 0, MAPI_MODIFY);
  stream = open_stream (attach, MAPI_PR_ATTACH_DATA_BIN, MAPI_MODIFY);
  mapi_stream_seek (stream, 2 * MIB - 3, 0, NULL, &error);
  mapi_stream_write (stream, piece, NULL, &error);
  mapi_stream_set_size (stream, 4 * MIB, NULL, &error);
  mapi_stream_commit (stream, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_save (attach);
  check_attach (message, 0, 3 * MIB);
  mock_sqlite_save (again);

  g_clear_object (&message);
  message = mock_sqlite_reopen (fixture.client.store, again);
  changed = open_attach (message, 0, 0);
  changed_stream = open_stream (changed, MAPI_PR_ATTACH_DATA_BIN, 0);
  mapi_stream_get_size (changed_stream, &size, &error);
  TAP_NUMBER (size, 4 * MIB);
  mapi_stream_seek (changed_stream, 2 * MIB - 3, 0, NULL, &error);
  found = mapi_stream_read (changed_stream, 7, NULL, &error);
  TAP_BYTES (found, piece);
  tear_down (&fixture);
}

/* A body too large for GetProps. */
static void
test_large_body (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (MapiStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 size = 0;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Long", MIB);
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (fixture.client.store, message);
  props = mock_sqlite_get_all (again);
  TAP_NUMBER (mapi_prop_list_get_error (props, MAPI_PR_BODY), MAPI_E_NOT_ENOUGH_MEMORY);
  tags = mapi_prop_get_prop_list (MAPI_PROP (again), 0, NULL, &error);
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (tags, MAPI_PR_BODY));
  stream = open_stream (again, MAPI_PR_BODY, 0);
  mapi_stream_get_size (stream, &size, &error);
  TAP_NUMBER (size, MIB);
  bytes = mapi_stream_read (stream, 2 * MIB, NULL, &error);
  TAP_NUMBER (g_bytes_get_size (bytes), MIB);
  tear_down (&fixture);
}

static MapiMessage *
open_embedded (gpointer attach, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *message = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return MAPI_MESSAGE (message);
}

/* Puts a message into @message, and one into that. */
static void
embed (gpointer message, guint depth)
{
  guint32 number;
  g_autoptr (MapiAttach) attach = create_attach (message, &number);
  g_autoptr (MapiMessage) inner = NULL;
  g_autofree char *subject = g_strdup_printf ("Inner %u", depth);

  mock_sqlite_set (attach,
                   mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG));
  inner = open_embedded (attach, MAPI_CREATE | MAPI_MODIFY);
  mock_sqlite_set (inner, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  attach_data (inner, "inside", 300000, 50000);
  if (depth > 1)
    embed (inner, depth - 1);
  mock_sqlite_save (inner);
  mock_sqlite_save (attach);
}

static void
check_embedded (gpointer message, guint32 number, guint depth)
{
  g_autoptr (MapiAttach) attach = open_attach (message, number, 0);
  g_autoptr (MapiMessage) inner = open_embedded (attach, 0);
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (inner);
  g_autofree char *subject = g_strdup_printf ("Inner %u", depth);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), subject);
  check_attach (inner, 0, 300000);
  if (depth > 1)
    check_embedded (inner, 1, depth - 1);
}

static void
test_embedded (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiMessage) inner = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Outer", 1);
  embed (message, 3);
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (fixture.client.store, message);
  check_embedded (again, 0, 3);

  attach = open_attach (again, 0, MAPI_MODIFY);
  inner = open_embedded (attach, MAPI_MODIFY);
  mock_sqlite_set (inner, mapi_prop_value_new_string (MAPI_PR_COMMENT, "touched"));
  mock_sqlite_save (inner);
  mock_sqlite_save (attach);
  mock_sqlite_save (again);
  g_clear_object (&message);
  message = mock_sqlite_reopen (fixture.client.store, again);
  check_embedded (message, 0, 3);

  /* A copy has all of it too, and the original can go. */
  inbox = mock_sqlite_open_inbox (fixture.client.store);
  outbox = mock_sqlite_open_folder (fixture.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  entry_id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&entry_id, 1);
  mapi_folder_copy_messages (outbox, list, inbox, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_folder_delete_messages (outbox, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  if (TAP_NUMBER (mock_sqlite_count (table), 1))
    {
      g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
      g_autoptr (GBytes) copy_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (MapiProp) copy =
          mapi_msg_store_open_entry (fixture.client.store, copy_id, NULL, 0, NULL, &error);

      TAP_NO_ERROR (error);
      check_embedded (copy, 0, 3);
    }
  tear_down (&fixture);
}

static guint32
get_flags (gpointer message)
{
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (message);

  return (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);
}

/* R591, R656. */
static void
test_read_flag (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiFolder) outbox = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Read", 1);
  mock_sqlite_save (message);
  mapi_message_set_read_flag (message, 0, NULL, &error);
  TAP_NO_ERROR (error);
  again = mock_sqlite_reopen (fixture.client.store, message);
  TAP_NUMBER (get_flags (again) & MAPI_MSGFLAG_READ, MAPI_MSGFLAG_READ);
  outbox = mock_sqlite_open_folder (fixture.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  props = mock_sqlite_get_all (outbox);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_CONTENT_UNREAD, -1), 0);
  mapi_message_set_read_flag (again, MAPI_CLEAR_READ_FLAG, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (get_flags (again) & MAPI_MSGFLAG_READ, 0);
  CU_ASSERT_FALSE (mapi_message_set_read_flag (
      again, MAPI_CLEAR_READ_FLAG | MAPI_SUPPRESS_RECEIPT, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  tear_down (&fixture);
}

static void
test_names (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) space = mapi_uid_new ();
  g_autoptr (MapiNameId) by_name = mapi_name_id_new_from_string (space, "colour");
  g_autoptr (MapiNameId) by_id = mapi_name_id_new_from_id (space, 7);
  g_autoptr (MapiNameIdArray) empty = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) one = mapi_name_id_array_append (empty, by_name);
  g_autoptr (MapiNameIdArray) both = mapi_name_id_array_append (one, by_id);
  g_autoptr (MapiPropTagArray) missing = NULL;
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (MapiPropTagArray) again = NULL;
  g_autoptr (MapiNameIdArray) names = NULL;
  guint32 warning = 0;

  if (!set_up (&fixture))
    return;
  missing = mapi_prop_get_ids_from_names (
      MAPI_PROP (fixture.client.store), both, 0, NULL, &warning, &error);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  tags = mapi_prop_get_ids_from_names (
      MAPI_PROP (fixture.client.store), both, MAPI_CREATE, NULL, NULL, &error);
  again = mapi_prop_get_ids_from_names (
      MAPI_PROP (fixture.client.store), both, MAPI_CREATE, NULL, NULL, &error);
  if (TAP_NO_ERROR (error))
    {
      CU_ASSERT_TRUE (mapi_prop_tag_is_named (mapi_prop_tag_array_get_tag (tags, 0)));
      TAP_NUMBER (mapi_prop_tag_array_get_tag (tags, 1), mapi_prop_tag_array_get_tag (again, 1));
      names = mapi_prop_get_names_from_ids (
          MAPI_PROP (fixture.client.store), tags, NULL, 0, NULL, NULL, NULL, &error);
    }
  if (TAP_NO_ERROR (error))
    {
      g_autoptr (MapiNameId) found = mapi_name_id_array_get_name (names, 0);

      CU_ASSERT_TRUE (mapi_name_id_equal (found, by_name));
    }
  tear_down (&fixture);
}

/* D23: one store object for all who log on; it ends with the last of them. */
static void
test_logon_again (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) second = { 0 };
  g_autoptr (GBytes) entry_id = NULL;

  if (!set_up (&fixture))
    return;
  mock_sqlite_open (&second, fixture.path, FALSE, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_EQUAL (second.store, fixture.client.store);
  CU_ASSERT_PTR_NULL (second.logon);
  mock_sqlite_close (&fixture.client);
  entry_id = mock_sqlite_submit (second.store, "Still there");
  CU_ASSERT_PTR_NOT_NULL (entry_id);
  tear_down (&fixture);
}

static void
test_logoff (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!set_up (&fixture))
    return;
  message = mock_sqlite_compose (fixture.client.store, "Late", 1);
  mock_sqlite_close (&fixture.client);
  props = mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, &error);
  CU_ASSERT_PTR_NULL (props);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-messages",
          { "properties", test_properties },
          { "problems", test_problems },
          { "conflict", test_conflict },
          { "attachments", test_attachments },
          { "change a stream", test_change_stream },
          { "large body", test_large_body },
          { "embedded messages", test_embedded },
          { "read flag", test_read_flag },
          { "named properties", test_names },
          { "logon again", test_logon_again },
          { "logoff", test_logoff })
