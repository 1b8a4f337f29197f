/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>

/* What a sink was told: one letter a notification, a space between deliveries. */
static void
note_received (MapiCallbackSink *sink, MapiNotificationList *list, GString *heard)
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

static MapiCallbackSink *
new_sink (GString *heard)
{
  MapiCallbackSink *sink = mapi_callback_sink_new ();

  g_signal_connect (sink, "received", G_CALLBACK (note_received), heard);
  return sink;
}

static void
send_mail (MapiNotifier *notifier, GBytes *key, const char *message_class)
{
  g_autoptr (GBytes) id = g_bytes_new_static ("id", 2);
  g_autoptr (MapiNotification) mail = mapi_notification_new_newmail (id, id, message_class, 0);

  mapi_notifier_send (notifier, key, mail);
}

static void
send_row (MapiNotifier *notifier, guint32 event)
{
  g_autoptr (GBytes) index = g_bytes_new_static ("row", 3);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_empty ();
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (event, 0, index, NULL, row);

  mapi_notifier_send (notifier, NULL, notification);
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint32
advise (MapiNotifier *notifier, GBytes *key, guint32 mask, MapiCallbackSink *sink)
{
  g_autoptr (GError) error = NULL;
  guint32 id = mapi_notifier_advise (notifier, key, mask, MAPI_ADVISE_SINK (sink), &error);

  TAP_NO_ERROR (error);
  return id;
}

static void
test_coalesce (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = new_sink (heard);

  CU_ASSERT_NOT_EQUAL (advise (notifier, NULL, MAPI_fnevNewMail, sink), 0);
  send_mail (notifier, NULL, "a");
  send_mail (notifier, NULL, "b");
  TAP_STRING (heard->str, "");
  turn ();
  TAP_STRING (heard->str, "ab");
  send_mail (notifier, NULL, "c");
  turn ();
  TAP_STRING (heard->str, "ab c");
}

static void
test_filter (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = new_sink (heard);
  g_autoptr (MapiCallbackSink) sink_of_all = new_sink (all);
  g_autoptr (GBytes) inbox = g_bytes_new_static ("inbox", 5);
  g_autoptr (GBytes) outbox = g_bytes_new_static ("outbox", 6);

  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, inbox, MAPI_fnevNewMail));
  advise (notifier, inbox, MAPI_fnevNewMail, sink);
  CU_ASSERT_TRUE (mapi_notifier_has_listeners (notifier, inbox, MAPI_fnevNewMail));
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, outbox, MAPI_fnevNewMail));
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, NULL, MAPI_fnevNewMail));
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, inbox, MAPI_fnevTableModified));
  advise (notifier, NULL, MAPI_fnevNewMail | MAPI_fnevTableModified, sink_of_all);

  send_mail (notifier, inbox, "i");
  send_mail (notifier, outbox, "o");
  send_mail (notifier, NULL, "n");
  send_row (notifier, MAPI_TABLE_CHANGED);
  turn ();
  TAP_STRING (heard->str, "i");
  TAP_STRING (all->str, "ion?");
}

static void
test_unadvise (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = new_sink (heard);
  g_autoptr (GError) error = NULL;
  guint32 id = advise (notifier, NULL, MAPI_fnevNewMail, sink);

  send_mail (notifier, NULL, "a");
  CU_ASSERT_TRUE (mapi_notifier_unadvise (notifier, id, &error));
  TAP_NO_ERROR (error);
  turn ();
  TAP_STRING (heard->str, "");
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, NULL, MAPI_fnevNewMail));

  CU_ASSERT_FALSE (mapi_notifier_unadvise (notifier, id, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_EQUAL (mapi_notifier_advise (notifier, NULL, 0, MAPI_ADVISE_SINK (sink), &error), 0);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_weak (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  MapiCallbackSink *sink = new_sink (heard);

  advise (notifier, NULL, MAPI_fnevNewMail, sink);
  send_mail (notifier, NULL, "a");
  g_object_unref (sink);
  turn ();
  TAP_STRING (heard->str, "");
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, NULL, MAPI_fnevNewMail));

  sink = new_sink (heard);
  advise (notifier, NULL, MAPI_fnevNewMail, sink);
  send_mail (notifier, NULL, "b");
  g_clear_object (&notifier);
  turn ();
  TAP_STRING (heard->str, "");
  g_object_unref (sink);
}

static void
count_events (MapiCallbackSink *sink, MapiNotificationList *list, GArray *events)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);
      guint32 event = mapi_notification_get_table_event (notification);

      g_array_append_val (events, event);
    }
}

/* Who does not listen for long is told to read anew instead of being told of each row. */
static void
test_lag (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_signal_connect (sink, "received", G_CALLBACK (count_events), events);
  advise (notifier, NULL, MAPI_fnevTableModified, sink);

  send_row (notifier, MAPI_TABLE_ROW_ADDED);
  send_row (notifier, MAPI_TABLE_SORT_DONE);
  send_row (notifier, MAPI_TABLE_CHANGED);
  send_row (notifier, MAPI_TABLE_ROW_DELETED);
  turn ();
  TAP_NUMBER (events->len, 2);
  TAP_NUMBER (g_array_index (events, guint32, 0), MAPI_TABLE_SORT_DONE);
  TAP_NUMBER (g_array_index (events, guint32, 1), MAPI_TABLE_CHANGED);

  g_array_set_size (events, 0);
  for (guint i = 0; i < 5000; i++)
    send_row (notifier, MAPI_TABLE_ROW_ADDED);
  turn ();
  TAP_NUMBER (events->len, 1);
  TAP_NUMBER (g_array_index (events, guint32, 0), MAPI_TABLE_CHANGED);
}

typedef struct
{
  MapiNotifier *notifier;
  GThread      *thread;
  guint         n_left;
} Threads;

static void
count_down (MapiCallbackSink *sink, MapiNotificationList *list, Threads *threads)
{
  CU_ASSERT_PTR_EQUAL (g_thread_self (), threads->thread);
  threads->n_left -= mapi_notification_list_get_size (list);
}

static gpointer
send_many (gpointer data)
{
  Threads *threads = data;

  for (guint i = 0; i < 1000; i++)
    send_mail (threads->notifier, NULL, "x");
  return NULL;
}

static gboolean
are_done (gpointer data)
{
  return ((Threads *) data)->n_left == 0;
}

static void
test_threads (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  Threads  threads = { notifier, g_thread_self (), 4000 };
  GThread *senders[4];

  g_main_context_push_thread_default (context);
  advise (notifier, NULL, MAPI_fnevNewMail, sink);
  g_main_context_pop_thread_default (context);
  g_signal_connect (sink, "received", G_CALLBACK (count_down), &threads);

  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    senders[i] = g_thread_new ("sender", send_many, &threads);
  tap_wait (context, are_done, &threads);
  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    g_thread_join (senders[i]);
  TAP_NUMBER (threads.n_left, 0);
}

TAP_MAIN ("kit/notifier",
          { "what happens before a delivery comes as one list", test_coalesce },
          { "keys and event masks choose", test_filter },
          { "unadvise drops what was not delivered", test_unadvise },
          { "sinks and notifiers may go at any time", test_weak },
          { "reading anew stands for single rows", test_lag },
          { "many threads, one context", test_threads })
