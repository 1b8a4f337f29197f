/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The parts of the SMTP provider by themselves: replies, content, connection, transaction. */

#include "tap.h"

#include "mock-process.h"
#include "smtp-transaction.h"

#include <string.h>

/* Replies */

static SmtpLine
add (SmtpReply *reply, const char *line)
{
  return smtp_reply_add_line (reply, line, strlen (line));
}

static void
test_reply (void)
{
  g_auto (SmtpReply) reply = { 0 };

  TAP_NUMBER (add (&reply, "250 2.0.0 Ok\r\n"), SMTP_LINE_LAST);
  TAP_NUMBER (reply.code, 250);
  TAP_STRING (reply.text->str, "250 2.0.0 Ok");

  TAP_NUMBER (add (&reply, "550-5.7.1 Not\r\n"), SMTP_LINE_MORE_FOLLOW);
  TAP_NUMBER (add (&reply, "550 5.7.1 today\r\n"), SMTP_LINE_LAST);
  TAP_NUMBER (smtp_reply_get_class (&reply), 5);
  TAP_STRING (reply.text->str, "550 5.7.1 Not today");

  TAP_NUMBER (add (&reply, "354"), SMTP_LINE_LAST);
  TAP_STRING (reply.text->str, "354");
}

static void
test_rubbish (void)
{
  static const char *const lines[] = {
    "", "25", "hello", "650 x", "250_", "25x ok", "\xff\xfe\x01"
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (SmtpReply) reply = { 0 };

      TAP_NUMBER (add (&reply, lines[i]), SMTP_LINE_RUBBISH);
    }
}

static void
test_reply_limits (void)
{
  g_auto (SmtpReply) other = { 0 };
  g_auto (SmtpReply) reply = { 0 };
  g_autofree char *novel = g_strnfill (100000, 'x');
  g_autofree char *line = g_strconcat ("250 ", novel, NULL);
  guint            n = 0;

  TAP_NUMBER (add (&other, "250-one"), SMTP_LINE_MORE_FOLLOW);
  TAP_NUMBER (add (&other, "550 another code"), SMTP_LINE_RUBBISH);

  TAP_NUMBER (add (&reply, line), SMTP_LINE_LAST);
  CU_ASSERT_TRUE (reply.text->len < 2000);
  while (n < 100000 && add (&reply, "250-and so on") == SMTP_LINE_MORE_FOLLOW)
    n++;
  CU_ASSERT_TRUE (n < 1000);
}

static void
test_reply_is_printable (void)
{
  g_auto (SmtpReply) reply = { 0 };

  add (&reply, "550 a\x1b[31m\xffz\tb");
  CU_ASSERT_TRUE (g_utf8_validate (reply.text->str, -1, NULL));
  CU_ASSERT_PTR_NULL (strchr (reply.text->str, '\x1b'));
}

/* A server and a connection to it */

typedef struct
{
  char           *folder;
  MockProcess    *server;
  SmtpSettings    settings;
  SmtpConnection *connection;
  GError         *error;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  g_clear_pointer (&self->connection, smtp_connection_close);
  g_clear_pointer (&self->server, mock_process_free);
  g_clear_error (&self->error);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
fixture_start (Fixture *self, const char *name, const char *const *options)
{
  self->folder = g_build_filename (tap_folder (), name, NULL);
  self->server = mock_smtp_start (self->folder, 0, options, &self->error);
  if (!TAP_NO_ERROR (self->error))
    return FALSE;

  self->settings = (SmtpSettings){
    .host = (char *) "127.0.0.1",
    .port = mock_process_get_port (self->server),
    .security = SMTP_SECURITY_NONE,
    .verify = TRUE,
    .helo = (char *) "test.invalid",
    .timeout = 30,
  };
  return TRUE;
}

static gboolean
fixture_connect (Fixture *self)
{
  g_clear_error (&self->error);
  self->connection = smtp_connection_open (&self->settings, NULL, &self->error);
  return self->connection != NULL;
}

static SmtpEnvelope *
make_envelope (const char *sender, const char *const *addresses)
{
  SmtpEnvelope *self = g_new0 (SmtpEnvelope, 1);

  self->sender = g_strdup (sender);
  self->recipients = g_ptr_array_new_with_free_func (smtp_recipient_free);
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, "SMTP", addresses[i]);

      g_ptr_array_add (self->recipients, smtp_recipient_new (row));
    }
  return self;
}

