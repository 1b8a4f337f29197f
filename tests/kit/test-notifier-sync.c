/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "notifier-rig.h"
#include "tap.h"

#include <mapi/mapi.h>

/* Sinks that are called before the sender goes on. */

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
  g_autoptr (MapiCallbackSink) client = notifier_rig_new_sink (later);
  g_autoptr (GBytes) inbox = g_bytes_new_static ("inbox", 5);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  CU_ASSERT_EQUAL (mapi_notifier_advise_sync (notifier, NULL, 0, MAPI_ADVISE_SINK (first), &error),
                   0);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  advise_sync (notifier, inbox, first);
  notifier_rig_advise (notifier, inbox, MAPI_fnevNewMail, client);
  advise_sync (notifier, NULL, second);

  CU_ASSERT_TRUE (send_list (notifier, inbox));
  TAP_STRING (heard->str, "a2b2");
  TAP_STRING (later->str, "");
  notifier_rig_turn ();
  TAP_STRING (heard->str, "a2b2");
  TAP_STRING (later->str, "mm");

  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2b2");
  thread = g_thread_new ("sender", send_list_in_thread, notifier);
  g_thread_ref (thread);
  CU_ASSERT_PTR_EQUAL (g_thread_join (thread), first->thread);
  TAP_STRING (heard->str, "a2b2b2a2b2");
  g_thread_unref (thread);

  notifier_rig_send (notifier, inbox, "x");
  TAP_STRING (heard->str, "a2b2b2a2b2");
  notifier_rig_turn ();
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
  g_autoptr (MapiCallbackSink) client = notifier_rig_new_sink (later);

  advise_sync (notifier, NULL, first);
  advise_sync (notifier, NULL, second);
  advise_sync (notifier, NULL, third);
  notifier_rig_advise (notifier, NULL, MAPI_fnevNewMail, client);

  second->code = MAPI_E_CALL_FAILED;
  CU_ASSERT_TRUE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2c2");
  second->code = MAPI_E_CANCEL;
  g_string_truncate (heard, 0);
  CU_ASSERT_FALSE (send_list (notifier, NULL));
  TAP_STRING (heard->str, "a2b2");
  notifier_rig_turn ();
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

TAP_MAIN ("kit/notifier-sync",
          { "a synchronous sink is called before send_list returns", test_sync },
          { "a synchronous sink can ask to stop (R647)", test_stop },
          { "synchronous sinks may advise, unadvise, send and drop the notifier", test_meddling })
