/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "mock-link.h"
#include "tap.h"

/* A session with a store and a transport, and the support objects of both. */
typedef struct
{
  MapiProfile  *profile;
  MapiUid      *service;
  MapiUid      *transport_uid;
  MapiSession  *session;
  MockLink     *link;
  MapiMsgStore *store;
  MapiXpLogon  *transport;
  MapiSupport  *for_store;
  MapiSupport  *for_transport;
} Rig;

static void
rig_init (Rig *rig)
{
  guint32 flags = 0;
  g_autoptr (GError) error = NULL;

  rig->profile = fixtures_profile ();
  rig->service = fixtures_add (rig->profile, "plain");
  rig->transport_uid = fixtures_provider (rig->profile, rig->service, MAPI_TRANSPORT_PROVIDER);
  rig->session = mapi_session_logon_profile (rig->profile, 0, NULL, &error);
  rig->link = mock_link_new ();
  mapi_session_set_spooler (rig->session, MAPI_SPOOLER_LINK (rig->link));
  rig->store = mapi_session_open_msg_store (rig->session, NULL, 0, NULL, &error);
  rig->transport = mapi_session_logon_transport (
      rig->session, rig->transport_uid, &flags, &rig->for_transport, NULL, &error);
  rig->for_store = g_object_ref (g_object_get_data (G_OBJECT (rig->store), "support"));
  TAP_NO_ERROR (error);
}

static void
rig_clear (Rig *rig)
{
  g_clear_object (&rig->for_transport);
  g_clear_object (&rig->for_store);
  g_clear_object (&rig->transport);
  g_clear_object (&rig->store);
  mapi_session_logoff (rig->session, 0, NULL, NULL);
  g_clear_object (&rig->session);
  g_clear_object (&rig->link);
  g_clear_object (&rig->profile);
  g_clear_pointer (&rig->service, mapi_uid_free);
  g_clear_pointer (&rig->transport_uid, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

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
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiSupport) service = NULL;
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
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

  rig_init (&rig);
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
subscribe (Rig *rig, GBytes *key, guint32 flags, gpointer sink)
{
  g_autoptr (GError) error = NULL;
  guint32 connection = mapi_support_subscribe (
      rig->for_store, key, MAPI_fnevNewMail, flags, MAPI_ADVISE_SINK (sink), &error);

  TAP_NO_ERROR (error);
  return connection;
}

static guint32
notify_of_mail (Rig *rig, GBytes *key)
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiCallbackSink) own = mapi_callback_sink_new ();
  g_autoptr (MapiCallbackSink) clients = mapi_callback_sink_new ();
  g_autoptr (StopSink) stopper = g_object_new (stop_sink_get_type (), NULL);
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  g_autoptr (GError) error = NULL;
  guint   told = 0;
  guint   told_later = 0;
  guint32 connection;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiProfSect) own = NULL;
  g_autoptr (MapiProfSect) instance = NULL;
  g_autoptr (MapiUid) uid = mapi_uid_from_name ("MUID_PROFILE_INSTANCE", NULL);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) other = mapi_memory_message_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) call = g_cancellable_new ();
  g_autoptr (GCancellable) logon = g_cancellable_new ();
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (GError) error = NULL;
  guint turns = 0;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_empty ();
  g_autoptr (GBytes) entry_id = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  guint32 flags = MAPI_LOGOFF_QUIET;
  guint   rows;

  rig_init (&rig);
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
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "A", "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiRowSet) same = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
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
set_long (MapiMemoryMessage *message, guint32 tag, gint32 number)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (tag, number);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);
}

static void
add_row (MapiMemoryMessage *message, MapiPropList *row)
{
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
add_recipient (MapiMemoryMessage *message, guint32 type, const char *address)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, NULL, "SMTP", address);

  add_row (message, row);
}

static MapiRowSet *
recipients_of (MapiMemoryMessage *message)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (MAPI_MESSAGE (message), 0, NULL, NULL);

  return mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);
}

static void
expect_recipient (MapiMemoryMessage *message, guint index, guint32 type, const char *address)
{
  g_autoptr (MapiRowSet) rows = recipients_of (message);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  TAP_NUMBER ((guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0), type);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), address);
}

static gboolean
responsibility (MapiMemoryMessage *message, guint index)
{
  g_autoptr (MapiRowSet) rows = recipients_of (message);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  CU_ASSERT (mapi_prop_list_contains (row, MAPI_PR_RESPONSIBILITY));
  return mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
}

