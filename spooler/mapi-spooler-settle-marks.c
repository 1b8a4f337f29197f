/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-settlement-private.h"

/* What is to become of each recipient after a turn, and when what is left is tried again. */

static gboolean
may_expire (MapiSpoolerOutcome outcome)
{
  return outcome == MAPI_SPOOLER_OUTCOME_LATER || outcome == MAPI_SPOOLER_OUTCOME_SORTED ||
         outcome == MAPI_SPOOLER_OUTCOME_DEFERRED;
}

/* The transport's seconds win (D11); the last attempt is made when the lifetime is over. */
void
mapi_spooler_settlement_plan (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn         *turn = self->turn;
  gint64                   delay = (gint64) turn->delay * G_USEC_PER_SEC;
  const MapiSpoolerPolicy *policy =
      turn->transport != NULL ? &turn->transport->policy : &turn->spooler->policy;

  self->expiry =
      turn->item->submit_time +
      (gint64) mapi_spooler_get_lifetime (turn->spooler, turn->transport) * G_USEC_PER_SEC;
  if (delay == 0)
    delay = mapi_spooler_policy_get_delay (policy, turn->part->n_attempts);
  self->expired = (self->now >= self->expiry || turn->item->given_up) &&
                  may_expire (turn->outcome) && !turn->lost;
  self->due = self->now < self->expiry ? MIN (self->now + delay, self->expiry) : self->now + delay;
  if (turn->lost)
    self->due = self->now;
}

/* A transport that left recipients to others is not asked for them again (R309, D12). */
void
mapi_spooler_settlement_note_declined (MapiSpoolerSettlement *self)
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

/* With the item's lock held; a part that somebody has just taken from there is tried once more. */
static gboolean
withdraw (MapiSpoolerPart *part)
{
  return part->transport != NULL && part->state == MAPI_SPOOLER_PART_READY &&
         mapi_spooler_transport_get_state (part->transport) != MAPI_SPOOLER_TRANSPORT_UP &&
         mapi_spooler_backlog_remove (&part->transport->backlog, &part->timer.node);
}

/* What waits for a transport that does not come up ends with the lifetime too. */
static void
withdraw_stranded (MapiSpoolerSettlement *self)
{
  MapiSpoolerItem *item = self->turn->item;

  self->stranded = g_ptr_array_new ();
  for (MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    if (withdraw (part))
      {
        part->state = MAPI_SPOOLER_PART_DONE;
        g_ptr_array_add (self->stranded, part->transport);
        mapi_spooler_item_unref (item);
      }
}

/* Somebody has said that it need not be tried any more; what is in flight is not called back. */
static gboolean
is_given_up (const MapiSpoolerSettlement *self, MapiSpoolerTransport *target)
{
  MapiSpoolerItem *item = self->turn->item;

  return item->given_up && mapi_spooler_item_find_part (item, target) == NULL;
}

static gboolean
has_expired (const MapiSpoolerSettlement *self, MapiSpoolerTransport *target)
{
  return self->expired &&
         (self->turn->spoiled || target == NULL || target == self->turn->transport ||
          g_ptr_array_find (self->stranded, target, NULL) || is_given_up (self, target));
}

static MapiSpoolerMark
mark_recipient (MapiSpoolerSettlement *self, guint index, MapiPropList *row)
{
  MapiSpoolerTurn      *turn = self->turn;
  MapiSpoolerTransport *target;

  if (mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE))
    return MAPI_SPOOLER_MARK_HANDLED;
  if (mapi_spooler_turn_is_undeliverable (turn, row))
    return MAPI_SPOOLER_MARK_FAILED;
  if (mapi_spooler_turn_is_handled (turn, index))
    return MAPI_SPOOLER_MARK_TAKEN;
  if (turn->view != NULL && mapi_spooler_outgoing_is_own (turn->view, index) &&
      mapi_spooler_outgoing_is_done (turn->view, index))
    return MAPI_SPOOLER_MARK_TAKEN;

  target = mapi_spooler_router_route (self->router, row, turn->item->declined);
  if (target == NULL && mapi_spooler_router_is_complete (self->router))
    return MAPI_SPOOLER_MARK_FAILED;
  if (has_expired (self, target))
    return MAPI_SPOOLER_MARK_FAILED;
  return MAPI_SPOOLER_MARK_OPEN;
}

void
mapi_spooler_settlement_mark_all (MapiSpoolerSettlement *self)
{
  if (self->expired)
    withdraw_stranded (self);
  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);

      self->marks[i] = mark_recipient (self, i, row);
    }
}

gboolean
mapi_spooler_settlement_has_mark (const MapiSpoolerSettlement *self, MapiSpoolerMark mark)
{
  return memchr (self->marks, mark, self->n_recipients) != NULL;
}
