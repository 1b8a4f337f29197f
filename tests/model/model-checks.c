/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages and folders as the store has them, and as the model does. */

#include "model-world.h"

#include <string.h>

/* The identifiers that belong to the tests alone. */
#define FIRST_OWN_ID 0x6700
#define LAST_OWN_ID 0x67ef

static guint
count_own (MapiPropList *props)
{
  guint n = 0;

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      guint16 id = mapi_prop_tag_get_id (mapi_prop_list_get_tag (props, i));

      n += id >= FIRST_OWN_ID && id <= LAST_OWN_ID;
    }
  return n;
}

static GBytes *
read_stream (ModelWorld *self, MapiProp *object, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) stream =
      mapi_prop_open_property (object, tag, "MapiStream", 0, 0, NULL, &error);
  g_autoptr (GByteArray) data = g_byte_array_new ();

  while (error == NULL)
    {
      g_autoptr (GBytes) piece = mapi_stream_read (MAPI_STREAM (stream), 65536, NULL, &error);

      if (piece != NULL && g_bytes_get_size (piece) == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&data));
      if (piece != NULL)
        g_byte_array_append (data, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
    }
  model_world_no_error (self, error);
  return NULL;
}

/* What is too large for a list of properties is there as a stream. */
static void
check_value (ModelWorld *self, MapiProp *object, MapiPropList *all, MapiPropValue *wanted)
{
  guint32 tag = mapi_prop_value_get_tag (wanted);
  g_autoptr (MapiPropValue) found = mapi_prop_list_lookup (all, tag);
  g_autofree char *text = found != NULL ? mapi_prop_value_to_string (found) : g_strdup ("nothing");
  g_autofree char *wanted_text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) streamed = NULL;

  if (found != NULL && mapi_prop_value_equal (found, wanted))
    return;
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_BINARY)
    {
      bytes = mapi_prop_value_get_bytes (wanted);
      streamed = read_stream (self, object, tag);
      if (streamed != NULL && g_bytes_equal (bytes, streamed))
        return;
    }
  wanted_text = mapi_prop_value_to_string (wanted);
  model_world_expect (self, FALSE, "%#x: %.200s instead of %.200s", tag, text, wanted_text);
}

/* Strings are there in the type in which they were set, whichever the store keeps. */
static void
check_props (ModelWorld *self, MapiProp *object, MockModelProps *props)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) all = mapi_prop_get_props (object, NULL, 0, NULL, NULL, &error);
  g_autoptr (MapiPropList) wanted = mock_model_props_to_list (props);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_list_get_tags (wanted);
  g_autoptr (MapiPropList) found = NULL;

  if (mapi_prop_list_get_size (wanted) > 0)
    found = mapi_prop_get_props (object, tags, 0, NULL, NULL, &error);
  if (!model_world_no_error (self, error))
    return;
  for (guint i = 0; i < mapi_prop_list_get_size (wanted) && !self->failed; i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (wanted, i);

      check_value (self, object, found, value);
    }
  model_world_expect (self,
                      count_own (all) == count_own (wanted),
                      "%u properties instead of %u",
                      count_own (all),
                      count_own (wanted));
}

static void
check_number (ModelWorld *self, MapiPropList *props, guint32 tag, guint32 wanted)
{
  guint32 found = (guint32) mapi_prop_list_get_long (props, tag, -1);

  model_world_expect (
      self, found == wanted, "%s is %#x, not %#x", mapi_prop_tag_get_name (tag), found, wanted);
}

static void
check_text (ModelWorld *self, MapiPropList *props, guint32 tag, const char *wanted)
{
  const char *found = mapi_prop_list_get_string (props, tag);

  model_world_expect (self,
                      g_strcmp0 (found, wanted) == 0,
                      "%s is \"%s\", not \"%s\"",
                      mapi_prop_tag_get_name (tag),
                      found,
                      wanted);
}

static void
check_display (ModelWorld *self, MapiPropList *props, MockModelMessage *message, guint32 type)
{
  static const guint32 tags[] = { 0, MAPI_PR_DISPLAY_TO, MAPI_PR_DISPLAY_CC, MAPI_PR_DISPLAY_BCC };
  g_autoptr (GString) wanted = g_string_new (NULL);

  for (guint i = 0; i < message->recipients->len; i++)
    {
      MockModelRecipient *recipient = message->recipients->pdata[i];

      if (recipient->type == type)
        g_string_append_printf (wanted, "%s%s", wanted->len > 0 ? "; " : "", recipient->name);
    }
  check_text (self, props, tags[type], wanted->str);
}

static void
check_recipients (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (object, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);

  if (!model_world_expect (self,
                           mapi_row_set_get_size (rows) == message->recipients->len,
                           "%u recipients instead of %u",
                           mapi_row_set_get_size (rows),
                           message->recipients->len))
    return;
  for (guint i = 0; i < message->recipients->len; i++)
    {
      MockModelRecipient *recipient = message->recipients->pdata[i];
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      check_text (self, row, MAPI_PR_DISPLAY_NAME, recipient->name);
      check_number (self, row, MAPI_PR_RECIPIENT_TYPE, recipient->type);
    }
}

