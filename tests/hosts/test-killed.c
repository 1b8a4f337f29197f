/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The process of an isolated provider is killed again and again, at any moment: nothing is lost,
 * and all goes on. */

#include "tap.h"

#include "mock-hosts.h"
#include "session-rig.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROUNDS 4
#define MESSAGES 4 /* a round */

#define SECOND G_USEC_PER_SEC

static const char *const isolated[] = { "isolated", "true", "restart-seconds", "0", NULL };

typedef struct
{
  SessionRig               rig;
  MapiSpoolerVirtualClock *clock;
  char                    *folder;    /* of the file transport */
  GPtrArray               *submitted; /* the subjects of what was taken for sending */
  guint                    n_expected;
  const char              *victim; /* a service */
} Fixture;

static void
fixture_clear (Fixture *self)
{
  session_rig_clear (&self->rig);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->submitted, g_ptr_array_unref);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* A store and a transport that writes files, of which the one that is to be killed is isolated. */
static gboolean
begin (Fixture *self, const char *victim)
{
  gboolean         is_store = g_str_equal (victim, "sqlite");
  g_autofree char *out = NULL;
  const char      *settings[] = { "folder",          NULL, "isolated", is_store ? "false" : "true",
                                  "restart-seconds", "0",  NULL };

  self->victim = victim;
  self->submitted = g_ptr_array_new_with_free_func (g_free);
  self->folder = g_build_filename (tap_folder (), "mail-of", victim, NULL);
  settings[1] = self->folder;
  out = g_build_filename (self->folder, "out", NULL);
  g_mkdir_with_parents (out, 0700);
  self->clock = mapi_spooler_virtual_clock_new (g_get_real_time ());
  self->rig.clock = g_object_ref (MAPI_SPOOLER_CLOCK (self->clock));
  return session_rig_begin_with (&self->rig, victim, is_store ? isolated : NULL) &&
         session_rig_add (&self->rig, "file-transport", settings) && session_rig_start (&self->rig);
}

static char *
read_subject (const char *out, const char *name)
{
  g_autofree char *path = g_build_filename (out, name, NULL);
  g_autofree char *text = NULL;
  const char      *from;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  from = strstr (text, "Subject: ");
  return from != NULL ? g_strndup (from, strcspn (from, "\r\n")) : NULL;
}

/* How often each has arrived. */
static GHashTable *
count_arrived (Fixture *self)
{
  GHashTable      *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *out = g_build_filename (self->folder, "out", NULL);
  g_autoptr (GDir) dir = g_dir_open (out, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *subject = read_subject (out, name);

      if (subject != NULL)
        g_hash_table_insert (
            counts,
            subject,
            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, subject)) + 1));
    }
  return counts;
}

/* Time goes on a little with each look. */
static gboolean
have_arrived (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GHashTable) arrived = count_arrived (self);

  mapi_spooler_virtual_clock_advance (self->clock, SECOND);
  return g_hash_table_size (arrived) >= self->n_expected;
}

