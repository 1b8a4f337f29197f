/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-reports-private.h"
#include "mapi-spooler-turn-private.h"

/* What is to become of one recipient. */
typedef enum
{
  MARK_OPEN,    /* has to be tried, by somebody, at some time */
  MARK_HANDLED, /* the store knows already */
  MARK_TAKEN,   /* the transport is responsible, and the store is to be told */
  MARK_FAILED,  /* nobody will deliver it */
} Mark;

typedef struct
{
  MapiSpoolerTurn   *turn;
  MapiSpoolerRouter *router;
  guint              n_recipients;
  guint8            *marks;
  gint64             now;
  gboolean           expired;
  gboolean           deferred; /* what was recorded last is stored with FinishedMsg */
  gint64             due;      /* when to try again */
  GPtrArray         *onward;   /* parts that go on their way, with a reference to the item each */
} Settlement;

static gint64
expiry_of (const Settlement *self)
{
  return self->turn->item->submit_time +
         (gint64) self->turn->spooler->policy.lifetime * G_USEC_PER_SEC;
}

/* The transport's seconds win (D11); the last attempt is made when the lifetime is over. */
static void
plan_next_attempt (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gint64           delay = (gint64) turn->delay * G_USEC_PER_SEC;
  gint64           expiry = expiry_of (self);

  if (delay == 0)
    delay = mapi_spooler_policy_get_delay (&turn->spooler->policy, turn->part->n_attempts);
  self->expired = self->now >= expiry && (turn->outcome == MAPI_SPOOLER_OUTCOME_LATER ||
                                          turn->outcome == MAPI_SPOOLER_OUTCOME_SORTED);
  self->due = self->now < expiry ? MIN (self->now + delay, expiry) : self->now + delay;
}

/* A transport that left recipients to others is not asked for them again (R309, D12). */
static void
note_declined (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         declined = turn->outcome == MAPI_SPOOLER_OUTCOME_DECLINED;

  if (turn->outcome == MAPI_SPOOLER_OUTCOME_SENT && !turn->part->again)
    for (guint i = 0; i < self->n_recipients && !declined; i++)
      declined = mapi_spooler_outgoing_is_own (turn->view, i) &&
                 !mapi_spooler_outgoing_is_done (turn->view, i);

  if (declined)
    mapi_spooler_item_decline (turn->item, turn->transport);
}

static Mark
mark_recipient (Settlement *self, guint index, MapiPropList *row)
{
  MapiSpoolerTurn      *turn = self->turn;
  MapiSpoolerTransport *target;

  if (mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE))
    return MARK_HANDLED;
  if (mapi_spooler_turn_is_handled (turn, index))
    return MARK_TAKEN;
  if (turn->view != NULL && mapi_spooler_outgoing_is_own (turn->view, index) &&
      mapi_spooler_outgoing_is_done (turn->view, index))
    return MARK_TAKEN;

  target = mapi_spooler_router_route (self->router, row, turn->item->declined);
  if (target == NULL && mapi_spooler_router_is_complete (self->router))
    return MARK_FAILED;
  if (self->expired && (target == NULL || target == turn->transport))
    return MARK_FAILED;
  return MARK_OPEN;
}

static void
mark_all (Settlement *self)
{
  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);

      self->marks[i] = mark_recipient (self, i, row);
    }
}

static gboolean
has_mark (const Settlement *self, Mark mark)
{
  return memchr (self->marks, mark, self->n_recipients) != NULL;
}

/* What the transport reported of a recipient, or NULL. */
static MapiPropList *
find_reported (MapiRowSet *reported, MapiPropList *recipient)
{
  gint index = reported != NULL ? mapi_spooler_find_recipient (reported, recipient) : -1;

  return index >= 0 ? mapi_row_set_get_row (reported, (guint) index) : NULL;
}

/* The recipients that the report is about. What a transport reported counts when it also took the
 * responsibility; else the recipient is still to be tried. */
static MapiRowSet *
collect_for_report (Settlement *self, MapiRowSet *reported)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);
      g_autoptr (MapiPropList) words = find_reported (reported, row);

      if (words != NULL && (self->marks[i] == MARK_TAKEN || self->marks[i] == MARK_FAILED))
        g_ptr_array_add (rows, mapi_prop_list_merge (row, words));
      else if (self->marks[i] == MARK_FAILED)
        g_ptr_array_add (rows,
                         mapi_spooler_reports_explain (
                             row, self->expired, turn->item->declined != NULL, turn->trouble));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* What could not be reported must not be forgotten: it is tried once more. */
