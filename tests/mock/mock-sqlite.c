/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "mock-support.h"
#include "tap.h"

#include <CUnit/TestRun.h>

/* A process that a test has started has no assertions. */
static gboolean
went_well (const GError *error)
{
  if (CU_get_current_test () != NULL)
    return TAP_NO_ERROR (error);
  if (error != NULL)
    g_error ("%s", error->message);
  return TRUE;
}

static MapiMsProvider *
get_provider (GError **error)
{
  static MapiMsProvider *provider;
  g_autofree char       *path = g_build_filename (
      g_getenv ("MAPI_BUILD_ROOT"), "providers", "sqlite", "mapi-sqlite.so", NULL);

  if (provider == NULL)
    provider = mock_support_open_ms_provider (path, error);
  return provider;
}

static MapiSupport *
new_support (const char *path)
{
  g_autoptr (MapiPropValue) setting = mapi_prop_value_new_string (0x6600001f, path);
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_from_value (setting);

  return MAPI_SUPPORT (mock_support_new (settings));
}

static MapiSupport *
new_support_with_index (const char *path, gboolean full_text)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) settings = NULL;

  mapi_prop_list_builder_add_string (builder, 0x6600001f, path);
  mapi_prop_list_builder_add_boolean (builder, 0x6601000b, full_text);
  settings = mapi_prop_list_builder_end (builder);
  return MAPI_SUPPORT (mock_support_new (settings));
}

gboolean
mock_sqlite_open_with_index (MockSqlite *self, const char *path, gboolean full_text, GError **error)
{
  MapiMsProvider *provider = get_provider (error);

  if (provider == NULL)
    return FALSE;
  self->support = new_support_with_index (path, full_text);
  self->store = mapi_ms_provider_logon (
      provider, self->support, NULL, NULL, 0, NULL, NULL, &self->logon, NULL, error);
  return self->store != NULL;
}

MapiStoreCare *
mock_sqlite_get_care (const char *path, MapiSupport **support)
{
  g_autoptr (GError) error = NULL;
  MapiMsProvider *provider = get_provider (&error);

  went_well (error);
  *support = new_support (path);
  return MAPI_STORE_CARE (provider);
}

gboolean
mock_sqlite_open (MockSqlite *self, const char *path, gboolean spooler, GError **error)
{
  MapiMsProvider *provider = get_provider (error);

  if (provider == NULL)
    return FALSE;
  self->support = new_support (path);
  if (spooler)
    self->store = mapi_ms_provider_spooler_logon (
        provider, self->support, NULL, NULL, 0, NULL, NULL, &self->logon, NULL, error);
  else
    self->store = mapi_ms_provider_logon (
        provider, self->support, NULL, NULL, 0, NULL, NULL, &self->logon, NULL, error);
  return self->store != NULL;
}

void
mock_sqlite_close (MockSqlite *self)
{
  guint32 flags = 0;

  if (self->logon != NULL)
    mapi_ms_logon_logoff (self->logon, &flags, NULL, NULL);
  g_clear_object (&self->store);
  g_clear_object (&self->logon);
  g_clear_object (&self->support);
}

gboolean
mock_sqlite_open_new (MockSqlite *self)
{
  static guint n;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("%s/new-store-%u.db", tap_folder (), ++n);

  return mock_sqlite_open (self, path, FALSE, &error) || went_well (error);
}

void
mock_sqlite_run_sql (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  /* Whoever has the store open may be writing. */
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                                                      &error,
                                                      "sqlite3",
                                                      "-cmd",
                                                      ".timeout 30000",
                                                      path,
                                                      sql,
                                                      NULL);

  if (process != NULL)
    g_subprocess_wait_check (process, NULL, &error);
  went_well (error);
}

MapiFolder *
mock_sqlite_open_folder (MapiMsgStore *store, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), NULL, 0, NULL, NULL, &error);
  g_autoptr (GBytes) entry_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
  MapiProp *folder = mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, NULL, &error);

  went_well (error);
  return MAPI_FOLDER (folder);
}

MapiFolder *
mock_sqlite_open_inbox (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id =
      mapi_msg_store_get_receive_folder (store, "IPM.Note", 0, NULL, NULL, &error);
  MapiProp *folder = mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, NULL, &error);

  went_well (error);
  return MAPI_FOLDER (folder);
}

void
mock_sqlite_set (gpointer object, MapiPropValue *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;

  mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error);
  went_well (error);
  g_assert (problems == NULL);
  mapi_prop_value_unref (value);
}

void
mock_sqlite_set_text (gpointer object, guint32 tag, const char *text)
{
  mock_sqlite_set (object, mapi_prop_value_new_string (tag, text));
}

MapiMessage *
mock_sqlite_create_message (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  MapiMessage *message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);

  went_well (error);
  return message;
}

