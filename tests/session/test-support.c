/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "mock-link.h"
#include "support-rig.h"
#include "tap.h"

/* What the support objects of a session offer to which provider. */

static void
expect_no_support (gboolean answer, GError **error)
{
  CU_ASSERT_FALSE (answer);
  TAP_ERROR (*error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (error);
}

/* R508: the table of methods says which kind has which. */
static void
test_kinds (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiSupport) service = NULL;
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  support_rig_init (&rig);
  expect_no_support (mapi_support_spooler_yield (rig.for_store, 0, NULL, &error), &error);
  expect_no_support (
      mapi_support_status_recips (rig.for_store, MAPI_MESSAGE (message), none, NULL, &error),
      &error);
  expect_no_support (
      mapi_support_prepare_submit (rig.for_transport, MAPI_MESSAGE (message), &flags, NULL, &error),
      &error);
  expect_no_support (mapi_support_set_provider_uid (rig.for_transport, uid, 0, &error), &error);
  expect_no_support (mapi_support_do_progress_dialog (rig.for_transport, 0, &error) != NULL,
                     &error);

  service = mapi_support_get_svc_config_support_obj (rig.for_store, 0, &error);
  TAP_NO_ERROR (error);
  expect_no_support (mapi_support_spooler_notify (service, MAPI_NOTIFY_READYTOSEND, NULL, &error),
                     &error);
  g_clear_pointer (&uid, mapi_uid_free);
  uid = mapi_support_new_uid (service, &error);
  TAP_NO_ERROR (error);
}

static void
count_notifications (MapiCallbackSink *sink, MapiNotificationList *list, gpointer data)
{
  *(guint *) data += mapi_notification_list_get_size (list);
}

static gboolean
is_two (gpointer data)
{
  return *(guint *) data == 2;
}

/* R626: what an address book has to say is no business of the spooler's. */
static void
test_address_book_kind (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "book");
  g_autoptr (MapiSession) session = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (GBytes) entry_id = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  MapiSupport *support;
  guint32      flags = 0;

  session = mapi_session_logon_profile (profile, 0, NULL, &error);
  book = mapi_session_open_address_book (session, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  support = g_type_get_qdata (g_type_from_name ("Book"), g_quark_from_static_string ("support"));
  expect_no_support (mapi_support_spooler_notify (support, MAPI_NOTIFY_READYTOSEND, NULL, &error),
                     &error);
  expect_no_support (mapi_support_spooler_yield (support, 0, NULL, &error), &error);
  expect_no_support (mapi_support_complete_msg (support, 0, entry_id, NULL, &error), &error);
  expect_no_support (
      mapi_support_expand_recips (support, MAPI_MESSAGE (message), &flags, NULL, &error), &error);
  mapi_session_logoff (session, 0, NULL, NULL);
}

static void
test_notify (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  g_autoptr (GBytes) other = g_bytes_new_static ("other", 5);
  g_autoptr (MapiNotification) event = mapi_notification_new_newmail (key, key, "IPM.Note", 0);
  g_autoptr (MapiNotificationList) none = mapi_notification_list_new ();
  g_autoptr (MapiNotificationList) one = mapi_notification_list_append (none, event);
  g_autoptr (MapiNotificationList) two = mapi_notification_list_append (one, event);
  g_autoptr (GError) error = NULL;
  guint   told = 0;
  guint32 flags = 0;
  guint32 connection;

  support_rig_init (&rig);
  g_signal_connect (sink, "received", G_CALLBACK (count_notifications), &told);
  connection = mapi_support_subscribe (
      rig.for_store, key, MAPI_fnevNewMail, 0, MAPI_ADVISE_SINK (sink), &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_support_send_notification (rig.for_store, other, one, &flags, &error));
  CU_ASSERT (mapi_support_send_notification (rig.for_store, key, two, &flags, &error));
  TAP_NUMBER (told, 0);
  CU_ASSERT (tap_wait (NULL, is_two, &told));
  CU_ASSERT (mapi_support_unsubscribe (rig.for_store, connection, &error));
  TAP_NO_ERROR (error);
}

