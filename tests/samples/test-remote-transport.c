/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The sample of a remote transport, found in the catalogue and driven by the spooler, as a remote
 * viewer has it work. */

#include "spooler-world.h"

#include <glib/gstdio.h>

typedef struct
{
  SpoolerWorld *world;
  char         *server;
  MapiFolder   *headers; /* the status object of the transport */
} Far;

static void
far_clear (Far *self)
{
  g_clear_object (&self->headers);
  spooler_world_free (self->world);
  g_free (self->server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Far, far_clear)

static void
put (Far *self, const char *subject)
{
  g_autofree char *name = g_strconcat (subject, ".eml", NULL);
  g_autofree char *path = g_build_filename (self->server, name, NULL);
  g_autofree char *text = g_strdup_printf (
      "From: Ann <ann@far.invalid>\nTo: me@near.invalid\nSubject: %s\n\n%0*d\n", subject, 200, 1);

  CU_ASSERT_TRUE (g_file_set_contents (path, text, -1, NULL));
}

static MapiPropList *
find_row (MapiSession *session)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0) & MAPI_STATUS_REMOTE_ACCESS)
        return g_steal_pointer (&row);
    }
  return NULL;
}

static void
open_headers (Far *self)
{
  MapiSession *session = self->world->session.session;
  g_autoptr (MapiPropList) row = find_row (session);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  MapiProp *status = mapi_session_open_entry (session, entry_id, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (MAPI_IS_STATUS (status) && MAPI_IS_FOLDER (status));
  self->headers = MAPI_FOLDER (status);
}

/* A server with three messages. @speed may be NULL. */
static void
begin (Far *self, const char *name, const char *speed)
{
  const char *settings[] = { "server", NULL, speed != NULL ? "speed" : NULL, speed, NULL };

  settings[1] = self->server = g_build_filename (tap_folder (), name, NULL);
  TAP_NUMBER (g_mkdir_with_parents (self->server, 0700), 0);
  put (self, "A");
  put (self, "B");
  put (self, "C");
  self->world = spooler_world_begin ();
  session_rig_add (&self->world->session, "remote-transport", settings);
  spooler_world_log_on (self->world);
  spooler_rig_start (self->world->rig);
  spooler_rig_wait_up (self->world->rig, 1);
  open_headers (self);
}

static gboolean
is_ready (gpointer data)
{
  g_autoptr (MapiPropList) row = find_row (((Far *) data)->world->session.session);

  return mapi_prop_list_get_boolean (row, MAPI_PR_REMOTE_VALIDATE_OK, FALSE);
}

/* Asks, and waits until that is done. */
static void
ask (Far *self, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_status_validate_state (MAPI_STATUS (self->headers), flags, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (session_rig_wait (is_ready, self));
}

/* The header of a message; NULL where the list has none. */
static MapiPropList *
find_header (Far *self, const char *subject)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (self->headers), 0, NULL, NULL);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, value);
  g_autoptr (MapiRowSet) rows = NULL;

  CU_ASSERT_TRUE (mapi_table_restrict (table, restriction, 0, NULL, NULL));
  rows = mapi_table_query_rows (table, 1, 0, NULL, NULL);
  return mapi_row_set_get_size (rows) > 0 ? mapi_row_set_get_row (rows, 0) : NULL;
}

static gboolean
has_header (Far *self, const char *subject)
{
  g_autoptr (MapiPropList) row = find_header (self, subject);

  return row != NULL;
}

static guint32
get_mark (Far *self, const char *subject)
{
  g_autoptr (MapiPropList) row = find_header (self, subject);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  guint32 status = 0;

  CU_ASSERT_TRUE (mapi_folder_get_message_status (self->headers, entry_id, 0, &status, NULL, NULL));
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_MSG_STATUS, -1), status);
  return status;
}

static void
mark (Far *self, const char *subject, guint32 bits)
{
  g_autoptr (MapiPropList) row = find_header (self, subject);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (
      mapi_folder_set_message_status (self->headers, entry_id, bits, bits, NULL, NULL, &error));
  TAP_NO_ERROR (error);
}

