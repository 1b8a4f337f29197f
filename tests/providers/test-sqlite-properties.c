/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the store computes, when saving conflicts and what it leaves open, and by which keys objects
 * are known. */

#include "mock-sqlite.h"
#include "store-pair.h"
#include "tap.h"

#include <string.h>

#define KIB ((gsize) 1024)

#define DEPTH 300

static MapiMessage *
create (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  MapiMessage *message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return message;
}

static void
set_text (gpointer object, guint32 tag, const char *text)
{
  mock_sqlite_set (object, mapi_prop_value_new_string (tag, text));
}

static gint32
get_long (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (object);

  return mapi_prop_list_get_long (props, tag, -1);
}

static GBytes *
get_bytes (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (object);

  return mapi_prop_list_get_bytes (props, tag);
}

#define CHECK_TEXT(object, tag, wanted)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_text = mock_sqlite_get_text (object, tag);                              \
    TAP_STRING (found_text, wanted);                                                               \
  }                                                                                                \
  G_STMT_END

static MapiAttach *
attach (gpointer message, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = g_strnfill (size, 'a');
  MapiAttach *added = mapi_message_create_attach (MAPI_MESSAGE (message), 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  mock_sqlite_set (added, mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE));
  mock_sqlite_write (added, MAPI_PR_ATTACH_DATA_BIN, data, size);
  mock_sqlite_save (added);
  return added;
}

static MapiAttach *
open_attach (gpointer message, guint32 number, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *found =
      mapi_message_open_attach (MAPI_MESSAGE (message), number, NULL, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return found;
}

static void
test_subject (void)
{
  static const struct
  {
    const char *subject, *prefix, *found, *normalized;
  } cases[] = {
    { "Re: a", NULL, "Re: ", "a" },
    { "AW: Re: a", NULL, "AW: ", "Re: a" },
    { "Report: a", NULL, "", "Report: a" },
    { "A1: a", NULL, "", "A1: a" },
    { "Report: a", "Report: ", "Report: ", "a" },
    { "Re: a", "Fwd: ", "Re: ", "a" },
    { "", NULL, "", "" },
  };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) none = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MapiMessage) message = create (client.store);
      g_autoptr (MapiMessage) again = NULL;

      set_text (message, MAPI_PR_SUBJECT, cases[i].subject);
      if (cases[i].prefix != NULL)
        set_text (message, MAPI_PR_SUBJECT_PREFIX, cases[i].prefix);
      mock_sqlite_save (message);
      again = mock_sqlite_reopen (client.store, message);
      CHECK_TEXT (again, MAPI_PR_SUBJECT_PREFIX, cases[i].found);
      CHECK_TEXT (again, MAPI_PR_NORMALIZED_SUBJECT, cases[i].normalized);
    }
  none = create (client.store);
  mock_sqlite_save (none);
  CHECK_TEXT (none, MAPI_PR_NORMALIZED_SUBJECT, "MAPI_E_NOT_FOUND");
}

static void
add_recipient (gpointer message, guint32 type, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, name, "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
test_display (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  mock_sqlite_save (message);
  CHECK_TEXT (message, MAPI_PR_DISPLAY_TO, "");
  CHECK_TEXT (message, MAPI_PR_DISPLAY_CC, "");
  CHECK_TEXT (message, MAPI_PR_DISPLAY_BCC, "");
  add_recipient (message, MAPI_TO, "One");
  add_recipient (message, MAPI_TO, "Two");
  add_recipient (message, MAPI_CC, "Three");
  add_recipient (message, MAPI_BCC, "Four");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  CHECK_TEXT (again, MAPI_PR_DISPLAY_TO, "One; Two");
  CHECK_TEXT (again, MAPI_PR_DISPLAY_CC, "Three");
  CHECK_TEXT (again, MAPI_PR_DISPLAY_BCC, "Four");
}

/* A time of 0 is none, in the message as in tables. */
static void
test_no_time (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  mock_sqlite_set (message, mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, 7));
  mock_sqlite_save (message);
  CHECK_TEXT (message, MAPI_PR_SUBJECT_PREFIX, "MAPI_E_NOT_FOUND");
  mock_sqlite_set (message, mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, 0));
  CHECK_TEXT (message, MAPI_PR_MESSAGE_DELIVERY_TIME, "MAPI_E_NOT_FOUND");
  mock_sqlite_save (message);
  CHECK_TEXT (message, MAPI_PR_MESSAGE_DELIVERY_TIME, "MAPI_E_NOT_FOUND");
}

