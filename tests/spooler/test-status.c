/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The status table and its objects, with a session, the SQLite store and the fake transport of the
 * catalogue. */

#include "session-rig.h"
#include "tap.h"

static void
rig_begin (SessionRig *rig)
{
  static guint     count;
  g_autofree char *name = g_strdup_printf ("status-%u", ++count);

  CU_ASSERT_TRUE (session_rig_begin (rig, name));
  CU_ASSERT_TRUE (session_rig_add (rig, "fake-transport", NULL));
  CU_ASSERT_TRUE (session_rig_start (rig));
  CU_ASSERT_TRUE (session_rig_wait_calls (rig, "TransportNotify BEGIN", 1));
}

static MapiRowSet *
read_rows (SessionRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_session_get_status_table (rig->session, 0, NULL, &error);
  MapiRowSet *rows = table != NULL ? mapi_table_query_rows (table, 100, 0, NULL, &error) : NULL;

  TAP_NO_ERROR (error);
  return rows;
}

static guint
count_rows (MapiRowSet *rows, gint32 type)
{
  guint n_rows = 0;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      n_rows += mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == type;
    }

  return n_rows;
}

static MapiPropList *
find_row (MapiRowSet *rows, gint32 type)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == type)
        return g_steal_pointer (&row);
    }

  return NULL;
}

static MapiStatus *
open_status (SessionRig *rig, gint32 type)
{
  g_autoptr (MapiRowSet) rows = read_rows (rig);
  g_autoptr (MapiPropList) row = find_row (rows, type);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  MapiProp *status = mapi_session_open_entry (rig->session, entry_id, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return (MapiStatus *) status;
}

/* R487, R489, R490: three rows of MAPI's own, and one for each provider; what MAPI adds to each is
 * there, and what tells them apart does. */
static void
test_rows (void)
{
  static const guint32 columns[] = {
    MAPI_PR_ENTRYID,           MAPI_PR_INSTANCE_KEY,   MAPI_PR_OBJECT_TYPE,   MAPI_PR_ROWID,
    MAPI_PR_PROVIDER_DLL_NAME, MAPI_PR_RESOURCE_FLAGS, MAPI_PR_RESOURCE_TYPE,
  };
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) transport = NULL;
  g_autoptr (GHashTable) keys =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  rig_begin (&rig);
  rows = read_rows (&rig);
  TAP_NUMBER (mapi_row_set_get_size (rows), 5);
  TAP_NUMBER (count_rows (rows, MAPI_SUBSYSTEM), 1);
  TAP_NUMBER (count_rows (rows, MAPI_SPOOLER), 1);
  TAP_NUMBER (count_rows (rows, MAPI_AB), 1);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      for (guint column = 0; column < G_N_ELEMENTS (columns); column++)
        CU_ASSERT_TRUE (mapi_prop_list_contains (row, columns[column]));
      TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0), MAPI_OBJECT_STATUS);
      CU_ASSERT_TRUE (
          g_hash_table_add (keys, mapi_prop_list_get_bytes (row, MAPI_PR_INSTANCE_KEY)));
    }
  transport = find_row (rows, MAPI_TRANSPORT_PROVIDER);
  CU_ASSERT_PTR_NOT_NULL (
      strstr (mapi_prop_list_get_string (transport, MAPI_PR_PROVIDER_DLL_NAME), "mapi-fake"));
}

/* R498: a transport that says nothing about itself is described all the same. */
static void
test_default_text (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) transport = NULL;
  g_autoptr (MapiPropList) spooler = NULL;

  rig_begin (&rig);
  rows = read_rows (&rig);
  transport = find_row (rows, MAPI_TRANSPORT_PROVIDER);
  spooler = find_row (rows, MAPI_SPOOLER);
  CU_ASSERT_TRUE (*mapi_prop_list_get_string (transport, MAPI_PR_STATUS_STRING) != '\0');
  TAP_STRING (mapi_prop_list_get_string (spooler, MAPI_PR_STATUS_STRING), "at work");
}

