/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-hook-logon-private.h"
#include "mapi-spooler-private.h"

struct _MapiSpoolerHookLogon
{
  MapiSpooler *spooler;
  MapiUid      uid;
  char        *name;
  char        *label;
  guint32      directions;

  GMutex           lock;
  GCond            changed;
  gboolean         under_way;  /* somebody is logging on */
  MapiSpoolerHook *hook;       /* NULL when that has failed */
  guint            n_failures; /* in a row */
  gint64           due;        /* when to try again */
};

MapiSpoolerHookLogon *
mapi_spooler_hook_logon_new (MapiSpooler *spooler, MapiPropList *row)
{
  const guint32 both = MAPI_HOOK_INBOUND | MAPI_HOOK_OUTBOUND;
  guint32 directions = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) & both;
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
  MapiSpoolerHookLogon *self;

  if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_HOOK_PROVIDER ||
      uid == NULL || directions == 0)
    return NULL;

  self = g_new0 (MapiSpoolerHookLogon, 1);
  self->spooler = spooler;
  self->uid = *uid;
  self->name = g_strdup (name != NULL ? name : "hook");
  self->label = g_strconcat ("hook ", self->name, NULL);
  self->directions = directions;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

void
mapi_spooler_hook_logon_free (MapiSpoolerHookLogon *self)
{
  g_clear_object (&self->hook);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self->label);
  g_free (self->name);
  g_free (self);
}

const char *
mapi_spooler_hook_logon_get_name (MapiSpoolerHookLogon *self)
{
  return self->name;
}

const char *
mapi_spooler_hook_logon_get_label (MapiSpoolerHookLogon *self)
{
  return self->label;
}

gboolean
mapi_spooler_hook_logon_wants (MapiSpoolerHookLogon *self, guint32 direction)
{
  return (self->directions & direction) != 0;
}

static void
tell (MapiSpoolerHookLogon *self, const char *event, const char *what, const char *reason)
{
  mapi_spooler_events_tell (
      self->spooler->events, event, NULL, self->name, "%s %s%s", self->label, what, reason);
}

/* With the lock. */
static gboolean
is_due (MapiSpoolerHookLogon *self)
{
  if (self->hook != NULL)
    return !mapi_object_check_valid (G_OBJECT (self->hook), NULL);
  return mapi_spooler_schedule_get_time (self->spooler->schedule) >= self->due;
}

/* With the lock. */
static void
drop_lost (MapiSpoolerHookLogon *self)
{
  g_autoptr (GError) error = NULL;

  if (self->hook == NULL || mapi_object_check_valid (G_OBJECT (self->hook), &error))
    return;
  g_clear_object (&self->hook);
  tell (self, "hook-failed", "was lost: ", error->message);
}

/* With the lock. What was cancelled is no failure. */
static void
note_failure (MapiSpoolerHookLogon *self, const GError *error)
{
  if (g_error_matches (error, MAPI_ERROR, MAPI_E_USER_CANCEL))
    return;
  self->due = mapi_spooler_schedule_get_time (self->spooler->schedule) +
              mapi_spooler_revival_get_delay (self->n_failures++);
  tell (self, "hook-failed", "is left out: ", error->message);
}

/* With the lock. */
static void
note_success (MapiSpoolerHookLogon *self, MapiSpoolerHook *hook, gboolean was_gone)
{
  self->hook = hook;
  self->n_failures = 0;
  if (was_gone)
    tell (self, "hook", "is there again", "");
}

/* With the lock, which others may have while the provider is called. */
static void
log_on (MapiSpoolerHookLogon *self, GCancellable *cancellable)
{
  gboolean was_gone = self->hook != NULL || self->n_failures > 0;
  g_autoptr (GError) error = NULL;
  MapiSpoolerHook *hook;

  drop_lost (self);
  self->under_way = TRUE;
  g_mutex_unlock (&self->lock);
  hook = mapi_spooler_host_logon_hook (
      self->spooler->host, &self->uid, self->directions, cancellable, &error);
  g_mutex_lock (&self->lock);
  self->under_way = FALSE;
  if (hook != NULL)
    note_success (self, hook, was_gone);
  else
    note_failure (self, error);
  g_cond_broadcast (&self->changed);
}

MapiSpoolerHook *
mapi_spooler_hook_logon_ref_hook (MapiSpoolerHookLogon *self, GCancellable *cancellable)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->under_way)
    g_cond_wait (&self->changed, &self->lock);
  if (is_due (self))
    log_on (self, cancellable);
  return self->hook != NULL ? g_object_ref (self->hook) : NULL;
}

static void
log_on_alone (gpointer data, GCancellable *cancellable)
{
  g_autoptr (MapiSpoolerHook) hook = mapi_spooler_hook_logon_ref_hook (data, cancellable);
}

/* It lives longer than what the spooler has to do. */
static void
keep (gpointer data)
{
}

void
mapi_spooler_hook_logon_check (MapiSpoolerHookLogon *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!self->under_way && is_due (self))
    mapi_spooler_chores_push (self->spooler->chores, log_on_alone, self, keep);
}
