/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Hooks and preprocessors in a process of their own, which is killed again and again: no mail is
 * lost, none is sent that was not preprocessed, and both do their work again afterwards. */

#include "tap.h"

#include "mock-hosts.h"
#include "session-rig.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROUNDS 4
#define MESSAGES 3 /* a round, each way */

/* How far time goes on with each look: it must not run away from what takes real time. */
#define STEP G_USEC_PER_SEC

#define ISOLATED "isolated", "true", "restart-seconds", "0"

static const char *const filing[] = { "person", "ann@x", "folder", "Ann", ISOLATED, NULL };
static const char *const signing[] = { "line", "Signed", ISOLATED, NULL };

typedef struct
{
  SessionRig               rig;
  MapiSpoolerVirtualClock *clock;
  char                    *folder; /* of the file transport */
  guint                    n_dropped;
  guint                    n_submitted;
  GPtrArray               *events; /* what the engine said */
  const char              *wanted; /* of that, or a subject */
} Fixture;

static void
fixture_clear (Fixture *self)
{
  if (self->rig.spooler != NULL)
    g_signal_handlers_disconnect_by_data (self->rig.spooler, self);
  session_rig_clear (&self->rig);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
on_event (MapiSpooler *spooler, const char *text, char **fields, gpointer data)
{
  g_ptr_array_add (((Fixture *) data)->events, g_strdup (text));
}

static char *
make_folder (Fixture *self, const char *name)
{
  char *path = g_build_filename (self->folder, name, NULL);

  TAP_NUMBER (g_mkdir_with_parents (path, 0700), 0);
  return path;
}

/* Mail comes from and goes to files, past the one that is to be killed. */
static gboolean
begin (Fixture *self, const char *victim, const char *const *settings)
{
  const char      *files[] = { "folder", NULL, NULL };
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;

  self->folder = g_build_filename (tap_folder (), victim, NULL);
  self->events = g_ptr_array_new_with_free_func (g_free);
  files[1] = self->folder;
  in = make_folder (self, "in");
  out = make_folder (self, "out");
  self->clock = mapi_spooler_virtual_clock_new (g_get_real_time ());
  self->rig.clock = g_object_ref (MAPI_SPOOLER_CLOCK (self->clock));
  if (!session_rig_begin (&self->rig, victim) || !session_rig_add (&self->rig, victim, settings) ||
      !session_rig_add (&self->rig, "file-transport", files) || !session_rig_prepare (&self->rig))
    return FALSE;
  g_signal_connect (self->rig.spooler, "event", G_CALLBACK (on_event), self);
  return session_rig_start (&self->rig);
}

/* Whether the engine has said what is wanted; time stands still. */
static gboolean
has_said (gpointer data)
{
  Fixture *self = data;

  for (guint i = 0; i < self->events->len; i++)
    if (strstr (g_ptr_array_index (self->events, i), self->wanted) != NULL)
      return TRUE;
  return FALSE;
}

static void
expect_said (Fixture *self, const char *text)
{
  self->wanted = text;
  if (!session_rig_wait (has_said, self))
    TAP_STRING ("never said", text);
}

static void
drop (Fixture *self, const char *subject)
{
  g_autofree char *name = g_strdup_printf ("%u.eml", self->n_dropped++);
  g_autofree char *path = g_build_filename (self->folder, "in", name, NULL);
  g_autofree char *text = g_strdup_printf ("From: ann@x\nSubject: %s\n\nHello.\n", subject);

  tap_drop_file (path, text);
}

static void
submit (Fixture *self, const char *to)
{
  g_autofree char *text = g_strdup_printf ("Subject: %u\n\nHello.\n", self->n_submitted++);

  CU_ASSERT_TRUE (session_rig_submit (&self->rig, text, "FILE", to));
}

/* The folder that the hook makes, by its name; NULL as long as there is none. */
static MapiFolder *
open_filed (Fixture *self)
{
  g_autoptr (MapiFolder) top = session_rig_open_folder (&self->rig, MAPI_PR_IPM_SUBTREE_ENTRYID);
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (top), 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), "Ann") == 0)
        return MAPI_FOLDER (
            mapi_msg_store_open_entry (self->rig.store, entry_id, NULL, 0, NULL, NULL));
    }
  return NULL;
}

/* The messages that the hook has filed; NULL for none. */
static MapiRowSet *
list_filed (Fixture *self)
{
  const guint32 tag = MAPI_PR_SUBJECT;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiFolder) folder = open_filed (self);
  g_autoptr (MapiTable) table =
      folder != NULL ? mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, NULL)
                     : NULL;

  return table != NULL && mapi_table_set_columns (table, columns, 0, NULL, NULL)
             ? mapi_table_query_rows (table, 1000, 0, NULL, NULL)
             : NULL;
}

static guint
count_filed (Fixture *self)
{
  g_autoptr (MapiRowSet) rows = list_filed (self);

  return rows != NULL ? mapi_row_set_get_size (rows) : 0;
}

/* Wherever: what nobody takes over stays in the Outbox, for nobody has said where it is to go. What
 * is being moved may be missed, and is not counted twice. */
static guint
count_all (Fixture *self)
{
  guint n_filed = count_filed (self);

  return n_filed + session_rig_count (&self->rig, 0) +
         session_rig_count (&self->rig, MAPI_PR_IPM_OUTBOX_ENTRYID);
}

