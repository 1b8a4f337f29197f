/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-listener.h"

/* What does not come by then does not come at all. */
#define NET_SECONDS 5

struct _CheckListener
{
  CheckBench       *bench;
  MapiCallbackSink *sink;
  GQueue            heard; /* of MapiNotification */
};

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, CheckListener *self)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    g_queue_push_tail (&self->heard, mapi_notification_list_get_notification (list, i));
}

CheckListener *
check_listener_new (CheckBench *bench)
{
  CheckListener *self = g_new0 (CheckListener, 1);

  self->bench = bench;
  self->sink = mapi_callback_sink_new ();
  g_queue_init (&self->heard);
  g_signal_connect (self->sink, "received", G_CALLBACK (on_received), self);
  return self;
}

void
check_listener_free (CheckListener *self)
{
  g_signal_handlers_disconnect_by_data (self->sink, self);
  g_object_unref (self->sink);
  g_queue_clear_full (&self->heard, (GDestroyNotify) mapi_notification_unref);
  g_free (self);
}

MapiAdviseSink *
check_listener_get_sink (CheckListener *self)
{
  return MAPI_ADVISE_SINK (self->sink);
}

static MapiNotification *
take_match (CheckListener *self, CheckMatches matches, gpointer data)
{
  MapiNotification *heard;

  while ((heard = g_queue_pop_head (&self->heard)) != NULL)
    {
      if (matches (heard, data))
        return heard;
      mapi_notification_unref (heard);
    }
  return NULL;
}

static gboolean
give_up (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

MapiNotification *
check_listener_wait (CheckListener *self, CheckMatches matches, gpointer data)
{
  g_autoptr (GSource) net = g_timeout_source_new_seconds (NET_SECONDS);
  MapiNotification *found;
  gboolean          over = FALSE;

  g_source_set_callback (net, give_up, &over, NULL);
  g_source_attach (net, self->bench->context);
  while ((found = take_match (self, matches, data)) == NULL && !over)
    g_main_context_iteration (self->bench->context, TRUE);
  g_source_destroy (net);
  return found;
}

static gboolean
is_table_event (MapiNotification *notification, gpointer data)
{
  return mapi_notification_get_event_type (notification) == MAPI_fnevTableModified &&
         mapi_notification_get_table_event (notification) == GPOINTER_TO_UINT (data);
}

MapiNotification *
check_listener_wait_for_table (CheckListener *self, guint32 table_event)
{
  return check_listener_wait (self, is_table_event, GUINT_TO_POINTER (table_event));
}
