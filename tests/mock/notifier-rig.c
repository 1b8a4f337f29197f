/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "notifier-rig.h"

#include "tap.h"

void
notifier_rig_note (MapiCallbackSink *sink, MapiNotificationList *list, GString *heard)
{
  if (heard->len > 0)
    g_string_append_c (heard, ' ');
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);
      const char *text = mapi_notification_get_text (notification);

      g_string_append (heard, text != NULL ? text : "?");
    }
}

MapiCallbackSink *
notifier_rig_new_sink (GString *heard)
{
  MapiCallbackSink *sink = mapi_callback_sink_new ();

  g_signal_connect (sink, "received", G_CALLBACK (notifier_rig_note), heard);
  return sink;
}

void
notifier_rig_send (MapiNotifier *notifier, GBytes *key, const char *message_class)
{
  g_autoptr (GBytes) id = g_bytes_new_static ("id", 2);
  g_autoptr (MapiNotification) mail = mapi_notification_new_newmail (id, id, message_class, 0);

  mapi_notifier_send (notifier, key, mail);
}

void
notifier_rig_turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

guint32
notifier_rig_advise (MapiNotifier *notifier, GBytes *key, guint32 mask, MapiCallbackSink *sink)
{
  g_autoptr (GError) error = NULL;
  guint32 id = mapi_notifier_advise (notifier, key, mask, MAPI_ADVISE_SINK (sink), &error);

  TAP_NO_ERROR (error);
  return id;
}
