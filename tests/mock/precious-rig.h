/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-sqlite.h"

/* A store with one message, which must not suffer from what is done to the store. */

typedef struct
{
  MockSqlite   client;
  MapiFolder  *inbox;
  MapiFolder  *subtree;
  MapiMessage *message; /* what must not suffer: the only message, in the Inbox */
} PreciousRig;

gboolean precious_rig_set_up (PreciousRig *self);

/* The contents table of the Inbox. */
MapiTable *precious_rig_open_contents (PreciousRig *self);

/* The message is as it was. */
void precious_rig_expect_sound (PreciousRig *self);

/* The same at the end, and the end. */
void precious_rig_tear_down (PreciousRig *self);

/* Takes @error, which must be of that code. */
void precious_rig_expect (GError *error, gint32 code);

/* The code of the problem with @value, 0 where it is set. */
gint32 precious_rig_set (gpointer object, MapiPropValue *value);
