/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"
#include "mapi-spooler-attempts-private.h"

static gboolean
has_tried (const MapiSpoolerSettlement *self)
{
  return self->turn->view != NULL && self->turn->outcome == MAPI_SPOOLER_OUTCOME_LATER;
}

static MapiQueueAttempts
describe (const MapiSpoolerSettlement *self)
{
  const MapiSpoolerTurn *turn = self->turn;

  return (MapiQueueAttempts){
    .n_attempts = turn->part->n_attempts,
    .last = self->now,
    .next = self->due,
    .error = turn->trouble != NULL ? turn->trouble : "the transport wants it again later",
    .transport = turn->transport->name,
  };
}

/* Two changes of a recipient are one row, lest the second undo the first. */
static void
merge_row (GPtrArray *rows, MapiPropList *row, MapiPropList *attempt)
{
  gint32 id = mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (MapiPropList) other = mapi_prop_list_ref (g_ptr_array_index (rows, i));

      if (mapi_prop_list_get_long (other, MAPI_PR_ROWID, -2) != id)
        continue;
      mapi_prop_list_unref (g_ptr_array_index (rows, i));
      g_ptr_array_index (rows, i) = mapi_prop_list_merge (other, attempt);
      return;
    }

  g_ptr_array_add (rows, mapi_prop_list_merge (row, attempt));
}

void
mapi_spooler_settlement_add_attempts (MapiSpoolerSettlement *self, GPtrArray *rows)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (MapiPropList) attempt = NULL;
  MapiQueueAttempts attempts;

  if (!has_tried (self))
    return;

  attempts = describe (self);
  attempt = mapi_queue_attempts_to_props (&attempts);
  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MAPI_SPOOLER_MARK_OPEN && mapi_spooler_outgoing_is_own (turn->view, i))
      {
        g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);

        merge_row (rows, row, attempt);
      }
}

/* With several transports, the message counts what the most persistent has tried, and waits for
 * the first that goes on. */
MapiPropList *
mapi_spooler_settlement_get_attempt (MapiSpoolerSettlement *self)
{
  MapiQueueAttempts attempts;

  if (!has_tried (self) || !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_OPEN))
    return NULL;

  attempts = describe (self);
  for (MapiSpoolerPart *part = &self->turn->item->first; part != NULL; part = part->next)
    if (part->state == MAPI_SPOOLER_PART_WAITING && part != self->turn->part)
      {
        attempts.n_attempts = MAX (attempts.n_attempts, part->n_attempts);
        attempts.next = MIN (attempts.next, part->timer.node.key);
      }
  return mapi_queue_attempts_to_props (&attempts);
}

/* Where the clock was set back since, the wait is as long as it was to be. */
static gint64
get_rest (const MapiQueueAttempts *attempts, gint64 now)
{
  gint64 next = attempts->last > now ? now + (attempts->next - attempts->last) : attempts->next;

  return next > now ? next : 0;
}

void
mapi_spooler_attempts_restore (MapiSpoolerPart *part, MapiPropList *row)
{
  MapiSpoolerItem  *item = part->item;
  MapiQueueAttempts attempts;

  if (row == NULL || part->transport == NULL ||
      !mapi_queue_attempts_read (&attempts, row, item->submit_time) ||
      g_strcmp0 (attempts.transport, part->transport->name) != 0)
    return;

  part->n_attempts = (guint16) MIN (MAX (part->n_attempts, attempts.n_attempts), G_MAXUINT16);
  mapi_spooler_part_set_trouble (part, attempts.error);
  if (!item->impatient)
    part->not_before =
        get_rest (&attempts, mapi_spooler_schedule_get_time (item->spooler->schedule));
}

void
mapi_spooler_attempts_tell_rest (MapiSpoolerPart *part)
{
  MapiSpoolerItem *item = part->item;
  MapiSpooler     *spooler = item->spooler;
  gint64           rest = part->not_before - mapi_spooler_schedule_get_time (spooler->schedule);

  if (rest <= 0)
    return;

  mapi_spooler_events_tell (spooler->events,
                            "wait",
                            item->entry_id,
                            part->transport->name,
                            "message %" G_GINT64_FORMAT " waits for %" G_GINT64_FORMAT
                            " seconds still%s%s",
                            item->sequence,
                            rest / G_USEC_PER_SEC,
                            part->trouble != NULL ? ": " : "",
                            part->trouble != NULL ? part->trouble : "");
}
