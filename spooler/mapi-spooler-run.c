/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-alarm-private.h"
#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-network-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-requests-private.h"
#include "mapi-spooler-system-clock.h"
#include "mapi-spooler-tally-private.h"
#include "mapi-spooler-transport-private.h"

/* The engine's thread. */

typedef struct
{
  gboolean (*call) (MapiSpooler *self, gpointer data, GError **error);
  MapiSpooler *spooler;
  gpointer     data;
  GError     **error;
  gboolean     answer;
  gboolean     done;
  GMutex       lock;
  GCond        cond;
} Errand;

MapiMsgStore *
mapi_spooler_ref_store (MapiSpooler *self, const MapiUid *uid)
{
  MapiMsgStore *store;

  if (!mapi_spooler_gate_enter (&self->gate))
    return NULL;
  store = mapi_spooler_stores_find (self->stores, uid);
  mapi_spooler_gate_leave (&self->gate);

  return store;
}

static gboolean
run_errand (gpointer data)
{
  Errand  *errand = data;
  gboolean answer = errand->call (errand->spooler, errand->data, errand->error);

  g_mutex_lock (&errand->lock);
  errand->answer = answer;
  errand->done = TRUE;
  g_cond_signal (&errand->cond);
  g_mutex_unlock (&errand->lock);
  return G_SOURCE_REMOVE;
}

gboolean
mapi_spooler_call_in_engine (MapiSpooler *self,
                             gboolean (*call) (MapiSpooler *self, gpointer data, GError **error),
                             gpointer data,
                             GError **error)
{
  Errand errand = { .call = call, .spooler = self, .data = data, .error = error };

  if (self->thread == g_thread_self ())
    return call (self, data, error);

  g_mutex_init (&errand.lock);
  g_cond_init (&errand.cond);
  g_main_context_invoke (self->context, run_errand, &errand);
  g_mutex_lock (&errand.lock);
  while (!errand.done)
    g_cond_wait (&errand.cond, &errand.lock);
  g_mutex_unlock (&errand.lock);
  g_cond_clear (&errand.cond);
  g_mutex_clear (&errand.lock);

  return errand.answer;
}

static void
for_each_watch (MapiSpooler *self, void (*call) (MapiSpoolerWatch *watch))
{
  for (guint i = 0; i < self->watches->len; i++)
    call (g_ptr_array_index (self->watches, i));
}

static void
for_each_transport (MapiSpooler *self, void (*call) (MapiSpoolerTransport *transport))
{
  for (guint i = 0; i < self->transports->len; i++)
    call (g_ptr_array_index (self->transports, i));
}

static gpointer
run_engine (gpointer data)
{
  MapiSpooler *self = data;

  g_autofree char *profile = mapi_spooler_host_get_profile_name (self->host);
  g_autoptr (GFileMonitor) requests = NULL;

  g_main_context_push_thread_default (self->context);
  if (profile != NULL)
    requests = mapi_spooler_requests_watch (self, profile);
  g_main_loop_run (self->loop);
  g_clear_object (&requests);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static gboolean
check_watches (gpointer data)
{
  MapiSpooler *self = data;

  /* Somebody has to notice that the clock was set. */
  mapi_spooler_schedule_get_time (self->schedule);
  mapi_spooler_revival_run (self);
  mapi_spooler_hooks_check (self->hooks);
  for_each_watch (self, mapi_spooler_watch_check);
  mapi_spooler_tally_show (self);
  return G_SOURCE_CONTINUE;
}

/* Messages that nobody told of are found a second later; this goes by the real time, since it is
 * about another process. */
static void
start_checks (MapiSpooler *self)
{
  g_autoptr (GSource) source = g_timeout_source_new_seconds (1);

  g_source_set_callback (source, check_watches, self, NULL);
  g_source_set_static_name (source, "spooler checks");
  g_source_attach (source, self->context);
}

/* Starting. */

/* In the order of the profile. */
static void
add_transports (MapiSpooler *self, MapiRowSet *providers)
{
  for (guint i = 0; i < mapi_row_set_get_size (providers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (providers, i);
      MapiSpoolerTransport *transport = NULL;

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        transport = mapi_spooler_transport_new (self, row);
      if (transport != NULL)
        g_ptr_array_add (self->transports, transport);
    }
}

static gboolean
open_stores (MapiSpooler *self, gpointer data, GError **error)
{
  return mapi_spooler_open_stores (self, data, error);
}

/* Set in seconds. */
static void
read_grace (MapiSpooler *self, const char *key, guint *milliseconds)
{
  guint seconds = *milliseconds / 1000;

  mapi_spooler_policy_read_number (self->host, NULL, key, 0, &seconds);
  if (seconds != *milliseconds / 1000)
    *milliseconds = MIN (seconds, G_MAXINT32 / 1000) * 1000;
}

static void
read_settings (MapiSpooler *self)
{
  mapi_spooler_policy_read (&self->policy, self->host, NULL);
  mapi_spooler_policy_read_number (self->host, NULL, "call-limit", 1, &self->call_limit);
  read_grace (self, "stop-grace", &self->stop_grace);
  read_grace (self, "cancel-grace", &self->cancel_grace);
}

static void
begin_run (MapiSpooler *self, MapiRowSet *providers)
{
  g_autofree char *profile = mapi_spooler_host_get_profile_name (self->host);
  g_autoptr (MapiSpoolerClock) clock = NULL;

  read_settings (self);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  clock = self->given_clock != NULL
              ? g_object_ref (self->given_clock)
              : MAPI_SPOOLER_CLOCK (mapi_spooler_system_clock_new (self->context));
  g_atomic_int_set (&self->stopping, FALSE);
  self->settled = FALSE;
  self->schedule = mapi_spooler_schedule_new (clock);
  self->start_time = mapi_spooler_schedule_get_time (self->schedule);
  self->transports = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_spooler_transport_unref);
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_spooler_watch_free);
  mapi_spooler_fault_open (&self->fault, profile);
  self->stores = mapi_spooler_stores_new ();
  self->revival = (MapiSpoolerRevival){ 0 };
  self->preprocessors = mapi_spooler_preprocessors_new ();
  self->hooks = mapi_spooler_hooks_open (self, providers, NULL);
  self->chores = mapi_spooler_chores_new ();
  add_transports (self, providers);
  self->sorter = mapi_spooler_sorter_new (self);
  mapi_spooler_update_router (self);
  self->thread = g_thread_new ("spooler", run_engine, self);
}