/* The size is that of all there is, whichever part of it was changed and looked at. */
static void
test_size (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiMessage) last = NULL;
  g_autoptr (MapiAttach) small = NULL;
  g_autoptr (MapiAttach) large = NULL;
  gint32 bare;
  gint32 full;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  mock_sqlite_save (message);
  bare = get_long (message, MAPI_PR_MESSAGE_SIZE);
  small = attach (message, 10 * KIB);
  large = attach (message, 500 * KIB);
  mock_sqlite_save (message);
  full = get_long (message, MAPI_PR_MESSAGE_SIZE);
  CU_ASSERT_TRUE (full > bare + (gint32) (510 * KIB) && full < bare + (gint32) (512 * KIB));
  TAP_NUMBER (get_long (large, MAPI_PR_ATTACH_SIZE) / (gint32) (100 * KIB), 5);

  /* Only the recipients change: the attachments are not looked at, and weigh as much as before. */
  again = mock_sqlite_reopen (client.store, message);
  add_recipient (again, MAPI_TO, "Somebody with a name of some length");
  mock_sqlite_save (again);
  CU_ASSERT_TRUE (get_long (again, MAPI_PR_MESSAGE_SIZE) > full);
  CU_ASSERT_TRUE (get_long (again, MAPI_PR_MESSAGE_SIZE) < full + (gint32) KIB);

  last = mock_sqlite_reopen (client.store, again);
  mapi_message_delete_attach (last, 1, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_save (last);
  CU_ASSERT_TRUE (get_long (last, MAPI_PR_MESSAGE_SIZE) < bare + (gint32) (12 * KIB));
  CU_ASSERT_TRUE (get_long (last, MAPI_PR_MESSAGE_SIZE) > bare + (gint32) (10 * KIB));
  CHECK_TEXT (last, MAPI_PR_HASATTACH, "true");
  mapi_message_delete_attach (last, 0, NULL, 0, NULL, &error);
  mock_sqlite_save (last);
  CHECK_TEXT (last, MAPI_PR_HASATTACH, "false");
}

static MapiMessage *
open_inner (gpointer object, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *inner = mapi_prop_open_property (
      MAPI_PROP (object), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return (MapiMessage *) inner;
}

/* An attachment that has a message inside which nobody opens weighs what it weighed, and its own
 * properties. */
static void
test_size_of_embedded (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiAttach) outer = NULL;
  g_autoptr (MapiAttach) changed = NULL;
  g_autoptr (MapiMessage) inner = NULL;
  g_autofree char *text = g_strnfill (50 * KIB, 't');
  gint32           before;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  outer = mapi_message_create_attach (message, 0, NULL, NULL, NULL);
  inner = open_inner (outer, MAPI_CREATE | MAPI_MODIFY);
  set_text (inner, MAPI_PR_BODY, text);
  mock_sqlite_save (inner);
  mock_sqlite_save (outer);
  mock_sqlite_save (message);
  before = get_long (message, MAPI_PR_MESSAGE_SIZE);
  again = mock_sqlite_reopen (client.store, message);
  changed = open_attach (again, 0, MAPI_MODIFY);
  set_text (changed, MAPI_PR_COMMENT, text);
  mock_sqlite_save (changed);
  mock_sqlite_save (again);
  CU_ASSERT_TRUE (get_long (again, MAPI_PR_MESSAGE_SIZE) > before + (gint32) (50 * KIB));
  CU_ASSERT_TRUE (get_long (again, MAPI_PR_MESSAGE_SIZE) < before + (gint32) (52 * KIB));
}

