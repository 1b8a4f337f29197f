/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item.h"
#include "mapi-spooler-reports-private.h"
#include "mapi-spooler-settlement-private.h"

/*
 * What the sender is to be told. Words about recipients are collected as long as anybody works on
 * the message, so that there is one report of each kind and not one for each transport; as soon as
 * the rest has to wait, what there is is told (D13). Until then the store keeps the words with the
 * recipients, in case this process ends.
 */

static gint32
result_of (MapiPropList *words)
{
  return mapi_prop_list_get_long (words, MAPI_PR_NDR_DIAG_CODE, 0) == MAPI_DIAG_MAXIMUM_TIME_EXPIRED
             ? MAPI_E_TIMEOUT
             : MAPI_E_CALL_FAILED;
}

static void
tell_failed (MapiSpoolerTurn *turn, MapiPropList *words)
{
  MapiSpoolerItem   *item = turn->item;
  MapiSpoolerEvents *events = turn->spooler->events;
  const char        *address = mapi_prop_list_get_string (words, MAPI_PR_EMAIL_ADDRESS);
  const char        *text = mapi_prop_list_get_string (words, MAPI_PR_REPORT_TEXT);

  item->result = item->result != 0 ? item->result : result_of (words);
  mapi_spooler_events_recipient_failed (events, item->entry_id, words);
  mapi_spooler_events_tell (events,
                            "failed",
                            item->entry_id,
                            NULL,
                            "message %" G_GINT64_FORMAT " does not reach %s: %s",
                            item->sequence,
                            address != NULL ? address : "a recipient",
                            text != NULL ? text : "no reason was given");
}

static MapiSpoolerWords *
get_untold (MapiSpoolerItem *item)
{
  if (item->untold == NULL)
    item->untold = mapi_spooler_words_new ();
  return item->untold;
}

/* Takes @words, and says so once. */
static void
note (MapiSpoolerSettlement *self, MapiPropList *words)
{
  g_autoptr (MapiPropList) kept = mapi_prop_list_ref (words);

  if (mapi_spooler_words_put (get_untold (self->turn->item), words) &&
      mapi_spooler_reports_is_failure (kept))
    tell_failed (self->turn, kept);
}

static gboolean
is_marked (MapiPropList *row, guint32 bit)
{
  return ((guint32) mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_STATUS, 0) & bit) != 0;
}

/* Before the last start somebody had words about a recipient and did not come to tell them. */
static void
note_stored (MapiSpoolerItem *item, MapiPropList *row)
{
  if (!item->told && is_marked (row, MAPI_SPOOLER_STATUS_UNTOLD) &&
      mapi_spooler_words_find (item->untold, row) == NULL)
    mapi_spooler_words_put (get_untold (item), mapi_prop_list_ref (row));
}

/* Why a recipient has not been reached: the last error, of this turn or of the part whose it is, or
 * what keeps the transport from working. */
static char *
dup_trouble (MapiSpoolerSettlement *self, MapiPropList *row)
{
  MapiSpoolerTurn      *turn = self->turn;
  MapiSpoolerTransport *target =
      mapi_spooler_router_route (self->router, row, turn->item->declined);
  MapiSpoolerPart *part = NULL;
  char            *down;

  if (turn->trouble != NULL)
    return g_strdup (turn->trouble);
  if (target == NULL)
    return NULL;

  part = mapi_spooler_item_find_part (turn->item, target);
  if (part != NULL && part->trouble != NULL)
    return g_strdup (part->trouble);
  down = mapi_spooler_transport_dup_trouble (target);
  return down != NULL ? down : g_strdup (mapi_prop_list_get_string (row, MAPI_PR_SPOOLER_ERROR));
}

static MapiPropList *
explain (MapiSpoolerSettlement *self, MapiPropList *row)
{
  g_autofree char *trouble = dup_trouble (self, row);

  return mapi_spooler_reports_explain (
      row, self->expired, self->turn->item->declined != NULL, trouble, self->now);
}

/* What a transport reported counts when it also took the responsibility; else the recipient is
 * still to be tried. */
static void
note_recipient (MapiSpoolerSettlement *self, guint index)
{
  MapiSpoolerItem *item = self->turn->item;
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, index);
  MapiPropList *said = mapi_spooler_words_find (self->reported, row);

  switch ((MapiSpoolerMark) self->marks[index])
    {
    case MAPI_SPOOLER_MARK_HANDLED:
      note_stored (item, row);
      break;
    case MAPI_SPOOLER_MARK_TAKEN:
      if (said != NULL)
        note (self, mapi_prop_list_merge (row, said));
      break;
    case MAPI_SPOOLER_MARK_FAILED:
      note (self, said != NULL ? mapi_prop_list_merge (row, said) : explain (self, row));
      break;
    default:
      if (item->untold != NULL)
        mapi_spooler_words_remove (item->untold, row);
      break;
    }
}