static void
take_back (Settlement *self, MapiRowSet *reported)
{
  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);
      g_autoptr (MapiPropList) words = find_reported (reported, row);

      if (self->marks[i] == MARK_FAILED || (self->marks[i] == MARK_TAKEN && words != NULL))
        self->marks[i] = MARK_OPEN;
    }

  self->turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
}

/* Reports are in the store before the recipients they are about are done with. */
static void
report (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (MapiRowSet) reported =
      turn->view != NULL ? mapi_spooler_outgoing_get_reported (turn->view) : NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (reported == NULL && !has_mark (self, MARK_FAILED))
    return;

  rows = collect_for_report (self, reported);
  if (mapi_spooler_reports_make (turn->spooler, turn->item, turn->message, rows, NULL, &error))
    return;

  g_warning ("spooler: cannot report: %s", error->message);
  take_back (self, reported);
}

static MapiRowSet *
collect_to_record (Settlement *self)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MARK_TAKEN || self->marks[i] == MARK_FAILED)
      {
        g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);

        g_ptr_array_add (rows, mapi_recipient_with_responsibility (row, TRUE));
      }

  return rows->len > 0 ? mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len) : NULL;
}

/* Whether FinishedMsg comes next. */
static gboolean
is_last (const Settlement *self)
{
  const MapiSpoolerItem *item = self->turn->item;

  for (const MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    if (part != self->turn->part && part->state != MAPI_SPOOLER_PART_DONE)
      return FALSE;
  return !has_mark (self, MARK_OPEN);
}

/* The store need not write what FinishedMsg, which comes next, writes anyway. */
static gboolean
save (Settlement *self, MapiRowSet *rows, MapiPropList *changes, GError **error)
{
  MapiMessage *message = self->turn->message;
  guint32      flags = MAPI_KEEP_OPEN_READWRITE | (self->deferred ? MAPI_DEFERRED_ERRORS : 0);

  return (changes == NULL ||
          mapi_prop_set_props (MAPI_PROP (message), changes, NULL, NULL, error)) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_MODIFY, rows, NULL, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), flags, NULL, error);
}

/* The object is of no use for saving when another part has saved the message since, or when what
 * the transport did to it is to be dropped (R287). */
static gboolean
is_stale (MapiSpoolerTurn *turn, gboolean keeps_changes)
{
  g_autoptr (MapiPropList) changes =
      turn->view != NULL ? mapi_spooler_outgoing_get_changes (turn->view) : NULL;

  return turn->generation != turn->item->generation ||
         (changes != NULL && !keeps_changes && !mapi_spooler_outgoing_is_saved (turn->view));
}

