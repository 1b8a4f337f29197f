/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-model.h"

MockModelProps *
mock_model_props_new (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mapi_prop_value_unref);
}

void
mock_model_props_set (MockModelProps *self, MapiPropValue *value)
{
  g_hash_table_insert (self, GUINT_TO_POINTER (mapi_prop_value_get_tag (value) >> 16), value);
}

void
mock_model_props_remove (MockModelProps *self, guint32 tag)
{
  g_hash_table_remove (self, GUINT_TO_POINTER (tag >> 16));
}

MockModelProps *
mock_model_props_copy (MockModelProps *self)
{
  MockModelProps *copy = mock_model_props_new ();
  GHashTableIter  iter;
  gpointer        value;

  g_hash_table_iter_init (&iter, self);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    mock_model_props_set (copy, mapi_prop_value_ref (value));
  return copy;
}

static void
add_props (MockModelProps *self, MapiPropListBuilder *builder)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    mapi_prop_list_builder_add_value (builder, value);
}

MapiPropList *
mock_model_props_to_list (MockModelProps *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  add_props (self, builder);
  return mapi_prop_list_builder_end (builder);
}

static void
recipient_free (gpointer data)
{
  MockModelRecipient *self = data;

  g_free (self->name);
  g_free (self);
}

MockModelRecipient *
mock_model_recipient_new (const char *name, guint32 type)
{
  MockModelRecipient *self = g_new (MockModelRecipient, 1);

  *self = (MockModelRecipient){ g_strdup (name), type };
  return self;
}

static void
attachment_free (gpointer data)
{
  MockModelAttachment *self = data;

  g_hash_table_unref (self->props);
  g_clear_pointer (&self->embedded, mock_model_message_free);
  g_free (self);
}

MockModelAttachment *
mock_model_attachment_new (guint32 number)
{
  MockModelAttachment *self = g_new (MockModelAttachment, 1);

  *self = (MockModelAttachment){ number, mock_model_props_new (), NULL };
  return self;
}

static MockModelAttachment *
attachment_copy (const MockModelAttachment *self)
{
  MockModelAttachment *copy = mock_model_attachment_new (self->number);

  g_hash_table_unref (copy->props);
  copy->props = mock_model_props_copy (self->props);
  if (self->embedded != NULL)
    copy->embedded = mock_model_message_copy (self->embedded, 0);
  return copy;
}

MockModelMessage *
mock_model_message_new (gint32 number, gboolean associated)
{
  MockModelMessage *self = g_new0 (MockModelMessage, 1);

  self->number = number;
  self->associated = associated;
  self->flags =
      MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_UNMODIFIED | (associated ? MAPI_MSGFLAG_ASSOCIATED : 0);
  self->props = mock_model_props_new ();
  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  self->attachments = g_ptr_array_new_with_free_func (attachment_free);
  return self;
}

MockModelMessage *
mock_model_message_copy (MockModelMessage *self, gint32 number)
{
  MockModelMessage *copy = mock_model_message_new (number, self->associated);

  copy->flags = self->flags & ~MAPI_MSGFLAG_SUBMIT;
  g_hash_table_unref (copy->props);
  copy->props = mock_model_props_copy (self->props);
  for (guint i = 0; i < self->recipients->len; i++)
    {
      MockModelRecipient *recipient = self->recipients->pdata[i];

      g_ptr_array_add (copy->recipients,
                       mock_model_recipient_new (recipient->name, recipient->type));
    }
  for (guint i = 0; i < self->attachments->len; i++)
    g_ptr_array_add (copy->attachments, attachment_copy (self->attachments->pdata[i]));
  return copy;
}

void
mock_model_message_free (MockModelMessage *self)
{
  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_clear_pointer (&self->sent_folder, g_bytes_unref);
  g_hash_table_unref (self->props);
  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->attachments);
  g_free (self);
}

/* Strings in the type they were not set in. */
static void
add_views (MockModelProps *self, MapiPropListBuilder *builder)
{
  guint32        other = MAPI_PT_UNICODE ^ MAPI_PT_STRING8;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      guint32 type = mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value));
      g_autoptr (MapiPropValue) view =
          mapi_code_page_convert_value (1252, value, type ^ other, NULL);

      if (view != NULL)
        mapi_prop_list_builder_add_value (builder, view);
    }
}

