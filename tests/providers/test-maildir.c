/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The Maildir provider as the spooler drives it: in from new, out into Maildirs. */

#include "tap.h"

#include "mock-drive.h"
#include "mock-postfix.h"
#include "mock-process.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Of maildir.service. */
#define TAG_PATH ((guint32) 0x6600001F)
#define TAG_AFTER ((guint32) 0x6601001F)
#define TAG_ADDRESS ((guint32) 0x6602001F)
#define TAG_DELIVER_ROOT ((guint32) 0x6604001F)
#define TAG_CREATE ((guint32) 0x6605000B)

#define MODULE "providers/maildir/mapi-maildir.so"

typedef struct
{
  char        *path;
  MockSupport *support;
  MapiXpLogon *logon;
  GError      *error;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  if (self->logon != NULL)
    CU_ASSERT_TRUE (mapi_xp_logon_transport_logoff (self->logon, 0, NULL, NULL));
  g_clear_object (&self->logon);
  g_clear_object (&self->support);
  g_clear_error (&self->error);
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
log_on (Fixture *self, MapiPropListBuilder *builder)
{
  g_autoptr (MapiPropList) settings = mapi_prop_list_builder_end (builder);

  self->support = mock_support_new (settings);
  self->logon = mock_drive_open (MODULE, self->support, &self->error);
  return self->logon != NULL;
}

/* A logon whose mail comes in by FOLDER/@name. */
static gboolean
start_in (Fixture *self, const char *name, const char *after)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  self->path = g_build_filename (tap_folder (), name, NULL);
  mapi_prop_list_builder_add_string (builder, TAG_PATH, self->path);
  mapi_prop_list_builder_add_string (builder, TAG_AFTER, after);
  mapi_prop_list_builder_add_string (builder, TAG_ADDRESS, "me@test.invalid");
  mapi_prop_list_builder_add_boolean (builder, TAG_CREATE, TRUE);
  return log_on (self, builder) || TAP_NO_ERROR (self->error);
}

/* A logon that delivers into the Maildirs of FOLDER/@name. */
static gboolean
start_out (Fixture *self, const char *name, gboolean create)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  self->path = g_build_filename (tap_folder (), name, NULL);
  mapi_prop_list_builder_add_string (builder, TAG_DELIVER_ROOT, self->path);
  mapi_prop_list_builder_add_boolean (builder, TAG_CREATE, create);
  return log_on (self, builder) || TAP_NO_ERROR (self->error);
}

/* As a delivery agent does. */
static void
put (const char *path, const char *name, const char *text)
{
  g_autofree char *partial = g_build_filename (path, "tmp", name, NULL);
  g_autofree char *whole = g_build_filename (path, "new", name, NULL);

  CU_ASSERT_TRUE (g_file_set_contents (partial, text, -1, NULL));
  TAP_NUMBER (g_rename (partial, whole), 0);
}

