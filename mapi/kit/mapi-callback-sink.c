/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-callback-sink.h"

/**
 * MapiCallbackSink:
 *
 * An advise sink that passes notifications on as a signal, for those who do not want to implement
 * #MapiAdviseSink themselves.
 *
 * Since: 1.0
 */
struct _MapiCallbackSink
{
  GObject parent_instance;
};

static guint received_signal;

static gboolean
mapi_callback_sink_on_notify (MapiAdviseSink       *sink,
                              MapiNotificationList *notifications,
                              GError              **error)
{
  g_signal_emit (sink, received_signal, 0, notifications);
  return TRUE;
}

static void
mapi_callback_sink_sink_init (MapiAdviseSinkInterface *iface)
{
  iface->on_notify = mapi_callback_sink_on_notify;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiCallbackSink,
                               mapi_callback_sink,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_ADVISE_SINK,
                                                      mapi_callback_sink_sink_init))

static void
mapi_callback_sink_class_init (MapiCallbackSinkClass *klass)
{
  /**
   * MapiCallbackSink::received:
   * @self: the sink
   * @notifications: what happened, in order
   *
   * Emitted for each delivery, in the #GMainContext in which the sink was advised.
   *
   * Since: 1.0
   */
  received_signal = g_signal_new ("received",
                                  MAPI_TYPE_CALLBACK_SINK,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  MAPI_TYPE_NOTIFICATION_LIST);
}

static void
mapi_callback_sink_init (MapiCallbackSink *self)
{
}

/**
 * mapi_callback_sink_new:
 *
 * Makes a sink. Whoever advises with it keeps it, since the other side holds it weakly.
 *
 * Returns: (transfer full): the sink
 *
 * Since: 1.0
 */
MapiCallbackSink *
mapi_callback_sink_new (void)
{
  return g_object_new (MAPI_TYPE_CALLBACK_SINK, NULL);
}
