/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The sample of a store and a transport that are tightly coupled, found in the catalogue, and
 * driven by a spooler. Ann's store is in these tests; Bob is her neighbour. */

#include "mock-drive.h"
#include "spooler-world.h"

#include <glib/gstdio.h>

typedef struct
{
  SpoolerWorld *world;
  char         *house;
} Home;

static void
home_clear (Home *self)
{
  spooler_world_free (self->world);
  g_free (self->house);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Home, home_clear)

static void
make_door (const char *house, const char *name)
{
  g_autofree char *door = g_build_filename (house, name, NULL);

  TAP_NUMBER (g_mkdir_with_parents (door, 0700), 0);
}

/* @name: of the test. @finish: the setting. */
static void
begin (Home *self, const char *name, const char *finish)
{
  g_autofree char *path = g_strconcat (tap_folder (), "/", name, ".db", NULL);
  const char *settings[] = { "house", NULL, "name", "ann", "path", path, "finish", finish, NULL };

  settings[1] = self->house = g_build_filename (tap_folder (), name, NULL);
  make_door (self->house, "ann");
  make_door (self->house, "bob");
  self->world = spooler_world_begin ();
  session_rig_add_default (&self->world->session, "tight-pair", settings);
}

static void
start (Home *self)
{
  spooler_world_log_on (self->world);
  spooler_rig_start (self->world->rig);
  spooler_rig_wait_up (self->world->rig, 1);
}

/* What lies before a door, as one text. */
static char *
read_door (Home *self, const char *name)
{
  g_autofree char *door = g_build_filename (self->house, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (door, 0, NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  const char *file;

  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (door, file, NULL);
      g_autofree char *text = NULL;

      CU_ASSERT_TRUE (g_file_get_contents (path, &text, NULL, NULL));
      g_string_append (all, text);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static guint
count_letters (Home *self, const char *name, const char *subject)
{
  g_autofree char *line = g_strdup_printf ("Subject: %s\n", subject);
  g_autofree char *text = read_door (self, name);
  guint            n = 0;

  for (const char *at = text; (at = strstr (at, line)) != NULL; at++)
    n++;
  return n;
}

/* R054, R056, R092, R108, R109, R110: the store sends by itself, and has the spooler complete the
 * message: hooks see it, no transport does, and it comes to the sent ones. */
static void
test_complete (void)
{
  g_auto (Home) home = { 0 };

  begin (&home, "complete", "spooler");
  spooler_world_log_on (home.world);
  spooler_rig_add_hook (home.world->rig, "hook", MAPI_HOOK_OUTBOUND);
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_up (home.world->rig, 1);
  spooler_world_submit (home.world, "Hello", "HOUSE:bob");
  spooler_rig_wait_sent (home.world->rig, 1);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_rig_assert_calls (home.world->rig, "OutboundMsgHook", "hook OutboundMsgHook Hello");
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_OUTBOX_ENTRYID, "");
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello");
}

/* R057, R058, R059: the same without the spooler: the message is copied to the sent ones, and no
 * longer where it was. Hooks do not see it. */
static void
test_finish_itself (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (MapiPropValue) gone = mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (gone);

  begin (&home, "itself", "store");
  spooler_world_log_on (home.world);
  spooler_rig_add_hook (home.world->rig, "hook", MAPI_HOOK_OUTBOUND);
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_up (home.world->rig, 1);
  spooler_world_submit (home.world, "Kept", "HOUSE:bob");
  spooler_world_submit_without_folder (home.world, "Gone", "HOUSE:bob", props);
  TAP_NUMBER (count_letters (&home, "bob", "Kept"), 1);
  TAP_NUMBER (count_letters (&home, "bob", "Gone"), 1);
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_OUTBOX_ENTRYID, "");
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Kept");
  spooler_rig_assert_calls (home.world->rig, "OutboundMsgHook", "");
  TAP_NUMBER (home.world->rig->n_sent, 0);
}

/* R046, R053, R054, R504: with another recipient the store sends to its own, and leaves the rest to
 * the spooler. */
static void
test_mixed (void)
{
  g_auto (Home) home = { 0 };
  FakeTransport *smtp;

  begin (&home, "mixed", "spooler");
  spooler_world_log_on (home.world);
  smtp = spooler_rig_add (home.world->rig, "smtp", "SMTP", 1);
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_up (home.world->rig, 2);
  spooler_world_submit (home.world, "Hello", "HOUSE:bob SMTP:c@x.org");
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_rig_wait_sent (home.world->rig, 1);
  spooler_rig_assert_details (smtp, "SubmitMessage Hello", "reference=0 own=c@x.org others=bob");
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello");
}

/* Who has no door is left to the spooler, whose transport says so: there is a report. */
static void
test_stranger (void)
{
  g_auto (Home) home = { 0 };

  begin (&home, "stranger", "spooler");
  start (&home);
  spooler_world_submit (home.world, "Hello", "HOUSE:carl HOUSE:bob");
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_rig_wait_sent (home.world->rig, 1);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_world_assert_folder (home.world, 0, "Undeliverable: Hello");
}

/* R055, R093: what is to be preprocessed goes through the queue; then the store is asked again, and
 * sends it. */
static void
test_preprocessed (void)
{
  static const char *const line[] = { "line", "Sent in a hurry", NULL };
  g_auto (Home) home = { 0 };
  g_autofree char *letters = NULL;

  begin (&home, "preprocessed", "spooler");
  session_rig_add (&home.world->session, "signature", line);
  spooler_world_log_on (home.world);
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_up (home.world->rig, 2);
  spooler_world_submit (home.world, "Hello", "HOUSE:bob");
  spooler_rig_wait_sent (home.world->rig, 1);
  letters = read_door (&home, "bob");
  CU_ASSERT_PTR_NOT_NULL (strstr (letters, "Sent in a hurry"));
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_OUTBOX_ENTRYID, "");
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello");
}

