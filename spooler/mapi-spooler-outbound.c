/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-content-private.h"
#include "mapi-spooler-outbound-private.h"
#include "mapi-spooler-preprocess-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-tally-private.h"
#include "mapi-spooler-turn-private.h"

/* END_RESEND_NOW that often in a row is taken for END_RESEND_LATER. */
#define MOST_RESTARTS 5

#define END_FLAGS (MAPI_END_RESEND_NOW | MAPI_END_RESEND_LATER | MAPI_END_DONT_RESEND)

/* The caller has the part and its reference from a backlog. */
static gboolean
begin (MapiSpoolerTurn *turn)
{
  MapiSpoolerItem *item = turn->item;
  gboolean         barred;

  g_mutex_lock (&item->lock);
  barred = mapi_spooler_item_is_barred (item, &turn->part->state);
  if (!barred)
    {
      turn->part->state = MAPI_SPOOLER_PART_ACTIVE;
      turn->store = mapi_spooler_home_ref_store (item->home);
    }
  turn->part->again = FALSE;
  g_mutex_unlock (&item->lock);

  if (barred)
    mapi_spooler_item_unref (item);
  return !barred;
}

static void
set_trouble (MapiSpoolerTurn *turn, MapiSpoolerOutcome outcome, const GError *error)
{
  turn->outcome = outcome;
  g_free (turn->trouble);
  turn->trouble = g_strdup (error->message);
}

/* The message cannot be opened or locked. */
static void
refuse (MapiSpoolerTurn *turn, const GError *error)
{
  gboolean gone = g_error_matches (error, MAPI_ERROR, MAPI_E_NOT_FOUND) ||
                  g_error_matches (error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE) ||
                  g_error_matches (error, MAPI_ERROR, MAPI_E_OBJECT_DELETED);

  set_trouble (turn, gone ? MAPI_SPOOLER_OUTCOME_GONE : MAPI_SPOOLER_OUTCOME_LATER, error);
}

