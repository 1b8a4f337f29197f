/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Providers in a process of their own. Whatever becomes of that process harms nobody else, and
 * loses nothing. */

#include "tap.h"

#include "folder-rig.h"
#include "session-rig.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define HOUR (3600 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  SessionRig               rig;
  MapiSpoolerVirtualClock *clock;
  MapiUid                 *uid;
  char                    *log;
  guint                    n_expected;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  session_rig_clear (&self->rig);
  g_clear_object (&self->clock);
  g_free (self->uid);
  g_free (self->log);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
configure (Fixture *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  mapi_profile_configure_service (self->rig.profile, self->uid, key, value, &error);
  return TAP_NO_ERROR (error);
}

/* A fake transport in a process of its own, and a spooler whose time stands still. */
static gboolean
begin (Fixture *self, const char *name, const char *script)
{
  g_autoptr (GError) error = NULL;

  self->clock = mapi_spooler_virtual_clock_new (g_get_real_time ());
  self->rig.clock = g_object_ref (MAPI_SPOOLER_CLOCK (self->clock));
  self->log = g_build_filename (tap_folder (), name, NULL);
  if (!session_rig_begin (&self->rig, name))
    return FALSE;
  self->uid = mapi_profile_add_service (self->rig.profile, "fake-transport", NULL, &error);
  return TAP_NO_ERROR (error) && configure (self, "isolated", "true") &&
         configure (self, "log", self->log) && configure (self, "script", script) &&
         configure (self, "connections", "1");
}

/* Whether the transport was called so often so. */
static gboolean
was_called (gpointer data)
{
  Fixture         *self = data;
  g_autofree char *text = NULL;
  guint            n = 0;

  if (!g_file_get_contents (self->log, &text, NULL, NULL))
    return FALSE;
  for (const char *at = text; (at = strstr (at, "SubmitMessage")) != NULL; at++)
    n++;
  return n >= self->n_expected;
}

/* The processes that this one has started. */
static GArray *
list_children (void)
{
  GArray *children = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread;

  while ((thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", thread);
      g_autofree char *text = NULL;
      g_auto (GStrv) words = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      words = g_strsplit (g_strstrip (text), " ", -1);
      for (char **word = words; *word != NULL && **word != '\0'; word++)
        {
          pid_t pid = (pid_t) g_ascii_strtoll (*word, NULL, 10);

          g_array_append_val (children, pid);
        }
    }
  return children;
}

/* What the status table says of the transport. */
static char *
read_status (Fixture *self, gint32 *code)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (self->rig.session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      *code = mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        return g_strdup (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING));
    }
  *code = 0;
  return NULL;
}

static gboolean
shows_failure (gpointer data)
{
  Fixture         *self = data;
  gint32           code;
  g_autofree char *text = read_status (self, &code);

  return (code & MAPI_STATUS_FAILURE) != 0 && text != NULL;
}

static MapiMessage *
open_queued (Fixture *self, GError **error)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiTable) queue = mapi_msg_store_get_outgoing_queue (self->rig.store, 0, NULL, error);
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (queue == NULL || !mapi_table_set_columns (queue, columns, 0, NULL, error))
    return NULL;
  rows = mapi_table_query_rows (queue, 1, 0, NULL, error);
  if (rows == NULL || mapi_row_set_get_size (rows) == 0)
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  entry_id = mapi_prop_list_get_bytes (row, tag);
  return MAPI_MESSAGE (mapi_msg_store_open_entry (self->rig.store, entry_id, NULL, 0, NULL, error));
}

/* What the queue says of the message in it. */
static char *
read_trouble (Fixture *self)
{
  g_autoptr (MapiMessage) message = open_queued (self, NULL);
  g_autoptr (MapiTable) table =
      message != NULL ? mapi_message_get_recipient_table (message, 0, NULL, NULL) : NULL;
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, 1, 0, NULL, NULL) : NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (rows == NULL || mapi_row_set_get_size (rows) == 0)
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  return g_strdup (mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT));
}

static gboolean
has_trouble (gpointer data)
{
  g_autofree char *text = read_trouble (data);

  return text != NULL;
}

static gboolean
is_sent (gpointer data)
{
  Fixture *self = data;

  mapi_spooler_virtual_clock_advance (self->clock, HOUR);
  return mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

static void
expect_text (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    TAP_STRING (text, part);
}

/* The process is gone in the middle of SubmitMessage: why, and that all is well in the end. */
static void
expect_recovery (Fixture *self, const char *reason)
{
  g_autofree char *status = NULL;
  g_autofree char *trouble = NULL;
  gint32           code;

  CU_ASSERT_TRUE (session_rig_wait (shows_failure, self));
  status = read_status (self, &code);
  expect_text (status, reason);
  CU_ASSERT_TRUE (session_rig_wait (has_trouble, self));
  trouble = read_trouble (self);
  expect_text (trouble, reason);
  TAP_NUMBER (mapi_spooler_get_n_queued (self->rig.spooler), 1);

  CU_ASSERT_TRUE (configure (self, "script", "submit: OK"));
  CU_ASSERT_TRUE (session_rig_wait (is_sent, self));
}

static gboolean
start_and_submit (Fixture *self)
{
  self->n_expected = 1;
  return session_rig_start (&self->rig) &&
         session_rig_submit (&self->rig, "Subject: Hello\n\nHello.\n", "FAKE", "anybody@x");
}

static void
test_killed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GArray) children = NULL;

  if (!begin (&fixture, "killed", "submit: hang") || !start_and_submit (&fixture))
    return;
  CU_ASSERT_TRUE (session_rig_wait (was_called, &fixture));
  children = list_children ();
  TAP_NUMBER (children->len, 1);
  for (guint i = 0; i < children->len; i++)
    kill (g_array_index (children, pid_t, i), SIGKILL);
  expect_recovery (&fixture, "signal 9");
}

static void
test_crashed (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (begin (&fixture, "crashed", "submit: crash") && start_and_submit (&fixture))
    expect_recovery (&fixture, "signal 6");
}

static void
test_stuck (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (begin (&fixture, "stuck", "submit: hang") && configure (&fixture, "call-seconds", "1") &&
      start_and_submit (&fixture))
    expect_recovery (&fixture, "SubmitMessage has not returned for 1 seconds");
}

static void
test_file_transport (void)
{
  static const char *const isolated[] = { "isolated", "true", NULL };

  folder_rig_try_with ("file-transport", "FILE", isolated);
}

TAP_MAIN ("hosts/isolated",
          { "sends and receives", test_file_transport },
          { "killed in SubmitMessage", test_killed },
          { "crashes in SubmitMessage", test_crashed },
          { "stuck in SubmitMessage", test_stuck })
