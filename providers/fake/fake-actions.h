/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

G_BEGIN_DECLS

/* One call of a fake. */
typedef struct
{
  FakeActor    *actor;
  MapiSupport  *support; /* NULL where there is none yet */
  GCancellable *cancellable;
  guint32      *return_parm; /* where the seconds of an error go; may be NULL */

  /* What the script alone cannot do: OK, and the verbs that are this fake's own. It may be NULL for
   * a call that has no such verb and nothing to do. */
  gboolean (*act) (gpointer data, const FakeAction *action, GError **error);
  gpointer data;

  FakeScript *script; /* as long as the call goes */
} FakeTurn;

/* The verbs that all fakes know; ends with zeros. */
const FakeVerb *fake_actions_get_verbs (void);

/* Logs a call and does what the script says of it, or OK. As for fake_actor_enter(). */
gboolean
fake_turn_run (FakeTurn *self, const char *call, const char *about, char *details, GError **error);

/* Does what the script says of the beginning. */
gboolean fake_turn_begin (FakeTurn *self, GError **error);

/* The fake as it would be without a script. */
extern const FakeAction fake_action_ok;

G_END_DECLS
