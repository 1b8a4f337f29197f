/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kill-world.h"

G_BEGIN_DECLS

/* What became of everything. */
typedef struct
{
  guint n_kills;
  guint n_aimed;                 /* at a step */
  guint kills[MAPI_N_STEPS + 1]; /* by the step; the last for a random time */
  guint n_lost;
  guint n_twice;
  guint twice[MAPI_N_STEPS]; /* by the step that the thread had come to */
  guint n_outside;           /* twice, and not in the window */
  guint most_copies;         /* of one message for one recipient, by one process */
  guint n_stray;             /* in the wrong place, in two places, or never submitted */
} KillCounts;

/* Who was in the window when a process ended. */
typedef struct
{
  GHashTable *open; /* "LIFE THREAD" to a step and 1 */
} KillWindow;

void kill_window_init (KillWindow *self);
void kill_window_clear (KillWindow *self);
void kill_window_note (KillWindow *self, guint life, const KillBoard *board);

/* Holds what was received against what was submitted; nothing is left in any queue by then. */
void kill_count_outgoing (KillCounts *self, KillWorld *world, const KillWindow *window);
void kill_count_incoming (KillCounts *self, KillWorld *world, const KillWindow *window);
void kill_count_stores (KillCounts *self, KillWorld *world);

G_END_DECLS