MapiAttach *
mock_sqlite_attach (gpointer message, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = g_strnfill (size, 'a');
  MapiAttach *added = mapi_message_create_attach (MAPI_MESSAGE (message), 0, NULL, NULL, &error);

  went_well (error);
  mock_sqlite_set (added, mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE));
  mock_sqlite_write (added, MAPI_PR_ATTACH_DATA_BIN, data, size);
  mock_sqlite_save (added);
  return added;
}

MapiAttach *
mock_sqlite_open_attach (gpointer message, guint32 number, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *found =
      mapi_message_open_attach (MAPI_MESSAGE (message), number, NULL, flags, NULL, &error);

  went_well (error);
  return found;
}

void
mock_sqlite_save (gpointer object)
{
  g_autoptr (GError) error = NULL;

  mapi_prop_save_changes (MAPI_PROP (object), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  went_well (error);
}

gpointer
mock_sqlite_reopen (MapiMsgStore *store, gpointer object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = mock_sqlite_get_entry_id (object);
  MapiProp *again = mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, NULL, &error);

  went_well (error);
  return again;
}

MapiPropList *
mock_sqlite_get_all (gpointer object)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props = mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, &error);

  went_well (error);
  return props;
}

MapiPropValue *
mock_sqlite_get (gpointer object, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (object), tags, 0, NULL, NULL, &error);

  return went_well (error) ? mapi_prop_list_get_value (props, 0) : NULL;
}

char *
mock_sqlite_get_text (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mock_sqlite_get (object, tag);

  return value != NULL ? mapi_prop_value_to_string (value) : NULL;
}

GBytes *
mock_sqlite_get_bytes (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (object);

  return mapi_prop_list_get_bytes (props, tag);
}

static GObject *
open_stream (gpointer object, guint32 tag, guint32 flags, GError **error)
{
  return mapi_prop_open_property (MAPI_PROP (object), tag, "MapiStream", 0, flags, NULL, error);
}

GBytes *
mock_sqlite_read (gpointer object, guint32 tag, gint32 *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) stream = open_stream (object, tag, 0, &error);
  guint64 size = 0;
  GBytes *bytes = NULL;

  if (stream != NULL && mapi_stream_get_size (MAPI_STREAM (stream), &size, &error))
    bytes = mapi_stream_read (MAPI_STREAM (stream), size, NULL, &error);
  if (code != NULL)
    *code = error != NULL ? error->code : 0;
  return bytes;
}

void
mock_sqlite_write (gpointer object, guint32 tag, const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  g_autoptr (GObject) stream = open_stream (object, tag, MAPI_CREATE | MAPI_MODIFY, &error);

  if (stream != NULL && mapi_stream_write (MAPI_STREAM (stream), bytes, NULL, &error))
    mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, &error);
  went_well (error);
}

MapiMessage *
mock_sqlite_compose (MapiMsgStore *store, const char *subject, gsize body_size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) outbox = mock_sqlite_open_folder (store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_autoptr (MapiPropList) recipient =
      mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);
  g_autofree char *body = g_strnfill (body_size, 'x');
  MapiMessage     *message = mapi_folder_create_message (outbox, NULL, 0, NULL, &error);

  went_well (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_BODY, body));
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error);
  went_well (error);
  return message;
}

GBytes *
mock_sqlite_get_entry_id (gpointer object)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, NULL);

  return props != NULL ? mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID) : NULL;
}

GBytes *
mock_sqlite_submit (MapiMsgStore *store, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mock_sqlite_compose (store, subject, 1000);

  mapi_message_submit_message (message, 0, NULL, &error);
  return went_well (error) ? mock_sqlite_get_entry_id (message) : NULL;
}

guint
mock_sqlite_count (MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  guint32 count = 0;

  mapi_table_get_row_count (table, 0, &count, NULL, NULL, &error);
  went_well (error);
  return count;
}

char *
mock_sqlite_get_cell (MapiTable *table, guint row, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) found = NULL;
  g_autoptr (MapiPropValue) value = NULL;

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  went_well (error);
  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, (gint32) row, NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  if (!went_well (error) || mapi_row_set_get_size (rows) == 0)
    return NULL;
  found = mapi_row_set_get_row (rows, 0);
  value = mapi_prop_list_get_value (found, 0);
  return mapi_prop_value_to_string (value);
}

static const MapiUid name_space = { { 't', 'e', 's', 't', 's' } };

guint32
mock_sqlite_get_name_id (MapiMsgStore *store, const char *name, guint32 flags)
{
  g_autoptr (MapiNameId) name_id = mapi_name_id_new_from_string (&name_space, name);
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, name_id);
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_ids_from_names (MAPI_PROP (store), names, flags, NULL, NULL, NULL);

  return tags != NULL ? mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (tags, 0)) : 0;
}