static gboolean
is_empty (gpointer data)
{
  Fixture *self = data;

  mapi_spooler_virtual_clock_advance (self->clock, SECOND);
  return mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

static gboolean
is_lost (gpointer store)
{
  return !mapi_object_check_valid (store, NULL);
}

static gboolean
is_there (gpointer data)
{
  Fixture *self = data;

  g_clear_object (&self->rig.store);
  self->rig.store =
      mapi_session_open_msg_store (self->rig.session, NULL, MAPI_MDB_WRITE, NULL, NULL);
  return self->rig.store != NULL;
}

static gboolean
submit (Fixture *self)
{
  g_autofree char *subject = g_strdup_printf ("Subject: %u", self->submitted->len);
  g_autofree char *text = g_strdup_printf ("%s\n\nHello.\n", subject);

  if (!session_rig_submit (&self->rig, text, "FILE", "anybody"))
    return FALSE;
  g_ptr_array_add (self->submitted, g_steal_pointer (&subject));
  return TRUE;
}

/* At once, after one more has arrived, and after all have. */
static void
wait_for_moment (Fixture *self, guint round)
{
  self->n_expected =
      round % 3 == 1 ? (self->submitted->len / MESSAGES - 1) * MESSAGES + 1 : self->submitted->len;
  if (round % 3 != 0)
    CU_ASSERT_TRUE (session_rig_wait (have_arrived, self));
}

/* Twice came at most what the transport had in its hands each time. */
static void
expect_all (Fixture *self)
{
  g_autoptr (GHashTable) arrived = NULL;
  guint n_copies = 0;

  self->n_expected = self->submitted->len;
  CU_ASSERT_TRUE (session_rig_wait (have_arrived, self));
  CU_ASSERT_TRUE (session_rig_wait (is_empty, self));
  arrived = count_arrived (self);
  for (guint i = 0; i < self->submitted->len; i++)
    {
      gpointer n = g_hash_table_lookup (arrived, g_ptr_array_index (self->submitted, i));

      CU_ASSERT_TRUE (GPOINTER_TO_UINT (n) > 0);
      n_copies += GPOINTER_TO_UINT (n);
    }
  CU_ASSERT_TRUE (n_copies <= self->submitted->len + ROUNDS);
}

static void
submit_some (Fixture *self)
{
  for (guint i = 0; i < MESSAGES; i++)
    CU_ASSERT_TRUE (submit (self));
}

static void
test_store (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!begin (&fixture, "sqlite"))
    return;
  for (guint round = 0; round < ROUNDS; round++)
    {
      submit_some (&fixture);
      wait_for_moment (&fixture, round);
      CU_ASSERT_TRUE (mock_hosts_kill ("sqlite"));
      CU_ASSERT_TRUE (session_rig_wait (is_lost, fixture.rig.store));
      CU_ASSERT_TRUE (session_rig_wait (is_there, &fixture));
    }
  expect_all (&fixture);
}

static void
test_transport (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!begin (&fixture, "file-transport"))
    return;
  for (guint round = 0; round < ROUNDS; round++)
    {
      submit_some (&fixture);
      wait_for_moment (&fixture, round);
      mock_hosts_kill ("file-transport");
    }
  expect_all (&fixture);
}

/* Every kind of object fails with the same code, and says whose process has ended. */
static void
expect_lost (GError **error)
{
  TAP_ERROR (*error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
  if (*error != NULL && strstr ((*error)->message, "its process was ended by signal 9") == NULL)
    TAP_STRING ((*error)->message, "its process was ended by signal 9");
  g_clear_error (error);
}

/* The message of the row of a provider in the status table. */
static char *
read_status (Fixture *self, gint32 type)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (self->rig.session, 0, NULL, NULL);
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
shows_store_failure (gpointer data)
{
  g_autofree char *status = read_status (data, MAPI_STORE_PROVIDER);

  return status != NULL && strstr (status, "sqlite: its process was ended by signal 9") != NULL;
}

/* No spooler, which would open the store anew. */
static void
test_objects (void)
{
  g_auto (Fixture) fixture = { .victim = "sqlite" };
  SessionRig *rig = &fixture.rig;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;
  guint32 count;

  if (!session_rig_begin_with (rig, "objects", isolated) || !session_rig_log_on (rig))
    return;
  folder = session_rig_open_folder (rig, MAPI_PR_IPM_OUTBOX_ENTRYID);
  message = session_rig_compose (rig, "Never saved");
  table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;

  CU_ASSERT_TRUE (mock_hosts_kill ("sqlite"));
  CU_ASSERT_TRUE (session_rig_wait (shows_store_failure, &fixture));
  CU_ASSERT_FALSE (mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error));
  expect_lost (&error);
  CU_ASSERT_FALSE (mapi_table_get_row_count (table, 0, &count, NULL, NULL, &error));
  expect_lost (&error);
  CU_ASSERT_PTR_NULL (mapi_folder_create_message (folder, NULL, 0, NULL, &error));
  expect_lost (&error);
  CU_ASSERT_PTR_NULL (mapi_msg_store_get_receive_folder (rig->store, NULL, 0, NULL, NULL, &error));
  expect_lost (&error);
  CU_ASSERT_TRUE (session_rig_wait (is_there, &fixture));
}

