/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What changes one message. */

#include "model-world.h"

/* How deep messages lie in messages. */
#define MAX_DEPTH 3

static void
set_props (ModelWorld *self, gpointer object, MapiPropList *props)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropProblemArray) problems = NULL;

  mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error);
  model_world_no_error (self, error);
  model_world_expect (self, problems == NULL, "SetProps: problems");
}

static void
change_props (ModelWorld *self, gpointer object, MockModelProps *props)
{
  g_autoptr (GError) error = NULL;

  for (guint n = 1 + model_world_choose (self, 4); n > 0 && !self->failed; n--)
    {
      g_autoptr (MapiPropValue) value = model_world_new_value (self);
      guint32 tag = mapi_prop_value_get_tag (value);

      if (model_world_chance (self, 70))
        {
          g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);

          model_world_count (self, "set");
          set_props (self, object, list);
          mock_model_props_set (props, g_steal_pointer (&value));
        }
      else
        {
          g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

          model_world_count (self, "remove");
          mapi_prop_delete_props (MAPI_PROP (object), tags, NULL, NULL, &error);
          model_world_no_error (self, error);
          mock_model_props_remove (props, tag);
        }
    }
}

static void
modify_recipients (ModelWorld *self, MapiMessage *object, guint32 flags, MapiPropList *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mapi_message_modify_recipients (object, flags, rows, NULL, &error);
  model_world_no_error (self, error);
}

static MapiPropList *
find_recipient (MapiMessage *object, const char *name)
{
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (object, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), name) == 0)
        return g_steal_pointer (&row);
    }
  return NULL;
}

static MapiPropList *
new_recipient (ModelWorld *self, MockModelMessage *message)
{
  guint32          type = MAPI_TO + model_world_choose (self, 3);
  g_autofree char *name = model_world_new_name (self, "Recipient");

  g_ptr_array_add (message->recipients, mock_model_recipient_new (name, type));
  return mapi_recipient_new (type, name, "SMTP", "somebody@example.org");
}

static void
remove_recipient (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  guint               index = model_world_choose (self, message->recipients->len);
  MockModelRecipient *recipient = message->recipients->pdata[index];
  g_autoptr (MapiPropList) row = find_recipient (object, recipient->name);

  if (!model_world_expect (self, row != NULL, "the recipient %s is not there", recipient->name))
    return;
  modify_recipients (self, object, MAPI_MODRECIP_REMOVE, row);
  g_ptr_array_remove_index (message->recipients, index);
}

/* A recipient in another's place, told by the row's identifier. */
static void
replace_recipient (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  guint               index = model_world_choose (self, message->recipients->len);
  MockModelRecipient *recipient = message->recipients->pdata[index];
  g_autoptr (MapiPropList) row = find_recipient (object, recipient->name);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) changed = NULL;

  if (!model_world_expect (self, row != NULL, "the recipient %s is not there", recipient->name))
    return;
  recipient->type = MAPI_TO + model_world_choose (self, 3);
  g_free (recipient->name);
  recipient->name = model_world_new_name (self, "Changed");
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_ROWID, mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, (gint32) recipient->type);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, recipient->name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, "other@example.org");
  changed = mapi_prop_list_builder_end (builder);
  modify_recipients (self, object, MAPI_MODRECIP_MODIFY, changed);
}

static void
change_recipients (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  guint choice = model_world_choose (self, 4);
  g_autoptr (MapiPropList) row = NULL;

  model_world_count (self, "recipients");
  if (choice == 0 && message->recipients->len > 0)
    remove_recipient (self, object, message);
  else if (choice == 1 && message->recipients->len > 0)
    replace_recipient (self, object, message);
  else if (choice == 2 && model_world_chance (self, 30))
    {
      g_ptr_array_set_size (message->recipients, 0);
      row = new_recipient (self, message);
      modify_recipients (self, object, 0, row);
    }
  else
    {
      row = new_recipient (self, message);
      modify_recipients (self, object, MAPI_MODRECIP_ADD, row);
    }
}

static void
save (ModelWorld *self, gpointer object)
{
  g_autoptr (GError) error = NULL;

  mapi_prop_save_changes (MAPI_PROP (object), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  model_world_no_error (self, error);
}

static void
change_content (ModelWorld *self, MapiMessage *object, MockModelMessage *message, guint depth);

/* MAPI_CREATE would put an empty message into the place of one that is there. */
static void
change_embedded (
    ModelWorld *self, MapiAttach *attach, MockModelMessage *embedded, guint32 create, guint depth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) object = mapi_prop_open_property (MAPI_PROP (attach),
                                                        MAPI_PR_ATTACH_DATA_OBJ,
                                                        "MapiMessage",
                                                        0,
                                                        create | MAPI_MODIFY,
                                                        NULL,
                                                        &error);

  if (!model_world_no_error (self, error))
    return;
  model_world_count (self, "embedded");
  change_content (self, MAPI_MESSAGE (object), embedded, depth + 1);
  save (self, object);
}

static void
fill_attachment (ModelWorld          *self,
                 MapiAttach          *attach,
                 MockModelAttachment *attachment,
                 guint32              create,
                 guint                depth)
{
  change_props (self, attach, attachment->props);
  if (attachment->embedded != NULL && !self->failed)
    change_embedded (self, attach, attachment->embedded, create, depth);
}