static gboolean
save_responsibility (Settlement *self, MapiRowSet *rows, GError **error)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         keeps_changes = turn->accepted;
  gboolean         stale = is_stale (turn, keeps_changes);
  g_autoptr (MapiPropList) changes = NULL;
  g_autoptr (GError) local = NULL;

  if (!stale)
    {
      if (save (self, rows, NULL, &local))
        return TRUE;
      if (!g_error_matches (local, MAPI_ERROR, MAPI_E_OBJECT_CHANGED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  if (keeps_changes && turn->view != NULL)
    changes = mapi_spooler_outgoing_get_changes (turn->view);
  return mapi_spooler_turn_reopen (turn, error) && save (self, rows, changes, error);
}

static void
remember_unrecorded (Settlement *self)
{
  guint8 *marks = g_new (guint8, self->n_recipients);

  for (guint i = 0; i < self->n_recipients; i++)
    marks[i] = self->marks[i] == MARK_TAKEN || self->marks[i] == MARK_FAILED;

  mapi_spooler_part_set_unrecorded (self->turn->part, g_bytes_new_take (marks, self->n_recipients));
}

static void
tell_taken (Settlement *self, guint n_recipients)
{
  MapiSpoolerTurn *turn = self->turn;

  if (turn->transport != NULL && has_mark (self, MARK_TAKEN))
    mapi_spooler_events_tell (turn->spooler->events,
                              "taken",
                              turn->item->entry_id,
                              turn->transport->name,
                              "message %" G_GINT64_FORMAT ": %s is done with %u recipients",
                              turn->item->sequence,
                              turn->transport->name,
                              n_recipients);
}

/* Responsibility is in the store before anything else happens (D26). When the store cannot take it,
 * it is kept here, and the transport is not asked for these recipients again. */
static gboolean
record (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (MapiRowSet) rows = collect_to_record (self);
  g_autoptr (GError) error = NULL;

  if (rows == NULL)
    return TRUE;

  self->deferred = is_last (self);
  if (save_responsibility (self, rows, &error))
    {
      tell_taken (self, mapi_row_set_get_size (rows));
      turn->generation = ++turn->item->generation;
      mapi_spooler_part_set_unrecorded (turn->part, NULL);
      return TRUE;
    }

  g_warning ("spooler: cannot record who is responsible: %s", error->message);
  remember_unrecorded (self);
  return FALSE;
}

static void
send_onward (Settlement *self, MapiSpoolerPart *part)
{
  mapi_spooler_item_ref (self->turn->item);
  g_ptr_array_add (self->onward, part);
}

/* Gives an open recipient to @target, which is not the part's own transport. */
static void
give_to (Settlement *self, MapiSpoolerTransport *target, MapiSpoolerPart **spare)
{
  MapiSpoolerTurn *turn = self->turn;
  MapiSpoolerPart *part = mapi_spooler_item_find_part (turn->item, target);

  if (part != NULL)
    {
      if (part->state == MAPI_SPOOLER_PART_ACTIVE)
        part->again = TRUE;
      return;
    }

  if (*spare != NULL)
    {
      part = g_steal_pointer (spare);
      part->transport = target;
      part->n_attempts = 0;
      part->state = MAPI_SPOOLER_PART_IDLE;
    }
  else
    part = mapi_spooler_item_add_part (turn->item, target);

  if (turn->generation == turn->item->generation && turn->view == NULL)
    mapi_spooler_part_leave_opened (part, turn->message, turn->recipients);
  send_onward (self, part);
}

/* A transport that takes a message in portions may go on as long as it gets on. */
static gboolean
has_progress (const Settlement *self)
{
  return self->turn->outcome == MAPI_SPOOLER_OUTCOME_RESTART && has_mark (self, MARK_TAKEN);
}

static void
keep_own (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  MapiSpoolerPart *part = turn->part;

  part->state = MAPI_SPOOLER_PART_IDLE;
  part->deferred = FALSE;
  if (has_progress (self))
    part->n_restarts = 0;
  switch (turn->outcome)
    {
    case MAPI_SPOOLER_OUTCOME_DEFERRED:
      part->state = MAPI_SPOOLER_PART_DEFERRED;
      break;
    case MAPI_SPOOLER_OUTCOME_PUT_BACK:
      break;
    case MAPI_SPOOLER_OUTCOME_LATER:
      part->n_restarts = 0;
      send_onward (self, part);
      break;
    default:
      if (turn->transport != NULL)
        self->due = 0;
      send_onward (self, part);
      break;
    }
}

static void
distribute (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  /* A part that was nobody's becomes the first one's that is found. */
  MapiSpoolerPart *spare = turn->transport == NULL ? turn->part : NULL;
  gboolean         own_left = FALSE;

  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MARK_OPEN)
      {
        g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);
        MapiSpoolerTransport *target =
            mapi_spooler_router_route (self->router, row, turn->item->declined);

        if (target == turn->transport)
          own_left = TRUE;
        else
          give_to (self, target, &spare);
      }

  if (own_left && (turn->transport != NULL || spare != NULL))
    keep_own (self);
  else if (own_left)
    /* The part has become a transport's, and some recipients are nobody's yet. */
    send_onward (self, mapi_spooler_item_add_part (turn->item, NULL));
  else if (turn->transport != NULL || spare != NULL)
    turn->part->state = MAPI_SPOOLER_PART_DONE;
}

/* To be called with the item's lock held. */
static void
unlock_message (MapiSpoolerTurn *turn, gboolean finished)
{
  g_autoptr (GError) error = NULL;

  if (!turn->locked)
    return;

  turn->locked = FALSE;
  if (--turn->item->n_locks == 0 && !finished &&
      !mapi_msg_store_set_lock_state (
          turn->item->store, turn->message, MAPI_MSG_UNLOCKED, NULL, &error))
    g_info ("spooler: SetLockState: %s", error->message);
}

static void
tell_deferred (MapiSpoolerTurn *turn)
{
  mapi_spooler_events_tell (turn->spooler->events,
                            "deferred",
                            turn->item->entry_id,
                            turn->transport->name,
                            "message %" G_GINT64_FORMAT " waits until %s asks for it",
                            turn->item->sequence,
                            turn->transport->name);
}

static void
tell_waiting (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  if (turn->outcome == MAPI_SPOOLER_OUTCOME_DEFERRED)
    tell_deferred (turn);
  if (turn->outcome != MAPI_SPOOLER_OUTCOME_LATER)
    return;

  mapi_spooler_part_set_trouble (turn->part, turn->trouble);
  mapi_spooler_events_tell (turn->spooler->events,
                            "wait",
                            turn->item->entry_id,
                            turn->transport != NULL ? turn->transport->name : NULL,
                            "message %" G_GINT64_FORMAT " waits for %" G_GINT64_FORMAT
                            " seconds%s%s",
                            turn->item->sequence,
                            (self->due - self->now) / G_USEC_PER_SEC,
                            turn->trouble != NULL ? ": " : "",
                            turn->trouble != NULL ? turn->trouble : "");
}

