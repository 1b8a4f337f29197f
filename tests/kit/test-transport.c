/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What all transports have in common, with a transport that sends nothing. */

#include "tap.h"

#include "mock-drive.h"

#define TAG_COLOUR ((guint32) 0x6600001F)

G_DECLARE_FINAL_TYPE (IdleTransport, idle_transport, IDLE, TRANSPORT, MapiTransport)

struct _IdleTransport
{
  MapiTransport parent_instance;
};

static gboolean
idle_transport_poll (MapiXpLogon *logon, guint32 *incoming, GCancellable *c, GError **error)
{
  *incoming = 0;
  return TRUE;
}

static void
idle_transport_iface_init (MapiXpLogonInterface *iface)
{
  iface->poll = idle_transport_poll;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (IdleTransport,
                               idle_transport,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON,
                                                      idle_transport_iface_init))

static void
idle_transport_class_init (IdleTransportClass *klass)
{
}

static void
idle_transport_init (IdleTransport *self)
{
}

static MapiXpLogon *
log_on (MockSupport *support, guint32 *flags)
{
  g_autoptr (MapiXpProvider) provider =
      mapi_transport_factory_new (idle_transport_get_type (), "Nothing");
  g_autoptr (GError) error = NULL;
  MapiXpLogon *logon = mapi_xp_provider_transport_logon (
      provider, MAPI_SUPPORT (support), "test", flags, NULL, &error);

  TAP_NO_ERROR (error);
  return logon;
}

static MockSupport *
make_support (void)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (TAG_COLOUR, "green");
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_from_value (value);

  return mock_support_new (settings);
}

static guint32
status_code (MockSupport *support)
{
  g_autoptr (MapiPropList) row = mock_support_get_status_row (support);

  return (guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
}

static void
test_logon (void)
{
  g_autoptr (MockSupport) support = make_support ();
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon = log_on (support, &flags);
  g_autoptr (MapiPropList) row = mock_support_get_status_row (support);
  MapiPropList *settings = mapi_transport_get_settings (MAPI_TRANSPORT (logon));

  TAP_NUMBER (flags, MAPI_LOGON_SP_POLL);
  TAP_STRING (mapi_prop_list_get_string (settings, TAG_COLOUR), "green");
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), "Nothing");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_METHODS, 0),
              MAPI_STATUS_VALIDATE_STATE | MAPI_STATUS_FLUSH_QUEUES);
  TAP_NUMBER (status_code (support), MAPI_STATUS_AVAILABLE);
}