/* A recipient that a transport names by its address alone. */
static MapiPropList *
with_id (MapiPropList *said, MapiPropList *recipient)
{
  g_autoptr (MapiPropValue) id = mapi_prop_list_lookup (recipient, MAPI_PR_ROWID);
  g_autoptr (MapiPropList) change = id != NULL ? mapi_prop_list_new_from_value (id) : NULL;

  return change != NULL ? mapi_prop_list_merge (said, change) : mapi_prop_list_ref (said);
}

/* What the transport or a preprocessor reported, found by the recipients it is about. It may name
 * members of lists too that nobody else knows (R577). */
static void
read_rows (MapiSpoolerSettlement *self, MapiRowSet *rows)
{
  MapiSpoolerTurn *turn = self->turn;

  if (self->reported == NULL)
    self->reported = mapi_spooler_words_new ();
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) said = mapi_row_set_get_row (rows, i);
      gint index = mapi_spooler_find_recipient (turn->recipients, said);

      if (index >= 0)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, (guint) index);

          mapi_spooler_words_put (self->reported, with_id (said, row));
        }
      else if (mapi_prop_list_contains (said, MAPI_PR_ORIGINAL_ENTRYID))
        note (self, g_steal_pointer (&said));
    }
}

static void
read_reported (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (MapiRowSet) rows =
      turn->view != NULL ? mapi_spooler_outgoing_get_reported (turn->view) : NULL;

  if (rows != NULL)
    read_rows (self, rows);
  if (turn->undeliverable != NULL)
    read_rows (self, turn->undeliverable);
}

/* Whether the transport can be called at this time. */
static gboolean
is_up (MapiSpoolerTransport *transport)
{
  return transport == NULL ||
         mapi_spooler_transport_get_state (transport) == MAPI_SPOOLER_TRANSPORT_UP;
}

static gboolean
is_in_motion (MapiSpooler *spooler, MapiSpoolerPart *part)
{
  switch ((MapiSpoolerPartState) part->state)
    {
    case MAPI_SPOOLER_PART_ACTIVE:
      return TRUE;
    case MAPI_SPOOLER_PART_IDLE:
    case MAPI_SPOOLER_PART_READY:
      return !mapi_spooler_is_stopping (spooler) && is_up (part->transport);
    default:
      return FALSE;
    }
}

/* Whether an open recipient is tried right after this turn. */
static gboolean
is_tried_next (MapiSpoolerSettlement *self, MapiPropList *row)
{
  MapiSpoolerTurn      *turn = self->turn;
  MapiSpoolerTransport *target =
      mapi_spooler_router_route (self->router, row, turn->item->declined);

  if (target == turn->transport)
    return target != NULL && (turn->outcome == MAPI_SPOOLER_OUTCOME_RESTART ||
                              turn->outcome == MAPI_SPOOLER_OUTCOME_SENT);
  return target != NULL && mapi_spooler_item_find_part (turn->item, target) == NULL &&
         is_up (target);
}

/* Whether more is to be known of the message soon. */
static gboolean
goes_on (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  for (MapiSpoolerPart *part = &turn->item->first; part != NULL; part = part->next)
    if (part != turn->part && is_in_motion (turn->spooler, part))
      return TRUE;

  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MAPI_SPOOLER_MARK_OPEN)
      {
        g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);

        if (is_tried_next (self, row))
          return TRUE;
      }

  return FALSE;
}

static gint64
warning_time (MapiSpoolerSettlement *self)
{
  const MapiSpoolerItem *item = self->turn->item;
  gint64                 delay = self->turn->spooler->policy.delay_warning;

  return delay > 0 ? MAX (item->submit_time, item->send_time) + delay * G_USEC_PER_SEC : G_MAXINT64;
}

/* The recipients that have waited for so long that the sender should know. */
static void
find_late (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  if (turn->item->warned || self->now < warning_time (self))
    return;

  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);

      if (self->marks[i] == MAPI_SPOOLER_MARK_OPEN && !is_marked (row, MAPI_SPOOLER_STATUS_WARNED))
        {
          if (self->late == NULL)
            self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
          g_ptr_array_add (self->late, g_steal_pointer (&row));
        }
    }
}