static SmtpContent *
make_content (const char *text)
{
  SmtpContent *content = smtp_content_new ();

  g_output_stream_write_all (G_OUTPUT_STREAM (content), text, strlen (text), NULL, NULL, NULL);
  smtp_content_end (content, NULL);
  return content;
}

static gboolean
send_text (Fixture *self, SmtpEnvelope *envelope, const char *text)
{
  g_autoptr (SmtpContent) content = make_content (text);
  gboolean begun;

  g_clear_error (&self->error);
  return smtp_transaction_run (self->connection, envelope, content, &begun, NULL, &self->error);
}

static char *
read_mail (Fixture *self, guint number)
{
  g_autofree char *name = g_strdup_printf ("%06u.eml", number);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char            *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  return content;
}

static SmtpVerdict
verdict (const SmtpEnvelope *envelope, guint index)
{
  return smtp_envelope_get (envelope, index)->verdict;
}

static void
test_dots (void)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *arrived = NULL;
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);

  if (!fixture_start (&fixture, "dots", NULL) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (send_text (&fixture, envelope, ".\r\n..\nx.\r\n\n.end"));
  TAP_NO_ERROR (fixture.error);
  arrived = read_mail (&fixture, 1);
  TAP_STRING (arrived, ".\r\n..\r\nx.\r\n\r\n.end\r\n");
}

/* However the text is cut into pieces, the same goes out. */
static void
test_pieces (void)
{
  static const char        text[] = "..\r\n\n.\r\n.a\n\r\n.\r.\n";
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (Fixture) fixture = { 0 };

  if (!fixture_start (&fixture, "pieces", NULL) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  for (gsize size = 1; size < sizeof text; size++)
    {
      g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);
      g_autoptr (SmtpContent) content = smtp_content_new ();
      g_autofree char *arrived = NULL;
      gboolean         begun;

      for (gsize i = 0; i < strlen (text); i += size)
        g_output_stream_write_all (
            G_OUTPUT_STREAM (content), text + i, MIN (size, strlen (text) - i), NULL, NULL, NULL);
      CU_ASSERT_TRUE (smtp_content_end (content, NULL));
      TAP_NUMBER (smtp_content_get_size (content), strlen (text) + 3);
      CU_ASSERT_TRUE (smtp_transaction_run (
          fixture.connection, envelope, content, &begun, NULL, &fixture.error));
      arrived = read_mail (&fixture, (guint) size);
      TAP_STRING (arrived, "..\r\n\r\n.\r\n.a\r\n\r\n.\r.\r\n");
    }
}

static void
test_verdicts (void)
{
  static const char *const to[] = {
    "a@test.invalid", "bad@test.invalid", "later@test.invalid", "b@test.invalid", NULL
  };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);
  g_autoptr (SmtpEnvelope) second = make_envelope ("me@test.invalid", to);

  if (!fixture_start (&fixture, "verdicts", NULL) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (send_text (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  TAP_NUMBER (verdict (envelope, 0), SMTP_VERDICT_ACCEPTED);
  TAP_NUMBER (verdict (envelope, 1), SMTP_VERDICT_REFUSED);
  TAP_STRING (smtp_envelope_get (envelope, 1)->text, "550 5.1.1 No such recipient");
  TAP_NUMBER (verdict (envelope, 2), SMTP_VERDICT_DELAYED);
  TAP_STRING (smtp_envelope_get (envelope, 2)->text, "451 4.2.0 Try again later");
  TAP_NUMBER (verdict (envelope, 3), SMTP_VERDICT_ACCEPTED);

  /* The connection is good for another message. */
  CU_ASSERT_TRUE (smtp_connection_is_alive (fixture.connection));
  CU_ASSERT_TRUE (send_text (&fixture, second, "Subject: u\r\n\r\nHello\r\n"));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

static void
test_nobody (void)
{
  static const char *const nobody[] = { "bad@test.invalid", NULL };
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (SmtpEnvelope) refused = make_envelope ("me@test.invalid", nobody);
  g_autoptr (SmtpEnvelope) accepted = make_envelope ("me@test.invalid", to);

  if (!fixture_start (&fixture, "nobody", NULL) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (send_text (&fixture, refused, "Subject: t\r\n\r\n"));
  TAP_NUMBER (verdict (refused, 0), SMTP_VERDICT_REFUSED);
  CU_ASSERT_TRUE (send_text (&fixture, accepted, "Subject: u\r\n\r\n"));
  TAP_NUMBER (verdict (accepted, 0), SMTP_VERDICT_ACCEPTED);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);
}

/* More recipients than go out at once, without and with PIPELINING. */
static void
send_to_many (const char *name, const char *const *options)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) to = NULL;
  g_autoptr (SmtpEnvelope) envelope = NULL;

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *address =
          g_strdup_printf ("%s%u@test.invalid", i % 50 == 49 ? "bad@" : "u", i);

      g_strv_builder_add (builder, i % 50 == 49 ? "bad@test.invalid" : address);
    }
  to = g_strv_builder_end (builder);
  envelope = make_envelope ("me@test.invalid", (const char *const *) to);
  if (!fixture_start (&fixture, name, options) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (send_text (&fixture, envelope, "Subject: t\r\n\r\n"));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (smtp_envelope_count (envelope, SMTP_VERDICT_ACCEPTED), 245);
  TAP_NUMBER (smtp_envelope_count (envelope, SMTP_VERDICT_REFUSED), 5);
}

static void
test_many (void)
{
  static const char *const plain[] = { "--without", "PIPELINING", NULL };

  send_to_many ("many", NULL);
  send_to_many ("many-plain", plain);
}

/* More than goes into memory, byte for byte. */
static void
test_big (void)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);
  g_autoptr (GString) text = g_string_new ("Subject: big\r\n\r\n");
  g_autofree char *arrived = NULL;

  while (text->len < 6 * 1024 * 1024)
    g_string_append_printf (text, ".%zu is the offset of this line\r\n", text->len);
  if (!fixture_start (&fixture, "big", NULL) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (send_text (&fixture, envelope, text->str));
  TAP_NO_ERROR (fixture.error);
  arrived = read_mail (&fixture, 1);
  CU_ASSERT_TRUE (arrived != NULL && strcmp (arrived, text->str) == 0);
}