static void
notify (MapiXpLogon *logon, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  guint32 out = flags;

  CU_ASSERT_TRUE (mapi_xp_logon_transport_notify (logon, &out, 0, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (out, flags); /* R358 */
}

static void
test_directions (void)
{
  g_autoptr (MockSupport) support = make_support ();
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon = log_on (support, &flags);
  guint n;

  notify (logon, MAPI_NOTIFY_BEGIN_INBOUND | MAPI_NOTIFY_BEGIN_OUTBOUND);
  TAP_NUMBER (status_code (support),
              MAPI_STATUS_AVAILABLE | MAPI_STATUS_INBOUND_ENABLED | MAPI_STATUS_OUTBOUND_ENABLED);
  notify (logon, MAPI_NOTIFY_END_INBOUND);
  TAP_NUMBER (status_code (support), MAPI_STATUS_AVAILABLE | MAPI_STATUS_OUTBOUND_ENABLED);

  n = mock_support_get_n_calls (support, "ModifyStatusRow");
  notify (logon, MAPI_NOTIFY_END_INBOUND);
  TAP_NUMBER (mock_support_get_n_calls (support, "ModifyStatusRow"), n);
}

/* R390, R404, D21: upload is outbound, and the call only sets the bits. */
static void
test_flush (void)
{
  g_autoptr (MockSupport) support = make_support ();
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon = log_on (support, &flags);

  CU_ASSERT_TRUE (mapi_xp_logon_flush_queues (logon, NULL, MAPI_FLUSH_UPLOAD, NULL, &error));
  TAP_NUMBER (status_code (support), MAPI_STATUS_AVAILABLE | MAPI_STATUS_OUTBOUND_FLUSH);
  CU_ASSERT_TRUE (mapi_xp_logon_flush_queues (logon, NULL, MAPI_FLUSH_DOWNLOAD, NULL, &error));
  notify (logon, MAPI_NOTIFY_END_OUTBOUND_FLUSH);
  TAP_NUMBER (status_code (support), MAPI_STATUS_AVAILABLE | MAPI_STATUS_INBOUND_FLUSH);
}

static void
test_cancel (void)
{
  g_autoptr (MockSupport) support = make_support ();
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon = log_on (support, &flags);
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (GCancellable) first = mapi_transport_begin_work (MAPI_TRANSPORT (logon), NULL);
  g_autoptr (GCancellable) second = NULL;

  CU_ASSERT_FALSE (g_cancellable_is_cancelled (first));
  notify (logon, MAPI_NOTIFY_CANCEL_MESSAGE);
  CU_ASSERT_TRUE (g_cancellable_is_cancelled (first));
  mapi_transport_end_work (MAPI_TRANSPORT (logon), first);

  second = mapi_transport_begin_work (MAPI_TRANSPORT (logon), outer);
  CU_ASSERT_FALSE (g_cancellable_is_cancelled (second));
  g_cancellable_cancel (outer);
  CU_ASSERT_TRUE (g_cancellable_is_cancelled (second));
  mapi_transport_end_work (MAPI_TRANSPORT (logon), second);
}

static guint32
settle_and_end (MapiXpLogon *logon, MapiMessage *message, MapiRowSet *delivered)
{
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  CU_ASSERT_TRUE (
      mapi_transport_settle (MAPI_TRANSPORT (logon), message, delivered, NULL, NULL, &error));
  CU_ASSERT_TRUE (mapi_xp_logon_end_message (logon, 0, &flags, NULL, &error));
  TAP_NO_ERROR (error);
  return flags;
}

/* R303, R309: a recipient that was left out is to be tried again by the same transport. */
static void
test_settle (void)
{
  g_autoptr (MockSupport) support = make_support ();
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon = log_on (support, &flags);
  g_autoptr (MapiMessage) message = mock_letter_new ("Subject: Hello\n\nHello.\n");
  g_autoptr (MapiRowSet) first = NULL;
  g_autoptr (MapiRowSet) rest = NULL;

  mock_letter_add (message, "NONE", "ann");
  first = mapi_message_list_open_recipients (message, NULL, NULL);
  mock_letter_add (message, "NONE", "bob");
  TAP_NUMBER (settle_and_end (logon, message, first), MAPI_END_RESEND_LATER);
  rest = mapi_message_list_open_recipients (message, NULL, NULL);
  TAP_NUMBER (mapi_row_set_get_size (rest), 1);
  TAP_NUMBER (settle_and_end (logon, message, rest), 0);
}

static void
test_logoff (void)
{
  g_autoptr (MockSupport) support = make_support ();
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon = log_on (support, &flags);

  CU_ASSERT_TRUE (
      mapi_xp_logon_validate_state (logon, MAPI_CONFIG_CHANGED, NULL, &error)); /* R431 */
  TAP_NUMBER (mock_support_take_spooler_flags (support), MAPI_NOTIFY_CONFIG_CHANGE);
  CU_ASSERT_TRUE (mapi_xp_logon_transport_logoff (logon, 0, NULL, &error));
  CU_ASSERT_PTR_NULL (mapi_transport_get_support (MAPI_TRANSPORT (logon)));
  TAP_NO_ERROR (error);
}

TAP_MAIN ("kit/transport",
          { "logging on", test_logon },
          { "directions", test_directions },
          { "flushing", test_flush },
          { "cancelling", test_cancel },
          { "recipients that are left", test_settle },
          { "logging off", test_logoff })