/* What every object of the store has. */
static void
check_common (gpointer object, gint32 type, GBytes *store_id, GBytes *store_key)
{
  g_autoptr (GBytes) id = get_bytes (object, MAPI_PR_STORE_ENTRYID);
  g_autoptr (GBytes) key = get_bytes (object, MAPI_PR_STORE_RECORD_KEY);
  g_autoptr (GBytes) mapping = get_bytes (object, MAPI_PR_MAPPING_SIGNATURE);
  g_autoptr (GBytes) record = get_bytes (object, MAPI_PR_RECORD_KEY);

  TAP_NUMBER (get_long (object, MAPI_PR_OBJECT_TYPE), type);
  TAP_BYTES (id, store_id);
  TAP_BYTES (key, store_key);
  CU_ASSERT_PTR_NOT_NULL (mapping);
  CU_ASSERT_PTR_NOT_NULL (record);
  CU_ASSERT_TRUE (get_long (object, MAPI_PR_ACCESS) & MAPI_ACCESS_READ);
  TAP_NUMBER (get_long (object, MAPI_PR_ACCESS_LEVEL), MAPI_MODIFY);
}

static void
test_common (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attached = NULL;
  g_autoptr (GBytes) store_id = NULL;
  g_autoptr (GBytes) store_key = NULL;
  g_autoptr (GBytes) parent = NULL;
  g_autoptr (GBytes) inbox_id = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  store_id = get_bytes (client.store, MAPI_PR_ENTRYID);
  store_key = get_bytes (client.store, MAPI_PR_RECORD_KEY);
  inbox = mock_sqlite_open_inbox (client.store);
  message = create (client.store);
  attached = attach (message, 10);
  mock_sqlite_save (message);
  check_common (client.store, MAPI_OBJECT_STORE, store_id, store_key);
  check_common (inbox, MAPI_OBJECT_FOLDER, store_id, store_key);
  check_common (message, MAPI_OBJECT_MESSAGE, store_id, store_key);
  check_common (attached, MAPI_OBJECT_ATTACH, store_id, store_key);
  parent = get_bytes (message, MAPI_PR_PARENT_ENTRYID);
  inbox_id = get_bytes (inbox, MAPI_PR_ENTRYID);
  TAP_BYTES (parent, inbox_id);
  TAP_NUMBER (get_long (message, MAPI_PR_ACCESS),
              MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE);
  CHECK_TEXT (inbox, MAPI_PR_SUBFOLDERS, "false");
  TAP_NUMBER (get_long (inbox, MAPI_PR_FOLDER_TYPE), MAPI_FOLDER_GENERIC);
  TAP_NUMBER (get_long (inbox, MAPI_PR_CONTENT_COUNT), 1);
}

/* None of them can be set or deleted; nor can a folder lose its name. */
static void
test_computed (void)
{
  static const guint32 tags[] = { MAPI_PR_OBJECT_TYPE, MAPI_PR_ACCESS, MAPI_PR_ACCESS_LEVEL };
  static const guint32 name = MAPI_PR_DISPLAY_NAME;
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) all = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropTagArray) names = mapi_prop_tag_array_new (&name, 1);
  g_autoptr (MapiPropValue) empty = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "");
  g_autoptr (MapiPropList) nameless = mapi_prop_list_new_from_value (empty);
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attached = NULL;
  g_autoptr (MapiPropProblemArray) problems = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = create (client.store);
  attached = attach (message, 10);
  for (guint i = 0; i < 4; i++)
    {
      gpointer objects[] = { client.store, inbox, message, attached };
      g_autoptr (MapiPropProblemArray) found = NULL;

      mapi_prop_delete_props (objects[i], all, &found, NULL, &error);
      TAP_NO_ERROR (error);
      TAP_NUMBER (mapi_prop_problem_array_get_size (found), G_N_ELEMENTS (tags));
      TAP_NUMBER (mapi_prop_problem_array_get_code (found, 0), MAPI_E_COMPUTED);
    }
  mapi_prop_delete_props (MAPI_PROP (inbox), names, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), MAPI_E_NO_ACCESS);
  CHECK_TEXT (inbox, MAPI_PR_DISPLAY_NAME, "Inbox");
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (inbox), nameless, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static gboolean
can_set (gpointer object)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_COMMENT, "set");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (object), props, NULL, NULL, NULL);
}

