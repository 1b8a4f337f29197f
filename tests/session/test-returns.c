/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Codes of returns.tsv that sessions and the administration of profiles give, as far as no other
 * suite comes across them. */

#include <mapi/mapi.h>

#include "conformance/returns.h"
#include "fixtures.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct
{
  MapiProfile *profile;
  MapiUid     *service;
  MapiUid     *store;
  MapiUid     *book;
  MapiSession *session;
} Rig;

static void
rig_begin (Rig *self)
{
  g_autoptr (MapiUid) book = NULL;
  g_autoptr (GError) error = NULL;

  self->profile = fixtures_profile ();
  self->service = fixtures_add (self->profile, "plain");
  book = fixtures_add (self->profile, "book");
  self->store = fixtures_provider (self->profile, self->service, MAPI_STORE_PROVIDER);
  self->book = fixtures_provider (self->profile, book, MAPI_AB_PROVIDER);
  self->session = mapi_session_logon_profile (self->profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
rig_clear (Rig *self)
{
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->service, mapi_uid_free);
  g_clear_pointer (&self->store, mapi_uid_free);
  g_clear_pointer (&self->book, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

/* A person of the address book, by number; @flags are those of the identifier. */
static GBytes *
person (guint8 number, guint32 flags)
{
  static const MapiUid book_uid = { { 'a', ' ', 'b', 'o', 'o', 'k' } };

  return mapi_entry_id_new (flags, &book_uid, &number, 1);
}

static GBytes *
unknown_id (void)
{
  g_autoptr (MapiUid) nobody = mapi_uid_new ();

  return mapi_entry_id_new (0, nobody, "x", 1);
}

static GBytes *
store_id (Rig *self)
{
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (self->session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);

  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

/* What a provider answers is what the client gets. */
static void
test_open_store (void)
{
  static const char *const codes[] = {
    "MAPI_E_NO_ACCESS",
    "MAPI_E_UNKNOWN_CPID",
    "MAPI_E_UNKNOWN_LCID",
    "MAPI_E_LOGON_FAILED",
  };
  g_auto (Rig) rig = { 0 };
  g_autoptr (GBytes) unknown = unknown_id ();
  g_autoptr (GBytes) elsewhere = mapi_store_entry_id_wrap ("plain.so", unknown);

  rig_begin (&rig);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gint32 code = 0;

      mapi_error_from_name (codes[i], &code);
      fixtures_set_comment (rig.profile, rig.store, codes[i]);
      EXPECT (mapi_session_open_msg_store (rig.session, NULL, 0, NULL, &error), code);
    }
  EXPECT (mapi_session_open_msg_store (rig.session, elsewhere, 0, NULL, &error), MAPI_E_NOT_FOUND);
}

static void
test_open_entry (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GBytes) alan = person (2, 0);
  g_autoptr (GBytes) missing = person (9, 0);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) failure = NULL;

  rig_begin (&rig);
  entry = mapi_session_open_entry (rig.session, alan, NULL, 0, NULL, &failure);
  TAP_NO_ERROR (failure);
  EXPECT (mapi_session_open_entry (rig.session, missing, NULL, 0, NULL, &error), MAPI_E_NOT_FOUND);
  EXPECT (mapi_session_open_entry (rig.session, alan, NULL, MAPI_MODIFY, NULL, &error),
          MAPI_E_NO_ACCESS);
}

static void
check_same (Rig *rig, GBytes *one, GBytes *other, gboolean expected)
{
  g_autoptr (GError) error = NULL;
  gboolean same = !expected;

  CU_ASSERT (mapi_session_compare_entry_ids (rig->session, one, other, 0, &same, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (same, expected);
}

/* Through the provider that both belong to, which knows more than their bytes say. */
static void
test_compare (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GBytes) alan = person (2, 0);
  g_autoptr (GBytes) again = person (2, MAPI_NOTRECIP);
  g_autoptr (GBytes) grace = person (0, 0);
  g_autoptr (GBytes) unknown = unknown_id ();
  g_autoptr (MapiUid) nobody = mapi_entry_id_get_uid (unknown);
  g_autoptr (GBytes) sibling = mapi_entry_id_new (0, nobody, "y", 1);
  gboolean same;

  rig_begin (&rig);
  check_same (&rig, alan, again, TRUE);
  check_same (&rig, alan, grace, FALSE);
  check_same (&rig, alan, unknown, FALSE);
  EXPECT (mapi_session_compare_entry_ids (rig.session, unknown, sibling, 0, &same, &error),
          MAPI_E_UNKNOWN_ENTRYID);
}

static guint32
advise (Rig *rig, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();

  return mapi_session_advise (
      rig->session, entry_id, MAPI_fnevObjectModified, MAPI_ADVISE_SINK (sink), NULL, error);
}

static void
test_advise (void)
{
  g_auto (Rig) rig = { 0 };
  g_auto (Rig) mute = { 0 };
  g_autoptr (GBytes) alan = person (2, 0);
  g_autoptr (GBytes) unknown = unknown_id ();
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr (GBytes) store = NULL;
  g_autoptr (GError) failure = NULL;
  GBytes *watched[2];

  rig_begin (&rig);
  store = store_id (&rig);
  watched[0] = store;
  watched[1] = alan;
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      guint32 connection = advise (&rig, watched[i], &failure);

      CU_ASSERT (connection != 0 && mapi_session_unadvise (rig.session, connection, &failure));
      TAP_NO_ERROR (failure);
    }
  EXPECT (advise (&rig, unknown, &error), MAPI_E_UNKNOWN_ENTRYID);
  EXPECT (advise (&rig, rubbish, &error), MAPI_E_INVALID_ENTRYID);

  rig_begin (&mute);
  fixtures_set_comment (mute.profile, mute.book, "mute");
  EXPECT (advise (&mute, alan, &error), MAPI_E_NO_SUPPORT);
}

/* What only the owner of a profile may read, nobody else does; root may read all. */
static void
test_no_access (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) uid = fixtures_add (profile, "plain");
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  g_autoptr (MapiProfile) other =
      mapi_profiles_open (profiles, mapi_profile_get_name (profile), NULL);
  MapiMsgServiceAdmin *services = MAPI_MSG_SERVICE_ADMIN (profile);
  g_autoptr (MapiProviderAdmin) providers =
      mapi_msg_service_admin_admin_providers (services, uid, 0, NULL);
  g_autoptr (MapiUid) store = fixtures_provider (profile, uid, MAPI_STORE_PROVIDER);
  g_autoptr (MapiSession) session =
      mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, NULL);
  const char *path = mapi_profile_get_path (profile);
  gboolean    is_root = geteuid () == 0;

  g_chmod (path, 0);
  if (is_root)
    TAP_NUMBER (seteuid (NOBODY), 0);
  EXPECT (mapi_session_open_profile_section (session, store, 0, &error), MAPI_E_NO_ACCESS);
  EXPECT (mapi_msg_service_admin_open_profile_section (services, store, NULL, 0, &error),
          MAPI_E_NO_ACCESS);
  EXPECT (mapi_provider_admin_open_profile_section (providers, store, NULL, 0, &error),
          MAPI_E_NO_ACCESS);
  if (is_root)
    TAP_NUMBER (seteuid (0), 0);
  g_chmod (path, 0600);
  mapi_session_logoff (session, 0, NULL, NULL);
}

