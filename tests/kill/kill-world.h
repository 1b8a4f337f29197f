/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kill-board.h"

G_BEGIN_DECLS

/* Of what a world consists. */
typedef struct
{
  const char *name;
  guint       n_stores;
  guint       n_transports; /* of address types K0, K1 ... */
  guint       n_connections;
  gboolean    moody;
  gboolean    preprocess;
  gboolean    receives;
  gboolean    deferred; /* messages are to be sent later */
  gboolean    jumps;    /* the clock is another one after each start */
} KillCell;

/* A profile with stores and transports of one cell, in which one process after the other lives. All
 * that is done here is done in a process of its own: the one that starts it keeps to one thread. */
typedef struct
{
  const KillCell *cell;
  char           *folder; /* of the ledger and the stores */
  guint           n_lives;
  guint           n_submits; /* so far */
} KillWorld;

void kill_world_init (KillWorld *self, const KillCell *cell, const char *folder);
void kill_world_clear (KillWorld *self);

/* A process that submits @n_messages, has as many come in where the cell receives, and works until
 * nothing is left to do, or until it ends as the board plans. Answers its identifier. */
int kill_world_start (KillWorld *self, KillBoard *board, guint n_messages);

/* Writes what is where into the ledger: "inbox STORE LIFE SUBJECT", "sent-items STORE - SUBJECT",
 * "queue STORE - SUBJECT". */
#define KILL_LEDGER_STORED "stored"
void kill_world_list (KillWorld *self);

/* Who gets each message: address type and address. */
guint kill_world_count_recipients (const KillCell *cell);

/* Waits for a process; answers the signal that ended it, 0 for none; dies of anything else. */
int kill_world_wait (int pid);

G_END_DECLS
