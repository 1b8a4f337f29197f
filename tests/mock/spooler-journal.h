/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

#include <mapi-spooler/mapi-spooler.h>

G_BEGIN_DECLS

/* What all fakes of a test were called with, in order, and at which time: a fake knows none. */
typedef struct _SpoolerJournal SpoolerJournal;

SpoolerJournal *spooler_journal_new (MapiSpoolerClock *clock);
void            spooler_journal_free (SpoolerJournal *self);

/* @name says whose the calls are. */
void spooler_journal_watch (SpoolerJournal *self, const char *name, FakeActor *actor);

/* The calls of one fake that begin with @call, which is left out of them, each behind the seconds
 * since the start; with commas between them (transfer full). */
char *spooler_journal_list (SpoolerJournal *self, const char *name, const char *call);

/* The calls of all whose names are among @calls, each behind its name (transfer full). */
char *spooler_journal_list_all (SpoolerJournal *self, const char *const *calls);

/* From now on the lists begin with what comes. */
void spooler_journal_forget (SpoolerJournal *self);

G_END_DECLS