MapiPropList *
mock_model_message_to_row (MockModelMessage *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint32 flags = self->flags;

  if (self->attachments->len > 0)
    flags |= MAPI_MSGFLAG_HASATTACH;
  add_props (self->props, builder);
  add_views (self->props, builder);
  mapi_prop_list_builder_add_long (builder, MOCK_MODEL_NUMBER, self->number);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, (gint32) flags);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MSG_STATUS, (gint32) self->status);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_HASATTACH, self->attachments->len > 0);
  return mapi_prop_list_builder_end (builder);
}

MockModelAttachment *
mock_model_message_find_attachment (MockModelMessage *self, guint32 number)
{
  for (guint i = 0; i < self->attachments->len; i++)
    {
      MockModelAttachment *attachment = self->attachments->pdata[i];

      if (attachment->number == number)
        return attachment;
    }
  return NULL;
}

MockModelFolder *
mock_model_folder_new (const char *name)
{
  MockModelFolder *self = g_new0 (MockModelFolder, 1);

  self->name = g_strdup (name);
  self->props = mock_model_props_new ();
  self->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) mock_model_folder_free);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) mock_model_message_free);
  return self;
}

void
mock_model_folder_free (MockModelFolder *self)
{
  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_free (self->name);
  g_hash_table_unref (self->props);
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

void
mock_model_folder_add_folder (MockModelFolder *self, MockModelFolder *child)
{
  child->parent = self;
  g_ptr_array_add (self->folders, child);
}

void
mock_model_folder_add_message (MockModelFolder *self, MockModelMessage *message)
{
  message->folder = self;
  g_ptr_array_add (self->messages, message);
}

/* Out of its parent, to be added elsewhere. */
void
mock_model_folder_steal (MockModelFolder *self)
{
  guint index;

  if (g_ptr_array_find (self->parent->folders, self, &index))
    g_ptr_array_steal_index (self->parent->folders, index);
  self->parent = NULL;
}

MockModelFolder *
mock_model_folder_find (MockModelFolder *self, const char *name)
{
  for (guint i = 0; i < self->folders->len; i++)
    {
      MockModelFolder *child = self->folders->pdata[i];

      if (g_ascii_strcasecmp (child->name, name) == 0)
        return child;
    }
  return NULL;
}

MockModelFolder *
mock_model_folder_find_id (MockModelFolder *self, GBytes *entry_id)
{
  if (g_bytes_equal (self->entry_id, entry_id))
    return self;
  for (guint i = 0; i < self->folders->len; i++)
    {
      MockModelFolder *found = mock_model_folder_find_id (self->folders->pdata[i], entry_id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether it is @other or lies below it. */
gboolean
mock_model_folder_is_inside (MockModelFolder *self, MockModelFolder *other)
{
  while (self != NULL && self != other)
    self = self->parent;
  return self != NULL;
}

guint
mock_model_folder_count (MockModelFolder *self, gboolean associated)
{
  guint n = 0;

  for (guint i = 0; i < self->messages->len; i++)
    n += ((MockModelMessage *) self->messages->pdata[i])->associated == associated;
  return n;
}

guint
mock_model_folder_count_unread (MockModelFolder *self)
{
  guint n = 0;

  for (guint i = 0; i < self->messages->len; i++)
    {
      MockModelMessage *message = self->messages->pdata[i];

      n += !message->associated && !(message->flags & MAPI_MSGFLAG_READ);
    }
  return n;
}

gboolean
mock_model_folder_has_queued (MockModelFolder *self)
{
  for (guint i = 0; i < self->messages->len; i++)
    if (((MockModelMessage *) self->messages->pdata[i])->queued)
      return TRUE;
  for (guint i = 0; i < self->folders->len; i++)
    if (mock_model_folder_has_queued (self->folders->pdata[i]))
      return TRUE;
  return FALSE;
}

void
mock_model_folder_list (MockModelFolder *self, GPtrArray *folders)
{
  g_ptr_array_add (folders, self);
  for (guint i = 0; i < self->folders->len; i++)
    mock_model_folder_list (self->folders->pdata[i], folders);
}
