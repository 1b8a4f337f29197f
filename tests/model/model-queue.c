/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue: what goes into it and comes out of it, and what those are told who watch it.
 */

#include "model-world.h"

static void
set_disposal (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  static const guint32 tags[] = { MAPI_PR_SENTMAIL_ENTRYID };
  g_autoptr (MapiPropTagArray) none = mapi_prop_tag_array_new (tags, 1);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&message->sent_folder, g_bytes_unref);
  message->discard = model_world_chance (self, 40);
  mock_sqlite_set (object,
                   mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, message->discard));
  if (model_world_chance (self, 40))
    mapi_prop_delete_props (MAPI_PROP (object), none, NULL, NULL, &error);
  else
    {
      message->sent_folder = g_bytes_ref (model_world_choose_folder (self)->entry_id);
      mock_sqlite_set (object,
                       mapi_prop_value_new_binary (MAPI_PR_SENTMAIL_ENTRYID, message->sent_folder));
    }
  model_world_no_error (self, error);
}

static void
send_away (ModelWorld *self, MapiMessage *object, MockModelMessage *message)
{
  g_autoptr (GError) error = NULL;
  gboolean submitted;

  model_world_count (self, "submit");
  if (message->recipients->len > 0)
    set_disposal (self, object, message);
  submitted = mapi_message_submit_message (object, 0, NULL, &error);
  if (message->recipients->len == 0)
    {
      model_world_expect (self,
                          !submitted && error->code == (gint) MAPI_E_NO_RECIPIENTS,
                          "SubmitMessage without recipients");
      return;
    }
  if (!model_world_no_error (self, error))
    return;
  message->queued = TRUE;
  message->flags |= MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT;
  message->flags &= ~MAPI_MSGFLAG_UNMODIFIED;
  g_ptr_array_add (self->queue, message);
}

static void
leave_queue (ModelWorld *self, MockModelMessage *message)
{
  message->queued = FALSE;
  g_ptr_array_remove (self->queue, message);
}

static void
take_back (ModelWorld *self, MockModelMessage *message)
{
  g_autoptr (GError) error = NULL;

  model_world_count (self, "abort");
  mapi_msg_store_abort_submit (self->client.store, message->entry_id, 0, NULL, &error);
  model_world_no_error (self, error);
  leave_queue (self, message);
  message->flags = (message->flags | MAPI_MSGFLAG_UNSENT) & ~MAPI_MSGFLAG_SUBMIT;
}

/* D2: moved, deleted, both (a copy stays, under an identifier of its own), or neither. A folder
 * that is gone keeps nothing. */
static void
put_away (ModelWorld *self, MockModelMessage *message)
{
  MockModelFolder *from = message->folder;
  MockModelFolder *to = message->sent_folder != NULL
                            ? mock_model_folder_find_id (self->root, message->sent_folder)
                            : NULL;
  guint            index;

  /* The status belongs to the folder. */
  if (to != NULL && (to != from || message->discard))
    message->status = 0;
  if (to == NULL && message->discard)
    g_ptr_array_remove (from->messages, message);
  else if (to != NULL && g_ptr_array_find (from->messages, message, &index))
    mock_model_folder_add_message (to, g_ptr_array_steal_index (from->messages, index));
  if (to != NULL && message->discard)
    {
      g_bytes_unref (message->entry_id);
      message->entry_id = model_world_find_message (self, to, message, message->number);
    }
}

static void
finish (ModelWorld *self, MockModelMessage *message)
{
  MapiMsgStore *store = self->spooler.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) object =
      mapi_msg_store_open_entry (store, message->entry_id, NULL, MAPI_MODIFY, NULL, &error);

  model_world_count (self, "finish");
  if (!model_world_no_error (self, error))
    return;
  mapi_msg_store_set_lock_state (store, MAPI_MESSAGE (object), MAPI_MSG_LOCKED, NULL, &error);
  model_world_no_error (self, error);
  if (self->failed)
    return;
  model_world_expect (
      self,
      !mapi_msg_store_abort_submit (self->client.store, message->entry_id, 0, NULL, NULL),
      "AbortSubmit of what is being sent");
  mapi_msg_store_finished_msg (store, 0, message->entry_id, NULL, &error);
  model_world_no_error (self, error);
  leave_queue (self, message);
  message->flags =
      (message->flags | MAPI_MSGFLAG_READ) & ~(MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT);
  put_away (self, message);
}

void
model_change_queue (ModelWorld *self)
{
  MockModelMessage *message = model_world_choose_message (self, model_world_choose_folder (self));
  g_autoptr (MapiMessage) object = NULL;

  /* Mostly one that waits: there are few. */
  if (self->queue->len > 0 && model_world_chance (self, 50))
    message = self->queue->pdata[model_world_choose (self, self->queue->len)];
  if (message == NULL || message->associated)
    return;
  if (message->queued && model_world_chance (self, 40))
    take_back (self, message);
  else if (message->queued)
    finish (self, message);
  else
    {
      object = model_world_open_message (self, message);
      if (object != NULL)
        send_away (self, object, message);
    }
}

void
model_open_queue (ModelWorld *self)
{
  static const guint32 tags[] = { MAPI_PR_INSTANCE_KEY, MAPI_PR_ENTRYID, MAPI_PR_SUBJECT };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_msg_store_get_outgoing_queue (self->spooler.store, 0, NULL, &error);

  if (!model_world_no_error (self, error))
    return;
  mapi_table_set_columns (table, columns, 0, NULL, NULL);
  self->queue_copy = mock_table_copy_new (table);
}

/* Who has only heard of the changes has the messages that wait, in the order of their submission.
 */
void
model_check_queue (ModelWorld *self)
{
  GPtrArray *rows = self->queue_copy->rows;

  model_world_count (self, "check-queue");
  model_world_deliver ();
  model_world_expect (self,
                      self->queue_copy->n_wrong == 0 && mock_table_copy_is_exact (self->queue_copy),
                      "what was told of the queue does not add up");
  if (!model_world_expect (self,
                           rows->len == self->queue->len,
                           "the queue has %u messages, not %u",
                           rows->len,
                           self->queue->len))
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      MockModelMessage *message = self->queue->pdata[i];
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (rows->pdata[i], MAPI_PR_ENTRYID);

      model_world_expect (self,
                          g_bytes_equal (id, message->entry_id),
                          "message %d is not the next of the queue",
                          message->number);
    }
}