/* Which recipients are the transport's: answers their number. */
static guint
select_own (MapiSpoolerTurn *turn, guint8 *own)
{
  g_autoptr (MapiSpoolerRouter) router = mapi_spooler_get_router (turn->spooler);
  guint n_own = 0;

  g_mutex_lock (&turn->item->lock);
  for (guint i = 0; i < mapi_row_set_get_size (turn->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (turn->recipients, i);

      own[i] = !mapi_spooler_turn_is_handled (turn, i) &&
               !mapi_spooler_turn_is_undeliverable (turn, row) &&
               mapi_spooler_router_route (router, row, turn->item->declined) == turn->transport;
      n_own += own[i];
    }
  g_mutex_unlock (&turn->item->lock);

  return n_own;
}

static void
note_failure (MapiSpoolerTurn *turn, const char *method, const GError *error)
{
  turn->confused = mapi_spooler_conduct_is_breach (error);
  mapi_spooler_conduct_note_failure (turn->transport, method, error);
}

static void
on_submit_failed (MapiSpoolerTurn *turn, const GError *error)
{
  MapiSpoolerOutcome outcome = MAPI_SPOOLER_OUTCOME_LATER;

  if (g_error_matches (error, MAPI_ERROR, MAPI_E_NOT_ME))
    outcome = MAPI_SPOOLER_OUTCOME_DECLINED;
  else if (g_error_matches (error, MAPI_ERROR, MAPI_E_CANCEL) && turn->part->deferred)
    outcome = MAPI_SPOOLER_OUTCOME_DEFERRED;
  else if (g_error_matches (error, MAPI_ERROR, MAPI_E_USER_CANCEL) &&
           mapi_spooler_is_stopping (turn->spooler))
    outcome = MAPI_SPOOLER_OUTCOME_PUT_BACK;

  turn->unreachable = g_error_matches (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  if (!g_error_matches (error, MAPI_ERROR, MAPI_E_WAIT) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR))
    turn->delay = 0;
  set_trouble (turn, outcome, error);
}

static MapiSpoolerOutcome
outcome_of_end_flags (MapiSpoolerTurn *turn, guint32 told)
{
  guint32 flags = mapi_spooler_conduct_check_flags (turn->transport, "EndMessage", told, END_FLAGS);

  turn->confused = flags != told;
  if (flags & MAPI_END_RESEND_NOW)
    return ++turn->part->n_restarts > MOST_RESTARTS ? MAPI_SPOOLER_OUTCOME_LATER
                                                    : MAPI_SPOOLER_OUTCOME_RESTART;
  if (flags & MAPI_END_RESEND_LATER)
    return MAPI_SPOOLER_OUTCOME_LATER;
  if (flags & MAPI_END_DONT_RESEND)
    return MAPI_SPOOLER_OUTCOME_DEFERRED;
  return MAPI_SPOOLER_OUTCOME_SENT;
}

/* EndMessage has no words for the reason. */
static void
take_words (MapiSpoolerTurn *turn, MapiSpoolerLane *lane)
{
  g_free (turn->trouble);
  turn->trouble = mapi_spooler_call_dup_said (lane);
}

static void
end_message (MapiSpoolerTurn *turn, MapiSpoolerLane *lane, guint32 message_ref)
{
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  mapi_step (MAPI_STEP_TRANSPORT_ACCEPTED);
  mapi_spooler_call_go_on (lane, "EndMessage", message_ref);
  turn->accepted = TRUE;
  turn->delay = 0;
  if (!mapi_xp_logon_end_message (lane->logon, message_ref, &flags, lane->cancellable, &error))
    {
      note_failure (turn, "EndMessage", error);
      set_trouble (turn, MAPI_SPOOLER_OUTCOME_LATER, error);
      return;
    }

  turn->outcome = outcome_of_end_flags (turn, flags);
  if (turn->outcome == MAPI_SPOOLER_OUTCOME_LATER)
    take_words (turn, lane);
}

static void
count (MapiSpoolerTurn *turn)
{
  if (turn->outcome == MAPI_SPOOLER_OUTCOME_SENT)
    mapi_spooler_tally_sent (turn->transport, turn->item);
  else if (turn->outcome == MAPI_SPOOLER_OUTCOME_LATER)
    mapi_spooler_tally_failed (turn->transport, turn->trouble);
}

/* EndMessage is the very next call to the logon (R289). */
static void
submit (MapiSpoolerTurn *turn, MapiSpoolerLane *lane)
{
  g_autoptr (GError) error = NULL;
  guint32 message_ref = 0;

  mapi_spooler_call_enter_message (lane, "SubmitMessage", turn->store, turn->item, 0);
  mapi_spooler_tally_attempt (turn->transport);
  mapi_step (MAPI_STEP_TRANSPORT_CALLED);
  if (mapi_xp_logon_submit_message (lane->logon,
                                    turn->part->deferred ? MAPI_BEGIN_DEFERRED : 0,
                                    MAPI_MESSAGE (turn->view),
                                    &message_ref,
                                    &turn->delay,
                                    lane->cancellable,
                                    &error))
    end_message (turn, lane, message_ref);
  else
    {
      note_failure (turn, "SubmitMessage", error);
      on_submit_failed (turn, error);
    }

  if (mapi_spooler_call_leave (lane))
    turn->confused = TRUE;
  mapi_step (MAPI_STEP_TRANSPORT_ENDED);
  count (turn);
  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (turn->view));
  if (mapi_spooler_outgoing_has_overreached (turn->view))
    mapi_spooler_transport_complain (
        turn->transport, "SubmitMessage: PR_RESPONSIBILITY of recipients who are not its own");
}

static void
tell_parked (MapiSpoolerTurn *turn, const char *dead)
{
  mapi_spooler_events_tell (turn->spooler->events,
                            "wait",
                            turn->item->entry_id,
                            turn->transport->name,
                            "message %" G_GINT64_FORMAT " waits until %s is reached again",
                            turn->item->sequence,
                            dead);
}

