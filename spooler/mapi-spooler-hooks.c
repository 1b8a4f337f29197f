/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-hook-logon-private.h"
#include "mapi-spooler-hooks-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-private.h"

struct _MapiSpoolerHooks
{
  MapiSpooler *spooler;
  GPtrArray   *logons; /* MapiSpoolerHookLogon, in the order of the profile */
};

void
mapi_spooler_verdict_clear (MapiSpoolerVerdict *self)
{
  g_clear_pointer (&self->target, g_bytes_unref);
  self->deleted = FALSE;
}

gboolean
mapi_spooler_verdict_is_empty (const MapiSpoolerVerdict *self)
{
  return !self->deleted && self->target == NULL;
}

static void
add (MapiSpoolerHooks *self, MapiPropList *row, GCancellable *cancellable)
{
  MapiSpoolerHookLogon *logon = mapi_spooler_hook_logon_new (self->spooler, row);
  g_autoptr (MapiSpoolerHook) hook = NULL;

  if (logon == NULL)
    return;
  g_ptr_array_add (self->logons, logon);
  hook = mapi_spooler_hook_logon_ref_hook (logon, cancellable);
}

MapiSpoolerHooks *
mapi_spooler_hooks_open (MapiSpooler *spooler, MapiRowSet *providers, GCancellable *cancellable)
{
  MapiSpoolerHooks *self = g_new0 (MapiSpoolerHooks, 1);

  self->spooler = spooler;
  self->logons = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_spooler_hook_logon_free);
  for (guint i = 0; i < mapi_row_set_get_size (providers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (providers, i);

      add (self, row, cancellable);
    }

  return self;
}

void
mapi_spooler_hooks_free (MapiSpoolerHooks *self)
{
  g_ptr_array_unref (self->logons);
  g_free (self);
}

gboolean
mapi_spooler_hooks_has (MapiSpoolerHooks *self, guint32 direction)
{
  for (guint i = 0; i < self->logons->len; i++)
    if (mapi_spooler_hook_logon_wants (g_ptr_array_index (self->logons, i), direction))
      return TRUE;

  return FALSE;
}

void
mapi_spooler_hooks_check (MapiSpoolerHooks *self)
{
  if (mapi_spooler_is_stopping (self->spooler))
    return;

  for (guint i = 0; i < self->logons->len; i++)
    mapi_spooler_hook_logon_check (g_ptr_array_index (self->logons, i));
}

typedef struct
{
  guint32             direction;
  MapiMessage        *message;
  MapiFolder         *folder;
  MapiMsgStore       *store;
  MapiSpoolerVerdict *verdict;
  GCancellable       *cancellable;
} Chain;

static gboolean
call_hook (
    MapiSpoolerHook *hook, const Chain *chain, guint32 *flags, GBytes **target, GError **error)
{
  gboolean (*call) (MapiSpoolerHook * self,
                    MapiMessage * message,
                    MapiFolder * folder,
                    MapiMsgStore * store,
                    guint32 * flags,
                    GBytes * entry_id,
                    GBytes * *target,
                    GCancellable * cancellable,
                    GError * *error) = chain->direction == MAPI_HOOK_INBOUND
                                           ? mapi_spooler_hook_inbound_msg_hook
                                           : mapi_spooler_hook_outbound_msg_hook;

  return call (hook,
               chain->message,
               chain->folder,
               chain->store,
               flags,
               chain->verdict->target,
               target,
               chain->cancellable,
               error);
}

/* A hook that fails, or cannot be had now, costs no mail. Answers whether the next one is to be
 * asked (D27). */
static gboolean
ask (MapiSpoolerHooks *self, MapiSpoolerHookLogon *logon, const Chain *chain)
{
  g_autoptr (MapiSpoolerHook) hook = mapi_spooler_hook_logon_ref_hook (logon, chain->cancellable);
  guint32 flags = chain->verdict->deleted ? MAPI_HOOK_DELETE : 0;
  g_autoptr (GBytes) target = NULL;
  g_autoptr (GError) error = NULL;

  if (hook == NULL)
    return TRUE;
  if (!call_hook (hook, chain, &flags, &target, &error))
    {
      mapi_spooler_events_tell (self->spooler->events,
                                "hook-failed",
                                NULL,
                                mapi_spooler_hook_logon_get_name (logon),
                                "%s: %s",
                                mapi_spooler_hook_logon_get_label (logon),
                                error->message);
      return TRUE;
    }

  chain->verdict->deleted = (flags & MAPI_HOOK_DELETE) != 0;
  if (target != NULL)
    {
      g_clear_pointer (&chain->verdict->target, g_bytes_unref);
      chain->verdict->target = g_steal_pointer (&target);
    }
  return (flags & MAPI_HOOK_CANCEL) == 0;
}

static gboolean
ask_in_lane (MapiSpoolerHooks *self, MapiSpoolerHookLogon *logon, const Chain *chain)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();
  const char      *before;
  gboolean         go_on;

  if (lane == NULL)
    return ask (self, logon, chain);

  before = mapi_spooler_call_push (lane, mapi_spooler_hook_logon_get_label (logon));
  go_on = ask (self, logon, chain);
  mapi_spooler_call_pop (lane, before);
  return go_on;
}

void
mapi_spooler_hooks_run (MapiSpoolerHooks   *self,
                        guint32             direction,
                        MapiMessage        *message,
                        MapiFolder         *folder,
                        MapiMsgStore       *store,
                        MapiSpoolerVerdict *verdict,
                        GCancellable       *cancellable)
{
  const Chain chain = { direction, message, folder, store, verdict, cancellable };

  for (guint i = 0; i < self->logons->len; i++)
    {
      MapiSpoolerHookLogon *logon = g_ptr_array_index (self->logons, i);

      if (mapi_spooler_hook_logon_wants (logon, direction) && !ask_in_lane (self, logon, &chain))
        break;
    }
}
