/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "notifier-rig.h"
#include "tap.h"

#include <mapi/mapi.h>

/* Notifications that are delivered later, in the context of who advised. */

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
test_coalesce (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = notifier_rig_new_sink (heard);

  CU_ASSERT_NOT_EQUAL (notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, sink), 0);
  notifier_rig_send (notifier, NULL, "a");
  notifier_rig_send (notifier, NULL, "b");
  TAP_STRING (heard->str, "");
  notifier_rig_turn ();
  TAP_STRING (heard->str, "ab");
  notifier_rig_send (notifier, NULL, "c");
  notifier_rig_turn ();
  TAP_STRING (heard->str, "ab c");
}

static void
test_filter (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = notifier_rig_new_sink (heard);
  g_autoptr (MapiCallbackSink) sink_of_all = notifier_rig_new_sink (all);
  g_autoptr (GBytes) inbox = g_bytes_new_static ("inbox", 5);
  g_autoptr (GBytes) outbox = g_bytes_new_static ("outbox", 6);

  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, inbox, MAPI_fnevNewMail));
  notifier_rig_advise (notifier, inbox, MAPI_fnevNewMail, sink);
  CU_ASSERT_TRUE (mapi_notifier_has_listeners (notifier, inbox, MAPI_fnevNewMail));
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, outbox, MAPI_fnevNewMail));
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, NULL, MAPI_fnevNewMail));
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, inbox, MAPI_fnevTableModified));
  notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail | MAPI_fnevTableModified, sink_of_all);

  notifier_rig_send (notifier, inbox, "i");
  notifier_rig_send (notifier, outbox, "o");
  notifier_rig_send (notifier, NULL, "n");
  send_row (notifier, MAPI_TABLE_CHANGED);
  notifier_rig_turn ();
  TAP_STRING (heard->str, "i");
  TAP_STRING (all->str, "ion?");
}

static void
test_unadvise (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = notifier_rig_new_sink (heard);
  g_autoptr (GError) error = NULL;
  guint32 id = notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, sink);

  notifier_rig_send (notifier, NULL, "a");
  CU_ASSERT_TRUE (mapi_notifier_unadvise (notifier, id, &error));
  TAP_NO_ERROR (error);
  notifier_rig_turn ();
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
  MapiCallbackSink *sink = notifier_rig_new_sink (heard);

  notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, sink);
  notifier_rig_send (notifier, NULL, "a");
  g_object_unref (sink);
  notifier_rig_turn ();
  TAP_STRING (heard->str, "");
  CU_ASSERT_FALSE (mapi_notifier_has_listeners (notifier, NULL, MAPI_fnevNewMail));

  sink = notifier_rig_new_sink (heard);
  notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, sink);
  notifier_rig_send (notifier, NULL, "b");
  g_clear_object (&notifier);
  notifier_rig_turn ();
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
  notifier_rig_advise (notifier, NULL, MAPI_fnevTableModified, sink);

  send_row (notifier, MAPI_TABLE_ROW_ADDED);
  send_row (notifier, MAPI_TABLE_SORT_DONE);
  send_row (notifier, MAPI_TABLE_CHANGED);
  send_row (notifier, MAPI_TABLE_ROW_DELETED);
  notifier_rig_turn ();
  TAP_NUMBER (events->len, 2);
  TAP_NUMBER (g_array_index (events, guint32, 0), MAPI_TABLE_SORT_DONE);
  TAP_NUMBER (g_array_index (events, guint32, 1), MAPI_TABLE_CHANGED);

  g_array_set_size (events, 0);
  for (guint i = 0; i < 5000; i++)
    send_row (notifier, MAPI_TABLE_ROW_ADDED);
  notifier_rig_turn ();
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
    notifier_rig_send (threads->notifier, NULL, "x");
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
  notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, sink);
  g_main_context_pop_thread_default (context);
  g_signal_connect (sink, "received", G_CALLBACK (count_down), &threads);

  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    senders[i] = g_thread_new ("sender", send_many, &threads);
  tap_wait (context, are_done, &threads);
  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    g_thread_join (senders[i]);
  TAP_NUMBER (threads.n_left, 0);
}

static void
send_object (MapiNotifier *notifier, guint32 event, const char *id, const guint32 *tags, gsize n)
{
  g_autoptr (GBytes) entry_id = g_bytes_new (id, strlen (id));
  g_autoptr (MapiPropTagArray) changed = n > 0 ? mapi_prop_tag_array_new (tags, n) : NULL;
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_object (event,
                                    MAPI_OBJECT_MESSAGE,
                                    entry_id,
                                    NULL,
                                    event == MAPI_fnevObjectMoved ? entry_id : NULL,
                                    NULL,
                                    changed);

  mapi_notifier_send (notifier, NULL, notification);
}

static void
send_modified (MapiNotifier *notifier, const char *id)
{
  send_object (notifier, MAPI_fnevObjectModified, id, NULL, 0);
}

/* What happened to which object, and the tags: "mA.0037". */
static void
note_objects (MapiCallbackSink *sink, MapiNotificationList *list, GString *heard)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) event = mapi_notification_list_get_notification (list, i);
      g_autoptr (GBytes) id = mapi_notification_get_entry_id (event);
      g_autoptr (MapiPropTagArray) tags = mapi_notification_get_tags (event);

      g_string_append_c (
          heard, mapi_notification_get_event_type (event) == MAPI_fnevObjectModified ? 'm' : 'x');
      g_string_append_len (heard, g_bytes_get_data (id, NULL), g_bytes_get_size (id));
      for (guint j = 0; tags != NULL && j < mapi_prop_tag_array_get_size (tags); j++)
        g_string_append_printf (heard, ".%04x", mapi_prop_tag_array_get_tag (tags, j) >> 16);
      g_string_append_c (heard, ' ');
    }
}