/* Whether its destinations have room for the message; else it waits there, with the reference to
 * its item. */
static gboolean
enter_destinations (MapiSpoolerTurn *turn)
{
  guint              n_recipients = mapi_row_set_get_size (turn->recipients);
  g_autofree guint8 *own = g_malloc (n_recipients + 1);
  g_autofree char   *dead = NULL;
  gboolean           entered;

  select_own (turn, own);
  turn->destinations = mapi_spooler_destinations_list (turn->recipients, own);
  /* Who waits may be taken by another thread at once. */
  mapi_spooler_item_ref (turn->item);
  g_mutex_lock (&turn->item->lock);
  entered = mapi_spooler_destinations_enter (
      turn->transport->destinations, turn->part, turn->destinations, &dead);
  if (!entered && turn->generation == turn->item->generation)
    mapi_spooler_part_leave_opened (turn->part, turn->message, turn->recipients);
  g_mutex_unlock (&turn->item->lock);

  if (dead != NULL)
    tell_parked (turn, dead);
  mapi_spooler_item_unref (turn->item);
  return entered;
}

static gboolean
lock (MapiSpoolerTurn *turn, GError **error)
{
  gboolean locked;

  g_mutex_lock (&turn->item->lock);
  locked = mapi_spooler_turn_lock (turn, error);
  g_mutex_unlock (&turn->item->lock);

  if (locked)
    mapi_step (MAPI_STEP_TURN_LOCKED);
  return locked;
}

/* What the store cannot be told would be sent again after the next start. */
static void
wait_for_store (MapiSpoolerTurn *turn)
{
  turn->outcome = MAPI_SPOOLER_OUTCOME_LATER;
  turn->delay = turn->transport->policy.first_delay;
  turn->trouble = g_strdup ("the store cannot record what was sent before");
}

/* Answers whether the message may go on. */
static gboolean
preprocess (MapiSpoolerTurn *turn, MapiSpoolerLane *lane)
{
  g_autoptr (GError) error = NULL;

  switch (mapi_spooler_preprocess_claim (turn))
    {
    case MAPI_SPOOLER_PREPROCESS_HERE:
      if (mapi_spooler_preprocess_run (turn, lane, &error))
        return TRUE;
      refuse (turn, error);
      return FALSE;
    case MAPI_SPOOLER_PREPROCESS_ELSEWHERE:
      turn->outcome = MAPI_SPOOLER_OUTCOME_SORTED;
      return FALSE;
    default:
      return TRUE;
    }
}

/* A transport that asks for it sees the addresses of all, for those who answer (R245); reference
 * (transfer full). */
static MapiRowSet *
resolve_recipients (MapiSpoolerTurn *turn, MapiSpoolerLane *lane)
{
  g_autoptr (GError) error = NULL;
  MapiRowSet *resolved = NULL;

  if (mapi_spooler_transport_wants (turn->transport, MAPI_LOGON_SP_RESOLVE))
    resolved = mapi_spooler_host_resolve_recipients (
        turn->spooler->host, turn->recipients, lane->cancellable, &error);
  if (error != NULL)
    g_info ("%s: recipients are not resolved: %s", turn->transport->name, error->message);
  return resolved != NULL ? resolved : mapi_row_set_ref (turn->recipients);
}

/* What the transport is given; it is not asked while a part of that is not to be had. */
static gboolean
make_view (MapiSpoolerTurn *turn, MapiSpoolerLane *lane, const guint8 *own)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) recipients = resolve_recipients (turn, lane);

  turn->view = mapi_spooler_outgoing_new (turn->message, recipients, own);
  if (mapi_spooler_content_prepare (turn->view, turn->store, turn->cancellable, &error))
    return TRUE;

  turn->spoiled = TRUE;
  set_trouble (turn, MAPI_SPOOLER_OUTCOME_LATER, error);
  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (turn->view));
  return FALSE;
}

