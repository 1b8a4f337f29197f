/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Memory that a process and its parent share: where each thread was when the process ended. */
typedef struct
{
  int      thread;
  MapiStep step;
  gboolean open; /* in the window in which a crash has a message sent twice */
} KillPlace;

#define KILL_MOST_THREADS 64

/* What ends a process: it ends itself when it comes to a step for that many times. */
typedef struct
{
  int       step; /* -1 for none */
  int       n_times;
  int       ended_at; /* -1 unless that happened */
  gboolean  seen[MAPI_N_STEPS];
  int       n_places;
  KillPlace places[KILL_MOST_THREADS];
} KillBoard;

KillBoard *kill_board_new (void);

/* Before a process starts. */
void kill_board_plan (KillBoard *self, int step, int n_times);

/* In the process: from here on it notes its steps. */
void kill_board_take (KillBoard *self);

G_END_DECLS
