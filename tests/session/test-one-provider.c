/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* MAPI_E_FAILONEPROVIDER: wherever one provider fails, the error and the status table say which and
 * why, and the others go on. */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

#include <string.h>

/* A session with a bad service, a good one, and two of each kind of identifier. */
typedef struct
{
  MapiProfile *profile;
  MapiUid     *bad;
  MapiUid     *provider; /* the one that fails */
  MapiSession *session;
  GBytes      *wrapped; /* the bad store, as the table of stores names it */
  GBytes      *inner;   /* and as itself */
} Rig;

static void
rig_clear (Rig *self)
{
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->bad, mapi_uid_free);
  g_clear_pointer (&self->provider, mapi_uid_free);
  g_clear_pointer (&self->wrapped, g_bytes_unref);
  g_clear_pointer (&self->inner, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static void
find_ids (Rig *self)
{
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (self->session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);

  self->wrapped = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  self->inner = mapi_store_entry_id_unwrap (self->wrapped, NULL, NULL);
}

static void
rig_begin (Rig *self, const char *service, guint32 kind)
{
  g_autoptr (MapiUid) good = NULL;
  g_autoptr (GError) error = NULL;

  self->profile = fixtures_profile ();
  self->bad = fixtures_add (self->profile, service);
  good = fixtures_add (self->profile, "plain");
  self->provider = fixtures_provider (self->profile, self->bad, kind);
  fixtures_set_comment (self->profile, self->provider, "MAPI_E_FAILONEPROVIDER");
  self->session = mapi_session_logon_profile (self->profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
  find_ids (self);
}

static MapiPropList *
status_of (Rig *self)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (self->session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);
  g_autoptr (GBytes) wanted = mapi_uid_to_bytes (self->provider);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

      if (uid != NULL && g_bytes_equal (uid, wanted))
        return g_steal_pointer (&row);
    }

  return NULL;
}

/* Whether a text says which service, which module, which call and why. */
static void
check_words (const char *text, const char *service, const char *call, const char *cause)
{
  g_autofree char *quoted = g_strdup_printf ("service '%s'", service);
  g_autofree char *module = g_strdup_printf ("%s.so: %s: ", service, call);

  tap_note ("%s", text != NULL ? text : "nothing");
  if (text == NULL)
    {
      CU_FAIL ("nothing was said");
      return;
    }
  CU_ASSERT_PTR_NOT_NULL (strstr (text, quoted));
  CU_ASSERT_PTR_NOT_NULL (strstr (text, module));
  CU_ASSERT_PTR_NOT_NULL (strstr (text, cause));
}

static void
check_status (Rig *self, const char *service, const char *call, const char *cause)
{
  g_autoptr (MapiPropList) row = status_of (self);

  if (row == NULL)
    {
      CU_FAIL ("the provider has no row");
      return;
    }
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), MAPI_STATUS_FAILURE);
  check_words (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING), service, call, cause);
}

/* The other service of the profile. */
static void
check_other_works (Rig *self)
{
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (self->session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, mapi_row_set_get_size (rows) - 1);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_msg_store (self->session, entry_id, 0, NULL, &error);

  TAP_NO_ERROR (error);
}

/* The ways to a store that has to be logged on to; each answers whether it succeeded. */

static gboolean
open_store (Rig *self, GError **error)
{
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_msg_store (self->session, self->wrapped, 0, NULL, error);

  return store != NULL;
}

static gboolean
open_default_store (Rig *self, GError **error)
{
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_msg_store (self->session, NULL, 0, NULL, error);

  return store != NULL;
}

static gboolean
open_spooler_store (Rig *self, GError **error)
{
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_spooler_store (self->session, self->provider, 0, NULL, error);

  return store != NULL;
}

static gboolean
open_store_entry (Rig *self, GError **error)
{
  g_autoptr (MapiProp) entry =
      mapi_session_open_entry (self->session, self->wrapped, NULL, 0, NULL, error);

  return entry != NULL;
}

static gboolean
open_inner_entry (Rig *self, GError **error)
{
  g_autoptr (MapiProp) entry =
      mapi_session_open_entry (self->session, self->inner, NULL, 0, NULL, error);

  return entry != NULL;
}

