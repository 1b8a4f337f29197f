/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-sqlite.h"

/* A new store, and messages that can be told apart. */

typedef struct
{
  char       *path;
  MockSqlite  client;
  MapiFolder *subtree;
} SubtreeRig;

gboolean subtree_rig_set_up (SubtreeRig *self);

void subtree_rig_tear_down (SubtreeRig *self);

/* Saves a message whose subject and delivery time come from @number. */
GBytes *subtree_rig_add_message (MapiFolder *folder, guint number);