static guint
count (const char *path, const char *folder)
{
  g_autofree char *full = g_build_filename (path, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static char *
read_only_file (const char *path, const char *folder)
{
  g_autofree char *full = g_build_filename (path, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char      *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  g_autofree char *file = name != NULL ? g_build_filename (full, name, NULL) : NULL;
  char            *content = NULL;

  if (file == NULL || !g_file_get_contents (file, &content, NULL, NULL))
    content = g_strdup ("");
  return content;
}

static void
begin_inbound (Fixture *self)
{
  guint32 flags = MAPI_NOTIFY_BEGIN_INBOUND;

  CU_ASSERT_TRUE (mapi_xp_logon_transport_notify (self->logon, &flags, 0, NULL, &self->error));
  TAP_NO_ERROR (self->error);
}

static gboolean
has_mail (Fixture *self)
{
  guint32 incoming = 0;

  CU_ASSERT_TRUE (mapi_xp_logon_poll (self->logon, &incoming, NULL, &self->error));
  return incoming != 0;
}

static MapiMessage *
receive (Fixture *self)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  guint32      reference = 0;

  CU_ASSERT_TRUE (
      mapi_xp_logon_start_message (self->logon, 0, message, &reference, NULL, &self->error));
  TAP_NO_ERROR (self->error);
  return message;
}

static void
hold_subject (MapiMessage *message, const char *wanted)
{
  g_autofree char *subject = mock_letter_get_string (message, MAPI_PR_SUBJECT);

  TAP_STRING (subject, wanted);
}

static void
test_in (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autofree char *receiver = NULL;
  g_autofree char *taken = NULL;

  if (!start_in (&fixture, "in", "move"))
    return;

  put (fixture.path,
       "1.M1P1.host",
       "From: a@test.invalid\nTo: me@test.invalid\nSubject: Hello\n\nHello.\n");
  CU_ASSERT_FALSE (has_mail (&fixture)); /* not before it is asked for */
  begin_inbound (&fixture);
  TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), MAPI_NOTIFY_NEWMAIL);
  CU_ASSERT_TRUE (has_mail (&fixture));

  message = receive (&fixture);
  hold_subject (message, "Hello");
  receiver = mock_letter_get_string (message, MAPI_PR_RECEIVED_BY_EMAIL_ADDRESS);
  TAP_STRING (receiver, "me@test.invalid");
  TAP_NUMBER (count (fixture.path, "new"), 0);
  taken = g_build_filename (fixture.path, "cur", "1.M1P1.host:2,", NULL);
  CU_ASSERT_TRUE (g_file_test (taken, G_FILE_TEST_EXISTS));
  CU_ASSERT_FALSE (has_mail (&fixture));
}

static void
test_order (void)
{
  static const char *const subjects[] = { "one", "two", "three" };
  g_auto (Fixture) fixture = { 0 };

  if (!start_in (&fixture, "order", "delete"))
    return;

  put (fixture.path, "3.host", "Subject: three\n\n");
  put (fixture.path, "1.host", "Subject: one\n\n");
  put (fixture.path, "2.host", "Subject: two\n\n");
  begin_inbound (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autoptr (MapiMessage) message = NULL;

      TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), MAPI_NOTIFY_NEWMAIL);
      message = receive (&fixture);
      hold_subject (message, subjects[i]);
    }
  TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), 0);
  TAP_NUMBER (count (fixture.path, "new"), 0);
  TAP_NUMBER (count (fixture.path, "cur"), 0);
}

/* D20: nothing to take is no error, and leaves the message alone. */
static void
test_nothing (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!start_in (&fixture, "nothing", "move"))
    return;

  begin_inbound (&fixture);
  message = receive (&fixture);
  hold_subject (message, NULL);
}

static gboolean
is_announced (gpointer support)
{
  return mock_support_take_spooler_flags (support) == MAPI_NOTIFY_NEWMAIL;
}

static void
test_watch (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  if (start_in (&fixture, "watch", "move"))
    {
      begin_inbound (&fixture);
      TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), 0);
      put (fixture.path, "1.host", "Subject: Hello\n\n");
      CU_ASSERT_TRUE (tap_wait (context, is_announced, fixture.support));
    }
  fixture_clear (&fixture);
  fixture = (Fixture){ 0 };
  g_main_context_pop_thread_default (context);
}

/* What cannot be taken is left, and stops nothing else. */
static void
test_strange_files (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *folder = NULL;
  guint            n = 0;

  if (!start_in (&fixture, "strange", "move"))
    return;

  folder = g_build_filename (fixture.path, "new", "1.folder", NULL);
  TAP_NUMBER (g_mkdir (folder, 0700), 0);
  put (fixture.path, "2.empty", "");
  put (fixture.path, "3.rubbish", "\xff\xfe\x01 this is \xe9 no mail");
  put (fixture.path, "4.mail", "Subject: Hello\n\nHello.\n");
  begin_inbound (&fixture);
  while (n < 10 && has_mail (&fixture))
    {
      g_autoptr (MapiMessage) message = receive (&fixture);

      if (count (fixture.path, "new") == 1)
        hold_subject (message, "Hello");
      n++;
    }
  TAP_NUMBER (n, 3);
  TAP_NUMBER (count (fixture.path, "new"), 1);
  TAP_NUMBER (count (fixture.path, "cur"), 3);
}

