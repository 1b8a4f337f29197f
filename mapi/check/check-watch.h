/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-journal.h"

G_BEGIN_DECLS

/*
 * Writes into a journal what a provider calls: its support object's methods, where the session
 * wraps that, and those of messages that are wrapped with check_watch_message().
 */
#define CHECK_TYPE_WATCH (check_watch_get_type ())
G_DECLARE_FINAL_TYPE (CheckWatch, check_watch, CHECK, WATCH, MapiWrapper)

/* The journal has to live as long as what is watched. */
CheckWatch *check_watch_new (CheckJournal *journal);

/* Whether the provider holds the support object that it called last. */
gboolean check_watch_has_support (CheckWatch *self);

/* The transport provider that was logged on to last (transfer full); NULL when it is gone. */
MapiXpProvider *check_watch_ref_provider (CheckWatch *self);

/* From now on calls of @method fail with @code; with 0 no more. */
void check_watch_set_failure (CheckWatch *self, const char *method, MapiError code);

/* The next call of @method has @func called first, in the thread of the provider. */
typedef void (*CheckOnCall) (gpointer data);
void check_watch_set_trap (CheckWatch *self, const char *method, CheckOnCall func, gpointer data);

/* Every call of @method is shown to @before when it begins, and to @after with its answer, each of
 * which may be NULL and may change the flags. */
typedef void (*CheckWitness) (MapiCall *call, gpointer data);
void check_watch_set_witness (
    CheckWatch *self, const char *method, CheckWitness before, CheckWitness after, gpointer data);

G_END_DECLS