static void
test_sections (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiUid) nobody = mapi_uid_new ();
  g_autoptr (MapiProfSect) section = NULL;
  g_autoptr (MapiProviderAdmin) providers = NULL;
  g_autoptr (MapiProfSect) of_provider = NULL;
  g_autoptr (GError) failure = NULL;

  rig_begin (&rig);
  section = mapi_session_open_profile_section (rig.session, rig.store, MAPI_MODIFY, &failure);
  TAP_NO_ERROR (failure);
  EXPECT (mapi_session_open_profile_section (rig.session, nobody, 0, &error), MAPI_E_NOT_FOUND);
  providers = mapi_msg_service_admin_admin_providers (
      MAPI_MSG_SERVICE_ADMIN (rig.profile), rig.service, 0, &failure);
  of_provider = mapi_provider_admin_open_profile_section (providers, rig.store, NULL, 0, &failure);
  TAP_NO_ERROR (failure);
}

/* A service that a profile can have once, and that knows nobody. */
static void
test_single (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  MapiMsgServiceAdmin *services = MAPI_MSG_SERVICE_ADMIN (profile);
  g_autoptr (MapiUid) uid = fixtures_add (profile, "single");

  EXPECT (mapi_msg_service_admin_copy_msg_service (services, uid, "again", NULL, 0, &error),
          MAPI_E_NO_ACCESS);
  EXPECT (mapi_msg_service_admin_set_primary_identity (services, uid, 0, &error), MAPI_E_NO_ACCESS);
}

static void
test_services (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  MapiMsgServiceAdmin *services = MAPI_MSG_SERVICE_ADMIN (profile);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiUid) plain = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) nobody = mapi_uid_new ();
  g_autoptr (MapiUid) transport = fixtures_provider (profile, plain, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiUidArray) none = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) order = mapi_uid_array_append (none, transport);
  g_autoptr (MapiUidArray) strange = mapi_uid_array_append (none, nobody);
  g_autoptr (GError) failure = NULL;

  EXPECT (mapi_msg_service_admin2_create_msg_service_ex (
              MAPI_MSG_SERVICE_ADMIN2 (profile), "nothing", NULL, 0, NULL, &error),
          MAPI_E_NOT_FOUND);
  CU_ASSERT (mapi_msg_service_admin_msg_service_transport_order (services, order, 0, &failure));
  TAP_NO_ERROR (failure);
  EXPECT (mapi_msg_service_admin_msg_service_transport_order (services, strange, 0, &error),
          MAPI_E_NOT_FOUND);
  EXPECT (mapi_msg_service_admin_msg_service_transport_order (services, none, 0, &error),
          MAPI_E_BUSY);

  uid = fixtures_add (profile, "entry");
  g_setenv ("ENTRY_CONTEXT", "3", TRUE);
  EXPECT (mapi_msg_service_admin_configure_msg_service (services, uid, 0, NULL, NULL, &error),
          MAPI_E_USER_CANCEL);
  g_unsetenv ("ENTRY_CONTEXT");
}

TAP_MAIN ("session/returns",
          { "open a store", test_open_store },
          { "open an entry", test_open_entry },
          { "compare entry identifiers", test_compare },
          { "advise on a store and on an entry", test_advise },
          { "a profile that is somebody else's", test_no_access },
          { "sections of a profile", test_sections },
          { "a service of which there is one", test_single },
          { "services of a profile", test_services })