static gboolean
compare (Rig *self, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_entry_id_get_uid (self->inner);
  g_autoptr (GBytes) other = mapi_entry_id_new (0, uid, "x", 1);
  gboolean same;

  return mapi_session_compare_entry_ids (self->session, other, self->inner, 0, &same, error);
}

static gboolean
advise_on (Rig *self, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();

  return mapi_session_advise (
             self->session, entry_id, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, error) != 0;
}

static gboolean
advise_on_store (Rig *self, GError **error)
{
  return advise_on (self, self->wrapped, error);
}

static gboolean
advise_on_entry (Rig *self, GError **error)
{
  return advise_on (self, self->inner, error);
}

static void
test_store (void)
{
  static gboolean (*const ways[]) (Rig * self, GError * *error) = {
    open_store, open_default_store, open_spooler_store, open_store_entry, open_inner_entry,
    compare,    advise_on_store,    advise_on_entry,
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_auto (Rig) rig = { 0 };
      g_autoptr (GError) error = NULL;

      rig_begin (&rig, "plain", MAPI_STORE_PROVIDER);
      CU_ASSERT_FALSE (ways[i](&rig, &error));
      if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_FAILONEPROVIDER))
        check_words (error->message, "plain", "Logon", "told to fail");
      check_status (&rig, "plain", "Logon", "told to fail");
      check_other_works (&rig);

      /* What is over shows no more. */
      g_clear_error (&error);
      fixtures_set_comment (rig.profile, rig.provider, "");
      CU_ASSERT (ways[i](&rig, &error));
      TAP_NO_ERROR (error);
    }
}

static void
test_transport (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  rig_begin (&rig, "plain", MAPI_TRANSPORT_PROVIDER);
  CU_ASSERT_PTR_NULL (
      mapi_session_logon_transport (rig.session, rig.provider, &flags, NULL, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_FAILONEPROVIDER))
    check_words (error->message, "plain", "TransportLogon", "told to fail");
  check_status (&rig, "plain", "TransportLogon", "told to fail");
  check_other_works (&rig);
}

/* The address book opens without the bad one, which says so in the status table, and wherever an
 * entry might have been its own. */
static void
test_address_book (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiUid) nobody = mapi_uid_new ();
  g_autoptr (GBytes) unknown = mapi_entry_id_new (0, nobody, "x", 1);
  g_autoptr (GBytes) other = mapi_entry_id_new (0, nobody, "y", 1);
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (GError) error = NULL;
  guint32  warning = 0;
  gboolean same;

  rig_begin (&rig, "book", MAPI_AB_PROVIDER);
  book = mapi_session_open_address_book (rig.session, 0, &warning, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  check_status (&rig, "book", "Logon", "told to fail");

  CU_ASSERT_PTR_NULL (mapi_session_open_entry (rig.session, unknown, NULL, 0, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_ENTRYID))
    check_words (error->message, "book", "Logon", "told to fail");
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_session_compare_entry_ids (rig.session, unknown, other, 0, &same, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_ENTRYID))
    check_words (error->message, "book", "Logon", "told to fail");
  g_clear_error (&error);
  CU_ASSERT_FALSE (advise_on (&rig, unknown, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_ENTRYID))
    check_words (error->message, "book", "Logon", "told to fail");
  check_other_works (&rig);
}

static void
note_error (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  char **text = data;
  g_autoptr (MapiNotification) notification =
      mapi_notification_list_get_notification (notifications, 0);

  g_free (*text);
  *text = g_strdup (mapi_notification_get_text (notification));
}

static gboolean
is_told (gpointer data)
{
  return *(char **) data != NULL;
}

/* Who advised on the session hears the same. */
static void
test_event (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "plain", MAPI_STORE_PROVIDER);
  g_signal_connect (sink, "received", G_CALLBACK (note_error), &text);
  CU_ASSERT (
      mapi_session_advise (
          rig.session, NULL, MAPI_fnevCriticalError, MAPI_ADVISE_SINK (sink), NULL, &error) != 0);
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (open_store (&rig, NULL));
  CU_ASSERT (tap_wait (NULL, is_told, &text));
  check_words (text, "plain", "Logon", "told to fail");
}

TAP_MAIN ("session/one-provider",
          { "a store that fails is named on every way to it", test_store },
          { "a transport that fails is named", test_transport },
          { "an address book that fails is named", test_address_book },
          { "who advised on the session hears which failed and why", test_event })