/* A sink of a provider's own, which asks to stop. */
G_DECLARE_FINAL_TYPE (StopSink, stop_sink, STOP, SINK, GObject)

struct _StopSink
{
  GObject parent_instance;
};

static gboolean
stop_on_notify (MapiAdviseSink *sink, MapiNotificationList *list, GError **error)
{
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_CANCEL, "heard enough");
  return FALSE;
}

static void
stop_sink_sink_init (MapiAdviseSinkInterface *iface)
{
  iface->on_notify = stop_on_notify;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (StopSink,
                               stop_sink,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_ADVISE_SINK, stop_sink_sink_init))

static void
stop_sink_class_init (StopSinkClass *klass)
{
}

static void
stop_sink_init (StopSink *self)
{
}

static guint32
subscribe (SupportRig *rig, GBytes *key, guint32 flags, gpointer sink)
{
  g_autoptr (GError) error = NULL;
  guint32 connection = mapi_support_subscribe (
      rig->for_store, key, MAPI_fnevNewMail, flags, MAPI_ADVISE_SINK (sink), &error);

  TAP_NO_ERROR (error);
  return connection;
}

static guint32
notify_of_mail (SupportRig *rig, GBytes *key)
{
  g_autoptr (MapiNotification) event = mapi_notification_new_newmail (key, key, "IPM.Note", 0);
  g_autoptr (MapiNotificationList) list = mapi_notification_list_new_from_array (&event, 1);
  g_autoptr (GError) error = NULL;
  guint32 flags = MAPI_UNICODE;

  CU_ASSERT (mapi_support_send_notification (rig->for_store, key, list, &flags, &error));
  TAP_NO_ERROR (error);
  return flags;
}

static gboolean
is_one (gpointer data)
{
  return *(guint *) data == 1;
}

/* R645, R647: only who subscribed with NOTIFY_SYNC is called at once, and only such a one stops. */
static void
test_notify_sync (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiCallbackSink) own = mapi_callback_sink_new ();
  g_autoptr (MapiCallbackSink) clients = mapi_callback_sink_new ();
  g_autoptr (StopSink) stopper = g_object_new (stop_sink_get_type (), NULL);
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  g_autoptr (GError) error = NULL;
  guint   told = 0;
  guint   told_later = 0;
  guint32 connection;

  support_rig_init (&rig);
  g_signal_connect (own, "received", G_CALLBACK (count_notifications), &told);
  g_signal_connect (clients, "received", G_CALLBACK (count_notifications), &told_later);
  subscribe (&rig, key, 0, clients);
  connection = subscribe (&rig, key, MAPI_NOTIFY_SYNC, own);

  TAP_NUMBER (notify_of_mail (&rig, key), 0);
  TAP_NUMBER (told, 1);
  TAP_NUMBER (told_later, 0);
  CU_ASSERT (tap_wait (NULL, is_one, &told_later));

  CU_ASSERT (mapi_support_unsubscribe (rig.for_store, connection, &error));
  TAP_NO_ERROR (error);
  subscribe (&rig, key, MAPI_NOTIFY_SYNC, stopper);
  subscribe (&rig, key, MAPI_NOTIFY_SYNC, own);
  TAP_NUMBER (notify_of_mail (&rig, key), MAPI_NOTIFY_CANCELED);
  TAP_NUMBER (told, 1);
  CU_ASSERT (tap_wait (NULL, is_two, &told_later));
  TAP_NUMBER (told, 1);
}

