/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a transport finds in a message that the spooler has seen to. */

#include "spooler-world.h"

static gboolean
has_kept (gpointer transport)
{
  g_autoptr (MapiMessage) message = fake_transport_ref_kept (transport);

  return message != NULL;
}

/* The message as the transport has it, which waits in SubmitMessage. */
static MapiMessage *
catch_message (FakeTransport *transport)
{
  CU_ASSERT_TRUE (session_rig_wait (has_kept, transport));
  return fake_transport_ref_kept (transport);
}

/* Text */

static GBytes *
make_rtf (const char *text)
{
  g_autoptr (GBytes) rtf = mapi_rtf_from_text (text);

  return mapi_rtf_compress (rtf, 0, NULL);
}

static char *
read_rtf (MapiPropList *props)
{
  g_autoptr (GBytes) value = mapi_prop_list_get_bytes (props, MAPI_PR_RTF_COMPRESSED);
  g_autoptr (GBytes) rtf = value != NULL ? mapi_rtf_decompress (value, NULL) : NULL;

  return rtf != NULL ? mapi_rtf_to_text (rtf, NULL) : NULL;
}

/* A message whose plain text somebody has changed; @in_sync is not said when it is negative. */
static GBytes *
submit_text (SpoolerRig *rig, const char *body, const char *rtf_text, gint in_sync)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "A", "SMTP", "a@x");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiPropList) more = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  if (rtf_text != NULL)
    {
      g_autoptr (GBytes) rtf = make_rtf (rtf_text);

      mapi_prop_list_builder_add_binary (builder, MAPI_PR_RTF_COMPRESSED, rtf);
    }
  if (in_sync >= 0)
    mapi_prop_list_builder_add_boolean (builder, MAPI_PR_RTF_IN_SYNC, in_sync);
  more = mapi_prop_list_builder_end (builder);
  return spooler_rig_submit_rows (rig, "A", rows, more);
}

static void
assert_texts (MapiMessage *message, const char *body, const char *rtf_text)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), NULL, MAPI_UNICODE, NULL, NULL, NULL);
  g_autofree char *formatted = read_rtf (props);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), body);
  TAP_STRING (formatted, rtf_text);
}

static void
check_text (const char *body, const char *rtf_text, gint in_sync, const char *expected)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) message = NULL;

  spooler_rig_script (smtp, "submit: keep, block");
  spooler_rig_start (rig);
  id = submit_text (rig, body, rtf_text, in_sync);
  message = catch_message (smtp);
  assert_texts (message, body, expected);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (rig, 1);
}

/* R598: of a store that does not do so itself. */
static void
test_in_step (void)
{
  check_text ("New words", "Old words", -1, "New words");
  check_text ("New words", "Old words", FALSE, "New words");
  check_text ("New words", "Old words", TRUE, "Old words");
  check_text ("Plain words", NULL, -1, NULL);
}

static char *
read_stored_rtf (SpoolerRig *rig, GBytes *id)
{
  g_autoptr (MapiPropValue) value = mock_store_get_prop (rig->store, id, MAPI_PR_RTF_COMPRESSED);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return read_rtf (props);
}

/* R599: what RTFSync has changed is the wrapper's. A transport that saves what it was given saves
 * it; a transport that fails and has saved nothing leaves the message as it was. */
static void
check_saved (const char *script, const char *expected)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autofree char *stored = NULL;

  spooler_rig_script (smtp, script);
  spooler_rig_start (rig);
  id = submit_text (rig, "New words", "Old words", -1);
  spooler_rig_wait_event (rig, "wait", 1);
  stored = read_stored_rtf (rig, id);
  TAP_STRING (stored, expected);
}

static void
test_transport_saves (void)
{
  check_saved ("submit: save, NETWORK_ERROR", "New words");
  check_saved ("submit: NETWORK_ERROR", "Old words");
}

/* Files */

static char *
write_file (const char *name, const char *content)
{
  char *path = g_build_filename (tap_folder (), name, NULL);

  CU_ASSERT_TRUE (g_file_set_contents (path, content, -1, NULL));
  return path;
}

static void
attach (MapiMessage *message, guint32 method, const char *path)
{
  g_autoptr (GError) error = NULL;
  guint32 number = 0;
  g_autoptr (MapiAttach) attachment =
      mapi_message_create_attach (message, 0, &number, NULL, &error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_METHOD, (gint32) method);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_LONG_PATHNAME, path);
  props = mapi_prop_list_builder_end (builder);
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (attachment), props, NULL, NULL, &error));
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (attachment), 0, NULL, &error));
  TAP_NO_ERROR (error);
}

/* A message with two attachments that name the same file. */
static void
submit_files (SpoolerWorld *world, const char *path)
{
  g_autoptr (MapiMessage) message = session_rig_compose (&world->session, "A");
  g_autoptr (GError) error = NULL;

  attach (message, MAPI_ATTACH_BY_REF_RESOLVE, path);
  attach (message, MAPI_ATTACH_BY_REF_ONLY, path);
  CU_ASSERT_TRUE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_NO_ERROR (error);
}

static void
assert_attachment (MapiMessage *message, guint32 number, guint32 method, const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attachment =
      mapi_message_open_attach (message, number, NULL, 0, NULL, &error);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (attachment), NULL, 0, NULL, NULL, &error);
  g_autoptr (GBytes) data = mapi_prop_list_get_bytes (props, MAPI_PR_ATTACH_DATA_BIN);
  g_autofree char *text =
      data != NULL ? g_strndup (g_bytes_get_data (data, NULL), g_bytes_get_size (data)) : NULL;

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, -1), method);
  TAP_STRING (text, content);
}

/* R596, R597: a file that is referred to goes along where that was asked for, and nowhere else. */
static void
test_files (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport   *fake = spooler_rig_add (world->rig, "fake", "FAKE", 1);
  g_autofree char *path = write_file ("attached", "what stands in the file");
  g_autoptr (MapiMessage) message = NULL;

  spooler_rig_script (fake, "submit: keep, block");
  spooler_rig_start (world->rig);
  submit_files (world, path);
  message = catch_message (fake);
  assert_attachment (message, 0, MAPI_ATTACH_BY_VALUE, "what stands in the file");
  assert_attachment (message, 1, MAPI_ATTACH_BY_REF_ONLY, NULL);
  spooler_rig_release (fake);
  spooler_rig_wait_sent (world->rig, 1);
}

/* A message goes out whole: it waits for a file that is not there, and says so. */
static void
check_no_file (const char *path, const char *expected)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *fake = spooler_rig_add (world->rig, "fake", "FAKE", 1);

  spooler_rig_start (world->rig);
  submit_files (world, path);
  spooler_rig_wait_event (world->rig, "wait", 1);
  spooler_rig_assert_submits (world->rig, fake, "");
  if (strstr (g_hash_table_lookup (world->rig->texts, "wait"), expected) == NULL)
    CU_FAIL ("the file is not named");
}

static void
test_no_file (void)
{
  g_autofree char *gone = g_build_filename (tap_folder (), "gone", NULL);

  check_no_file (gone, gone);
  check_no_file (tap_folder (), "this is no file");
  check_no_file ("half/a/path", "“half/a/path”, which is no whole path");
}

TAP_MAIN ("spooler/content",
          { "formatted text follows plain text", test_in_step },
          { "a transport saves what was brought in step", test_transport_saves },
          { "files that are referred to go along", test_files },
          { "a file that cannot be had is waited for", test_no_file })