/* Ending. */

static gboolean
stop_watches (MapiSpooler *self, gpointer data, GError **error)
{
  for_each_watch (self, mapi_spooler_watch_stop);
  return TRUE;
}

static gboolean
wait_for_transports (MapiSpooler *self, guint milliseconds)
{
  gint64   deadline = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  gboolean ended = TRUE;

  for (guint i = 0; i < self->transports->len; i++)
    ended &= mapi_spooler_transport_wait (g_ptr_array_index (self->transports, i), deadline);

  return ended;
}

/* Answers whether all have ended: who blocks in spite of all is left behind. */
static gboolean
end_transports (MapiSpooler *self)
{
  for_each_transport (self, mapi_spooler_transport_end);
  if (wait_for_transports (self, self->stop_grace))
    return TRUE;

  for_each_transport (self, mapi_spooler_transport_cancel);
  return wait_for_transports (self, self->cancel_grace);
}

static gboolean
end_chores (MapiSpooler *self)
{
  return mapi_spooler_chores_stop (self->chores,
                                   g_get_monotonic_time () + (gint64) self->cancel_grace * 1000);
}

/* Once no lane is left. */
void
mapi_spooler_run_end (MapiSpooler *self)
{
  if (self->schedule == NULL)
    return;

  mapi_spooler_gate_close (&self->gate);
  mapi_spooler_drop_parts (self);
  mapi_spooler_alarm_clear_all (self);
  for_each_transport (self, mapi_spooler_transport_drop_lanes);
  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_pointer (&self->sorter, mapi_spooler_sorter_free);
  g_clear_pointer (&self->router, mapi_spooler_router_unref);
  g_clear_pointer (&self->preprocessors, mapi_spooler_preprocessors_free);
  g_clear_pointer (&self->transports, g_ptr_array_unref);
  g_clear_pointer (&self->hooks, mapi_spooler_hooks_free);
  g_clear_pointer (&self->schedule, mapi_spooler_schedule_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->stores, mapi_spooler_stores_free);
  g_clear_pointer (&self->chores, mapi_spooler_chores_free);
  mapi_spooler_fault_close (&self->fault);
  g_atomic_int_set (&self->n_queued, 0);
  g_atomic_int_set (&self->status_is_due, FALSE);
}

static void
stop_thread (MapiSpooler *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (g_steal_pointer (&self->thread));
}

gboolean
mapi_spooler_run_start (MapiSpooler *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) providers =
      mapi_spooler_host_get_providers (self->host, cancellable, error);

  if (providers == NULL)
    return FALSE;

  begin_run (self, providers);
  mapi_spooler_gate_open (&self->gate);
  mapi_spooler_host_set_link (self->host, MAPI_SPOOLER_LINK (self));
  if (!mapi_spooler_call_in_engine (self, open_stores, providers, error))
    {
      g_atomic_int_set (&self->stopping, TRUE);
      mapi_spooler_host_set_link (self->host, NULL);
      stop_thread (self);
      mapi_spooler_run_end (self);
      return FALSE;
    }

  mapi_spooler_begin_patience (self);
  for_each_transport (self, mapi_spooler_transport_start);
  mapi_spooler_network_watch (self);
  start_checks (self);
  return TRUE;
}

gboolean
mapi_spooler_run_stop (MapiSpooler *self)
{
  gboolean ended;

  g_atomic_int_set (&self->stopping, TRUE);
  mapi_spooler_network_leave (self);
  mapi_spooler_flush_end (self);
  mapi_spooler_call_in_engine (self, stop_watches, NULL, NULL);
  mapi_spooler_schedule_remove (self->schedule, &self->patience);
  mapi_spooler_revival_end (self);
  mapi_spooler_sorter_stop (self->sorter);
  ended = end_transports (self) & end_chores (self);
  mapi_spooler_tally_close (self);
  mapi_spooler_host_set_link (self->host, NULL);
  stop_thread (self);

  return ended;
}
