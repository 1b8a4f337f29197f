/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a session does around the logons of its providers. */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "mock-link.h"
#include "tap.h"

#include <string.h>

/* A session for one service with a store and a transport. */
typedef struct
{
  MapiProfile *profile;
  MapiUid     *service;
  MapiUid     *store;
  MapiUid     *transport;
  MapiSession *session;
} Fixture;

static void
fixture_init (Fixture *self, const char *service, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  self->profile = fixtures_profile ();
  self->service = fixtures_add (self->profile, service);
  self->store = fixtures_provider (self->profile, self->service, MAPI_STORE_PROVIDER);
  self->transport = fixtures_provider (self->profile, self->service, MAPI_TRANSPORT_PROVIDER);
  self->session = mapi_session_logon_profile (self->profile, flags, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
fixture_clear (Fixture *self)
{
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_pointer (&self->service, mapi_uid_free);
  g_clear_pointer (&self->store, mapi_uid_free);
  g_clear_pointer (&self->transport, mapi_uid_free);
  g_clear_object (&self->profile);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* The code that opening the store fails with, or 0. */
static gint32
try_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_msg_store (self->session, NULL, 0, NULL, &error);

  if (error != NULL)
    tap_note ("%s", error->message);
  CU_ASSERT ((store == NULL) == (error != NULL));
  return error != NULL ? error->code : 0;
}

static gint32
try_transport (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSupport) support = NULL;
  guint32 flags = 0;
  g_autoptr (MapiXpLogon) logon =
      mapi_session_logon_transport (self->session, self->transport, &flags, &support, NULL, &error);

  if (error != NULL)
    tap_note ("%s", error->message);
  CU_ASSERT ((logon == NULL) == (error != NULL));
  return error != NULL ? error->code : 0;
}

/* R177, R248: a service with an entry point configures itself, and the logon is tried once more. */
static void
test_configure (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, "needy", 0);
  fixtures_set_comment (fixture.profile, fixture.store, "MAPI_E_UNCONFIGURED");
  TAP_NUMBER (try_store (&fixture), 0);
  fixtures_set_comment (fixture.profile, fixture.transport, "MAPI_E_UNCONFIGURED");
  TAP_NUMBER (try_transport (&fixture), 0);
}

/* Other errors are no reason to configure anything; and without an entry point nobody could. */
static void
test_no_configure (void)
{
  g_auto (Fixture) needy = { 0 };
  g_auto (Fixture) plain = { 0 };

  fixture_init (&needy, "needy", 0);
  fixtures_set_comment (needy.profile, needy.store, "MAPI_E_LOGON_FAILED");
  TAP_NUMBER (try_store (&needy), MAPI_E_LOGON_FAILED);
  fixture_init (&plain, "plain", 0);
  fixtures_set_comment (plain.profile, plain.store, "MAPI_E_UNCONFIGURED");
  TAP_NUMBER (try_store (&plain), MAPI_E_UNCONFIGURED);
}

/* R179: with a store that fails for good the transport of its service is not called any more
 * either, until somebody has changed the profile. */
static void
test_disabled_by_store (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, "plain", 0);
  fixtures_set_comment (fixture.profile, fixture.store, "MAPI_E_CORRUPT_DATA");
  TAP_NUMBER (try_transport (&fixture), 0);
  TAP_NUMBER (try_store (&fixture), MAPI_E_CORRUPT_DATA);
  TAP_NUMBER (try_transport (&fixture), MAPI_E_CORRUPT_DATA);

  fixtures_set_comment (fixture.profile, fixture.store, "well again");
  TAP_NUMBER (try_store (&fixture), 0);
  TAP_NUMBER (try_transport (&fixture), 0);
}

/* Who asks again and again hears the reason once. */
static void
test_disabled_says_so_once (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) second = NULL;
  g_autoptr (GError) third = NULL;

  fixture_init (&fixture, "plain", 0);
  fixtures_set_comment (fixture.profile, fixture.store, "MAPI_E_CORRUPT_DATA");
  TAP_NUMBER (try_store (&fixture), MAPI_E_CORRUPT_DATA);
  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &second));
  CU_ASSERT_PTR_NULL (mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &third));
  TAP_STRING (second->message, third->message);
}

