/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-gate-private.h"

void
mapi_spooler_gate_init (MapiSpoolerGate *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->left);
  self->n_inside = 0;
  self->open = FALSE;
}

void
mapi_spooler_gate_clear (MapiSpoolerGate *self)
{
  g_cond_clear (&self->left);
  g_mutex_clear (&self->lock);
}

void
mapi_spooler_gate_open (MapiSpoolerGate *self)
{
  g_mutex_lock (&self->lock);
  self->open = TRUE;
  g_mutex_unlock (&self->lock);
}

gboolean
mapi_spooler_gate_enter (MapiSpoolerGate *self)
{
  gboolean open;

  g_mutex_lock (&self->lock);
  open = self->open;
  self->n_inside += open;
  g_mutex_unlock (&self->lock);

  return open;
}

void
mapi_spooler_gate_leave (MapiSpoolerGate *self)
{
  g_mutex_lock (&self->lock);
  if (--self->n_inside == 0)
    g_cond_broadcast (&self->left);
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_gate_close (MapiSpoolerGate *self)
{
  g_mutex_lock (&self->lock);
  self->open = FALSE;
  while (self->n_inside > 0)
    g_cond_wait (&self->left, &self->lock);
  g_mutex_unlock (&self->lock);
}