/* Time goes on with each look, so that what came in is fetched. */
static gboolean
is_there (gpointer data)
{
  Fixture *self = data;

  mapi_spooler_virtual_clock_advance (self->clock, STEP);
  return mapi_spooler_get_n_queued (self->rig.spooler) == 0 &&
         count_all (self) == self->n_dropped + self->n_submitted;
}

/* All that came and went so far, and each once. */
static void
expect_all (Fixture *self)
{
  if (!session_rig_wait (is_there, self))
    TAP_NUMBER (count_all (self), self->n_dropped + self->n_submitted);
}

static gboolean
is_filed (gpointer data)
{
  Fixture *self = data;
  g_autoptr (MapiRowSet) rows = list_filed (self);

  mapi_spooler_virtual_clock_advance (self->clock, STEP);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_SUBJECT), self->wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The hook may still be on its way back: what has gone out past it is followed by another one. */
static gboolean
is_back (gpointer data)
{
  Fixture         *self = data;
  g_autofree char *last = g_strdup_printf ("%u", self->n_submitted - 1);

  self->wanted = last;
  if (is_filed (self))
    return TRUE;
  if (is_there (self))
    submit (self, "ann@x");
  return FALSE;
}

/* It files again what goes out, and what comes in. */
static void
expect_filing (Fixture *self)
{
  submit (self, "ann@x");
  CU_ASSERT_TRUE (session_rig_wait (is_back, self));
  drop (self, "last one in");
  self->wanted = "last one in";
  CU_ASSERT_TRUE (session_rig_wait (is_filed, self));
  expect_all (self);
}

static void
test_hook (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!begin (&fixture, "filing-hook", filing))
    return;
  for (guint round = 0; round < ROUNDS; round++)
    {
      for (guint i = 0; i < MESSAGES; i++)
        {
          drop (&fixture, "one in");
          submit (&fixture, "ann@x");
        }
      if (round % 2 != 0)
        expect_all (&fixture);
      mock_hosts_kill ("filing-hook");
    }
  expect_all (&fixture);
  expect_said (&fixture, "filing-hook: its process was ended by signal 9");
  expect_filing (&fixture);
}

/* The message of the row of a provider in the status table. */
static char *
read_status (MapiSession *session, gint32 type)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == type)
        return g_strdup (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING));
    }
  return NULL;
}

static gboolean
shows_failure (gpointer session)
{
  g_autofree char *status = read_status (session, MAPI_HOOK_PROVIDER);

  return status != NULL &&
         strstr (status, "filing-hook: its process was ended by signal 9") != NULL;
}

static MapiUid *
find_hook (MapiProfile *profile)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (profile, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_HOOK_PROVIDER)
        return mapi_uid_new_from_bytes (uid, NULL);
    }
  return NULL;
}

/* No spooler, which would log on anew. */
static void
test_status (void)
{
  g_auto (Fixture) fixture = { 0 };
  SessionRig *rig = &fixture.rig;
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiSpoolerHook) hook = NULL;
  g_autoptr (GError) error = NULL;

  if (!session_rig_begin (rig, "status") || !session_rig_add (rig, "filing-hook", filing) ||
      !session_rig_log_on (rig))
    return;
  uid = find_hook (rig->profile);
  hook = mapi_session_logon_hook (rig->session, uid, MAPI_HOOK_INBOUND, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mock_hosts_kill ("filing-hook"));
  CU_ASSERT_TRUE (session_rig_wait (shows_failure, rig->session));

  g_clear_object (&hook);
  hook = mapi_session_logon_hook (rig->session, uid, MAPI_HOOK_INBOUND, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (shows_failure (rig->session));
}

/* How many files there are in the folder of what was sent, and how many of them are signed. */
static guint
count_sent (Fixture *self, guint *n_signed)
{
  g_autofree char *out = g_build_filename (self->folder, "out", NULL);
  g_autoptr (GDir) dir = g_dir_open (out, 0, NULL);
  const char *name;
  guint       n_sent = 0;

  *n_signed = 0;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (out, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (name, ".eml") || !g_file_get_contents (path, &text, NULL, NULL))
        continue;
      n_sent++;
      *n_signed += strstr (text, "-- \nSigned") != NULL;
    }
  return n_sent;
}

static gboolean
have_gone (gpointer data)
{
  Fixture *self = data;
  guint    n_signed;

  mapi_spooler_virtual_clock_advance (self->clock, STEP);
  return count_sent (self, &n_signed) >= self->n_submitted &&
         mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

/* Each once, and none without its line. */
static void
expect_signed (Fixture *self)
{
  guint n_signed;

  CU_ASSERT_TRUE (session_rig_wait (have_gone, self));
  TAP_NUMBER (count_sent (self, &n_signed), self->n_submitted);
  TAP_NUMBER (n_signed, self->n_submitted);
}

static void
test_preprocessor (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!begin (&fixture, "signature", signing))
    return;
  expect_said (&fixture, "A line below all mail is up");
  expect_said (&fixture, "Mail in a folder is up");
  for (guint round = 0; round < ROUNDS; round++)
    {
      for (guint i = 0; i < MESSAGES; i++)
        submit (&fixture, "anybody");
      if (round % 2 != 0)
        expect_signed (&fixture);
      mock_hosts_kill ("signature");
    }
  submit (&fixture, "anybody");
  expect_signed (&fixture);
}

TAP_MAIN ("hosts/watchers",
          { "a hook", test_hook },
          { "the status of a hook", test_status },
          { "a preprocessor", test_preprocessor })