static void
add_attachment (ModelWorld *self, MapiMessage *object, MockModelMessage *message, guint depth)
{
  guint32 number = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attach = mapi_message_create_attach (object, 0, &number, NULL, &error);
  MockModelAttachment *attachment;

  if (!model_world_no_error (self, error))
    return;
  attachment = mock_model_attachment_new (number);
  if (depth < MAX_DEPTH && model_world_chance (self, 40))
    {
      attachment->embedded = mock_model_message_new (0, FALSE);
      mock_sqlite_set (attach,
                       mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG));
    }
  fill_attachment (self, attach, attachment, MAPI_CREATE, depth);
  g_ptr_array_add (message->attachments, attachment);
  /* What is never saved does not come to be. */
  if (model_world_chance (self, 10))
    g_ptr_array_remove (message->attachments, attachment);
  else
    save (self, attach);
}

static void
change_attachment (ModelWorld *self, MapiMessage *object, MockModelMessage *message, guint depth)
{
  MockModelAttachment *attachment =
      message->attachments->pdata[model_world_choose (self, message->attachments->len)];
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (object, attachment->number, NULL, MAPI_MODIFY, NULL, &error);

  if (!model_world_no_error (self, error))
    return;
  fill_attachment (self, attach, attachment, 0, depth);
  save (self, attach);
}

static void
remove_attachment (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  guint index = model_world_choose (self, message->attachments->len);
  g_autoptr (GError) error = NULL;

  mapi_message_delete_attach (object,
                              ((MockModelAttachment *) message->attachments->pdata[index])->number,
                              NULL,
                              0,
                              NULL,
                              &error);
  model_world_no_error (self, error);
  g_ptr_array_remove_index (message->attachments, index);
}

static void
change_attachments (ModelWorld *self, MapiMessage *object, MockModelMessage *message, guint depth)
{
  guint choice = model_world_choose (self, 3);

  model_world_count (self, "attachments");
  if (message->attachments->len == 0 || choice == 0)
    add_attachment (self, object, message, depth);
  else if (choice == 1)
    change_attachment (self, object, message, depth);
  else
    remove_attachment (self, object, message);
}

static void
change_content (ModelWorld *self, MapiMessage *object, MockModelMessage *message, guint depth)
{
  change_props (self, object, message->props);
  if (model_world_chance (self, 30) && !self->failed)
    change_recipients (self, object, message);
  if (model_world_chance (self, 15) && !self->failed)
    change_attachments (self, object, message, depth);
}

static void
create_message (ModelWorld *self, MockModelFolder *folder)
{
  gboolean associated = model_world_chance (self, 15);
  g_autoptr (MapiFolder) parent = model_world_open_folder (self, folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) object =
      parent != NULL ? mapi_folder_create_message (
                           parent, NULL, associated ? MAPI_ASSOCIATED : 0, NULL, &error)
                     : NULL;
  MockModelMessage *message;

  if (!model_world_no_error (self, error) || object == NULL)
    return;
  model_world_count (self, "create");
  message = mock_model_message_new (++self->last_number, associated);
  mock_sqlite_set (object, mapi_prop_value_new_long (MOCK_MODEL_NUMBER, message->number));
  change_content (self, object, message, 0);
  save (self, object);
  message->entry_id = mock_sqlite_get_entry_id (object);
  mock_model_folder_add_message (folder, message);
  model_world_expect (self, message->entry_id != NULL, "the message has no entry identifier");
}

/* Changes that nobody saves are none. */
static void
change_in_vain (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  MockModelMessage *copy = mock_model_message_copy (message, message->number);

  model_world_count (self, "abandon");
  change_content (self, object, copy, 0);
  mock_model_message_free (copy);
}

/* Who comes second learns of it, and may insist. */
static void
change_twice (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  gboolean insists = model_world_chance (self, 50);
  g_autoptr (MapiMessage) other = model_world_open_message (self, message);
  g_autoptr (GError) error = NULL;
  MockModelMessage *late = mock_model_message_copy (message, message->number);
  gboolean          saved;

  model_world_count (self, "conflict");
  /* What is opened is as it was then. */
  change_props (self, other, late->props);
  change_props (self, object, message->props);
  save (self, object);
  saved = mapi_prop_save_changes (
      MAPI_PROP (other), MAPI_KEEP_OPEN_READWRITE | (insists ? MAPI_FORCE_SAVE : 0), NULL, &error);
  model_world_expect (self,
                      saved == insists && (saved || error->code == (gint) MAPI_E_OBJECT_CHANGED),
                      "a second change: %s",
                      error != NULL ? error->message : "saved");
  if (saved)
    {
      g_hash_table_unref (message->props);
      message->props = g_hash_table_ref (late->props);
    }
  message->flags &= ~MAPI_MSGFLAG_UNMODIFIED;
  mock_model_message_free (late);
}

static void
change_saved (ModelWorld *self, MockModelMessage *message)
{
  g_autoptr (MapiMessage) object = model_world_open_message (self, message);
  guint choice = model_world_choose (self, 10);

  if (object == NULL)
    return;
  if (choice == 0)
    change_in_vain (self, object, message);
  else if (choice == 1)
    change_twice (self, object, message);
  else
    {
      change_content (self, object, message, 0);
      save (self, object);
      message->flags &= ~MAPI_MSGFLAG_UNMODIFIED;
    }
}

void
model_change_message (ModelWorld *self)
{
  MockModelFolder  *folder = model_world_choose_folder (self);
  MockModelMessage *message = model_world_choose_message (self, folder);

  if (message == NULL || (folder->messages->len < 40 && model_world_chance (self, 30)))
    create_message (self, folder);
  else if (!message->queued)
    change_saved (self, message);
}
