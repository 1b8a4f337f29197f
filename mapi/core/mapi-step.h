/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-version-macros.h"

G_BEGIN_DECLS

/**
 * MapiStep:
 * @MAPI_STEP_SUBMIT_BEGUN: a client has called SubmitMessage
 * @MAPI_STEP_SUBMIT_EXPANDED: its recipients are expanded
 * @MAPI_STEP_SUBMIT_STORED: it is in the queue
 * @MAPI_STEP_WRITE_BEGUN: a store begins a transaction that writes
 * @MAPI_STEP_WRITE_DONE: all is written, and not committed
 * @MAPI_STEP_WRITE_COMMITTED: it is committed
 * @MAPI_STEP_QUEUE_SEEN: the spooler knows of a message in a queue
 * @MAPI_STEP_TURN_BEGUN: a thread of the spooler takes a message up
 * @MAPI_STEP_TURN_LOCKED: it has locked it
 * @MAPI_STEP_PREPROCESS_CALLED: preprocessors are to be called
 * @MAPI_STEP_PREPROCESS_ADDED: the messages they have made are in the queue
 * @MAPI_STEP_PREPROCESS_STORED: what they have changed is stored
 * @MAPI_STEP_TRANSPORT_CALLED: the transport's SubmitMessage is called next
 * @MAPI_STEP_TRANSPORT_ACCEPTED: it has returned well
 * @MAPI_STEP_TRANSPORT_ENDED: EndMessage has returned
 * @MAPI_STEP_REPORT_STORED: what the sender is to be told of is in the store
 * @MAPI_STEP_RECORD_BEGUN: who is responsible is recorded next
 * @MAPI_STEP_RECORD_HANDED: the store has it, and stores it with what comes next
 * @MAPI_STEP_RECORD_STORED: it is stored
 * @MAPI_STEP_CLEAN_DONE: what preprocessors have added is taken out
 * @MAPI_STEP_FINISH_BEGUN: FinishedMsg is called next
 * @MAPI_STEP_FINISH_JUDGED: hooks have been asked
 * @MAPI_STEP_FINISH_STORED: the message has left the queue
 * @MAPI_STEP_FINISH_DONE: FinishedMsg has returned well
 * @MAPI_STEP_UNLOCK_DONE: a message is back in the queue, unlocked
 * @MAPI_STEP_TURN_ENDED: the thread is done with the message for now
 * @MAPI_STEP_POLL_BEGUN: Poll is called next
 * @MAPI_STEP_POLL_DONE: it has returned
 * @MAPI_STEP_RECEIVE_BEGUN: a message is made for what comes in; StartMessage is called next
 * @MAPI_STEP_RECEIVE_SETTLED: it is filled, and is where it belongs; it is saved next
 * @MAPI_STEP_RECEIVE_STORED: it is saved
 * @MAPI_STEP_RECEIVE_DONE: StartMessage has returned
 * @MAPI_STEP_ANNOUNCE_BEGUN: NotifyNewMail is called next
 * @MAPI_STEP_ANNOUNCE_DONE: it has returned
 * @MAPI_N_STEPS: how many there are
 *
 * A place on a message's way between which anything may happen: the process may end there.
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_STEP_SUBMIT_BEGUN,
  MAPI_STEP_SUBMIT_EXPANDED,
  MAPI_STEP_SUBMIT_STORED,
  MAPI_STEP_WRITE_BEGUN,
  MAPI_STEP_WRITE_DONE,
  MAPI_STEP_WRITE_COMMITTED,
  MAPI_STEP_QUEUE_SEEN,
  MAPI_STEP_TURN_BEGUN,
  MAPI_STEP_TURN_LOCKED,
  MAPI_STEP_PREPROCESS_CALLED,
  MAPI_STEP_PREPROCESS_ADDED,
  MAPI_STEP_PREPROCESS_STORED,
  MAPI_STEP_TRANSPORT_CALLED,
  MAPI_STEP_TRANSPORT_ACCEPTED,
  MAPI_STEP_TRANSPORT_ENDED,
  MAPI_STEP_REPORT_STORED,
  MAPI_STEP_RECORD_BEGUN,
  MAPI_STEP_RECORD_HANDED,
  MAPI_STEP_RECORD_STORED,
  MAPI_STEP_CLEAN_DONE,
  MAPI_STEP_FINISH_BEGUN,
  MAPI_STEP_FINISH_JUDGED,
  MAPI_STEP_FINISH_STORED,
  MAPI_STEP_FINISH_DONE,
  MAPI_STEP_UNLOCK_DONE,
  MAPI_STEP_TURN_ENDED,
  MAPI_STEP_POLL_BEGUN,
  MAPI_STEP_POLL_DONE,
  MAPI_STEP_RECEIVE_BEGUN,
  MAPI_STEP_RECEIVE_SETTLED,
  MAPI_STEP_RECEIVE_STORED,
  MAPI_STEP_RECEIVE_DONE,
  MAPI_STEP_ANNOUNCE_BEGUN,
  MAPI_STEP_ANNOUNCE_DONE,
  MAPI_N_STEPS,
} MapiStep;

/**
 * MapiStepWindow:
 * @MAPI_STEP_WINDOW_SAME: as before
 * @MAPI_STEP_WINDOW_OPENS: from here on a message may be with its receiver, and nobody knows
 * @MAPI_STEP_WINDOW_CLOSES: from here on everybody knows
 *
 * What a step means for the one window in which a crash has a message sent or received twice.
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_STEP_WINDOW_SAME,
  MAPI_STEP_WINDOW_OPENS,
  MAPI_STEP_WINDOW_CLOSES,
} MapiStepWindow;

/**
 * MapiStepFunc:
 * @step: the step
 *
 * Called by the thread that has come to a step.
 *
 * Since: 1.0
 */
typedef void (*MapiStepFunc) (MapiStep step);

MAPI_AVAILABLE_IN_1_0
void mapi_step (MapiStep step);
MAPI_AVAILABLE_IN_1_0
const char *mapi_step_get_name (MapiStep step);
MAPI_AVAILABLE_IN_1_0
MapiStepWindow mapi_step_get_window (MapiStep step);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_step_may_follow (MapiStep before, MapiStep step);
MAPI_AVAILABLE_IN_1_0
void mapi_step_set_hook (MapiStepFunc hook);

G_END_DECLS