/* What SaveChanges leaves open. */
static void
test_save_flags (void)
{
  static const guint32 flags[] = { 0, MAPI_KEEP_OPEN_READONLY, MAPI_FORCE_SAVE };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) open = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiMessage) message = create (client.store);

      mapi_prop_save_changes (MAPI_PROP (message), flags[i], NULL, &error);
      TAP_NO_ERROR (error);
      CU_ASSERT_FALSE (can_set (message));
      TAP_NUMBER (get_long (message, MAPI_PR_ACCESS_LEVEL), 0);
    }
  open = create (client.store);
  mock_sqlite_save (open);
  CU_ASSERT_TRUE (can_set (open));
  mock_sqlite_save (open);
}

/* Who saves by force has what is stored, and goes on from there. */
static void
test_force (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) other = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  mock_sqlite_save (message);
  other = mock_sqlite_reopen (client.store, message);
  can_set (other);
  can_set (message);
  mock_sqlite_save (other);
  mapi_prop_save_changes (
      MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE | MAPI_FORCE_SAVE, NULL, &error);
  TAP_NO_ERROR (error);
  can_set (message);
  mock_sqlite_save (message);
}

/* A message that somebody moves away while it is open is where it is. */
static void
test_moved_meanwhile (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) trash = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) parent = NULL;
  g_autoptr (GBytes) trash_id = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  mock_sqlite_save (message);
  inbox = mock_sqlite_open_inbox (client.store);
  trash = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_WASTEBASKET_ENTRYID);
  id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&id, 1);
  mapi_folder_copy_messages (inbox, list, trash, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  can_set (message);
  CU_ASSERT_FALSE (
      mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_OBJECT_CHANGED);
  g_clear_error (&error);
  mapi_prop_save_changes (
      MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE | MAPI_FORCE_SAVE, NULL, &error);
  TAP_NO_ERROR (error);
  parent = get_bytes (message, MAPI_PR_PARENT_ENTRYID);
  trash_id = mock_sqlite_get_entry_id (trash);
  TAP_BYTES (parent, trash_id);
  TAP_NUMBER (get_long (trash, MAPI_PR_CONTENT_COUNT), 1);
}

/* Text in streams is UTF-8, wherever its parts end. */
static void
test_text_streams (void)
{
  static const gsize sizes[] = { 3, 300 * 1024 };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GObject) stream = NULL;
      g_autoptr (GBytes) bad = g_bytes_new_static ("\xe2\x82", 2);
      g_autoptr (GBytes) read = NULL;

      while (text->len < sizes[i])
        g_string_append (text, "€");
      mock_sqlite_write (message, MAPI_PR_BODY, text->str, text->len);
      read = mock_sqlite_read (message, MAPI_PR_BODY, NULL);
      TAP_NUMBER (g_bytes_get_size (read), text->len);
      stream = mapi_prop_open_property (
          MAPI_PROP (message), MAPI_PR_BODY, "MapiStream", 0, MAPI_MODIFY, NULL, &error);
      mapi_stream_seek (MAPI_STREAM (stream), 0, 2, NULL, &error);
      mapi_stream_write (MAPI_STREAM (stream), bad, NULL, &error);
      TAP_NO_ERROR (error);
      CU_ASSERT_FALSE (mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
    }
}

/* Messages in messages, however deep: saved, read, copied and deleted. */
static void
nest (gpointer message, guint depth)
{
  g_autoptr (MapiAttach) attached =
      mapi_message_create_attach (MAPI_MESSAGE (message), 0, NULL, NULL, NULL);
  g_autoptr (MapiMessage) inner = open_inner (attached, MAPI_CREATE | MAPI_MODIFY);

  mock_sqlite_set (attached,
                   mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG));
  if (depth > 1)
    nest (inner, depth - 1);
  else
    set_text (inner, MAPI_PR_SUBJECT, "The innermost");
  mock_sqlite_save (inner);
  mock_sqlite_save (attached);
}