/* A message to Bob in a folder that the store names with @tag, saved and not submitted. */
static MapiMessage *
write_to_bob (Home *self, guint32 tag)
{
  g_autoptr (MapiFolder) folder = session_rig_open_folder (&self->world->session, tag);
  g_autoptr (MapiPropValue) subject = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Hello");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (subject);
  g_autoptr (GError) error = NULL;
  MapiMessage *message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);

  mock_letter_add (message, "HOUSE", "bob");
  CU_ASSERT_TRUE (
      mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
      mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error));
  TAP_NO_ERROR (error);
  return message;
}

/* R187, R524: it is the spooler who says that a message is preprocessed, and no client. */
static void
test_submitted_twice (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  FakeTransport *smtp;
  FakeActor     *signer;

  begin (&home, "twice", "spooler");
  spooler_world_log_on (home.world);
  smtp = spooler_rig_add (home.world->rig, "smtp", "SMTP", 1);
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_up (home.world->rig, 2);
  signer = mock_preprocessor_get_actor (
      spooler_rig_add_preprocessor (home.world->rig, smtp, "signer", NULL, NULL));
  CU_ASSERT_TRUE (fake_actor_set_script (signer, "preprocess: block", NULL));

  message = write_to_bob (&home, MAPI_PR_IPM_OUTBOX_ENTRYID);
  mock_letter_add (message, "SMTP", "c@x.org");
  CU_ASSERT_TRUE (mapi_message_submit_message (message, 0, NULL, &error));
  spooler_rig_wait_call (signer, "PreprocessMessage", 1);
  CU_ASSERT_FALSE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_SUBMITTED);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 0);

  fake_actor_release (signer);
  spooler_rig_wait_sent (home.world->rig, 1);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
}

/* R530: what is to go later waits in the queue, as with any store. */
static void
test_deferred (void)
{
  g_auto (Home) home = { 0 };
  gint64 later = g_get_real_time () + 3600 * (gint64) G_USEC_PER_SEC;
  g_autoptr (MapiPropValue) time = mapi_prop_value_new_systime (
      MAPI_PR_DEFERRED_SEND_TIME, mapi_filetime_from_unix_usec (later));
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (time);

  begin (&home, "deferred", "spooler");
  start (&home);
  spooler_world_submit_without_folder (home.world, "Later", "HOUSE:bob", props);
  TAP_NUMBER (count_letters (&home, "bob", "Later"), 0);
  spooler_rig_advance (home.world->rig, 2 * 3600);
  spooler_rig_wait_sent (home.world->rig, 1);
  TAP_NUMBER (count_letters (&home, "bob", "Later"), 1);
}

/* R454, R455: the store takes in by itself what lies before the door. The spooler is told, calls
 * its hooks, and tells clients. */
static void
test_inbound (void)
{
  g_auto (Home) home = { 0 };
  g_autofree char *path = NULL;

  begin (&home, "inbound", "spooler");
  spooler_world_log_on (home.world);
  spooler_rig_add_hook (home.world->rig, "hook", MAPI_HOOK_INBOUND);
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_up (home.world->rig, 1);
  path = g_build_filename (home.house, "ann", "1.eml", NULL);
  tap_drop_file (path, "Subject: Hello\n\nDear Ann\n");
  spooler_rig_advance (home.world->rig, 60);
  spooler_rig_wait_received (home.world->rig, 1);
  spooler_world_assert_folder (home.world, 0, "Hello");
  spooler_rig_assert_calls (home.world->rig, "InboundMsgHook", "hook InboundMsgHook Hello");
  CU_ASSERT_FALSE (g_file_test (path, G_FILE_TEST_EXISTS));
}

