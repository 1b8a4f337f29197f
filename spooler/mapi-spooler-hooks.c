/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-hooks-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-private.h"

typedef struct
{
  char            *name;
  char            *label;
  guint32          directions;
  MapiSpoolerHook *hook;
} Entry;

struct _MapiSpoolerHooks
{
  MapiSpooler *spooler;
  GPtrArray   *entries;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->hook);
  g_free (entry->label);
  g_free (entry->name);
  g_free (entry);
}

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
open_hook (MapiSpoolerHooks *self, MapiPropList *row, GCancellable *cancellable)
{
  const guint32 both = MAPI_HOOK_INBOUND | MAPI_HOOK_OUTBOUND;
  guint32 directions = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) & both;
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  MapiSpoolerHook *hook;
  Entry           *entry;

  if (uid == NULL || directions == 0)
    return;

  hook = mapi_spooler_host_logon_hook (self->spooler->host, uid, directions, cancellable, &error);
  if (hook == NULL)
    {
      mapi_spooler_events_tell (self->spooler->events,
                                "hook-failed",
                                NULL,
                                name,
                                "a hook is left out: %s",
                                error->message);
      return;
    }

  entry = g_new (Entry, 1);
  entry->name = g_strdup (name != NULL ? name : "hook");
  entry->label = g_strconcat ("hook ", entry->name, NULL);
  entry->directions = directions;
  entry->hook = hook;
  g_ptr_array_add (self->entries, entry);
}

MapiSpoolerHooks *
mapi_spooler_hooks_open (MapiSpooler *spooler, MapiRowSet *providers, GCancellable *cancellable)
{
  MapiSpoolerHooks *self = g_new0 (MapiSpoolerHooks, 1);

  self->spooler = spooler;
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  for (guint i = 0; i < mapi_row_set_get_size (providers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (providers, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_HOOK_PROVIDER)
        open_hook (self, row, cancellable);
    }

  return self;
}

void
mapi_spooler_hooks_free (MapiSpoolerHooks *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

gboolean
mapi_spooler_hooks_has (MapiSpoolerHooks *self, guint32 direction)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) g_ptr_array_index (self->entries, i))->directions & direction)
      return TRUE;

  return FALSE;
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
call_hook (const Entry *entry, const Chain *chain, guint32 *flags, GBytes **target, GError **error)
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

  return call (entry->hook,
               chain->message,
               chain->folder,
               chain->store,
               flags,
               chain->verdict->target,
               target,
               chain->cancellable,
               error);
}

/* A hook that fails costs no mail. Answers whether the next one is to be asked (D27). */
static gboolean
ask (MapiSpoolerHooks *self, const Entry *entry, const Chain *chain)
{
  guint32 flags = chain->verdict->deleted ? MAPI_HOOK_DELETE : 0;
  g_autoptr (GBytes) target = NULL;
  g_autoptr (GError) error = NULL;

  if (!call_hook (entry, chain, &flags, &target, &error))
    {
      mapi_spooler_events_tell (self->spooler->events,
                                "hook-failed",
                                NULL,
                                entry->name,
                                "%s: %s",
                                entry->label,
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
ask_in_lane (MapiSpoolerHooks *self, const Entry *entry, const Chain *chain)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();
  const char      *before;
  gboolean         go_on;

  if (lane == NULL)
    return ask (self, entry, chain);

  before = mapi_spooler_call_push (lane, entry->label);
  go_on = ask (self, entry, chain);
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

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if ((entry->directions & direction) && !ask_in_lane (self, entry, &chain))
        break;
    }
}
