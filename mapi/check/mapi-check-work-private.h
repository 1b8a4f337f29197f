/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"
#include "check-replay.h"
#include "mapi-check-run.h"

G_BEGIN_DECLS

/* What is done with one provider in the thread of the clauses, which is left to itself when the
 * provider does not come back. Who waits has a reference, and who does it. */
typedef struct
{
  MapiCheckRun          *run;
  MapiProviderInfo      *provider;
  guint                  number; /* of the provider in its service */
  const MapiCheckClause *clause; /* that is under way */
  guint                  line;   /* of the trace; 0 for none */

  /* Where calls of a trace are made; both stay with the thread that is left to itself. */
  CheckReplayer *replayer;
  CheckBench    *bench;

  /* What became of it. */
  char            *home;
  MapiCheckResult *result;
  GError          *error;

  gatomicrefcount ref_count;
} CheckWork;

CheckWork *check_work_new (MapiCheckRun *run, MapiProviderInfo *provider, guint number);
CheckWork *check_work_ref (CheckWork *self);
void       check_work_unref (gpointer self);

const char *check_work_get_provider (const CheckWork *self);

/* Makes the bench of the provider; NULL with the error noted. */
CheckBench *check_work_make_bench (CheckWork *self);

/* Has something done in the thread. The run gets the result there is, which names the call that has
 * not returned when the time is over. FALSE with @error set when it has failed as a whole, or was
 * cancelled. */
gboolean check_work_do (CheckWork *self,
                        void (*func) (gpointer work),
                        GCancellable *cancellable,
                        GError      **error);

/* Nothing is done any more in a process in which a provider is stuck. */
void check_work_leave_out (CheckWork *self, const MapiCheckClause *clause);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckWork, check_work_unref)

G_END_DECLS
