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
  turn ();
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
  advise (notifier, NULL, OBJECT_EVENTS, sink);

  send_modified (notifier, "A");
  send_modified (notifier, "B");
  send_object (notifier, MAPI_fnevObjectCreated, "C", NULL, 0);
  send_modified (notifier, "A");
  send_modified (notifier, "A");
  send_object (notifier, MAPI_fnevObjectCreated, "D", NULL, 0);
  expect_objects (heard, "mB xC mA xD ");

  send_modified (notifier, "A");
  turn ();
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
  advise (notifier, NULL, OBJECT_EVENTS, sink);

  send_object (notifier, MAPI_fnevObjectModified, "A", subject, G_N_ELEMENTS (subject));
  send_object (notifier, MAPI_fnevObjectModified, "B", body, G_N_ELEMENTS (body));
  send_object (notifier, MAPI_fnevObjectModified, "A", body, G_N_ELEMENTS (body));
  expect_objects (heard, "mB.0017.1000 mA.0037.0017.1000 ");

  send_object (notifier, MAPI_fnevObjectModified, "A", subject, G_N_ELEMENTS (subject));
  send_modified (notifier, "A");
  send_object (notifier, MAPI_fnevObjectModified, "A", body, G_N_ELEMENTS (body));
  expect_objects (heard, "mA ");
}

/* A sink that writes its name, and answers as it is told to. */
G_DECLARE_FINAL_TYPE (FrankSink, frank_sink, FRANK, SINK, GObject)

struct _FrankSink
{
  GObject  parent_instance;
  GString *heard;
  char     name;
  gint     code; /* 0 to be content */
  GThread *thread;
  void (*act) (gpointer data);
  gpointer data;
};

static gboolean
frank_sink_on_notify (MapiAdviseSink *sink, MapiNotificationList *list, GError **error)
{
  FrankSink *self = FRANK_SINK (sink);

  self->thread = g_thread_self ();
  g_string_append_printf (self->heard, "%c%u", self->name, mapi_notification_list_get_size (list));
  if (self->act != NULL)
    self->act (self->data);
  if (self->code == 0)
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, self->code, "told to fail");
  return FALSE;
}

static void
frank_sink_sink_init (MapiAdviseSinkInterface *iface)
{
  iface->on_notify = frank_sink_on_notify;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FrankSink,
                               frank_sink,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_ADVISE_SINK, frank_sink_sink_init))

static void
frank_sink_class_init (FrankSinkClass *klass)
{
}

static void
frank_sink_init (FrankSink *self)
{
}

static FrankSink *
new_frank (GString *heard, char name)
{
  FrankSink *sink = g_object_new (frank_sink_get_type (), NULL);

  sink->heard = heard;
  sink->name = name;
  return sink;
}

static guint32
advise_sync (MapiNotifier *notifier, GBytes *key, FrankSink *sink)
{
  g_autoptr (GError) error = NULL;
  guint32 id =
      mapi_notifier_advise_sync (notifier, key, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), &error);

  TAP_NO_ERROR (error);
  return id;
}

/* Sends new mail twice and an event that nobody asked for between them. */
static gboolean
send_list (MapiNotifier *notifier, GBytes *key)
{
  g_autoptr (GBytes) id = g_bytes_new_static ("id", 2);
  g_autoptr (MapiNotification) mail = mapi_notification_new_newmail (id, id, "m", 0);
  g_autoptr (MapiNotification) other = mapi_notification_new_extended (1, NULL);
  MapiNotification *items[] = { mail, other, mail };
  g_autoptr (MapiNotificationList) list =
      mapi_notification_list_new_from_array (items, G_N_ELEMENTS (items));

  return mapi_notifier_send_list (notifier, key, list);
}

static gpointer
send_list_in_thread (gpointer notifier)
{
  g_autoptr (GBytes) inbox = g_bytes_new_static ("inbox", 5);

  CU_ASSERT_TRUE (send_list (notifier, inbox));
  return g_thread_self ();
}