/* R502: who is there and who is not. */
static void
test_codes (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiRowSet) before = NULL;
  g_autoptr (MapiRowSet) after = NULL;
  g_autoptr (MapiPropList) working = NULL;
  g_autoptr (MapiPropList) stopped = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  before = read_rows (&rig);
  working = find_row (before, MAPI_SPOOLER);
  CU_ASSERT (mapi_prop_list_get_long (working, MAPI_PR_STATUS_CODE, 0) & MAPI_STATUS_AVAILABLE);
  CU_ASSERT_TRUE (mapi_spooler_stop (rig.spooler, &error));
  TAP_NO_ERROR (error);
  after = read_rows (&rig);
  stopped = find_row (after, MAPI_SPOOLER);
  CU_ASSERT (mapi_prop_list_get_long (stopped, MAPI_PR_STATUS_CODE, 0) & MAPI_STATUS_OFFLINE);
  CU_ASSERT (!(mapi_prop_list_get_long (stopped, MAPI_PR_STATUS_CODE, 0) & MAPI_STATUS_AVAILABLE));
}

static void
expect_no_support (gboolean answer, GError **error)
{
  CU_ASSERT_FALSE (answer);
  TAP_ERROR (*error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (error);
}

/* R497, R653: the spooler's object can be asked to check and to flush, and nothing else. */
static void
test_spooler_object (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiStatus) spooler = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  spooler = open_status (&rig, MAPI_SPOOLER);
  props = mapi_prop_get_props (MAPI_PROP (spooler), NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_RESOURCE_METHODS, 0),
              MAPI_STATUS_VALIDATE_STATE | MAPI_STATUS_FLUSH_QUEUES);
  CU_ASSERT_TRUE (mapi_status_validate_state (spooler, 0, NULL, &error));
  CU_ASSERT_TRUE (mapi_status_flush_queues (spooler, NULL, MAPI_FLUSH_UPLOAD, NULL, &error));
  TAP_NO_ERROR (error);
  expect_no_support (mapi_status_settings_dialog (spooler, 0, NULL, &error), &error);
  expect_no_support (mapi_status_change_password (spooler, "old", "new", 0, NULL, &error), &error);
}

/* R432, R433, R436, R655: after a change of settings each transport that is logged on is asked how
 * it is, and what it handles. */
static void
test_validate (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiStatus) spooler = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  spooler = open_status (&rig, MAPI_SPOOLER);
  TAP_NUMBER (session_rig_count_calls (&rig, "AddressTypes"), 1);
  CU_ASSERT_TRUE (mapi_status_validate_state (spooler, 0, NULL, &error));
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "ValidateState", 1));
  CU_ASSERT_TRUE (mapi_status_validate_state (spooler, MAPI_CONFIG_CHANGED, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "ValidateState", 2));
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "AddressTypes", 2));
}

/* A transport whose first logon is as its script says. */
typedef struct
{
  SessionRig rig;
  char      *log;      /* the file of its calls */
  guint      n_states; /* that the engine has told of */
} LogonRig;

static guint
count_logons (LogonRig *self)
{
  g_autofree char *text = NULL;
  guint            n_logons = 0;

  if (!g_file_get_contents (self->log, &text, NULL, NULL))
    return 0;
  for (const char *line = text; (line = strstr (line, "TransportLogon")) != NULL; line++)
    n_logons++;
  return n_logons;
}

static void
on_state (MapiSpooler *spooler, const char *transport, guint code, const char *text, gpointer data)
{
  ((LogonRig *) data)->n_states++;
}

static gboolean
has_state (gpointer data)
{
  return ((LogonRig *) data)->n_states > 0;
}

static gboolean
has_second_logon (gpointer data)
{
  return count_logons (data) >= 2;
}

