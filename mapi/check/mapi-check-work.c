/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-check-run-private.h"
#include "mapi-check-work-private.h"

CheckWork *
check_work_new (MapiCheckRun *run, MapiProviderInfo *provider, guint number)
{
  CheckWork *self = g_new0 (CheckWork, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->run = g_object_ref (run);
  self->provider = g_object_ref (provider);
  self->number = number;
  return self;
}

CheckWork *
check_work_ref (CheckWork *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
check_work_unref (gpointer data)
{
  CheckWork *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  g_object_unref (self->provider);
  g_object_unref (self->run);
  g_free (self->home);
  g_free (self);
}

const char *
check_work_get_provider (const CheckWork *self)
{
  return mapi_provider_info_get_name (self->provider);
}

CheckBench *
check_work_make_bench (CheckWork *self)
{
  MapiCheckRun *run = self->run;
  CheckBench   *bench = check_bench_new (
      run->catalog, run->service, self->provider, self->number, run->peer, &self->error);

  if (bench != NULL)
    g_atomic_pointer_set (&self->home, g_strdup (bench->home));
  return bench;
}

static char *
describe_stuck (CheckWork *self)
{
  MapiCheckRun    *run = self->run;
  g_autofree char *call = check_worker_find_call (run->worker);
  g_autofree char *what = call != NULL ? g_strdup_printf ("%s() has not returned", call)
                                       : g_strdup ("it has not come to an end");

  return self->line > 0
             ? g_strdup_printf ("line %u: %s for %u seconds", self->line, what, run->seconds)
             : g_strdup_printf ("%s for %u seconds", what, run->seconds);
}

/* The provider may hold whatever the others need. */
static void
note_stuck (CheckWork *self)
{
  g_autofree char *reason = describe_stuck (self);

  self->run->stuck = self->clause;
  check_bench_remove_home (g_atomic_pointer_get (&self->home));
  mapi_check_run_add_result (
      self->run,
      mapi_check_result_new (
          self->clause, check_work_get_provider (self), MAPI_CHECK_FAILED, reason));
}

gboolean
check_work_do (CheckWork *self,
               void (*func) (gpointer work),
               GCancellable *cancellable,
               GError      **error)
{
  MapiCheckRun *run = self->run;

  switch (check_worker_run (
      run->worker, func, check_work_ref (self), check_work_unref, run->seconds, cancellable))
    {
    case CHECK_WORK_STUCK:
      note_stuck (self);
      return TRUE;
    case CHECK_WORK_CANCELLED:
      check_bench_remove_home (g_atomic_pointer_get (&self->home));
      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    default:
      break;
    }
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (self->result != NULL)
    mapi_check_run_add_result (run, g_steal_pointer (&self->result));
  return TRUE;
}

void
check_work_leave_out (CheckWork *self, const MapiCheckClause *clause)
{
  g_autofree char *reason =
      g_strdup_printf ("not run: the provider is stuck in %s", self->run->stuck->name);

  mapi_check_run_add_result (
      self->run,
      mapi_check_result_new (clause, check_work_get_provider (self), MAPI_CHECK_SKIPPED, reason));
}