/* R252 */
static void
test_disabled_by_transport (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, "plain", 0);
  fixtures_set_comment (fixture.profile, fixture.transport, "MAPI_E_VERSION");
  TAP_NUMBER (try_store (&fixture), 0);
  TAP_NUMBER (try_transport (&fixture), MAPI_E_VERSION);
  TAP_NUMBER (try_store (&fixture), MAPI_E_VERSION);
}

/* What may be over soon, or is this provider's alone, disables nobody (R180, R251, R005). */
static void
test_not_disabled (void)
{
  static const char *const codes[] = {
    "MAPI_E_NETWORK_ERROR", "MAPI_E_LOGON_FAILED", "MAPI_E_TIMEOUT", "MAPI_E_FAILONEPROVIDER"
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      gint32 code = 0;

      fixture_init (&fixture, "plain", 0);
      mapi_error_from_name (codes[i], &code);
      fixtures_set_comment (fixture.profile, fixture.transport, codes[i]);
      TAP_NUMBER (try_transport (&fixture), code);
      TAP_NUMBER (try_store (&fixture), 0);
    }
}

/* What the plain module counts at its provider's type. */
static guint
count_calls (const char *calls)
{
  GType type = g_type_from_name ("PlainProvider");

  return type != 0 ? GPOINTER_TO_UINT (g_type_get_qdata (type, g_quark_from_string (calls))) : 0;
}

/* R195: one provider object for all stores of a module, as long as there is a session. */
static void
test_loaded_once (void)
{
  g_auto (Fixture) one = { 0 };
  g_auto (Fixture) two = { 0 };
  guint before = count_calls ("inits");

  fixture_init (&one, "plain", MAPI_NEW_SESSION);
  fixture_init (&two, "plain", MAPI_NEW_SESSION);
  TAP_NUMBER (try_store (&one), 0);
  TAP_NUMBER (try_store (&one), 0);
  TAP_NUMBER (try_store (&two), 0);
  TAP_NUMBER (count_calls ("inits") - before, 1);
}

/* R636: with all logon objects gone, and flags of zero. */
static void
test_shutdown (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMsgStore) store = NULL;
  guint before = count_calls ("shutdowns");

  fixture_init (&fixture, "plain", MAPI_NEW_SESSION);
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, NULL);
  mapi_session_logoff (fixture.session, 0, NULL, NULL);
  TAP_NUMBER (count_calls ("shutdowns") - before, 1);
  TAP_NUMBER (count_calls ("left"), 0);
  TAP_NUMBER (count_calls ("flags"), 0);
}

/* R216, R638: a logon opens nothing; each module comes with its first use. */
static void
test_lazy (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint before = count_calls ("inits");

  fixture_init (&fixture, "plain", MAPI_NEW_SESSION);
  TAP_NUMBER (count_calls ("inits") - before, 0);
  TAP_NUMBER (try_store (&fixture), 0);
  TAP_NUMBER (count_calls ("inits") - before, 1);
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  *(guint *) data += mapi_notification_list_get_size (notifications);
}

/* Advises on a table; what it tells is counted. */
static MapiCallbackSink *
watch (MapiTable *table, guint *n_told)
{
  MapiCallbackSink *sink = mapi_callback_sink_new ();
  g_autoptr (GError) error = NULL;

  g_signal_connect (sink, "received", G_CALLBACK (on_received), n_told);
  CU_ASSERT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error) !=
             0);
  TAP_NO_ERROR (error);
  return sink;
}