/* Somebody of the address book, found by name; NULL when nobody is. */
static MapiProp *
find_somebody (Fixture *self)
{
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (self->rig.session, 0, NULL, NULL, NULL);
  g_autoptr (MapiRowSet) rows =
      book != NULL ? mapi_address_book_find (book, "Ann", NULL, NULL) : NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (rows == NULL || mapi_row_set_get_size (rows) == 0)
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  return mapi_session_open_entry (self->rig.session, entry_id, NULL, 0, NULL, NULL);
}

static void
test_address_book (void)
{
  g_auto (Fixture) fixture = { .victim = "address-list" };
  g_autofree char  *file = g_build_filename (tap_folder (), "people", NULL);
  const char *const settings[] = { "file", file, "isolated", "true", "restart-seconds", "0", NULL };

  CU_ASSERT_TRUE (g_file_set_contents (file, "ann@x Ann\n", -1, NULL));
  if (!session_rig_begin (&fixture.rig, "address-book") ||
      !session_rig_add (&fixture.rig, "address-list", settings) ||
      !session_rig_log_on (&fixture.rig))
    return;
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (MapiProp) somebody = find_somebody (&fixture);
      g_autoptr (MapiPropList) props = NULL;
      g_autoptr (GError) error = NULL;

      CU_ASSERT_PTR_NOT_NULL (somebody);
      if (somebody == NULL)
        return;
      CU_ASSERT_TRUE (mock_hosts_kill ("address-list"));
      CU_ASSERT_TRUE (session_rig_wait (is_lost, somebody));
      props = mapi_prop_get_props (somebody, NULL, 0, NULL, NULL, &error);
      CU_ASSERT_PTR_NULL (props);
      expect_lost (&error);
    }
}

/* A host that ends as soon as it begins, found before the one there is. */
static char *
install_dying_host (const char *folder)
{
  char            *host = g_build_filename (folder, "mapi-provider-host", NULL);
  g_autofree char *path = g_strconcat (folder, ":", g_getenv ("MAPI_HOST_PATH"), NULL);

  TAP_NUMBER (g_mkdir_with_parents (folder, 0700), 0);
  CU_ASSERT_TRUE (g_file_set_contents_full (
      host, "#!/bin/sh\nkill -TERM $$\n", -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("MAPI_HOST_PATH", path, TRUE);
  return host;
}

/* Whose process has ended before anybody was connected to it is tried again. */
static void
test_never_connected (void)
{
  g_auto (Fixture) fixture = { .victim = "sqlite" };
  SessionRig      *rig = &fixture.rig;
  g_autofree char *before = g_strdup (g_getenv ("MAPI_HOST_PATH"));
  g_autofree char *folder = g_build_filename (tap_folder (), "hosts", NULL);
  g_autofree char *host = install_dying_host (folder);
  g_autoptr (GError) error = NULL;

  if (!session_rig_begin_with (rig, "never-connected", isolated))
    return;
  rig->session = mapi_session_logon_profile (rig->profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
  rig->store = mapi_session_open_msg_store (rig->session, NULL, MAPI_MDB_WRITE, NULL, &error);
  CU_ASSERT_PTR_NULL (rig->store);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_FAILONEPROVIDER);
  if (error != NULL &&
      strstr (error->message, "sqlite: its process was ended by signal 15") == NULL)
    TAP_STRING (error->message, "sqlite: its process was ended by signal 15");

  TAP_NUMBER (g_unlink (host), 0);
  CU_ASSERT_TRUE (session_rig_wait (is_there, &fixture));
  g_setenv ("MAPI_HOST_PATH", before, TRUE);
}

TAP_MAIN ("hosts/killed",
          { "a store", test_store },
          { "a transport", test_transport },
          { "an address book", test_address_book },
          { "objects of a store", test_objects },
          { "never connected", test_never_connected })
