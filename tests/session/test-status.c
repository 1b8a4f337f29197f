/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gstdio.h>
#include <mapi/mapi.h>
#include <unistd.h>

#include "fixtures.h"
#include "mock-link.h"
#include "tap.h"

/* One profile in two sessions, which are as much to each other as those of two processes: one has
 * the spooler and a transport, the other looks. */
typedef struct
{
  MapiProfile *profile;
  MapiUid     *transport;
  MapiSession *session;
  MapiSession *other;
  MockLink    *link;
  MapiSupport *support;
  MapiXpLogon *logon;
} Rig;

static MapiSession *
log_on (MapiProfile *profile)
{
  g_autoptr (GError) error = NULL;
  MapiSession *session = mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, &error);

  TAP_NO_ERROR (error);
  return session;
}

static void
rig_begin (Rig *rig)
{
  g_autoptr (MapiUid) service = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  rig->profile = fixtures_profile ();
  service = fixtures_add (rig->profile, "plain");
  mapi_profile_configure_service (rig->profile, service, "password", "secret", NULL);
  rig->transport = fixtures_provider (rig->profile, service, MAPI_TRANSPORT_PROVIDER);
  rig->session = log_on (rig->profile);
  rig->other = log_on (rig->profile);
  rig->link = mock_link_new ();
  mapi_session_set_spooler (rig->session, MAPI_SPOOLER_LINK (rig->link));
  rig->logon = mapi_session_logon_transport (
      rig->session, rig->transport, &flags, &rig->support, NULL, &error);
  TAP_NO_ERROR (error);
}

/* As a spooler that ends in good order. */
static void
rig_end_spooler (Rig *rig)
{
  g_clear_object (&rig->support);
  g_clear_object (&rig->logon);
  mapi_session_set_spooler (rig->session, NULL);
}

static void
rig_clear (Rig *rig)
{
  rig_end_spooler (rig);
  mapi_session_logoff (rig->other, 0, NULL, NULL);
  mapi_session_logoff (rig->session, 0, NULL, NULL);
  g_clear_object (&rig->other);
  g_clear_object (&rig->session);
  g_clear_object (&rig->link);
  g_clear_object (&rig->profile);
  g_clear_pointer (&rig->transport, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static MapiPropList *
columns_new (gint32 code, const char *text)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, code);
  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, text);
  return mapi_prop_list_builder_end (builder);
}

static void
spooler_says (Rig *rig, gint32 code, const char *text)
{
  g_autoptr (MapiPropList) columns = columns_new (code, text);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_session_modify_spooler_row (rig->session, columns, &error));
  TAP_NO_ERROR (error);
}

static void
transport_says (Rig *rig, gint32 code, const char *text)
{
  g_autoptr (MapiPropList) columns = columns_new (code, text);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (
      mapi_support_modify_status_row (rig->support, columns, MAPI_STATUSROW_UPDATE, NULL, &error));
  TAP_NO_ERROR (error);
}

static MapiRowSet *
read_rows (MapiSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, &error);
  MapiRowSet *rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return rows;
}

/* The first row of this type. */
static MapiPropList *
find_row (MapiSession *session, gint32 type)
{
  g_autoptr (MapiRowSet) rows = read_rows (session);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == type)
        return g_steal_pointer (&row);
    }

  return NULL;
}

static void
check_row (MapiSession *session, gint32 type, gint32 code, const char *text)
{
  g_autoptr (MapiPropList) row = find_row (session, type);

  CU_ASSERT_PTR_NOT_NULL (row);
  if (row == NULL)
    return;
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0), code);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING), text);
}

static void
check_columns (MapiPropList *row)
{
  static const guint32 required[] = {
    MAPI_PR_DISPLAY_NAME,     MAPI_PR_ENTRYID,        MAPI_PR_INSTANCE_KEY,
    MAPI_PR_OBJECT_TYPE,      MAPI_PR_RESOURCE_FLAGS, MAPI_PR_PROVIDER_DLL_NAME,
    MAPI_PR_RESOURCE_METHODS, MAPI_PR_RESOURCE_TYPE,  MAPI_PR_ROWID,
    MAPI_PR_STATUS_CODE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (required); i++)
    if (!mapi_prop_list_contains (row, required[i]))
      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
                  mapi_prop_tag_get_name (required[i]));
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0), MAPI_OBJECT_STATUS);
}

static void
test_columns (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  rig_begin (&rig);
  store = mapi_session_open_msg_store (rig.session, NULL, 0, NULL, NULL);
  rows = read_rows (rig.session);
  TAP_NUMBER (mapi_row_set_get_size (rows), 5);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      check_columns (row);
      g_hash_table_add (ids, GINT_TO_POINTER (mapi_prop_list_get_long (row, MAPI_PR_ROWID, 0)));
    }
  TAP_NUMBER (g_hash_table_size (ids), 5);
  g_clear_object (&store);
}