/* What could not be saved stays in new, and comes again. */
static void
test_not_saved (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) closed = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (MapiMessage) message = NULL;

  if (!start_in (&fixture, "not-saved", "delete"))
    return;

  put (fixture.path, "1.host", "Subject: Hello\n\nHello.\n");
  begin_inbound (&fixture);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (closed), MAPI_IPROP_READONLY);
  CU_ASSERT_FALSE (
      mapi_xp_logon_start_message (fixture.logon, 0, closed, NULL, NULL, &fixture.error));
  CU_ASSERT_PTR_NOT_NULL (fixture.error);
  g_clear_error (&fixture.error);
  TAP_NUMBER (count (fixture.path, "new"), 1);

  message = receive (&fixture);
  hold_subject (message, "Hello");
  TAP_NUMBER (count (fixture.path, "new"), 0);
}

static void
test_no_maildir (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, TAG_PATH, "/nonexistent/Maildir");
  CU_ASSERT_FALSE (log_on (&fixture, builder));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
}

/* Out */

static MapiMessage *
make_message (const char *const *addresses)
{
  MapiMessage *message =
      mock_letter_new ("From: me@test.invalid\nSubject: Hello\n\nHello.\nFrom here.\n");

  for (guint i = 0; addresses[i] != NULL; i++)
    mock_letter_add (message, "MAILDIR", addresses[i]);
  return message;
}

static void
test_out (void)
{
  static const char *const to[] = { "anna", "bert", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_message (to);
  g_autoptr (MapiAddressTypes) types = NULL;
  g_autofree char *box = NULL;
  g_autofree char *content = NULL;
  MockSent         sent;

  if (!start_out (&fixture, "out", TRUE))
    return;

  types = mapi_xp_logon_address_types (fixture.logon, NULL, NULL, NULL);
  CU_ASSERT_TRUE (mapi_address_types_handles (types, "MAILDIR"));
  CU_ASSERT_TRUE (mock_drive_send (fixture.logon, message, &sent, NULL, &fixture.error));
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "anna"));
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "bert"));

  box = g_build_filename (fixture.path, "bert", NULL);
  TAP_NUMBER (count (box, "new"), 1);
  TAP_NUMBER (count (box, "tmp"), 0);
  content = read_only_file (box, "new");
  CU_ASSERT_TRUE (g_str_has_prefix (content, "Delivered-To: bert\n"));
  CU_ASSERT_PTR_NOT_NULL (strstr (content, "\nSubject: Hello\n"));
  CU_ASSERT_PTR_NOT_NULL (strstr (content, "\n\nHello.\nFrom here.\n"));
}

static void
hold_unknown (Fixture *fixture, const char *address)
{
  const char *const to[] = { address, NULL };
  g_autoptr (MapiMessage) message = make_message (to);
  g_autoptr (MapiRowSet) before = mock_support_get_reported (fixture->support);
  g_autoptr (MapiRowSet) after = NULL;
  MockSent sent;

  CU_ASSERT_TRUE (mock_drive_send (fixture->logon, message, &sent, NULL, &fixture->error));
  TAP_NO_ERROR (fixture->error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, address));
  after = mock_support_get_reported (fixture->support);
  TAP_NUMBER (mapi_row_set_get_size (after), mapi_row_set_get_size (before) + 1);
}

/* Nobody there, and names that lead out of the root. */
static void
test_unknown (void)
{
  g_auto (Fixture) closed = { 0 };
  g_auto (Fixture) open = { 0 };

  if (!start_out (&closed, "closed", FALSE) || !start_out (&open, "open", TRUE))
    return;

  hold_unknown (&closed, "nobody");
  hold_unknown (&open, "../escape");
  hold_unknown (&open, "..");
  hold_unknown (&open, ".");
  hold_unknown (&open, "a/b");
  hold_unknown (&open, "/nonexistent/Maildir");
}