void
mapi_spooler_settlement_collect (MapiSpoolerSettlement *self)
{
  read_reported (self);
  for (guint i = 0; i < self->n_recipients; i++)
    note_recipient (self, i);

  self->goes_on = goes_on (self);
  if (!self->goes_on)
    find_late (self);
}

/* Whether the settlement has anything to tell the sender. */
gboolean
mapi_spooler_settlement_has_words (const MapiSpoolerSettlement *self)
{
  return !self->goes_on &&
         (mapi_spooler_words_get_size (self->turn->item->untold) > 0 || self->late != NULL);
}

/* What cannot be told now is told later: the message stays for it. */
static void
tell (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  MapiSpoolerItem *item = turn->item;
  g_autoptr (MapiRowSet) rows = mapi_spooler_words_get_rows (item->untold);
  g_autoptr (GError) error = NULL;

  if (mapi_spooler_reports_make (turn->spooler, item, turn->message, rows, NULL, &error))
    {
      self->told = g_steal_pointer (&item->untold);
      item->told = TRUE;
      return;
    }

  g_warning ("spooler: cannot report: %s", error->message);
  self->stays = TRUE;
  turn->part->n_attempts++;
  turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
}

static MapiRowSet *
explain_late (MapiSpoolerSettlement *self)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->late->len; i++)
    {
      MapiPropList    *row = g_ptr_array_index (self->late, i);
      g_autofree char *trouble = dup_trouble (self, row);
      g_autoptr (MapiPropValue) text =
          mapi_prop_value_new_string (MAPI_PR_REPORT_TEXT, trouble != NULL ? trouble : "");
      g_autoptr (MapiPropList) words = mapi_prop_list_new_from_value (text);

      g_ptr_array_add (rows, mapi_prop_list_merge (row, words));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static void
warn (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (MapiRowSet) rows = explain_late (self);
  g_autoptr (GError) error = NULL;
  gboolean wanted = FALSE;

  turn->item->warned = mapi_spooler_reports_warn (
      turn->spooler, turn->item, turn->message, rows, &wanted, NULL, &error);
  if (!turn->item->warned)
    g_warning ("spooler: cannot warn of a delay: %s", error->message);
  if (!turn->item->warned || !wanted)
    g_clear_pointer (&self->late, g_ptr_array_unref);
}

/* Reports are in the store before the recipients they are about are done with. */
void
mapi_spooler_settlement_report (MapiSpoolerSettlement *self)
{
  if (!self->goes_on && mapi_spooler_words_get_size (self->turn->item->untold) > 0)
    tell (self);
  if (self->late != NULL)
    warn (self);
}

static MapiPropList *
with_status (MapiPropList *row, guint32 status)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_SPOOLER_STATUS, (gint32) status);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, change);
}

/* A recipient that is done with, as it is to be recorded. */
MapiPropList *
mapi_spooler_settlement_get_row (MapiSpoolerSettlement *self, guint index)
{
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, index);
  MapiPropList *told = mapi_spooler_words_find (self->told, row);
  MapiPropList *untold = mapi_spooler_words_find (self->turn->item->untold, row);
  g_autoptr (MapiPropList) words = NULL;

  if (told != NULL || untold != NULL)
    words =
        untold != NULL ? with_status (untold, MAPI_SPOOLER_STATUS_UNTOLD) : with_status (told, 0);

  return mapi_recipient_with_responsibility (words != NULL ? words : row, TRUE);
}

/* What has been told of a recipient that an earlier turn was done with. */
static void
add_settled (MapiSpoolerSettlement *self, GPtrArray *rows)
{
  for (guint i = 0; self->told != NULL && i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);

      if (self->marks[i] == MAPI_SPOOLER_MARK_HANDLED &&
          mapi_spooler_words_find (self->told, row) != NULL)
        g_ptr_array_add (rows, mapi_spooler_settlement_get_row (self, i));
    }
}

/* The rows that change beside those of recipients that are done with now. */
void
mapi_spooler_settlement_add_told (MapiSpoolerSettlement *self, GPtrArray *rows)
{
  add_settled (self, rows);
  for (guint i = 0; self->late != NULL && i < self->late->len; i++)
    g_ptr_array_add (rows,
                     with_status (g_ptr_array_index (self->late, i), MAPI_SPOOLER_STATUS_WARNED));
}

void
mapi_spooler_settlement_clear_words (MapiSpoolerSettlement *self)
{
  g_clear_pointer (&self->reported, mapi_spooler_words_free);
  g_clear_pointer (&self->told, mapi_spooler_words_free);
  g_clear_pointer (&self->late, g_ptr_array_unref);
}