static void
expect_objects (GString *heard, const char *expected)
{
  notifier_rig_turn ();
  TAP_STRING (heard->str, expected);
  g_string_truncate (heard, 0);
}

#define OBJECT_EVENTS                                                                              \
  (MAPI_fnevObjectCreated | MAPI_fnevObjectModified | MAPI_fnevObjectMoved | MAPI_fnevObjectDeleted)

static void
test_modified (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();

  g_signal_connect (sink, "received", G_CALLBACK (note_objects), heard);
  notifier_rig_advise (notifier, NULL, OBJECT_EVENTS, sink);

  send_modified (notifier, "A");
  send_modified (notifier, "B");
  send_object (notifier, MAPI_fnevObjectCreated, "C", NULL, 0);
  send_modified (notifier, "A");
  send_modified (notifier, "A");
  send_object (notifier, MAPI_fnevObjectCreated, "D", NULL, 0);
  expect_objects (heard, "mB xC mA xD ");

  send_modified (notifier, "A");
  notifier_rig_turn ();
  send_modified (notifier, "A");
  expect_objects (heard, "mA mA ");

  send_modified (notifier, "A");
  send_object (notifier, MAPI_fnevObjectMoved, "A", NULL, 0);
  send_modified (notifier, "A");
  send_modified (notifier, "A");
  send_object (notifier, MAPI_fnevObjectDeleted, "A", NULL, 0);
  expect_objects (heard, "mA xA mA xA ");

  send_modified (notifier, "A");
  mapi_notifier_discard (notifier);
  send_modified (notifier, "A");
  expect_objects (heard, "mA ");
}

static void
test_tags (void)
{
  static const guint32 subject[] = { MAPI_PR_SUBJECT, MAPI_PR_IMPORTANCE };
  static const guint32 body[] = { MAPI_PR_IMPORTANCE, MAPI_PR_BODY };
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();

  g_signal_connect (sink, "received", G_CALLBACK (note_objects), heard);
  notifier_rig_advise (notifier, NULL, OBJECT_EVENTS, sink);

  send_object (notifier, MAPI_fnevObjectModified, "A", subject, G_N_ELEMENTS (subject));
  send_object (notifier, MAPI_fnevObjectModified, "B", body, G_N_ELEMENTS (body));
  send_object (notifier, MAPI_fnevObjectModified, "A", body, G_N_ELEMENTS (body));
  expect_objects (heard, "mB.0017.1000 mA.0037.0017.1000 ");

  send_object (notifier, MAPI_fnevObjectModified, "A", subject, G_N_ELEMENTS (subject));
  send_modified (notifier, "A");
  send_object (notifier, MAPI_fnevObjectModified, "A", body, G_N_ELEMENTS (body));
  expect_objects (heard, "mA ");
}

static void
count_end (gpointer n_ended)
{
  (*(guint *) n_ended)++;
}

static void
keep_first (MapiCallbackSink *sink, MapiNotificationList *list, gpointer kept)
{
  *(MapiNotification **) kept = mapi_notification_list_get_notification (list, 0);
}

/* R644: what a sink is given is gone when it has returned, unless it holds what it wants to keep;
 * that stays as it is, and is not its to change. */
static void
test_data_of_a_call (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (MapiCallbackSink) passing = mapi_callback_sink_new ();
  g_autoptr (MapiCallbackSink) keeping = mapi_callback_sink_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  MapiNotification *kept = NULL;
  guint             n_ended = 0;

  g_signal_connect (passing, "received", G_CALLBACK (notifier_rig_note), heard);
  g_signal_connect (keeping, "received", G_CALLBACK (keep_first), &kept);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GBytes) key = g_bytes_new_with_free_func ("key", 3, count_end, &n_ended);
      g_autoptr (MapiNotification) mail = mapi_notification_new_newmail (key, key, "A", 0);

      notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, round == 0 ? passing : keeping);
      mapi_notifier_send (notifier, NULL, mail);
      g_clear_pointer (&mail, mapi_notification_unref);
      g_clear_pointer (&key, g_bytes_unref);
      notifier_rig_turn ();
      TAP_NUMBER (n_ended, 1);
    }
  TAP_STRING (heard->str, "A A");
  if (kept == NULL)
    return;
  TAP_STRING (mapi_notification_get_text (kept), "A");
  mapi_notification_unref (kept);
  TAP_NUMBER (n_ended, 2);
}

TAP_MAIN ("kit/notifier",
          { "what happens before a delivery comes as one list", test_coalesce },
          { "keys and event masks choose", test_filter },
          { "unadvise drops what was not delivered", test_unadvise },
          { "sinks and notifiers may go at any time", test_weak },
          { "reading anew stands for single rows", test_lag },
          { "changes of one object that were not delivered become one", test_modified },
          { "such a change has the tags of all, or none", test_tags },
          { "many threads, one context", test_threads },
          { "what a sink is given lasts as long as the call", test_data_of_a_call })