/* Servers that lie */

typedef struct
{
  const char *name;
  const char *step;
  const char *action;
  gint        code;
  const char *words; /* what the error says */
} Lie;

static const Lie lies_at_connect[] = {
  { "greet-close", "connect", "close", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "greet-rubbish", "connect", "rubbish", MAPI_E_NETWORK_ERROR, "nonsense" },
  { "greet-endless", "connect", "endless", MAPI_E_NETWORK_ERROR, "nonsense" },
  { "greet-busy", "connect", "421 4.3.2 Too busy", MAPI_E_WAIT, "421 4.3.2 Too busy" },
  { "greet-no", "connect", "554 5.7.1 Go away", MAPI_E_NETWORK_ERROR, "554 5.7.1 Go away" },
  { "greet-hang", "connect", "hang", MAPI_E_NETWORK_ERROR, "no answer for 1 seconds" },
  { "ehlo-close", "ehlo", "close", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "ehlo-rubbish", "ehlo", "rubbish", MAPI_E_NETWORK_ERROR, "nonsense" },
};

static void
hold_error (const Fixture *fixture, gint code, const char *words)
{
  TAP_ERROR (fixture->error, MAPI_ERROR, code);
  if (fixture->error != NULL && strstr (fixture->error->message, words) == NULL)
    {
      tap_note ("“%s” lacks “%s”", fixture->error->message, words);
      CU_FAIL ("the error does not say why");
    }
}

static void
lie_at_connect (const Lie *lie)
{
  const char *const options[] = { "--at", lie->step, lie->action, "0", NULL };
  g_auto (Fixture) fixture = { 0 };

  if (!fixture_start (&fixture, lie->name, options))
    return;

  fixture.settings.timeout = g_str_equal (lie->action, "hang") ? 1 : 30;
  CU_ASSERT_FALSE (fixture_connect (&fixture));
  hold_error (&fixture, lie->code, lie->words);
  hold_error (&fixture, lie->code, "smtp: cannot connect to 127.0.0.1:");
}

static void
test_lies_at_connect (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lies_at_connect); i++)
    lie_at_connect (&lies_at_connect[i]);
}

static const Lie lies_in_mail[] = {
  { "mail-close", "mail", "close", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "mail-busy", "mail", "421 4.3.2 Going down", MAPI_E_WAIT, "421 4.3.2 Going down" },
  { "mail-login", "mail", "530 5.7.0 Log in first", MAPI_E_LOGON_FAILED, "530 5.7.0 Log in first" },
  { "rcpt-rubbish", "rcpt", "rubbish", MAPI_E_NETWORK_ERROR, "nonsense" },
  { "rcpt-long", "rcpt", "long", MAPI_E_NETWORK_ERROR, "a line without end" },
  { "data-endless", "data", "endless", MAPI_E_NETWORK_ERROR, "nonsense" },
  { "data-hang", "data", "hang", MAPI_E_NETWORK_ERROR, "no answer for 1 seconds" },
  { "body-close", "body", "close", MAPI_E_NETWORK_ERROR, "" },
  { "dot-close", "dot", "close", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "dot-take", "dot", "take", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "dot-hang", "dot", "hang", MAPI_E_NETWORK_ERROR, "no answer for 1 seconds" },
};