static void
check_nested (gpointer message, guint depth)
{
  g_autoptr (MapiMessage) at = g_object_ref (MAPI_MESSAGE (message));

  for (guint i = 0; i < depth && at != NULL; i++)
    {
      g_autoptr (MapiAttach) attached = open_attach (at, 0, 0);
      MapiMessage *inner = attached != NULL ? open_inner (attached, 0) : NULL;

      g_object_unref (at);
      at = inner;
    }
  if (at != NULL)
    CHECK_TEXT (at, MAPI_PR_SUBJECT, "The innermost");
}

static void
test_deep (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiEntryList) list = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  nest (message, DEPTH);
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  check_nested (again, DEPTH);
  inbox = mock_sqlite_open_inbox (client.store);
  id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&id, 1);
  mapi_folder_copy_messages (inbox, list, inbox, NULL, 0, NULL, NULL, &error);
  mapi_folder_delete_messages (inbox, list, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (get_long (inbox, MAPI_PR_CONTENT_COUNT), 1);
}

/* The keys of a message, of its attachment and of a folder, in one string. */
static char *
describe_keys (gpointer message)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID, MAPI_PR_RECORD_KEY, MAPI_PR_SEARCH_KEY, MAPI_PR_INSTANCE_KEY
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MapiAttach) attached = open_attach (message, 0, 0);
  g_autofree char *attached_key = mock_sqlite_get_text (attached, MAPI_PR_RECORD_KEY);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *key = mock_sqlite_get_text (message, tags[i]);

      g_string_append_printf (text, "%s ", key);
    }
  g_string_append (text, attached_key);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Keys stay what they are when a message is saved again, moved, and opened after a restart. */
static void
test_keys (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (tap_folder (), "keys.db", NULL);
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attached = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiFolder) trash = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiEntryList) list = NULL;
  g_autofree char *before = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *later = NULL;

  mock_sqlite_open (&client, path, FALSE, &error);
  if (!TAP_NO_ERROR (error))
    return;
  message = create (client.store);
  attached = attach (message, 10);
  mock_sqlite_save (message);
  before = describe_keys (message);
  CU_ASSERT_PTR_NULL (strstr (before, "MAPI_E"));
  set_text (attached, MAPI_PR_COMMENT, "changed");
  mock_sqlite_save (attached);
  mock_sqlite_save (message);
  saved = describe_keys (message);
  TAP_STRING (saved, before);

  id = mock_sqlite_get_entry_id (message);
  list = mapi_entry_list_new (&id, 1);
  inbox = mock_sqlite_open_inbox (client.store);
  trash = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_WASTEBASKET_ENTRYID);
  mapi_folder_copy_messages (inbox, list, trash, NULL, MAPI_MESSAGE_MOVE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&message);
  message = MAPI_MESSAGE (mapi_msg_store_open_entry (client.store, id, NULL, 0, NULL, &error));
  moved = describe_keys (message);
  TAP_STRING (moved, before);

  g_clear_object (&attached);
  g_clear_object (&message);
  g_clear_object (&inbox);
  g_clear_object (&trash);
  mock_sqlite_close (&client);
  mock_sqlite_open (&client, path, FALSE, &error);
  message = MAPI_MESSAGE (mapi_msg_store_open_entry (client.store, id, NULL, 0, NULL, &error));
  if (!TAP_NO_ERROR (error))
    return;
  later = describe_keys (message);
  TAP_STRING (later, before);
}

static gboolean
compare (MapiMsgStore *store, GBytes *one, GBytes *other)
{
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  mapi_msg_store_compare_entry_ids (store, one, other, 0, &same, &error);
  TAP_NO_ERROR (error);
  return same;
}

/* The store's own identifier is the one that the support object has wrapped, with a session's
 * identifier in front; the store and the session know it. */
