/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

G_BEGIN_DECLS

#define MOCK_TYPE_HOOK (mock_hook_get_type ())
G_DECLARE_FINAL_TYPE (MockHook, mock_hook, MOCK, HOOK, GObject)

/* A hook that does what a script says, and leaves messages alone without one. Its calls are
 * InboundMsgHook (in) and OutboundMsgHook (out), each with the subject; beside the words of
 * providers/fake it knows:
 *
 *   delete, keep    asks for HOOK_DELETE, or takes it back
 *   cancel          asks for HOOK_CANCEL
 *   file            wants the message in the target
 *   subject TEXT    changes the message
 *   save            saves it */
MockHook  *mock_hook_new (void);
FakeActor *mock_hook_get_actor (MockHook *self);

/* Where it files messages. */
void mock_hook_set_target (MockHook *self, GBytes *folder_id);

G_END_DECLS
