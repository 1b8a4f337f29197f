/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Providers in a process of their own. Whatever becomes of that process harms nobody else, and
 * loses nothing. */

#include "tap.h"

#include "folder-rig.h"
#include "mock-hosts.h"
#include "session-rig.h"

#include <glib/gstdio.h>
#include <string.h>

#define HOUR (3600 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  SessionRig               rig;
  MapiSpoolerVirtualClock *clock;
  MapiUid                 *uid;
  char                    *log;
  guint                    n_expected;
  GPtrArray               *events; /* what the engine said */
  const char              *reason;
  char                    *status; /* of the transport, when it showed a failure */
} Fixture;

static void
fixture_clear (Fixture *self)
{
  if (self->events != NULL && self->rig.spooler != NULL)
    g_signal_handlers_disconnect_by_data (self->rig.spooler, self);
  session_rig_clear (&self->rig);
  g_clear_object (&self->clock);
  g_free (self->uid);
  g_free (self->log);
  g_free (self->status);
  g_clear_pointer (&self->events, g_ptr_array_unref);
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

/* It is kept as it was seen: the lane logs on anew meanwhile. */
static gboolean
shows_failure (gpointer data)
{
  Fixture *self = data;
  gint32   code;

  g_free (self->status);
  self->status = read_status (self, &code);
  return (code & MAPI_STATUS_FAILURE) != 0 && self->status != NULL;
}

/* Whether the engine has said of the message that it is tried again, and why. */
static gboolean
has_told_why (gpointer data)
{
  Fixture *self = data;

  for (guint i = 0; i < self->events->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->events, i), "message") &&
        strstr (g_ptr_array_index (self->events, i), self->reason) != NULL)
      return TRUE;
  return FALSE;
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
  self->reason = reason;
  CU_ASSERT_TRUE (session_rig_wait (shows_failure, self));
  expect_text (self->status, reason);
  CU_ASSERT_TRUE (session_rig_wait (has_told_why, self));
  TAP_NUMBER (mapi_spooler_get_n_queued (self->rig.spooler), 1);

  CU_ASSERT_TRUE (configure (self, "script", "submit: OK"));
  CU_ASSERT_TRUE (session_rig_wait (is_sent, self));
}

static void
on_event (MapiSpooler *spooler, const char *text, char **fields, gpointer data)
{
  Fixture *self = data;

  g_ptr_array_add (self->events, g_strdup (text));
}

static gboolean
start_and_submit (Fixture *self)
{
  self->n_expected = 1;
  self->events = g_ptr_array_new_with_free_func (g_free);
  if (!session_rig_start (&self->rig))
    return FALSE;
  g_signal_connect (self->rig.spooler, "event", G_CALLBACK (on_event), self);
  return session_rig_submit (&self->rig, "Subject: Hello\n\nHello.\n", "FAKE", "anybody@x");
}

static void
test_killed (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!begin (&fixture, "killed", "submit: hang") || !start_and_submit (&fixture))
    return;
  CU_ASSERT_TRUE (session_rig_wait (was_called, &fixture));
  TAP_NUMBER (mock_hosts_count (), 1);
  CU_ASSERT_TRUE (mock_hosts_kill ("fake-transport"));
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