/* Only what stays with the part's transport, or with nobody, has to wait. */
static void
dispatch_onward (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         nobodys = FALSE;

  for (guint i = 0; i < self->onward->len; i++)
    {
      MapiSpoolerPart *part = g_ptr_array_index (self->onward, i);
      gboolean         stays = part->transport == turn->transport;

      nobodys |= part->transport == NULL;
      mapi_spooler_dispatch (turn->spooler, part, stays ? self->due : 0);
    }

  /* A transport may have come up since this one looked, and not have seen what now waits. */
  if (nobodys && !mapi_spooler_is_router (turn->spooler, self->router))
    mapi_spooler_expedite (turn->spooler, NULL);
}

/* FinishedMsg is the last step (R066); the store unlocks the message in it. Nobody else works on
 * the item, so that its lock need not be held meanwhile. */
static gboolean
finish (MapiSpoolerTurn *turn)
{
  MapiSpoolerItem *item = turn->item;
  g_autoptr (GError) error = NULL;

  if (!mapi_msg_store_finished_msg (item->store, 0, item->entry_id, NULL, &error))
    {
      g_warning ("spooler: FinishedMsg: %s", error->message);
      return FALSE;
    }

  g_atomic_int_inc (&turn->spooler->n_sent);
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
finish_or_wait (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         finished = finish (turn);

  g_mutex_lock (&turn->item->lock);
  unlock_message (turn, finished);
  if (!finished)
    {
      if (self->deferred)
        remember_unrecorded (self);
      turn->part->state = MAPI_SPOOLER_PART_IDLE;
      turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
      send_onward (self, turn->part);
    }
  g_mutex_unlock (&turn->item->lock);
}

/* The message could not be worked on: nobody knows about its recipients now. */
static void
settle_blind (Settlement *self)
{
  self->turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
  self->turn->part->state = MAPI_SPOOLER_PART_IDLE;
  send_onward (self, self->turn->part);
}

/* Who changes the message must have locked it; who only finds out whose it is need not. */
static gboolean
lock_for_changes (Settlement *self)
{
  g_autoptr (GError) error = NULL;

  if (!has_mark (self, MARK_TAKEN) && !has_mark (self, MARK_FAILED) && has_mark (self, MARK_OPEN))
    return TRUE;
  if (mapi_spooler_turn_lock (self->turn, &error))
    return TRUE;

  g_info ("spooler: SetLockState: %s", error->message);
  return FALSE;
}

static void
settle_recipients (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  self->n_recipients = mapi_row_set_get_size (turn->recipients);
  self->marks = g_malloc (self->n_recipients + 1);
  note_declined (self);
  mark_all (self);
  if (!lock_for_changes (self))
    {
      settle_blind (self);
      return;
    }

  report (self);
  if (record (self))
    distribute (self);
  else
    settle_blind (self);
}

static void
settle_gone (MapiSpoolerTurn *turn)
{
  g_mutex_lock (&turn->item->lock);
  turn->item->gone = TRUE;
  turn->part->state = MAPI_SPOOLER_PART_DONE;
  g_mutex_unlock (&turn->item->lock);
}

/* Answers whether nothing is left to do for the item. */
static gboolean
settle_part (Settlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         done;

  g_mutex_lock (&turn->item->lock);
  if (turn->outcome == MAPI_SPOOLER_OUTCOME_LATER)
    turn->part->n_attempts++;
  plan_next_attempt (self);
  if (turn->message != NULL && (turn->locked || turn->outcome == MAPI_SPOOLER_OUTCOME_SORTED))
    settle_recipients (self);
  else
    settle_blind (self);

  done = mapi_spooler_item_is_done (turn->item);
  if (!done)
    unlock_message (turn, FALSE);
  g_mutex_unlock (&turn->item->lock);

  return done;
}

void
mapi_spooler_turn_settle (MapiSpoolerTurn *turn)
{
  Settlement self = { .turn = turn };

  if (turn->outcome == MAPI_SPOOLER_OUTCOME_GONE)
    settle_gone (turn);
  else
    {
      self.router = mapi_spooler_get_router (turn->spooler);
      self.now = mapi_spooler_schedule_get_time (turn->spooler->schedule);
      self.onward = g_ptr_array_new ();

      if (settle_part (&self))
        finish_or_wait (&self);
      dispatch_onward (&self);
      tell_waiting (&self);

      g_ptr_array_unref (self.onward);
      g_free (self.marks);
      mapi_spooler_router_unref (self.router);
    }

  mapi_spooler_item_unref (turn->item);
}