static void
test_sections (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiProfSect) own = NULL;
  g_autoptr (MapiProfSect) instance = NULL;
  g_autoptr (MapiUid) uid = mapi_uid_from_name ("MUID_PROFILE_INSTANCE", NULL);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  own = mapi_support_open_profile_section (rig.for_store, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  instance = mapi_support_open_profile_section (rig.for_store, uid, 0, NULL, &error);
  TAP_NO_ERROR (error);
  props = mapi_prop_get_props (MAPI_PROP (instance), NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_PROFILE_NAME),
              mapi_profile_get_name (rig.profile));
}

static void
test_invalid (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) other = mapi_memory_message_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  CU_ASSERT (mapi_support_make_invalid (rig.for_store, G_OBJECT (message), 0, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NULL (mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
  g_clear_error (&error);
  props = mapi_prop_get_props (MAPI_PROP (other), NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

static gboolean
count_turn (gpointer data)
{
  ++*(guint *) data;

  return G_SOURCE_REMOVE;
}

static void
expect_cancelled (gboolean answer, GError **error)
{
  CU_ASSERT_FALSE (answer);
  TAP_ERROR (*error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (error);
}

static void
test_yield (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) call = g_cancellable_new ();
  g_autoptr (GCancellable) logon = g_cancellable_new ();
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (GError) error = NULL;
  guint turns = 0;

  support_rig_init (&rig);
  g_main_context_push_thread_default (context);
  g_source_set_callback (source, count_turn, &turns, NULL);
  g_source_attach (source, context);
  CU_ASSERT (mapi_support_spooler_yield (rig.for_transport, 0, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (turns, 1);
  TAP_NUMBER (rig.link->n_yields, 1);

  g_cancellable_cancel (call);
  expect_cancelled (mapi_support_spooler_yield (rig.for_transport, 0, call, &error), &error);
  mapi_session_set_logon_cancellable (rig.session, rig.for_transport, logon);
  CU_ASSERT (mapi_support_spooler_yield (rig.for_transport, 0, NULL, &error));
  g_cancellable_cancel (logon);
  expect_cancelled (mapi_support_spooler_yield (rig.for_transport, 0, NULL, &error), &error);
  mapi_session_set_logon_cancellable (rig.session, rig.for_transport, NULL);
  rig.link->stop = TRUE;
  expect_cancelled (mapi_support_spooler_yield (rig.for_transport, 0, NULL, &error), &error);
  g_main_context_pop_thread_default (context);
}

/* R441 to R443. */
static void
test_spooler_notify (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  CU_ASSERT (mapi_support_spooler_notify (rig.for_transport, MAPI_NOTIFY_NEWMAIL, NULL, &error));
  CU_ASSERT (mapi_support_spooler_notify (rig.for_store, MAPI_NOTIFY_READYTOSEND, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (rig.link->notices, MAPI_NOTIFY_NEWMAIL | MAPI_NOTIFY_READYTOSEND);

  CU_ASSERT_FALSE (mapi_support_spooler_notify (rig.for_store, MAPI_NOTIFY_NEWMAIL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (
      mapi_support_spooler_notify (rig.for_transport, MAPI_NOTIFY_NEWMAIL_RECEIVED, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_support_spooler_notify (
      rig.for_transport, MAPI_NOTIFY_SENTDEFERRED | MAPI_NOTIFY_CRITICAL_ERROR, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static gpointer
notify_from_thread (gpointer support)
{
  return GINT_TO_POINTER (
      mapi_support_spooler_notify (support, MAPI_NOTIFY_CONFIG_CHANGE, NULL, NULL));
}

static void
test_spooler_link (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_empty ();
  g_autoptr (GBytes) entry_id = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  guint32 flags = MAPI_LOGOFF_QUIET;
  guint   rows;

  support_rig_init (&rig);
  CU_ASSERT (GPOINTER_TO_INT (
      g_thread_join (g_thread_new ("notify", notify_from_thread, rig.for_transport))));
  TAP_NUMBER (rig.link->notices, MAPI_NOTIFY_CONFIG_CHANGE);
  CU_ASSERT (mapi_uid_equal (&rig.link->provider, rig.transport_uid));

  CU_ASSERT (
      mapi_support_status_recips (rig.for_transport, MAPI_MESSAGE (message), none, NULL, &error));
  CU_ASSERT (mapi_support_complete_msg (rig.for_store, 0, entry_id, NULL, &error));
  CU_ASSERT (mapi_support_store_logoff_transports (rig.for_store, &flags, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (rig.link->n_reports, 1);
  TAP_NUMBER (rig.link->n_completed, 1);
  TAP_NUMBER (flags, MAPI_LOGOFF_OUTBOUND);

  rows = rig.link->n_rows;
  CU_ASSERT (mapi_support_modify_status_row (
      rig.for_transport, columns, MAPI_STATUSROW_UPDATE, NULL, &error));
  CU_ASSERT (
      mapi_support_modify_status_row (rig.for_store, columns, MAPI_STATUSROW_UPDATE, NULL, &error));
  TAP_NUMBER (rig.link->n_rows, rows + 1);

  /* Without a spooler in the process. */
  mapi_session_set_spooler (rig.session, NULL);
  CU_ASSERT (mapi_support_spooler_notify (rig.for_store, MAPI_NOTIFY_READYTOSEND, NULL, &error));
  CU_ASSERT (mapi_support_store_logoff_transports (rig.for_store, &flags, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (flags, MAPI_LOGOFF_COMPLETE);
  expect_no_support (mapi_support_complete_msg (rig.for_store, 0, entry_id, NULL, &error), &error);
}

/* R463, D10: whether it succeeds or fails, the caller has its list, unchanged. */
static void
test_status_recips (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "A", "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiRowSet) same = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  CU_ASSERT (
      mapi_support_status_recips (rig.for_transport, MAPI_MESSAGE (message), rows, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (rig.link->n_reports, 1);
  CU_ASSERT_TRUE (mapi_row_set_equal (rows, same));

  mapi_session_set_spooler (rig.session, NULL);
  expect_no_support (
      mapi_support_status_recips (rig.for_transport, MAPI_MESSAGE (message), rows, NULL, &error),
      &error);
  CU_ASSERT_TRUE (mapi_row_set_equal (rows, same));
}

static void
test_progress (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiProgress) progress = NULL;
  g_autoptr (GError) error = NULL;
  guint32 minimum = 10;
  guint32 maximum = 20;
  guint32 flags = 0;
  guint32 answer = 0;

  support_rig_init (&rig);
  progress = mapi_support_do_progress_dialog (rig.for_store, MAPI_TOP_LEVEL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_progress_get_flags (progress, &answer, &error) && answer == MAPI_TOP_LEVEL);
  CU_ASSERT (mapi_progress_get_max (progress, &answer, &error) && answer == 1000);
  CU_ASSERT (mapi_progress_set_limits (progress, &minimum, &maximum, &flags, &error));
  CU_ASSERT (mapi_progress_get_min (progress, &answer, &error) && answer == 10);
  CU_ASSERT (mapi_progress_progress (progress, 15, 1, 2, &error));
  TAP_NO_ERROR (error);
}

TAP_MAIN ("session/support",
          { "each kind of provider has its methods (R508)", test_kinds },
          { "an address book has nothing to tell the spooler (R626)", test_address_book_kind },
          { "Subscribe and Notify", test_notify },
          { "NOTIFY_SYNC and who asks to stop (R645, R647)", test_notify_sync },
          { "profile sections", test_sections },
          { "an object that was made invalid (R509)", test_invalid },
          { "SpoolerYield turns the context and stops when told", test_yield },
          { "SpoolerNotify knows who may say what (R441, R442, R443)", test_spooler_notify },
          { "the spooler hears of the rest", test_spooler_link },
          { "the list of StatusRecips is its caller's (D10, R463)", test_status_recips },
          { "the progress object", test_progress })