static void check_attachments (ModelWorld *self, MapiMessage *object, MockModelMessage *message);

static void
check_embedded (ModelWorld *self, MapiAttach *attach, MockModelMessage *embedded)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) object = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, NULL, &error);

  if (!model_world_no_error (self, error))
    return;
  check_props (self, MAPI_PROP (object), embedded->props);
  check_recipients (self, MAPI_MESSAGE (object), embedded);
  check_attachments (self, MAPI_MESSAGE (object), embedded);
}

static void
check_attachments (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (object, 0, NULL, NULL);

  model_world_expect (self,
                      mock_sqlite_count (table) == message->attachments->len,
                      "%u attachments instead of %u",
                      mock_sqlite_count (table),
                      message->attachments->len);
  for (guint i = 0; i < message->attachments->len && !self->failed; i++)
    {
      MockModelAttachment *attachment = message->attachments->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiAttach) attach =
          mapi_message_open_attach (object, attachment->number, NULL, 0, NULL, &error);

      if (!model_world_no_error (self, error))
        return;
      check_props (self, MAPI_PROP (attach), attachment->props);
      if (attachment->embedded != NULL)
        check_embedded (self, attach, attachment->embedded);
    }
}

void
model_check_message (ModelWorld *self, MockModelMessage *message)
{
  g_autoptr (MapiMessage) object = model_world_open_message (self, message);
  g_autoptr (MapiPropList) all = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) parent = NULL;

  if (object == NULL)
    return;
  model_world_count (self, "check-message");
  check_props (self, MAPI_PROP (object), message->props);
  all = mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, NULL);
  row = mock_model_message_to_row (message);
  parent = mapi_prop_list_get_bytes (all, MAPI_PR_PARENT_ENTRYID);
  check_number (self, all, MOCK_MODEL_NUMBER, (guint32) message->number);
  check_number (self, all, MAPI_PR_MSG_STATUS, message->status);
  check_number (self,
                all,
                MAPI_PR_MESSAGE_FLAGS,
                (guint32) mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0));
  model_world_expect (self,
                      mapi_prop_list_get_boolean (all, MAPI_PR_HASATTACH, FALSE) ==
                          (message->attachments->len > 0),
                      "PR_HASATTACH is wrong");
  model_world_expect (
      self, g_bytes_equal (parent, message->folder->entry_id), "the parent is wrong");
  for (guint32 type = MAPI_TO; type <= MAPI_BCC; type++)
    check_display (self, all, message, type);
  check_recipients (self, object, message);
  check_attachments (self, object, message);
}

static void
check_hierarchy (ModelWorld *self, MapiFolder *object, MockModelFolder *folder)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (object), 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);

  model_world_expect (self,
                      mapi_row_set_get_size (rows) == folder->folders->len,
                      "%u folders instead of %u",
                      mapi_row_set_get_size (rows),
                      folder->folders->len);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      const char      *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
      MockModelFolder *child = mock_model_folder_find (folder, name);

      model_world_expect (self,
                          child != NULL && g_bytes_equal (child->entry_id, entry_id),
                          "the folder %s is not one of the model",
                          name);
    }
}

void
model_check_folder (ModelWorld *self, MockModelFolder *folder)
{
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (MapiPropList) all = NULL;

  if (object == NULL)
    return;
  model_world_count (self, "check-folder");
  all = mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, NULL);
  check_text (self, all, MAPI_PR_DISPLAY_NAME, folder->name);
  check_number (self, all, MAPI_PR_CONTENT_COUNT, mock_model_folder_count (folder, FALSE));
  check_number (self, all, MAPI_PR_ASSOC_CONTENT_COUNT, mock_model_folder_count (folder, TRUE));
  check_number (self, all, MAPI_PR_CONTENT_UNREAD, mock_model_folder_count_unread (folder));
  model_world_expect (self,
                      mapi_prop_list_get_boolean (all, MAPI_PR_SUBFOLDERS, FALSE) ==
                          (folder->folders->len > 0),
                      "PR_SUBFOLDERS is wrong");
  check_props (self, MAPI_PROP (object), folder->props);
  check_hierarchy (self, object, folder);
}

void
model_check_all (ModelWorld *self)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  mock_model_folder_list (self->root, folders);
  for (guint i = 0; i < folders->len && !self->failed; i++)
    {
      MockModelFolder *folder = folders->pdata[i];

      model_check_folder (self, folder);
      for (guint j = 0; j < folder->messages->len && !self->failed; j++)
        model_check_message (self, folder->messages->pdata[j]);
    }
  if (!self->failed)
    model_check_queue (self);
}
