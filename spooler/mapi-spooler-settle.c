/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"
#include "mapi-spooler-finish-private.h"
#include "mapi-spooler-preprocess-private.h"
#include "mapi-spooler-settlement-private.h"
#include "mapi-spooler-tally-private.h"

/* To be called with the item's lock held. A store keeps what was changed before it is told that a
 * message is unlocked (R130): what is to be dropped must not be in that object. */
static void
unlock_message (MapiSpoolerTurn *turn, gboolean finished)
{
  g_autoptr (GError) error = NULL;

  if (!mapi_spooler_turn_unlock (turn) || finished)
    return;
  if ((mapi_spooler_turn_is_dirty (turn) && !mapi_spooler_turn_renew (turn, &error)) ||
      !mapi_msg_store_set_lock_state (turn->store, turn->message, MAPI_MSG_UNLOCKED, NULL, &error))
    mapi_spooler_turn_complain (turn, "a message stays locked", error);
  else if (turn->part->unrecorded == NULL)
    mapi_step (MAPI_STEP_UNLOCK_DONE);
}

/* What preprocessors have put in is taken out, as the last but one step (R065). Those that were
 * called before the last start, or for a logon that has ended, are those that would be called now.
 */
static void
clean (MapiSpoolerTurn *turn)
{
  MapiSpoolerItem          *item = turn->item;
  MapiSpoolerPreprocessors *all = turn->spooler->preprocessors;
  g_autoptr (MapiSpoolerRouter) router = NULL;
  g_autoptr (GPtrArray) entries = g_steal_pointer (&item->preprocessors);
  g_autoptr (GError) error = NULL;

  if (!item->preprocessed)
    return;
  if (entries == NULL || !mapi_spooler_preprocessors_have (all, entries))
    {
      g_clear_pointer (&entries, g_ptr_array_unref);
      router = mapi_spooler_get_router (turn->spooler);
      entries =
          mapi_spooler_preprocessors_match (all, router, turn->recipients, item->declined, FALSE);
    }

  item->preprocessed = FALSE;
  if (turn->generation != item->generation && !mapi_spooler_turn_renew (turn, &error))
    g_info ("spooler: a message is not cleaned: %s", error->message);
  else
    mapi_spooler_preprocess_clean (turn->spooler, turn->message, entries, NULL);
}

/* A message that was given up for the asking may be submitted again. */
static void
forget_requests (MapiSpoolerTurn *turn)
{
  MapiSpoolerItem *item = turn->item;
  g_autoptr (GError) error = NULL;

  if (g_atomic_int_get (&item->requests) != 0 &&
      !mapi_queue_change_requests (
          turn->store, item->entry_id, 0, MAPI_QUEUE_REQUESTS, turn->cancellable, &error))
    g_info ("spooler: what was asked of a message stays with it: %s", error->message);
}

/* FinishedMsg is the last step (R066); the store unlocks the message in it. Nobody else works on
 * the item, so that its lock need not be held meanwhile. */
static gboolean
finish (MapiSpoolerTurn *turn)
{
  MapiSpoolerItem *item = turn->item;
  g_autoptr (GError) error = NULL;

  clean (turn);
  mapi_step (MAPI_STEP_CLEAN_DONE);
  forget_requests (turn);
  mapi_step (MAPI_STEP_FINISH_BEGUN);
  if (!mapi_spooler_finish_message (turn->spooler, turn->store, item->entry_id, NULL, &error))
    {
      mapi_spooler_turn_complain (turn, "FinishedMsg", error);
      return FALSE;
    }

  mapi_step (MAPI_STEP_FINISH_DONE);
  mapi_spooler_tally_finished (turn->spooler, item);
  mapi_spooler_events_tell (turn->spooler->events,
                            "finished",
                            item->entry_id,
                            NULL,
                            "message %" G_GINT64_FORMAT " is finished",
                            item->sequence);
  mapi_spooler_events_sent (turn->spooler->events, item->entry_id, item->result);
  return TRUE;
}

static void
finish_or_wait (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         finished = finish (turn);

  g_mutex_lock (&turn->item->lock);
  unlock_message (turn, finished);
  if (!finished)
    {
      if (self->deferred)
        mapi_spooler_settlement_remember (self);
      turn->part->state = MAPI_SPOOLER_PART_WAITING;
      turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
      mapi_spooler_settlement_send_onward (self, turn->part);
    }
  g_mutex_unlock (&turn->item->lock);
}

/* The message could not be worked on: nobody knows about its recipients now. */
static void
settle_blind (MapiSpoolerSettlement *self)
{
  self->turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
  self->turn->part->state = MAPI_SPOOLER_PART_WAITING;
  mapi_spooler_settlement_send_onward (self, self->turn->part);
}

