/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-bench.h"
#include "mapi-check-run-private.h"

/* How the clauses are run: in a thread, which is left to itself when a provider does not come back.
 */

/* One clause for one provider. */
typedef struct
{
  MapiCheckRun          *run;
  const MapiCheckClause *clause;
  MapiProviderInfo      *provider;
  guint                  number;

  /* what became of it */
  char            *home;
  MapiCheckResult *result;
  GError          *error;
  gatomicrefcount  ref_count; /* who waits has one, and who does it */
} Work;

static Work *
work_new (MapiCheckRun          *run,
          const MapiCheckClause *clause,
          MapiProviderInfo      *provider,
          guint                  number)
{
  Work *self = g_new0 (Work, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->run = g_object_ref (run);
  self->clause = clause;
  self->provider = g_object_ref (provider);
  self->number = number;
  return self;
}

static void
work_unref (gpointer data)
{
  Work *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  g_object_unref (self->provider);
  g_object_unref (self->run);
  g_free (self->home);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_unref)

/* In the thread of the clauses. */
static void
do_work (gpointer data)
{
  Work         *self = data;
  MapiCheckRun *run = self->run;
  g_autoptr (CheckBench) bench = check_bench_new (
      run->catalog, run->service, self->provider, self->number, run->peer, &self->error);

  if (bench == NULL)
    return;
  g_atomic_pointer_set (&self->home, g_strdup (bench->home));
  self->result =
      check_bench_run (bench, self->clause, mapi_provider_info_get_name (self->provider));
}

/* Nothing is run any more in a process in which a provider is stuck: it may hold whatever the
 * others need. */
static void
note_stuck (Work *self)
{
  MapiCheckRun    *run = self->run;
  g_autofree char *call = check_worker_find_call (run->worker);
  g_autofree char *reason =
      call != NULL ? g_strdup_printf ("%s() has not returned for %u seconds", call, run->seconds)
                   : g_strdup_printf ("it has not come to an end for %u seconds", run->seconds);

  run->stuck = self->clause;
  check_bench_remove_home (g_atomic_pointer_get (&self->home));
  mapi_check_run_add_result (
      run,
      mapi_check_result_new (
          self->clause, mapi_provider_info_get_name (self->provider), MAPI_CHECK_FAILED, reason));
}

static gboolean
perform_clause (MapiCheckRun          *self,
                const MapiCheckClause *clause,
                MapiProviderInfo      *provider,
                guint                  number,
                GCancellable          *cancellable,
                GError               **error)
{
  g_autoptr (Work) work = work_new (self, clause, provider, number);

  switch (check_worker_run (self->worker, do_work, work, work_unref, self->seconds, cancellable))
    {
    case CHECK_WORK_STUCK:
      note_stuck (work);
      return TRUE;
    case CHECK_WORK_CANCELLED:
      check_bench_remove_home (g_atomic_pointer_get (&work->home));
      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    default:
      break;
    }
  if (work->result == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&work->error));
      return FALSE;
    }
  mapi_check_run_add_result (self, g_steal_pointer (&work->result));
  return TRUE;
}

static void
leave_out (MapiCheckRun *self, const MapiCheckClause *clause, MapiProviderInfo *provider)
{
  g_autofree char *reason =
      g_strdup_printf ("not run: the provider is stuck in %s", self->stuck->name);

  mapi_check_run_add_result (
      self,
      mapi_check_result_new (
          clause, mapi_provider_info_get_name (provider), MAPI_CHECK_SKIPPED, reason));
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
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return FALSE;
        if (!mapi_check_run_is_selected (self, clause))
          continue;
        if (self->stuck != NULL)
          leave_out (self, clause, info);
        else if (!perform_clause (self, clause, info, number, cancellable, error))
          return FALSE;
      }
  return TRUE;
}

/**
 * mapi_check_run_set_timeout:
 * @self: a run
 * @seconds: how long a clause may take, 0 for as long as it likes; 60 before this is called
 *
 * Limits the time of each clause.
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
  if (self->worker == NULL)
    self->worker = check_worker_new ();
  for (guint i = 0; i < mapi_service_info_get_n_providers (info); i++)
    if (!perform_provider (self, mapi_service_info_get_provider (info, i), i, cancellable, error))
      return FALSE;
  return TRUE;
}