static void
check_validate_logs_on (const char *name, const char *script)
{
  LogonRig    self = { .log = g_build_filename (tap_folder (), name, NULL) };
  const char *settings[] = { "log", self.log, "script", script, NULL };
  g_autoptr (MapiStatus) spooler = NULL;
  g_autoptr (GError) error = NULL;

  self.rig.clock = MAPI_SPOOLER_CLOCK (mapi_spooler_virtual_clock_new (0));
  CU_ASSERT_TRUE (session_rig_begin (&self.rig, name));
  CU_ASSERT_TRUE (session_rig_add (&self.rig, "fake-transport", settings));
  CU_ASSERT_TRUE (session_rig_prepare (&self.rig));
  g_signal_connect (self.rig.spooler, "transport-state", G_CALLBACK (on_state), &self);
  CU_ASSERT_TRUE (session_rig_start (&self.rig));
  CU_ASSERT_TRUE (session_rig_wait (has_state, &self));
  TAP_NUMBER (count_logons (&self), 1);
  spooler = open_status (&self.rig, MAPI_SPOOLER);
  CU_ASSERT_TRUE (mapi_status_validate_state (spooler, 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (session_rig_wait (has_second_logon, &self));
  g_clear_object (&spooler);
  g_signal_handlers_disconnect_by_data (self.rig.spooler, &self);
  session_rig_clear (&self.rig);
  g_free (self.log);
}

/* R433: both one that is logged on and one that could not; no time passes in which that would be
 * tried again of itself. */
static void
test_validate_logs_on (void)
{
  check_validate_logs_on ("validate-up", "1st logon: OK");
  check_validate_logs_on ("validate-down", "1st logon: NETWORK_ERROR");
}

/* R439: the row of a transport is opened by asking the transport. */
static void
test_transport_object (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiStatus) fake = NULL;
  guint n_calls;

  rig_begin (&rig);
  n_calls = session_rig_count_calls (&rig, "OpenStatusEntry");
  fake = session_rig_open_fake (&rig);
  CU_ASSERT_PTR_NOT_NULL (fake);
  CU_ASSERT_TRUE (session_rig_count_calls (&rig, "OpenStatusEntry") > n_calls);
}

/* R409: only the spooler's object flushes behind one's back. */
static void
test_async (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiStatus) fake = NULL;
  g_autoptr (GError) error = NULL;
  const guint32 flags = MAPI_FLUSH_UPLOAD | MAPI_FLUSH_ASYNC_OK;

  rig_begin (&rig);
  fake = session_rig_open_fake (&rig);
  CU_ASSERT_FALSE (mapi_status_flush_queues (fake, NULL, flags, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS);
}

/* As a provider says who its user is. */
static void
publish_identity (SessionRig *rig, gint32 type, const char *address, guint32 flags)
{
  g_autoptr (MapiRowSet) rows = read_rows (rig);
  g_autoptr (MapiPropList) row = find_row (rows, type);
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (bytes, NULL);
  g_autoptr (GBytes) entry_id = mapi_one_off_new ("Me", "SMTP", address, MAPI_ONE_OFF_UNICODE);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) columns = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_IDENTITY_ENTRYID, entry_id);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, (gint32) flags);
  columns = mapi_prop_list_builder_end (builder);
  CU_ASSERT_TRUE (mapi_session_modify_provider_row (rig->session, uid, columns, &error));
  TAP_NO_ERROR (error);
}

static void
assert_identity (SessionRig *rig, const char *address, guint32 warning)
{
  guint32 found_warning = 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = mapi_session_query_identity (rig->session, &found_warning, &error);
  g_autofree char *found = NULL;

  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_one_off_parse (entry_id, NULL, NULL, &found, NULL, NULL));
  TAP_STRING (found, address);
  TAP_NUMBER (found_warning, warning);
}

/* R633 to R635: the primary one, else any that there is, else one that stands for nobody. */
static void
test_identity (void)
{
  g_auto (SessionRig) rig = { 0 };

  rig_begin (&rig);
  assert_identity (&rig, "Unknown", MAPI_W_NO_SERVICE);
  publish_identity (&rig, MAPI_STORE_PROVIDER, "store@x", 0);
  assert_identity (&rig, "store@x", 0);
  publish_identity (&rig, MAPI_TRANSPORT_PROVIDER, "transport@x", MAPI_STATUS_PRIMARY_IDENTITY);
  assert_identity (&rig, "transport@x", 0);
  publish_identity (&rig, MAPI_TRANSPORT_PROVIDER, "transport@x", 0);
  publish_identity (&rig, MAPI_STORE_PROVIDER, "store@x", MAPI_STATUS_PRIMARY_IDENTITY);
  assert_identity (&rig, "store@x", 0);
}

TAP_MAIN ("spooler/status",
          { "everybody has a row", test_rows },
          { "a transport without words is described", test_default_text },
          { "who is not there shows", test_codes },
          { "the spooler's object checks and flushes", test_spooler_object },
          { "a change of settings is followed", test_validate },
          { "validation logs all transports on", test_validate_logs_on },
          { "a transport opens its own object", test_transport_object },
          { "who the user is", test_identity },
          { "a transport is not flushed behind one's back", test_async })
