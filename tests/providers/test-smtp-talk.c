/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-process.h"
#include "smtp-talk-rig.h"
#include "smtp-transaction.h"
#include "tap.h"

#include <string.h>

/* The parts of the SMTP provider by themselves: replies, content, transaction. */

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

static char *
read_mail (SmtpTalkRig *self, guint number)
{
  g_autofree char *name = g_strdup_printf ("%06u.eml", number);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char            *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  return content;
}

static void
test_dots (void)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autofree char *arrived = NULL;
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  if (!smtp_talk_rig_start (&fixture, "dots", NULL) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, envelope, ".\r\n..\nx.\r\n\n.end"));
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
  g_auto (SmtpTalkRig) fixture = { 0 };

  if (!smtp_talk_rig_start (&fixture, "pieces", NULL) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  for (gsize size = 1; size < sizeof text; size++)
    {
      g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);
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
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);
  g_autoptr (SmtpEnvelope) second = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  if (!smtp_talk_rig_start (&fixture, "verdicts", NULL) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 0), SMTP_VERDICT_ACCEPTED);
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 1), SMTP_VERDICT_REFUSED);
  TAP_STRING (smtp_envelope_get (envelope, 1)->text, "550 5.1.1 No such recipient");
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 2), SMTP_VERDICT_DELAYED);
  TAP_STRING (smtp_envelope_get (envelope, 2)->text, "451 4.2.0 Try again later");
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 3), SMTP_VERDICT_ACCEPTED);

  /* The connection is good for another message. */
  CU_ASSERT_TRUE (smtp_connection_is_alive (fixture.connection));
  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, second, "Subject: u\r\n\r\nHello\r\n"));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

static void
test_nobody (void)
{
  static const char *const nobody[] = { "bad@test.invalid", NULL };
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autoptr (SmtpEnvelope) refused = smtp_talk_rig_make_envelope ("me@test.invalid", nobody);
  g_autoptr (SmtpEnvelope) accepted = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  if (!smtp_talk_rig_start (&fixture, "nobody", NULL) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, refused, "Subject: t\r\n\r\n"));
  TAP_NUMBER (smtp_talk_rig_get_verdict (refused, 0), SMTP_VERDICT_REFUSED);
  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, accepted, "Subject: u\r\n\r\n"));
  TAP_NUMBER (smtp_talk_rig_get_verdict (accepted, 0), SMTP_VERDICT_ACCEPTED);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);
}

/* More recipients than go out at once, without and with PIPELINING. */
static void
send_to_many (const char *name, const char *const *options)
{
  g_auto (SmtpTalkRig) fixture = { 0 };
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
  envelope = smtp_talk_rig_make_envelope ("me@test.invalid", (const char *const *) to);
  if (!smtp_talk_rig_start (&fixture, name, options) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, envelope, "Subject: t\r\n\r\n"));
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
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);
  g_autoptr (GString) text = g_string_new ("Subject: big\r\n\r\n");
  g_autofree char *arrived = NULL;

  while (text->len < 6 * 1024 * 1024)
    g_string_append_printf (text, ".%zu is the offset of this line\r\n", text->len);
  if (!smtp_talk_rig_start (&fixture, "big", NULL) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, envelope, text->str));
  TAP_NO_ERROR (fixture.error);
  arrived = read_mail (&fixture, 1);
  CU_ASSERT_TRUE (arrived != NULL && strcmp (arrived, text->str) == 0);
}

static const SmtpTalkLie lies_in_mail[] = {
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
lie_in_mail (const SmtpTalkLie *lie)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  const char *const        options[] = { "--at", lie->step, lie->action, "0", NULL };
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  if (!smtp_talk_rig_start (&fixture, lie->name, options))
    return;
  fixture.settings.timeout = g_str_equal (lie->action, "hang") ? 1 : 30;
  if (!smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_FALSE (smtp_talk_rig_send (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  smtp_talk_rig_hold_error (&fixture, lie->code, lie->words);
  smtp_talk_rig_hold_error (&fixture, lie->code, "smtp: 127.0.0.1:");
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
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  if (!smtp_talk_rig_start (&fixture, name, options) || !smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }

  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 0), wanted);
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 1), wanted);
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

/* Quotes hold what would end an address, between them alone. */
static void
test_quoted_addresses (void)
{
  static const char *const to[] = { "\"a b>\"@c", "\"a\\\" >\"@c", NULL };
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  for (guint i = 0; to[i] != NULL; i++)
    TAP_STRING (smtp_envelope_get (envelope, i)->address, to[i]);
}

/* Addresses that would be commands, or parameters of one */
static void
test_addresses (void)
{
  static const char *const bad[] = {
    "a@b>\r\nDATA\r\n", "a b@c",           "", "<a@b>", "a\x01@b", "\"a\"> NOTIFY=NEVER@c",
    "\"a\\\\\"> x@c",   "\"a> NOTIFY=x@c",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const to[] = { bad[i], NULL };
      g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

      TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 0), SMTP_VERDICT_REFUSED);
      CU_ASSERT_PTR_NULL (smtp_envelope_get (envelope, 0)->address);
    }
}

static void
test_other_scripts (void)
{
  static const char *const to[] = { "a@bücher.example", "jörg@test.invalid", NULL };
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  TAP_STRING (smtp_envelope_get (envelope, 0)->address, "a@xn--bcher-kva.example");
  envelope->needs_utf8 = TRUE;
  smtp_envelope_adapt (envelope, 0);
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 0), SMTP_VERDICT_OPEN);
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 1), SMTP_VERDICT_REFUSED);
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
          { "servers that lie about mail", test_lies_in_mail },
          { "refusals for everybody", test_refusals },
          { "addresses that would be commands", test_addresses },
          { "addresses with quotes", test_quoted_addresses },
          { "addresses in other scripts", test_other_scripts })
