/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

static void
set_string (gpointer prop, guint32 tag, const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_set_props (prop, list, NULL, NULL, &error));
  TAP_NO_ERROR (error);
}

static void
set_long (gpointer prop, guint32 tag, gint32 number)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (tag, number);
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);

  CU_ASSERT_TRUE (mapi_prop_set_props (prop, list, NULL, NULL, NULL));
}

static MapiPropList *
get_all (gpointer prop)
{
  return mapi_prop_get_props (prop, NULL, 0, NULL, NULL, NULL);
}

static void
expect_string (gpointer prop, guint32 tag, const char *expected, guint line)
{
  g_autoptr (MapiPropList) props = get_all (prop);

  tap_string (mapi_prop_list_get_string (props, tag), expected, "value", line, __FILE__);
}

#define EXPECT_STRING(prop, tag, expected) expect_string (prop, tag, expected, __LINE__)

static void
save (gpointer prop)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_save_changes (prop, 0, NULL, &error));
  TAP_NO_ERROR (error);
}

static void
add_recipient (gpointer message, guint32 type, const char *name)
{
  g_autofree char *address = g_strdup_printf ("%s@example.org", name);
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, name, "SMTP", address);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, &error));
  TAP_NO_ERROR (error);
}

static MapiRowSet *
read_table (MapiTable *table)
{
  g_autoptr (MapiTable) owned = table;

  return mapi_table_query_rows (owned, 100, 0, NULL, NULL);
}

static MapiRowSet *
read_recipients (gpointer message)
{
  return read_table (mapi_message_get_recipient_table (message, 0, NULL, NULL));
}

static MapiRowSet *
read_attachments (gpointer message)
{
  return read_table (mapi_message_get_attachment_table (message, 0, NULL, NULL));
}

static MapiAttach *
create_attach (gpointer message, const char *name)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *attach = mapi_message_create_attach (message, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  set_string (attach, MAPI_PR_ATTACH_LONG_FILENAME, name);
  return attach;
}

static void
write_data (gpointer attach, char letter, gsize size)
{
  g_autoptr (GObject) object = mapi_prop_open_property (
      attach, MAPI_PR_ATTACH_DATA_BIN, "MapiStream", 0, MAPI_CREATE | MAPI_MODIFY, NULL, NULL);
  g_autofree char *data = g_strnfill (size, letter);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  CU_ASSERT_TRUE (mapi_stream_write (MAPI_STREAM (object), bytes, NULL, NULL));
  CU_ASSERT_TRUE (mapi_stream_commit (MAPI_STREAM (object), 0, NULL, NULL));
}

static GBytes *
read_data (gpointer attach)
{
  g_autoptr (GObject) object =
      mapi_prop_open_property (attach, MAPI_PR_ATTACH_DATA_BIN, NULL, 0, 0, NULL, NULL);

  CU_ASSERT_TRUE (MAPI_IS_STREAM (object));
  return mapi_stream_read (MAPI_STREAM (object), G_MAXINT32, NULL, NULL);
}

static MapiMessage *
open_embedded (gpointer attach, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *object = mapi_prop_open_property (
      attach, MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return MAPI_MESSAGE (object);
}

static void
test_computed (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_DISPLAY_TO, "me");
  g_autoptr (MapiPropList) computed = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropList) props = NULL;

  EXPECT_STRING (message, MAPI_PR_DISPLAY_TO, "");
  set_string (message, MAPI_PR_SUBJECT, "Re: hello");
  EXPECT_STRING (message, MAPI_PR_SUBJECT_PREFIX, "Re: ");
  EXPECT_STRING (message, MAPI_PR_NORMALIZED_SUBJECT, "hello");
  set_string (message, MAPI_PR_SUBJECT, "hello");
  EXPECT_STRING (message, MAPI_PR_SUBJECT_PREFIX, "");
  set_string (message, MAPI_PR_SUBJECT, "Fw: hello");
  EXPECT_STRING (message, MAPI_PR_NORMALIZED_SUBJECT, "hello");
  set_string (message, MAPI_PR_SUBJECT_PREFIX, "");
  EXPECT_STRING (message, MAPI_PR_NORMALIZED_SUBJECT, "Fw: hello");

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), computed, &problems, NULL, NULL));
  CU_ASSERT_PTR_NOT_NULL (problems);
  if (problems != NULL)
    TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), MAPI_E_COMPUTED);
  EXPECT_STRING (message, MAPI_PR_DISPLAY_TO, "");

  props = get_all (message);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_SIZE, 0) > 0);
}

