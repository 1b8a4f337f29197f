/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-sqlite.h"

G_BEGIN_DECLS

/* Somebody who works on the messages of two folders of a store: the receive folder and one below
 * it. Several may do so at once, in several processes. */
typedef struct
{
  MapiMsgStore *store;
  MapiFolder   *folders[2];
  GRand        *random;
} MockActor;

#define MOCK_ACTOR_KEYWORDS 0x6801101Fu /* PT_MV_UNICODE */

void mock_actor_init (MockActor *self, MapiMsgStore *store, guint32 seed);
void mock_actor_clear (MockActor *self);

/* Each of them in @folder, 0 or 1; moves and copies go to the other. */
GBytes *mock_actor_add (MockActor *self, guint folder, const char *subject);
void    mock_actor_change (MockActor *self, guint folder, GBytes *message, const char *subject);
void    mock_actor_mark (MockActor *self, guint folder, GBytes *message, gboolean read);
void    mock_actor_copy (MockActor *self, guint folder, GBytes *message, gboolean move);
void    mock_actor_remove (MockActor *self, guint folder, GBytes *message);

/* Any of them, with any message. */
void mock_actor_act (MockActor *self);
/* Each of them once, with one message. */
void mock_actor_tour (MockActor *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MockActor, mock_actor_clear)

G_END_DECLS