static void
lie_in_mail (const Lie *lie)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  const char *const        options[] = { "--at", lie->step, lie->action, "0", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);

  if (!fixture_start (&fixture, lie->name, options))
    return;
  fixture.settings.timeout = g_str_equal (lie->action, "hang") ? 1 : 30;
  if (!fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_FALSE (send_text (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  hold_error (&fixture, lie->code, lie->words);
  hold_error (&fixture, lie->code, "smtp: 127.0.0.1:");
}

static void
test_lies_in_mail (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lies_in_mail); i++)
    lie_in_mail (&lies_in_mail[i]);
}

/* What is refused after MAIL or the content is refused for everybody. */
static void
refuse (const char *name, const char *step, const char *reply, SmtpVerdict wanted)
{
  static const char *const to[] = { "a@test.invalid", "b@test.invalid", NULL };
  const char *const        options[] = { "--at", step, reply, "0", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);

  if (!fixture_start (&fixture, name, options) || !fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (send_text (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (verdict (envelope, 0), wanted);
  TAP_NUMBER (verdict (envelope, 1), wanted);
  TAP_STRING (smtp_envelope_get (envelope, 1)->text, reply);
  CU_ASSERT_TRUE (smtp_connection_is_alive (fixture.connection));
}

static void
test_refusals (void)
{
  refuse ("no-mail", "mail", "550 5.7.1 Not from you", SMTP_VERDICT_REFUSED);
  refuse ("mail-later", "mail", "451 4.3.0 Not now", SMTP_VERDICT_DELAYED);
  refuse ("no-data", "data", "554 5.5.0 No", SMTP_VERDICT_REFUSED);
  refuse ("no-content", "dot", "554 5.7.1 Spam", SMTP_VERDICT_REFUSED);
  refuse ("content-later", "dot", "452 4.3.1 Disk full", SMTP_VERDICT_DELAYED);
}

/* Nobody there */
static void
test_refused_connection (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!fixture_start (&fixture, "refused", NULL))
    return;

  mock_process_kill (fixture.server);
  CU_ASSERT_FALSE (fixture_connect (&fixture));
  hold_error (&fixture, MAPI_E_NETWORK_ERROR, "Connection refused");
}

/* TLS */

static gboolean
start_tls (Fixture *fixture, const char *name, const char *tls)
{
  const char *const options[] = { "--tls", tls, "--auth", "user:secret", NULL };

  if (!fixture_start (fixture, name, options))
    return FALSE;
  fixture->settings.security =
      g_str_equal (tls, "starttls") ? SMTP_SECURITY_STARTTLS : SMTP_SECURITY_TLS;
  fixture->settings.user = (char *) "user";
  fixture->settings.password = (char *) "secret";
  return TRUE;
}

static void
send_over_tls (const char *name, const char *tls)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *ca_file = NULL;
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);

  if (!start_tls (&fixture, name, tls))
    return;

  CU_ASSERT_FALSE (fixture_connect (&fixture));
  hold_error (&fixture, MAPI_E_NETWORK_ERROR, "certificate");

  ca_file = g_build_filename (fixture.folder, "certificate.pem", NULL);
  fixture.settings.ca_file = ca_file;
  if (!fixture_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }
  CU_ASSERT_TRUE (smtp_connection_is_alive (fixture.connection));
  CU_ASSERT_TRUE (send_text (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (verdict (envelope, 0), SMTP_VERDICT_ACCEPTED);
}

static void
test_tls (void)
{
  send_over_tls ("starttls", "starttls");
  send_over_tls ("tls", "implicit");
}

/* The same server by a name that its certificate does not have. */
static void
test_tls_of_another (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *ca_file = NULL;

  if (!start_tls (&fixture, "another", "starttls"))
    return;

  ca_file = g_build_filename (fixture.folder, "certificate.pem", NULL);
  fixture.settings.ca_file = ca_file;
  fixture.settings.host = (char *) "::ffff:127.0.0.1";
  CU_ASSERT_FALSE (fixture_connect (&fixture));
  if (fixture.error != NULL && strstr (fixture.error->message, "certificate") == NULL)
    tap_skip ("there is no IPv6 here");
}

static void
test_no_tls (void)
{
  g_auto (Fixture) fixture = { 0 };

  if (!fixture_start (&fixture, "no-tls", NULL))
    return;

  fixture.settings.security = SMTP_SECURITY_STARTTLS;
  CU_ASSERT_FALSE (fixture_connect (&fixture));
  hold_error (&fixture, MAPI_E_NETWORK_ERROR, "STARTTLS not supported");
}

static void
test_login (void)
{
  static const char *const later[] = { "--auth",          "user:secret", "--at", "auth",
                                       "454 4.7.0 Later", "0",           NULL };
  g_auto (Fixture) wrong = { 0 };
  g_auto (Fixture) none = { 0 };
  g_auto (Fixture) busy = { 0 };

  if (!start_tls (&wrong, "wrong", "starttls") || !fixture_start (&none, "none", NULL) ||
      !fixture_start (&busy, "busy", later))
    return;

  wrong.settings.verify = FALSE;
  wrong.settings.password = (char *) "hunter2";
  CU_ASSERT_FALSE (fixture_connect (&wrong));
  hold_error (&wrong, MAPI_E_LOGON_FAILED, "535 5.7.8 Wrong name or password");
  CU_ASSERT_PTR_NULL (strstr (wrong.error->message, "hunter2"));

  none.settings.user = (char *) "user";
  none.settings.password = (char *) "secret";
  CU_ASSERT_FALSE (fixture_connect (&none));
  hold_error (&none, MAPI_E_LOGON_FAILED, "offers no login");

  busy.settings.user = (char *) "user";
  busy.settings.password = (char *) "secret";
  CU_ASSERT_FALSE (fixture_connect (&busy));
  hold_error (&busy, MAPI_E_WAIT, "454 4.7.0 Later");
}

/* Somebody cancels while the server says nothing. */
static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  static const char *const options[] = { "--at", "connect", "hang", "0", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread;

  if (!fixture_start (&fixture, "cancel", options))
    return;

  fixture.settings.timeout = 600;
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  fixture.connection = smtp_connection_open (&fixture.settings, cancellable, &fixture.error);
  CU_ASSERT_PTR_NULL (fixture.connection);
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_thread_join (thread);
}

/* Addresses that would be commands */
static void
test_addresses (void)
{
  static const char *const bad[] = { "a@b>\r\nDATA\r\n", "a b@c", "", "<a@b>", "a\x01@b" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const to[] = { bad[i], NULL };
      g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);

      TAP_NUMBER (verdict (envelope, 0), SMTP_VERDICT_REFUSED);
      CU_ASSERT_PTR_NULL (smtp_envelope_get (envelope, 0)->address);
    }
}

static void
test_other_scripts (void)
{
  static const char *const to[] = { "a@bücher.example", "jörg@test.invalid", NULL };
  g_autoptr (SmtpEnvelope) envelope = make_envelope ("me@test.invalid", to);

  TAP_STRING (smtp_envelope_get (envelope, 0)->address, "a@xn--bcher-kva.example");
  envelope->needs_utf8 = TRUE;
  smtp_envelope_adapt (envelope, 0);
  TAP_NUMBER (verdict (envelope, 0), SMTP_VERDICT_OPEN);
  TAP_NUMBER (verdict (envelope, 1), SMTP_VERDICT_REFUSED);
  CU_ASSERT_FALSE (envelope->needs_utf8);
}

TAP_MAIN ("providers/smtp-talk",
          { "a reply", test_reply },
          { "what is no reply", test_rubbish },
          { "replies without end", test_reply_limits },
          { "a reply can be printed", test_reply_is_printable },
          { "dots and line ends", test_dots },
          { "a message in pieces", test_pieces },
          { "verdicts for each recipient", test_verdicts },
          { "nobody is accepted", test_nobody },
          { "many recipients", test_many },
          { "a big message", test_big },
          { "servers that lie when greeted", test_lies_at_connect },
          { "servers that lie about mail", test_lies_in_mail },
          { "refusals for everybody", test_refusals },
          { "nobody listens", test_refused_connection },
          { "TLS", test_tls },
          { "a certificate of another host", test_tls_of_another },
          { "TLS is not offered", test_no_tls },
          { "login", test_login },
          { "cancelling", test_cancel },
          { "addresses that would be commands", test_addresses },
          { "addresses in other scripts", test_other_scripts })