static void
test_recipients (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiTable) early = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) left = NULL;
  g_autoptr (MapiPropList) first = NULL;
  g_autoptr (MapiRowSet) gone = NULL;
  g_autoptr (GObject) opened = NULL;
  g_autoptr (GError) error = NULL;
  guint32 count = 0;

  add_recipient (message, MAPI_TO, "anna");
  early = mapi_message_get_recipient_table (MAPI_MESSAGE (message), 0, NULL, NULL);
  add_recipient (message, MAPI_CC, "bert");
  add_recipient (message, MAPI_TO, "carl");
  EXPECT_STRING (message, MAPI_PR_DISPLAY_TO, "anna; carl");
  EXPECT_STRING (message, MAPI_PR_DISPLAY_CC, "bert");

  rows = read_recipients (message);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  first = mapi_row_set_get_row (rows, 0);
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_ROWID, -1), 0);
  gone = mapi_row_set_new (&first, 1);
  CU_ASSERT_TRUE (mapi_message_modify_recipients (
      MAPI_MESSAGE (message), MAPI_MODRECIP_REMOVE, gone, NULL, NULL));
  EXPECT_STRING (message, MAPI_PR_DISPLAY_TO, "carl");
  CU_ASSERT_TRUE (mapi_table_get_row_count (early, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 2);
  CU_ASSERT_FALSE (mapi_message_modify_recipients (
      MAPI_MESSAGE (message), MAPI_MODRECIP_REMOVE, gone, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);

  opened = mapi_prop_open_property (
      MAPI_PROP (message), MAPI_PR_MESSAGE_RECIPIENTS, "MapiTable", 0, 0, NULL, NULL);
  CU_ASSERT_TRUE (MAPI_IS_TABLE (opened));
  left = read_recipients (message);
  TAP_NUMBER (mapi_row_set_get_size (left), 2);
}

static void
test_attachments (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = create_attach (message, "a.txt");
  g_autoptr (MapiAttach) other = NULL;
  g_autoptr (MapiAttach) reader = NULL;
  g_autoptr (MapiRowSet) none = read_attachments (message);
  g_autoptr (MapiRowSet) one = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  TAP_NUMBER (mapi_row_set_get_size (none), 0);
  write_data (attach, 'a', 1000);
  save (attach);
  one = read_attachments (message);
  TAP_NUMBER (mapi_row_set_get_size (one), 1);
  row = mapi_row_set_get_row (one, 0);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_ATTACH_LONG_FILENAME), "a.txt");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, -1), 0);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (row, MAPI_PR_ATTACH_SIZE, 0) >= 1000);
  CU_ASSERT_FALSE (mapi_prop_list_contains (row, MAPI_PR_ATTACH_DATA_BIN));
  props = get_all (message);
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (props, MAPI_PR_HASATTACH, FALSE));
  CU_ASSERT_TRUE (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0) &
                  MAPI_MSGFLAG_HASATTACH);

  set_string (attach, MAPI_PR_ATTACH_LONG_FILENAME, "b.txt");
  reader = mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, NULL);
  EXPECT_STRING (reader, MAPI_PR_ATTACH_LONG_FILENAME, "a.txt");
  CU_ASSERT_FALSE (mapi_prop_save_changes (MAPI_PROP (reader), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);

  other = create_attach (message, "c.txt");
  save (other);
  CU_ASSERT_TRUE (mapi_message_delete_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, NULL));
  CU_ASSERT_FALSE (mapi_message_delete_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_message_open_attach (MAPI_MESSAGE (message), 7, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  save (attach);
  g_clear_pointer (&one, mapi_row_set_unref);
  one = read_attachments (message);
  TAP_NUMBER (mapi_row_set_get_size (one), 2);
}

static void
test_large_attachment (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = create_attach (message, "large");
  g_autoptr (MapiAttach) reader = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  write_data (attach, 'l', 3000000);
  save (attach);
  reader = mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, NULL);
  props = get_all (reader);
  TAP_NUMBER (mapi_prop_list_get_error (props, MAPI_PR_ATTACH_DATA_BIN), MAPI_E_NOT_ENOUGH_MEMORY);
  write_data (attach, 'm', 10);
  save (attach);
  before = read_data (reader);
  after = read_data (attach);
  TAP_NUMBER (g_bytes_get_size (before), 3000000);
  TAP_NUMBER (g_bytes_get_size (after), 10);
}