static void
test_entry_ids (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) store_id = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (GBytes) root_id = NULL;
  g_autoptr (GBytes) parent_id = NULL;
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiProp) root = NULL;
  g_autoptr (MapiProp) opened = NULL;
  g_autoptr (MapiProp) found = NULL;

  store_pair_begin (&pair);
  store_id = mock_sqlite_get_entry_id (pair.stores[0]);
  key = get_bytes (pair.stores[0], MAPI_PR_RECORD_KEY);
  uid = mapi_uid_new_from_bytes (key, &error);
  folder_id = mock_sqlite_get_entry_id (pair.folders[0]);
  CU_ASSERT_TRUE (mapi_entry_id_has_uid (folder_id, uid));
  CU_ASSERT_FALSE (mapi_entry_id_has_uid (store_id, uid));

  root = mapi_msg_store_open_entry (pair.stores[0], NULL, NULL, 0, NULL, &error);
  root_id = mock_sqlite_get_entry_id (root);
  parent_id = get_bytes (root, MAPI_PR_PARENT_ENTRYID);
  TAP_BYTES (parent_id, root_id);
  opened = mapi_msg_store_open_entry (pair.stores[0], store_id, NULL, 0, NULL, &error);
  found = mapi_session_open_entry (pair.session, folder_id, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (MAPI_IS_MSG_STORE (opened));
  CU_ASSERT_TRUE (MAPI_IS_FOLDER (found));
  CU_ASSERT_TRUE (compare (pair.stores[0], store_id, store_id));
  CU_ASSERT_TRUE (compare (pair.stores[0], folder_id, folder_id));
  CU_ASSERT_FALSE (compare (pair.stores[0], folder_id, root_id));
  CU_ASSERT_FALSE (compare (pair.stores[0], store_id, root_id));
}

/* Names are the store's, the same for all objects and for who asks again. */
/* The default receive folder can go: then it is the Inbox again. */
static void
test_default_receive_folder (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) parent = NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) phone = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autofree char *class = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mapi_msg_store_get_receive_folder (client.store, NULL, 0, NULL, NULL, &error);
  parent = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  folder = mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, "All", NULL, 0, NULL, &error);
  id = mock_sqlite_get_entry_id (folder);
  mapi_msg_store_set_receive_folder (client.store, NULL, 0, id, NULL, &error);
  mapi_msg_store_set_receive_folder (client.store, "IPM.Note", 0, inbox, NULL, &error);
  phone =
      mapi_msg_store_get_receive_folder (client.store, "IPM.Note.Phone", 0, &class, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_BYTES (phone, inbox);
  TAP_STRING (class, "IPM.Note");
  mapi_folder_delete_folder (parent, id, NULL, 0, NULL, NULL, &error);
  again = mapi_msg_store_get_receive_folder (client.store, "Other", 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_BYTES (again, inbox);
  table = mapi_msg_store_get_receive_folder_table (client.store, 0, NULL, &error);
  CU_ASSERT_TRUE (mock_sqlite_count (table) >= 2);
}

/* To another store they go message by message. */
static void
test_deep_copy (void)
{
  g_auto (StorePair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) copy = NULL;

  store_pair_begin (&pair);
  message = mapi_folder_create_message (pair.folders[0], NULL, 0, NULL, &error);
  copy = mapi_folder_create_message (pair.folders[1], NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  nest (message, DEPTH);
  mock_sqlite_save (message);
  mapi_prop_copy_to (
      MAPI_PROP (message), NULL, NULL, NULL, MAPI_PROP (copy), 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_save (copy);
  check_nested (copy, DEPTH);
}

TAP_MAIN ("providers/sqlite-properties",
          { "subjects", test_subject },
          { "names of recipients", test_display },
          { "times that are none", test_no_time },
          { "sizes", test_size },
          { "sizes of messages inside", test_size_of_embedded },
          { "what all objects have", test_common },
          { "what nobody can set", test_computed },
          { "flags of SaveChanges", test_save_flags },
          { "saving by force", test_force },
          { "moved while it is open", test_moved_meanwhile },
          { "text in streams", test_text_streams },
          { "messages inside of messages", test_deep },
          { "messages inside of messages to another store", test_deep_copy },
          { "keys stay", test_keys },
          { "entry identifiers", test_entry_ids },
          { "the default receive folder", test_default_receive_folder })
