/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A session with a wrapper before its providers. */

#include "fixtures.h"
#include "tap.h"

/* Writes down the methods that are called. */
#define TYPE_LISTENER (listener_get_type ())
G_DECLARE_FINAL_TYPE (Listener, listener, TEST, LISTENER, MapiWrapper)

struct _Listener
{
  MapiWrapper parent_instance;
  GString    *calls;
};

G_DEFINE_FINAL_TYPE (Listener, listener, MAPI_TYPE_WRAPPER)

static gboolean
listener_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  GString *calls = TEST_LISTENER (wrapper)->calls;

  g_string_append_printf (calls, "%s%s", calls->len > 0 ? " " : "", mapi_call_get_method (call));
  return TRUE;
}

static void
listener_finalize (GObject *object)
{
  g_string_free (TEST_LISTENER (object)->calls, TRUE);
  G_OBJECT_CLASS (listener_parent_class)->finalize (object);
}

static void
listener_class_init (ListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = listener_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = listener_enter;
}

static void
listener_init (Listener *self)
{
  self->calls = g_string_new (NULL);
}

typedef struct
{
  MapiProfile *profile;
  MapiUid     *service;
  MapiSession *session;
  Listener    *listener;
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = fixtures_profile ();
  fixture->service = fixtures_add (fixture->profile, "plain");
  fixture->listener = g_object_new (TYPE_LISTENER, NULL);
  fixture->session = mapi_session_logon_profile (fixture->profile, 0, NULL, &error);
  mapi_session_set_wrapper (fixture->session, MAPI_WRAPPER (fixture->listener));
  return TAP_NO_ERROR (error);
}

static void
tear_down (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  mapi_session_logoff (fixture->session, 0, NULL, &error);
  TAP_NO_ERROR (error);
  g_object_unref (fixture->session);
  g_object_unref (fixture->listener);
  g_object_unref (fixture->profile);
  mapi_uid_free (fixture->service);
}

static void
test_store (void)
{
  Fixture fixture;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GBytes) entry_id = g_bytes_new_static ("any", 3);
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_msg_store_advise (store, entry_id, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&store);
  /* The calls of the store to its support object among them, and the question after its folders. */
  TAP_STRING (fixture.listener->calls->str,
              "Logon OpenProfileSection NewUID SetProviderUID GetProps Advise Subscribe Logoff");
  tear_down (&fixture);
}

/* A provider that knows no SpoolerLogon behaves behind a wrapper as without. */
static void
test_spooler (void)
{
  Fixture fixture;
  g_autoptr (MapiUid) provider = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  provider = fixtures_provider (fixture.profile, fixture.service, MAPI_STORE_PROVIDER);
  store = mapi_session_open_spooler_store (fixture.session, provider, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (g_str_has_prefix (fixture.listener->calls->str, "SpoolerLogon Logon "));
  tear_down (&fixture);
}

static void
test_transport (void)
{
  Fixture fixture;
  g_autoptr (MapiUid) provider = NULL;
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (MapiAddressTypes) types = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  if (!set_up (&fixture))
    return;
  provider = fixtures_provider (fixture.profile, fixture.service, MAPI_TRANSPORT_PROVIDER);
  logon = mapi_session_logon_transport (fixture.session, provider, &flags, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  types = mapi_xp_logon_address_types (logon, &flags, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (fixture.listener->calls->str,
              "TransportLogon OpenProfileSection ModifyStatusRow AddressTypes");
  g_clear_object (&logon);
  tear_down (&fixture);
}

static void
test_none (void)
{
  Fixture fixture;
  g_autoptr (MapiMsgStore) store = NULL;

  if (!set_up (&fixture))
    return;
  mapi_session_set_wrapper (fixture.session, NULL);
  store = mapi_session_open_msg_store (fixture.session, NULL, 0, NULL, NULL);
  CU_ASSERT_PTR_NOT_NULL (store);
  TAP_STRING (fixture.listener->calls->str, "");
  /* It is the provider's own: where nothing watches or traces, nothing is in between. */
  CU_ASSERT_FALSE (g_str_has_prefix (G_OBJECT_TYPE_NAME (store), "MapiWrapped"));
  g_clear_object (&store);
  tear_down (&fixture);
}

TAP_MAIN ("session/wrapper",
          { "sees what a store and MAPI say to each other", test_store },
          { "leads the spooler to Logon", test_spooler },
          { "sees what a transport and MAPI say to each other", test_transport },
          { "can be taken away", test_none })
