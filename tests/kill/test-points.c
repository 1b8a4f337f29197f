/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The process is killed at each step of a message's way, and at any time: nothing is lost, and what
 * is received twice was in the window. How many kills: MAPI_KILLS. From which number on they are
 * rolled: MAPI_SEED. */

#include "kill-count.h"
#include "kill-ledger.h"
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define N_KILLS 160
#else
#define N_KILLS 800
#endif

/* The latest time at which a process is killed, and the most times a step is passed before. */
#define LATEST_USEC 40000
#define MOST_TIMES 6

#define MESSAGES 4

static const KillCell cells[] = {
  { "one-lane", 1, 1, 1 },
  { "four-lanes", 1, 1, 4 },
  { "two-transports", 1, 2, 2 },
  { "two-stores", 2, 1, 2 },
  { "moody", 1, 2, 2, .moody = TRUE },
  { "preprocessed", 1, 2, 1, .preprocess = TRUE },
  { "put-off", 1, 1, 2, .deferred = TRUE },
  { "incoming", 1, 1, 1, .receives = TRUE },
  { "wrong-clocks", 1, 2, 2, .moody = TRUE, .deferred = TRUE, .jumps = TRUE },
};

static KillCounts total;
static GRand     *dice;

static guint
read_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* Kills a process in the middle of anything. */
static void
kill_some_time (int pid)
{
  g_usleep ((gulong) g_rand_int_range (dice, 0, LATEST_USEC));
  kill (pid, SIGKILL);
}

/* The steps that there are in a world, as one shows that nobody kills. */
static GArray *
find_steps (KillWorld *world, KillBoard *board)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (int));

  kill_board_plan (board, -1, 0);
  CU_ASSERT_EQUAL (kill_world_wait (kill_world_start (world, board, MESSAGES)), 0);
  for (int step = 0; step < MAPI_N_STEPS; step++)
    if (board->seen[step])
      g_array_append_val (steps, step);
  return steps;
}

/* One process in three is killed at any time, the others where they come to a step, one step after
 * the other. One that did not come so far has done all there was to do. */
static void
live_once (
    KillWorld *world, KillBoard *board, GArray *steps, KillWindow *window, KillCounts *counts)
{
  gboolean any_time = g_rand_int_range (dice, 0, 3) == 0;
  guint    round = counts->n_aimed / steps->len;
  int      step = g_array_index (steps, int, counts->n_aimed % steps->len);
  int      ended;
  int      pid;

  kill_board_plan (
      board, any_time ? -1 : step, round == 0 ? 1 : g_rand_int_range (dice, 1, MOST_TIMES));
  counts->n_aimed += any_time ? 0 : 1;
  pid = kill_world_start (world, board, MESSAGES);
  if (any_time)
    kill_some_time (pid);
  ended = kill_world_wait (pid);
  CU_ASSERT_TRUE (ended == 0 || ended == SIGKILL);
  if (ended != SIGKILL)
    return;
  counts->n_kills++;
  counts->kills[board->ended_at >= 0 ? board->ended_at : MAPI_N_STEPS]++;
  kill_window_note (window, world->n_lives, board);
}

/* What is left is done by one that nobody kills. */
static void
finish (KillWorld *world, KillBoard *board)
{
  kill_board_plan (board, -1, 0);
  CU_ASSERT_EQUAL (kill_world_wait (kill_world_start (world, board, 0)), 0);
  kill_world_list (world);
}

static void
add_counts (KillCounts *sum, const KillCounts *more)
{
  sum->n_kills += more->n_kills;
  sum->n_lost += more->n_lost;
  sum->n_twice += more->n_twice;
  sum->n_outside += more->n_outside;
  sum->n_stray += more->n_stray;
  sum->most_copies = MAX (sum->most_copies, more->most_copies);
  for (guint i = 0; i <= MAPI_N_STEPS; i++)
    sum->kills[i] += more->kills[i];
  for (guint i = 0; i < MAPI_N_STEPS; i++)
    sum->twice[i] += more->twice[i];
}

static void
run (const KillCell *cell)
{
  guint      n_kills = MAX (read_number ("MAPI_KILLS", N_KILLS) / G_N_ELEMENTS (cells), 1);
  KillCounts counts = { 0 };
  KillWorld  world;
  KillWindow window;
  KillBoard *board = kill_board_new ();
  g_autoptr (GArray) steps = NULL;

  if (dice == NULL)
    dice = g_rand_new_with_seed (read_number ("MAPI_SEED", 1));
  kill_world_init (&world, cell, tap_fast_folder ());
  kill_window_init (&window);
  steps = find_steps (&world, board);
  while (counts.n_kills < n_kills && CU_get_number_of_failures () == 0)
    live_once (&world, board, steps, &window, &counts);
  finish (&world, board);

  kill_count_outgoing (&counts, &world, &window);
  if (cell->receives)
    kill_count_incoming (&counts, &world, &window);
  kill_count_stores (&counts, &world);
  tap_note ("%s: %u kills in %u processes, %u messages, %u copies too many in the window",
            cell->name,
            counts.n_kills,
            world.n_lives,
            world.n_submits,
            counts.n_twice);
  TAP_NUMBER (counts.n_lost, 0);
  TAP_NUMBER (counts.n_outside, 0);
  TAP_NUMBER (counts.n_stray, 0);
  CU_ASSERT_TRUE (counts.most_copies <= 1);
  add_counts (&total, &counts);
  kill_window_clear (&window);
  kill_world_clear (&world);
}

static void
test_one_lane (void)
{
  run (&cells[0]);
}

static void
test_four_lanes (void)
{
  run (&cells[1]);
}

static void
test_two_transports (void)
{
  run (&cells[2]);
}

static void
test_two_stores (void)
{
  run (&cells[3]);
}

static void
test_moody (void)
{
  run (&cells[4]);
}

static void
test_preprocessed (void)
{
  run (&cells[5]);
}

static void
test_put_off (void)
{
  run (&cells[6]);
}

static void
test_incoming (void)
{
  run (&cells[7]);
}

static void
test_wrong_clocks (void)
{
  run (&cells[8]);
}

/* Every step was a kill's, once there were enough of them for that. */
static void
test_counts (void)
{
  guint n_missing = 0;

  for (guint i = 0; i < MAPI_N_STEPS; i++)
    {
      tap_note ("%-20s %5u kills %5u times twice",
                mapi_step_get_name (i),
                total.kills[i],
                total.twice[i]);
      n_missing += total.kills[i] == 0;
    }
  tap_note ("%-20s %5u kills", "any time", total.kills[MAPI_N_STEPS]);
  tap_note ("count: kills: %u at %u steps and at any time: lost %u, twice in the window %u, outside"
            " of it %u, most copies for a recipient and a crash %u",
            total.n_kills,
            MAPI_N_STEPS - n_missing,
            total.n_lost,
            total.n_twice,
            total.n_outside,
            total.most_copies);
  if (total.n_kills >= 500)
    TAP_NUMBER (n_missing, 0);
}

TAP_MAIN ("kill/points",
          { "one transport with one connection", test_one_lane },
          { "one transport with four connections", test_four_lanes },
          { "two transports for each message", test_two_transports },
          { "two stores, and so two spooler logons", test_two_stores },
          { "transports that fail, take a part, wait and put off", test_moody },
          { "messages that are preprocessed", test_preprocessed },
          { "messages that are to be sent later", test_put_off },
          { "messages that come in", test_incoming },
          { "clocks that jump from one start to the next", test_wrong_clocks },
          { "counts", test_counts })
