/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-attempts-private.h"
#include "mapi-spooler-sender-private.h"
#include "mapi-spooler-settlement-private.h"

/* What is in the store before a turn is done: who is responsible. */

static MapiRowSet *
collect_to_record (MapiSpoolerSettlement *self)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->n_recipients; i++)
    if (self->marks[i] == MAPI_SPOOLER_MARK_TAKEN || self->marks[i] == MAPI_SPOOLER_MARK_FAILED)
      g_ptr_array_add (rows, mapi_spooler_settlement_get_row (self, i));
  mapi_spooler_settlement_add_told (self, rows);
  mapi_spooler_settlement_add_attempts (self, rows);

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
  return !self->stays && !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_OPEN);
}

/* A transport may have said who sent the message until the last one is done with it. */
static void
complete_sender (MapiSpoolerSettlement *self)
{
  g_autoptr (GError) error = NULL;

  if (self->deferred &&
      !mapi_spooler_sender_complete (self->turn->spooler, self->turn->message, NULL, &error))
    g_info ("spooler: a message stays without a sender: %s", error->message);
}

/* The store need not write what FinishedMsg, which comes next, writes anyway. */
static gboolean
save (MapiSpoolerSettlement *self, MapiRowSet *rows, MapiPropList *changes, GError **error)
{
  MapiMessage *message = self->turn->message;
  guint32      flags = MAPI_KEEP_OPEN_READWRITE | (self->deferred ? MAPI_DEFERRED_ERRORS : 0);

  complete_sender (self);
  return (changes == NULL ||
          mapi_prop_set_props (MAPI_PROP (message), changes, NULL, NULL, error)) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_MODIFY, rows, NULL, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), flags, NULL, error);
}

/* The object is of no use for saving when another part has saved the message since, or when what
 * was done to it is to be dropped. */
static gboolean
is_stale (MapiSpoolerTurn *turn)
{
  return turn->generation != turn->item->generation || mapi_spooler_turn_is_dirty (turn);
}

static gboolean
save_responsibility (MapiSpoolerSettlement *self, MapiRowSet *rows, GError **error)
{
  MapiSpoolerTurn *turn = self->turn;
  gboolean         keeps_changes = turn->accepted;
  gboolean         stale = is_stale (turn);
  g_autoptr (MapiPropList) attempt = mapi_spooler_settlement_get_attempt (self);
  g_autoptr (MapiPropList) changes = NULL;
  g_autoptr (GError) local = NULL;

  if (!stale)
    {
      if (save (self, rows, attempt, &local))
        return TRUE;
      if (!g_error_matches (local, MAPI_ERROR, MAPI_E_OBJECT_CHANGED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  if (keeps_changes && turn->view != NULL)
    changes = mapi_spooler_outgoing_get_changes (turn->view);
  if (attempt != NULL && changes != NULL)
    {
      g_autoptr (MapiPropList) transports = g_steal_pointer (&changes);

      changes = mapi_prop_list_merge (transports, attempt);
    }
  return mapi_spooler_turn_renew (turn, error) &&
         save (self, rows, changes != NULL ? changes : attempt, error);
}

void
mapi_spooler_settlement_remember (MapiSpoolerSettlement *self)
{
  guint8 *marks;

  if (!mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_TAKEN) &&
      !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_FAILED))
    return;

  marks = g_new (guint8, self->n_recipients);
  for (guint i = 0; i < self->n_recipients; i++)
    marks[i] =
        self->marks[i] == MAPI_SPOOLER_MARK_TAKEN || self->marks[i] == MAPI_SPOOLER_MARK_FAILED;

  mapi_spooler_part_set_unrecorded (self->turn->part, g_bytes_new_take (marks, self->n_recipients));
}

static void
tell_taken (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;
  guint            n_recipients = 0;

  for (guint i = 0; i < self->n_recipients; i++)
    n_recipients += self->marks[i] == MAPI_SPOOLER_MARK_TAKEN;
  if (turn->transport != NULL && n_recipients > 0)
    mapi_spooler_events_tell (turn->spooler->events,
                              "taken",
                              turn->item->entry_id,
                              turn->transport->name,
                              "message %" G_GINT64_FORMAT ": %s is done with %u %s",
                              turn->item->sequence,
                              turn->transport->name,
                              n_recipients,
                              n_recipients == 1 ? "recipient" : "recipients");
}

static void
tell_late (MapiSpoolerSettlement *self)
{
  MapiSpoolerTurn *turn = self->turn;

  if (self->late != NULL)
    mapi_spooler_events_tell (turn->spooler->events,
                              "delayed",
                              turn->item->entry_id,
                              NULL,
                              "message %" G_GINT64_FORMAT " is late: its sender is told",
                              turn->item->sequence);
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
  mapi_step (MAPI_STEP_RECORD_BEGUN);
  if (save_responsibility (self, rows, &error))
    {
      mapi_step (self->deferred ? MAPI_STEP_RECORD_HANDED : MAPI_STEP_RECORD_STORED);
      tell_taken (self);
      tell_late (self);
      turn->generation = ++turn->item->generation;
      mapi_spooler_part_set_unrecorded (turn->part, NULL);
      return TRUE;
    }

  /* What the sender was told may be told once more; who is responsible must not be forgotten. */
  mapi_spooler_turn_complain (turn, "cannot record who is responsible", error);
  if (!mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_TAKEN) &&
      !mapi_spooler_settlement_has_mark (self, MAPI_SPOOLER_MARK_FAILED))
    return TRUE;
  mapi_spooler_settlement_remember (self);
  return FALSE;
}