/* Rulings D1 and D17. */
static void
test_prepare_submit (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) before = NULL;
  g_autoptr (MapiRowSet) same = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  rig_init (&rig);
  add_recipient (message, MAPI_TO | MAPI_SUBMITTED, "got-it@example.org");
  add_recipient (message, MAPI_CC | MAPI_P1, "again@example.org");
  add_recipient (message, MAPI_BCC, "new@example.org");
  before = recipients_of (message);

  CU_ASSERT (
      mapi_support_prepare_submit (rig.for_store, MAPI_MESSAGE (message), &flags, NULL, &error));
  TAP_NO_ERROR (error);
  same = recipients_of (message);
  CU_ASSERT (mapi_row_set_equal (before, same));

  set_long (message, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_RESEND | MAPI_MSGFLAG_UNSENT);
  CU_ASSERT (
      mapi_support_prepare_submit (rig.for_store, MAPI_MESSAGE (message), &flags, NULL, &error));
  TAP_NO_ERROR (error);
  expect_recipient (message, 0, MAPI_TO, "got-it@example.org");
  expect_recipient (message, 1, MAPI_CC | MAPI_P1, "again@example.org");
  expect_recipient (message, 2, MAPI_BCC, "new@example.org");
  CU_ASSERT_TRUE (responsibility (message, 0));
  CU_ASSERT_FALSE (responsibility (message, 1));
  CU_ASSERT_FALSE (responsibility (message, 2));
  TAP_NUMBER (flags, 0);
}

static void
expand (Rig *rig, MapiMemoryMessage *message)
{
  g_autoptr (GError) error = NULL;
  guint32 flags = 0xff;

  CU_ASSERT (
      mapi_support_expand_recips (rig->for_store, MAPI_MESSAGE (message), &flags, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (flags, MAPI_NEEDS_SPOOLER);
}

static guint
count_recipients (MapiMemoryMessage *message)
{
  g_autoptr (MapiRowSet) rows = recipients_of (message);

  return mapi_row_set_get_size (rows);
}

/* Ruling D4: removed, the stronger type wins, and only the domain ignores case. */
static void
test_duplicates (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  rig_init (&rig);
  add_recipient (message, MAPI_BCC, "a@example.org");
  add_recipient (message, MAPI_CC, "b@example.org");
  add_recipient (message, MAPI_TO, "a@EXAMPLE.org");
  add_recipient (message, MAPI_CC, "B@example.org");
  add_recipient (message, MAPI_CC, "b@Example.Org");
  expand (&rig, message);
  TAP_NUMBER (count_recipients (message), 3);
  expect_recipient (message, 0, MAPI_CC, "b@example.org");
  expect_recipient (message, 1, MAPI_TO, "a@EXAMPLE.org");
  expect_recipient (message, 2, MAPI_CC, "B@example.org");
}

/* Ruling D1: the copy that is sent again stays beside the recipient that is shown. */
static void
test_duplicates_of_resend (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  rig_init (&rig);
  add_recipient (message, MAPI_TO, "a@example.org");
  add_recipient (message, MAPI_TO | MAPI_P1, "a@example.org");
  expand (&rig, message);
  TAP_NUMBER (count_recipients (message), 2);
}

/* R104, R665: what an address tells is filled in, whichever part of it there is. */
static void
test_completion (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) one_off = NULL;
  g_autoptr (MapiPropList) by_address = NULL;
  g_autoptr (MapiPropList) by_entry_id = NULL;
  g_autoptr (MapiPropList) by_name = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
  one_off = mapi_support_create_one_off (
      rig.for_store, "Bea", "SMTP", "b@example.org", MAPI_UNICODE, &error);
  TAP_NO_ERROR (error);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, "a@example.org");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Own name");
  by_address = mapi_prop_list_builder_end (builder);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, one_off);
  by_entry_id = mapi_prop_list_builder_end (builder);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Nobody knows");
  by_name = mapi_prop_list_builder_end (builder);
  add_row (message, by_address);
  add_row (message, by_entry_id);
  add_row (message, by_name);

  expand (&rig, message);
  rows = recipients_of (message);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      CU_ASSERT (mapi_prop_list_contains (row, MAPI_PR_ENTRYID));
      CU_ASSERT (mapi_prop_list_contains (row, MAPI_PR_SEARCH_KEY));
      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS),
                  i == 0 ? "a@example.org" : "b@example.org");
      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
                  i == 0 ? "Own name" : "Bea");
    }
}