static GBytes *
store_entry_id (MapiSession *session, guint index)
{
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

/* R203: one notification for each row that changes, of the stores and of their status. */
static void
test_default_store (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiUid) second = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiMsgStore) first_store = NULL;
  g_autoptr (MapiMsgStore) second_store = NULL;
  g_autoptr (MapiTable) stores = NULL;
  g_autoptr (MapiTable) status = NULL;
  g_autoptr (MapiCallbackSink) of_stores = NULL;
  g_autoptr (MapiCallbackSink) of_status = NULL;
  g_autoptr (GError) error = NULL;
  guint n_stores = 0;
  guint n_status = 0;

  fixture_init (&fixture, "plain", 0);
  second = fixtures_add (fixture.profile, "plain");
  first_store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  entry_id = store_entry_id (fixture.session, 1);
  second_store = mapi_session_open_msg_store (fixture.session, entry_id, 0, NULL, &error);
  TAP_NO_ERROR (error);

  stores = mapi_session_get_msg_stores_table (fixture.session, 0, NULL, NULL);
  status = mapi_session_get_status_table (fixture.session, 0, NULL, NULL);
  of_stores = watch (stores, &n_stores);
  of_status = watch (status, &n_status);
  CU_ASSERT (mapi_session_set_default_store (fixture.session, entry_id, 0, &error));
  TAP_NO_ERROR (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  TAP_NUMBER (n_stores, 2);
  TAP_NUMBER (n_status, 2);
}