static void
send_message (MapiSpoolerTurn *turn, MapiSpoolerLane *lane)
{
  g_autofree guint8 *own = NULL;

  if (!preprocess (turn, lane))
    return;

  own = g_malloc (mapi_row_set_get_size (turn->recipients) + 1);
  if (select_own (turn, own) == 0)
    {
      turn->outcome = MAPI_SPOOLER_OUTCOME_SORTED;
      return;
    }
  if (mapi_spooler_part_has_to_wait (turn->part))
    {
      wait_for_store (turn);
      return;
    }

  if (!make_view (turn, lane, own))
    return;

  mapi_spooler_events_tell (turn->spooler->events,
                            "submit",
                            turn->item->entry_id,
                            turn->transport->name,
                            "message %" G_GINT64_FORMAT " goes to %s",
                            turn->item->sequence,
                            turn->transport->name);
  submit (turn, lane);
}

/* A transport that the message confuses again and again is spared it, and the others are not kept
 * waiting by it. */
static void
judge (MapiSpoolerTurn *turn)
{
  turn->confused &= turn->outcome == MAPI_SPOOLER_OUTCOME_LATER && !turn->lost;
  if (turn->confused)
    turn->aside =
        mapi_spooler_fault_confuse (&turn->spooler->fault,
                                    turn->item->entry_id,
                                    turn->transport->name,
                                    turn->trouble != NULL ? turn->trouble : "no reason is known");
}

void
mapi_spooler_outbound_run (MapiSpoolerLane *lane, MapiSpoolerPart *part)
{
  MapiSpoolerTurn turn = { .spooler = lane->spooler,
                           .part = part,
                           .item = part->item,
                           .transport = lane->transport,
                           .cancellable = lane->cancellable };
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (GError) error = NULL;
  gboolean parked = FALSE;
  gint     place;

  if (!begin (&turn))
    return;

  store = g_object_ref (turn.store);
  entry_id = g_bytes_ref (part->item->entry_id);
  place = mapi_spooler_fault_begin (&lane->spooler->fault, entry_id, lane->transport->name);
  lane->turn_item = part->item;
  mapi_spooler_status_begin (lane->spooler, store, MAPI_LOGOFF_OUTBOUND);
  mapi_step (MAPI_STEP_TURN_BEGUN);
  if (!mapi_spooler_turn_open (&turn, &error))
    refuse (&turn, error);
  else if (!enter_destinations (&turn))
    parked = TRUE;
  else if (lock (&turn, &error))
    send_message (&turn, lane);
  else
    refuse (&turn, error);

  if (!parked)
    {
      mapi_spooler_turn_follow_store (&turn);
      judge (&turn);
      mapi_spooler_turn_settle (&turn);
    }
  mapi_step (MAPI_STEP_TURN_ENDED);
  mapi_spooler_fault_end (&lane->spooler->fault, entry_id, place, parked || turn.confused);
  mapi_spooler_turn_clear (&turn);
  lane->turn_item = NULL;
  mapi_spooler_status_end (lane->spooler, store, MAPI_LOGOFF_OUTBOUND);
}

void
mapi_spooler_outbound_sort (MapiSpooler *spooler, MapiSpoolerPart *part)
{
  MapiSpoolerTurn turn = { .spooler = spooler, .part = part, .item = part->item };
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (!begin (&turn))
    return;

  store = g_object_ref (turn.store);
  mapi_spooler_status_begin (spooler, store, MAPI_LOGOFF_OUTBOUND);
  mapi_step (MAPI_STEP_TURN_BEGUN);
  turn.outcome = MAPI_SPOOLER_OUTCOME_SORTED;
  if (!mapi_spooler_turn_open (&turn, &error))
    refuse (&turn, error);

  mapi_spooler_turn_follow_store (&turn);
  mapi_spooler_turn_settle (&turn);
  mapi_step (MAPI_STEP_TURN_ENDED);
  mapi_spooler_turn_clear (&turn);
  mapi_spooler_status_end (spooler, store, MAPI_LOGOFF_OUTBOUND);
}