static void
test_sent_mail (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;
  MapiMemoryMessage *held = message;
  gboolean           taken_over = TRUE;

  rig_init (&rig);
  CU_ASSERT (mapi_support_do_sent_mail (
      rig.for_store, 0, MAPI_MESSAGE (message), &taken_over, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (taken_over);

  /* R116: nobody holds it any longer than the call. */
  g_object_add_weak_pointer (G_OBJECT (message), (gpointer *) &held);
  g_object_unref (g_steal_pointer (&message));
  CU_ASSERT_PTR_NULL (held);
}

static MapiPropList *
write_receipt (Rig *rig, MapiMemoryMessage *message, guint32 flags)
{
  g_autoptr (MapiMemoryMessage) report = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_support_read_receipt (
      rig->for_store, flags, MAPI_MESSAGE (message), MAPI_MESSAGE (report), NULL, &error));
  TAP_NO_ERROR (error);
  expect_recipient (report, 0, MAPI_TO, "sender@example.org");

  return mapi_prop_get_props (MAPI_PROP (report), NULL, 0, NULL, NULL, NULL);
}

/* R565, R568, R569. */
static void
test_receipt (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) report = mapi_memory_message_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) read = NULL;
  g_autoptr (MapiPropList) not_read = NULL;
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
  CU_ASSERT_FALSE (mapi_support_read_receipt (
      rig.for_store, 0, MAPI_MESSAGE (message), MAPI_MESSAGE (report), NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Lunch");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "sender@example.org");
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);

  read = write_receipt (&rig, message, 0);
  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_MESSAGE_CLASS), "REPORT.IPM.Note.IPNRN");
  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_SUBJECT), "Read: Lunch");
  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_ORIGINAL_SUBJECT), "Lunch");
  not_read = write_receipt (&rig, message, MAPI_NON_READ);
  TAP_STRING (mapi_prop_list_get_string (not_read, MAPI_PR_MESSAGE_CLASS),
              "REPORT.IPM.Note.IPNNRN");
}

static void
test_copy_message (void)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_RECIPIENTS };
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) from = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) whole = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) part = mapi_memory_message_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropValue) subject = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "subject");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (subject);
  g_autoptr (MapiPropList) copied = NULL;
  g_autoptr (MapiPropList) chosen = NULL;
  g_autoptr (GError) error = NULL;

  rig_init (&rig);
  mapi_prop_set_props (MAPI_PROP (from), props, NULL, NULL, NULL);
  set_long (from, MAPI_PR_IMPORTANCE, 2);
  add_recipient (from, MAPI_TO, "a@example.org");

  CU_ASSERT (mapi_support_do_copy_to (
      rig.for_store, MAPI_PROP (from), NULL, NULL, NULL, MAPI_PROP (whole), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  copied = mapi_prop_get_props (MAPI_PROP (whole), NULL, 0, NULL, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (copied, MAPI_PR_SUBJECT), "subject");
  TAP_NUMBER (mapi_prop_list_get_long (copied, MAPI_PR_IMPORTANCE, 0), 2);
  TAP_NUMBER (count_recipients (whole), 1);

  CU_ASSERT (mapi_support_do_copy_props (
      rig.for_store, MAPI_PROP (from), tags, NULL, MAPI_PROP (part), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  chosen = mapi_prop_get_props (MAPI_PROP (part), NULL, 0, NULL, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (chosen, MAPI_PR_SUBJECT), "subject");
  CU_ASSERT_FALSE (mapi_prop_list_contains (chosen, MAPI_PR_IMPORTANCE));
  TAP_NUMBER (count_recipients (part), 1);
}

static void
test_progress (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiProgress) progress = NULL;
  g_autoptr (GError) error = NULL;
  guint32 minimum = 10;
  guint32 maximum = 20;
  guint32 flags = 0;
  guint32 answer = 0;

  rig_init (&rig);
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
          { "PrepareSubmit (D1, D17)", test_prepare_submit },
          { "ExpandRecips removes duplicates (D4)", test_duplicates },
          { "ExpandRecips keeps what is sent again (D1)", test_duplicates_of_resend },
          { "ExpandRecips completes addresses (R104, R665)", test_completion },
          { "DoSentMail without hooks", test_sent_mail },
          { "ReadReceipt (R565, R568, R569)", test_receipt },
          { "DoCopyTo and DoCopyProps of messages", test_copy_message },
          { "the progress object", test_progress })
