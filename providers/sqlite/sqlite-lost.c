/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-lost.h"

struct _SqliteLost
{
  GMutex  lock; /* of what follows */
  GError *cause;
  guint   n;
};

SqliteLost *
sqlite_lost_new (void)
{
  SqliteLost *self = g_atomic_rc_box_new0 (SqliteLost);

  g_mutex_init (&self->lock);
  return self;
}

SqliteLost *
sqlite_lost_ref (SqliteLost *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
lost_clear (gpointer data)
{
  SqliteLost *self = data;

  g_clear_error (&self->cause);
  g_mutex_clear (&self->lock);
}

void
sqlite_lost_unref (SqliteLost *self)
{
  g_atomic_rc_box_release_full (self, lost_clear);
}

void
sqlite_lost_note (SqliteLost *self, const GError *cause)
{
  g_mutex_lock (&self->lock);
  if (self->cause == NULL)
    self->cause = g_error_copy (cause);
  self->n++;
  g_mutex_unlock (&self->lock);
}

gboolean
sqlite_lost_tell (SqliteLost *self, GError **error)
{
  GError *cause;
  guint   n;

  g_mutex_lock (&self->lock);
  cause = g_steal_pointer (&self->cause);
  n = self->n;
  self->n = 0;
  g_mutex_unlock (&self->lock);
  if (cause == NULL)
    return TRUE;
  g_propagate_prefixed_error (
      error, cause, "sqlite: what was saved with MAPI_DEFERRED_ERRORS is lost (%u messages): ", n);
  return FALSE;
}
