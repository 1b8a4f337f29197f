/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-step.h"

/*
 * Every place on a message's way at which it matters what is stored already. Tests end the process
 * at each of them (tests/kill). doc/reliability.md says what is durable where.
 */

#define OPENS MAPI_STEP_WINDOW_OPENS
#define CLOSES MAPI_STEP_WINDOW_CLOSES
#define SAME MAPI_STEP_WINDOW_SAME

/* Sets of steps; NOTHING is before the first one of a thread. */
#define BIT(step) (G_GUINT64_CONSTANT (1) << MAPI_STEP_##step)
#define NOTHING (G_GUINT64_CONSTANT (1) << MAPI_N_STEPS)
#define OF_SUBMIT (NOTHING | BIT (SUBMIT_BEGUN) | BIT (SUBMIT_EXPANDED) | BIT (SUBMIT_STORED))
#define OF_WRITE (NOTHING | BIT (WRITE_BEGUN) | BIT (WRITE_DONE) | BIT (WRITE_COMMITTED))
#define OF_PREPROCESS (BIT (PREPROCESS_CALLED) | BIT (PREPROCESS_ADDED) | BIT (PREPROCESS_STORED))
#define OF_TRANSPORT (BIT (TRANSPORT_CALLED) | BIT (TRANSPORT_ACCEPTED) | BIT (TRANSPORT_ENDED))
#define OF_RECORD (BIT (RECORD_BEGUN) | BIT (RECORD_HANDED) | BIT (RECORD_STORED))
#define OF_FINISH (BIT (CLEAN_DONE) | BIT (FINISH_BEGUN) | BIT (FINISH_DONE))
#define OF_STORE (NOTHING | BIT (FINISH_JUDGED) | BIT (FINISH_STORED))
#define OF_TURN                                                                                    \
  (BIT (TURN_BEGUN) | BIT (TURN_LOCKED) | OF_PREPROCESS | OF_TRANSPORT | BIT (REPORT_STORED) |     \
   OF_RECORD | OF_FINISH | BIT (UNLOCK_DONE))
#define OF_RECEIVE                                                                                 \
  (NOTHING | BIT (POLL_BEGUN) | BIT (POLL_DONE) | BIT (RECEIVE_BEGUN) | BIT (RECEIVE_SETTLED) |    \
   BIT (RECEIVE_STORED) | BIT (RECEIVE_DONE) | BIT (ANNOUNCE_BEGUN) | BIT (ANNOUNCE_DONE))

/* What one thread does at a time. What is nested in it has an order of its own: a message that is
 * sent may have another one submitted. */
typedef enum
{
  TRACK_SUBMIT,
  TRACK_WRITE,
  TRACK_QUEUE,
  TRACK_TURN,
  TRACK_FINISH, /* a store may finish a message itself, in the middle of a turn */
  TRACK_RECEIVE,
  N_TRACKS,
} Track;