static void
test_sync (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) later = g_string_new (NULL);
  g_autoptr (FrankSink) first = new_frank (heard, 'a');
  g_autoptr (FrankSink) second = new_frank (heard, 'b');
  g_autoptr (MapiCallbackSink) client = new_sink (later);
  g_autoptr (GBytes) inbox = g_bytes_new_static ("inbox", 5);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  CU_ASSERT_EQUAL (mapi_notifier_advise_sync (notifier, NULL, 0, MAPI_ADVISE_SINK (first), &error),
                   0);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  advise_sync (notifier, inbox, first);
  advise (notifier, inbox, MAPI_fnevNewMail, client);
  advise_sync (notifier, NULL, second);

  CU_ASSERT_TRUE (send_list (notifier, inbox));
  TAP_STRING (heard->str, "a2b2");
  TAP_STRING (later->str, "");
  turn ();
  TAP_STRING (heard->str, "a2b2");
  TAP_STRING (later->str, "mm");

  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2b2");
  thread = g_thread_new ("sender", send_list_in_thread, notifier);
  g_thread_ref (thread);
  CU_ASSERT_PTR_EQUAL (g_thread_join (thread), first->thread);
  TAP_STRING (heard->str, "a2b2b2a2b2");
  g_thread_unref (thread);

  send_mail (notifier, inbox, "x");
  TAP_STRING (heard->str, "a2b2b2a2b2");
  turn ();
  TAP_STRING (heard->str, "a2b2b2a2b2a1b1");
}

/* R647: one that asks to stop stops the others that are called at once; another failure nobody. */
static void
test_stop (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) later = g_string_new (NULL);
  g_autoptr (FrankSink) first = new_frank (heard, 'a');
  g_autoptr (FrankSink) second = new_frank (heard, 'b');
  g_autoptr (FrankSink) third = new_frank (heard, 'c');
  g_autoptr (MapiCallbackSink) client = new_sink (later);

  advise_sync (notifier, NULL, first);
  advise_sync (notifier, NULL, second);
  advise_sync (notifier, NULL, third);
  advise (notifier, NULL, MAPI_fnevNewMail, client);

  second->code = MAPI_E_CALL_FAILED;
  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2c2");
  second->code = MAPI_E_CANCEL;
  g_string_truncate (heard, 0);
  CU_ASSERT_FALSE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2");
  turn ();
  TAP_STRING (heard->str, "a2b2");
  TAP_STRING (later->str, "mmmm");
  second->code = 0;
  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2a2b2c2");
}

typedef struct
{
  MapiNotifier *notifier;
  FrankSink    *first;
  FrankSink    *newcomer;
  guint32       doomed;
} Meddling;

static void
meddle (gpointer data)
{
  Meddling *meddling = data;
  g_autoptr (GError) error = NULL;

  meddling->first->act = NULL;
  CU_ASSERT_TRUE (mapi_notifier_unadvise (meddling->notifier, meddling->doomed, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (send_list (meddling->notifier, NULL));
  advise_sync (meddling->notifier, NULL, meddling->newcomer);
}

static void
drop_notifier (gpointer data)
{
  g_clear_object ((MapiNotifier **) data);
}

static void
test_meddling (void)
{
  g_autoptr (MapiNotifier) notifier = mapi_notifier_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (FrankSink) first = new_frank (heard, 'a');
  g_autoptr (FrankSink) doomed = new_frank (heard, 'b');
  g_autoptr (FrankSink) last = new_frank (heard, 'c');
  g_autoptr (FrankSink) newcomer = new_frank (heard, 'd');
  Meddling meddling = { notifier, first, newcomer, 0 };

  advise_sync (notifier, NULL, first);
  meddling.doomed = advise_sync (notifier, NULL, doomed);
  advise_sync (notifier, NULL, last);
  first->act = meddle;
  first->data = &meddling;
  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2a2c2c2");

  g_string_truncate (heard, 0);
  first->act = drop_notifier;
  first->data = &notifier;
  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2");
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

  g_signal_connect (passing, "received", G_CALLBACK (note_received), heard);
  g_signal_connect (keeping, "received", G_CALLBACK (keep_first), &kept);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GBytes) key = g_bytes_new_with_free_func ("key", 3, count_end, &n_ended);
      g_autoptr (MapiNotification) mail = mapi_notification_new_newmail (key, key, "A", 0);

      advise (notifier, NULL, MAPI_fnevNewMail, round == 0 ? passing : keeping);
      mapi_notifier_send (notifier, NULL, mail);
      g_clear_pointer (&mail, mapi_notification_unref);
      g_clear_pointer (&key, g_bytes_unref);
      turn ();
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
          { "what a sink is given lasts as long as the call", test_data_of_a_call },
          { "a synchronous sink is called before send_list returns", test_sync },
          { "a synchronous sink can ask to stop (R647)", test_stop },
          { "synchronous sinks may advise, unadvise, send and drop the notifier", test_meddling })