static void
make_embedded (gpointer message, const char *subject)
{
  g_autoptr (MapiAttach) attach = create_attach (message, "message");
  g_autoptr (MapiMessage) embedded = open_embedded (attach, MAPI_CREATE | MAPI_MODIFY);

  set_long (attach, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG);
  set_string (embedded, MAPI_PR_SUBJECT, subject);
  add_recipient (embedded, MAPI_TO, "dora");
  save (embedded);
  save (attach);
}

static void
test_embedded (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiMessage) embedded = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropTagArray) listed = NULL;
  g_autoptr (GError) error = NULL;

  make_embedded (message, "inside");
  attach = mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, MAPI_MODIFY, NULL, NULL);
  listed = mapi_prop_get_prop_list (MAPI_PROP (attach), 0, NULL, NULL);
  CU_ASSERT_TRUE (mapi_prop_tag_array_contains (listed, MAPI_PR_ATTACH_DATA_OBJ));
  embedded = open_embedded (attach, MAPI_MODIFY);
  EXPECT_STRING (embedded, MAPI_PR_SUBJECT, "inside");
  EXPECT_STRING (embedded, MAPI_PR_DISPLAY_TO, "dora");

  set_string (embedded, MAPI_PR_SUBJECT, "changed");
  again = open_embedded (attach, 0);
  EXPECT_STRING (again, MAPI_PR_SUBJECT, "inside");
  g_clear_object (&again);
  save (embedded);
  again = open_embedded (attach, 0);
  EXPECT_STRING (again, MAPI_PR_SUBJECT, "changed");
  CU_ASSERT_FALSE (mapi_message_modify_recipients (again, MAPI_MODRECIP_ADD, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

static void
test_copy (void)
{
  g_autoptr (MapiMemoryMessage) from = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) to = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = create_attach (from, "data");
  g_autoptr (MapiAttach) copied = NULL;
  g_autoptr (MapiAttach) copied_message = NULL;
  g_autoptr (MapiMessage) embedded = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) attachments = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GError) error = NULL;

  set_string (from, MAPI_PR_SUBJECT, "Re: all");
  add_recipient (from, MAPI_TO, "anna");
  add_recipient (from, MAPI_BCC, "bert");
  write_data (attach, 'd', 200000);
  save (attach);
  make_embedded (from, "inside");
  add_recipient (to, MAPI_TO, "nobody");

  CU_ASSERT_TRUE (
      mapi_message_copy (MAPI_MESSAGE (from), MAPI_MESSAGE (to), NULL, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  EXPECT_STRING (to, MAPI_PR_NORMALIZED_SUBJECT, "all");
  EXPECT_STRING (to, MAPI_PR_DISPLAY_TO, "anna");
  EXPECT_STRING (to, MAPI_PR_DISPLAY_BCC, "bert");
  rows = read_recipients (to);
  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  attachments = read_attachments (to);
  TAP_NUMBER (mapi_row_set_get_size (attachments), 2);

  copied = mapi_message_open_attach (MAPI_MESSAGE (to), 0, NULL, 0, NULL, NULL);
  data = read_data (copied);
  TAP_NUMBER (g_bytes_get_size (data), 200000);
  copied_message = mapi_message_open_attach (MAPI_MESSAGE (to), 1, NULL, 0, NULL, NULL);
  embedded = open_embedded (copied_message, 0);
  EXPECT_STRING (embedded, MAPI_PR_SUBJECT, "inside");
  EXPECT_STRING (embedded, MAPI_PR_DISPLAY_TO, "dora");
}

static void
test_copy_parts (void)
{
  static const guint32 excluded[] = { MAPI_PR_MESSAGE_RECIPIENTS, MAPI_PR_MESSAGE_ATTACHMENTS };
  g_autoptr (MapiMemoryMessage) from = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) to = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) moved = mapi_memory_message_new ();
  g_autoptr (MapiPropTagArray) exclude = mapi_prop_tag_array_new (excluded, 2);
  g_autoptr (MapiRowSet) none = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  set_string (from, MAPI_PR_SUBJECT, "s");
  add_recipient (from, MAPI_TO, "anna");
  make_embedded (from, "inside");
  CU_ASSERT_TRUE (
      mapi_message_copy (MAPI_MESSAGE (from), MAPI_MESSAGE (to), exclude, NULL, NULL, NULL));
  EXPECT_STRING (to, MAPI_PR_SUBJECT, "s");
  EXPECT_STRING (to, MAPI_PR_DISPLAY_TO, "");
  none = read_attachments (to);
  TAP_NUMBER (mapi_row_set_get_size (none), 0);

  CU_ASSERT_TRUE (mapi_prop_copy_to (
      MAPI_PROP (from), NULL, NULL, NULL, MAPI_PROP (moved), MAPI_MOVE, NULL, NULL, NULL));
  EXPECT_STRING (moved, MAPI_PR_DISPLAY_TO, "anna");
  EXPECT_STRING (from, MAPI_PR_DISPLAY_TO, "");
  rows = read_attachments (from);
  TAP_NUMBER (mapi_row_set_get_size (rows), 0);
}