static MapiPropList *
find_status_row (SpoolerWorld *world, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_session_get_status_table (world->session.session, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, 100, 0, NULL, &error) : NULL;

  TAP_NO_ERROR (error);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), name) == 0)
        return g_steal_pointer (&row);
    }
  return mapi_prop_list_new_empty ();
}

/* R503: everybody can see which store the transport belongs to. */
static void
test_own_store (void)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_auto (Home) home = { 0 };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) own = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  begin (&home, "own", "spooler");
  start (&home);
  row = find_status_row (home.world, "House");
  own = mapi_prop_list_get_bytes (row, MAPI_PR_OWN_STORE_ENTRYID);
  props = mapi_prop_get_props (MAPI_PROP (home.world->session.store), tags, 0, NULL, NULL, NULL);
  entry_id = mapi_prop_list_get_bytes (props, tag);
  CU_ASSERT_PTR_NOT_NULL (own);
  CU_ASSERT_TRUE (own != NULL && g_bytes_equal (own, entry_id));
  CU_ASSERT_TRUE (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) & MAPI_STATUS_OWN_STORE);
}

/* R087: what lies in the Inbox and is submitted is mail to send, like any other. */
static void
test_from_inbox (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  begin (&home, "from-inbox", "spooler");
  start (&home);
  message = write_to_bob (&home, 0);
  spooler_rig_advance (home.world->rig, 60);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 0);
  CU_ASSERT_TRUE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_NO_ERROR (error);
  spooler_rig_wait_sent (home.world->rig, 1);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
}

/* R505: what the spooler would have added is there without it. */
static void
test_bypassed (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (MapiPropValue) id = NULL;
  g_autoptr (MapiPropValue) time = NULL;
  g_autofree char *letters = NULL;

  begin (&home, "bypassed", "store");
  start (&home);
  spooler_world_submit (home.world, "Hello", "HOUSE:bob");
  id = spooler_world_get_prop (
      home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello", MAPI_PR_INTERNET_MESSAGE_ID);
  time = spooler_world_get_prop (
      home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello", MAPI_PR_CLIENT_SUBMIT_TIME);
  CU_ASSERT_PTR_NOT_NULL (id);
  CU_ASSERT_PTR_NOT_NULL (time);
  letters = read_door (&home, "bob");
  CU_ASSERT_PTR_NOT_NULL (
      strstr (letters, id != NULL ? mapi_prop_value_get_string (id) : "nothing"));
}

/* A client without a spooler in its process leaves the finish to the one that comes later; what the
 * store can send is sent at once, and not again. */
static void
test_without_spooler (void)
{
  g_auto (Home) home = { 0 };

  begin (&home, "alone", "spooler");
  spooler_world_log_on (home.world);
  spooler_world_submit (home.world, "Hello", "HOUSE:bob");
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_OUTBOX_ENTRYID, "Hello");
  spooler_rig_start (home.world->rig);
  spooler_rig_wait_sent (home.world->rig, 1);
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 1);
  spooler_world_assert_folder (home.world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello");
}

/* Addresses come from outside: none leads out of the house. */
static void
test_way_out (void)
{
  g_auto (Home) home = { 0 };
  g_autofree char *outside = g_build_filename (tap_folder (), "outside", NULL);
  g_autoptr (GDir) dir = NULL;

  begin (&home, "way-out", "spooler");
  g_mkdir_with_parents (outside, 0700);
  start (&home);
  spooler_world_submit (home.world, "Hello", "HOUSE:../outside HOUSE:.. HOUSE:bob/../bob");
  spooler_rig_wait_sent (home.world->rig, 1);
  dir = g_dir_open (outside, 0, NULL);
  CU_ASSERT_PTR_NULL (g_dir_read_name (dir));
  TAP_NUMBER (count_letters (&home, "bob", "Hello"), 0);
}

TAP_MAIN ("samples/tight-pair",
          { "complete", test_complete },
          { "finish itself", test_finish_itself },
          { "mixed", test_mixed },
          { "stranger", test_stranger },
          { "preprocessed", test_preprocessed },
          { "submitted twice", test_submitted_twice },
          { "deferred", test_deferred },
          { "inbound", test_inbound },
          { "own store", test_own_store },
          { "from inbox", test_from_inbox },
          { "bypassed", test_bypassed },
          { "without spooler", test_without_spooler },
          { "way out", test_way_out })
