/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "kill-board.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static KillBoard *board;

static KillPlace *
get_place (void)
{
  static __thread KillPlace *own;

  if (own == NULL)
    {
      int index = g_atomic_int_add (&board->n_places, 1);

      g_assert (index < KILL_MOST_THREADS);
      own = &board->places[index];
      own->thread = (int) gettid ();
    }
  return own;
}

static void
on_step (MapiStep step)
{
  KillPlace *place = get_place ();

  place->step = step;
  board->seen[step] = TRUE;
  if (mapi_step_get_window (step) == MAPI_STEP_WINDOW_CLOSES)
    place->open = FALSE;
  if ((int) step == board->step && g_atomic_int_dec_and_test (&board->n_times))
    {
      board->ended_at = step;
      kill (getpid (), SIGKILL);
      pause ();
    }
  if (mapi_step_get_window (step) == MAPI_STEP_WINDOW_OPENS)
    place->open = TRUE;
}

KillBoard *
kill_board_new (void)
{
  return mmap (NULL, sizeof (KillBoard), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

void
kill_board_plan (KillBoard *self, int step, int n_times)
{
  memset (self, 0, sizeof *self);
  self->step = step;
  self->n_times = n_times;
  self->ended_at = -1;
}

void
kill_board_take (KillBoard *self)
{
  board = self;
  mapi_step_set_hook (on_step);
}