static MapiStatus *
open_status (MapiSession *session, gint32 type)
{
  g_autoptr (MapiPropList) row = find_row (session, type);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  MapiProp *status = mapi_session_open_entry (session, entry_id, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_METHODS, 0),
              type == MAPI_SUBSYSTEM || type == MAPI_AB ? MAPI_STATUS_VALIDATE_STATE : 0);
  return MAPI_STATUS (status);
}

static void
check_refuses (MapiStatus *status)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_status_settings_dialog (status, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_status_change_password (status, "a", "b", 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_status_flush_queues (status, NULL, MAPI_FLUSH_UPLOAD, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
}

static void
test_own_objects (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (MapiStatus) subsystem = NULL;
  g_autoptr (MapiStatus) address_book = NULL;
  g_autoptr (MapiStatus) spooler = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  subsystem = open_status (rig.other, MAPI_SUBSYSTEM);
  address_book = open_status (rig.other, MAPI_AB);
  spooler = open_status (rig.other, MAPI_SPOOLER);
  check_refuses (subsystem);
  check_refuses (address_book);
  check_refuses (spooler);
  CU_ASSERT (mapi_status_validate_state (address_book, 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_status_validate_state (subsystem, 0, NULL, &error));
  TAP_NO_ERROR (error);
}

/* A transport that has a row before it is logged on has no object yet. */
static void
test_early (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiPropList) columns = columns_new (MAPI_STATUS_AVAILABLE, NULL);
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  g_clear_object (&rig.support);
  g_clear_object (&rig.logon);
  CU_ASSERT (mapi_session_modify_provider_row (rig.session, rig.transport, columns, &error));
  TAP_NO_ERROR (error);
  row = find_row (rig.session, MAPI_TRANSPORT_PROVIDER);
  entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  CU_ASSERT_PTR_NULL (mapi_session_open_entry (rig.session, entry_id, NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

/* What a session sees of another one. */

/* The row can be opened, to be read. */
static void
test_object_of_other (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (MapiStatus) status = NULL;

  rig_begin (&rig);
  status = open_status (rig.other, MAPI_TRANSPORT_PROVIDER);
  if (status != NULL)
    check_refuses (status);
}

static void
test_of_other (void)
{
  g_auto (Rig) rig = { NULL };

  rig_begin (&rig);
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "at work");
  transport_says (&rig, MAPI_STATUS_AVAILABLE, "idle");
  check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_AVAILABLE, "at work");
  check_row (rig.other, MAPI_TRANSPORT_PROVIDER, MAPI_STATUS_AVAILABLE, "idle");

  rig_end_spooler (&rig);
  check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_OFFLINE, "not running");
  CU_ASSERT_PTR_NULL (find_row (rig.other, MAPI_TRANSPORT_PROVIDER));
}

static void
note_code (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer code)
{
  for (guint i = 0; i < mapi_notification_list_get_size (notifications); i++)
    {
      g_autoptr (MapiNotification) one = mapi_notification_list_get_notification (notifications, i);
      g_autoptr (MapiPropList) row = mapi_notification_get_row (one);

      if (row != NULL &&
          mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        *(gint32 *) code = mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
    }
}

static gboolean
is_offline (gpointer code)
{
  return *(gint32 *) code == MAPI_STATUS_OFFLINE;
}

static guint32
listen_to (MapiTable *table, MapiCallbackSink *sink, gint32 *code)
{
  g_autoptr (GError) error = NULL;
  guint32 connection =
      mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error);

  TAP_NO_ERROR (error);
  g_signal_connect (sink, "received", G_CALLBACK (note_code), code);
  return connection;
}

static void
test_notifications (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  gint32 code = 0;

  rig_begin (&rig);
  transport_says (&rig, MAPI_STATUS_AVAILABLE, NULL);
  table = mapi_session_get_status_table (rig.other, 0, NULL, NULL);
  listen_to (table, sink, &code);
  transport_says (&rig, MAPI_STATUS_OFFLINE, NULL);
  CU_ASSERT (tap_wait (NULL, is_offline, &code));
}

/* A thread whose context nobody turns any more. */
static gpointer
open_table_and_end (gpointer session)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  MapiTable *table;

  g_main_context_push_thread_default (context);
  table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_main_context_pop_thread_default (context);
  return table;
}

/* Who has asked first may be gone. */
static void
test_thread_ended (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  gint32 code = 0;

  rig_begin (&rig);
  transport_says (&rig, MAPI_STATUS_AVAILABLE, NULL);
  table = g_thread_join (g_thread_new ("first", open_table_and_end, rig.other));
  listen_to (table, sink, &code);
  transport_says (&rig, MAPI_STATUS_OFFLINE, NULL);
  CU_ASSERT (tap_wait (NULL, is_offline, &code));
}

static char *
board_path (Rig *rig)
{
  return mapi_profile_get_runtime_path (mapi_profile_get_name (rig->profile), ".status");
}

/* The process ends without a word: what it has shown is still there, and its lock is not. */
static void
test_killed (void)
{
  g_auto (Rig) rig = { NULL };
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  gsize            size = 0;
  gint32           code = 0;

  rig_begin (&rig);
  path = board_path (&rig);
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "at work");
  transport_says (&rig, MAPI_STATUS_AVAILABLE, NULL);
  table = mapi_session_get_status_table (rig.other, 0, NULL, NULL);
  listen_to (table, sink, &code);
  CU_ASSERT (g_file_get_contents (path, &shown, &size, NULL));
  rig_end_spooler (&rig);
  CU_ASSERT (
      g_file_set_contents_full (path, shown, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));

  CU_ASSERT (tap_wait (NULL, is_offline, &code));
  check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_OFFLINE, "not running");
  check_row (rig.other, MAPI_TRANSPORT_PROVIDER, MAPI_STATUS_OFFLINE, "not running");
}

