/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-step.h"

/*
 * Every place on a message's way at which it matters what is stored already. Tests end the process
 * at each of them (tests/kill). doc/reliability.md says what is durable where.
 */

#define OPENS MAPI_STEP_WINDOW_OPENS
#define CLOSES MAPI_STEP_WINDOW_CLOSES

static const struct
{
  const char    *name;
  MapiStepWindow window;
} steps[] = {
  [MAPI_STEP_SUBMIT_BEGUN] = { "submit: begun" },
  [MAPI_STEP_SUBMIT_EXPANDED] = { "submit: expanded" },
  [MAPI_STEP_SUBMIT_STORED] = { "submit: stored" },
  [MAPI_STEP_WRITE_BEGUN] = { "write: begun" },
  [MAPI_STEP_WRITE_DONE] = { "write: done" },
  [MAPI_STEP_WRITE_COMMITTED] = { "write: committed" },
  [MAPI_STEP_QUEUE_SEEN] = { "queue: seen" },
  [MAPI_STEP_TURN_BEGUN] = { "turn: begun" },
  [MAPI_STEP_TURN_LOCKED] = { "turn: locked" },
  [MAPI_STEP_PREPROCESS_CALLED] = { "preprocess: called" },
  [MAPI_STEP_PREPROCESS_ADDED] = { "preprocess: added" },
  [MAPI_STEP_PREPROCESS_STORED] = { "preprocess: stored" },
  [MAPI_STEP_TRANSPORT_CALLED] = { "transport: called", OPENS },
  [MAPI_STEP_TRANSPORT_ACCEPTED] = { "transport: accepted" },
  [MAPI_STEP_TRANSPORT_ENDED] = { "transport: ended" },
  [MAPI_STEP_REPORT_STORED] = { "report: stored" },
  [MAPI_STEP_RECORD_BEGUN] = { "record: begun" },
  [MAPI_STEP_RECORD_HANDED] = { "record: handed" },
  [MAPI_STEP_RECORD_STORED] = { "record: stored", CLOSES },
  [MAPI_STEP_CLEAN_DONE] = { "clean: done" },
  [MAPI_STEP_FINISH_BEGUN] = { "finish: begun" },
  [MAPI_STEP_FINISH_JUDGED] = { "finish: judged" },
  [MAPI_STEP_FINISH_STORED] = { "finish: stored", CLOSES },
  [MAPI_STEP_FINISH_DONE] = { "finish: done" },
  [MAPI_STEP_UNLOCK_DONE] = { "unlock: done", CLOSES },
  [MAPI_STEP_TURN_ENDED] = { "turn: ended", CLOSES },
  [MAPI_STEP_POLL_BEGUN] = { "poll: begun" },
  [MAPI_STEP_POLL_DONE] = { "poll: done" },
  [MAPI_STEP_RECEIVE_BEGUN] = { "receive: begun" },
  [MAPI_STEP_RECEIVE_SETTLED] = { "receive: settled", OPENS },
  [MAPI_STEP_RECEIVE_STORED] = { "receive: stored" },
  [MAPI_STEP_RECEIVE_DONE] = { "receive: done", CLOSES },
  [MAPI_STEP_ANNOUNCE_BEGUN] = { "announce: begun" },
  [MAPI_STEP_ANNOUNCE_DONE] = { "announce: done" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (steps) == MAPI_N_STEPS);

static MapiStepFunc step_hook;

/**
 * mapi_step:
 * @step: where the calling thread has come to
 *
 * Says that a message has come to a step of its way. A store calls this for the steps of its own;
 * it costs a look at a variable, unless a test listens.
 *
 * Since: 1.0
 */
void
mapi_step (MapiStep step)
{
  MapiStepFunc hook = g_atomic_pointer_get (&step_hook);

  if (G_UNLIKELY (hook != NULL))
    hook (step);
}

/**
 * mapi_step_get_name:
 * @step: a step
 *
 * Names a step for people.
 *
 * Returns: (transfer none): such as "finish: stored"
 *
 * Since: 1.0
 */
const char *
mapi_step_get_name (MapiStep step)
{
  g_return_val_if_fail ((guint) step < MAPI_N_STEPS, NULL);

  return steps[step].name;
}

/**
 * mapi_step_get_window:
 * @step: a step
 *
 * Tells whether the window in which a crash has a message sent or received twice opens or closes at
 * a step, for the message that the thread works on.
 *
 * Returns: whether it does
 *
 * Since: 1.0
 */
MapiStepWindow
mapi_step_get_window (MapiStep step)
{
  g_return_val_if_fail ((guint) step < MAPI_N_STEPS, MAPI_STEP_WINDOW_SAME);

  return steps[step].window;
}

/**
 * mapi_step_set_hook: (skip)
 * @hook: (nullable): what is called at each step, by whichever thread comes to it
 *
 * For tests: has a function called at each step, which may end the process.
 *
 * Since: 1.0
 */
void
mapi_step_set_hook (MapiStepFunc hook)
{
  g_atomic_pointer_set (&step_hook, hook);
}
