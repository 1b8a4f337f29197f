/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sleep-watch.h"

#include <gio/gio.h>

#define LOGIND "org.freedesktop.login1"

struct _SleepWatch
{
  SleepWatchFunc   awake;
  gpointer         data;
  GCancellable    *cancellable;
  GDBusConnection *bus;
  guint            subscription;
};

/* It goes to sleep with TRUE, and wakes up with FALSE. */
static void
on_prepare (GDBusConnection *bus,
            const char      *sender,
            const char      *path,
            const char      *interface,
            const char      *signal,
            GVariant        *parameters,
            gpointer         data)
{
  SleepWatch *self = data;
  gboolean    asleep = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &asleep);
  if (!asleep)
    self->awake (self->data);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  SleepWatch *self = data;

  if (bus == NULL)
    {
      g_info ("nobody says when the machine wakes up: %s", error->message);
      return;
    }

  /* A bus that ends is no reason to end. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->subscription = g_dbus_connection_signal_subscribe (bus,
                                                           LOGIND,
                                                           LOGIND ".Manager",
                                                           "PrepareForSleep",
                                                           "/org/freedesktop/login1",
                                                           NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_prepare,
                                                           self,
                                                           NULL);
  self->bus = g_steal_pointer (&bus);
}

SleepWatch *
sleep_watch_new (SleepWatchFunc awake, gpointer data)
{
  SleepWatch *self = g_new0 (SleepWatch, 1);

  self->awake = awake;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus, self);
  return self;
}

void
sleep_watch_free (SleepWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->bus != NULL)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  g_clear_object (&self->bus);
  g_object_unref (self->cancellable);
  g_free (self);
}
