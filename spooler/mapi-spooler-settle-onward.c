/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-attempts-private.h"
#include "mapi-spooler-preprocess-private.h"
#include "mapi-spooler-settlement-private.h"

/* Who gets the recipients that are left. */

void
mapi_spooler_settlement_send_onward (MapiSpoolerSettlement *self, MapiSpoolerPart *part)
{
  mapi_spooler_item_ref (self->turn->item);
  g_ptr_array_add (self->onward, part);
}

/* One part alone gets the object that is open: each transport writes to one of its own (R320). */
static void
leave_message (MapiSpoolerTurn *turn, MapiSpoolerPart *part)
{
  if (turn->generation != turn->item->generation || turn->view != NULL || turn->is_left)
    return;
  turn->is_left = TRUE;
  mapi_spooler_part_leave_opened (part, turn->message, turn->recipients);
}

/* Gives an open recipient, @row or NULL for all, to @target, which is not the part's own transport.
 */
static void
give_to (MapiSpoolerSettlement *self,
         MapiSpoolerTransport  *target,
         MapiPropList          *row,
         MapiSpoolerPart      **spare)
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
      mapi_spooler_part_assign (part, target);
    }
  else
    part = mapi_spooler_item_add_part (turn->item, target);

  mapi_spooler_attempts_restore (part, row);
  leave_message (turn, part);
  mapi_spooler_settlement_send_onward (self, part);
}

/* A transport that takes a message in portions may go on as long as it gets on. */
static gboolean
has_progress (const MapiSpoolerSettlement *self)
{
  return self->turn->outcome == MAPI_SPOOLER_OUTCOME_RESTART &&
         mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_TAKEN);
}

/* Unless it is set aside: then nobody tries it. */
static void
keep_for_later (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  turn->part->n_restarts = 0;
  turn->part->state = turn->aside ? MAPI_SPOOLER_PART_HELD : MAPI_SPOOLER_PART_WAITING;
  if (turn->aside)
    g_atomic_int_set (&turn->item->set_aside, TRUE);
  else
    mapi_spooler_settlement_send_onward (self, turn->part);
}

static void
keep_own (MapiSpoolerSettlement *self)
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
      mapi_spooler_defer (turn->spooler, part, self->expiry);
      break;
    case MAPI_SPOOLER_OUTCOME_PUT_BACK:
      break;
    case MAPI_SPOOLER_OUTCOME_LATER:
      keep_for_later (self);
      break;
    default:
      if (turn->transport != NULL)
        self->due = 0;
      mapi_spooler_settlement_send_onward (self, part);
      break;
    }
}

/* All that is open goes through the hands of one transport, which has to preprocess it. */
static void
give_all_to (MapiSpoolerSettlement *self, MapiSpoolerTransport *owner)
{
  MapiSpoolerTurn *turn = self->turn;
  MapiSpoolerPart *spare = turn->transport == NULL ? turn->part : NULL;

  if (!mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_OPEN))
    turn->part->state = MAPI_SPOOLER_PART_DONE;
  else if (owner == turn->transport)
    keep_own (self);
  else
    {
      if (spare == NULL)
        turn->part->state = MAPI_SPOOLER_PART_DONE;
      give_to (self, owner, NULL, &spare);
    }
}

void
mapi_spooler_settlement_distribute (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  /* A part that was nobody's becomes the first one's that is found. */
  MapiSpoolerPart      *spare = turn->transport == NULL ? turn->part : NULL;
  gboolean              own_left = FALSE;
  MapiSpoolerTransport *owner;

  if (mapi_spooler_preprocess_is_due (turn, self->router, &owner) && owner != NULL)
    {
      give_all_to (self, owner);
      return;
    }

  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MAPI_SPOOLER_MARK_OPEN)
      {
        g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);
        MapiSpoolerTransport *target =
            mapi_spooler_router_route (self->router, row, turn->item->declined);

        if (target == turn->transport)
          own_left = TRUE;
        else
          give_to (self, target, row, &spare);
      }

  if (own_left && (turn->transport != NULL || spare != NULL))
    keep_own (self);
  else if (own_left)
    /* The part has become a transport's, and some recipients are nobody's yet. */
    mapi_spooler_settlement_send_onward (self, mapi_spooler_item_add_part (turn->item, NULL));
  else if (self->stays)
    keep_own (self);
  else if (turn->transport != NULL || spare != NULL)
    turn->part->state = MAPI_SPOOLER_PART_DONE;
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

void
mapi_spooler_settlement_tell (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  if (turn->outcome == MAPI_SPOOLER_OUTCOME_DEFERRED)
    tell_deferred (turn);
  if (turn->outcome != MAPI_SPOOLER_OUTCOME_LATER)
    return;

  mapi_spooler_part_set_trouble (turn->part, turn->trouble);
  if (g_atomic_int_get (&turn->item->set_aside))
    {
      mapi_spooler_fault_tell (&turn->spooler->fault, turn->item);
      return;
    }

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
void
mapi_spooler_settlement_dispatch (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         nobodys = FALSE;

  for (guint i = 0; i < self->onward->len; i++)
    {
      MapiSpoolerPart *part = g_ptr_array_index (self->onward, i);
      gboolean         stays = part->transport == turn->transport;

      nobodys |= part->transport == NULL;
      if (!stays)
        mapi_spooler_attempts_tell_rest (part);
      mapi_spooler_dispatch (turn->spooler, part, stays ? self->due : part->not_before);
    }

  /* A transport may have come up since this one looked, and not have seen what now waits. */
  if (nobodys && !mapi_spooler_is_router (turn->spooler, self->router))
    mapi_spooler_expedite (turn->spooler, NULL);
}