/* R456: a store that was opened without mail may say that there is some, and nobody listens. */
static void
test_no_mail (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MockLink) link = mock_link_new ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GBytes) id = g_bytes_new_static ("message", 7);
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, "plain", 0);
  mapi_session_set_spooler (fixture.session, MAPI_SPOOLER_LINK (link));
  store = mapi_session_open_msg_store (fixture.session, NULL, MAPI_MDB_NO_MAIL, NULL, &error);
  CU_ASSERT (mapi_support_spooler_notify (
      g_object_get_data (G_OBJECT (store), "support"), MAPI_NOTIFY_NEWMAIL_RECEIVED, id, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (link->notices, 0);

  g_clear_object (&store);
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  CU_ASSERT (mapi_support_spooler_notify (
      g_object_get_data (G_OBJECT (store), "support"), MAPI_NOTIFY_NEWMAIL_RECEIVED, id, &error));
  TAP_NUMBER (link->notices, MAPI_NOTIFY_NEWMAIL_RECEIVED);
}

/* R169: what it has to send is nobody's business either. R186: the spooler logs on with what Logon
 * gave, and gets a store of its own. */
static void
test_spooler_logon (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MockLink) link = mock_link_new ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiMsgStore) spooler_store = NULL;
  g_autoptr (GError) error = NULL;
  guint before = count_calls ("keys");

  fixture_init (&fixture, "plain", 0);
  mapi_session_set_spooler (fixture.session, MAPI_SPOOLER_LINK (link));
  store = mapi_session_open_msg_store (fixture.session, NULL, MAPI_MDB_NO_MAIL, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_session_is_for_mail (fixture.session, fixture.store));
  CU_ASSERT (mapi_support_spooler_notify (
      g_object_get_data (G_OBJECT (store), "support"), MAPI_NOTIFY_READYTOSEND, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (link->notices, 0);

  spooler_store = mapi_session_open_spooler_store (fixture.session, fixture.store, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (count_calls ("keys") - before, 1);
  CU_ASSERT_PTR_NOT_EQUAL (spooler_store, store);
}

/* How many hooks, or their spooler, a store of a session with these flags has called. */
static guint
count_hooked (guint32 flags)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MockLink) link = mock_link_new ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;
  gboolean taken_over = TRUE;

  fixture_init (&fixture, "plain", flags);
  mapi_session_set_spooler (fixture.session, MAPI_SPOOLER_LINK (link));
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_support_do_sent_mail (g_object_get_data (G_OBJECT (store), "support"),
                                        0,
                                        MAPI_MESSAGE (message),
                                        &taken_over,
                                        NULL,
                                        &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (taken_over);
  return link->n_hooked;
}

/* R210: hooks do not see what a store sends by itself in a session without mail. */
static void
test_no_hooks (void)
{
  TAP_NUMBER (count_hooked (MAPI_NEW_SESSION), 1);
  TAP_NUMBER (count_hooked (MAPI_NEW_SESSION | MAPI_NO_MAIL), 0);
}

/* R385: with the last logon of a transport its row goes, and when there is none any more Shutdown
 * is called. */
static void
test_transport_shutdown (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (MapiTable) status = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;
  guint32 n_before = 0;
  guint32 n_after = 0;
  guint   before;

  fixture_init (&fixture, "plain", MAPI_NEW_SESSION);
  before = count_calls ("transport shutdowns");
  logon =
      mapi_session_logon_transport (fixture.session, fixture.transport, &flags, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  status = mapi_session_get_status_table (fixture.session, 0, NULL, &error);
  mapi_table_get_row_count (status, 0, &n_before, NULL, NULL, &error);
  g_clear_object (&logon);
  mapi_table_get_row_count (status, 0, &n_after, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (n_before - n_after, 1);
  CU_ASSERT (mapi_session_logoff (fixture.session, 0, NULL, &error));
  TAP_NUMBER (count_calls ("transport shutdowns") - before, 1);
}

/* R637: another name of the same store is its provider's to know; it gets both as it made them. */
static void
test_compare (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiMsgStore) again = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (GBytes) inner = NULL;
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (GBytes) other_inner = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GError) error = NULL;
  guint before;

  fixture_init (&fixture, "plain", 0);
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  wrapped = store_entry_id (fixture.session, 0);
  inner = mapi_store_entry_id_unwrap (wrapped, NULL, &error);
  TAP_NO_ERROR (error);
  uid = mapi_entry_id_get_uid (inner);
  other_inner = mapi_entry_id_new (MAPI_NOTRECIP, uid, NULL, 0);
  other = mapi_store_entry_id_wrap ("plain.so", other_inner);
  before = count_calls ("comparisons");
  again = mapi_session_open_msg_store (fixture.session, other, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (count_calls ("comparisons") > before);
}

/* R643 */
static void
test_status_events (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  g_autoptr (MapiPropList) nothing = mapi_prop_list_new_empty ();
  g_autoptr (MapiNotification) event = mapi_notification_new_status (key, nothing);
  g_autoptr (MapiNotificationList) events = mapi_notification_list_new_from_array (&event, 1);
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  fixture_init (&fixture, "plain", 0);
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_session_advise (fixture.session,
                                   NULL,
                                   MAPI_fnevStatusObjectModified | MAPI_fnevCriticalError,
                                   MAPI_ADVISE_SINK (sink),
                                   NULL,
                                   &error),
              0);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_support_send_notification (
      g_object_get_data (G_OBJECT (store), "support"), key, events, &flags, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

/* R214: who does not want mail does not take it from those who share the session. */
static void
test_shared_no_mail (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiSession) other = NULL;
  g_autoptr (MockLink) link = mock_link_new ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, "plain", 0);
  mapi_session_set_spooler (fixture.session, MAPI_SPOOLER_LINK (link));
  other = mapi_session_logon_profile (fixture.profile, MAPI_NO_MAIL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_session_get_flags (fixture.session) & MAPI_NO_MAIL, 0);
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  CU_ASSERT (mapi_support_spooler_notify (
      g_object_get_data (G_OBJECT (store), "support"), MAPI_NOTIFY_READYTOSEND, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (link->notices, MAPI_NOTIFY_READYTOSEND);
  mapi_session_logoff (other, 0, NULL, NULL);
}

TAP_MAIN ("session/logon",
          { "a service configures itself, and the logon is tried again", test_configure },
          { "nothing is configured without need", test_no_configure },
          { "a store that fails for good disables its service", test_disabled_by_store },
          { "the reason stays as it was first", test_disabled_says_so_once },
          { "a transport that fails for good disables its service", test_disabled_by_transport },
          { "what may be over soon disables nobody", test_not_disabled },
          { "a module is loaded once", test_loaded_once },
          { "Shutdown comes when all logons are gone", test_shutdown },
          { "a logon to the profile loads no module", test_lazy },
          { "tables tell of another default store", test_default_store },
          { "a store without mail has none", test_no_mail },
          { "the spooler logs on with what Logon gave", test_spooler_logon },
          { "no hooks without mail", test_no_hooks },
          { "the end of a transport", test_transport_shutdown },
          { "a provider knows its store by another name", test_compare },
          { "nobody hears of status objects, or tells of them", test_status_events },
          { "one client without mail among others", test_shared_no_mail })
