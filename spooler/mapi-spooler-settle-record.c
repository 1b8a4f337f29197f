/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-reports-private.h"
#include "mapi-spooler-settlement-private.h"

/* What is in the store before a turn is done: the reports, and who is responsible. */

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
collect_for_report (MapiSpoolerSettlement *self, MapiRowSet *reported)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);
      g_autoptr (MapiPropList) words = find_reported (reported, row);

      if (words != NULL &&
          (self->marks[i] == MAPI_SPOOLER_MARK_TAKEN || self->marks[i] == MAPI_SPOOLER_MARK_FAILED))
        g_ptr_array_add (rows, mapi_prop_list_merge (row, words));
      else if (self->marks[i] == MAPI_SPOOLER_MARK_FAILED)
        g_ptr_array_add (rows,
                         mapi_spooler_reports_explain (
                             row, self->expired, turn->item->declined != NULL, turn->trouble));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* What could not be reported must not be forgotten: it is tried once more. */
static void
take_back (MapiSpoolerSettlement *self, MapiRowSet *reported)
{
  for (guint i = 0; i < self->n_recipients; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);
      g_autoptr (MapiPropList) words = find_reported (reported, row);

      if (self->marks[i] == MAPI_SPOOLER_MARK_FAILED ||
          (self->marks[i] == MAPI_SPOOLER_MARK_TAKEN && words != NULL))
        self->marks[i] = MAPI_SPOOLER_MARK_OPEN;
    }

  self->turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
}

/* Reports are in the store before the recipients they are about are done with. */
void
mapi_spooler_settlement_report (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  g_autoptr (MapiRowSet) reported =
      turn->view != NULL ? mapi_spooler_outgoing_get_reported (turn->view) : NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (reported == NULL && !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_FAILED))
    return;

  rows = collect_for_report (self, reported);
  if (mapi_spooler_reports_make (turn->spooler, turn->item, turn->message, rows, NULL, &error))
    return;

  g_warning ("spooler: cannot report: %s", error->message);
  take_back (self, reported);
}

static MapiRowSet *
collect_to_record (MapiSpoolerSettlement *self)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MAPI_SPOOLER_MARK_TAKEN || self->marks[i] == MAPI_SPOOLER_MARK_FAILED)
      {
        g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->turn->recipients, i);

        g_ptr_array_add (rows, mapi_recipient_with_responsibility (row, TRUE));
      }

  return rows->len > 0 ? mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len) : NULL;
}

/* Whether FinishedMsg comes next. */
static gboolean
is_last (const MapiSpoolerSettlement *self)
{
  const MapiSpoolerItem *item = self->turn->item;

  for (const MapiSpoolerPart *part = &item->first; part != NULL; part = part->next)
    if (part != self->turn->part && part->state != MAPI_SPOOLER_PART_DONE)
      return FALSE;
  return !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_OPEN);
}

/* The store need not write what FinishedMsg, which comes next, writes anyway. */
static gboolean
save (MapiSpoolerSettlement *self, MapiRowSet *rows, MapiPropList *changes, GError **error)
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
save_responsibility (MapiSpoolerSettlement *self, MapiRowSet *rows, GError **error)
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

void
mapi_spooler_settlement_remember (MapiSpoolerSettlement *self)
{
  guint8 *marks = g_new (guint8, self->n_recipients);

  for (guint i = 0; i < self->n_recipients; i++)
    marks[i] =
        self->marks[i] == MAPI_SPOOLER_MARK_TAKEN || self->marks[i] == MAPI_SPOOLER_MARK_FAILED;

  mapi_spooler_part_set_unrecorded (self->turn->part, g_bytes_new_take (marks, self->n_recipients));
}

static void
tell_taken (MapiSpoolerSettlement *self, guint n_recipients)
{
  MapiSpoolerTurn *turn = self->turn;

  if (turn->transport != NULL && mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_TAKEN))
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
gboolean
mapi_spooler_settlement_record (MapiSpoolerSettlement *self)
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
  mapi_spooler_settlement_remember (self);
  return FALSE;
}