static gboolean
is_on_server (Far *self, const char *subject)
{
  g_autofree char *name = g_strconcat (subject, ".eml", NULL);
  g_autofree char *path = g_build_filename (self->server, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* R434, R605: marked with SetMessageStatus, one is copied, one deleted, and one with both marks
 * moved; nothing happens before ValidateState, and nothing to what is not marked. */
static void
test_marks (void)
{
  g_auto (Far) far = { 0 };

  begin (&far, "marks", NULL);
  put (&far, "D");
  CU_ASSERT_FALSE (has_header (&far, "A"));
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  mark (&far, "A", MAPI_MSGSTATUS_REMOTE_DOWNLOAD);
  mark (&far, "B", MAPI_MSGSTATUS_REMOTE_DELETE);
  mark (&far, "C", MAPI_MSGSTATUS_REMOTE_DOWNLOAD | MAPI_MSGSTATUS_REMOTE_DELETE);
  TAP_NUMBER (get_mark (&far, "A"), MAPI_MSGSTATUS_REMOTE_DOWNLOAD);
  spooler_world_assert_folder (far.world, 0, "");
  ask (&far, MAPI_PROCESS_XP_HEADER_CACHE);

  spooler_world_assert_folder (far.world, 0, "A, C");
  CU_ASSERT_TRUE (is_on_server (&far, "A"));
  CU_ASSERT_FALSE (is_on_server (&far, "B"));
  CU_ASSERT_FALSE (is_on_server (&far, "C"));
  CU_ASSERT_TRUE (is_on_server (&far, "D"));
  TAP_NUMBER (get_mark (&far, "A"), 0);
  CU_ASSERT_FALSE (has_header (&far, "B"));
  CU_ASSERT_FALSE (has_header (&far, "C"));
  TAP_NUMBER (get_mark (&far, "D"), 0);
}

/* A new list has no marks, and fetches nothing. */
static void
test_refresh (void)
{
  g_auto (Far) far = { 0 };

  begin (&far, "refresh", NULL);
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  mark (&far, "A", MAPI_MSGSTATUS_REMOTE_DOWNLOAD | MAPI_MSGSTATUS_REMOTE_DELETE);
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  TAP_NUMBER (get_mark (&far, "A"), 0);
  spooler_world_assert_folder (far.world, 0, "");
  CU_ASSERT_TRUE (is_on_server (&far, "A"));
}

/* R605: no other way to mark. */
static void
test_set_props (void)
{
  g_auto (Far) far = { 0 };
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_MSG_STATUS, (gint32) MAPI_MSGSTATUS_REMOTE_DELETE);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  begin (&far, "props", NULL);
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (far.headers), props, &problems, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  TAP_NUMBER (get_mark (&far, "A"), 0);
}

static MapiPropList *
read_download_time (const char *name, const char *speed)
{
  static const guint32 tags[] = { MAPI_PR_MESSAGE_DOWNLOAD_TIME, MAPI_PR_MESSAGE_SIZE };
  g_auto (Far) far = { 0 };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  begin (&far, name, speed);
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  table = mapi_container_get_contents_table (MAPI_CONTAINER (far.headers), 0, NULL, NULL);
  CU_ASSERT_TRUE (mapi_table_set_columns (table, columns, 0, NULL, NULL));
  rows = mapi_table_query_rows (table, 1, 0, NULL, NULL);
  return mapi_row_set_get_row (rows, 0);
}

/* R609: how long a message takes is an error where nobody knows. */
static void
test_download_time (void)
{
  g_autoptr (MapiPropList) unknown = read_download_time ("slow", NULL);
  g_autoptr (MapiPropList) known = read_download_time ("fast", "10");
  gint32 size = mapi_prop_list_get_long (known, MAPI_PR_MESSAGE_SIZE, 0);

  TAP_NUMBER (mapi_prop_list_get_error (unknown, MAPI_PR_MESSAGE_DOWNLOAD_TIME),
              (gint32) MAPI_E_NO_SUPPORT);
  CU_ASSERT_TRUE (size > 200);
  TAP_NUMBER (mapi_prop_list_get_long (known, MAPI_PR_MESSAGE_DOWNLOAD_TIME, -1), size / 10);
}

/* What goes wrong far away is told, and the transport can be asked again. */
static void
test_no_server (void)
{
  g_auto (Far) far = { 0 };
  g_autofree char *moved = NULL;

  begin (&far, "gone", NULL);
  moved = g_strconcat (far.server, "-away", NULL);
  TAP_NUMBER (g_rename (far.server, moved), 0);
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  CU_ASSERT_FALSE (has_header (&far, "A"));
  TAP_NUMBER (g_rename (moved, far.server), 0);
  ask (&far, MAPI_REFRESH_XP_HEADER_CACHE);
  CU_ASSERT_TRUE (has_header (&far, "A"));
}

TAP_MAIN ("samples/remote-transport",
          { "what is marked is copied, deleted, moved", test_marks },
          { "a new list has no marks", test_refresh },
          { "nothing else marks", test_set_props },
          { "how long a message takes", test_download_time },
          { "a server that is not there", test_no_server })