/* Who changes the message must have locked it; who only finds out whose it is need not. */
static gboolean
lock_for_changes (MapiSpoolerSettlement *self)
{
  g_autoptr (GError) error = NULL;

  if (!mapi_spooler_settlement_has_words (self) &&
      !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_TAKEN) &&
      !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_FAILED) &&
      mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_OPEN))
    return TRUE;
  if (mapi_spooler_turn_lock (self->turn, &error))
    return TRUE;

  g_info ("spooler: SetLockState: %s", error->message);
  return FALSE;
}

static void
settle_recipients (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  mapi_spooler_turn_refresh (turn);
  self->n_recipients = mapi_row_set_get_size (turn->recipients);
  self->marks = g_malloc (self->n_recipients + 1);
  mapi_spooler_settlement_note_declined (self);
  mapi_spooler_settlement_mark_all (self);
  mapi_spooler_settlement_collect (self);
  if (!lock_for_changes (self))
    {
      mapi_spooler_settlement_remember (self);
      settle_blind (self);
      return;
    }

  mapi_spooler_settlement_report (self);
  mapi_step (MAPI_STEP_REPORT_STORED);
  if (mapi_spooler_settlement_record (self))
    mapi_spooler_settlement_distribute (self);
  else
    settle_blind (self);
}

static void
settle_gone (MapiSpoolerTurn *turn)
{
  g_mutex_lock (&turn->item->lock);
  turn->item->gone = TRUE;
  mapi_spooler_turn_unlock (turn);
  turn->part->state = MAPI_SPOOLER_PART_DONE;
  g_mutex_unlock (&turn->item->lock);
}

/* A preprocessor is called in a lane of its own transport, so that it can hold up nobody else. */
static gboolean
leave_to_cleaner (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn      *turn = self->turn;
  MapiSpoolerTransport *cleaner = mapi_spooler_preprocess_get_cleaner (turn->item);

  if (cleaner == NULL || cleaner == turn->transport ||
      mapi_spooler_transport_get_state (cleaner) != MAPI_SPOOLER_TRANSPORT_UP)
    return FALSE;

  mapi_spooler_settlement_send_onward (self, mapi_spooler_item_add_part (turn->item, cleaner));
  return TRUE;
}

/* Whether it can be told what has become of each recipient. */
static gboolean
is_known (const MapiSpoolerTurn *turn)
{
  return turn->message != NULL && (turn->locked || (turn->lost && turn->view != NULL) ||
                                   turn->outcome == MAPI_SPOOLER_OUTCOME_SORTED);
}

/* Answers whether nothing is left to do for the item. */
static gboolean
settle_part (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         done;

  g_mutex_lock (&turn->item->lock);
  if (turn->outcome == MAPI_SPOOLER_OUTCOME_LATER && !turn->lost)
    turn->part->n_attempts++;
  mapi_spooler_settlement_plan (self);
  if (is_known (turn))
    settle_recipients (self);
  else
    settle_blind (self);

  done = mapi_spooler_item_is_done (turn->item) && !leave_to_cleaner (self);
  if (!done)
    unlock_message (turn, FALSE);
  g_mutex_unlock (&turn->item->lock);

  return done;
}

/* What has failed for want of the store goes on as soon as there is one. */
static void
hurry_without_store (MapiSpoolerSettlement *self)
{
  if (!mapi_object_check_valid (G_OBJECT (self->turn->store), NULL))
    self->due = self->now;
}

void
mapi_spooler_turn_settle (MapiSpoolerTurn *turn)
{
  MapiSpoolerSettlement self = { .turn = turn };

  if (turn->outcome == MAPI_SPOOLER_OUTCOME_GONE)
    {
      settle_gone (turn);
      mapi_spooler_turn_leave_destinations (turn, 0);
    }
  else
    {
      self.router = mapi_spooler_get_router (turn->spooler);
      self.now = mapi_spooler_schedule_get_time (turn->spooler->schedule);
      self.onward = g_ptr_array_new ();

      if (settle_part (&self))
        finish_or_wait (&self);
      hurry_without_store (&self);
      mapi_spooler_turn_leave_destinations (turn, self.due);
      mapi_spooler_settlement_dispatch (&self);
      mapi_spooler_settlement_tell (&self);

      mapi_spooler_settlement_clear_words (&self);
      g_clear_pointer (&self.stranded, g_ptr_array_unref);
      g_ptr_array_unref (self.onward);
      g_free (self.marks);
      mapi_spooler_router_unref (self.router);
    }

  mapi_spooler_item_unref (turn->item);
}
