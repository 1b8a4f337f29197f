/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-network-private.h"
#include "mapi-spooler-transport-private.h"

static void
go_on (MapiSpooler *self)
{
  if (!mapi_spooler_gate_enter (&self->gate))
    return;

  mapi_spooler_events_tell (
      self->events, "network", NULL, NULL, "the network is there again: what waits is tried");
  for (guint i = 0; i < self->transports->len && !mapi_spooler_is_stopping (self); i++)
    {
      MapiSpoolerTransport *transport = g_ptr_array_index (self->transports, i);

      mapi_spooler_transport_revive (transport);
      mapi_spooler_expedite (self, transport);
    }
  mapi_spooler_gate_leave (&self->gate);
}

/* Only what comes back is news: a network that is there changes often. */
static void
on_changed (GNetworkMonitor *monitor, gboolean available, gpointer data)
{
  MapiSpooler *self = data;
  gboolean     was_there = g_atomic_int_get (&self->network_is_there);

  g_atomic_int_set (&self->network_is_there, available);
  if (available && !was_there)
    go_on (self);
}

void
mapi_spooler_network_watch (MapiSpooler *self)
{
  self->network = self->given_network != NULL ? g_object_ref (self->given_network)
                                              : g_object_ref (g_network_monitor_get_default ());
  g_atomic_int_set (&self->network_is_there,
                    g_network_monitor_get_network_available (self->network));
  g_signal_connect_object (
      self->network, "network-changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
}

void
mapi_spooler_network_leave (MapiSpooler *self)
{
  if (self->network == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->network);
}
