/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-turn-private.h"

static gboolean
read_message (MapiSpoolerTurn *self, GError **error)
{
  g_autoptr (MapiProp) object = mapi_msg_store_open_entry (
      self->store, self->item->entry_id, NULL, MAPI_MODIFY, self->cancellable, error);
  g_autoptr (MapiRowSet) recipients = NULL;

  if (object == NULL)
    return FALSE;
  if (!MAPI_IS_MESSAGE (object))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_CALL_FAILED,
                           "spooler: the outgoing queue holds something that is no message");
      return FALSE;
    }

  recipients = mapi_message_list_recipients (MAPI_MESSAGE (object), self->cancellable, error);
  if (recipients == NULL)
    return FALSE;

  g_set_object (&self->message, MAPI_MESSAGE (object));
  g_clear_pointer (&self->recipients, mapi_row_set_unref);
  self->recipients = g_steal_pointer (&recipients);
  return TRUE;
}

gboolean
mapi_spooler_turn_open (MapiSpoolerTurn *self, GError **error)
{
  MapiSpoolerPart *part = self->part;

  g_mutex_lock (&self->item->lock);
  self->generation = part->message != NULL ? part->generation : self->item->generation;
  mapi_spooler_part_take_opened (part, &self->message, &self->recipients);
  g_mutex_unlock (&self->item->lock);

  if (self->message != NULL && mapi_object_check_valid (G_OBJECT (self->message), NULL))
    return TRUE;
  self->generation = self->item->generation;
  return read_message (self, error);
}

gboolean
mapi_spooler_turn_renew (MapiSpoolerTurn *self, GError **error)
{
  if (!read_message (self, error))
    return FALSE;

  self->generation = self->item->generation;
  self->spoiled = FALSE;
  return TRUE;
}

static gint
find_id (MapiRowSet *rows, MapiPropList *wanted)
{
  gint32 id = mapi_prop_list_get_long (wanted, MAPI_PR_ROWID, -1);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_ROWID, -2) == id)
        return (gint) i;
    }

  return -1;
}

/* The rows of @fresh in the order of @old. */
static MapiRowSet *
arrange (MapiRowSet *old, MapiRowSet *fresh)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (old); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (old, i);
      gint index = find_id (fresh, row);

      g_ptr_array_add (rows,
                       index >= 0 ? mapi_row_set_get_row (fresh, (guint) index)
                                  : mapi_prop_list_ref (row));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* Another part has saved the message since this one opened it. The recipients are read again, and
 * the object is kept, for what the transport has done to it. With the item's lock held. */
void
mapi_spooler_turn_refresh (MapiSpoolerTurn *self)
{
  g_autoptr (MapiProp) object = NULL;
  g_autoptr (MapiRowSet) fresh = NULL;
  g_autoptr (MapiRowSet) old = self->recipients;

  if (self->generation != self->item->generation)
    object = mapi_msg_store_open_entry (
        self->store, self->item->entry_id, NULL, 0, self->cancellable, NULL);
  if (MAPI_IS_MESSAGE (object))
    fresh = mapi_message_list_recipients (MAPI_MESSAGE (object), self->cancellable, NULL);
  self->recipients = fresh != NULL ? arrange (old, fresh) : mapi_row_set_ref (old);
}

/* The message is locked as long as anybody works on it (R063). */
gboolean
mapi_spooler_turn_lock (MapiSpoolerTurn *self, GError **error)
{
  MapiSpoolerItem *item = self->item;

  if (self->locked)
    return TRUE;

  if (item->locked_in != self->store)
    item->n_locks = 0;
  self->locked = item->n_locks > 0 ||
                 mapi_msg_store_set_lock_state (
                     self->store, self->message, MAPI_MSG_LOCKED, self->cancellable, error);
  if (self->locked)
    {
      item->n_locks++;
      item->locked_in = self->store;
    }
  return self->locked;
}

/* What was locked in a store that was lost is not locked in the one that has come for it. */
gboolean
mapi_spooler_turn_unlock (MapiSpoolerTurn *self)
{
  MapiSpoolerItem *item = self->item;
  gboolean         counts = self->locked && item->locked_in == self->store;

  self->locked = FALSE;
  return counts && --item->n_locks == 0;
}

/* One that is lost cannot do anything, and is told of already. */
void
mapi_spooler_turn_complain (MapiSpoolerTurn *self, const char *what, const GError *error)
{
  if (mapi_object_check_valid (G_OBJECT (self->store), NULL))
    g_warning ("spooler: %s: %s", what, error->message);
  else
    g_info ("spooler: %s: %s", what, error->message);
}

void
mapi_spooler_turn_follow_store (MapiSpoolerTurn *self)
{
  if (self->store == NULL || mapi_object_check_valid (G_OBJECT (self->store), NULL))
    return;

  self->lost = TRUE;
  g_mutex_lock (&self->item->lock);
  mapi_spooler_turn_unlock (self);
  self->generation = self->item->generation - 1;
  g_object_unref (self->store);
  self->store = mapi_spooler_home_ref_store (self->item->home);
  g_mutex_unlock (&self->item->lock);
  mapi_spooler_revival_ask (self->spooler);
}

void
mapi_spooler_turn_leave_destinations (MapiSpoolerTurn *self, gint64 due)
{
  MapiSpoolerReach reach = MAPI_SPOOLER_REACH_ANSWERED;

  if (self->destinations == NULL)
    return;
  if (self->unreachable)
    reach = MAPI_SPOOLER_REACH_SILENT;
  else if (self->view == NULL || self->outcome == MAPI_SPOOLER_OUTCOME_PUT_BACK)
    reach = MAPI_SPOOLER_REACH_UNKNOWN;
  mapi_spooler_destinations_leave (self->transport->destinations, self->destinations, reach, due);
}

void
mapi_spooler_turn_clear (MapiSpoolerTurn *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->view);
  g_clear_object (&self->store);
  g_clear_pointer (&self->recipients, mapi_row_set_unref);
  g_clear_pointer (&self->undeliverable, mapi_row_set_unref);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_pointer (&self->destinations, g_ptr_array_unref);
}

gboolean
mapi_spooler_turn_is_dirty (MapiSpoolerTurn *self)
{
  g_autoptr (MapiPropList) changes =
      self->view != NULL && !self->accepted ? mapi_spooler_outgoing_get_changes (self->view) : NULL;

  return self->spoiled || (changes != NULL && !mapi_spooler_outgoing_is_saved (self->view));
}

gboolean
mapi_spooler_turn_is_undeliverable (MapiSpoolerTurn *self, MapiPropList *recipient)
{
  return self->undeliverable != NULL &&
         mapi_spooler_find_recipient (self->undeliverable, recipient) >= 0;
}

gboolean
mapi_spooler_turn_is_handled (MapiSpoolerTurn *self, guint index)
{
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->recipients, index);
  GBytes       *unrecorded = self->part->unrecorded;
  gsize         size = 0;
  const guint8 *marks = unrecorded != NULL ? g_bytes_get_data (unrecorded, &size) : NULL;

  return mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE) ||
         (index < size && marks[index]);
}
