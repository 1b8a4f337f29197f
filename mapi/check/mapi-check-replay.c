/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-check-run-private.h"
#include "mapi-check-work-private.h"

/* How the calls of a trace are made: each in the thread of the clauses. */

static void
begin (gpointer data)
{
  CheckWork *work = data;

  work->bench = check_work_make_bench (work);
  if (work->bench != NULL)
    check_replayer_begin (work->replayer, work->bench, &work->error);
}

static void
make_call (gpointer data)
{
  CheckWork       *work = data;
  g_autofree char *reason = NULL;
  MapiCheckVerdict verdict = check_replayer_make (work->replayer, &reason);

  if (mapi_check_run_is_selected (work->run, work->clause))
    work->result =
        mapi_check_result_new (work->clause, check_work_get_provider (work), verdict, reason);
}

static void
end (gpointer data)
{
  CheckWork *work = data;

  g_clear_pointer (&work->replayer, check_replayer_free);
  g_clear_pointer (&work->bench, check_bench_free);
}

/* Of those that cannot be made any more. */
static void
leave_out_rest (CheckWork *work)
{
  const MapiCheckClause *clause;

  for (; (clause = check_replayer_next (work->replayer)) != NULL;
       check_replayer_skip (work->replayer))
    if (mapi_check_run_is_selected (work->run, clause))
      check_work_leave_out (work, clause);
}

/* What is done for the next call of the trace. */
static gboolean
do_for_next (CheckWork *work, void (*func) (gpointer), GCancellable *cancellable, GError **error)
{
  work->clause = check_replayer_next (work->replayer);
  work->line = check_replayer_get_line (work->replayer);
  return check_work_do (work, func, cancellable, error);
}

static gboolean
make_calls (CheckWork *work, GCancellable *cancellable, GError **error)
{
  if (!do_for_next (work, begin, cancellable, error))
    return FALSE;
  while (work->run->stuck == NULL && check_replayer_next (work->replayer) != NULL)
    {
      if (!do_for_next (work, make_call, cancellable, error))
        return FALSE;
      check_replayer_skip (work->replayer);
    }
  return TRUE;
}

/* What a thread that is left to itself still needs stays. */
static gboolean
finish (CheckWork *work, gboolean made, GCancellable *cancellable, GError **error)
{
  work->line = 0;
  if (!check_worker_is_left (work->run->worker))
    return check_work_do (work, end, cancellable, made ? error : NULL) && made;
  if (made)
    leave_out_rest (work);
  return made;
}

static gboolean
replay_provider (CheckWork    *work,
                 const char   *path,
                 const char   *service,
                 GCancellable *cancellable,
                 GError      **error)
{
  guint32 resource_type = mapi_provider_info_get_resource_type (work->provider);

  work->replayer = check_replayer_new (resource_type, service, path, error);
  if (work->replayer == NULL)
    return FALSE;
  if (check_replayer_next (work->replayer) != NULL && work->run->stuck == NULL)
    return finish (work, make_calls (work, cancellable, error), cancellable, error);
  leave_out_rest (work);
  g_clear_pointer (&work->replayer, check_replayer_free);
  return TRUE;
}

/**
 * mapi_check_run_replay:
 * @self: a run
 * @path: (type filename): a trace, as `mapi trace record` makes it
 * @service: (nullable): whose calls of the trace are replayed; %NULL for the service of the run
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes the calls of a trace to the providers of the service, and compares what comes of them with
 * what came when they were traced. Each is a result, as that of a clause named `replay/` and the
 * method. Identifiers may be others than in the trace, the same one always for the same; times are
 * not compared, nor what was left out of the trace. A call that takes longer than
 * mapi_check_run_set_timeout() allows fails; those after it are skipped.
 *
 * Returns: %TRUE when all calls were made or skipped, whatever came of them; %FALSE with @error set
 *   when the trace cannot be read or the service not be set up, or when it was cancelled: the
 *   results so far are there
 *
 * Since: 1.0
 */
gboolean
mapi_check_run_replay (MapiCheckRun *self,
                       const char   *path,
                       const char   *service,
                       GCancellable *cancellable,
                       GError      **error)
{
  MapiServiceInfo *info;

  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  info = mapi_service_catalog_lookup (self->catalog, self->service, error);
  if (info == NULL)
    return FALSE;
  mapi_check_run_need_worker (self);
  for (guint i = 0; i < mapi_service_info_get_n_providers (info); i++)
    {
      g_autoptr (CheckWork) work =
          check_work_new (self, mapi_service_info_get_provider (info, i), i);

      if (!replay_provider (
              work, path, service != NULL ? service : self->service, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
