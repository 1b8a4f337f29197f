/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-script.h"

G_BEGIN_DECLS

#define FAKE_TYPE_ACTOR (fake_actor_get_type ())
G_DECLARE_FINAL_TYPE (FakeActor, fake_actor, FAKE, ACTOR, GObject)

/* What fakes have in common: a script, a count of the calls that it goes by, a log of them, and the
 * power to block. All of it from any thread. */
FakeActor *fake_actor_new (const FakeVocabulary *vocabulary);

/* Instead of the script before: the calls are counted anew, and what blocks goes on. */
gboolean              fake_actor_set_script (FakeActor *self, const char *text, GError **error);
char                 *fake_actor_dup_script_text (FakeActor *self);
const FakeVocabulary *fake_actor_get_vocabulary (FakeActor *self);
FakeScript           *fake_actor_ref_script (FakeActor *self);

/* Also writes the log into a file, behind what is there; each line at once. */
gboolean fake_actor_set_log_file (FakeActor *self, const char *path, GError **error);

/* Counts a call and logs it. @about: its object, in a word or two; may be NULL. @details: the rest
 * of what it was called with, as "name=value", takes; may be NULL. Answers what to do (transfer
 * none, valid as long as @script, which is given too); NULL when the script says nothing. */
const GPtrArray *fake_actor_enter (
    FakeActor *self, const char *call, const char *about, char *details, FakeScript **script);

/* Waits until the fake is released or has another script than @script, from which the call goes, or
 * @cancellable is cancelled; answers whether it was not cancelled. */
gboolean fake_actor_block (FakeActor *self, FakeScript *script, GCancellable *cancellable);

/* Lets go on what blocks, and what comes to block later with this script. */
void fake_actor_release (FakeActor *self);

/* The calls so far, one each: "CALL ABOUT", and behind a tab the details. */
GStrv fake_actor_get_log (FakeActor *self);

/* How many calls in the log begin so. */
guint fake_actor_count (FakeActor *self, const char *beginning);

G_END_DECLS