static void
overwrite (const char *path, gsize size, char byte)
{
  g_autofree char *bytes = g_strnfill (size, byte);
  FILE            *file = fopen (path, "r+b");

  CU_ASSERT_PTR_NOT_NULL (file);
  TAP_NUMBER (fwrite (bytes, 1, size, file), size);
  fclose (file);
}

/* Whoever looks while it is written sees what was there before. */
static void
test_torn (void)
{
  g_auto (Rig) rig = { NULL };
  g_autofree char *path = NULL;

  rig_begin (&rig);
  path = board_path (&rig);
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "at work");
  check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_AVAILABLE, "at work");
  for (gsize size = 1; size < 200; size += 7)
    {
      overwrite (path, size, (char) 0xff);
      check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_AVAILABLE, "at work");
    }
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "still at work");
  check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_AVAILABLE, "still at work");
}

/* That a provider is at work changes with each message, and is shown with what changes next. */
static void
test_activity (void)
{
  gint32 active = MAPI_STATUS_AVAILABLE | MAPI_STATUS_OUTBOUND_ACTIVE;
  g_auto (Rig) rig = { NULL };

  rig_begin (&rig);
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "at work");
  transport_says (&rig, MAPI_STATUS_AVAILABLE, "idle");
  transport_says (&rig, active, NULL);
  check_row (rig.session, MAPI_TRANSPORT_PROVIDER, active, "idle");
  check_row (rig.other, MAPI_TRANSPORT_PROVIDER, MAPI_STATUS_AVAILABLE, "idle");
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "at work");
  check_row (rig.other, MAPI_TRANSPORT_PROVIDER, active, "idle");
  transport_says (&rig, MAPI_STATUS_AVAILABLE, "done");
  check_row (rig.other, MAPI_TRANSPORT_PROVIDER, MAPI_STATUS_AVAILABLE, "done");
}

/* A link that somebody left there leads nowhere. */
static void
test_link (void)
{
  g_auto (Rig) rig = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *elsewhere = NULL;

  rig_begin (&rig);
  path = board_path (&rig);
  elsewhere = g_strconcat (path, ".elsewhere", NULL);
  spooler_says (&rig, MAPI_STATUS_AVAILABLE, "at work");
  TAP_NUMBER (g_rename (path, elsewhere), 0);
  TAP_NUMBER (symlink (elsewhere, path), 0);
  check_row (rig.other, MAPI_SPOOLER, MAPI_STATUS_OFFLINE, "not running");
  g_unlink (path);
}

TAP_MAIN ("session/status",
          { "rows have the columns of the table (R487, R489, R490)", test_columns },
          { "the status objects of MAPI's own (R497, R653)", test_own_objects },
          { "a transport that is not logged on yet", test_early },
          { "the rows of a spooler in another process", test_of_other },
          { "the status object of a transport in another process", test_object_of_other },
          { "the thread that asked first has ended", test_thread_ended },
          { "changes in another process are notified (R492)", test_notifications },
          { "what a killed process has left is not running", test_killed },
          { "rows that are being written", test_torn },
          { "activity is shown with what changes next", test_activity },
          { "a link is not followed", test_link })