static void
nest (gpointer message, guint depth)
{
  g_autoptr (MapiAttach) attach = create_attach (message, "message");
  g_autoptr (MapiMessage) embedded = open_embedded (attach, MAPI_CREATE | MAPI_MODIFY);

  set_long (attach, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG);
  if (depth > 1)
    nest (embedded, depth - 1);
  save (embedded);
  save (attach);
}

/* Messages one in the other, without end as far as a copy is concerned. */
static void
test_depth (void)
{
  static const guint depths[] = { 900, 1001 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (MapiMemoryMessage) outer = mapi_memory_message_new ();
      g_autoptr (MapiMemoryMessage) target = mapi_memory_message_new ();
      g_autoptr (GError) error = NULL;

      nest (outer, depths[i]);
      mapi_message_copy (MAPI_MESSAGE (outer), MAPI_MESSAGE (target), NULL, NULL, NULL, &error);
      if (i == 0)
        TAP_NO_ERROR (error);
      else
        TAP_ERROR (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX);
    }
}

static void
test_read_flag (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (
      mapi_message_set_read_flag (MAPI_MESSAGE (message), MAPI_CLEAR_READ_FLAG, NULL, NULL));
  props = get_all (message);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0), MAPI_MSGFLAG_UNSENT);
  CU_ASSERT_FALSE (mapi_message_submit_message (MAPI_MESSAGE (message), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
}

TAP_MAIN ("kit/memory-message",
          { "what is computed", test_computed },
          { "recipients", test_recipients },
          { "attachments", test_attachments },
          { "a large attachment is a stream", test_large_attachment },
          { "a message in an attachment", test_embedded },
          { "copy all", test_copy },
          { "copy or move parts", test_copy_parts },
          { "copying stops at a depth", test_depth },
          { "read flag", test_read_flag })