/* After which steps one may come, in its own track. */
static const struct
{
  const char    *name;
  MapiStepWindow window;
  Track          track;
  guint64        after;
} steps[] = {
  /* clang-format off */
  [MAPI_STEP_SUBMIT_BEGUN] = { "submit: begun", SAME, TRACK_SUBMIT, OF_SUBMIT },
  [MAPI_STEP_SUBMIT_EXPANDED] = { "submit: expanded", SAME, TRACK_SUBMIT, BIT (SUBMIT_BEGUN) },
  [MAPI_STEP_SUBMIT_STORED] = { "submit: stored", SAME, TRACK_SUBMIT,
    BIT (SUBMIT_BEGUN) | BIT (SUBMIT_EXPANDED) },
  [MAPI_STEP_WRITE_BEGUN] = { "write: begun", SAME, TRACK_WRITE, OF_WRITE },
  /* A transaction that stays open may be committed by another thread than that which began it. */
  [MAPI_STEP_WRITE_DONE] = { "write: done", SAME, TRACK_WRITE, OF_WRITE },
  [MAPI_STEP_WRITE_COMMITTED] = { "write: committed", SAME, TRACK_WRITE, BIT (WRITE_DONE) },
  [MAPI_STEP_QUEUE_SEEN] = { "queue: seen", SAME, TRACK_QUEUE, NOTHING | BIT (QUEUE_SEEN) },
  [MAPI_STEP_TURN_BEGUN] = { "turn: begun", SAME, TRACK_TURN, NOTHING | BIT (TURN_ENDED) },
  [MAPI_STEP_TURN_LOCKED] = { "turn: locked", SAME, TRACK_TURN, BIT (TURN_BEGUN) },
  [MAPI_STEP_PREPROCESS_CALLED] = { "preprocess: called", SAME, TRACK_TURN, BIT (TURN_LOCKED) },
  [MAPI_STEP_PREPROCESS_ADDED] = { "preprocess: added", SAME, TRACK_TURN, BIT (PREPROCESS_CALLED) },
  [MAPI_STEP_PREPROCESS_STORED] = { "preprocess: stored", SAME, TRACK_TURN,
    BIT (PREPROCESS_ADDED) },
  [MAPI_STEP_TRANSPORT_CALLED] = { "transport: called", OPENS, TRACK_TURN,
    BIT (TURN_LOCKED) | BIT (PREPROCESS_STORED) },
  [MAPI_STEP_TRANSPORT_ACCEPTED] = { "transport: accepted", SAME, TRACK_TURN,
    BIT (TRANSPORT_CALLED) },
  [MAPI_STEP_TRANSPORT_ENDED] = { "transport: ended", SAME, TRACK_TURN,
    BIT (TRANSPORT_CALLED) | BIT (TRANSPORT_ACCEPTED) },
  [MAPI_STEP_REPORT_STORED] = { "report: stored", SAME, TRACK_TURN,
    BIT (TURN_BEGUN) | BIT (TURN_LOCKED) | OF_PREPROCESS | BIT (TRANSPORT_ENDED) },
  [MAPI_STEP_RECORD_BEGUN] = { "record: begun", SAME, TRACK_TURN, BIT (REPORT_STORED) },
  [MAPI_STEP_RECORD_HANDED] = { "record: handed", SAME, TRACK_TURN, BIT (RECORD_BEGUN) },
  [MAPI_STEP_RECORD_STORED] = { "record: stored", CLOSES, TRACK_TURN, BIT (RECORD_BEGUN) },
  [MAPI_STEP_CLEAN_DONE] = { "clean: done", SAME, TRACK_TURN,
    BIT (REPORT_STORED) | BIT (RECORD_HANDED) | BIT (RECORD_STORED) },
  [MAPI_STEP_FINISH_BEGUN] = { "finish: begun", SAME, TRACK_TURN, BIT (CLEAN_DONE) },
  [MAPI_STEP_FINISH_JUDGED] = { "finish: judged", SAME, TRACK_FINISH, OF_STORE },
  [MAPI_STEP_FINISH_STORED] = { "finish: stored", CLOSES, TRACK_FINISH, BIT (FINISH_JUDGED) },
  [MAPI_STEP_FINISH_DONE] = { "finish: done", SAME, TRACK_TURN, BIT (FINISH_BEGUN) },
  [MAPI_STEP_UNLOCK_DONE] = { "unlock: done", CLOSES, TRACK_TURN,
    BIT (REPORT_STORED) | OF_RECORD | BIT (FINISH_BEGUN) },
  [MAPI_STEP_TURN_ENDED] = { "turn: ended", SAME, TRACK_TURN, OF_TURN },
  [MAPI_STEP_POLL_BEGUN] = { "poll: begun", SAME, TRACK_RECEIVE, OF_RECEIVE },
  [MAPI_STEP_POLL_DONE] = { "poll: done", SAME, TRACK_RECEIVE, BIT (POLL_BEGUN) },
  [MAPI_STEP_RECEIVE_BEGUN] = { "receive: begun", SAME, TRACK_RECEIVE, OF_RECEIVE },
  [MAPI_STEP_RECEIVE_SETTLED] = { "receive: settled", OPENS, TRACK_RECEIVE,
    NOTHING | BIT (RECEIVE_BEGUN) | BIT (RECEIVE_SETTLED) | BIT (RECEIVE_STORED) },
  [MAPI_STEP_RECEIVE_STORED] = { "receive: stored", SAME, TRACK_RECEIVE, BIT (RECEIVE_SETTLED) },
  [MAPI_STEP_RECEIVE_DONE] = { "receive: done", CLOSES, TRACK_RECEIVE,
    BIT (RECEIVE_BEGUN) | BIT (RECEIVE_SETTLED) | BIT (RECEIVE_STORED) },
  [MAPI_STEP_ANNOUNCE_BEGUN] = { "announce: begun", SAME, TRACK_RECEIVE, OF_RECEIVE },
  [MAPI_STEP_ANNOUNCE_DONE] = { "announce: done", SAME, TRACK_RECEIVE, BIT (ANNOUNCE_BEGUN) },
  /* clang-format on */
};

G_STATIC_ASSERT (G_N_ELEMENTS (steps) == MAPI_N_STEPS);

static MapiStepFunc step_hook;

#ifdef MAPI_CHECK_STEPS
/* Ends the process where the code does what the table does not allow. */
static void
check (MapiStep step)
{
  static __thread guint before[N_TRACKS]; /* one more than the last step, 0 for none */
  guint                *last = &before[steps[step].track];

  if (!mapi_step_may_follow (*last != 0 ? *last - 1 : MAPI_N_STEPS, step))
    g_error ("step '%s' after '%s'", steps[step].name, *last != 0 ? steps[*last - 1].name : "");
  *last = step + 1;
}
#endif

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

#ifdef MAPI_CHECK_STEPS
  check (step);
#endif
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
 * mapi_step_may_follow:
 * @before: a step, or %MAPI_N_STEPS for none
 * @step: another one of the same thread
 *
 * Tells whether a thread may come to a step after another one, with none in between. The model of a
 * message's way goes by this, and so does the code: a build for debugging checks itself.
 *
 * Returns: whether it may
 *
 * Since: 1.0
 */
gboolean
mapi_step_may_follow (MapiStep before, MapiStep step)
{
  g_return_val_if_fail ((guint) before <= MAPI_N_STEPS, FALSE);
  g_return_val_if_fail ((guint) step < MAPI_N_STEPS, FALSE);

  return (steps[step].after & (G_GUINT64_CONSTANT (1) << before)) != 0;
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
