/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-check-run-private.h"
#include "mapi-check-work-private.h"

/* How the clauses are run. */

/* In the thread of the clauses. */
static void
run_clause (gpointer data)
{
  CheckWork *work = data;
  g_autoptr (CheckBench) bench = check_work_make_bench (work);

  if (bench != NULL)
    work->result = check_bench_run (bench, work->clause, check_work_get_provider (work));
}

static gboolean
perform_clause (CheckWork             *work,
                const MapiCheckClause *clause,
                GCancellable          *cancellable,
                GError               **error)
{
  if (work->run->stuck != NULL)
    {
      check_work_leave_out (work, clause);
      return TRUE;
    }
  work->clause = clause;
  return check_work_do (work, run_clause, cancellable, error);
}

static gboolean
perform_provider (MapiCheckRun     *self,
                  MapiProviderInfo *info,
                  guint             number,
                  GCancellable     *cancellable,
                  GError          **error)
{
  const CheckKind *kind = check_kind_of (mapi_provider_info_get_resource_type (info));

  for (guint l = 0; kind != NULL && kind->clauses[l] != NULL; l++)
    for (const MapiCheckClause *clause = kind->clauses[l]; clause->name != NULL; clause++)
      {
        g_autoptr (CheckWork) work = check_work_new (self, info, number);

        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return FALSE;
        if (mapi_check_run_is_selected (self, clause) &&
            !perform_clause (work, clause, cancellable, error))
          return FALSE;
      }
  return TRUE;
}

/**
 * mapi_check_run_set_timeout:
 * @self: a run
 * @seconds: how long a clause may take, or a call of a trace; 0 for as long as it likes; 60 before
 *   this is called
 *
 * Limits the time of each clause, and of each call that is replayed.
 *
 * Since: 1.0
 */
void
mapi_check_run_set_timeout (MapiCheckRun *self, guint seconds)
{
  g_return_if_fail (MAPI_IS_CHECK_RUN (self));

  self->seconds = seconds;
}

/**
 * mapi_check_run_is_stuck:
 * @self: a run
 *
 * Tells whether a call of a provider was left to itself that has not returned in time, or before
 * the run was cancelled. The process should end then, without much ado.
 *
 * Returns: whether there is such a call
 *
 * Since: 1.0
 */
gboolean
mapi_check_run_is_stuck (MapiCheckRun *self)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), FALSE);

  return self->worker != NULL && check_worker_is_left (self->worker);
}

/**
 * mapi_check_run_perform:
 * @self: a run
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Runs the clauses, in a thread of this process: a provider that ends its process ends this one. A
 * clause that takes longer than mapi_check_run_set_timeout() allows fails, and names the call that
 * has not returned; those after it are skipped.
 *
 * Returns: %TRUE when all were run, whatever became of them; %FALSE with @error set when the
 *   service cannot be set up at all, or when it was cancelled: the results so far are there
 *
 * Since: 1.0
 */
gboolean
mapi_check_run_perform (MapiCheckRun *self, GCancellable *cancellable, GError **error)
{
  MapiServiceInfo *info;

  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), FALSE);

  info = mapi_service_catalog_lookup (self->catalog, self->service, error);
  if (info == NULL)
    return FALSE;
  mapi_check_run_need_worker (self);
  for (guint i = 0; i < mapi_service_info_get_n_providers (info); i++)
    if (!perform_provider (self, mapi_service_info_get_provider (info, i), i, cancellable, error))
      return FALSE;
  return TRUE;
}
