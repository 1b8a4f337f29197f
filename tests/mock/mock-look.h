/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-actor.h"

G_BEGIN_DECLS

/* The ways to look at the folders of an actor: sorted, restricted, divided. */
typedef struct
{
  const char *name;
  guint       folder;
  guint       n_categories;
  guint32     sort[3]; /* tags, each as it is or MOCK_DESCENDING */
  gboolean    restricted;
  guint32     column; /* besides those that all have */
} MockLook;

#define MOCK_DESCENDING(tag) ((tag) ^ 0x80000000u)
#define MOCK_N_LOOKS 11

extern const MockLook mock_looks[MOCK_N_LOOKS];

MapiSortOrderSet *mock_look_new_order (const MockLook *self);
/* A contents table that shows it. */
MapiTable *mock_look_open (const MockLook *self, MockActor *actor);

G_END_DECLS