static void
test_path (void)
{
  g_auto (Fixture) in = { 0 };
  g_auto (Fixture) out = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) received = NULL;
  MockSent sent;

  if (!start_in (&in, "path", "move") || !start_out (&out, "elsewhere", FALSE))
    return;

  {
    const char *const to[] = { in.path, NULL };

    message = make_message (to);
  }
  CU_ASSERT_TRUE (mock_drive_send (out.logon, message, &sent, NULL, &out.error));
  TAP_NO_ERROR (out.error);
  begin_inbound (&in);
  received = receive (&in);
  hold_subject (received, "Hello");
}

/* A mailbox that cannot be written to may be later; the others go on. */
static void
test_delayed (void)
{
  static const char *const to[] = { "full", "anna", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_message (to);
  g_autofree char *folder = NULL;
  MockSent         sent;

  if (geteuid () == 0)
    {
      tap_skip ("root may write anywhere");
      return;
    }
  if (!start_out (&fixture, "delayed", TRUE))
    return;

  folder = g_build_filename (fixture.path, "full", "tmp", NULL);
  g_mkdir_with_parents (folder, 0700);
  TAP_NUMBER (g_chmod (folder, 0500), 0);
  CU_ASSERT_TRUE (mock_drive_send (fixture.logon, message, &sent, NULL, &fixture.error));
  TAP_NUMBER (sent.end_flags, MAPI_END_RESEND_LATER);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "anna"));
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "full"));
  g_chmod (folder, 0700);
}

/* A real delivery agent */

static gboolean
has_arrived (gpointer path)
{
  return count (path, "new") > 0;
}

/* The Maildir comes into being with the first message, so there is nothing to watch before. */
static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_delivery (const char *path)
{
  guint ticking = g_timeout_add (20, look_again, NULL);

  CU_ASSERT_TRUE (tap_wait (NULL, has_arrived, (gpointer) path));
  g_source_remove (ticking);
}

static gboolean
send_to_postfix (MockPostfix *postfix, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
      client, "127.0.0.1", mock_postfix_get_port (postfix), NULL, error);
  g_autoptr (GDataInputStream) input = NULL;
  static const char *const lines[] = { "HELO test.invalid",
                                       "MAIL FROM:<a@test.invalid>",
                                       "RCPT TO:<me@postfix.invalid>",
                                       "DATA",
                                       "Subject: Through Postfix\r\n\r\nHello.\r\n." };

  if (connection == NULL)
    return FALSE;
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *reply = g_data_input_stream_read_line (input, NULL, NULL, error);

      if (reply == NULL ||
          !g_output_stream_printf (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                   NULL,
                                   NULL,
                                   error,
                                   "%s\r\n",
                                   lines[i]))
        return FALSE;
    }
  g_free (g_data_input_stream_read_line (input, NULL, NULL, error));
  return TRUE;
}

static void
test_postfix (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MockPostfix) postfix = mock_postfix_start (NULL, &fixture.error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiMessage) message = NULL;
  const char *path;

  if (g_error_matches (fixture.error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      tap_skip (fixture.error->message);
      return;
    }
  if (!TAP_NO_ERROR (fixture.error))
    return;

  path = mock_postfix_get_maildir (postfix);
  CU_ASSERT_TRUE (send_to_postfix (postfix, &fixture.error));
  TAP_NO_ERROR (fixture.error);
  wait_for_delivery (path);
  mapi_prop_list_builder_add_string (builder, TAG_PATH, path);
  if (!log_on (&fixture, builder))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }
  begin_inbound (&fixture);
  message = receive (&fixture);
  hold_subject (message, "Through Postfix");
}

TAP_MAIN ("providers/maildir",
          { "a message comes in", test_in },
          { "the oldest comes first", test_order },
          { "nothing comes in (D20)", test_nothing },
          { "what arrives is announced", test_watch },
          { "files that are no mail", test_strange_files },
          { "a message that cannot be saved", test_not_saved },
          { "there is no Maildir", test_no_maildir },
          { "a message goes out", test_out },
          { "mailboxes that are not there", test_unknown },
          { "the path of a Maildir", test_path },
          { "a mailbox that cannot be written", test_delayed },
          { "Postfix delivers", test_postfix })
